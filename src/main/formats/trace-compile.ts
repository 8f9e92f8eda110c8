/**
 * `--trace-compile`, `--trace-compile-timing`, `--trace-dispatch` and their macros (reference/formats.md b.2), and files of such
 * statements that people keep. A trace on stderr is mixed with what the program and other tools print, so the lines of one run
 * are one block however far apart they stand, up to the next prompt. A line is a compile request from outside: what was
 * inlined or compiled on the way is not listed.
 */
import type { ProfileBuilder } from '../../shared/profile/builder'
import { SCHEMA } from '../../shared/profile/schema'
import type { Block } from '../../shared/profile/tables'
import type { TextFormat, TextImport } from './format'
import type { Lines } from './lines'
import type { Statement } from './precompile-statement'
import { isComment, statementsIn } from './precompile-statement'
import { isPrompt } from './prompts'

const COLOUR = /\u001b\[([\d;]*)m/g

/** Whether yellow, which since Julia 1.12 means the same as `# recompile`, was on where the `nth` `precompile(` of the raw line stands. */
function isYellow(raw: string, nth: number): boolean {
  let call = -1
  for (let count = 0; count <= nth; count++) call = raw.indexOf('precompile(', call + 1)
  let yellow = false
  for (const [, codes = ''] of raw.slice(0, Math.max(0, call)).matchAll(COLOUR)) {
    for (const code of codes.split(';')) {
      if (/^(?:33|93)$/.test(code)) yellow = true
      else if (/^(?:0?|39|3\d|9[0-7])$/.test(code)) yellow = false
    }
  }
  return yellow
}

/** The statements that were printed on a line: what was typed or is a comment holds none. */
function printedStatements(line: string): readonly Statement[] {
  return line.includes('precompile(') && !isPrompt(line) && !isComment(line) ? statementsIn(line) : []
}

type Kind = (typeof SCHEMA)['precompile']['kind']['oneOf'][number]
/** What an unmarked statement means. */
type Again = Extract<(typeof SCHEMA)['precompile']['recompile']['oneOf'][number], 'no' | 'unknown'>

/** A block that later lines of the same run still join. */
interface OpenTrace {
  readonly block: number
  readonly source: number
  readonly command: string
  readonly rows: number[]
  readonly unmarked: number[]
  readonly signatures: Set<string>
  /** Comment lines between the statements, as long as it can be a file. */
  comments: number[]
  lastAt: number
  /** Something else than statements and comments stands between or beside them: a log, not a file. */
  output: boolean
  timed: boolean
  marked: boolean
  /** A statement has what only files have. */
  written: boolean
  /** Julia versions that the types tell of. */
  spelling: string
  kind: Kind
  again: Again
}

const openTraces = new WeakMap<ProfileBuilder, OpenTrace>()

const TRACE_NOTE =
  'One statement for each method instance that was asked for from outside: what was inlined or compiled on the way is not listed, nor are signatures that cannot be written down.'
const NESTED_NOTE =
  'Times can contain one another: since julia#59363 they cover inference, code generation and everything compiled on the way, before it code generation only. Their sum is not a total.'

function notesOf(trace: OpenTrace): string[] {
  const repeated = trace.rows.length - trace.signatures.size
  const again = repeated === 1 ? '1 of the statements stood there before' : `${repeated} of the statements stood there before`
  if (trace.kind === 'directive') {
    return ['Statements from a file: written by people or tools, not measured.', ...(repeated > 0 ? [`${again}.`] : [])]
  }
  const notes = [trace.kind === 'dispatch' ? 'One statement for each method instance that was called by runtime dispatch.' : TRACE_NOTE]
  if (trace.timed) notes.push(NESTED_NOTE)
  if (trace.kind === 'trace' && trace.again === 'unknown') {
    notes.push(`This version does not mark what is compiled again.${repeated > 0 ? ` ${again}, so it was compiled more than once.` : ''}`)
  } else if (repeated > 0) notes.push(`${again}.`)
  return notes
}

const TOOLS = { trace: '--trace-compile', dispatch: '--trace-dispatch', directive: 'precompile statements', parcel: '' } as const

function describe(trace: OpenTrace): Partial<Block> {
  const { timed } = trace
  const kept = trace.kind === 'directive'
  const tool = TOOLS[trace.kind]
  return {
    title: tool,
    lastLine: trace.lastAt + 1,
    times: timed ? (kept ? 'inclusive' : 'nested') : 'none',
    provenance: {
      kind: 'measured',
      tool,
      julia: trace.kind === 'dispatch' || trace.again === 'no' ? '1.12 or later' : trace.spelling,
      error: timed ? (kept ? 'single precision' : 'rounded to 0.1 ms') : '',
    },
    notes: notesOf(trace),
  }
}

/**
 * What kind of trace the statements so far are, and what an unmarked one means. Times and marks came with Julia 1.12, as did
 * the macro: there, no mark means compiled for the first time.
 */
function classify(trace: OpenTrace): { readonly kind: Kind; readonly again: Again } {
  if (/trace[-_]dispatch/.test(trace.command)) return { kind: 'dispatch', again: 'unknown' }
  if (!trace.output && (trace.comments.length > 0 || trace.written)) return { kind: 'directive', again: 'unknown' }
  const known = /@trace_compile|trace-compile-timing/.test(trace.command) || trace.marked || trace.timed
  return { kind: 'trace', again: known ? 'no' : 'unknown' }
}

/** Brings block and rows in line with what is known after more statements were read. */
function settle(trace: OpenTrace, builder: ProfileBuilder): void {
  const { kind, again } = classify(trace)
  if (kind !== trace.kind || again !== trace.again) {
    trace.kind = kind
    trace.again = again
    const { precompile } = SCHEMA
    for (const row of trace.rows) builder.setNumber('precompile', row, 'kind', precompile.kind.oneOf.indexOf(kind))
    for (const row of trace.unmarked) builder.setNumber('precompile', row, 'recompile', precompile.recompile.oneOf.indexOf(again))
  }
  builder.amendBlock(trace.block, describe(trace))
}

/**
 * The trace that the line `at` goes on with, or a new one. Statements of a file do not go on beyond other text: they are not
 * printed while a program runs.
 */
function traceFor(lines: Lines, at: number, { builder, source, command }: TextImport): OpenTrace {
  const open = openTraces.get(builder)
  if (open?.source === source && open.lastAt < at && !lines.fencedOff(open.lastAt, at)) {
    const ofFile = open.written || statementsIn(lines.at(at)).some((statement) => statement.written)
    let output = false
    let joined = true
    for (let between = open.lastAt + 1; between < at && joined; between++) {
      const line = lines.at(between)
      if (line.trim() !== '') output = true
      joined = !isPrompt(line) && !(output && ofFile)
    }
    if (joined) {
      open.output ||= output
      return open
    }
  }
  const block = builder.block({ part: 'precompile', format: 'trace-compile', title: '', command, source, firstLine: at + 1, lastLine: at + 1 })
  const trace: OpenTrace = {
    block, source, command, rows: [], unmarked: [], signatures: new Set(), comments: [], lastAt: at,
    output: false, timed: false, marked: false, written: false, spelling: '', kind: 'trace', again: 'unknown',
  }
  openTraces.set(builder, trace)
  return trace
}

/** Adds the `statements` of line `at`. What shares the line with them is program output. */
function readLine(lines: Lines, at: number, statements: readonly Statement[], trace: OpenTrace, into: TextImport): void {
  const { builder } = into
  const line = lines.at(at)
  const raw = lines.raw(at)
  const coloured = raw.includes('\u001b')
  let end = 0
  const glued: string[] = []
  for (const statement of statements) {
    const nth = coloured ? line.slice(0, statement.call).split('precompile(').length - 1 : 0
    const { signature, time } = statement
    const marked = statement.recompile || (coloured && isYellow(raw, nth))
    const row = builder.add('precompile', {
      statement: statement.text,
      frame: builder.frame({ signature }),
      time,
      recompile: marked ? 'yes' : trace.again,
      kind: trace.kind,
      block: trace.block,
      line: at + 1,
    })
    trace.rows.push(row)
    if (!marked) trace.unmarked.push(row)
    trace.signatures.add(signature)
    trace.timed ||= !Number.isNaN(time)
    trace.marked ||= marked
    trace.written ||= statement.written
    trace.spelling ||= signature.includes('NTuple{') ? '1.9 or later' : /getfield\([^()]*, Symbol\("#/.test(signature) ? 'to 1.5' : ''
    glued.push(line.slice(end, statement.from))
    end = statement.to
  }
  glued.push(line.slice(end))
  for (const part of glued) {
    if (part.trim() === '') continue
    trace.output = true
    into.leaveUnparsed(at, part)
  }
}

export const traceCompile: TextFormat = {
  id: 'trace-compile',
  title: '--trace-compile and precompile statements',
  marks: ['precompile('],
  begins: (lines, at) => printedStatements(lines.at(at)).length > 0,
  read(lines, at, into) {
    const trace = traceFor(lines, at, into)
    const comments: number[] = []
    let next = at
    for (; next < lines.length; next++) {
      const line = lines.at(next)
      const statements = printedStatements(line)
      if (statements.length > 0) {
        trace.comments.push(...comments.splice(0))
        readLine(lines, next, statements, trace, into)
        trace.lastAt = next
      } else if (isComment(line)) comments.push(next)
      else if (line.trim() !== '') break
    }
    if (trace.output) {
      // In a log, a line that begins with # is what the program printed.
      for (const comment of trace.comments) into.leaveUnparsed(comment)
      trace.comments = []
    }
    settle(trace, into.builder)
    return trace.lastAt + 1
  },
}
