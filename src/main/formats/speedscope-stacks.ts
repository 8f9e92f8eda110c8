/**
 * The list of stacks of a sampled profile of a speedscope file, read into columns. A stack differs from the one before it
 * by a few calls at its end, and so do their bytes: what is the same is compared and only the rest is read, and only the
 * rest is kept.
 */
import type { Buffer } from 'node:buffer'
import type { ReadList } from './json-bytes'
import { CLOSE_LIST, COMMA, NINE, OPEN_LIST, skipSpace, ZERO } from './json-bytes'

export class StackColumns {
  constructor(
    readonly length: number,
    /** How many calls, from the outermost, each stack shares with the one before it. May be fewer than are the same. */
    readonly kept: Int32Array,
    /** The further calls of stack `s` are `frames` from `from[s]` to below `from[s + 1]`. */
    readonly from: Int32Array,
    readonly frames: Int32Array,
  ) {}
}

/** A column that grows. */
class Numbers {
  length = 0
  private data = new Int32Array(4096)
  push(value: number): void {
    if (this.length === this.data.length) {
      const wider = new Int32Array(this.length * 2)
      wider.set(this.data)
      this.data = wider
    }
    this.data[this.length++] = value
  }
  /** The last; there must be one. */
  get top(): number {
    return this.data[this.length - 1] as number
  }
  finish(): Int32Array {
    return this.data.subarray(0, this.length)
  }
}

/** How many bytes are the same from `left` on and from `right` on, of at most `most`. */
function sameBytes(bytes: Uint8Array, view: DataView, left: number, right: number, most: number): number {
  const limit = Math.min(most, bytes.length - right)
  let same = 0
  while (same + 4 <= limit && view.getInt32(left + same) === view.getInt32(right + same)) same += 4
  while (same < limit && bytes[left + same] === bytes[right + same]) same++
  return same
}

/** Digits that a frame has at most; nobody has so many frames. */
const FRAME_DIGITS = 9

/** Reads the list whose bracket stands at `from`; undefined if it is no list of lists of whole numbers. */
export function readStackList(bytes: Buffer, from: number): ReadList<StackColumns> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [kept, starts, frames] = [new Numbers(), new Numbers(), new Numbers()]
  /** Where each number of the last stack ends, counted from after its bracket. */
  const ends = new Numbers()
  /** Where the last stack begins, after its bracket, and its length up to the other one; there is none yet. */
  let last = from
  let lastLength = -1
  const done = (to: number): ReadList<StackColumns> => {
    starts.push(frames.length)
    return { columns: new StackColumns(kept.length, kept.finish(), starts.finish(), frames.finish()), from, to }
  }

  let at = skipSpace(bytes, from + 1)
  if (bytes[at] === CLOSE_LIST) return done(at + 1)
  for (;;) {
    if (bytes[at] !== OPEN_LIST) return undefined
    const begin = at + 1
    const same = sameBytes(bytes, view, last, begin, lastLength + 1)
    starts.push(frames.length)
    if (same > lastLength && lastLength >= 0) {
      // All of it, with its bracket.
      kept.push(ends.length)
      at = begin + lastLength
    } else {
      // A number is the same only if the byte that ends it is, too.
      while (ends.length > 0 && ends.top >= same) ends.length--
      kept.push(ends.length)
      at = skipSpace(bytes, ends.length === 0 ? begin : begin + ends.top)
      for (let first = ends.length === 0 && bytes[at] !== CLOSE_LIST; first || bytes[at] === COMMA; first = false) {
        if (!first) at = skipSpace(bytes, at + 1)
        const number = at
        let frame = 0
        for (let byte = bytes[at] as number; byte >= ZERO && byte <= NINE; byte = bytes[++at] as number) frame = frame * 10 + byte - ZERO
        const digits = at - number
        if (digits === 0 || digits > FRAME_DIGITS || (digits > 1 && bytes[number] === ZERO)) return undefined
        frames.push(frame)
        ends.push(at - begin)
        if (bytes[at] !== COMMA) at = skipSpace(bytes, at)
      }
      if (bytes[at] !== CLOSE_LIST) return undefined
    }
    last = begin
    lastLength = at - begin
    at = skipSpace(bytes, at + 1)
    if (bytes[at] === CLOSE_LIST) return done(at + 1)
    if (bytes[at] !== COMMA) return undefined
    at = skipSpace(bytes, at + 1)
  }
}
