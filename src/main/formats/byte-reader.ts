/**
 * Reads numbers and texts one after another out of bytes, in either byte order. It believes no length: what is not there
 * is a `UserError` with the position, before anything is allocated.
 */
import { UserError } from '../../shared/errors'

const utf8 = new TextDecoder()

export class ByteReader {
  private at = 0
  littleEndian = true
  private readonly view: DataView

  /** `name` is the file's, for messages. */
  constructor(private readonly bytes: Uint8Array, readonly name: string) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  get position(): number {
    return this.at
  }

  fail(found: string, hint?: string): never {
    throw new UserError('bad-input', found, { where: `${this.name}, byte ${this.at} of ${this.bytes.length}`, hint })
  }

  /** Moves past `count` bytes and returns where they begin. */
  skip(count: number, what: string): number {
    if (count > this.left) this.fail(`The file ends within ${what}: ${count} bytes were expected, ${this.left} are left`)
    const { at } = this
    this.at += count
    return at
  }

  u8(what: string): number {
    return this.view.getUint8(this.skip(1, what))
  }

  u16(what: string): number {
    return this.view.getUint16(this.skip(2, what), this.littleEndian)
  }

  f64(what: string): number {
    return this.view.getFloat64(this.skip(8, what), this.littleEndian)
  }

  u32(what: string): number {
    return this.view.getUint32(this.skip(4, what), this.littleEndian)
  }

  /** A 64-bit integer; beyond 2^53 it is rounded. */
  i64(what: string): number {
    return Number(this.view.getBigInt64(this.skip(8, what), this.littleEndian))
  }

  u64(what: string): bigint {
    return this.view.getBigUint64(this.skip(8, what), this.littleEndian)
  }

  /** A count of things that take at least `size` bytes each; they must fit into what is left. */
  count(bits: 32 | 64, size: number, what: string): number {
    const value = bits === 64 ? this.i64(what) : this.view.getInt32(this.skip(4, what), this.littleEndian)
    if (value < 0 || value * size > this.left) this.fail(`The number of ${what} is ${value}, but only ${this.left} bytes are left`)
    return value
  }

  /** So many bytes, not copied. */
  take(count: number, what: string): Uint8Array {
    const begin = this.skip(count, what)
    return this.bytes.subarray(begin, begin + count)
  }

  /** A text that ends with a zero within `longest` bytes. */
  textToZero(what: string, longest: number): string {
    const end = this.bytes.subarray(this.at, this.at + longest + 1).indexOf(0)
    if (end < 0) this.fail(`No zero ends ${what} within ${Math.min(longest, this.left)} bytes`)
    const text = utf8.decode(this.take(end, what))
    this.at++
    return text
  }

  /** A text after its length in bytes. */
  text(what: string): string {
    const length = this.count(32, 1, `bytes of ${what}`)
    const begin = this.skip(length, what)
    return utf8.decode(this.bytes.subarray(begin, begin + length))
  }
}
