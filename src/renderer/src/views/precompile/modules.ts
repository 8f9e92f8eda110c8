/**
 * Statements by module: how many, how many of them for the second time, and what SnoopCompile says they save. Times are
 * added only where the tool's own sums are such: `parcel` and `write` list roots, which do not overlap.
 */
import type { PartColumn } from '../../../../shared/profile/part-columns'
import { SCHEMA } from '../../../../shared/profile/schema'
import type { Profile } from '../../../../shared/profile/tables'
import { isModuleSum } from './directives'
import { moduleOf } from './statements'

export interface ModuleSum {
  /** '' where the statements do not name one. */
  readonly module: string
  readonly statements: number
  readonly recompiled: number
  /** Inclusive times of roots in nanoseconds; NaN where they overlap or are not known. */
  readonly time: number
  /** As a report of SnoopCompile.write says; NaN where there is none. */
  readonly saved: number
  readonly outOf: number
  /** Rows of the part. */
  readonly rows: readonly number[]
}

const AGAIN = SCHEMA.precompile.recompile.oneOf.indexOf('yes')

export function sumByModule(profile: Profile, rows: ArrayLike<number>): ModuleSum[] {
  const { precompile, blocks } = profile
  const sums = new Map<string, { module: string; statements: number; recompiled: number; time: number; saved: number; outOf: number; rows: number[] }>()
  for (const row of Array.from(rows)) {
    const module = moduleOf(profile, row)
    const nothing = Number.NaN
    const sum = sums.get(module) ?? { module, statements: 0, recompiled: 0, time: nothing, saved: nothing, outOf: nothing, rows: [] }
    sums.set(module, sum)
    sum.rows.push(row)
    const time = precompile.time[row] ?? nothing
    if (isModuleSum(profile, row)) {
      sum.saved = time
      sum.outOf = precompile.outOf[row] ?? nothing
      continue
    }
    sum.statements++
    if (precompile.recompile[row] === AGAIN) sum.recompiled++
    if (blocks[precompile.block[row] ?? -1]?.times === 'inclusive' && !Number.isNaN(time)) sum.time = (Number.isNaN(sum.time) ? 0 : sum.time) + time
  }
  return [...sums.values()].sort((a, b) => b.statements - a.statements || (a.module < b.module ? -1 : 1))
}

/** Columns over the positions of `sums`. */
export function moduleColumns(sums: readonly ModuleSum[]): readonly PartColumn[] {
  const known = (count: number): number => (count > 0 ? count : Number.NaN)
  return [
    { id: 'module', title: 'Module', kind: 'text', value: (_, at) => sums[at]?.module || 'not printed' },
    { id: 'statements', title: 'Statements', kind: 'count', defaultSort: 'descending', value: (_, at) => sums[at]?.statements ?? 0 },
    { id: 'recompiled', title: 'Recompiled', kind: 'count', value: (_, at) => known(sums[at]?.recompiled ?? 0) },
    { id: 'time', title: 'Time', kind: 'time', hint: 'Inclusive inference time of the roots listed, which do not overlap.', value: (_, at) => sums[at]?.time ?? Number.NaN },
    { id: 'saved', title: 'Saves', kind: 'time', hint: 'Of the inference time of the module, what the statements save, as SnoopCompile.write says.', value: (_, at) => sums[at]?.saved ?? Number.NaN },
    { id: 'outOf', title: 'Out of', kind: 'time', value: (_, at) => sums[at]?.outOf ?? Number.NaN },
    {
      id: 'share', title: 'Share', kind: 'percent', hint: 'What is saved, of what could be.',
      value: (_, at) => ((sums[at]?.saved ?? Number.NaN) / (sums[at]?.outOf || Number.NaN)) * 100,
    },
  ]
}
