/** Which output the view shows, and everything that follows from it alone: its trees, its sums, what it says. Each is made when it is first asked for. */
import { computed } from 'vue'
import { isTimingRoot } from '../../../../shared/profile/block-rows'
import { timeOrder } from '../../../../shared/profile/time-order'
import type { Grouping, Groups } from '../../../../shared/profile/group'
import { groupCalls, GROUPINGS } from '../../../../shared/profile/group'
import { leftHeavy } from '../../../../shared/profile/left-heavy'
import type { CallTree } from '../../../../shared/profile/tables'
import { useSessions } from '../../stores/sessions'
import { useView } from '../../stores/view'
import { outputHeadline } from './headline'
import type { Output } from './outputs'
import { CALL_PARTS, firstOutput, outputsOf, whyNoFlame } from './outputs'

const PART = 'inference.part'
const RECURSION = 'inference.recursion'

export function useOutput() {
  const sessions = useSessions()
  const view = useView()

  const profile = computed(() => sessions.profile)
  const outputs = computed(() => (profile.value ? outputsOf(profile.value) : []))
  const output = computed<Output | undefined>(() => {
    const first = firstOutput(outputs.value)
    if (!first) return undefined
    const part = view.mode(PART, CALL_PARTS, first.part)
    const chosen = view.block(part)
    return outputs.value.find((one) => one.part === part && one.index === chosen) ?? firstOutput(outputs.value.filter((one) => one.part === part)) ?? first
  })
  function choose({ part, index }: Pick<Output, 'part' | 'index'>): void {
    view.setMode(PART, part)
    view.setBlock(part, index)
  }

  /**
   * The table of the output without ROOT: it is no instance, and its own time is not inference, so that shares of a whole
   * that held it would mean nothing. Its children are roots.
   */
  const tree = computed<CallTree | undefined>(() => {
    const at = profile.value
    if (!at || !output.value) return undefined
    const table = at[output.value.part]
    const roots = output.value.part === 'inference' ? output.value.rows.filter((row) => isTimingRoot(at, row)) : []
    if (roots.length === 0) return table
    const block = table.block.slice()
    for (const row of roots) block[row] = -1
    return { ...table, block }
  })
  const withRoot = computed(() => output.value !== undefined && tree.value !== profile.value?.[output.value.part])
  const blocks = computed(() => (output.value ? [output.value.index] : []))
  const headline = computed(() => (profile.value && output.value ? outputHeadline(profile.value, output.value) : ''))

  /** Calls of a frame that is already on the stack are left out, where calls are merged. */
  const flattened = computed({
    get: () => view.mode(RECURSION, ['kept', 'flattened'], 'kept') === 'flattened',
    set: (flatten: boolean) => {
      view.setMode(RECURSION, flatten ? 'flattened' : 'kept')
    },
  })
  const inTime = computed(() => (tree.value ? timeOrder(tree.value, blocks.value) : undefined))
  const heavy = computed(() => (tree.value ? leftHeavy(tree.value, blocks.value, { flatten: flattened.value }) : undefined))
  const noFlame = computed(() => {
    if (!output.value) return undefined
    // The tree is laid out only where there may be one.
    return whyNoFlame(output.value, output.value.block.shape === 'tree' ? (inTime.value?.total ?? 0) : 0)
  })

  function grouped(by: Grouping): Groups | undefined {
    return profile.value && tree.value ? groupCalls(profile.value, tree.value, by, blocks.value) : undefined
  }
  const sums = Object.fromEntries(GROUPINGS.map((by) => [by, computed(() => grouped(by))])) as unknown as Readonly<
    Record<Grouping, Readonly<{ value: Groups | undefined }>>
  >
  /** Inclusive time of all roots: what shares of a flame graph are of. The axis in time order is longer by the gaps. */
  const total = computed(() => {
    const flame = inTime.value
    let sum = 0
    for (let root = 0; flame && root < (flame.levels[1] ?? 0); root++) sum += flame.inclusive[root] || 0
    return sum
  })
  /** All exclusive time that the tables add up. */
  const whole = computed(() => (sums.instance.value?.exclusive ?? new Float64Array()).reduce((sum, time) => sum + time, 0))
  /** The tool did not say when something happened. */
  const unordered = computed(() => output.value?.block.shape === 'tree' && !output.value.rows.some((row) => !Number.isNaN(tree.value?.start[row] ?? Number.NaN)))

  return { profile, outputs, output, choose, tree, blocks, headline, flattened, inTime, heavy, noFlame, sums, total, whole, withRoot, unordered }
}

export type OutputState = ReturnType<typeof useOutput>
