/**
 * The state of one comparison: the variables met so far with the bounds found for them, and which member of each union
 * is being tried. Julia's `jl_stenv_t`, `jl_varbinding_t` and `jl_unionstate_t` (subtype.c). Left out: values of the right
 * side's variables for the caller are kept only when asked for (`solution`).
 */
import type { Parameter, TypeVar } from './type'
import type { TypeUniverse } from './universe'

/** Where a type stands: outside of all constructors (and in bounds), in a covariant, or in an invariant position. */
export const OUTSIDE = 0
export const COVARIANT = 1
export const INVARIANT = 2
export type Position = typeof OUTSIDE | typeof COVARIANT | typeof INVARIANT

/** How intersection narrows a variable in covariant position. */
export type Constraint = 'none' | 'below' | 'above' | 'overlap'

/** A variable in scope, with the bounds found so far. */
export class Binding {
  lower: Parameter
  upper: Parameter
  /** Occurrences by position, counted up to 2. */
  invariantUses = 0
  covariantUses = 0
  /** Another variable needs this one to range over concrete types only. */
  concrete = false
  constraint: Constraint = 'none'
  /** As a count, this is the other count plus `offset`. */
  offset = 0
  /** Counts a `Vararg`. */
  counts = false
  /** Variables that the bounds need, and that are to be bound outside this one. */
  inner: TypeVar[] = []

  constructor(
    public variable: TypeVar,
    /** From the right side of `<:`: some value has to do. From the left: every value has to. */
    public exists: boolean,
    /** Number of invariant constructors around the `where`. */
    readonly depth: number,
    readonly outer: Binding | undefined,
  ) {
    this.lower = variable.lower
    this.upper = variable.upper
  }

  use(position: Position, depth: number): void {
    if (position === OUTSIDE) return
    if (position === INVARIANT && depth > this.depth) this.invariantUses = Math.min(2, this.invariantUses + 1)
    else this.covariantUses = Math.min(2, this.covariantUses + 1)
  }
}

/**
 * Which member each union is taken apart into, in the order in which unions are met. One run follows the choices; `next`
 * then turns the last open choice and forgets those after it, until there is none.
 */
export class UnionChoices {
  /** Unions met in this run. */
  met = 0
  private openUpTo = 0
  private readonly taken: boolean[] = []

  /** Whether to take the second. */
  choose(): boolean {
    const second = this.taken[this.met++] ?? false
    if (!second) this.openUpTo = this.met
    return second
  }

  get hasMore(): boolean {
    return this.openUpTo > 0
  }

  restart(): void {
    this.met = 0
    this.openUpTo = 0
  }

  /** Turns to the next combination; false if all were seen. */
  next(): boolean {
    if (this.openUpTo === 0) return false
    const at = this.openUpTo - 1
    for (let before = this.taken.length; before < at; before++) this.taken[before] = false
    this.taken[at] = true
    this.taken.length = this.openUpTo
    return true
  }
}

interface SavedBinding {
  readonly lower: Parameter
  readonly upper: Parameter
  readonly inner: TypeVar[]
  readonly invariantUses: number
  readonly covariantUses: number
}

export interface Snapshot {
  readonly bindings: readonly SavedBinding[]
  readonly met: number
}

/** Collects what the outermost variables of the right side turned out to be. */
export interface Solution {
  readonly values: (Parameter | undefined)[]
  /** How many outer variables were entered. */
  at: number
}

export class Environment {
  /** The innermost variable in scope. */
  innermost: Binding | undefined
  left = new UnionChoices()
  right = new UnionChoices()
  /** Invariant constructors around the place looked at, on either side. */
  leftDepth = 0
  rightDepth = 0
  /** Variables bound nowhere are taken as anything. */
  ignoreFree = false
  /** This comparison serves an intersection. */
  intersecting = false
  /** Only whether an intersection is empty matters. */
  emptinessOnly = false
  solution: Solution | undefined

  constructor(readonly universe: TypeUniverse) {}

  lookup(variable: Parameter): Binding | undefined {
    let binding = this.innermost
    while (binding !== undefined && binding.variable !== variable) binding = binding.outer
    return binding
  }

  *bindings(): Generator<Binding> {
    for (let binding = this.innermost; binding !== undefined; binding = binding.outer) yield binding
  }

  record(binding: Binding | undefined, position: Position): void {
    binding?.use(position, binding.exists ? this.rightDepth : this.leftDepth)
  }

  /** Is `a` bound outside `b`? */
  isOutside(a: TypeVar, b: TypeVar): boolean {
    for (let binding = this.innermost; binding !== undefined; binding = binding.outer) {
      if (binding.variable === a) return false
      if (binding.variable === b) return true
    }
    return false
  }

  save(): Snapshot {
    const bindings: SavedBinding[] = []
    for (let binding = this.innermost; binding !== undefined; binding = binding.outer) {
      const { lower, upper, inner, invariantUses, covariantUses } = binding
      bindings.push({ lower, upper, inner: inner.length === 0 ? inner : [...inner], invariantUses, covariantUses })
    }
    return { bindings, met: this.right.met }
  }

  restore(snapshot: Snapshot): void {
    this.restoreCounts(snapshot)
    let at = 0
    for (let binding = this.innermost; binding !== undefined; binding = binding.outer) {
      const saved = snapshot.bindings[at++]
      if (saved === undefined) break
      binding.lower = saved.lower
      binding.upper = saved.upper
      binding.inner = [...saved.inner]
    }
  }

  /** Restores how often variables were used, but keeps the bounds found since. */
  restoreCounts({ bindings, met }: Snapshot): void {
    let at = 0
    for (let binding = this.innermost; binding !== undefined; binding = binding.outer) {
      const saved = bindings[at++]
      if (saved === undefined) break
      binding.invariantUses = saved.invariantUses
      binding.covariantUses = saved.covariantUses
    }
    this.right.met = met
    const { solution } = this
    if (solution !== undefined && solution.at < solution.values.length) solution.values.fill(undefined, solution.at)
  }

  /** Runs with unions of its own. */
  aside<T>(work: () => T): T {
    const { left, right } = this
    this.left = new UnionChoices()
    this.right = new UnionChoices()
    try {
      return work()
    } finally {
      this.left = left
      this.right = right
    }
  }

  /** Runs inside one more invariant constructor. */
  inInvariant<T>(work: () => T): T {
    this.leftDepth++
    this.rightDepth++
    const answer = work()
    this.leftDepth--
    this.rightDepth--
    return answer
  }

  /** Turns what has to hold for all values into what has to hold for some, and back. */
  flip(): void {
    for (let binding = this.innermost; binding !== undefined; binding = binding.outer) binding.exists = !binding.exists
  }
}
