/**
 * What each instance relies on, from the backedges of all others turned round, as Julia collects it when it writes a cache (dump.c until 1.8,
 * staticdata_utils.c: `jl_collect_edges` and around). What inference told of results that it did not keep is in it too. What the system image
 * holds relies on nothing that a package could write.
 */
import { isStale, type CodeInstance, type Edge, type MethodInstance } from '../../julia/worlds/method'
import { FOREVER } from '../../julia/dispatch/method'
import type { World } from '../../julia/worlds/world'

export class ForwardEdges {
  private readonly edges = new Map<MethodInstance, Edge[]>()

  constructor(world: World) {
    const namesCode = world.rules.edges.toCodeInstances
    const counts = (backedge: { readonly code: CodeInstance | undefined }) => !namesCode || !isStale(backedge)
    for (const table of world.knownTables()) {
      for (const method of table.known) {
        for (const instance of method.knownSpecializations) {
          for (const backedge of instance.recentBackedges) {
            if (counts(backedge)) this.add(backedge.caller, { to: 'instance', instance, invokeSignature: backedge.invokeSignature })
          }
        }
      }
      for (const backedge of table.recentBackedges) if (counts(backedge)) this.add(backedge.caller, { to: 'table', table, signature: backedge.signature })
    }
  }

  private add(caller: MethodInstance, edge: Edge): void {
    const known = this.edges.get(caller)
    if (known === undefined) this.edges.set(caller, [edge])
    else known.push(edge)
  }

  /** Globals stand on the code itself (1.12). */
  of(instance: MethodInstance): readonly Edge[] {
    const bindings = instance.codeInstances.filter(({ maxWorld }) => maxWorld === FOREVER).flatMap(({ edges }) => edges.filter(({ to }) => to === 'binding'))
    return [...this.edges.get(instance) ?? [], ...bindings]
  }

  get callers(): IterableIterator<MethodInstance> {
    return this.edges.keys()
  }

  /** All instances that some of these lead to, themselves with them. */
  reachable(roots: Iterable<MethodInstance>): Set<MethodInstance> {
    const reached = new Set(roots)
    // A set goes on with what is added while it is walked.
    for (const instance of reached) {
      for (const edge of this.edges.get(instance) ?? []) if (edge.to === 'instance') reached.add(edge.instance)
    }
    return reached
  }
}
