/**
 * The trees of SnoopCompile's `invalidation_trees` from the log of one definition or deletion: below the cause its roots
 * (`mt_backedges` with the signature that was waiting, `backedges` with the instance of the superseded method), below them
 * the instances in the order of the log, each with the number of all below it. `uinvalidated` is the list without repetition.
 */
import type { Parameter } from '../types/type'
import type { InvalidationEntry } from './invalidation'
import type { CodeMethod, MethodInstance } from './method'
import type { Binding } from './module'

export interface InvalidationNode {
  readonly instance: MethodInstance
  readonly children: InvalidationNode[]
}

interface InvalidationRoot {
  readonly kind: 'mtBackedges' | 'backedges'
  /** What was waiting for a method, of `mtBackedges`. */
  readonly signature: Parameter | undefined
  /** Of `backedges` the instance of the superseded method; its callers are the children. Of `mtBackedges` the first that was invalidated. */
  readonly instance: MethodInstance
  readonly children: InvalidationNode[]
}

export interface InvalidationTree {
  readonly reason: 'inserting' | 'deleting' | 'rebinding'
  readonly method: CodeMethod | undefined
  readonly binding: Binding | undefined
  readonly roots: readonly InvalidationRoot[]
  /** Calls that were dropped from dispatch caches. */
  readonly mtCache: readonly MethodInstance[]
  /** Instances of the deleted method that no code called. */
  readonly disabled: readonly MethodInstance[]
}

/** All instances below. */
export function countDescendants(nodes: readonly InvalidationNode[]): number {
  let count = 0
  const pending = [...nodes]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    count++
    pending.push(...node.children)
  }
  return count
}

/** Of the entries up to and with their cause; undefined if the last is none. */
export function invalidationTree(entries: readonly InvalidationEntry[]): InvalidationTree | undefined {
  const cause = entries.at(-1)
  if (cause === undefined || cause.kind === 'invalidate' || cause.kind === 'mtCache' || cause.kind === 'disabled') return undefined
  const roots: InvalidationRoot[] = []
  const path: InvalidationNode[] = []
  const byCallee = new Map<MethodInstance, InvalidationRoot>()
  for (const entry of entries) {
    if (entry.kind !== 'invalidate') continue
    const node: InvalidationNode = { instance: entry.instance, children: [] }
    if (entry.level === 0) {
      const signature = entry.source.kind === 'table' ? entry.source.signature : undefined
      roots.push({ kind: 'mtBackedges', signature, instance: entry.instance, children: node.children })
    } else if (entry.level === 1 && entry.source.kind === 'instance' && !isBelow(path, entry.source.callee)) {
      let root = byCallee.get(entry.source.callee)
      if (root === undefined) {
        root = { kind: 'backedges', signature: undefined, instance: entry.source.callee, children: [] }
        byCallee.set(entry.source.callee, root)
        roots.push(root)
      }
      root.children.push(node)
    } else {
      path[entry.level - 1]?.children.push(node)
    }
    path.length = entry.level
    path[entry.level] = node
  }
  return {
    ...causeOf(cause),
    roots,
    mtCache: entries.flatMap((entry) => (entry.kind === 'mtCache' ? [entry.instance] : [])),
    disabled: entries.flatMap((entry) => (entry.kind === 'disabled' && !byCallee.has(entry.instance) ? [entry.instance] : [])),
  }
}

type Cause = Exclude<InvalidationEntry, { readonly kind: 'invalidate' | 'mtCache' | 'disabled' }>

/** Of a package that was loaded: the method that came between, as SnoopCompile attributes it, or one that is gone. */
function causeOf(cause: Cause): Pick<InvalidationTree, 'reason' | 'method' | 'binding'> {
  switch (cause.kind) {
    case 'insert':
      return { reason: 'inserting', method: cause.method, binding: undefined }
    case 'delete':
      return { reason: 'deleting', method: cause.method, binding: undefined }
    case 'rebind':
      return { reason: 'rebinding', method: undefined, binding: cause.binding }
    case 'load': {
      const [added] = cause.added
      return { reason: added === undefined ? 'deleting' : 'inserting', method: added ?? cause.missing[0], binding: undefined }
    }
  }
}

/** Whether the last root of the table has the callee: level 1 then is its caller and no root of its own. */
function isBelow(path: readonly InvalidationNode[], callee: MethodInstance): boolean {
  return path[0]?.instance === callee
}

/** Instances that were invalidated, each once, in the order of the log; dispatch caches do not count. */
export function uniqueInvalidated(entries: readonly InvalidationEntry[]): MethodInstance[] {
  return [...new Set(entries.flatMap((entry) => (entry.kind === 'invalidate' ? [entry.instance] : [])))]
}
