/**
 * Elements of arrays as values: how each kind of storage holds them (values/value.ts `ArrayStorage`).
 */
import type { DataType } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import type { ArrayValue, JuliaValue } from '../values/value'
import { undefRefError } from './exception'
import { boxFloat, boxInteger } from './vm-values'

/** The element at a position from 0 that is in bounds. Throws UndefRefError for one that was never set. */
export function elementAt(core: CoreTypes, array: ArrayValue, at: number): JuliaValue {
  const { data, type } = array
  const element = data[at]
  if (element === undefined) throw undefRefError(core)
  if (Array.isArray(data)) return element
  const elementType = type.parameters[0] as DataType
  if (typeof element === 'bigint') return boxInteger(core, element, elementType)
  if (data instanceof Float64Array || data instanceof Float32Array) return boxFloat(core, element as number, elementType)
  return boxInteger(core, BigInt(element as number), elementType)
}
