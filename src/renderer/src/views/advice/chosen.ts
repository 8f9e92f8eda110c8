/** Where the view's choice is kept (`ViewState.modes`), and how a change is handed to the view that tries it. */
import type { Change } from '../../../../shared/what-if'
import type { useView } from '../../stores/view'

export const CHOSEN_ADVICE = 'advice.chosen'
/** The changes that the What if view begins with, as JSON. */
export const OFFERED_CHANGES = 'what-if.changes'

export function tryChange(change: Change, view: ReturnType<typeof useView>): void {
  view.setMode(OFFERED_CHANGES, JSON.stringify([change]))
  view.view = 'what-if'
}
