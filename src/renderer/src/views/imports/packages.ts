/** Packages of a manifest as a tree: each below the one without which it would not be loaded, with what leaving it out would save. */
import { broughtInBy, type ImportBlame } from '../../../../shared/profile/import-blame'
import { PART_COLUMNS, type PartColumn } from '../../../../shared/profile/part-columns'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { formatTime } from '../../../../shared/units'
import { countOf } from '../../components/count-of'

/** Rows of `packages` that what was asked for leads to. */
export function packageRows({ packages }: ImportBlame): Int32Array {
  return Int32Array.from(packages.flatMap((one) => (one ? [one.package] : [])))
}

export function packageColumns({ packages }: ImportBlame): readonly PartColumn[] {
  const [name, version, ...others] = PART_COLUMNS.packages
  const time = (id: 'own' | 'total' | 'saves', title: string, hint: string): PartColumn => ({
    id, title, kind: 'time', hint, value: (_, row) => packages[row]?.[id] || Number.NaN, ...(id === 'saves' && { defaultSort: 'descending' as const }),
  })
  const by: PartColumn = {
    id: 'broughtIn', title: 'Brought in by', kind: 'text', hint: 'The package without which it would not be loaded.',
    value: (profile, row) => {
      const blame = packages[row]
      return blame ? broughtInBy(profile, blame) : ''
    },
  }
  const needed: PartColumn = {
    id: 'neededBy', title: 'Needed by', kind: 'text', wide: true, hint: 'All packages that need it directly.',
    value: (profile, row) => (packages[row]?.neededBy ?? []).map((one) => textAt(profile, profile.packages.name[one])).join(', '),
  }
  return [
    ...(name && version ? [name, version] : []),
    by,
    time('saves', 'Without it', 'What is saved if it is left out: its own time and that of all that only it brings in, extensions included. Do not add up.'),
    time('total', 'With all below', 'Its own time and that of all packages below it.'),
    time('own', 'Own', 'Of its own load with `__init__`.'),
    needed,
    ...others,
  ]
}

/** `DataFrames costs most: 1.20 s of 1.90 s would be saved without it`; of a manifest alone how many packages there are. */
export function packagesHeadline(profile: Profile, { packages, explained }: ImportBlame): string {
  const found = packages.flatMap((one) => one ?? [])
  const of = (asked: 'yes' | 'guess') => found.filter((one) => one.asked === asked).length
  const most = found.reduce((best, one) => (one.saves > (best?.saves ?? 0) ? one : best), found[0])
  if (most && most.saves > 0) return `Without ${textAt(profile, profile.packages.name[most.package])}, ${formatTime(most.saves)} of ${formatTime(explained)} would be saved`
  return `${countOf(found.length, 'packages')}, ${of('yes') > 0 ? `${of('yes')} of them asked for` : `${of('guess')} that no other package needs`}`
}
