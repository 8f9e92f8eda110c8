/** The table of strategies from made-up runs: what counts as loading, what as saved, and what an update has to show. */
import { describe, expect, it } from 'vitest'
import { expandScenario, type Run } from '../../../../src/main/loader/scenario/expand'
import { readScenario } from '../../../../src/main/loader/scenario/read'
import { checkStrategies, codeUpTo, strategyNamed, strategyRun, strategyTable, strategyText, usualStrategies, type StrategyOutcome } from '../../../../src/main/loader/scenario/strategies'
import type { StepResult } from '../../../../src/main/loader/session-request'

const TEXT = `
julia = "1.10"
[[steps]]
using = "Plots"
[[steps]]
eval = "x = 1"
label = "the data"
[[steps]]
eval = "plot(x)"
label = "first plot"
[strategies]
call = "first plot"
startup = { package = "Startup" }
directives = [{ file = "a.jl", replace = "end", with = "precompile(plot, (Int,))\\nend" }]
update = [{ file = "a.jl", replace = "1", with = "2" }]
`

const scenario = readScenario(TEXT, 's.toml')
const { strategies: said } = scenario
if (said === undefined) throw new Error('no strategies')
const [base] = expandScenario(scenario)
if (base === undefined) throw new Error('no run')

function step(label: string, phases: Partial<StepResult['phases']>, shown?: string): StepResult {
  const all = { load: 0, validate: 0, inference: 0, codegen: 0, run: 0, ...phases }
  return { label, phases: all, seconds: Object.values(all).reduce((sum, one) => sum + one, 0), shown, error: undefined }
}

function outcome(run: Run, { load = 1, inference, codegen, shown = 'old', startup = false }: { load?: number, inference: number, codegen: number, shown?: string, startup?: boolean }): StrategyOutcome {
  return {
    run, stale: [], prepared: [{ package: 'Plots', owner: '', seconds: 2, methods: 1, bytes: 500, saved: 0, notSaved: [], output: '' }],
    steps: [
      ...(startup ? [step('startup.jl', { load: 0.5 })] : []), step('using Plots', { load }), step('the data', { inference: 9, run: 1 }), step('first plot', { inference, codegen, run: 0.25 }, shown),
    ],
  }
}

const nothing = outcome(base, { inference: 4, codegen: 2 })

describe('strategies', () => {
  it('are named by their parts, in one order', () => {
    expect(strategyNamed('pkgimages + startup')).toEqual({ name: 'startup+pkgimages', title: 'Startup package + package images', parts: new Set(['startup', 'pkgimages']) })
    expect(strategyNamed('nothing').parts.size).toBe(0)
    expect(() => strategyNamed('startup+magic')).toThrow('There is no strategy "startup+magic".')
  })

  it('are those that scenario and version have', () => {
    expect(usualStrategies(said, '1.10').map(({ name }) => name)).toEqual(['nothing', 'directives', 'startup', 'directives+pkgimages', 'startup+pkgimages', 'sysimage'])
    expect(usualStrategies(said, '1.8').map(({ name }) => name)).toEqual(['nothing', 'directives', 'startup', 'sysimage'])
    expect(usualStrategies({ call: 'first plot' }, '1.10').map(({ name }) => name)).toEqual(['nothing', 'sysimage'])
    expect(() => checkStrategies([strategyNamed('workload')], said, '1.10', 's.toml')).toThrow('workload: [strategies] says no workload.')
    expect(() => checkStrategies([strategyNamed('pkgimages')], said, '1.8', 's.toml')).toThrow('pkgimages: package images come with Julia 1.9.')
  })

  it('change the run: flags, startup, and files before it', () => {
    const { run, edits } = strategyRun(base, said, strategyNamed('directives+startup'), 'call.jl')
    expect(run).toMatchObject({ label: 'precompile directives + Startup package', caches: 'warm', startup: { kind: 'package', name: 'Startup' }, edits: [], flags: { usePkgimages: false } })
    expect(edits).toEqual(said.directives)
    expect(strategyRun(base, said, strategyNamed('pkgimages'), 'call.jl')).toMatchObject({ edits: [], run: { startup: { kind: 'none' }, sysimage: { kind: 'none' }, flags: { usePkgimages: true } } })
    expect(strategyRun(base, said, strategyNamed('sysimage'), 'call.jl').run.sysimage).toMatchObject({ kind: 'build', options: { precompile_execution_file: ['call.jl'], incremental: true } })
    expect(strategyRun(base, { ...said, sysimage: { kind: 'file', path: 'mine.image' } }, strategyNamed('sysimage'), 'call.jl').run.sysimage).toEqual({ kind: 'file', path: 'mine.image' })
    expect(codeUpTo('the data', base)).toBe('using Plots\nx = 1\n')
  })

  it.each([['call = "first plot"', 'call = "the plot"', 'strategies.call: there is no step "the plot"; expected one of "the data", "first plot"'], ['update =', 'updates =', 'there is no key "updates"']])('complain of %s', (replace, by, message) => {
    expect(() => readScenario(TEXT.replace(replace, by), 's.toml')).toThrow(message)
  })
})

describe('the table', () => {
  const table = (before: StrategyOutcome, after?: StrategyOutcome, expected?: string) => {
    const [column] = strategyTable([{ strategy: strategyNamed('startup'), before, after }], said.call, nothing, expected)
    if (column === undefined) throw new Error('no column')
    return column
  }

  it('counts startup and using as loading, and compares compiling there and in the call', () => {
    const startup = { ...base, startup: { kind: 'package', name: 'Startup' } } as const
    const column = table(outcome(startup, { inference: 1, codegen: 2, startup: true }))
    expect(column).toMatchObject({ load: 1.5, call: 3.25, inferred: { answer: 'partly', seconds: 1, share: 0.75 }, native: { answer: 'no', seconds: 2, share: 0 }, made: { seconds: 2, bytes: 500 } })
    // What is only done earlier is not saved.
    const moved = outcome(base, { inference: 0, codegen: 0 })
    expect(table({ ...moved, steps: moved.steps.map((one) => (one.label === 'using Plots' ? step('using Plots', { inference: 4 }) : one)) }).inferred.answer).toBe('no')
    expect(table(outcome(base, { inference: 0, codegen: 0 }))).toMatchObject({ inferred: { answer: 'yes' }, native: { answer: 'yes' } })
  })

  it('says so where there is nothing to save', () => {
    const idle = outcome(base, { inference: 0, codegen: 0 })
    const [column] = strategyTable([{ strategy: strategyNamed('nothing'), before: idle, after: undefined }], said.call, idle, undefined)
    expect(column).toMatchObject({ inferred: { answer: 'nothing to save' }, updates: { works: undefined } })
  })

  it('asks of an update that the call shows what it shows where nothing is saved', () => {
    const before = outcome(base, { inference: 0, codegen: 0 })
    expect(table(before, outcome(base, { inference: 0, codegen: 0, shown: 'new' }), 'new').updates).toEqual({ works: true, shown: ['old', 'new', 'new'], reason: 'made again: Plots', seconds: 2 })
    expect(table(before, { ...before, stale: ['Plots was edited: src/Plots.jl'] }, 'new').updates).toMatchObject({ works: false, reason: 'Plots was edited: src/Plots.jl' })
    expect(table(before, before, 'new').updates).toMatchObject({ works: false, reason: 'the call shows old, expected new' })
  })

  it('reads as a table, with reasons below', () => {
    const before = outcome(base, { inference: 1, codegen: 0 })
    const columns = strategyTable([{ strategy: strategyNamed('nothing'), before: nothing, after: outcome(base, { inference: 4, codegen: 2, shown: 'new' }) }, { strategy: strategyNamed('startup'), before, after: before }], said.call, nothing, 'new')
    expect(strategyText(columns)).toBe(`
                            nothing    Startup package
load time                    1.00 s             1.00 s
first call                   6.25 s             1.25 s
inferred code saved              no  75 %, 1.00 s left
native code saved                no                yes
works with package updates      yes               no ¹
made in                      2.00 s             2.00 s
takes                         500 B              500 B

¹ Startup package: the call shows old, expected new`.slice(1))
  })
})
