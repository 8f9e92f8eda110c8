/**
 * What a frame knows about its arguments when it begins: the types of its instance, with constants where constant propagation
 * gives some; varargs as one tuple. Results of constant propagation are found again by what was given. Compare Julia
 * 1.5's inferenceresult.jl.
 */
import { tupleOf } from '../types/instantiate'
import { isVararg, unwrapUnionAll, type Parameter } from '../types/type'
import { varargElement } from '../types/query'
import { Const, widenConditional, type Lattice, type LatticeElement } from '../lattice/element'
import { isEqual } from '../lattice/order'
import { constantOfType, elementOf, isVarargElement, onlyInstance, rewrapUnionAll, upperBound } from '../lattice/type-facts'
import type { MethodInstance } from '../worlds/method'
import { parameterConst } from './constants'
import { tupleElement } from './tuples'

export interface ArgumentTypes {
  /** Of the function itself and the arguments; a vararg is its tuple. */
  readonly types: readonly LatticeElement[]
  /** Which were given by constant propagation. */
  readonly given: readonly boolean[]
}

/** As far as the instance says. */
export function argumentTypesOf(lattice: Lattice, { method, specTypes }: MethodInstance): readonly LatticeElement[] {
  if (method === undefined) return []
  const { universe } = lattice
  const tuple = unwrapUnionAll(specTypes)
  const declared = tuple.kind === 'datatype' ? tuple.parameters : []
  const { argumentCount } = method
  if (!method.source.code.isVarArg) return fixedArguments(lattice, declared, argumentCount, specTypes)
  return [...fixedArguments(lattice, declared, argumentCount - 1, specTypes), varargTuple(lattice, declared, argumentCount, specTypes, universe.tuple)]
}

function varargTuple(lattice: Lattice, declared: readonly Parameter[], count: number, specTypes: Parameter, any: Parameter): LatticeElement {
  if (specTypes === any) return any
  const { universe } = lattice
  const last = declared.at(-1)
  if (count > declared.length) return tupleOf(universe, last !== undefined && isVararg(last) ? [rewrapUnionAll(universe, openEnd(lattice, last), specTypes)] : [])
  return tupleElement(lattice, declared.slice(count - 1).map((element) => {
    const type = rewrapUnionAll(universe, isVararg(element) ? openEnd(lattice, element) : element, specTypes)
    return constantOf(lattice, type) ?? type
  }))
}

/** `Vararg{T,N}` as `Vararg{T}`. */
function openEnd({ universe }: Lattice, vararg: Parameter): Parameter {
  return universe.varargOf(varargElement(vararg))
}

/** The only value of a type that has one. */
function constantOf(lattice: Lattice, type: Parameter): Const | undefined {
  const instance = onlyInstance(lattice, type)
  if (instance !== undefined) return new Const(instance)
  const about = constantOfType(lattice.universe, type)
  return about === undefined ? undefined : parameterConst(lattice, about)
}

function fixedArguments(lattice: Lattice, declared: readonly Parameter[], count: number, specTypes: Parameter): LatticeElement[] {
  const { universe } = lattice
  return Array.from({ length: count }, (_, at) => {
    const element = declared[Math.min(at, declared.length - 1)] ?? universe.any
    const type = upperBound(elementOf(universe, element))
    return constantOf(lattice, type) ?? rewrapUnionAll(universe, type, specTypes)
  })
}

/** The element at a place of call arguments that may end in a `Vararg`; undefined past the end. */
export function argumentAt({ universe }: Lattice, args: readonly LatticeElement[], at: number): LatticeElement | undefined {
  const last = args.at(-1)
  if (last === undefined || at < args.length - 1 || !isVarargElement(last)) return args[at]
  return elementOf(universe, last as Parameter)
}

/** From a place on; a `Vararg` at the end goes on without end. */
export function argumentsFrom(args: readonly LatticeElement[], at: number): readonly LatticeElement[] {
  const last = args.at(-1)
  return args.slice(last !== undefined && isVarargElement(last) ? Math.min(at, args.length - 1) : at)
}

function matches(lattice: Lattice, given: LatticeElement, cached: LatticeElement, overridden: boolean): boolean {
  return given.kind === 'const' || given.kind === 'partialstruct' ? isEqual(lattice, given, cached) : !overridden
}

/** With what the caller knows. */
export function constantArguments(lattice: Lattice, instance: MethodInstance, args: readonly LatticeElement[]): ArgumentTypes {
  const types = [...argumentTypesOf(lattice, instance)]
  const given = types.map(() => false)
  const known = inSlots(lattice, instance, args.map((element) => widenConditional(lattice, element)))
  if (known.length === types.length) {
    for (const [at, element] of known.entries()) {
      if (matches(lattice, element, types[at] ?? element, false)) continue
      types[at] = element
      given[at] = true
    }
  }
  return { types, given }
}

function inSlots(lattice: Lattice, { method }: MethodInstance, args: readonly LatticeElement[]): readonly LatticeElement[] {
  if (method?.source.code.isVarArg !== true) return args
  const fixed = method.argumentCount - 1
  const last = args.at(-1)
  const rest = args.length > fixed || last === undefined || !isVarargElement(last) ? args.slice(fixed) : [last]
  return [...Array.from({ length: fixed }, (_, at) => argumentAt(lattice, args, at) ?? lattice.universe.any), tupleElement(lattice, rest)]
}

/** Whether a result of constant propagation was for just these arguments. */
export function isForArguments(lattice: Lattice, { method }: MethodInstance, { types, given }: ArgumentTypes, args: readonly LatticeElement[]): boolean {
  if (method === undefined) return false
  const { isVarArg } = method.source.code
  const fixed = isVarArg ? method.argumentCount - 1 : method.argumentCount
  if (args.length < fixed) return false
  for (let at = 0; at < fixed; at++) {
    const [element, cached] = [args[at], types[at]]
    if (element === undefined || cached === undefined || !matches(lattice, element, cached, given[at] ?? false)) return false
  }
  const rest = types.at(-1)
  return !isVarArg || (rest !== undefined && matches(lattice, tupleElement(lattice, args.slice(fixed)), rest, given.at(-1) ?? false))
}

