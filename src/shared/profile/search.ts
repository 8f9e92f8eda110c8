/**
 * Finding text: everywhere in a profile with counts, and fuzzily among names for the command palette. A query is a plain
 * piece of text; capitals matter only if it has some.
 */
import type { ColumnSpec, PartName, TableName } from './schema'
import { PARTS, SCHEMA, TABLE_NAMES } from './schema'
import type { Profile } from './tables'

/** Whether a text has `query` in it. Everything has the empty query in it. */
export function textMatcher(query: string): (text: string) => boolean {
  if (query === '') return () => true
  if (query !== query.toLowerCase()) return (text) => text.includes(query)
  // A regular expression folds case as it goes; `toLowerCase` would copy every text.
  const pattern = new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'iu')
  return (text) => pattern.test(text)
}

export interface SearchResult {
  readonly query: string
  /** 1 for each frame of the profile that matches: by signature, name, module or file. */
  readonly frames: Uint8Array
  /** Number of frames that match. */
  readonly frameCount: number
  /** Rows of each part that match by one of their texts or frames, in order. */
  readonly rows: { readonly [Part in PartName]: Int32Array }
  /** Lines that no importer could read, and log messages. */
  readonly unparsed: Int32Array
  readonly messages: Int32Array
  readonly total: number
}

/** 1 for each row of `table` one of whose columns refers to a text or a frame that matches. */
function matchingRows(profile: Profile, table: TableName, strings: Uint8Array, frames: Uint8Array): Uint8Array {
  const columns = profile[table] as unknown as Record<string, Int32Array>
  const hits = new Uint8Array(profile[table].length)
  for (const [name, spec] of Object.entries<ColumnSpec>(SCHEMA[table])) {
    const matching = spec.refers === 'strings' ? strings : spec.refers === 'frames' ? frames : undefined
    const column = columns[name]
    if (!matching || !column) continue
    for (let row = 0; row < hits.length; row++) if (matching[column[row] as number] === 1) hits[row] = 1
  }
  return hits
}

function rowsOf(hits: Uint8Array): Int32Array {
  const rows: number[] = []
  for (let row = hits.indexOf(1); row >= 0; row = hits.indexOf(1, row + 1)) rows.push(row)
  return Int32Array.from(rows)
}

/** Searches every text of the profile. The empty query finds nothing. */
export function searchProfile(profile: Profile, query: string): SearchResult {
  const matches = textMatcher(query)
  const strings = query === '' ? new Uint8Array(profile.strings.length) : Uint8Array.from(profile.strings, (text) => (matches(text) ? 1 : 0))
  const frames = matchingRows(profile, 'frames', strings, new Uint8Array(0))
  const found = Object.fromEntries(
    TABLE_NAMES.map((table) => [table, table === 'frames' ? new Int32Array(0) : rowsOf(matchingRows(profile, table, strings, frames))]),
  ) as Record<TableName, Int32Array>
  const shown: readonly TableName[] = [...PARTS, 'unparsed', 'messages']
  return {
    query,
    frames,
    frameCount: frames.reduce((sum, hit) => sum + hit, 0),
    rows: found,
    unparsed: found.unparsed,
    messages: found.messages,
    total: shown.reduce((sum, table) => sum + found[table].length, 0),
  }
}

export interface FuzzyHit<Item> {
  readonly item: Item
  /** Higher is better; only to be compared within one query. */
  readonly score: number
  /** Positions in the item's text that match, for marking them. */
  readonly positions: readonly number[]
}

const WORD_START = 8
const CONSECUTIVE = 6
const SAME_CASE = 0.05
const GAP = 0.2
/** A query of so many letters is taken for a word rather than for initials. */
const WORD = 3

function startsWord(text: string, at: number): boolean {
  if (at === 0) return true
  const before = text[at - 1] as string
  const here = text[at] as string
  return !/[\p{L}\p{N}]/u.test(before) || (before === before.toLowerCase() && here !== here.toLowerCase())
}

/** Where `wanted` stands at the start of a word of `text`, which is `low` in small letters; -1: nowhere. */
function wordAt(low: string, wanted: string, text: string): number {
  let at = low.indexOf(wanted)
  while (at >= 0 && !startsWord(text, at)) at = low.indexOf(wanted, at + 1)
  return at
}

/**
 * How well the letters of `query` are found in `text`, in order but not side by side; undefined if they are not. Letters
 * at the start of words and side by side count more, what lies between them and a long text count less.
 */
export function fuzzyMatch(query: string, text: string): { score: number; positions: number[] } | undefined {
  const wanted = query.replace(/\s+/g, '')
  const lowWanted = wanted.toLowerCase()
  const low = text.toLowerCase()
  const columns = text.length
  if (wanted.length === 0) return { score: -columns * GAP * 0.1, positions: [] }
  if (wanted.length > columns || low.length !== columns || lowWanted.length !== wanted.length) return undefined
  const whole = lowWanted.length < WORD ? -1 : wordAt(low, query.trim().toLowerCase(), text)
  if (whole >= 0) {
    const letters = query.trim().length
    return {
      score: letters * (1 + WORD_START) - Math.min(whole, 20) * GAP - columns * GAP * 0.1,
      positions: Array.from({ length: letters }, (_, i) => whole + i),
    }
  }
  // best[i][j]: the best score with letter i of the query at position j of the text; from[i][j]: where letter i - 1 is.
  const best = new Float64Array(wanted.length * columns).fill(-Infinity)
  const from = new Int32Array(wanted.length * columns).fill(-1)
  for (let i = 0; i < wanted.length; i++) {
    let behind = -Infinity
    let behindAt = -1
    for (let j = i; j < columns; j++) {
      if (i > 0 && j > 0) {
        behind -= GAP
        const above = best[(i - 1) * columns + j - 1] as number
        if (above >= behind) {
          behind = above
          behindAt = j - 1
        }
      }
      if (low[j] !== lowWanted[i]) continue
      const own = 1 + (text[j] === wanted[i] ? SAME_CASE : 0) + (startsWord(text, j) ? WORD_START : 0)
      if (i === 0) {
        best[j] = own - Math.min(j, 20) * GAP
        continue
      }
      const adjacent = (best[(i - 1) * columns + j - 1] as number) + CONSECUTIVE
      best[i * columns + j] = own + Math.max(adjacent, behind)
      from[i * columns + j] = adjacent >= behind ? j - 1 : behindAt
    }
  }
  const last = (wanted.length - 1) * columns
  let end = -1
  for (let j = 0; j < columns; j++) if (end < 0 || (best[last + j] as number) > (best[last + end] as number)) end = j
  const score = best[last + end] as number
  if (score === -Infinity) return undefined
  const positions: number[] = []
  for (let i = wanted.length - 1, j = end; i >= 0; i--) {
    positions.unshift(j)
    j = from[i * columns + j] as number
  }
  return { score: score - columns * GAP * 0.1, positions }
}

/** The items that match, best first; equal ones in the order given. An empty query keeps the order. */
export function fuzzyRank<Item>(query: string, items: readonly Item[], textOf: (item: Item) => string): FuzzyHit<Item>[] {
  const hits: FuzzyHit<Item>[] = []
  for (const item of items) {
    const match = fuzzyMatch(query, textOf(item))
    if (match) hits.push({ item, ...match })
  }
  return query.trim() === '' ? hits : hits.sort((left, right) => right.score - left.score)
}
