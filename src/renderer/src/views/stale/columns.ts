/** Columns of the stale instances. The cause is what the tool printed, else what the trees of the same profile hold. */
import { invalidationLinks } from '../../../../shared/profile/invalidation-links'
import type { PartColumn } from '../../../../shared/profile/part-columns'
import { PART_COLUMNS } from '../../../../shared/profile/part-columns'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'

const BY_WORDS = { printed: 'printed', signature: 'derived', list: 'in a list' } as const

function causeText(profile: Profile, row: number): string {
  const causes = invalidationLinks(profile).hits[row]?.causes ?? new Int32Array()
  const texts = new Set(Array.from(causes, (cause) => textAt(profile, profile.frames.signature[profile.invalidations.frame[cause] ?? -1])))
  const [first = '', ...others] = texts
  return others.length > 0 ? `${first} and ${others.length} more` : first
}

export const STALE_COLUMNS: readonly PartColumn[] = PART_COLUMNS.stale.flatMap((column): PartColumn[] =>
  column.id === 'cause'
    ? [
        { ...column, title: 'Invalidated by', value: causeText },
        {
          id: 'by', title: 'Cause is', kind: 'choice', hint: 'Printed by precompile_blockers, or derived: the same signature stands in a tree of this profile.',
          value: (profile, row) => {
            const by = invalidationLinks(profile).hits[row]?.by
            return by === undefined ? '' : BY_WORDS[by]
          },
        },
      ]
    : [column],
)
