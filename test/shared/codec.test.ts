/** Messages as bytes: everything that can be sent comes back equal, and nothing that others made up is believed. */
import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode } from '../../src/shared/codec'
import { UserError } from '../../src/shared/errors'

const array = fc.oneof(
  fc.uint8Array(),
  fc.int8Array(),
  fc.uint16Array(),
  fc.int16Array(),
  fc.uint32Array(),
  fc.int32Array(),
  fc.float32Array(),
  fc.float64Array(),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, NaN, Infinity, -Infinity, -0),
    array,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$', '__proto__', 'constructor', 'at')), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))

/** A message with a header of our own making. */
function forged(header: unknown, slabs = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const base = 8 + Math.ceil(text.length / 8) * 8
  const bytes = new Uint8Array(base + slabs.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x31454b42, true)
  view.setUint32(4, text.length, true)
  bytes.set(text, 8)
  bytes.set(slabs, base)
  return bytes
}

describe('what is sent', () => {
  it('comes back equal', () => {
    fc.assert(
      fc.property(value, (sent) => {
        // Not `toStrictEqual`, which takes a key "constructor" for the class.
        deepStrictEqual(decode(encode(sent)), sent)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps undefined in lists and leaves it out of objects', () => {
    expect(decode(encode([undefined, { a: undefined, b: 1 }]))).toStrictEqual([undefined, { b: 1 }])
  })

  it('gives views on the message, aligned, without copying', () => {
    const message = encode({ odd: new Uint8Array([1, 2, 3]), times: new Float64Array([0.5, NaN, -Infinity]), name: 'x' })
    const { times } = decode(message) as { times: Float64Array }
    expect(times.buffer).toBe(message.buffer)
    expect(times.byteOffset % 8).toBe(0)
    expect([...times]).toEqual([0.5, NaN, -Infinity])
  })

  it('reads a message that stands at an odd place of a larger buffer', () => {
    const message = encode({ times: new Float64Array([1, 2]) })
    const shifted = new Uint8Array(message.length + 3)
    shifted.set(message, 3)
    expect(decode(shifted.subarray(3))).toStrictEqual({ times: new Float64Array([1, 2]) })
  })

  it('sends long columns in few bytes, and exactly', () => {
    const long = (make: (at: number) => number) => Float64Array.from({ length: 2000 }, (_, at) => make(at))
    const columns: [sent: Float64Array | Int32Array, bytes: number][] = [
      [long(() => 7), 0],
      [long(() => -0), 16_000],
      [long((at) => (at === 5 ? -0 : 0)), 16_000],
      [long(() => Number.NaN), 16_000],
      [long(() => Infinity), 16_000],
      [long((at) => at % 256), 2000],
      [long((at) => at), 4000],
      [long((at) => at - 1), 4000],
      [long((at) => at * 2 ** 20), 8000],
      [long((at) => (at - 5) * 2 ** 20), 8000],
      [long((at) => at * 2 ** 22), 16_000],
      [long((at) => at / 2), 16_000],
      [new Int32Array(2000).fill(-1), 0],
      [Int32Array.from(long((at) => at)), 4000],
      [Int32Array.from(long((at) => at * 2 ** 20)), 8000],
      [new Int32Array(10), 40],
    ]
    for (const [sent, bytes] of columns) {
      const message = encode([sent])
      deepStrictEqual(decode(message), [sent])
      expect(message.length).toBeGreaterThanOrEqual(bytes)
      expect(message.length).toBeLessThan(bytes + 64)
    }
  })

  it('sends a part of an array without the rest of its buffer', () => {
    const message = encode(new Float64Array(10_000).subarray(5, 7))
    expect(message.length).toBeLessThan(100)
    expect(decode(message)).toStrictEqual(new Float64Array(2))
  })

  it.each([
    ['a function', { f: () => 1 }, 'message.f: a function cannot be sent'],
    ['a date', [new Date(0)], 'message[0]: an object of the class Date cannot be sent'],
    ['a map', { m: new Map() }, 'message.m: an object of the class Map cannot be sent'],
    ['a big integer', 1n, 'message: a bigint cannot be sent'],
    ['an array of big integers', new BigInt64Array(1), 'message: this kind of array cannot be sent'],
  ])('refuses %s, naming its place', (_what, item, message) => {
    expect(() => encode(item)).toThrow(new TypeError(message))
  })

  it('refuses a cycle', () => {
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    expect(() => encode(cycle)).toThrow(/a cycle/)
  })
})

describe('what is received', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['no mark', new Uint8Array(64)],
    ['a header longer than the message', new Uint8Array([0x42, 0x4b, 0x45, 0x31, 255, 255, 255, 255])],
    ['a header that is not JSON', forged('{"a":')],
    ['a header that is not UTF-8', forged('"\u0001\u0001"').map((byte) => (byte === 1 ? 0xff : byte))],
    ['an array beyond the end', forged({ $: 'f64', at: 0, n: 2 }, new Uint8Array(8))],
    ['an array that begins beyond the end', forged({ $: 'u8', at: 16, n: 1 }, new Uint8Array(8))],
    ['an array at an odd place', forged({ $: 'u8', at: 4, n: 1 }, new Uint8Array(8))],
    ['an array before the beginning', forged({ $: 'u8', at: -8, n: 1 }, new Uint8Array(8))],
    ['an array of negative length', forged({ $: 'u8', at: 0, n: -1 }, new Uint8Array(8))],
    ['an array of half a length', forged({ $: 'u8', at: 0, n: 0.5 }, new Uint8Array(8))],
    ['an array of immense length', forged({ $: 'f64', at: 0, n: 2 ** 53 - 1 }, new Uint8Array(8))],
    ['a length in words', forged({ $: 'u8', at: 0, n: '1' }, new Uint8Array(8))],
    ['a packed array beyond the end', forged({ $: 'f64', at: 0, n: 5, as: 'u16' }, new Uint8Array(8))],
    ['an array packed in an unknown way', forged({ $: 'f64', at: 0, n: 1, as: 'constructor' }, new Uint8Array(8))],
    ['an array packed that never is', forged({ $: 'u8', n: 8, same: 1 })],
    ['what repeats being no number', forged({ $: 'f64', n: 8, same: '1' })],
    ['more repeated numbers than memory has', forged([1, 2, 3].map(() => ({ $: 'f64', n: 2 ** 25, same: 1 })))],
    ['an immense repetition', forged({ $: 'f64', n: 2 ** 50, same: 1 })],
    ['an unknown mark', forged({ $: 'constructor' })],
    ['a mark that is no text', forged({ $: 1 })],
    ['deep nesting', forged('['.repeat(5000) + ']'.repeat(5000))],
  ])('refuses %s', (_what, message) => {
    expect(() => decode(message)).toThrow(UserError)
  })

  it('takes any bytes without harm', () => {
    const message = encode({ kind: 'call', times: new Float64Array(4), list: [1, 'two', { $: 3 }] })
    const spoiled = fc.array(fc.tuple(fc.nat(message.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }).map((changes) => {
      const copy = message.slice()
      for (const [at, byte] of changes) copy[at] = byte
      return copy
    })
    fc.assert(
      fc.property(fc.oneof(spoiled, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        try {
          decode(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('does not let a key reach the prototype', () => {
    const received = decode(forged('{"__proto__":{"polluted":true}}')) as object
    expect(Object.hasOwn(received, '__proto__')).toBe(true)
    expect('polluted' in {}).toBe(false)
    expect(Object.getPrototypeOf(received)).toBe(Object.prototype)
  })
})
