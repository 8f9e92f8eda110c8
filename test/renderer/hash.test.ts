/** The address of a view. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Screen } from '../../src/renderer/src/stores/hash'
import { readHash, readPlace, writeHash, writePlace } from '../../src/renderer/src/stores/hash'
import { newTableState, newViewState } from '../../src/renderer/src/stores/view'

function screen(change: Partial<Screen> = {}): Screen {
  return { session: 3, state: newViewState(), query: '', selection: undefined, ...change }
}

describe('the address of a view', () => {
  it('is short for what is as it was at first', () => {
    expect(writeHash(screen())).toBe('session=3&view=overview')
    expect(writeHash(screen({ session: undefined }))).toBe('')
  })

  it('says everything that was set', () => {
    const state = newViewState()
    state.view = 'inference'
    state.hideModules = true
    state.blocks.inference = 2
    state.modes['inference'] = 'left-heavy'
    state.zooms['flame'] = { from: 0, to: 1.5e9 }
    state.tables['stale'] = { ...newTableState(), sort: { column: 'exclusive', descending: true }, filter: 'a & b=c' }
    const text = writeHash(screen({ state, query: 'map #1', selection: { kind: 'row', part: 'stale', row: 4 } }))
    expect(text).toBe(
      'session=3&view=inference&search=map+%231&select=stale%3A4&modules=hidden&block.inference=2&mode.inference=left-heavy&zoom.flame=0%3A1500000000&sort.stale=exclusive%3Adescending&filter.stale=a+%26+b%3Dc',
    )
    expect(readHash(`#${text}`)).toEqual(screen({ state, query: 'map #1', selection: { kind: 'row', part: 'stale', row: 4 } }))
  })

  it.each([
    { kind: 'frame', frame: 12 },
    { kind: 'package', name: 'A:B' },
    { kind: 'row', part: 'imports', row: 0 },
  ] as const)('carries the selection %o', (selection) => {
    expect(readHash(writeHash(screen({ selection }))).selection).toEqual(selection)
  })

  it('leaves out what cannot be read', () => {
    expect(readHash('#session=x&view=nowhere&select=stale:-1&block.frames=1&block.stale=z&zoom.a=5:1&zoom.b=1:NaN')).toEqual(screen({ session: undefined }))
  })

  it('never throws, and writes what it read', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readHash(text)
        expect(readHash(writeHash({ ...read, session: 1 }))).toEqual({ ...read, session: 1 })
      }),
    )
  })
})

describe('the address of a page', () => {
  it('says which page, and its settings', () => {
    const place = { page: 'lab', settings: { sample: 'a & b=c' } } as const
    expect(writePlace(place)).toBe('page=lab&sample=a+%26+b%3Dc')
    expect(readPlace(`#${writePlace(place)}`)).toEqual(place)
    expect(readPlace('#page=compare')).toEqual({ page: 'compare', settings: {} })
  })

  it('is none for profiles, the start page, and pages that are none', () => {
    for (const text of ['', '#session=3&view=overview', '#page=start', '#page=profile', '#page=constructor']) expect(readPlace(text), text).toBeUndefined()
  })
})
