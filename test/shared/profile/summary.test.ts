import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { computePhaseBars, computePhases } from '../../../src/shared/profile/phases'
import type { Phases } from '../../../src/shared/profile/phases'
import { summarize } from '../../../src/shared/profile/summary'
import type { Block } from '../../../src/shared/profile/tables'
import { profileToText } from '../../../src/shared/profile/to-text'

const MS = 1e6
const FLOAT16 = { kind: 'measured', tool: '@snoop_inference', julia: '1.12 or later', error: 'Float16: about 3 digits' } as const

/** A builder with one source, and short ways to fill it. */
class Session {
  readonly builder = new ProfileBuilder()
  readonly source = this.builder.source({ name: 'session.txt', format: 'text', bytes: 1 })

  block(part: Block['part'], title: string, more: Partial<Block> = {}): number {
    return this.builder.block({ part, format: 'test', title, source: this.source, shape: 'tree', times: 'both', ...more })
  }
  load(block: number, name: string, inclusive: number, exclusive: number, more: object = {}): number {
    return this.builder.add('imports', { name, kind: 'package', inclusive: inclusive * MS, exclusive: exclusive * MS, block, ...more })
  }
  node(block: number, signature: string, exclusive: number, inclusive: number, parent = -1): number {
    return this.builder.add('inference', {
      frame: this.builder.frame({ signature }), exclusive: exclusive * MS, inclusive: inclusive * MS, parent, block,
    })
  }
  finish() {
    return this.builder.finish({ title: 'session' })
  }
}

function outline(bars: readonly Phases[]): string[] {
  return bars.map(({ basis, headline, segments }) => {
    const parts = segments.map(({ phase, nanoseconds, provenance }) => `${phase} ${Number((nanoseconds / MS).toFixed(3))} ${provenance}`)
    return `${basis} | ${headline} | ${parts.join(', ')}`
  })
}

describe('computePhaseBars', () => {
  it('counts only the roots of cumulative imports', () => {
    const session = new Session()
    const block = session.block('imports', '@time_imports using Top', { times: 'inclusive' })
    const top = session.load(block, 'Top', 2000, 500)
    const gpu = session.load(block, 'GPUArrays', 1000, 900, { parent: top })
    session.load(block, 'Adapt', 100, 100, { parent: gpu })
    session.load(block, 'StaticArrays', 500, 500, { parent: top })
    expect(outline(computePhaseBars(session.finish()))).toEqual(['@time_imports using Top | 70 % of 2.00 s is loading GPUArrays and Top | load 2000 measured'])
  })

  it('splits exclusive imports by their printed shares, `__init__` rows within their package', () => {
    const session = new Session()
    const block = session.block('imports', '@time_imports', { shape: 'list', times: 'exclusive' })
    const meter = session.load(block, 'Meter', 80, 50, { compilePercent: 75, recompilePercent: 50 })
    session.load(block, 'Meter.__init__()', 30, 30, { kind: 'init', parent: meter, compilePercent: 100, recompilePercent: 100 })
    // A share of a rounded time can pass 100 %.
    session.load(block, 'Tiny', 20, 20, { compilePercent: 120 })
    expect(outline(computePhaseBars(session.finish()))).toEqual([
      '@time_imports | 80 % of 100 ms is compilation while packages load, 38 % of it compiling again, most of all Meter | load 20 derived, recompile 30 derived, compile 50 derived',
    ])
  })

  it('adds lists of different packages, and keeps two loads of the same package apart', () => {
    const session = new Session()
    for (const [name, time] of [['A', 10], ['B', 20], ['A', 5]] as const) session.load(session.block('imports', `using ${name}`), name, time, time)
    const profile = session.finish()
    expect(outline(computePhaseBars(profile))).toEqual([
      '2 × @time_imports | 67 % of 30.0 ms is loading B | load 30 measured',
      'using A | Loading A takes 5.00 ms | load 5 measured',
    ])
    expect(summarize(profile).parts.imports).toMatchObject({ count: 3, seconds: null })
  })

  it('tells inference from everything else by ROOT, once for each run', () => {
    const session = new Session()
    const tree = session.block('inference', 'Before')
    const root = session.node(tree, 'Core.Compiler.Timings.ROOT()', 100, 400)
    session.node(tree, 'f(::Int64)', 200, 300, root)
    session.node(tree, 'g(::Int64)', 100, 100, root + 1)
    const flat = session.block('inference', 'Flat', { shape: 'list' })
    session.node(flat, 'f(::Int64)', 200, 300)
    session.node(flat, 'Core.Compiler.Timings.ROOT()', 100, 400)
    const part = session.block('inference', 'A part of it')
    session.node(part, 'f(::Int64)', 200, 300)
    session.node(session.block('inference', 'After'), 'Core.Compiler.Timings.ROOT()', 50, 100)
    const profile = session.finish()
    expect(outline(computePhaseBars(profile))).toEqual([
      'Before | 75 % of 400 ms is inference | inference 300 measured, unaccounted 100 measured',
      'After | 50 % of 100 ms is inference | inference 50 measured, unaccounted 50 measured',
    ])
    expect(computePhases(profile).basis).toBe('Before')
    expect(summarize(profile).parts.inference).toMatchObject({ seconds: null, notes: [expect.stringContaining('2 runs'), expect.any(String)] })
  })

  it('does not take the Float16 times of Julia 1.12 for inference alone, nor their inclusive ones for a sum', () => {
    const session = new Session()
    const tree = session.block('inference', 'Tree', { provenance: FLOAT16 })
    const root = session.node(tree, 'Base.Compiler.Timings.ROOT()', 0, 900)
    const f = session.node(tree, 'f(::Int64)', 20, 90, root)
    session.node(tree, 'g(::Int64)', 30, 40, f)
    session.node(session.block('inference', 'ROOT alone', { provenance: FLOAT16 }), 'Base.Compiler.Timings.ROOT()', 0, 900)
    expect(outline(computePhaseBars(session.finish()))).toEqual(['Tree | 50.0 ms of inference and code generation | compile 50 measured'])
  })

  it('splits @time lines, and says nothing where no share is printed', () => {
    const session = new Session()
    const block = session.block('timings', '@time lines', { shape: 'list' })
    session.builder.add('timings', { expression: 'f()', elapsed: 1000 * MS, compilePercent: 90, recompilePercent: 50, block })
    session.builder.add('timings', { expression: 'using X', elapsed: 10 * MS, compilePercent: 20, block })
    session.builder.add('timings', { expression: 'g()', elapsed: 5000 * MS, block })
    expect(outline(computePhaseBars(session.finish()))).toEqual([
      '@time f() | 90 % of 1.00 s is compilation, 50 % of it compiling again | recompile 450 derived, compile 450 derived, run 100 derived',
      '@time using X | 20 % of 10.0 ms is compilation | load 8 derived, compile 2 derived',
    ])
  })

  it('has one bar for a run that is known as a whole, and those of other sources', () => {
    const session = new Session()
    const timeline = session.block('timeline', 'Run of f()')
    session.builder.add('timeline', { phase: 'inference', start: 0, duration: 300 * MS, block: timeline })
    session.builder.add('timeline', { phase: 'run', start: 300 * MS, duration: 100 * MS, block: timeline })
    session.node(session.block('inference', 'Inference of f()'), 'Core.Compiler.Timings.ROOT()', 100, 400)
    const other = session.builder.source({ name: 'other.txt', format: 'text', bytes: 1 })
    session.node(session.block('inference', 'Measured', { source: other }), 'Core.Compiler.Timings.ROOT()', 50, 100)
    expect(outline(computePhaseBars(session.finish()))).toEqual([
      'Run of f() (session.txt) | 75 % of 400 ms is inference | inference 300 measured, run 100 measured',
      'Measured (other.txt) | 50 % of 100 ms is inference | inference 50 measured, unaccounted 50 measured',
    ])
  })

  it('never adds nested statement times', () => {
    const session = new Session()
    const block = session.block('precompile', '--trace-compile', { times: 'nested' })
    session.builder.add('precompile', { statement: 'precompile(Tuple{typeof(f)})', time: 10 * MS, recompile: 'yes', kind: 'trace', block })
    const profile = session.finish()
    expect(computePhaseBars(profile)).toEqual([])
    expect(computePhases(profile)).toMatchObject({ basis: '', segments: [] })
    expect(summarize(profile).parts.precompile).toMatchObject({ count: 1, seconds: null, recompiled: 1, notes: [expect.stringContaining('not added')] })
  })

  it('prefers a run that is known as a whole', () => {
    const session = new Session()
    session.load(session.block('imports', 'long'), 'A', 9000, 9000)
    const block = session.block('timeline', 'Recorded run')
    session.builder.add('timeline', { phase: 'load', duration: 300 * MS, block })
    session.builder.add('timeline', { phase: 'run', duration: 100 * MS, block })
    session.builder.add('timeline', { phase: 'load', duration: 100 * MS, block })
    expect(outline([computePhases(session.finish())])).toEqual(['Recorded run | 80 % of 500 ms is load | load 400 measured, run 100 measured'])
  })
})

describe('summarize', () => {
  it('counts as the tools do', () => {
    const session = new Session()
    const { builder } = session
    const imports = session.block('imports', '@time_imports')
    const a = session.load(imports, 'A', 30, 20)
    session.load(imports, 'A.__init__()', 10, 10, { kind: 'init', parent: a })
    session.load(imports, 'Ext', 5, 5, { kind: 'extension', owner: 'A' })
    const trees = session.block('invalidations', 'Invalidation trees', { times: 'none' })
    const frame = builder.frame({ signature: 'insert(::Int64)', kind: 'method' })
    const cause = builder.add('invalidations', { kind: 'cause', frame, children: 7, block: trees })
    builder.add('invalidations', { kind: 'backedges', parent: cause, frame, children: 7, block: trees })
    const list = session.block('invalidations', 'Invalidated instances', { shape: 'list', times: 'none' })
    builder.add('invalidations', { kind: 'unique', frame, block: list })
    const stale = session.block('stale', 'Stale instances')
    builder.add('stale', { frame, exclusive: 2 * MS, inclusive: 9 * MS, block: stale })
    builder.add('stale', { frame, exclusive: 1 * MS, inclusive: 1 * MS, block: stale })
    session.block('triggers', 'Inference triggers', { times: 'none' })
    builder.add('unparsed', { text: 'what is this', source: session.source, line: 12 })
    const { parts, unparsed, unparsedCount, provenance } = summarize(builder.finish({ unparsedDropped: 3 }))
    expect(parts.imports).toEqual({
      count: 2, seconds: 0.035, notes: [], inits: 1, extensions: 1,
      top: [{ name: 'A', seconds: 0.02, row: 0 }, { name: 'Ext', seconds: 0.005, row: 2 }],
    })
    expect(parts.invalidations).toMatchObject({
      count: 1, seconds: null, children: 7, unique: 1, top: [{ name: 'insert(::Int64)', seconds: null, count: 7, row: 0 }],
    })
    expect(parts.stale).toMatchObject({ count: 2, seconds: 0.003, top: [{ name: 'insert(::Int64)', seconds: 0.003 }] })
    expect(parts.triggers).toEqual({ count: 0, seconds: null, top: [], notes: [] })
    expect(unparsed).toEqual([{ source: 'session.txt', line: 12, text: 'what is this' }])
    expect(unparsedCount).toBe(4)
    expect(provenance.map(({ part, rows }) => `${part} ${rows}`)).toEqual(['imports 3', 'invalidations 2', 'invalidations 1', 'stale 2', 'triggers 0'])
  })

  it('leaves ROOT out of the top and ranks by exclusive time, same rows together', () => {
    const session = new Session()
    const tree = session.block('inference', 'Tree')
    const root = session.node(tree, 'Core.Compiler.Timings.ROOT()', 1000, 1060)
    session.node(tree, 'f(::Int64)', 10, 60, root)
    session.node(tree, 'g(::Int64)', 30, 30, 1)
    session.node(tree, 'f(::Int64)', 20.5, 20, 1)
    expect(summarize(session.finish()).parts.inference).toMatchObject({
      count: 4, seconds: 0.06, top: [{ name: 'f(::Int64)', seconds: 0.0305 }, { name: 'g(::Int64)', seconds: 0.03 }],
    })
  })

  it('is plain data', () => {
    const session = new Session()
    session.load(session.block('imports', 'x'), 'A', Number.NaN, Number.NaN)
    const summary = summarize(session.finish())
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary)
  })
})

describe('profileToText', () => {
  it('writes blocks, trees and what is left', () => {
    const session = new Session()
    const tree = session.block('inference', 'Inference tree', {
      command: 'tinf', firstLine: 3, lastLine: 5, notes: ['A note.'],
      provenance: { kind: 'measured', tool: '@snoop_inference', julia: '1.10', error: 'rounded to 1 µs' },
    })
    const root = session.node(tree, 'Core.Compiler.Timings.ROOT()', 100, 400)
    const f = session.node(tree, 'f(::Int64)', 200, 250, root)
    session.node(tree, 'h()', 50, 50, root)
    session.node(tree, 'g(::Int64)', 50, 50, f)
    session.builder.add('unparsed', { text: '???', source: session.source, line: 9 })
    const text = profileToText(session.finish())
    expect(text).toBe(`session

Inference: Inference tree (session.txt lines 3 to 5; times: both; measured, by @snoop_inference, Julia 1.10, rounded to 1 µs)
  > tinf
  * A note.
  Core.Compiler.Timings.ROOT(): exclusive 100 ms, inclusive 400 ms
    f(::Int64): exclusive 200 ms, inclusive 250 ms
      g(::Int64): exclusive 50.0 ms, inclusive 50.0 ms
    h(): exclusive 50.0 ms, inclusive 50.0 ms

Not read: 1 line
  9: ???`)
    expect(profileToText(session.finish(), { maxRows: 1 })).toContain('  … 3 more\n')
  })
})
