/** Counts by package and Julia version as a table: a row for each package, a column for each version that was counted. */
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'

export interface CountsRow {
  readonly name: string
  /** Of the package; '' if the table does not tell. */
  readonly version: string
  /** One for each column; NaN where there is none. */
  readonly counts: readonly number[]
}

export interface CountsTable {
  /** `Julia 1.5`, in the order of the text. */
  readonly columns: readonly string[]
  /** The largest count first. */
  readonly rows: readonly CountsRow[]
  /** The largest count of all. */
  readonly most: number
}

/** One table for each block. */
export function countsTables(profile: Profile): CountsTable[] {
  const { counts } = profile
  const tables = new Map<number, { columns: string[]; rows: Map<string, { name: string; version: string; counts: number[] }> }>()
  for (let at = 0; at < counts.length; at++) {
    const block = counts.block[at] ?? -1
    let table = tables.get(block)
    if (!table) tables.set(block, (table = { columns: [], rows: new Map() }))
    const label = textAt(profile, counts.label[at])
    if (!table.columns.includes(label)) table.columns.push(label)
    const [name, version] = [textAt(profile, counts.name[at]), textAt(profile, counts.version[at])]
    const key = `${name}\n${version}`
    let row = table.rows.get(key)
    if (!row) table.rows.set(key, (row = { name, version, counts: [] }))
    const count = counts.count[at] ?? -1
    row.counts[table.columns.indexOf(label)] = count < 0 ? Number.NaN : count
  }
  return [...tables.values()].map(({ columns, rows }) => {
    const all = [...rows.values()].map((row) => ({ ...row, counts: columns.map((_, at) => row.counts[at] ?? Number.NaN) }))
    const most = (row: CountsRow): number => row.counts.reduce((largest, count) => (count > largest ? count : largest), 0)
    return { columns, rows: all.sort((a, b) => most(b) - most(a)), most: all.reduce((largest, row) => Math.max(largest, most(row)), 0) }
  })
}

/** From the first to the last column in percent: -80 for a fifth left; NaN where one is not known or nothing was there. */
export function changeOf({ counts }: CountsRow): number {
  const [first = Number.NaN] = counts
  const last = counts.at(-1) ?? Number.NaN
  return counts.length > 1 && first > 0 ? (100 * (last - first)) / first : Number.NaN
}
