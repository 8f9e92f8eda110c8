/** Opens an output where it is shown: its view, the tab in it, and there this output alone. */
import type { Profile } from '../../../shared/profile/tables'
import type { useView } from '../stores/view'
import { tabOf } from './invalidations/outputs'
import { viewOfPart } from './registry'

export function showBlock(profile: Profile, index: number, view: ReturnType<typeof useView>): void {
  const block = profile.blocks[index]
  if (!block) return
  const { part } = block
  view.setBlock(part, index)
  if (part === 'invalidations' || part === 'counts') view.setMode('invalidations.tab', tabOf(block))
  if (part === 'precompile') view.setMode('precompile.tab', block.shape === 'grouped' ? 'modules' : 'statements')
  if (part === 'builds' || part === 'unsaved' || part === 'rejections') view.setMode('precompile.tab', part)
  if (part === 'inference' || part === 'stacks') view.setMode('inference.part', part)
  view.view = viewOfPart(part).id
}
