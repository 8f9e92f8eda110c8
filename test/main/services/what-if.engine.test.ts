/** Each change shows its effect in a run of a sample, or of a small project that says what it is about. */
import { describe, expect, it, vi } from 'vitest'
import { MemoryFiles } from '../../../src/main/loader/files'
import { problemText } from '../../../src/main/loader/what-if/apply'
import { sampleFiles, samplePath } from '../../../src/main/services/sample-projects'
import { findScenario, ScenarioRunner, type RunResult } from '../../../src/main/services/scenarios'
import { createSysimage, runSession } from '../../../src/main/services/session'
import { changedRun } from '../../../src/main/services/what-if'
import type { Change } from '../../../src/shared/what-if'

/** Milliseconds. The first to ask for a version waits for its system image to be made. */
vi.setConfig({ testTimeout: 600_000 })

interface Outcome {
  readonly problems: readonly string[]
  readonly result: RunResult
  readonly output: string
  readonly errors: readonly string[]
  readonly shown: readonly (string | undefined)[]
  /** In the steps. */
  readonly inference: number
  readonly codegen: number
  readonly load: number
  readonly invalidations: number
  step(label: string): { readonly inference: number, readonly codegen: number, readonly load: number }
}

/** Runs of a scenario at a path of some files, as it is or changed. */
function runs(files: MemoryFiles | ReturnType<typeof sampleFiles>, path: string, label?: string, julia?: Parameters<typeof findScenario>[2]) {
  const found = findScenario(files, path, julia)
  const runner = new ScenarioRunner({ files, depot: '/depot', runSession, createSysimage }, found.folder)
  const base = label === undefined ? found.runs[0] : found.runs.find((one) => one.label === label)
  if (base === undefined) throw new Error(`no run ${label ?? ''}`)
  return (...changes: Change[]): Outcome => {
    const { run, problems } = changedRun(changes, { files, folder: found.folder, depot: '/depot', run: base })
    let output = ''
    const result = runner.run(run, { write: (_, text) => void (output += text) })
    const { steps, profile, diagnostics } = result.session
    const phases = (name: string) => steps.find((one) => one.label === name)?.phases ?? { inference: NaN, codegen: NaN, load: NaN }
    return {
      problems: problems.map(problemText), result, output, ...result.phases, step: phases, invalidations: profile.invalidations.length,
      errors: [...steps.flatMap(({ error }) => error ?? []), ...diagnostics.map(({ message }) => message)], shown: steps.map(({ shown }) => shown),
    }
  }
}
const sample = (name: string, label?: string, julia?: Parameters<typeof findScenario>[2]) => runs(sampleFiles(new MemoryFiles(), '/depot'), samplePath(name), label, julia)

/** A project of one package, with a step that calls it. */
function project(source: string, steps: string, julia = '1.10') {
  const uuid = '6d1f5a52-9c6f-4c0e-8a35-2c7f8ef7c101'
  return runs(new MemoryFiles({
    '/s/scenario.toml': `julia = "${julia}"\nproject = "environment"\n[[steps]]\nusing = "Sample"\n${steps}`,
    '/s/environment/Project.toml': `[deps]\nSample = "${uuid}"\n`,
    '/s/environment/Manifest.toml': `[[Sample]]\npath = "../Sample"\nuuid = "${uuid}"\nversion = "0.1.0"\n`,
    '/s/Sample/Project.toml': `name = "Sample"\nuuid = "${uuid}"\nversion = "0.1.0"\n`,
    '/s/Sample/src/Sample.jl': source,
  }), '/s')
}

/** As is and changed, without errors or problems in either. */
function pair(run: ReturnType<typeof runs>, ...changes: Change[]): readonly [before: Outcome, after: Outcome] {
  const both = [run(), run(...changes)] as const
  expect(both.map(({ problems, errors }) => ({ problems, errors }))).toEqual([{ problems: [], errors: [] }, { problems: [], errors: [] }])
  return both
}

describe('what is loaded', () => {
  const RECURSIVE = ['RecursiveArrayTools', 'before the split'] as const

  it('is less without a dependency, and what needed its names says so', () => {
    const run = sample(...RECURSIVE, { julia: '1.10' })
    const [before, after] = [run(), run({ kind: 'remove-dependency', package: 'GPUArrays', from: 'RecursiveArrayTools' })]
    expect(before.errors).toEqual([])
    expect(after.problems).toEqual([])
    expect([after.errors.join(), after.output].join()).toContain('GPUArrays not defined')
  })

  it.each(['1.8', '1.10'] as const)('is far less after two packages are split, Julia %s', (julia) => {
    const split = (name: string, dependency: string): Change => ({ kind: 'split-package', package: name, dependency })
    const [before, after] = pair(sample(...RECURSIVE, { julia }), ...['RecursiveArrayTools', 'ArrayInterface'].flatMap((name) => ['GPUArrays', 'StaticArrays'].map((dependency) => split(name, dependency))))
    expect(after.load).toBeLessThan(before.load / 3)
    expect(after.shown).toEqual(before.shown)
  })

  it('comes later, behind the call', () => {
    const run = sample('Invalidation', 'with Static')
    const [before, after] = pair(run, { kind: 'load-later', package: 'Static' })
    expect(after.result.run.steps.at(-1)?.label).toBe('using Static')
    expect(before.step('first count').inference).toBeGreaterThan(0)
    expect(after.step('first count').inference).toBeLessThan(before.step('first count').inference)
  })

  it('comes in another order', () => {
    const [before, after] = pair(sample('Invalidation', 'with Static'), { kind: 'load-order', packages: ['Static'] })
    expect([before, after].map(({ result }) => result.run.steps.map(({ label }) => label).slice(0, 2))).toEqual([['using Statements', 'using Static'], ['using Static', 'using Statements']])
  })
})

describe('methods and calls', () => {
  it('invalidate nothing without the method that did', () => {
    const [before, after] = pair(sample('Invalidation', 'with Static'), ...[11, 12].map((line): Change => ({ kind: 'drop-method', method: { file: 'Static.jl', line } })), { kind: 'drop-method', method: { signature: 'convert(::Type{Bool}, ::True)' } }, { kind: 'drop-method', method: { signature: 'convert(::Type{Bool}, ::False) in Static' } })
    expect(before.invalidations).toBeGreaterThan(0)
    expect(after.invalidations).toBe(0)
    expect(after.step('first count').inference).toBeLessThan(before.step('first count').inference)
  })

  it('are inferred by a caller that knows what a call returns', () => {
    const source = 'module Sample\nstruct Model\n  parts::Any\nend\nparts(m) = m.parts\nwork(x) = sum(abs2, x) + maximum(x)\nfunction total(m)\n    x = parts(m)\n    return work(x)\nend\nprecompile(total, (Model,))\nend\n'
    const run = project(source, '[[steps]]\neval = "Sample.total(Sample.Model([1.0, 2.0]))"\nlabel = "first"\n')
    const [before, after] = pair(run, { kind: 'annotate-call', file: 'Sample.jl', line: 8, callee: 'parts', type: 'Vector{Float64}' })
    expect(after.shown).toEqual(before.shown)
    expect(after.step('first').inference).toBeLessThan(before.step('first').inference / 2)
  })

  const WRAP = 'module Sample\nfunction solve(f, x)\n    total = zero(x)\n    for i in 1:10\n        total += f(x + i)\n        total = total > 1e6 ? sqrt(total) : total\n    end\n    return string(round(total; digits = 3), " after ", 10)\nend\nend\n'
  const THREE = '[[steps]]\neval = "[Sample.solve(x -> x + 1.0, 1.0), Sample.solve(x -> 2.0 * x, 1.0), Sample.solve(x -> x - 3.0, 1.0)]"\nlabel = "three"\n'

  it('are compiled once for all functions', () => {
    const [before, after] = pair(project(WRAP, THREE), { kind: 'wrap', function: 'solve', argument: 'f', how: 'nospecialize' })
    expect(after.shown).toEqual(before.shown)
    expect(after.step('three').inference).toBeLessThan(before.step('three').inference)
  })

  it('take functions in wrappers', () => {
    const [before, after] = pair(project(WRAP, THREE), { kind: 'wrap', function: 'Sample.solve', argument: 'f', how: 'function-wrapper', type: 'Float64(Float64)' })
    expect(after.shown).toEqual(before.shown)
    expect(after.step('three').inference).not.toBe(before.step('three').inference)
  })

  it('are compiled for each function again', () => {
    const source = WRAP.replace('solve(f, x)', 'solve(@nospecialize(f), x)')
    expect(project(source, THREE)({ kind: 'wrap', function: 'solve', argument: 'f', how: 'specialize' }).problems).toEqual([])
  })

  it('give up at another number of methods', () => {
    const source = 'module Sample\nh(x::Int) = 1\nh(x::Float64) = 2\nf(x::Vector{Any}) = h(x[1]) + h(x[2])\nend\n'
    const run = project(source, '[[steps]]\neval = "Sample.f(Any[1, 2.0])"\nlabel = "first"\n')
    const [before, after] = pair(run, { kind: 'max-methods', package: 'Sample', value: 1 })
    expect(after.shown).toEqual(before.shown)
    expect(after.step('first').inference).not.toBe(before.step('first').inference)
  })
})

describe('what is compiled before', () => {
  it('is a statement', () => {
    const [before, after] = pair(sample('DemoPkg'), { kind: 'precompile', package: 'DemoPkg', statement: 'precompile(f, (Int,))' })
    expect(after.step('first call').inference).toBeLessThan(before.step('first call').inference / 10)
  })

  it.each(['1.5', '1.10'] as const)('is a workload, Julia %s', (julia) => {
    const [before, after] = pair(sample('DemoPkg', undefined, { julia }), { kind: 'workload', package: 'DemoPkg', code: 'f(5)' })
    expect(after.shown).toEqual(before.shown)
    const [old, now] = [before.step('first call'), after.step('first call')]
    if (julia === '1.5') expect(now.inference).toBeLessThanOrEqual(old.inference)
    else expect(now.inference).toBeLessThan(old.inference / 10)
    if (julia === '1.10') expect(now.codegen).toBeLessThan(old.codegen / 10)
  })

  it('is an image', () => {
    const [before, after] = pair(sample('RecursiveArrayTools', 'before the split', { julia: '1.10' }), { kind: 'image', packages: ['RecursiveArrayTools'] })
    expect(after.load).toBeLessThan(before.load / 2)
  })

  it('is more with another Julia', () => {
    const [before, after] = pair(sample('DemoPkg', 'with precompile', { julia: '1.8' }), { kind: 'julia', version: '1.10' })
    expect(after.step('first call').codegen).toBeLessThan(before.step('first call').codegen / 10)
  })
})
