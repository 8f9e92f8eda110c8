/**
 * Walks the bytes of a pprof profile (reference b.8) before the decoder does: the decoder believes every length and every
 * number it meets, so a truncated file would pass as a shorter one and a damaged one could keep it busy for hours.
 */
import { UserError } from '../../shared/errors'

/** A message type: its fields that are messages themselves, or packed numbers. All others are told by their wire type. */
interface Message {
  readonly name: string
  readonly messages?: Readonly<Record<number, Message>>
  readonly packed?: readonly number[]
  readonly texts?: readonly number[]
}

const VALUE_TYPE: Message = { name: 'ValueType' }
const PROFILE: Message = {
  name: 'Profile',
  messages: {
    1: VALUE_TYPE,
    2: { name: 'Sample', messages: { 3: { name: 'Label' } }, packed: [1, 2] },
    3: { name: 'Mapping' },
    4: { name: 'Location', messages: { 4: { name: 'Line' } } },
    5: { name: 'Function' },
    11: VALUE_TYPE,
  },
  packed: [13],
  texts: [6],
}

/** A number takes at most ten bytes of seven bits. */
const LONGEST_NUMBER = 10
/** Entries and numbers become objects of the decoder; more than this would not fit into memory. */
const MOST_ENTRIES = 20_000_000

const VARINT = 0
const DELIMITED = 2

class Walk {
  private entries = 0
  constructor(private readonly bytes: Uint8Array, private readonly name: string) {}

  private fail(at: number, found: string): never {
    throw new UserError('bad-input', `The pprof profile is damaged or cut off: ${found}`, { where: `${this.name}, byte ${at} of ${this.bytes.length}` })
  }

  private count(): void {
    if (++this.entries > MOST_ENTRIES) {
      throw new UserError('too-large', `The pprof profile has more than ${MOST_ENTRIES} entries`, { where: this.name })
    }
  }

  /** Position after the number at `at`. */
  private afterNumber(at: number, end: number): number {
    const limit = Math.min(end, at + LONGEST_NUMBER)
    for (let position = at; position < limit; position++) {
      if ((this.bytes[position] ?? 0) < 0x80) return position + 1
    }
    return this.fail(at, end - at < LONGEST_NUMBER ? 'a number is not complete' : 'a number is longer than ten bytes')
  }

  private number(at: number, end: number): number {
    let value = 0
    let scale = 1
    for (let position = at; position < end; position++, scale *= 128) {
      value += ((this.bytes[position] ?? 0) & 0x7f) * scale
    }
    return value
  }

  message(message: Message, from: number, to: number): void {
    for (let at = from; at < to; ) {
      const tag = this.bytes[at] ?? 0
      const field = tag >> 3
      const type = tag & 7
      // Field numbers of pprof stay below 16, so a tag is one byte.
      if (tag >= 0x80 || field === 0) this.fail(at, `${tag} begins no field of ${message.name}`)
      const delimited = message.texts?.includes(field) === true || message.messages?.[field] !== undefined
      this.count()
      if (type === VARINT && !delimited) {
        at = this.afterNumber(at + 1, to)
        continue
      }
      if (type !== DELIMITED) this.fail(at, `field ${field} of ${message.name} is of wire type ${type}`)
      const begin = this.afterNumber(at + 1, to)
      const end = begin + this.number(at + 1, begin)
      if (end > to) this.fail(at, `field ${field} of ${message.name} should end at byte ${end}, but only bytes up to ${to} are there`)
      const inner = message.messages?.[field]
      if (inner) this.message(inner, begin, end)
      else if (message.packed?.includes(field) === true) {
        for (let position = begin; position < end; ) {
          this.count()
          position = this.afterNumber(position, end)
        }
      } else if (message.texts?.includes(field) !== true) this.fail(at, `field ${field} of ${message.name} should be a number`)
      at = end
    }
  }
}

/** Throws a `UserError` with the position unless `bytes` are whole messages of the pprof schema throughout. */
export function checkPprofBytes(bytes: Uint8Array, name: string): void {
  new Walk(bytes, name).message(PROFILE, 0, bytes.length)
}

/** Whether `bytes` begin with a sample type, as every pprof profile does. */
export function beginsLikePprof(bytes: Uint8Array): boolean {
  const length = bytes[1] ?? 255
  if (bytes[0] !== 0x0a || length > 22 || bytes.length < 4) return false
  try {
    const whole = Math.min(bytes.length, 2 + length)
    new Walk(bytes.subarray(0, whole), '').message(VALUE_TYPE, 2, whole)
    return whole > 2
  } catch {
    return false
  }
}
