/**
 * What happened in a run, in the order of virtual time: frames of inference as a forest, code that was generated, calls that made
 * the compiler run, and the log of invalidations. It watches an engine and keeps; `profile.ts` makes tables of it.
 */
import type { LatticeElement } from '../lattice/element'
import type { CallSite, CompileReason, EngineObserver } from '../runtime/observer'
import type { InvalidationEntry } from '../worlds/invalidation'
import type { CodeInstance, CodeMethod, MethodInstance } from '../worlds/method'

/** One frame of inference. Times in virtual nanoseconds. */
export interface InferenceFrame {
  readonly instance: MethodInstance
  /** The frame that needed this one, -1 for one that the run asked for. */
  readonly parent: number
  readonly constants: readonly LatticeElement[] | undefined
  readonly start: number
  end: number
  /** Without the frames below it. */
  exclusive: number
  /** Direct ones. */
  children: number
}

/** A stretch in which the compiler ran because code was wanted. */
export interface Compilation {
  readonly instance: MethodInstance
  readonly reason: CompileReason
  readonly site: CallSite | undefined
  readonly start: number
  end: number
  /** Its first frame of inference, -1 if the types were known already. */
  frame: number
  /** The instance had code before, which had become invalid. */
  readonly again: boolean
}

interface Generation {
  readonly code: CodeInstance
  readonly start: number
  end: number
  instructions: number
}

/** What one definition or deletion made invalid, with when. */
export interface InvalidationGroup {
  readonly entries: readonly InvalidationEntry[]
  readonly at: number
}

export interface Definition {
  readonly method: CodeMethod
  readonly at: number
}

export class Recording implements EngineObserver {
  readonly frames: InferenceFrame[] = []
  readonly compilations: Compilation[] = []
  readonly generations: Generation[] = []
  readonly invalidations: InvalidationGroup[] = []
  readonly definitions: Definition[] = []
  private readonly openFrames: number[] = []
  private readonly openCompilations: number[] = []
  private pending: InvalidationEntry[] = []

  constructor(
    /** Virtual nanoseconds. */
    private readonly now: () => number,
  ) {}

  /** What a call at run time needed, by the first frame of inference that it led to. */
  triggers(): ReadonlyMap<number, Compilation> {
    return new Map(this.compilations.filter(({ reason, frame }) => reason === 'call' && frame >= 0).map((compilation) => [compilation.frame, compilation]))
  }

  enter(instance: MethodInstance, constants: readonly LatticeElement[] | undefined): void {
    const parent = this.openFrames.at(-1) ?? -1
    const compilation = this.compilations[this.openCompilations.at(-1) ?? -1]
    const row = this.frames.push({ instance, parent, constants, start: this.now(), end: Number.NaN, exclusive: 0, children: 0 }) - 1
    const above = this.frames[parent]
    if (above !== undefined) above.children++
    else if (compilation?.frame === -1) compilation.frame = row
    this.openFrames.push(row)
  }

  leave(): void {
    const row = this.openFrames.pop()
    const frame = row === undefined ? undefined : this.frames[row]
    if (frame === undefined) return
    frame.end = this.now()
    const inclusive = frame.end - frame.start
    frame.exclusive += inclusive
    const above = this.frames[frame.parent]
    if (above !== undefined) above.exclusive -= inclusive
  }

  compileBegins(instance: MethodInstance, reason: CompileReason, site: CallSite | undefined): void {
    const again = instance.codeInstances.length > 0 && !instance.isValid
    this.openCompilations.push(this.compilations.push({ instance, reason, site, start: this.now(), end: Number.NaN, frame: -1, again }) - 1)
  }

  compileEnds(): void {
    const compilation = this.compilations[this.openCompilations.pop() ?? -1]
    if (compilation !== undefined) compilation.end = this.now()
  }

  generateBegins(code: CodeInstance): void {
    const start = this.now()
    this.generations.push({ code, start, end: start, instructions: 0 })
  }

  generateEnds(code: CodeInstance, instructions: number): void {
    const generation = this.generations.findLast((open) => open.code === code)
    if (generation === undefined) return
    generation.end = this.now()
    generation.instructions = instructions
  }

  methodAdded(method: CodeMethod): void {
    this.definitions.push({ method, at: this.now() })
    // What a definition dropped from dispatch caches alone has no cause in the log.
    this.pending = []
  }

  methodDeleted(): void {
    this.pending = []
  }

  invalidated(entry: InvalidationEntry): void {
    this.pending.push(entry)
    if (entry.kind === 'invalidate' || entry.kind === 'mtCache' || entry.kind === 'disabled') return
    this.invalidations.push({ entries: this.pending, at: this.now() })
    this.pending = []
  }
}
