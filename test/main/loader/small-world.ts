/**
 * A world of a few methods made by hand: a library and a package that uses it, with code that relies on what a test says. For what is saved and
 * what is linked no engine has to run.
 */
import type { SavedCode, SavedEdge, SavedInstance } from '../../../src/main/image/contents'
import type { CompiledCode, PrecompileSession } from '../../../src/main/loader/precompile/session'
import { CodeInfo, OptimizedCode, type Statement } from '../../../src/main/julia/ir/statement'
import { printType } from '../../../src/main/julia/types/print'
import { readType } from '../../../src/main/julia/types/read'
import { outerVariables } from '../../../src/main/julia/types/subtype'
import { unwrapUnionAll, type DataType, type Parameter } from '../../../src/main/julia/types/type'
import { TypeUniverse } from '../../../src/main/julia/types/universe'
import { CoreTypes } from '../../../src/main/julia/values/core-types'
import { VERSION_RULES, type JuliaVersion } from '../../../src/main/julia/versions'
import { CodeInstance, CodeMethod, type Edge, type MethodInstance, type MethodSource } from '../../../src/main/julia/worlds/method'
import { Module } from '../../../src/main/julia/worlds/module'
import { World } from '../../../src/main/julia/worlds/world'

/** What code of `caller` relies on: a call with these types, or `[signature]` of a lookup that waits in the table, or `{ invoke }`. */
export type Relies = string | readonly [signature: string] | { readonly call: string, readonly invoke: string }

interface CodeOptions {
  readonly inlineable?: boolean
  readonly constant?: bigint
  /** Statements are kept; a constant has none. */
  readonly inferred?: boolean
  readonly invokes?: readonly string[]
  readonly reason?: CompiledCode['reason']
  readonly viaRuntimeDispatch?: boolean
  readonly tagged?: boolean
}

export class SmallWorld {
  readonly core = new CoreTypes(new TypeUniverse())
  readonly world: World
  readonly lib = new Module('Lib', undefined)
  readonly pkg = new Module('Pkg', undefined)
  readonly log: string[] = []
  private readonly methods: CodeMethod[] = []
  private readonly compiled: CompiledCode[] = []
  private readonly made: MethodInstance[] = []

  constructor(readonly version: JuliaVersion) {
    this.world = new World(this.core, VERSION_RULES[version])
    this.world.observers.push({
      instanceMade: (instance) => this.made.push(instance),
      invalidated: (entry) => {
        if (entry.kind === 'invalidate') this.log.push(`${entry.level} ${this.text(entry.instance.specTypes)}`)
        else if (entry.kind === 'load') this.log.push(`load +${entry.added.map(({ signature }) => this.text(signature)).join()} -${entry.missing.map(({ signature }) => this.text(signature)).join()}`)
        else if (entry.kind === 'insert') this.log.push(`insert ${this.text(entry.method.signature)}`)
      },
    })
  }

  type(text: string): Parameter {
    return readType(this.core.universe, text)
  }

  text(type: Parameter): string {
    return printType(this.core.universe, type)
  }

  /** A type of the package. */
  ownType(name: string): void {
    const { universe } = this.core
    this.core.placeType(universe.declare({ name, kind: 'struct' }), this.pkg)
  }

  private source(signature: Parameter, module: Module, name: string): MethodSource {
    const { parameters } = unwrapUnionAll(signature) as DataType
    const code = new CodeInfo([], [], parameters.length, false, new Int32Array(), [], [])
    return { name, module, file: 'x.jl', line: 1, code, generator: undefined, variables: outerVariables(signature) }
  }

  define(module: 'lib' | 'pkg', signature: string, name = 'f'): CodeMethod {
    const type = this.type(signature)
    const method = this.world.addMethod(type, this.source(type, this[module], name))
    if (module === 'pkg') this.methods.push(method)
    return method
  }

  /** A method that is read from a cache and in no table yet. */
  unlinked(signature: string, name: string): CodeMethod {
    const type = this.type(signature)
    return new CodeMethod(type, Infinity, this.world.tableOf(type), this.source(type, this.pkg, name))
  }

  instance(types: string): MethodInstance {
    const found = this.world.dispatch(this.type(types) as DataType, this.world.age)
    if (typeof found === 'string') throw new Error(`${types}: ${found}`)
    return found
  }

  edge(relies: Relies): Edge {
    if (typeof relies === 'string') return { to: 'instance', instance: this.instance(relies), invokeSignature: undefined }
    if ('call' in relies) return { to: 'instance', instance: this.instance(relies.call), invokeSignature: this.type(relies.invoke) }
    const signature = this.type(relies[0])
    return { to: 'table', table: this.world.tableOf(signature), signature }
  }

  private statements(inlineable: boolean, invokes: readonly string[]): OptimizedCode {
    const code = invokes.map((types): Statement => ({ kind: 'invoke', instance: this.instance(types), args: [] }))
    return new OptimizedCode(code, [], new Int32Array(code.length), [], [], [], [], false, inlineable, 0)
  }

  newCode(instance: MethodInstance, edges: readonly Edge[], { inlineable = false, constant, inferred = constant === undefined, invokes = [] }: CodeOptions = {}): CodeInstance {
    const code = new CodeInstance(instance, this.world.age, this.core.int64, constant, edges)
    if (constant !== undefined) code.callIsConstant = true
    if (inferred) code.inferred = this.statements(inlineable, invokes)
    return code
  }

  /** Infers the instance of a call: its code is stored with its edges. */
  compile(types: string, relies: readonly Relies[] = [], options: CodeOptions = {}): CodeInstance {
    const code = this.newCode(this.instance(types), relies.map((one) => this.edge(one)), options)
    this.world.storeCode(code)
    const { reason = 'precompile', viaRuntimeDispatch = false, tagged = false } = options
    this.compiled.push({ code, reason, viaRuntimeDispatch, tagged })
    return code
  }

  session(requested: readonly MethodInstance[] = []): PrecompileSession {
    const { world, pkg, methods, compiled, made } = this
    return { world, worklist: (module) => module === pkg, modules: [pkg], methods, compiled, made, requested }
  }

  /** As a cache brings it: code that is not enabled, on an instance that is there. */
  saved(types: string | MethodInstance, relies: readonly SavedEdge[], code: 'code' | 'stub' | 'ended' = 'code'): SavedInstance {
    const instance = typeof types === 'string' ? this.instance(types) : types
    if (code === 'stub') return { instance, code: [], edges: relies }
    const made = this.newCode(instance, [])
    made.maxWorld = 0
    const saved: SavedCode = { code: made, inferred: true, native: false, ended: code === 'ended' }
    return { instance, code: [saved], edges: relies }
  }

  names(instances: Iterable<MethodInstance>): string[] {
    return [...instances].map(({ specTypes }) => this.text(specTypes)).sort()
  }
}
