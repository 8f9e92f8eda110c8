/**
 * Builtins that stand for another call: splats, `invoke`, calls in the newest world, keyword sorters. They say what is to be
 * called and leave it to whoever runs code, so that such calls nest no deeper than others.
 */
import { which } from '../../dispatch/lookup'
import { rewrap, tupleOf, typeOf } from '../../types/instantiate'
import { isSubtype, solveSubtype } from '../../types/subtype'
import { isTuple, unwrapUnionAll, type Parameter } from '../../types/type'
import { unionMembers } from '../../types/union'
import { elementsOf } from '../../values/array-storage'
import type { CoreTypes } from '../../values/core-types'
import { ArrayValue, SimpleVector, StructValue, type JuliaValue } from '../../values/value'
import type { World } from '../../worlds/world'
import { callTypes, targetOf, type CallCache, type Target } from '../call-cache'
import type { KeywordSorters } from '../definitions'
import { argumentError, errorException, methodError, typeError, undefRefError } from '../exception'
import type { Redirection, Callee } from '../interpreter'
import { isType } from './context'
import { makeTuple } from './general'

export interface CallContext {
  readonly core: CoreTypes
  readonly world: World
  readonly cache: CallCache
  readonly sorters: KeywordSorters
  readonly calleeOf: (target: Target, world: number) => Callee
  /** Runs a call to its end. */
  readonly call: (args: readonly JuliaValue[], world: number) => JuliaValue
  /** `Base.iterate`, for calls that were lowered before it was there. */
  readonly iterate: () => JuliaValue | undefined
}

type CallBuiltin = (context: CallContext, args: readonly JuliaValue[], world: number) => Redirection

function demand(core: CoreTypes, name: string, args: readonly JuliaValue[], fewest: number): void {
  if (args.length < fewest) throw argumentError(core, `${name}: too few arguments (expected ${fewest})`)
}

/** The elements of what is splatted, through `iterate` if it is no tuple, array or named tuple. */
export function splat(context: Pick<CallContext, 'core' | 'call'>, iterate: JuliaValue | undefined, container: JuliaValue, world: number): readonly JuliaValue[] {
  const { core } = context
  if (container instanceof SimpleVector) return container.elements
  if (container instanceof StructValue && (container.type.name.role === 'tuple' || container.type.name.role === 'namedtuple')) return container.fields as JuliaValue[]
  if (container instanceof ArrayValue) {
    return elementsOf(core, container).map((element) => {
      if (element === undefined) throw undefRefError(core)
      return element
    })
  }
  if (iterate === undefined) throw errorException(core, 'only tuples and arrays can be splatted before Base is there')
  const found: JuliaValue[] = []
  let step = context.call([iterate, container], world)
  while (step !== core.nothing) {
    const [element, state] = step instanceof StructValue ? step.fields : []
    if (element === undefined || state === undefined) throw typeError(core, 'iterate', '', core.universe.tuple, step)
    found.push(element)
    step = context.call([iterate, container, state], world)
  }
  return found
}

/** The method that `invoke(f, types, ...)` asks for, for these arguments. */
export function invokeTarget({ core, world: methods }: Pick<CallContext, 'core' | 'world'>, args: readonly JuliaValue[], types: JuliaValue, age: number): Target {
  const { universe } = core
  const body = isType(types) ? unwrapUnionAll(types) : undefined
  if (!isType(types) || body === undefined || !isTuple(body)) throw typeError(core, 'invoke', '', typeOfTuples(core), types)
  const [callee] = args
  if (callee === undefined) throw argumentError(core, 'invoke: too few arguments (expected 2)')
  const actual = callTypes(core, args)
  const [calleeType] = actual.parameters
  const wanted = tupleOf(universe, [calleeType ?? universe.any, ...body.parameters])
  const closed = types.kind === 'unionall' ? rewrap(universe, wanted, types) : wanted
  if (!isSubtype(universe, callTypes(core, args.slice(1)), types)) throw errorException(core, 'invoke: argument type error')
  const method = which(closed, { table: methods.tableOf(closed), world: age })
  if (typeof method === 'string') throw methodError(core, callee, types, age)
  const parameters = solveSubtype(universe, actual, method.signature) ?? []
  return targetOf(methods, methods.instance(method, methods.compilationSignature(method, actual, parameters), parameters), actual)
}


/** `Type{T} where T<:Tuple`. */
export function typeOfTuples({ universe }: CoreTypes): Parameter {
  const variable = universe.variable('T', undefined, universe.tuple)
  return universe.unionAll(variable, typeOf(universe, variable))
}

/** The keyword sorter of a callee. */
function sorterOf({ core, sorters }: CallContext, callee: JuliaValue): JuliaValue {
  return sorters.of(isType(callee) ? core.universe.dataTypeKind : core.typeOf(callee))
}

function apply(context: CallContext, iterate: JuliaValue | undefined, args: readonly JuliaValue[], world: number): Redirection {
  const [callee, ...containers] = args
  const spread: JuliaValue[] = callee === undefined ? [] : [callee]
  for (const container of containers) for (const element of splat(context, iterate, container, world)) spread.push(element)
  return { kind: 'call', args: spread, world }
}

const value = (found: JuliaValue): Redirection => ({ kind: 'value', value: found })

export const CALL_BUILTINS: Readonly<Record<string, CallBuiltin>> = {
  _apply_iterate(context, args, world) {
    demand(context.core, '_apply_iterate', args, 2)
    return apply(context, args[0], args.slice(1), world)
  },
  _apply(context, args, world) {
    demand(context.core, '_apply', args, 1)
    return apply(context, context.iterate(), args, world)
  },
  _apply_pure(context, args, world) {
    demand(context.core, '_apply_pure', args, 1)
    return apply(context, context.iterate(), args, world)
  },
  _apply_latest(context, args) {
    demand(context.core, '_apply_latest', args, 1)
    return apply(context, context.iterate(), args, context.world.age)
  },
  invoke(context, args, world) {
    demand(context.core, 'invoke', args, 2)
    const [callee, types, ...rest] = args
    if (callee === undefined || types === undefined) return value(context.core.nothing)
    const given = [callee, ...rest]
    return { kind: 'callee', callee: context.calleeOf(invokeTarget(context, given, types, world), world), args: given, world }
  },
  applicable(context, args, world) {
    demand(context.core, 'applicable', args, 1)
    return value(typeof context.cache.lookup(args, world) !== 'string')
  },
  kwfunc(context, [callee]) {
    if (callee === undefined) throw argumentError(context.core, 'kwfunc: too few arguments (expected 1)')
    return value(sorterOf(context, callee))
  },
}

/** What `Core.kwftype(T)` takes: the sorter of functions of this type. */
export function sorterOfType({ sorters, core }: Pick<CallContext, 'sorters' | 'core'>, type: Parameter): JuliaValue {
  const body = unwrapUnionAll(type)
  const callee = body.kind === 'union' ? unionMembers(body)[0] : body.kind === 'var' ? body.upper : body
  return sorters.of(callee?.kind === 'datatype' ? callee : core.universe.any)
}

/** The arguments of a failed call as `MethodError` keeps them. */
export function noMethod(core: CoreTypes, args: readonly JuliaValue[], world: number): Error {
  const [callee, ...rest] = args
  return methodError(core, callee ?? core.nothing, makeTuple(core, rest), world)
}
