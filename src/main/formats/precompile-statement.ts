/**
 * Precompile statements as they stand in printed text: `precompile(Tuple{…})` of `--trace-compile` with its marks, and what people
 * and SnoopCompile write into files, with guards before it and times after it (reference/formats.md b.2, b.9). Finds them
 * anywhere in a line, because program output can share the line.
 */

export interface Statement {
  /** Where it begins and ends in the line, with its marks and guards. */
  readonly from: number
  readonly to: number
  /** Where the word `precompile` stands. */
  readonly call: number
  /** As it can be written into a file, with its guard and without marks. */
  readonly text: string
  /** The tuple type, or `f(::A, ::B)` for `precompile(f, (A, B))`. */
  readonly signature: string
  /** Nanoseconds, NaN where none is printed. */
  readonly time: number
  /** Marked with `# recompile`. */
  readonly recompile: boolean
  /** Has what only files have: a guard, `Base.` before it, a comment behind it, or separate types. */
  readonly written: boolean
}

const CALL = 'precompile('
const TIME_BEFORE = /#=\s*(\d+(?:\.\d+)?)\s*ms\s*=#\s*$/
/** `isdefined(M, Symbol("…")) && `, `@assert `, `Base.`: what a file puts before the call. */
const GUARD = /(?:isdefined\([^()]*(?:\([^()]*\))?[^()]*\)\s*&&\s*)?(?:@\w+\s+)?(?:Base\.)?$/
const TIME_AFTER = /^\s*#\s*time:\s*(\d+(?:\.\d+)?(?:[ef][-+]?\d+)?)/
const RECOMPILE = /^\s*#\s*recompile\b/
const COMMENT = /^;?\s*#/
/** A longer type is not looked at, nor are more brackets of one line that lead to nothing: lines may be anything. */
const LONGEST_TYPE = 100_000
const MOST_FAILURES = 100
/** Guards and marks are no longer than this. */
const LONGEST_MARK = 500

/**
 * Where the bracket at `open` closes before `limit`, or -1. Strings are read over, and the operator of `Base.:(<)` or `:(` does not count
 * as long as its own brackets are balanced.
 */
export function closing(text: string, open: number, limit = text.length): number {
  let depth = 0
  for (let at = open; at < limit; at++) {
    switch (text.charCodeAt(at)) {
      case 34: // "
        for (at++; at < limit && text.charCodeAt(at) !== 34; at++) if (text.charCodeAt(at) === 92) at++
        break
      case 40: // (
      case 91: // [
      case 123: // {
        depth++
        break
      case 41:
      case 93:
      case 125:
        if (--depth === 0) return at
    }
  }
  return -1
}

/** The parts of `text` between commas that stand in no bracket; a last comma adds none. */
export function splitArguments(text: string): string[] {
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    if (char === '"' || char === '(' || char === '[' || char === '{') {
      const end = char === '"' ? text.indexOf('"', at + 1) : closing(text, at)
      if (end < 0) break
      at = end
    } else if (char === ',') {
      parts.push(text.slice(from, at).trim())
      from = at + 1
    }
  }
  const last = text.slice(from).trim()
  if (last !== '') parts.push(last)
  return parts
}

/** `f(::A, ::B)` for a function and the inside of its tuple of types. */
export function callSignature(name: string, types: string): string {
  return `${name}(${splitArguments(types).map((type) => `::${type}`).join(', ')})`
}

/** The signature of what stands in the brackets of `precompile(…)`; undefined if it is no statement. */
function signatureOf(inside: string): { readonly signature: string; readonly separate: boolean } | undefined {
  if (/^Tuple\{.*\}$/s.test(inside)) {
    return closing(inside, 5) === inside.length - 1 ? { signature: inside, separate: false } : undefined
  }
  const [name = '', types = '', ...more] = splitArguments(inside)
  if (more.length > 0 || !/^\S+$/.test(name) || !types.startsWith('(') || closing(types, 0) !== types.length - 1) return undefined
  return { signature: callSignature(name, types.slice(1, -1)), separate: true }
}

/** Seconds in a comment; single precision may be written with `f`. */
export function commentSeconds(text: string): number {
  return Math.round(Number(text.replace('f', 'e')) * 1e9)
}

/**
 * All statements of `line`. `precompile(Tuple{…})` counts wherever it stands; `precompile(f, (…))` only where nothing but a guard
 * and a comment share its line, since sentences contain it too.
 */
export function statementsIn(line: string): Statement[] {
  const found: Statement[] = []
  let from = 0
  let search = 0
  let failures = 0
  for (let call = line.indexOf(CALL); call >= 0 && failures < MOST_FAILURES; call = line.indexOf(CALL, search)) {
    const close = closing(line, call + CALL.length - 1, Math.min(line.length, call + LONGEST_TYPE))
    const inside = close < 0 ? undefined : signatureOf(line.slice(call + CALL.length, close).trim())
    search = call + CALL.length
    if (!inside) {
      failures++
      continue
    }
    const before = line.slice(Math.max(from, call - LONGEST_MARK), call)
    const timeBefore = TIME_BEFORE.exec(before)
    const guard = timeBefore ? '' : (GUARD.exec(before)?.[0] ?? '')
    const after = line.slice(close + 1, close + 1 + LONGEST_MARK)
    const timeAfter = TIME_AFTER.exec(after)
    const recompile = RECOMPILE.exec(after)
    const mark = timeAfter ?? recompile
    const commented = !mark && COMMENT.test(after)
    const begin = call - (timeBefore?.[0].length ?? guard.length)
    const end = commented ? line.length : close + 1 + (mark?.[0].length ?? 0)
    if (inside.separate && (line.slice(0, begin).trim() !== '' || line.slice(end).trim() !== '')) continue
    from = search = end
    found.push({
      from: begin,
      to: end,
      call,
      text: `${guard}${line.slice(call, close + 1)}`.trim(),
      signature: inside.signature,
      time: timeBefore ? Math.round(Number(timeBefore[1]) * 1e6) : timeAfter ? commentSeconds(timeAfter[1] ?? '') : Number.NaN,
      recompile: recompile !== null,
      written: guard !== '' || inside.separate || commented || timeAfter !== null,
    })
  }
  return found
}

/** Whether `line` is a comment, and not the time mark that a traced statement begins with. */
export function isComment(line: string): boolean {
  return /^\s*#(?!=)/.test(line)
}
