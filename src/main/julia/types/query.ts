/**
 * Questions about one type that need no comparison: which variables occur, how a tuple ends, what its instances look
 * like. Of layout only what decides the order of a `Union` (jltypes.c `union_sort_cmp`).
 */
import { substituteAll } from './instantiate'
import { isVararg, unwrapUnionAll, type DataType, type Parameter, type TypeVar, type UnionAll } from './type'
import type { TypeUniverse } from './universe'

export function mentions(type: Parameter, variable: TypeVar): boolean {
  if (!type.open) return false
  switch (type.kind) {
    case 'var':
      return type === variable
    case 'union':
      return mentions(type.a, variable) || mentions(type.b, variable)
    case 'unionall':
      return mentions(type.variable.lower, variable) || mentions(type.variable.upper, variable)
        || (type.variable !== variable && mentions(type.body, variable))
    case 'datatype':
      return type.parameters.some((parameter) => mentions(parameter, variable))
    default:
      return false
  }
}

/** The variables bound further out, in order, each as often as it occurs. */
export function freeVariables(type: Parameter, bound: readonly TypeVar[] = []): TypeVar[] {
  if (!type.open) return []
  switch (type.kind) {
    case 'var':
      return bound.includes(type) ? [] : [type]
    case 'union':
      return [...freeVariables(type.a, bound), ...freeVariables(type.b, bound)]
    case 'unionall':
      return [
        ...freeVariables(type.variable.lower, bound),
        ...freeVariables(type.variable.upper, bound),
        ...freeVariables(type.body, [...bound, type.variable]),
      ]
    case 'datatype':
      return type.parameters.flatMap((parameter) => freeVariables(parameter, bound))
    default:
      return []
  }
}

/**
 * Whether the variable occurs inside constructors, or with `invariant` inside such that are not covariant. The bounds
 * of inner variables count.
 */
export function occursInside(type: Parameter, variable: TypeVar, invariant: boolean, inside = false): boolean {
  if (type === variable) return inside
  if (!type.open) return false
  switch (type.kind) {
    case 'union':
      return occursInside(type.a, variable, invariant, inside) || occursInside(type.b, variable, invariant, inside)
    case 'unionall':
      return type.variable !== variable
        && (occursInside(type.variable.lower, variable, invariant, inside)
          || occursInside(type.variable.upper, variable, invariant, inside)
          || occursInside(type.body, variable, invariant, inside))
    case 'datatype': {
      const { role } = type.name
      return type.parameters.some((parameter, at) => {
        const constructor = role === 'vararg' ? at === 1 : role !== 'tuple'
        return occursInside(parameter, variable, invariant, inside || !invariant || constructor)
      })
    }
    default:
      return false
  }
}

/** How the last element of a tuple repeats: not, a known number of times, as often as a variable bound outside says, or at will. */
export type Repetition = 'none' | 'counted' | 'bound' | 'unbound'

export function repetition(element: Parameter | undefined): Repetition {
  if (element === undefined || !isVararg(element)) return 'none'
  if (element.kind === 'unionall') {
    const { parameters: [, count] } = unwrapUnionAll(element) as DataType
    let binder: Parameter = element
    while (binder.kind === 'unionall') {
      if (binder.variable === count) return 'unbound'
      binder = binder.body
    }
  }
  const count = varargCount(element)
  return count?.kind === 'value' ? 'counted' : 'bound'
}

/** The N of `Vararg{T,N}`. */
export function varargCount(element: DataType | UnionAll): Parameter | undefined {
  return (unwrapUnionAll(element) as DataType).parameters[1]
}

/** The T of `Vararg{T,N}`, any other element itself. */
export function varargElement(element: Parameter): Parameter {
  return isVararg(element) ? ((unwrapUnionAll(element) as DataType).parameters[0] ?? element) : element
}

export function varargLength(element: DataType | UnionAll): number {
  const count = varargCount(element)
  return count?.kind === 'value' ? (count.count ?? 0) : 0
}

/** Whether a tuple's last element is a `Vararg` of any form. */
export function isVarargTuple(type: DataType): boolean {
  const last = type.parameters.at(-1)
  return last !== undefined && isVararg(last)
}

export function lastRepetition(tuple: DataType): Repetition {
  return repetition(tuple.parameters.at(-1))
}

/** Can have instances that are themselves of exactly this type. */
export function isConcreteType(type: Parameter): boolean {
  return type.kind === 'datatype' && type.concrete
}

export function isDispatchTuple(type: Parameter): boolean {
  return type.kind === 'datatype' && type.dispatchTuple
}

/** The types of the fields, in order; of a tuple its elements. */
export function fieldTypes(universe: TypeUniverse, type: DataType): readonly Parameter[] {
  const { name, parameters } = type
  if (name.role === 'tuple') return parameters
  if (name.role === 'namedtuple') {
    const [, elements] = parameters
    return elements?.kind === 'datatype' ? elements.parameters : []
  }
  return name.fields().map((field) => substituteAll(universe, field.type, name.variables, parameters))
}

/** Whether some instance can exist: not of `Tuple{Union{}}`, nor of a struct with a field of such a type that is always set. */
export function hasConcreteSubtype(type: Parameter): boolean {
  if (type.kind === 'bottom') return false
  const body = unwrapUnionAll(type)
  if (body.kind !== 'datatype') return true
  if (body.name.role === 'vararg') return body.parameters[0] === undefined || hasConcreteSubtype(body.parameters[0])
  if (body.name.role !== 'tuple') return true
  const fixed = isVarargTuple(body) ? body.parameters.slice(0, -1) : body.parameters
  return fixed.every((parameter) => parameter.kind !== 'bottom' && (parameter.kind !== 'datatype' || hasConcreteSubtype(parameter)))
}

/**
 * Instances are their bits alone: primitive, or immutable with fields that are. A type that contains itself is not; its fields may be
 * a `Union` with itself, whose order asks this question again.
 */
export function isBits(universe: TypeUniverse, type: Parameter): boolean {
  if (type.kind !== 'datatype' || !type.concrete) return false
  if (type.name.typeKind === 'primitive') return true
  if (type.name.typeKind !== 'struct' || type.name.role === 'kind' || type.name.incomplete) return false
  if (type.bitsMemo === undefined) {
    type.bitsMemo = false
    type.bitsMemo = fieldTypes(universe, type).every((field) => isBits(universe, field))
  }
  return type.bitsMemo
}

/** Has exactly one instance: immutable and without content. A type that contains itself has none. */
export function isSingleton(universe: TypeUniverse, type: Parameter): boolean {
  if (type.kind !== 'datatype' || !type.concrete || type.name.typeKind !== 'struct' || type.name.role === 'kind' || type.name.incomplete) return false
  if (type.singletonMemo === undefined) {
    type.singletonMemo = false
    type.singletonMemo = fieldTypes(universe, type).every((field) => isSingleton(universe, field))
  }
  return type.singletonMemo
}
