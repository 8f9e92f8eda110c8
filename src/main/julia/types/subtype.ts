/**
 * `a <: b`: for every value of the left side's variables and every member of its unions there is a value of the right
 * side's variables and a member of its unions that fits. Variables carry bounds that narrow on the way (environment.ts);
 * a variable that occurs several times in covariant and never in invariant position ranges over concrete types only (the
 * diagonal rule). The algorithm is that of Julia 1.5's subtype.c, with its approximations: `Type{X}` counts as below the
 * type of X, and a variable that occurs in no `where` around is taken as "for all".
 */
import { Binding, Environment, INVARIANT, OUTSIDE, UnionChoices, type Position, type Snapshot, type Solution } from './environment'
import { ancestorNamed, kindOf, renamed, typeOf, where } from './instantiate'
import { intersectAside } from './intersect'
import { joinBounds, meetBounds } from './bounds'
import { obviousSubtype, obviouslyEqual, obviouslyUnequal } from './obvious'
import { freeVariables, isConcreteType, lastRepetition, mentions, occursInside } from './query'
import { subtypeTuple, subtypeVararg } from './tuple-subtype'
import { isAny, isKind, isTuple, isType, isTypeType, unwrapUnionAll, type DataType, type Parameter, type TypeVar, type UnionAll, type UnionType } from './type'
import type { TypeUniverse } from './universe'

/** `a <: b`. Throws `BudgetSpent`. */
export function isSubtype(universe: TypeUniverse, a: Parameter, b: Parameter): boolean {
  if (isAny(b) || a.kind === 'bottom' || a === b) return true
  return obviousSubtype(universe, a, b) ?? universe.budget.ask(() => forAllExists(new Environment(universe), a, b, OUTSIDE))
}

/**
 * `a <: b` and what the variables around `b` have to be then, outermost first: types, values, or variables where many
 * would do. undefined if it is not a subtype.
 */
export function solveSubtype(universe: TypeUniverse, a: Parameter, b: Parameter): readonly Parameter[] | undefined {
  const variables = outerVariables(b)
  if (variables.length === 0) return isSubtype(universe, a, b) ? [] : undefined
  if (a.kind === 'bottom' || a === b) return variables
  if (obviousSubtype(universe, a, b) === false) return undefined
  const environment = new Environment(universe)
  const solution = { values: variables.map((): Parameter | undefined => undefined), at: 0 }
  environment.solution = solution
  if (!universe.budget.ask(() => forAllExists(environment, a, b, OUTSIDE))) return undefined
  return solution.values.map((value, at) => value ?? variables[at] ?? a)
}

export function outerVariables(type: Parameter): TypeVar[] {
  return type.kind === 'unionall' ? [type.variable, ...outerVariables(type.body)] : []
}

/** `a == b`: each below the other. */
export function typesEqual(universe: TypeUniverse, first: Parameter, second: Parameter): boolean {
  if (obviouslyEqual(universe, first, second)) return true
  if (obviouslyUnequal(universe, first, second)) return false
  const swap = first.kind === 'datatype' && !isConcreteType(second)
  const [a, b] = swap ? [second, first] : [first, second]
  const ab = isAny(b) || a.kind === 'bottom' ? true : obviousSubtype(universe, a, b)
  if (ab === false) return false
  const ba = isAny(a) || b.kind === 'bottom' ? true : obviousSubtype(universe, b, a)
  if (ba === false) return false
  return universe.budget.ask(() =>
    (ab === true || forAllExists(new Environment(universe), a, b, OUTSIDE))
    && (ba === true || forAllExists(new Environment(universe), b, a, OUTSIDE)))
}

/** `value isa type` for a value that is itself a type. */
export function typeIsA(universe: TypeUniverse, value: Parameter, type: Parameter): boolean {
  const kind = kindOf(universe, value)
  if (kind === type || isAny(type)) return true
  if (!isType(value) || value.open) return !isConcreteType(type) && isSubtype(universe, kind, type)
  if (type === universe.type) return true
  if (isConcreteType(type)) return false
  if (isTypeType(type)) return typesEqual(universe, value, type.parameters[0] ?? value)
  const body = unwrapUnionAll(type)
  if (body.kind === 'datatype') {
    if (!isTypeType(body)) return false
    const bound = boundOfType(body)
    if (bound?.upper !== undefined) return isSubtype(universe, value, bound.upper)
    if (bound?.lower !== undefined) return isSubtype(universe, bound.lower, value)
  }
  if (isSubtype(universe, kind, type)) return true
  return isSubtype(universe, typeOf(universe, value), type)
}

/** What `Type{T}` asks of T if it is only one closed bound. */
function boundOfType(type: DataType): { lower?: Parameter, upper?: Parameter } | undefined {
  const [variable] = type.parameters
  if (variable?.kind !== 'var') return undefined
  let bound: Parameter = variable
  if (variable.lower.kind === 'bottom') {
    while (bound.kind === 'var') bound = bound.upper
    return bound.open ? undefined : { upper: bound }
  }
  if (!isAny(variable.upper)) return undefined
  while (bound.kind === 'var') bound = bound.lower
  return bound.open ? undefined : { lower: bound }
}

/** For every choice among the left unions some choice among the right ones. */
export function forAllExists(environment: Environment, x: Parameter, y: Parameter, position: Position): boolean {
  let saved = environment.save()
  const { left } = environment
  for (;;) {
    if (!exists(environment, x, y, position, saved)) return false
    if (!left.next()) return true
    saved = environment.save()
  }
}

function exists(environment: Environment, x: Parameter, y: Parameter, position: Position, saved: Snapshot): boolean {
  environment.right = new UnionChoices()
  const { left, right } = environment
  for (;;) {
    left.restart()
    right.restart()
    if (subtype(environment, x, y, position)) return true
    environment.restore(saved)
    if (!right.next()) return false
  }
}

/** Checks that bounds are consistent: with unions of its own. */
function consistent(environment: Environment, x: Parameter, y: Parameter): boolean {
  return plainlyConsistent(environment.universe, x, y) ?? environment.aside(() => forAllExists(environment, x, y, OUTSIDE))
}

function plainlyConsistent(universe: TypeUniverse, x: Parameter, y: Parameter): boolean | undefined {
  if (x === y) return true
  if (x.kind === 'bottom' && isType(y)) return true
  if (isAny(y) && isType(x)) return true
  if (x.kind === 'union' && y.kind === 'union' && obviouslyEqual(universe, x, y)) return true
  return isAny(x) && y.kind === 'datatype' ? false : undefined
}

/** The bounds of a left variable never change: they are compared in place. */
function belowForAll(environment: Environment, x: Parameter, y: Parameter, position: Position): boolean {
  return plainlyConsistent(environment.universe, x, y) ?? subtype(environment, x, y, position)
}

export function inUnion(union: Parameter, member: Parameter): boolean {
  return union === member || (union.kind === 'union' && (inUnion(union.a, member) || inUnion(union.b, member)))
}

/** `variable <: type`, narrowing the variable from above. */
function variableBelow(environment: Environment, variable: TypeVar, type: Parameter, position: Position): boolean {
  const binding = environment.lookup(variable)
  if (binding === undefined) return environment.ignoreFree || belowForAll(environment, variable.upper, type, position)
  environment.record(binding, position)
  if (!binding.exists) return belowForAll(environment, binding.upper, type, position)
  if (binding.upper === type) return true
  const valueFits = binding.lower.kind === 'bottom' && type.kind === 'value'
  if (!valueFits && !consistent(environment, binding.lower, type)) return false
  if (environment.intersecting) {
    const upper = intersectAside(environment, binding.upper, type, binding.depth)
    if (upper !== variable) binding.upper = upper
  } else binding.upper = meetBounds(environment.universe, binding.upper, type)
  if (type.kind !== 'var') return true
  const other = environment.lookup(type)
  // A variable of the right cannot equal one of the left further in, unless that has only one value.
  if (other === undefined || other.exists || !inUnion(binding.lower, type) || binding.depth === other.depth
    || !environment.isOutside(variable, type)) return true
  return belowForAll(environment, other.upper, other.lower, position)
}

/** `type <: variable`, narrowing the variable from below. */
function variableAbove(environment: Environment, variable: TypeVar, type: Parameter, position: Position): boolean {
  const binding = environment.lookup(variable)
  if (binding === undefined) return environment.ignoreFree || belowForAll(environment, type, variable.lower, position)
  environment.record(binding, position)
  if (!binding.exists) return belowForAll(environment, type, binding.lower, position)
  if (binding.lower === binding.upper) {
    if (binding.lower.kind === 'var' && type.kind === 'value') return variableAbove(environment, binding.lower, type, position)
    if (type.kind === 'var' && binding.lower.kind === 'value') return variableBelow(environment, type, binding.lower, position)
  }
  const valueFits = isAny(binding.upper) && type.kind === 'value'
  if (!valueFits && !consistent(environment, type, binding.upper)) return false
  binding.lower = joinBounds(environment.universe, binding.lower, type)
  if (type.kind !== 'var') return true
  const other = environment.lookup(type)
  if (other === undefined || other.exists || binding.depth === other.depth || position !== INVARIANT
    || !environment.isOutside(variable, type)) return true
  return belowForAll(environment, other.upper, other.lower, position)
}

/** Concrete, or close to it: what a variable under the diagonal rule may be. */
export function isLeafBound(type: Parameter): boolean {
  if (type.kind === 'bottom' || type.kind === 'value') return true
  return type.kind === 'datatype' && (type.name.typeKind === 'abstract' ? isTypeType(type) : type.concrete)
}

function widenTypes(universe: TypeUniverse, type: Parameter): Parameter {
  const [only] = isTypeType(type) ? type.parameters : []
  if (only !== undefined && only.kind !== 'var') return kindOf(universe, only)
  if (type.kind !== 'union') return type
  const a = widenTypes(universe, type.a)
  return a === widenTypes(universe, type.b) ? a : type
}

/** A variable bound by the closed form of a type that mentions others. */
export function closedSolution(universe: TypeUniverse, variable: TypeVar, type: Parameter): Parameter {
  if (type.kind === 'var' || !type.open) return type
  const closed = freeVariables(type).reduce((body: Parameter, free) => where(universe, free, body), type)
  return universe.variable(variable.name, undefined, closed)
}

/** A `where` with a variable that nothing in scope is or mentions. */
export function unaliased(environment: Environment, type: UnionAll): UnionAll {
  const { variable } = type
  for (let binding = environment.innermost; binding !== undefined; binding = binding.outer) {
    if (binding.variable === variable
      || (binding.lower !== binding.variable.lower && mentions(binding.lower, variable))
      || (binding.upper !== binding.variable.upper && mentions(binding.upper, variable))) return renamed(environment.universe, type)
  }
  return type
}

/** Runs `compare` with the variable of `type` in scope, then checks that what was found for it will do. */
export function withVariable(environment: Environment, type: UnionAll, exists: boolean, compare: () => boolean): boolean {
  const { universe, solution } = environment
  const { variable } = type
  const binding = new Binding(variable, exists, exists ? environment.rightDepth : environment.leftDepth, environment.innermost)
  environment.innermost = binding
  if (exists && solution !== undefined) solution.at++
  let answer = compare()
  if (exists) {
    if (solution !== undefined) solution.at--
    if (binding.invariantUses === 0) binding.lower = widenTypes(universe, binding.lower)
    if (solution !== undefined && solution.at < solution.values.length) note(environment, binding, solution)
  }
  const diagonal = binding.covariantUses > 1 && !occursInside(type.body, variable, true)
  if (answer && (binding.concrete || (diagonal && isLeafBound(variable.lower)))) {
    if (binding.concrete && !diagonal && !isLeafBound(binding.upper)) answer = false
    else if (binding.lower.kind === 'var') {
      const below = environment.lookup(binding.lower)
      if (below !== undefined) below.concrete = true
    } else if (!isLeafBound(binding.lower)) answer = false
  }
  environment.innermost = binding.outer
  return answer && !escapes(environment, binding)
}

/** Whether a variable further out was found to depend on this one in a way that no value of it can. */
function escapes(environment: Environment, { variable, lower, upper, depth }: Binding): boolean {
  if (lower === upper) return false
  for (let binding = environment.innermost; binding !== undefined; binding = binding.outer) {
    if (binding.depth === depth) continue
    const bounds = [[binding.upper, binding.variable.upper], [binding.lower, binding.variable.lower]] as const
    if (bounds.some(([found, declared]) => found !== variable && found !== declared && occursInside(found, variable, true))) return true
  }
  return false
}

function note(environment: Environment, binding: Binding, solution: Solution): void {
  const { universe } = environment
  const { variable, lower, upper } = binding
  let value: Parameter
  if (binding.invariantUses === 0 && lower.kind !== 'bottom') {
    value = isLeafBound(lower) ? lower : universe.variable(variable.name, undefined, lower)
  } else if (lower === upper || lower.kind !== 'bottom') value = lower
  else if (upper === variable.upper && lower === variable.lower) value = variable
  else value = universe.variable(variable.name, lower, upper)
  const before = solution.values[solution.at]
  // Different values for different members of a union: not known.
  solution.values[solution.at] = before !== undefined && before !== value ? variable : closedSolution(universe, variable, value)
}

function subtypeUnionAll(environment: Environment, type: Parameter, unionAll: UnionAll, onRight: boolean, position: Position): boolean {
  const own = unaliased(environment, unionAll)
  return withVariable(environment, own, onRight, () =>
    onRight ? subtype(environment, type, own.body, position) : subtype(environment, own.body, type, position))
}

export function pick(union: UnionType, choices: UnionChoices): Parameter {
  let member: Parameter = union
  while (member.kind === 'union') member = choices.choose() ? member.b : member.a
  return member
}

export function subtype(environment: Environment, left: Parameter, right: Parameter, position: Position): boolean {
  const { budget } = environment.universe
  budget.enter()
  const answer = compareTypes(environment, left, right, position)
  budget.leave()
  return answer
}

function compareTypes(environment: Environment, left: Parameter, right: Parameter, position: Position): boolean {
  let x = left
  let y = right
  if (x.kind === 'union') {
    if (x === y) return true
    x = pick(x, environment.left)
  }
  if (y.kind === 'union') {
    if (x === y.a || x === y.b) return true
    if (x.kind === 'unionall') return subtypeUnionAll(environment, y, x, false, position)
    // A variable is compared with the whole union first, as `convert(Type{T}, T)` with a union for T needs.
    if (x.kind !== 'var' || environment.right.choose()) y = pick(y, environment.right)
  }
  if (x.kind === 'var') {
    return y.kind === 'var' ? compareVariables(environment, x, y, position) : variableBelow(environment, x, y, position)
  }
  if (y.kind === 'var') return variableAbove(environment, y, x, position)
  if (isAny(y) && !x.open) return true
  if (x.kind === 'bottom' && !y.open) return true
  if ((x.kind === 'unionall' || y.kind === 'unionall') && unrelated(environment.universe, unwrapUnionAll(x), unwrapUnionAll(y))) return false
  // What has to hold for all comes first.
  if (x.kind === 'unionall') {
    const { solution } = environment
    if (x === y && !(solution !== undefined && solution.at < solution.values.length)) return true
    return subtypeUnionAll(environment, y, x, false, position)
  }
  if (y.kind === 'unionall') return subtypeUnionAll(environment, x, y, true, position)
  if (x.kind === 'datatype' && y.kind === 'datatype') return compareDataTypes(environment, x, y, position)
  return isType(y) ? x.kind === 'bottom' : x === y
}

/** No supertype of the left body has the name of the right one. */
function unrelated(universe: TypeUniverse, x: Parameter, y: Parameter): boolean {
  return x.kind === 'datatype' && y.kind === 'datatype' && !isAny(y) && !isTypeType(x) && ancestorNamed(universe, x, y) === undefined
}

function compareVariables(environment: Environment, x: TypeVar, y: TypeVar, position: Position): boolean {
  if (x === y) return true
  const left = environment.lookup(x)
  const right = environment.lookup(y)
  const { lower: xLower, upper: xUpper } = left ?? x
  const { lower: yLower, upper: yUpper } = right ?? y
  if (environment.intersecting) {
    if (xUpper === xLower && xUpper.kind === 'var') return subtype(environment, xUpper, y, position)
    if (yUpper === yLower && yUpper.kind === 'var') return subtype(environment, x, yUpper, position)
  }
  if (left?.exists === true) {
    environment.record(right, position)
    if (right?.exists === true) {
      environment.record(left, position)
      return subtype(environment, left.lower, right.upper, OUTSIDE)
    }
    return variableBelow(environment, x, y, position)
  }
  if (right?.exists === true) {
    environment.record(left, position)
    return variableAbove(environment, y, x, position)
  }
  return subtype(environment, xUpper, y, position) || subtype(environment, x, yLower, position)
}

function compareDataTypes(environment: Environment, x: DataType, y: DataType, position: Position): boolean {
  if (x === y || isAny(y)) return true
  const { universe } = environment
  if (isTypeType(x) && !isTypeType(y)) {
    const [only] = x.parameters
    return only !== undefined && only.kind !== 'var' && kindOf(universe, only) === y
  }
  if (isTypeType(y) && !isTypeType(x) && x !== universe.typeofBottom) return kindBelowType(environment, x, y, position)
  const above = ancestorNamed(universe, x, y)
  if (above === undefined) return false
  if (isTuple(above)) return subtypeTuple(environment, above, y, position)
  if (above.name.role === 'vararg') return subtypeVararg(environment, above, y, position)
  return environment.inInvariant(() => above.parameters.every((parameter, at) => {
    const other = y.parameters[at]
    return parameter === other || (other !== undefined && equalInvariant(environment, parameter, other))
  }))
}

/** `DataType <: Type{T}` holds if T can be any type, judged where `Type{T}` stands. */
function kindBelowType(environment: Environment, x: DataType, y: DataType, position: Position): boolean {
  if (y.parameters[0]?.kind !== 'var' || !isKind(x)) return false
  const { leftDepth } = environment
  environment.leftDepth = environment.rightDepth
  const answer = subtype(environment, environment.universe.type, y, position)
  environment.leftDepth = leftDepth
  return answer
}

/** Equality of invariant parameters: below in both directions, in this environment. */
export function equalInvariant(environment: Environment, x: Parameter, y: Parameter): boolean {
  if (obviouslyEqual(environment.universe, x, y)) return true
  if ((isIndefinite(x) && isDefinite(y)) || (isDefinite(x) && isIndefinite(y))) return false
  const { left, right } = environment
  environment.left = new UnionChoices()
  let below: boolean
  if (!x.open || !y.open) {
    environment.right = new UnionChoices()
    below = forAllExists(environment, x, y, INVARIANT)
    environment.right = right
  } else {
    do {
      environment.left.restart()
      below = subtype(environment, x, y, INVARIANT)
    } while (below && environment.left.next())
  }
  environment.left = left
  return below && subtype(environment, y, x, OUTSIDE)
}

function isIndefinite(type: Parameter): boolean {
  const body = unwrapUnionAll(type)
  return isTuple(body) && lastRepetition(body) === 'unbound'
}

function isDefinite(type: Parameter): boolean {
  const body = unwrapUnionAll(type.kind === 'var' ? type.upper : type)
  return isTuple(body) && (lastRepetition(body) === 'none' || lastRepetition(body) === 'counted')
}
