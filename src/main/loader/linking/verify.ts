/**
 * Whether what the saved instances of a package rely on is as it was when they were written: each lookup is made again and has to give the
 * same methods. From 1.8 on an instance fails with any that it calls, cycles included; before, each stands for itself (e.5; dump.c and
 * staticdata_utils.c `jl_verify_edges`, `jl_verify_methods`, `jl_verify_graph`; base/staticdata.jl).
 */
import type { ImageContents, SavedEdge, SavedInstance } from '../../image/contents'
import type { CodeMethod, Edge, MethodInstance } from '../../julia/worlds/method'
import type { World } from '../../julia/worlds/world'
import { methodsOf } from '../precompile/saved-edges'

/** Why an instance failed. */
export type Failure =
  /** A lookup gives other methods now. */
  | { readonly kind: 'edge', readonly edge: Edge, readonly added: readonly CodeMethod[], readonly missing: readonly CodeMethod[] }
  /** Something that it calls failed. */
  | { readonly kind: 'callee', readonly callee: MethodInstance }

type Changed = Extract<Failure, { readonly kind: 'edge' }>

export function findFailures({ instances }: ImageContents, world: World, verified: (edge: SavedEdge) => void): Map<MethodInstance, Failure> {
  const check = new EdgeCheck(world, verified)
  const failures = new Map<MethodInstance, Failure>()
  for (const { instance, edges } of instances) {
    const changed = firstChange(edges, check)
    if (changed !== undefined) failures.set(instance, changed)
  }
  if (world.rules.caching.dropsCallers) failCallers(instances, failures)
  return failures
}

function firstChange(edges: readonly SavedEdge[], check: EdgeCheck): Changed | undefined {
  for (const edge of edges) {
    const changed = check.changeOf(edge)
    if (changed !== undefined) return changed
  }
  return undefined
}

/** A failure goes from each callee to its callers, so that a cycle falls as a whole. */
function failCallers(instances: readonly SavedInstance[], failures: Map<MethodInstance, Failure>): void {
  const callers = new Map<MethodInstance, MethodInstance[]>()
  for (const { instance, edges } of instances) {
    for (const { edge } of edges) {
      if (edge.to !== 'instance') continue
      const known = callers.get(edge.instance)
      if (known === undefined) callers.set(edge.instance, [instance])
      else known.push(instance)
    }
  }
  // A map goes on with what is added while it is walked.
  for (const callee of failures.keys()) {
    for (const caller of callers.get(callee) ?? []) if (!failures.has(caller)) failures.set(caller, { kind: 'callee', callee })
  }
}

/** Each lookup once, however many rely on it. */
class EdgeCheck {
  private readonly lookups = new Map<unknown, { readonly found: readonly CodeMethod[], readonly changes: Changed[] }>()

  constructor(
    private readonly world: World,
    private readonly verified: (edge: SavedEdge) => void,
  ) {}

  changeOf(saved: SavedEdge): Changed | undefined {
    const { edge, expected } = saved
    if (expected === undefined || edge.to === 'binding') return undefined
    const { found, changes } = this.lookup(saved, edge)
    const added = found.filter((method) => !expected.includes(method))
    const missing = expected.filter((method) => !found.includes(method))
    if (added.length + missing.length === 0) return undefined
    const known = changes.find((change) => same(change.added, added) && same(change.missing, missing))
    if (known !== undefined) return known
    const changed: Changed = { kind: 'edge', edge, added, missing }
    changes.push(changed)
    return changed
  }

  private lookup(saved: SavedEdge, edge: Exclude<Edge, { readonly to: 'binding' }>) {
    const key = edge.to === 'table' ? edge.signature : edge.invokeSignature ?? edge.instance
    let known = this.lookups.get(key)
    if (known === undefined) {
      this.verified(saved)
      known = { found: methodsOf(edge, this.world), changes: [] }
      this.lookups.set(key, known)
    }
    return known
  }
}

function same(some: readonly CodeMethod[], others: readonly CodeMethod[]): boolean {
  return some.length === others.length && some.every((method, at) => method === others[at])
}
