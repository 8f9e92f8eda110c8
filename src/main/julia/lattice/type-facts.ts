/**
 * Questions about plain types that only inference asks: whether a type stands for one value, what is left of a union, how a
 * signature splits into signatures without unions. Compare Julia 1.5's typeutils.jl.
 */
import { isSingleton, lastRepetition, varargElement } from '../types/query'
import { tupleOf, where } from '../types/instantiate'
import { isSubtype } from '../types/subtype'
import { isKind, isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter } from '../types/type'
import { BOTTOM, type TypeUniverse } from '../types/universe'
import { unionMembers, unionOf } from '../types/union'
import { isTypeValue } from '../values/egal'
import type { StructValue } from '../values/value'
import type { LatticeElement, Lattice } from './element'

/** Whether every type equal to this one is the same object: then `Type{T}` has one instance. */
export function hasUniqueRepresentation(universe: TypeUniverse, type: Parameter): boolean {
  if (type === universe.typeofBottom) return false
  switch (type.kind) {
    case 'bottom':
    case 'value':
      return true
    case 'datatype':
      if (type.concrete) return true
      return type.name.role !== 'tuple' && type.name.role !== 'vararg' && type.parameters.every((parameter) => hasUniqueRepresentation(universe, parameter))
    default:
      return false
  }
}

/** `Type{T}` that is as good as the constant T; T itself is returned. */
export function constantOfType(universe: TypeUniverse, element: LatticeElement): Parameter | undefined {
  if (element.kind !== 'datatype' || !isTypeType(element)) return undefined
  const [about] = element.parameters
  return about !== undefined && hasUniqueRepresentation(universe, about) ? about : undefined
}

/** The only instance of a type, if it has just one. */
export function onlyInstance({ universe, core }: Lattice, type: LatticeElement): StructValue | undefined {
  return type.kind === 'datatype' && type.concrete && isSingletonType(universe, type) ? core.instance(type) : undefined
}

/** Julia gives an instance to immutable types without content only. */
function isSingletonType(universe: TypeUniverse, type: DataType): boolean {
  return type.name.role !== 'typeofbottom' && isSingleton(universe, type)
}

/** Knows more than a type: not the only instance of its type, nor a type that `Type{T}` says as well. */
export function hasConstInfo(lattice: Lattice, element: LatticeElement): boolean {
  if (element.kind === 'partialstruct') return true
  if (element.kind !== 'const') return false
  const { value } = element
  if (typeof value === 'object' && isTypeValue(value) && value.kind !== 'var') return !hasUniqueRepresentation(lattice.universe, value)
  return onlyInstance(lattice, lattice.core.typeOf(value)) === undefined
}

/** Where subtyping is known to answer yes too often: a type that equals another is not always of the same kind. */
export function isTrustedSubtype(universe: TypeUniverse, a: LatticeElement, b: Parameter): boolean {
  if (!isKind(b) || a.kind !== 'datatype' || !isTypeType(a)) return true
  const [about] = a.parameters
  return about === undefined || hasUniqueRepresentation(universe, about)
}

/** What of `a` is not `b`, or more. */
export function typeSubtract(universe: TypeUniverse, a: Parameter, b: Parameter): Parameter {
  if (isSubtype(universe, a, b) && isTrustedSubtype(universe, a, b)) return BOTTOM
  return a.kind === 'union' ? unionOf(universe, [typeSubtract(universe, a.a, b), typeSubtract(universe, a.b, b)]) : a
}

/** `type` under those variables around `like` that it mentions. */
export function rewrapUnionAll(universe: TypeUniverse, type: Parameter, like: Parameter): Parameter {
  return type.open && like.kind === 'unionall' ? where(universe, like.variable, rewrapUnionAll(universe, type, like.body)) : type
}

/** What stands for itself in a signature that calls dispatch on: a concrete type, or `Type{T}`. */
export function isDispatchElement(universe: TypeUniverse, type: Parameter): boolean {
  if (type.kind === 'bottom' || type === universe.typeofBottom) return true
  return type.kind === 'datatype' && ((type.concrete && !isKind(type)) || (isTypeType(type) && !type.open))
}

/** `unwrapva`: the element of a `Vararg`, without its own `where`s. */
export function elementOf(universe: TypeUniverse, type: Parameter): Parameter {
  if (!isVararg(type)) return type
  const element = varargElement(type)
  return type.kind === 'unionall' ? rewrapUnionAll(universe, element, type) : element
}

/** As `typeof(x) <: T` is answered for a signature element: the upper bound of a variable. */
export function upperBound(type: Parameter): Parameter {
  let bound = type
  while (bound.kind === 'var') bound = bound.upper
  return bound
}

/** In how many signatures without unions this one splits. */
export function countUnionSplit(types: readonly LatticeElement[]): number {
  return types.reduce((count, type) => (type.kind === 'union' ? count * unionMembers(type).length : count), 1)
}

/** The signatures without unions that make up this one: the last argument varies slowest, as in Julia. */
export function splitUnions(universe: TypeUniverse, signature: Parameter): Parameter[] {
  const body = unwrapUnionAll(signature)
  if (body.kind !== 'datatype') return [signature]
  const elements = [...body.parameters]
  const split: Parameter[] = []
  const choose = (at: number) => {
    const element = elements[at]
    if (element === undefined) split.push(rewrapUnionAll(universe, tupleOf(universe, [...elements]), signature))
    else if (element.kind === 'union') {
      for (const member of unionMembers(element)) {
        elements[at] = member
        choose(at - 1)
      }
      elements[at] = element
    } else choose(at - 1)
  }
  choose(elements.length - 1)
  return split
}

/** A tuple type with as many elements in each instance. */
export function hasKnownLength(type: DataType): boolean {
  const last = lastRepetition(type)
  return last === 'none' || last === 'counted'
}

export function isVarargElement(element: LatticeElement): boolean {
  return (element.kind === 'datatype' || element.kind === 'unionall') && isVararg(element)
}
