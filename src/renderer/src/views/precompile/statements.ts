/** The statements as a table: what was compiled, whether again, and for how long; and the filters over them. */
import type { PartColumn } from '../../../../shared/profile/part-columns'
import { PART_COLUMNS } from '../../../../shared/profile/part-columns'
import { SCHEMA } from '../../../../shared/profile/schema'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { formatCount, formatTime } from '../../../../shared/units'
import { countOf } from '../../components/count-of'
import { directiveOf, isModuleSum } from './directives'

const AGAIN = SCHEMA.precompile.recompile.oneOf.indexOf('yes')
const KINDS = SCHEMA.precompile.kind.oneOf
export type StatementKind = (typeof KINDS)[number]

export const KIND_TITLES: Readonly<Record<StatementKind, string>> = {
  trace: 'compiled',
  dispatch: 'dispatched',
  directive: 'from a file',
  parcel: 'found by parcel',
}

/** Recompiled first, because it is what one looks for; the rest as everywhere. */
export const STATEMENT_COLUMNS: readonly PartColumn[] = PART_COLUMNS.precompile
  .filter(({ id }) => id !== 'outOf')
  .flatMap((column): PartColumn[] =>
    column.id === 'statement'
      ? [
          { ...column, id: 'instance', title: 'Instance', value: (profile, row) => textAt(profile, profile.frames.signature[profile.precompile.frame[row] ?? -1]) },
          { id: 'statement', title: 'Statement', kind: 'text', hint: 'As it can be written into a file.', value: directiveOf },
        ]
      : [column],
  )
  .map((column) => (column.id === 'module' ? { ...column, value: moduleOf } : column))
  .map((column) => (column.id === 'kind' ? { ...column, value: (profile: Profile, row: number) => KIND_TITLES[kindOf(profile, row)] } : column))
  .sort((a, b) => Number(b.id === 'recompile') - Number(a.id === 'recompile'))

export function isRecompiled(profile: Profile, row: number): boolean {
  return profile.precompile.recompile[row] === AGAIN
}
export function kindOf(profile: Profile, row: number): StatementKind {
  return KINDS[profile.precompile.kind[row] ?? 0] ?? 'trace'
}
/** The module of the function; of a parcel, the module that it is for, because Base's own names are printed without one. */
export function moduleOf(profile: Profile, row: number): string {
  const parcel = /^parcel: (.+)$/.exec(profile.blocks[profile.precompile.block[row] ?? -1]?.title ?? '')
  return parcel?.[1] ?? textAt(profile, profile.frames.module[profile.precompile.frame[row] ?? -1])
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

function wasOrWere(count: number, what: string): string {
  return `${countOf(count, what)} ${count === 1 ? 'was' : 'were'}`
}

/** The answer of the view in a sentence: how many instances were compiled, how many of them again, and the longest. */
export function statementsHeadline(profile: Profile, rows: Int32Array): string {
  const { time } = profile.precompile
  const compiled = rows.filter((row) => kindOf(profile, row) === 'trace')
  const named = rows.length - compiled.length
  if (compiled.length === 0) return `${wasOrWere(named, 'instances')} named for precompilation`
  const again = compiled.filter((row) => isRecompiled(profile, row)).length
  const longest = [...compiled].filter((row) => !Number.isNaN(time[row])).sort((a, b) => (time[b] ?? 0) - (time[a] ?? 0))[0]
  const slow = longest === undefined ? '' : `, the longest ${formatTime(time[longest] ?? Number.NaN)} for ${textAt(profile, profile.frames.name[profile.precompile.frame[longest] ?? -1])}`
  const part = again > 0 ? `, ${again === compiled.length ? 'all' : formatCount(again)} of them compiled again` : ''
  return `${wasOrWere(compiled.length, 'instances')} compiled while the code ran${part}${slow}${named > 0 ? `; ${formatCount(named)} more are named for precompilation` : ''}`
}
