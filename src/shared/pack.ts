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

interface Extent {
  readonly least: number
  readonly largest: number
}

// Two loops, because one that meets arrays of two types is ten times slower.

function extentOfWholes(array: Int32Array): Extent {
  let least = Infinity
  let largest = -Infinity
  for (let at = 0; at < array.length; at++) {
    const value = array[at] as number
    if (value < least) least = value
    if (value > largest) largest = value
  }
  return { least, largest }
}

/** Undefined where there is a number that is not whole, or a -0. */
function extentOfFloats(array: Float64Array): Extent | undefined {
  let least = Infinity
  let largest = -Infinity
  for (let at = 0; at < array.length; at++) {
    const value = array[at] as number
    // Also true of NaN.
    if (value !== Math.floor(value) || (value === 0 && 1 / value < 0)) return undefined
    if (value < least) least = value
    if (value > largest) largest = value
  }
  return { least, largest }
}

/** `array` in the smallest type for numbers of this extent. */
function narrowed(array: Wide, { least, largest }: Extent): Narrow | undefined {
  if (least >= 0) {
    if (largest < 2 ** 8) return new Uint8Array(array)
    if (largest < 2 ** 16) return new Uint16Array(array)
    return largest < 2 ** 32 && array.BYTES_PER_ELEMENT > 4 ? new Uint32Array(array) : undefined
  }
  if (least >= -(2 ** 15) && largest < 2 ** 15) return new Int16Array(array)
  return least >= -(2 ** 31) && largest < 2 ** 31 && array.BYTES_PER_ELEMENT > 4 ? new Int32Array(array) : undefined
}

/** A shorter form of `array`; undefined if there is none. */
export function pack(array: Wide): Packed | undefined {
  if (array.length < LEAST_LENGTH) return undefined
  const extent = array instanceof Int32Array ? extentOfWholes(array) : extentOfFloats(array)
  if (!extent) return undefined
  if (extent.least === extent.largest && Number.isFinite(extent.least)) return { kind: 'same', value: extent.least }
  const narrow = narrowed(array, extent)
  return narrow && { kind: 'narrow', array: narrow }
}
