/**
 * Above two types: `typejoin`, the narrowest declared type above both, and the widening of unions that inference uses when
 * paths meet (`tmerge` on types, `issimpleenoughtype`). What inference adds to types (constants, conditionals) is not known
 * here. Compare Julia 1.5's base/promotion.jl and base/compiler/typelimits.jl.
 */
import { ancestorNamed, applyType, rewrap, supertypeOf, tupleOf, where } from './instantiate'
import { isConcreteType, isVarargTuple, lastRepetition, varargElement, varargLength } from './query'
import { isSubtype, typesEqual } from './subtype'
import { isAny, isTuple, isType, isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter, type TypeVar } from './type'
import { BOTTOM, type TypeUniverse } from './universe'
import { unionMembers, unionOf } from './union'

/** `typejoin(a, b)`. */
export function typeJoin(universe: TypeUniverse, a: Parameter, b: Parameter): Parameter {
  if (a.kind === 'var') return typeJoin(universe, a.upper, b)
  if (b.kind === 'var') return typeJoin(universe, a, b.upper)
  if (isSubtype(universe, a, b)) return b
  if (isSubtype(universe, b, a)) return a
  if (a.kind === 'unionall') return where(universe, a.variable, typeJoin(universe, a.body, b))
  if (b.kind === 'unionall') return where(universe, b.variable, typeJoin(universe, a, b.body))
  if (a.kind === 'union') return typeJoin(universe, typeJoin(universe, a.a, a.b), b)
  if (b.kind === 'union') return typeJoin(universe, a, typeJoin(universe, b.a, b.b))
  if (a.kind !== 'datatype' || b.kind !== 'datatype') return universe.any
  if (isTuple(a) || isTuple(b)) return isTuple(a) && isTuple(b) ? joinTuples(universe, a, b) : universe.any
  for (let above = b; !isAny(above); above = supertypeOf(universe, above)) {
    if (!isSubtype(universe, a, above.name.wrapper)) continue
    const named = ancestorNamed(universe, a, above)
    if (named !== undefined) return joinParameters(universe, named, above)
  }
  return universe.any
}

/** The common type with the parameters on which both agree; the others stay open. */
function joinParameters(universe: TypeUniverse, a: DataType, b: DataType): Parameter {
  if (isTypeType(a) && [a, b].some(({ parameters: [only] }) => only?.kind === 'var' && only.lower.kind === 'bottom' && isAny(only.upper))) return universe.type
  const open: TypeVar[] = []
  const parameters = a.name.variables.map((variable, at) => {
    const [x, y] = [a.parameters[at], b.parameters[at]]
    if (x !== undefined && y !== undefined && (x === y || (isType(x) && isType(y) && typesEqual(universe, x, y)))) return x
    open.push(variable)
    return variable
  })
  const joined = applyType(universe, a.name.wrapper, parameters)
  return open.reduceRight((body, variable) => where(universe, variable, body), joined)
}

/** How many elements there are at least, and whether just as many. */
function lengthOf(tuple: DataType): { readonly length: number, readonly exact: boolean } {
  const last = tuple.parameters.at(-1)
  if (last === undefined || !isVararg(last)) return { length: tuple.parameters.length, exact: true }
  const counted = lastRepetition(tuple) === 'counted'
  return { length: tuple.parameters.length + (counted ? varargLength(last) - 1 : 0), exact: counted }
}

function joinTail(universe: TypeUniverse, elements: readonly Parameter[], from: number): Parameter {
  const last = elements.at(-1)
  if (from >= elements.length) return last === undefined ? BOTTOM : varargElement(last)
  return elements.slice(from).reduce<Parameter>((joined, element) => typeJoin(universe, joined, varargElement(element)), BOTTOM)
}

function joinTuples(universe: TypeUniverse, a: DataType, b: DataType): Parameter {
  const [shorter, longer] = lengthOf(a).length <= lengthOf(b).length ? [a, b] : [b, a]
  if (shorter.parameters.length === 0) return tupleOf(universe, [universe.varargOf(joinTail(universe, longer.parameters, 0))])
  const { length, exact } = lengthOf(shorter)
  const last = shorter.parameters.at(-1)
  const sameLength = length === lengthOf(longer).length
  const repeats = last !== undefined && isVararg(last) && !exact
  const fixed = sameLength ? length : repeats ? length - 1 : length
  const elements: Parameter[] = []
  for (let at = 0; at < fixed; at++) {
    const x = a.parameters[Math.min(at, a.parameters.length - 1)] ?? BOTTOM
    const y = b.parameters[Math.min(at, b.parameters.length - 1)] ?? BOTTOM
    const joined = typeJoin(universe, varargElement(x), varargElement(y))
    elements.push(sameLength && at === fixed - 1 && (isVararg(x) || isVararg(y)) ? universe.varargOf(joined) : joined)
  }
  if (!sameLength) {
    const tail = joinTail(universe, longer.parameters, fixed)
    elements.push(universe.varargOf(repeats ? typeJoin(universe, varargElement(last), tail) : tail))
  }
  return tupleOf(universe, elements)
}

/** How large unions may grow before inference widens them. */
export interface UnionLimits {
  /** Members of one union. */
  readonly length: number
  /** Unions within one another and within tuples. */
  readonly complexity: number
}

function unionLength(type: Parameter): number {
  return type.kind === 'union' ? unionLength(type.a) + unionLength(type.b) : 1
}

function unionComplexity(type: Parameter): number {
  switch (type.kind) {
    case 'union':
      return unionComplexity(type.a) + unionComplexity(type.b) + 1
    case 'unionall':
      return Math.max(unionComplexity(type.body), unionComplexity(type.variable.upper))
    case 'datatype':
      return isTuple(type) || isVararg(type) ? Math.max(0, ...type.parameters.map(unionComplexity)) : 0
    default:
      return 0
  }
}

/** `issimpleenoughtype`: may be kept as it is. */
export function isSimpleUnion(type: Parameter, limits: UnionLimits): boolean {
  return unionLength(type) <= limits.length && unionComplexity(type) <= limits.complexity
}

/** `tmerge` of two types: a type above both that does not grow without end when merged again and again. */
export function mergeTypes(universe: TypeUniverse, a: Parameter, b: Parameter, limits: UnionLimits): Parameter {
  if (a.kind === 'bottom') return b
  if (b.kind === 'bottom') return a
  const below = isSubtype(universe, a, b)
  if (below && isSimpleUnion(b, limits)) return b
  const above = isSubtype(universe, b, a)
  if (above && (below || isSimpleUnion(a, limits))) return a
  if ([a, b].every((type) => isConcreteType(type) || (isTypeType(type) && type.parameters[0]?.kind !== 'var'))) return unionOf(universe, [a, b])
  const members = [...unionMembers(a), ...unionMembers(b)]
  const bodies = members.map(unwrapUnionAll)
  if (bodies.some((body, at) => body.kind !== 'datatype' || !isSubtype(universe, members[at] ?? body, body.name.wrapper))) return universe.any
  const widened = widenSameNames(universe, members, limits)
  const union = unionOf(universe, widened)
  if (isSimpleUnion(union, limits)) return union
  const tuple = widened.findIndex((member) => isTuple(unwrapUnionAll(member)))
  if (tuple < 0) return universe.any
  const wider = unionOf(universe, widened.with(tuple, anyTupleLike(universe, unwrapUnionAll(widened[tuple] ?? BOTTOM))))
  return isSimpleUnion(wider, limits) ? wider : universe.any
}

/** Of members with one name the wider one, or the whole parametric type, or a tuple of unions. */
function widenSameNames(universe: TypeUniverse, members: readonly Parameter[], limits: UnionLimits): Parameter[] {
  const widened = [...members]
  for (let i = 0; i < widened.length; i++) {
    for (let j = i + 1; j < widened.length; j++) {
      const [x, y] = [widened[i] ?? BOTTOM, widened[j] ?? BOTTOM]
      const [xBody, yBody] = [unwrapUnionAll(x), unwrapUnionAll(y)]
      if (xBody.kind !== 'datatype' || yBody.kind !== 'datatype' || xBody.name !== yBody.name) continue
      if (isSubtype(universe, y, x) && !isSubtype(universe, x, y)) {
        widened[j] = BOTTOM
        continue
      }
      if (!isSubtype(universe, x, y)) {
        widened[j] = isTuple(xBody) && isTuple(yBody)
          ? rewrap(universe, rewrap(universe, tupleOfUnions(universe, xBody, yBody, limits), x), y)
          : xBody.name.wrapper
      }
      widened[i] = BOTTOM
      break
    }
  }
  return widened
}

function simpleUnion(universe: TypeUniverse, a: Parameter, b: Parameter, limits: UnionLimits): Parameter {
  const union = unionOf(universe, [a, b])
  return isSimpleUnion(union, limits) ? union : universe.any
}

function tupleOfUnions(universe: TypeUniverse, a: DataType, b: DataType, limits: UnionLimits): DataType {
  const together = a.parameters.length === b.parameters.length && !isVarargTuple(a) && !isVarargTuple(b)
  if (together) return tupleOf(universe, a.parameters.map((element, at) => simpleUnion(universe, element, b.parameters[at] ?? element, limits)))
  const tail = [...a.parameters, ...b.parameters].reduce<Parameter>((joined, element) => widenTail(universe, joined, varargElement(element)), BOTTOM)
  return isAny(tail) ? universe.tuple : tupleOf(universe, [universe.varargOf(tail)])
}

/** One element type for both: the wider one, if need be of the whole parametric types; else `Any`. */
function widenTail(universe: TypeUniverse, tail: Parameter, element: Parameter): Parameter {
  if (isAny(tail)) return tail
  let type = element
  while (type.kind === 'var') type = type.upper
  if (isSubtype(universe, type, tail)) return tail
  if (isSubtype(universe, tail, type)) return type
  const wide = wholeType(universe, tail)
  if (wide === undefined) return universe.any
  if (isSubtype(universe, type, wide)) return wide
  const other = wholeType(universe, type)
  return other !== undefined && isSubtype(universe, wide, other) ? other : universe.any
}

/** The parametric type that this is an instance of. */
function wholeType(universe: TypeUniverse, type: Parameter): Parameter | undefined {
  const body = unwrapUnionAll(type)
  return body.kind === 'datatype' && isSubtype(universe, type, body.name.wrapper) ? body.name.wrapper : undefined
}

function anyTupleLike(universe: TypeUniverse, tuple: Parameter): DataType {
  return isTuple(tuple) && !isVarargTuple(tuple) ? tupleOf(universe, tuple.parameters.map(() => universe.any)) : universe.tuple
}
