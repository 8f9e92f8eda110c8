/**
 * Sandwich: everything about one frame. Above it who called it (inverted: the caller of a box is below it in the tree),
 * below it what it called, each merged by frame and heaviest left. Time is counted once where the frame calls itself.
 *
 *     main → f → g        callers of f: f ← main            (5)
 *          → h → f                        ← h ← main        (2)
 *                         callees of f: f → g
 */
import { indexCallTree, pick } from './call-tree'
import type { FlameTree, Forest } from './flame-layout'
import { arrange, forestOf } from './flame-layout'
import type { MergeOptions } from './left-heavy'
import { flattenRecursion, mergeSiblings } from './left-heavy'
import type { CallTree } from './tables'

export interface Sandwich {
  /** The frame at depth 0, its callers at depth 1 and so on. */
  readonly callers: FlameTree
  /** The frame at depth 0, what it calls at depth 1 and so on. */
  readonly callees: FlameTree
  /** Inclusive time of the frame, recursion counted once. The width of both trees. */
  readonly inclusive: number
  readonly exclusive: number
  /** Number of calls. */
  readonly count: number
}

type Tree = Pick<Forest, 'length' | 'frame' | 'parent' | 'inclusive' | 'self' | 'flags' | 'row' | 'count'>

/** The boxes `nodes` of a tree, each with the parent and times given. */
function boxesOf(tree: Tree, nodes: Int32Array, parent: Int32Array, inclusive: Float64Array, self: Float64Array): Forest {
  return {
    length: nodes.length,
    frame: pick(tree.frame, nodes),
    parent,
    inclusive,
    self,
    flags: pick(tree.flags, nodes),
    row: pick(tree.row, nodes),
    count: pick(tree.count, nodes),
  }
}

/** The subtrees below the outermost calls of `frame`. */
function calleesOf(tree: Tree, frame: number): Forest {
  const nodes: number[] = []
  const parents: number[] = []
  const takenAs = new Int32Array(tree.length).fill(-1)
  for (let node = 0; node < tree.length; node++) {
    const above = tree.parent[node] as number
    const up = above < 0 ? -1 : (takenAs[above] as number)
    if (up < 0 && tree.frame[node] !== frame) continue
    takenAs[node] = nodes.length
    nodes.push(node)
    parents.push(up)
  }
  const taken = Int32Array.from(nodes)
  return boxesOf(tree, taken, Int32Array.from(parents), pick(tree.inclusive, taken), pick(tree.self, taken))
}

/**
 * From every call of `frame` the way up to the root, as a chain of its own. A call weighs its inclusive time less that
 * of the nearest calls of the same frame below it, which have chains of their own.
 */
function callersOf(tree: Tree, frame: number): Forest {
  const nearest = new Int32Array(tree.length)
  const weight = new Float64Array(tree.length)
  for (let node = 0; node < tree.length; node++) {
    const above = tree.parent[node] as number
    const enclosing = above < 0 ? -1 : (nearest[above] as number)
    const isCall = tree.frame[node] === frame
    nearest[node] = isCall ? node : enclosing
    if (!isCall) continue
    const time = tree.inclusive[node] as number
    weight[node] = time || 0
    if (enclosing >= 0) weight[enclosing] = Math.max(0, (weight[enclosing] as number) - (time || 0))
  }
  const nodes: number[] = []
  const parents: number[] = []
  const inclusive: number[] = []
  const self: number[] = []
  for (let call = 0; call < tree.length; call++) {
    if (tree.frame[call] !== frame) continue
    let up = -1
    for (let node = call; node >= 0; node = tree.parent[node] as number) {
      nodes.push(node)
      parents.push(up)
      inclusive.push(weight[call] as number)
      self.push((tree.parent[node] as number) < 0 ? (weight[call] as number) : 0)
      up = nodes.length - 1
    }
  }
  return boxesOf(tree, Int32Array.from(nodes), Int32Array.from(parents), Float64Array.from(inclusive), Float64Array.from(self))
}

/**
 * Callers and callees of `frame` (a row of the profile's frames) in `blocks` (all if left out). Both trees are empty if
 * the frame is not called there.
 */
export function sandwich(tree: CallTree, frame: number, blocks?: readonly number[], options: MergeOptions = {}): Sandwich {
  const index = indexCallTree(tree, blocks)
  const forest = forestOf(tree, index)
  const from = options.flatten ? flattenRecursion(index, forest) : forest
  const callees = arrange(mergeSiblings(calleesOf(from, frame)), 'heaviest')
  const callers = arrange(mergeSiblings(callersOf(from, frame)), 'heaviest')
  let exclusive = 0
  let count = 0
  for (let node = 0; node < index.length; node++) {
    if (index.frame[node] !== frame) continue
    exclusive += (index.exclusive[node] as number) || 0
    count++
  }
  return { callers, callees, inclusive: callees.inclusive[0] ?? 0, exclusive, count }
}
