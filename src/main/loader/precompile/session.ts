/**
 * What a session leaves that ran the source of one package: the methods that it defined, and all code that was made meanwhile, with what asked for
 * it. The objects are those of the session's world.
 */
import type { CompileReason } from '../../julia/runtime/observer'
import { Module } from '../../julia/worlds/module'
import type { FunctionTable } from '../../julia/worlds/function-table'
import type { CodeInstance, CodeMethod, Edge, MethodInstance } from '../../julia/worlds/method'
import type { World } from '../../julia/worlds/world'
import type { Parameter, TypeName } from '../../julia/types/type'

/** Code that was made in the session. */
export interface CompiledCode {
  readonly code: CodeInstance
  /** What began the inference in which it was made. */
  readonly reason: CompileReason
  /** The inference began with this instance, because running code called it with types that were not known before. */
  readonly viaRuntimeDispatch: boolean
  /** It was made within a workload (`@compile_workload`). */
  readonly tagged: boolean
}

export interface PrecompileSession {
  readonly world: World
  /** Whether a module belongs to the package that is written: its root modules and all below. */
  readonly worklist: (module: Module) => boolean
  /** The root modules that the package defined. */
  readonly modules: readonly Module[]
  /** Methods that it defined, in that order, of its own functions and of others. */
  readonly methods: readonly CodeMethod[]
  /** Every CodeInstance that was newly made, in that order. */
  readonly compiled: readonly CompiledCode[]
  /** Every instance that was newly made. */
  readonly made: readonly MethodInstance[]
  /** Instances that a `precompile` asked for, whether or not there was code for them already. */
  readonly requested?: readonly MethodInstance[]
}

/** What belongs to the package (`module_in_worklist`, `type_in_worklist`). */
export class Ownership {
  private readonly types = new Map<Parameter, boolean>()

  constructor(private readonly session: Pick<PrecompileSession, 'world' | 'worklist'>) {}

  method({ source: { module } }: CodeMethod): boolean {
    return this.session.worklist(module)
  }

  instance({ method }: MethodInstance): boolean {
    return method !== undefined && this.method(method)
  }

  table({ typeName }: FunctionTable): boolean {
    return typeName !== undefined && this.typeName(typeName)
  }

  /** Whether what an edge leads to is brought by the package itself. */
  edge(edge: Edge): boolean {
    switch (edge.to) {
      case 'instance':
        return this.instance(edge.instance)
      case 'table':
        return this.table(edge.table)
      case 'binding':
        return this.session.worklist(edge.binding.module)
    }
  }

  private typeName(name: TypeName): boolean {
    const module = this.session.world.core.typeModules.get(name)
    return module instanceof Module && this.session.worklist(module)
  }

  /** Whether a type of the package stands anywhere in this one. */
  mentioned(type: Parameter): boolean {
    let known = this.types.get(type)
    if (known === undefined) {
      this.types.set(type, false)
      known = this.isMentioned(type)
      this.types.set(type, known)
    }
    return known
  }

  private isMentioned(type: Parameter): boolean {
    switch (type.kind) {
      case 'datatype':
        return this.typeName(type.name) || type.parameters.some((parameter) => this.mentioned(parameter))
      case 'union':
        return this.mentioned(type.a) || this.mentioned(type.b)
      case 'unionall':
        return this.mentioned(type.variable) || this.mentioned(type.body)
      case 'var':
        return this.mentioned(type.lower) || this.mentioned(type.upper)
      default:
        return false
    }
  }
}
