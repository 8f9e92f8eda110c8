/** Regular expressions, for what Julia has PCRE for: matching is JavaScript's, positions are byte indices from 1. */
import { vectorOf } from '../../values/array-storage'
import { fromJuliaString, toJuliaString } from '../../values/text'
import type { JuliaValue } from '../../values/value'
import { errorException } from '../exception'
import { bytesOf, integer, type ForeignContext, type ForeignTable } from './context'
import { PatternError, translatePattern, type PatternFlags } from './regex-pattern'

/** Bits of `compile_options`, as PCRE2 numbers them. */
const OPTION = { caseless: 0x8, dotAll: 0x20, extended: 0x80, multiline: 0x400, unicode: 0x2_0000 }
/** How a match is tried. */
const TRY = { anchored: 1, notEmptyAtStart: 2, fullToEnd: 4 }

interface Compiled {
  readonly expression: RegExp
  readonly groupNames: readonly (string | undefined)[]
}

/** Patterns in the forms in which they were compiled, by text, options and form. */
const compiledPatterns = new Map<string, Compiled>()

function compiled(context: ForeignContext, pattern: string, options: number, tried: number): Compiled {
  const key = `${options},${tried},${pattern}`
  const known = compiledPatterns.get(key)
  if (known !== undefined) return known
  const made = compile(context, fromJuliaString(pattern), options, tried)
  compiledPatterns.set(key, made)
  return made
}

/** Throws `JuliaException` for what is no pattern or has no translation. */
function compile({ core }: ForeignContext, pattern: string, options: number, tried: number): Compiled {
  const flags: PatternFlags = {
    ignoreCase: (options & OPTION.caseless) !== 0, multiline: (options & OPTION.multiline) !== 0, dotAll: (options & OPTION.dotAll) !== 0,
    extended: (options & OPTION.extended) !== 0, unicode: (options & OPTION.unicode) !== 0,
  }
  const notEmpty = (tried & TRY.notEmptyAtStart) !== 0
  try {
    const { source, ignoreCase, groupNames } = translatePattern(pattern, flags, notEmpty ? 1 : 0)
    // What follows the beginning is noted, so that a match which ends there again can be refused.
    const began = notEmpty ? `(?=([^]*))(?:${source})(?!\\1(?![^]))` : source
    const ended = (tried & TRY.fullToEnd) === 0 ? began : `(?:${began})(?![^])`
    const sticky = (tried & TRY.anchored) === 0 ? 'g' : 'y'
    return { expression: new RegExp(ended, `du${sticky}${ignoreCase ? 'i' : ''}`), groupNames: notEmpty ? [undefined, ...groupNames] : groupNames }
  } catch (error) {
    if (error instanceof PatternError) throw errorException(core, `PCRE compilation error: ${error.problem} at offset ${error.offset}`)
    if (error instanceof SyntaxError) throw errorException(core, `PCRE compilation error: ${error.message.replace(/^.*: /, '').toLowerCase()}`)
    throw error
  }
}

/** Byte offsets of positions in a text, both from 0. */
function byteOffsets(text: string, bytes: string): (position: number) => number {
  if (text.length === bytes.length) return (position) => position
  return (position) => toJuliaString(text.slice(0, position)).length
}

function exec(context: ForeignContext, args: readonly JuliaValue[]): JuliaValue | undefined {
  const subject = bytesOf(args, 2)
  const tried = integer(args, 4)
  const { expression } = compiled(context, bytesOf(args, 0), integer(args, 1), tried)
  const text = fromJuliaString(subject)
  expression.lastIndex = text.length === subject.length ? integer(args, 3) - 1 : fromJuliaString(subject.slice(0, integer(args, 3) - 1)).length
  const found = expression.exec(text)
  if (found?.indices === undefined) return undefined
  const offset = byteOffsets(text, subject)
  const groups = (tried & TRY.notEmptyAtStart) === 0 ? found.indices : [found.indices[0], ...found.indices.slice(2)]
  return vectorOf(context.core, groups.flatMap((group) => (group === undefined ? [0n, -1n] : [BigInt(offset(group[0]) + 1), BigInt(offset(group[1]))])))
}

export const REGEX_FUNCTIONS: ForeignTable = {
  /** `(pattern, options)`: throws what is wrong with it. */
  bk_regex_check: (context, args) => {
    compiled(context, bytesOf(args, 0), integer(args, 1), 0)
    return undefined
  },
  /** `(pattern, options, i)`: the name of a group; empty if it has none. */
  bk_regex_group_name: (context, args) => toJuliaString(compiled(context, bytesOf(args, 0), integer(args, 1), 0).groupNames[integer(args, 2) - 1] ?? ''),
  /** `(pattern, options, subject, from, how)`: first and last byte of the match, then of its groups (0 and -1 for none); nothing without a match. */
  bk_regex_exec: exec,
}
