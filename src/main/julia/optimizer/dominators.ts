/**
 * Dominators of blocks, by iteration over a reverse post-order (Cooper, Harvey, Kennedy, "A Simple, Fast Dominance
 * Algorithm"), and the iterated dominance frontier: where a variable that is assigned in some blocks needs a phi.
 */
import type { Block } from './ir'

export class Dominators {
  private readonly order = new Map<Block, number>()
  private readonly parents = new Map<Block, Block>()
  private readonly below = new Map<Block, Block[]>()

  constructor(readonly entry: Block) {
    const sequence = reversePostOrder(entry)
    sequence.forEach((block, at) => this.order.set(block, at))
    this.parents.set(entry, entry)
    for (let changed = true; changed;) {
      changed = false
      for (const block of sequence.slice(1)) {
        const known = block.predecessors.filter((predecessor) => this.parents.has(predecessor))
        const parent = known.reduce<Block | undefined>((one, other) => (one === undefined ? other : this.meet(one, other)), undefined)
        if (parent === undefined || this.parents.get(block) === parent) continue
        this.parents.set(block, parent)
        changed = true
      }
    }
    for (const block of sequence.slice(1)) {
      const parent = this.parents.get(block)
      if (parent === undefined) continue
      const siblings = this.below.get(parent)
      if (siblings === undefined) this.below.set(parent, [block])
      else siblings.push(block)
    }
  }

  private meet(a: Block, b: Block): Block {
    let [one, other] = [a, b]
    const depth = (block: Block) => this.order.get(block) ?? 0
    while (one !== other) {
      while (depth(one) > depth(other)) one = this.parents.get(one) ?? one
      while (depth(other) > depth(one)) other = this.parents.get(other) ?? other
    }
    return one
  }

  isReached(block: Block): boolean {
    return this.order.has(block)
  }

  /** The immediate dominator; undefined for the entry and for blocks that are not reached. */
  parent(block: Block): Block | undefined {
    return block === this.entry ? undefined : this.parents.get(block)
  }

  children(block: Block): readonly Block[] {
    return this.below.get(block) ?? []
  }

  dominates(above: Block, block: Block): boolean {
    for (let at: Block | undefined = block; at !== undefined; at = this.parent(at)) if (at === above) return true
    return false
  }

  /** Blocks where values from `definitions` meet others, among those in which the variable is `live`. */
  iteratedFrontier(definitions: Iterable<Block>, live: ReadonlySet<Block>): Set<Block> {
    const found = new Set<Block>()
    const work = [...definitions]
    for (let block = work.pop(); block !== undefined; block = work.pop()) {
      for (const join of this.frontier(block)) {
        if (found.has(join) || !live.has(join)) continue
        found.add(join)
        work.push(join)
      }
    }
    return found
  }

  private frontiers: Map<Block, Set<Block>> | undefined

  private frontier(block: Block): Iterable<Block> {
    this.frontiers ??= this.computeFrontiers()
    return this.frontiers.get(block) ?? []
  }

  private computeFrontiers(): Map<Block, Set<Block>> {
    const frontiers = new Map<Block, Set<Block>>()
    for (const join of this.order.keys()) {
      if (join.predecessors.length < 2 && join !== this.entry) continue
      for (const predecessor of join.predecessors) {
        const stop = this.parent(join)
        for (let runner: Block | undefined = predecessor; runner !== undefined && runner !== stop; runner = this.parent(runner)) {
          if (!this.order.has(runner)) break
          const known = frontiers.get(runner)
          if (known === undefined) frontiers.set(runner, new Set([join]))
          else known.add(join)
        }
      }
    }
    return frontiers
  }
}

function reversePostOrder(entry: Block): Block[] {
  const order: Block[] = []
  const visited = new Set<Block>([entry])
  const stack: { readonly block: Block, next: number }[] = [{ block: entry, next: 0 }]
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const successor = top.block.successors[top.next++]
    if (successor === undefined) {
      order.push(top.block)
      stack.pop()
    } else if (!visited.has(successor)) {
      visited.add(successor)
      stack.push({ block: successor, next: 0 })
    }
  }
  return order.reverse()
}
