/**
 * Package loads laid out on a time axis: the boxes, their reading order, how they are called, and which stretches of a
 * box are the package's own time. Made once for the blocks that are shown; `imports-chart.ts` draws a window of it.
 */
import type { FlameTree } from '../profile/flame-layout'
import { timeOrder } from '../profile/time-order'
import type { CallTree, Profile } from '../profile/tables'
import { textAt } from '../profile/tables'
import { plain } from './chart-spec'

export interface ImportsTimeline {
  /** `frame` of a node is its row in `imports`. */
  readonly tree: FlameTree
  /** Nodes as they are read: a package, then what it loaded. */
  readonly order: Int32Array
  /** By node, for reading: `Owner → Extension`. */
  readonly names: readonly string[]
  readonly firstChild: Int32Array
  /** Node of each row of `imports`, -1 of rows that are not shown. */
  readonly nodeOfRow: Int32Array
}

export function importName(profile: Profile, row: number): string {
  const name = textAt(profile, profile.imports.name[row])
  const owner = textAt(profile, profile.imports.owner[row])
  return plain(owner === '' ? name : `${owner} → ${name}`)
}

export function importsTimeline(profile: Profile, blocks?: readonly number[]): ImportsTimeline {
  const { imports } = profile
  const none = new Int32Array(imports.length).fill(-1)
  const rows = new Int32Array(imports.length).map((_, row) => row)
  const { length, parent, start, inclusive, exclusive, block, line } = imports
  const calls: CallTree = { length, parent, start, inclusive, exclusive, block, line, frame: rows, children: none, flags: new Uint8Array(length) }
  const tree = timeOrder(calls, blocks)

  const firstChild = new Int32Array(tree.length).fill(-1)
  for (let node = tree.length - 1; node >= 0; node--) {
    const up = tree.parent[node] as number
    if (up >= 0) firstChild[up] = node
  }
  const order = new Int32Array(tree.length)
  let placed = 0
  const open: number[] = []
  for (let root = (tree.levels[1] ?? 0) - 1; root >= 0; root--) open.push(root)
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    order[placed++] = node
    const first = open.length
    for (let child = firstChild[node] as number; child >= 0 && tree.parent[child] === node; child++) open.push(child)
    // The last one pushed is visited first.
    for (let low = first, high = open.length - 1; low < high; low++, high--) {
      const kept = open[low] as number
      open[low] = open[high] as number
      open[high] = kept
    }
  }
  const nodeOfRow = new Int32Array(length).fill(-1)
  tree.frame.forEach((row, node) => {
    nodeOfRow[row] = node
  })
  return { tree, order, names: Array.from(tree.frame, (row) => importName(profile, row)), firstChild, nodeOfRow }
}

/** Nodes in reading order of which something lies between `from` and `to`: the lines of a zoomed drawing. */
export function linesBetween({ tree, order }: ImportsTimeline, from: number, to: number): Int32Array {
  if (from <= 0 && to >= tree.total) return order
  return order.filter((node) => (tree.start[node] as number) <= to && (tree.start[node] as number) + (tree.duration[node] as number) >= from)
}

/** Stretches of a node that none of its children fills, as pairs of start and end in the unit of the axis. */
export function ownSpans({ tree, firstChild }: ImportsTimeline, node: number): number[] {
  const spans: number[] = []
  let at = tree.start[node] as number
  const end = at + (tree.duration[node] as number)
  for (let child = firstChild[node] as number; child >= 0 && tree.parent[child] === node; child++) {
    const start = tree.start[child] as number
    if (start > at) spans.push(at, start)
    at = Math.max(at, start + (tree.duration[child] as number))
  }
  if (end > at) spans.push(at, end)
  return spans
}
