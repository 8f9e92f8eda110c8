/** What a flame graph offers to the pane around it. */
import type { AxisWindow } from '../../../../shared/charts/zoom'

export interface FlameHandle {
  /** The part of the axis that is seen. */
  readonly axis: AxisWindow
  /** `factor` below 1 zooms in around share `at` of the width. */
  zoom(factor: number, at?: number): void
  /** `share` of the width to the right, `down` in pixels. */
  pan(share: number, down?: number): void
  fitAll(): void
  fitNode(node: number): void
  show(range: AxisWindow): void
  /** Marks the stretch of a node, or takes the mark away if it is there already. */
  toggleMark(node: number): void
}
