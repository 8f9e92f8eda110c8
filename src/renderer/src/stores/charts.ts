/**
 * The charts that are on screen, so that the export can write one as it is drawn: zoomed, searched, in the theme of the
 * moment. Charts of the whole profile are drawn by the services.
 */
import { defineStore } from 'pinia'
import { onScopeDispose, shallowRef } from 'vue'

export interface ShownChart {
  /** `Timeline of imports`. */
  readonly title: string
  /** Empty while nothing is drawn yet. */
  toPng(): Uint8Array
  toSvg(): string
}

export const useCharts = defineStore('charts', () => {
  /** In the order in which they came on screen. */
  const shown = shallowRef<readonly ShownChart[]>([])

  /** Takes up a chart; the function that is returned takes it out again. */
  function register(chart: ShownChart): () => void {
    shown.value = [...shown.value, chart]
    return () => {
      shown.value = shown.value.filter((one) => one !== chart)
    }
  }
  return { shown, register }
})

/** Makes a chart known for as long as the component that calls this is on screen. `drawn` is its `EChart`. */
export function useShownChart(title: string, drawn: () => Pick<ShownChart, 'toPng' | 'toSvg'> | null): void {
  const stop = useCharts().register({
    title,
    toPng: () => drawn()?.toPng() ?? new Uint8Array(),
    toSvg: () => drawn()?.toSvg() ?? '',
  })
  onScopeDispose(stop)
}
