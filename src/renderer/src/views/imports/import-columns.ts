/** Columns of the table of imports: those of the part, sorted by the reading that is chosen, with compile times beside the shares. */
import { broughtInBy, type ImportBlame } from '../../../../shared/profile/import-blame'
import type { ImportReading } from '../../../../shared/profile/import-times'
import { importTimes } from '../../../../shared/profile/import-times'
import type { PartColumn } from '../../../../shared/profile/part-columns'
import { PART_COLUMNS } from '../../../../shared/profile/part-columns'
import { SCHEMA } from '../../../../shared/profile/schema'
import type { Profile } from '../../../../shared/profile/tables'
import type { Nesting } from './import-facts'

/** The words of the reading that the list has; where it contains no dependencies, the other reading is something else, or nothing else. */
function titled(column: PartColumn, nesting: Nesting): PartColumn[] {
  if (column.id !== 'inclusive') return [column]
  if (nesting === 'none') return []
  if (nesting === 'packages') return [{ ...column, title: 'Cumulative' }]
  return [{ ...column, title: 'With __init__', hint: 'As printed: with `__init__` of the package, without its dependencies.' }]
}

/** Who brought a package in, and what leaving it out would save: where a manifest is there. */
function blameColumns({ packages, packageOfImport }: ImportBlame): readonly PartColumn[] {
  const blameOf = (profile: Profile, row: number) => (profile.imports.kind[row] === PACKAGE ? packages[packageOfImport[row] ?? -1] : undefined)
  return [
    {
      id: 'broughtIn', title: 'Brought in by', kind: 'text', hint: 'The package without which it would not be loaded, as the manifest has it.',
      value: (profile, row) => {
        const blame = blameOf(profile, row)
        return blame ? broughtInBy(profile, blame) : ''
      },
    },
    {
      id: 'saves', title: 'Without it', kind: 'time', hint: 'What is saved if it is left out: its own time and that of all that only it brings in. Do not add up.',
      value: (profile, row) => blameOf(profile, row)?.saves ?? Number.NaN,
    },
  ]
}

const PACKAGE = SCHEMA.imports.kind.oneOf.indexOf('package')

export function importColumns(profile: Profile, reading: ImportReading, nesting: Nesting, blame?: ImportBlame): readonly PartColumn[] {
  const [name, ...others] = timeColumns(profile, reading, nesting)
  return name && blame ? [name, ...blameColumns(blame), ...others] : [...(name ? [name] : []), ...others]
}

function timeColumns(profile: Profile, reading: ImportReading, nesting: Nesting): readonly PartColumn[] {
  const { compile } = importTimes(profile, reading)
  const time: PartColumn = {
    id: 'compile',
    title: 'Compilation',
    kind: 'time',
    hint: reading === 'exclusive' ? 'Of the exclusive time: from the printed share, less that of the rows below.' : 'Of the printed time: from its share.',
    value: (_, row) => compile[row] ?? Number.NaN,
  }
  const columns = PART_COLUMNS.imports.flatMap((column) => (column.id === 'compilePercent' ? [time, { ...column, title: 'Compilation %' }] : titled(column, nesting)))
  if (reading === 'exclusive') return columns
  // A table is sorted at first by the first column that asks for it: the reading that is chosen stands first.
  const times = columns.filter(({ id }) => id === 'inclusive' || id === 'exclusive').reverse()
  return columns.flatMap((column): readonly PartColumn[] =>
    column.id === 'exclusive' ? times.map((one) => ({ ...one, defaultSort: 'descending' as const })) : column.id === 'inclusive' ? [] : [column],
  )
}
