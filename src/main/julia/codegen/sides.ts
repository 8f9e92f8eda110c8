/**
 * How values of a type are held in registers: on which side, and with which width. Primitive types of up to 64 bits are
 * integers here, `Float64` and `Float32` floats (a `Float32` is a double that was rounded); all others are boxed.
 */
import type { DataType, Parameter } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { BOXED_SIDE, FLOAT_SIDE, INTEGER_SIDE, type Side } from './native-code'

export type Shape = 'int64' | 'bool' | 'bits' | 'f64' | 'f32' | 'boxed'

export function shapeOf(core: CoreTypes, type: Parameter): Shape {
  if (type.kind !== 'datatype' || type.name.typeKind !== 'primitive' || !type.concrete) return 'boxed'
  if (type === core.int64) return 'int64'
  if (type === core.float64) return 'f64'
  if (type === core.bool) return 'bool'
  if (type === core.type('Float32')) return 'f32'
  return type.name.bits <= 64 ? 'bits' : 'boxed'
}

export function sideOfShape(shape: Shape): Side {
  return shape === 'boxed' ? BOXED_SIDE : shape === 'f64' || shape === 'f32' ? FLOAT_SIDE : INTEGER_SIDE
}

export function sideOf(core: CoreTypes, type: Parameter): Side {
  return sideOfShape(shapeOf(core, type))
}

/** Bits of a primitive type; `Bool` counts as 8, of which 7 are zero. */
export function widthOf(type: Parameter): number {
  return type.kind === 'datatype' ? type.name.bits : 0
}

/** Types whose instances are no `StructValue`, so that their fields are not at an index. */
const OPAQUE = new Set([
  'Array', 'String', 'Symbol', 'SimpleVector', 'Module', 'IntrinsicFunction', 'TypeVar', 'Expr', 'QuoteNode', 'LineNumberNode',
  'GlobalRef', 'SSAValue', 'SlotNumber', 'Method', 'MethodInstance', 'CodeInstance', 'CodeInfo', 'MethodTable', 'TypeName',
  'DataType', 'Union', 'UnionAll', 'TypeofBottom',
])

/** Whether instances of a concrete type are `StructValue`s with fields by index. */
export function hasIndexedFields(type: Parameter): type is DataType {
  return type.kind === 'datatype' && type.concrete && (type.name.typeKind === 'struct' || type.name.typeKind === 'mutable')
    && !(type.name.module === 'Core' && OPAQUE.has(type.name.name))
}
