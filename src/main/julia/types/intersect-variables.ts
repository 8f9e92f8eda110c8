/**
 * Variables under intersection. In invariant position a variable is set to what it meets. In covariant position there is
 * no best way to narrow it, so a `where` is intersected several times, with its variable narrowed from above, from below,
 * or left to stand for an overlap that has no name (`Constraint`); the first that is not empty wins. Afterwards the `where`
 * is put back around the result, or the variable replaced by the only value it can have.
 */
import { joinBounds } from './bounds'
import { Binding, INVARIANT, type Environment, type Position } from './environment'
import { closedSolution, inUnion, isLeafBound } from './subtype'
import { intersect, intersectAside, subtypeForSome, subtypeWithin } from './intersect'
import { ParameterError, renamed, substituteOne } from './instantiate'
import { obviouslyEqual } from './obvious'
import { mentions, occursInside } from './query'
import { isAny, type Parameter, type TypeVar, type UnionAll } from './type'
import { BOTTOM, type TypeUniverse } from './universe'

/** Gives a variable a value that is no type. `other` is the variable it is equated with, if any. */
export function setToValue(universe: TypeUniverse, binding: Binding, value: Parameter, other?: Binding): Parameter {
  const offset = other !== undefined && binding.offset === 0 ? -other.offset : binding.offset
  const count = value.kind === 'value' ? value.count : undefined
  if (binding.lower.kind === 'bottom' && isAny(binding.upper)) {
    const shifted = count === undefined ? value : universe.integer(count + offset)
    binding.lower = binding.upper = shifted
    return shifted
  }
  return value === binding.lower ? value : BOTTOM
}

/** `type ∩ bound` in the order given by `variableOnRight`. */
function meet(environment: Environment, bound: Parameter, type: Parameter, variableOnRight: boolean, depth: number): Parameter {
  return variableOnRight ? intersectAside(environment, type, bound, depth) : intersectAside(environment, bound, type, depth)
}

/** Without making the variable its own bound, directly or through one that equals it. */
function setBound(environment: Environment, binding: Binding, side: 'lower' | 'upper', value: Parameter): void {
  const { variable } = binding
  if (inUnion(value, variable)) return
  for (const other of environment.bindings()) {
    if (other.lower === variable && other.upper === variable && inUnion(value, other.variable)) return
  }
  binding[side] = value
}

/** A variable with something that is none. */
export function intersectVariable(environment: Environment, variable: TypeVar, type: Parameter, onRight: boolean, position: Position): Parameter {
  const binding = environment.lookup(variable)
  if (binding === undefined) return meet(environment, variable.upper, type, onRight, 0)
  if (binding.lower === binding.upper && binding.lower.kind === 'var' && binding.lower !== variable) {
    return intersect(environment, type, binding.lower, position)
  }
  if (type.kind === 'value') return setToValue(environment.universe, binding, type)
  if (position === INVARIANT) return equate(environment, binding, type, onRight)
  const { depth } = binding
  if (binding.constraint === 'none') {
    if (binding.upper.kind !== 'var' && type.kind !== 'var' && holds(environment, () => subtypeWithin(environment, binding.upper, type, depth))) return variable
    return meet(environment, binding.upper, type, onRight, depth)
  }
  if (binding.concrete || binding.constraint === 'below') {
    const upper = meet(environment, binding.upper, type, onRight, depth)
    if (upper.kind === 'bottom') return BOTTOM
    if (!onRight && !subtypeWithin(environment, binding.lower, type, depth)) return BOTTOM
    setBound(environment, binding, 'upper', upper)
    return variable
  }
  if (binding.constraint === 'above') {
    if (!subtypeWithin(environment, type, binding.upper, environment.leftDepth, depth)) {
      // No value will do: a circular bound says so.
      binding.lower = variable
      return BOTTOM
    }
    setBound(environment, binding, 'lower', joinBounds(environment.universe, binding.lower, type))
    return type
  }
  return overlap(environment, binding, type, onRight)
}

/** Asks without keeping the bounds found. */
function holds(environment: Environment, question: () => boolean): boolean {
  const saved = environment.save()
  const answer = question()
  environment.restore(saved)
  return answer
}

function equate(environment: Environment, binding: Binding, type: Parameter, onRight: boolean): Parameter {
  const { variable, depth } = binding
  let value = type
  if (type.open) value = meet(environment, binding.upper, type, onRight, depth)
  else {
    const within = holds(environment, () =>
      subtypeForSome(environment, binding.lower, type, depth, environment.rightDepth)
      && subtypeForSome(environment, type, binding.upper, environment.leftDepth, depth))
    if (!within) return BOTTOM
  }
  if (value === variable) return value
  if (value.open) {
    // X == Ref{X} has no solution, nor has X == Ref{Y} where Y == X.
    if (occursInside(value, variable, false)) return BOTTOM
    for (const other of environment.bindings()) {
      if (other.lower === variable && other.upper === variable && occursInside(value, other.variable, false)) return BOTTOM
    }
  }
  binding.upper = value
  binding.lower = value
  return value
}

function overlap(environment: Environment, binding: Binding, type: Parameter, onRight: boolean): Parameter {
  const { variable, depth } = binding
  const upper = meet(environment, binding.upper, type, onRight, depth)
  if (upper.kind === 'bottom') return BOTTOM
  if (type.kind === 'var') return variable
  if (upper === type) {
    if (binding.lower.kind !== 'bottom') return upper
    setBound(environment, binding, 'upper', type)
    return variable
  }
  if (binding.upper === binding.lower) return upper
  const saved = environment.save()
  const both = meet(environment, binding.lower, type, onRight, depth)
  if (both.kind !== 'bottom') return both
  environment.restore(saved)
  setBound(environment, binding, 'upper', upper)
  return variable
}

/** Two variables. Bounds gather on the outer one, and the inner one is set to it. */
export function intersectVariables(environment: Environment, x: TypeVar, y: TypeVar, position: Position): Parameter {
  const left = environment.lookup(x)
  const right = environment.lookup(y)
  const swapped = left !== undefined && right !== undefined && environment.isOutside(x, y)
  const [inner, outer] = swapped ? [y, x] : [x, y]
  const [innerBinding, outerBinding] = swapped ? [right, left] : [left, right]
  if (position === INVARIANT) return equateVariables(environment, inner, outer, innerBinding, outerBinding, swapped)
  environment.record(innerBinding, position)
  environment.record(outerBinding, position)
  return innerBinding !== undefined && outerBinding !== undefined && innerBinding.concrete && !outerBinding.concrete
    ? intersectVariable(environment, inner, outer, swapped, position)
    : intersectVariable(environment, outer, inner, !swapped, position)
}

function equateVariables(
  environment: Environment,
  x: TypeVar,
  y: TypeVar,
  xx: Binding | undefined,
  yy: Binding | undefined,
  swapped: boolean,
): Parameter {
  const { universe } = environment
  const { lower: xLower, upper: xUpper } = xx ?? x
  const { lower: yLower, upper: yUpper } = yy ?? y
  environment.record(xx, INVARIANT)
  if (xx !== undefined && yy !== undefined && xx.depth !== yy.depth) {
    environment.record(yy, INVARIANT)
    return subtypeWithin(environment, yy.upper, yy.lower) ? y : BOTTOM
  }
  if (xUpper === xLower && xUpper.kind === 'var') {
    if (y !== xUpper) return intersect(environment, y, xUpper, INVARIANT)
    environment.record(yy, INVARIANT)
    return y
  }
  environment.record(yy, INVARIANT)
  if (yLower.kind === 'value') {
    if (xx !== undefined) return setToValue(universe, xx, yLower, yy)
    return (xLower.kind === 'bottom' && isAny(xUpper)) || xLower === yLower ? yLower : BOTTOM
  }
  if (xLower.kind === 'value') {
    if (yy !== undefined) return setToValue(universe, yy, xLower, xx)
    return yLower.kind === 'bottom' && isAny(yUpper) ? xLower : BOTTOM
  }
  if (swapped) environment.flip()
  const consistent = subtypeWithin(environment, xLower, yUpper) && subtypeWithin(environment, yLower, xUpper)
  if (swapped) environment.flip()
  if (!consistent) return BOTTOM
  // Circular: the result will be empty, and the intersection of the bounds would not end.
  if (occursInside(xUpper, y, false) && occursInside(yUpper, x, false)) return y
  const upper = intersectAside(environment, xUpper, yUpper, xx?.depth ?? 0)
  const lower = joinBounds(universe, xLower, yLower)
  if (yy !== undefined) {
    if (lower !== y) yy.lower = lower
    if (upper !== y) yy.upper = upper
  }
  if (xx !== undefined) xx.lower = xx.upper = y
  return y
}

/** Intersects `type` with a `where`. `onRight`: the `where` is the second operand. */
export function intersectUnionAll(environment: Environment, type: Parameter, unionAll: UnionAll, onRight: boolean, position: Position): Parameter {
  const { variable } = unionAll
  const binding = new Binding(variable, onRight, onRight ? environment.rightDepth : environment.leftDepth, environment.innermost)
  const attempt = () => intersectUnder(environment, type, unionAll, onRight, position, binding)
  const restart = (constraint: Binding['constraint']) => {
    binding.covariantUses = binding.invariantUses = 0
    binding.constraint = constraint
    return attempt()
  }
  const anew = (constraint: Binding['constraint']) => {
    binding.lower = variable.lower
    binding.upper = variable.upper
    return restart(constraint)
  }
  const before = environment.save()
  const first = attempt()
  if (first.kind === 'bottom') return first
  const { concrete, invariantUses, covariantUses } = binding
  if (concrete || invariantUses > 1 || variable.lower.kind !== 'bottom' || (invariantUses > 0 && covariantUses > 0)) {
    environment.restoreCounts(before)
    return restart('overlap')
  }
  if (covariantUses === 0) return first
  const after = environment.save()
  environment.restore(before)
  const below = anew('below')
  if (below.kind !== 'bottom') return below
  environment.restore(before)
  const above = anew('above')
  if (above.kind !== 'bottom') return above
  environment.restore(after)
  return first
}

function intersectUnder(
  environment: Environment,
  type: Parameter,
  unionAll: UnionAll,
  onRight: boolean,
  position: Position,
  binding: Binding,
): Parameter {
  const own = taken(environment, unionAll.variable) ? renamed(environment.universe, unionAll) : unionAll
  const { variable, body } = own
  binding.variable = variable
  environment.innermost = binding
  const { solution } = environment
  if (onRight && solution !== undefined) solution.at++
  const result = onRight ? intersect(environment, type, body, position) : intersect(environment, body, type, position)
  if (onRight && solution !== undefined) solution.at--
  if (binding.covariantUses > 1 && isLeafBound(variable.lower) && !occursInside(body, variable, true)) binding.concrete = true
  environment.innermost = binding.outer
  if (result.kind === 'bottom') return result
  if (binding.concrete && binding.lower.kind !== 'var' && !isLeafBound(binding.lower)) return BOTTOM
  if (binding.upper.kind === 'bottom' && binding.covariantUses > 0) return BOTTOM
  if (mentions(binding.lower, variable) || mentions(binding.upper, variable)) return BOTTOM
  return close(environment, result, binding)
}

function taken(environment: Environment, variable: TypeVar): boolean {
  for (const binding of environment.bindings()) {
    if (binding.variable === variable || binding.lower === variable || binding.upper === variable) return true
  }
  return false
}

/** The only value the variable can have, if there is one. */
function onlyValue(universe: TypeUniverse, { lower, upper, invariantUses }: Binding): Parameter | undefined {
  if (upper.kind === 'value' && upper.count !== undefined && lower.kind === 'var') return upper
  if (obviouslyEqual(universe, lower, upper)) return upper
  return invariantUses === 0 && isLeafBound(upper) ? upper : undefined
}

/** Puts the `where` back around a result, or the only value into it, there and in the bounds of the variables further out. */
function close(environment: Environment, result: Parameter, binding: Binding): Parameter {
  const { universe, solution } = environment
  const { variable, lower, upper } = binding
  let value = onlyValue(universe, binding)
  if (binding.counts && !canCount(binding, value)) return BOTTOM
  const narrowed = value === undefined && (lower !== variable.lower || upper !== variable.upper)
  const own = narrowed ? universe.variable(variable.name, lower, upper) : variable
  const moved = closeBounds(environment, binding, own, value)
  if (moved === 'contradiction') return BOTTOM
  let closed = moved === 'empty' ? BOTTOM : result
  if (mentions(closed, variable)) {
    if (value !== undefined) closed = withOnlyValue(universe, closed, variable, value)
    else {
      if (own !== variable) closed = substituteOne(universe, closed, variable, own)
      value = own
      if (moved !== 'moved out') closed = universe.unbound(own, closed)
    }
  }
  if (closed.kind !== 'bottom') {
    for (const inner of binding.inner) if (mentions(closed, inner)) closed = universe.unbound(inner, closed)
  }
  if (binding.exists && solution !== undefined && solution.at < solution.values.length) {
    const before = solution.values[solution.at]
    if (value === undefined || (!isLeafBound(value) && binding.invariantUses === 0)) solution.values[solution.at] = variable
    else if (!(before?.kind === 'var' && value.kind === 'value')) solution.values[solution.at] = closedSolution(universe, variable, value)
  }
  return closed
}

/** A count is a number, unknown, or equal to another count. */
function canCount({ lower, upper }: Binding, value: Parameter | undefined): boolean {
  return (value?.kind === 'value' && value.count !== undefined)
    || (lower.kind === 'bottom' && isAny(upper))
    || (lower.kind === 'var' && upper === lower)
}

/** Puts a value in; a `where` further in whose bounds become equal goes too. */
function withOnlyValue(universe: TypeUniverse, type: Parameter, variable: TypeVar, value: Parameter): Parameter {
  try {
    let result = substituteOne(universe, type, variable, value)
    while (result.kind === 'unionall' && obviouslyEqual(universe, result.variable.lower, result.variable.upper)) {
      result = substituteOne(universe, result.body, result.variable, result.variable.lower)
    }
    return result
  } catch (error) {
    // One can write `T{x} where x` though T takes only some: the value may not fit.
    if (error instanceof ParameterError) return BOTTOM
    throw error
  }
}

type Closing = 'closed' | 'moved out' | 'empty' | 'contradiction'

/** Removes a variable that goes out of scope from the bounds of those that stay. */
function closeBounds(environment: Environment, binding: Binding, own: TypeVar, value: Parameter | undefined): Closing {
  const { universe } = environment
  const { variable, lower, upper, depth } = binding
  let closing: Closing = 'closed'
  const put = (bound: Parameter, by: Parameter): Parameter => {
    try {
      return substituteOne(universe, bound, variable, by)
    } catch (error) {
      if (!(error instanceof ParameterError)) throw error
      closing = 'empty'
      return bound
    }
  }
  for (const outer of environment.bindings()) {
    if (mentions(outer.lower, variable)) {
      if (lower === outer.variable) return 'contradiction'
      if (value !== undefined) outer.lower = put(outer.lower, value)
      else if (outer.lower === variable) outer.lower = lower
      else if (outer.depth === depth && !mentions(lower, outer.variable) && !mentions(upper, outer.variable) && mentions(outer.upper, variable)) {
        // S == Ref{T}: the `where T` has to go outside of `where S`.
        if (own !== variable) {
          outer.lower = put(outer.lower, own)
          outer.upper = put(outer.upper, own)
        }
        outer.inner.push(own)
        if (closing === 'closed') closing = 'moved out'
        continue
      } else outer.lower = universe.unbound(variable, outer.lower)
    }
    if (mentions(outer.upper, variable)) {
      if (upper === outer.variable) return 'contradiction'
      if (value !== undefined) outer.upper = put(outer.upper, value)
      else if (outer.upper === variable) outer.upper = upper
      else outer.upper = universe.unbound(variable, outer.upper)
    }
  }
  return closing
}
