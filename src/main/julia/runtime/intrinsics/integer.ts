/**
 * Intrinsics of integers: they see bits of one width, whatever the type. Results wrap; shifts by the width or more give zero,
 * or the sign for `ashr_int`; a division that cannot be done throws `DivideError` in its checked and its plain form, as Julia's runtime does.
 */
import type { CoreTypes } from '../../values/core-types'
import type { JuliaValue } from '../../values/value'
import { divideError } from '../exception'
import { bitsOf, fromBits, signedOf, widthOf } from '../primitive'
import { binary, pair, unary, type Intrinsic } from './shape'

type Arithmetic = (a: bigint, b: bigint) => bigint

/** Signed operands; the result wraps. */
function signed(compute: Arithmetic): Intrinsic {
  return binary((core, a, b) => typeof a === 'bigint' && typeof b === 'bigint'
    ? BigInt.asIntN(64, compute(a, b))
    : fromBits(core, core.typeOf(a), compute(signedOf(a), signedOf(b))))
}

function unsigned(compute: Arithmetic): Intrinsic {
  return binary((core, a, b) => fromBits(core, core.typeOf(a), compute(bitsOf(a), bitsOf(b))))
}

function compareSigned(compute: (a: bigint, b: bigint) => boolean): Intrinsic {
  return binary((_, a, b) => compute(signedOf(a), signedOf(b)))
}

function compareUnsigned(compute: (a: bigint, b: bigint) => boolean): Intrinsic {
  return binary((_, a, b) => compute(bitsOf(a), bitsOf(b)))
}

/** `(result, whether it does not fit)`. */
function checked(read: (value: JuliaValue) => bigint, fits: (width: number, value: bigint) => bigint, compute: Arithmetic): Intrinsic {
  return binary((core, a, b) => {
    const exact = compute(read(a), read(b))
    return pair(core, fromBits(core, core.typeOf(a), exact), fits(widthOf(a), exact) !== exact)
  })
}

/** The lowest number has no quotient by -1, though it has a remainder. */
const signedQuotient = binary((core, a, b) => {
  const [x, y] = [signedOf(a), signedOf(b)]
  if (y === 0n || (y === -1n && x === -(1n << BigInt(widthOf(a) - 1)))) throw divideError(core)
  return fromBits(core, core.typeOf(a), x / y)
})

const signedRemainder = binary((core, a, b) => {
  const divisor = signedOf(b)
  if (divisor === 0n) throw divideError(core)
  return fromBits(core, core.typeOf(a), signedOf(a) % divisor)
})

function unsignedDivision(compute: Arithmetic): Intrinsic {
  return binary((core, a, b) => {
    const divisor = bitsOf(b)
    if (divisor === 0n) throw divideError(core)
    return fromBits(core, core.typeOf(a), compute(bitsOf(a), divisor))
  })
}

/** The count may be of another type; it is unsigned. */
function shift(compute: (core: CoreTypes, value: JuliaValue, count: bigint, width: bigint) => bigint): Intrinsic {
  return binary((core, a, b) => fromBits(core, core.typeOf(a), compute(core, a, bitsOf(b), BigInt(widthOf(a)))), { sameType: false })
}

function bitCount(compute: (bits: string, width: number) => number): Intrinsic {
  return unary((core, a) => {
    const width = widthOf(a)
    return fromBits(core, core.typeOf(a), BigInt(compute(bitsOf(a).toString(2).padStart(width, '0'), width)))
  })
}

function countOnes(bits: string): number {
  let ones = 0
  for (const bit of bits) if (bit === '1') ones++
  return ones
}

function swapBytes(bits: bigint, width: number): bigint {
  let swapped = 0n
  for (let at = 0; at < width; at += 8) swapped = (swapped << 8n) | ((bits >> BigInt(at)) & 0xffn)
  return swapped
}

export const INTEGER_INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  add_int: signed((a, b) => a + b),
  sub_int: signed((a, b) => a - b),
  mul_int: signed((a, b) => a * b),
  neg_int: unary((core, a) => fromBits(core, core.typeOf(a), -bitsOf(a))),
  not_int: unary((core, a) => fromBits(core, core.typeOf(a), ~bitsOf(a))),
  and_int: signed((a, b) => a & b),
  or_int: signed((a, b) => a | b),
  xor_int: signed((a, b) => a ^ b),
  sdiv_int: signedQuotient,
  srem_int: signedRemainder,
  udiv_int: unsignedDivision((a, b) => a / b),
  urem_int: unsignedDivision((a, b) => a % b),
  checked_sdiv_int: signedQuotient,
  checked_srem_int: signedRemainder,
  checked_udiv_int: unsignedDivision((a, b) => a / b),
  checked_urem_int: unsignedDivision((a, b) => a % b),
  checked_sadd_int: checked(signedOf, (width, value) => BigInt.asIntN(width, value), (a, b) => a + b),
  checked_ssub_int: checked(signedOf, (width, value) => BigInt.asIntN(width, value), (a, b) => a - b),
  checked_smul_int: checked(signedOf, (width, value) => BigInt.asIntN(width, value), (a, b) => a * b),
  checked_uadd_int: checked(bitsOf, (width, value) => BigInt.asUintN(width, value), (a, b) => a + b),
  checked_usub_int: checked(bitsOf, (width, value) => BigInt.asUintN(width, value), (a, b) => a - b),
  checked_umul_int: checked(bitsOf, (width, value) => BigInt.asUintN(width, value), (a, b) => a * b),
  flipsign_int: signed((a, b) => (b < 0n ? -a : a)),
  eq_int: compareUnsigned((a, b) => a === b),
  ne_int: compareUnsigned((a, b) => a !== b),
  slt_int: compareSigned((a, b) => a < b),
  sle_int: compareSigned((a, b) => a <= b),
  ult_int: compareUnsigned((a, b) => a < b),
  ule_int: compareUnsigned((a, b) => a <= b),
  shl_int: shift((_, value, count, width) => (count >= width ? 0n : bitsOf(value) << count)),
  lshr_int: shift((_, value, count, width) => (count >= width ? 0n : bitsOf(value) >> count)),
  ashr_int: shift((_, value, count, width) => signedOf(value) >> (count >= width ? width : count)),
  ctpop_int: bitCount(countOnes),
  ctlz_int: bitCount((bits, width) => (bits.includes('1') ? bits.indexOf('1') : width)),
  cttz_int: bitCount((bits, width) => (bits.includes('1') ? width - 1 - bits.lastIndexOf('1') : width)),
  bswap_int: unary((core, a) => fromBits(core, core.typeOf(a), swapBytes(bitsOf(a), widthOf(a)))),
  add_ptr: unsigned((a, b) => a + b),
  sub_ptr: unsigned((a, b) => a - b),
}
