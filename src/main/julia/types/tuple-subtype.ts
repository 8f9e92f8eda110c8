/**
 * Tuples against tuples: element by element, with `Vararg` on either side. The variable of a trailing `Vararg{T} = Vararg{T,N}
 * where N` comes into scope when the walk gets there, and counts are compared as numbers less the elements already met.
 * Compare subtype.c `subtype_tuple`.
 */
import { COVARIANT, INVARIANT, OUTSIDE, type Environment, type Position } from './environment'
import { lastRepetition, repetition, varargCount, varargElement, varargLength, type Repetition } from './query'
import { equalInvariant, isSubtype, subtype, unaliased, withVariable } from './subtype'
import { isAny, isVararg, type DataType, type Parameter, type UnionAll } from './type'

/** A trailing `Vararg`, with its variable in scope if it has one. */
type Tail = DataType | UnionAll

/** The walk over both tuples. */
interface Walk {
  readonly x: readonly Parameter[]
  readonly y: readonly Parameter[]
  readonly xRepetition: Repetition
  readonly yRepetition: Repetition
  i: number
  j: number
  xTail: Tail | undefined
  yTail: Tail | undefined
  /** Elements taken from each tail so far. */
  xTaken: number
  yTaken: number
  lastX: Parameter | undefined
  lastY: Parameter | undefined
  /** Equal elements of x in a row that were compared with the tail of y. */
  repeats: number
}

export function subtypeTuple(environment: Environment, x: DataType, y: DataType, position: Position): boolean {
  if (x.parameters.length === 0 && y.parameters.length === 0) return true
  if (!lengthsAgree(environment, x, y)) return false
  return walkTuples(environment, {
    x: x.parameters,
    y: y.parameters,
    xRepetition: lastRepetition(x),
    yRepetition: lastRepetition(y),
    i: 0,
    j: 0,
    xTail: undefined,
    yTail: undefined,
    xTaken: 0,
    yTaken: 0,
    lastX: undefined,
    lastY: undefined,
    repeats: 1,
  }, position === OUTSIDE ? COVARIANT : position)
}

function lengthsAgree(environment: Environment, x: DataType, y: DataType): boolean {
  const xLast = x.parameters.at(-1)
  const yLast = y.parameters.at(-1)
  const xRepetition = repetition(xLast)
  const yRepetition = repetition(yLast)
  const binding = xLast !== undefined && xRepetition === 'bound' && isVararg(xLast) ? environment.lookup(varargCount(xLast) ?? xLast) : undefined
  const known = binding === undefined ? undefined : countOf(binding.lower)
  const yFixed = yRepetition === 'none' || yRepetition === 'counted'
  const lx = x.parameters.length
  const ly = y.parameters.length
  if ((xRepetition === 'unbound' || xRepetition === 'bound') && known === undefined) {
    if (xRepetition === 'unbound' || (binding !== undefined && !binding.exists)) return !yFixed && lx >= ly
    return yRepetition !== 'none' || xLast === undefined || countIs(environment, xLast, ly + 1 - lx)
  }
  const xLength = lx + (xRepetition === 'counted' && xLast !== undefined && isVararg(xLast) ? varargLength(xLast) - 1 : known === undefined ? 0 : known - 1)
  if (yRepetition === 'none') return xLength === ly
  if (yRepetition === 'counted' && yLast !== undefined && isVararg(yLast)) return xLength === ly + varargLength(yLast) - 1
  return ly - 1 <= xLength
}

function countOf(parameter: Parameter | undefined): number | undefined {
  return parameter?.kind === 'value' ? parameter.count : undefined
}

/** The count of a tail: a number, if a variable already has one that, or else the variable. */
function knownCount(environment: Environment, tail: Tail): Parameter | undefined {
  const count = varargCount(tail)
  if (count?.kind !== 'var') return count
  const binding = environment.lookup(count)
  return binding === undefined ? count : binding.lower
}

/** Equates the count of a `Vararg` with a number, unless the `Vararg` may have any. */
function countIs(environment: Environment, vararg: Parameter, length: number): boolean {
  if (!isVararg(vararg)) return true
  const count = varargCount(vararg)
  if (count === undefined || (vararg.kind === 'unionall' && vararg.variable === count)) return true
  const number = environment.universe.integer(length)
  return environment.inInvariant(() => subtype(environment, number, count, INVARIANT) && subtype(environment, count, number, OUTSIDE))
}

function walkTuples(environment: Environment, walk: Walk, position: Position): boolean {
  const lx = walk.x.length
  const ly = walk.y.length
  while (walk.i < lx) {
    if (walk.i === lx - 1 && walk.xRepetition !== 'none' && walk.xTail === undefined) {
      const last = walk.x[walk.i]
      if (last?.kind === 'unionall') {
        const tail = unaliased(environment, last)
        walk.xTail = tail
        return withVariable(environment, tail, false, () => walkTuples(environment, walk, position))
      }
      walk.xTail = last as Tail
    }
    if (walk.j === ly - 1 && walk.yRepetition !== 'none' && walk.yTail === undefined) {
      const last = walk.y[walk.j]
      if (last?.kind === 'unionall') {
        const tail = unaliased(environment, last)
        walk.yTail = tail
        return withVariable(environment, tail, true, () => walkTuples(environment, walk, position))
      }
      walk.yTail = last as Tail
    }
    if (walk.xTail !== undefined) walk.xTaken++
    if (walk.yTail !== undefined) walk.yTaken++
    if (walk.xTail !== undefined && walk.yTail !== undefined) return compareTails(environment, walk, walk.xTail, walk.yTail, position)
    if (walk.j >= ly) return walk.xTail !== undefined
    const step = compareElements(environment, walk, position)
    if (step === 'fits anything') break
    if (!step) return false
    if (walk.i < lx - 1 || walk.xTail === undefined) walk.i++
    if (walk.j < ly - 1 || walk.yTail === undefined) walk.j++
  }
  return endsTogether(environment, walk)
}

function compareElements(environment: Environment, walk: Walk, position: Position): boolean | 'fits anything' {
  const { universe } = environment
  const x = walk.xTail === undefined ? walk.x[walk.i] : varargElement(walk.xTail)
  const y = walk.yTail === undefined ? walk.y[walk.j] : varargElement(walk.yTail)
  if (x === undefined || y === undefined) return false
  const sameX = x === walk.lastX
  if (walk.yTail !== undefined) {
    if (walk.xRepetition === 'none' && isAny(y)) return 'fits anything'
    walk.repeats = sameX ? walk.repeats + 1 : 1
  }
  const sameY = y === walk.lastY
  walk.lastX = x
  walk.lastY = y
  // The same element meets the same tail: twice says all.
  if (walk.repeats > 2) return true
  if (sameX && sameY) {
    if (!x.open && !y.open) return true
    if (walk.xTail === undefined && walk.yTail !== undefined && x.kind === 'datatype' && x.concrete) return true
  }
  if (environment.right.met === 0 && environment.left.met === 0 && !x.open && !y.open) return isSubtype(universe, x, y)
  return subtype(environment, x, y, position)
}

function endsTogether(environment: Environment, walk: Walk): boolean {
  const lx = walk.x.length
  const ly = walk.y.length
  const next = walk.y[walk.j]
  if (walk.yTaken === 0 && next !== undefined && isVararg(next)) walk.yTaken++
  const last = walk.y[ly - 1]
  if (walk.yTaken > 0 && walk.xTaken === 0 && lx + 1 >= ly && last !== undefined && !countIs(environment, last, lx + 1 - ly)) return false
  return lx + walk.xTaken === ly + walk.yTaken || (walk.yTaken > 0 && lx >= (walk.xTaken > 0 ? ly : ly - 1))
}

function compareTails(environment: Environment, walk: Walk, xTail: Tail, yTail: Tail, position: Position): boolean {
  if (xTail.kind === 'unionall') {
    if (countOf(knownCount(environment, yTail)) !== undefined) return false
  } else if (countOf(knownCount(environment, xTail)) === walk.xTaken - 1) {
    // The left is used up: the right has to be, or is set to be.
    if (yTail.kind === 'unionall') return equateCounts(environment, walk, xTail, yTail)
    const count = countOf(knownCount(environment, yTail))
    if (count !== undefined) return count === walk.yTaken - 1
  }
  const x = varargElement(xTail)
  const y = varargElement(yTail)
  // Twice, as there may be several: the diagonal rule needs to see that.
  if (!subtype(environment, x, y, position) || !subtype(environment, x, y, COVARIANT)) return false
  return equateCounts(environment, walk, xTail, yTail)
}

function equateCounts(environment: Environment, walk: Walk, xTail: Tail, yTail: Tail): boolean {
  // The comparison of the elements may have fixed the right length.
  if (xTail.kind === 'unionall' && countOf(knownCount(environment, yTail)) !== undefined) return false
  const x = lessTaken(environment, varargCount(xTail), walk.xTaken)
  const y = lessTaken(environment, varargCount(yTail), walk.yTaken)
  return x !== undefined && y !== undefined && environment.inInvariant(() => equalInvariant(environment, x, y))
}

function lessTaken(environment: Environment, count: Parameter | undefined, taken: number): Parameter | undefined {
  const number = countOf(count)
  return number === undefined || taken === 1 ? count : environment.universe.integer(number - taken + 1)
}

/** A `Vararg` outside of a tuple, as in `Type{Vararg{Int64}}`: covariant in the element, invariant in the count. */
export function subtypeVararg(environment: Environment, x: DataType, y: DataType, position: Position): boolean {
  const [xElement, xCount] = x.parameters
  const [yElement, yCount] = y.parameters
  if (xElement === undefined || xCount === undefined || yElement === undefined || yCount === undefined) return false
  return subtype(environment, xElement, yElement, position) && subtype(environment, xElement, yElement, COVARIANT)
    && environment.inInvariant(() => equalInvariant(environment, xCount, yCount))
}
