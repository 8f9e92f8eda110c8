/** Columns of the tables of a comparison: what it is, a number for each profile, the change, and what became of it. Rows are positions in a list. */
import type { Change, Numbers } from '../../../shared/profile/compare/side'
import { signedNumber, type NumberUnit } from '../../../shared/profile/compare/tables'
import type { ColumnKind, PartColumn } from '../../../shared/profile/part-columns'

const KINDS: Readonly<Record<NumberUnit, ColumnKind>> = { time: 'time', count: 'count', bytes: 'bytes' }

export function changeWord(change: Change, noise: boolean): string {
  if (change === 'added') return 'new'
  if (change === 'removed') return 'gone'
  return noise && change === 'changed' ? 'noise' : change
}

/** A column for each profile and, called `change` (or with a prefix), the change. `word` stands before the names of the profiles. */
export function numberColumns(labels: readonly string[], unit: NumberUnit, of: (row: number) => Numbers | undefined, prefix = '', word = ''): PartColumn[] {
  const kind = KINDS[unit]
  const two = labels.length === 2
  return [
    ...labels.map((label, side): PartColumn => ({ id: `${prefix}side${side}`, title: `${word}${word === '' ? '' : ' '}${label}`, kind, value: (_, row) => of(row)?.values[side] ?? Number.NaN })),
    {
      id: `${prefix}change`, title: two ? 'Change' : 'Largest change', kind, value: (_, row) => of(row)?.delta ?? Number.NaN,
      hint: two ? `From ${labels[0] ?? ''} to ${labels[1] ?? ''}.` : `Of the profile that is farthest from ${labels[0] ?? ''}.`,
    },
  ]
}

export function stateColumn(of: (row: number) => string): PartColumn {
  return { id: 'state', title: 'State', kind: 'choice', hint: 'Noise is a difference within the precision of the numbers, or within what repeats vary.', value: (_, row) => of(row) }
}

/** Rows that are not the same in all; all of them with `everything`. */
export function shownRows(rows: readonly { readonly change: Change }[], everything: boolean): Int32Array {
  return Int32Array.from(rows.flatMap(({ change }, at) => (everything || change !== 'same' ? [at] : [])))
}

/** The change as a cell: '' where there is none, the word beside it is in a column of its own. */
export function changeCell(numbers: Numbers | undefined, unit: NumberUnit): string {
  return numbers === undefined || numbers.delta === 0 || Number.isNaN(numbers.delta) ? '' : signedNumber(numbers.delta, unit)
}
