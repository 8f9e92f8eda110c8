/**
 * Images in numbers: how many and how large, what is in them, and what becomes of it when it is loaded. Rows are ranked
 * by their bytes; bytes add up within a block, times of loading within one run.
 */
import { imageWaste, wasteSentences } from './image-waste'
import { itemBytes } from './part-columns'
import type { PartName } from './schema'
import { SCHEMA } from './schema'
import type { Summarizer, TopRow } from './summary'
import type { Profile } from './tables'
import { textAt } from './tables'

const TOP = 10

type ImagePart = Extract<PartName, `image${string}`>

/** The largest by name. Rows of several blocks with one name are several entries, and the largest is taken. */
function largest(rows: readonly number[], block: ArrayLike<number>, name: (row: number) => string, bytes: (row: number) => number): TopRow[] {
  const sums = new Map<string, { readonly name: string, readonly row: number, bytes: number }>()
  for (const row of rows) {
    const size = bytes(row)
    if (!(size > 0)) continue
    const key = `${block[row] ?? -1} ${name(row)}`
    const known = sums.get(key)
    if (known) known.bytes += size
    else sums.set(key, { name: name(row), row, bytes: size })
  }
  const top = new Map<string, TopRow>()
  for (const entry of [...sums.values()].sort((a, b) => b.bytes - a.bytes)) {
    if (top.size === TOP) break
    if (!top.has(entry.name)) top.set(entry.name, { seconds: null, ...entry })
  }
  return [...top.values()]
}

function total(rows: readonly number[], of: (row: number) => number): number {
  return rows.reduce((sum, row) => sum + (of(row) || 0), 0)
}

/** Those that are there, by their states: `{ loaded: 3, merged: 1 }`. */
function countStates<const Names extends readonly string[]>(rows: readonly number[], state: Uint8Array, choices: readonly string[], wanted: Names): { [Name in Names[number]]?: number } {
  const counted = wanted.map((name) => [name, rows.filter((row) => choices[state[row] ?? 0] === name).length] as const)
  return Object.fromEntries(counted.filter(([, count]) => count > 0)) as { [Name in Names[number]]?: number }
}

function allRows(groups: Parameters<Summarizer>[1]): readonly number[] {
  return groups.flatMap(({ rows }) => rows)
}

const images: Summarizer = (profile, groups) => {
  const { name, bytes, load, state, block } = profile.images
  const rows = allRows(groups)
  const loads = rows.filter((row) => !Number.isNaN(load[row] ?? Number.NaN))
  return {
    count: rows.length,
    seconds: groups.length === 1 && loads.length > 0 ? Number((total(loads, (row) => load[row] ?? 0) / 1e9).toPrecision(12)) : null,
    // A log names images without their sizes.
    ...(rows.some((row) => (bytes[row] ?? 0) > 0) && { bytes: total(rows, (row) => bytes[row] ?? 0) }),
    top: largest(rows, block, (row) => textAt(profile, name[row]), (row) => bytes[row] ?? 0),
    ...countStates(rows, state, SCHEMA.images.state.oneOf, ['loaded', 'rejected', 'fresh', 'stale']),
  }
}

const imageSections: Summarizer = (profile, groups) => {
  const { image, name, bytes, block } = profile.imageSections
  const rows = allRows(groups)
  const several = new Set(rows.map((row) => image[row])).size > 1
  const named = (row: number): string => {
    const section = textAt(profile, name[row])
    return several ? `${textAt(profile, profile.images.name[image[row] ?? -1])}: ${section}` : section
  }
  return { count: rows.length, seconds: null, bytes: total(rows, (row) => bytes[row] ?? 0), top: largest(rows, block, named, (row) => bytes[row] ?? 0) }
}

/** Whether the row stands for a method, not for an instance or a function of native code. */
export function isMethodRow({ frames, imageItems }: Profile, row: number): boolean {
  return frames.kind[imageItems.frame[row] ?? -1] === SCHEMA.frames.kind.oneOf.indexOf('method')
}

/**
 * The rows of methods that images hold themselves. Of a method that belongs to others an image has no lowered code, only what names it, for the
 * instances below; a tool that does not tell the size of lowered code lists methods with nothing below them.
 */
export function ownMethods(profile: Profile): ReadonlySet<number> {
  const { length, lowered, parent } = profile.imageItems
  const named = new Set(parent)
  const own = new Set<number>()
  for (let row = 0; row < length; row++) if (isMethodRow(profile, row) && (!Number.isNaN(lowered[row] ?? Number.NaN) || !named.has(row))) own.add(row)
  return own
}

const imageItems: Summarizer = (profile, groups) => {
  const { frame, state, block } = profile.imageItems
  const all = allRows(groups)
  const rows = all.filter((row) => !isMethodRow(profile, row))
  const own = ownMethods(profile)
  const methods = all.filter((row) => own.has(row)).length
  const waste = imageWaste(profile)
  return {
    count: rows.length,
    seconds: null,
    notes: waste ? wasteSentences(waste) : [],
    bytes: total(all, (row) => itemBytes(profile, row)),
    top: largest(all, block, (row) => textAt(profile, profile.frames.signature[frame[row] ?? -1]), (row) => itemBytes(profile, row)),
    ...(methods > 0 && { methods }),
    ...countStates(rows, state, SCHEMA.imageItems.state.oneOf, ['loaded', 'merged', 'invalidated', 'rejected']),
  }
}

/** By what is referred to, the most often first; entry points are none. */
const imageLinks: Summarizer = (profile, groups) => {
  const { kind, target } = profile.imageLinks
  const entryPoint = SCHEMA.imageLinks.kind.oneOf.indexOf('entryPoint')
  const all = allRows(groups)
  const rows = all.filter((row) => kind[row] !== entryPoint)
  const targets = new Map<string, { readonly row: number, count: number }>()
  for (const row of rows) {
    const name = textAt(profile, target[row])
    const known = targets.get(name)
    if (known) known.count++
    else targets.set(name, { row, count: 1 })
  }
  const top = [...targets].sort(([, a], [, b]) => b.count - a.count).slice(0, TOP)
  return {
    count: rows.length,
    seconds: null,
    top: top.map(([name, { row, count }]) => ({ name, seconds: null, count, row })),
    ...(all.length > rows.length && { entryPoints: all.length - rows.length }),
  }
}

const imageModules: Summarizer = (_profile, groups) => ({ count: allRows(groups).length, seconds: null, top: [] })

/** Those that changed are named. */
const imageFiles: Summarizer = (profile, groups) => {
  const { path, state } = profile.imageFiles
  const rows = allRows(groups)
  const other = rows.filter((row) => ['changed', 'missing'].includes(SCHEMA.imageFiles.state.oneOf[state[row] ?? 0] ?? ''))
  return { count: rows.length, seconds: null, top: other.slice(0, TOP).map((row) => ({ name: textAt(profile, path[row]), seconds: null, row })) }
}

const imageFacts: Summarizer = (_profile, groups) => ({ count: allRows(groups).length, seconds: null, top: [] })

export const IMAGE_SUMMARIZERS: { readonly [Part in ImagePart]: Summarizer } = {
  images, imageSections, imageItems, imageLinks, imageModules, imageFiles, imageFacts,
}
