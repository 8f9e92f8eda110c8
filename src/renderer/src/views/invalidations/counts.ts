/** Counts of invalidations by package as a table with one column for each Julia version or kind of count, so that they stand side by side. */
import type { PartColumn } from '../../../../shared/profile/part-columns'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'

export interface CountsTable {
  /** Packages with their version, in the order of the text. */
  readonly names: readonly { readonly name: string; readonly version: string }[]
  /** What is counted: `Julia 1.5`, `Julia 1.6-dev`. */
  readonly labels: readonly string[]
  /** NaN where there is no count. */
  at(name: number, label: number): number
  /** The row of the part that a cell came from, -1 if there is none. */
  rowAt(name: number, label: number): number
  /** The line of the table that a row of the part stands in, -1 if it is not shown. */
  nameOf(row: number): number
}

/** Rows of `block`, or of all blocks for -1. */
export function countsTable(profile: Profile, block: number): CountsTable {
  const { counts } = profile
  const keys = new Map<string, number>()
  const names: { name: string; version: string }[] = []
  const labels: string[] = []
  const cells = new Map<string, number>()
  const lineOf = new Map<number, number>()
  for (let row = 0; row < counts.length; row++) {
    if (block >= 0 && counts.block[row] !== block) continue
    const name = textAt(profile, counts.name[row])
    const version = textAt(profile, counts.version[row])
    const label = textAt(profile, counts.label[row]) || 'Count'
    const key = JSON.stringify([name, version, counts.block[row]])
    let line = keys.get(key)
    if (line === undefined) {
      line = names.length
      keys.set(key, line)
      names.push({ name, version })
    }
    if (!labels.includes(label)) labels.push(label)
    cells.set(`${line} ${labels.indexOf(label)}`, row)
    lineOf.set(row, line)
  }
  const rowAt = (name: number, label: number): number => cells.get(`${name} ${label}`) ?? -1
  const at = (name: number, label: number): number => {
    const count = counts.count[rowAt(name, label)] ?? -1
    return count < 0 ? Number.NaN : count
  }
  return { names, labels, at, rowAt, nameOf: (row) => lineOf.get(row) ?? -1 }
}

/** Columns over the lines of the table, with the change from the first to the last count. */
export function countsColumns(table: CountsTable): readonly PartColumn[] {
  const last = table.labels.length - 1
  const columns: PartColumn[] = [
    { id: 'name', title: 'Package', kind: 'text', value: (_, row) => table.names[row]?.name ?? '' },
    { id: 'version', title: 'Version', kind: 'text', value: (_, row) => table.names[row]?.version ?? '' },
    ...table.labels.map((title, label): PartColumn => ({ id: `count-${label}`, title, kind: 'count', value: (_, row) => table.at(row, label) })),
  ]
  if (last > 0) {
    columns.push({
      id: 'change',
      title: 'Change',
      kind: 'percent',
      hint: 'From the first count to the last.',
      value: (_, row) => {
        const [from, to] = [table.at(row, 0), table.at(row, last)]
        return from > 0 ? ((to - from) / from) * 100 : Number.NaN
      },
    })
  }
  return columns
}
