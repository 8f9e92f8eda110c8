/**
 * Builtins that look at any value: identity, types, sizes; and those that put values together.
 */
import { tupleOf } from '../../types/instantiate'
import { isSubtype } from '../../types/subtype'
import { unwrapUnionAll, type Parameter } from '../../types/type'
import type { CoreTypes } from '../../values/core-types'
import { codecOf } from '../../values/array-storage'
import { egal, isTypeValue } from '../../values/egal'
import { isInstance } from '../../values/isa'
import { isInline, sizeOfType } from '../../values/layout'
import { ArrayValue, Expr, SimpleVector, StructValue, symbolName, type JuliaValue } from '../../values/value'
import { juliaStringBytes, toJuliaString } from '../../values/text'
import { errorException, JuliaException, typeError } from '../exception'
import { argument, builtin, isType, type BuiltinContext, type BuiltinTable } from './context'

/** `(elements...)`. */
export function makeTuple(core: CoreTypes, elements: readonly JuliaValue[]): StructValue {
  if (elements.length === 0) return core.emptyTuple
  return new StructValue(tupleOf(core.universe, elements.map((element) => core.typeOf(element))), [...elements])
}

/** A type or a variable; anything else is no operand of a comparison of types. */
function demandType({ core }: BuiltinContext, name: string, value: JuliaValue): Parameter {
  if (typeof value === 'object' && isTypeValue(value)) return value
  throw typeError(core, name, '', core.universe.type, value)
}

function sizeOf({ core }: BuiltinContext, value: JuliaValue): bigint {
  if (isType(value)) return sizeOfTypeOrThrow(core, value)
  if (typeof value === 'string') return BigInt(value.length)
  if (typeof value === 'symbol') return BigInt(juliaStringBytes(toJuliaString(symbolName(value))).length)
  if (value instanceof SimpleVector) return BigInt(8 * (value.elements.length + 1))
  if (value instanceof ArrayValue) return BigInt(value.length * elementSize(core, value))
  return BigInt(sizeOfType(core, core.typeOf(value)) ?? 8)
}

/** Bytes that an element takes in its array. */
function elementSize(core: CoreTypes, array: ArrayValue): number {
  const [element] = array.type.parameters
  if (element === undefined) return 8
  if (element.kind === 'union' && codecOf(core, array.type).initial === undefined) return sizeOfType(core, element) ?? 8
  return isInline(core, element) ? (sizeOfType(core, element) ?? 8) : 8
}

function sizeOfTypeOrThrow(core: CoreTypes, type: Parameter): bigint {
  const size = sizeOfType(core, type)
  if (size !== undefined) return BigInt(size)
  const unwrapped = unwrapUnionAll(type)
  const body = unwrapped.kind === 'datatype' ? unwrapped : undefined
  if (body?.name.typeKind === 'abstract') throw errorException(core, `Abstract type ${body.name.name} does not have a definite size.`)
  if (body !== undefined) throw errorException(core, `Type ${body.name.name} does not have a definite size.`)
  throw errorException(core, 'Argument is an abstract type and does not have a definite size.')
}

export const GENERAL_BUILTINS: BuiltinTable = {
  '===': builtin(2, ({ core }, args) => egal(core.universe, argument(args, 0), argument(args, 1))),
  typeof: builtin(1, ({ core }, args) => core.typeOf(argument(args, 0))),
  isa: builtin(2, ({ core }, args) => {
    const type = argument(args, 1)
    if (!isType(type)) throw typeError(core, 'isa', '', core.universe.type, type)
    return isInstance(core, argument(args, 0), type)
  }),
  '<:': builtin(2, (context, args) =>
    isSubtype(context.core.universe, demandType(context, '<:', argument(args, 0)), demandType(context, '<:', argument(args, 1)))),
  typeassert: builtin(2, ({ core }, args) => {
    const value = argument(args, 0)
    const type = argument(args, 1)
    if (!isType(type)) throw typeError(core, 'typeassert', '', core.universe.type, type)
    if (!isInstance(core, value, type)) throw typeError(core, 'typeassert', '', type, value)
    return value
  }),
  ifelse: builtin(3, ({ core }, args) => {
    const condition = argument(args, 0)
    if (typeof condition !== 'boolean') throw typeError(core, 'ifelse', '', core.bool, condition)
    return argument(args, condition ? 1 : 2)
  }),
  throw: builtin(1, (_, args) => {
    throw new JuliaException(argument(args, 0))
  }),
  tuple: builtin([0, Infinity], ({ core }, args) => makeTuple(core, args)),
  svec: builtin([0, Infinity], (_, args) => new SimpleVector([...args])),
  sizeof: builtin(1, (context, args) => sizeOf(context, argument(args, 0))),
  _expr: builtin([1, Infinity], ({ core }, args) => {
    const head = argument(args, 0)
    if (typeof head !== 'symbol') throw typeError(core, 'Expr', '', core.symbol, head)
    return new Expr(head, args.slice(1))
  }),
}
