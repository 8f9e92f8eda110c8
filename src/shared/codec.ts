/**
 * A message as bytes: a JSON header, then the typed arrays as slabs. The same bytes travel over every host.
 *
 *     u32 magic "BKE1" | u32 length of header | header as UTF-8 JSON, padded to 8 | slab | padding | slab | …
 *
 * In the header an array stands as `{"$": "f64", "at": offset, "n": elements}`, the offset counted from the first slab
 * and divisible by 8, so that decoding makes a view and no copy. A long column of whole numbers may stand in a smaller
 * type (`"as": "u16"`), or as the one number that it repeats (`"same": -1` in the place of `at`). What JSON cannot say is `{"$": "NaN"}` and so on; an
 * object that has a key `$` of its own is wrapped. All numbers are little-endian, as on every machine this runs on.
 *
 * Left out on purpose: dates, maps, cycles and classes. Encoding them is a bug and throws a `TypeError`.
 */
import { UserError } from './errors'
import { pack } from './pack'

const MAGIC = 0x31454b42
const PREAMBLE = 8
/** Deeper nesting than any message has; a header from outside must not exhaust the stack. */
const MAX_DEPTH = 64

/** Elements of repeated numbers in one message, which take no bytes in it: no message from outside may fill the memory. */
const MAX_SAME = 2 ** 26

const ARRAYS = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const
type ArrayType = keyof typeof ARRAYS
type AnyArray = InstanceType<(typeof ARRAYS)[ArrayType]>
const ARRAY_TYPES = Object.keys(ARRAYS) as ArrayType[]

const SPECIAL_NUMBERS: Readonly<Record<string, number>> = { NaN: NaN, Infinity, '-Infinity': -Infinity, '-0': -0 }

function padded(length: number): number {
  return Math.ceil(length / 8) * 8
}

/** Bytes of `value`: plain objects, arrays, strings, finite and other numbers, booleans, null, undefined, typed arrays. */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  const slabs: AnyArray[] = []
  let size = 0
  let repeated = 0

  function typeOf(array: ArrayBufferView): ArrayType | undefined {
    return ARRAY_TYPES.find((name) => array instanceof ARRAYS[name])
  }

  function plain(item: unknown, path: string, depth: number): unknown {
    if (depth > MAX_DEPTH) throw new TypeError(`${path}: nested deeper than ${MAX_DEPTH}, or a cycle`)
    switch (typeof item) {
      case 'string':
      case 'boolean':
        return item
      case 'undefined':
        return { $: 'undefined' }
      case 'number':
        return Number.isFinite(item) && !Object.is(item, -0) ? item : { $: Object.is(item, -0) ? '-0' : String(item) }
      case 'object':
        break
      default:
        throw new TypeError(`${path}: a ${typeof item} cannot be sent`)
    }
    if (item === null) return null
    if (Array.isArray(item)) return item.map((element, at) => plain(element, `${path}[${at}]`, depth + 1))
    if (ArrayBuffer.isView(item)) {
      const type = typeOf(item)
      if (type === undefined) throw new TypeError(`${path}: this kind of array cannot be sent`)
      const array = item as AnyArray
      const n = array.length
      const packed = array instanceof Float64Array || array instanceof Int32Array ? pack(array) : undefined
      if (packed?.kind === 'same' && repeated + n <= MAX_SAME) {
        repeated += n
        return { $: type, same: packed.value, n }
      }
      const narrow = packed?.kind === 'narrow' ? packed.array : undefined
      const slab = { $: type, at: size, n, ...(narrow && { as: typeOf(narrow) }) }
      slabs.push(narrow ?? array)
      size += padded((narrow ?? array).byteLength)
      return slab
    }
    const prototype: unknown = Object.getPrototypeOf(item)
    if (prototype !== Object.prototype && prototype !== null) {
      throw new TypeError(`${path}: an object of the class ${item.constructor.name} cannot be sent`)
    }
    const entries = Object.entries(item)
      .filter(([, field]) => field !== undefined)
      .map(([key, field]): [string, unknown] => [key, plain(field, `${path}.${key}`, depth + 1)])
    const object = Object.fromEntries(entries)
    return Object.hasOwn(object, '$') ? { $: 'object', value: object } : object
  }

  const header = new TextEncoder().encode(JSON.stringify(plain(value, 'message', 0)))
  const base = PREAMBLE + padded(header.length)
  const bytes = new Uint8Array(base + size)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, header.length, true)
  bytes.set(header, PREAMBLE)
  let at = base
  for (const slab of slabs) {
    bytes.set(new Uint8Array(slab.buffer, slab.byteOffset, slab.byteLength), at)
    at += padded(slab.byteLength)
  }
  return bytes
}

function refuse(what: string): never {
  throw new UserError('bad-request', `This is no message of Backedge: ${what}.`)
}

/**
 * The value of a message. Typed arrays are views on `bytes` (which is copied once if it does not begin at a multiple of
 * 8), so the caller gives the bytes away. Throws `UserError('bad-request')` for anything that `encode` does not write.
 */
export function decode(message: Uint8Array): unknown {
  if (message.length < PREAMBLE) refuse(`${message.length} bytes, expected at least ${PREAMBLE}`)
  const { buffer, byteOffset } = message
  // Not `slice`: that of Node's `Buffer` does not copy.
  const bytes = byteOffset % 8 === 0 && buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, message.length) : new Uint8Array(message)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC) refuse('it does not begin with its mark')
  const headerLength = view.getUint32(4, true)
  if (headerLength > bytes.length - PREAMBLE) refuse(`a header of ${headerLength} bytes in ${bytes.length}`)
  const base = PREAMBLE + padded(headerLength)
  const slabBytes = bytes.length - base

  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(PREAMBLE, PREAMBLE + headerLength)))
  } catch (error) {
    refuse(`its header is not JSON (${error instanceof Error ? error.message : String(error)})`)
  }

  let repeated = 0

  function lengthOf(n: unknown): number {
    if (typeof n !== 'number' || !Number.isSafeInteger(n) || n < 0) refuse('an array of impossible length')
    return n
  }

  function array(type: ArrayType, at: unknown, n: number): AnyArray {
    const kind = ARRAYS[type]
    if (typeof at !== 'number' || !Number.isSafeInteger(at) || at < 0 || at % 8 !== 0) refuse('an array at an impossible place')
    if (n > 0 && (at > slabBytes || n > (slabBytes - at) / kind.BYTES_PER_ELEMENT)) {
      refuse(`an array of ${n} × ${kind.BYTES_PER_ELEMENT} bytes at ${at} in ${Math.max(0, slabBytes)}`)
    }
    return n === 0 ? new kind(0) : new kind(bytes.buffer, bytes.byteOffset + base + at, n)
  }

  function packedArray(type: ArrayType, { at, n, as, same }: Record<string, unknown>): AnyArray {
    const length = lengthOf(n)
    if (same === undefined && as === undefined) return array(type, at, length)
    if (type !== 'f64' && type !== 'i32') refuse('an array packed that is never packed')
    if (same !== undefined) {
      repeated += length
      if (typeof same !== 'number' || repeated > MAX_SAME) refuse('too many repeated numbers, or what is repeated is none')
      return new ARRAYS[type](length).fill(same)
    }
    if (as !== 'u8' && as !== 'i16' && as !== 'u16' && as !== 'i32' && as !== 'u32') refuse('an array packed in an impossible way')
    return new ARRAYS[type](array(as, at, length))
  }

  function fields(object: object, depth: number): Record<string, unknown> {
    // `fromEntries` defines, so that a key "__proto__" from outside stays a key.
    return Object.fromEntries(Object.entries(object).map(([key, field]) => [key, value(field, depth + 1)]))
  }

  function value(item: unknown, depth: number): unknown {
    if (depth > MAX_DEPTH) refuse('it is nested too deeply')
    if (typeof item !== 'object' || item === null) return item
    if (Array.isArray(item)) return item.map((element) => value(element, depth + 1))
    if (!Object.hasOwn(item, '$')) return fields(item, depth)
    const { $: mark, value: inner } = item as Record<string, unknown>
    if (typeof mark !== 'string') refuse('an unknown mark')
    if (mark === 'undefined') return undefined
    if (Object.hasOwn(SPECIAL_NUMBERS, mark)) return SPECIAL_NUMBERS[mark]
    if (Object.hasOwn(ARRAYS, mark)) return packedArray(mark as ArrayType, item as Record<string, unknown>)
    if (mark === 'object' && typeof inner === 'object' && inner !== null) return fields(inner, depth)
    refuse(`an unknown mark "${mark.slice(0, 20)}"`)
  }

  return value(header, 0)
}
