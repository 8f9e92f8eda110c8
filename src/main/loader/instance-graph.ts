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

/** The end of a run. */
interface RunEnd {
  /** Its world. */
  readonly age: number
  readonly naming: Naming
  readonly returnType: (code: CodeInstance) => string
  /** False for what was made for those who looked. */
  readonly had: (code: CodeInstance) => boolean
}

function codesOf({ codeInstances }: MethodInstance, { had }: RunEnd): readonly CodeInstance[] {
  return codeInstances.filter(had)
}

function validCode(instance: MethodInstance, end: RunEnd): CodeInstance | undefined {
  return codesOf(instance, end).find(({ minWorld, maxWorld }) => minWorld <= end.age && end.age <= maxWorld)
}

function neighboursOf(thing: Thing, end: RunEnd): Neighbours {
  if (!(thing instanceof MethodInstance)) return { callers: [], callees: [] }
  const isOurs = (caller: MethodInstance): boolean => caller.codeInstances.length === 0 || codesOf(caller, end).length > 0
  return {
    callers: unique(thing.backedges.map(({ caller }) => caller).filter(isOurs)),
    callees: unique(validCode(thing, end)?.edges.map(reliedOn) ?? []),
  }
}

/** The instance is the first node. */
export function instanceGraph(instance: MethodInstance, end: RunEnd): GraphNode[] {
  const found = new Map<Thing, Neighbours>()
  const look = (thing: Thing): Neighbours => {
    let near = found.get(thing)
    if (near === undefined) found.set(thing, near = neighboursOf(thing, end))
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
      ...factsOf(thing, end),
      callers, callees, moreCallers: near.callers.length - callers.length, moreCallees: near.callees.length - callees.length,
    }
  })
}

type Facts = Omit<GraphNode, 'callers' | 'callees' | 'moreCallers' | 'moreCallees'>

function factsOf(thing: Thing, end: RunEnd): Facts {
  const { naming, returnType } = end
  const none = { module: '', file: '', line: 0, state: 'none', returnType: '' } as const
  if (thing instanceof Binding) return { ...none, kind: 'binding', text: `${thing.module.path}.${Symbol.keyFor(thing.name) ?? ''}`, module: thing.module.path }
  if (!(thing instanceof MethodInstance)) return { ...none, kind: 'lookup', text: signatureText(naming, thing) }
  const code = validCode(thing, end)
  const { source } = thing.method ?? {}
  return {
    kind: 'instance', text: instanceText(naming, thing), module: source?.module.path ?? thing.thunk?.module.path ?? '', file: source?.file ?? '', line: source?.line ?? 0,
    state: code !== undefined ? 'valid' : codesOf(thing, end).length > 0 ? 'ended' : 'none',
    returnType: code === undefined ? '' : returnType(code),
  }
}
