/** What the panes of the view share: the output that is shown, what of it is selected, and how it is drawn. Made once by the view, taken by its parts. */
import { inject, provide } from 'vue'
import type { InjectionKey, ShallowRef } from 'vue'
import { useAfterPaint } from '../../charts/useAfterPaint'
import type { FlameSelection } from './useFlameSelection'
import { useFlameSelection } from './useFlameSelection'
import type { FlamePaneState } from './useFlamePane'
import { useFlamePane } from './useFlamePane'
import type { OutputState } from './useOutput'
import { useOutput } from './useOutput'

export interface InferenceState {
  readonly output: OutputState
  readonly selected: FlameSelection
  readonly pane: FlamePaneState
  /** The flame graph is on screen: now everything around it may be made. */
  readonly painted: Readonly<ShallowRef<boolean>>
}

const KEY: InjectionKey<InferenceState> = Symbol('inference')

export function provideInference(): InferenceState {
  const output = useOutput()
  const selected = useFlameSelection(output)
  const state = { output, selected, pane: useFlamePane(output, selected), painted: useAfterPaint() }
  provide(KEY, state)
  return state
}

export function useInference(): InferenceState {
  const state = inject(KEY)
  if (!state) throw new Error('no inference view around this')
  return state
}
