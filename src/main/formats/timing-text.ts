/**
 * What the printed forms of SnoopCompile's inference results have in common: the pair of times, the signature with its
 * prefix, arguments that were propagated as constants, printed methods, vector headers, and texts that a web page or a
 * terminal wrapped over several lines. Grammar: reference/formats.md b.4. What a line means for a profile is left to the formats.
 */
import type { Provenance } from '../../shared/profile/tables'
import { formatCount, formatTime } from '../../shared/units'
import type { Lines } from './lines'

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/
const SIX_DECIMALS = /^-?\d+\.\d{6}$/

const PREFIXES = ['InferenceFrameInfo', 'MethodInstance'] as const
type SignaturePrefix = '' | (typeof PREFIXES)[number]

/** `T/T on [PFX]SIG`, the part that nodes and list entries share. */
export interface TimedSignature {
  /** Nanoseconds. */
  readonly exclusive: number
  readonly inclusive: number
  readonly prefix: SignaturePrefix
  readonly signature: string
  /** Both numbers have six decimals, as `%8.6f` prints seconds. */
  readonly sixDecimals: boolean
}

/** Seconds as printed to nanoseconds, without the noise of the multiplication below a femtosecond. */
export function nanoseconds(seconds: string): number {
  return Math.round(Number(seconds) * 1e15) / 1e6
}

/** Reads what stands after `InferenceTiming: ` or `InferenceTimingNode: `. */
export function parseTimedSignature(text: string): TimedSignature | undefined {
  const slash = text.indexOf('/')
  const on = text.indexOf(' on ', slash)
  if (slash < 0 || on < 0) return undefined
  const exclusive = text.slice(0, slash).trimStart()
  const inclusive = text.slice(slash + 1, on)
  if (!NUMBER.test(exclusive) || !NUMBER.test(inclusive)) return undefined
  const signature = text.slice(on + ' on '.length).trim()
  const prefix = PREFIXES.find((word) => signature.startsWith(word) && signature.startsWith(' for ', word.length)) ?? ''
  const times = { exclusive: nanoseconds(exclusive), inclusive: nanoseconds(inclusive) }
  if (signature === '' || times.inclusive < 0 || !Number.isFinite(times.exclusive) || !Number.isFinite(times.inclusive)) return undefined
  return {
    ...times,
    prefix,
    signature: prefix === '' ? signature : signature.slice(prefix.length + ' for '.length),
    sixDecimals: SIX_DECIMALS.test(exclusive) && SIX_DECIMALS.test(inclusive),
  }
}

const ROOT = /^(?:\w+\.)*Compiler\.Timings\.ROOT\(\)$/

/** Whether this is the root of a whole recording, which stands for everything that is not inference. */
export function isRoot(signature: string): boolean {
  return signature.endsWith('ROOT()') && ROOT.test(signature)
}

/** What a printed text tells about the tool that wrote it. */
export interface Origin {
  /** SnoopCompile 3.2 on Julia 1.12 or later: Float16 times, nested times counted twice, no constants. */
  readonly float16: boolean
  readonly provenance: Provenance
}

/**
 * Tells the generation from what was printed, and only from that (formats.md b.4): the module of ROOT moved in Julia 1.12,
 * `MethodInstance for ` is printed by SnoopCompile 3.2.0 to 3.2.2 only, `InferenceFrameInfo for ` by 2.0 to 2.6. Without any of them
 * the generation is not known and no error is claimed beyond that of the printed digits.
 */
export function originOf(rows: readonly TimedSignature[]): Origin {
  const root = rows.find((row) => isRoot(row.signature))
  const prefix = rows.find((row) => row.prefix !== '')?.prefix ?? ''
  const float16 = prefix === 'MethodInstance' || (root !== undefined && !/^Core\./.test(root.signature))
  const rounded = rows.length > 0 && rows.every((row) => row.sixDecimals) ? 'rounded to 1 µs' : ''
  const old = prefix === 'InferenceFrameInfo'
  return {
    float16,
    provenance: {
      kind: 'measured',
      tool: old ? '@snoopi_deep' : '@snoop_inference',
      julia: float16 ? '1.12 or later' : old || root ? '1.6 to 1.11' : '',
      error: float16 ? `Float16: about 3 digits${rounded ? ', rounded to 1 µs' : ''}` : rounded,
    },
  }
}

/**
 * Types whose values are functions: `typeof(f)`, closures, and those of Julia's Base. A function that is known in advance is no
 * constant propagation by SnoopCompile's rule (a constant other than a type or a function). Julia prints no constant types.
 */
const FUNCTION_TYPE =
  /^(?:typeof\(|(?:Base\.)?(?:Colon|Fix1|Fix2|Fix|ComposedFunction|Returns|Splat|RedirectStdStream|IncludeInto)\b|(?:Core\.)?(?:IntrinsicFunction|OpaqueClosure|EvalInto|IncludeInto)\b|(?:Base\.)?(?:Broadcast\.)?BroadcastFunction\b)|^(?:[\p{L}\p{N}_!]+\.)*var"#/u

/** End of the type expression that begins at `from`: the comma or bracket that closes it. */
function typeEnd(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: {
        const end = text.indexOf('"', at + 1)
        if (end < 0) return text.length
        at = end
        break
      }
      case 0x28: // (
      case 0x5b: // [
      case 0x7b: // {
        depth++
        break
      case 0x29: // )
      case 0x5d: // ]
      case 0x7d: // }
        if (depth-- === 0) return at
        break
      case 0x2c: // ,
        if (depth === 0) return at
        break
      default:
    }
  }
  return text.length
}

/** Position after the bracket that opens the arguments, or -1. */
function argumentsStart(signature: string): number {
  let at = 0
  if (signature.startsWith('(')) {
    // `(::T)(x)` or `(f::T)(x)`: a callable value.
    at = typeEnd(signature, 1) + 1
  }
  for (; at < signature.length; at++) {
    const char = signature[at]
    if (char === '"') {
      const end = signature.indexOf('"', at + 1)
      if (end < 0) return -1
      at = end
    } else if (char === '{') at = typeEnd(signature, at + 1)
    else if (char === '(') {
      // The operator of `Base.:(+)(x)` is quoted.
      if (signature[at - 1] === ':') at = typeEnd(signature, at + 1)
      else return at + 1
    }
  }
  return -1
}

/** A constant of several varargs is a tuple, and prints before the type of the first of them: `(f,)::typeof(f)`. */
function isTuple(value: string): boolean {
  return value.startsWith('(') && value.endsWith(')') && value.includes(',')
}

/**
 * Whether an argument was propagated as a constant: it then prints as its value before `::` (`x::Symbol`, `1::Int64`,
 * `(::Char`). Julia prints values as they are, without quotes, so they may hold any character; types are well formed, so the
 * arguments are read type by type.
 *
 * What the text cannot tell: a constant empty string prints like no constant; Julia prints no constants at all when the
 * method takes varargs whose slot count differs from the arguments, nor that of the callee itself (`(::T)(x)`); a value of a
 * package's own subtype of `Function` looks like any other constant.
 */
export function hasConstantArgument(signature: string): boolean {
  let at = argumentsStart(signature)
  if (at < 0) return false
  for (;;) {
    const colons = signature.indexOf('::', at)
    if (colons < 0) return false
    // The value is a colon itself.
    if (signature[colons + 2] === ':') return true
    const end = typeEnd(signature, colons + 2)
    if (colons > at) {
      // `f() where T` has no arguments; what follows is not one either.
      if (signature[at] === ')' && signature[at + 1] !== ':') return false
      if (!FUNCTION_TYPE.test(signature.slice(colons + 2, end)) || isTuple(signature.slice(at, colons))) return true
    }
    if (signature[end] !== ',') return false
    at = signature[end + 1] === ' ' ? end + 2 : end + 1
  }
}

/** A method as Julia prints it. `module` and `file` as printed. */
export interface PrintedMethod {
  readonly signature: string
  readonly module: string
  readonly file: string
  readonly line: number
}

/** `f(x) @ Mod file:line` (Julia 1.9 and later) or `f(x) in Mod at file:line` (before). */
export function parseMethod(text: string): PrintedMethod | undefined {
  const match = /^(.*\S) (?:@ (\S+)|in (\S+) at) (\S.*):(-?\d+)$/s.exec(text.trim())
  if (!match) return undefined
  const [, signature = '', newer, older, file = '', line = ''] = match
  return { signature, module: newer ?? older ?? '', file, line: Number(line) }
}

/** `N-element Vector{…T}`, with or without the colon, or `T[]`. */
export interface VectorHeader {
  readonly count: number
  /** The type of the elements as printed. */
  readonly element: string
}

export function parseVectorHeader(line: string): VectorHeader | undefined {
  const trimmed = line.trim()
  const match = /^(?:[\w().!, ]{1,80} = )?(\d+)-element (?:Vector\{(.+)\}|Array\{(.+),\s?1\}):?$/.exec(trimmed)
  if (match) return { count: Number(match[1]), element: match[2] ?? match[3] ?? '' }
  const empty = /^(?:[\w().!, ]{1,80} = )?([\w.]+)\[\]$/.exec(trimmed)
  return empty ? { count: 0, element: empty[1] ?? '' } : undefined
}

/** The brackets that are still open at the end of `text`; negative if more were closed. Values may hold stray ones. */
function openBrackets(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 0x28 || char === 0x5b || char === 0x7b) depth++
    else if (char === 0x29 || char === 0x5d || char === 0x7d) depth--
  }
  return depth
}

/** How many lines one entry may take: a constant value may print as a table of methods. */
const MOST_LINES = 512
const ENTRY = /Inference(?:Timing(?:Node)?: |Trigger| triggered to call )|-element (?:Vector|Array)\{|^\s*(?:julia|In \[\d+\]:|.{0,80}pkg|shell)> |callees from \d+ callers\)\s*$|direct children\s*$/

/** What stood between two parts of a line that was wrapped: text wraps at spaces, a terminal anywhere. */
export function wrapSeparator(above: string, below: string): string {
  if (/\s$/.test(above)) return ''
  const atSpace = /(?:,|\bwhere|\bfrom|\bto|\binto|\bspecialization|\bon|\bwith)$/.test(above) || /^\s*(?:where|from|with|inlined|direct|child(?:ren)?)\b/.test(below)
  return atSpace ? ' ' : ''
}

/** An entry that may go on over several lines. */
export interface Entry {
  readonly text: string
  /** The first line after it. */
  readonly next: number
}

/**
 * The entry that begins with `text` on line `at`: with open brackets it goes on until they close. Where they never do before
 * the next entry or an empty line, the brackets were part of a value and the entry is its one line.
 */
export function readEntry(lines: Lines, at: number, text: string): Entry {
  const single = { text, next: at + 1 }
  let open = openBrackets(text)
  if (open <= 0) return single
  const parts = [text.trimEnd()]
  for (let next = at + 1; next <= at + MOST_LINES && next < lines.length; next++) {
    const line = lines.at(next)
    if (line.trim() === '' || ENTRY.test(line)) return single
    parts.push(wrapSeparator(parts.at(-1) ?? '', line) + line.trim())
    open += openBrackets(line)
    if (open <= 0) return { text: parts.join(''), next: next + 1 }
  }
  return single
}

/** `name` without what printers put before it: `x = ` of `@show`, quote marks of mails. */
export const LINE_START = /^[\s\u00a0>]*(?:[\p{L}\p{N}_!.()[\], ]{1,80} = )?$/u

/** What a note calls the subject of a signature. */
export function shortName(signature: string): string {
  if (isRoot(signature)) return 'ROOT'
  return signature.length > 60 ? `${signature.slice(0, 57)}…` : signature
}

/**
 * The checksum of SnoopCompile 2.x, 3.0 and 3.1 in a sentence: the inclusive time of `top` is the sum of the exclusive times of all
 * `count` rows below it and its own. `why` says what explains a difference that rounding does not.
 */
export function checksumNote(rows: string, count: number, sum: number, top: TimedSignature, why: string): string {
  const difference = Math.abs(top.inclusive - sum)
  // Each number was rounded by at most half of its last digit; full Float64 numbers only by the summing itself.
  const rounding = top.sixDecimals ? (count + 1) * 500 : top.inclusive * 1e-9 + 1
  const begin = `The exclusive times of ${formatCount(count)} ${rows} add up to the inclusive time of ${shortName(top.signature)}`
  return difference <= rounding
    ? `${begin} within rounding (difference ${formatTime(difference)}).`
    : `${begin} only within ${formatTime(difference)}, more than rounding explains: ${why}.`
}
