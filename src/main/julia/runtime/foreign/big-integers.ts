/**
 * Arithmetic behind Base's `BigInt`, which keeps its value as hexadecimal text with a sign (`-1f`). Operations come by number, as
 * `resources/base/gmp.jl` names them. Division truncates; shifts to the right round down; negative numbers have
 * endless ones in front for the operations on bits.
 */
import { toJuliaString } from '../../values/text'
import type { JuliaValue } from '../../values/value'
import { errorException } from '../exception'
import { signedOf } from '../primitive'
import { bytesOf, given, integer, type ForeignTable } from './context'

function bigAt(args: readonly JuliaValue[], at: number): bigint {
  return parsed(bytesOf(args, at))
}

function parsed(text: string): bigint {
  return text.startsWith('-') ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`)
}

function made(value: bigint): string {
  return value.toString(16)
}

function squareRoot(value: bigint): bigint {
  if (value < 2n) return value
  // Newton's steps from above never go below the root.
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

const BINARY: readonly ((a: bigint, b: bigint) => bigint)[] = [
  (a, b) => a + b,
  (a, b) => a - b,
  (a, b) => a * b,
  (a, b) => a / b,
  (a, b) => a % b,
  (a, b) => a & b,
  (a, b) => a | b,
  (a, b) => a ^ b,
  (a, b) => a << b,
  (a, b) => a >> b,
  (a, b) => a ** b,
]
/** More bits than this are refused: a slip of the pen should not take all memory. */
const MOST_BITS = 1n << 26n

function resultBits(operation: number, a: bigint, b: bigint): bigint {
  const length = (value: bigint) => BigInt(value.toString(16).length) * 4n
  if (operation === 9) return length(a) + b
  return operation === 11 ? length(a) * b : 0n
}

function trailingZeros(value: bigint): bigint {
  if (value === 0n) return 0n
  const digits = made(value < 0n ? -value : value)
  const zeros = digits.length - digits.replace(/0+$/, '').length
  const last = parseInt(digits[digits.length - zeros - 1] ?? '1', 16)
  return BigInt(zeros * 4 + Math.log2(last & -last))
}

export const BIG_INTEGER_FUNCTIONS: ForeignTable = {
  bk_bigint_from: (_, args) => made(signedValue(given(args, 0))),
  bk_bigint_unary: (_, args) => made(integer(args, 0) === 1 ? -bigAt(args, 1) : squareRoot(bigAt(args, 1))),
  bk_bigint_binary: ({ core }, args) => {
    const [operation, a, b] = [integer(args, 0), bigAt(args, 1), bigAt(args, 2)]
    const compute = BINARY[operation - 1]
    if (compute === undefined) throw new Error(`no operation ${operation} of two big integers`)
    if (resultBits(operation, a, b) > MOST_BITS) throw errorException(core, 'a BigInt of more than 67108864 bits')
    return made(compute(a, b))
  },
  bk_bigint_cmp: (_, args) => {
    const [a, b] = [bigAt(args, 0), bigAt(args, 1)]
    return a < b ? -1n : a > b ? 1n : 0n
  },
  bk_bigint_low: (_, args) => BigInt.asUintN(128, bigAt(args, 0)),
  bk_bigint_float: (_, args) => Number(bigAt(args, 0)),
  bk_bigint_bits: (_, args) => {
    const value = bigAt(args, 0)
    return value === 0n ? 0n : BigInt((value < 0n ? -value : value).toString(2).length)
  },
  bk_bigint_trailing_zeros: (_, args) => trailingZeros(bigAt(args, 0)),
  bk_bigint_text: (_, args) => bigAt(args, 0).toString(integer(args, 1)),
  // undefined for what is no whole number in that base
  bk_bigint_parse: (_, args) => {
    const base = integer(args, 1)
    const [, sign = '', digits = ''] = /^([+-]?)([\da-z]+)$/.exec(bytesOf(args, 0).toLowerCase()) ?? []
    if (digits === '') return undefined
    let value = 0n
    for (const digit of digits) {
      const number = parseInt(digit, 36)
      if (number >= base) return undefined
      value = value * BigInt(base) + BigInt(number)
    }
    return toJuliaString(made(sign === '-' ? -value : value))
  },
}

/** Of an unsigned type the bits as they are. */
function signedValue(value: JuliaValue): bigint {
  if (typeof value === 'object' && 'bits' in value && 'type' in value && value.type.name.name.startsWith('UInt')) return value.bits
  return signedOf(value)
}
