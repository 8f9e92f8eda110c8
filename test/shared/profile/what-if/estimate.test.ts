/** What changes are estimated to save of a profile: which rows they take, that nothing is saved twice, and where there is no number. */
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importBytes } from '../../../../src/main/formats/open'
import { ProfileBuilder } from '../../../../src/shared/profile/builder'
import type { Profile } from '../../../../src/shared/profile/tables'
import { candidatesOf } from '../../../../src/shared/profile/what-if/candidates'
import { type Estimate, estimateChanges } from '../../../../src/shared/profile/what-if/estimate'
import { type Change, changeText } from '../../../../src/shared/what-if'

const MS = 1e6

/** Loads, a manifest, an inference tree, triggers, native code and invalidations of one session. */
function session(julia = '1.10', parts: { readonly manifest?: boolean, readonly inference?: boolean } = {}): Profile {
  const { manifest = true, inference = true } = parts
  const builder = new ProfileBuilder()
  const source = builder.source({ name: 'session.txt', format: 'text', bytes: 1 })
  const provenance = { kind: 'measured', tool: 'test', julia, error: '' } as const
  const block = (part: Parameters<ProfileBuilder['block']>[0]['part'], command = ''): number => builder.block({ part, format: 'test', title: part, command, source, shape: 'tree', times: 'both', provenance })
  const instance = (signature: string, module: string, file = '', line = -1): number => builder.frame({ signature, module, file, line, kind: 'instance' })
  const loads = block('imports', '@time_imports using App')
  for (const [name, time] of [['Light', 10], ['Heavy', 100], ['Base64', 1], ['App', 20]] as const) builder.add('imports', { name, kind: 'package', exclusive: time * MS, inclusive: time * MS, block: loads })
  if (manifest) {
    const packages = block('packages')
    const [app, heavy, light] = ['App', 'Heavy', 'Light'].map((name) => builder.add('packages', { name, direct: name === 'App' ? 'yes' : 'no', block: packages }))
    for (const [from, to] of [[app, heavy], [heavy, light]] as const) builder.add('dependencies', { package: from, on: to, kind: 'needs' })
  }
  const solve = (f: string) => `App.solve(::${f}, ::Float64)`
  const frames = { run: instance('App.run(::Any)', 'App'), sine: instance(solve('typeof(sin)'), 'App'), cosine: instance(solve('typeof(cos)'), 'App'), map: instance('Base.map(::Int64)', 'Base') }
  if (inference) {
    const tree = block('inference')
    const root = builder.add('inference', { frame: builder.frame({ signature: 'Core.Compiler.Timings.ROOT()', name: 'ROOT', module: 'Core.Compiler.Timings' }), exclusive: 0, inclusive: 100 * MS, block: tree })
    const node = (frame: number, exclusive: number, inclusive: number, parent: number): number => builder.add('inference', { frame, exclusive: exclusive * MS, inclusive: inclusive * MS, parent, block: tree })
    const sine = node(frames.sine, 30, 40, root)
    node(frames.map, 10, 10, sine)
    node(frames.cosine, 60, 60, root)
    const native = block('codegen')
    for (const [frame, time] of [[frames.sine, 5], [frames.cosine, 6]] as const) builder.add('codegen', { frame, time: time * MS, block: native })
  }
  const triggers = block('triggers')
  builder.add('triggers', { callee: frames.sine, caller: frames.run, siteName: 'run', siteFile: '/home/a/App/src/App.jl', siteLine: 7, block: triggers })
  const trees = block('invalidations')
  const cause = builder.add('invalidations', { kind: 'cause', reason: 'inserting', frame: builder.frame({ signature: 'convert(::Type{Bool}, ::Heavy.Flag)', module: 'Heavy', file: 'Heavy.jl', line: 3, kind: 'method' }), block: trees })
  builder.add('invalidations', { kind: 'backedges', parent: cause, frame: frames.map, block: trees })
  return builder.finish({ title: 'session', julia })
}

function only(profile: Profile, change: Change): Estimate {
  const [found] = estimateChanges(profile, [change]).estimates
  if (found === undefined) throw new Error('no estimate')
  return found
}
/** Milliseconds: likely, low, high. */
const of = (profile: Profile, change: Change): number[] => {
  const { nanoseconds, low, high } = only(profile, change)
  return [nanoseconds, low, high].map((time) => Math.round(time / MS))
}
const sample = async (name: string): Promise<Profile> => importBytes(await readFile(`resources/samples/${name}`), name)

describe('an estimate', () => {
  it('of a dependency is what it alone brings, its code, and what it made compile again', () => {
    expect(of(session(), { kind: 'remove-dependency', package: 'Heavy' })).toEqual([120, 110, 120])
    expect(only(session(), { kind: 'remove-dependency', package: 'Heavy' }).assumptions[0]).toBe('Light would not be loaded either, as nothing else needs it.')
    expect(of(session(), { kind: 'remove-dependency', package: 'Light', from: 'App' })).toEqual([0, 0, 0])
    expect(only(session('1.10', { manifest: false }), { kind: 'remove-dependency', package: 'Heavy' })).toMatchObject({ nanoseconds: 110 * MS, low: 100 * MS, high: 120 * MS })
    expect(only(session(), { kind: 'remove-dependency', package: 'Gone' }).missing).toBe('Gone is not among the packages that were loaded.')
    expect(of(session(), { kind: 'load-later', package: 'Heavy' })[0]).toBe(120)
    expect(of(session(), { kind: 'split-package', package: 'App', dependency: 'Heavy' })[0]).toBe(120)
  })

  it('of a method is what was compiled again because of it', () => {
    for (const method of [{ file: '/x/Heavy.jl', line: 3 }, { signature: 'convert(::Type{Bool}, x::Heavy.Flag) in Heavy at Heavy.jl:3' }]) expect(of(session(), { kind: 'drop-method', method })).toEqual([10, 0, 10])
    expect(only(session('1.10', { inference: false }), { kind: 'drop-method', method: { file: 'Heavy.jl', line: 3 } })).toMatchObject({ nanoseconds: Number.NaN, missing: expect.stringContaining('no times are recorded') as unknown })
    expect(only(session(), { kind: 'drop-method', method: { file: 'Heavy.jl', line: 4 } }).missing).toContain('not among the methods that invalidated')
  })

  it('of a call is the subtree that dispatch entered', () => {
    expect(of(session(), { kind: 'annotate-call', file: 'App.jl', line: 7, callee: 'solve' })).toEqual([45, 0, 45])
    expect(only(session(), { kind: 'annotate-call', file: 'App.jl', line: 8, callee: 'solve' }).missing).toContain('No dispatch of solve')
  })

  it('of a statement or a workload follows what the version keeps', () => {
    const statement: Change = { kind: 'precompile', package: 'App', statement: 'precompile(App.solve, (typeof(sin), Float64))' }
    expect(of(session('1.10'), statement)).toEqual([45, 0, 45])
    expect(of(session('1.8'), statement)).toEqual([40, 0, 40])
    expect(of(session('1.7'), statement)).toEqual([30, 0, 30])
    expect(of(session(''), statement)).toEqual([30, 0, 45])
    const integer: Change = { kind: 'precompile', package: 'Base', statement: 'precompile(map, (Int,))' }
    expect(of(session('1.10'), integer)[0]).toBe(10)
    expect(of(session('1.10'), { kind: 'workload', package: 'App', code: 'run()' })).toEqual([111, 0, 111])
    expect(of(session('1.10'), { ...statement, statement: 'precompile(Tuple{typeof(App.solve), typeof(sin), Float64})' })).toEqual([45, 0, 45])
  })

  it('of wrapping is all but the longest of the same', () => {
    expect(of(session(), { kind: 'wrap', function: 'solve', argument: 'f', how: 'nospecialize' })).toEqual([35, 0, 45])
    expect(only(session(), { kind: 'wrap', function: 'solve', argument: 'f', how: 'specialize' }).nanoseconds).toBeNaN()
  })

  it('of an image is loads and code of its packages; of max_methods bounds alone', () => {
    expect(of(session(), { kind: 'image', packages: ['App'] })[0]).toBe(10 + 100 + 20 + 90 + 11 + 10)
    expect(of(session(), { kind: 'max-methods', package: 'App', value: 1 })).toEqual([Number.NaN, 0, 90])
  })

  it('of another Julia needs a version that keeps more', () => {
    expect(only(session('1.10'), { kind: 'julia', version: '1.12' }).missing).toContain('keep the same kinds of code')
    expect(only(session(''), { kind: 'julia', version: '1.12' }).missing).toContain('does not say which Julia')
    expect(only(session('1.10'), { kind: 'julia', version: '1.7' }).nanoseconds).toBeNaN()
  })

  it('has no number where another order is asked for', () => {
    expect(only(session(), { kind: 'load-order', packages: ['Heavy'] })).toMatchObject({ nanoseconds: Number.NaN, low: Number.NaN, high: Number.NaN })
  })
})

describe('several changes', () => {
  it('save nothing twice, and together no more than there is', () => {
    const profile = session()
    const changes: Change[] = [
      { kind: 'precompile', package: 'App', statement: 'precompile(App.solve, (typeof(sin), Float64))' }, { kind: 'workload', package: 'App', code: 'run()' },
      { kind: 'annotate-call', file: 'App.jl', line: 7, callee: 'solve' }, { kind: 'remove-dependency', package: 'Heavy' }, { kind: 'image', packages: ['App'] }, { kind: 'wrap', function: 'solve', argument: 'f', how: 'nospecialize' },
    ]
    const { total } = estimateChanges(profile, [])
    expect(total).toBe(242 * MS)
    expect(estimateChanges(profile, changes).estimates.map(({ nanoseconds }) => Math.round(nanoseconds / MS))).toEqual([45, 66, 0, 110, 20, 0])
    fc.assert(fc.property(fc.shuffledSubarray(changes, { minLength: 1 }), (some) => {
      const { left, estimates, before, after } = estimateChanges(profile, some)
      const saved = estimates.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0)
      expect(saved + left.likely).toBeCloseTo(total, 0)
      for (const one of estimates) expect(one.low <= one.nanoseconds + 1 && one.nanoseconds <= one.high + 1).toBe(true)
      for (const { phase, nanoseconds } of after) expect(nanoseconds).toBeLessThanOrEqual((before.find((one) => one.phase === phase)?.nanoseconds ?? 0) + 1)
      expect(left.high).toBeGreaterThanOrEqual(-1)
    }), { numRuns: 60 })
  })
})

describe('what is offered', () => {
  it('comes with what it would save, the most first', () => {
    const texts = candidatesOf(session()).map(({ change, estimate }) => `${Math.round(estimate.nanoseconds / MS)} ${changeText(change)}`)
    expect(texts[0]).toBe('241 Put App into a system image')
    expect(texts).toContain('120 Remove Heavy')
    expect(texts).toContain('10 Drop the method Heavy.jl:3')
    expect(texts).toContain('45 Say what solve returns at /home/a/App/src/App.jl:7')
    expect(texts).toContain('35 solve, argument f: compile it once for all functions (@nospecialize)')
  })

  it.each(['load-one-package.txt', 'load-session.txt', 'inference-session.txt', 'invalidations-session.txt'])('is something for %s', async (name) => {
    const profile = await sample(name)
    const found = candidatesOf(profile)
    expect(found.length).toBeGreaterThan(0)
    for (const { estimate } of found) {
      expect(estimate.high).toBeLessThanOrEqual(estimate.of * 1.0001)
      expect(estimate.assumptions.length).toBeGreaterThan(0)
      for (const sentence of [...estimate.assumptions, estimate.missing].filter((one) => one !== '')) expect(sentence).toMatch(/^[\p{Lu}\p{L}\d].*\.$/su)
    }
  })
})
