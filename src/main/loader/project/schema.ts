/** The pieces that schemas of project and manifest files are made of; each says what it expected and what it found. */
import { z } from 'zod'
import { uuidOf } from './pkg-id'
import { kindOf } from './toml'

type Path = readonly string[]

/** A value that fails says what was expected and what is there. */
const expected = (what: string) => ({ error: (issue: { readonly input?: unknown }) => `expected ${what}, found ${kindOf(issue.input)}` })

export const text = z.string(expected('a text'))

/** Lower-case text of a uuid. */
export const uuid = z.string(expected('a uuid')).transform((value, context) => {
  const found = uuidOf(value)
  if (found !== undefined) return found
  context.addIssue(`expected a uuid like 01234567-89ab-cdef-0123-456789abcdef, found ${kindOf(value)}`)
  return z.NEVER
})

/** A git tree: 40 hex digits. */
export const treeHash = z.string(expected('a git tree hash')).regex(/^[0-9a-f]{40}$/i, expected('40 hex digits'))

/** A module's name: what goes into paths never holds a slash. */
export const packageName = z.string().regex(/^[^/\\\0]+$/u, { error: 'expected the name of a package' }).refine((name) => name !== '.' && name !== '..', { error: 'expected the name of a package' })

export const texts = z.array(text, expected('a list of texts'))

/** A text, or a list of them. */
export const textOrTexts = z.union([z.string().transform((one): Path => [one]), z.array(z.string())], expected('a text or a list of texts'))

/** A table with package names as keys. */
export function tableOf<T extends z.ZodType>(value: T) {
  return z.record(packageName, value, expected('a table')).transform((record): ReadonlyMap<string, z.infer<T>> => new Map(Object.entries(record)))
}
