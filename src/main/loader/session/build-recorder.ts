/** Watches a session that precompiles a package: the methods that it defines, the code that is made, and what asked for it. */
import type { CallSite, CompileReason, EngineObserver } from '../../julia/runtime/observer'
import type { CodeInstance, CodeMethod, MethodInstance } from '../../julia/worlds/method'
import type { CompiledCode } from '../precompile/session'

export class BuildRecorder implements EngineObserver {
  readonly compiled: CompiledCode[] = []
  readonly made: MethodInstance[] = []
  readonly methods: CodeMethod[] = []
  readonly requested: MethodInstance[] = []
  private readonly open: { readonly instance: MethodInstance, readonly reason: CompileReason, readonly site: CallSite | undefined }[] = []
  private workloads = 0

  methodAdded(method: CodeMethod): void {
    this.methods.push(method)
  }

  instanceMade(instance: MethodInstance): void {
    this.made.push(instance)
  }

  compileBegins(instance: MethodInstance, reason: CompileReason, site: CallSite | undefined): void {
    this.open.push({ instance, reason, site })
  }

  precompileAsked(instance: MethodInstance): void {
    this.requested.push(instance)
  }

  compileEnds(): void {
    this.open.pop()
  }

  stored(code: CodeInstance): void {
    const within = this.open.at(-1)
    this.compiled.push({
      code,
      reason: within?.reason ?? 'reflection',
      viaRuntimeDispatch: within?.instance === code.instance && within.site?.caller !== undefined,
      tagged: this.workloads > 0,
    })
  }

  workloadBegins(): void {
    this.workloads++
  }

  workloadEnds(): void {
    this.workloads--
  }
}
