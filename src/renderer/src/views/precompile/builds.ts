/** Packages that Pkg precompiled: how long each took, and which failed. */
import type { PartColumn } from '../../../../shared/profile/part-columns'
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
const STATUS_WORDS: Readonly<Record<BuildStatus, string>> = {
  done: '✓ done',
  needsOutput: '? restart Julia',
  failed: '✗ failed',
  skipped: '– skipped',
}

export interface BuildStretch {
  readonly id: 'load' | 'compile' | 'run' | 'codegen' | 'unaccounted'
  /** In nanoseconds. */
  readonly time: number
}

export const STRETCH_TITLES: Readonly<Record<BuildStretch['id'], string>> = {
  load: 'loading dependencies',
  compile: 'compilation',
  run: 'the rest of running its files',
  codegen: 'generating the image',
  unaccounted: 'not told apart',
}

/** What the time of a build went to, as far as Pkg says; all of it as compilation where it says nothing. */
export function stretchesOf(profile: Profile, row: number): BuildStretch[] {
  const { time, include, dependencies, compile, image } = profile.builds
  const total = time[row] || 0
  if (Number.isNaN(include[row] ?? Number.NaN)) return total > 0 ? [{ id: 'compile', time: total }] : []
  const [load, compiled, generated] = [dependencies[row] || 0, compile[row] || 0, image[row] || 0]
  const run = Math.max(0, (include[row] ?? 0) - load - compiled)
  const stretches: BuildStretch[] = [
    { id: 'load', time: load },
    { id: 'compile', time: compiled },
    { id: 'run', time: run },
    { id: 'codegen', time: generated },
    { id: 'unaccounted', time: Math.max(0, total - load - compiled - run - generated) },
  ]
  return stretches.filter((stretch) => stretch.time > 0)
}

const ORDER = ['name', 'owner', 'status', 'time', 'bar']
/** Its number is what the bar shows. */
const BAR: PartColumn = {
  id: 'bar',
  title: 'Compared',
  kind: 'percent',
  wide: true,
  hint: 'Of the longest build of this profile.',
  value: (profile, row) => {
    const most = profile.builds.time.reduce((longest, time) => Math.max(longest, time || 0), 0)
    return most > 0 ? ((profile.builds.time[row] ?? Number.NaN) / most) * 100 : Number.NaN
  },
}
/** What one looks for first; the rest as everywhere. */
export const BUILD_COLUMNS: readonly PartColumn[] = [...PART_COLUMNS.builds, BAR]
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
