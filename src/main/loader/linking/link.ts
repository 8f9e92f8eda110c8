/**
 * A package's contents become part of a running session: its methods enter their tables, invalidating as any definition does; its code is
 * checked against the methods that are there now, and what still holds is enabled, with its backedges. What fails is dropped and has to
 * be inferred again. Julia's dump.c (until 1.8), staticdata.c and staticdata_utils.c (`jl_insert_methods`, `jl_insert_backedges`).
 */
import { FOREVER } from '../../julia/dispatch/method'
import type { WorkKind } from '../../julia/observe/clock'
import type { CodeInstance, MethodInstance } from '../../julia/worlds/method'
import type { World } from '../../julia/worlds/world'
import type { ImageContents, SavedCode, SavedInstance } from '../../image/contents'
import { reportFailures } from './report'
import { findFailures, type Failure } from './verify'

/** Why code that a package brought is not used. */
export type DropCause =
  | Failure
  /** Nothing enables code that relies on nothing outside of its package (until 1.7, julia#41961). */
  | { readonly kind: 'edgeless' }
  /** Another package brought code for the instance before, and it is valid. */
  | { readonly kind: 'elsewhere' }
  /** It had ended when it was written. */
  | { readonly kind: 'ended' }

export interface LinkResult {
  readonly enabled: readonly CodeInstance[]
  readonly dropped: readonly { readonly code: CodeInstance, readonly cause: DropCause }[]
  /** Edges that were verified. */
  readonly verified: number
}

/** Counts `methodLookedAt` for all lookups and `verifyEdge` for each edge; that methods were inserted is told to the observers of the world. */
export function link(contents: ImageContents, world: World, work: (kind: WorkKind, amount: number) => void = () => undefined, during: Around = (run) => run()): LinkResult {
  return new Linker(contents, world, work, during).link()
}

/** Wraps the verification, for those who want to know what it takes. */
type Around = <T>(verify: () => T) => T

class Linker {
  private readonly enabled: CodeInstance[] = []
  private readonly dropped: { readonly code: CodeInstance, readonly cause: DropCause }[] = []
  private readonly own: ReadonlySet<unknown>
  private verified = 0

  constructor(
    private readonly contents: ImageContents,
    private readonly world: World,
    private readonly work: (kind: WorkKind, amount: number) => void,
    private readonly during: Around,
  ) {
    this.own = new Set(contents.methods)
  }

  link(): LinkResult {
    const { contents, world } = this
    if (contents.methods.length > 0) this.counted(() => {
      world.enterMethods(contents.methods)
    })
    for (const { instance } of contents.instances) this.attach(instance)
    const failures = this.during(() => this.counted(() => findFailures(contents, world, () => {
      this.verified++
      this.work('verifyEdge', 1)
    })))
    for (const saved of contents.instances) this.bring(saved, failures.get(saved.instance))
    reportFailures(contents, failures, world)
    return { enabled: this.enabled, dropped: this.dropped, verified: this.verified }
  }

  /** Methods that the tables looked at meanwhile. */
  private counted<T>(change: () => T): T {
    const looked = () => this.world.knownTables().reduce((sum, table) => sum + table.looked, 0)
    const before = looked()
    const result = change()
    this.work('methodLookedAt', looked() - before)
    return result
  }

  private attach(instance: MethodInstance): void {
    const { method, specTypes } = instance
    if (method === undefined) throw new Error('a package brings no top-level thunks')
    const known = this.world.existingInstance(method, specTypes)
    if (known === undefined) method.addSpecialization(instance)
    else if (known !== instance) throw new Error('an instance was read twice')
  }

  private bring(saved: SavedInstance, failure: Failure | undefined): void {
    const { instance, edges, code } = saved
    const { rules } = this.world
    const isOwn = this.own.has(instance.method)
    for (const one of code) this.place(one, isOwn, failure ?? this.otherCause(saved))
    const active = instance.codeInstances.find((one) => one.maxWorld === FOREVER)
    // What a package relies on within itself is stored with the callee, and comes back with it, whatever becomes of the caller.
    const kept = edges.filter(({ expected }) => (failure === undefined || expected === undefined) && (!rules.edges.toCodeInstances || active !== undefined))
    this.world.addEdges(instance, kept.map(({ edge }) => edge), active)
  }

  private otherCause({ edges }: SavedInstance): DropCause | undefined {
    const isEdgeless = edges.every(({ expected }) => expected === undefined)
    return isEdgeless && !this.world.rules.caching.usesEdgeless ? { kind: 'edgeless' } : undefined
  }

  private place({ code, ended }: SavedCode, isOwn: boolean, failed: DropCause | undefined): void {
    const { instance } = code
    const cause = ended ? { kind: 'ended' } as const
      : !isOwn && instance.codeIn(this.world.age) !== undefined ? { kind: 'elsewhere' } as const : failed
    if (isOwn) instance.codeInstances.push(code)
    if (cause !== undefined) {
      code.maxWorld = 0
      this.dropped.push({ code, cause })
      return
    }
    code.minWorld = this.world.age
    code.maxWorld = FOREVER
    if (!isOwn) instance.codeInstances.unshift(code)
    this.enabled.push(code)
  }
}
