/**
 * What is known of one local variable or argument. A lambda that captures a variable holds the same object as the lambda
 * that owns it, so that an assignment seen in either is known to both.
 */
import type { Node } from './form'

export class Variable {
  /** Used by an inner function. */
  captured = false
  assigned = false
  /** Assigned in exactly one place. */
  singleAssigned = false
  /** Its assignments come before all its uses. */
  neverUndefined = false
  read = false
  /** The type it was declared with, as an expression. */
  type: Node | undefined

  constructor(readonly name: symbol) {}

  /** Lives in a `Core.Box` that its functions share. */
  get boxed(): boolean {
    return this.assigned && this.captured
  }
}
