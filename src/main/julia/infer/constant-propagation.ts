/**
 * Inferring a call once more with what is known of its arguments beyond their types, where that promises something: the heuristics
 * of Julia 1.5 (`abstract_call_method_with_const_args`).
 */
import type { Match } from '../dispatch/lookup'
import { isPlain, widenConditional, type LatticeElement } from '../lattice/element'
import { isBelow } from '../lattice/order'
import { constantOfType, hasConstInfo, onlyInstance } from '../lattice/type-facts'
import { isSubtype } from '../types/subtype'
import { isTuple } from '../types/type'
import { isTypeValue } from '../values/egal'
import { ArrayValue, StructValue, type JuliaValue } from '../values/value'
import type { CodeMethod, MethodInstance } from '../worlds/method'
import { constantArguments, isForArguments } from './argument-types'
import type { InferenceRun } from './context'
import { baseFunctionName } from './known-functions'
import { InferenceResult, InferenceState } from './state'
import { codeFor, inferFrame } from './typeinf'

/** Not propagated into unless all arguments are constant: it is not worth it. */
const ARITHMETIC = new Set(['+', '-', '*', '==', '!=', '<=', '>=', '<', '>', '<<', '>>'])
/** Tried whatever the callee is: the field's name decides the type. */
const ALWAYS = new Set(['getproperty', 'setproperty!'])

/** undefined if it was not tried or gave nothing. */
export function inferWithConstants(
  frame: InferenceState, returned: LatticeElement, callee: JuliaValue | undefined, args: readonly LatticeElement[], { method, signature, parameters }: Match<CodeMethod>,
): InferenceResult | undefined {
  const { run } = frame
  const count = method.argumentCount - (method.source.code.isVarArg ? 1 : 0)
  if (args.length < count) return undefined
  const plain = args.map((element) => widenConditional(run, element))
  const allConstant = plain.every((element) => element.kind === 'const' || element.kind === 'partialstruct' || constantOfType(run.universe, element) !== undefined)
  if (!plain.some((element) => hasConstInfo(run, element) && isProfitable(run, element)) && !isImprovable(run, returned)) return undefined
  const name = callee === undefined ? undefined : baseFunctionName(run, callee)
  if (count > 1 && isAboutContainer(run, name, args[1])) return undefined
  if (!allConstant && name !== undefined && ARITHMETIC.has(name)) return undefined
  const force = allConstant || (name !== undefined && ALWAYS.has(name))
  const { world } = run.context
  const instance = force ? world.instance(method, signature, parameters) : world.existingInstance(method, signature)
  if (instance === undefined || (!force && !isInlined(run, instance))) return undefined
  return inferInstance(frame, instance, args)
}

function isProfitable(run: InferenceRun, element: LatticeElement): boolean {
  if (element.kind === 'partialstruct') {
    return element.fields.some((field) => constantOfType(run.universe, field) !== undefined || isProfitable(run, field))
  }
  if (element.kind !== 'const') return true
  const { value } = element
  if (typeof value === 'object' && isTypeValue(value)) return true
  return typeof value !== 'string' && !(value instanceof ArrayValue) && !(value instanceof StructValue && value.type.name.typeKind === 'mutable')
}

/** A tuple with a type in it may say which. */
function isImprovable({ universe }: InferenceRun, type: LatticeElement): boolean {
  return type.kind === 'datatype' && isTuple(type) && type.concrete && type.parameters.includes(universe.dataTypeKind)
}

/** An index into an array, or a step of iteration, tells nothing. */
function isAboutContainer(run: InferenceRun, name: string | undefined, container: LatticeElement | undefined): boolean {
  if (container === undefined) return false
  const { universe, core } = run
  if (name === 'getindex' || name === 'setindex!') {
    if (isPlain(container) && container.kind !== 'var' && onlyInstance(run, container) === undefined && isSubtype(universe, container, core.wrapper('AbstractArray') ?? universe.any)) return true
    return isBelow(run, container, core.array)
  }
  if (name !== 'iterate') return false
  return (isPlain(container) && container.kind !== 'var' && onlyInstance(run, container) === undefined) || isBelow(run, container, core.array)
}

/** Its code is put into callers, so that its constants matter to them. */
function isInlined(run: InferenceRun, instance: MethodInstance): boolean {
  if (instance.method?.source.code.inlining === 'inline') return true
  return instance.codeIn(run.age)?.inferred?.inlineable === true
}

function inferInstance(frame: InferenceState, instance: MethodInstance, args: readonly LatticeElement[]): InferenceResult | undefined {
  const { run } = frame
  let result = run.resultsOf(instance).find((known) => isForArguments(run, instance, known.args, args))
  if (result === undefined) {
    const code = codeFor(run, instance)
    if (code === undefined) return undefined
    result = new InferenceResult(instance, constantArguments(run, instance, args))
    const inner = new InferenceState(run, result, code, false)
    inner.limited = true
    inner.parent = frame
    run.addResult(result)
    if (!inferFrame(inner)) return undefined
  }
  if (result.type === undefined) return undefined
  frame.addInstanceEdge(instance)
  return result
}
