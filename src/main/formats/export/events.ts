/** The begins and ends of a placed tree, in the order in which they happen. */
import type { PlacedTree } from './place'

export interface CallEvent {
  readonly opens: boolean
  /** Row of the table. */
  readonly row: number
  readonly at: number
}

/** Balanced events with times that never run backwards. */
export function* callEvents({ order, depth, begin, end }: PlacedTree): Generator<CallEvent> {
  const open: number[] = []
  for (let at = 0; at < order.length; at++) {
    while (open.length > (depth[at] ?? 0)) {
      const ended = open.pop() ?? 0
      yield { opens: false, row: order[ended] ?? 0, at: end[ended] ?? 0 }
    }
    yield { opens: true, row: order[at] ?? 0, at: begin[at] ?? 0 }
    open.push(at)
  }
  for (let ended = open.pop(); ended !== undefined; ended = open.pop()) {
    yield { opens: false, row: order[ended] ?? 0, at: end[ended] ?? 0 }
  }
}
