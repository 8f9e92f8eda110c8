/**
 * Errors that end up on the terminal: `ERROR: …` with the stack trace below it, errors that caused them, and the places where files were
 * included. Kept whole as a message. A stack trace that stands alone belongs to an error whose message another format reads.
 */
import type { TextFormat } from './format'
import type { Lines } from './lines'
import { isPrompt } from './prompts'

const ERROR = /^(?:ERROR: |caused by: )(.*)$/
const TRACE = /^\s*Stacktrace:\s*$/
const FRAME = /^\s*\[\d+\] \S/
const PLACE = /^\s+@ \S/
const REPEATED = /^\s*(?:\.\.\. \(the last \d+ lines? (?:is|are) repeated|--- the (?:last|above) \d+ lines? )/
const INCLUDED = /^in expression starting at \S/
/** How far below the first line of a message its stack trace may begin. */
const LONGEST = 60

export interface JuliaError {
  /** The message, then the stack trace, in lines. */
  readonly text: string
  /** Of the outermost error. */
  readonly message: string
  /** The first line after it. */
  readonly next: number
}

/** The line where the stack trace of the error at `at` begins; -1 if it has none. */
function traceBelow(lines: Lines, at: number): number {
  for (let line = at + 1; line < Math.min(lines.length, at + LONGEST); line++) {
    const text = lines.at(line)
    if (TRACE.test(text)) return FRAME.test(lines.at(line + 1)) ? line : -1
    if (ERROR.test(text) || /^\s*[┌[] /.test(text) || isPrompt(text)) return -1
  }
  return -1
}

function endOfTrace(lines: Lines, trace: number): number {
  let next = trace + 1
  while (FRAME.test(lines.at(next)) || PLACE.test(lines.at(next)) || REPEATED.test(lines.at(next))) next++
  return next
}

/** The error or the stack trace that begins at line `at`, or undefined. */
export function readError(lines: Lines, at: number): JuliaError | undefined {
  const first = ERROR.exec(lines.at(at))
  const bare = !first && TRACE.test(lines.at(at)) && FRAME.test(lines.at(at + 1))
  if (!first && !bare) return undefined
  const trace = bare ? at : traceBelow(lines, at)
  let next = trace < 0 ? at + 1 : endOfTrace(lines, trace)
  while (INCLUDED.test(lines.at(next))) next++
  const below = next + (lines.at(next).trim() === '' ? 1 : 0)
  const cause = lines.at(below).startsWith('caused by: ') ? readError(lines, below) : undefined
  if (cause) next = cause.next
  const text = Array.from({ length: next - at }, (_, line) => lines.at(at + line))
  if (first) text[0] = first[1] ?? ''
  return { text: text.join('\n'), message: text.slice(0, trace < 0 ? 1 : Math.max(1, trace - at)).join('\n'), next }
}

export const juliaErrors: TextFormat = {
  id: 'julia-errors',
  title: 'Errors of Julia with stack traces',
  marks: ['ERROR: ', 'caused by: ', 'Stacktrace:'],
  begins: (lines, at) => readError(lines, at) !== undefined,
  read(lines, at, { builder, source }) {
    const error = readError(lines, at)
    if (!error) return at
    builder.add('messages', { level: 'error', text: error.text, source, line: at + 1 })
    return error.next
  },
}
