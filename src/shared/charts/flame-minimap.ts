/**
 * A whole flame graph in a strip: the same boxes and colours as the flame graph beside it, without text, however many
 * levels there are. Where one is in it is drawn over it by whoever shows it, so that zooming never draws it again.
 */
import type { FlameTree } from '../profile/flame-layout'
import { layoutBoxes } from '../profile/flame-layout'
import type { Profile } from '../profile/tables'
import { formatCount } from '../units'
import type { ChartSpec } from './chart-spec'
import { boxes, drawing } from './elements'
import { flameFill } from './flame-chart'
import type { ChartTheme } from './theme'

const MAX_BOXES = 6_000

export interface MinimapView {
  readonly flame: FlameTree
  /** Of the drawing, in pixels. */
  readonly width: number
  readonly height: number
  /** 1 for each frame that a search found; the rest is dimmed. */
  readonly hits?: Uint8Array
}

export function flameMinimap(profile: Profile, { flame, width, height, hits }: MinimapView, theme: ChartTheme): ChartSpec {
  const levels = flame.maxDepth + 1
  // More levels than pixels: every so many are drawn, one pixel each.
  const every = Math.max(1, Math.ceil(levels / Math.max(1, height)))
  const row = Math.min(6, height / Math.ceil(levels / every))
  const all = layoutBoxes(flame, { from: 0, to: flame.total, pixels: width, maxBoxes: MAX_BOXES * every })
  const lists = new Map<string, { bright: number[]; dim: number[] }>()
  const colours = new Map<number, string>()
  for (let at = 0; at < all.length; at++) {
    const depth = all.depth[at] as number
    if (depth % every !== 0) continue
    const node = all.node[at] as number
    const fill = node < 0 ? theme.merged : flameFill(profile, flame, node, theme, colours)
    let list = lists.get(fill)
    if (!list) lists.set(fill, (list = { bright: [], dim: [] }))
    const into = hits && hits[node < 0 ? -1 : (flame.frame[node] as number)] !== 1 ? list.dim : list.bright
    into.push(all.left[at] as number, (depth / every) * row, Math.max(0.5, all.width[at] as number), Math.max(1, row))
  }
  const elements = [...lists].flatMap(([fill, { bright, dim }]) => [
    ...(dim.length > 0 ? [boxes(dim, { fill, opacity: 0.25 })] : []),
    ...(bright.length > 0 ? [boxes(bright, { fill })] : []),
  ])
  return {
    label: `Overview of ${formatCount(flame.length)} boxes on ${formatCount(levels)} levels`,
    height,
    option: {
      animation: false,
      backgroundColor: theme.background,
      grid: { left: 0, right: 0, top: 0, bottom: 0 },
      xAxis: { type: 'value', min: 0, max: 1, show: false },
      yAxis: { type: 'value', min: 0, max: 1, show: false },
      series: [drawing(elements)],
    },
  }
}
