/**
 * One method for one signature. Before it is inferred, recursion is looked for up the stack: where the same method is on it already,
 * the signature may not grow more complex from round to round (1.5, `abstract_call_method`).
 */
import type { LatticeElement } from '../lattice/element'
import { limitTypeSize } from '../lattice/limit'
import { typeIntersect } from '../types/intersect'
import { solveSubtype, typesEqual } from '../types/subtype'
import { unwrapUnionAll, type Parameter } from '../types/type'
import type { CodeMethod, MethodInstance } from '../worlds/method'
import { poisonCallers } from './cycles'
import type { InferenceState } from './state'
import { inferEdge } from './typeinf'

export interface MethodCall {
  readonly type: LatticeElement
  /** The result is not final: the callee is one of the callers. */
  readonly cycle: boolean
  /** undefined if there is no result that the caller could rely on. */
  readonly instance: MethodInstance | undefined
  readonly effectsKnown: boolean
}

export function inferMethod(frame: InferenceState, method: CodeMethod, signature: Parameter, parameters: readonly Parameter[], hardLimit: boolean): MethodCall {
  const { run } = frame
  const unknown = { type: run.universe.any, instance: undefined, effectsKnown: false }
  if (method.source.name === 'depwarn' && method.source.module === run.context.base()) return { ...unknown, cycle: false }
  const repeated = findRepeated(frame, method, signature, hardLimit)
  let [limited, known, cycle] = [signature, parameters, repeated !== undefined]
  // A result that nobody uses does not close a cycle of inference.
  if (repeated === 'same' && frame.isResultUnused()) return { ...unknown, cycle }
  if (repeated !== undefined && repeated !== 'same') {
    limited = limitSignature(frame, method, signature, hardLimit)
    if (limited !== signature) {
      if (frame.isResultUnused()) return { ...unknown, cycle: true }
      poisonCallers(frame, repeated, true)
      known = []
    }
  }
  if (known.length === 0 && method.signature.kind === 'unionall') {
    known = solveSubtype(run.universe, typeIntersect(run.universe, limited, method.signature), method.signature) ?? []
  }
  const { type, instance, effectsKnown } = inferEdge(frame, method, limited, known)
  cycle ||= instance === undefined
  return { type, cycle, instance, effectsKnown }
}

/** The last caller that runs the same method (in just these types: `same`), if the recursion has to be limited. */
function findRepeated(frame: InferenceState, method: CodeMethod, signature: Parameter, hardLimit: boolean): InferenceState | 'same' | undefined {
  const own = frame.instance.method
  let topmost: InferenceState | undefined
  let inCycle = 0
  for (let at: InferenceState | undefined = frame; at !== undefined;) {
    if (at.instance.method === method) {
      if (typesEqual(frame.run.universe, at.instance.specTypes, signature)) return 'same'
      if (topmost === undefined && (hardLimit || isCalledAgain(at, own))) topmost = at
    }
    const next: InferenceState | undefined = at.cycle[inCycle]
    if (next !== undefined) {
      inCycle++
      at = next
    } else {
      inCycle = 0
      at = at.parent
    }
  }
  return topmost
}

/** Whether the call that began this frame came from the method that calls now: the same edge again. */
function isCalledAgain(callee: InferenceState, caller: CodeMethod | undefined): boolean {
  if (callee.cycle.some(({ instance }) => instance.method === caller)) return true
  const { parent } = callee
  return parent !== undefined && (parent.cached || parent.limited) && parent.instance.method === caller
}

function limitSignature({ run, instance }: InferenceState, method: CodeMethod, signature: Parameter, hardLimit: boolean): Parameter {
  const lengthOf = (type: Parameter) => {
    const tuple = unwrapUnionAll(type)
    return tuple.kind === 'datatype' ? tuple.parameters.length : 0
  }
  const direct = method === instance.method
  // Direct recursion may take its arguments apart.
  const comparison = direct ? instance.specTypes : method.signature
  const tupleLength = Math.max(lengthOf(method.signature) + 1, direct ? lengthOf(comparison) : 0)
  return limitTypeSize(run.universe, signature, comparison, hardLimit ? comparison : instance.specTypes, {
    tupleDepth: run.context.rules.inference.tupleComplexityLimitDepth,
    tupleLength,
    unions: run.unions,
  })
}
