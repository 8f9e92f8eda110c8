/**
 * Ways to make the first call of a scenario cheap, compared as Startup.jl and PackageCompiler often are: what loading takes, whether inferred and
 * native code is saved, and whether a package may be updated. A strategy is a set of parts (`startup+pkgimages`); each is a run of its own. All that the table
 * says is computed from the runs: what they spend on compiling against what the run without any part does, and what a run after the update shows. Pure.
 */
import { UserError } from '../../../shared/errors'
import { formatBytes, formatTime } from '../../../shared/units'
import { JULIA_VERSIONS, VERSION_RULES, type JuliaVersion } from '../../julia/versions'
import type { Build, StepResult } from '../session-request'
import type { Run } from './expand'
import { ownSysimageOptions } from '../sysimage/options'
import type { Edit, Step, Strategies } from './schema'

const PARTS = {
  directives: 'precompile directives',
  workload: 'workload',
  startup: 'Startup package',
  pkgimages: 'package images',
  sysimage: 'system image',
} as const
type StrategyPart = keyof typeof PARTS
const NAMES = Object.keys(PARTS) as StrategyPart[]
const NOTHING = 'nothing'

export interface Strategy {
  /** `nothing`, or parts with `+` between them. */
  readonly name: string
  /** For people: `Startup package + package images`. */
  readonly title: string
  readonly parts: ReadonlySet<StrategyPart>
}

/** Throws `UserError('bad-usage')` for a part that there is not. */
export function strategyNamed(name: string): Strategy {
  const parts = name === NOTHING ? [] : name.split('+').map((part) => {
    const found = NAMES.find((one) => one === part.trim())
    if (found === undefined) throw new UserError('bad-usage', `There is no strategy "${name}".`, { hint: `expected ${NOTHING}, or ${NAMES.join(', ')} with + between them` })
    return found
  })
  const ordered = NAMES.filter((part) => parts.includes(part))
  return { name: ordered.join('+') || NOTHING, title: ordered.map((part) => PARTS[part]).join(' + ') || NOTHING, parts: new Set(ordered) }
}

function lacks(strategy: Strategy, said: Strategies, julia: JuliaVersion): string | undefined {
  const unsaid = (['directives', 'workload', 'startup'] as const).find((part) => strategy.parts.has(part) && said[part] === undefined)
  if (unsaid !== undefined) return `[strategies] says no ${unsaid}`
  const first = JULIA_VERSIONS.find((version) => VERSION_RULES[version].caching.native)
  return strategy.parts.has('pkgimages') && !VERSION_RULES[julia].caching.native ? `package images come with Julia ${first ?? ''}` : undefined
}

/** What is compared if nobody says: each part by itself, and the best of those that caches keep with package images, as far as scenario and version have them. */
export function usualStrategies(said: Strategies, julia: JuliaVersion): readonly Strategy[] {
  const kept = (['workload', 'directives', 'startup'] as const).find((part) => said[part] !== undefined)
  const names = [NOTHING, 'directives', 'workload', 'startup', ...(kept === undefined ? [] : [`${kept}+pkgimages`]), ...(kept === undefined || kept === 'startup' || said.startup === undefined ? [] : ['startup+pkgimages']), 'sysimage']
  return names.map(strategyNamed).filter((one) => lacks(one, said, julia) === undefined)
}

/** Throws `UserError` for a strategy that the scenario does not describe or the version does not have. */
export function checkStrategies(strategies: readonly Strategy[], said: Strategies, julia: JuliaVersion, file: string): void {
  for (const strategy of strategies) {
    const missing = lacks(strategy, said, julia)
    if (missing !== undefined) throw new UserError('bad-input', `${strategy.name}: ${missing}.`, { where: file })
  }
}

/**
 * What a strategy changes in the run, and in the files before it. Caches are warm.
 * @param execution a file with the code of the steps up to the call: a system image compiles what it compiles, unless the scenario says better.
 */
export function strategyRun(run: Run, { directives = [], workload = [], startup, sysimage }: Strategies, { title, parts }: Strategy, execution: string): { readonly run: Run, readonly edits: readonly Edit[] } {
  return {
    run: {
      ...run, label: title, caches: 'warm', compiledModules: 'yes', edits: [],
      flags: { ...run.flags, usePkgimages: parts.has('pkgimages') },
      startup: parts.has('startup') && startup !== undefined ? startup : run.startup,
      sysimage: parts.has('sysimage') ? sysimage ?? { kind: 'build', options: ownSysimageOptions.parse({ precompile_execution_file: execution }) } : run.sysimage,
    },
    edits: [...run.edits, ...(parts.has('directives') ? directives : []), ...(parts.has('workload') ? workload : [])],
  }
}

/** What a user would type to come to the call. */
export function codeUpTo(call: string, { steps }: Run): string {
  const last = steps.findIndex(({ label }) => label === call)
  return `${steps.slice(0, last + 1).map(({ step }) => codeOf(step)).join('\n')}\n`
}

function codeOf(step: Step): string {
  switch (step.kind) {
    case 'using':
      return `using ${step.packages.join(', ')}`
    case 'eval':
      return step.code
    case 'include':
      return `include(${JSON.stringify(step.path).replaceAll('$', '\\$')})`
  }
}

/** One run of a strategy. */
export interface StrategyOutcome {
  readonly run: Run
  readonly steps: readonly StepResult[]
  /** Caches that were made before it. */
  readonly prepared: readonly Build[]
  /** Of the system image that was made before it. */
  readonly image?: { readonly seconds: number, readonly bytes: number }
  /** Why packages of the system image are not those of the project any more. */
  readonly stale: readonly string[]
}

export interface StrategyRuns {
  readonly strategy: Strategy
  readonly before: StrategyOutcome
  /** With the update, and with the caches and images of before; undefined if the scenario has no update. */
  readonly after: StrategyOutcome | undefined
}

/** How much of what the run without any strategy makes is there already. */
interface Saving {
  readonly answer: 'yes' | 'partly' | 'no' | 'nothing to save'
  /** Seconds that it still takes in loading and in the first call. */
  readonly seconds: number
  /** From 0 to 1; NaN if there is nothing to save. */
  readonly share: number
}

export interface StrategyColumn {
  readonly strategy: string
  readonly title: string
  /** Seconds: startup file and `using`. */
  readonly load: number
  /** Seconds: the call that the scenario names. */
  readonly call: number
  readonly inferred: Saving
  readonly native: Saving
  readonly updates: {
    /** Undefined if the scenario has no update. */
    readonly works: boolean | undefined
    /** What the call shows before, after, and after where nothing is saved. */
    readonly shown: readonly (string | undefined)[]
    /** Why it does not work, or what it took. */
    readonly reason: string
    /** Seconds of making caches again. */
    readonly seconds: number
  }
  /** Seconds of making caches and images, and their bytes. */
  readonly made: { readonly seconds: number, readonly bytes: number }
}

/** Of a whole that is smaller than this share nothing is said to be saved or lost. */
const LEAST_SHARE = 0.01

/**
 * @param call the label of the step that counts.
 * @param expected what it shows after the update where nothing was saved.
 * The first run without any part is what the others are compared with.
 */
export function strategyTable(all: readonly StrategyRuns[], call: string, baseline: StrategyOutcome, expected: string | undefined): readonly StrategyColumn[] {
  const whole = compiling(baseline, call)
  return all.map(({ strategy, before, after }) => {
    const spent = compiling(before, call)
    return {
      strategy: strategy.name, title: strategy.title,
      load: sum(loadSteps(before).map(({ seconds }) => seconds)), call: callStep(before, call)?.seconds ?? NaN,
      inferred: saving(spent.inference, whole.inference), native: saving(spent.codegen, whole.codegen),
      updates: updates(before, after, call, expected),
      made: {
        seconds: sum(before.prepared.map(({ seconds }) => seconds)) + (before.image?.seconds ?? 0),
        bytes: sum(before.prepared.map(({ bytes }) => bytes)) + (before.image?.bytes ?? 0),
      },
    }
  })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

function callStep({ steps }: StrategyOutcome, call: string): StepResult | undefined {
  return steps.find(({ label }) => label === call)
}

/** The startup file, and `using`. */
function loadSteps({ steps, run }: StrategyOutcome): readonly StepResult[] {
  const labels = new Set(run.steps.filter(({ step }) => step.kind === 'using').map(({ label }) => label))
  const startup = steps.length > run.steps.length || (run.startup.kind !== 'none' && steps[0]?.label === 'startup.jl') ? steps.slice(0, 1) : []
  return [...startup, ...steps.slice(startup.length).filter(({ label }) => labels.has(label))]
}

/** In loading and in the call, as a strategy may only move it from one to the other. */
function compiling(outcome: StrategyOutcome, call: string): { readonly inference: number, readonly codegen: number } {
  const step = callStep(outcome, call)
  const phases = [...loadSteps(outcome), ...(step === undefined ? [] : [step])].map((one) => one.phases)
  return { inference: sum(phases.map(({ inference }) => inference)), codegen: sum(phases.map(({ codegen }) => codegen)) }
}

function saving(seconds: number, whole: number): Saving {
  if (whole === 0) return { answer: 'nothing to save', seconds, share: NaN }
  const share = Math.max(0, 1 - seconds / whole)
  return { answer: share < LEAST_SHARE ? 'no' : share > 1 - LEAST_SHARE ? 'yes' : 'partly', seconds, share }
}

function updates(before: StrategyOutcome, after: StrategyOutcome | undefined, call: string, expected: string | undefined): StrategyColumn['updates'] {
  const shown = [callStep(before, call)?.shown, after && callStep(after, call)?.shown, expected]
  if (after === undefined) return { works: undefined, shown: shown.slice(0, 1), reason: 'the scenario has no update', seconds: 0 }
  const rebuilt = after.prepared.map((build) => build.package)
  const seconds = sum(after.prepared.map((build) => build.seconds))
  const error = after.steps.find((step) => step.error !== undefined)?.error
  const works = error === undefined && shown[1] === expected
  if (works) return { works, shown, seconds, reason: rebuilt.length === 0 ? 'nothing had to be made again' : `made again: ${rebuilt.join(', ')}` }
  return { works, shown, seconds, reason: error ?? (after.stale.join('; ') || `the call shows ${shown[1] ?? 'nothing'}, expected ${expected ?? 'nothing'}`) }
}

function savingText({ answer, seconds, share }: Saving): string {
  switch (answer) {
    case 'yes':
    case 'no':
    case 'nothing to save':
      return answer
    case 'partly':
      return `${Math.round(100 * share)} %, ${formatTime(1e9 * seconds)} left`
  }
}

function worksText({ works, reason }: StrategyColumn['updates']): string {
  return works === undefined ? '–' : works ? 'yes' : reason === '' ? 'no' : 'no ¹'
}

/** The rows of the slide, one column for each strategy; below it why updates do not work. */
export function strategyText(columns: readonly StrategyColumn[]): string {
  const rows: readonly (readonly string[])[] = [
    ['', ...columns.map(({ title }) => title)],
    ['load time', ...columns.map(({ load }) => formatTime(1e9 * load))],
    ['first call', ...columns.map(({ call }) => formatTime(1e9 * call))],
    ['inferred code saved', ...columns.map(({ inferred }) => savingText(inferred))],
    ['native code saved', ...columns.map(({ native }) => savingText(native))],
    ['works with package updates', ...columns.map((column) => worksText(column.updates))],
    ['made in', ...columns.map(({ made }) => formatTime(1e9 * made.seconds))],
    ['takes', ...columns.map(({ made }) => formatBytes(made.bytes))],
  ]
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at + 1]?.length ?? 0)))
  const first = Math.max(...rows.map(([title = '']) => title.length))
  const lines = rows.map(([title = '', ...cells]) => [title.padEnd(first), ...cells.map((cell, at) => cell.padStart(widths[at] ?? 0))].join('  ').trimEnd())
  const notes = columns.flatMap(({ title, updates: { works, reason } }) => (works === false ? [`¹ ${title}: ${reason}`] : []))
  return [...lines, ...(notes.length === 0 ? [] : ['', ...notes])].join('\n')
}
