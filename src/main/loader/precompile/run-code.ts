/**
 * Which code a session ran, or made native code for along with what it ran: all that the statements of such code `invoke`. Until 1.7 making native
 * code deleted the statements of what is not put into callers, and the cache was written without them (codegen.cpp, `jl_emit_codeinst`).
 */
import type { OptimizedCode } from '../../julia/ir/statement'
import { MethodInstance, type CodeInstance } from '../../julia/worlds/method'

/** Targets of `invoke` statements. */
export function invokedInstances({ code }: OptimizedCode): MethodInstance[] {
  return code.flatMap((statement) => {
    const value = statement.kind === 'assign' ? statement.value : statement
    return value.kind === 'invoke' && value.instance instanceof MethodInstance ? [value.instance] : []
  })
}

/** While a cache is made, `precompile` makes no native code (julia#23738): what has some was called. */
export function runCode(all: Iterable<CodeInstance>): ReadonlySet<CodeInstance> {
  const run = new Set<CodeInstance>()
  for (const code of all) if (code.native !== undefined) run.add(code)
  // A set goes on with what is added while it is walked.
  for (const { inferred } of run) {
    for (const { codeInstances: [newest] } of inferred === undefined ? [] : invokedInstances(inferred)) if (newest !== undefined) run.add(newest)
  }
  return run
}
