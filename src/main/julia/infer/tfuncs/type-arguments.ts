/** Builtins about types: `typeof`, `isa`, `<:`, `===`, `typeassert`, `ifelse`. Compare Julia 1.5's tfuncs.jl. */
import { kindOf, tupleOf, typeOf, where } from '../../types/instantiate'
import { typeIntersect } from '../../types/intersect'
import { isSubtype, typesEqual } from '../../types/subtype'
import { isAny, isKind, isTuple, isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter } from '../../types/type'
import { BOTTOM } from '../../types/universe'
import { unionOf } from '../../types/union'
import { isVarargTuple, varargCount, varargElement } from '../../types/query'
import { Conditional, Const, constBool, isPlain, widenConditional, widenConst, type Lattice, type LatticeElement } from '../../lattice/element'
import { mergeElements } from '../../lattice/merge'
import { isBelow, isInstance } from '../../lattice/order'
import { hasUniqueRepresentation, isDispatchElement, isTrustedSubtype, onlyInstance, rewrapUnionAll } from '../../lattice/type-facts'
import { egal, isTypeValue } from '../../values/egal'

/** Which type an element is about when it is used as a type. */
export interface Instances {
  readonly type: Parameter
  /** Just this type; otherwise it may be one below it. */
  readonly exact: boolean
}

/** The inverse of `typeof`: of what type are the instances of the type that this is. */
export function instancesOf(lattice: Lattice, element: LatticeElement): Instances {
  const { universe } = lattice
  if (element.kind === 'const') {
    const { value } = element
    return { type: typeof value === 'object' && isTypeValue(value) && value.kind !== 'var' ? value : BOTTOM, exact: true }
  }
  const type = widenConst(lattice, element)
  if (type.kind === 'bottom' || type === universe.typeofBottom || typeIntersect(universe, type, universe.type).kind === 'bottom') return { type: BOTTOM, exact: true }
  if (isTypeType(type)) {
    const about = type.parameters[0] ?? BOTTOM
    return { type: about, exact: !about.open }
  }
  switch (type.kind) {
    case 'unionall': {
      const { type: inner, exact } = instancesOf(lattice, unwrapUnionAll(type))
      const whole = rewrapUnionAll(universe, inner, type)
      if (inner.kind !== 'datatype' || whole.open) return { type: whole, exact }
      return { type: typeIntersect(universe, whole, inner.name.wrapper), exact }
    }
    case 'union': {
      const [a, b] = [instancesOf(lattice, type.a), instancesOf(lattice, type.b)]
      if (a.type.kind === 'bottom') return b
      if (b.type.kind === 'bottom') return a
      if (typesEqual(universe, a.type, b.type)) return { type: a.type, exact: a.exact && b.exact }
      return { type: unionOf(universe, [a.type, b.type]), exact: false }
    }
    default:
      return { type: universe.any, exact: false }
  }
}

export function inferTypeOf(lattice: Lattice, element: LatticeElement): LatticeElement {
  const { universe, core } = lattice
  if (element.kind === 'const') return new Const(core.typeOf(element.value))
  const type = widenConst(lattice, element)
  const general = universe.dataTypeKind
  switch (type.kind) {
    case 'datatype':
      if (isTypeType(type)) {
        const about = type.parameters[0] ?? BOTTOM
        const kind = kindOf(universe, about)
        return hasUniqueRepresentation(universe, about) && kind.kind === 'datatype' ? new Const(kind) : general
      }
      if (type.concrete) return new Const(type)
      if (isAny(type)) return general
      return typeOfVarargTuple(lattice, type) ?? belowType(lattice, type)
    case 'union':
      return unionOf(universe, [widenConst(lattice, inferTypeOf(lattice, type.a)), widenConst(lattice, inferTypeOf(lattice, type.b))])
    case 'var':
      return isAny(type.upper) ? general : inferTypeOf(lattice, type.upper)
    case 'unionall': {
      const body = unwrapUnionAll(type)
      if (body.kind === 'datatype' && body.name.typeKind !== 'abstract') {
        const tuple = isTuple(body) ? typeOfVarargTuple(lattice, body) : typeOf(universe, body)
        if (tuple !== undefined) return rewrapUnionAll(universe, tuple, type)
      }
      return rewrapUnionAll(universe, widenConst(lattice, inferTypeOf(lattice, body)), type)
    }
    default:
      return general
  }
}

/** `Type{<:type}`. */
export function belowType({ universe }: Lattice, type: Parameter): Parameter {
  const variable = universe.variable('T', BOTTOM, type)
  return where(universe, variable, typeOf(universe, variable))
}

/** A tuple that is abstract only in its length. */
function typeOfVarargTuple({ universe }: Lattice, type: DataType): Parameter | undefined {
  if (!isTuple(type) || !isVarargTuple(type)) return undefined
  const last = type.parameters.at(-1) ?? BOTTOM
  const body = unwrapUnionAll(last)
  const element = varargElement(last)
  const concrete = (part: Parameter) => part.kind === 'datatype' && part.concrete
  if (body.kind !== 'datatype' || !isVararg(last) || varargCount(last)?.kind !== 'var') return undefined
  if (!concrete(element) || !type.parameters.slice(0, -1).every(concrete)) return undefined
  return rewrapUnionAll(universe, typeOf(universe, tupleOf(universe, [...type.parameters.slice(0, -1), body])), last)
}

export function inferIsA(lattice: Lattice, value: LatticeElement, about: LatticeElement): LatticeElement {
  const { universe, core } = lattice
  const { type, exact } = instancesOf(lattice, about)
  if (type.kind === 'bottom') {
    return typeIntersect(universe, widenConst(lattice, about), universe.type).kind === 'bottom' ? BOTTOM : constBool(false)
  }
  if (type.open) return core.bool
  if (isBelow(lattice, value, type)) return exact && isTrustedSubtype(universe, value, type) ? constBool(true) : core.bool
  if (value.kind === 'const' || value.kind === 'conditional') return constBool(false)
  const plain = widenConst(lattice, value)
  if (isDispatchElement(universe, plain)) return constBool(false)
  return typeIntersect(universe, plain, type).kind === 'bottom' && !isKind(plain) ? constBool(false) : core.bool
}

export function inferSubtype(lattice: Lattice, left: LatticeElement, right: LatticeElement): LatticeElement {
  const { universe, core } = lattice
  const [a, b] = [instancesOf(lattice, left), instancesOf(lattice, right)]
  if (a.type.open || b.type.open) return core.bool
  if (isSubtype(universe, a.type, b.type)) return b.exact || a.type.kind === 'bottom' ? constBool(true) : core.bool
  const never = a.exact || (b.type.kind !== 'bottom' && typeIntersect(universe, a.type, b.type).kind === 'bottom')
  return never ? constBool(false) : core.bool
}

export function inferTypeAssert(lattice: Lattice, value: LatticeElement, about: LatticeElement): LatticeElement {
  const { universe, core } = lattice
  const { type } = instancesOf(lattice, about)
  if (isAny(type)) return value
  if (value.kind === 'const') return type.open || isInstance(lattice, value.value, type) ? value : BOTTOM
  if (value.kind === 'conditional') return isSubtype(universe, core.bool, type) ? value : BOTTOM
  return typeIntersect(universe, widenConst(lattice, value), type)
}

export function inferEgal(lattice: Lattice, x: LatticeElement, y: LatticeElement): LatticeElement {
  const { universe, core } = lattice
  const [a, b] = [widenConditional(lattice, x), widenConditional(lattice, y)]
  if (x.kind === 'conditional' && b.kind === 'const') return compareConditional(x, b)
  if (y.kind === 'conditional' && a.kind === 'const') return compareConditional(y, a)
  if (a.kind === 'const' && b.kind === 'const') return constBool(egal(universe, a.value, b.value))
  if (typeIntersect(universe, widenConst(lattice, a), widenConst(lattice, b)).kind === 'bottom') return constBool(false)
  return isSameSingleton(lattice, a, y) || isSameSingleton(lattice, b, x) ? constBool(true) : core.bool
}

function compareConditional(condition: Conditional, { value }: Const): LatticeElement {
  if (value === true) return condition
  return value === false ? new Conditional(condition.slot, condition.whenFalse, condition.whenTrue) : constBool(false)
}

function isSameSingleton(lattice: Lattice, known: LatticeElement, type: LatticeElement): boolean {
  return known.kind === 'const' && isPlain(type) && type === lattice.core.typeOf(known.value) && onlyInstance(lattice, type) !== undefined
}

export function inferIfElse(lattice: Lattice, condition: LatticeElement, x: LatticeElement, y: LatticeElement): LatticeElement {
  if (condition.kind === 'const') return condition.value === true ? x : condition.value === false ? y : BOTTOM
  if (condition.kind !== 'conditional' && !isBelow(lattice, lattice.core.bool, condition)) return BOTTOM
  return mergeElements(lattice, x, y)
}
