/**
 * Reading and writing elements of arrays. Indices are column-major, from 1; one index runs over all elements. With `@inbounds` or
 * without, an index out of range throws: reading foreign memory is nothing to imitate.
 */
import { elementType, codecOf } from '../../values/array-storage'
import type { CoreTypes } from '../../values/core-types'
import { isInstance } from '../../values/isa'
import { ArrayValue, type JuliaValue } from '../../values/value'
import { boundsError, errorException, typeError, undefRefError } from '../exception'
import { argument, builtin, type BuiltinTable } from './context'
import { makeTuple } from './general'

function demandArray(core: CoreTypes, name: string, value: JuliaValue): ArrayValue {
  if (value instanceof ArrayValue) return value
  throw typeError(core, name, '', core.array, value)
}

/** From 0. Trailing indices beyond the dimensions must be 1; the last index may run over the dimensions left. */
function offsetOf(core: CoreTypes, name: string, array: ArrayValue, indices: readonly JuliaValue[]): number {
  let offset = 0
  let stride = 1
  const last = indices.length - 1
  for (const [at, index] of indices.entries()) {
    if (typeof index !== 'bigint') throw typeError(core, name, '', core.int64, index)
    const extent = at === last && at < array.size.length ? array.length / stride : (array.size[at] ?? 1)
    const place = Number(index) - 1
    if (place < 0 || place >= extent) throw boundsError(core, array, makeTuple(core, indices))
    offset += place * stride
    stride *= array.size[at] ?? 1
  }
  return offset
}

function arrayRef(core: CoreTypes, array: JuliaValue, indices: readonly JuliaValue[]): JuliaValue {
  const held = demandArray(core, 'arrayref', array)
  const value = codecOf(core, held.type).load(held.data, offsetOf(core, 'arrayref', held, indices))
  if (value === undefined) throw undefRefError(core)
  return value
}

function arraySet(core: CoreTypes, array: JuliaValue, value: JuliaValue, indices: readonly JuliaValue[]): JuliaValue {
  const held = demandArray(core, 'arrayset', array)
  const element = elementType(core, held.type)
  if (!isInstance(core, value, element)) throw typeError(core, 'arrayset', '', element, value)
  codecOf(core, held.type).store(held.data, offsetOf(core, 'arrayset', held, indices), value)
  return array
}

export const ARRAY_BUILTINS: BuiltinTable = {
  arrayref: builtin([3, Infinity], ({ core }, args) => arrayRef(core, argument(args, 1), args.slice(2))),
  const_arrayref: builtin([3, Infinity], ({ core }, args) => arrayRef(core, argument(args, 1), args.slice(2))),
  arrayset: builtin([4, Infinity], ({ core }, args) => arraySet(core, argument(args, 1), argument(args, 2), args.slice(3))),
  arraysize: builtin(2, ({ core }, args) => {
    const array = demandArray(core, 'arraysize', argument(args, 0))
    const dimension = argument(args, 1)
    if (typeof dimension !== 'bigint') throw typeError(core, 'arraysize', '', core.int64, dimension)
    if (dimension < 1n) throw errorException(core, 'arraysize: dimension out of range')
    return BigInt(array.size[Number(dimension) - 1] ?? 1)
  }),
}
