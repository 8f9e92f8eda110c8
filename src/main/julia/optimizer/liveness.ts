/** In which blocks a variable's value from before matters: where some use is reached that no definition in the block precedes. */
import type { Block } from './ir'

/** Uses and definitions of one variable, by block, in the order of statements. `use` before `define` in a block reads the old value. */
export type Events = ReadonlyMap<Block, readonly ('use' | 'define')[]>

export function liveIn(events: Events): Set<Block> {
  const live = new Set<Block>()
  const work: Block[] = []
  const enter = (block: Block): void => {
    if (live.has(block)) return
    live.add(block)
    work.push(block)
  }
  for (const [block, sequence] of events) if (sequence[0] === 'use') enter(block)
  for (let block = work.pop(); block !== undefined; block = work.pop()) {
    for (const predecessor of block.predecessors) {
      if (events.get(predecessor)?.includes('define') !== true) enter(predecessor)
    }
  }
  return live
}
