/**
 * What inference is given: the world with its methods, the rules of the version, and functions for all that needs code to run.
 * Who wants to watch gives an observer; it sees every frame begin and end, those of constant propagation too.
 */
import type { CodeInfo, OptimizedCode } from '../ir/statement'
import type { Lattice, LatticeElement } from '../lattice/element'
import type { TypeUniverse } from '../types/universe'
import type { CoreTypes } from '../values/core-types'
import type { JuliaValue } from '../values/value'
import type { VersionRules } from '../versions'
import type { CodeInstance, MethodInstance } from '../worlds/method'
import type { Module } from '../worlds/module'
import type { World } from '../worlds/world'
import type { InferenceResult, InferenceState } from './state'

export interface InferenceObserver {
  /** `constants` are the argument types of constant propagation, undefined for an ordinary frame. */
  enter?(instance: MethodInstance, constants: readonly LatticeElement[] | undefined): void
  leave?(instance: MethodInstance): void
  /** Code of a finished frame went to its instance. */
  stored?(code: CodeInstance): void
}

type InferenceWork = 'inferFrame' | 'inferStatement' | 'methodLookedAt'

export interface InferenceContext {
  readonly core: CoreTypes
  readonly world: World
  readonly rules: VersionRules
  /** `Base`, once it is there: functions of its own that inference knows by name are looked up in it. */
  readonly base: () => Module | undefined
  readonly coreModule: Module
  /** The lowered code; of a generated function what was generated for these types. undefined if there is none or the generator threw. */
  readonly codeOf: (instance: MethodInstance) => CodeInfo | undefined
  /** The value of a call of a pure builtin or intrinsic; undefined if it throws or is not pure. */
  readonly foldCall: (callee: JuliaValue, args: readonly JuliaValue[]) => JuliaValue | undefined
  /** The value of a call of a `@pure` method; undefined if it throws. */
  readonly callPure?: (callee: JuliaValue, args: readonly JuliaValue[], world: number) => JuliaValue | undefined
  /** The function that takes the keyword arguments of this one (`Core.kwfunc`). */
  readonly keywordSorter?: (callee: LatticeElement) => JuliaValue | undefined
  /** Makes code of a finished frame; may add edges to it. undefined if the code is not wanted. */
  readonly optimize?: (frame: InferenceState) => OptimizedCode | undefined
  readonly observer: InferenceObserver
  readonly work: (kind: InferenceWork, amount: number) => void
}

/** One run of inference from outside: what its frames share. */
export class InferenceRun implements Lattice {
  /** Frames on the stack, and all so far. */
  depth = 0
  frames = 0
  /** Instances whose frames have yet to store their code. */
  readonly inInference = new Set<MethodInstance>()
  private readonly results = new Map<MethodInstance, InferenceResult[]>()

  readonly core: CoreTypes
  readonly universe: TypeUniverse
  readonly unions: Lattice['unions']

  constructor(
    readonly context: InferenceContext,
    /** The world for which code is inferred. */
    readonly age: number,
  ) {
    this.core = context.core
    this.universe = context.core.universe
    this.unions = context.rules.inference.unions
  }

  /** Results of this run for an instance, those of constant propagation among them. */
  resultsOf(instance: MethodInstance): readonly InferenceResult[] {
    return this.results.get(instance) ?? []
  }

  addResult(result: InferenceResult): void {
    const known = this.results.get(result.instance)
    if (known === undefined) this.results.set(result.instance, [result])
    else known.push(result)
  }
}
