/**
 * Aligned flame graphs: one band for each profile, in which the same box has the same place. A box is filled as far as the profile's own time goes; its
 * outline is the largest of all. Against the first profile, what takes longer is orange and has a line above, what is quicker is blue and
 * has one below, the paler the less; what is as long,
 * or differs by no more than the times vary, is grey.
 */
import type { CodeSection } from '../profile/compare/code'
import type { AlignedFlame } from '../profile/compare/flame'
import { signedTime } from '../profile/compare/headline'
import { layoutBoxes, nodeAt } from '../profile/flame-layout'
import { formatCount, formatTime } from '../units'
import type { ChartSpec } from './chart-spec'
import { plain } from './chart-spec'
import type { Element } from './elements'
import { boxes, drawing, fitCode, legend, text, timeAxis } from './elements'
import { FLAME_ROW, FLAME_TOP } from './flame-chart'
import type { ChartTheme } from './theme'

export interface CompareFlameView {
  readonly from: number
  readonly to: number
  readonly width: number
  readonly height: number
  readonly firstDepth: number
  /** Node of the tree, -1 for none. */
  readonly selected: number
  /** Node under the pointer in any band, -1 for none. */
  readonly hovered: number
  readonly labels: readonly string[]
  readonly nameOf: (row: number) => string
}

/** Of the name above a band. */
const NAME = 18
const LEGEND = 24
const MAX_BOXES = 4000
const LABEL_SIZE = 11
const LEAST_LABELLED = 28
/** Shares of the larger time from which a difference is drawn stronger. */
const STEPS = [[0.5, 1], [0.2, 0.7], [0.02, 0.42]] as const
const NONE = -1

/** Pixels that a band has for its boxes. */
export function compareBandHeight(height: number, sides: number): number {
  return Math.max(FLAME_ROW, Math.floor((height - FLAME_TOP - LEGEND) / Math.max(1, sides)) - NAME)
}

interface Fill {
  readonly colour: string
  readonly opacity: number
}

function fillOf(value: number, base: number, theme: ChartTheme): Fill {
  const larger = Math.max(value, base)
  const share = larger > 0 ? Math.abs(value - base) / larger : 0
  const [, opacity] = STEPS.find(([least]) => share >= least) ?? [0, 0]
  return opacity === 0 ? { colour: theme.merged, opacity: 0.75 } : { colour: value > base ? theme.constProp : theme.accent, opacity }
}

/** Ids are nodes of the tree, whatever the band. */
export function compareFlameChart(flame: AlignedFlame, section: CodeSection, view: CompareFlameView, theme: ChartTheme): ChartSpec {
  const { tree, inclusive, self, count } = flame
  const { from, to, width, height, labels } = view
  const band = compareBandHeight(height, labels.length)
  const rows = Math.max(1, Math.floor(band / FLAME_ROW))
  const firstDepth = Math.max(0, Math.floor(view.firstDepth))
  const visible = layoutBoxes(tree, { from, to, pixels: width, firstDepth, lastDepth: firstDepth + rows - 1, maxBoxes: MAX_BOXES })
  const scale = width / (to - from)
  const topOfBand = (side: number): number => FLAME_TOP + side * (band + NAME) + NAME
  const fills = new Map<string, { readonly fill: Fill, readonly list: number[] }>()
  const add = (fill: Fill, ...box: number[]): void => {
    const key = `${fill.colour} ${fill.opacity}`
    const known = fills.get(key)
    if (known) known.list.push(...box)
    else fills.set(key, { fill, list: box })
  }
  const [above, below, outlines, dashes]: [number[], number[], number[], number[]] = [[], [], [], []]
  const texts: Element[] = []
  for (const [side, label] of labels.entries()) {
    const top = topOfBand(side)
    texts.push(text(`${plain(label, 60)}  ${formatTime(flame.totals[side] ?? Number.NaN)}`, 4, top - NAME / 2, { fill: theme.ink, font: theme.font, weight: 'bold' }))
    for (let at = 0; at < visible.length; at++) {
      const node = visible.node[at] ?? NONE
      const [left, wide] = [visible.left[at] ?? 0, visible.width[at] ?? 0]
      const line = top + ((visible.depth[at] ?? 0) - firstDepth) * FLAME_ROW
      if (node < 0) {
        add({ colour: theme.merged, opacity: 0.5 }, left, line, Math.max(0.5, wide), FLAME_ROW - 1)
        continue
      }
      const box = tree.row[node] ?? 0
      const value = inclusive[side]?.[box] ?? 0
      const largest = tree.inclusive[node] ?? 0
      if (value <= 0) {
        if (wide > 3) dashes.push(left, line + FLAME_ROW - 3, wide - 1, 1)
        continue
      }
      // Shown to its own length, from the left of its place.
      const begin = ((tree.start[node] ?? 0) - from) * scale
      const own = (largest > 0 ? value / largest : 1) * (tree.duration[node] ?? 0) * scale
      const [x, end] = [Math.max(left, begin), Math.min(left + wide, begin + own)]
      const inner = Math.max(0.5, end - x - (wide > 3 ? 1 : 0))
      const fill = side === 0 || flame.alike[side]?.[box] === 1 ? { colour: theme.merged, opacity: 0.75 } : fillOf(value, inclusive[0]?.[box] ?? 0, theme)
      if (end > x) add(fill, x, line, inner, FLAME_ROW - 1)
      if (fill.colour === theme.constProp) above.push(x, line, inner, 2)
      if (fill.colour === theme.accent) below.push(x, line + FLAME_ROW - 3, inner, 2)
      if (wide > 3 && own < wide - 2) outlines.push(left + 0.5, line + 0.5, wide - 2, FLAME_ROW - 2)
      if (wide < LEAST_LABELLED) continue
      const shown = fitCode(plain(view.nameOf(tree.frame[node] ?? NONE)), wide - 8, LABEL_SIZE)
      // Ground of its own where the fill is strong.
      if (shown !== '') texts.push(text(shown, left + 4, line + FLAME_ROW / 2 - 0.5, { fill: theme.ink, font: theme.codeFont, size: LABEL_SIZE }))
    }
  }
  const marks = (node: number, stroke: string, lineWidth: number): Element[] => {
    if (node < 0 || node >= tree.length) return []
    const depth = (tree.depth[node] ?? 0) - firstDepth
    if (depth < 0 || depth >= rows) return []
    const left = Math.max(0, ((tree.start[node] ?? 0) - from) * scale)
    const right = Math.min(width, ((tree.start[node] ?? 0) + (tree.duration[node] ?? 0) - from) * scale)
    if (right < 0 || left > width) return []
    return [boxes(labels.flatMap((_, side) => [left + 1, topOfBand(side) + depth * FLAME_ROW + 1, Math.max(2, right - left - 3), FLAME_ROW - 3]), { stroke, lineWidth })]
  }
  const key = legend([
    { label: 'longer than in the first', fill: theme.constProp, mark: 'overline' }, { label: 'quicker', fill: theme.accent, mark: 'underline' },
    { label: 'as long, or noise', fill: theme.merged }, { label: 'outline: the largest of all', fill: theme.line, mark: 'outline' },
  ], theme, width, height - LEGEND)
  const bandOf = (y: number): number => Math.floor((y - FLAME_TOP) / (band + NAME))
  return {
    label: `Aligned flame graphs of ${labels.length} profiles: ${labels.map((label, side) => `${plain(label, 40)} ${formatTime(flame.totals[side] ?? Number.NaN)}`).join(', ')}`,
    option: {
      animation: false,
      backgroundColor: theme.background,
      grid: { outerBoundsMode: 'none', left: 0, right: 0, top: FLAME_TOP, bottom: LEGEND },
      xAxis: timeAxis(from, to, theme),
      yAxis: { type: 'value', min: 0, max: 1, show: false },
      series: [drawing([
        ...(outlines.length > 0 ? [boxes(outlines, { stroke: theme.line, lineWidth: 1 })] : []),
        ...(dashes.length > 0 ? [boxes(dashes, { fill: theme.faintLine })] : []),
        ...[...fills.values()].map(({ fill, list }) => boxes(list, { fill: fill.colour, opacity: fill.opacity })),
        ...(above.length > 0 ? [boxes(above, { fill: theme.ink, opacity: 0.6 })] : []),
        ...(below.length > 0 ? [boxes(below, { fill: theme.ink, opacity: 0.6 })] : []),
        ...texts, ...marks(view.hovered, theme.quietInk, 1), ...marks(view.selected, theme.ink, 2),
      ])],
      graphic: key.graphic,
    },
    plot: { left: 0, right: 0, top: FLAME_TOP },
    hit: (x, y) => {
      const side = bandOf(y)
      if (y < FLAME_TOP || side >= labels.length || x < 0 || x > width) return NONE
      const row = Math.floor((y - topOfBand(side)) / FLAME_ROW)
      return row < 0 || row >= rows ? NONE : nodeAt(tree, from + (x / width) * (to - from), firstDepth + row)
    },
    describe: (node) => {
      if (node < 0 || node >= tree.length) return []
      const box = tree.row[node] ?? 0
      const base = inclusive[0]?.[box] ?? 0
      return [
        plain(section.rows[tree.frame[node] ?? NONE]?.signature ?? ''),
        ...labels.map((label, side) => {
          const value = inclusive[side]?.[box] ?? 0
          if ((count[side]?.[box] ?? 0) === 0) return `${plain(label, 40)}: not there`
          const by = side === 0 ? '' : `, ${signedTime(value - base)}`
          return `${plain(label, 40)}: ${formatTime(value)}${by}, alone ${formatTime(self[side]?.[box] ?? 0)}${(count[side]?.[box] ?? 0) > 1 ? `, ${formatCount(count[side]?.[box] ?? 0)} calls` : ''}`
        }),
      ]
    },
  }
}
