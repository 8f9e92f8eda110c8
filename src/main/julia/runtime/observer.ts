/**
 * What can watch an engine. Every method may be left out, and whatever it does, the run and its virtual times are the same:
 * an observer is told, it is never asked.
 */
import type { InferenceObserver } from '../infer/context'
import type { InvalidationEntry } from '../worlds/invalidation'
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
  /** A `precompile` asked for an instance, whether or not there is code for it already. */
  precompileAsked?(instance: MethodInstance): void
  /** Native code was made. `instructions` are those of the bytecode. */
  generateBegins?(code: CodeInstance): void
  generateEnds?(code: CodeInstance, instructions: number): void
  /** What is compiled between these was called by a workload, which wants it kept. They may nest. */
  workloadBegins?(): void
  workloadEnds?(): void
  /** One top-level expression. */
  statementBegins?(file: string, line: number): void
  statementEnds?(file: string, line: number): void
}

/** One frame of inference in a stretch; times in nanoseconds from its beginning. */
export interface StretchFrame {
  readonly instance: MethodInstance
  /** Of constant propagation. */
  readonly isConstant: boolean
  /** Place of the caller in the list, -1 for what the run itself asked for. */
  readonly parent: number
  readonly start: number
  readonly inclusive: number
  readonly exclusive: number
  /** Of a frame without a parent: the call that needed it. */
  readonly site: CallSite | undefined
  /** Of such a frame: the category of SnoopCompile's `suggest`, and what would help. */
  readonly category: string
  readonly advice: string
}

export interface Stretch {
  /** Nanoseconds. */
  readonly total: number
  readonly frames: readonly StretchFrame[]
  /** The entries of one definition or deletion each. */
  readonly invalidations: readonly (readonly InvalidationEntry[])[]
}

/** Records stretches of a run for tools that the program itself uses; they may nest. */
export interface StretchRecorder {
  begin(): void
  /** Ends what the innermost `begin` opened. */
  end(): void
  /** What ended last; undefined if it was taken already. */
  take(): Stretch | undefined
}
