/** A stack frame as both forms of `.jlprof` store it: two texts, a line, and whether it is of C and inlined (not kept). */
import type { ByteReader } from './byte-reader'
import { sourceLine } from './json-value'

export interface StackFrame {
  readonly name: string
  readonly file: string
  readonly line: number
}

/** Two lengths, a line and two flags: the least that a frame takes. */
export const SMALLEST_FRAME = 4 + 4 + 8 + 1 + 1

export function readFrame(reader: ByteReader): StackFrame {
  const name = reader.text('a function name')
  const file = reader.text('a file name')
  const line = sourceLine(reader.i64('a line number'))
  reader.skip(2, 'a frame')
  return { name: name || 'unknown function', file, line }
}
