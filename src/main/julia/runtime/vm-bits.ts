/**
 * Arithmetic of the VM on words: shifts of 64 bits, integers of fewer bits (kept zero-extended), and conversions. All take the
 * words of the registers and positions of registers, so that nothing is allocated.
 */
import type { IntegerSide, Register, Words } from './vm-registers'

const low = (register: Register): Register => (register << 1) as Register
const high = (register: Register): Register => ((register << 1) | 1) as Register

const maskOf = (bits: number): number => (bits >= 32 ? -1 : (1 << bits) - 1)

function put(words: Words, target: Register, value: number, bits: number): void {
  words[low(target)] = value & maskOf(bits)
  words[high(target)] = 0
}

/** The value of fewer than 64 bits with its sign. */
export function signed(words: Words, register: Register, bits: number): number {
  const shift = 32 - bits
  return (words[low(register)] << shift) >> shift
}

export function unsigned(words: Words, register: Register): number {
  return words[low(register)] >>> 0
}

function addNarrow(words: Words, target: Register, a: Register, b: Register, bits: number): void {
  put(words, target, words[low(a)] + words[low(b)], bits)
}

function subNarrow(words: Words, target: Register, a: Register, b: Register, bits: number): void {
  put(words, target, words[low(a)] - words[low(b)], bits)
}

function mulNarrow(words: Words, target: Register, a: Register, b: Register, bits: number): void {
  put(words, target, Math.imul(words[low(a)], words[low(b)]), bits)
}

export function negNarrow(words: Words, target: Register, a: Register, bits: number): void {
  put(words, target, -words[low(a)], bits)
}

export function notNarrow(words: Words, target: Register, a: Register, bits: number): void {
  put(words, target, ~words[low(a)], bits)
}

/** The amount of a shift; 64 for all that are 64 or more. */
function amount(words: Words, register: Register): number {
  const count = words[low(register)]
  return words[high(register)] !== 0 || count < 0 || count > 64 ? 64 : count
}

function shlNarrow(words: Words, target: Register, a: Register, b: Register, bits: number): void {
  const by = amount(words, b)
  put(words, target, by >= bits ? 0 : words[low(a)] << by, bits)
}

function lshrNarrow(words: Words, target: Register, a: Register, b: Register, bits: number): void {
  const by = amount(words, b)
  put(words, target, by >= bits ? 0 : words[low(a)] >>> by, bits)
}

function ashrNarrow(words: Words, target: Register, a: Register, b: Register, bits: number): void {
  put(words, target, signed(words, a, bits) >> Math.min(amount(words, b), 31), bits)
}

function sdivNarrow(words: Words, target: Register, a: Register, b: Register, bits: number): boolean {
  const [x, y] = [signed(words, a, bits), signed(words, b, bits)]
  if (y === 0 || (y === -1 && x === (-1 << (bits - 1)))) return false
  put(words, target, Math.trunc(x / y), bits)
  return true
}

function sremNarrow(words: Words, target: Register, a: Register, b: Register, bits: number): boolean {
  const [x, y] = [signed(words, a, bits), signed(words, b, bits)]
  if (y === 0) return false
  put(words, target, x % y, bits)
  return true
}

function udivNarrow(words: Words, target: Register, a: Register, b: Register, bits: number): boolean {
  const y = unsigned(words, b)
  if (y === 0) return false
  put(words, target, Math.floor(unsigned(words, a) / y), bits)
  return true
}

function uremNarrow(words: Words, target: Register, a: Register, b: Register, bits: number): boolean {
  const y = unsigned(words, b)
  if (y === 0) return false
  put(words, target, unsigned(words, a) % y, bits)
  return true
}

/** An instruction on two integers below 64 bits, by its number (codegen/opcodes.ts). False for a division that Julia refuses. */
export function narrow(words: Words, opcode: number, target: Register, a: Register, b: Register, bits: number): boolean {
  switch (opcode) {
    case 50:
      addNarrow(words, target, a, b, bits)
      return true
    case 51:
      subNarrow(words, target, a, b, bits)
      return true
    case 52:
      mulNarrow(words, target, a, b, bits)
      return true
    case 55:
      shlNarrow(words, target, a, b, bits)
      return true
    case 56:
      lshrNarrow(words, target, a, b, bits)
      return true
    case 57:
      ashrNarrow(words, target, a, b, bits)
      return true
    case 58:
      return sdivNarrow(words, target, a, b, bits)
    case 59:
      return udivNarrow(words, target, a, b, bits)
    case 60:
      return sremNarrow(words, target, a, b, bits)
    default:
      return uremNarrow(words, target, a, b, bits)
  }
}

export function shl(words: Words, target: Register, a: Register, b: Register): void {
  const by = amount(words, b)
  const [lo, hi] = [words[low(a)], words[high(a)]]
  words[low(target)] = by >= 32 ? 0 : lo << by
  words[high(target)] = by >= 64 ? 0 : by >= 32 ? lo << (by - 32) : by === 0 ? hi : (hi << by) | (lo >>> (32 - by))
}

export function lshr(words: Words, target: Register, a: Register, b: Register): void {
  const by = amount(words, b)
  const [lo, hi] = [words[low(a)], words[high(a)]]
  words[low(target)] = by >= 64 ? 0 : by >= 32 ? hi >>> (by - 32) : by === 0 ? lo : (lo >>> by) | (hi << (32 - by))
  words[high(target)] = by >= 32 ? 0 : hi >>> by
}

export function ashr(words: Words, target: Register, a: Register, b: Register): void {
  const by = amount(words, b)
  const [lo, hi] = [words[low(a)], words[high(a)]]
  words[low(target)] = by >= 64 ? hi >> 31 : by >= 32 ? hi >> (by - 32) : by === 0 ? lo : (lo >>> by) | (hi << (32 - by))
  words[high(target)] = by >= 32 ? hi >> 31 : hi >> by
}

export function ult(words: Words, a: Register, b: Register): boolean {
  const [x, y] = [words[high(a)] >>> 0, words[high(b)] >>> 0]
  return x < y || (x === y && (words[low(a)] >>> 0) < (words[low(b)] >>> 0))
}

/** Division of 64 bits without sign; the divisor is not zero. */
export function udiv(integers: IntegerSide, target: Register, a: Register, b: Register): void {
  const [x, y] = [integers[a], integers[b]]
  integers[target] = x >= 0n && y > 0n ? x / y : BigInt.asUintN(64, x) / BigInt.asUintN(64, y)
}

export function urem(integers: IntegerSide, target: Register, a: Register, b: Register): void {
  const [x, y] = [integers[a], integers[b]]
  integers[target] = x >= 0n && y > 0n ? x % y : BigInt.asUintN(64, x) % BigInt.asUintN(64, y)
}

/** From fewer than 64 bits to more. */
export function signExtend(words: Words, target: Register, a: Register, from: number, to: number): void {
  const value = signed(words, a, from)
  if (to < 64) {
    put(words, target, value, to)
    return
  }
  words[low(target)] = value
  words[high(target)] = value >> 31
}

export function truncate(words: Words, target: Register, a: Register, bits: number): void {
  put(words, target, words[low(a)], bits)
}

/** An integer with sign, of any width, as a float. */
export function signedToFloat(words: Words, integers: IntegerSide, a: Register, bits: number): number {
  if (bits < 64) return signed(words, a, bits)
  // 32 bits or less with sign: no need of a bigint.
  return words[high(a)] === words[low(a)] >> 31 ? words[low(a)] : Number(integers[a])
}

export function unsignedToFloat(words: Words, integers: IntegerSide, a: Register, bits: number): number {
  return bits < 64 || words[high(a)] === 0 ? unsigned(words, a) : Number(BigInt.asUintN(64, integers[a]))
}

/** Toward zero. What does not fit gives the bits that x86 gives: the least integer. */
export function floatToSigned(words: Words, integers: IntegerSide, target: Register, value: number, bits: number): void {
  const whole = Math.trunc(value)
  if (bits < 64) {
    put(words, target, Math.abs(whole) < 2 ** 31 ? whole : -(2 ** 31), bits)
    return
  }
  if (Math.abs(whole) < 2 ** 31) {
    words[low(target)] = whole
    words[high(target)] = whole < 0 ? -1 : 0
    return
  }
  integers[target] = Math.abs(whole) < 2 ** 63 ? BigInt(whole) : -(2n ** 63n)
}

export function floatToUnsigned(words: Words, integers: IntegerSide, target: Register, value: number, bits: number): void {
  const whole = Math.trunc(value)
  if (bits < 64) {
    put(words, target, whole >= 0 && whole < 2 ** 32 ? whole : 0, bits)
    return
  }
  integers[target] = whole > -1 && whole < 2 ** 64 ? BigInt(whole) : -(2n ** 63n)
}

/** The position that an index from 1 means, from 0; -1 if it is out of bounds. */
export function position(words: Words, index: Register, length: number): number {
  const at = words[low(index)]
  return words[high(index)] !== 0 || at < 1 || at > length ? -1 : at - 1
}

/** Whether this is the least integer of 64 bits. */
export function isLeast(words: Words, register: Register): boolean {
  return words[low(register)] === 0 && words[high(register)] === -0x8000_0000
}

export function putNumber(words: Words, target: Register, value: number): void {
  words[low(target)] = value
  words[high(target)] = value < 0 ? -1 : 0
}

export function putWords(words: Words, target: Register, lower: number, upper: number): void {
  words[low(target)] = lower
  words[high(target)] = upper
}
