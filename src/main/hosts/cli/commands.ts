/**
 * The commands of the terminal: their options, their help, and what they do. `run-cli.ts` finds the command and turns
 * errors into exit codes; `run-command.ts` has the one that simulates.
 */
import { resolve } from 'node:path'
import type { ExportFormat } from '../../../shared/api'
import { EXPORT_FORMATS } from '../../../shared/api'
import { PARTS } from '../../../shared/profile/schema'
import { summarize } from '../../../shared/profile/summary'
import type { Profile } from '../../../shared/profile/tables'
import { profileToText } from '../../../shared/profile/to-text'
import { ALL_FORMATS } from '../../formats'
import { CHARTS } from '../../services/chart-of'
import { exportProfile } from '../../services/export-session'
import { EXPORTERS } from '../../services/exporters'
import { numberOf, oneOf, textOf, usageError, type Arguments, type Command } from './command'
import { adviceCommand } from './advice-command'
import { buildCommand } from './build-command'
import { calibrateCommand } from './calibrate-command'
import { callCommand } from './call-command'
import { checkCommand } from './check-command'
import { diffCommand } from './diff-command'
import { inspectCommand } from './inspect-command'
import { projectCommand } from './project-command'
import { readInputs } from './read-inputs'
import { pipelineCommand } from './pipeline-command'
import { precompileCommand } from './precompile-command'
import { recordCommand } from './record-command'
import { run } from './run-command'
import { staticCommand } from './static-command'
import { summaryText } from './summary-text'
import { whatIfCommand } from './what-if-command'

const summary: Command = {
  name: 'summary',
  usage: 'backedge summary FILE… [--json] [--merge]',
  title: 'where the time went, and the heaviest of each part',
  help: [
    'Reads anything that Julia\'s latency tools print or save; "-" is standard input.',
    '',
    '  --json    plain data: parts, provenance, phases, unparsed lines; a list of them for several files',
    '  --merge   take all files as one session',
    '',
    'What is read, found from the content and not from the name:',
    ...ALL_FORMATS.map(({ title }) => `  ${title}`),
  ],
  options: { json: { type: 'boolean' }, merge: { type: 'boolean' } },
  async run(args, context) {
    const { terminal } = context
    if (args.positionals.length === 0) throw usageError(summary, 'No file is named.')
    const profiles = await readInputs(args.positionals, args.values['merge'] === true, context)
    const summaries = profiles.map((profile) => summarize(profile))
    if (args.values['json'] === true) {
      await terminal.stdout.write(`${JSON.stringify(summaries.length === 1 ? summaries[0] : summaries, null, 2)}\n`)
      return
    }
    const texts = summaries.map((one) => summaryText(one, { columns: terminal.columns, colour: terminal.colour }))
    await terminal.stdout.write(`${texts.join('\n\n')}\n`)
  },
}

/** Forms that only the terminal writes. */
const TEXT = 'text'
type Form = ExportFormat | typeof TEXT
const FORMS: readonly Form[] = [...(Object.keys(EXPORT_FORMATS) as ExportFormat[]), TEXT]
const BINARY: ReadonlySet<Form> = new Set(['backedge', 'png'])

function extensionOf(form: Form): string {
  return form === TEXT ? 'txt' : EXPORT_FORMATS[form].extension
}

function formOf(args: Arguments, out: string): Form {
  const asked = oneOf(convert, args, 'to', FORMS)
  if (asked) return asked
  const name = out.toLowerCase()
  // `x.speedscope.json` has two extensions; no extension is the end of another.
  const found = FORMS.find((form) => name.endsWith(`.${extensionOf(form)}`))
  if (found) return found
  const message = out === '-' ? 'What to write to standard output is not said.' : `What to write is not clear from the name "${out}".`
  throw usageError(convert, `${message} Expected --to, or a name that ends with ${FORMS.map((form) => `.${extensionOf(form)}`).join(', ')}.`)
}

async function convertProfile(profile: Profile, form: Form, args: Arguments): Promise<Uint8Array> {
  if (form === TEXT) return new TextEncoder().encode(`${profileToText(profile)}\n`)
  const table = oneOf(convert, args, 'part', PARTS)
  const chart = oneOf(convert, args, 'chart', CHARTS)
  if (table && form !== 'csv') throw usageError(convert, `--part goes with csv, not with ${form}.`)
  const drawn = form === 'svg' || form === 'png'
  if (chart && !drawn) throw usageError(convert, `--chart goes with svg and png, not with ${form}.`)
  const options = {
    part: table ?? chart,
    theme: oneOf(convert, args, 'theme', ['light', 'dark'] as const),
    width: numberOf(convert, args, 'width', 100, 8000),
    height: numberOf(convert, args, 'height', 20, 8000),
  }
  return exportProfile(profile, form, options, EXPORTERS)
}

const convert: Command = {
  name: 'convert',
  usage: 'backedge convert IN… OUT [--to FORMAT] [--part PART] [--chart CHART]',
  title: 'one form into another: .backedge, speedscope, CSV, HTML, SVG …',
  help: [
    'Writes OUT in the format that its name ends with. "-" is standard input or output; output needs --to.',
    'Several inputs become one session, as if --merge were said.',
    '',
    ...FORMS.map((form) => `  .${extensionOf(form).padEnd(16)} ${form === TEXT ? 'Readable text' : EXPORT_FORMATS[form].title} (--to ${form})`),
    '',
    `  --part    for csv, which table: ${PARTS.join(', ')}`,
    `  --chart   for svg and png, which chart: ${CHARTS.join(', ')}`,
    '  --theme   for svg and png: light (as if not said) or dark',
    '  --width, --height   for svg and png, in pixels',
    '  --json    says what was written as JSON',
  ],
  options: {
    to: { type: 'string' },
    part: { type: 'string' },
    chart: { type: 'string' },
    theme: { type: 'string' },
    width: { type: 'string' },
    height: { type: 'string' },
    merge: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run(args, context) {
    const { terminal } = context
    const inputs = args.positionals.slice(0, -1)
    const out = args.positionals.at(-1)
    if (inputs.length === 0 || out === undefined) throw usageError(convert, 'An input and an output are needed.')
    const form = formOf(args, out)
    if (out === '-' && BINARY.has(form) && terminal.stdout.isTerminal) {
      throw usageError(convert, `${form} is binary and would garble the terminal; send it to a file or a program.`)
    }
    const [profile] = await readInputs(inputs, true, context)
    if (!profile) return
    const bytes = await convertProfile(profile, form, args)
    if (out === '-') {
      await terminal.stdout.write(bytes)
      return
    }
    await terminal.files.write(resolve(terminal.folder, out), bytes)
    if (args.values['json'] === true) await terminal.stdout.write(`${JSON.stringify({ path: out, format: form, bytes: bytes.length })}\n`)
  },
}

const serve: Command = {
  name: 'serve',
  usage: 'backedge serve [FILE…] [--port N] [--root FOLDER] [--json]',
  title: 'the app in a browser, from this machine only',
  help: [
    'Prints an address with a one-time key; open it in a browser on this machine, or through an SSH tunnel.',
    '',
    '  --port N        instead of a free one',
    '  --root FOLDER   pages may open every file in it by path',
    '  --json          prints the address as JSON',
  ],
  options: { port: { type: 'string' }, root: { type: 'string' }, json: { type: 'boolean' } },
  async run(args, { terminal, serve: start }) {
    const port = numberOf(serve, args, 'port', 0, 65_535) ?? 0
    await start({ files: [...args.positionals], port, root: textOf(serve, args, 'root'), json: args.values['json'] === true }, terminal)
  },
}

export const COMMANDS: readonly Command[] = [summary, adviceCommand, convert, run, pipelineCommand, precompileCommand, buildCommand, inspectCommand, diffCommand, whatIfCommand, checkCommand, staticCommand, callCommand, projectCommand, serve, recordCommand, calibrateCommand]
