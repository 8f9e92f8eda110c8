/**
 * Keeping signatures of recursive calls from growing without end: a type is compared with the one that it came from and, if it
 * is more complex, widened until it is not. A type that already occurs in the sources is never more complex. The rules are
 * those of Julia 1.5's `limit_type_size` (typelimits.jl).
 */
import { supertypeOf, tupleOf, where } from '../types/instantiate'
import { obviouslyEqual } from '../types/obvious'
import { isSubtype } from '../types/subtype'
import { isAny, isTuple, isType, isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter } from '../types/type'
import { BOTTOM, type TypeUniverse } from '../types/universe'
import { unionOf } from '../types/union'
import { isVarargTuple, varargCount, varargElement } from '../types/query'
import { mergeTypes, type UnionLimits } from '../types/join'
import { elementOf, upperBound } from './type-facts'

/** What a signature may become. */
export interface SizeLimits {
  /** Nesting of tuples that may vary. */
  readonly tupleDepth: number
  /** Elements of the outermost tuple. */
  readonly tupleLength: number
  readonly unions: UnionLimits
}

/** `type`, or one above it that is no more complex than `compare`. What occurs in `compare` or `source` may stay. */
export function limitTypeSize(universe: TypeUniverse, type: Parameter, compare: Parameter, source: Parameter, limits: SizeLimits): Parameter {
  const known = [unwrapUnionAll(compare), unwrapUnionAll(source)]
  const limiter = new Limiter(universe, known[0] === known[1] ? known.slice(0, 1) : known, limits.unions)
  if (!limiter.isMoreComplex(type, compare, 1, limits.tupleDepth, limits.tupleLength)) return type
  const limited = limiter.limit(type, compare, 1, limits.tupleLength)
  if (isSubtype(universe, type, limited)) return limited
  const wider = limiter.limit(type, universe.any, 1, limits.tupleLength)
  return isSubtype(universe, type, wider) ? wider : universe.any
}

/** A `Vararg` of one type above all of these. */
function varargOfAll(universe: TypeUniverse, elements: readonly Parameter[], unions: UnionLimits): Parameter {
  const merged = elements.reduce((all, element) => mergeTypes(universe, all, upperBound(elementOf(universe, element)), unions), BOTTOM)
  return universe.varargOf(merged)
}

class Limiter {
  constructor(
    private readonly universe: TypeUniverse,
    private readonly sources: readonly Parameter[],
    private readonly unions: UnionLimits,
  ) {}

  private same(a: Parameter, b: Parameter): boolean {
    return a === b || ((a.open || b.open) && a.kind === b.kind && obviouslyEqual(this.universe, a, b))
  }

  /** Whether the type was taken out of a source, at least so deep inside. */
  private isKnown(type: Parameter, depth: number): boolean {
    return this.sources.some((source) => this.occursIn(type, source, depth))
  }

  private occursIn(type: Parameter, inside: Parameter, depth: number): boolean {
    if (this.same(type, inside)) return depth <= 1
    switch (inside.kind) {
      case 'union':
        return this.occursIn(type, inside.a, depth) || this.occursIn(type, inside.b, depth)
      case 'unionall':
        return this.occursIn(type, inside.variable.upper, depth) || this.occursIn(type, inside.body, depth)
      case 'datatype': {
        const left = Math.max(0, depth - 1)
        if (type.kind === 'datatype' && this.isAbove(type, inside)) return true
        return inside.parameters.some((parameter) => this.occursIn(type, parameter, left))
      }
      default:
        return false
    }
  }

  /** One of the supertypes, `Any` apart. */
  private isAbove(type: DataType, below: DataType): boolean {
    for (let above = supertypeOf(this.universe, below); !isAny(above); above = supertypeOf(this.universe, above)) {
      if (this.same(above, type)) return true
    }
    return false
  }

  /** The comparison is below the type: that is wide enough already. */
  private isWider(type: Parameter, compare: Parameter): boolean {
    return isType(compare) && compare.kind !== 'bottom' && isSubtype(this.universe, compare, type)
  }

  isMoreComplex(given: Parameter, compared: Parameter, depth: number, depthOfTuples: number, tupleLength: number): boolean {
    if (this.isTrivial(given, compared)) return false
    const whole = unwrapUnionAll(given)
    if (depthOfTuples > 0 && ((whole.kind === 'datatype' && this.isWider(given, compared)) || this.isKnown(whole, depth))) return false
    if (compared.kind === 'unionall' && given.kind !== 'unionall' && depthOfTuples === 0) return true
    const [type, compare] = compared.kind === 'unionall' ? [whole, unwrapUnionAll(compared)] : [given, compared]
    if (compare.kind === 'var') {
      // The variable is in covariant position: a type may take its place.
      if (type.kind === 'var') {
        return !(type.lower.kind === 'bottom' || this.same(type.lower, compare.lower))
          || this.isMoreComplex(type.upper, compare.upper, depth + 1, 1, 0)
      }
      return compare.lower.kind !== 'bottom' || this.isMoreComplex(type, compare.upper, depth, 1, 0)
    }
    if (compare.kind === 'union') {
      if (type.kind === 'union') {
        return this.isMoreComplex(type.a, compare.a, depth, depthOfTuples, tupleLength) || this.isMoreComplex(type.b, compare.b, depth, depthOfTuples, tupleLength)
      }
      return this.isMoreComplex(type, compare.a, depth, depthOfTuples, tupleLength) && this.isMoreComplex(type, compare.b, depth, depthOfTuples, tupleLength)
    }
    if (type.kind === 'value' && compare.kind === 'value' && type.count !== undefined && compare.count !== undefined) {
      return type.count !== 1 && !(type.count >= 0 && type.count < compare.count)
    }
    return type.kind !== 'datatype' || this.isMoreComplexData(type, compare, depth, depthOfTuples)
  }

  private isTrivial(type: Parameter, compare: Parameter): boolean {
    return this.same(type, compare) || type.kind === 'bottom' || (type.kind === 'datatype' && type.parameters.length === 0)
  }

  private isMoreComplexData(type: DataType, compare: Parameter, depth: number, depthOfTuples: number): boolean {
    if (compare.kind === 'datatype' && compare.name === type.name) return this.hasMoreComplexParameters(type, compare, depth, depthOfTuples)
    if (isVararg(compare)) return this.isMoreComplex(type, elementOf(this.universe, compare), depth, depthOfTuples, 0)
    return !this.isTypeOfKnown(type, depth)
  }

  private hasMoreComplexParameters(type: DataType, compare: DataType, depth: number, depthOfTuples: number): boolean {
    const [own, others] = [type.parameters, compare.parameters]
    if (others.length < own.length) return true
    if (others.length > own.length && !isVarargTuple(type) && depth === 1) return false
    // Elements are taken to have been dropped from the front.
    const dropped = others.length - own.length
    const left = isTuple(type) && depthOfTuples > 0 ? depthOfTuples - 1 : isVararg(type) ? depthOfTuples : 0
    const isGenerator = type.name.name === 'Generator' && type.name.module === 'Base'
    return own.some((parameter, at) => {
      const other = others[at + dropped] ?? this.universe.any
      if (isGenerator && this.isOrderedByName(parameter, other)) return false
      return this.isMoreComplex(parameter, other, depth + 1, left, 0)
    })
  }

  /** Generators may nest as long as the functions inside come in order. */
  private isOrderedByName(parameter: Parameter, other: Parameter): boolean {
    const [own, compared] = [unwrapUnionAll(parameter), unwrapUnionAll(other)]
    return own.kind === 'datatype' && compared.kind === 'datatype'
      && own.name.typeKind !== 'abstract' && compared.name.typeKind !== 'abstract' && compared.name.name < own.name.name
  }

  /** `Type{T}` of a T that is known; not `Type{Type{...}}`. */
  private isTypeOfKnown(type: DataType, depth: number): boolean {
    if (!isTypeType(type)) return false
    const about = unwrapUnionAll(type.parameters[0] ?? BOTTOM)
    return about.kind === 'datatype' && !isTypeType(about) && this.isKnown(about, depth)
  }

  limit(type: Parameter, compare: Parameter, depth: number, tupleLength: number): Parameter {
    if (this.isTrivial(type, compare)) return type
    const whole = unwrapUnionAll(type)
    if (whole.kind === 'datatype' && !isVararg(whole) && this.isWider(type, compare)) return type
    if (this.isKnown(whole, depth)) return type
    if (compare.kind === 'var') {
      if (type.kind === 'var' && this.same(type.upper, compare.upper) && (type.lower.kind === 'bottom' || this.same(type.lower, compare.lower))) return type
      return this.limit(type, compare.upper, depth, tupleLength)
    }
    if (compare.kind === 'unionall') return this.limit(type, compare.body, depth, tupleLength)
    switch (type.kind) {
      case 'unionall': {
        const body = this.limit(type.body, compare, depth, tupleLength)
        return body === type.body ? type : where(this.universe, type.variable, body)
      }
      case 'var':
        return this.limit(type.upper, compare, depth, tupleLength)
      case 'union':
        if (compare.kind !== 'union') return this.universe.any
        return unionOf(this.universe, [this.limit(type.a, compare.a, depth, tupleLength), this.limit(type.b, compare.b, depth, tupleLength)])
      case 'datatype':
        return this.limitData(type, compare, depth, tupleLength)
      default:
        return this.universe.any
    }
  }

  private limitData(type: DataType, compare: Parameter, depth: number, tupleLength: number): Parameter {
    const { universe } = this
    if (compare.kind === 'datatype') {
      if (compare.name === type.name && compare.parameters.length > 0) {
        if (isVararg(type)) return this.limitVararg(type, compare, depth)
        if (isTuple(type)) return this.limitTuple(type, compare, depth, tupleLength)
      } else if (isVararg(compare)) return this.limit(type, varargElement(compare), depth, 0)
    }
    if (this.isTypeOfKnown(type, depth)) return type
    if (isVararg(type)) return universe.vararg
    if (tupleLength < 1 && isTuple(type)) return universe.any
    return isSubtype(universe, type, type.name.wrapper) ? type.name.wrapper : universe.any
  }

  private limitVararg(type: DataType, compare: DataType, depth: number): Parameter {
    const { universe } = this
    const element = this.limit(varargElement(type), varargElement(compare), depth + 1, 0)
    const [count, other] = [varargCount(type), varargCount(compare)]
    return universe.varargOf(element, count !== undefined && (count.kind === 'var' || count === other) ? count : undefined)
  }

  private limitTuple(type: DataType, compare: DataType, depth: number, tupleLength: number): Parameter {
    const { universe } = this
    const [own, others] = [type.parameters, compare.parameters]
    const length = Math.min(own.length, Math.max(others.length, tupleLength))
    const elements = own.slice(0, length)
    if (own.length > length) elements[length - 1] = varargOfAll(universe, own.slice(length - 1), this.unions)
    const last = others.at(-1)
    return tupleOf(universe, elements.map((element, at) => {
      const other = others[at] ?? (last !== undefined && isVararg(last) ? last : universe.any)
      return this.limit(element, other, depth + 1, 0)
    }))
  }
}

