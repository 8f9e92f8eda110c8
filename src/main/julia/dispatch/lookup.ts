/**
 * Which methods a call can reach. A view is a method table in one world; a lookup answers with the matches, the worlds in
 * which the same lookup has the same answer, and whether some values would find no single best method. Compare Julia
 * 1.5's `ml_matches` and `jl_mt_assoc_by_type` (gf.c): a method is left out if what it would match is wholly ambiguous
 * with another, and with a limit also if better matches cover it; more matches than the limit are no answer.
 */
import { typeIntersect } from '../types/intersect'
import { isDispatchTuple } from '../types/query'
import { isSubtype, solveSubtype } from '../types/subtype'
import type { Parameter } from '../types/type'
import { FOREVER, type Method, type WorldRange } from './method'
import type { MethodTable } from './method-table'
import { moreSpecific } from './specificity'

export interface MethodTableView<M extends Method = Method> {
  readonly table: MethodTable<M>
  readonly world: number
}

export interface Match<M extends Method = Method> {
  readonly method: M
  /** The part of the looked up signature that this method may get. */
  readonly signature: Parameter
  /** What the method's own variables are then, outermost first. */
  readonly parameters: readonly Parameter[]
  /** The method takes all of the looked up signature. */
  readonly covers: boolean
}

export interface LookupResult<M extends Method = Method> {
  /** More specific ones first; undefined if there are more than the limit. */
  readonly matches: readonly Match<M>[] | undefined
  /** Where this answer holds. */
  readonly worlds: WorldRange
  /** For some values no method is more specific than all others that apply. */
  readonly ambiguous: boolean
  /** Methods that were looked at. */
  readonly looked: number
}

export interface LookupOptions {
  /** Most matches; no limit if left out. */
  readonly limit?: number
  /** Keep methods that only ambiguous calls would reach. */
  readonly includeAmbiguous?: boolean
}

/** All methods that a call with this signature may reach. Remembered until the table changes. Throws `BudgetSpent`. */
export function lookup<M extends Method>(signature: Parameter, view: MethodTableView<M>, options: LookupOptions = {}): LookupResult<M> {
  const { answers } = view.table
  const asked = `${view.world} ${options.limit ?? ''} ${options.includeAmbiguous === true}`
  const known = answers.get(signature)?.get(asked)
  if (known !== undefined) return { ...known, looked: 0 }
  const result = new Lookup(signature, view, options).run()
  const ofSignature = answers.get(signature)
  if (ofSignature === undefined) answers.set(signature, new Map([[asked, result]]))
  else ofSignature.set(asked, result)
  return result
}

/** The methods of a function in a world, in the order in which dispatch considers them; only those that a signature may reach if given. */
export function methods<M extends Method>({ table, world }: MethodTableView<M>, signature?: Parameter): readonly M[] {
  if (signature === undefined) return table.methods(world)
  return lookup(signature, { table, world }, { includeAmbiguous: true }).matches?.map(({ method }) => method) ?? []
}

/** The one method that a call with these argument types runs. */
export function which<M extends Method>(signature: Parameter, view: MethodTableView<M>): M | 'none' | 'ambiguous' {
  const { table, world } = view
  const applicable = table.candidates(signature).filter((method) => method.isIn(world) && isSubtype(table.universe, signature, method.signature))
  const [first] = applicable
  return first === undefined ? 'none' : best(table, first, applicable)
}

/** Whether a call with these argument types finds a method. */
export function hasMethod(signature: Parameter, view: MethodTableView): boolean {
  return typeof which(signature, view) !== 'string'
}

/** Of methods that all apply, given in the table's order, the one to run. */
function best<M extends Method>(table: MethodTable<M>, first: M, applicable: readonly M[]): M | 'ambiguous' {
  const { universe } = table
  const byAge = [...applicable].sort((a, b) => a.index - b.index)
  let candidate = first
  for (const other of byAge) {
    if (other === first || table.order(other, first) !== 'first') continue
    if (candidate === first || moreSpecific(universe, other.signature, candidate.signature)) candidate = other
  }
  const isAmbiguousWith = (method: M) => byAge.filter((other) => other !== method && table.order(method, other) === 'ambiguous')
  if (candidate !== first && isAmbiguousWith(first).some((other) => !moreSpecific(universe, candidate.signature, other.signature))) return 'ambiguous'
  return isAmbiguousWith(candidate).length > 0 ? 'ambiguous' : candidate
}

class Lookup<M extends Method> {
  private readonly matches: Match<M>[] = []
  private readonly visited = new Set<M>()
  private min = 0
  private max = FOREVER
  private ambiguous = false
  private over = false

  constructor(
    private readonly signature: Parameter,
    private readonly view: MethodTableView<M>,
    private readonly options: LookupOptions,
  ) {}

  run(): LookupResult<M> {
    const { table } = this.view
    const before = table.looked
    let covered = false
    for (const method of table.candidates(this.signature)) {
      const shared = this.share(method)
      // Methods after one that covers all add no match, but could make it ambiguous in other worlds.
      if (shared === undefined || !this.noteWorlds(method) || covered) continue
      if (this.visit(method, shared)) continue
      if (this.over) break
      covered = true
    }
    return {
      matches: this.over ? undefined : this.matches,
      worlds: { min: this.min, max: this.max },
      ambiguous: this.ambiguous,
      looked: table.looked - before,
    }
  }

  /** Narrows the worlds of the answer by a method that could have mattered; whether it is there in this world. */
  private noteWorlds({ primaryWorld, deletedWorld }: Method): boolean {
    const { world } = this.view
    if (world < primaryWorld) {
      this.max = Math.min(this.max, primaryWorld - 1)
      return false
    }
    if (world >= deletedWorld) {
      this.min = Math.max(this.min, deletedWorld)
      return false
    }
    this.min = Math.max(this.min, primaryWorld)
    this.max = Math.min(this.max, deletedWorld - 1)
    return true
  }

  /** The part of the signature that the method takes; undefined if none. */
  private share({ signature }: Method): { readonly part: Parameter, readonly covers: boolean } | undefined {
    const { universe } = this.view.table
    if (isSubtype(universe, this.signature, signature)) return { part: this.signature, covers: true }
    if (isDispatchTuple(this.signature)) return undefined
    const part = typeIntersect(universe, this.signature, signature)
    return part.kind === 'bottom' ? undefined : { part, covers: false }
  }

  /** Adds a match after those more specific that come later in the table. False: no later method matters. */
  private visit(method: M, { part, covers }: { readonly part: Parameter, readonly covers: boolean }): boolean {
    const { table } = this.view
    if (this.visited.has(method)) return true
    this.visited.add(method)
    const related = table.candidates(method.signature).filter((other) => other !== method && other.isIn(this.view.world))
    const rivals = related.filter((other) => table.order(method, other) === 'ambiguous')
    let wanted = true
    for (const prior of related) {
      if (this.visited.has(prior) || prior.rank < method.rank || table.order(prior, method) !== 'first') continue
      const shared = this.share(prior)
      if (shared === undefined) continue
      if (shared.covers) wanted = false
      if (this.options.includeAmbiguous !== true && rivals.some((rival) => this.blocks(prior, rival, shared.part))) continue
      this.noteWorlds(prior)
      if (!this.visit(prior, { ...shared, covers: false })) return false
    }
    if (rivals.some((rival) => this.overlaps(rival, part))) this.ambiguous = true
    if (wanted && this.options.includeAmbiguous !== true) wanted = !rivals.some((rival) => this.isBelow(part, rival))
    if (wanted && this.options.limit !== undefined) wanted = !this.isCovered(part, rivals)
    if (wanted && !this.add(method, part, covers)) return false
    if (this.options.includeAmbiguous === true) {
      for (const rival of rivals) {
        const shared = this.share(rival)
        if (shared !== undefined && !this.visit(rival, { ...shared, covers: false })) return false
      }
    }
    return !covers
  }

  private isBelow(part: Parameter, { signature }: Method): boolean {
    return isSubtype(this.view.table.universe, part, signature)
  }

  private overlaps({ signature }: Method, part: Parameter): boolean {
    return typeIntersect(this.view.table.universe, part, signature).kind !== 'bottom'
  }

  private blocks(prior: Method, rival: Method, part: Parameter): boolean {
    return rival !== prior && this.isBelow(part, rival) && !moreSpecific(this.view.table.universe, prior.signature, rival.signature)
  }

  /** A better match already takes all of this part; an ambiguous one is not better. */
  private isCovered(part: Parameter, rivals: readonly Method[]): boolean {
    return this.matches.some(({ method }) => (this.options.includeAmbiguous !== true || !rivals.includes(method)) && this.isBelow(part, method))
  }

  private add(method: M, part: Parameter, covers: boolean): boolean {
    const { limit } = this.options
    if (limit !== undefined && this.matches.length >= limit) {
      this.over = true
      return false
    }
    const parameters = solveSubtype(this.view.table.universe, part, method.signature) ?? []
    this.matches.push({ method, signature: part, parameters, covers: covers || isSubtype(this.view.table.universe, this.signature, method.signature) })
    return true
  }
}
