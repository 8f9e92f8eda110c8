import { describe, expect, it } from 'vitest'
import { changeOf, countsTables } from '../../src/renderer/src/views/overview/counts'
import { barsInOrder, headlineOf, listedParts, overviewNotes } from '../../src/renderer/src/views/overview/overview-facts'
import { ProfileBuilder } from '../../src/shared/profile/builder'
import { computePhaseBars, computePhases } from '../../src/shared/profile/phases'
import { summarize } from '../../src/shared/profile/summary'
import type { Profile } from '../../src/shared/profile/tables'
import { profileOf } from './loads'

const IMPORTS = { loads: 'A 10' }
const TIME = { timed: ['f()', 2000, 75] } as const

function countsProfile(): Profile {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'counts', format: 'invalidation-counts', title: 'Invalidations by package' })
  const rows = [['Example', '0.5.3', 0, 0], ['Revise', '2.7.3', 23, 0], ['SIMD', '2.8.0', 2949, 11], ['Flux', '0.10.4', 3461, -1]] as const
  for (const [name, version, before, after] of rows) {
    builder.add('counts', { name, version, label: 'Julia 1.5', count: before, block })
    builder.add('counts', { name, version, label: 'master branch', count: after, block })
  }
  return builder.finish()
}

describe('the bars', () => {
  it('begin with the one the headline is about', () => {
    const profile = profileOf([IMPORTS, TIME])
    const main = computePhases(profile)
    expect(barsInOrder(main, computePhaseBars(profile)).map(({ basis }) => basis)).toEqual(['@time f()', '@time_imports'])
    expect(headlineOf(main, summarize(profile))).toBe('75 % of 2.00 s is compilation')
  })

  it('are not added, which is said', () => {
    const both = profileOf([IMPORTS, TIME])
    expect(overviewNotes(computePhaseBars(both), summarize(both))[0]).toBe('2 bars are not added: each is a measurement of its own, drawn at full width.')
    const one = profileOf([IMPORTS])
    expect(overviewNotes(computePhaseBars(one), summarize(one)).join(' ')).not.toContain('bars are not added')
  })
})

describe('headlineOf', () => {
  it('says what there is where nothing says where time went', () => {
    const timed = profileOf([{ timed: ['f()', 2000] }, { timed: ['g()', 500] }])
    expect(headlineOf(computePhases(timed), summarize(timed))).toBe('2 @time lines, 2.00 s the longest')
    const counted = countsProfile()
    expect(headlineOf(computePhases(counted), summarize(counted))).toBe('8 counts of invalidations')
  })
})

describe('the lists of parts', () => {
  it('lead to the heaviest row of a name, and add no sessions', () => {
    const profile = profileOf([IMPORTS, { loads: 'A 30' }])
    const [imports] = listedParts(summarize(profile))
    expect(imports?.summary.top).toEqual([{ name: 'A', seconds: 0.03, row: 1 }])
  })

  it('leave out what has a bar or a table of its own', () => {
    expect(listedParts(summarize(profileOf([TIME, IMPORTS]))).map(({ part }) => part)).toEqual(['imports'])
  })
})

describe('countsTables', () => {
  const [table] = countsTables(countsProfile())

  it('puts the versions of Julia side by side, the largest first', () => {
    expect(table?.columns).toEqual(['Julia 1.5', 'master branch'])
    expect(table?.most).toBe(3461)
    expect(table?.rows.map(({ name, version, counts }) => [name, version, ...counts])).toEqual([
      ['Flux', '0.10.4', 3461, Number.NaN], ['SIMD', '2.8.0', 2949, 11], ['Revise', '2.7.3', 23, 0], ['Example', '0.5.3', 0, 0],
    ])
  })

  it('knows a change only where both are known and the first is not 0', () => {
    expect(table?.rows.map((row) => Number(changeOf(row).toFixed(1)))).toEqual([Number.NaN, -99.6, -100, Number.NaN])
  })
})
