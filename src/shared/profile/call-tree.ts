/**
 * The way around in a call tree: which rows belong to the chosen blocks, their children, their depth, and both times of
 * each row where the tool printed one of them or none. Tables know only parents; everything that walks a tree goes
 * through this index.
 */
import { CALL_FLAG } from './schema'
import type { CallTree } from './tables'

/**
 * Nodes are the rows of the chosen blocks, numbered in the order of the table, so that parents stand before children.
 * All columns have `length` entries; -1 is none.
 */
export interface CallTreeIndex {
  readonly length: number
  /** Row in the table. */
  readonly row: Int32Array
  readonly frame: Int32Array
  /** Node of the parent; -1 of a root, and where the parent is in none of the chosen blocks. */
  readonly parent: Int32Array
  readonly firstRoot: number
  readonly firstChild: Int32Array
  /** The next child of the same parent, or the next root, in the order of the table. */
  readonly nextSibling: Int32Array
  /** 0 for roots. */
  readonly depth: Int32Array
  readonly maxDepth: number
  /** In the unit of the block, usually nanoseconds; completed as `indexCallTree` says. */
  readonly inclusive: Float64Array
  readonly exclusive: Float64Array
}

/** For each row of `tree` whether its block is one of `blocks`; all rows if `blocks` is left out. */
function chosenRows(tree: CallTree, blocks?: readonly number[]): Int32Array {
  const rows = new Int32Array(tree.length)
  if (!blocks) {
    for (let row = 0; row < rows.length; row++) rows[row] = row
    return rows
  }
  const chosen = new Set(blocks)
  let length = 0
  for (let row = 0; row < tree.length; row++) if (chosen.has(tree.block[row] as number)) rows[length++] = row
  return rows.slice(0, length)
}

/** The last index of each table. Columns never change, and one look at a profile asks for the same index many times. */
const lastIndex = new WeakMap<CallTree, { readonly blocks: string; readonly index: CallTreeIndex }>()

/**
 * Indexes the rows of `blocks` (all rows if left out). The result is shared: its columns are not to be written to.
 *
 * A time that the tool did not print is completed from the other rows: inclusive is exclusive plus the inclusive times
 * of the children; exclusive is inclusive less those of the children, never below zero. Where the tool cut children
 * away, or printed fewer than it counted, the remainder is not the row's own time, and exclusive stays NaN. A row
 * without any time of its own or below it stays NaN.
 */
export function indexCallTree(tree: CallTree, blocks?: readonly number[]): CallTreeIndex {
  const key = blocks?.join() ?? 'all'
  const known = lastIndex.get(tree)
  if (known?.blocks === key) return known.index
  const index = makeIndex(tree, blocks)
  lastIndex.set(tree, { blocks: key, index })
  return index
}

function makeIndex(tree: CallTree, blocks?: readonly number[]): CallTreeIndex {
  const row = chosenRows(tree, blocks)
  const { length } = row
  const nodeOfRow = new Int32Array(tree.length).fill(-1)
  const frame = new Int32Array(length)
  const parent = new Int32Array(length)
  const firstChild = new Int32Array(length).fill(-1)
  const nextSibling = new Int32Array(length).fill(-1)
  const depth = new Int32Array(length)
  let maxDepth = 0
  for (let node = 0; node < length; node++) {
    const at = row[node] as number
    nodeOfRow[at] = node
    frame[node] = tree.frame[at] as number
    const above = tree.parent[at] as number
    const up = above < 0 ? -1 : (nodeOfRow[above] as number)
    parent[node] = up
    if (up >= 0) maxDepth = Math.max(maxDepth, (depth[node] = (depth[up] as number) + 1))
  }
  let firstRoot = -1
  for (let node = length - 1; node >= 0; node--) {
    const up = parent[node] as number
    nextSibling[node] = up < 0 ? firstRoot : (firstChild[up] as number)
    if (up < 0) firstRoot = node
    else firstChild[up] = node
  }
  const times = completeTimes(tree, row, parent)
  return { length, row, frame, parent, firstRoot, firstChild, nextSibling, depth, maxDepth, ...times }
}

/** `column` of the rows, in their order. The loop is written out because `from` with a function is ten times slower. */
export function pick<Column extends Int32Array | Float64Array | Uint8Array>(column: Column, rows: Int32Array): Column {
  const picked = new (column.constructor as new (length: number) => Column)(rows.length)
  for (let at = 0; at < rows.length; at++) picked[at] = column[rows[at] as number] as number
  return picked
}

function completeTimes(tree: CallTree, row: Int32Array, parent: Int32Array): Pick<CallTreeIndex, 'inclusive' | 'exclusive'> {
  const { length } = row
  const inclusive = new Float64Array(length)
  const exclusive = new Float64Array(length)
  const below = new Float64Array(length)
  const children = new Int32Array(length)
  // From the last row up: when a row's turn comes, all its children have had theirs.
  for (let node = length - 1; node >= 0; node--) {
    const at = row[node] as number
    const own = tree.exclusive[at] as number
    let whole = tree.inclusive[at] as number
    const ofChildren = below[node] as number
    if (Number.isNaN(whole)) {
      whole = Number.isNaN(own) ? (ofChildren > 0 ? ofChildren : Number.NaN) : Math.max(0, own + ofChildren)
    }
    inclusive[node] = whole
    const missing = ((tree.flags[at] as number) & CALL_FLAG.cut) !== 0 || (tree.children[at] as number) > (children[node] as number)
    exclusive[node] = Number.isNaN(own) && !missing ? Math.max(0, whole - ofChildren) : own
    const up = parent[node] as number
    if (up >= 0) {
      children[up] = (children[up] as number) + 1
      if (!Number.isNaN(whole)) below[up] = (below[up] as number) + whole
    }
  }
  return { inclusive, exclusive }
}

/**
 * Calls `enter` and `leave` for every node, children between the two, in the order of the table. `enter` may return
 * false to pass over what is below; `leave` is called all the same.
 */
export function walk(index: CallTreeIndex, enter: (node: number) => boolean | undefined, leave?: (node: number) => void): void {
  let node = index.firstRoot
  let descending = true
  while (node >= 0) {
    const child = descending && enter(node) !== false ? (index.firstChild[node] as number) : -1
    if (child >= 0) {
      node = child
      continue
    }
    leave?.(node)
    const sibling = index.nextSibling[node] as number
    descending = sibling >= 0
    node = descending ? sibling : (index.parent[node] as number)
    if (!descending && node < 0) return
  }
}
