/**
 * Steps within a flame tree, for the arrow keys, and from a row of the profile to the box that stands for it, for links.
 * Everything follows from the order of the nodes: level by level, and the children of a node side by side.
 */
import type { FlameTree } from './flame-layout'
import type { CallTree } from './tables'

/** The first node of `from` to below `to` (one level) whose parent is `parent` or later. */
function firstBelow(flame: FlameTree, from: number, to: number, parent: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((flame.parent[middle] as number) < parent) low = middle + 1
    else high = middle
  }
  return low
}

/** The children of a node, from left to right: `from` to below `to`. Those of -1 are the roots. */
export function childrenOf(flame: FlameTree, node: number): { readonly from: number; readonly to: number } {
  const level = node < 0 ? 0 : (flame.depth[node] as number) + 1
  if (level > flame.maxDepth || flame.length === 0) return { from: flame.length, to: flame.length }
  const [first, end] = [flame.levels[level] as number, flame.levels[level + 1] as number]
  return { from: firstBelow(flame, first, end, node), to: firstBelow(flame, first, end, node + 1) }
}

export type FlameStep = 'parent' | 'child' | 'left' | 'right'

/**
 * The node that a step from `node` leads to, or `node` itself where there is none. `child` is the widest child; `left` and
 * `right` stay on the level and cross from one parent to the next. Without a node (-1) every step leads to the widest root.
 */
export function stepFrom(flame: FlameTree, node: number, step: FlameStep): number {
  if (flame.length === 0) return -1
  if (node < 0) return widest(flame, childrenOf(flame, -1)) ?? -1
  const depth = flame.depth[node] as number
  switch (step) {
    case 'parent':
      return depth === 0 ? node : (flame.parent[node] as number)
    case 'child':
      return widest(flame, childrenOf(flame, node)) ?? node
    case 'left':
      return node > (flame.levels[depth] as number) ? node - 1 : node
    case 'right':
      return node + 1 < (flame.levels[depth + 1] as number) ? node + 1 : node
  }
}

function widest(flame: FlameTree, { from, to }: { readonly from: number; readonly to: number }): number | undefined {
  let found: number | undefined
  for (let node = from; node < to; node++) {
    if (found === undefined || (flame.duration[node] as number) > (flame.duration[found] as number)) found = node
  }
  return found
}

/**
 * The box that stands for `row` of the tree it was made from, or -1. Where calls were merged the box is found by the
 * frames on the way from the root; a call that recursion flattened away is in the box of the outer call of its frame.
 * What stands above all boxes, because it was left out of the drawing, is passed over.
 */
export function nodeOfRow(flame: FlameTree, tree: CallTree, row: number): number {
  if (row < 0 || row >= tree.length) return -1
  const way: number[] = []
  for (let at = row; at >= 0; at = tree.parent[at] as number) way.push(at)
  /** Nodes on the way down, by frame: where a flattened call went. */
  const taken = new Map<number, number>()
  let node = -1
  for (let step = way.length - 1; step >= 0; step--) {
    const at = way[step] as number
    const frame = tree.frame[at] as number
    const { from, to } = childrenOf(flame, node)
    let next = -1
    for (let child = from; child < to; child++) {
      if (flame.row[child] === at) {
        next = child
        break
      }
      if (next < 0 && flame.frame[child] === frame && (flame.count[child] as number) > 1) next = child
    }
    if (next >= 0) {
      node = next
      taken.set(frame, node)
      continue
    }
    const outer = taken.get(frame)
    if (outer === undefined && node >= 0) return -1
    if (step === 0) return outer ?? -1
  }
  return node
}
