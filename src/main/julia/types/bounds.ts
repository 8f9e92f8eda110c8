/**
 * Joining and meeting the bounds of a variable while it is being narrowed. Both stay simple on purpose, as Julia's do: a
 * join that has no name becomes a plain union, a meet that has none is over-estimated by its second operand.
 */
import { kindOf } from './instantiate'
import { obviouslyDisjoint, obviouslyEqual } from './obvious'
import { inUnion, isSubtype } from './subtype'
import { isAny, isKind, isTypeType, type Parameter } from './type'
import { BOTTOM, type TypeUniverse } from './universe'

/** A least upper bound. */
export function joinBounds(universe: TypeUniverse, a: Parameter, b: Parameter): Parameter {
  if (a.kind === 'bottom' || isAny(b) || obviouslyEqual(universe, a, b)) return b
  if (b.kind === 'bottom' || isAny(a)) return a
  if (a.kind === 'value' || b.kind === 'value') return universe.any
  if (inUnion(a, b)) return a
  if (inUnion(b, a)) return b
  if (isKindOfType(universe, a, b)) return a
  if (isKindOfType(universe, b, a)) return b
  if (a.kind === 'var' && obviouslyEqual(universe, b, a.lower)) return a
  if (b.kind === 'var' && obviouslyEqual(universe, a, b.lower)) return b
  if (!a.open && !b.open && !typesOfDifferentKind(universe, a, b)) {
    if (isSubtype(universe, a, b)) return b
    if (isSubtype(universe, b, a)) return a
  }
  return universe.union(a, b)
}

/** A greatest lower bound, or `b` where there is no simple one. */
export function meetBounds(universe: TypeUniverse, a: Parameter, b: Parameter): Parameter {
  if (isAny(a) || b.kind === 'bottom' || obviouslyEqual(universe, a, b)) return b
  if (isAny(b) || a.kind === 'bottom') return a
  if (a.kind === 'value' || b.kind === 'value') return BOTTOM
  if (inUnion(a, b)) return b
  if (inUnion(b, a)) return a
  if (isKindOfType(universe, a, b)) return b
  if (isKindOfType(universe, b, a)) return a
  if (a.kind === 'var' && obviouslyEqual(universe, b, a.upper)) return a
  if (b.kind === 'var' && obviouslyEqual(universe, a, b.upper)) return b
  if (obviouslyDisjoint(universe, a, b)) return BOTTOM
  if (!a.open && !b.open) {
    if (isSubtype(universe, a, b)) return a
    if (isSubtype(universe, b, a)) return b
  }
  return b
}

function isKindOfType(universe: TypeUniverse, kind: Parameter, type: Parameter): boolean {
  const [only] = isTypeType(type) ? type.parameters : []
  return only !== undefined && isKind(kind) && kindOf(universe, only) === kind
}

/** `Type{Int64}` and `Type{Vector}`: one would hide what the other is an instance of. */
function typesOfDifferentKind(universe: TypeUniverse, a: Parameter, b: Parameter): boolean {
  const [first] = isTypeType(a) ? a.parameters : []
  const [second] = isTypeType(b) ? b.parameters : []
  return first !== undefined && second !== undefined && kindOf(universe, first) !== kindOf(universe, second)
}
