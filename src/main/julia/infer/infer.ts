/** Inference from outside: the code of an instance in a world, and the types that calls return (`Base.return_types`). */
import type { Match } from '../dispatch/lookup'
import type { OptimizedCode } from '../ir/statement'
import { unwrapUnionAll, type Parameter } from '../types/type'
import { BOTTOM } from '../types/universe'
import type { CodeInstance, CodeMethod, MethodInstance } from '../worlds/method'
import { InferenceRun, type InferenceContext } from './context'
import type { InferenceState } from './state'
import { beginFrame, inferFrame } from './typeinf'

/** Comparisons of types that one question may take. */
const BUDGET = 1_000_000

function within<T>({ core }: InferenceContext, ask: () => T): T {
  const { budget } = core.universe
  const { limit } = budget
  budget.limit = Math.min(limit, BUDGET)
  try {
    return ask()
  } finally {
    budget.limit = limit
  }
}

/**
 * The code of an instance that holds in a world: stored, or inferred now, with what it calls. undefined if there is no lowered code.
 * Code that is only ever called through others is not kept: `inferred` is there if the instance can be called as it is.
 */
export function infer(instance: MethodInstance, world: number, context: InferenceContext): CodeInstance | undefined {
  const known = instance.codeIn(world)
  if (known !== undefined) return known
  const frame = inferFrameOf(instance, world, context)
  return frame === undefined ? undefined : instance.codeIn(world)
}

/** Infers anew, whatever is stored: for who wants to see types of statements, or code that was not kept. */
export function inferFrameOf(instance: MethodInstance, world: number, context: InferenceContext): InferenceState | undefined {
  return within(context, () => {
    const frame = beginFrame(new InferenceRun(context, world), instance)
    if (frame !== undefined) inferFrame(frame)
    return frame
  })
}

/** Optimised code of an instance, also if it is not kept there. */
export function optimizedCode(instance: MethodInstance, world: number, context: InferenceContext): OptimizedCode | undefined {
  return instance.codeIn(world)?.inferred ?? inferFrameOf(instance, world, context)?.result.optimized
}

/** What calls with a signature `Tuple{typeof(f), ...}` return, for each method that they may reach; `Any` if its code is not known. */
export function inferReturnTypes(signature: Parameter, world: number, context: InferenceContext): Parameter[] {
  const { matches = [] } = within(context, () => context.world.lookup(signature, world))
  return matches.map((match) => returnTypeOf(match, world, context))
}

function returnTypeOf({ method, signature, parameters }: Match<CodeMethod>, world: number, context: InferenceContext): Parameter {
  const tuple = unwrapUnionAll(signature)
  if (tuple.kind === 'datatype' && tuple.parameters.some(({ kind }) => kind === 'bottom')) return BOTTOM
  const instance = context.world.instance(method, signature, parameters)
  return infer(instance, world, context)?.returnType ?? context.core.universe.any
}
