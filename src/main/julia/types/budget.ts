/**
 * What one question about types may cost. Subtyping with many unions can take exponentially many steps, in Julia too;
 * here the question ends with `BudgetSpent` instead of hanging. Steps are comparisons of two types.
 */

/** The answer to a question that would have cost more than it may. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent'

  constructor(readonly steps: number) {
    super(`budget spent: no answer after ${steps} comparisons of types`)
  }
}

/** A stack this deep would overflow before the steps run out. */
const DEEPEST = 1200

export class Budget {
  /** Steps that one outermost question may take. */
  limit = 20_000_000
  /** All steps so far, of all questions. */
  total = 0
  private spent = 0
  private questions = 0
  private depth = 0

  /** Asks one question; questions asked while answering it share its budget. */
  ask<T>(question: () => T): T {
    const { depth } = this
    if (this.questions++ === 0) this.spent = this.depth = 0
    try {
      return question()
    } finally {
      this.questions--
      this.depth = depth
    }
  }

  enter(): void {
    this.total++
    if (++this.spent > this.limit || ++this.depth > DEEPEST) throw new BudgetSpent(this.spent)
  }

  leave(): void {
    this.depth--
  }
}

/** Asks with a limit of its own; the answer may be that it was spent. */
export function withBudget<T>(budget: Budget, limit: number, question: () => T): T | BudgetSpent {
  const before = budget.limit
  budget.limit = limit
  try {
    return budget.ask(question)
  } catch (error) {
    if (error instanceof BudgetSpent) return error
    throw error
  } finally {
    budget.limit = before
  }
}
