/**
 * Intersection of tuples, element by element, and of the `Vararg`s that end them: their counts are equated, less the
 * elements by which one tuple is longer; where only the repeated elements have nothing in common the tail may still be empty.
 */
import { COVARIANT, INVARIANT, OUTSIDE, type Binding, type Environment, type Position } from './environment'
import { tupleOf } from './instantiate'
import { applyOrEmpty, intersect, intersectInvariant } from './intersect'
import { setToValue } from './intersect-variables'
import { isVarargTuple, varargCount, varargElement } from './query'
import { isAny, isVararg, type DataType, type Parameter, type UnionAll } from './type'
import { BOTTOM } from './universe'

export function intersectTuples(environment: Environment, x: DataType, y: DataType, position: Position): Parameter {
  const { universe } = environment
  const lx = x.parameters.length
  const ly = y.parameters.length
  if (lx === 0 && ly === 0) return y
  if (!isVarargTuple(x) && !isVarargTuple(y) && lx !== ly) return BOTTOM
  const elements: Parameter[] = []
  const inside = position === OUTSIDE ? COVARIANT : position
  let [i, j] = [0, 0]
  let [xRepeats, yRepeats] = [false, false]
  for (;;) {
    const xi = x.parameters[i]
    const yi = y.parameters[j]
    if (xi === undefined && yi === undefined) break
    xRepeats ||= xi !== undefined && isVararg(xi)
    yRepeats ||= yi !== undefined && isVararg(yi)
    if (xi === undefined || yi === undefined) {
      const xEnds = xRepeats && xi !== undefined && countIs(environment, xi, ly + 1 - lx, false)
      const yEnds = yRepeats && yi !== undefined && countIs(environment, yi, lx + 1 - ly, true)
      return xEnds || yEnds ? tupleOf(universe, elements) : BOTTOM
    }
    if (xRepeats && yRepeats && isVararg(xi) && isVararg(yi)) {
      const tail = intersectTails(environment, x, y, xi, yi, elements.length, inside)
      if (tail === 'none') return tupleOf(universe, elements)
      if (tail === undefined) return BOTTOM
      elements.push(tail)
      break
    }
    const both = intersect(environment, xRepeats ? varargElement(xi) : xi, yRepeats ? varargElement(yi) : yi, inside)
    if (both.kind === 'bottom') return BOTTOM
    elements[Math.max(i, j)] = both
    if (i < lx - 1 || !xRepeats) i++
    if (j < ly - 1 || !yRepeats) j++
  }
  return tupleOf(universe, elements)
}

function numberOf(parameter: Parameter | undefined): number | undefined {
  return parameter?.kind === 'value' ? parameter.count : undefined
}

/** Both tuples go on with a `Vararg`: what their tails share, 'none' if both may end here, undefined if not even that. */
function intersectTails(
  environment: Environment,
  x: DataType,
  y: DataType,
  xTail: DataType | UnionAll,
  yTail: DataType | UnionAll,
  taken: number,
  position: Position,
): Parameter | 'none' | undefined {
  const { universe } = environment
  const lx = x.parameters.length
  const ly = y.parameters.length
  const xBinding = environment.lookup(varargCount(xTail) ?? xTail)
  const yBinding = environment.lookup(varargCount(yTail) ?? yTail)
  if (xBinding !== undefined) xBinding.offset = ly - lx
  if (yBinding !== undefined) yBinding.offset = lx - ly
  const both = intersect(environment, xTail, yTail, position)
  if (xBinding !== undefined) xBinding.offset = 0
  if (yBinding !== undefined) yBinding.offset = 0
  if (both.kind !== 'bottom') return both
  const contradicts = (binding: Binding | undefined, length: number) => {
    const number = numberOf(binding?.lower)
    return number !== undefined && length - 1 + number !== taken
  }
  if (contradicts(xBinding, lx) || contradicts(yBinding, ly)) return undefined
  if (position === INVARIANT && (xTail.kind === 'unionall') !== (yTail.kind === 'unionall')) return undefined
  if (xBinding !== undefined) setToValue(universe, xBinding, universe.integer(taken - lx + 1), yBinding)
  if (yBinding !== undefined) setToValue(universe, yBinding, universe.integer(taken - ly + 1), xBinding)
  return 'none'
}

/** Equates the count with a number if it is a variable that is bound outside of the `Vararg`. */
function countIs(environment: Environment, vararg: Parameter, length: number, onRight: boolean): boolean {
  if (!isVararg(vararg)) return true
  const count = varargCount(vararg)
  if (count?.kind !== 'var' || (vararg.kind === 'unionall' && vararg.variable === count)) return true
  const number = environment.universe.integer(length)
  const both = onRight ? intersect(environment, number, count, INVARIANT) : intersect(environment, count, number, INVARIANT)
  return both.kind !== 'bottom'
}

/** `Vararg{T,N}` with `Vararg{S,M}`: covariant in the element, the counts are equated. */
export function intersectVarargs(environment: Environment, x: DataType, y: DataType, position: Position): Parameter {
  const [xElement, xCount] = x.parameters
  const [yElement, yCount] = y.parameters
  if (xElement === undefined || xCount === undefined || yElement === undefined || yCount === undefined) return BOTTOM
  // Twice, as there may be several: the diagonal rule needs to see that.
  if (intersect(environment, xElement, yElement, position).kind === 'bottom') return BOTTOM
  const element = intersect(environment, xElement, yElement, COVARIANT)
  if (element.kind === 'bottom') return BOTTOM
  for (const count of [xCount, yCount]) {
    const binding = environment.lookup(count)
    if (binding !== undefined) binding.counts = true
  }
  const count = intersectInvariant(environment, xCount, yCount)
  if (count === undefined) return BOTTOM
  const free = count.kind === 'var' && count.lower.kind === 'bottom' && isAny(count.upper)
  const number = numberOf(count)
  if (!free && (number === undefined || number < 0)) return BOTTOM
  return applyOrEmpty(environment.universe, environment.universe.vararg, [element, count])
}
