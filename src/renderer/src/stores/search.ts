/**
 * The search over all parts of the current profile: one query, the rows it hits in each part, and a position among them.
 * Going to a hit selects its row, and opens the view that shows it when the current one does not.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { searchProfile } from '../../../shared/profile/search'
import type { PartName } from '../../../shared/profile/schema'
import { PARTS } from '../../../shared/profile/schema'
import { VIEWS, viewEntry, viewOfPart } from '../views/registry'
import type { ViewId } from '../views/registry'
import { useSelection } from './selection'
import { useSessions } from './sessions'
import { useView } from './view'

/** How long typing must pause before a search begins, in milliseconds. */
const PAUSE = 120

/** What is searched: the parts, and what was read besides. */
export type Searched = PartName | LineTable
/** Lines that the sources view lists. They are no selection: nothing else is about them. */
export const LINE_TABLES = ['unparsed', 'messages'] as const
export type LineTable = (typeof LINE_TABLES)[number]
export type Hits = ReadonlyMap<Searched, Int32Array>

const SEARCHED: readonly Searched[] = [...PARTS, ...LINE_TABLES]
const NOTHING = new Int32Array()

export const useSearch = defineStore('search', () => {
  const sessions = useSessions()
  const view = useView()
  const selection = useSelection()

  /** As typed. */
  const query = ref('')
  /** Rows in ascending order, for everything that has any. */
  const hits = shallowRef<Hits>(new Map())
  /** 1 for each frame of the profile that matches: for charts, which draw frames. */
  const frames = shallowRef<Uint8Array>(new Uint8Array())
  /** The line of the sources that is marked. */
  const line = shallowRef<{ readonly table: LineTable; readonly row: number }>()
  watch(() => selection.current, (selected) => {
    if (selected) line.value = undefined
  })
  watch(() => sessions.profile, () => {
    line.value = undefined
  })

  /** Rows of the hits as sets, for drawing: ask with `isHit`. */
  const members = computed(() => new Map([...hits.value].map(([part, rows]) => [part, new Set(rows)])))

  /** Runs while typing pauses. */
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The query that the hits are of. */
  let searched = ''
  function searchNow(): void {
    clearTimeout(timer)
    searched = query.value
    const { profile } = sessions
    const wanted = query.value.trim()
    const result = profile && wanted !== '' ? searchProfile(profile, wanted) : undefined
    frames.value = result?.frames ?? new Uint8Array()
    hits.value = new Map(
      SEARCHED.flatMap((name): [Searched, Int32Array][] => {
        const rows = (name === 'unparsed' || name === 'messages' ? result?.[name] : result?.rows[name]) ?? NOTHING
        return rows.length > 0 ? [[name, rows]] : []
      }),
    )
  }

  watch(query, () => {
    clearTimeout(timer)
    if (query.value.trim() === '') searchNow()
    else if (searched !== query.value) timer = setTimeout(searchNow, PAUSE)
  })
  watch(() => sessions.profile, searchNow)

  const active = computed(() => query.value.trim() !== '')

  function shownIn(id: ViewId): readonly Searched[] {
    return id === 'sources' ? LINE_TABLES : viewEntry(id).parts
  }

  /** Hits in what the view shows. */
  function countIn(id: ViewId): number {
    return shownIn(id).reduce((sum, name) => sum + (hits.value.get(name)?.length ?? 0), 0)
  }

  /** True if `row` of `part` matches the query; false for all while there is none. */
  function isHit(part: Searched, row: number): boolean {
    return members.value.get(part)?.has(row) ?? false
  }

  /** All hits in the order of the views: the order of next and previous. */
  const sequence = computed(() =>
    VIEWS.flatMap((entry) => shownIn(entry.id)).flatMap((part) => {
      const rows = hits.value.get(part)
      return rows ? [{ part, rows }] : []
    }),
  )

  const total = computed(() => sequence.value.reduce((sum, { rows }) => sum + rows.length, 0))

  /** Position of the first hit that the current view shows, else of the first of all. */
  function firstHere(): number {
    let before = 0
    for (const { part, rows } of sequence.value) {
      if (shownIn(view.view).includes(part)) return before
      before += rows.length
    }
    return 0
  }

  /** 0-based position of the selection among the hits, -1 if it is none of them. */
  const position = computed(() => {
    let before = 0
    for (const { part, rows } of sequence.value) {
      const row = part === 'unparsed' || part === 'messages' ? (line.value?.table === part ? line.value.row : -1) : selection.rowIn(part)
      const at = row < 0 ? -1 : rows.indexOf(row)
      if (at >= 0) return before + at
      before += rows.length
    }
    return -1
  })

  /** `3 of 41`, `41 hits`, `no hits`; '' while nothing is searched. */
  const countText = computed(() => {
    if (!active.value) return ''
    if (total.value === 0) return 'no hits'
    if (position.value >= 0) return `${position.value + 1} of ${total.value}`
    return total.value === 1 ? '1 hit' : `${total.value} hits`
  })

  function goTo(part: Searched, row: number): void {
    if (part === 'unparsed' || part === 'messages') {
      selection.select(undefined)
      line.value = { table: part, row }
      view.setMode('sources', part)
      view.view = 'sources'
      return
    }
    selection.selectRow(part, row)
    if (!viewEntry(view.view).parts.includes(part)) view.view = viewOfPart(part).id
  }

  function step(by: 1 | -1): void {
    // Enter may come before the pause: what is typed counts, not what was found before.
    if (searched !== query.value) searchNow()
    const count = total.value
    if (count === 0) return
    let at = position.value < 0 ? firstHere() + (by > 0 ? 0 : -1) : position.value + by
    at = (at + count) % count
    for (const { part, rows } of sequence.value) {
      const row = rows[at]
      if (row !== undefined) {
        goTo(part, row)
        return
      }
      at -= rows.length
    }
  }

  return {
    query,
    hits,
    frames,
    line,
    active,
    total,
    position,
    countText,
    countIn,
    isHit,
    next: () => step(1),
    previous: () => step(-1),
    clear: () => {
      query.value = ''
    },
  }
})
