/** What the flame pane draws: the mode, the trees of that mode, what is bright in it, and how its boxes are called. */
import { computed } from 'vue'
import { CHART_THEMES } from '../../../../shared/charts/theme'
import { sandwich } from '../../../../shared/profile/sandwich'
import { textAt } from '../../../../shared/profile/tables'
import { shortSignature } from '../../../../shared/signature/short'
import { usePreferences } from '../../stores/preferences'
import { useSearch } from '../../stores/search'
import { useSelection } from '../../stores/selection'
import { useView } from '../../stores/view'
import type { FlameSelection } from './useFlameSelection'
import { TABLE, TABLES } from './useFlameSelection'
import type { OutputState } from './useOutput'

export const FLAME_MODES = ['time-order', 'left-heavy', 'sandwich'] as const
export type FlameMode = (typeof FLAME_MODES)[number]

const MODE = 'inference'
const FOCUS = 'inference.frame'
/** Longer labels do not fit into any window. Characters. */
const LONGEST_LABEL = 240

export function useFlamePane(state: OutputState, selected: FlameSelection) {
  const view = useView()
  const selection = useSelection()
  const search = useSearch()
  const preferences = usePreferences()

  const theme = computed(() => CHART_THEMES[preferences.theme])
  const mode = computed({
    get: (): FlameMode => view.mode(MODE, FLAME_MODES, 'time-order'),
    set: (next: FlameMode) => {
      // The sandwich is made of what one was looking at.
      if (next === 'sandwich' && selected.frame.value >= 0) view.setMode(FOCUS, String(selected.frame.value))
      view.setMode(MODE, next)
    },
  })

  /** The frame in the middle of the sandwich: the one chosen, else the one that takes most time by itself. */
  const focus = computed(() => {
    const chosen = Number(view.state.modes[FOCUS] ?? Number.NaN)
    const groups = state.sums.instance.value
    if (Number.isInteger(chosen) && (groups?.groupOfFrame[chosen] ?? -1) >= 0) return chosen
    return groups?.frame[0] ?? -1
  })
  function setFocus(frame: number): void {
    if (frame >= 0) view.setMode(FOCUS, String(frame))
  }
  const between = computed(() =>
    state.tree.value && focus.value >= 0 ? sandwich(state.tree.value, focus.value, state.blocks.value, { flatten: state.flattened.value }) : undefined,
  )
  const flame = computed(() => (mode.value === 'left-heavy' ? state.heavy.value : state.inTime.value))

  /** A group of several instances is chosen in a table: its boxes are bright. */
  const groupFrames = computed(() => {
    const by = view.mode(TABLE, TABLES, 'instance')
    if (selection.current?.kind !== 'frame' || (by !== 'method' && by !== 'module' && by !== 'line')) return undefined
    const groups = state.sums[by].value
    const group = groups?.groupOfFrame[selected.frame.value] ?? -1
    if (!groups || group < 0 || (groups.frames[group] ?? 0) < 2) return undefined
    return Uint8Array.from(groups.groupOfFrame, (one) => (one === group ? 1 : 0))
  })
  const hits = computed(() => (search.active ? search.frames : mode.value === 'sandwich' ? undefined : groupFrames.value))

  const nameOf = computed(() => {
    const profile = state.profile.value
    const hideModules = view.hideModules
    const known = new Map<number, string>()
    return (frame: number): string => {
      let name = known.get(frame)
      if (name === undefined) {
        const signature = profile ? textAt(profile, profile.frames.signature[frame]) : ''
        name = signature ? shortSignature(signature, { hideModules, maxLength: LONGEST_LABEL }) : profile ? textAt(profile, profile.frames.name[frame]) : ''
        known.set(frame, name)
      }
      return name
    }
  })

  /** Windows of another output, or of another frame, are other windows. */
  const storeKey = computed(() => {
    const { part, index } = state.output.value ?? { part: '', index: -1 }
    const merged = mode.value !== 'time-order' && state.flattened.value ? '.flat' : ''
    return `inference.${part}.${index}.${mode.value}${merged}${mode.value === 'sandwich' ? `.${focus.value}` : ''}`
  })

  return { theme, mode, focus, setFocus, between, flame, hits, nameOf, storeKey }
}

export type FlamePaneState = ReturnType<typeof useFlamePane>
