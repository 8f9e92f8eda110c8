/** The statements as a table: what was compiled, whether again, and for how long; and the filters over them. */
import type { PartColumn } from '../../../../shared/profile/part-columns'
import { PART_COLUMNS } from '../../../../shared/profile/part-columns'
import { SCHEMA } from '../../../../shared/profile/schema'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { formatTime } from '../../../../shared/units'
import { countOf } from '../../components/count-of'
import { directiveOf, isModuleSum } from './directives'

const AGAIN = SCHEMA.precompile.recompile.oneOf.indexOf('yes')
const KINDS = SCHEMA.precompile.kind.oneOf
export type StatementKind = (typeof KINDS)[number]

export const KIND_TITLES: Readonly<Record<StatementKind, string>> = {
  trace: 'compiled while it ran',
  dispatch: 'called by runtime dispatch',
  directive: 'from a file',
  parcel: 'found by parcel',
}

/** What cannot be written as one statement is shown as it was printed. */
function statementText(profile: Profile, row: number): string {
  return directiveOf(profile, row) || textAt(profile, profile.frames.signature[profile.precompile.frame[row] ?? -1])
}

/** Recompiled first, because it is what one looks for; the rest as everywhere. */
export const STATEMENT_COLUMNS: readonly PartColumn[] = PART_COLUMNS.precompile
  .filter(({ id }) => id !== 'outOf')
  .map((column) => (column.id === 'statement' ? { ...column, value: statementText } : column))
  .map((column) => (column.id === 'kind' ? { ...column, value: (profile: Profile, row: number) => KIND_TITLES[kindOf(profile, row)] } : column))
  .sort((a, b) => Number(b.id === 'recompile') - Number(a.id === 'recompile'))

export function isRecompiled(profile: Profile, row: number): boolean {
  return profile.precompile.recompile[row] === AGAIN
}
export function kindOf(profile: Profile, row: number): StatementKind {
  return KINDS[profile.precompile.kind[row] ?? 0] ?? 'trace'
}
export function moduleOf(profile: Profile, row: number): string {
  return textAt(profile, profile.frames.module[profile.precompile.frame[row] ?? -1])
}

export interface StatementFilter {
  readonly recompiled: boolean
  readonly module?: string | undefined
  readonly kind?: StatementKind | undefined
}

/** Statements among `rows`; sums by module are left out. */
export function statementRows(profile: Profile, rows: Int32Array, { recompiled, module, kind }: StatementFilter): Int32Array {
  return rows.filter(
    (row) =>
      !isModuleSum(profile, row) &&
      (!recompiled || isRecompiled(profile, row)) &&
      (module === undefined || moduleOf(profile, row) === module) &&
      (kind === undefined || kindOf(profile, row) === kind),
  )
}

/** The answer of the view in a sentence: how many statements, how many of them again, and the longest. */
export function statementsHeadline(profile: Profile, rows: Int32Array): string {
  const { time } = profile.precompile
  const again = rows.filter((row) => isRecompiled(profile, row))
  const longest = [...rows].filter((row) => !Number.isNaN(time[row])).sort((a, b) => (time[b] ?? 0) - (time[a] ?? 0))[0]
  const compiled = rows.some((row) => kindOf(profile, row) === 'trace')
  const slow = longest === undefined ? '' : `, the longest ${formatTime(time[longest] ?? Number.NaN)} for ${textAt(profile, profile.frames.name[profile.precompile.frame[longest] ?? -1])}`
  const part = again.length > 0 ? `, ${again.length === rows.length ? 'all' : again.length.toString()} of them compiled again` : ''
  return `${countOf(rows.length, 'instances')} ${rows.length === 1 ? 'was' : 'were'} ${compiled ? 'compiled while the code ran' : 'named for precompilation'}${part}${slow}`
}
