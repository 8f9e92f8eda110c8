/**
 * The dominator tree of a graph that is entered at one place: `a` dominates `b` when every way to `b` leads through `a`. The iterative
 * algorithm of Cooper, Harvey and Kennedy (A Simple, Fast Dominance Algorithm, 2001); graphs of packages are small and nearly trees.
 */

/**
 * @param successors of each node, by number. Cycles are allowed.
 * @param entry the node that everything is reached from.
 * @returns the immediate dominator of each node; -1 for the entry and for what is not reached.
 */
export function immediateDominators(successors: readonly (readonly number[])[], entry: number): Int32Array {
  const { length } = successors
  const position = new Int32Array(length).fill(-1)
  const postorder = postorderOf(successors, entry)
  for (const [at, node] of postorder.entries()) position[node] = at
  const predecessors: number[][] = Array.from({ length }, () => [])
  for (const node of postorder) for (const next of successors[node] ?? []) predecessors[next]?.push(node)
  const dominator = new Int32Array(length).fill(-1)
  if (postorder.length === 0) return dominator
  dominator[entry] = entry

  const at = (node: number) => position[node] as number
  const meet = (one: number, other: number): number => {
    let [a, b] = [one, other]
    while (a !== b) {
      if (at(a) < at(b)) a = dominator[a] as number
      else b = dominator[b] as number
    }
    return a
  }

  for (let changed = true; changed;) {
    changed = false
    for (let index = postorder.length - 2; index >= 0; index--) {
      const node = postorder[index] as number
      const known = (predecessors[node] ?? []).filter((before) => (dominator[before] as number) >= 0)
      const found = known.reduce(meet)
      if (dominator[node] === found) continue
      dominator[node] = found
      changed = true
    }
  }
  dominator[entry] = -1
  return dominator
}

/** What is reached, each node after all that it leads to (but for cycles): the entry is last. */
function postorderOf(successors: readonly (readonly number[])[], entry: number): number[] {
  if (entry < 0 || entry >= successors.length) return []
  const order: number[] = []
  const seen = new Set([entry])
  const open = [{ node: entry, next: 0 }]
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const child = successors[top.node]?.[top.next++]
    if (child === undefined) {
      order.push(top.node)
      open.pop()
    } else if (child >= 0 && child < successors.length && !seen.has(child)) {
      seen.add(child)
      open.push({ node: child, next: 0 })
    }
  }
  return order
}
