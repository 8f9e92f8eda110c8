/**
 * `new`: an instance of a struct type from its fields (compare `jl_new_structv`). Fields are not converted; constructors did that.
 */
import type { DataType } from '../../types/type'
import { layoutOf } from '../../values/layout'
import { isInstance } from '../../values/isa'
import type { CoreTypes } from '../../values/core-types'
import { Expr, GlobalRef, isReflected, QuoteNode, StructValue, type JuliaValue } from '../../values/value'
import { errorException, typeError } from '../exception'
import { isType } from './context'

/** Throws `JuliaException` if the type has no instances or a field does not fit. */
export function newStruct(core: CoreTypes, type: JuliaValue, fields: readonly JuliaValue[]): JuliaValue {
  if (!isType(type) || type.kind !== 'datatype' || !type.concrete || type.name.typeKind === 'primitive') throw typeError(core, 'new', '', core.universe.dataTypeKind, type)
  const layout = layoutOf(core, type)
  if (fields.length > layout.types.length || fields.length < layout.initialized) throw errorException(core, 'invalid struct allocation')
  for (const [at, field] of fields.entries()) {
    const wanted = layout.types[at]
    if (wanted !== undefined && !isInstance(core, field, wanted)) throw typeError(core, 'new', '', wanted, field)
  }
  return build(core, type, fields, layout.types.length)
}

function build(core: CoreTypes, type: DataType, fields: readonly JuliaValue[], count: number): JuliaValue {
  if (count === 0 && type.name.typeKind === 'struct') return core.instance(type)
  const special = type.name.module === 'Core' ? compilerObject(core, type, fields) : undefined
  if (special !== undefined) return special
  const made: (JuliaValue | undefined)[] = [...fields]
  while (made.length < count) made.push(undefined)
  return new StructValue(type, made)
}

/** Types whose instances are not kept as plain structs. */
function compilerObject(core: CoreTypes, type: DataType, [first, second]: readonly JuliaValue[]): JuliaValue | undefined {
  if (first === undefined) return undefined
  if (type === core.type('QuoteNode')) return new QuoteNode(first)
  if (type === core.type('GlobalRef') && typeof first === 'object' && isReflected(first) && typeof second === 'symbol') return new GlobalRef(first, second)
  if (type === core.type('Expr') && typeof first === 'symbol') return new Expr(first, [])
  return undefined
}

/** `new` from the elements of a tuple: the constructor of named tuples. */
export function newFromTuple(core: CoreTypes, type: JuliaValue, tuple: JuliaValue): JuliaValue {
  if (!(tuple instanceof StructValue) || tuple.type.name.role !== 'tuple') throw typeError(core, 'new', '', core.universe.tuple, tuple)
  return newStruct(core, type, tuple.fields as JuliaValue[])
}
