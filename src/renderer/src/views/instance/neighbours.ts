/** Who stands beside an instance: in a simulated run by its backedges and edges, else as tools recorded it. */
import type { GraphNode, PipelineView } from '../../../../shared/method-instance'
import type { InstanceFacts, RecordedNeighbour } from '../../../../shared/profile/instance-facts'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { formatCount, formatTime } from '../../../../shared/units'

export interface Neighbour {
  readonly text: string
  /** Of an instance that one can walk to, '' for all else. */
  readonly signature: string
  readonly note: string
  readonly lost: boolean
}

export interface Neighbours {
  readonly callers: readonly Neighbour[]
  readonly callees: readonly Neighbour[]
  readonly moreCallers: number
  readonly moreCallees: number
  /** What the lists rest on. */
  readonly from: 'edges' | 'records'
}

function noteOf({ kind, state, returnType }: GraphNode): string {
  switch (kind) {
    case 'binding':
      return 'global'
    case 'lookup':
      return 'lookup: any new method may change it'
    case 'instance':
      return state === 'ended' ? 'its code ended' : state === 'none' ? 'no code' : `::${returnType}`
  }
}

function edgeNeighbour(node: GraphNode): Neighbour {
  // Code at top level is compiled once and has no signature to ask for.
  const canWalk = node.kind === 'instance' && node.file !== ''
  return { text: node.text, signature: canWalk ? node.text : '', note: noteOf(node), lost: node.state === 'ended' }
}

export function edgesOf({ graph }: PipelineView): Neighbours {
  const [own] = graph
  const nodes = (places: readonly number[] = []): Neighbour[] => places.flatMap((at) => graph[at] ?? []).map(edgeNeighbour)
  return { callers: nodes(own?.callers), callees: nodes(own?.callees), moreCallers: own?.moreCallers ?? 0, moreCallees: own?.moreCallees ?? 0, from: 'edges' }
}

export function recordedNeighbours(profile: Profile, facts: InstanceFacts): Neighbours {
  const one = ({ frame, times, inclusive }: RecordedNeighbour): Neighbour => {
    const text = textAt(profile, profile.frames.signature[frame])
    return { text, signature: text, note: inclusive > 0 ? formatTime(inclusive) : `${formatCount(times)} ×`, lost: false }
  }
  return { callers: facts.callers.map(one), callees: facts.callees.map(one), moreCallers: 0, moreCallees: 0, from: 'records' }
}
