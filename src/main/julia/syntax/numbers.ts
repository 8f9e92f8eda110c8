/**
 * Numeric literals. `Int64` and `Float64` are values; hexadecimal, binary and octal ones are unsigned and as wide as they are
 * written; `1f0` is a `Float32`; an integer too large for `Int64` is a call of `Core.@int128_str`, `@uint128_str` or
 * `@big_str`, as in Julia, where reading it is left to the macro (Julia's manual,
 * "Integers and Floating-Point Numbers").
 */
import { GlobalRef, type JuliaValue } from '../values/value'
import { BIG_STRING, HEAD, INT128_STRING, isLargeNumber, make, UINT128_STRING } from './build'
import { isDigit, startsName } from './characters'
import type { LiteralTypes } from './literal-types'
import { isAfterDot, MINUS, Token } from './token'

interface NumberRead {
  readonly token: Token
  /** The index after it. */
  readonly end: number
  readonly problem: string | undefined
}

const MAX_INT64 = 2n ** 63n - 1n
const MAX_INT128 = 2n ** 127n - 1n

/** Reads a number whose first digit is at `start`; the sign or the dot before it has been read already. */
export function readNumber(text: string, start: number, leadingDot: boolean, negative: boolean, literals: LiteralTypes): NumberRead {
  const reader = new NumberReader(text, start, literals)
  const value = reader.read(leadingDot, negative)
  const token = new Token('number', text.slice(start, reader.at))
  token.value = value
  return { token, end: reader.at, problem: reader.problem }
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
}

function isBelow(limit: number): (code: number) => boolean {
  return (code) => code >= 48 && code < limit
}

type Base = 'decimal' | 'hex' | 'octal' | 'binary'
const DIGITS: Readonly<Record<Base, (code: number) => boolean>> = {
  decimal: isDigit,
  hex: isHexDigit,
  octal: isBelow(56),
  binary: isBelow(50),
}
const PREFIXES: Readonly<Record<string, Base>> = { x: 'hex', o: 'octal', b: 'binary' }
/** Bits per digit. */
const WIDTH: Readonly<Record<Base, number>> = { decimal: 0, hex: 4, octal: 3, binary: 1 }

class NumberReader {
  problem: string | undefined
  private base: Base = 'decimal'
  /** The literal without underscores. */
  private read_ = ''

  constructor(
    private readonly text: string,
    public at: number,
    private readonly literals: LiteralTypes,
  ) {}

  read(leadingDot: boolean, negative: boolean): JuliaValue {
    const { text } = this
    this.read_ = `${negative ? '-' : ''}${leadingDot ? '.' : ''}`
    let leadingZero = false
    if (!leadingDot && text[this.at] === '0') {
      this.keep(1)
      const base = PREFIXES[text[this.at] ?? '']
      leadingZero = base === undefined
      if (base !== undefined) {
        this.base = base
        this.keep(1)
      }
    }
    this.digits(leadingZero)
    const hexFloat = this.fraction()
    const exponent = this.exponent(hexFloat)
    if (this.problem === undefined) this.checkEnd()
    if (this.problem !== undefined) return 0n
    return this.value(negative, exponent)
  }

  private get code(): number {
    return this.at < this.text.length ? (this.text.codePointAt(this.at) ?? -1) : -1
  }

  private keep(count: number): void {
    this.read_ += this.text.slice(this.at, this.at + count)
    this.at += count
  }

  private invalid(more = ''): void {
    this.problem ??= `invalid numeric constant "${this.read_}${more}"`
  }

  /** A single underscore may stand between digits. */
  private digits(underscoreFirst: boolean, underscores = true): void {
    const { text } = this
    const isOne = DIGITS[this.base]
    if (underscores && !underscoreFirst && text[this.at] === '_') {
      this.invalid('_')
      return
    }
    let from = this.at
    for (;;) {
      const code = text.charCodeAt(this.at)
      if (isOne(code)) this.at++
      else if (underscores && code === 95 && isOne(text.charCodeAt(this.at + 1))) {
        this.read_ += text.slice(from, this.at)
        this.at++
        from = this.at
      } else break
    }
    this.read_ += text.slice(from, this.at)
  }

  /** Whether it is a hexadecimal float. */
  private fraction(): boolean {
    if (this.text[this.at] !== '.') return false
    const next = this.text.codePointAt(this.at + 1)
    if (next !== undefined && isAfterDot(next)) {
      if (next !== 46) this.problem ??= `invalid syntax "${this.read_}.${String.fromCodePoint(next)}"; add spaces to clarify`
      return false
    }
    this.keep(1)
    this.digits(false)
    this.noSecondDot()
    return this.base === 'hex'
  }

  private noSecondDot(): void {
    if (this.text[this.at] !== '.') return
    const next = this.text.codePointAt(this.at + 1)
    if (next === undefined || !isAfterDot(next)) this.invalid('.')
  }

  /** `e`, `f` or `p` if there is an exponent. */
  private exponent(hexFloat: boolean): string {
    const letter = this.text[this.at] ?? ''
    const binary = letter === 'p' || letter === 'P'
    if (hexFloat && !binary) {
      this.problem ??= 'hex float literal must contain "p" or "P"'
      return ''
    }
    const takes = (this.base === 'hex' && binary) || letter === 'e' || letter === 'E' || letter === 'f'
    const next = this.text[this.at + 1] ?? ''
    if (!takes || !/[0-9+-]/.test(next)) return ''
    this.keep(2)
    this.digits(true, false)
    this.noSecondDot()
    return binary ? 'p' : letter.toLowerCase()
  }

  private checkEnd(): void {
    const { code } = this
    if (code < 0) return
    const whole = this.base === 'binary' || this.base === 'octal' || (this.base === 'hex' && !/[pP.]/.test(this.read_))
    if (whole && (isDigit(code) || startsName(code))) this.invalid(String.fromCodePoint(code))
    if (this.read_.endsWith('.') && (startsName(code) || '([{@`~"'.includes(String.fromCodePoint(code)))) {
      this.problem ??= `numeric constant "${this.read_}" cannot be implicitly multiplied because it ends with "."`
    }
  }

  private value(negative: boolean, exponent: string): JuliaValue {
    if (exponent === 'p') return this.finite(hexFloat(this.read_))
    if (this.base !== 'decimal') return this.unsigned(negative)
    if (exponent === 'f') return this.float32()
    if (exponent === 'e' || this.read_.includes('.')) return this.finite(Number(this.read_))
    return this.integer()
  }

  private finite(value: number): number {
    if (Number.isNaN(value)) this.invalid()
    else if (!Number.isFinite(value)) this.problem ??= `overflow in numeric constant "${this.read_}"`
    return value
  }

  private float32(): JuliaValue {
    const value = this.finite(Math.fround(Number(this.read_.replace('f', 'e'))))
    return this.literals.bits('Float32', BigInt(new Uint32Array(new Float32Array([value]).buffer)[0] ?? 0))
  }

  private integer(): JuliaValue {
    const digits = this.read_
    const value = BigInt(digits)
    if (value <= MAX_INT64 && value >= -MAX_INT64 - 1n) return value
    return largeNumber(this.literals, value <= MAX_INT128 && value >= -MAX_INT128 - 1n ? INT128_STRING : BIG_STRING, digits)
  }

  private unsigned(negative: boolean): JuliaValue {
    const digits = negative ? this.read_.slice(1) : this.read_
    if (digits.length === 2) {
      this.invalid()
      return 0n
    }
    const value = BigInt(digits)
    const written = this.base === 'octal' && !digits.startsWith('0o0')
      ? value.toString(2).length
      : (digits.length - 3) * WIDTH[this.base] + 1
    const made = this.sized(value, written, digits)
    if (!negative) return made
    return make(HEAD.call, MINUS.symbol, made)
  }

  private sized(value: bigint, width: number, digits: string): JuliaValue {
    const bits = [8, 16, 32, 64, 128].find((candidate) => width <= candidate)
    if (bits === undefined || value >= 2n ** 128n) {
      this.problem ??= `the literal "${digits}" is too large for UInt128`
      return 0n
    }
    return bits === 128 ? largeNumber(this.literals, UINT128_STRING, digits) : this.literals.bits(`UInt${bits}`, value)
  }
}

function largeNumber(literals: LiteralTypes, macro: symbol, digits: string): JuliaValue {
  return make(HEAD.macrocall, new GlobalRef(literals.core, macro), literals.nothing, digits)
}

/** `-2^63` and its like: the literal without its sign, which is applied later. */
export function negated(value: JuliaValue, literals: LiteralTypes): JuliaValue {
  if (typeof value === 'bigint') return value === -MAX_INT64 - 1n ? largeNumber(literals, INT128_STRING, String(-value)) : -value
  if (typeof value === 'number') return -value
  if (isLargeNumber(value)) {
    const [macro, line, digits] = value.args
    if (macro instanceof GlobalRef && line !== undefined && typeof digits === 'string') {
      if (BigInt(digits) === -MAX_INT128 - 1n) return largeNumber(literals, BIG_STRING, digits.slice(1))
      return make(HEAD.macrocall, macro, line, digits.slice(1))
    }
  }
  return negatedFloat32(value, literals)
}

function negatedFloat32(value: JuliaValue, literals: LiteralTypes): JuliaValue {
  const bits = typeof value === 'object' && 'bits' in value && typeof value.bits === 'bigint' ? value.bits : undefined
  return bits === undefined ? value : literals.bits('Float32', bits ^ 0x80000000n)
}

/** `0x1.8p3`. */
function hexFloat(text: string): number {
  const match = /^(-?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?\d*)$/i.exec(text)
  const [, sign = '', whole = '', fraction = '', power = ''] = match ?? []
  if (match === null || whole + fraction === '' || !/\d/.test(power)) return NaN
  const exponent = Number(power) - 4 * fraction.length
  const digits = BigInt(`0x0${whole}${fraction}`)
  const value = scaled(digits, exponent)
  return sign === '-' ? -value : value
}

/** Rounds once, to the nearest with ties to even, also where the result is subnormal. */
function scaled(digits: bigint, exponent: number): number {
  if (digits === 0n) return 0
  const length = digits.toString(2).length
  if (length + exponent > 1024) return Infinity
  if (length + exponent < -1075) return 0
  const lost = Math.max(length - 53, -1074 - exponent)
  if (lost <= 0) return Number(digits) * 2 ** Math.max(exponent, -1000) * 2 ** Math.min(exponent + 1000, 0)
  const shift = BigInt(lost)
  const kept = digits >> shift
  const rest = digits - (kept << shift)
  const half = 1n << (shift - 1n)
  const rounded = rest > half || (rest === half && (kept & 1n) === 1n) ? kept + 1n : kept
  const power = exponent + lost
  return Number(rounded) * 2 ** Math.max(power, -1000) * 2 ** Math.min(power + 1000, 0)
}
