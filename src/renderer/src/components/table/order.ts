/**
 * Sorting, filtering and adding up the rows of a table, on index arrays: 200,000 rows are sorted by moving integers.
 * Text is compared by rank: every distinct text is placed once, the way people sort (2 before 10), and rows by the rank.
 */
import type { PartColumn } from '../../../../shared/profile/part-columns'
import { textMatcher } from '../../../../shared/profile/search'
import type { Profile } from '../../../../shared/profile/tables'

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** One number for each position of `rows` that sorts as the column does; NaN for what is not known or empty. */
function sortKeys(profile: Profile, column: PartColumn, rows: Int32Array): Float64Array {
  const keys = new Float64Array(rows.length)
  const texts = new Map<string, number>()
  const textOf: string[] = []
  rows.forEach((row, at) => {
    const value = column.value(profile, row)
    if (typeof value === 'number') {
      keys[at] = value
      return
    }
    let id = texts.get(value)
    if (id === undefined) {
      id = textOf.length
      texts.set(value, id)
      textOf.push(value)
    }
    keys[at] = id
  })
  if (textOf.length === 0) return keys
  const order = textOf.map((_, id) => id).sort((a, b) => collator.compare(textOf[a] ?? '', textOf[b] ?? ''))
  const rank = new Float64Array(textOf.length)
  order.forEach((id, place) => {
    rank[id] = textOf[id] === '' ? Number.NaN : place
  })
  return keys.map((id) => rank[id] ?? Number.NaN)
}

/** `rows` in the order of `column`. Stable; what is not known comes last, whichever the direction. */
export function sortRows(profile: Profile, column: PartColumn, rows: Int32Array, descending: boolean): Int32Array {
  const keys = sortKeys(profile, column, rows)
  const places = new Int32Array(rows.length).map((_, at) => at)
  const sign = descending ? -1 : 1
  places.sort((a, b) => {
    const left = keys[a] ?? Number.NaN
    const right = keys[b] ?? Number.NaN
    if (left === right) return a - b
    if (Number.isNaN(left)) return Number.isNaN(right) ? a - b : 1
    if (Number.isNaN(right)) return -1
    return left < right ? -sign : sign
  })
  return places.map((at) => rows[at] ?? -1)
}

/** Rows in which `filter` occurs in some column that holds text. */
export function filterRows(profile: Profile, columns: readonly PartColumn[], rows: Int32Array, filter: string): Int32Array {
  const wanted = filter.trim()
  if (wanted === '') return rows
  const matches = textMatcher(wanted)
  /** The same text stands in many rows and is looked at once. */
  const known = new Map<string, boolean>()
  const textual = columns.filter(({ kind }) => kind === 'text' || kind === 'signature' || kind === 'choice' || kind === 'location')
  return rows.filter((row) =>
    textual.some((column) => {
      const text = String(column.value(profile, row))
      let found = known.get(text)
      if (found === undefined) {
        found = matches(text)
        known.set(text, found)
      }
      return found
    }),
  )
}

/** Sum of what is known of a column. `known` says how many rows had a number. */
export function sumRows(profile: Profile, column: PartColumn, rows: Int32Array): { sum: number; known: number } {
  let sum = 0
  let known = 0
  for (const row of rows) {
    const value = column.value(profile, row)
    if (typeof value !== 'number' || Number.isNaN(value)) continue
    sum += value
    known++
  }
  return { sum, known }
}

/** The sort a table begins with. */
export function defaultSort(columns: readonly PartColumn[]): { column: string; descending: boolean } {
  const column = columns.find((one) => one.defaultSort !== undefined)
  return { column: column?.id ?? '', descending: column?.defaultSort === 'descending' }
}
