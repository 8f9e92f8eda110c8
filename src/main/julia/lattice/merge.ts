/**
 * `tmerge`: an element above both that does not grow without end when merged again and again. Types are merged by
 * types/join.ts; here the layers above them. Compare Julia 1.5's typelimits.jl.
 */
import { isSimpleUnion, mergeTypes } from '../types/join'
import { typesEqual } from '../types/subtype'
import type { Parameter } from '../types/type'
import { StructValue } from '../values/value'
import { Conditional, Const, PartialStruct, constBool, isPlain, knownBool, widenConst, type Lattice, type LatticeElement } from './element'
import { isBelow } from './order'
import { hasConstInfo } from './type-facts'
import { BOTTOM } from '../types/universe'

function isSimple({ unions }: Lattice, element: LatticeElement): boolean {
  return !isPlain(element) || isSimpleUnion(element, unions)
}

export function mergeElements(lattice: Lattice, a: LatticeElement, b: LatticeElement): LatticeElement {
  if (a.kind === 'bottom') return b
  if (b.kind === 'bottom') return a
  if (a === b) return a
  const below = isBelow(lattice, a, b)
  if (below && isSimple(lattice, b)) return b
  const above = isBelow(lattice, b, a)
  if (above && (below || isSimple(lattice, a))) return a
  if (a.kind === 'conditional' || b.kind === 'conditional') {
    const merged = mergeConditionals(lattice, asConditional(lattice, a, b), asConditional(lattice, b, a))
    if (merged !== undefined) return merged
  }
  if ((a.kind === 'partialstruct' || a.kind === 'const') && (b.kind === 'partialstruct' || b.kind === 'const')) {
    const type = widenConst(lattice, a)
    if (type === widenConst(lattice, b)) return mergeFields(lattice, type, a, b)
  }
  return mergeTypes(lattice.universe, widenConst(lattice, a), widenConst(lattice, b), lattice.unions)
}

/** `true` and `false` beside a conditional tell about its variable that the other branch is never taken. */
function asConditional({ universe }: Lattice, element: LatticeElement, other: LatticeElement): LatticeElement {
  if (element.kind !== 'const' || other.kind !== 'conditional' || typeof element.value !== 'boolean') return element
  return element.value ? new Conditional(other.slot, universe.any, BOTTOM) : new Conditional(other.slot, BOTTOM, universe.any)
}

function mergeConditionals(lattice: Lattice, a: LatticeElement, b: LatticeElement): LatticeElement | undefined {
  if (a.kind !== 'conditional' || b.kind !== 'conditional') return undefined
  if (a.slot === b.slot) {
    const whenTrue = mergeElements(lattice, a.whenTrue, b.whenTrue)
    const whenFalse = mergeElements(lattice, a.whenFalse, b.whenFalse)
    if (!sameType(lattice, whenTrue, whenFalse)) return new Conditional(a.slot, whenTrue, whenFalse)
  }
  const value = knownBool(a)
  return value !== undefined && value === knownBool(b) ? constBool(value) : lattice.core.bool
}

function sameType({ universe }: Lattice, a: LatticeElement, b: LatticeElement): boolean {
  return a === b || (isPlain(a) && isPlain(b) && typesEqual(universe, a, b))
}

function mergeFields(lattice: Lattice, type: Parameter, a: Const | PartialStruct, b: Const | PartialStruct): LatticeElement {
  const [mine, others] = [knownFields(a), knownFields(b)]
  if (mine === undefined || others === undefined || mine.length !== others.length) return type
  const fields = mine.map((field, at) => mergeElements(lattice, field, others[at] ?? lattice.universe.any))
  return fields.some((field) => hasConstInfo(lattice, field)) ? new PartialStruct(type, fields) : type
}

/** The fields of an immutable that is known; those of a mutable one may change. */
function knownFields(element: Const | PartialStruct): readonly LatticeElement[] | undefined {
  if (element.kind === 'partialstruct') return element.fields
  const { value } = element
  if (!(value instanceof StructValue) || value.type.name.typeKind === 'mutable') return undefined
  return value.fields.every((field) => field !== undefined) ? value.fields.map((field) => new Const(field)) : undefined
}
