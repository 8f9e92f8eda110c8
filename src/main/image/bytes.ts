/**
 * Numbers and texts as bytes. Integers take as many bytes as they need (7 bits each, the lowest first); signed ones fold their sign into
 * the lowest bit. The reader believes nothing: what would leave its bytes throws `ImageError`.
 */

/** What makes bytes no image, or a damaged one. */
export class ImageError extends Error {}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })
const FIRST_SIZE = 256
/** Bits of an integer in one byte. */
const GROUP = 7
/** What is read and written number by number; larger ones digit by digit. */
const WORD_BYTES = 20
const WORD = 2n ** BigInt(GROUP * WORD_BYTES) - 1n

export class ByteWriter {
  private bytes = new Uint8Array(FIRST_SIZE)
  private view = new DataView(this.bytes.buffer)
  length = 0

  private reserve(count: number): number {
    const at = this.length
    if (at + count > this.bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.bytes.length, at + count))
      grown.set(this.bytes.subarray(0, at))
      this.bytes = grown
      this.view = new DataView(grown.buffer)
    }
    this.length = at + count
    return at
  }

  byte(value: number): void {
    const at = this.reserve(1)
    this.view.setUint8(at, value)
  }

  uint32(value: number): void {
    const at = this.reserve(4)
    this.view.setUint32(at, value, true)
  }

  float64(value: number): void {
    const at = this.reserve(8)
    this.view.setFloat64(at, value, true)
  }

  /** A natural number up to 2^53. */
  natural(value: number): void {
    let rest = value
    while (rest > 0x7f) {
      this.byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  /** A whole number between -2^52 and 2^52; the bytes are those of `whole`. */
  integer(value: number): void {
    this.natural(value < 0 ? -2 * value - 1 : 2 * value)
  }

  /** A whole number of any size. */
  whole(value: bigint): void {
    let rest = value < 0n ? ((-value) << 1n) - 1n : value << 1n
    if (rest > WORD) {
      this.large(rest)
      return
    }
    while (rest > 0x7fn) {
      this.byte(Number(rest & 0x7fn) | 0x80)
      rest >>= 7n
    }
    this.byte(Number(rest))
  }

  /** By its binary digits, which takes a time in proportion to their number. */
  private large(value: bigint): void {
    const digits = value.toString(2)
    for (let end = digits.length; end > 0; end -= GROUP) {
      const group = Number.parseInt(digits.slice(Math.max(0, end - GROUP), end), 2)
      this.byte(end > GROUP ? group | 0x80 : group)
    }
  }

  flag(value: boolean): void {
    this.byte(value ? 1 : 0)
  }

  raw(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length)
    this.bytes.set(bytes, at)
  }

  /** Bytes with their number before them. */
  block(bytes: Uint8Array): void {
    this.natural(bytes.length)
    this.raw(bytes)
  }

  text(text: string): void {
    this.block(encoder.encode(text))
  }

  /** What was written so far; a copy. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }
}

export class ByteReader {
  private readonly view: DataView
  at = 0

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get length(): number {
    return this.bytes.length
  }

  get rest(): number {
    return this.bytes.length - this.at
  }

  private advance(count: number): number {
    const { at } = this
    if (count > this.bytes.length - at) throw new ImageError(`${count} bytes are missing at byte ${at} of ${this.bytes.length}`)
    this.at = at + count
    return at
  }

  /** The next byte, which stays the next. */
  peek(): number {
    const { at } = this
    const found = this.byte()
    this.at = at
    return found
  }

  byte(): number {
    return this.view.getUint8(this.advance(1))
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4), true)
  }

  float64(): number {
    return this.view.getFloat64(this.advance(8), true)
  }

  natural(): number {
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      const next = this.byte()
      value += (next & 0x7f) * scale
      if (!Number.isSafeInteger(value)) throw new ImageError(`a number is too large at byte ${this.at}`)
      if (next < 0x80) return value
    }
  }

  integer(): number {
    const folded = this.natural()
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
  }

  /** A natural number of things that take at least `size` bytes each, and so cannot be more than the bytes that are left. */
  count(size = 1): number {
    const count = this.natural()
    if (count * size > this.rest) throw new ImageError(`${count} entries do not fit into the ${this.rest} bytes that are left at byte ${this.at}`)
    return count
  }

  whole(): bigint {
    const start = this.at
    while (this.byte() >= 0x80);
    const bytes = this.bytes.subarray(start, this.at)
    let value = 0n
    if (bytes.length <= WORD_BYTES) {
      for (let at = bytes.length - 1; at >= 0; at--) value = (value << 7n) | BigInt((bytes[at] ?? 0) & 0x7f)
    } else {
      const groups = Array.from(bytes, (byte) => (byte & 0x7f).toString(2).padStart(GROUP, '0'))
      value = BigInt(`0b${groups.reverse().join('')}`)
    }
    return (value & 1n) === 0n ? value >> 1n : -((value + 1n) >> 1n)
  }

  flag(): boolean {
    const value = this.byte()
    if (value > 1) throw new ImageError(`expected 0 or 1 at byte ${this.at - 1}, found ${value}`)
    return value === 1
  }

  /** A view, not a copy. */
  raw(count: number): Uint8Array {
    const at = this.advance(count)
    return this.bytes.subarray(at, at + count)
  }

  block(): Uint8Array {
    return this.raw(this.count())
  }

  text(): string {
    const bytes = this.block()
    try {
      return decoder.decode(bytes)
    } catch {
      throw new ImageError(`a text before byte ${this.at} is no UTF-8`)
    }
  }
}
