/** Columns of the tables of invalidations. Trees fold in the first, so it is the signature. */
import { invalidationLinks } from '../../../../shared/profile/invalidation-links'
import type { PartColumn } from '../../../../shared/profile/part-columns'
import { PART_COLUMNS } from '../../../../shared/profile/part-columns'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { ownerOfFile, ownerText } from '../../../../shared/profile/package-of-file'
import { KIND_WORDS, kindOf, REASON_WORDS, reasonOf, rowText } from './wording'

function part(id: string, changes: Partial<PartColumn> = {}): PartColumn {
  const column = PART_COLUMNS.invalidations.find((one) => one.id === id)
  if (!column) throw new Error(`invalidations have no column ${id}`)
  return { ...column, ...changes }
}

/** The package whose file defines what the row is about. */
export function packageText(profile: Profile, row: number): string {
  const frame = profile.invalidations.frame[row] ?? -1
  return ownerText(ownerOfFile(textAt(profile, profile.frames.file[frame]), textAt(profile, profile.frames.module[frame])))
}

const SIGNATURE: PartColumn = { id: 'signature', title: 'Method, and what it invalidated', kind: 'signature', value: rowText }
const HOW: PartColumn = {
  id: 'kind',
  title: 'How',
  kind: 'choice',
  hint: 'Inserted or deleted for a method; below it, by which kind of edge an instance was reached.',
  value: (profile, row) => (kindOf(profile, row) === 'cause' ? REASON_WORDS[reasonOf(profile, row)].toLowerCase() : KIND_WORDS[kindOf(profile, row)]),
}
const PACKAGE: PartColumn = { id: 'package', title: 'Package', kind: 'text', hint: 'From the path of the file, else the module.', value: packageText }
const COST: PartColumn = {
  id: 'cost',
  title: 'Cost',
  kind: 'time',
  hint: 'Inference time that had to be spent again, as precompile_blockers printed it: inclusive, so do not add up.',
  value: (profile, row) => invalidationLinks(profile).cost[row] ?? Number.NaN,
}
const STALE: PartColumn = {
  id: 'stale',
  title: 'Stale below',
  kind: 'time',
  hint: 'Derived: exclusive time of the stale instances that stand in the tree here, found by their signature. The same instance can stand in several trees.',
  value: (profile, row) => invalidationLinks(profile).staleTime[row] ?? Number.NaN,
}
const CHILDREN = part('children')
/** Where cost comes first. */
const UNSORTED_CHILDREN: PartColumn = { id: 'children', title: 'Children', kind: 'count', value: (profile, row) => CHILDREN.value(profile, row) }

export const TREE_COLUMNS: readonly PartColumn[] = [
  SIGNATURE, CHILDREN, HOW, COST, STALE, PACKAGE, part('module'), part('location'), part('via'), part('name'), part('block'), part('source'),
]
export const BLOCKER_COLUMNS: readonly PartColumn[] = [
  SIGNATURE, part('seconds', { defaultSort: 'descending' }), UNSORTED_CHILDREN, HOW, PACKAGE, part('module'), part('location'),
  part('name'), part('block'), part('source'),
]
export const REPORT_COLUMNS: readonly PartColumn[] = [
  part('name'), CHILDREN, part('share'), part('location'), PACKAGE, part('block'), part('source'),
]
export const LIST_COLUMNS: readonly PartColumn[] = [
  { ...SIGNATURE, title: 'Instance' }, part('module'), { ...STALE, title: 'Stale' }, part('name'), part('block'), part('source'),
]
