/**
 * What inference does while a workload runs (`@compile_workload`): a forest of frames, of ordinary inference only, so that afterwards what
 * nothing of the package leads to can be asked for by `precompile` (1.8 to 1.11), and observers know what 1.12 would tag. And what becomes
 * invalid while something is loaded (`@recompile_invalidations`).
 */
import type { InvalidationEntry } from '../worlds/invalidation'
import type { MethodInstance } from '../worlds/method'
import type { EngineObserver } from './observer'

interface WorkloadFrame {
  readonly instance: MethodInstance
  /** Place of the caller in the list, -1 for what running code asked for. */
  readonly parent: number
}

/** An engine, as far as it is watched here. */
interface Watched {
  readonly observers: readonly EngineObserver[]
  watch: (observer: EngineObserver) => void
  unwatch: (observer: EngineObserver) => void
}

class FrameList implements EngineObserver {
  readonly frames: WorkloadFrame[] = []
  /** Frames that are open; -1 for those of constant propagation. */
  private readonly open: number[] = []

  enter(instance: MethodInstance, constants: readonly unknown[] | undefined): void {
    const parent = this.open.findLast((at) => at >= 0) ?? -1
    this.open.push(constants === undefined ? this.frames.push({ instance, parent }) - 1 : -1)
  }

  leave(): void {
    this.open.pop()
  }

  /** What asks for code from within a frame (a generated function that runs) begins anew. */
  compileBegins(): void {
    this.open.push(-1)
  }

  compileEnds(): void {
    this.open.pop()
  }
}

/** Workloads may nest. */
export class Workloads {
  private readonly running: FrameList[] = []
  private ended: readonly WorkloadFrame[] = []

  constructor(private readonly engine: Watched) {}

  begin(): void {
    const list = new FrameList()
    this.running.push(list)
    this.engine.watch(list)
    for (const observer of [...this.engine.observers]) observer.workloadBegins?.()
  }

  /** Ends the innermost one; nothing if none runs. */
  end(): void {
    const list = this.running.pop()
    if (list === undefined) return
    this.engine.unwatch(list)
    this.ended = list.frames
    for (const observer of [...this.engine.observers]) observer.workloadEnds?.()
  }

  /** The frames of the one that ended last; none if they were taken already. */
  take(): readonly WorkloadFrame[] {
    const { ended } = this
    this.ended = []
    return ended
  }
}

/** Instances that definitions make invalid, of each chain the last: what calls everything else in it. Stretches may nest. */
export class Invalidations implements EngineObserver {
  private depth = 0
  private above: { readonly instance: MethodInstance, readonly level: number } | undefined
  private readonly leaves = new Set<MethodInstance>()

  constructor(private readonly engine: Watched) {}

  begin(): void {
    if (this.depth++ === 0) this.engine.watch(this)
  }

  end(): void {
    if (this.depth > 0 && --this.depth === 0) this.engine.unwatch(this)
    this.close()
  }

  invalidated(entry: InvalidationEntry): void {
    if (entry.kind !== 'invalidate') return
    if (this.above !== undefined && entry.level <= this.above.level) this.close()
    this.above = entry
  }

  /** Since the last call, in that order. */
  take(): readonly MethodInstance[] {
    const found = [...this.leaves]
    this.leaves.clear()
    return found
  }

  private close(): void {
    if (this.above !== undefined) this.leaves.add(this.above.instance)
    this.above = undefined
  }
}
