/**
 * What can watch an engine. Every method may be left out, and whatever it does, the run and its virtual times are the same:
 * an observer is told, it is never asked.
 */
import type { InferenceObserver } from '../infer/context'
import type { CodeInstance, MethodInstance } from '../worlds/method'
import type { WorldObserver } from '../worlds/world'

/** Where a call stands: in the code of a method instance, or at top level. */
export interface CallSite {
  /** Undefined at top level. */
  readonly caller: MethodInstance | undefined
  /** The function in whose source the call stands; another than the caller's where it was inlined. */
  readonly name: string
  readonly file: string
  readonly line: number
  /** Where the inlined function was called from within the caller; undefined if it was not inlined. */
  readonly inlinedInto: { readonly file: string, readonly line: number } | undefined
  /** Statement of the caller's optimised code, -1 if not known. */
  readonly statement: number
}

/** Why code is made: a call found none, a `precompile` asked for it, or another tool did (`code_typed`, `return_types`). */
export type CompileReason = 'call' | 'precompile' | 'reflection'

export interface EngineObserver extends InferenceObserver, WorldObserver {
  /** Code is wanted for an instance that has none in this world. What inference does until `compileEnds` belongs to it. */
  compileBegins?(instance: MethodInstance, reason: CompileReason, site: CallSite | undefined): void
  compileEnds?(instance: MethodInstance): void
  /** Native code was made. `instructions` are those of the bytecode. */
  generateBegins?(code: CodeInstance): void
  generateEnds?(code: CodeInstance, instructions: number): void
  /** One top-level expression. */
  statementBegins?(file: string, line: number): void
  statementEnds?(file: string, line: number): void
}
