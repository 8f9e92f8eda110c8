/**
 * `backedge run SCENARIO.toml`: the scenario as it is, one of its variations, or all of them and the matrix. A single run prints its steps and
 * phases, several a table with a row for each; `-o` keeps the profiles. What is being done goes to standard error.
 */
import { resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { UserError } from '../../../shared/errors'
import { formatBytes, formatCount, formatTime } from '../../../shared/units'
import { diagnosticText } from '../../julia/syntax/diagnostic'
import { unsavedByReason } from '../../loader/precompile/report'
import type { Run } from '../../loader/scenario/expand'
import { openSysimage } from '../../loader/sysimage/open'
import { resultJson, resultText, stepsText } from '../../loader/scenario/results'
import type { Build } from '../../loader/session-request'
import { exportProfile, safeName } from '../../services/export-session'
import { EXPORTERS } from '../../services/exporters'
import { loaderPath } from '../../services/node-files'
import { findScenario, ScenarioRunner, type RunResult } from '../../services/scenarios'
import { juliaVersion } from '../../services/simulate'
import { ProgramFailed, textOf, usageError, type Arguments, type Command, type CommandContext } from './command'
import { JOURNEY_HELP, JOURNEY_OPTIONS, showJourney } from './run-journey'
import { compareStrategies, STRATEGY_HELP, STRATEGY_OPTIONS } from './run-strategies'
import type { Terminal } from './terminal'

export const SCENARIO_OPTIONS = { variation: { type: 'string' }, matrix: { type: 'boolean' }, depot: { type: 'string' }, ...STRATEGY_OPTIONS, ...JOURNEY_OPTIONS } as const

export const SCENARIO_HELP = [
  'Of a scenario (SCENARIO.toml, or a folder with a scenario.toml; docs/scenarios.md has its keys):',
  'Prints the steps with their times and phases. --julia and --calibration stand in for what the scenario says; variations that',
  'say something else keep it. What is being done goes to standard error; Ctrl-C ends it and leaves what was written whole.',
  '  --variation LABEL runs this one in place of the scenario as it is, or a cell of the matrix by its label',
  '  --matrix          runs all, prints a table with a row for each; -o is then a folder with a profile of each; what the',
  '                    programs print goes to standard error',
  ...STRATEGY_HELP,
  ...JOURNEY_HELP,
  '  --depot FOLDER    where compiled caches are kept; the cache folder of the system if not said',
  '  --json            a list of { label, seconds, phases, counts }, one for each run; times in seconds',
]

const LONGEST_VALUE = 10_000
const LONGEST_LINE = 1000
const MOST_DIAGNOSTICS = 20
const LONGEST_INSTANCE = 100
const LONGEST_NAME = 100

/** A `.toml`, or a folder: the folder of a scenario may have any name. */
export function isScenario(path: string, { terminal, scenarios }: CommandContext): boolean {
  if (path === '-') return false
  const full = loaderPath(resolve(terminal.folder, path))
  return /\.toml$/i.test(path) || (scenarios.files.stat(full) === undefined && scenarios.files.list(full).length > 0)
}

function lines(text: string, longest = LONGEST_LINE): string {
  return text.split('\n').map((line) => plain(line, longest)).join('\n')
}

async function tellFailure({ label, session }: RunResult, { stderr }: Terminal, several: boolean): Promise<void> {
  const where = several ? `${plain(label)}: ` : ''
  for (const diagnostic of session.diagnostics.slice(0, MOST_DIAGNOSTICS)) await stderr.write(`${where}${plain(diagnosticText(diagnostic), LONGEST_LINE)}\n`)
  for (const { error } of session.steps) if (error !== undefined) await stderr.write(`${where}ERROR: ${lines(error)}\n`)
}

/** What was precompiled, and why not all that was compiled is in the caches. */
function buildLines(builds: readonly Build[]): string[] {
  const table = builds.map(({ package: name, owner, seconds, saved, bytes }) => [
    plain(owner === '' ? name : `${owner} → ${name}`), formatTime(1e9 * seconds), `${formatCount(saved)} ${saved === 1 ? 'instance' : 'instances'}`, formatBytes(bytes),
  ])
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const lines = table.map((row) => `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`)
  return ['Precompiled: time, and what the cache holds', ...lines, ...lossLines(builds, 'code', 'Compiled meanwhile, but in no cache'), ...lossLines(builds, 'native', 'In a cache, but without native code')]
}

/** Reasons, the most frequent first, each with the instance that came first. */
function lossLines(builds: readonly Build[], what: Build['notSaved'][number]['lost'], title: string): string[] {
  const reasons = unsavedByReason(builds.flatMap(({ notSaved }) => notSaved).filter(({ lost }) => lost === what))
  if (reasons.length === 0) return []
  const width = Math.max(...reasons.map(({ instances }) => formatCount(instances.length).length))
  return ['', title, ...reasons.flatMap(({ reason, instances: [first = '', ...others] }) => [
    `  ${formatCount(1 + others.length).padStart(width)}  ${plain(reason)}`,
    `  ${' '.repeat(width)}  such as ${plain(first, LONGEST_INSTANCE)}`,
  ])]
}

/** What a single run showed: values of its steps, then the times. */
function oneRunText(result: RunResult, title: string, calibration: string): string {
  const { session, prepared, phases, seconds, label, run } = result
  const shown = session.steps.flatMap((step) => (step.shown === undefined ? [] : [`julia> ${plain(step.label)}`, lines(step.shown, LONGEST_VALUE), '']))
  const built = [...prepared, ...session.built]
  return [
    ...shown,
    `${plain(title)}: ${plain(label)}  Julia ${run.julia} with calibration "${plain(calibration)}" (simulated)`,
    '',
    stepsText(session.steps.map((step) => ({ ...step, label: plain(step.label) })), { seconds, phases }),
    ...(built.length > 0 ? ['', ...buildLines(built)] : []),
  ].join('\n')
}

/** File names that are all different, also where capitals do not count. */
function fileNames(runs: readonly Run[]): string[] {
  const taken = new Set<string>()
  return runs.map(({ label }) => {
    const stem = safeName(label).slice(0, LONGEST_NAME).trimEnd() || 'run'
    let name = stem
    for (let at = 2; taken.has(name.toLowerCase()); at++) name = `${stem} ${at}`
    taken.add(name.toLowerCase())
    return `${name}.backedge`
  })
}

function chosen(command: Command, runs: readonly Run[], args: Arguments): readonly Run[] {
  const label = textOf(command, args, 'variation')
  if (args.values['matrix'] === true) {
    if (label !== undefined) throw usageError(command, '--variation and --matrix exclude each other.')
    return runs
  }
  const run = label === undefined ? runs[0] : runs.find((one) => one.label === label)
  if (run === undefined) {
    throw new UserError('bad-usage', `There is no variation "${plain(label ?? '')}".`, { hint: `expected one of ${runs.map((one) => `"${one.label}"`).join(', ')}` })
  }
  return [run]
}

export async function runScenario(command: Command, path: string, args: Arguments, { terminal, scenarios }: CommandContext): Promise<void> {
  const julia = textOf(command, args, 'julia')
  const calibration = textOf(command, args, 'calibration')
  const depot = textOf(command, args, 'depot')
  const out = textOf(command, args, 'out')
  const [json, all] = [args.values['json'] === true, args.values['matrix'] === true]
  const here = (one: string): string => loaderPath(resolve(terminal.folder, one))
  const sysimage = textOf(command, args, 'sysimage')
  const image = sysimage === undefined || sysimage === 'none' ? undefined : openSysimage(scenarios.files, here(sysimage), julia === undefined ? undefined : juliaVersion(julia))
  const found = findScenario(scenarios.files, here(path), {
    ...(julia === undefined ? {} : { julia: juliaVersion(julia) }),
    ...(sysimage === undefined ? {} : { sysimage: image === undefined ? { kind: 'none' } : { kind: 'file', path: image.path } }),
    ...(image === undefined ? {} : { julia: image.julia }),
    ...(calibration === undefined ? {} : { calibration: /[/\\]|\.json$/.test(calibration) ? here(calibration) : calibration }),
  })
  const { scenario, folder } = found
  const world = { ...scenarios, depot: depot === undefined ? scenarios.depot : here(depot) }
  if (args.values['journey'] === true) return showJourney(command, found, args, world, terminal)
  if (args.values['chart'] !== undefined) throw usageError(command, '--chart goes with --journey.')
  const runs = chosen(command, found.runs, args)
  const [first] = runs
  if (args.values['strategies'] === true && first !== undefined) return compareStrategies(command, found, first, args, world, terminal)
  if (args.values['columns'] !== undefined) throw usageError(command, '--columns goes with --strategies.')
  const runner = new ScenarioRunner(world, folder)
  const names = fileNames(runs)
  if (all && out !== undefined) await terminal.files.makeFolder(resolve(terminal.folder, out))

  const results: RunResult[] = []
  for (const [at, run] of runs.entries()) {
    const written: Promise<void>[] = []
    const say = (text: string): void => void written.push(terminal.stderr.write(`[${at + 1}/${runs.length}] ${plain(run.label)}${text === '' ? '' : `: ${plain(text)}`}\n`))
    say('')
    const result = runner.run(run, {
      write: (descriptor, text) => void written.push((descriptor === 1 && !json && !all ? terminal.stdout : terminal.stderr).write(text)),
      onProgress: say,
    })
    await Promise.all(written)
    for (const { output } of result.prepared) if (output !== '') await terminal.stderr.write(output.endsWith('\n') ? output : `${output}\n`)
    await tellFailure(result, terminal, all)
    if (out !== undefined) {
      const file = all ? resolve(terminal.folder, out, names[at] ?? '') : resolve(terminal.folder, out)
      await terminal.files.write(file, await exportProfile(result.session.profile, 'backedge', {}, EXPORTERS))
    }
    results.push(result)
  }

  const [only] = results
  if (json) await terminal.stdout.write(`${resultJson(results)}\n`)
  else if (all) await terminal.stdout.write(`${resultText(results.map((row) => ({ ...row, label: plain(row.label) })))}\n`)
  else if (only !== undefined) await terminal.stdout.write(`${oneRunText(only, scenario.title ?? scenario.file, only.calibration)}\n`)
  const failed = results.find((result) => result.failed)
  if (failed !== undefined) throw new ProgramFailed(failed.session.exitCode || 1)
}
