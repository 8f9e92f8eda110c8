/**
 * Which tab of the invalidations is open, and which of the outputs below it is shown. What is selected or opened
 * elsewhere brings its tab along, so that it can be seen.
 */
import { computed } from 'vue'
import { blameOf } from '../../../../shared/profile/blame'
import type { Profile } from '../../../../shared/profile/tables'
import { useView } from '../../stores/view'
import { useFollow } from '../useFollow'
import type { Tab } from './outputs'
import { tabOf, TABS } from './outputs'

const KEY = 'invalidations.tab'

export function useTab(profile: () => Profile) {
  const view = useView()
  let chose = (): void => undefined

  const tabs = computed(() =>
    TABS.filter((tab) => (tab === 'packages'
      ? blameOf(profile()).pairs.length > 0
      : profile().blocks.some((block) => (block.part === 'invalidations' || block.part === 'counts') && tabOf(block) === tab))),
  )
  const tab = computed<Tab>({
    get: () => view.mode(KEY, tabs.value, tabs.value[0] ?? 'trees'),
    set: (next) => {
      view.setMode(KEY, next)
      chose()
    },
  })
  const part = computed(() => (tab.value === 'counts' ? 'counts' : 'invalidations'))
  /** Blocks under the tab. */
  const blocks = computed(() => profile().blocks.flatMap((block, index) => (block.part === part.value && tabOf(block) === tab.value ? [index] : [])))
  /** The block picked from them, -1 for all. */
  const chosen = computed({
    get: () => (blocks.value.includes(view.block(part.value)) ? view.block(part.value) : -1),
    set: (block) => {
      view.setBlock(part.value, block)
      chose()
    },
  })
  const shown = computed(() => (chosen.value < 0 ? blocks.value : [chosen.value]))

  chose = useFollow('invalidations.chosen', ['invalidations', 'counts'], (name, row) => {
    const index = profile()[name].block[row] ?? -1
    const block = profile().blocks[index]
    if (!block || shown.value.includes(index)) return
    view.setMode(KEY, tabOf(block))
    if (chosen.value >= 0 && chosen.value !== index) view.setBlock(part.value, -1)
  })

  return { tabs, tab, part, blocks, chosen, shown }
}
