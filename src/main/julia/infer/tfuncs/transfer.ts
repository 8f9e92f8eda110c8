/**
 * What a transfer function is: from what is known of a builtin's arguments to what is known of its result. `bottom` says that the call
 * throws. Compare Julia 1.5's tfuncs.jl.
 */
import type { LatticeElement } from '../../lattice/element'
import type { JuliaValue } from '../../values/value'
import type { InferenceRun } from '../context'

/** `callee` is the builtin itself, to be called on constants. */
export type TransferFunction = (run: InferenceRun, args: readonly LatticeElement[], callee: JuliaValue) => LatticeElement

export interface Transfer {
  readonly least: number
  readonly most: number
  readonly apply: TransferFunction
}

export function transfer(least: number, most: number, apply: TransferFunction): Transfer {
  return { least, most, apply }
}
