/**
 * Intersection: a type above everything that is of both types, as close as Julia 1.5 gets (subtype.c, `intersect`). Exact
 * where types allow it; where the exact answer has no name, an over-estimate, never less. `intersectTypes` is the bare
 * algorithm, `typeIntersect` takes the short cuts of `typeintersect` first. Variables and what is found for them are in
 * intersect-variables.ts, tuples in intersect-tuple.ts.
 */
import { COVARIANT, Environment, INVARIANT, OUTSIDE, UnionChoices, type Position } from './environment'
import { joinBounds } from './bounds'
import { ancestorNamed, applyType, kindOf, ParameterError, rewrap, supertypeOf, tupleOf, typeOf } from './instantiate'
import { intersectTuples, intersectVarargs } from './intersect-tuple'
import { intersectUnionAll, intersectVariable, intersectVariables } from './intersect-variables'
import { obviouslyDisjoint } from './obvious'
import { isConcreteType, isDispatchTuple, isVarargTuple, mentions } from './query'
import { forAllExists, isSubtype, outerVariables, pick } from './subtype'
import { isAny, isKind, isTuple, isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter, type TypeVar, type UnionType } from './type'
import { BOTTOM, type TypeUniverse } from './universe'
import { unionOf } from './union'

/** `typeintersect(a, b)`. Throws `BudgetSpent`. */
export function typeIntersect(universe: TypeUniverse, a: Parameter, b: Parameter): Parameter {
  return universe.budget.ask(() => universe.intern(intersectSignatures(universe, a, b)))
}

function intersectSignatures(universe: TypeUniverse, a: Parameter, b: Parameter): Parameter {
  if (obviouslyDisjoint(universe, a, b)) return BOTTOM
  if (isSubtype(universe, a, b)) return a
  const [concreteA, concreteB] = [isConcreteType(a), isConcreteType(b)]
  if (concreteA && concreteB) return BOTTOM
  if (isSubtype(universe, b, a)) return b
  if ((concreteA && !mightMeetConcrete(b)) || (concreteB && !mightMeetConcrete(a))) return BOTTOM
  const found = intersectAll(intersecting(universe), a, b)
  const tuples = isTuple(unwrapUnionAll(a)) && isTuple(unwrapUnionAll(b))
  if (found.kind === 'bottom' || !tuples || unwrapUnionAll(found).kind === 'datatype') return found
  // Method signatures are never unions: the tuple of unions, or the second.
  const body = unwrapUnionAll(found)
  const merged = body.kind === 'union' ? tupleOfUnions(universe, body.a, body.b) : undefined
  return merged === undefined ? b : rewrap(universe, merged, found)
}

/** The intersection without any short cut: `jl_intersect_types`. Throws `BudgetSpent`. */
export function intersectTypes(universe: TypeUniverse, a: Parameter, b: Parameter, emptinessOnly = false): Parameter {
  return universe.budget.ask(() => {
    if (obviouslyDisjoint(universe, a, b)) return BOTTOM
    if (isDispatchTuple(a) || isDispatchTuple(b)) {
      if (isSubtype(universe, a, b)) return a
      return isSubtype(universe, b, a) ? b : BOTTOM
    }
    const environment = intersecting(universe)
    environment.emptinessOnly = emptinessOnly
    return universe.intern(intersectAll(environment, a, b))
  })
}

export function hasEmptyIntersection(universe: TypeUniverse, a: Parameter, b: Parameter): boolean {
  return intersectTypes(universe, a, b, true).kind === 'bottom'
}

function intersecting(universe: TypeUniverse): Environment {
  const environment = new Environment(universe)
  environment.intersecting = environment.ignoreFree = true
  return environment
}

/** Could share values with a concrete type though neither is below the other, as `Tuple{Type{<:Vector}}` with `Tuple{DataType}`. */
function mightMeetConcrete(type: Parameter): boolean {
  const body = unwrapUnionAll(type)
  switch (body.kind) {
    case 'var':
      return true
    case 'union':
      return mightMeetConcrete(body.a) || mightMeetConcrete(body.b)
    case 'datatype': {
      if (isTypeType(body)) return true
      const [first] = body.parameters
      if (isVararg(body)) return first !== undefined && mightMeetConcrete(first)
      const tuple = isTuple(body)
      return body.parameters.some((parameter) => parameter.kind === 'var' || (tuple && (parameter.kind === 'bottom' || mightMeetConcrete(parameter))))
    }
    default:
      return false
  }
}

/** Element by element the union of two tuples of one length: at least their union. */
function tupleOfUnions(universe: TypeUniverse, a: Parameter, b: Parameter): Parameter | undefined {
  if (a.kind === 'unionall') return whereTuple(universe, a.variable, tupleOfUnions(universe, a.body, b))
  if (b.kind === 'unionall') return whereTuple(universe, b.variable, tupleOfUnions(universe, a, b.body))
  if (a.kind === 'union') {
    const merged = tupleOfUnions(universe, a.a, a.b)
    return merged && tupleOfUnions(universe, merged, b)
  }
  if (b.kind === 'union') {
    const merged = tupleOfUnions(universe, b.a, b.b)
    return merged && tupleOfUnions(universe, a, merged)
  }
  if (!isTuple(a) || !isTuple(b) || a.parameters.length !== b.parameters.length || isVarargTuple(a) || isVarargTuple(b)) return undefined
  return tupleOf(universe, a.parameters.map((parameter, at) => unionOf(universe, [parameter, b.parameters[at] ?? parameter])))
}

function whereTuple(universe: TypeUniverse, variable: TypeVar, tuple: Parameter | undefined): Parameter | undefined {
  return tuple && (mentions(tuple, variable) ? universe.unbound(variable, tuple) : tuple)
}

/** More pieces than this are not joined any more: the answer is the second operand. */
const MOST_JOINS = 3
const MOST_CHOICES = 400_000

/** The union of the intersections under every choice among the unions met. */
function intersectAll(environment: Environment, x: Parameter, y: Parameter): Parameter {
  environment.right = new UnionChoices()
  const choices = environment.right
  let saved = environment.save()
  let result = intersect(environment, x, y, OUTSIDE)
  if (result.kind === 'bottom') environment.restore(saved)
  else saved = environment.save()
  let joins = 0
  for (let tried = 1; choices.hasMore; tried++) {
    if (environment.emptinessOnly && result.kind !== 'bottom') return result
    choices.next()
    choices.restart()
    const piece = intersect(environment, x, y, OUTSIDE)
    if (piece.kind === 'bottom') environment.restore(saved)
    else saved = environment.save()
    if (result.kind === 'bottom') result = piece
    else if (piece.kind !== 'bottom') {
      result = unionOf(environment.universe, [result, piece])
      joins++
    }
    if (joins > MOST_JOINS || tried > MOST_CHOICES) return y
  }
  return result
}

/** Intersects with unions of its own, as bounds are. */
export function intersectAside(environment: Environment, x: Parameter, y: Parameter, depth: number): Parameter {
  if (isAny(x) && y.kind !== 'var') return y
  if (isAny(y) && x.kind !== 'var') return x
  const { right, leftDepth, rightDepth } = environment
  environment.leftDepth = environment.rightDepth = depth
  const result = intersectAll(environment, x, y)
  environment.right = right
  environment.leftDepth = leftDepth
  environment.rightDepth = rightDepth
  return result
}

/** `union` is on the right if `onRight`. */
function intersectUnion(environment: Environment, type: Parameter, union: UnionType, onRight: boolean, position: Position): Parameter {
  const { universe } = environment
  if (position === INVARIANT || (!type.open && !union.open)) {
    const { right } = environment
    const pieces = [union.a, union.b].map((member) => onRight ? intersectAll(environment, type, member) : intersectAll(environment, member, type))
    environment.right = right
    return joinBounds(universe, pieces[0] ?? BOTTOM, pieces[1] ?? BOTTOM)
  }
  const member = pick(union, environment.right)
  return onRight ? intersect(environment, type, member, position) : intersect(environment, member, type, position)
}

/** `x <: y` in this environment but with unions of its own. Bounds found on the way stay. */
export function subtypeWithin(environment: Environment, x: Parameter, y: Parameter, leftDepth = environment.leftDepth, rightDepth = environment.rightDepth): boolean {
  const depths = [environment.leftDepth, environment.rightDepth] as const
  environment.leftDepth = leftDepth
  environment.rightDepth = rightDepth
  const answer = environment.aside(() => forAllExists(environment, x, y, OUTSIDE))
  environment.leftDepth = depths[0]
  environment.rightDepth = depths[1]
  return answer
}

/** The same with all variables open to choice. */
export function subtypeForSome(environment: Environment, x: Parameter, y: Parameter, leftDepth: number, rightDepth: number): boolean {
  if (x.kind === 'bottom' || isAny(y)) return true
  const before = [...environment.bindings()].map((binding) => binding.exists)
  for (const binding of environment.bindings()) binding.exists = true
  const answer = subtypeWithin(environment, x, y, leftDepth, rightDepth)
  let at = 0
  for (const binding of environment.bindings()) binding.exists = before[at++] ?? binding.exists
  return answer
}

export function intersect(environment: Environment, x: Parameter, y: Parameter, position: Position): Parameter {
  const { budget } = environment.universe
  budget.enter()
  const result = intersectShapes(environment, x, y, position)
  budget.leave()
  return result
}

function intersectShapes(environment: Environment, x: Parameter, y: Parameter, position: Position): Parameter {
  const { universe } = environment
  if (x === y) return y
  if (x.kind === 'var') {
    if (y.kind === 'var') return intersectVariables(environment, x, y, position)
    environment.record(environment.lookup(x), position)
    return intersectVariable(environment, x, y, false, position)
  }
  if (y.kind === 'var') {
    environment.record(environment.lookup(y), position)
    return intersectVariable(environment, y, x, true, position)
  }
  if (!x.open && !y.open && !isVararg(x) && !isVararg(y)) {
    if (isSubtype(universe, x, y)) return x
    if (isSubtype(universe, y, x)) return y
  }
  if (x.kind === 'union') return y === x.a || y === x.b ? y : intersectUnion(environment, y, x, false, position)
  if (y.kind === 'union') {
    if (x === y.a || x === y.b) return x
    if (x.kind === 'unionall' && (x.open || y.open)) return intersectUnionAll(environment, y, x, false, position)
    return intersectUnion(environment, x, y, true, position)
  }
  if (isAny(y)) return x
  if (isAny(x)) return y
  if (x.kind === 'unionall') {
    return y.kind === 'unionall' ? intersectBothOrders(environment, x, y, position) : intersectUnionAll(environment, y, x, false, position)
  }
  if (y.kind === 'unionall') return intersectUnionAll(environment, x, y, true, position)
  if (x.kind === 'datatype' && y.kind === 'datatype') return intersectDataTypes(environment, x, y, position)
  return BOTTOM
}

/** Variables of the one can come to depend on those of the other: then the other order may say more. */
function intersectBothOrders(
  environment: Environment,
  x: Extract<Parameter, { kind: 'unionall' }>,
  y: Extract<Parameter, { kind: 'unionall' }>,
  position: Position,
): Parameter {
  const { universe } = environment
  const saved = environment.save()
  const first = intersectUnionAll(environment, y, x, false, position)
  let second: Parameter = BOTTOM
  if (first.kind === 'unionall' && first.body.kind === 'unionall') {
    const inner = first.body.variable
    if (mentions(inner.upper, first.variable) || mentions(inner.lower, first.variable)) {
      environment.restoreCounts(saved)
      second = intersectUnionAll(environment, x, y, true, position)
    }
  }
  if (!first.open && !second.open) {
    if (isSubtype(universe, first, second)) return second
    if (isSubtype(universe, second, first)) return first
  }
  return joinBounds(universe, first, second)
}

function intersectDataTypes(environment: Environment, x: DataType, y: DataType, position: Position): Parameter {
  const { universe } = environment
  if (position !== INVARIANT && isTypeType(x) !== isTypeType(y)) {
    return isTypeType(x) ? intersectTypeWith(universe, x, y) : intersectTypeWith(universe, y, x)
  }
  if (x.name === y.name) {
    if (isTuple(x)) return intersectTuples(environment, x, y, position)
    if (isVararg(x)) return intersectVarargs(environment, x, y, position === OUTSIDE ? COVARIANT : position)
    return intersectParameters(environment, x, y)
  }
  if (position === INVARIANT) return BOTTOM
  if (ancestorNamed(universe, x, y) !== undefined) return intersectDeclared(environment, x, y, false, position)
  return ancestorNamed(universe, y, x) === undefined ? BOTTOM : intersectDeclared(environment, y, x, true, position)
}

function intersectParameters(environment: Environment, x: DataType, y: DataType): Parameter {
  const parameters: Parameter[] = []
  for (const [at, parameter] of x.parameters.entries()) {
    const both = intersectInvariant(environment, parameter, y.parameters[at] ?? parameter)
    if (both === undefined) return BOTTOM
    parameters.push(both)
  }
  return applyOrEmpty(environment.universe, x.name.wrapper, parameters)
}

/** A type whose parameters contradict their bounds has no values. */
export function applyOrEmpty(universe: TypeUniverse, type: Parameter, parameters: readonly Parameter[]): Parameter {
  try {
    return applyType(universe, type, parameters)
  } catch (error) {
    if (error instanceof ParameterError) return BOTTOM
    throw error
  }
}

/** `Type{...}` with something that is no `Type{...}`: only the kinds meet it. */
function intersectTypeWith(universe: TypeUniverse, type: DataType, other: DataType): Parameter {
  const [only] = type.parameters
  if (only === undefined) return BOTTOM
  if (only.kind !== 'var') return kindOf(universe, only) === other ? type : BOTTOM
  if (!isKind(other)) return BOTTOM
  if (other === universe.typeofBottom && only.lower.kind === 'bottom') return typeOf(universe, BOTTOM)
  // `DataType` with a bounded `Type{T}` has no name: the latter is an over-estimate.
  return isAny(only.upper) ? other : type
}

/** `x` is declared below the name of `y`: its supertype decides, then the parameters are read back from that. */
function intersectDeclared(environment: Environment, x: DataType, y: DataType, swapped: boolean, position: Position): Parameter {
  const { universe } = environment
  const above = supertypeOf(universe, x)
  const both = swapped ? intersect(environment, y, above, position) : intersect(environment, above, y, position)
  if (both.kind === 'bottom') return BOTTOM
  if (x.parameters.length === 0 || above.parameters.length === 0 || !x.open) return x
  const { wrapper, supertype } = x.name
  const pattern = rewrap(universe, supertype, wrapper)
  const variables = outerVariables(pattern)
  const solving = new Environment(universe)
  solving.ignoreFree = true
  const solution = { values: variables.map((): Parameter | undefined => undefined), at: 0 }
  solving.solution = solution
  if (!forAllExists(solving, both, pattern, OUTSIDE)) return BOTTOM
  const parameters = variables.map((variable, at) => {
    const value = solution.values[at]
    const unknown = value === undefined || value === variable || (value.kind === 'var' && environment.lookup(value) === undefined)
    // What the supertype does not say stays as it was.
    return unknown ? (x.parameters[at] ?? variable) : value
  })
  return applyOrEmpty(universe, wrapper, parameters)
}

/** What both parameters can be at once, exactly; undefined if nothing. `Union{}` is something here. */
export function intersectInvariant(environment: Environment, x: Parameter, y: Parameter): Parameter | undefined {
  const { universe } = environment
  if (!x.open && !y.open) return isSubtype(universe, x, y) && isSubtype(universe, y, x) ? y : undefined
  const both = environment.inInvariant(() => intersect(environment, x, y, INVARIANT))
  if (x.kind === 'var' && y.kind === 'var' && (both.kind === 'var' || both.kind === 'value')) return both
  if (both.kind === 'bottom') {
    if (!subtypeWithin(environment, x, BOTTOM)) return undefined
    environment.flip()
    const below = subtypeWithin(environment, y, BOTTOM)
    environment.flip()
    return below ? BOTTOM : undefined
  }
  const saved = environment.save()
  const depth = environment.leftDepth
  const equal = subtypeForSome(environment, x, y, depth, environment.rightDepth) && subtypeForSome(environment, y, x, depth, environment.rightDepth)
  environment.restore(saved)
  return equal ? both : undefined
}
