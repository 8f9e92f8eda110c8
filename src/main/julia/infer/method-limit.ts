/**
 * How many methods a call may match before inference gives up on it: what its function says, then the module of the code that calls,
 * then the version's own number (julia-semantics e.1; julia#43370, julia#44426). Which of them are asked is data of the version.
 */
import { unwrapUnionAll, type Parameter } from '../types/type'
import type { InferenceState } from './state'

/** `callee`: the type of the function if it is known which one is called. */
export function methodLimit({ run, module }: InferenceState, callee: Parameter | undefined): number {
  const { maxMethods, maxMethodsPerFunction, maxMethodsPerModule } = run.context.rules.inference
  const type = callee === undefined ? undefined : unwrapUnionAll(callee)
  const ofFunction = maxMethodsPerFunction && type?.kind === 'datatype' ? type.name.maxMethods : 0
  if (ofFunction > 0) return ofFunction
  return (maxMethodsPerModule ? module.methodLimit : undefined) ?? maxMethods
}
