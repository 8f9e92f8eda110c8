/**
 * Integers without bounds for `BigInt`, which keeps its value as hexadecimal text: `ff`, `-1a`. Shifts count bits and go with the sign;
 * quotients are cut towards zero.
 */
import { argumentError, divideError, errorException } from '../exception'
import { signedOf, bitsOf } from '../primitive'
import { Bits } from '../../values/value'
import { given, integer, textOf, type ForeignContext, type ForeignTable } from './context'
import type { JuliaValue } from '../../values/value'

/** Bits that a result may have: more is a program gone wrong. */
const MOST_BITS = 2n ** 26n

function read(text: string): bigint {
  return text.startsWith('-') ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`)
}

function at(args: readonly JuliaValue[], position: number): bigint {
  return read(textOf(args, position))
}

const size = (value: bigint): bigint => BigInt(value.toString(16).length) * 4n

type Operation = (a: bigint, b: bigint) => bigint

/** By the numbers that gmp.jl gives them. */
const BINARY: Readonly<Record<number, Operation>> = {
  1: (a, b) => a + b,
  2: (a, b) => a - b,
  3: (a, b) => a * b,
  4: (a, b) => a / b,
  5: (a, b) => a % b,
  6: (a, b) => a & b,
  7: (a, b) => a | b,
  8: (a, b) => a ^ b,
  9: (a, b) => a << b,
  10: (a, b) => a >> b,
  11: (a, b) => a ** b,
}

function binary({ core }: ForeignContext, code: number, a: bigint, b: bigint): string {
  const operation = BINARY[code]
  if (operation === undefined) throw new Error(`there is no operation ${code} of integers`)
  if ((code === 4 || code === 5) && b === 0n) throw divideError(core)
  const bits = code === 9 ? size(a) + b : code === 11 && a !== 0n && a !== 1n && a !== -1n ? size(a) * b : 0n
  if (bits > MOST_BITS) throw errorException(core, 'a BigInt of so many digits is not supported')
  return operation(a, b).toString(16)
}

function squareRoot(value: bigint): bigint {
  if (value < 2n) return value
  let guess = 1n << (size(value) / 2n + 1n)
  for (;;) {
    const better = (guess + value / guess) / 2n
    if (better >= guess) return guess
    guess = better
  }
}

/** Digits of any base up to 62; from 37 on capital letters come before small ones. */
function parse(text: string, base: number): bigint | undefined {
  const match = /^\s*([+-]?)(?:0([xob]))?([0-9A-Za-z]+)\s*$/.exec(text)
  if (match === null) return undefined
  const [, sign, prefix, digits = ''] = match
  const actual = prefix === undefined ? (base === 0 ? 10 : base) : { x: 16, o: 8, b: 2 }[prefix] ?? 10
  let value = 0n
  for (const digit of digits) {
    const found = digitOf(digit, actual)
    if (found >= actual) return undefined
    value = value * BigInt(actual) + BigInt(found)
  }
  return sign === '-' ? -value : value
}

function digitOf(digit: string, base: number): number {
  if (digit <= '9') return Number(digit)
  const letter = digit.toLowerCase().charCodeAt(0) - 87
  return base > 36 && digit >= 'a' ? letter + 26 : letter
}

export const BIGINT_FUNCTIONS: ForeignTable = {
  bk_bigint_unary: (_, args) => (integer(args, 0) === 1 ? -at(args, 1) : squareRoot(at(args, 1))).toString(16),
  bk_bigint_binary: (context, args) => binary(context, integer(args, 0), at(args, 1), at(args, 2)),
  bk_bigint_cmp: (_, args) => {
    const [a, b] = [at(args, 0), at(args, 1)]
    return a < b ? -1n : a > b ? 1n : 0n
  },
  bk_bigint_bits: (_, args) => {
    const value = at(args, 0)
    return BigInt((value < 0n ? -value : value).toString(2).length)
  },
  bk_bigint_float: (_, args) => Number(at(args, 0)),
  bk_bigint_from: (_, args) => {
    const value = given(args, 0)
    const unsigned = value instanceof Bits && value.type.name.name.startsWith('U')
    return (unsigned ? bitsOf(value) : signedOf(value)).toString(16)
  },
  bk_bigint_low: (_, args) => BigInt.asUintN(128, at(args, 0)),
  bk_bigint_parse: ({ core }, args) => {
    const base = integer(args, 1)
    if (base === 1 || base < 0 || base > 62) throw argumentError(core, `invalid base: base must be 2 ≤ base ≤ 62, got ${base}`)
    return parse(textOf(args, 0), base)?.toString(16)
  },
  bk_bigint_text: (_, args) => at(args, 0).toString(integer(args, 1)),
  bk_bigint_trailing_zeros: (_, args) => {
    const bits = at(args, 0).toString(2)
    return BigInt(bits.length - 1 - bits.lastIndexOf('1'))
  },
}
