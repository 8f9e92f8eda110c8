/** The rows of invalidations as the view parts them: trees, reports by method, plain lists. Each is shown under a tab of its own. */
import { BLOCKERS, invalidationLinks } from '../../../../shared/profile/invalidation-links'
import type { Block, Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'

/** `packages` has no block of its own: it adds up what all others say. */
export const TABS = ['trees', 'blockers', 'report', 'packages', 'list', 'counts'] as const
export type Tab = (typeof TABS)[number]

export const TAB_TITLES: Readonly<Record<Tab, string>> = {
  trees: 'Trees',
  packages: 'By package',
  blockers: 'What it cost',
  report: 'By method',
  list: 'All instances',
  counts: 'Counts',
}

/** The tab under which a block of the part `invalidations` or `counts` stands. */
export function tabOf(block: Block): Exclude<Tab, 'packages'> {
  if (block.part === 'counts') return 'counts'
  if (block.format === BLOCKERS) return 'blockers'
  return block.shape === 'tree' ? 'trees' : block.shape === 'grouped' ? 'report' : 'list'
}

/** Rows under a tab, ascending; of one block where `chosen` is one of that tab. */
export function rowsUnder(profile: Profile, tab: Exclude<Tab, 'counts' | 'packages'>, chosen: number): Int32Array {
  const { block, length } = profile.invalidations
  const shown = profile.blocks.map((one, index) => one.part === 'invalidations' && tabOf(one) === tab && (chosen < 0 || index === chosen))
  return Int32Array.from({ length }, (_, row) => row).filter((row) => shown[block[row] ?? -1])
}

/** The module of a row as printed; '' where it is not: names that `Base` exports are printed without one. */
export function moduleOf(profile: Profile, row: number): string {
  return textAt(profile, profile.frames.module[profile.invalidations.frame[row] ?? -1])
}

export interface ModuleChoice {
  readonly module: string
  readonly count: number
}

/** The modules of `rows`, the most frequent first. */
export function modulesOf(profile: Profile, rows: Iterable<number>): ModuleChoice[] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(moduleOf(profile, row), (counts.get(moduleOf(profile, row)) ?? 0) + 1)
  return [...counts].map(([module, count]) => ({ module, count })).sort((a, b) => b.count - a.count || (a.module < b.module ? -1 : 1))
}

export interface ModuleFilter {
  /** Of the method that was inserted or deleted; undefined: any. */
  readonly cause?: string | undefined
  /** Of an instance that was hit; undefined: any. */
  readonly victim?: string | undefined
}

/**
 * The rows that a filter by module keeps: whole trees of the causes, and in them the instances hit, with all that
 * stands above them.
 */
export function filterByModule(profile: Profile, rows: Int32Array, { cause, victim }: ModuleFilter): Int32Array {
  if (cause === undefined && victim === undefined) return rows
  const { parent } = profile.invalidations
  const { causeOf } = invalidationLinks(profile)
  const kept = new Uint8Array(profile.invalidations.length)
  for (const row of rows) {
    const top = causeOf[row] ?? -1
    if (cause !== undefined && (top < 0 || moduleOf(profile, top) !== cause)) continue
    if (victim === undefined) kept[row] = 1
    else if (row !== top && moduleOf(profile, row) === victim) for (let at = row; at >= 0 && kept[at] === 0; at = parent[at] ?? -1) kept[at] = 1
  }
  return rows.filter((row) => kept[row] === 1)
}
