/** What the colours of a flame graph mean, as far as they occur in it: marks first, then the packages or files that take most time. */
import { flameFamily } from '../../../../shared/charts/flame-chart'
import { moduleColour } from '../../../../shared/charts/theme'
import type { ChartTheme } from '../../../../shared/charts/theme'
import type { Groups } from '../../../../shared/profile/group'
import { CALL_FLAG } from '../../../../shared/profile/schema'
import type { CallTree, Profile } from '../../../../shared/profile/tables'

interface LegendEntry {
  readonly id: string
  readonly label: string
  readonly color: string
  readonly mark?: 'underline' | 'overline'
}

/** More would not fit into a line beside the modes. */
const MOST_NAMED = 5

export function flameLegend(profile: Profile, tree: CallTree, rows: readonly number[], instances: Groups, theme: ChartTheme): LegendEntry[] {
  let flags = 0
  for (const row of rows) flags |= tree.flags[row] ?? 0
  const entries: LegendEntry[] = []
  if (flags & CALL_FLAG.notPrecompilable) entries.push({ id: 'flag.lost', label: 'not precompilable', color: theme.lost, mark: 'underline' })
  if (flags & CALL_FLAG.constProp) entries.push({ id: 'flag.const', label: 'constant propagation', color: theme.constProp, mark: 'overline' })
  const times = new Map<string, number>()
  for (let at = 0; at < instances.length; at++) {
    const family = flameFamily(profile, instances.frame[at] ?? -1)
    times.set(family, (times.get(family) ?? 0) + (instances.exclusive[at] ?? 0))
  }
  const named = [...times].filter(([name]) => name !== '').sort(([, a], [, b]) => b - a)
  // "And one more" would take as much room as its name.
  const shown = named.length <= MOST_NAMED + 1 ? named : named.slice(0, MOST_NAMED)
  for (const [name] of shown) entries.push({ id: `family.${name}`, label: name, color: moduleColour(name, theme) })
  if (named.length > shown.length) entries.push({ id: 'more', label: `and ${named.length - shown.length} more`, color: 'transparent' })
  if (times.has('')) entries.push({ id: 'none', label: 'module not printed', color: theme.noModule })
  entries.push({ id: 'merged', label: 'several, narrow', color: theme.merged })
  return entries
}
