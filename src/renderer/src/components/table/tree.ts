/**
 * Rows that fold. A tree is given by the parent of each row; siblings keep the order in which they are handed in, so
 * that a table sorts first and folds afterwards.
 */

export interface TableTree {
  /** -1 for a row at the top. A parent that is not among the rows shown counts as none. */
  parentOf(row: number): number
}

export interface Branches {
  readonly top: readonly number[]
  readonly children: ReadonlyMap<number, readonly number[]>
}

export interface TreeRows {
  /** The rows that can be seen, from top to bottom. */
  readonly rows: Int32Array
  /** Depth of each of them, 0 at the top. */
  readonly depths: Int32Array
}

/** Those of `rows` and all that stand above them, in the order of `all`: a filtered tree still shows where a match belongs. */
export function withAncestors(tree: TableTree, all: Int32Array, rows: Int32Array): Int32Array {
  const kept = new Set<number>()
  for (const row of rows) {
    for (let at = row; at >= 0 && !kept.has(at); at = tree.parentOf(at)) kept.add(at)
  }
  return all.filter((row) => kept.has(row))
}

export function branch(tree: TableTree, ordered: Int32Array): Branches {
  const present = new Set(ordered)
  const children = new Map<number, number[]>()
  const top: number[] = []
  for (const row of ordered) {
    const parent = tree.parentOf(row)
    const siblings = children.get(parent)
    if (parent < 0 || !present.has(parent)) top.push(row)
    else if (siblings) siblings.push(row)
    else children.set(parent, [row])
  }
  return { top, children }
}

/** The rows at the top, and below each open row its children. */
export function unfold({ top, children }: Branches, isOpen: (row: number) => boolean): TreeRows {
  const rows: number[] = []
  const depths: number[] = []
  const stack = top.map((row): readonly [row: number, depth: number] => [row, 0]).reverse()
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [row, depth] = next
    rows.push(row)
    depths.push(depth)
    if (!isOpen(row)) continue
    const below = children.get(row) ?? []
    for (let at = below.length - 1; at >= 0; at--) stack.push([below[at] ?? -1, depth + 1])
  }
  return { rows: Int32Array.from(rows), depths: Int32Array.from(depths) }
}
