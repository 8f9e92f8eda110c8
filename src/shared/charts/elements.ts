/** Pieces that the charts drawn by hand are made of: boxes of one colour, text, a time axis, a legend. */
import type { CustomSeriesOption, CustomSeriesRenderItemReturn, EChartsOption, XAXisComponentOption } from 'echarts'
import { formatTime } from '../units'
import { BOXES_SHAPE, HATCH_SHAPE } from './shapes'
import type { ChartTheme } from './theme'

/** An element of a custom series. ECharts' own type does not know registered shapes. */
export type Element = NonNullable<CustomSeriesRenderItemReturn>

export const TEXT_SIZE = 12
/** Of most monospaced fonts; none of the usual ones is wider. */
const CODE_WIDTH = 0.605

export interface BoxStyle {
  readonly fill?: string
  readonly stroke?: string
  readonly lineWidth?: number
  readonly opacity?: number
}

/**
 * Of a shape whose boxes have places of their own. Said, because ECharts gives an element that is left without a place
 * that of the element which stood at its position in the drawing before.
 */
const ORIGIN = { x: 0, y: 0 }

/** All `boxes` (left, top, width, height and so on) in one style. */
export function boxes(list: readonly number[], style: BoxStyle): Element {
  return { type: BOXES_SHAPE, ...ORIGIN, shape: { boxes: list }, style: { fill: 'none', ...style }, silent: true } as unknown as Element
}

export function hatch(list: readonly number[], stroke: string): Element {
  return { type: HATCH_SHAPE, ...ORIGIN, shape: { boxes: list }, style: { fill: 'none', stroke, lineWidth: 1 }, silent: true } as unknown as Element
}

export interface TextStyle {
  readonly fill: string
  readonly font: string
  readonly size?: number
  readonly align?: 'left' | 'center' | 'right'
  readonly weight?: 'normal' | 'bold'
  readonly opacity?: number
}

/** One line of text, `y` is its middle. */
export function text(content: string, x: number, y: number, style: TextStyle): Element {
  const { fill, font, size = TEXT_SIZE, align = 'left', weight = 'normal', opacity = 1 } = style
  return {
    type: 'text',
    x,
    y,
    silent: true,
    // Not as `font` in one: the rasteriser of PNGs does not read that from an SVG.
    style: { text: content, fill, align, verticalAlign: 'middle', fontFamily: font, fontSize: size, fontWeight: weight, opacity },
  }
}

/** As much of `content` as fits into `width` in the code font, '' if not even three characters do. */
export function fitCode(content: string, width: number, size = TEXT_SIZE): string {
  const letters = Math.floor(width / (size * CODE_WIDTH))
  if (letters < 3) return ''
  return content.length <= letters ? content : `${content.slice(0, letters - 1)}…`
}

/** Width of `content` in the code font. */
export function codeWidth(content: string, size = TEXT_SIZE): number {
  return content.length * size * CODE_WIDTH
}

/** A series that draws `elements`, in that order, once. */
export function drawing(elements: readonly Element[]): CustomSeriesOption {
  return {
    type: 'custom',
    data: [[0, 0]],
    silent: true,
    clip: true,
    animation: false,
    progressive: 0,
    renderItem: () => ({ type: 'group', children: [...elements] }) as unknown as Element,
  }
}

/** Share of the axis at its ends in which there is no room for a label. */
const EDGE = 0.03

/** Of an axis, at most; ECharts chooses round ones. */
const TICKS = 10
/** Ticks of this many steps from 0 differ in more digits than a time is usually given. */
const MANY_STEPS = 300
const TICK_UNITS = [['s', 1e9], ['ms', 1e6], ['µs', 1e3], ['ns', 1]] as const

/** A time with as many digits as neighbouring ticks, `step` nanoseconds apart, need to differ. */
function tickText(value: number, step: number): string {
  if (!(Math.abs(value) > step * MANY_STEPS)) return formatTime(value)
  const [unit, scale] = TICK_UNITS.find(([, least]) => Math.abs(value) >= least) ?? TICK_UNITS[3]
  const digits = Math.max(0, Math.min(9, Math.ceil(Math.log10(scale / step))))
  return `${(value / scale).toFixed(digits)} ${unit}`
}

/** A time axis over `from` to `to` nanoseconds, at the top of the plot. */
export function timeAxis(from: number, to: number, theme: ChartTheme): XAXisComponentOption {
  const edge = (to - from) * EDGE
  return {
    type: 'value',
    min: from,
    max: to,
    position: 'top',
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: theme.faintLine } },
    axisLabel: {
      color: theme.quietInk,
      fontFamily: theme.font,
      fontSize: TEXT_SIZE,
      showMinLabel: true,
      hideOverlap: true,
      alignMinLabel: 'left',
      alignMaxLabel: 'right',
      // The ends of a window are no round numbers, and labels close to them would be cut.
      formatter: (value: number) => (value !== 0 && (value < from + edge || value > to - edge) ? '' : tickText(value, (to - from) / TICKS)),
    },
  }
}

export interface LegendItem {
  readonly label: string
  readonly fill: string
  readonly mark?: 'box' | 'hatched' | 'low' | 'outline' | 'underline' | 'overline'
}

const SWATCH = 12
const LEGEND_GAP = 16
const LEGEND_HEIGHT = 20

/** Estimated: ECharts cannot be asked before it draws. */
function textWidth(content: string): number {
  return content.length * TEXT_SIZE * 0.55
}

/** Lays a legend out in lines of `width`. Returns the `graphic` option and the height it takes. */
export function legend(
  items: readonly LegendItem[],
  theme: ChartTheme,
  width: number,
  top: number,
): { graphic: NonNullable<EChartsOption['graphic']>; height: number } {
  const elements: Record<string, unknown>[] = []
  let x = 4
  let y = top
  const rect = (left: number, above: number, wide: number, high: number, style: BoxStyle): void => {
    elements.push({ type: 'rect', silent: true, shape: { x: left, y: above, width: wide, height: high }, style: { fill: 'none', ...style } })
  }
  for (const { label, fill, mark = 'box' } of items) {
    const needed = SWATCH + 6 + textWidth(label) + LEGEND_GAP
    if (x > 4 && x + needed > width) {
      x = 4
      y += LEGEND_HEIGHT
    }
    const above = y + (LEGEND_HEIGHT - SWATCH) / 2
    if (mark === 'low') rect(x, above + 4, SWATCH, SWATCH - 8, { fill })
    else if (mark === 'outline') rect(x + 1, above + 1, SWATCH - 2, SWATCH - 2, { stroke: fill, lineWidth: 2 })
    else rect(x, above, SWATCH, SWATCH, { fill })
    if (mark === 'underline') rect(x, above + SWATCH - 3, SWATCH, 2, { fill: theme.ink })
    if (mark === 'overline') rect(x, above + 1, SWATCH, 2, { fill: theme.ink })
    if (mark === 'hatched') elements.push({ ...(hatch([x, above, SWATCH, SWATCH], theme.background) as unknown as Record<string, unknown>) })
    elements.push({ ...(text(label, x + SWATCH + 6, y + LEGEND_HEIGHT / 2, { fill: theme.quietInk, font: theme.font }) as unknown as Record<string, unknown>) })
    x += needed
  }
  return { graphic: elements, height: y - top + LEGEND_HEIGHT }
}
