/**
 * A method with its code, and what hangs below it as in Julia: its instances, one for each tuple of argument types that it was
 * specialised for; their code, each valid for a range of worlds; and the backedges along which invalidation travels.
 * Names are Julia's: `specTypes`, `minWorld`, `maxWorld`, `backedges`. Native code is held as `unknown` to this room: it belongs to codegen.
 */
import { FOREVER, Method } from '../dispatch/method'
import type { FunctionTable } from './function-table'
import type { CodeInfo, OptimizedCode } from '../ir/statement'
import { calledArguments } from './called'
import type { Parameter, TypeVar } from '../types/type'
import type { JuliaValue, Reflected, StructValue } from '../values/value'
import type { Binding, Module } from './module'
import { StoredList } from './stored-list'

export interface MethodSource {
  readonly name: string
  readonly module: Module
  readonly file: string
  readonly line: number
  /** Lowered code; of a `@generated` function the code of its generator. */
  readonly code: CodeInfo
  /** Computes the body from the argument types: `@generated`. */
  readonly generator: StructValue | undefined
  /** The variables of the signature, outermost first: the static parameters. */
  readonly variables: readonly TypeVar[]
}

export class CodeMethod extends Method implements Reflected {
  readonly juliaType = 'Method'
  private readonly made = new StoredList<MethodInstance>()
  private readonly byTypes = new Map<Parameter, MethodInstance>()
  /** One bit for each of the first eight arguments that the body calls, bit 0 for the first after the function itself. */
  readonly called: number
  /** The function itself and the arguments. */
  readonly argumentCount: number

  constructor(
    signature: Parameter,
    primaryWorld: number,
    readonly table: FunctionTable,
    readonly source: MethodSource,
    /** What else would have to be read from the code. */
    known?: { readonly called: number, readonly argumentCount: number },
  ) {
    super(signature, primaryWorld)
    this.called = known?.called ?? calledArguments(source.code)
    this.argumentCount = known?.argumentCount ?? source.code.argumentCount
  }

  /** The instance for just these types. */
  specialization(specTypes: Parameter): MethodInstance | undefined {
    return this.byTypes.get(specTypes) ?? (this.made.all.length > 0 ? this.byTypes.get(specTypes) : undefined)
  }

  /** In the order in which they were made. */
  get specializations(): readonly MethodInstance[] {
    return this.made.all
  }

  /** Those that this session knows so far: an image may hold more. */
  get knownSpecializations(): Iterable<MethodInstance> {
    return this.byTypes.values()
  }

  addSpecialization(instance: MethodInstance): void {
    this.made.add(instance)
    this.byTypes.set(instance.specTypes, instance)
  }

  /** One of the instances that were put off is read by itself. */
  noteStored(instance: MethodInstance): void {
    this.byTypes.set(instance.specTypes, instance)
  }

  /** Instances that an image holds; each is noted when it is read. */
  deferSpecializations(read: () => readonly MethodInstance[]): void {
    this.made.defer(read)
  }
}

/** One caller that has to be told. From 1.9 on an `invoke` keeps the signature that it was asked with (julia#46010). */
export interface Backedge {
  readonly caller: MethodInstance
  readonly invokeSignature: Parameter | undefined
  /** The caller's code that relies on it; undefined for what is relied on by results that are not kept. */
  code: CodeInstance | undefined
}

/** Whether nothing that may still run relies on it: then it tells nobody where backedges name code (1.12, e.3). */
export function isStale({ code }: { readonly code: CodeInstance | undefined }): boolean {
  return code !== undefined && code.maxWorld !== FOREVER
}

export class MethodInstance implements Reflected {
  readonly juliaType = 'MethodInstance'
  private readonly callers = new StoredList<Backedge>()
  /** The newest first, as in Julia's cache chain. */
  readonly codeInstances: CodeInstance[] = []
  /** Asked for by `precompile`: caches keep it (e.4). */
  precompiled = false
  /** Code of a generated function, for these types. */
  generated: CodeInfo | undefined

  constructor(
    /** Undefined for the thunk of a top-level expression. */
    readonly method: CodeMethod | undefined,
    readonly specTypes: Parameter,
    /** Values of the static parameters. */
    readonly parameters: readonly Parameter[],
    /** The order in which instances were made in this session. */
    readonly id: number,
    /** Code and module of a thunk. */
    readonly thunk?: { readonly code: CodeInfo, readonly module: Module },
  ) {}

  /** Direct callers, in the order in which they came. */
  get backedges(): readonly Backedge[] {
    return this.callers.all
  }

  set backedges(edges: readonly Backedge[]) {
    this.callers.all = edges
  }

  /** Those that came in this session. */
  get recentBackedges(): readonly Backedge[] {
    return this.callers.recent
  }

  addBackedge(edge: Backedge): void {
    this.callers.add(edge)
  }

  /** Callers that an image knows of. */
  deferBackedges(read: () => readonly Backedge[]): void {
    this.callers.defer(read)
  }

  /** The newest code that holds in a world. */
  codeIn(world: number): CodeInstance | undefined {
    return this.codeInstances.find(({ minWorld, maxWorld }) => minWorld <= world && world <= maxWorld)
  }

  get isValid(): boolean {
    return this.codeInstances.some(({ maxWorld }) => maxWorld === FOREVER)
  }
}

/** What is there, is not, or is read when first needed. */
type Lazy<T extends object> = T | (() => T) | undefined

/** The same for objects of which nothing is known. */
class Deferred {
  constructor(readonly read: () => object) {}
}

/** What a piece of code relies on. */
export type Edge =
  | { readonly to: 'instance', readonly instance: MethodInstance, readonly invokeSignature: Parameter | undefined }
  /** A lookup that no method covered: a new method that intersects the signature matters. */
  | { readonly to: 'table', readonly table: FunctionTable, readonly signature: Parameter }
  | { readonly to: 'binding', readonly binding: Binding }

export class CodeInstance implements Reflected {
  readonly juliaType = 'CodeInstance'
  private statements: Lazy<OptimizedCode>
  /** A call does nothing but give `constant`: callers put that in its place. */
  callIsConstant = false
  /** Something is known of what a call does, beside what it returns (1.8 on, e.2). */
  effectsKnown = false
  private bytecode: object | Deferred | undefined
  maxWorld: number = FOREVER
  /** Virtual nanoseconds that inferring it took, without what it calls; 0 if nobody measured (`time_infer_self` of 1.12). */
  timeInfer = 0
  /** The same for native code (`time_compile`). */
  timeCompile = 0
  /** What it takes in the package's image that it came out of. */
  storedBytes = 0

  constructor(
    readonly instance: MethodInstance,
    public minWorld: number,
    readonly returnType: Parameter,
    /** The value, if every call returns the same. */
    readonly constant: JuliaValue | undefined,
    /** Read when first needed if it is a function. */
    private reliesOn: readonly Edge[] | (() => readonly Edge[]),
  ) {}

  /** What it relies on. */
  get edges(): readonly Edge[] {
    if (typeof this.reliesOn === 'function') this.reliesOn = this.reliesOn()
    return this.reliesOn
  }

  /** Undefined if the result is a known constant or if nothing but the return type is kept. */
  get inferred(): OptimizedCode | undefined {
    if (typeof this.statements === 'function') this.statements = this.statements()
    return this.statements
  }

  set inferred(code: OptimizedCode | undefined) {
    this.statements = code
  }

  /** Bytecode, once generated. */
  get native(): object | undefined {
    if (this.bytecode instanceof Deferred) this.bytecode = this.bytecode.read()
    return this.bytecode
  }

  set native(code: object | undefined) {
    this.bytecode = code
  }

  /** Out of an image: inferred code that is read when something first asks for it. */
  deferInferred(read: () => OptimizedCode): void {
    this.statements = read
  }

  /** The same for bytecode. */
  deferNative(read: () => object): void {
    this.bytecode = new Deferred(read)
  }

  /** Whether there is bytecode; does not read it. */
  get hasNative(): boolean {
    return this.bytecode !== undefined
  }

  /** Whether there is inferred code; does not read it. */
  get hasInferred(): boolean {
    return this.statements !== undefined
  }
}
