/**
 * The sample projects show what they say they show: by ratios and counts, under the rules of a version before native code was cached and of one
 * after. Whatever is run here, its numbers add up.
 */
import { describe, expect, it, vi } from 'vitest'
import { MemoryFiles } from '../../../src/main/loader/files'
import { resultJson } from '../../../src/main/loader/scenario/results'
import type { StepResult } from '../../../src/main/loader/session-request'
import type { JuliaVersion } from '../../../src/main/julia/versions'
import { sampleFiles, samplePath } from '../../../src/main/services/sample-projects'
import { findScenario, ScenarioRunner, type RunResult } from '../../../src/main/services/scenarios'
import { runSession } from '../../../src/main/services/session'
import { adviceOf } from '../../../src/shared/profile/advice/advice'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import { SCHEMA } from '../../../src/shared/profile/schema'
import { textAt } from '../../../src/shared/profile/tables'

/** Milliseconds. The first to ask for a version waits for its system image to be made. */
vi.setConfig({ testTimeout: 600_000 })

/** Whatever is run, whoever asked. */
const all: { readonly name: string, readonly result: RunResult }[] = []

/** Runs of a sample under one version, which find each other's caches. */
function sample(name: string, julia: JuliaVersion): (label: string) => RunResult & { readonly out: string } {
  const files = sampleFiles(new MemoryFiles(), '/depot')
  const { runs, folder } = findScenario(files, samplePath(name), { julia })
  const runner = new ScenarioRunner({ files, depot: '/depot', runSession }, folder)
  return (label) => {
    const run = runs.find((one) => one.label === label)
    if (run === undefined) throw new Error(`${name} has no run ${label}`)
    let out = ''
    const result = runner.run({ ...run, julia }, { write: (_, text) => (out += text) })
    expect(result.session.steps.flatMap(({ error = [] }) => error)).toEqual([])
    all.push({ name: `${name}: ${label}, Julia ${julia}`, result })
    return { ...result, out }
  }
}

function step({ session: { steps } }: RunResult, label: string): StepResult {
  const found = steps.find((one) => one.label === label)
  if (found === undefined) throw new Error(`no step ${label}`)
  return found
}

/** What a step spends on compiling. */
function compiling(result: RunResult, label: string): { readonly inference: number, readonly codegen: number } {
  const { inference, codegen } = step(result, label).phases
  return { inference, codegen }
}
const NOTHING = { inference: 0, codegen: 0 }

function shown(result: RunResult, label: string): string | undefined {
  return step(result, label).shown
}

function built(result: RunResult, name: string): RunResult['prepared'][number] {
  const found = [...result.prepared, ...result.session.built].find((build) => build.package === name)
  if (found === undefined) throw new Error(`${name} was not built`)
  return found
}

/** Seconds that a package takes by itself to load. */
function loading({ session: { profile } }: RunResult): Record<string, number> {
  const { imports } = profile
  return Object.fromEntries(Array.from({ length: imports.length }, (_, row) => [textAt(profile, imports.name[row]), (imports.exclusive[row] ?? 0) / 1e9]))
}

describe('DemoPkg', () => {
  it('keeps what inference found, and from 1.9 on native code too', () => {
    const run = sample('DemoPkg', '1.10')
    const [without, withLine] = [run('as it is'), run('with precompile')]
    expect(compiling(without, 'first call').inference).toBeGreaterThan(0.9 * step(without, 'first call').seconds)
    expect(compiling(withLine, 'first call')).toEqual(NOTHING)
    expect(step(withLine, 'first call').seconds).toBeLessThan(step(without, 'first call').seconds / 20)
    expect(built(withLine, 'DemoPkg').saved - built(without, 'DemoPkg').saved).toBeGreaterThan(3000)
    expect(built(withLine, 'DemoPkg').bytes).toBeGreaterThan(1.5 * built(without, 'DemoPkg').bytes)
  })

  it('has to generate code before that', () => {
    const result = sample('DemoPkg', '1.7')('with precompile')
    // Of a thousand and more: `f` itself relies on nothing outside, and is inferred again (julia#41961).
    expect(result.counts['inferred']).toBeLessThan(20)
    expect(compiling(result, 'first call').codegen).toBeGreaterThan(0)
    expect(compiling(result, 'second call')).toEqual(NOTHING)
  })
})

describe('BackedgeDemo', () => {
  it('saves a method of Base that its own functions call, and from 1.8 on also one that it asks for by itself', () => {
    const run = sample('BackedgeDemo', '1.10')
    const [asItIs, without, alone, before] = [run('as it is'), run('without directives'), run('Int * Float32 by itself'), sample('BackedgeDemo', '1.7')('Int * Float32 by itself')]
    expect(shown(asItIs, 'who has Int * Float32')).toBe('MethodInstance for *(::Int64, ::Float32)')
    expect(shown(without, 'who has Int * Float32')).toBeUndefined()
    expect(shown(before, 'who has Int * Float32')).toBeUndefined()
    expect(shown(alone, 'who has Int * Float32')).toBe('MethodInstance for *(::Int64, ::Float32)')
    expect(shown(asItIs, 'instances of double')).toContain('double(::AbstractFloat)')
  })
})

describe('MyPackage', () => {
  it('loses what it does not own before 1.8', () => {
    const before = sample('MyPackage', '1.7')('one package downstream')
    expect(compiling(before, 'first call').inference).toBeGreaterThan(0)
    expect(built(before, 'MyPackage2').notSaved.map(({ instance }) => instance)).toContain('MyPackage.f(::Float64, ::Int64)')
  })

  it('keeps it since, once for each package that needs it', () => {
    const run = sample('MyPackage', '1.10')
    const both = run('two packages downstream')
    expect(compiling(both, 'first call')).toEqual(NOTHING)
    expect(compiling(both, 'first call of the other')).toEqual(NOTHING)
    expect([built(both, 'MyPackage2').saved, built(both, 'MyPackage3').saved]).toEqual([2, 2])
    expect(both.counts['instancesDropped']).toBe(1)
  })
})

describe('SCDType', () => {
  it('has push! only where a function of its own calls it, and its code only from 1.8 on', () => {
    const old = sample('SCDType', '1.7')
    const [question, answer] = [old('the question'), old('the answer')]
    expect([shown(question, 'is it there?'), shown(answer, 'is it there?')]).toEqual(['false', 'true'])
    expect(compiling(answer, 'first push!').inference / compiling(question, 'first push!').inference).toBeCloseTo(1, 1)
    const kept = sample('SCDType', '1.10')('the answer')
    expect(compiling(kept, 'first push!').inference).toBeLessThan(compiling(question, 'first push!').inference / 5)
  })
})

describe('PackageThatPrints', () => {
  it('prints at top level when it is built, and from __init__ whenever it is loaded', () => {
    const run = sample('PackageThatPrints', '1.10')
    const first = run('caches warm')
    expect(first.prepared.map(({ output }) => output)).toEqual(['building: a cache holds results, not the steps that led to them\n'])
    expect(first.out).toBe('loading: __init__ runs in every session\n')
    expect(run('caches warm').out).toBe('loading: __init__ runs in every session\n')
    const both = 'building: a cache holds results, not the steps that led to them\nloading: __init__ runs in every session\n'
    expect([run('caches cold').out, run('caches none').out]).toEqual([both, both])
  })
})

describe('RecursiveArrayTools', () => {
  it('loads several times faster after the split, by what GPUArrays and StaticArrays took', () => {
    const run = sample('RecursiveArrayTools', '1.10')
    const [before, after] = [run('before the split'), run('after the split')]
    const saved = step(before, 'using RecursiveArrayTools').seconds - step(after, 'using RecursiveArrayTools').seconds
    expect(step(after, 'using RecursiveArrayTools').seconds).toBeLessThan(step(before, 'using RecursiveArrayTools').seconds / 4)
    const { GPUArrays = 0, StaticArrays = 0 } = loading(before)
    expect((GPUArrays + StaticArrays) / saved).toBeGreaterThan(0.9)
    expect(Object.keys(loading(after)).sort()).toEqual(['ArrayInterfaceCore', 'GPUArraysCore', 'RecursiveArrayTools', 'StaticArraysCore'])
    expect(shown(before, 'first mean')).toBe(shown(after, 'first mean'))
  })
})

describe('Extensions', () => {
  it('evaluates and compiles glue of Requires in each session, and loads an extension from a cache of its own', () => {
    const run = sample('Extensions', '1.10')
    const [requires, extension, alone] = [run('with Requires'), run('with an extension'), run('with an extension, never triggered')]
    expect(compiling(requires, 'using Canvas').inference).toBeGreaterThan(0)
    expect(compiling(requires, 'using Canvas').codegen).toBeGreaterThan(0)
    expect(compiling(extension, 'using Canvas')).toEqual(NOTHING)
    expect(compiling(extension, 'first outline')).toEqual(NOTHING)
    expect(step(extension, 'using Canvas').seconds).toBeLessThan(step(requires, 'using Canvas').seconds / 2)
    expect(built(extension, 'ShapesCanvasExt').owner).toBe('Shapes')
    expect(Object.keys(loading(extension))).toContain('ShapesCanvasExt')
    expect(Object.keys(loading(alone))).toEqual(['Shapes'])
    expect(shown(extension, 'first outline')).toBe(shown(requires, 'first outline'))
  })
})

describe('Invalidation', () => {
  it('makes the next call compile again what was called with values of unknown type', () => {
    const run = sample('Invalidation', '1.10')
    const [alone, withStatic, withSIMD, before] = [run('alone'), run('with Static'), run('with SIMD'), run('with both, before')]
    expect([compiling(alone, 'first count'), compiling(alone, 'first width'), alone.counts['invalidated']]).toEqual([NOTHING, NOTHING, 0])
    expect(withStatic.counts['invalidated']).toBeGreaterThan(0)
    expect(compiling(withStatic, 'first count').inference).toBeGreaterThan(0)
    expect(compiling(withStatic, 'first width')).toEqual(NOTHING)
    expect(withSIMD.counts['invalidated']).toBeGreaterThan(0)
    expect(compiling(withSIMD, 'first width').inference).toBeGreaterThan(0)
    expect(compiling(withSIMD, 'first count')).toEqual(NOTHING)
    // Loaded before, the same code is not even accepted.
    expect(before.counts['instancesDropped']).toBeGreaterThan(0)
    expect(compiling(before, 'first count').inference).toBeGreaterThan(0)
    expect(compiling(before, 'first width').inference).toBeGreaterThan(0)
  })
})

describe('TypePiracy', () => {
  it('ends code of others, whose result changes', () => {
    const run = sample('TypePiracy', '1.10')
    const [peace, after, late] = [run('in peace'), run('after the pirate'), run('the pirate comes late')]
    expect([shown(peace, 'first balance'), shown(after, 'first balance'), shown(late, 'first balance'), shown(late, 'balance again')]).toEqual(['6.0', '1.5', '6.0', '1.5'])
    expect([compiling(peace, 'first balance'), compiling(late, 'first balance')]).toEqual([NOTHING, NOTHING])
    for (const [result, label] of [[after, 'first balance'], [late, 'balance again']] as const) {
      expect(compiling(result, label).inference).toBeGreaterThan(0)
      expect(result.counts['invalidated']).toBe(2)
    }
  })
})

describe('OrdinaryDiffEq', () => {
  it('is precompiled as preferences say: what is left out is cheaper to build and to load, and costs at the first solve', () => {
    const run = sample('OrdinaryDiffEq', '1.10')
    const [asItComes, withoutStiff, nothing] = [run('as it comes'), run('without stiff solvers'), run('nothing')]
    const seconds = [nothing, withoutStiff, asItComes].map((result) => built(result, 'OrdinaryDiffEq').seconds)
    expect([...seconds].sort((a, b) => a - b)).toEqual(seconds)
    const loads = [nothing, withoutStiff, asItComes].map((result) => step(result, 'using OrdinaryDiffEq').seconds)
    expect([...loads].sort((a, b) => a - b)).toEqual(loads)
    for (const result of [withoutStiff, nothing]) expect(step(result, 'first stiff solve').seconds).toBeGreaterThan(5 * step(asItComes, 'first stiff solve').seconds)
    expect(step(nothing, 'first explicit solve').seconds).toBeGreaterThan(5 * step(withoutStiff, 'first explicit solve').seconds)
  })
})

describe('Startup', () => {
  it('saves from 1.8 on what a package of one person calls of others', () => {
    const run = sample('Startup', '1.10')
    const [without, withPackage] = [run('without'), run('with Startup')]
    expect(compiling(without, 'first report').inference).toBeGreaterThan(0)
    expect(compiling(withPackage, 'first report')).toEqual(NOTHING)
    expect(withPackage.session.steps.map(({ label }) => label)).toEqual(['startup.jl', 'using Reports', 'the prices', 'first report'])
    expect(compiling(sample('Startup', '1.7')('with Startup'), 'first report').inference).toBeGreaterThan(0)
  })

  it('fails where the startup file does', () => {
    const files = new MemoryFiles({
      '/s/scenario.toml': 'startup = "startup.jl"\n[[steps]]\neval = "1 + 1"\n', '/s/startup.jl': 'print("begun")\nerror("not today")\n', '/s/Project.toml': '',
    })
    const { runs: [run], folder } = findScenario(files, '/s')
    if (run === undefined) throw new Error('no run')
    let out = ''
    const { failed, session: { steps } } = new ScenarioRunner({ files, depot: '/depot', runSession }, folder).run(run, { write: (_, text) => (out += text) })
    expect([failed, out, steps.map(({ label, error }) => [label, error])]).toEqual([true, 'begun', [['startup.jl', 'not today']]])
  })
})

describe('Ambiguities', () => {
  it('has one for each pair of methods, and none with two functions', () => {
    const run = sample('Ambiguities', '1.10')
    expect([shown(run('one function'), 'ambiguities'), shown(run('two functions'), 'ambiguities')]).toEqual(['144', '0'])
  })
})

describe('advice', () => {
  const of = (name: string) => {
    const found = all.find((one) => one.name === name)
    if (found === undefined) throw new Error(`${name} was not run`)
    return adviceOf(found.result.session.profile)
  }

  it.each([
    ['DemoPkg: as it is, Julia 1.10', 'workload-missing', /of DemoPkg/],
    ['BackedgeDemo: as it is, Julia 1.10', 'workload-missing', /of BackedgeDemo/],
    ['MyPackage: one package downstream, Julia 1.7', 'ownership', /that MyPackage2 needs/],
    ['RecursiveArrayTools: before the split, Julia 1.10', 'split-package', /Split StaticArrays off ArrayInterface/],
    ['Extensions: with Requires, Julia 1.10', 'requires', /of Shapes/],
    ['Invalidation: with Static, Julia 1.10', 'invalidator', /!\(::True\) of Static/],
    ['Invalidation: with SIMD, Julia 1.10', 'invalidator', /convert.* of SIMD/],
    ['TypePiracy: after the pirate, Julia 1.10', 'piracy', /fee\(::Float64\) of Pirate/],
    ['OrdinaryDiffEq: as it comes, Julia 1.10', 'higher-order', /OrdinaryDiffEq.* for lorenz/],
    ['Startup: without, Julia 1.10', 'workload-missing', /of Reports/],
    ['SCDType: the question, Julia 1.7', 'ownership', /that BackedgeDemo needs/],
  ])('that is expected comes first: %s', (name, kind, title) => {
    const [first] = of(name)
    expect(first).toMatchObject({ kind, title: expect.stringMatching(title) as string })
    expect(first?.saving.nanoseconds).toBeGreaterThan(0.04 * (first?.saving.of ?? NaN))
  })

  it('is none where nothing is wrong', () => {
    for (const name of ['DemoPkg: with precompile', 'PackageThatPrints: caches warm', 'Invalidation: alone', 'TypePiracy: in peace']) expect(of(`${name}, Julia 1.10`), name).toEqual([])
  })

  it('sees the same code in two caches, and who ended an entry of an image', () => {
    const [twice] = adviceOf(sample('Duplicates', '1.10')('as it is').session.profile)
    expect(twice).toMatchObject({ kind: 'duplicates', evidence: [{ part: 'imageItems' }] })
    const [ended] = adviceOf(sample('InvalidatedImage', '1.10')('with Newcomer').session.profile)
    expect(ended).toMatchObject({ kind: 'piracy', title: 'Drop the pirated method Callers.f(::Int64) of Newcomer' })
  })
})

describe('numbers', () => {
  const PHASES = ['load', 'validate', 'inference', 'codegen', 'run'] as const
  const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, one) => total + one, 0)

  it.each(PHASES)('add up in each run: %s', (phase) => {
    for (const { name, result } of all) expect(sum(result.session.steps.map(({ phases }) => phases[phase])), name).toBeCloseTo(result.phases[phase], 12)
  })

  it('have no rest: steps are the run, and so are the phases of the timeline', () => {
    expect(all.length).toBeGreaterThan(20)
    for (const { name, result: { seconds, session: { steps, profile } } } of all) {
      for (const one of steps) expect(sum(PHASES.map((phase) => one.phases[phase])), `${name}: ${one.label}`).toBeCloseTo(one.seconds, 12)
      expect(sum(steps.map((one) => one.seconds)), name).toBeCloseTo(seconds, 12)
      expect(sum(profile.timeline.duration) / 1e9, name).toBeCloseTo(seconds, 12)
      expect(Array.from(profile.timeline.phase), name).not.toContain(SCHEMA.timeline.phase.oneOf.indexOf('unaccounted'))
      expect(checkIntegrity(profile), name).toEqual([])
    }
  })

  it('of imports are the time of loading, where no code of the packages ran meanwhile', () => {
    for (const { name, result } of all) {
      const { profile, steps } = result.session
      const { imports } = profile
      const rows = Array.from({ length: imports.length }, (_, row) => row)
      const hasInit = imports.kind.includes(SCHEMA.imports.kind.oneOf.indexOf('init'))
      const own = sum(rows.map((row) => (imports.exclusive[row] ?? 0) / 1e9))
      const roots = sum(rows.filter((row) => (imports.parent[row] ?? -1) < 0).map((row) => (imports.inclusive[row] ?? 0) / 1e9))
      expect(own, name).toBeCloseTo(roots, 12)
      const { load, validate, inference, codegen, run } = result.phases
      const isQuiet = !hasInit && steps.every(({ label, phases }) => !/^using|startup/.test(label) || phases.inference + phases.codegen === 0)
      if (isQuiet) expect(own, name).toBeCloseTo(load + validate, 12)
      else expect(own, name).toBeLessThanOrEqual(load + validate + inference + codegen + run)
    }
  })

  it('are the fields of a row, in the order of the runs', () => {
    const rows = JSON.parse(resultJson(all.map(({ result }) => result))) as Record<string, unknown>[]
    expect(rows.map(({ label }) => label)).toEqual(all.map(({ result }) => result.label))
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(['label', 'seconds', 'phases', 'counts'])
      expect(Object.keys(row['phases'] as object)).toEqual(PHASES)
    }
  })
})
