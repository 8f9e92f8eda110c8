/**
 * Strings byte by byte, symbols, and the text of numbers. A Julia string is one byte of UTF-8 per character here; indices are from 1.
 * Characters are counted as Julia does: bytes that are no UTF-8 each count as one.
 */
import { newArray } from '../../values/array-storage'
import { bytesToJuliaString, fromJuliaString, juliaStringBytes, toJuliaString } from '../../values/text'
import { ArrayValue, IntrinsicFunction, symbolName, symbolOf, type JuliaValue } from '../../values/value'
import { argumentError } from '../exception'
import { bitsOf, floatOf, fromFloat, widthOf } from '../primitive'
import { arrayOf, bytesOf, given, integer, symbolAt, textOf, type ForeignTable } from './context'
import { printFloat, type FloatWidth } from './float-text'
import { hashBytes } from './hash'

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80

/** Where the character after the one at `at` begins; from 0. */
function nextCharacter(bytes: string, at: number): number {
  const first = bytes.charCodeAt(at)
  if (first < 0xc0 || first >= 0xf8) return at + 1
  const most = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  let end = at + 1
  while (end < at + most && end < bytes.length && isContinuation(bytes.charCodeAt(end))) end++
  return end
}

function isUtf8(bytes: string): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(juliaStringBytes(bytes))
    return true
  } catch {
    return false
  }
}

function reversed(bytes: string): string {
  const characters: string[] = []
  for (let at = 0; at < bytes.length;) {
    const next = nextCharacter(bytes, at)
    characters.push(bytes.slice(at, next))
    at = next
  }
  return characters.reverse().join('')
}

/** The bytes of a `Char`, which holds them from its highest one on. */
function characterBytes(bits: number): string {
  let made = ''
  for (let shift = 24; shift >= 0; shift -= 8) {
    const rest = (shift === 24 ? bits : bits & (2 ** (shift + 8) - 1)) >>> 0
    if (made !== '' && rest === 0) break
    made += String.fromCharCode((bits >>> shift) & 0xff)
  }
  return made
}

/** The bytes of an array of `UInt8`. */
function byteArray(array: ArrayValue): Uint8Array {
  if (!(array.data instanceof Uint8Array)) throw new Error('an array of bytes is expected')
  return array.data.subarray(0, array.length)
}

function floatText(args: readonly JuliaValue[], width: FloatWidth): string {
  const [value = 0, compact, typed] = args
  return printFloat(floatOf(value), width, { compact: compact === true, typed: typed === true })
}

export const STRING_FUNCTIONS: ForeignTable = {
  jl_symbol_n: ({ core }, args) => {
    const bytes = bytesOf(args, 0)
    if (bytes.includes('\0')) throw argumentError(core, 'Symbol name may not contain \\0')
    return symbolOf(fromJuliaString(bytes))
  },
  jl_symbol_name: (_, args) => toJuliaString(symbolName(symbolAt(args, 0))),
  jl_gensym: ({ nextGensym }) => symbolOf(`##${nextGensym()}`),
  jl_tagged_gensym: ({ nextGensym }, args) => symbolOf(`##${textOf(args, 0)}#${nextGensym()}`),
  jl_array_to_string: (_, args) => {
    const array = arrayOf(args, 0)
    const made = bytesToJuliaString(byteArray(array))
    array.length = 0
    array.size[0] = 0
    return made
  },
  jl_string_to_array: ({ core }, args) => {
    const bytes = bytesOf(args, 0)
    const made = newArray(core, core.arrayOf(core.type('UInt8'), 1), [bytes.length])
    byteArray(made).set(juliaStringBytes(bytes))
    return made
  },
  bk_string_byte: (_, args) => BigInt(bytesOf(args, 0).charCodeAt(integer(args, 1) - 1)),
  bk_string_cmp: (_, args) => {
    const [a, b] = [bytesOf(args, 0), bytesOf(args, 1)]
    return a === b ? 0n : a < b ? -1n : 1n
  },
  bk_string_cat: (_, args) => bytesOf(args, 0) + bytesOf(args, 1),
  bk_string_slice: (_, args) => bytesOf(args, 0).slice(integer(args, 1) - 1, integer(args, 1) - 1 + Math.max(0, integer(args, 2))),
  bk_string_repeat: (_, args) => bytesOf(args, 0).repeat(Math.max(0, integer(args, 1))),
  bk_string_reverse: (_, args) => reversed(bytesOf(args, 0)),
  bk_string_of_char: (_, args) => characterBytes(integer(args, 0)),
  bk_string_isascii: (_, args) => /^[\0-\x7f]*$/.test(bytesOf(args, 0)),
  bk_string_isvalid: (_, args) => isUtf8(bytesOf(args, 0)),
  bk_string_starts: (_, args) => bytesOf(args, 0).startsWith(bytesOf(args, 1)),
  bk_string_search: (_, args) => BigInt(bytesOf(args, 0).indexOf(bytesOf(args, 1), integer(args, 2) - 1) + 1),
  // The last place that begins at or before the index.
  bk_string_rsearch: (_, args) => {
    const start = integer(args, 2)
    return start < 1 ? 0n : BigInt(bytesOf(args, 0).lastIndexOf(bytesOf(args, 1), start - 1) + 1)
  },
  // Characters that begin from the first index to the last.
  bk_string_length: (_, args) => {
    const bytes = bytesOf(args, 0)
    const last = integer(args, 2)
    let count = 0n
    for (let at = integer(args, 1) - 1; at < last && at < bytes.length; at = nextCharacter(bytes, at)) count++
    return count
  },
  bk_string_copyto: (_, args) => {
    const [into, to, bytes, from, count] = [arrayOf(args, 0), integer(args, 1) - 1, bytesOf(args, 2), integer(args, 3) - 1, integer(args, 4)]
    byteArray(into).set(juliaStringBytes(bytes.slice(from, from + count)), to)
    return undefined
  },
  bk_hash_bytes: (_, args) => hashBytes(bytesOf(args, 0), BigInt(integer(args, 1))),
  bk_bits_hex: (_, args) => {
    const value = given(args, 0)
    return bitsOf(value).toString(16).padStart(Math.max(1, widthOf(value) / 4), '0')
  },
  bk_print_float64: (_, args) => floatText(args, 64),
  bk_print_float32: (_, args) => floatText(args, 32),
  bk_print_float16: (_, args) => floatText(args, 16),
  bk_parse_int128: ({ core }, args) => wholeNumber(textOf(args, 0)) ?? fail(argumentError(core, 'invalid number in Int128 literal')),
  bk_parse_uint128: ({ core }, args) => wholeNumber(textOf(args, 0)) ?? fail(argumentError(core, 'invalid number in UInt128 literal')),
  // `nothing` for what is no number.
  bk_parse_float64: (_, args) => floatFrom(textOf(args, 0)),
  bk_parse_float32: ({ core }, args) => {
    const value = floatFrom(textOf(args, 0))
    return value === undefined ? undefined : fromFloat(core, core.type('Float32'), value)
  },
  bk_print_fixed: (_, args) => floatOf(given(args, 0)).toFixed(integer(args, 1)),
  bk_intrinsic_name: (_, args) => {
    const value = given(args, 0)
    return symbolOf(value instanceof IntrinsicFunction ? value.name : '')
  },
}

function fail(error: Error): never {
  throw error
}

function wholeNumber(text: string): bigint | undefined {
  const plain = text.replaceAll('_', '')
  if (!/^-?(?:\d+|0x[\da-f]+|0o[0-7]+|0b[01]+)$/i.test(plain)) return undefined
  return plain.startsWith('-') ? -BigInt(plain.slice(1)) : BigInt(plain)
}

function floatFrom(text: string): number | undefined {
  const plain = text.trim().toLowerCase()
  if (/^[+-]?inf(?:inity)?$/.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity
  if (/^[+-]?nan$/.test(plain)) return NaN
  const decimal = plain.replace('f', 'e')
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(decimal) ? Number(decimal) : undefined
}
