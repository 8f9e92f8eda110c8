/**
 * Long columns of numbers in as few bytes as hold them exactly: one number where all are the same, and whole numbers in
 * the smallest type that has room for the largest. Most columns of a profile are such, and a message of half the length
 * is on the other side in half the time. Nothing is rounded: a column with a fraction, a NaN or a -0 stays as it is.
 */

/** What is packed: the two types in which profiles keep whole numbers. */
type Wide = Int32Array | Float64Array
type Narrow = Uint8Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

export type Packed = { readonly kind: 'same'; readonly value: number } | { readonly kind: 'narrow'; readonly array: Narrow }

/** Shorter ones are not worth a look. */
const LEAST_LENGTH = 1024

/** Least and largest of an array of whole numbers; undefined where there is any other. */
function extent(array: Wide): { least: number; largest: number } | undefined {
  let least = Infinity
  let largest = -Infinity
  let negativeZero = false
  for (let at = 0; at < array.length; at++) {
    const value = array[at] as number
    // Also false of NaN.
    if (value !== Math.floor(value)) return undefined
    if (value < least) least = value
    if (value > largest) largest = value
    negativeZero ||= value === 0 && 1 / value < 0
  }
  return negativeZero ? undefined : { least, largest }
}

function narrowFor(least: number, largest: number, length: number): Narrow | undefined {
  if (least >= 0) {
    if (largest < 2 ** 8) return new Uint8Array(length)
    if (largest < 2 ** 16) return new Uint16Array(length)
    return largest < 2 ** 32 ? new Uint32Array(length) : undefined
  }
  if (least >= -(2 ** 15) && largest < 2 ** 15) return new Int16Array(length)
  return least >= -(2 ** 31) && largest < 2 ** 31 ? new Int32Array(length) : undefined
}

/** Writes the numbers of one array into another of the same length. The loop is written out because `set` of another type is slower. */
export function copyNumbers(from: ArrayLike<number>, to: Wide | Narrow): void {
  for (let at = 0; at < from.length; at++) to[at] = from[at] as number
}

/** A shorter form of `array`; undefined if there is none. */
export function pack(array: Wide): Packed | undefined {
  if (array.length < LEAST_LENGTH) return undefined
  const found = extent(array)
  if (!found) return undefined
  const { least, largest } = found
  if (least === largest && Number.isFinite(least)) return { kind: 'same', value: least }
  const narrow = narrowFor(least, largest, array.length)
  if (!narrow || narrow.BYTES_PER_ELEMENT >= array.BYTES_PER_ELEMENT) return undefined
  copyNumbers(array, narrow)
  return { kind: 'narrow', array: narrow }
}
