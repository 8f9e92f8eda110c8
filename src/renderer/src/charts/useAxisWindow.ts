/**
 * The visible part of a chart's axis: kept in the view store, moved by the commands of the view menu and by what an
 * `EChart` emits. Positions count from 0 to `total`, in the unit of the chart.
 */
import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import type { AxisWindow } from '../../../shared/charts/zoom'
import { clampWindow, fitWindow, panWindow, zoomWindow } from '../../../shared/charts/zoom'
import { useCommand } from '../commands/handlers'
import { useView } from '../stores/view'

interface Axis {
  /** Where the last box ends. */
  total(): number
  /** Where the selection lies, if it is in the chart. */
  selected(): { readonly start: number; readonly duration: number } | undefined
}

export interface AxisControl {
  readonly window: ComputedRef<AxisWindow>
  readonly zoomed: ComputedRef<boolean>
  /** For the events of the same names. */
  zoom(change: { factor: number; at: number }): void
  pan(change: { share: number }): void
  range(shares: { from: number; to: number }): void
  fit(start: number, duration: number): void
  fitAll(): void
}

const ZOOM_STEP = 0.7
const PAN_STEP = 0.15

/** `chart` is the name under which the zoom is kept. Handles the commands for as long as the component is on screen. */
export function useAxisWindow(chart: string, axis: Axis): AxisControl {
  const view = useView()
  const zoom = computed(() => view.zoom(chart))
  const window = computed(() => clampWindow(zoom.value ?? { from: 0, to: axis.total() }, axis.total()))

  function show({ from, to }: AxisWindow): void {
    const all = from <= 0 && to >= axis.total()
    view.setZoom(chart, all ? undefined : { from, to })
  }
  const control: AxisControl = {
    window,
    zoomed: computed(() => zoom.value !== undefined),
    zoom: ({ factor, at }) => show(zoomWindow(window.value, factor, at, axis.total())),
    pan: ({ share }) => show(panWindow(window.value, share, axis.total())),
    range({ from, to }) {
      const width = window.value.to - window.value.from
      show(clampWindow({ from: window.value.from + from * width, to: window.value.from + to * width }, axis.total()))
    },
    fit: (start, duration) => show(fitWindow(start, duration, axis.total())),
    fitAll: () => view.setZoom(chart, undefined),
  }

  const some = { enabled: () => axis.total() > 0 }
  const zoomed = { enabled: () => control.zoomed.value }
  useCommand('view.zoom-in', () => control.zoom({ factor: ZOOM_STEP, at: 0.5 }), some)
  useCommand('view.zoom-out', () => control.zoom({ factor: 1 / ZOOM_STEP, at: 0.5 }), zoomed)
  useCommand('view.pan-left', () => control.pan({ share: -PAN_STEP }), zoomed)
  useCommand('view.pan-right', () => control.pan({ share: PAN_STEP }), zoomed)
  useCommand('view.fit', () => control.fitAll(), zoomed)
  useCommand('view.fit-selection', () => {
    const at = axis.selected()
    if (at) control.fit(at.start, at.duration)
  }, { enabled: () => axis.selected() !== undefined })
  return control
}
