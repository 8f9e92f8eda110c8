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

/** What all titles begin with, up to a colon: the scenario or recording that they are all of. */
function commonStart(titles: readonly string[]): number {
  const [first = ''] = titles
  let length = 0
  while (length < first.length && titles.every((title) => title[length] === first[length])) length++
  const colon = first.slice(0, length).lastIndexOf(': ')
  return colon < 0 ? 0 : colon + 2
}

/** Titles without what all have in common; of those that are alike the later ones get numbers. */
function sideLabels(titles: readonly string[]): string[] {
  const taken = new Set<string>()
  const start = titles.length > 1 ? commonStart(titles) : 0
  return titles.map((whole) => {
    const title = whole.slice(start)
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
    const given = found.map(({ info }) => compare.setting(`label.${info.id}`))
    const titles = sideLabels(found.map(({ info }) => {
      const alone = found.every((other) => other.info.id === info.id || other.info.title !== info.title)
      // Files of one name are told apart by their folders.
      return alone || info.path === '' ? info.title : info.path.split(/[\\/]/).slice(-2).join('/')
    }))
    const labels = sideLabels(given.map((label, at) => label || (titles[at] ?? '')))
    return found.map(({ info, profile }, at): ChosenSide => ({ id: info.id, profile, label: labels[at] ?? '' }))
  })
  return { sides, comparison: computed(() => (sides.value.length < LEAST_SIDES ? undefined : new Comparison(sides.value))) }
}
