/**
 * Where the code of a session came from: what was inferred and generated in it and for whom, which methods it defined, and what ended code that was there.
 * Everything else came out of caches, whose links are known, or out of the system image.
 */
import type { InvalidationEntry } from '../../julia/worlds/invalidation'
import type { CallSite, CompileReason, EngineObserver } from '../../julia/runtime/observer'
import type { CodeInstance, CodeMethod, MethodInstance } from '../../julia/worlds/method'

/** The last entry of a group in the log of invalidations. */
export type InvalidationCause = Exclude<InvalidationEntry, { readonly kind: 'invalidate' | 'mtCache' | 'disabled' }>

/** What the code was made for: inference makes that of callees along the way. */
export interface Wanted {
  readonly root: MethodInstance
  readonly reason: CompileReason
  readonly site: CallSite | undefined
}

export class CodeOrigins implements EngineObserver {
  /** With what it was made for; undefined if the program asked for no more than types. */
  readonly inferred = new Map<CodeInstance, Wanted | undefined>()
  readonly generated = new Set<CodeInstance>()
  readonly methods = new Set<CodeMethod>()
  /** Made when the run was over, by those who look: the run had none of it. */
  private readonly looked = new Set<CodeInstance>()
  private readonly lookedNative = new Set<CodeInstance>()
  private isOver = false
  /** Why code of an instance ended last. */
  readonly causes = new Map<MethodInstance, InvalidationCause>()
  /** Instances whose cause is still to come. */
  private waiting: MethodInstance[] = []
  /** What is being compiled, the innermost last. */
  private readonly compiling: Wanted[] = []

  compileBegins(root: MethodInstance, reason: CompileReason, site: CallSite | undefined): void {
    this.compiling.push({ root, reason, site })
  }

  compileEnds(): void {
    this.compiling.pop()
  }

  stored(code: CodeInstance): void {
    if (this.isOver) this.looked.add(code)
    else this.inferred.set(code, this.compiling.at(-1))
  }

  generateEnds(code: CodeInstance): void {
    if (this.isOver) this.lookedNative.add(code)
    else this.generated.add(code)
  }

  /** The run is over. What comes now is for those who look at it. */
  runEnds(): void {
    this.isOver = true
  }

  /** Whether the run had this code. */
  had(code: CodeInstance): boolean {
    return !this.looked.has(code)
  }

  hadNative(code: CodeInstance): boolean {
    return code.hasNative && !this.lookedNative.has(code)
  }

  methodAdded(method: CodeMethod): void {
    this.methods.add(method)
  }

  invalidated(entry: InvalidationEntry): void {
    switch (entry.kind) {
      case 'invalidate':
      case 'disabled':
        this.waiting.push(entry.instance)
        return
      case 'mtCache':
        return
      default:
        for (const instance of this.waiting) this.causes.set(instance, entry)
        this.waiting = []
    }
  }
}
