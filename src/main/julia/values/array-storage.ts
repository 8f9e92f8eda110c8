/**
 * How arrays keep their elements. Numbers and characters of up to 64 bits stand in typed arrays with room to grow; all other
 * elements are boxed in a JavaScript array that is just as long, which an `Expr` may share. A boxed element of a bits type starts as
 * zeros, as memory of a real array might; one behind a pointer starts as undefined.
 */
import { isBits } from '../types/query'
import type { DataType, Parameter } from '../types/type'
import type { CoreTypes } from './core-types'
import { layoutOf } from './layout'
import { ArrayValue, Bits, StructValue, type ArrayStorage, type JuliaValue } from './value'

type TypedStorage = Exclude<ArrayStorage, (JuliaValue | undefined)[]>

/** How elements of one type are kept, read and written. Indices from 0, unchecked. */
export interface ElementCodec {
  make(length: number): ArrayStorage
  load(data: ArrayStorage, at: number): JuliaValue | undefined
  store(data: ArrayStorage, at: number, value: JuliaValue): void
  /** What an element is before it is set. */
  readonly initial: JuliaValue | undefined
}

const scratch = new DataView(new ArrayBuffer(8))

function numeric(make: (length: number) => TypedStorage, load: (raw: number) => JuliaValue, raw: (value: JuliaValue) => number): ElementCodec {
  return {
    make,
    load: (data, at) => load((data as Float64Array)[at] ?? 0),
    store: (data, at, value) => {
      (data as Float64Array)[at] = raw(value)
    },
    initial: load(0),
  }
}

/** Elements that are `Bits` of up to 32 bits: the same object for equal small values, as they are immutable. */
function narrow(type: DataType, make: (length: number) => TypedStorage): ElementCodec {
  const { bits } = type.name
  const known: Bits[] = []
  const load = (raw: number): Bits => {
    const at = bits === 8 ? raw & 0xff : raw
    if (at < 0 || at > 0xff) return new Bits(type, BigInt.asUintN(bits, BigInt(raw)))
    return (known[at] ??= new Bits(type, BigInt(at)))
  }
  return numeric(make, load, (value) => Number((value as Bits).bits))
}

function float32(type: DataType): ElementCodec {
  const load = (raw: number): Bits => {
    scratch.setFloat32(0, raw)
    return new Bits(type, BigInt(scratch.getUint32(0)))
  }
  return numeric((length) => new Float32Array(length), load, (value) => {
    scratch.setUint32(0, Number((value as Bits).bits))
    return scratch.getFloat32(0)
  })
}

function wide(make: (length: number) => BigInt64Array | BigUint64Array, load: (raw: bigint) => JuliaValue, raw: (value: JuliaValue) => bigint): ElementCodec {
  return {
    make,
    load: (data, at) => load((data as BigInt64Array)[at] ?? 0n),
    store: (data, at, value) => {
      (data as BigInt64Array)[at] = raw(value)
    },
    initial: load(0n),
  }
}

function boxed(initial: JuliaValue | undefined): ElementCodec {
  return {
    make: (length) => Array<JuliaValue | undefined>(length).fill(initial),
    load: (data, at) => (data as JuliaValue[])[at],
    store: (data, at, value) => {
      (data as JuliaValue[])[at] = value
    },
    initial,
  }
}

const NARROW: Readonly<Record<string, (length: number) => TypedStorage>> = {
  Int32: (length) => new Int32Array(length),
  UInt32: (length) => new Uint32Array(length),
  Char: (length) => new Uint32Array(length),
  Int16: (length) => new Int16Array(length),
  UInt16: (length) => new Uint16Array(length),
  Int8: (length) => new Int8Array(length),
  UInt8: (length) => new Uint8Array(length),
}

/** The value of a bits type whose bits are all zero; undefined for other types. */
function zeroOf(core: CoreTypes, type: Parameter): JuliaValue | undefined {
  if (!isBits(core.universe, type) || type.kind !== 'datatype') return undefined
  if (type === core.int64) return 0n
  if (type === core.float64) return 0
  if (type === core.bool) return false
  if (type.name.typeKind === 'primitive') return new Bits(type, 0n)
  const { types } = layoutOf(core, type)
  return types.length === 0 ? core.instance(type) : new StructValue(type, types.map((field) => zeroOf(core, field)))
}

function makeCodec(core: CoreTypes, element: Parameter): ElementCodec {
  if (element.kind === 'datatype' && element.concrete && element.name.module === 'Core') {
    if (element === core.float64) return numeric((length) => new Float64Array(length), (raw) => raw, Number)
    if (element === core.int64) return wide((length) => new BigInt64Array(length), (raw) => raw, (value) => value as bigint)
    if (element === core.bool) return numeric((length) => new Uint8Array(length), (raw) => raw !== 0, Number)
    if (element === core.type('Float32')) return float32(element)
    if (element === core.type('UInt64')) return wide((length) => new BigUint64Array(length), (raw) => new Bits(element, raw), (value) => (value as Bits).bits)
    const make = NARROW[element.name.name]
    if (make !== undefined && core.type(element.name.name) === element) return narrow(element, make)
  }
  return boxed(zeroOf(core, element))
}

/** How elements of an array of this type are kept. */
export function codecOf(core: CoreTypes, arrayType: DataType): ElementCodec {
  let codec = core.codecs.get(arrayType)
  if (codec === undefined) {
    codec = makeCodec(core, elementType(core, arrayType))
    core.codecs.set(arrayType, codec)
  }
  return codec
}

export function elementType(core: CoreTypes, arrayType: DataType): Parameter {
  return arrayType.parameters[0] ?? core.universe.any
}

/** A new array whose elements are not set. */
export function newArray(core: CoreTypes, type: DataType, size: readonly number[]): ArrayValue {
  const length = size.reduce((product, extent) => product * extent, 1)
  return new ArrayValue(type, codecOf(core, type).make(length), [...size], length)
}

/** A `Vector{Any}` over these very elements. */
export function vectorOf(core: CoreTypes, elements: (JuliaValue | undefined)[]): ArrayValue {
  return new ArrayValue(core.arrayOf(core.universe.any, 1), elements, [elements.length], elements.length)
}

export function elementsOf(core: CoreTypes, array: ArrayValue): (JuliaValue | undefined)[] {
  const codec = codecOf(core, array.type)
  return Array.from({ length: array.length }, (_, at) => codec.load(array.data, at))
}

/** Opens a gap of `count` elements before `at`. */
export function insertGap(core: CoreTypes, array: ArrayValue, at: number, count: number): void {
  const { data, length } = array
  const codec = codecOf(core, array.type)
  if (Array.isArray(data)) {
    if (at === length) for (let i = 0; i < count; i++) data.push(codec.initial)
    else spliceIn(data, at, Array<JuliaValue | undefined>(count).fill(codec.initial))
  } else {
    const grown = length + count > data.length ? codec.make(Math.max(4, length + count, Math.ceil(data.length * 1.5))) as Float64Array : data as Float64Array
    if (grown !== data) grown.set((data as Float64Array).subarray(0, at))
    if (at < length) grown.set((data as Float64Array).subarray(at, length), at + count)
    array.data = grown
  }
  setLength(array, length + count)
}

/** In pieces: a call takes only so many arguments. */
function spliceIn(data: (JuliaValue | undefined)[], at: number, added: readonly (JuliaValue | undefined)[]): void {
  const rest = data.splice(at)
  for (const element of added) data.push(element)
  for (const element of rest) data.push(element)
}

export function deleteRange(array: ArrayValue, at: number, count: number): void {
  const { data, length } = array
  if (Array.isArray(data)) data.splice(at, count)
  else (data as Float64Array).copyWithin(at, at + count, length)
  setLength(array, length - count)
}

function setLength(array: ArrayValue, length: number): void {
  array.length = length
  if (array.size.length === 1) array.size[0] = length
}
