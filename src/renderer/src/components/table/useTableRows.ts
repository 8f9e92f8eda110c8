/** From the rows handed in to the rows on screen: filtered, sorted, unfolded. Each step is computed again only when what it reads changes. */
import { computed, markRaw } from 'vue'
import type { PartColumn } from '../../../../shared/profile/part-columns'
import type { Profile } from '../../../../shared/profile/tables'
import type { TableState } from '../../stores/view'
import { isNumeric } from './columns'
import { defaultSort, filterRows, sortRows } from './order'
import type { TableTree } from './tree'
import { branch, unfold, withAncestors } from './tree'

interface Input {
  readonly profile: Profile
  readonly columns: readonly PartColumn[]
  readonly rows: Int32Array
  readonly tree?: TableTree | undefined
}

export function useTableRows(input: Input, state: () => TableState) {
  const sort = computed(() => state().sort ?? defaultSort(input.columns))
  const filtering = computed(() => state().filter.trim() !== '')
  /** Rows that match, without those that only stand above a match. */
  const matching = computed(() => filterRows(input.profile, input.columns, input.rows, state().filter))
  const kept = computed(() => (input.tree && filtering.value ? withAncestors(input.tree, input.rows, matching.value) : matching.value))
  const sorted = computed(() => {
    const column = input.columns.find(({ id }) => id === sort.value.column)
    return column ? sortRows(input.profile, column, kept.value, sort.value.descending) : kept.value
  })
  const branches = computed(() => (input.tree ? branch(input.tree, sorted.value) : undefined))
  const matches = computed(() => (input.tree && filtering.value ? new Set(matching.value) : undefined))

  /** What a filter finds is in sight: above a match everything is open, unless it was closed by hand. */
  function isOpen(row: number): boolean {
    const above = matches.value !== undefined && !matches.value.has(row)
    return state().expanded.has(row) !== above
  }

  const unfolded = computed(() => (branches.value ? unfold(branches.value, isOpen) : undefined))
  const rows = computed(() => unfolded.value?.rows ?? sorted.value)

  function depthAt(index: number): number {
    return unfolded.value?.depths[index] ?? 0
  }
  function hasChildren(row: number): boolean {
    return branches.value?.children.has(row) ?? false
  }

  function toggle(row: number): void {
    if (!hasChildren(row)) return
    // Replaced, not changed: a set that is tracked row by row would be slow to read.
    const expanded = new Set(state().expanded)
    if (!expanded.delete(row)) expanded.add(row)
    state().expanded = markRaw(expanded)
  }

  /** Opens all that stands above `row`. */
  function reveal(row: number): void {
    const { tree } = input
    if (!tree) return
    for (let at = tree.parentOf(row); at >= 0; at = tree.parentOf(at)) if (!isOpen(at)) toggle(at)
  }

  /** Ascending at first for text, descending for numbers; then the other way; then as the rows came. */
  function sortBy(column: PartColumn): void {
    const now = sort.value
    const numeric = isNumeric(column)
    if (now.column !== column.id) state().sort = { column: column.id, descending: numeric }
    else if (now.descending === numeric) state().sort = { column: column.id, descending: !numeric }
    else state().sort = { column: '', descending: false }
  }

  /** All rows that the filter keeps, a tree as if everything were open. */
  function everyRow(): Int32Array {
    return branches.value ? unfold(branches.value, () => true).rows : sorted.value
  }

  return { sort, matching, rows, everyRow, isOpen, depthAt, hasChildren, toggle, reveal, sortBy }
}
