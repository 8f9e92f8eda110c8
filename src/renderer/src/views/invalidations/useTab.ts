/**
 * Which tab of the invalidations is open, and which of the outputs below it is shown. What is selected or opened
 * elsewhere brings its tab along, so that it can be seen.
 */
import { computed, watch } from 'vue'
import type { Profile } from '../../../../shared/profile/tables'
import { useSelection } from '../../stores/selection'
import { useView } from '../../stores/view'
import type { Tab } from './outputs'
import { tabOf, TABS } from './outputs'

const KEY = 'invalidations.tab'

export function useTab(profile: () => Profile) {
  const view = useView()
  const selection = useSelection()

  const tabs = computed(() =>
    TABS.filter((tab) => profile().blocks.some((block) => (block.part === 'invalidations' || block.part === 'counts') && tabOf(block) === tab)),
  )
  const tab = computed<Tab>({
    get: () => view.mode(KEY, tabs.value, tabs.value[0] ?? 'trees'),
    set: (next) => view.setMode(KEY, next),
  })
  const part = computed(() => (tab.value === 'counts' ? 'counts' : 'invalidations'))
  /** Blocks under the tab. */
  const blocks = computed(() => profile().blocks.flatMap((block, index) => (block.part === part.value && tabOf(block) === tab.value ? [index] : [])))
  /** The block picked from them, -1 for all. */
  const chosen = computed({
    get: () => (blocks.value.includes(view.block(part.value)) ? view.block(part.value) : -1),
    set: (block) => view.setBlock(part.value, block),
  })
  const shown = computed(() => (chosen.value < 0 ? blocks.value : [chosen.value]))

  function openFor(index: number): void {
    const block = profile().blocks[index]
    if (!block || shown.value.includes(index)) return
    const next = tabOf(block)
    if (next !== tab.value) tab.value = next
    if (chosen.value >= 0 && chosen.value !== index) chosen.value = -1
  }
  watch(
    () => selection.current,
    (selected) => {
      if (selected?.kind !== 'row' || (selected.part !== 'invalidations' && selected.part !== 'counts')) return
      openFor(profile()[selected.part].block[selected.row] ?? -1)
    },
    { immediate: true },
  )
  for (const name of ['invalidations', 'counts'] as const) {
    watch(
      () => view.block(name),
      (index) => {
        const block = profile().blocks[index]
        if (block) tab.value = tabOf(block)
      },
      { immediate: true },
    )
  }

  return { tabs, tab, part, blocks, chosen, shown }
}
