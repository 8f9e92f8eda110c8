/**
 * Geometry of flame graphs. A `FlameTree` is a call tree whose boxes have places on a horizontal axis; it is made once
 * per view (`timeOrder`, `leftHeavy`, `sandwich`), and `layoutBoxes` cuts the boxes of one window out of it for
 * each frame that is drawn. Colours, text and pixels of the vertical axis are left to the chart.
 *
 *     level 0   |A-----------------------|B----|
 *     level 1   |C------|D----|            |E--|
 *     node       0 = A, 1 = B, 2 = C, 3 = D, 4 = E
 */
import type { CallTreeIndex } from './call-tree'
import { pick } from './call-tree'
import type { CallTree } from './tables'

/**
 * Nodes are numbered level by level and from left to right, so a level is a range of nodes in order of their starts,
 * boxes of a level never overlap, and the children of a node are neighbours. Positions count from 0, in the unit of the
 * blocks (usually nanoseconds).
 */
export interface FlameTree {
  readonly length: number
  /** Row in the profile's frames. */
  readonly frame: Int32Array
  readonly parent: Int32Array
  readonly depth: Int32Array
  /** Nodes of depth `d`: from `levels[d]` to below `levels[d + 1]`. */
  readonly levels: Int32Array
  readonly start: Float64Array
  /** Width as drawn: within the parent, even where a tool's numbers do not add up. */
  readonly duration: Float64Array
  /** Inclusive time as known, which is what to print; NaN if not known. */
  readonly inclusive: Float64Array
  /** Exclusive time; NaN if not known. */
  readonly self: Float64Array
  /** `CALL_FLAG` bits. */
  readonly flags: Uint8Array
  /** The first of the rows of the call tree that the box stands for. */
  readonly row: Int32Array
  /** How many rows it stands for. */
  readonly count: Int32Array
  /** Where the last box ends. */
  readonly total: number
  readonly maxDepth: number
}

/** Boxes before they have places. Parents stand before children; `start` is NaN where nothing is known. */
export interface Forest {
  readonly length: number
  readonly frame: Int32Array
  readonly parent: Int32Array
  readonly start?: Float64Array
  readonly inclusive: Float64Array
  readonly self: Float64Array
  readonly flags: Uint8Array
  readonly row: Int32Array
  readonly count: Int32Array
}

export type SiblingOrder = 'given' | 'start' | 'heaviest'

/** Children of each node as ranges of `nodes`: those of node `n` from `from[n + 1]` to below `from[n + 2]`, roots at -1. */
function childRanges(parent: Int32Array): { from: Int32Array; nodes: Int32Array } {
  const from = new Int32Array(parent.length + 2)
  for (const up of parent) from[up + 2] = (from[up + 2] as number) + 1
  for (let at = 1; at < from.length; at++) from[at] = (from[at] as number) + (from[at - 1] as number)
  const next = from.slice()
  const nodes = new Int32Array(parent.length)
  for (let node = 0; node < parent.length; node++) {
    const slot = (parent[node] as number) + 1
    nodes[next[slot] as number] = node
    next[slot] = (next[slot] as number) + 1
  }
  return { from, nodes }
}

/** Sorts a range of siblings; most are in order already, or alone. Equal ones keep their order. */
function sortSiblings(nodes: Int32Array, from: number, to: number, key: Float64Array, sign: 1 | -1): void {
  const compare = (left: number, right: number): number => sign * ((key[left] || 0) - (key[right] || 0)) || left - right
  for (let at = from + 1; at < to; at++) {
    if (compare(nodes[at - 1] as number, nodes[at] as number) <= 0) continue
    nodes.subarray(from, to).sort(compare)
    return
  }
}

function isKnown(values: Float64Array, nodes: Int32Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (Number.isNaN(values[nodes[at] as number])) return false
  return true
}

/**
 * Gives every node of the forest a place. Siblings without starts lie end to end from the left of their parent, so the
 * parent's own time is the free space after them; where they would not fit they shrink in proportion. Siblings with
 * starts lie at their starts; what would overlap is moved right, what sticks out of the parent is cut.
 */
export function arrange(forest: Forest, order: SiblingOrder): FlameTree {
  const { length } = forest
  const { from, nodes } = childRanges(forest.parent)
  const place = new Int32Array(length)
  const tree = {
    length,
    frame: new Int32Array(length),
    parent: new Int32Array(length),
    depth: new Int32Array(length),
    start: new Float64Array(length),
    duration: new Float64Array(length),
    inclusive: new Float64Array(length),
    self: new Float64Array(length),
    flags: new Uint8Array(length),
    row: new Int32Array(length),
    count: new Int32Array(length),
  }
  const levels: number[] = [0]
  let placed = 0

  /** Places the children of `above` (-1: the roots), at `parent` among the placed nodes. Returns where they end. */
  function placeChildren(above: number, parent: number): number {
    const first = from[above + 1] as number
    const end = from[above + 2] as number
    if (order === 'heaviest') sortSiblings(nodes, first, end, forest.inclusive, -1)
    else if (order === 'start' && forest.start && isKnown(forest.start, nodes, first, end)) sortSiblings(nodes, first, end, forest.start, 1)
    let cursor = parent < 0 ? 0 : (tree.start[parent] as number)
    const limit = parent < 0 ? Infinity : cursor + (tree.duration[parent] as number)
    let wanted = 0
    let free = true
    for (let at = first; at < end; at++) {
      const node = nodes[at] as number
      const width = forest.inclusive[node] as number
      if (width > 0) wanted += width
      if (forest.start && !Number.isNaN(forest.start[node])) free = false
    }
    const scale = free && cursor + wanted > limit && wanted > 0 ? (limit - cursor) / wanted : 1
    for (let at = first; at < end; at++) {
      const node = nodes[at] as number
      const known = forest.start ? (forest.start[node] as number) : Number.NaN
      const start = Math.min(limit, known > cursor ? known : cursor)
      const width = forest.inclusive[node] as number
      const duration = Math.max(0, Math.min(limit - start, width > 0 ? width * scale : 0))
      cursor = start + duration
      place[placed] = node
      tree.frame[placed] = forest.frame[node] as number
      tree.parent[placed] = parent
      tree.depth[placed] = parent < 0 ? 0 : (tree.depth[parent] as number) + 1
      tree.start[placed] = start
      tree.duration[placed] = duration
      tree.inclusive[placed] = width
      tree.self[placed] = forest.self[node] as number
      tree.flags[placed] = forest.flags[node] as number
      tree.row[placed] = forest.row[node] as number
      tree.count[placed] = forest.count[node] as number
      placed++
    }
    return cursor
  }

  const total = placeChildren(-1, -1)
  for (let done = 0; done < placed; ) {
    const levelEnd = placed
    levels.push(levelEnd)
    for (; done < levelEnd; done++) placeChildren(place[done] as number, done)
  }
  return { ...tree, levels: Int32Array.from(levels), total, maxDepth: Math.max(0, levels.length - 2) }
}

/** The forest of an index as it stands, one box for each row. */
export function forestOf(tree: CallTree, index: CallTreeIndex): Forest {
  return {
    length: index.length,
    frame: index.frame,
    parent: index.parent,
    inclusive: index.inclusive,
    self: index.exclusive,
    flags: pick(tree.flags, index.row),
    row: index.row,
    count: new Int32Array(index.length).fill(1),
  }
}

/** What of a flame graph is to be drawn. */
export interface FlameWindow {
  /** In the unit of the tree. */
  readonly from: number
  readonly to: number
  /** Width of the drawing. */
  readonly pixels: number
  /** Narrower boxes are merged; default half a pixel. */
  readonly minPixels?: number
  readonly firstDepth?: number
  /** Inclusive. */
  readonly lastDepth?: number
  /** More boxes than this are not given: `minPixels` is doubled until they fit. Default: no limit. */
  readonly maxBoxes?: number
}

/** Boxes of one window, level by level and from left to right. */
export interface Boxes {
  readonly length: number
  /** Node of the flame tree; -1 of a grey box that stands for several too narrow to draw. */
  readonly node: Int32Array
  readonly depth: Int32Array
  /** Pixels from the left of the drawing, within it. */
  readonly left: Float64Array
  readonly width: Float64Array
  /** How many nodes the box stands for. */
  readonly count: Int32Array
  /** The `minPixels` that was used. */
  readonly minPixels: number
}

/** The first node in `from` to `to` (one level) whose start is `position` or later, searched in growing steps from `from`. */
function firstStartingAt(start: Float64Array, from: number, to: number, position: number): number {
  let low = from
  let step = 1
  while (low + step < to && (start[low + step] as number) < position) {
    low += step
    step *= 2
  }
  let high = Math.min(to, low + step)
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((start[middle] as number) < position) low = middle + 1
    else high = middle
  }
  return low
}

/** The first node of a level that ends after `position`. Boxes of a level do not overlap, so their ends are in order too. */
function firstEndingAfter(flame: FlameTree, from: number, to: number, position: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((flame.start[middle] as number) + (flame.duration[middle] as number) <= position) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The boxes that are seen in a window. Boxes narrower than `minPixels` are merged with their neighbours into grey ones
 * where the gaps between them are as narrow. The work grows with the pixels, not with the nodes: runs of narrow boxes
 * are jumped over by binary search.
 */
export function layoutBoxes(flame: FlameTree, window: FlameWindow): Boxes {
  const { from, to, pixels } = window
  const firstDepth = Math.max(0, window.firstDepth ?? 0)
  const lastDepth = Math.min(flame.maxDepth, window.lastDepth ?? flame.maxDepth)
  const maxBoxes = window.maxBoxes ?? Infinity
  const minPixels = window.minPixels ?? 0.5
  const scale = pixels / (to - from)
  const node: number[] = []
  const depths: number[] = []
  const left: number[] = []
  const width: number[] = []
  const count: number[] = []

  function push(id: number, depth: number, start: number, end: number, nodes: number): void {
    const x = Math.max(0, (start - from) * scale)
    node.push(id)
    depths.push(depth)
    left.push(x)
    width.push(Math.max(0, Math.min(pixels, (end - from) * scale) - x))
    count.push(nodes)
  }

  if (flame.length > 0 && scale > 0 && Number.isFinite(scale)) {
    const least = minPixels / scale
    for (let depth = firstDepth; depth <= lastDepth && node.length <= maxBoxes; depth++) {
      const levelEnd = flame.levels[depth + 1] as number
      let at = firstEndingAfter(flame, flame.levels[depth] as number, levelEnd, from)
      let greyStart = 0
      let greyEnd = 0
      let grey = 0
      const flush = (): void => {
        if (grey > 0) push(-1, depth, greyStart, greyEnd, grey)
        grey = 0
      }
      while (at < levelEnd && (flame.start[at] as number) < to) {
        const start = flame.start[at] as number
        const duration = flame.duration[at] as number
        if (duration >= least) {
          flush()
          push(at, depth, start, start + duration, 1)
          at++
          continue
        }
        // All that start within the next `least` are narrow too, but for the last one, which may reach further.
        // At a depth of zoom where `start + least` is `start` again, one step is still made.
        const next = Math.max(at + 1, firstStartingAt(flame.start, at, levelEnd, start + least))
        const last = next - 1
        const wide = last > at && (flame.duration[last] as number) >= least
        const narrowEnd = wide ? last : next
        const end = (flame.start[narrowEnd - 1] as number) + (flame.duration[narrowEnd - 1] as number)
        if (grey > 0 && start - greyEnd >= least) flush()
        if (grey === 0) greyStart = start
        greyEnd = end
        grey += narrowEnd - at
        at = narrowEnd
      }
      flush()
    }
  }
  if (node.length > maxBoxes && minPixels < pixels) return layoutBoxes(flame, { ...window, minPixels: minPixels * 2 })
  return {
    length: node.length,
    node: Int32Array.from(node),
    depth: Int32Array.from(depths),
    left: Float64Array.from(left),
    width: Float64Array.from(width),
    count: Int32Array.from(count),
    minPixels,
  }
}

/** The node at a position of the axis and a depth, or -1. */
export function nodeAt(flame: FlameTree, position: number, depth: number): number {
  if (depth < 0 || depth > flame.maxDepth || flame.length === 0) return -1
  const levelEnd = flame.levels[depth + 1] as number
  const at = firstEndingAfter(flame, flame.levels[depth] as number, levelEnd, position)
  return at < levelEnd && (flame.start[at] as number) <= position ? at : -1
}

/** The widest box of a frame, or -1: where a link to the frame leads. */
export function widestNodeOf(flame: FlameTree, frame: number): number {
  let widest = -1
  for (let node = 0; node < flame.length; node++) {
    if (flame.frame[node] === frame && (widest < 0 || (flame.duration[node] as number) > (flame.duration[widest] as number))) widest = node
  }
  return widest
}
