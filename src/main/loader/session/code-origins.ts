/**
 * Where the code of a session came from: what was inferred and generated in it, which methods it defined, and what ended code that was there.
 * Everything else came out of caches, whose links are known, or out of the system image.
 */
import type { InvalidationEntry } from '../../julia/worlds/invalidation'
import type { EngineObserver } from '../../julia/runtime/observer'
import type { CodeInstance, CodeMethod, MethodInstance } from '../../julia/worlds/method'

/** The last entry of a group in the log of invalidations. */
export type InvalidationCause = Exclude<InvalidationEntry, { readonly kind: 'invalidate' | 'mtCache' | 'disabled' }>

export class CodeOrigins implements EngineObserver {
  readonly inferred = new Set<CodeInstance>()
  readonly generated = new Set<CodeInstance>()
  readonly methods = new Set<CodeMethod>()
  /** Why code of an instance ended last. */
  readonly causes = new Map<MethodInstance, InvalidationCause>()
  /** Instances whose cause is still to come. */
  private waiting: MethodInstance[] = []

  stored(code: CodeInstance): void {
    this.inferred.add(code)
  }

  generateEnds(code: CodeInstance): void {
    this.generated.add(code)
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
