/**
 * Follows the selection: a row that was selected elsewhere opens the tab or the output of a view that shows it. What the
 * user chose by hand after that stays, also when the view is left and opened again.
 */
import { watch } from 'vue'
import type { PartName } from '../../../shared/profile/schema'
import { useSelection } from '../stores/selection'
import { useView } from '../stores/view'

/** `key` is where the choice is remembered; call what is returned when the user chooses. */
export function useFollow(key: string, parts: readonly PartName[], show: (part: PartName, row: number) => void): () => void {
  const view = useView()
  const selection = useSelection()
  const mark = (): string => (selection.current?.kind === 'row' ? `${selection.current.part}:${selection.current.row}` : '')

  let first = true
  watch(
    () => selection.current,
    (selected) => {
      const stays = first && view.state.modes[key] === mark()
      first = false
      if (!stays && selected?.kind === 'row' && parts.includes(selected.part)) show(selected.part, selected.row)
    },
    { immediate: true },
  )
  return () => view.setMode(key, mark())
}
