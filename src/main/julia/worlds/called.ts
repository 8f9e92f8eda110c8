/**
 * Which arguments a method calls. One that is never called is not worth specialising for each function that it may be
 * (Julia 1.5, method.c `jl_method_set_source`: `called`).
 */
import type { CodeInfo, Operand, Statement } from '../ir/statement'
import { symbolName } from '../values/value'

/** Arguments that are watched. */
const WATCHED = 8

/** The callee of a call, and of a splat the function that it applies. */
function calleesOf(statement: Statement): readonly Operand[] {
  const value = statement.kind === 'assign' ? statement.value : statement
  if (value.kind !== 'call') return []
  const [callee, , applied] = value.args
  if (callee === undefined) return []
  const isApply = callee.kind === 'global' && symbolName(callee.ref.name) === '_apply_iterate'
  return isApply && applied !== undefined ? [callee, applied] : [callee]
}

/** Bit `i` for the argument after the function itself and `i` others. */
export function calledArguments({ code, argumentCount }: CodeInfo): number {
  let called = 0
  for (const statement of code) {
    for (const callee of calleesOf(statement)) {
      if (callee.kind === 'slot' && callee.id >= 1 && callee.id < argumentCount && callee.id <= WATCHED) called |= 1 << (callee.id - 1)
    }
  }
  return called
}
