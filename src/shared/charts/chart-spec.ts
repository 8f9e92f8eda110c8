/**
 * What a chart is before anyone draws it: an ECharts option as plain data and functions, and how its marks answer to the
 * pointer. Made by pure functions of a profile, a view and a theme; drawn by `EChart.vue` and by the services.
 */
import type { EChartsOption } from 'echarts'

export interface ChartSpec {
  readonly option: EChartsOption
  /** Height in pixels at which nothing is left out; any height does where there is none. */
  readonly height?: number
  /** What the chart shows in one sentence, for those who do not see it. */
  readonly label: string
  /** Charts that zoom along their axis: the space to the left and right of the plot, and above it, in pixels. */
  readonly plot?: { readonly left: number; readonly right: number; readonly top: number }
  /**
   * Id of what is at a point of the drawing, -1 for nothing. Charts that draw many marks as one shape have it; the marks
   * of others are data items with an `id`.
   */
  readonly hit?: (x: number, y: number) => number
  /** Lines of the tooltip of an id. Plain text: names in it are made harmless by `plain`. */
  readonly describe?: (id: number) => readonly string[]
}

const LONGEST = 200
/** Control characters, line ends, and marks that change the direction of the text around them. */
const HARMFUL = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** A name out of a file as one line of at most `longest` characters. */
export function plain(text: string, longest: number = LONGEST): string {
  // Cut first, so that a name of megabytes costs nothing.
  const looked = text.slice(0, longest * 4)
  const line = looked.replace(HARMFUL, ' ')
  if (line.length <= longest && looked.length === text.length) return line
  const end = Math.max(0, Math.min(line.length, longest - 1))
  return `${line.slice(0, /[\ud800-\udbff]/.test(line[end - 1] ?? '') ? end - 1 : end)}…`
}
