/** Which columns of a table are shown: those that say something, less those hidden at first, as changed by hand. */
import { computed } from 'vue'
import type { PartColumn } from '../../../../shared/profile/part-columns'
import type { Profile } from '../../../../shared/profile/tables'
import type { TableState } from '../../stores/view'
import { isFilled } from './columns'

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
  const filled = computed(() => input.columns.filter((column) => isFilled(input.profile, column, input.rows)))
  const choices = computed<ColumnChoice[]>(() =>
    filled.value.map(({ id, title }) => ({ id, title, shown: state().shown[id] ?? !(input.hidden?.includes(id) ?? false) })),
  )
  const columns = computed(() => {
    const chosen = filled.value.filter((_, at) => choices.value[at]?.shown)
    return chosen.length > 0 ? chosen : input.columns.slice(0, 1)
  })
  return { columns, choices }
}
