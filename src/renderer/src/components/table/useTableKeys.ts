/** Which rows of a table are marked, and how the keyboard and the pointer move through them. */
import type { ComputedRef, Ref } from 'vue'
import { computed, shallowRef, watch } from 'vue'

interface Actions {
  readonly rows: ComputedRef<Int32Array>
  readonly selected: Ref<number>
  /** Rows that fit on one page. */
  pageSize(): number
  scrollTo(index: number): void
  activate(row: number): void
  /** Right and left: unfold and fold; false if there was nothing to do. */
  fold(row: number, open: boolean): boolean
}

export function useTableKeys(actions: Actions) {
  const { rows, selected } = actions
  const marked = shallowRef<ReadonlySet<number>>(new Set())
  let anchor = -1
  /** The row that was selected from in here, whose marks are set already. */
  let own = -1

  const index = computed(() => (selected.value < 0 ? -1 : rows.value.indexOf(selected.value)))

  // A selection from outside leaves only that row marked.
  watch(selected, (row) => {
    if (row !== own) marked.value = new Set(row < 0 ? [] : [row])
  }, { immediate: true })

  /** Selects the row at `to`; extending marks all from the anchor to it, toggling adds or takes away that one. */
  function go(to: number, how: 'one' | 'extend' | 'toggle' = 'one'): void {
    const row = rows.value[to]
    if (row === undefined) return
    if (how === 'extend') {
      const from = anchor < 0 ? Math.max(index.value, 0) : Math.max(rows.value.indexOf(anchor), 0)
      marked.value = new Set(rows.value.subarray(Math.min(from, to), Math.max(from, to) + 1))
      if (anchor < 0) anchor = rows.value[from] ?? row
    } else if (how === 'toggle') {
      const next = new Set(marked.value)
      if (!next.delete(row)) next.add(row)
      marked.value = next
      anchor = row
    } else {
      marked.value = new Set([row])
      anchor = row
    }
    own = row
    selected.value = row
    actions.scrollTo(to)
  }

  function onKey(event: KeyboardEvent): void {
    // Titles of columns have keys of their own.
    if (event.target instanceof Element && event.target.closest('[role="columnheader"]')) return
    const last = rows.value.length - 1
    const at = index.value
    const how = event.shiftKey ? 'extend' : 'one'
    const mod = event.ctrlKey || event.metaKey
    if (event.altKey || last < 0 || (mod && event.key !== 'a')) return
    const page = actions.pageSize()
    switch (event.key) {
      case 'ArrowDown':
        go(Math.min(at + 1, last), how)
        break
      case 'ArrowUp':
        go(at < 0 ? last : Math.max(at - 1, 0), how)
        break
      case 'PageDown':
        go(Math.min(Math.max(at, 0) + page, last), how)
        break
      case 'PageUp':
        go(Math.max(at - page, 0), how)
        break
      case 'Home':
        go(0, how)
        break
      case 'End':
        go(last, how)
        break
      case 'ArrowRight':
      case 'ArrowLeft':
        if (at < 0 || !actions.fold(selected.value, event.key === 'ArrowRight')) return
        break
      case 'Enter':
        if (at < 0 || event.shiftKey) return
        actions.activate(selected.value)
        break
      case ' ':
        go(Math.max(at, 0), 'toggle')
        break
      case 'a':
        if (!mod) return
        marked.value = new Set(rows.value)
        break
      default:
        return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  function onPointer(event: MouseEvent, at: number): void {
    go(at, event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'one')
  }

  return { marked, index, go, onKey, onPointer }
}
