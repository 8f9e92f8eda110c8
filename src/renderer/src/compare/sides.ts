/** The profiles that are compared, with names that are all different, and the comparison itself. */
import { computed, type ComputedRef } from 'vue'
import type { SessionId } from '../../../shared/api'
import { Comparison, LEAST_SIDES } from '../../../shared/profile/compare/comparison'
import type { CompareSide } from '../../../shared/profile/compare/side'
import { useCompare } from '../stores/compare'
import { useSessions } from '../stores/sessions'

export interface ChosenSide extends CompareSide {
  readonly id: SessionId
}

const LONGEST = 40

/** Names as given, or the titles; of those that are alike the later ones get numbers. */
export function sideLabels(titles: readonly string[]): string[] {
  const taken = new Set<string>()
  return titles.map((title) => {
    const name = (title.length > LONGEST ? `${title.slice(0, LONGEST - 1)}…` : title) || 'profile'
    let free = name
    for (let at = 2; taken.has(free); at++) free = `${name} (${at})`
    taken.add(free)
    return free
  })
}

export function useSides(): { readonly sides: ComputedRef<readonly ChosenSide[]>, readonly comparison: ComputedRef<Comparison | undefined> } {
  const compare = useCompare()
  const sessions = useSessions()
  const sides = computed(() => {
    const found = compare.ids.flatMap((id) => sessions.sessions.find(({ info }) => info.id === id) ?? [])
    const labels = sideLabels(found.map(({ info }) => compare.setting(`label.${info.id}`) || info.title))
    return found.map(({ info, profile }, at): ChosenSide => ({ id: info.id, profile, label: labels[at] ?? '' }))
  })
  return { sides, comparison: computed(() => (sides.value.length < LEAST_SIDES ? undefined : new Comparison(sides.value))) }
}
