/**
 * The one way in: bytes of any kind to a profile. The format is found from the content, never from the name: gzip and
 * other magic numbers first, then JSON by its structure, then text line by line.
 */
import { UserError } from '../../shared/errors'
import { appendProfile } from '../../shared/profile/append'
import { ProfileBuilder } from '../../shared/profile/builder'
import { checkIntegrity } from '../../shared/profile/integrity'
import type { Profile } from '../../shared/profile/tables'
import type { ByteSource } from '../image/container'
import { formatBytes, formatCount } from '../../shared/units'
import { isBackedge, readBackedge } from './backedge-file'
import { chromeTrace } from './chrome-trace'
import { ENVIRONMENT, isEnvironment, readEnvironment } from './environment-toml'
import { gunzip, isGzip } from './gunzip'
import { BINARY_FORMATS, JSON_FORMATS, RANGED_FORMATS, ROW_FORMATS, TEXT_FORMATS } from './index'
import { findJsonFault, lineAndColumn } from './json-error'
import { firstOf, readJsonLines, rowsOf } from './json-lines'
import type { FileImport, RowFormat } from './format'
import { isRecord } from './json-value'
import { Lines } from './lines'
import { isRecording, readRecording, RECORDING } from './recording-jsonl'
import { readSession } from './session'
import { parseWithLists } from './speedscope-lists'
import { encodingOf, firstBytes, isBinary, isJuliaSource, knownKind } from './sniff'

/** Largest input in bytes, also after unpacking: what fits into one string of the engine. */
export const MAX_INPUT_BYTES = 500_000_000

export interface ImportOptions {
  readonly signal?: AbortSignal
  /** `done` of `total` in units that only mean a share; `text` says what is being done. */
  readonly onProgress?: (done: number, total: number, text: string) => void
}

export interface NamedInput {
  /** All of it, or of a `file` the beginning. */
  readonly bytes: Uint8Array
  /** What `isReadInParts` says of: it may be larger than what is held in memory. */
  readonly file?: ByteSource
  readonly beside?: FileImport['beside']
  /** File name, for the title and for messages; '' for none. */
  readonly name: string
  /** The name is none that anybody gave (`pasted text`): the profile is called by what is in it. */
  readonly untitled?: boolean
  /** Was read already, as a folder is; `bytes` are none. */
  readonly whole?: Imported
}

export interface Imported {
  readonly profile: Profile
  /** Id of the format it was read from; `mixed` if there were several. */
  readonly format: string
}

/** What one input gave. `whole` is a profile that was complete already. */
interface Found {
  readonly format: string
  readonly title: string
  readonly unparsedDropped: number
  readonly julia: string
  readonly whole?: Profile
}

interface ParsedJson {
  readonly value: unknown
  /** A sentence on what is missing, '' if nothing is. */
  readonly warning: string
}

/** One sentence fits a banner and a line; the list of all formats is on the start page and in `backedge summary --help`. */
const EXPECTED =
  'expected output of @time_imports, @time, SnoopCompile, --trace-compile or Pkg.precompile, a Manifest.toml, speedscope JSON, Chrome trace JSON, pprof, .jlprof, a cache file or image of Julia, or .backedge'

/** How much of a file `isReadInParts` looks at. */
export const BEGINNING = 4096

/** Whether a file that begins so is of a format that need not be held in memory. */
export function isReadInParts(beginning: Uint8Array): boolean {
  return RANGED_FORMATS.some((format) => format.detect(beginning))
}

function shortened(text: string): string {
  const line = text.trim()
  return line.length > 80 ? `${line.slice(0, 80)}…` : line
}

/** The banner of the REPL and `versioninfo()` say which Julia it was. */
const JULIA_VERSION = /\|  Version (\d+\.\d+\.\d[^ ]{0,20}) \(|^Julia Version (\d+\.\d+\.\d\S{0,20})/m
/** How much of a text is searched for it. */
const BANNER_WITHIN = 1_000_000
/** Lines of comments that may stand before the program. */
const MOST_COMMENTS = 1000

/** Whether a text is the file of a package, which may hold `precompile` statements: `module A` stands before all else that is no comment and no text of one line. */
function isPackageSource(text: string): boolean {
  const first = text.slice(0, BANNER_WITHIN).split('\n', MOST_COMMENTS).find((line) => !/^[\s\ufeff]*(?:#.*|"[^"]*"\s*|"""[^"]*"""\s*)?$/.test(line)) ?? ''
  return /^\ufeff?(?:bare)?module [\p{L}_][\p{L}\p{N}_]*\s*(?:#.*)?$/u.test(first)
}

function foundWhole({ profile: whole, format }: Imported): Found {
  const { title, unparsedDropped, julia } = whole.meta
  return { format, title, unparsedDropped, julia, whole }
}

/** Reads inputs into one profile. */
class Import {
  readonly builder = new ProfileBuilder()
  constructor(private readonly options: ImportOptions) {}

  private progress(done: number, total: number, text: string): void {
    this.options.onProgress?.(done, total, text)
    this.options.signal?.throwIfAborted()
  }

  private unknown(name: string, found: string): UserError {
    return new UserError('unknown-format', found, { where: name || undefined, hint: EXPECTED })
  }

  async read(input: NamedInput): Promise<Found> {
    const { bytes, name, whole } = input
    if (whole) return foundWhole(whole)
    const inParts = this.inParts(input)
    if (inParts) return inParts
    if (bytes.length === 0) throw new UserError('empty-file', 'The file is empty: 0 bytes', { where: name || undefined, hint: EXPECTED })
    if (bytes.length > MAX_INPUT_BYTES) {
      throw new UserError('too-large', `The file has ${formatBytes(bytes.length)}, more than the ${formatBytes(MAX_INPUT_BYTES)} that can be read`, {
        where: name || undefined,
      })
    }
    this.progress(0, 3, `Unpacking ${name || 'the text'}`)
    const content = isGzip(bytes) ? await gunzip(bytes, name, MAX_INPUT_BYTES, this.options.signal) : bytes
    if (content.length === 0) throw new UserError('empty-file', 'The file is empty once it is unpacked: 0 bytes', { where: name, hint: EXPECTED })
    this.progress(1, 3, `Reading ${name || 'the text'}`)
    return this.binary(content, input) ?? this.textual(content, name, bytes.length)
  }

  private inParts({ bytes, name, file, beside }: NamedInput): Found | undefined {
    const format = RANGED_FORMATS.find((candidate) => candidate.detect(bytes))
    if (!format) return undefined
    this.progress(1, 3, `Reading ${name}`)
    const all = file ?? { length: bytes.length, read: (from: number, to: number) => bytes.subarray(from, to) }
    const source = this.builder.source({ name, format: format.id, bytes: all.length })
    format.read(all, { builder: this.builder, source, name, ...(beside && { beside }) })
    return { format: format.id, title: name, unparsedDropped: 0, julia: '' }
  }

  private binary(content: Uint8Array, { bytes, name, beside }: NamedInput): Found | undefined {
    const format = BINARY_FORMATS.find((candidate) => candidate.detect(content))
    if (!format) return undefined
    const source = this.builder.source({ name, format: format.id, bytes: bytes.length })
    format.read(content, { builder: this.builder, source, name, ...(beside && { beside }) })
    return { format: format.id, title: name, unparsedDropped: 0, julia: '' }
  }

  private textual(content: Uint8Array, name: string, size: number): Found {
    const encoding = encodingOf(content)
    if (encoding === 'utf-8' && isBinary(content)) {
      const kind = knownKind(content)
      throw this.unknown(name, kind === undefined
        ? `The file is not text, and its first bytes (${firstBytes(content)}) are of no format that is known`
        : `This looks like ${kind}; its first bytes are ${firstBytes(content)}`)
    }
    const withLists = encoding === 'utf-8' ? parseWithLists(content) : undefined
    if (withLists !== undefined) return this.json({ value: withLists, warning: '' }, name, size)
    const text = new TextDecoder(encoding).decode(content)
    if (isRecording(text)) return this.recording(text, name, size)
    if (isEnvironment(text)) return this.environment(text, name, size)
    const first = firstOf(text)
    const rowFormat = first && ROW_FORMATS.find((candidate) => candidate.detect(first))
    if (rowFormat) return this.rows(rowFormat, text, name, size)
    if (/^\s*[[{]/.test(text)) {
      const parsed = this.parseJson(text, name)
      if (parsed) return this.json(parsed, name, size)
    }
    return this.session(text, name, size, content)
  }

  /** The JSON value of `text`, or undefined if it only begins like JSON. Throws if it is JSON with a fault. */
  private parseJson(text: string, name: string): ParsedJson | undefined {
    try {
      return { value: JSON.parse(text) as unknown, warning: '' }
    } catch {
      const fault = findJsonFault(text)
      if (!fault) throw new UserError('too-large', 'The JSON is nested too deeply to be read', { where: name })
      const isJson = /^\s*(?:\{\s*"|\[\s*[{[])/.test(text) && fault.at > 2
      const breaksOff = fault.at >= text.trimEnd().length || fault.at > text.lastIndexOf('}')
      const mended = breaksOff && /^\s*\[\s*\{/.test(text) ? mendedTrace(text) : undefined
      if (mended) return mended
      // Logs of one JSON object per line, or a line in brackets: other lines may hold what we look for.
      if (!isJson || fault.expected === 'nothing more') return undefined
      throw new UserError('bad-input', `The file begins as JSON but breaks at ${lineAndColumn(text, fault.at)}: found ${fault.found}, expected ${fault.expected}`, {
        where: name || undefined,
      })
    }
  }

  private json({ value, warning }: ParsedJson, name: string, size: number): Found {
    if (isBackedge(value)) {
      return foundWhole({ profile: readBackedge(value, name), format: 'backedge' })
    }
    const format = JSON_FORMATS.find((candidate) => candidate.detect(value))
    if (!format) {
      const [first] = Array.isArray(value) ? (value as unknown[]) : [value]
      const rowFormat = isRecord(first) ? ROW_FORMATS.find((candidate) => candidate.detect(first)) : undefined
      if (rowFormat) return this.rows(rowFormat, value, name, size)
      const what = isRecord(value)
        ? `a JSON object with the keys ${shortened(Object.keys(value).slice(0, 8).join(', ')) || '(none)'}`
        : `a JSON list of ${Array.isArray(value) ? value.length : 0} entries`
      throw this.unknown(name, `The file is ${what}, which is none of the formats that are known`)
    }
    const source = this.builder.source({ name, format: format.id, bytes: size })
    format.read(value, { builder: this.builder, source, name })
    if (warning !== '') this.builder.add('messages', { level: 'warning', text: warning, source })
    return { format: format.id, title: name, unparsedDropped: 0, julia: '' }
  }

  /** `content`: lines, or the value of a whole document. */
  private rows(format: RowFormat, content: unknown, name: string, size: number): Found {
    const source = this.builder.source({ name, format: format.id, bytes: size })
    const into = { builder: this.builder, source, name }
    const { rows, dropped } = typeof content === 'string' ? readJsonLines(content, into) : rowsOf(content, into)
    const unread = format.read(rows, into)
    for (const { fields, line } of unread) this.builder.add('unparsed', { text: shortened(JSON.stringify(fields)), source, line })
    return { format: format.id, title: name, unparsedDropped: dropped, julia: '' }
  }

  private recording(text: string, name: string, size: number): Found {
    const source = this.builder.source({ name, format: RECORDING.id, bytes: size })
    const { title, ...found } = readRecording(text, {
      builder: this.builder, source, name, formats: TEXT_FORMATS, signal: this.options.signal,
      onProgress: (share) => this.progress(1 + 2 * share, 3, `Reading ${name || 'the recording'}`),
    })
    return { format: RECORDING.id, title: title || name, ...found }
  }

  private environment(text: string, name: string, size: number): Found {
    const source = this.builder.source({ name, format: ENVIRONMENT.id, bytes: size })
    const { julia } = readEnvironment(text, { builder: this.builder, source, name: name || 'Manifest.toml' })
    return { format: ENVIRONMENT.id, title: name, unparsedDropped: 0, julia }
  }

  private session(text: string, name: string, size: number, content: Uint8Array): Found {
    const lines = new Lines(text)
    const source = this.builder.source({ name, format: 'text', bytes: size })
    const before = this.builder.blockCount
    const messages = this.builder.length('messages')
    const { blocks, answers, unparsedDropped, programLines } = readSession(lines, TEXT_FORMATS, this.builder, source, this.options.signal, (done) =>
      this.progress(1 + (2 * done) / Math.max(1, lines.length), 3, `Reading ${name || 'the text'}`), isPackageSource(text))
    const said = this.builder.length('messages') - messages
    // What only adds to the rows of another file (names of functions) makes no block, and log messages alone are nothing to open.
    if (this.builder.blockCount === before && blocks <= said && answers === 0) throw this.nothingFound(lines, name, content, said)
    if (programLines > 0) {
      this.builder.add('messages', { level: 'info', text: `The text is a program: ${formatCount(programLines)} ${programLines === 1 ? 'line' : 'lines'} of Julia beside what was read.`, source })
    }
    const version = JULIA_VERSION.exec(text.slice(0, BANNER_WITHIN))
    return { format: 'text', title: name, unparsedDropped, julia: version?.[1] ?? version?.[2] ?? '' }
  }

  private nothingFound(lines: Lines, name: string, content: Uint8Array, messages: number): UserError {
    let first = 0
    while (first < lines.length && lines.at(first).trim() === '') first++
    if (first === lines.length) return this.unknown(name, `The file holds only white space: ${formatCount(content.length)} bytes`)
    const kind = knownKind(content) ?? (isJuliaSource(lines.at(first)) ? 'Julia source text' : undefined)
    const among = messages > 0 ? `, ${formatCount(messages)} log ${messages === 1 ? 'message' : 'messages'} of Julia among them` : ''
    const count = `${formatCount(lines.length)} ${lines.length === 1 ? 'line' : 'lines'} of text${among}`
    const quoted = `${first === 0 ? 'the first line' : `line ${first + 1}`} is “${shortened(lines.at(first))}”`
    return this.unknown(name, kind === undefined
      ? `None of the output that is known was found in ${count}; ${quoted}`
      : `This looks like ${kind}, and none of the output that is known was found in it`)
  }
}

/**
 * A list of trace events whose end is missing, as far as it goes: programs write it event by event, and may leave off
 * the last bracket or be stopped within an event. Undefined if that is not what is wrong.
 */
function mendedTrace(text: string): ParsedJson | undefined {
  const last = text.lastIndexOf('}') + 1
  for (const end of [last, text.lastIndexOf('}', text.lastIndexOf('{')) + 1]) {
    if (end <= 0) continue
    try {
      const value = JSON.parse(`${text.slice(0, end)}]`) as unknown
      const rest = text.slice(end).trim().replace(/^,/, '')
      const warning = rest === '' ? '' : `The trace breaks off: its last ${formatCount(text.length - end)} characters are no whole event.`
      if (chromeTrace.detect(value)) return { value, warning }
    } catch {
      // The other place to cut is tried.
    }
  }
  return undefined
}

function sound(profile: Profile): Profile {
  const faults = checkIntegrity(profile)
  // Whatever is in a file, a reader must make a sound profile of it: this is a bug of ours.
  if (faults.length > 0) throw new Error(`the importer made an unsound profile: ${faults.slice(0, 5).join('; ')}`)
  return profile
}

/** One value if all agree on it, else `otherwise`. */
function common(values: readonly string[], otherwise: string): string {
  const known = new Set(values.filter((value) => value !== ''))
  const [first] = known
  return known.size === 1 && first !== undefined ? first : otherwise
}

/**
 * Makes one profile of several inputs, such as all files of one session. Throws a `UserError` that names the input if
 * any of them cannot be read, and 'cancelled' when `signal` says so.
 */
export async function importMerged(inputs: readonly NamedInput[], options: ImportOptions = {}): Promise<Imported> {
  const run = new Import(options)
  const found: Found[] = []
  try {
    for (const [at, input] of inputs.entries()) {
      const one = await run.read(input)
      // A file of ours that comes alone is taken as it is, so that saving it again gives the same bytes.
      if (one.whole && inputs.length === 1) return { profile: one.whole, format: one.format }
      if (one.whole) appendProfile(run.builder, one.whole)
      found.push(input.untitled === true ? { ...one, title: '' } : one)
      options.onProgress?.(3, 3, `Read ${at + 1} of ${inputs.length}`)
    }
  } catch (error) {
    if (options.signal?.aborted === true) throw new UserError('cancelled', 'Opening was cancelled')
    throw error
  }
  const titles = found.map(({ title }) => title).filter((title) => title !== '')
  const profile = run.builder.finish({
    title: titles.length > 3 ? `${titles.slice(0, 2).join(' + ')} + ${titles.length - 2} more` : titles.join(' + '),
    julia: common(found.map(({ julia }) => julia), ''),
    unparsedDropped: found.reduce((sum, { unparsedDropped }) => sum + unparsedDropped, 0),
  })
  const title = profile.meta.title || profile.blocks[0]?.command.split('\n', 1)[0] || profile.blocks[0]?.title || 'Profile'
  return { profile: sound({ ...profile, meta: { ...profile.meta, title } }), format: common(found.map(({ format }) => format), 'mixed') }
}

/** Makes a profile of one input. Throws a `UserError` for everything that cannot be read. */
export async function importBytes(bytes: Uint8Array, name: string, options: ImportOptions = {}): Promise<Profile> {
  return (await importMerged([{ bytes, name }], options)).profile
}
