/**
 * Splats: `f(xs...)`. What a container gives, element by element, by its type or by simulating `iterate` on it; then the call with
 * these arguments, once for each choice among unions (1.5, `abstract_apply`, `precise_container_type`, `abstract_iteration`).
 */
import { Const, isPlain, widenConst, type LatticeElement } from '../lattice/element'
import { mergeElements } from '../lattice/merge'
import { countUnionSplit, elementOf, hasKnownLength, isVarargElement, rewrapUnionAll, typeSubtract, upperBound } from '../lattice/type-facts'
import type { VariableTable } from '../lattice/variables'
import { isVarargTuple } from '../types/query'
import { isSubtype } from '../types/subtype'
import { isAny, isTuple, isTypeType, unwrapUnionAll, type DataType, type Parameter } from '../types/type'
import { BOTTOM } from '../types/universe'
import { unionMembers } from '../types/union'
import { SimpleVector, StructValue } from '../values/value'
import { inferCall, inferKnownCall } from './calls'
import { inferUnknownCall } from './generic-call'
import type { InferenceState } from './state'

function anyNumber({ run }: InferenceState, element: LatticeElement): Parameter {
  return run.universe.varargOf(widenConst(run, element))
}

/** What a container gives; a `Vararg` at the end for any number more. */
export function elementsOfContainer(frame: InferenceState, iterate: LatticeElement | undefined, container: LatticeElement, table: VariableTable): readonly LatticeElement[] {
  const { run } = frame
  const { universe, core } = run
  if (container.kind === 'partialstruct' && container.type.kind === 'datatype' && isTuple(container.type)) return container.fields
  if (container.kind === 'const') {
    const { value } = container
    const values = value instanceof SimpleVector ? value.elements : value instanceof StructValue && isTuple(value.type) ? value.fields : undefined
    if (values !== undefined) return values.flatMap((element) => (element === undefined ? [] : [new Const(element)]))
  }
  const type = tupleWithin(frame, widenConst(run, container))
  const body = unwrapUnionAll(type)
  if (body.kind === 'union') return elementsOfUnion(frame, body, type)
  if (isSubtype(universe, type, universe.tuple)) return elementsOfTuple(frame, type, body)
  if (type === core.type('SimpleVector') || isAny(type)) return [anyNumber(frame, universe.any)]
  if (isSubtype(universe, type, core.array)) return [anyNumber(frame, elementOfArray(frame, type, body))]
  return simulateIteration(frame, iterate, container, table)
}

/** A named tuple gives what its tuple gives. */
function tupleWithin({ run }: InferenceState, type: Parameter): Parameter {
  const body = unwrapUnionAll(type)
  if (body.kind !== 'datatype' || body.name.role !== 'namedtuple') return type
  return rewrapUnionAll(run.universe, upperBound(body.parameters[1] ?? run.universe.any), type)
}

function elementsOfUnion(frame: InferenceState, union: Parameter, whole: Parameter): readonly LatticeElement[] {
  const { run } = frame
  const unknown = [anyNumber(frame, run.universe.any)]
  const members = unionMembers(union)
  const tuples = members.filter((member): member is DataType => member.kind === 'datatype' && isTuple(member) && hasKnownLength(member))
  const [first] = tuples
  if (first === undefined || tuples.length !== members.length || tuples.some(({ parameters }) => parameters.length !== first.parameters.length)) return unknown
  return first.parameters.map((_, at) => tuples
    .map(({ parameters }) => rewrapUnionAll(run.universe, parameters[at] ?? BOTTOM, whole) as LatticeElement)
    .reduce((all, one) => mergeElements(run, all, one)))
}

function elementsOfTuple(frame: InferenceState, type: Parameter, body: Parameter): readonly LatticeElement[] {
  const { universe } = frame.run
  if (body.kind !== 'datatype' || !isTuple(body)) return [anyNumber(frame, universe.any)]
  const { parameters } = body
  if (type.kind === 'datatype') {
    const [only] = parameters
    return parameters.length === 1 && only !== undefined && isVarargTuple(body) ? [universe.varargOf(elementOf(universe, only))] : parameters
  }
  return parameters.map((parameter) => {
    const element = rewrapUnionAll(universe, elementOf(universe, parameter), type)
    return isVarargElement(parameter) ? universe.varargOf(element) : element
  })
}

/** `eltype` of an array type. */
function elementOfArray({ run }: InferenceState, type: Parameter, body: Parameter): Parameter {
  const element = body.kind === 'datatype' ? body.parameters[0] : undefined
  if (element === undefined) return run.universe.any
  return rewrapUnionAll(run.universe, upperBound(element), type)
}

/** Calls `iterate` as a loop would, until the state repeats itself. */
function simulateIteration(frame: InferenceState, given: LatticeElement | undefined, container: LatticeElement, table: VariableTable): readonly LatticeElement[] {
  const { run } = frame
  const { universe, core } = run
  const unknown = [anyNumber(frame, universe.any)]
  const inBase = run.context.base()?.get('iterate')
  const iterate = given ?? (inBase === undefined ? undefined : new Const(inBase))
  if (inBase === undefined || iterate?.kind !== 'const') return unknown
  const step = (state?: Parameter) => widenConst(run, inferKnownCall(frame, iterate.value, undefined, state === undefined ? [iterate, container] : [iterate, container, state], table))
  let next = step()
  if (next.kind === 'bottom') return [BOTTOM]
  const found: LatticeElement[] = []
  let value: LatticeElement = BOTTOM
  let state: Parameter = BOTTOM
  const { maxTupleSplat } = run.context.rules.inference
  while (!isSubtype(universe, core.nothingType, next) && found.length < maxTupleSplat) {
    const pair = pairOf(next)
    if (pair === undefined) break
    if (isSubtype(universe, pair[1], state)) return [BOTTOM]
    ;[value, state] = pair
    found.push(value)
    next = step(state)
  }
  if (next === core.nothingType) return found
  while (!(isPlain(value) && isAny(value))) {
    const pair = pairOf(typeSubtract(universe, next, core.nothingType))
    if (pair === undefined) {
      value = universe.any
      break
    }
    if (isSubtype(universe, pair[0], widenConst(run, value)) && isSubtype(universe, pair[1], state)) break
    value = mergeElements(run, value, pair[0])
    state = widenConst(run, mergeElements(run, state, pair[1]))
    next = step(state)
  }
  return [...found, anyNumber(frame, value)]
}

function pairOf(type: Parameter): readonly [value: Parameter, state: Parameter] | undefined {
  if (type.kind !== 'datatype' || !isTuple(type) || isVarargTuple(type) || type.parameters.length !== 2) return undefined
  const [value, state] = type.parameters
  return value === undefined || state === undefined ? undefined : [value, state]
}

/** `applied(containers...)`. */
export function inferApply(
  frame: InferenceState, iterate: LatticeElement | undefined, applied: LatticeElement, containers: readonly LatticeElement[], table: VariableTable, maxMethods?: number,
): LatticeElement {
  const { run } = frame
  if (!mayApply(frame, applied)) return inferUnknownCall(frame)
  const count = countUnionSplit(containers)
  const split = count > 1 && count <= run.context.rules.inference.maxApplyUnionEnum
  let calls: (readonly LatticeElement[])[] = [[applied]]
  for (const container of containers) {
    const extended: (readonly LatticeElement[])[] = []
    for (const choice of split && container.kind === 'union' ? unionMembers(container) : [container]) {
      const elements = elementsOfArgument(frame, iterate, choice, table)
      if (elements.some(({ kind }) => kind === 'bottom')) continue
      for (const call of calls) extended.push(joined(frame, call, elements))
    }
    calls = extended
  }
  let result: LatticeElement = BOTTOM
  for (const call of calls) {
    const args = cutAtVararg(frame, call)
    frame.applyInfo[frame.current] = { argumentTypes: args }
    result = mergeElements(run, result, inferCall(frame, undefined, args, table, maxMethods))
    if (isPlain(result) && isAny(result)) break
  }
  return result
}

function mayApply({ run }: InferenceState, applied: LatticeElement): boolean {
  if (applied.kind === 'const') return true
  const type = widenConst(run, applied)
  if (isTypeType(type) && !type.open) return true
  return type.kind === 'datatype' && type.concrete && !isSubtype(run.universe, type, run.core.type('Builtin'))
}

/** A repeated container gives all its elements in any order. */
function elementsOfArgument(frame: InferenceState, iterate: LatticeElement | undefined, container: LatticeElement, table: VariableTable): readonly LatticeElement[] {
  const { run } = frame
  if (!isVarargElement(container)) return elementsOfContainer(frame, iterate, container, table)
  const elements = elementsOfContainer(frame, iterate, elementOf(run.universe, container as Parameter), table)
  if (elements.length === 0) return [anyNumber(frame, BOTTOM)]
  const plain = elements.map((element) => (isVarargElement(element) ? elementOf(run.universe, element as Parameter) : element))
  return [anyNumber(frame, plain.reduceRight((all, element) => mergeElements(run, all, element)))]
}

function joined(frame: InferenceState, call: readonly LatticeElement[], elements: readonly LatticeElement[]): readonly LatticeElement[] {
  const last = call.at(-1)
  if (last === undefined || !isVarargElement(last)) return [...call, ...elements]
  return [...call.slice(0, -1), tail(frame, elementOf(frame.run.universe, last as Parameter), elements)]
}

/** A `Vararg` of all these. */
function tail(frame: InferenceState, start: LatticeElement, elements: readonly LatticeElement[]): Parameter {
  const { run } = frame
  return anyNumber(frame, elements.reduce<LatticeElement>(
    (all, element) => mergeElements(run, all, isVarargElement(element) ? upperBound(elementOf(run.universe, element as Parameter)) : element), start))
}

function cutAtVararg(frame: InferenceState, call: readonly LatticeElement[]): readonly LatticeElement[] {
  const at = call.findIndex((element, index) => index < call.length - 1 && isVarargElement(element))
  return at < 0 ? call : [...call.slice(0, at), tail(frame, elementOf(frame.run.universe, call[at] as Parameter), call.slice(at + 1))]
}
