/**
 * The list of events of an evented profile of a speedscope file, read into columns. Almost all of such a file is events,
 * and as objects they cost many times the memory and the time of what they say. Programs write all events alike, so each
 * is compared with the bytes of the first and only its values are read; one that is written otherwise is taken apart.
 */
import type { Buffer } from 'node:buffer'
import type { ReadList } from './json-bytes'
import { afterColon, CLOSE, CLOSE_LIST, COMMA, EXACT_DIGITS, NINE, numberAt, numberEnd, OPEN, QUOTE, skipSpace, ZERO } from './json-bytes'

export class EventColumns {
  constructor(
    readonly length: number,
    /** 1 where a call begins, 0 where it ends. */
    private readonly opens: Uint8Array,
    private readonly frame: Int32Array,
    private readonly time: Float64Array,
  ) {}
  /** The event as an object of the file. */
  at(index: number): { type: 'O' | 'C'; frame: number; at: number } {
    return { type: this.opens[index] === 1 ? 'O' : 'C', frame: this.frame[index] as number, at: this.time[index] as number }
  }
}

const [TYPE, FRAME, AT] = [1, 2, 4]
/** Characters that an event has at the least: `{"at":1,"type":"O","frame":1},`. */
const SHORTEST = 29
const [A, C, E, F, M, O, P, R, T, Y] = Array.from('aCefmOprty', (character) => character.charCodeAt(0)) as [
  number, number, number, number, number, number, number, number, number, number,
]

/** The key of an event at `at`: its bit, 0 for any other. */
function keyAt(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return 0
  switch (bytes[at + 1]) {
    case T:
      return bytes[at + 2] === Y && bytes[at + 3] === P && bytes[at + 4] === E && bytes[at + 5] === QUOTE ? TYPE : 0
    case F:
      return bytes[at + 2] === R && bytes[at + 3] === A && bytes[at + 4] === M && bytes[at + 5] === E && bytes[at + 6] === QUOTE ? FRAME : 0
    case A:
      return bytes[at + 2] === T && bytes[at + 3] === QUOTE ? AT : 0
    default:
      return 0
  }
}

const KEY_LENGTH: Readonly<Record<number, number>> = { [TYPE]: 6, [FRAME]: 7, [AT]: 4 }

/** What stands before the first, second and third value of an event, and after the last; and which values those are. */
interface Pattern {
  readonly pieces: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  readonly keys: readonly [number, number, number]
}

/** How the event whose brace stands at `from` is written; undefined if it does not have each key once. Values are only passed over. */
function patternOf(bytes: Buffer, from: number): Pattern | undefined {
  const pieces: Uint8Array[] = []
  const keys: number[] = []
  let piece = from
  let at = from
  for (let mark = OPEN; keys.length < 3; mark = COMMA) {
    if (bytes[at] !== mark) return undefined
    at = skipSpace(bytes, at + 1)
    const key = keyAt(bytes, at)
    if (key === 0 || keys.includes(key)) return undefined
    at = afterColon(bytes, at + (KEY_LENGTH[key] as number))
    if (at < 0) return undefined
    pieces.push(bytes.subarray(piece, at))
    keys.push(key)
    at = piece = key === TYPE ? at + 3 : numberEnd(bytes, at)
    if (at < 0) return undefined
    at = skipSpace(bytes, at)
  }
  if (bytes[at] !== CLOSE) return undefined
  pieces.push(bytes.subarray(piece, at + 1))
  return { pieces, keys } as unknown as Pattern
}

/** Position after `piece` at `at`, -1 if it does not stand there. */
function afterPiece(bytes: Uint8Array, at: number, piece: Uint8Array): number {
  for (let offset = 0; offset < piece.length; offset++) if (bytes[at + offset] !== piece[offset]) return -1
  return at + piece.length
}

/** The columns while they are filled. A class, because the engine compiles the code of closures anew for each list. */
class EventReader {
  length = 0
  private readonly opens: Uint8Array
  private readonly frame: Int32Array
  private readonly time: Float64Array

  constructor(
    private readonly bytes: Buffer,
    readonly most: number,
  ) {
    this.opens = new Uint8Array(most)
    this.frame = new Int32Array(most)
    this.time = new Float64Array(most)
  }

  /** Reads the event at `begin`, as the pattern says, into the next row. Position after it; -1 if it is written otherwise. */
  read(begin: number, { pieces, keys }: Pattern): number {
    const { bytes, length } = this
    let here = begin
    for (let slot = 0; slot < 3; slot++) {
      here = afterPiece(bytes, here, pieces[slot] as Uint8Array)
      if (here < 0) return -1
      const key = keys[slot]
      if (key === TYPE) {
        const letter = bytes[here + 1]
        if (bytes[here] !== QUOTE || bytes[here + 2] !== QUOTE || (letter !== O && letter !== C)) return -1
        this.opens[length] = letter === O ? 1 : 0
        here += 3
        continue
      }
      const first = here
      let value = 0
      let byte = bytes[here] as number
      // Whole numbers are made here, without a string.
      while (byte >= ZERO && byte <= NINE) {
        value = value * 10 + byte - ZERO
        byte = bytes[++here] as number
      }
      const digits = here - first
      if (digits === 0 || digits > EXACT_DIGITS || (digits > 1 && bytes[first] === ZERO) || (byte !== COMMA && byte !== CLOSE && byte > 0x20)) {
        here = numberEnd(bytes, first)
        if (here < 0) return -1
        value = numberAt(bytes, first, here)
      }
      if (key === AT) this.time[length] = value
      else if (Number.isInteger(value) && value >= 0 && value <= 0x7fffffff) this.frame[length] = value
      else return -1
    }
    return afterPiece(bytes, here, pieces[3])
  }

  finish(): EventColumns {
    const { length } = this
    return new EventColumns(length, this.opens.subarray(0, length), this.frame.subarray(0, length), this.time.subarray(0, length))
  }
}

/** Reads the list whose bracket stands at `from`; undefined if it is not written as expected. */
export function readEventList(bytes: Buffer, from: number): ReadList<EventColumns> | undefined {
  const reader = new EventReader(bytes, Math.ceil((bytes.length - from) / SHORTEST) + 1)
  let at = skipSpace(bytes, from + 1)
  if (bytes[at] === CLOSE_LIST) return { columns: reader.finish(), from, to: at + 1 }
  let pattern: Pattern | undefined
  for (;;) {
    if (reader.length === reader.most) return undefined
    let end = pattern ? reader.read(at, pattern) : -1
    if (end < 0) {
      pattern = patternOf(bytes, at)
      end = pattern ? reader.read(at, pattern) : -1
      if (end < 0) return undefined
    }
    reader.length++
    at = bytes[end] === COMMA ? end : skipSpace(bytes, end)
    if (bytes[at] === CLOSE_LIST) return { columns: reader.finish(), from, to: at + 1 }
    if (bytes[at] !== COMMA) return undefined
    at = bytes[at + 1] === OPEN ? at + 1 : skipSpace(bytes, at + 1)
  }
}
