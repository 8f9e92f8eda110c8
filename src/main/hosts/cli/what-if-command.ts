/**
 * `backedge what-if`: what changes would save of a profile, estimated; of a scenario they are made in the project, and it is run before and after, with
 * the estimate beside what came out. Without changes it lists what the profile suggests.
 */
import { resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { PHASE_ORDER, PHASE_TITLES, type Phase } from '../../../shared/profile/phases'
import type { Profile } from '../../../shared/profile/tables'
import { candidatesOf } from '../../../shared/profile/what-if/candidates'
import { estimateChanges, type Estimate, type PhaseAmount, type WhatIfEstimate } from '../../../shared/profile/what-if/estimate'
import { rangeText, savedText, whatIfHeadline } from '../../../shared/profile/what-if/text'
import { formatTime } from '../../../shared/units'
import { type Change, CHANGE_KINDS, CHANGE_TITLES, changeSyntax, changeText, parseChange } from '../../../shared/what-if'
import { UserError } from '../../../shared/errors'
import { diagnosticText } from '../../julia/syntax/diagnostic'
import { problemText } from '../../loader/what-if/apply'
import { readChange } from '../../loader/what-if/schema'
import { loaderPath } from '../../services/node-files'
import { findScenario, ScenarioRunner, type RunResult } from '../../services/scenarios'
import { juliaVersion } from '../../services/simulate'
import { changedRun } from '../../services/what-if'
import { ProgramFailed, textOf, usageError, type Arguments, type Command, type CommandContext } from './command'
import { readInputs } from './read-inputs'
import { isScenario } from './run-scenario'

const MOST_CANDIDATES = 20
const LONGEST = 2000

interface Column {
  readonly title: string
  /** Stands below the title: estimates are never shown as anything else. */
  readonly kind: string
  readonly phases: readonly PhaseAmount[]
}

/** Phases below one another, a column for each state. */
function table(columns: readonly Column[]): string {
  const phases = PHASE_ORDER.filter((phase) => columns.some((column) => amount(column, phase) > 0))
  const sum = ({ phases: parts }: Column): number => parts.reduce((total, { nanoseconds }) => total + nanoseconds, 0)
  const rows = [
    ['', ...columns.map(({ title }) => title)], ['', ...columns.map(({ kind }) => kind)],
    ...phases.map((phase) => [PHASE_TITLES[phase], ...columns.map((column) => formatTime(amount(column, phase)))]),
    ['in all', ...columns.map((column) => formatTime(sum(column)))],
  ]
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? []
  return rows.map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ').trimEnd()).join('\n')
}

function amount({ phases }: Column, phase: Phase): number {
  return phases.find((one) => one.phase === phase)?.nanoseconds ?? 0
}

/** What each change saves where it stands, and what that rests on. */
function estimateLines(estimates: readonly Estimate[]): string[] {
  return estimates.flatMap((estimate) => {
    const range = rangeText(estimate)
    return [
      '', plain(changeText(estimate.change), LONGEST), `  ${savedText(estimate)}${range === '' ? '' : ` (${range})`}, estimated`,
      ...estimate.assumptions.map((one) => `  - ${plain(one, LONGEST)}`), ...(estimate.missing === '' ? [] : [`  - ${plain(estimate.missing, LONGEST)}`]),
    ]
  })
}

/** Seconds; null where there is no number. */
function seconds(nanoseconds: number): number | null {
  return Number.isNaN(nanoseconds) ? null : Number((nanoseconds / 1e9).toPrecision(12))
}

function phasesJson(phases: readonly PhaseAmount[]): Record<string, number | null> {
  return Object.fromEntries(phases.map(({ phase, nanoseconds }) => [phase, seconds(nanoseconds)]))
}

function estimateJson({ change, nanoseconds, low, high, of, phases, assumptions, missing }: Estimate): unknown {
  return { change, kind: 'estimated', saved: seconds(nanoseconds), low: seconds(low), high: seconds(high), of: seconds(of), phases: phasesJson(phases), assumptions, missing }
}

function whatIfJson({ basis, notes, provenance, before, after, total, left, estimates }: WhatIfEstimate): Record<string, unknown> {
  return {
    basis, notes, before: { kind: provenance, seconds: seconds(total), phases: phasesJson(before) },
    after: { kind: 'estimated', seconds: seconds(left.likely), low: seconds(left.high), high: seconds(left.low), phases: phasesJson(after) }, estimates: estimates.map(estimateJson),
  }
}

function suggested(profile: Profile): string {
  const found = candidatesOf(profile)
  if (found.length === 0) return 'Nothing that this profile holds suggests a change.'
  const rows = found.slice(0, MOST_CANDIDATES).map(({ change, estimate }) => [savedText(estimate), plain(changeText(change), LONGEST), JSON.stringify(change)] as const)
  const width = Math.max(...rows.map(([saved]) => saved.length))
  const more = found.length - rows.length
  return ['What could be changed, and what each alone would save (estimated; savings may be the same seconds):', '', ...rows.flatMap(([saved, words, json]) => [`  ${saved.padEnd(width)}  ${words}`, `  ${''.padEnd(width)}  --change '${plain(json, LONGEST).replaceAll("'", "'\\''")}'`]), ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n')
}

function estimateText(estimate: WhatIfEstimate): string {
  const { provenance, before, after, estimates, notes } = estimate
  const columns: Column[] = [{ title: 'as it is', kind: provenance, phases: before }, { title: 'changed', kind: 'estimated', phases: after }]
  return [whatIfHeadline(estimate), ...(estimate.total > 0 ? ['', table(columns)] : []), ...notes.map((one) => `\n${one}`), ...estimateLines(estimates)].join('\n')
}

function amountsOf({ phases }: RunResult): PhaseAmount[] {
  const parts: Readonly<Record<string, number>> = { ...phases }
  return PHASE_ORDER.flatMap((phase) => ((parts[phase] ?? 0) > 0 ? [{ phase, nanoseconds: 1e9 * (parts[phase] ?? 0) }] : []))
}

/** Both runs, and whatever went wrong in the second. */
async function runBoth(path: string, changes: readonly Change[], args: Arguments, { terminal, scenarios }: CommandContext): Promise<void> {
  const here = (one: string): string => loaderPath(resolve(terminal.folder, one))
  const [julia, label, depot] = ['julia', 'variation', 'depot'].map((name) => textOf(whatIfCommand, args, name))
  const world = { ...scenarios, depot: depot === undefined ? scenarios.depot : here(depot) }
  const { runs, folder, scenario } = findScenario(world.files, here(path), julia === undefined ? {} : { julia: juliaVersion(julia) })
  const run = label === undefined ? runs[0] : runs.find((one) => one.label === label)
  if (run === undefined) throw new UserError('bad-usage', `There is no variation "${plain(label ?? '')}".`, { hint: `expected one of ${runs.map((one) => `"${one.label}"`).join(', ')}` })
  const runner = new ScenarioRunner(world, folder)
  const pending: Promise<void>[] = []
  const result = (one: typeof run, name: string): RunResult => runner.run(one, {
    write: (_, text) => void pending.push(terminal.stderr.write(text)),
    onProgress: (text) => void pending.push(terminal.stderr.write(`${name}${text === '' ? '' : `: ${plain(text)}`}\n`)),
  })
  const before = result(run, 'as it is')
  const estimate = estimateChanges(before.session.profile, changes)
  if (changes.length === 0) {
    await Promise.all(pending)
    const found = candidatesOf(before.session.profile)
    await terminal.stdout.write(args.values['json'] === true ? `${JSON.stringify(found.map((one) => estimateJson(one.estimate)), null, 2)}\n` : `${suggested(before.session.profile)}\n`)
    return
  }
  const changed = changedRun(changes, { files: world.files, folder, depot: world.depot, run })
  const problems = changed.problems.map(problemText)
  const after = changed.problems.length === changes.length ? undefined : result(changed.run, 'changed')
  await Promise.all(pending)
  const errors = after === undefined ? [] : [...after.session.diagnostics.map(diagnosticText), ...after.session.steps.flatMap(({ error }) => error ?? [])]
  if (args.values['json'] === true) {
    const truth = after === undefined ? null : { kind: 'simulated', seconds: after.seconds, phases: after.phases, errors }
    await terminal.stdout.write(`${JSON.stringify({ ...whatIfJson(estimate), run: truth, problems }, null, 2)}\n`)
  } else {
    const columns: Column[] = [
      { title: 'as it is', kind: 'simulated', phases: amountsOf(before) }, { title: 'changed', kind: 'estimated', phases: estimate.after },
      ...(after === undefined ? [] : [{ title: 'changed', kind: 'simulated', phases: amountsOf(after) }]),
    ]
    const steps = after === undefined ? [] : stepLines(before, after)
    await terminal.stdout.write(`${[`${plain(scenario.title ?? scenario.file)}, Julia ${run.julia}`, '', table(columns), ...steps, ...estimateLines(estimate.estimates), ...problems.map((one) => `\nNot changed: ${plain(one, LONGEST)}`)].join('\n')}\n`)
    for (const error of errors) await terminal.stderr.write(`ERROR: ${plain(error, LONGEST)}\n`)
  }
  if (after?.failed === true) throw new ProgramFailed(after.session.exitCode || 1)
  if (after === undefined) throw new ProgramFailed(1)
}

/** Steps of the same label, before and after: what comes later is found here. */
function stepLines(before: RunResult, after: RunResult): string[] {
  const labels = [...new Set([...before.session.steps, ...after.session.steps].map(({ label }) => label))]
  const time = (result: RunResult, label: string): string => {
    const step = result.session.steps.find((one) => one.label === label)
    return step === undefined ? '–' : formatTime(1e9 * step.seconds)
  }
  const rows = labels.map((label) => [plain(label), time(before, label), time(after, label)] as const)
  const [first, second, third] = [0, 1, 2].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return ['', 'Steps, as it is and changed (simulated)', ...rows.map(([label, old, now]) => `  ${label.padEnd(first ?? 0)}  ${old.padStart(second ?? 0)}  ${now.padStart(third ?? 0)}`)]
}

export const whatIfCommand: Command = {
  name: 'what-if',
  usage: 'backedge what-if FILE…|SCENARIO [--change CHANGE]… [--json]',
  title: 'what a change would save: estimated, or run',
  help: [
    'Of a profile (anything that summary reads) changes are estimated from what was recorded; several files are one session. Of a scenario they are',
    'made in its project, and both are run. Without --change it lists what could be changed. Estimates say what they assume.',
    '',
    '  --change CHANGE    a kind with what it needs, or JSON; may be said several times: each sees what the earlier left',
    ...CHANGE_KINDS.map((kind) => `      ${kind} ${changeSyntax(kind)}\n        ${CHANGE_TITLES[kind]}`),
    '  --variation LABEL  of a scenario: this run in place of the first',
    '  --julia VERSION    of a scenario: whose rules are followed',
    '  --depot FOLDER     where compiled caches are kept; the cache folder of the system if not said',
    '  --json             plain data; times in seconds, null where there is no number',
    '',
    'The exit code is 1 if the changed run ended with an exception, or no change fitted.',
  ],
  options: { change: { type: 'string', multiple: true }, variation: { type: 'string' }, julia: { type: 'string' }, depot: { type: 'string' }, json: { type: 'boolean' } },
  async run(args, context) {
    const { terminal } = context
    const [path, ...more] = args.positionals
    if (path === undefined) throw usageError(whatIfCommand, 'No file is named.')
    const changes = args.typed.flatMap(({ name, value }) => (name === 'change' ? [changeOf(value ?? '')] : []))
    if (more.length === 0 && isScenario(path, context)) {
      await runBoth(path, changes, args, context)
      return
    }
    for (const name of ['variation', 'julia', 'depot']) if (args.values[name] !== undefined) throw usageError(whatIfCommand, `--${name} goes with a scenario.`)
    const [profile] = await readInputs(args.positionals, true, context)
    if (profile === undefined) return
    if (args.values['json'] === true) {
      const data = changes.length === 0 ? candidatesOf(profile).map(({ estimate }) => estimateJson(estimate)) : whatIfJson(estimateChanges(profile, changes))
      await terminal.stdout.write(`${JSON.stringify(data, null, 2)}\n`)
    } else await terminal.stdout.write(`${changes.length === 0 ? suggested(profile) : estimateText(estimateChanges(profile, changes))}\n`)
  },
}

/** Throws `UserError('bad-usage')` with what the kind needs. */
function changeOf(typed: string): Change {
  try {
    return readChange(parseChange(typed))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const kind = CHANGE_KINDS.find((one) => typed.trim().replace(/^kind=/, '').startsWith(one))
    throw new UserError('bad-usage', `--change ${plain(typed, LONGEST)}: ${error.message}`, { hint: kind === undefined ? 'backedge what-if --help' : `expected ${kind} ${changeSyntax(kind)}` })
  }
}
