/**
 * The inside of string, command and character literals: escapes, the common indentation that triple quotes take away, and
 * raw literals, in which only the closing quote and the backslashes before it are escaped. Strings come out as Julia keeps
 * them, one byte of UTF-8 per character.
 */
import { toJuliaString } from '../values/text'

const CONTROL: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', e: '\x1b' }
/** How many hexadecimal digits an escape takes at most. */
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** The bytes that a literal's text stands for; undefined if an escape sequence is wrong. */
export function unescapeString(text: string): string | undefined {
  if (!text.includes('\\')) return toJuliaString(text)
  let made = ''
  let at = 0
  while (at < text.length) {
    const slash = text.indexOf('\\', at)
    if (slash < 0) return made + toJuliaString(text.slice(at))
    made += toJuliaString(text.slice(at, slash))
    const escape = readEscape(text, slash + 1)
    if (escape === undefined) return undefined
    made += escape.bytes
    at = escape.end
  }
  return made
}

function readEscape(text: string, at: number): { bytes: string, end: number } | undefined {
  const char = text[at] ?? ''
  const control = CONTROL[char]
  if (control !== undefined) return { bytes: control, end: at + 1 }
  if ('\\\'"$`'.includes(char) && char !== '') return { bytes: char, end: at + 1 }
  const limit = HEX_DIGITS[char]
  const digits = (limit === undefined ? /^[0-7]{1,3}/ : new RegExp(`^[0-9a-fA-F]{1,${limit}}`)).exec(text.slice(limit === undefined ? at : at + 1, at + 10))?.[0]
  if (digits === undefined) return undefined
  const code = parseInt(digits, limit === undefined ? 8 : 16)
  const end = (limit === undefined ? at : at + 1) + digits.length
  if (limit === undefined || limit === 2) return code > 0xff ? undefined : { bytes: String.fromCharCode(code), end }
  return code > 0x10ffff ? undefined : { bytes: codePointBytes(code), end }
}

/** UTF-8, of surrogates too. */
export function codePointBytes(code: number): string {
  if (code < 0x80) return String.fromCharCode(code)
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 63))
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  return String.fromCharCode(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
}

/** The bits of a `Char`: its bytes from the top. Undefined unless the bytes are one well-formed character. */
export function charBits(bytes: string): bigint | undefined {
  const first = bytes.charCodeAt(0)
  const length = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0
  if (length === 0 || bytes.length !== length) return undefined
  let bits = 0n
  for (let at = 0; at < 4; at++) {
    const byte = at < length ? bytes.charCodeAt(at) : 0
    if (at > 0 && at < length && (byte & 0xc0) !== 0x80) return undefined
    bits = (bits << 8n) | BigInt(byte)
  }
  return bits
}

/** The spaces and tabs that begin every line but the first, of the texts between interpolations; blank lines do not count. */
export function commonIndentation(texts: readonly string[]): string {
  const indentations = texts.flatMap((text) => [...text.matchAll(/\n([ \t]*)(?![ \t\n])/g)].map((match) => match[1] ?? ''))
  return indentations.length === 0 ? '' : indentations.reduce(sharedPrefix)
}

function sharedPrefix(left: string, right: string): string {
  let length = 0
  while (length < left.length && left[length] === right[length]) length++
  return left.slice(0, length)
}

export function stripLeadingNewline(text: string): string {
  return text.replace(/^\r?\n/, '')
}
