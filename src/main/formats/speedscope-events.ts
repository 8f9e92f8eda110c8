/**
 * The lists of events in the text of a speedscope file, read into columns. Almost all of such a file is events, and as
 * objects they cost many times the memory and the time of what they say. Only lists are read that are written as every
 * program writes them (`type` "O" or "C", a whole `frame`, a time `at`, in any order); where one is not, the whole text is
 * left to `JSON.parse` and the reader, which can say what is wrong.
 */
import { isRecord } from './json-value'

export class EventColumns {
  constructor(
    readonly length: number,
    /** 1 where a call begins, 0 where it ends. */
    readonly opens: Uint8Array,
    readonly frame: Int32Array,
    readonly at: Float64Array,
  ) {}
}

const KEY = '"events"'
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const [TYPE, FRAME, AT] = [1, 2, 4]
/** Characters that an event has at the least: `{"at":1,"type":"O","frame":1},`. */
const SHORTEST = 29
/** Smaller files are read as fast in one piece. */
const LEAST_LENGTH = 100_000

const [QUOTE, COMMA, COLON, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = Array.from('",:\\[]{}', (character) => character.charCodeAt(0)) as [
  number, number, number, number, number, number, number, number,
]
const [A, C, E, F, M, O, P, R, T, Y] = Array.from('aCefmOprty', (character) => character.charCodeAt(0)) as [
  number, number, number, number, number, number, number, number, number, number,
]
const [ZERO, NINE] = [0x30, 0x39]

interface List {
  readonly events: EventColumns
  /** Position of its bracket. */
  readonly from: number
  /** Position after its last bracket. */
  readonly to: number
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from
  for (let byte = bytes[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; ) byte = bytes[++at]
  return at
}

/** Position of the value after the colon at or after `from`, -1 if there is none. */
function afterColon(bytes: Uint8Array, from: number): number {
  const colon = bytes[from] === COLON ? from : skipSpace(bytes, from)
  return bytes[colon] === COLON ? skipSpace(bytes, colon + 1) : -1
}

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

/** A number with a sign, a fraction or an exponent, and where it ends; NaN if it is written as JSON writes none. */
function otherNumber(bytes: Uint8Array, from: number): { value: number; end: number } {
  let end = from
  while (end < bytes.length && /[-+.\deE]/.test(String.fromCharCode(bytes[end] as number))) end++
  const token = String.fromCharCode(...bytes.subarray(from, Math.min(end, from + 40)))
  return { value: NUMBER.test(token) ? Number(token) : Number.NaN, end }
}

/** Reads the list whose bracket stands at `from`; undefined if it is not written as expected. */
function readList(bytes: Uint8Array, from: number): List | undefined {
  const most = Math.ceil((bytes.length - from) / SHORTEST) + 1
  const opens = new Uint8Array(most)
  const frame = new Int32Array(most)
  const time = new Float64Array(most)
  let length = 0
  let at = skipSpace(bytes, from + 1)
  for (;;) {
    if (bytes[at] !== OPEN || length === most) return undefined
    at = skipSpace(bytes, at + 1)
    let seen = 0
    for (;;) {
      const key = keyAt(bytes, at)
      if (key === 0 || (seen & key) !== 0) return undefined
      seen |= key
      at = afterColon(bytes, at + (key === TYPE ? 6 : key === FRAME ? 7 : 4))
      if (at < 0) return undefined
      if (key === TYPE) {
        const letter = bytes[at + 1]
        if (bytes[at] !== QUOTE || bytes[at + 2] !== QUOTE || (letter !== O && letter !== C)) return undefined
        opens[length] = letter === O ? 1 : 0
        at += 3
      } else {
        const begin = at
        let value = 0
        let byte = bytes[at] as number
        // Whole numbers are made here, without a string; up to 15 digits they are exact.
        while (byte >= ZERO && byte <= NINE) {
          value = value * 10 + byte - ZERO
          byte = bytes[++at] as number
        }
        const digits = at - begin
        if (digits === 0 || digits > 15 || (digits > 1 && bytes[begin] === ZERO) || (byte !== COMMA && byte !== CLOSE && byte > 0x20)) {
          const other = otherNumber(bytes, begin)
          value = other.value
          at = other.end
        }
        if (Number.isNaN(value)) return undefined
        if (key === AT) time[length] = value
        else if (Number.isInteger(value) && value >= 0 && value <= 0x7fffffff) frame[length] = value
        else return undefined
      }
      at = skipSpace(bytes, at)
      if (bytes[at] === CLOSE) break
      if (bytes[at] !== COMMA) return undefined
      at = skipSpace(bytes, at + 1)
    }
    if (seen !== (TYPE | FRAME | AT)) return undefined
    length++
    at = skipSpace(bytes, at + 1)
    if (bytes[at] === CLOSE_LIST) break
    if (bytes[at] !== COMMA) return undefined
    at = skipSpace(bytes, at + 1)
  }
  const events = new EventColumns(length, opens.slice(0, length), frame.slice(0, length), time.slice(0, length))
  return { events, from, to: at + 1 }
}

/**
 * What `JSON.parse` gives for these bytes of UTF-8, but with `EventColumns` for the lists of events of the profiles;
 * undefined for everything that is no such file, has a fault, or is small.
 */
export function parseWithEvents(content: Uint8Array): unknown {
  if (content.length < LEAST_LENGTH) return undefined
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const lists: List[] = []
  for (let key = bytes.indexOf(KEY); key >= 0; ) {
    const from = afterColon(bytes, key + KEY.length)
    // Within a text the quotes would stand behind backslashes.
    const list = bytes[key - 1] !== BACKSLASH && from > 0 && bytes[from] === OPEN_LIST ? readList(bytes, from) : undefined
    if (!list) return undefined
    lists.push(list)
    key = bytes.indexOf(KEY, list.to)
  }
  if (lists.length === 0) return undefined
  // In the place of each list stands its number.
  const text = (from: number | undefined, to: number): string => new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes.subarray(from, to))
  const pieces = lists.map(({ from }, at) => `${text(lists[at - 1]?.to, from)}${at}`)
  let value: unknown
  try {
    value = JSON.parse(`${pieces.join('')}${text(lists.at(-1)?.to, bytes.length)}`)
  } catch {
    return undefined
  }
  const profiles: readonly unknown[] = isRecord(value) && Array.isArray(value.profiles) ? value.profiles : []
  let found = 0
  for (const profile of profiles) {
    if (!isRecord(profile) || profile.events === undefined) continue
    // A number of a list that stood elsewhere, or one that was in the file.
    if (profile.events !== found) return undefined
    profile.events = lists[found++]?.events
  }
  return found === lists.length ? value : undefined
}
