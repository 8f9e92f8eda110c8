/**
 * What relies on a method instance, and what it relies on, as far as a person walks: callers along backedges up to the top level, which is the way
 * invalidation travels, and callees along the edges of the code. Nearest first, and no more than fit on a page; what is left out is counted.
 * It is taken as the run left it: nothing is inferred for it.
 */
import type { GraphNode } from '../../shared/method-instance'
import type { Parameter } from '../julia/types/type'
import { CodeInstance, MethodInstance, type Edge } from '../julia/worlds/method'
import { Binding } from '../julia/worlds/module'
import { instanceText, signatureText, type Naming } from '../julia/worlds/instance-text'

/** Nodes in each direction. */
const MOST = 250

/** An instance, a global, or the signature of a lookup. */
type Thing = MethodInstance | Binding | Parameter

type Direction = 'callers' | 'callees'
type Neighbours = Readonly<Record<Direction, readonly Thing[]>>

function unique(things: readonly Thing[]): readonly Thing[] {
  return [...new Set(things)]
}

function reliedOn(edge: Edge): Thing {
  switch (edge.to) {
    case 'instance':
      return edge.instance
    case 'table':
      return edge.signature
    case 'binding':
      return edge.binding
  }
}

function neighboursOf(thing: Thing, world: number): Neighbours {
  if (!(thing instanceof MethodInstance)) return { callers: [], callees: [] }
  const code = thing.codeIn(world)
  return { callers: unique(thing.backedges.map(({ caller }) => caller)), callees: unique(code?.edges.map(reliedOn) ?? []) }
}

/**
 * The instance is the first node.
 * @param returnType text of the return type of code.
 */
export function instanceGraph(instance: MethodInstance, world: number, naming: Naming, returnType: (code: CodeInstance) => string): GraphNode[] {
  const found = new Map<Thing, Neighbours>()
  const look = (thing: Thing): Neighbours => {
    let near = found.get(thing)
    if (near === undefined) found.set(thing, near = neighboursOf(thing, world))
    return near
  }
  look(instance)
  for (const direction of ['callers', 'callees'] as const) {
    const most = found.size + MOST
    const reached = new Set<Thing>([instance])
    for (const thing of reached) {
      for (const next of look(thing)[direction]) if (found.has(next) || found.size < most) reached.add(next)
    }
  }
  const place = new Map([...found.keys()].map((thing, at) => [thing, at]))
  const among = (things: readonly Thing[]): number[] => things.flatMap((thing) => place.get(thing) ?? [])
  return [...found].map(([thing, near]) => {
    const [callers, callees] = [among(near.callers), among(near.callees)]
    return {
      ...factsOf(thing, world, naming, returnType),
      callers, callees, moreCallers: near.callers.length - callers.length, moreCallees: near.callees.length - callees.length,
    }
  })
}

type Facts = Omit<GraphNode, 'callers' | 'callees' | 'moreCallers' | 'moreCallees'>

function factsOf(thing: Thing, world: number, naming: Naming, returnType: (code: CodeInstance) => string): Facts {
  const none = { module: '', file: '', line: 0, state: 'none', returnType: '' } as const
  if (thing instanceof Binding) return { ...none, kind: 'binding', text: `${thing.module.path}.${Symbol.keyFor(thing.name) ?? ''}`, module: thing.module.path }
  if (!(thing instanceof MethodInstance)) return { ...none, kind: 'lookup', text: signatureText(naming, thing) }
  const code = thing.codeIn(world)
  const { source } = thing.method ?? {}
  return {
    kind: 'instance', text: instanceText(naming, thing), module: source?.module.path ?? thing.thunk?.module.path ?? '', file: source?.file ?? '', line: source?.line ?? 0,
    state: code !== undefined ? 'valid' : thing.codeInstances.length > 0 ? 'ended' : 'none',
    returnType: code === undefined ? '' : returnType(code),
  }
}
