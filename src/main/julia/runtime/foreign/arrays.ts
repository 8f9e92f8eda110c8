/** Arrays as libjulia's array.c makes, grows and copies them. */
import { codecOf, deleteRange, insertGap, newArray } from '../../values/array-storage'
import { ArrayValue, StructValue, type JuliaValue } from '../../values/value'
import { argumentError, boundsError, JuliaException } from '../exception'
import { toNumber } from '../primitive'
import { arrayOf, given, integer, typeAt, type ForeignContext, type ForeignTable } from './context'

/** Elements that one array may have: more would not fit in the memory of the host. */
const MOST_ELEMENTS = 2 ** 28

function allocate({ core }: ForeignContext, args: readonly JuliaValue[], size: readonly number[]): ArrayValue {
  const type = typeAt(args, 0)
  if (type.kind !== 'datatype') throw new Error('an array is made of a type that is not concrete')
  if (size.some((extent) => extent < 0)) throw argumentError(core, 'invalid Array dimensions')
  if (size.reduce((product, extent) => product * extent, 1) > MOST_ELEMENTS) throw new JuliaException(core.instance(core.type('OutOfMemoryError')))
  return newArray(core, type, size)
}

function extents(dimensions: JuliaValue): number[] {
  return dimensions instanceof StructValue ? dimensions.fields.map((extent) => toNumber(extent ?? 0n)) : [toNumber(dimensions)]
}

function remove({ core }: ForeignContext, array: ArrayValue, at: number, count: number): undefined {
  if (at < 0 || count < 0 || at + count > array.length) throw boundsError(core, array, BigInt(at + count))
  deleteRange(array, at, count)
  return undefined
}

function grow({ core }: ForeignContext, array: ArrayValue, at: number, count: number): undefined {
  if (at < 0 || at > array.length) throw boundsError(core, array, BigInt(at + 1))
  if (array.length + count > MOST_ELEMENTS) throw new JuliaException(core.instance(core.type('OutOfMemoryError')))
  insertGap(core, array, at, count)
  return undefined
}

export const ARRAY_FUNCTIONS: ForeignTable = {
  jl_alloc_array_1d: (context, args) => allocate(context, args, [integer(args, 1)]),
  jl_alloc_array_2d: (context, args) => allocate(context, args, [integer(args, 1), integer(args, 2)]),
  jl_alloc_array_3d: (context, args) => allocate(context, args, [integer(args, 1), integer(args, 2), integer(args, 3)]),
  jl_new_array: (context, args) => allocate(context, args, extents(given(args, 1))),
  jl_reshape_array: (_, args) => {
    const type = typeAt(args, 0)
    if (type.kind !== 'datatype') throw new Error('an array is made of a type that is not concrete')
    const like = arrayOf(args, 1)
    return new ArrayValue(type, like.data, extents(given(args, 2)), like.length)
  },
  jl_array_copy: (_, args) => {
    const array = arrayOf(args, 0)
    return new ArrayValue(array.type, array.data.slice(0, array.length), [...array.size], array.length)
  },
  jl_array_grow_end: (context, args) => grow(context, arrayOf(args, 0), arrayOf(args, 0).length, integer(args, 1)),
  jl_array_grow_beg: (context, args) => grow(context, arrayOf(args, 0), 0, integer(args, 1)),
  jl_array_grow_at: (context, args) => grow(context, arrayOf(args, 0), integer(args, 1), integer(args, 2)),
  jl_array_del_end: (context, args) => remove(context, arrayOf(args, 0), arrayOf(args, 0).length - integer(args, 1), integer(args, 1)),
  jl_array_del_beg: (context, args) => remove(context, arrayOf(args, 0), 0, integer(args, 1)),
  jl_array_del_at: (context, args) => remove(context, arrayOf(args, 0), integer(args, 1), integer(args, 2)),
  jl_array_sizehint: () => undefined,
  jl_array_isassigned: ({ core }, args) => {
    const array = arrayOf(args, 0)
    return codecOf(core, array.type).load(array.data, integer(args, 1)) === undefined ? 0n : 1n
  },
  jl_arrayunset: ({ core }, args) => {
    const array = arrayOf(args, 0)
    const at = integer(args, 1)
    if (at < 0 || at >= array.length) throw boundsError(core, array, BigInt(at + 1))
    if (Array.isArray(array.data) && codecOf(core, array.type).initial === undefined) array.data[at] = undefined
    return undefined
  },
  // The two may be the same array; indices from 1.
  bk_array_copyto: ({ core }, args) => {
    const [into, from] = [arrayOf(args, 0), arrayOf(args, 2)]
    const [to, start, count] = [integer(args, 1) - 1, integer(args, 3) - 1, integer(args, 4)]
    if (count <= 0) return undefined
    if (to < 0 || to + count > into.length) throw boundsError(core, into, BigInt(to + count))
    if (start < 0 || start + count > from.length) throw boundsError(core, from, BigInt(start + count))
    const [target, source] = [into.data, from.data]
    if (!Array.isArray(target) && !Array.isArray(source)) {
      (target as Float64Array).set((source as Float64Array).subarray(start, start + count), to)
      return undefined
    }
    const part = (source as (JuliaValue | undefined)[]).slice(start, start + count)
    for (const [at, element] of part.entries()) (target as (JuliaValue | undefined)[])[to + at] = element
    return undefined
  },
}
