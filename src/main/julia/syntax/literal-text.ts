/**
 * Literals as Julia 1.5 shows them: `1.0e10`, `1.5f0`, `0x1f`, `'\n'`, `"a\$b"`. Values that source cannot hold (arrays, functions, own
 * types) are the caller's to show.
 */
import { Bits, type JuliaValue } from '../values/value'
import { fromJuliaString, juliaStringBytes } from '../values/text'

/** Undefined for what is no literal. */
export function literalText(value: JuliaValue): string | undefined {
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return float64Text(value)
  if (typeof value === 'string') return `"${escapedString(value, '"$')}"`
  return value instanceof Bits ? bitsText(value) : undefined
}

function bitsText({ type, bits }: Bits): string | undefined {
  const { name } = type.name
  if (name === 'Char') return charText(bits)
  if (name === 'Float32') return float32Text(new Float32Array(new Uint32Array([Number(bits)]).buffer)[0] ?? 0)
  const unsigned = /^UInt(\d+)$/.exec(name)
  if (unsigned !== null) return `0x${bits.toString(16).padStart(Number(unsigned[1]) / 4, '0')}`
  const signed = /^Int(\d+)$/.exec(name)
  return signed === null ? undefined : String(BigInt.asIntN(Number(signed[1]), bits))
}

/** The shortest digits that are read as the same number. */
function float64Text(value: number): string {
  return special(value, '') ?? positioned(value.toExponential(), 'e', '')
}

function float32Text(value: number): string {
  const known = special(value, '32')
  if (known !== undefined) return known
  let precision = 0
  while (precision < 9 && Math.fround(Number(value.toExponential(precision))) !== value) precision++
  return positioned(toEven(value, precision), 'f', 'f0')
}

/** `toExponential`, but of two that are equally near the one whose last digit is even. */
function toEven(value: number, precision: number): string {
  const rounded = value.toExponential(precision)
  const [digits = '', power = ''] = value.toExponential(100).split('e')
  const cut = digits.indexOf('.') + 1 + precision
  if (!/^50*$/.test(digits.slice(cut)) || !/[13579](?=e)/.test(rounded)) return rounded
  const lower = `${digits.slice(0, precision === 0 ? cut - 1 : cut)}e${power}`
  return Math.fround(Number(lower)) === value ? lower : rounded
}

function special(value: number, suffix: string): string | undefined {
  if (Number.isNaN(value)) return `NaN${suffix}`
  if (!Number.isFinite(value)) return `${value < 0 ? '-' : ''}Inf${suffix}`
  if (value !== 0) return undefined
  return `${Object.is(value, -0) ? '-' : ''}0.0${suffix === '' ? '' : 'f0'}`
}

/** From `d.ddde±x`: with an exponent below 1e-4 and from 1e6 on. */
function positioned(exponential: string, letter: string, plainSuffix: string): string {
  const [, sign = '', first = '', rest = '', power = '0'] = /^(-?)(\d)\.?(\d*)e([+-]\d+)$/.exec(exponential) ?? []
  const exponent = Number(power)
  const digits = first + rest
  if (exponent < -4 || exponent >= 6) return `${sign}${first}.${rest === '' ? '0' : rest}${letter}${exponent}`
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}${plainSuffix}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return `${sign}${whole}.${fraction === '' ? '0' : fraction}${plainSuffix}`
}

const CONTROLS: Readonly<Record<string, string>> = {
  '\0': '\\0', '\x07': '\\a', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r', '\x1b': '\\e', '\\': '\\\\',
}
const UNPRINTABLE = /^[\p{C}\p{Zl}\p{Zp}]$/u

/** The text of a Julia string between its quotes; the characters of `also` get a backslash too. */
export function escapedString(string: string, also: string): string {
  let made = ''
  const text = fromJuliaString(string)
  if (text.includes('\ufffd')) return escapedBytes(string, also)
  for (const char of text) made += escapedChar(char, also)
  return made
}

function escapedChar(char: string, also: string): string {
  const known = CONTROLS[char]
  if (known !== undefined) return known
  if (also.includes(char)) return `\\${char}`
  const code = char.codePointAt(0) ?? 0
  if (code < 32 || code === 127) return `\\x${code.toString(16).padStart(2, '0')}`
  return UNPRINTABLE.test(char) ? `\\${code > 0xffff ? 'U' : 'u'}${code.toString(16)}` : char
}

/** Of a string that is no UTF-8: its bad bytes by number. */
function escapedBytes(string: string, also: string): string {
  let made = ''
  for (let at = 0; at < string.length;) {
    const length = sequenceLength(string.charCodeAt(at))
    const char = fromJuliaString(string.slice(at, at + length))
    const isChar = juliaStringBytes(string.slice(at, at + length)).length === length && !char.includes('\ufffd')
    made += isChar ? escapedChar(char, also) : `\\x${string.charCodeAt(at).toString(16).padStart(2, '0')}`
    at += isChar ? length : 1
  }
  return made
}

function sequenceLength(byte: number): number {
  if (byte < 0xc0) return 1
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
}

function charText(bits: bigint): string {
  const bytes = [24n, 16n, 8n, 0n].map((shift) => Number((bits >> shift) & 0xffn))
  const length = sequenceLength(bytes[0] ?? 0)
  const char = fromJuliaString(String.fromCharCode(...bytes.slice(0, length)))
  return `'${escapedChar(char, "'")}'`
}
