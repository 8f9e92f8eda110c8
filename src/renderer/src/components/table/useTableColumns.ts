/** Which columns of a table are shown: those that say something, less those hidden at first, as changed by hand. */
import { computed } from 'vue'
import type { PartColumn } from '../../../../shared/profile/part-columns'
import type { Profile } from '../../../../shared/profile/tables'
import type { TableState } from '../../stores/view'
import { isFilled, isVaried } from './columns'

/** Where a row was read: the details panel says it of the row that is selected. */
const SELDOM: readonly string[] = ['source']

interface Input {
  readonly profile: Profile
  readonly columns: readonly PartColumn[]
  readonly rows: Int32Array
  readonly hidden?: readonly string[] | undefined
}

export interface ColumnChoice {
  readonly id: string
  readonly title: string
  readonly shown: boolean
}

export function useTableColumns(input: Input, state: () => TableState) {
  /** A column that the tool did not fill takes no room. */
  const filled = computed(() => (input.rows.length === 0 ? input.columns : input.columns.filter((column) => isFilled(input.profile, column, input.rows))))
  function isUseful(column: PartColumn): boolean {
    if (input.hidden?.includes(column.id) || SELDOM.includes(column.id)) return false
    return column.id !== 'block' || isVaried(input.profile, column, input.rows)
  }
  const choices = computed<ColumnChoice[]>(() =>
    filled.value.map((column) => ({ id: column.id, title: column.title, shown: state().shown[column.id] ?? isUseful(column) })),
  )
  const columns = computed(() => {
    const chosen = filled.value.filter((_, at) => choices.value[at]?.shown)
    return chosen.length > 0 ? chosen : input.columns.slice(0, 1)
  })
  return { columns, choices }
}
