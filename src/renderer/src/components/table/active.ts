/** The table that commands such as "Copy row" are about: the one used last among those on screen. */
import { onScopeDispose, shallowRef } from 'vue'

const active = shallowRef<symbol>()

export function useActiveTable() {
  const self = Symbol('table')
  active.value ??= self
  onScopeDispose(() => {
    if (active.value === self) active.value = undefined
  })
  return {
    isActive: () => active.value === self || active.value === undefined,
    makeActive: () => {
      active.value = self
    },
  }
}
