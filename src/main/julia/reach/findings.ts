/** What the rooms of this folder say of a statement: what it needs, why, and who is to blame. */
import type { Need } from '../../../shared/profile/reach'

/** Why something is needed; the same text in the same place is the same cause. */
export interface Cause {
  /** A clause. */
  readonly reason: string
  /** What would help, a sentence; '' if there is nothing to say. */
  readonly advice: string
  /** Where that stands; the statement's own place if left out. */
  readonly place?: { readonly file: string, readonly line: number }
}

export interface Finding {
  readonly need: Need
  readonly problem: string
  readonly cause: Cause
  /** More of this place alone: how many methods match. */
  readonly detail?: string
  /** It always throws. */
  readonly warning?: boolean
}
