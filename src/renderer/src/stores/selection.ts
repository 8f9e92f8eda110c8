/**
 * What is selected: one thing at a time, of the current session, known to every view. A view highlights the selection in
 * its own rows and sets it when something is clicked; `elsewhere` says in which other parts the same thing occurs.
 */
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { SessionId } from '../../../shared/api'
import type { Occurrence } from '../../../shared/profile/links'
import { findFrame, findPackage, frameOfRow, packageOfRow } from '../../../shared/profile/links'
import type { PartName } from '../../../shared/profile/schema'
import { useSessions } from './sessions'

export type Selection =
  /** A method instance, wherever it occurs. */
  | { readonly kind: 'frame'; readonly frame: number }
  | { readonly kind: 'row'; readonly part: PartName; readonly row: number }
  | { readonly kind: 'package'; readonly name: string }

export const useSelection = defineStore('selection', () => {
  const sessions = useSessions()
  const bySession = shallowRef(new Map<SessionId, Selection>())

  const current = computed<Selection | undefined>(() =>
    sessions.currentId === undefined ? undefined : bySession.value.get(sessions.currentId),
  )

  function select(selection: Selection | undefined): void {
    if (sessions.currentId === undefined) return
    const next = new Map(bySession.value)
    if (selection) next.set(sessions.currentId, selection)
    else next.delete(sessions.currentId)
    bySession.value = next
  }

  /** The selected row if it is one of `part`, else -1. */
  function rowIn(part: PartName): number {
    return current.value?.kind === 'row' && current.value.part === part ? current.value.row : -1
  }
  /** For `v-model:selected` of a table: -1 clears. */
  function selectRow(part: PartName, row: number): void {
    select(row < 0 ? undefined : { kind: 'row', part, row })
  }

  /** The frame that the selection is about, -1 if it is about none. */
  const frame = computed(() => {
    const { profile } = sessions
    if (!profile || !current.value) return -1
    if (current.value.kind === 'frame') return current.value.frame
    return current.value.kind === 'row' ? frameOfRow(profile, current.value.part, current.value.row) : -1
  })

  /** The package that the selection is about, '' if it is about none. */
  const packageName = computed(() => {
    const { profile } = sessions
    if (!profile || !current.value) return ''
    if (current.value.kind === 'package') return current.value.name
    return current.value.kind === 'row' ? packageOfRow(profile, current.value.part, current.value.row) : ''
  })

  /** Where else the selection occurs, the selected row itself not counted. */
  const elsewhere = computed<readonly Occurrence[]>(() => {
    const { profile } = sessions
    if (!profile) return []
    const found: readonly Occurrence[] =
      frame.value >= 0 ? findFrame(profile, frame.value) : packageName.value ? findPackage(profile, packageName.value) : []
    const here = current.value
    if (here?.kind !== 'row') return found
    return found
      .map((one) => (one.part === here.part && one.by !== 'method' ? { ...one, rows: one.rows.filter((row) => row !== here.row) } : one))
      .filter((one) => one.rows.length > 0)
  })

  watch(
    () => sessions.sessions.map(({ info }) => info.id),
    (ids) => {
      bySession.value = new Map([...bySession.value].filter(([id]) => ids.includes(id)))
    },
  )

  return { current, frame, packageName, elsewhere, select, rowIn, selectRow }
})
