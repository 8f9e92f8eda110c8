/**
 * `===`: the same object, or immutable values of one type that nothing can tell apart. Strings count as immutable, as in Julia.
 * Floats are compared by their bits, but for the payload of a NaN, which JavaScript does not keep.
 */
import { obviouslyEqual } from '../types/obvious'
import type { Parameter } from '../types/type'
import type { TypeUniverse } from '../types/universe'
import { Bits, SimpleVector, StructValue, type JuliaValue } from './value'

export function isTypeValue(value: JuliaValue): value is Extract<JuliaValue, Parameter> {
  return typeof value === 'object' && 'kind' in value
}

export function egal(universe: TypeUniverse, a: JuliaValue, b: JuliaValue): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return Object.is(a, b)
  if (a === b) return true
  if (a instanceof Bits) return b instanceof Bits && a.type === b.type && a.bits === b.bits
  if (a instanceof StructValue) {
    if (!(b instanceof StructValue) || a.type !== b.type || a.type.name.typeKind === 'mutable') return false
    return a.fields.every((field, at) => sameField(universe, field, b.fields[at]))
  }
  if (a instanceof SimpleVector) {
    return b instanceof SimpleVector && a.elements.length === b.elements.length
      && a.elements.every((element, at) => sameField(universe, element, b.elements[at]))
  }
  return isTypeValue(a) && isTypeValue(b) && a.kind !== 'var' && b.kind !== 'var' && (a.open || b.open) && obviouslyEqual(universe, a, b)
}

function sameField(universe: TypeUniverse, a: JuliaValue | undefined, b: JuliaValue | undefined): boolean {
  return a === undefined || b === undefined ? a === b : egal(universe, a, b)
}
