/**
 * How each open session is being looked at: the view, and within it sorting, filters, zoom, mode and the block chosen.
 * It is kept for as long as the session is open, so that switching views or profiles loses nothing, and the part that
 * concerns the current session is mirrored in the URL hash (`hash.ts`), so that a view survives a reload.
 */
import { defineStore } from 'pinia'
import { computed, markRaw, reactive, ref, watch } from 'vue'
import type { SessionId } from '../../../shared/api'
import type { PartName } from '../../../shared/profile/schema'
import type { ViewId } from '../views/registry'
import { firstView } from '../views/registry'
import { useSessions } from './sessions'

export interface Sort {
  /** Id of the column, '' for the order of the rows. */
  readonly column: string
  readonly descending: boolean
}

/** What one table remembers. */
export interface TableState {
  /** Undefined: the default of the columns. */
  sort: Sort | undefined
  filter: string
  /** Widths in pixels of the columns that were resized. */
  widths: Record<string, number>
  /** Rows that are open, in a table that is a tree. Not reactive inside: replace it. */
  expanded: ReadonlySet<number>
  /** Columns shown or left out by hand; the rest follows what the table is given. */
  shown: Record<string, boolean>
  /** Where it was scrolled to when it was last seen, in pixels. */
  scroll: number
}

/** What one chart shows: a range on its axis (nanoseconds, or what the block counts), and the row it is rooted at. */
export interface Zoom {
  readonly from: number
  readonly to: number
}

export interface ViewState {
  view: ViewId
  /** `Base.` and the like are left out of signatures. */
  hideModules: boolean
  /** The block that a view shows of a part, where it shows one at a time. */
  blocks: Partial<Record<PartName, number>>
  /** A view's choice among its ways to show: `inference: 'left-heavy'`. Keys and values belong to the views. */
  modes: Record<string, string>
  /** By chart; none: everything. */
  zooms: Record<string, Zoom>
  /** By table. Use `table()`, which makes what is missing. */
  tables: Record<string, TableState>
}

export function newTableState(): TableState {
  return { sort: undefined, filter: '', widths: {}, expanded: markRaw(new Set<number>()), shown: {}, scroll: 0 }
}

export function newViewState(): ViewState {
  return { view: 'overview', hideModules: false, blocks: {}, modes: {}, zooms: {}, tables: {} }
}

export const useView = defineStore('view', () => {
  const sessions = useSessions()
  const states = reactive(new Map<SessionId, ViewState>())
  /** The panel beside the view; the same for all sessions. */
  const details = ref(true)
  /** Of no session: what is set while nothing is open goes nowhere. */
  const nowhere = reactive(newViewState())

  function stateOf(id: SessionId): ViewState {
    let state = states.get(id)
    if (!state) {
      const profile = sessions.sessions.find(({ info }) => info.id === id)?.profile
      states.set(id, { ...newViewState(), ...(profile && { view: firstView(profile) }) })
      state = states.get(id)
    }
    return state ?? nowhere
  }

  /** State of the current session. */
  const state = computed(() => (sessions.currentId === undefined ? nowhere : stateOf(sessions.currentId)))

  const view = computed({
    get: () => state.value.view,
    set: (id: ViewId) => {
      state.value.view = id
    },
  })
  const hideModules = computed({
    get: () => state.value.hideModules,
    set: (hide: boolean) => {
      state.value.hideModules = hide
    },
  })

  /** State of the table called `id` (`stale`, `inference.by-module`) of the current session. */
  function table(id: string): TableState {
    state.value.tables[id] ??= newTableState()
    return state.value.tables[id]
  }

  /** A view's choice called `key`, or `fallback`. */
  function mode<const Mode extends string>(key: string, among: readonly Mode[], fallback: Mode): Mode {
    const chosen = state.value.modes[key]
    return among.find((one) => one === chosen) ?? fallback
  }
  function setMode(key: string, value: string): void {
    state.value.modes[key] = value
  }

  function zoom(chart: string): Zoom | undefined {
    return state.value.zooms[chart]
  }
  /** Undefined shows everything again. */
  function setZoom(chart: string, range: Zoom | undefined): void {
    if (range) state.value.zooms[chart] = range
    else state.value.zooms = Object.fromEntries(Object.entries(state.value.zooms).filter(([id]) => id !== chart))
  }

  /** Position of the block chosen for `part`, -1 for all of them. */
  function block(part: PartName): number {
    const chosen = state.value.blocks[part] ?? -1
    return sessions.profile?.blocks[chosen]?.part === part ? chosen : -1
  }
  function setBlock(part: PartName, index: number): void {
    state.value.blocks[part] = index
  }

  watch(
    () => sessions.sessions.map(({ info }) => info.id),
    (open) => {
      for (const id of [...states.keys()]) if (!open.includes(id)) states.delete(id)
    },
  )

  return { state, view, hideModules, details, stateOf, table, mode, setMode, zoom, setZoom, block, setBlock }
})
