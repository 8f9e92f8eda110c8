/** Which view a profile opens with. The profiles are made as the importers make them. */
import { describe, expect, it } from 'vitest'
import { firstView } from '../../src/renderer/src/views/registry'
import type { NewBlock } from '../../src/shared/profile/builder'
import { ProfileBuilder } from '../../src/shared/profile/builder'

const TREE = { shape: 'tree', times: 'both' } as const

/** Of one source of `format` for each list of blocks. */
function viewOf(...sources: readonly (readonly [format: string, ...blocks: Partial<NewBlock>[]])[]): string {
  const builder = new ProfileBuilder()
  for (const [format, ...blocks] of sources) {
    const source = builder.source({ name: 'x', format, bytes: 1 })
    for (const block of blocks) builder.block({ part: 'stacks', format, title: 'x', source, ...block })
  }
  return firstView(builder.finish())
}

describe('the first view', () => {
  it.each(['speedscope', 'pprof', 'jlprof', 'chrome-trace'])('of a call tree is the flame graph: %s', (format) => {
    expect(viewOf([format, TREE])).toBe('inference')
    expect(viewOf([format, TREE, TREE])).toBe('inference')
  })
  it('of call trees that came together is the flame graph', () => {
    expect(viewOf(['speedscope', TREE], ['jlprof', { ...TREE, part: 'inference' }])).toBe('inference')
  })
  it('of a trace of code generation is the flame graph: its tables stand below it', () => {
    expect(viewOf(['chrome-trace', TREE, { part: 'codegen' }])).toBe('inference')
  })
  it('of a text is the overview, also if all that it holds is a tree', () => {
    expect(viewOf(['text', { ...TREE, part: 'inference' }])).toBe('overview')
    expect(viewOf(['text', { part: 'imports' }])).toBe('overview')
  })
  it('of a mixture is the overview', () => {
    expect(viewOf(['speedscope', TREE], ['text', { part: 'imports' }])).toBe('overview')
    expect(viewOf(['speedscope', TREE, { part: 'invalidations' }])).toBe('overview')
  })
  it('of what has no tree is the overview', () => {
    expect(viewOf(['snoopcompile-parcel', { part: 'precompile' }])).toBe('overview')
    expect(viewOf(['pprof', { shape: 'list' }])).toBe('overview')
    expect(viewOf()).toBe('overview')
  })
})
