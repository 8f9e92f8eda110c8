/**
 * What a new or a deleted method makes invalid, and the log of it. A caller is invalid if it relied on a lookup that nothing
 * covered and the new method intersects it (`mt_backedges`), or on an instance of a method that the new one now replaces
 * (`backedges`); then its own callers are, and so on. Code that got there by runtime dispatch has no edge and stays. The rules by version:
 * julia-semantics e.3; gf.c `jl_method_table_insert`, `jl_method_table_disable`, `invalidate_method_instance`.
 */
import { FOREVER } from '../dispatch/method'
import { moreSpecific } from '../dispatch/specificity'
import { hasEmptyIntersection, typeIntersect } from '../types/intersect'
import { isSubtype } from '../types/subtype'
import type { Parameter } from '../types/type'
import type { VersionRules } from '../versions'
import { isStale, type CodeInstance, type CodeMethod, type Edge, type MethodInstance } from './method'
import type { Binding } from './module'

/** Through what an instance was reached. */
export type InvalidationSource =
  | { readonly kind: 'table', readonly signature: Parameter }
  | { readonly kind: 'instance', readonly callee: MethodInstance }
  | { readonly kind: 'binding', readonly binding: Binding }

/** One line of what Julia's `jl_debug_method_invalidation` reports. The cause comes last. */
export type InvalidationEntry =
  /** Level 0: from the method table; 1: a caller of a replaced instance; n + 1: a caller of the last of level n above. */
  | { readonly kind: 'invalidate', readonly level: number, readonly instance: MethodInstance, readonly source: InvalidationSource }
  /** Dropped from a dispatch cache; its code stays valid. */
  | { readonly kind: 'mtCache', readonly instance: MethodInstance }
  /** An instance of a method that is deleted or replaced, after its callers (1.6 on). */
  | { readonly kind: 'disabled', readonly instance: MethodInstance }
  | { readonly kind: 'insert' | 'delete', readonly method: CodeMethod }
  | { readonly kind: 'rebind', readonly binding: Binding }
  /** A package was loaded whose code relied on a lookup that gives other methods now (`insert_backedges_callee`, e.5). */
  | { readonly kind: 'load', readonly edge: Edge, readonly added: readonly CodeMethod[], readonly missing: readonly CodeMethod[] }

type Log = (entry: InvalidationEntry) => void

/** Ends the code of an instance and, along backedges, of its callers. */
export function invalidateInstance(instance: MethodInstance, maxWorld: number, level: number, source: InvalidationSource, rules: VersionRules, log: Log): void {
  // Depth may be thousands of callers: a stack of our own.
  const pending: { readonly instance: MethodInstance, readonly level: number, readonly source: InvalidationSource }[] = [{ instance, level, source }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    log({ kind: 'invalidate', ...next })
    for (const code of next.instance.codeInstances) if (code.maxWorld === FOREVER) code.maxWorld = maxWorld
    const { backedges } = next.instance
    next.instance.backedges = []
    for (let at = backedges.length - 1; at >= 0; at--) {
      const edge = backedges[at]
      if (edge !== undefined && isTold(edge, rules)) pending.push({ instance: edge.caller, level: next.level + 1, source: { kind: 'instance', callee: next.instance } })
    }
  }
}

/** A backedge that names code has nothing to tell once that code is invalid. */
function isTold(edge: { readonly code: CodeInstance | undefined }, { edges }: VersionRules): boolean {
  return !edges.toCodeInstances || !isStale(edge)
}

/** Invalidates the callers of an instance that are to be told. True if there were any. */
function invalidateCallers(callee: MethodInstance, maxWorld: number, concerns: (invokeSignature: Parameter | undefined) => boolean, rules: VersionRules, log: Log): boolean {
  const told = callee.backedges.filter((edge) => concerns(edge.invokeSignature) && isTold(edge, rules))
  if (told.length === 0) return false
  callee.backedges = callee.backedges.filter((edge) => !told.includes(edge))
  for (const { caller } of told) invalidateInstance(caller, maxWorld, 1, { kind: 'instance', callee }, rules, log)
  return true
}

/** Callers that wait in the method table. */
function invalidateTable({ table, signature }: CodeMethod, maxWorld: number, concerns: (waiting: Parameter) => boolean, rules: VersionRules, log: Log): boolean {
  const { universe } = table
  const told = table.backedges.filter((edge) => !hasEmptyIntersection(universe, edge.signature, signature) && concerns(edge.signature) && isTold(edge, rules))
  if (told.length === 0) return false
  table.backedges = table.backedges.filter((edge) => !told.includes(edge))
  for (const edge of told) invalidateInstance(edge.caller, maxWorld, 0, { kind: 'table', signature: edge.signature }, rules, log)
  return true
}

/** After `method` entered its table, `replaced` being the one with an equal signature before. */
export function invalidateForInsertion(method: CodeMethod, replaced: CodeMethod | undefined, rules: VersionRules, log: Log): void {
  const maxWorld = method.primaryWorld - 1
  const insertion = new Insertion(method, replaced, rules)
  let invalidated = replaced === undefined && invalidateTable(method, maxWorld, (waiting) => insertion.concernsTable(waiting), rules, log)
  const shadowed = insertion.shadowed()
  for (const instance of method.table.dropCached(new Set(shadowed), maxWorld)) log({ kind: 'mtCache', instance })
  for (const old of shadowed) {
    for (const instance of old.specializations) {
      if (hasEmptyIntersection(method.table.universe, instance.specTypes, method.signature)) continue
      invalidated = invalidateCallers(instance, maxWorld, (asked) => insertion.concernsCallers(old, instance, asked), rules, log) || invalidated
      if (old === replaced) invalidated = isDisabled(instance, rules, log) || invalidated
    }
  }
  if (replaced !== undefined && invalidated && rules.insertion.namesDisabled) log({ kind: 'delete', method: replaced })
  if (invalidated) log({ kind: 'insert', method })
}

/** Tells of an instance whose method is gone, where the version does. */
function isDisabled(instance: MethodInstance, { insertion }: VersionRules, log: Log): boolean {
  if (insertion.namesDisabled) log({ kind: 'disabled', instance })
  return insertion.namesDisabled
}

/** After `method` was taken out of its table; `maxWorld` is the last world that has it. */
export function invalidateForDeletion(method: CodeMethod, maxWorld: number, rules: VersionRules, log: Log): void {
  for (const instance of method.table.dropCached(new Set([method]), maxWorld)) log({ kind: 'mtCache', instance })
  let invalidated = false
  for (const instance of method.specializations) {
    invalidated = invalidateCallers(instance, maxWorld, () => true, rules, log) || invalidated
    invalidated = isDisabled(instance, rules, log) || invalidated
  }
  if (invalidated) log({ kind: 'delete', method })
}

/** One insertion: which older methods it takes calls from. */
class Insertion {
  private known: readonly CodeMethod[] | undefined

  constructor(
    private readonly method: CodeMethod,
    private readonly replaced: CodeMethod | undefined,
    private readonly rules: VersionRules,
  ) {}

  /** Other methods that were there just before. */
  private before(): readonly CodeMethod[] {
    const { table, signature, primaryWorld } = this.method
    return table.candidates(signature).filter((other) => other !== this.method && other !== this.replaced && other.isIn(primaryWorld - 1))
  }

  /** Of those the ones that share calls with the new method. Found when first needed: most definitions meet no compiled code. */
  private get others(): readonly CodeMethod[] {
    const { table, signature } = this.method
    return (this.known ??= this.before().filter((other) => !hasEmptyIntersection(table.universe, other.signature, signature)))
  }

  /** The methods whose instances are looked at. */
  shadowed(): readonly CodeMethod[] {
    const { method, replaced, rules } = this
    if (replaced !== undefined) return [replaced]
    const compiled = this.before().filter((other) => other.specializations.length > 0)
    if (rules.insertion.sparesCoveredCalls) {
      return compiled.filter((other) => !this.isBetter(other) && !hasEmptyIntersection(method.table.universe, other.signature, method.signature))
    }
    return compiled.filter((other) => ['first', 'ambiguous'].includes(method.table.order(method, other)))
  }

  private isBetter(other: CodeMethod): boolean {
    return moreSpecific(this.method.table.universe, other.signature, this.method.signature)
  }

  /** Until 1.5 all that intersect; then only what nothing covered, or what the new method covers better than all that did. */
  concernsTable(waiting: Parameter): boolean {
    if (!this.rules.insertion.sparesCoveredCalls) return true
    const { universe } = this.method.table
    const shared = typeIntersect(universe, waiting, this.method.signature)
    const covering = this.others.filter((other) => isSubtype(universe, shared, other.signature))
    return covering.every((other) => moreSpecific(universe, this.method.signature, other.signature))
  }

  /** Whether callers of an instance of an older method that asked in this way are told. */
  concernsCallers(old: CodeMethod, instance: MethodInstance, invokeSignature: Parameter | undefined): boolean {
    const { method, replaced, rules } = this
    const { universe } = method.table
    if (invokeSignature !== undefined && rules.edges.invokeSignatures) {
      if (replaced === old) return true
      return !hasEmptyIntersection(universe, invokeSignature, method.signature) && isSubtype(universe, invokeSignature, method.signature)
        && !isSubtype(universe, old.signature, method.signature)
    }
    if (replaced !== undefined || !rules.insertion.sparesCoveredCalls) return true
    const shared = typeIntersect(universe, instance.specTypes, method.signature)
    const isAmbiguous = !moreSpecific(universe, method.signature, old.signature)
    return this.others.every((other) => other === old || !isSubtype(universe, shared, other.signature)
      || (!this.isBetter(other) && (!isAmbiguous || moreSpecific(universe, old.signature, other.signature))))
  }
}
