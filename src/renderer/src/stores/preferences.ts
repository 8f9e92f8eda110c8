/** What the user chose for all profiles and all days: the theme. Kept in the browser's storage, told to the host. */
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { ThemeMode } from '../../../shared/host'
import { connection } from './connection'
import { useNotices } from './notices'

const KEY = 'backedge.theme'
export const THEME_MODES = ['system', 'light', 'dark'] as const satisfies readonly ThemeMode[]

export const usePreferences = defineStore('preferences', () => {
  const notices = useNotices()
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const systemIsDark = ref(system.matches)
  system.addEventListener('change', ({ matches }) => {
    systemIsDark.value = matches
  })

  const themeMode = ref<ThemeMode>(THEME_MODES.find((mode) => mode === localStorage.getItem(KEY)) ?? 'system')
  /** What is on screen: charts are drawn for it. */
  const theme = computed<'light' | 'dark'>(() => {
    if (themeMode.value !== 'system') return themeMode.value
    return systemIsDark.value ? 'dark' : 'light'
  })

  watch(
    themeMode,
    (mode) => {
      localStorage.setItem(KEY, mode)
      if (mode === 'system') delete document.documentElement.dataset['theme']
      else document.documentElement.dataset['theme'] = mode
      connection().host.setTheme(mode).catch(notices.report)
    },
    { immediate: true },
  )

  return { themeMode, theme }
})
