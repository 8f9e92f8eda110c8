/**
 * Intrinsics of floats: operands are read as floats of their width, results rounded to it. A sum, product, quotient or root of
 * two narrower floats computed in double and rounded is correctly rounded; a fused multiply-add is not, so it is computed exactly.
 * The `_fast` forms promise less in Julia; here they do the same.
 */
import type { JuliaValue } from '../../values/value'
import { bitsOf, bitsOfFloat64, floatOf, fromBits, fromFloat, roundToEven, signedOf, widthOf } from '../primitive'
import type { CoreTypes } from '../../values/core-types'
import { binary, ternary, unary, type Intrinsic } from './shape'

function float(compute: (a: number) => number): Intrinsic {
  return unary((core, a) => fromFloat(core, core.typeOf(a), compute(floatOf(a))))
}

function floats(compute: (a: number, b: number) => number): Intrinsic {
  return binary((core, a, b) => fromFloat(core, core.typeOf(a), compute(floatOf(a), floatOf(b))))
}

function compare(compute: (a: number, b: number) => boolean): Intrinsic {
  return binary((_, a, b) => compute(floatOf(a), floatOf(b)))
}

/** Changes the sign bit alone, so that it works on NaN too. */
function withSign(core: CoreTypes, value: JuliaValue, sign: (bits: bigint, mask: bigint) => bigint): JuliaValue {
  return fromBits(core, core.typeOf(value), sign(bitsOf(value), 1n << BigInt(widthOf(value) - 1)))
}

/** Places floats in the order of `isless`: NaN last, -0.0 before 0.0. */
function isLess(a: number, b: number): boolean {
  if (Number.isNaN(a)) return false
  if (Number.isNaN(b)) return true
  return a < b || (a === 0 && b === 0 && Object.is(a, -0) && !Object.is(b, -0))
}

/** A finite float as a whole number times a power of two. */
function exact(value: number): { readonly whole: bigint, readonly power: number } {
  const bits = bitsOfFloat64(value)
  const exponent = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xf_ffff_ffff_ffffn
  const whole = exponent === 0 ? fraction : fraction | 0x10_0000_0000_0000n
  return { whole: bits >> 63n === 1n ? -whole : whole, power: Math.max(exponent, 1) - 1075 }
}

/** The float of so many significant bits nearest to `whole * 2^power`, ties to even. */
export function nearestFloat(whole: bigint, power: number, precision: number, lowestPower: number): number {
  const negative = whole < 0n
  let size = negative ? -whole : whole
  const length = size.toString(2).length
  const shift = Math.max(length - precision, lowestPower - power)
  let scaled = power
  if (shift > 0) {
    const dropped = size & ((1n << BigInt(shift)) - 1n)
    const half = 1n << BigInt(shift - 1)
    size >>= BigInt(shift)
    if (dropped > half || (dropped === half && (size & 1n) === 1n)) size++
    scaled += shift
  }
  // In two steps: a power of two below the smallest normal one is not exact by itself.
  const half = Math.trunc(scaled / 2)
  const value = Number(size) * 2 ** half * 2 ** (scaled - half)
  return negative ? -value : value
}

function fusedMultiplyAdd(width: number, a: number, b: number, c: number): number {
  if (![a, b, c].every(Number.isFinite)) return a * b + c
  const [x, y, z] = [exact(a), exact(b), exact(c)]
  const power = Math.min(x.power + y.power, z.power)
  const sum = ((x.whole * y.whole) << BigInt(x.power + y.power - power)) + (z.whole << BigInt(z.power - power))
  if (sum === 0n) return a * b + c
  if (width === 32) return nearestFloat(sum, power, 24, -149)
  return width === 16 ? nearestFloat(sum, power, 11, -24) : nearestFloat(sum, power, 53, -1074)
}

const add = floats((a, b) => a + b)
const subtract = floats((a, b) => a - b)
const multiply = floats((a, b) => a * b)
const divide = floats((a, b) => a / b)
const remainder = floats((a, b) => a % b)
const negate = unary((core, a) => withSign(core, a, (bits, mask) => bits ^ mask))
const equal = compare((a, b) => a === b)
const unequal = compare((a, b) => a !== b)
const less = compare((a, b) => a < b)
const atMost = compare((a, b) => a <= b)
const squareRoot = float(Math.sqrt)

export const FLOAT_INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  add_float: add,
  add_float_fast: add,
  sub_float: subtract,
  sub_float_fast: subtract,
  mul_float: multiply,
  mul_float_fast: multiply,
  div_float: divide,
  div_float_fast: divide,
  rem_float: remainder,
  rem_float_fast: remainder,
  neg_float: negate,
  neg_float_fast: negate,
  fma_float: ternary((core, a, b, c) => fromFloat(core, core.typeOf(a), fusedMultiplyAdd(widthOf(a), floatOf(a), floatOf(b), floatOf(c)))),
  muladd_float: ternary((core, a, b, c) => {
    const type = core.typeOf(a)
    return fromFloat(core, type, floatOf(fromFloat(core, type, floatOf(a) * floatOf(b))) + floatOf(c))
  }),
  eq_float: equal,
  eq_float_fast: equal,
  ne_float: unequal,
  ne_float_fast: unequal,
  lt_float: less,
  lt_float_fast: less,
  le_float: atMost,
  le_float_fast: atMost,
  fpiseq: compare((a, b) => Object.is(a, b)),
  fpislt: compare(isLess),
  abs_float: unary((core, a) => withSign(core, a, (bits, mask) => bits & ~mask)),
  copysign_float: binary((core, a, b) => withSign(core, a, (bits, mask) => (bits & ~mask) | (signedOf(b) < 0n ? mask : 0n))),
  ceil_llvm: float(Math.ceil),
  floor_llvm: float(Math.floor),
  trunc_llvm: float(Math.trunc),
  rint_llvm: float(roundToEven),
  sqrt_llvm: squareRoot,
  sqrt_llvm_fast: squareRoot,
}
