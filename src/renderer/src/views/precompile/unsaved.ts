/** What was compiled while packages were precompiled and is not in their caches: which rows are shown, by package and by reason. */
import type { Profile } from '../../../../shared/profile/tables'
import { formatCount } from '../../../../shared/units'

export interface UnsavedFilter {
  readonly package: string | undefined
  readonly reason: string | undefined
}

function textOf(profile: Profile, column: 'package' | 'reason', row: number): string {
  return profile.strings[profile.unsaved[column][row] ?? -1] ?? ''
}

/** What rows can be kept by, the most frequent first. */
export function unsavedChoices(profile: Profile, column: 'package' | 'reason', rows: Int32Array): { module: string, count: number }[] {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const text = textOf(profile, column, row)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts].map(([module, count]) => ({ module, count })).sort((a, b) => b.count - a.count || (a.module < b.module ? -1 : 1))
}

export function unsavedRows(profile: Profile, rows: Int32Array, filter: UnsavedFilter): Int32Array {
  return rows.filter((row) => (filter.package === undefined || textOf(profile, 'package', row) === filter.package)
    && (filter.reason === undefined || textOf(profile, 'reason', row) === filter.reason))
}

export function unsavedHeadline(profile: Profile, rows: Int32Array): string {
  const [reason] = unsavedChoices(profile, 'reason', rows)
  const packages = unsavedChoices(profile, 'package', rows).length
  const where = packages === 1 ? 'one package' : `${formatCount(packages)} packages`
  const most = reason === undefined ? '' : `; ${formatCount(reason.count)} of them because ${reason.module}`
  return `${formatCount(rows.length)} ${rows.length === 1 ? 'instance was' : 'instances were'} compiled for ${where} and not kept${most}`
}
