/** The order of the lattice: whether one element says at least as much as another. Compare Julia 1.5's `⊑` (typelattice.jl). */
import { isSubtype, typeIsA, typesEqual } from '../types/subtype'
import { isAny, isTuple, isType, type Parameter } from '../types/type'
import { egal, isTypeValue } from '../values/egal'
import { isInstance as isInstanceOf } from '../values/isa'
import { StructValue, type JuliaValue } from '../values/value'
import { Const, isPlain, knownBool, widenConst, type Conditional, type Lattice, type LatticeElement, type PartialStruct } from './element'
import { onlyInstance } from './type-facts'

/** `value isa type`. */
export function isInstance({ universe, core }: Lattice, value: JuliaValue, type: Parameter): boolean {
  return typeof value === 'object' && isTypeValue(value) ? typeIsA(universe, value, type) : isInstanceOf(core, value, type)
}

/** `a ⊑ b`. */
export function isBelow(lattice: Lattice, a: LatticeElement, b: LatticeElement): boolean {
  if (a === b || (b.kind === 'datatype' && isAny(b))) return true
  if (a.kind === 'datatype' && isAny(a)) return false
  if (a.kind === 'bottom') return true
  if (b.kind === 'bottom') return false
  let left = a
  if (left.kind === 'conditional') {
    if (b.kind === 'conditional') return isBelowConditional(lattice, left, b)
    if (b.kind === 'const' && typeof b.value === 'boolean') return knownBool(left) === b.value
    left = lattice.core.bool
  } else if (b.kind === 'conditional') return false
  if (left.kind === 'partialstruct') {
    if (b.kind === 'partialstruct') return isBelowPartial(lattice, left, b)
    return isPlain(b) && isType(b) && isSubtype(lattice.universe, left.type, b)
  }
  if (b.kind === 'partialstruct') return left.kind === 'const' && isInPartial(lattice, left, b)
  if (left.kind === 'const') {
    if (b.kind === 'const') return egal(lattice.universe, left.value, b.value)
    return isPlain(b) && isType(b) && isInstance(lattice, left.value, b)
  }
  if (b.kind === 'const') {
    const instance = onlyInstance(lattice, left)
    return instance !== undefined && instance === b.value
  }
  if (left.kind === 'partialtypevar') return b === lattice.core.type('TypeVar')
  return isPlain(b) && isSubtype(lattice.universe, left, b)
}

function isBelowConditional(lattice: Lattice, a: Conditional, b: Conditional): boolean {
  return a.slot === b.slot && isBelow(lattice, a.whenTrue, b.whenTrue) && isBelow(lattice, a.whenFalse, b.whenFalse)
}

function isBelowPartial(lattice: Lattice, a: PartialStruct, b: PartialStruct): boolean {
  return a.fields.length === b.fields.length && isSubtype(lattice.universe, a.type, b.type)
    && a.fields.every((field, at) => isBelow(lattice, field, b.fields[at] ?? field))
}

function isInPartial(lattice: Lattice, { value }: Const, b: PartialStruct): boolean {
  if (!(value instanceof StructValue) || value.fields.length !== b.fields.length) return false
  if (b.type.kind !== 'datatype' || b.type.name !== value.type.name) return false
  if (!isTuple(b.type) && !isSubtype(lattice.universe, value.type, b.type)) return false
  return value.fields.every((field, at) => {
    const known = b.fields[at]
    return field !== undefined && known !== undefined && isBelow(lattice, new Const(field), known)
  })
}

/** Each below the other. */
export function isEqual(lattice: Lattice, a: LatticeElement, b: LatticeElement): boolean {
  if (a === b) return true
  if (a.kind === 'partialstruct') {
    return b.kind === 'partialstruct' && a.fields.length === b.fields.length
      && typesEqual(lattice.universe, widenConst(lattice, a), widenConst(lattice, b))
      && a.fields.every((field, at) => isEqual(lattice, field, b.fields[at] ?? field))
  }
  if (b.kind === 'partialstruct') return false
  if (a.kind === 'const' || b.kind === 'const') return a.kind === 'const' && b.kind === 'const' && egal(lattice.universe, a.value, b.value)
  return isBelow(lattice, a, b) && isBelow(lattice, b, a)
}
