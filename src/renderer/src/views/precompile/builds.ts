/** Packages that Pkg precompiled: how long each took, and which failed. */
import { PART_COLUMNS } from '../../../../shared/profile/part-columns'
import { SCHEMA } from '../../../../shared/profile/schema'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { formatTime } from '../../../../shared/units'
import { countOf } from '../../components/count-of'

const STATUS = SCHEMA.builds.status.oneOf
export type BuildStatus = (typeof STATUS)[number]

export function statusOf(profile: Profile, row: number): BuildStatus {
  return STATUS[profile.builds.status[row] ?? 0] ?? 'done'
}

/** The sign that Pkg prints, and a word for it. */
export const STATUS_WORDS: Readonly<Record<BuildStatus, string>> = {
  done: '✓ done',
  needsOutput: '? may work after a restart',
  failed: '✗ failed',
  skipped: '– skipped',
}

const ORDER = ['name', 'owner', 'time', 'status']
/** What one looks for first; the rest as everywhere. */
export const BUILD_COLUMNS = [...PART_COLUMNS.builds]
  .map((column) => (column.id === 'status' ? { ...column, value: (profile: Profile, row: number) => STATUS_WORDS[statusOf(profile, row)] } : column))
  .sort((a, b) => (ORDER.indexOf(a.id) + 1 || 99) - (ORDER.indexOf(b.id) + 1 || 99))

export function buildsHeadline(profile: Profile, rows: Int32Array): string {
  const { time, name } = profile.builds
  const failed = rows.filter((row) => statusOf(profile, row) === 'failed').length
  const longest = [...rows].filter((row) => !Number.isNaN(time[row])).sort((a, b) => (time[b] ?? 0) - (time[a] ?? 0))[0]
  const slow = longest === undefined ? '' : `, the longest ${formatTime(time[longest] ?? Number.NaN)} for ${textAt(profile, name[longest])}`
  const bad = failed > 0 ? `, ${failed} of them failed` : ''
  return `${countOf(rows.length, 'packages')} ${rows.length === 1 ? 'was' : 'were'} precompiled${bad}${slow}`
}
