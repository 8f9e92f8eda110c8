/** Rows of near-static reports as the view shows them: the verdict in a sentence, which needs there are, and what stands below what. */
import type { Need } from '../../../../shared/profile/reach'
import { LEVELS, NEEDS, NEED_TITLES, missingAt } from '../../../../shared/profile/reach'
import { SCHEMA } from '../../../../shared/profile/schema'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { formatCount } from '../../../../shared/units'

type Kind = (typeof SCHEMA)['reach']['kind']['oneOf'][number]
type Severity = (typeof SCHEMA)['reach']['severity']['oneOf'][number]

export function kindOf({ reach }: Profile, row: number): Kind {
  return SCHEMA.reach.kind.oneOf[reach.kind[row] ?? 0] ?? 'entry'
}

export function severityOf({ reach }: Profile, row: number): Severity {
  return SCHEMA.reach.severity.oneOf[reach.severity[row] ?? 0] ?? 'none'
}

/** Of all but an entry point. */
function needOf({ reach }: Profile, row: number): Need | undefined {
  const name = SCHEMA.reach.need.oneOf[reach.need[row] ?? 0]
  return NEEDS.find((need) => need === name)
}

export function childrenOf({ reach }: Profile, row: number): number[] {
  return Array.from({ length: reach.length }, (_, at) => at).filter((at) => reach.parent[at] === row)
}

/** The row itself or the one of that kind above it; -1 if there is none. */
export function above(profile: Profile, row: number, kind: Kind): number {
  let at = row
  while (at >= 0 && kindOf(profile, at) !== kind) at = profile.reach.parent[at] ?? -1
  return at
}

function signatureOf(profile: Profile, row: number): string {
  return textAt(profile, profile.frames.signature[profile.reach.frame[row] ?? -1])
}

/** `f(::Int64) is not near static: 2 unresolved calls`; of several how many are. */
export function reachHeadline(profile: Profile, rows: Int32Array): string {
  const entries = Array.from(rows).filter((row) => kindOf(profile, row) === 'entry')
  const [only] = entries
  if (only === undefined) return 'No entry point was looked at'
  if (entries.length === 1) return `${signatureOf(profile, only)} is ${textAt(profile, profile.reach.reason[only])}`
  const failing = entries.filter((row) => severityOf(profile, row) === 'error').length
  if (failing === 0) return `All ${formatCount(entries.length)} entry points are near static`
  return `${formatCount(failing)} of ${formatCount(entries.length)} entry points ${failing === 1 ? 'is' : 'are'} not near static`
}

/** Needs that there are causes of, with how many. */
export function needsIn(profile: Profile, rows: Int32Array): { readonly need: Need, readonly causes: number }[] {
  const counts = new Map<Need, number>()
  for (const row of rows) {
    const need = kindOf(profile, row) === 'cause' ? needOf(profile, row) : undefined
    if (need !== undefined) counts.set(need, (counts.get(need) ?? 0) + 1)
  }
  return NEEDS.flatMap((need) => {
    const causes = counts.get(need)
    return causes === undefined ? [] : [{ need, causes }]
  })
}

/** Entry points, and below them what is of one need; all if it is undefined. */
export function rowsOfNeed(profile: Profile, rows: Int32Array, need: Need | undefined): Int32Array {
  return need === undefined ? rows : rows.filter((row) => kindOf(profile, row) === 'entry' || needOf(profile, row) === need)
}

export interface LevelVerdict {
  readonly title: string
  readonly like: string
  /** In words; empty if the entry point runs there. */
  readonly lacks: readonly string[]
}

/** At which levels of runtime an entry point would run. */
export function levelsOf(profile: Profile, entry: number): LevelVerdict[] {
  const causes = childrenOf(profile, entry).flatMap((cause) => {
    const need = needOf(profile, cause)
    if (need === undefined) return []
    const sites = childrenOf(profile, cause).map((site) => ({
      problem: '', detail: '', statement: '', chain: [], warning: need === 'dispatch' && severityOf(profile, site) === 'warning', failing: profile.reach.failing[site] === FAILING,
    }))
    return [{ need, reason: '', advice: '', file: '', line: -1, sites }]
  })
  return LEVELS.map((level) => ({ title: level.title, like: level.like, lacks: missingAt({ causes }, level).map((need) => NEED_TITLES[need].toLowerCase()) }))
}

const FAILING = SCHEMA.reach.failing.oneOf.indexOf('yes')

export interface ChainFrame {
  readonly row: number
  readonly signature: string
  readonly place: string
  readonly inlined: boolean
}

/** The calls that lead to a place, the innermost first. */
export function chainOf(profile: Profile, site: number): ChainFrame[] {
  const { frames, reach } = profile
  return childrenOf(profile, site).reverse().map((row) => {
    const frame = reach.frame[row] ?? -1
    const [file, line] = [textAt(profile, frames.file[frame]), frames.line[frame] ?? -1]
    return { row, signature: textAt(profile, frames.signature[frame]), place: line >= 0 ? `${file}:${line}` : file, inlined: SCHEMA.reach.inlined.oneOf[reach.inlined[row] ?? 0] === 'yes' }
  })
}
