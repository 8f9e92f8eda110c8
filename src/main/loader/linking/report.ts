/**
 * What failed on loading, as entries of the log of invalidations: for each lookup that changed the instances that it took with it, callers below
 * what they call, then the lookup itself as the cause (Julia's `insert_backedges_callee`, `verify_methods` and `insert_backedges`,
 * which SnoopCompile puts under the method that changed the lookup).
 */
import type { ImageContents, SavedInstance } from '../../image/contents'
import type { InvalidationSource } from '../../julia/worlds/invalidation'
import type { Edge, MethodInstance } from '../../julia/worlds/method'
import type { World } from '../../julia/worlds/world'
import type { Failure } from './verify'

export function reportFailures({ instances }: ImageContents, failures: ReadonlyMap<MethodInstance, Failure>, world: World): void {
  const lossy = instancesWithLosses(instances, failures)
  const roots = new Map<Extract<Failure, { kind: 'edge' }>, MethodInstance[]>()
  const callers = new Map<MethodInstance, MethodInstance[]>()
  for (const [instance, failure] of failures) {
    if (!lossy.has(instance)) continue
    if (failure.kind === 'edge') push(roots, failure, instance)
    else push(callers, failure.callee, instance)
  }
  for (const [failure, direct] of roots) {
    for (const instance of direct) reportTree(instance, failure.edge, callers, world)
    world.report({ kind: 'load', edge: failure.edge, added: failure.added, missing: failure.missing })
  }
}

/** Instances whose failure cost code: their own, or that of a caller. */
function instancesWithLosses(instances: readonly SavedInstance[], failures: ReadonlyMap<MethodInstance, Failure>): ReadonlySet<MethodInstance> {
  const lossy = new Set(instances.filter(({ code }) => code.some(({ ended }) => !ended)).map(({ instance }) => instance))
  // Callers failed after what they call.
  for (const [instance, failure] of [...failures].reverse()) if (failure.kind === 'callee' && lossy.has(instance)) lossy.add(failure.callee)
  return lossy
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = lists.get(key)
  if (known === undefined) lists.set(key, [value])
  else known.push(value)
}

function reportTree(root: MethodInstance, edge: Edge, callers: ReadonlyMap<MethodInstance, readonly MethodInstance[]>, world: World): void {
  const first: InvalidationSource = edge.to === 'table' ? { kind: 'table', signature: edge.signature }
    : edge.to === 'instance' ? { kind: 'instance', callee: edge.instance } : { kind: 'binding', binding: edge.binding }
  const pending: { readonly instance: MethodInstance, readonly level: number, readonly source: InvalidationSource }[] = [
    { instance: root, level: first.kind === 'instance' ? 1 : 0, source: first },
  ]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { instance, level } = next
    world.report({ kind: 'invalidate', ...next })
    for (const caller of [...callers.get(instance) ?? []].reverse()) pending.push({ instance: caller, level: level + 1, source: { kind: 'instance', callee: instance } })
  }
}
