/** What an output says about the time, in one sentence. ROOT's own time is told apart, because it is not inference. */
import { isFloat16, isTimingRoot, rowsByBlock } from '../../../../shared/profile/block-rows'
import { inferenceTotal } from '../../../../shared/profile/phases'
import { indexCallTree } from '../../../../shared/profile/call-tree'
import { formatFlameValue } from '../../../../shared/charts/flame-chart'
import type { Profile } from '../../../../shared/profile/tables'
import { textAt } from '../../../../shared/profile/tables'
import { formatCount, formatPercent, formatTime } from '../../../../shared/units'
import type { Output } from './outputs'
import { adviceFor, CATEGORY_ADVICE } from '../../../../shared/profile/trigger-advice'

/** A package below this share of the time says nothing. Percent. */
const LEAST_SHARE = 5

function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** The package that takes most of `total`: `45 % in Base`; `at least` where some rows do not say their module. */
function heaviestPackage(profile: Profile, output: Output, total: number): string {
  const table = profile[output.part]
  const index = output.block.shape === 'tree' ? indexCallTree(table, [output.index]) : undefined
  // Rows are many and frames few: names are looked at by frame. The last entry is of rows without one.
  const byFrame = new Float64Array(profile.frames.length + 1)
  output.rows.forEach((row, node) => {
    if (output.part === 'inference' && isTimingRoot(profile, row)) return
    const frame = table.frame[row] ?? -1
    const at = frame < 0 ? profile.frames.length : frame
    byFrame[at] = (byFrame[at] as number) + ((index ? index.exclusive[node] : table.exclusive[row]) || 0)
  })
  const times = new Map<string, number>()
  byFrame.forEach((time, frame) => {
    if (time === 0) return
    const name = textAt(profile, profile.frames.module[frame]).split('.', 1)[0] ?? ''
    times.set(name, (times.get(name) ?? 0) + time)
  })
  const unnamed = times.get('') ?? 0
  times.delete('')
  const [heaviest] = [...times].sort(([, a], [, b]) => b - a)
  if (!heaviest || !(total > 0)) return ''
  const share = (100 * heaviest[1]) / total
  if (share < LEAST_SHARE) return ''
  return `${unnamed > 0 ? 'at least ' : ''}${formatPercent(share)} in ${heaviest[0]}`
}

function inferenceHeadline(profile: Profile, output: Output): string {
  const { block, rows } = output
  const found = inferenceTotal(profile, output)
  const { shape } = block
  const what = isFloat16(block) ? 'inference and code generation' : 'inference'
  const noun = shape === 'grouped' ? 'method' : 'instance'
  if (!found) return `${plural(rows.length, shape === 'tree' ? 'call' : noun)}, without a time that adds up`
  const { parent } = profile.inference
  const own = rows.filter((row) => !isTimingRoot(profile, row))
  const isTop = (row: number): boolean => {
    const above = parent[row] ?? -1
    return above < 0 || isTimingRoot(profile, above)
  }
  const within = own.length === 0 ? 'calls that were not printed' : shape === 'tree' ? plural(own.filter(isTop).length, 'root') : plural(own.length, noun)
  return [
    `${formatTime(found.inference)} of ${what} in ${within}`,
    heaviestPackage(profile, output, found.inference),
    found.root && found.rest > 0 ? `ROOT’s own ${formatTime(found.rest)} is everything that is not ${what}` : '',
  ].filter(Boolean).join('; ')
}

function stacksHeadline(profile: Profile, output: Output): string {
  const { block, rows, index } = output
  const tree = indexCallTree(profile.stacks, [index])
  let total = 0
  for (let root = tree.firstRoot; root >= 0; root = tree.nextSibling[root] as number) total += (tree.inclusive[root] as number) || 0
  const amount = block.unit === 'count' ? plural(total, 'sample') : formatFlameValue(total, block.unit)
  const what = `stacks of another tool${block.unit === 'bytes' ? ', in bytes' : ''}, not inference alone`
  return [`${amount} in ${plural(rows.length, 'call')}: ${what}`, heaviestPackage(profile, output, total)].filter(Boolean).join('; ')
}

export function outputHeadline(profile: Profile, output: Output): string {
  return output.part === 'inference' ? inferenceHeadline(profile, output) : stacksHeadline(profile, output)
}

/** What a profile says that has neither calls nor times of inference: triggers, or generated code. '' if it has none. */
export function otherHeadline(profile: Profile): string {
  const fullest = rowsByBlock(profile, 'triggers').reduce<readonly number[]>((most, { rows }) => (rows.length > most.length ? rows : most), [])
  const counts = new Map<string, number>()
  for (const row of fullest) {
    const category = adviceFor(profile, row)?.category ?? 'none'
    if (category !== 'none') counts.set(CATEGORY_ADVICE[category].title.toLowerCase(), (counts.get(CATEGORY_ADVICE[category].title.toLowerCase()) ?? 0) + 1)
  }
  const [commonest] = [...counts].sort(([, a], [, b]) => b - a)
  const { length } = profile.codegen
  return [
    fullest.length > 0 && plural(fullest.length, 'inference trigger'),
    commonest && `${formatCount(commonest[1])} by “${commonest[0]}”`,
    length > 0 && `${plural(length, 'function')} of generated code`,
  ].filter(Boolean).join('; ')
}
