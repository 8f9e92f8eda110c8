/**
 * What `--trace-compile` prints of a run: a `precompile` statement for each instance that was compiled because it was called, in the order in
 * which they were (src/gf.c `record_precompile_statement`). Thunks and instances with free type variables have none.
 */
import type { CompileReason, EngineObserver } from '../../julia/runtime/observer'
import type { TypeUniverse } from '../../julia/types/universe'
import { precompileStatement } from '../../julia/worlds/instance-text'
import type { MethodInstance } from '../../julia/worlds/method'

export class CompileTrace implements EngineObserver {
  private readonly made = new Set<string>()

  constructor(private readonly universe: TypeUniverse) {}

  /** One a line. */
  get statements(): readonly string[] {
    return [...this.made]
  }

  compileBegins({ method, specTypes, parameters }: MethodInstance, reason: CompileReason): void {
    if (reason !== 'call' || method === undefined || parameters.some(({ kind }) => kind === 'var')) return
    this.made.add(precompileStatement(this.universe, specTypes))
  }
}
