/**
 * Values between the sides of registers: boxing and unboxing, and the making of structs. What is boxed is a `JuliaValue`
 * (values/value.ts).
 */
import { tupleOf } from '../types/instantiate'
import { fieldTypes } from '../types/query'
import type { DataType } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { Bits, StructValue, type JuliaValue } from '../values/value'
import { bitsOfFloat32, float32OfBits } from './primitive'

export function boxInteger(core: CoreTypes, value: bigint, type: DataType | undefined): JuliaValue {
  if (type === core.int64 || type === undefined) return value
  return type === core.bool ? value !== 0n : new Bits(type, BigInt.asUintN(type.name.bits, value))
}

export function boxFloat(core: CoreTypes, value: number, type: DataType | undefined): JuliaValue {
  return type === core.float64 || type === undefined ? value : new Bits(type, bitsOfFloat32(value))
}

/** The bits of a value of a primitive type, zero for any other: registers are only read where types are known. */
export function unboxInteger(value: JuliaValue | undefined): bigint {
  switch (typeof value) {
    case 'bigint':
      return value
    case 'boolean':
      return value ? 1n : 0n
    default:
      return value instanceof Bits ? value.bits : 0n
  }
}

export function unboxFloat(value: JuliaValue | undefined): number {
  if (typeof value === 'number') return value
  return value instanceof Bits ? float32OfBits(value.bits) : NaN
}

/** How instances of one type are made. */
export interface Layout {
  readonly type: DataType
  /** The only instance of a type without content. */
  readonly singleton: StructValue | undefined
  /** What a field holds that `new` leaves out: nothing yet, or zero bits. */
  readonly unset: readonly (JuliaValue | undefined)[]
}

export function layoutOf(core: CoreTypes, type: DataType): Layout {
  const types = fieldTypes(core.universe, type)
  return {
    type,
    singleton: types.length === 0 && type.name.typeKind === 'struct' ? core.instance(type) : undefined,
    unset: types.map((field) => (field.kind === 'datatype' && field.name.typeKind === 'primitive' ? zeroOf(core, field) : undefined)),
  }
}

export function construct(layout: Layout, fields: (JuliaValue | undefined)[]): StructValue {
  if (layout.singleton !== undefined) return layout.singleton
  for (let at = fields.length; at < layout.unset.length; at++) fields.push(layout.unset[at])
  return new StructValue(layout.type, fields)
}

function zeroOf(core: CoreTypes, type: DataType): JuliaValue {
  return type === core.int64 ? 0n : type === core.float64 ? 0 : type === core.bool ? false : new Bits(type, 0n)
}

export function tupleValue(core: CoreTypes, elements: JuliaValue[]): StructValue {
  if (elements.length === 0) return core.emptyTuple
  return new StructValue(tupleOf(core.universe, elements.map((element) => core.typeOf(element))), elements)
}
