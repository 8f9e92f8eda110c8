/**
 * JSON as bytes of UTF-8, for readers of lists that are too long for objects: spaces, numbers and lists of numbers.
 * What is not written as JSON writes it is told as such; what is wrong with it is said by those who read the whole text.
 */
import type { Buffer } from 'node:buffer'

export const [QUOTE, COMMA, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = Array.from('",\\[]{}', (character) => character.charCodeAt(0)) as [
  number, number, number, number, number, number, number,
]
const [COLON, MINUS, PLUS, POINT, SMALL_E, LARGE_E] = Array.from(':-+.eE', (character) => character.charCodeAt(0)) as [
  number, number, number, number, number, number,
]
export const [ZERO, NINE] = [0x30, 0x39]
/** Whole numbers of so many digits are exact, however they are made. */
export const EXACT_DIGITS = 15

/** A list that was read, and where it stood: from its bracket to after its last one. */
export interface ReadList<Columns> {
  readonly columns: Columns
  readonly from: number
  readonly to: number
}

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from
  for (let byte = bytes[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; ) byte = bytes[++at]
  return at
}

/** Position of the value after the colon at or after `from`, -1 if there is none. */
export function afterColon(bytes: Uint8Array, from: number): number {
  const colon = bytes[from] === COLON ? from : skipSpace(bytes, from)
  return bytes[colon] === COLON ? skipSpace(bytes, colon + 1) : -1
}

/** Position after the digits that begin at `from`. */
function afterDigits(bytes: Uint8Array, from: number): number {
  let at = from
  for (let byte = bytes[at] as number; byte >= ZERO && byte <= NINE; ) byte = bytes[++at] as number
  return at
}

/** Position after the number that begins at `from`; -1 if none does. */
export function numberEnd(bytes: Uint8Array, from: number): number {
  const begin = bytes[from] === MINUS ? from + 1 : from
  let at = afterDigits(bytes, begin)
  if (at === begin || (bytes[begin] === ZERO && at > begin + 1)) return -1
  if (bytes[at] === POINT) {
    const fraction = at + 1
    at = afterDigits(bytes, fraction)
    if (at === fraction) return -1
  }
  if (bytes[at] === SMALL_E || bytes[at] === LARGE_E) {
    const sign = bytes[at + 1]
    const exponent = sign === MINUS || sign === PLUS ? at + 2 : at + 1
    at = afterDigits(bytes, exponent)
    if (at === exponent) return -1
  }
  return at
}

/** The number that stands between two positions. */
export function numberAt(bytes: Buffer, from: number, to: number): number {
  return Number(bytes.toString('latin1', from, to))
}

/** A list of numbers whose bracket stands at `from`; undefined if there is anything else in it. */
export function readNumbers(bytes: Buffer, from: number): ReadList<Float64Array> | undefined {
  let numbers = new Float64Array(1024)
  let length = 0
  let at = skipSpace(bytes, from + 1)
  if (bytes[at] === CLOSE_LIST) return { columns: new Float64Array(), from, to: at + 1 }
  for (;;) {
    const begin = at
    let value = 0
    let byte = bytes[at] as number
    while (byte >= ZERO && byte <= NINE) {
      value = value * 10 + byte - ZERO
      byte = bytes[++at] as number
    }
    const digits = at - begin
    if (digits === 0 || digits > EXACT_DIGITS || (digits > 1 && bytes[begin] === ZERO) || (byte !== COMMA && byte !== CLOSE_LIST && byte > 0x20)) {
      at = numberEnd(bytes, begin)
      if (at < 0) return undefined
      value = numberAt(bytes, begin, at)
    }
    if (length === numbers.length) {
      const wider = new Float64Array(length * 2)
      wider.set(numbers)
      numbers = wider
    }
    numbers[length++] = value
    at = skipSpace(bytes, at)
    if (bytes[at] === CLOSE_LIST) return { columns: numbers.subarray(0, length), from, to: at + 1 }
    if (bytes[at] !== COMMA) return undefined
    at = skipSpace(bytes, at + 1)
  }
}
