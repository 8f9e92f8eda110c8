/**
 * One output of a part at a time, where several lists of one kind would be added up or mixed. What is selected elsewhere
 * brings its output along.
 */
import { computed } from 'vue'
import type { PartName } from '../../../shared/profile/schema'
import type { Block, Profile } from '../../../shared/profile/tables'
import { useView } from '../stores/view'
import { useFollow } from './useFollow'

export function useOneOutput(profile: Profile, part: PartName, first: (blocks: readonly { block: Block; index: number }[]) => number | undefined) {
  const view = useView()
  let chose = (): void => undefined
  const all = profile.blocks.flatMap((block, index) => (block.part === part ? [{ block, index }] : []))
  const blocks = all.map(({ index }) => index)

  const chosen = computed({
    get: () => (view.block(part) >= 0 ? view.block(part) : (first(all) ?? blocks[0] ?? -1)),
    set: (index) => {
      view.setBlock(part, index)
      chose()
    },
  })
  chose = useFollow(`${part}.chosen`, [part], (_, row) => {
    const index = profile[part].block[row] ?? -1
    if (index >= 0 && index !== chosen.value) view.setBlock(part, index)
  })
  const rows = computed(() => Int32Array.from({ length: profile[part].length }, (_, row) => row).filter((row) => profile[part].block[row] === chosen.value))
  const block = computed(() => profile.blocks[chosen.value])
  return { blocks, chosen, rows, block }
}
