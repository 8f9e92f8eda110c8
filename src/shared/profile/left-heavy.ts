/**
 * Left heavy: calls with the same stack become one box, and the heaviest box of each parent is on the left. Says nothing
 * about when something happened.
 */
import type { CallTreeIndex } from './call-tree'
import { indexCallTree, pick, walk } from './call-tree'
import type { FlameTree, Forest } from './flame-layout'
import { arrange, forestOf } from './flame-layout'
import { CALL_FLAG } from './schema'
import type { CallTree } from './tables'

/** A box is a constant propagation only if all that it stands for are; every other flag says that there is one. */
const IF_ALL = CALL_FLAG.constProp

function addKnown(sum: number, value: number): number {
  return Number.isNaN(sum) ? value : Number.isNaN(value) ? sum : sum + value
}

/** Numbers for pairs of small integers, in the order in which the pairs come. Open addressing in a typed array. */
class PairNumbers {
  private readonly slots: Int32Array
  private readonly mask: number
  constructor(
    most: number,
    /** The pair of a number already given. */
    private readonly isPair: (number: number, first: number, second: number) => boolean,
  ) {
    let size = 16
    while (size < most * 2) size *= 2
    this.slots = new Int32Array(size).fill(-1)
    this.mask = size - 1
  }
  /** The number of the pair; `next` is what it gets if it has none. */
  of(first: number, second: number, next: number): number {
    let slot = (Math.imul(first + 1, 0x9e3779b1) ^ Math.imul(second + 1, 0x85ebca6b)) >>> 0
    slot = (slot ^ (slot >>> 15)) & this.mask
    for (;;) {
      const number = this.slots[slot] as number
      if (number < 0) {
        this.slots[slot] = next
        return next
      }
      if (this.isPair(number, first, second)) return number
      slot = (slot + 1) & this.mask
    }
  }
}

/** Merges siblings (and roots) of the same frame: times and counts add up. */
export function mergeSiblings(forest: Forest): Forest {
  const frame = new Int32Array(forest.length)
  const parent = new Int32Array(forest.length)
  const inclusive = new Float64Array(forest.length)
  const self = new Float64Array(forest.length)
  const flags = new Uint8Array(forest.length)
  const row = new Int32Array(forest.length)
  const count = new Int32Array(forest.length)
  const numbers = new PairNumbers(forest.length, (number, up, of) => parent[number] === up && frame[number] === of)
  const mergedAs = new Int32Array(forest.length)
  let length = 0
  for (let node = 0; node < forest.length; node++) {
    const above = forest.parent[node] as number
    const up = above < 0 ? -1 : (mergedAs[above] as number)
    const of = forest.frame[node] as number
    const into = numbers.of(up, of, length)
    mergedAs[node] = into
    const bits = forest.flags[node] as number
    if (into === length) {
      frame[into] = of
      parent[into] = up
      inclusive[into] = forest.inclusive[node] as number
      self[into] = forest.self[node] as number
      flags[into] = bits
      row[into] = forest.row[node] as number
      count[into] = forest.count[node] as number
      length++
    } else {
      inclusive[into] = addKnown(inclusive[into] as number, forest.inclusive[node] as number)
      self[into] = addKnown(self[into] as number, forest.self[node] as number)
      const before = flags[into] as number
      flags[into] = ((before | bits) & ~IF_ALL) | (before & bits & IF_ALL)
      count[into] = (count[into] as number) + (forest.count[node] as number)
    }
  }
  return {
    length,
    frame: frame.slice(0, length),
    parent: parent.slice(0, length),
    inclusive: inclusive.slice(0, length),
    self: self.slice(0, length),
    flags: flags.slice(0, length),
    row: row.slice(0, length),
    count: count.slice(0, length),
  }
}

/**
 * Leaves out calls of a frame that is already on the stack. What they called moves up to the nearest call that is kept,
 * and so does their own time: `f → g → f → h` becomes `f → g → h`, and the inner `f`'s own time becomes `g`'s.
 */
export function flattenRecursion(index: CallTreeIndex, forest: Forest): Forest {
  const onStack = new Set<number>()
  const keptAs = new Int32Array(forest.length).fill(-1)
  const self = forest.self.slice()
  const order: number[] = []
  const parents: number[] = []
  const dropped = new Uint8Array(forest.length)
  const keptAbove = (node: number): number => {
    const above = index.parent[node] as number
    return above < 0 ? -1 : (keptAs[above] as number)
  }
  walk(
    index,
    (node) => {
      const frame = forest.frame[node] as number
      const up = keptAbove(node)
      if (onStack.has(frame)) {
        dropped[node] = 1
        keptAs[node] = up
        const above = order[up] as number
        self[above] = addKnown(self[above] as number, self[node] as number)
        return true
      }
      onStack.add(frame)
      keptAs[node] = order.length
      order.push(node)
      parents.push(up)
      return true
    },
    (node) => {
      if (dropped[node] === 0) onStack.delete(forest.frame[node] as number)
    },
  )
  const rows = Int32Array.from(order)
  return {
    length: rows.length,
    frame: pick(forest.frame, rows),
    parent: Int32Array.from(parents),
    inclusive: pick(forest.inclusive, rows),
    self: pick(self, rows),
    flags: pick(forest.flags, rows),
    row: pick(forest.row, rows),
    count: pick(forest.count, rows),
  }
}

export interface MergeOptions {
  /** See `flattenRecursion`. */
  readonly flatten?: boolean
}

/** The merged stacks of `blocks` (all if left out), heaviest left. */
export function leftHeavy(tree: CallTree, blocks?: readonly number[], options: MergeOptions = {}): FlameTree {
  const index = indexCallTree(tree, blocks)
  const forest = forestOf(tree, index)
  return arrange(mergeSiblings(options.flatten ? flattenRecursion(index, forest) : forest), 'heaviest')
}
