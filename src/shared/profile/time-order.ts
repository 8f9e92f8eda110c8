/**
 * The flame tree of calls in the order in which they happened: every call is a box of its own. Calls that were recorded
 * whole and in order are placed in two passes over their columns; all others go through `arrange`.
 */
import type { CallTreeIndex } from './call-tree'
import { indexCallTree, pick } from './call-tree'
import type { FlameTree } from './flame-layout'
import { arrange, forestOf } from './flame-layout'
import type { CallTree } from './tables'

/**
 * Every call as a box of its own, in the order in which they happened; in the order of the table where the tool did not
 * say when. Each block begins at its own first start, and blocks lie one after another, since the clocks of two tools
 * cannot be compared.
 */
export function timeOrder(tree: CallTree, blocks?: readonly number[]): FlameTree {
  const straight = placeInOrder(tree, blocks)
  if (straight) return straight
  const index = indexCallTree(tree, blocks)
  const start = pick(tree.start, index.row)
  const end = new Float64Array(index.length).fill(Number.NaN)
  // A row without a start or without a time of its own spans its children.
  const inclusive = index.inclusive.slice()
  for (let node = index.length - 1; node >= 0; node--) {
    const up = index.parent[node] as number
    if (!Number.isNaN(end[node]) && Number.isNaN(tree.inclusive[index.row[node] as number])) {
      const spanned = (end[node] as number) - (start[node] as number)
      if (!((inclusive[node] as number) >= spanned)) inclusive[node] = spanned
    }
    const from = start[node] as number
    if (Number.isNaN(from) || up < 0) continue
    const to = from + ((inclusive[node] as number) || 0)
    if (!((end[up] as number) >= to)) end[up] = to
    if (Number.isNaN(tree.start[index.row[up] as number]) && !((start[up] as number) <= from)) start[up] = from
  }
  const shifted = shiftBlocks(tree, index, start, inclusive, blocks)
  return arrange({ ...forestOf(tree, index), start: shifted, inclusive }, 'start')
}

/** The rows of the one block, or of the only one; undefined if they do not stand together, or are none. */
function oneRun(tree: CallTree, blocks?: readonly number[]): { from: number; to: number } | undefined {
  if (blocks && blocks.length !== 1) return undefined
  const block = blocks?.[0] ?? tree.block[0]
  const { length } = tree
  let from = 0
  while (from < length && tree.block[from] !== block) from++
  let to = from
  while (to < length && tree.block[to] === block) to++
  for (let row = to; row < length; row++) if (!blocks || tree.block[row] === block) return undefined
  return to > from ? { from, to } : undefined
}

/**
 * What `timeOrder` gives for rows of one block that have all their times and stand in the order in which the calls began,
 * each below the calls it was made in. Then each level is in order already, and nothing is to be completed or sorted.
 * Undefined for all other rows.
 */
function placeInOrder(tree: CallTree, blocks?: readonly number[]): FlameTree | undefined {
  const run = oneRun(tree, blocks)
  if (!run) return undefined
  const { from } = run
  const length = run.to - from
  const { parent: above, start: starts, inclusive: whole, exclusive: own } = tree
  const depths = new Int32Array(length)
  const lefts = new Float64Array(length)
  const widths = new Float64Array(length)
  /** By depth: how many nodes there are, the open one, the last start, where the next may begin, and where all must end. */
  const sizes: number[] = []
  const open: number[] = []
  const last: number[] = [Number.NEGATIVE_INFINITY]
  const cursor: number[] = [0]
  const limit: number[] = [Infinity]
  const first = starts[from] as number
  for (let node = 0; node < length; node++) {
    const row = from + node
    const start = starts[row] as number
    const width = whole[row] as number
    if (Number.isNaN(start) || Number.isNaN(width) || Number.isNaN(own[row])) return undefined
    const up = above[row] as number
    if (up >= 0 && up < from) return undefined
    const depth = up < 0 ? 0 : (depths[up - from] as number) + 1
    if ((depth > 0 && open[depth - 1] !== up - from) || start < (last[depth] as number)) return undefined
    const end = limit[depth] as number
    const left = Math.min(end, Math.max(start - first, cursor[depth] as number))
    const drawn = Math.max(0, Math.min(end - left, width))
    depths[node] = depth
    lefts[node] = left
    widths[node] = drawn
    sizes[depth] = (sizes[depth] ?? 0) + 1
    open[depth] = node
    last[depth] = start
    cursor[depth] = left + drawn
    last[depth + 1] = Number.NEGATIVE_INFINITY
    cursor[depth + 1] = left
    limit[depth + 1] = left + drawn
  }
  const levels = new Int32Array(sizes.length + 1)
  for (const [depth, size] of sizes.entries()) levels[depth + 1] = (levels[depth] as number) + size
  const next = levels.slice()
  /** Which call each node is: nodes go level by level. */
  const order = new Int32Array(length)
  for (let node = 0; node < length; node++) {
    const depth = depths[node] as number
    const at = next[depth] as number
    next[depth] = at + 1
    order[at] = node
  }
  const ofTree = <Column extends Int32Array | Float64Array | Uint8Array>(column: Column): Column => pick(column.subarray(from, run.to) as Column, order)
  // What is not needed to draw is made when it is asked for.
  const parent = once(() => parentsOf(above, from, order))
  const depth = once(() => pick(depths, order))
  const inclusive = once(() => ofTree(whole))
  const self = once(() => ofTree(own))
  const row = once(() => order.map((node) => from + node))
  const count = once(() => new Int32Array(length).fill(1))
  return {
    length,
    levels,
    frame: ofTree(tree.frame),
    start: pick(lefts, order),
    duration: pick(widths, order),
    flags: ofTree(tree.flags),
    total: cursor[0] as number,
    maxDepth: sizes.length - 1,
    get parent() {
      return parent()
    },
    get depth() {
      return depth()
    },
    get inclusive() {
      return inclusive()
    },
    get self() {
      return self()
    },
    get row() {
      return row()
    },
    get count() {
      return count()
    },
  }
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => (made ??= make())
}

/** Of each node the node that stands for the row above its own; -1 for none. `order` says which row, counted from `from`, a node is. */
function parentsOf(above: Int32Array, from: number, order: Int32Array): Int32Array {
  const nodeOf = new Int32Array(order.length)
  for (let node = 0; node < order.length; node++) nodeOf[order[node] as number] = node
  const parents = new Int32Array(order.length)
  for (let node = 0; node < order.length; node++) {
    const up = above[from + (order[node] as number)] as number
    parents[node] = up < 0 ? -1 : (nodeOf[up - from] as number)
  }
  return parents
}

/** Starts moved so that each block begins where the one before it ends; in the order of `blocks`. */
function shiftBlocks(
  tree: CallTree,
  index: CallTreeIndex,
  start: Float64Array,
  inclusive: Float64Array,
  blocks?: readonly number[],
): Float64Array {
  interface Extent { first: number; last: number; sum: number }
  const extents = new Map<number, Extent>((blocks ?? []).map((block) => [block, { first: Infinity, last: -Infinity, sum: 0 }]))
  const blockOf = (node: number): number => tree.block[index.row[node] as number] as number
  for (let root = index.firstRoot; root >= 0; root = index.nextSibling[root] as number) {
    const block = blockOf(root)
    let extent = extents.get(block)
    if (!extent) extents.set(block, (extent = { first: Infinity, last: -Infinity, sum: 0 }))
    const width = (inclusive[root] as number) || 0
    const from = start[root] as number
    if (from < extent.first) extent.first = from
    if (from + width > extent.last) extent.last = from + width
    extent.sum += width
  }
  const shift = new Map<number, number>()
  const unplaced = new Map<number, number>()
  let offset = 0
  for (const [block, { first, last, sum }] of extents) {
    const placed = last > first ? last - first : 0
    shift.set(block, offset - (first === Infinity ? 0 : first))
    unplaced.set(block, offset)
    offset += Math.max(placed, sum)
  }
  const shifted = new Float64Array(start.length)
  let block = -1
  let by = 0
  for (let node = 0; node < start.length; node++) {
    // Rows of a block stand together, so that the map is rarely asked.
    if (node === 0 || blockOf(node) !== block) by = shift.get((block = blockOf(node))) as number
    shifted[node] = (start[node] as number) + by
  }
  // Roots without starts follow one another within their block, which may not be the first on the axis.
  for (let root = index.firstRoot; root >= 0; root = index.nextSibling[root] as number) {
    if (!Number.isNaN(shifted[root])) continue
    const of = blockOf(root)
    const cursor = unplaced.get(of) as number
    shifted[root] = cursor
    unplaced.set(of, cursor + ((inclusive[root] as number) || 0))
  }
  return shifted
}
