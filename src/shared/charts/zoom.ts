/** Moving the visible part of an axis that begins at 0. All results stay within `0` to `total`. */

export interface AxisWindow {
  readonly from: number
  readonly to: number
}

/** Further in, doubles no longer tell neighbouring positions apart well enough to draw boxes between them. */
const SMALLEST_SHARE = 1e-9

/** Moved back inside, as wide as before where that fits; all of the axis where it does not. */
export function clampWindow({ from, to }: AxisWindow, total: number): AxisWindow {
  const width = Math.min(total, Math.max(to - from, total * SMALLEST_SHARE))
  if (!(width > 0)) return { from: 0, to: total }
  const start = Math.min(Math.max(0, from), total - width)
  return { from: start, to: Math.min(total, start + width) }
}

/** `factor` times as wide (below 1 zooms in) around the position at share `at` (0 to 1) of the window, which stays put. */
export function zoomWindow(window: AxisWindow, factor: number, at: number, total: number): AxisWindow {
  const width = window.to - window.from
  const scaled = Math.min(total, Math.max(width * factor, total * SMALLEST_SHARE))
  const from = window.from + width * at - scaled * at
  return clampWindow({ from, to: from + scaled }, total)
}

/** Moved right by `share` of its own width. */
export function panWindow(window: AxisWindow, share: number, total: number): AxisWindow {
  const by = (window.to - window.from) * share
  return clampWindow({ from: window.from + by, to: window.to + by }, total)
}

/** Around a range, with a little space on both sides. */
export function fitWindow(start: number, duration: number, total: number): AxisWindow {
  const space = duration * 0.02
  return clampWindow({ from: start - space, to: start + duration + space }, total)
}
