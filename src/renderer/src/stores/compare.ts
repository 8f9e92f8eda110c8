/**
 * Which open profiles are compared, in which order and under which names. Kept as the settings of the page, so that an address shows the same;
 * the first profile is what the others are compared with.
 */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { SessionId } from '../../../shared/api'
import { usePage } from './page'
import { useSessions } from './sessions'

/** More do not fit beside one another. */
export const MOST_COMPARED = 6

export const useCompare = defineStore('compare', () => {
  const page = usePage()
  const sessions = useSessions()

  /** Of open profiles, each once; the baseline first. */
  const ids = computed<readonly SessionId[]>(() => {
    const told = page.settings.compare['profiles']
    // As long as none are chosen, all that are open.
    const wanted = told === undefined ? sessions.sessions.map(({ info }) => info.id) : told.split(',').filter((text) => /^\d+$/.test(text)).map(Number)
    return [...new Set(wanted)].filter((id) => sessions.sessions.some(({ info }) => info.id === id)).slice(0, MOST_COMPARED)
  })

  function set(key: string, value: string): void {
    const others = Object.entries(page.settings.compare).filter(([name]) => name !== key)
    page.settings.compare = Object.fromEntries(value === '' ? others : [...others, [key, value]])
  }
  function setting(key: string): string {
    return page.settings.compare[key] ?? ''
  }

  /** Which profiles, the baseline first. */
  function choose(next: readonly SessionId[]): void {
    set('profiles', next.join(','))
  }

  /** Goes to the page with these profiles; the first is what the others are compared with. */
  function show(next: readonly SessionId[]): void {
    choose(next.slice(0, MOST_COMPARED))
    page.page = 'compare'
  }

  /** '' gives a profile its own title again. */
  function rename(id: SessionId, label: string): void {
    set(`label.${id}`, label.trim())
  }

  return { ids, choose, show, rename, set, setting }
})
