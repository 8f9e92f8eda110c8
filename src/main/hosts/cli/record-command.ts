/**
 * `backedge record`: records the load and the first calls of a program in a real Julia, and others beside it that differ in one thing.
 * Ctrl-C ends it and all that it started; nothing is written then.
 */
import { basename, resolve } from 'node:path'
import { plain } from '../../../shared/charts/chart-spec'
import { UserError } from '../../../shared/errors'
import { summarize } from '../../../shared/profile/summary'
import { formatPercent, formatTime } from '../../../shared/units'
import type { RecordRequest, RecordStep } from '../../record/command-line'
import { programOnPath } from '../../record/find-julia'
import { stepTimes, type StepTimes } from '../../record/step-times'
import { parseComparison, variantsOf, type Comparison } from '../../record/variants'
import { exportProfile, safeName } from '../../services/export-session'
import { EXPORTERS } from '../../services/exporters'
import { juliasHere, recordProfiles, thisMachine, type RecordedProfile } from '../../services/record-profiles'
import { numberOf, ProgramFailed, textOf, usageError, type Arguments, type Command } from './command'
import { summaryText } from './summary-text'
import type { Terminal } from './terminal'

const USUAL_REPEAT = 3
const CLEAR_LINE = '\r\u001b[K'
const HOUR = 3600

const listOf = (name: string, { values }: Arguments): string[] => {
  const value = values[name]
  return Array.isArray(value) ? value.map(String) : []
}

/** Steps and their labels in the order in which they were typed, which the parsed options do not keep. */
function stepsOf({ typed }: Arguments): RecordStep[] {
  const steps: RecordStep[] = []
  for (const { name, value = '' } of typed) {
    if (name === 'using') steps.push({ kind: 'using', text: value })
    else if (name === 'expr') steps.push({ kind: 'eval', text: value })
    else if (name === 'label') {
      const last = steps.pop()
      if (last === undefined) throw usageError(recordCommand, `--label ${plain(value, 60)} names no step: none stands before it.`)
      steps.push({ ...last, label: value })
    }
  }
  return steps
}

/** A path is meant from the folder of the terminal; a bare name is looked for where programs are. */
function juliaPath(text: string, { folder }: Terminal): string {
  if (/[/\\]/.test(text)) return resolve(folder, text)
  const found = programOnPath(text, thisMachine)
  if (found === undefined) throw new UserError('bad-input', 'There is no such program on the PATH.', { where: text, hint: 'expected the path of a julia' })
  return found
}

/** `@v1.10` and `@.` are names, all else are folders. */
const projectPath = (text: string, { folder }: Terminal): string => (text === '' || text.startsWith('@') ? text : resolve(folder, text))

function usualJulia(): string {
  const [first] = juliasHere()
  if (first === undefined) throw usageError(recordCommand, 'No Julia was found on the PATH, in juliaup or in the settings of VS Code. Expected --julia PATH.')
  return first.path
}

function placed({ what, value }: Comparison, terminal: Terminal): Comparison {
  if (what === 'julia') return { what, value: juliaPath(value, terminal) }
  return { what, value: what === 'project' ? projectPath(value, terminal) : value }
}

/**
 * The change of a median against the same step of the first variant, in percent. Where the least and the most of both overlap, another round might
 * say the opposite.
 */
function changeText(first: StepTimes | undefined, { label, median, low, high }: StepTimes): string {
  if (first === undefined || first.label !== label || !(first.median > 0)) return ''
  if (low <= first.high && first.low <= high) return 'within spread'
  const percent = (100 * (median - first.median)) / first.median
  return `${percent < 0 ? '−' : '+'}${formatPercent(Math.abs(percent))}`
}

/** A row for each step of each variant, numbers under each other. */
function tableText(recorded: readonly RecordedProfile[]): string {
  const all = recorded.map(({ recording }) => stepTimes(recording))
  const rows = all.flatMap((steps, variant) =>
    steps.map((step, at) => ({
      title: at === 0 ? plain(recorded[variant]?.title ?? '', 60) : '', label: plain(step.label, 60), median: formatTime(step.median),
      spread: step.times.length > 1 ? `${formatTime(step.low)} to ${formatTime(step.high)}` : '', recorded: formatTime(step.recorded),
      change: variant === 0 ? '' : changeText(all[0]?.[at], step),
    })))
  const header = { title: '', label: '', median: 'median', spread: 'least to most', recorded: 'recorded', change: recorded.length > 1 ? 'against the first' : '' }
  const several = recorded.length > 1
  const width = (pick: (row: typeof header) => string): number => Math.max(...[header, ...rows].map((row) => pick(row).length))
  const [titles, labels, medians, spreads, recordings, changes] = [width(({ title }) => title), width(({ label }) => label), width(({ median }) => median), width(({ spread }) => spread), width((row) => row.recorded), width(({ change }) => change)]
  return [header, ...rows].map((row) =>
    `${several ? `${row.title.padEnd(titles)}  ` : ''}${row.label.padEnd(labels)}  ${row.median.padStart(medians)}  ${row.spread.padStart(spreads)}  ${row.recorded.padStart(recordings)}  ${row.change.padStart(changes)}`.trimEnd()).join('\n')
}

function resultJson(recorded: readonly RecordedProfile[]): string {
  return JSON.stringify(recorded.map(({ title, command, recording, profile, error }) => ({
    title, julia: profile.meta.julia, command, ...(error === '' ? {} : { error }),
    steps: stepTimes(recording).map(({ label, median, low, high, times, recorded: whole }) => ({
      label, seconds: median / 1e9, low: low / 1e9, high: high / 1e9, times: times.map((time) => time / 1e9), recorded: whole / 1e9,
    })),
  })), undefined, 2)
}

async function bytesOf({ recording, profile }: RecordedProfile, name: string): Promise<Uint8Array> {
  return name.toLowerCase().endsWith('.jsonl') ? new TextEncoder().encode(recording) : exportProfile(profile, 'backedge', {}, EXPORTERS)
}

/** One file, or a folder with one for each variant. */
async function write(recorded: readonly RecordedProfile[], out: string, terminal: Terminal): Promise<string[]> {
  const [only] = recorded
  if (recorded.length === 1 && only !== undefined) {
    await terminal.files.write(resolve(terminal.folder, out), await bytesOf(only, out))
    return [out]
  }
  await terminal.files.makeFolder(resolve(terminal.folder, out))
  const written: string[] = []
  for (const [at, one] of recorded.entries()) {
    const name = `${at + 1} ${safeName(one.title).slice(0, 100).trimEnd() || 'recording'}.backedge`
    await terminal.files.write(resolve(terminal.folder, out, name), await bytesOf(one, name))
    written.push(`${out}/${name}`)
  }
  return written
}

export const recordCommand: Command = {
  name: 'record',
  usage: 'backedge record [--julia PATH] [--project FOLDER] (--using P | --expr E [--label TEXT])… [--compare WHAT=VALUE]… [--out FILE]',
  title: 'records load and first calls in a real Julia: times, inference, invalidations',
  help: [
    'Each step runs at top level in the order given, in fresh processes: first one that only loads the packages, so that their caches are there;',
    'then one that records everything; then as many as --repeat says that only take the time. What the steps do, they do each time.',
    'docs/recording.md says what is recorded in which version, and what recording adds to the times.',
    '',
    '  --julia PATH      1.5 or later; the first one found on the PATH, in juliaup or in the settings of VS Code if not said',
    '  --project FOLDER  with a Project.toml, or @v1.10; the default environment if not said',
    '  --using P         a step that loads packages: DataFrames, or "CSV, DataFrames"',
    '  --expr E          a step that evaluates Julia code',
    '  --label TEXT      names the step before it',
    `  --repeat N        processes that only take the time: ${USUAL_REPEAT} if not said`,
    '  --flag OPTION     for julia: -O1, --pkgimages=no; may be said several times',
    '  --compare W=V     once more with another julia=PATH, flag=OPTION or project=FOLDER; may be said several times',
    '  --no-prepare      does not load the packages first: what precompiling takes is then part of the first step',
    '  --timeout N       seconds that one process may take',
    '  --out FILE        a .backedge profile, or a .jsonl recording that needs no Julia to read; with --compare a folder with a profile for each',
    '  --keep FOLDER     leaves what Julia itself wrote there, and the recorder',
    '  --json            medians, spreads and times of the steps as JSON; times in seconds',
    '  --list            says which Julias are found, and runs none',
  ],
  options: {
    julia: { type: 'string' }, project: { type: 'string' }, using: { type: 'string', multiple: true }, expr: { type: 'string', multiple: true },
    label: { type: 'string', multiple: true }, repeat: { type: 'string' }, flag: { type: 'string', multiple: true }, compare: { type: 'string', multiple: true },
    'no-prepare': { type: 'boolean' }, timeout: { type: 'string' }, out: { type: 'string' }, keep: { type: 'string' }, json: { type: 'boolean' }, list: { type: 'boolean' },
  },
  async run(args, { terminal }) {
    const { stdout, stderr } = terminal
    if (args.values['list'] === true) {
      const found = juliasHere()
      await stdout.write(args.values['json'] === true ? `${JSON.stringify(found, undefined, 2)}\n` : found.map(({ path, source, version }) => `${path}  (${source}${version === '' ? '' : `, ${version}`})\n`).join(''))
      return
    }
    if (args.positionals.length > 0) throw usageError(recordCommand, `It takes no file. Found ${plain(args.positionals[0] ?? '', 60)}; packages go with --using, code with --expr.`)
    const steps = stepsOf(args)
    if (steps.length === 0) throw usageError(recordCommand, 'What to record is not said. Expected --using PACKAGE or --expr CODE.')
    const [julia, out, keep] = ['julia', 'out', 'keep'].map((name) => textOf(recordCommand, args, name))
    const timeout = numberOf(recordCommand, args, 'timeout', 1, 24 * HOUR)
    const comparisons = listOf('compare', args).map((text) => placed(parseComparison(text), terminal))
    if (out !== undefined && comparisons.length === 0 && !/\.(?:backedge|jsonl)$/i.test(out)) throw usageError(recordCommand, `--out ${plain(out, 60)}: expected a name that ends with .backedge or .jsonl.`)
    const request: RecordRequest = {
      julia: julia === undefined ? usualJulia() : juliaPath(julia, terminal), project: projectPath(textOf(recordCommand, args, 'project') ?? '', terminal), steps, flags: listOf('flag', args),
    }
    const stop = new AbortController()
    const onSignal = (): void => stop.abort()
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
    try {
      let writing = Promise.resolve()
      const tell = (text: string): void => void (writing = writing.then(() => stderr.write(text)))
      const recorded = await recordProfiles(variantsOf(request, comparisons), {
        repeat: numberOf(recordCommand, args, 'repeat', 0, 1000) ?? USUAL_REPEAT, ...(timeout === undefined ? {} : { limit: 1000 * timeout }),
        unprepared: args.values['no-prepare'] === true, signal: stop.signal, ...(keep === undefined ? {} : { folder: resolve(terminal.folder, keep) }),
        onProgress: (done, total, text) => tell(stderr.isTerminal ? `${CLEAR_LINE}[${done}/${total}] ${text}` : `[${done}/${total}] ${text}\n`),
        onOutput: (text) => tell(stderr.isTerminal ? `${CLEAR_LINE}${text}` : text),
      })
      await writing
      if (stderr.isTerminal) await stderr.write(CLEAR_LINE)
      for (const { command } of recorded) await stderr.write(`${plain(command, 20_000)}\n`)
      const written = out === undefined ? [] : await write(recorded, out, terminal)
      if (args.values['json'] === true) await stdout.write(`${resultJson(recorded)}\n`)
      else {
        const [first] = recorded
        await stdout.write(`${tableText(recorded)}\n`)
        if (written.length > 0) await stdout.write(`\nWrote ${written.map((name) => plain(name)).join(', ')}\n`)
        else if (recorded.length === 1 && first !== undefined) await stdout.write(`\n${summaryText(summarize(first.profile), { columns: terminal.columns, colour: terminal.colour })}\n`)
      }
      const failed = recorded.find(({ error }) => error !== '')
      if (failed !== undefined) {
        await stderr.write(`backedge: ${plain(basename(failed.title))}: ${plain(failed.error, 1000)}\n`)
        throw new ProgramFailed()
      }
    } finally {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, onSignal)
    }
  },
}
