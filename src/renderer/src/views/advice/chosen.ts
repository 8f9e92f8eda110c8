/** Where the view's choice is kept (`ViewState.modes`), and how a change is handed to the view that tries it. */
import type { Change } from '../../../../shared/what-if'
import type { useView } from '../../stores/view'
import { VIEWS } from '../registry'

export const CHOSEN_ADVICE = 'advice.chosen'
/** The changes that the What if view begins with, as JSON. */
export const OFFERED_CHANGES = 'what-if.changes'

const WHAT_IF = VIEWS.find(({ id }) => (id as string) === 'what-if')

/** Whether there is a view that tries changes. */
export const canTry = WHAT_IF !== undefined

export function tryChange(change: Change, view: ReturnType<typeof useView>): void {
  view.setMode(OFFERED_CHANGES, JSON.stringify([change]))
  if (WHAT_IF) view.view = WHAT_IF.id
}
