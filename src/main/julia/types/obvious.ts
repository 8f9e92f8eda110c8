/**
 * Answers that need no environment: types that are plainly the same, plainly different, plainly disjoint, plainly below
 * one another. They decide most questions, and Julia's results depend on what they decide, so their limits follow
 * subtype.c (`obviously_egal`, `obviously_unequal`, `obviously_disjoint`, `obvious_subtype`).
 */
import { ancestorNamed, kindOf } from './instantiate'
import { isVarargTuple, occursInside, repetition, varargElement, varargLength, type Repetition } from './query'
import { isAny, isKind, isTuple, isType, isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter } from './type'
import type { TypeUniverse } from './universe'

/** `typeof(Union{})` and its supertype `Type{Union{}}` are equal, though not identical. */
function bottomType(universe: TypeUniverse, type: Parameter): Parameter {
  return isTypeType(type) && type.parameters[0]?.kind === 'bottom' ? universe.typeofBottom : type
}

export function obviouslyEqual(universe: TypeUniverse, first: Parameter, second: Parameter): boolean {
  const a = bottomType(universe, first)
  const b = bottomType(universe, second)
  if (a === b) return true
  if (a.kind === 'datatype' && b.kind === 'datatype') {
    return a.name === b.name && !a.concrete && !b.concrete && a.parameters.length === b.parameters.length
      && a.parameters.every((parameter, at) => obviouslyEqual(universe, parameter, b.parameters[at] ?? parameter))
  }
  if (a.kind === 'union' && b.kind === 'union') return obviouslyEqual(universe, a.a, b.a) && obviouslyEqual(universe, a.b, b.b)
  if (a.kind === 'unionall' && b.kind === 'unionall') return a.variable === b.variable && obviouslyEqual(universe, a.body, b.body)
  return false
}

export function obviouslyUnequal(universe: TypeUniverse, first: Parameter, second: Parameter): boolean {
  const a = unwrapUnionAll(bottomType(universe, first))
  const b = unwrapUnionAll(bottomType(universe, second))
  if (a === b) return false
  if (a.kind === 'datatype') {
    if (b.kind === 'bottom') return true
    if (b.kind === 'datatype' && unequalDataTypes(universe, a, b)) return true
  } else if (a.kind === 'bottom' && b.kind === 'datatype') return true
  if (a.kind === 'var' && b.kind === 'var' && obviouslyUnequal(universe, a.upper, b.upper)) return true
  return a !== b && (a.kind === 'value' || b.kind === 'value') && unequalValues(a, b)
}

function unequalValues(a: Parameter, b: Parameter): boolean {
  const countA = a.kind === 'value' ? a.count : undefined
  const countB = b.kind === 'value' ? b.count : undefined
  if (countA !== undefined || countB !== undefined) return countA === undefined || countB === undefined ? countB !== undefined : countA !== countB
  return [a, b].some((side) => side.kind === 'value' && side.typeName === 'Symbol')
}

function unequalDataTypes(universe: TypeUniverse, a: DataType, b: DataType): boolean {
  if (a.name !== b.name) return true
  const tuple = isTuple(a)
  if ((a.concrete || b.concrete) && !tuple && !isTypeType(a)) return true
  if (tuple && !isVarargTuple(a) && !isVarargTuple(b) && a.parameters.length !== b.parameters.length) return true
  const shared = tuple ? Math.min(fixedLength(a), fixedLength(b)) : a.parameters.length
  for (let at = 0; at < shared; at++) {
    const [x, y] = [a.parameters[at], b.parameters[at]]
    if (x !== undefined && y !== undefined && obviouslyUnequal(universe, x, y)) return true
  }
  return false
}

function fixedLength(tuple: DataType): number {
  return tuple.parameters.length - Number(isVarargTuple(tuple))
}

/** No value is of both types. `forSpecificity`, tuples of different length are not apart, nor is a type from what it is declared below. */
export function obviouslyDisjoint(universe: TypeUniverse, first: Parameter, second: Parameter, forSpecificity = false): boolean {
  if (first === second || isAny(first) || isAny(second)) return false
  if (forSpecificity && first === universe.typeofBottom) return false
  let a = unwrapUnionAll(first)
  let b = unwrapUnionAll(second)
  if (a.kind !== 'datatype' || b.kind !== 'datatype') return a.kind === 'bottom' || b.kind === 'bottom'
  if (a.name !== b.name) {
    const above = ancestorNamed(universe, a, b)
    const below = above === undefined ? ancestorNamed(universe, b, a) : undefined
    if (above !== undefined) a = above
    else if (below !== undefined) b = below
    else return true
    if (forSpecificity) return false
  }
  return disjointParameters(universe, a, b, forSpecificity)
}

function disjointParameters(universe: TypeUniverse, a: DataType, b: DataType, forSpecificity: boolean): boolean {
  const tuple = isTuple(a)
  const varargs = isVarargTuple(a) || isVarargTuple(b)
  if (tuple && !varargs && !forSpecificity && a.parameters.length !== b.parameters.length) return true
  const shared = tuple ? Math.min(fixedLength(a), fixedLength(b)) : a.parameters.length
  for (let at = 0; at < shared; at++) {
    const [x, y] = [a.parameters[at], b.parameters[at]]
    if (x === undefined || y === undefined || x.kind === 'var' || y.kind === 'var') continue
    if (isType(x) && isType(y)) {
      const emptyElement = tuple && (x.kind === 'bottom' || y.kind === 'bottom')
      if (!emptyElement && obviouslyDisjoint(universe, x, y, forSpecificity)) return true
    } else if (isType(x) ? !isAny(x) : isType(y) ? !isAny(y) : x !== y) return true
  }
  return false
}

/** How many concrete types are surely below: 0, 1 or many; 0 also where that cannot be said. */
function concreteTypesBelow(type: Parameter): number {
  const body = unwrapUnionAll(type)
  switch (body.kind) {
    case 'datatype':
      return isTypeType(body) ? 0 : body.concrete ? 1 : 2
    case 'var':
      return 0
    case 'union': {
      const first = concreteTypesBelow(body.a)
      return first > 1 ? first : first + concreteTypesBelow(body.b)
    }
    default:
      return 2
  }
}

/** The body of the `where` that binds the variable. */
function scopeOf(type: Parameter, variable: Parameter): Parameter | undefined {
  switch (type.kind) {
    case 'unionall':
      return type.variable === variable
        ? type.body
        : (scopeOf(type.variable.lower, variable) ?? scopeOf(type.variable.upper, variable) ?? scopeOf(type.body, variable))
    case 'union':
      return scopeOf(type.a, variable) ?? scopeOf(type.b, variable)
    case 'datatype':
      for (const parameter of type.parameters) {
        const scope = scopeOf(parameter, variable)
        if (scope !== undefined) return scope
      }
      return undefined
    default:
      return undefined
  }
}

/** Is `x` below `y`? undefined if that is not obvious. Variables are widened to their bounds. */
export function obviousSubtype(universe: TypeUniverse, x: Parameter, y: Parameter): boolean | undefined {
  return new Obvious(universe, y).below(x, y)
}

class Obvious {
  constructor(
    private readonly universe: TypeUniverse,
    private readonly whole: Parameter,
  ) {}

  below(first: Parameter, second: Parameter): boolean | undefined {
    if (first === second || isAny(second)) return true
    const x = bottomType(this.universe, unwrapUnionAll(first))
    const y = bottomType(this.universe, unwrapUnionAll(second))
    if (x === y || isAny(y)) return true
    if (x.kind === 'var') return x.lower.kind === 'bottom' && this.below(x.upper, y) === true ? true : undefined
    if (y.kind === 'var') return y.lower.kind === 'bottom' && this.below(x, y.upper) === false ? false : undefined
    if (x.kind === 'bottom') return true
    if (y.kind === 'bottom') return false
    if (!isType(x) || !isType(y)) return x === y
    if (x.kind === 'union') return this.below(x.a, y) === true && this.below(x.b, y) === true ? true : undefined
    if (y.kind === 'union') {
      const answers = [this.below(x, y.a), this.below(x, y.b)]
      if (answers.includes(true)) return true
      return answers.includes(undefined) ? undefined : false
    }
    if (isAny(x)) return false
    return x.kind === 'datatype' && y.kind === 'datatype' ? this.dataTypes(x, y) : undefined
  }

  private dataTypes(x: DataType, y: DataType): boolean | undefined {
    const { universe } = this
    if (x.name !== y.name) {
      const [xType] = x.parameters
      if (isTypeType(x) && isKind(y)) {
        return xType === undefined || xType.kind === 'var' ? undefined : kindOf(universe, xType) === y
      }
      if (isTypeType(y)) return isKind(x) && y.parameters[0]?.kind === 'var' ? undefined : false
      const above = ancestorNamed(universe, x, y)
      if (above === undefined) return false
      return this.below(above, y) === true ? true : undefined
    }
    const covariant = isTuple(y) || isVararg(y)
    if (!covariant && !x.open && this.below(x.name.wrapper, y) === true) return true
    return isTuple(y) ? this.tuples(x, y) : this.parameters(x, y, covariant)
  }

  private parameters(x: DataType, y: DataType, covariant: boolean): boolean | undefined {
    if (x.parameters.length !== y.parameters.length) return false
    const state = { certain: true }
    for (const [at, b] of y.parameters.entries()) {
      const a = x.parameters[at]
      if (a !== undefined && this.refutes(a, b, covariant || b.kind === 'var', state)) return false
    }
    return state.certain || undefined
  }

  /** Whether this pair alone refutes; notes if it leaves the answer open. */
  private refutes(a: Parameter, b: Parameter, covariant: boolean, state: { certain: boolean }): boolean {
    if (covariant) return this.notBelow(a, b, state)
    if (obviouslyEqual(this.universe, a, b)) return false
    if (this.notBelow(a, b, state)) return true
    if (b.open) {
      state.certain = false
      return false
    }
    return this.notBelow(b, a, state)
  }

  private notBelow(a: Parameter, b: Parameter, state: { certain: boolean }): boolean {
    const answer = this.below(a, b)
    if (answer === false) return true
    // Where variables occur, `b` is narrower than it was taken for.
    if (answer === undefined || b.open) state.certain = false
    return false
  }

  private tuples(x: DataType, y: DataType): boolean | undefined {
    const xTail = tail(x)
    const yTail = tail(y)
    const state = { certain: true }
    if (xTail.expanded !== yTail.expanded || xTail.repeats || yTail.repeats) {
      const longer = xTail.expanded > yTail.expanded || x.parameters.length > yTail.expanded
      if (!yTail.repeats && (xTail.repetition !== 'bound' || longer)) return false
      if (xTail.expanded < yTail.expanded) return false
      state.certain = false
    }
    const fixed = y.parameters.length - Number(yTail.repetition !== 'none')
    const elementOf = (at: number): Parameter | undefined =>
      at >= x.parameters.length - Number(xTail.repetition !== 'none') ? xTail.element : x.parameters[at]
    for (let at = 0; at < fixed; at++) {
      const a = elementOf(at)
      const b = y.parameters[at]
      if (a !== undefined && b !== undefined && this.refutes(a, b, true, state)) return false
    }
    if (fixed < xTail.expanded) {
      const rest = this.rest(y, xTail.expanded, fixed, elementOf, state)
      if (rest !== undefined) return rest === 'unknown' ? undefined : false
    }
    return state.certain || undefined
  }

  /** The elements of the left tuple that meet the repeated element of the right one. */
  private rest(
    y: DataType,
    length: number,
    fixed: number,
    elementOf: (at: number) => Parameter | undefined,
    state: { certain: boolean },
  ): 'unknown' | 'refuted' | undefined {
    const last = y.parameters[fixed]
    let first = elementOf(fixed)
    if (last === undefined || first === undefined) return 'unknown'
    const b = varargElement(last)
    if (b.kind === 'var' && occursInside(scopeOf(this.whole, b) ?? this.whole, b, true)) return 'unknown'
    // A variable that repeats ranges over concrete types.
    if (length > y.parameters.length && b.kind === 'var' && concreteTypesBelow(first) > 1) return 'refuted'
    first = this.valueType(first)
    for (let at = fixed; at < length; at++) {
      const a = elementOf(at)
      if (a === undefined) continue
      if (at > y.parameters.length && b.kind === 'var') {
        const again = this.valueType(a)
        if (!obviouslyEqual(this.universe, first, again) && (this.notBelow(again, first, state) || this.notBelow(first, again, state))) return 'refuted'
      }
      if (this.notBelow(a, b, state)) return 'refuted'
    }
    return undefined
  }

  /** `DataType` for `Type{Int64}`. */
  private valueType(type: Parameter): Parameter {
    const [only] = isTypeType(type) ? type.parameters : []
    return only !== undefined && isType(only) ? kindOf(this.universe, only) : type
  }
}

interface Tail {
  readonly repetition: Repetition
  /** Any number of times. */
  readonly repeats: boolean
  readonly element: Parameter | undefined
  /** Elements that are surely there. */
  readonly expanded: number
}

function tail(tuple: DataType): Tail {
  const last = tuple.parameters.at(-1)
  const kind = repetition(last)
  const length = tuple.parameters.length
  if (last === undefined || !isVararg(last)) return { repetition: 'none', repeats: false, element: undefined, expanded: length }
  return {
    repetition: kind,
    repeats: kind !== 'counted',
    element: varargElement(last),
    expanded: length - 1 + (kind === 'counted' ? varargLength(last) : 0),
  }
}
