/** Calls of `@pure` functions with constant arguments: evaluated at once (1.5, `pure_eval_call`). */
import { Const, widenConditional, type LatticeElement } from '../lattice/element'
import type { JuliaValue } from '../values/value'
import { constantValue } from './constants'
import type { InferenceState } from './state'

/** undefined if some argument is not known or the call throws. `args[0]` is the callee. */
export function callPure({ run }: InferenceState, callee: JuliaValue, args: readonly LatticeElement[]): Const | undefined {
  const values: JuliaValue[] = []
  for (const element of args.slice(1)) {
    const value = constantValue(run, widenConditional(run, element))
    if (value === undefined) return undefined
    values.push(value)
  }
  const result = run.context.callPure?.(callee, values, run.age)
  return result === undefined ? undefined : new Const(result, true)
}
