/** From a row of a comparison to the same thing in its own profile. */
import type { SessionId } from '../../../shared/api'
import type { PartName } from '../../../shared/profile/schema'
import { useSelection } from '../stores/selection'
import { useSessions } from '../stores/sessions'
import { useView } from '../stores/view'
import { viewOfPart } from '../views/registry'

export function openFrame(id: SessionId, frame: number, part: PartName): void {
  useSessions().show(id)
  useView().view = viewOfPart(part).id
  useSelection().select({ kind: 'frame', frame })
}

export function openRow(id: SessionId, part: PartName, row: number): void {
  useSessions().show(id)
  useView().view = viewOfPart(part).id
  useSelection().selectRow(part, row)
}
