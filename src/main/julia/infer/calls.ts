/**
 * Calls of what is known to be called: builtins, functions that inference knows by name, and all others by their methods. Here
 * comparisons turn into `Conditional`s, so that branches know more about variables (1.5, `abstract_call_known`).
 */
import type { Operand } from '../ir/statement'
import { Conditional, Const, constBool, isPlain, knownBool, widenConst, type LatticeElement } from '../lattice/element'
import { mergeElements } from '../lattice/merge'
import { isBelow } from '../lattice/order'
import { constantOfType, elementOf, isVarargElement, onlyInstance, typeSubtract } from '../lattice/type-facts'
import type { VariableTable } from '../lattice/variables'
import { tupleOf } from '../types/instantiate'
import { typeIntersect } from '../types/intersect'
import { isSubtype } from '../types/subtype'
import { isTypeType, type Parameter } from '../types/type'
import { BOTTOM } from '../types/universe'
import { valueOf } from '../values/parameter'
import { IntrinsicFunction, SimpleVector, type JuliaValue } from '../values/value'
import { argumentAt, argumentsFrom } from './argument-types'
import { inferApply, elementsOfContainer } from './apply'
import { inferBuiltin } from './builtins'
import { callPure } from './pure'
import { inferGenericCall, inferUnknownCall } from './generic-call'
import { baseFunctionName, coreFunctionName, isReturnType } from './known-functions'
import { inferReturnType } from './return-type'
import type { InferenceState } from './state'
import { inferTypeVar, inferUnionAll } from './tfuncs/apply-type'
import { instancesOf } from './tfuncs/type-arguments'

/** A call; `args[0]` is what is called, `operands` say where the arguments came from. */
export function inferCall(
  frame: InferenceState, operands: readonly Operand[] | undefined, args: readonly LatticeElement[], table: VariableTable, maxMethods?: number,
): LatticeElement {
  const { run } = frame
  const [callee] = args
  if (callee === undefined) return BOTTOM
  const known = calledValue(frame, callee)
  if (known !== undefined) return inferKnownCall(frame, known, operands, args, table, maxMethods)
  const { universe, core } = run
  if (typeIntersect(universe, widenConst(run, callee), core.type('Builtin')).kind !== 'bottom') return inferUnknownCall(frame)
  return inferGenericCall(frame, undefined, args, signatureOf(frame, args), maxMethods)
}

function calledValue({ run }: InferenceState, callee: LatticeElement): JuliaValue | undefined {
  if (callee.kind === 'const') return callee.value
  const about = constantOfType(run.universe, callee)
  return about === undefined ? onlyInstance(run, callee) : valueOf(run.core, about)
}

function signatureOf({ run }: InferenceState, args: readonly LatticeElement[]): Parameter {
  return tupleOf(run.universe, args.map((element) => widenConst(run, element)))
}

export function inferKnownCall(
  frame: InferenceState, callee: JuliaValue, operands: readonly Operand[] | undefined, args: readonly LatticeElement[], table: VariableTable, maxMethods?: number,
): LatticeElement {
  const { run } = frame
  const builtin = builtinName(frame, callee)
  if (builtin !== undefined && builtin !== 'kwfunc') return inferBuiltinCall(frame, callee, builtin, operands, args, table, maxMethods)
  const special = specialCall(frame, callee, operands, args, table)
  if (special !== undefined) return special
  const limit = maxMethods !== Infinity && baseFunctionName(run, callee) === 'copyto!' ? 1 : maxMethods
  return inferGenericCall(frame, callee, args, signatureOf(frame, args), limit)
}

function builtinName({ run }: InferenceState, callee: JuliaValue): string | undefined {
  if (callee instanceof IntrinsicFunction) return callee.name
  const type = run.core.typeOf(callee)
  return isSubtype(run.universe, type, run.core.type('Builtin')) ? run.universe.functionName(type) : undefined
}

/** The variable that an operand is read from, if it was not assigned since. */
function slotOf(frame: InferenceState, operand: Operand | undefined): number | undefined {
  const { code } = frame.code
  let from = frame.current
  let at = operand
  while (at?.kind === 'ssa') {
    from = at.id
    const statement = code[from]
    at = statement?.kind === 'ssa' || statement?.kind === 'slot' ? statement : undefined
  }
  if (at?.kind !== 'slot') return undefined
  for (let i = from; i < frame.current; i++) {
    const statement = code[i]
    if (statement?.kind === 'assign' && statement.slot === at.id) return undefined
  }
  return at.id
}

function inferBuiltinCall(
  frame: InferenceState, callee: JuliaValue, name: string, operands: readonly Operand[] | undefined, args: readonly LatticeElement[], table: VariableTable, maxMethods?: number,
): LatticeElement {
  const { run } = frame
  if (name === '_apply_iterate' || name === '_apply') {
    const first = name === '_apply' ? 1 : 2
    const [iterate, applied] = [argumentAt(run, args, 1), argumentAt(run, args, first)]
    if (iterate === undefined || applied === undefined) return BOTTOM
    return inferApply(frame, name === '_apply' ? undefined : iterate, applied, argumentsFrom(args, first + 1), table, maxMethods)
  }
  const [, first, second, third] = args
  if (name === 'ifelse' && operands !== undefined && args.length === 4 && first?.kind === 'conditional' && second !== undefined && third !== undefined) {
    const narrowed = (value: LatticeElement, operand: Operand | undefined, to: LatticeElement) =>
      (slotOf(frame, operand) === first.slot ? typeIntersect(run.universe, widenConst(run, value), widenConst(run, to)) : value)
    return mergeElements(run, narrowed(second, operands[2], first.whenTrue), narrowed(third, operands[3], first.whenFalse))
  }
  const result = inferBuiltin(frame, callee, name, args.slice(1))
  const refined = operands === undefined ? undefined : refineBuiltin(frame, name, operands, args, result, table)
  const final = refined ?? result
  return final.kind === 'var' ? final.upper : final
}

/** What a comparison tells about a variable beyond its result. */
function refineBuiltin(
  frame: InferenceState, name: string, operands: readonly Operand[], args: readonly LatticeElement[], result: LatticeElement, table: VariableTable,
): LatticeElement | undefined {
  const { run } = frame
  const [, first, second] = args
  if (first === undefined) return undefined
  if (name === 'getfield' && second?.kind === 'const' && args.length === 3 && typeof second.value === 'bigint' && isBelow(run, first, run.universe.tuple)) {
    const elements = elementsOfContainer(frame, undefined, first, table)
    const element = elements[Number(second.value) - 1]
    return element !== undefined && isVarargElement(element) ? elementOf(run.universe, element as Parameter) : element
  }
  const value = result.kind === 'const' && typeof result.value === 'boolean' ? result.value : undefined
  if (value === undefined && result !== run.core.bool) {
    return undefined
  }
  switch (name) {
    case 'isa':
      return second === undefined ? undefined : refineIsA(frame, slotOf(frame, operands[1]), first, second, value)
    case '===':
      return second === undefined ? undefined : refineEgal(frame, slotOf(frame, operands[1]), slotOf(frame, operands[2]), first, second, value)
    case 'not_int':
      if (first.kind !== 'conditional') return undefined
      return new Conditional(first.slot, value === false ? BOTTOM : first.whenFalse, value === true ? BOTTOM : first.whenTrue)
    default:
      return undefined
  }
}

function refineIsA(frame: InferenceState, slot: number | undefined, given: LatticeElement, about: LatticeElement, value: boolean | undefined): LatticeElement | undefined {
  if (slot === undefined) return undefined
  const { run } = frame
  const type = widenConst(run, given)
  if (value !== undefined) return new Conditional(slot, value ? type : BOTTOM, value ? BOTTOM : type)
  const { type: wanted, exact } = instancesOf(run, about)
  if (!exact || wanted.kind === 'var' || wanted.open) return undefined
  return new Conditional(slot, typeIntersect(run.universe, type, wanted), typeSubtract(run.universe, type, wanted))
}

function refineEgal(
  frame: InferenceState, a: number | undefined, b: number | undefined, first: LatticeElement, second: LatticeElement, value: boolean | undefined,
): LatticeElement | undefined {
  if (first.kind === 'const' && b !== undefined) return comparedToConst(frame, b, first, second, value)
  if (second.kind === 'const' && a !== undefined) return comparedToConst(frame, a, second, first, value)
  if (b !== undefined) return new Conditional(b, second, second)
  return a === undefined ? undefined : new Conditional(a, first, first)
}

/** The variable is the constant, or else what it was before without the constant if that is the only value of its type. */
function comparedToConst({ run }: InferenceState, slot: number, constant: Const, other: LatticeElement, value: boolean | undefined): Conditional {
  if (value === false) return new Conditional(slot, BOTTOM, other)
  if (value === true) return new Conditional(slot, constant, BOTTOM)
  const type = run.core.typeOf(constant.value)
  const rest = isPlain(other) && other.kind !== 'var' && onlyInstance(run, type) !== undefined ? typeSubtract(run.universe, other, type) : other
  return new Conditional(slot, constant, rest)
}

/** Functions of Core and Base that inference knows. undefined: nothing special about this call. */
function specialCall(
  frame: InferenceState, callee: JuliaValue, operands: readonly Operand[] | undefined, args: readonly LatticeElement[], table: VariableTable,
): LatticeElement | undefined {
  const { run } = frame
  const { universe, core } = run
  const [, first, second, third] = args
  if (callee === core.type('TypeVar')) {
    if (first === undefined || args.length > 4) return BOTTOM
    const nothingBelow = new Const(BOTTOM)
    const anything = new Const(universe.any)
    if (args.length === 4 && second !== undefined && third !== undefined) return inferTypeVar(run, first, second, third)
    return inferTypeVar(run, first, nothingBelow, second ?? anything)
  }
  if (callee === universe.unionAllKind) return first !== undefined && second !== undefined && args.length === 3 ? inferUnionAll(run, first, second) : universe.any
  if (callee === universe.tuple && first !== undefined && args.length === 2) {
    const type = widenConst(run, first)
    if (type.kind !== 'datatype' || !type.concrete) return universe.tuple
    return undefined
  }
  const inCore = coreFunctionName(run, callee)
  if (inCore === 'kwfunc') {
    const sorter = first === undefined || args.length !== 2 ? undefined : run.context.keywordSorter?.(first)
    return sorter === undefined ? universe.any : new Const(sorter)
  }
  if (isReturnType(run, callee)) return inferReturnType(frame, args, table) ?? universe.type
  const name = baseFunctionName(run, callee)
  return name === undefined ? undefined : baseCall(frame, callee, name, operands, args, table)
}

function baseCall(
  frame: InferenceState, callee: JuliaValue, name: string, operands: readonly Operand[] | undefined, args: readonly LatticeElement[], table: VariableTable,
): LatticeElement | undefined {
  const { run } = frame
  const { universe, core } = run
  const [itself, first, second] = args
  if (itself === undefined || first === undefined) return undefined
  const pair = args.length === 3 && second !== undefined
  switch (name) {
    case '!':
      if (args.length !== 2 || first.kind !== 'conditional') return undefined
      inferGenericCall(frame, callee, [itself, core.bool], tupleOf(universe, [core.typeOf(callee), core.bool]))
      return new Conditional(first.slot, first.whenFalse, first.whenTrue)
    case '!==': {
      const egal = pair ? run.context.coreModule.get('===') : undefined
      if (egal === undefined) return undefined
      const result = inferKnownCall(frame, egal, operands, args, table)
      if (result.kind === 'conditional') return new Conditional(result.slot, result.whenFalse, result.whenTrue)
      return result.kind === 'const' ? constBool(knownBool(result) === false) : result
    }
    case '>:': {
      const below = pair ? run.context.coreModule.get('<:') : undefined
      if (below === undefined || !pair) return undefined
      return inferKnownCall(frame, below, undefined, [core.typeOf(below), second, first], table)
    }
    case 'length':
      return args.length === 2 && first.kind === 'const' && first.value instanceof SimpleVector ? new Const(BigInt(first.value.elements.length)) : undefined
    case 'getindex': {
      if (!pair || first.kind !== 'const' || !(first.value instanceof SimpleVector) || second.kind !== 'const' || typeof second.value !== 'bigint') return undefined
      const element = first.value.elements[Number(second.value) - 1]
      return element === undefined ? undefined : new Const(element)
    }
    case 'typename':
      return args.length === 2 ? typeNameOf(frame, callee, first) : undefined
    case 'typejoin':
      return pair ? (callPure(frame, callee, args) ?? universe.type) : undefined
    default:
      return undefined
  }
}

/** `Base.typename` of a type that is known: the same for all types of one name. */
function typeNameOf(frame: InferenceState, callee: JuliaValue, about: LatticeElement): LatticeElement {
  const { run } = frame
  const general = run.core.type('TypeName')
  if (about.kind === 'const') return callPure(frame, callee, [new Const(callee), about]) ?? BOTTOM
  const type = widenConst(run, about)
  if (!isTypeType(type)) return general
  const [inner] = type.parameters
  if (inner?.kind !== 'datatype') return general
  return callPure(frame, callee, [new Const(callee), new Const(inner.name.wrapper)]) ?? general
}

