/**
 * The selection of the whole app as the flame graph and the tables of the view show it: the box of a selected row, the
 * boxes of a selected instance, and the output that holds a row that was selected elsewhere.
 */
import { computed, shallowRef, watch } from 'vue'
import type { FlameTree } from '../../../../shared/profile/flame-layout'
import { widestNodeOf } from '../../../../shared/profile/flame-layout'
import { nodeOfRow } from '../../../../shared/profile/flame-walk'
import { findFrame } from '../../../../shared/profile/links'
import { useSelection } from '../../stores/selection'
import { useView } from '../../stores/view'
import type { OutputState } from './useOutput'

/** What the lower pane shows. */
export const TABLES = ['instance', 'method', 'module', 'line', 'calls', 'triggers', 'codegen'] as const
export type TableId = (typeof TABLES)[number]
export const TABLE = 'inference.table'

export function useFlameSelection({ profile, output, choose, tree }: OutputState) {
  const selection = useSelection()
  const view = useView()

  /** The row of this output that is selected, -1 if none is. */
  const row = computed(() => {
    const at = output.value ? selection.rowIn(output.value.part) : -1
    return at >= 0 && output.value && profile.value?.[output.value.part].block[at] === output.value.index ? at : -1
  })

  /** Frames of the output. */
  const present = computed(() => {
    const found = new Uint8Array(profile.value?.frames.length ?? 0)
    for (const at of output.value?.rows ?? []) found[tree.value?.frame[at] ?? -1] = 1
    return found
  })
  /** The selected instance as the output spells it, -1 if it does not occur. */
  const frame = computed(() => {
    const wanted = selection.frame
    if (wanted < 0 || !profile.value || !output.value || present.value[wanted] === 1) return wanted
    const { part, index } = output.value
    const same = findFrame(profile.value, wanted).find((one) => one.part === part && one.by === 'instance')
    const found = same?.rows.find((at) => tree.value?.block[at] === index)
    return found === undefined ? -1 : (tree.value?.frame[found] ?? -1)
  })

  /** The box that was clicked: of several boxes for one row, as in a sandwich, it is that one. */
  const picked = shallowRef<{ readonly flame: FlameTree; readonly node: number }>()
  function nodeIn(flame: FlameTree | undefined, merged: boolean): number {
    if (!flame || row.value < 0) return -1
    if (picked.value?.flame === flame && flame.row[picked.value.node] === row.value) return picked.value.node
    return merged || !tree.value ? -1 : nodeOfRow(flame, tree.value, row.value)
  }
  /** The selected box, else the widest box of the selected instance. */
  function revealedIn(flame: FlameTree | undefined, merged: boolean): number {
    const node = nodeIn(flame, merged)
    return node >= 0 || !flame || frame.value < 0 ? node : widestNodeOf(flame, frame.value)
  }
  function pick(flame: FlameTree, node: number): void {
    picked.value = node < 0 ? undefined : { flame, node }
    if (!output.value) return
    if (node < 0) selection.select(undefined)
    else selection.selectRow(output.value.part, flame.row[node] as number)
  }

  // Selected elsewhere: show the output and the table that hold it.
  watch(
    () => selection.current,
    (current) => {
      const at = profile.value
      if (!at || current?.kind !== 'row') return
      const block = at[current.part].block[current.row] ?? -1
      if (current.part === 'inference' || current.part === 'stacks') {
        if (output.value?.part !== current.part || output.value.index !== block) choose({ part: current.part, index: block })
        if (view.mode(TABLE, TABLES, 'instance') === 'codegen') view.setMode(TABLE, 'instance')
      } else if (current.part === 'triggers' || current.part === 'codegen') {
        view.setMode(TABLE, current.part)
        view.setBlock(current.part, block)
      }
    },
    { immediate: true },
  )

  return { row, frame, picked, nodeIn, revealedIn, pick }
}

export type FlameSelection = ReturnType<typeof useFlameSelection>
