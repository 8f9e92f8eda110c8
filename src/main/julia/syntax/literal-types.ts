/**
 * What the parser needs to know of values that have types or modules: it makes literals such as `0x1f`, `1f0` and `'a'`, says
 * `nothing`, and refers to macros of `Core` (`Core.@doc`, `Core.@cmd`, `Core.@int128_str`).
 */
import type { Bits, JuliaValue, Reflected } from '../values/value'

export interface LiteralTypes {
  /** A value of a primitive type: `UInt8` to `UInt64`, `Float32`, `Char`. `bits` from 0 to 2^width - 1. */
  bits(typeName: string, bits: bigint): Bits
  readonly nothing: JuliaValue
  /** The module `Core`. */
  readonly core: Reflected
}
