/**
 * Call trees of several profiles merged into one by path: a box is a stack of the same method instances, with the times of every profile, and
 * has the same place in the drawings of all. It is as wide as its largest time, and at least as its children together, so every profile's own
 * time fits into it.
 */
import { indexCallTree } from '../call-tree'
import type { FlameTree } from '../flame-layout'
import { arrange } from '../flame-layout'
import { isTimingRoot } from '../block-rows'
import { inferenceBlock, type CodeSection } from './code'
import { timesAlike } from './noise'
import type { CompareSide } from './side'

export interface AlignedFlame {
  /** Places of the boxes; `frame` is the row of the code section that a box is of, `row` the box in the columns below. */
  readonly tree: FlameTree
  /** By side and box, nanoseconds; 0 where the side has no such box, NaN where its time is not known. */
  readonly inclusive: readonly Float64Array[]
  readonly self: readonly Float64Array[]
  /** By side and box: calls. */
  readonly count: readonly Int32Array[]
  /** By side and box: 1 where the time is that of the first side, or differs by no more than noise. */
  readonly alike: readonly Uint8Array[]
  /** By side: the sum over its roots. */
  readonly totals: readonly number[]
}

/** Row of the section for each frame of a side's profile. */
function rowsOfFrames({ rows }: CodeSection, side: number, length: number): Int32Array {
  const found = new Int32Array(length).fill(-1)
  for (const [at, { sides }] of rows.entries()) {
    const frame = sides[side]?.frame
    if (frame !== undefined) found[frame] = at
  }
  return found
}

class Merged {
  readonly parent: number[] = []
  readonly of: number[] = []
  readonly inclusive: number[][]
  readonly self: number[][]
  readonly count: number[][]
  private readonly children = new Map<number, Map<number, number>>()

  constructor(sides: number) {
    this.inclusive = Array.from({ length: sides }, () => [])
    this.self = Array.from({ length: sides }, () => [])
    this.count = Array.from({ length: sides }, () => [])
  }

  box(parent: number, of: number): number {
    let below = this.children.get(parent)
    if (!below) this.children.set(parent, (below = new Map<number, number>()))
    let box = below.get(of)
    if (box === undefined) {
      box = this.parent.length
      below.set(of, box)
      this.parent.push(parent)
      this.of.push(of)
    }
    return box
  }

  add(side: number, box: number, inclusive: number, self: number): void {
    const [times, own, calls] = [this.inclusive[side], this.self[side], this.count[side]]
    if (!times || !own || !calls) return
    times[box] = (times[box] ?? 0) + (inclusive || 0)
    own[box] = (own[box] ?? 0) + (self || 0)
    calls[box] = (calls[box] ?? 0) + 1
  }
}

/** `section` is of `inference`, and of the same sides; undefined if fewer than two of them have a tree. */
export function alignFlames(sides: readonly CompareSide[], section: CodeSection): AlignedFlame | undefined {
  const merged = new Merged(sides.length)
  let trees = 0
  for (const [side, { profile }] of sides.entries()) {
    const block = inferenceBlock(profile)
    if (!section.has[side] || profile.blocks[block]?.shape !== 'tree') continue
    trees++
    const index = indexCallTree(profile.inference, [block])
    const rowOf = rowsOfFrames(section, side, profile.frames.length)
    const boxes = new Int32Array(index.length).fill(-1)
    for (let node = 0; node < index.length; node++) {
      const row = index.row[node] ?? -1
      // ROOT is everything that is not inference: its children are the roots here.
      if (isTimingRoot(profile, row)) continue
      const up = index.parent[node] ?? -1
      const of = rowOf[index.frame[node] ?? -1] ?? -1
      if (of < 0) continue
      const box = merged.box(up < 0 ? -1 : (boxes[up] ?? -1), of)
      boxes[node] = box
      merged.add(side, box, index.inclusive[node] ?? 0, index.exclusive[node] ?? 0)
    }
  }
  if (trees < 2) return undefined
  const { length } = merged.parent
  const column = (lists: readonly number[][]): Float64Array[] => lists.map((list) => Float64Array.from({ length }, (_, box) => list[box] ?? 0))
  const inclusive = column(merged.inclusive)
  const self = column(merged.self)
  const width = new Float64Array(length)
  const below = new Float64Array(length)
  const parent = Int32Array.from(merged.parent)
  // Children stand after their parents: from the last one up, those of a box are done before it.
  for (let box = length - 1; box >= 0; box--) {
    width[box] = Math.max(below[box] ?? 0, ...inclusive.map((times) => times[box] ?? 0))
    const up = parent[box] ?? -1
    if (up >= 0) below[up] = (below[up] ?? 0) + (width[box] ?? 0)
  }
  const counts = merged.count.map((list) => Int32Array.from({ length }, (_, box) => list[box] ?? 0))
  const tree = arrange({
    length, parent, inclusive: width, self: new Float64Array(length), frame: Int32Array.from(merged.of), flags: new Uint8Array(length),
    row: Int32Array.from({ length }, (_, box) => box), count: Int32Array.from({ length }, (_, box) => counts.reduce((sum, list) => sum + (list[box] ?? 0), 0)),
  }, 'heaviest')
  const isAlike = timesAlike(sides, 'inference')
  return {
    tree, inclusive, self, count: counts,
    alike: inclusive.map((times, side) => Uint8Array.from(times, (time, box) => (isAlike(inclusive[0]?.[box] ?? 0, time, 0, side) ? 1 : 0))),
    totals: inclusive.map((times) => parent.reduce((sum, up, box) => (up < 0 ? sum + (times[box] ?? 0) : sum), 0)),
  }
}
