/** The answer of the view in a sentence: how many instances are stale and how much inference that cost. */
import type { Profile } from '../../../../shared/profile/tables'
import { formatTime } from '../../../../shared/units'
import { countOf } from '../../components/count-of'
import { groupStale } from './groups'

export const STALE_MEANS =
  'Stale: compiled code was there, but a method that was defined later made it invalid, so that inference ran again when it was called.'

/** `rows` are of one list. */
export function staleHeadline(profile: Profile, rows: Int32Array): string {
  if (rows.length === 0) return 'No instance was stale'
  const { exclusive } = profile.stale
  const times = rows.filter((row) => !Number.isNaN(exclusive[row]))
  const verb = rows.length === 1 ? 'is' : 'are'
  if (times.length === 0) return `${countOf(rows.length, 'instances')} ${verb} stale`
  const total = times.reduce((sum, row) => sum + (exclusive[row] ?? 0), 0)
  const [first, second] = groupStale(profile, rows, 'module')
  const most = first && second && first.label && total > 0 ? `, ${Math.round((first.exclusive / total) * 100)} % of it in ${first.label}` : ''
  return `${countOf(rows.length, 'instances')} ${verb} stale: ${formatTime(total)} of inference, exclusive${most}`
}
