/**
 * The world: all methods of a session and its age. Every definition makes it older by one; code is valid for a range of worlds, and
 * what runs keeps the world in which it began. Here methods come and go, calls are dispatched to method instances,
 * and finished code enters with its edges. It neither infers nor runs anything. Compare Julia's gf.c.
 */
import { lookup, which, type LookupResult } from '../dispatch/lookup'
import { FOREVER } from '../dispatch/method'
import { solveSubtype, typesEqual } from '../types/subtype'
import { isAny, isKind, isTuple, isTypeType, unwrapUnionAll, type DataType, type Parameter, type TypeName } from '../types/type'
import type { TypeUniverse } from '../types/universe'
import { unionMembers } from '../types/union'
import type { CoreTypes } from '../values/core-types'
import type { VersionRules } from '../versions'
import { CompilationSignature } from './compilation-signature'
import { EntryPoints } from './entry-points'
import { FunctionTable } from './function-table'
import { invalidateForDeletion, invalidateForInsertion, invalidateInstance, type InvalidationEntry } from './invalidation'
import { CodeMethod, isStale, MethodInstance, type CodeInstance, type Edge, type MethodSource } from './method'
import type { Binding, Module } from './module'
import { CodeInfo } from '../ir/statement'

/** Other methods that a cached call may have to give way to, before it is cached for its own types only. */
const MOST_GUARDS = 32

const NO_CODE = new CodeInfo([], [], 0, false, new Int32Array(), [], [])

/** What watches a world. All are called after the change. */
export interface WorldObserver {
  methodAdded?(method: CodeMethod, replaced: CodeMethod | undefined): void
  methodDeleted?(method: CodeMethod): void
  instanceMade?(instance: MethodInstance): void
  invalidated?(entry: InvalidationEntry): void
}

export class World {
  /** The newest world. */
  age = 1
  readonly observers: WorldObserver[] = []
  readonly universe: TypeUniverse
  private readonly tables = new Map<TypeName, FunctionTable>()
  /** What fills tables out of an image, by the type of their functions. */
  private readonly storedTables = new WeakMap<TypeName, (table: FunctionTable) => void>()
  /** Reads all that an image holds of types and tables. */
  private rest: (() => readonly TypeName[]) | undefined
  /** Methods of types: constructors. */
  private readonly typeTable: FunctionTable
  /** Methods of all that is called without being a function: they share one table (`jl_nonfunction_mt`). */
  private readonly anyTable: FunctionTable
  /** What C may call by name. */
  readonly entryPoints: EntryPoints
  private readonly usersOf = new Map<Binding, Set<MethodInstance>>()
  private readonly storedUsersOf = new Map<Binding, () => readonly MethodInstance[]>()
  private nextInstance = 0

  constructor(
    readonly core: CoreTypes,
    readonly rules: VersionRules,
  ) {
    this.universe = core.universe
    this.entryPoints = new EntryPoints(rules.ccallable.refusesTakenNames)
    this.typeTable = new FunctionTable(this.universe, 'Type', true)
    this.anyTable = new FunctionTable(this.universe, 'Any', true)
  }

  /** The table of the function whose type stands first in a signature; all types share one. */
  tableOf(signature: Parameter): FunctionTable {
    const tuple = unwrapUnionAll(signature)
    const callee = isTuple(tuple) ? tuple.parameters[0] : undefined
    return (callee === undefined ? undefined : this.tableOfCallee(callee)) ?? this.anyTable
  }

  private tableOfCallee(callee: Parameter): FunctionTable | undefined {
    switch (callee.kind) {
      case 'var':
        return this.tableOfCallee(callee.upper)
      case 'unionall':
        return this.tableOfCallee(callee.body)
      case 'union': {
        const [first, ...others] = unionMembers(callee).map((member) => this.tableOfCallee(member))
        return others.every((other) => other === first) ? first : undefined
      }
      case 'datatype':
        if (isTypeType(callee) || isKind(callee)) return this.typeTable
        return this.hasOwnTable(callee.name) ? this.tableNamed(callee.name) : this.anyTable
      default:
        return undefined
    }
  }

  /** Functions and closures have tables of their own. */
  private hasOwnTable(name: TypeName): boolean {
    return name.name.startsWith('#') || name.supertype === this.universe.function || name.supertype === this.core.type('Builtin')
  }

  /** Whether all methods that a callee of this type can have are in one table; those of `Any`, `Function` and `Builtin` are in many. */
  hasTable(callee: DataType): boolean {
    return !isAny(callee) && callee !== this.universe.function && callee !== this.core.type('Builtin')
  }

  private tableNamed(name: TypeName): FunctionTable {
    let table = this.tables.get(name)
    if (table === undefined) {
      const functionName = this.universe.functionName(name.primary)
      const isKwcall = this.rules.hasKwcall && functionName === 'kwcall' && name.module === 'Core'
      table = new FunctionTable(this.universe, functionName ?? name.name, false, name, isKwcall ? ({ signature }) => this.servedTable(signature) : undefined)
      this.tables.set(name, table)
      this.storedTables.get(name)?.(table)
    }
    return table
  }

  /** Of the function that a method of `Core.kwcall` takes the keywords of. */
  private servedTable(signature: Parameter): FunctionTable | undefined {
    const tuple = unwrapUnionAll(signature)
    const served = isTuple(tuple) ? tuple.parameters[2] : undefined
    return served === undefined ? undefined : this.tableOfCallee(served)
  }

  /** An image has a table for the functions of this type: filled when something first asks for it. */
  deferTable(name: TypeName, fill: (table: FunctionTable) => void): void {
    this.storedTables.set(name, fill)
  }

  /** An image has more types, and tables, than were read: `read` gives them all. */
  deferRest(read: () => readonly TypeName[]): void {
    this.rest = read
  }

  /** Reads what an image holds of types and tables, for who looks at all of them. */
  readAll(): void {
    const { rest } = this
    this.rest = undefined
    for (const name of rest?.() ?? []) if (this.storedTables.has(name)) this.tableNamed(name)
  }

  /** Every table that has methods or was asked for. */
  allTables(): readonly FunctionTable[] {
    this.readAll()
    return this.knownTables()
  }

  /** Without those of an image that nothing has asked for. */
  knownTables(): readonly FunctionTable[] {
    return [this.typeTable, this.anyTable, ...this.tables.values()]
  }

  /** The methods that a call with this signature may reach. Throws `BudgetSpent`. */
  lookup(signature: Parameter, world: number, limit?: number): LookupResult<CodeMethod> {
    return lookup(signature, { table: this.tableOf(signature), world }, limit === undefined ? {} : { limit })
  }

  /** A definition: the next world begins. One with an equal signature is replaced; callers that relied on what it changes become invalid. */
  addMethod(signature: Parameter, source: MethodSource): CodeMethod {
    const method = new CodeMethod(signature, this.age + 1, this.tableOf(signature), source)
    this.enterMethods([method])
    return method
  }

  /** Methods that are there already, but in no table yet: all of a package that is loaded begin in one new world (dump.c and staticdata.c, `jl_insert_methods`). */
  enterMethods(methods: readonly CodeMethod[]): void {
    this.age++
    for (const method of methods) {
      const { table, signature } = method
      method.primaryWorld = this.age
      const replaced = table.insert(method)
      invalidateForInsertion(method, replaced, this.rules, this.report)
      table.countArguments(signature)
      for (const observer of this.observers) observer.methodAdded?.(method, replaced)
    }
  }

  /** Stands for a method that an image mentions and that is not there any more: no lookup gives it. */
  lostMethod(signature: Parameter, module: Module): CodeMethod {
    const source = { name: '', module, file: '', line: 0, code: NO_CODE, generator: undefined, variables: [] }
    return new CodeMethod(signature, FOREVER, this.tableOf(signature), source, { called: 0, argumentCount: 0 })
  }

  /** A type whose calls go to this table: by it the table is found again. */
  calleeOf(table: FunctionTable): DataType {
    if (table === this.typeTable) return this.universe.dataTypeKind
    return table.typeName?.primary ?? this.universe.any
  }

  /** `Base.delete_method`. */
  deleteMethod(method: CodeMethod): void {
    if (method.deletedWorld !== FOREVER) return
    const last = this.age
    this.age++
    method.table.delete(method, this.age)
    invalidateForDeletion(method, last, this.rules, this.report)
    for (const observer of this.observers) observer.methodDeleted?.(method)
  }

  /** Tells all observers. */
  readonly report = (entry: InvalidationEntry): void => {
    for (const observer of this.observers) observer.invalidated?.(entry)
  }

  /** The instance of a method for these types, made if there is none. `parameters` are the static ones, outermost first. */
  instance(method: CodeMethod, specTypes: Parameter, parameters: readonly Parameter[]): MethodInstance {
    const known = this.existingInstance(method, specTypes)
    if (known !== undefined) return known
    const made = new MethodInstance(method, specTypes, parameters, this.nextInstance++)
    method.addSpecialization(made)
    for (const observer of this.observers) observer.instanceMade?.(made)
    return made
  }

  /** An instance that the system image holds. */
  storedInstance(method: CodeMethod, specTypes: Parameter, parameters: readonly Parameter[]): MethodInstance {
    const made = new MethodInstance(method, specTypes, parameters, this.nextInstance++)
    method.noteStored(made)
    return made
  }

  existingInstance(method: CodeMethod, specTypes: Parameter): MethodInstance | undefined {
    return method.specialization(specTypes)
      ?? (specTypes.kind === 'datatype' && specTypes.dispatchTuple ? undefined : method.specializations.find((other) => typesEqual(this.universe, other.specTypes, specTypes)))
  }

  /** The instance of a top-level thunk. */
  thunk(code: CodeInfo, module: Module): MethodInstance {
    return new MethodInstance(undefined, this.universe.emptyTuple, [], this.nextInstance++, { code, module })
  }

  /** For which types a call with these is compiled. */
  compilationSignature(method: CodeMethod, types: DataType, parameters: readonly Parameter[]): DataType {
    return new CompilationSignature(this.universe, method).of(types, parameters)
  }

  /** Whether an instance for these types can be compiled as it is. */
  isCompileable(method: CodeMethod, types: Parameter): boolean {
    return new CompilationSignature(this.universe, method).isCompileable(types)
  }

  /** The instance that a call with these argument types runs: `Tuple{typeof(f), ...}`, with `Type{X}` for a type X that is passed. */
  dispatch(types: DataType, world: number): MethodInstance | 'none' | 'ambiguous' {
    const table = this.tableOf(types)
    const cached = table.cached(types, world)
    if (cached !== undefined) return cached
    const method = which(types, { table, world })
    if (typeof method === 'string') return method
    return this.cacheCall(table, types, method, world)
  }

  private cacheCall(table: FunctionTable, types: DataType, method: CodeMethod, world: number): MethodInstance {
    const parameters = solveSubtype(this.universe, types, method.signature) ?? []
    const compiled = this.compilationSignature(method, types, parameters)
    const instance = this.instance(method, compiled, parameters)
    const wide = compiled === types ? undefined : this.guarded(table, compiled, method, world)
    const signature = wide === undefined ? types : compiled
    const { worlds } = wide ?? lookup(types, { table, world })
    table.cache({
      signature,
      guards: wide?.guards ?? [],
      instance,
      minWorld: worlds.min,
      maxWorld: worlds.max,
    })
    return instance
  }

  /** Whether calls may be cached for a widened signature, and the parts of it that belong to other methods. */
  private guarded(table: FunctionTable, signature: DataType, method: CodeMethod, world: number) {
    const { matches, worlds } = lookup(signature, { table, world }, { limit: MOST_GUARDS, includeAmbiguous: true })
    if (matches === undefined || matches.some(({ parameters }) => parameters.some((parameter) => parameter.kind === 'var'))) return undefined
    return { worlds, guards: matches.filter((match) => match.method !== method).map((match) => match.signature) }
  }

  /** Puts finished code on its instance, the newest first, and tells all that it relies on. */
  storeCode(code: CodeInstance): void {
    const { instance } = code
    instance.codeInstances.unshift(code)
    if (code.maxWorld === FOREVER) this.addEdges(instance, code.edges, code)
  }

  /** Tells all that a caller relies on. Inference does so too for results that it does not store, as their callers rely on them. */
  addEdges(caller: MethodInstance, edges: readonly Edge[], code?: CodeInstance): void {
    for (const edge of edges) {
      if (edge.to === 'instance') this.addBackedge(edge.instance, caller, edge.invokeSignature, code)
      else if (edge.to === 'table') this.addTableBackedge(edge.table, edge.signature, caller, code)
      else this.bindingUsersOf(edge.binding).add(caller)
    }
  }

  private addBackedge(callee: MethodInstance, caller: MethodInstance, invokeSignature: Parameter | undefined, code: CodeInstance | undefined): void {
    const kept = this.rules.edges.invokeSignatures ? invokeSignature : undefined
    const known = callee.recentBackedges.find((edge) => edge.caller === caller && edge.invokeSignature === kept)
    if (known === undefined) callee.addBackedge({ caller, invokeSignature: kept, code })
    else if (isStale(known)) known.code = code
  }

  private addTableBackedge(table: FunctionTable, signature: Parameter, caller: MethodInstance, code: CodeInstance | undefined): void {
    const known = table.recentBackedges.find((edge) => edge.caller === caller && typesEqual(this.universe, edge.signature, signature))
    if (known === undefined) table.addBackedge({ signature, caller, code })
    else if (isStale(known)) known.code = code
  }

  private bindingUsersOf(binding: Binding): Set<MethodInstance> {
    let users = this.usersOf.get(binding)
    if (users === undefined) {
      users = new Set()
      this.usersOf.set(binding, users)
    }
    return users
  }

  private allUsersOf(binding: Binding): ReadonlySet<MethodInstance> {
    return new Set([...this.storedUsersOf.get(binding)?.() ?? [], ...this.usersOf.get(binding) ?? []])
  }

  /** Whose code relies on the values of bindings, those of the image first. */
  bindingUsers(): readonly { readonly binding: Binding, readonly users: readonly MethodInstance[] }[] {
    const bindings = new Set([...this.storedUsersOf.keys(), ...this.usersOf.keys()])
    return [...bindings].map((binding) => ({ binding, users: [...this.allUsersOf(binding)] }))
  }

  /** Callers that an image knows of. */
  deferBindingUsers(binding: Binding, read: () => readonly MethodInstance[]): void {
    this.storedUsersOf.set(binding, read)
  }

  /** A constant got another value (1.12, e.5): a new world, in which code that mentions it is invalid. */
  rebind(binding: Binding): void {
    const last = this.age
    this.age++
    const users = this.allUsersOf(binding)
    if (users.size === 0) return
    this.usersOf.delete(binding)
    this.storedUsersOf.delete(binding)
    for (const user of users) invalidateInstance(user, last, 0, { kind: 'binding', binding }, this.rules, this.report)
    this.report({ kind: 'rebind', binding })
  }
}
