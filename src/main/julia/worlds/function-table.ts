/**
 * The methods of one function with what the running system keeps beside them: a cache of the calls that were dispatched, and the
 * callers that rely on a lookup that no method covered (`mt.backedges`). Compare Julia 1.5's `jl_methtable_t`.
 */
import { MethodTable } from '../dispatch/method-table'
import { moreSpecific } from '../dispatch/specificity'
import { isSubtype } from '../types/subtype'
import { isTuple, unwrapUnionAll, type DataType, type Parameter, type TypeName } from '../types/type'
import { lastRepetition } from '../types/query'
import type { TypeUniverse } from '../types/universe'
import type { Reflected } from '../values/value'
import { StoredList } from './stored-list'
import type { CodeInstance, CodeMethod, MethodInstance } from './method'

/** A caller to be told when a method comes that intersects the signature. */
export interface TableBackedge {
  readonly signature: Parameter
  readonly caller: MethodInstance
  /** As of a `Backedge`. */
  code: CodeInstance | undefined
}

interface CacheEntry {
  /** Calls with these types run the instance, but for those of a guard. */
  readonly signature: Parameter
  readonly guards: readonly Parameter[]
  readonly instance: MethodInstance
  readonly minWorld: number
  maxWorld: number
}

/** `kwcall` itself, and the named tuple. */
const BEFORE_SERVED = 2

export class FunctionTable extends MethodTable<CodeMethod> implements Reflected {
  readonly juliaType = 'MethodTable'
  private readonly callers = new StoredList<TableBackedge>()
  /** The most arguments that a method has before its varargs, the function itself counted. */
  maxArguments = 0
  private readonly exact = new Map<Parameter, CacheEntry[]>()
  /** What is more specific stands first, else in the order in which they came. */
  private readonly wide: CacheEntry[] = []

  constructor(
    universe: TypeUniverse,
    name: string,
    /** The table of all types, and that of what is called without being a function, do not count arguments. */
    private readonly shared: boolean,
    /** The type of the functions; undefined for a table that many types share. */
    readonly typeName?: TypeName,
    /** For `Core.kwcall`: the table of the function whose keywords a method takes. */
    private readonly servedBy?: (method: CodeMethod) => FunctionTable | undefined,
  ) {
    super(universe, name)
  }

  /** In the order in which they came. */
  get backedges(): readonly TableBackedge[] {
    return this.callers.all
  }

  set backedges(edges: readonly TableBackedge[]) {
    this.callers.all = edges
  }

  /** Those that came in this session. */
  get recentBackedges(): readonly TableBackedge[] {
    return this.callers.recent
  }

  addBackedge(edge: TableBackedge): void {
    this.callers.add(edge)
  }

  /** Callers that an image knows of. */
  deferBackedges(read: () => readonly TableBackedge[]): void {
    this.callers.defer(read)
  }

  countArguments(signature: Parameter): void {
    const tuple = unwrapUnionAll(signature)
    if (this.shared || !isTuple(tuple)) return
    const count = tuple.parameters.length - (lastRepetition(tuple) === 'unbound' ? 1 : 0)
    this.maxArguments = Math.max(this.maxArguments, count)
  }

  /** How many arguments of a vararg method are specialised for, the last one standing for the rest. */
  specializedArguments(method: CodeMethod): number {
    if (this.servedBy === undefined) return this.shared ? method.argumentCount + 1 : this.maxArguments + 2
    const served = this.servedBy(method)
    return served === undefined || served.shared ? method.argumentCount + 1 : served.maxArguments + 2 + BEFORE_SERVED
  }

  cached(types: DataType, world: number): MethodInstance | undefined {
    const isIn = ({ minWorld, maxWorld }: CacheEntry) => minWorld <= world && world <= maxWorld
    const exact = this.exact.get(types)?.find(isIn)
    if (exact !== undefined) return exact.instance
    return this.wide.find((entry) => isIn(entry)
      && isSubtype(this.universe, types, entry.signature)
      && !entry.guards.some((guard) => isSubtype(this.universe, types, guard)))?.instance
  }

  cache(entry: CacheEntry): void {
    const { signature } = entry
    if (signature.kind !== 'datatype' || !signature.dispatchTuple) {
      const before = this.wide.findIndex((other) => moreSpecific(this.universe, signature, other.signature))
      this.wide.splice(before < 0 ? this.wide.length : before, 0, entry)
      return
    }
    const known = this.exact.get(signature)
    if (known === undefined) this.exact.set(signature, [entry])
    else known.push(entry)
  }

  /** Ends the cached calls of these methods, as Julia's cache is walked: those of exact types first, the newest before the others. */
  dropCached(methods: ReadonlySet<CodeMethod>, maxWorld: number): MethodInstance[] {
    const dropped: MethodInstance[] = []
    const entries = [...[...this.exact.values()].flat().reverse(), ...this.wide]
    for (const entry of entries) {
      if (entry.maxWorld !== Infinity || entry.instance.method === undefined || !methods.has(entry.instance.method)) continue
      entry.maxWorld = maxWorld
      dropped.push(entry.instance)
    }
    return dropped
  }
}
