/**
 * The edges that a cache keeps for each instance, with what their lookups give when it is written. Until 1.7 a caller has all at once that its
 * foreign callees rely on, directly or through others; from 1.8 on each instance has its own, and what lies behind foreign callees is
 * kept on them (dump.c `jl_collect_backedges_to`; staticdata_utils.c `jl_collect_edges`).
 */
import { which } from '../../julia/dispatch/lookup'
import type { CodeMethod, Edge, MethodInstance } from '../../julia/worlds/method'
import type { World } from '../../julia/worlds/world'
import type { Parameter } from '../../julia/types/type'
import type { SavedEdge } from '../../image/contents'
import type { ForwardEdges } from './forward-edges'
import type { Ownership } from './session'

/** What a lookup for an edge gives in a world; nothing is looked up for a global. */
export function methodsOf(edge: Edge, world: World): readonly CodeMethod[] {
  if (edge.to === 'binding') return []
  const signature = edge.to === 'table' ? edge.signature : edge.invokeSignature ?? edge.instance.specTypes
  if (edge.to === 'instance' && edge.invokeSignature !== undefined) {
    const method = which(signature, { table: world.tableOf(signature), world: world.age })
    return typeof method === 'string' ? [] : [method]
  }
  return (world.lookup(signature, world.age).matches ?? []).map(({ method }) => method)
}

export class EdgeCollector {
  private readonly expected = new Map<MethodInstance | Parameter, readonly CodeMethod[]>()

  constructor(
    private readonly world: World,
    private readonly owned: Ownership,
    private readonly edges: ForwardEdges,
    /** Instances whose own code is saved, or is the package's. */
    private readonly isBrought: (instance: MethodInstance) => boolean,
  ) {}

  /** Each once; with those behind foreign callees if `flat`. */
  of(caller: MethodInstance, flat: boolean): SavedEdge[] {
    const direct = this.edges.of(caller)
    const all = flat ? [...direct, ...this.behind(direct)] : direct
    return unique(all).map((edge) => ({ edge, expected: this.expectedOf(edge) }))
  }

  /** What foreign callees rely on outside of the package, they and theirs. */
  private behind(direct: readonly Edge[]): Edge[] {
    const found: Edge[] = []
    for (const callee of this.foreignBehind(direct)) found.push(...this.edges.of(callee).filter((edge) => !this.owned.edge(edge)))
    return found
  }

  /** Instances of others that are reached through such instances alone. */
  foreignBehind(edges: readonly Edge[]): ReadonlySet<MethodInstance> {
    const isForeign = (edge: Edge): edge is Extract<Edge, { to: 'instance' }> => edge.to === 'instance' && !this.isBrought(edge.instance)
    const reached = new Set(edges.filter(isForeign).map(({ instance }) => instance))
    for (const instance of reached) for (const edge of this.edges.of(instance)) if (isForeign(edge)) reached.add(edge.instance)
    return reached
  }

  private expectedOf(edge: Edge): readonly CodeMethod[] | undefined {
    if (this.owned.edge(edge)) return undefined
    const key = edge.to === 'instance' ? edge.invokeSignature ?? edge.instance : edge.to === 'table' ? edge.signature : undefined
    if (key === undefined) return []
    let known = this.expected.get(key)
    if (known === undefined) {
      known = methodsOf(edge, this.world)
      this.expected.set(key, known)
    }
    return known
  }
}

function unique(edges: readonly Edge[]): Edge[] {
  const seen = new Map<unknown, Set<unknown>>()
  return edges.filter((edge) => {
    const [target, signature] = edge.to === 'instance' ? [edge.instance, edge.invokeSignature] : edge.to === 'table' ? [edge.table, edge.signature] : [edge.binding, undefined]
    const known = seen.get(target) ?? new Set()
    if (known.has(signature)) return false
    seen.set(target, known.add(signature))
    return true
  })
}
