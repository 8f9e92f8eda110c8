/**
 * What is known about every variable before a statement, and how that flows along. Tables are never changed once made, so that
 * statements in a row share one. A variable that is assigned makes every `Conditional` about it useless. Compare Julia 1.5's
 * `stupdate!` (typelattice.jl).
 */
import { widenConditional, type Lattice, type LatticeElement } from './element'
import { mergeElements } from './merge'
import { isBelow } from './order'

export interface VariableState {
  readonly type: LatticeElement
  /** May have no value. */
  readonly undef: boolean
}

/** By slot. */
export type VariableTable = readonly VariableState[]

/** The table after an assignment, or after a branch told more about a variable. */
export function withVariable(lattice: Lattice, table: VariableTable, slot: number, state: VariableState): VariableTable {
  return table.map((one, at) => {
    const { type, undef } = at === slot ? state : one
    if (type.kind !== 'conditional' || type.slot !== slot) return at === slot ? state : one
    return { type: widenConditional(lattice, type), undef }
  })
}

function isBelowState(lattice: Lattice, a: VariableState, b: VariableState): boolean {
  return a === b || ((!a.undef || b.undef) && isBelow(lattice, a.type, b.type))
}

function mergeStates(lattice: Lattice, a: VariableState, b: VariableState): VariableState {
  return isBelowState(lattice, b, a) ? a : { type: mergeElements(lattice, a.type, b.type), undef: a.undef || b.undef }
}

/** What holds where both flows meet; undefined if nothing is new to the old table. */
export function mergeTables(lattice: Lattice, old: VariableTable | undefined, incoming: VariableTable): VariableTable | undefined {
  if (old === undefined) return incoming
  if (old === incoming) return undefined
  let merged: VariableState[] | undefined
  for (const [slot, state] of incoming.entries()) {
    const before = old[slot]
    if (before === undefined || isBelowState(lattice, state, before)) continue
    merged ??= [...old]
    merged[slot] = isBelowState(lattice, before, state) ? state : mergeStates(lattice, before, state)
  }
  return merged
}

/** A handler's table when a variable is assigned inside the `try`; undefined if that is nothing new. */
export function mergeVariable(lattice: Lattice, table: VariableTable, slot: number, state: VariableState): VariableTable | undefined {
  const before = table[slot]
  if (before === undefined || isBelowState(lattice, state, before)) return undefined
  const merged = isBelowState(lattice, before, state) ? state : mergeStates(lattice, before, state)
  return withVariable(lattice, table, slot, merged)
}
