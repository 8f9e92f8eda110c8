/** Both sides of invalidations by package, as a table with one line for each pair: who inserted, whose code was vulnerable. */
import { blameOf, type Blame } from '../../../../shared/profile/blame'
import type { PartColumn } from '../../../../shared/profile/part-columns'
import type { Profile } from '../../../../shared/profile/tables'
import { formatCount, formatTime } from '../../../../shared/units'
import { countOf } from '../../components/count-of'

export const PAIR_COLUMNS: readonly PartColumn[] = [
  { id: 'inserted', title: 'Inserted by', kind: 'text', hint: 'The package that defines the method, from the path of its file, else the module.', value: (profile, row) => blameOf(profile).pairs[row]?.inserted ?? '' },
  {
    id: 'vulnerable', title: 'Vulnerable', kind: 'text',
    hint: 'The package whose code calls with types that inference does not know, so that the new method could match.', value: (profile, row) => blameOf(profile).pairs[row]?.vulnerable ?? '',
  },
  {
    id: 'again', title: 'Compiled again', kind: 'time', defaultSort: 'descending',
    hint: 'What had to be inferred and generated again, each instance once in a line. The same instance can stand in several lines, so do not add up.',
    value: (profile, row) => blameOf(profile).pairs[row]?.nanoseconds ?? Number.NaN,
  },
  { id: 'instances', title: 'Instances', kind: 'count', hint: 'Invalidated, whether they were needed again or not; one that several methods invalidate counts for each.', value: (profile, row) => blameOf(profile).pairs[row]?.instances ?? Number.NaN },
  { id: 'methods', title: 'Methods', kind: 'count', value: (profile, row) => blameOf(profile).pairs[row]?.causes.length ?? Number.NaN },
]

/** The line that a cause stands in, the first of several; -1 if none. */
export function pairOf({ pairs }: Blame, cause: number): number {
  return pairs.findIndex(({ causes }) => causes.includes(cause))
}

export function byPackageHeadline(profile: Profile): string {
  const { pairs, causes, free, timed } = blameOf(profile)
  const [first] = pairs
  if (!first) return 'Nothing was invalidated'
  const rest = timed && free > 0 ? `; ${formatCount(free)} of ${countOf(causes.length, 'methods')} cost nothing known` : ''
  if (first.nanoseconds > 0) return `${first.inserted} made ${formatTime(first.nanoseconds)} of compiling necessary again, through code of ${first.vulnerable}${rest}`
  return `${first.inserted} invalidated ${countOf(first.instances, 'instances')} through code of ${first.vulnerable}; what that cost is not in this profile`
}
