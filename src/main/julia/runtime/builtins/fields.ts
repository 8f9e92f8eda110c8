/**
 * Fields of every kind of value: structs, tuples, modules, expressions, types and the compiler's own objects (reflected.ts). Fields
 * are named by a symbol or numbered from 1.
 */
import { fieldTypes, isVarargTuple, varargElement } from '../../types/query'
import { unwrapUnionAll, type DataType, type Parameter } from '../../types/type'
import { unionMembers, unionOf } from '../../types/union'
import { rewrap, where } from '../../types/instantiate'
import type { CoreTypes } from '../../values/core-types'
import { isInstance } from '../../values/isa'
import { fieldNames, layoutOf } from '../../values/layout'
import { ArrayValue, Bits, Expr, StructValue, symbolName, type JuliaValue } from '../../values/value'
import { Binding, Module } from '../../worlds/module'
import { boundsError, concurrencyViolation, errorException, typeError, undefRefError, undefVarError } from '../exception'
import { argument, builtin, isType, type BuiltinContext, type BuiltinTable } from './context'
import { reflectedField } from './reflected'

/** Julia's name of a type in messages: without its parameters. */
function nameOf(type: DataType): string {
  return type.name.name
}

/** From 0; undefined if there is no such field. */
function indexOf(core: CoreTypes, type: DataType, key: JuliaValue): number | undefined {
  const { index, types } = layoutOf(core, type)
  if (typeof key === 'symbol') return index.get(key)
  if (typeof key !== 'bigint') return undefined
  const at = Number(key) - 1
  return at >= 0 && at < types.length ? at : undefined
}

function demandIndex(core: CoreTypes, name: string, object: JuliaValue, type: DataType, key: JuliaValue): number {
  if (typeof key !== 'symbol' && typeof key !== 'bigint') throw typeError(core, name, '', core.symbol, key)
  const at = indexOf(core, type, key)
  if (at !== undefined) return at
  if (typeof key === 'bigint') throw boundsError(core, object, key)
  throw errorException(core, `type ${nameOf(type)} has no field ${symbolName(key)}`)
}

/** The value of a global. Throws `UndefVarError` if it has none. */
export function globalValue(core: CoreTypes, module: Module, name: symbol): JuliaValue {
  const found = module.resolve(name)
  const value = found instanceof Binding ? found.value : undefined
  if (value === undefined) throw undefVarError(core, name)
  return value
}

function getField(context: BuiltinContext, object: JuliaValue, key: JuliaValue, ordering?: JuliaValue): JuliaValue {
  const { core } = context
  if (object instanceof StructValue) {
    const at = demandIndex(core, 'getfield', object, object.type, key)
    // Anything else says whether bounds are checked, and they are anyway.
    if (typeof ordering === 'symbol') checkAccess(core, 'getfield', object.type, at, ordering)
    const value = object.fields[at]
    if (value === undefined) throw undefRefError(core)
    return value
  }
  if (object instanceof Module) {
    if (typeof key !== 'symbol') throw typeError(core, 'getfield', '', core.symbol, key)
    return globalValue(core, object, key)
  }
  const type = core.typeOf(object)
  const at = demandIndex(core, 'getfield', object, type, key)
  const value = reflectedField(context, object, symbolName(layoutOf(core, type).names[at] ?? Symbol.for('')))
  if (value === undefined) throw undefRefError(core)
  return value
}

const ORDERINGS: ReadonlySet<string> = new Set(['not_atomic', 'unordered', 'monotonic', 'acquire', 'release', 'acquire_release', 'sequentially_consistent'])

/** Whether an access is atomic, by its ordering; undefined if it does not say. Threads are not simulated: all orderings are alike. */
function isAtomicAccess(core: CoreTypes, name: string, ordering: JuliaValue | undefined): boolean | undefined {
  if (ordering === undefined) return undefined
  if (typeof ordering !== 'symbol') throw typeError(core, name, '', core.symbol, ordering)
  if (!ORDERINGS.has(symbolName(ordering))) throw concurrencyViolation(core, 'invalid atomic ordering')
  return symbolName(ordering) !== 'not_atomic'
}

/** Wording as in Julia 1.7 (builtins.c). A plain read may be of an atomic field. */
function checkAccess(core: CoreTypes, name: string, type: DataType, at: number, ordering: JuliaValue | undefined): void {
  const given = isAtomicAccess(core, name, ordering)
  const asked = name === 'getfield' ? given : given ?? false
  const isAtomic = type.name.fieldAttributes.get(at) === 'atomic'
  if (asked === undefined || asked === isAtomic) return
  const verb = name === 'getfield' ? 'accessed' : 'written'
  throw concurrencyViolation(core, `${name}: ${isAtomic ? 'atomic' : 'non-atomic'} field cannot be ${verb} ${isAtomic ? 'non-atomically' : 'atomically'}`)
}

function setField({ core }: BuiltinContext, object: JuliaValue, key: JuliaValue, value: JuliaValue, ordering?: JuliaValue): JuliaValue {
  if (object instanceof Module) throw errorException(core, 'cannot assign variables in other modules')
  const type = core.typeOf(object)
  if (type.name.typeKind !== 'mutable') throw errorException(core, `setfield! immutable struct of type ${nameOf(type)} cannot be changed`)
  const at = demandIndex(core, 'setfield!', object, type, key)
  if (type.name.fieldAttributes.get(at) === 'const') {
    throw errorException(core, `setfield!: const field .${symbolName(layoutOf(core, type).names[at] ?? Symbol.for(''))} of type ${nameOf(type)} cannot be changed`)
  }
  checkAccess(core, 'setfield!', type, at, ordering)
  const wanted = layoutOf(core, type).types[at]
  if (wanted !== undefined && !isInstance(core, value, wanted)) throw typeError(core, 'setfield!', '', wanted, value)
  if (object instanceof StructValue) object.fields[at] = value
  else if (object instanceof Expr) setExprField(core, object, at, value)
  else throw errorException(core, `setfield! of a ${nameOf(type)} is not supported`)
  return value
}

function setExprField(core: CoreTypes, object: Expr, at: number, value: JuliaValue): void {
  if (at === 0 && typeof value === 'symbol') object.head = value
  else if (value instanceof ArrayValue && Array.isArray(value.data)) {
    object.args = value.data as JuliaValue[]
    core.exprArguments.set(object, value)
  }
}

function isDefined(context: BuiltinContext, object: JuliaValue, key: JuliaValue): boolean {
  const { core } = context
  if (object instanceof Module) {
    if (typeof key !== 'symbol') throw typeError(core, 'isdefined', '', core.symbol, key)
    const found = object.resolve(key)
    return found instanceof Binding && found.value !== undefined
  }
  if (typeof key !== 'symbol' && typeof key !== 'bigint') throw typeError(core, 'isdefined', '', core.symbol, key)
  const type = core.typeOf(object)
  const at = indexOf(core, type, key)
  if (at === undefined) return false
  if (object instanceof StructValue) return object.fields[at] !== undefined
  return reflectedField(context, object, symbolName(layoutOf(core, type).names[at] ?? Symbol.for(''))) !== undefined
}

/** The type of a field of any type that has one; of a union the union of its members' fields. */
function fieldType(core: CoreTypes, type: Parameter, key: JuliaValue, asked: JuliaValue): Parameter {
  const { universe } = core
  if (type.kind === 'union') return unionOf(universe, unionMembers(type).map((member) => fieldType(core, member, key, asked)))
  const body = unwrapUnionAll(type)
  if (body.kind === 'union') return rewrap(universe, fieldType(core, body, key, asked), type)
  if (body.kind !== 'datatype') throw typeError(core, 'fieldtype', '', universe.dataTypeKind, asked)
  return rewrapField(core, type, fieldTypeOf(core, body, key, type.kind === 'unionall' ? body : asked))
}

/** The field's type under those variables of the whole type that it mentions. */
function rewrapField(core: CoreTypes, like: Parameter, field: Parameter): Parameter {
  return like.kind === 'unionall' ? where(core.universe, like.variable, rewrapField(core, like.body, field)) : field
}

function fieldTypeOf(core: CoreTypes, type: DataType, key: JuliaValue, asked: JuliaValue): Parameter {
  const types = fieldTypes(core.universe, type)
  if (typeof key === 'symbol') {
    const at = fieldNames(core, type).indexOf(key)
    const found = at < 0 ? undefined : types[at]
    if (found === undefined) throw errorException(core, `type ${nameOf(type)} has no field ${symbolName(key)}`)
    return found
  }
  if (typeof key !== 'bigint') throw typeError(core, 'fieldtype', '', core.symbol, key)
  const at = Number(key) - 1
  const last = types.length - 1
  const found = isVarargTuple(type) && at >= last ? varargElement(types[last] ?? core.universe.any) : types[at]
  if (found === undefined || at < 0) throw boundsError(core, asked, key)
  return found
}

export const FIELD_BUILTINS: BuiltinTable = {
  getfield: builtin([2, 3], (context, args) => getField(context, argument(args, 0), argument(args, 1), args[2])),
  'setfield!': builtin([3, 4], (context, args) => setField(context, argument(args, 0), argument(args, 1), argument(args, 2), args[3])),
  isdefined: builtin(2, (context, args) => isDefined(context, argument(args, 0), argument(args, 1))),
  nfields: builtin(1, ({ core }, args) => {
    const value = argument(args, 0)
    return BigInt(value instanceof Bits ? 0 : layoutOf(core, core.typeOf(value)).types.length)
  }),
  fieldtype: builtin([2, 3], ({ core }, args) => {
    const type = argument(args, 0)
    if (!isType(type)) throw typeError(core, 'fieldtype', '', core.universe.dataTypeKind, type)
    const found = fieldType(core, type, argument(args, 1), type)
    return found.kind === 'value' ? core.universe.any : found
  }),
}
