/**
 * Which of two signatures is more specific: `a` below `b` is, but so is much that is not comparable by subtyping, by rules
 * that weigh positions, repeated variables, trailing `Vararg`s and declared supertypes. Julia 1.5's `jl_type_morespecific`
 * (subtype.c); not transitive, as there.
 */
import { ParameterError, substituteOne, supertypeOf, where } from '../types/instantiate'
import { obviouslyDisjoint } from '../types/obvious'
import { isVarargTuple, lastRepetition, mentions, varargCount, varargElement, varargLength } from '../types/query'
import { isSubtype, typesEqual } from '../types/subtype'
import { isAny, isKind, isTuple, isType, isTypeType, isVararg, type DataType, type Parameter, type TypeVar } from '../types/type'
import type { TypeUniverse } from '../types/universe'

/** Is `a` strictly more specific than `b`? Throws `BudgetSpent`. */
export function moreSpecific(universe: TypeUniverse, a: Parameter, b: Parameter): boolean {
  if (obviouslyDisjoint(universe, a, b, true)) return false
  if (a.open || b.open) return false
  return universe.budget.ask(() => {
    if (isSubtype(universe, b, a)) return false
    return isSubtype(universe, a, b) || new Specificity(universe).more(a, b, false, undefined)
  })
}

/** The same for signatures of which neither is below the other. Throws `BudgetSpent`. */
export function moreSpecificApart(universe: TypeUniverse, a: Parameter, b: Parameter): boolean {
  return universe.budget.ask(() => new Specificity(universe).more(a, b, false, undefined))
}

/** The variables around, innermost first, and how often each occurs. */
interface Scope {
  readonly variable: TypeVar
  readonly occurrences: number
  readonly outer: Scope | undefined
}

function occurrences(variable: TypeVar, type: Parameter): number {
  if (type === variable) return 1
  if (!type.open) return 0
  switch (type.kind) {
    case 'union':
      return Math.max(occurrences(variable, type.a), occurrences(variable, type.b))
    case 'unionall':
      return type.variable === variable ? 0 : occurrences(variable, type.body)
    case 'datatype':
      return type.parameters.reduce((sum, parameter) => sum + occurrences(variable, parameter), 0)
    default:
      return 0
  }
}

function occurs(variable: Parameter, scope: Scope | undefined): number {
  for (let at = scope; at !== undefined; at = at.outer) if (at.variable === variable) return at.occurrences
  return 0
}

/** The element at `at`, with the tail repeated; undefined beyond the end. */
function elementAt({ parameters }: DataType, at: number): Parameter | undefined {
  const last = parameters.at(-1)
  if (last === undefined || at < parameters.length - 1) return parameters[at]
  if (!isVararg(last)) return at === parameters.length - 1 ? last : undefined
  const count = varargCount(last)
  const known = count?.kind === 'value' ? count.count : undefined
  return known !== undefined && at >= parameters.length - 1 + known ? undefined : varargElement(last)
}

function isRepeating(tuple: DataType): boolean {
  const repetition = lastRepetition(tuple)
  return repetition === 'bound' || repetition === 'unbound'
}

class Specificity {
  constructor(private readonly universe: TypeUniverse) {}

  private closed(type: Parameter, scope: Scope | undefined): Parameter {
    let closed = type
    for (let at = scope; at !== undefined; at = at.outer) if (closed.kind !== 'value') closed = where(this.universe, at.variable, closed)
    return closed
  }

  private equal(a: Parameter, b: Parameter, scope: Scope | undefined): boolean {
    if (a.kind === 'value' || b.kind === 'value') return a === b
    return typesEqual(this.universe, this.closed(a, scope), this.closed(b, scope))
  }

  private below(a: Parameter, b: Parameter, scope: Scope | undefined): boolean {
    return isSubtype(this.universe, this.closed(a, scope), this.closed(b, scope))
  }

  more(a: Parameter, b: Parameter, invariant: boolean, scope: Scope | undefined): boolean {
    const { budget } = this.universe
    budget.enter()
    const answer = this.compare(a, b, invariant, scope)
    budget.leave()
    return answer
  }

  private under(type: Extract<Parameter, { kind: 'unionall' }>, scope: Scope | undefined): Scope {
    return { variable: type.variable, occurrences: occurrences(type.variable, type.body), outer: scope }
  }

  private compare(a: Parameter, b: Parameter, invariant: boolean, scope: Scope | undefined): boolean {
    if (a === b) return false
    if (isTuple(a) && isTuple(b)) return this.tuples(a, b, invariant, scope)
    if (!invariant) {
      if (isAny(a)) return false
      if (isAny(b) && a.kind !== 'var') return true
    }
    if (a.kind === 'union') {
      if (b.kind === 'unionall') return this.more(a, b.body, invariant, this.under(b, scope))
      return this.unionFirst(a, b, invariant, scope)
    }
    if (isTypeType(a) && !invariant) {
      const answer = this.typeFirst(a, b, scope)
      if (answer !== undefined) return answer
    }
    if (b.kind === 'union') {
      if (a.kind === 'unionall') return this.more(a.body, b, invariant, this.under(a, scope))
      return (this.more(a, b.a, invariant, scope) || this.more(a, b.b, invariant, scope)) && !this.more(b, a, invariant, scope)
    }
    if (a.kind === 'datatype' && b.kind === 'datatype') return this.dataTypes(a, b, scope)
    if (a.kind === 'var') return b.kind === 'var' ? this.variables(a, b, scope) : this.variableFirst(a, b, invariant, scope)
    if (b.kind === 'var') return this.variableSecond(a, b, invariant, scope)
    if (a.kind === 'unionall') return this.more(a.body, b, invariant, this.under(a, scope))
    if (b.kind === 'unionall') return this.more(a, b.body, invariant, this.under(b, scope))
    return false
  }

  /** A union is more specific if some member is, and no member of the other is more specific than it. */
  private unionFirst(a: Extract<Parameter, { kind: 'union' }>, b: Parameter, invariant: boolean, scope: Scope | undefined): boolean {
    if (this.below(b, a, scope)) return false
    if (!this.more(a.a, b, invariant, scope) && !this.more(a.b, b, invariant, scope)) return false
    return b.kind !== 'union' || !(this.more(b.a, a, invariant, scope) || this.more(b.b, a, invariant, scope))
  }

  /** `Type{...}` against the kinds and what is above them; undefined where the general rules decide. */
  private typeFirst(a: DataType, b: Parameter, scope: Scope | undefined): boolean | undefined {
    const { universe } = this
    if (b === universe.typeofBottom) return false
    const [only] = a.parameters
    if (only?.kind === 'var') return isKind(b) && !this.below(universe.any, only.upper, scope) ? true : undefined
    if (only?.kind === 'bottom') return this.below(b, universe.type, scope) ? true : undefined
    return b === universe.dataTypeKind || b === universe.unionAllKind || b === universe.unionKind ? true : undefined
  }

  private tuples(a: DataType, b: DataType, invariant: boolean, scope: Scope | undefined): boolean {
    const aBound = lastRepetition(a) === 'bound'
    const bBound = lastRepetition(b) === 'bound'
    // The length of the other one fixes a count that other elements depend on.
    if (aBound && !isRepeating(b) && this.withCountOf(a, b, false, scope) === true) return true
    if (bBound && !isRepeating(a) && this.withCountOf(b, a, true, scope) === false) return false
    return this.tupleElements(a, b, invariant, scope)
  }

  /** Compares with the count of the trailing `Vararg` of `counted` set by `fixed`; undefined if that changes no other element. */
  private withCountOf(counted: DataType, fixed: DataType, swapped: boolean, scope: Scope | undefined): boolean | undefined {
    const length = counted.parameters.length
    const last = counted.parameters.at(-1)
    const fixedLast = fixed.parameters.at(-1)
    const whole = fixed.parameters.length + (fixedLast !== undefined && isVararg(fixedLast) ? varargLength(fixedLast) - 1 : 0)
    const count = last !== undefined && isVararg(last) ? varargCount(last) : undefined
    if (whole - length + 1 <= 0 || count?.kind !== 'var') return undefined
    let set: Parameter
    try {
      set = substituteOne(this.universe, counted, count, this.universe.integer(whole - length + 1))
    } catch (error) {
      if (error instanceof ParameterError) return undefined
      throw error
    }
    if (!isTuple(set) || counted.parameters.slice(0, -1).every((parameter, at) => parameter === set.parameters[at])) return undefined
    if (this.equal(fixed, set, scope)) return swapped
    return swapped ? this.more(fixed, set, false, scope) : this.more(set, fixed, false, scope)
  }

  private tupleElements(a: DataType, b: DataType, invariant: boolean, scope: Scope | undefined): boolean {
    const [aLength, bLength] = [a.parameters.length, b.parameters.length]
    if (bLength === 0) return false
    if (aLength === 0) return true
    const aRepeats = isRepeating(a)
    const bRepeats = isRepeating(b)
    let aDiagonal = false
    let bDiagonal = false
    let someMore = false
    for (let at = 0; !(aRepeats && bRepeats && at >= aLength && at >= bLength); at++) {
      const x = elementAt(a, at)
      const y = elementAt(b, at)
      if (x === undefined) {
        if (y === undefined) break
        return true
      }
      if (y === undefined) {
        if (!aRepeats && !someMore) return false
        break
      }
      if (this.more(y, x, invariant, scope)) return false
      aDiagonal ||= x.kind === 'var' && occurs(x, scope) > 1
      bDiagonal ||= y.kind === 'var' && occurs(y, scope) > 1
      // Tails may have nothing in common once something before them decided.
      if (aRepeats && bRepeats && at >= aLength - 1 && at >= bLength - 1 && (someMore || (aDiagonal && !bDiagonal))) return true
      const more = this.more(x, y, invariant, scope)
      if (!more && !this.below(x, y, scope)) return someMore && this.countsElsewhere(a, scope)
      // `Tuple{..., T}` is not more specific than `Tuple{..., Vararg{S}}` if S is diagonal.
      if (!more && at === aLength - 1 && aLength === bLength && !aRepeats && bRepeats && this.equal(x, y, scope)
        && x.kind === 'var' && y.kind === 'var' && !aDiagonal && bDiagonal) return false
      someMore ||= more
    }
    if (aRepeats && bRepeats && aLength > bLength && (!bDiagonal || aDiagonal)) return true
    if (aRepeats && !bRepeats && !someMore) return false
    return someMore || (aDiagonal && !bDiagonal)
  }

  /**
   * `Tuple{Array{T,N}, Vararg{Int,N}}` stays more specific than `Tuple{AbstractArray, Array}` though the elements are
   * disjoint: there are signatures between them.
   */
  private countsElsewhere(tuple: DataType, scope: Scope | undefined): boolean {
    if (lastRepetition(tuple) !== 'bound' || !isVarargTuple(tuple)) return false
    const last = tuple.parameters.at(-1)
    const count = last !== undefined && isVararg(last) ? varargCount(last) : undefined
    return count !== undefined && occurs(count, scope) > 1
  }

  private dataTypes(a: DataType, b: DataType, scope: Scope | undefined): boolean {
    const { universe } = this
    if (a === universe.typeofBottom && (isKind(b) || isTypeType(b))) return true
    for (let at = a, declaredBelow = false; !isAny(at); at = supertypeOf(universe, at), declaredBelow = true) {
      if (at.name !== b.name) continue
      if (declaredBelow) {
        if (!isTypeType(at)) return true
        const [only] = b.parameters
        if (only?.kind === 'var' && this.below(universe.any, only.upper, scope)) return true
      }
      return this.parameters(at, b, scope)
    }
    return false
  }

  private parameters(a: DataType, b: DataType, scope: Scope | undefined): boolean {
    let [aScore, bScore, aValue, bValue] = [0, 0, 0, 0]
    for (const [at, x] of a.parameters.entries()) {
      const y = b.parameters[at]
      if (y === undefined) continue
      if (!x.open && !y.open && !typesEqual(this.universe, x, y)) return false
      if (this.more(x, y, true, scope) && (x.kind === 'var' || !x.open || y.open)) aScore++
      else if (this.more(y, x, true, scope) && (y.kind === 'var' || !y.open || x.open)) bScore++
      else if (this.equal(x, y, scope)) {
        if (!x.open && y.open) aScore++
        else if (x.open && !y.open) bScore++
      }
      if (y.kind === 'var' && x.kind === 'value') aValue = 1
      else if (x.kind === 'var' && y.kind === 'value') bValue = 1
    }
    const aDiagonal = Number(repeatsVariable(a))
    const bDiagonal = Number(repeatsVariable(b))
    if (aValue > bValue) return true
    if (bValue > aValue || bScore > aScore || bDiagonal > aDiagonal) return false
    return aScore > bScore || aDiagonal > bDiagonal
  }

  private variables(a: TypeVar, b: TypeVar, scope: Scope | undefined): boolean {
    const upper = this.more(a.upper, b.upper, false, scope)
    if (upper && !this.more(a.lower, b.lower, false, scope)) return true
    return this.more(b.lower, a.lower, false, scope) && !this.more(b.upper, a.upper, false, scope)
  }

  private variableFirst(a: TypeVar, b: Parameter, invariant: boolean, scope: Scope | undefined): boolean {
    if (!isType(b)) return false
    if (invariant) {
      if (a.upper.kind === 'bottom') return true
      if (!b.open) return false
      if (this.equal(a.upper, b, scope)) return occurs(a, scope) >= 2
    } else if (isAny(b) && isAny(a.upper) && occurs(a, scope) >= 2) {
      // `{T,T} where T` before `{Any,Any}`.
      return true
    }
    return this.more(a.upper, b, false, scope)
  }

  private variableSecond(a: Parameter, b: TypeVar, invariant: boolean, scope: Scope | undefined): boolean {
    if (!isType(a)) return true
    if (!invariant) return this.more(a, b.upper, false, scope)
    if (b.upper.kind === 'bottom') return false
    if (a.open) {
      if (this.more(a, b.upper, false, scope)) return true
      return this.equal(a, b.upper, scope) && occurs(b, scope) < 2
    }
    return !obviouslyDisjoint(this.universe, a, b.upper, true) && !this.more(b.upper, a, false, scope)
  }
}

/** A parameter that is a variable and occurs in a later one. */
function repeatsVariable({ parameters }: DataType): boolean {
  return parameters.some((parameter, at) => parameter.kind === 'var' && parameters.slice(at + 1).some((later) => mentions(later, parameter)))
}
