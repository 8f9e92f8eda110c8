/**
 * Stale instances added up by method, by module, or by the invalidation that hit them. Exclusive times add up; inclusive
 * ones contain one another and are left out. An instance that several methods invalidated stands under each of them, so
 * sums by cause can be more than the whole.
 */
import { invalidationLinks } from '../../../../shared/profile/invalidation-links'
import type { PartColumn } from '../../../../shared/profile/part-columns'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'

export const GROUPINGS = ['method', 'module', 'cause'] as const
export type StaleGrouping = (typeof GROUPINGS)[number]

export interface StaleGroup {
  /** `Base.collect`, a module, the signature of a cause; '' where it is not known. */
  readonly label: string
  /** Row of `invalidations` of a cause, -1 for other groups. */
  readonly cause: number
  /** Rows of `stale`. */
  readonly rows: readonly number[]
  /** Sum of what is known, in nanoseconds. */
  readonly exclusive: number
}

function keysOf(profile: Profile, row: number, by: StaleGrouping): { key: string; label: string; cause: number }[] {
  const frame = profile.stale.frame[row] ?? -1
  const module = textAt(profile, profile.frames.module[frame])
  if (by === 'module') return [{ key: module, label: module, cause: -1 }]
  if (by === 'method') {
    const name = textAt(profile, profile.frames.name[frame])
    const label = module === '' ? name : `${module}.${name}`
    return [{ key: label, label, cause: -1 }]
  }
  const { hits } = invalidationLinks(profile)
  const causes = hits[row]?.causes ?? new Int32Array()
  if (causes.length === 0) return [{ key: '', label: '', cause: -1 }]
  // The same method stands in trees, reports and blockers: it is one cause.
  const byFrame = new Map(Array.from(causes, (cause) => [profile.invalidations.frame[cause] ?? -1, cause]))
  return [...byFrame].map(([of, cause]) => ({ key: String(of), label: textAt(profile, profile.frames.signature[of]), cause }))
}

/** The heaviest first; what is not known by its weight, too. */
export function groupStale(profile: Profile, rows: ArrayLike<number>, by: StaleGrouping): StaleGroup[] {
  const groups = new Map<string, { label: string; cause: number; rows: number[]; exclusive: number }>()
  for (const row of Array.from(rows)) {
    for (const { key, label, cause } of keysOf(profile, row, by)) {
      const group = groups.get(key) ?? { label, cause, rows: [], exclusive: 0 }
      group.rows.push(row)
      group.exclusive += profile.stale.exclusive[row] || 0
      groups.set(key, group)
    }
  }
  return [...groups.values()].sort((a, b) => b.exclusive - a.exclusive || b.rows.length - a.rows.length || (a.label < b.label ? -1 : 1))
}

const TITLES: Readonly<Record<StaleGrouping, string>> = { method: 'Function', module: 'Module', cause: 'Invalidated by' }
const UNKNOWN: Readonly<Record<StaleGrouping, string>> = { method: '', module: 'not printed', cause: 'not known' }

/** Columns over the positions of `groups`. */
export function groupColumns(groups: readonly StaleGroup[], by: StaleGrouping): readonly PartColumn[] {
  const total = groups.reduce((sum, group) => sum + group.exclusive, 0)
  const columns: PartColumn[] = [
    { id: 'label', title: TITLES[by], kind: by === 'cause' ? 'signature' : 'text', value: (_, at) => groups[at]?.label || UNKNOWN[by] },
    { id: 'count', title: 'Instances', kind: 'count', value: (_, at) => groups[at]?.rows.length ?? 0 },
    {
      id: 'exclusive', title: 'Exclusive', kind: 'time', defaultSort: 'descending', hint: 'Sum over the instances of the group.',
      value: (_, at) => groups[at]?.exclusive ?? Number.NaN,
    },
  ]
  if (by !== 'cause') {
    columns.push({
      id: 'share', title: 'Share', kind: 'percent', hint: 'Of the exclusive time of all groups.',
      value: (_, at) => (total > 0 ? ((groups[at]?.exclusive ?? 0) / total) * 100 : Number.NaN),
    })
  }
  return columns
}
