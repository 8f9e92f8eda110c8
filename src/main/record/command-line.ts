/**
 * The command lines of a recording, and how they are written so that a person can paste them into a shell. Options that would take from the recorder
 * what it needs are refused.
 */
import { UserError } from '../../shared/errors'

export interface RecordStep {
  readonly kind: 'using' | 'eval'
  /** `A, B` or Julia code. */
  readonly text: string
  /** The text itself if left out. */
  readonly label?: string
}

/** What is recorded, in which Julia. */
export interface RecordRequest {
  readonly julia: string
  /** A folder with a `Project.toml`, `@v1.10`, or '' for the default environment. */
  readonly project: string
  readonly steps: readonly RecordStep[]
  /** Options for julia: `-O1`, `--pkgimages=no`. */
  readonly flags: readonly string[]
}

export interface RecordPlaces {
  readonly script: string
  readonly out: string
  /** Where --trace-compile writes; '' for a process that only times. */
  readonly trace: string
  /** Julia 1.12 and later say how long each statement took. */
  readonly timedTrace?: boolean
}

const OURS = ['--project', '--startup-file', '--history-file', '--color', '--trace-compile', '--trace-compile-timing', '-e', '--eval', '-E', '--print', '-i', '-L', '--load', '-P', '--post-boot']

/** Throws `UserError('bad-input')` for what cannot be recorded. */
export function checkRequest({ julia, steps, flags, project }: RecordRequest): void {
  if (julia === '') throw new UserError('bad-input', 'Which Julia to record in is not said.')
  if (steps.length === 0) throw new UserError('bad-input', 'There is nothing to record.', { hint: 'expected a package to load or an expression' })
  for (const { kind, text } of steps) {
    if (text.trim() === '') throw new UserError('bad-input', `A step of the kind “${kind}” is empty.`)
    if (kind === 'using' && !/^[\p{L}_][\p{L}\p{N}_!.:, @]*$/u.test(text)) {
      throw new UserError('bad-input', `Found “${text.slice(0, 80)}”, expected names of packages.`, { hint: 'such as DataFrames, or CSV, DataFrames; all else is an expression' })
    }
  }
  for (const flag of flags) {
    const name = flag.split('=', 1)[0] ?? ''
    if (!flag.startsWith('-') || flag === '-' || flag === '--') throw new UserError('bad-input', `Found the flag “${flag.slice(0, 80)}”, expected an option of julia.`, { hint: 'such as -O1 or --pkgimages=no, value and all in one' })
    if (OURS.includes(name)) throw new UserError('bad-input', `The flag ${name} is the recorder’s own.`, name === '--project' ? { hint: 'choose the project instead' } : {})
  }
  for (const text of [julia, project, ...flags, ...steps.flatMap(({ text: one, label = '' }) => [one, label])]) {
    if (text.includes('\0')) throw new UserError('bad-input', 'A text with the character NUL cannot be handed to a program.')
  }
}

const juliaOptions = ({ project, flags }: RecordRequest): string[] => [
  '--startup-file=no', '--history-file=no', '--color=no', ...(project === '' ? [] : [`--project=${project}`]), ...flags,
]

/** Arguments of a process that records. */
export function recordArguments(request: RecordRequest, { script, out, trace, timedTrace = false }: RecordPlaces): string[] {
  return [
    ...juliaOptions(request), ...(trace === '' ? [] : [`--trace-compile=${trace}`, ...(timedTrace ? ['--trace-compile-timing'] : [])]),
    script, `--out=${out}`, ...(trace === '' ? ['--mode=plain'] : []),
    ...request.steps.flatMap(({ kind, text, label }) => [`--${kind}=${text}`, ...(label === undefined || label === '' || label === text ? [] : [`--label=${label}`])]),
  ]
}

/** Of the process that loads the packages once, so that their caches are there; undefined if no step loads any. */
export function prepareArguments(request: RecordRequest): string[] | undefined {
  const packages = request.steps.flatMap(({ kind, text }) => (kind === 'using' ? [text] : []))
  return packages.length === 0 ? undefined : [...juliaOptions(request), '-e', packages.map((text) => `using ${text}`).join('; ')]
}

function quoted(text: string, platform: NodeJS.Platform): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text
  if (platform === 'win32') return `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`
  return `'${text.replaceAll('\'', String.raw`'\''`)}'`
}

/** As it can be pasted into a shell of the platform. */
export function shellLine(program: string, args: readonly string[], platform: NodeJS.Platform = process.platform): string {
  return [program, ...args].map((part) => quoted(part, platform)).join(' ')
}
