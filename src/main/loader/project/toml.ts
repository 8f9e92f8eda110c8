/**
 * TOML as values, with errors that name a line. The grammar is `smol-toml`'s; tables become maps, so that no key of a file ever meets the
 * properties of an object. Which keys a file may have is said by a zod schema; the library keeps no positions, so the line of a value that does
 * not fit is looked for in the text, and left out where it is not found.
 */
import { TomlError, parse } from 'smol-toml'
import { z } from 'zod'
import { UserError } from '../../../shared/errors'

export type TomlTable = ReadonlyMap<string, TomlValue>
export type TomlValue = string | number | bigint | boolean | Date | readonly TomlValue[] | TomlTable

/** A text and where it was read. */
export interface TomlText {
  readonly text: string
  readonly file: string
}

/**
 * The tables of a text as a schema wants them.
 * @param tables what `parseToml` gave for the same text.
 * @throws UserError `bad-input` with file and line of what does not fit.
 */
export function fitToml<T>(tables: unknown, schema: z.ZodType<T>, { text, file }: TomlText): T {
  const result = schema.safeParse(tables)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = (issue?.path ?? []).map((key) => (typeof key === 'symbol' ? '' : key))
  const line = lineOf(text, path)
  throw new UserError('bad-input', `${path.length > 0 ? `${keyText(path)}: ` : ''}${issue?.message ?? 'does not fit'}`, {
    where: line === undefined ? file : `${file}:${line}`,
  })
}

/** Not checked yet, but TOML. @throws UserError `bad-input` with file, line and column of what is not. */
export function parseToml({ text, file }: TomlText): unknown {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded', unsafeKeyBehaviour: 'throw', maxDepth: 100 })
  } catch (error) {
    if (error instanceof TomlError) {
      const reason = error.message.split('\n', 1)[0]?.replace(/^Invalid TOML document: /, '') ?? ''
      throw new UserError('bad-input', `not TOML: ${reason}`, { where: `${file}:${error.line}:${error.column}` })
    }
    // A date without a day and the like: the library's own checks leave a few to JavaScript's.
    if (error instanceof RangeError || error instanceof SyntaxError) throw new UserError('bad-input', `not TOML: ${error.message}`, { where: file })
    throw error
  }
}

/** A table of anything, as it came from the parser but with maps. */
export const anyTable: z.ZodType<TomlTable> = z.unknown().transform((value, context) => {
  const result = mapped(value)
  if (result instanceof Map) return result as TomlTable
  context.addIssue(`expected a table, found ${kindOf(value)}`)
  return z.NEVER
})

function mapped(value: unknown): TomlValue {
  if (Array.isArray(value)) return value.map(mapped)
  if (value instanceof Date) return value
  if (typeof value === 'object' && value !== null) return new Map(Object.entries(value).map(([key, inner]) => [key, mapped(inner)]))
  return value as TomlValue
}

/** What a value is, for messages: `the number 3`, `"abc"`, `a table`. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value.toString()}`
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return Array.isArray(value) ? 'a list' : value instanceof Date ? 'a date' : 'a table'
}

const BARE = /^[\w-]+$/

/** A path as TOML writes it: `deps.Tiny[2].uuid`, `compat."a.b"`. */
function keyText(path: readonly (string | number)[]): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key + 1}]` : `${at > 0 ? '.' : ''}${BARE.test(key) ? key : JSON.stringify(key)}`)).join('')
}

const keysOf = (text: string) => [...text.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')

/** The line (from 1) of the value at `path`, or of the innermost table around it. */
export function lineOf(text: string, path: readonly (string | number)[]): number | undefined {
  const counts = new Map<string, number>()
  let table: (string | number)[] = []
  let best: { readonly line: number, readonly depth: number } | undefined
  const offer = (place: readonly (string | number)[], line: number) => {
    if (place.length > (best?.depth ?? 0) && place.length <= path.length && place.every((key, at) => key === path[at])) best = { line, depth: place.length }
  }
  for (const [index, whole] of text.split('\n').entries()) {
    const line = whole.trim()
    const [head, ...rest] = line.split(line.startsWith('[') ? ']' : '=')
    if (head === undefined || rest.length === 0) continue
    if (line.startsWith('[')) {
      table = placeOf(keysOf(head), counts, line.startsWith('[['))
      offer(table, index + 1)
    } else offer([...table, ...keysOf(head)], index + 1)
  }
  return best?.line
}

/** The keys of a header, with the place in the list where a part of them is an array of tables. */
function placeOf(keys: readonly string[], counts: Map<string, number>, opensEntry: boolean): (string | number)[] {
  const place: (string | number)[] = []
  for (const [at, key] of keys.entries()) {
    place.push(key)
    const name = JSON.stringify(place)
    const count = counts.get(name)
    if (opensEntry && at === keys.length - 1) {
      counts.set(name, (count ?? 0) + 1)
      place.push(count ?? 0)
    } else if (count !== undefined) place.push(count - 1)
  }
  return place
}
