/**
 * A method as dispatch sees it: a signature, and the worlds in which it can be called. What it does is not known here.
 * Names are Julia's: `primaryWorld` is the first world that has it, `deletedWorld` the first that has it no more.
 */
import type { Parameter } from '../types/type'

/** No end: every later world. */
export const FOREVER = Infinity

export interface WorldRange {
  readonly min: number
  /** Inclusive; `FOREVER` for no end. */
  readonly max: number
}

export class Method {
  deletedWorld = FOREVER
  /** Place in its table's order, from 0: more specific methods tend to come first. */
  rank = 0
  /** Order of definition in its table, from 0. */
  index = -1

  constructor(
    /** A tuple type, possibly under `where`s. */
    readonly signature: Parameter,
    public primaryWorld: number,
  ) {}

  isIn(world: number): boolean {
    return this.primaryWorld <= world && world < this.deletedWorld
  }
}
