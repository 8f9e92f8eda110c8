/**
 * How many compiled instances each method definition threw away: causes in order of their number of children, as
 * SnoopCompile sorts its trees. A few steep points at the right mean a few definitions to fix; a long plateau means many.
 * Runs that were taken at different times (blocks) are drawn as one line each.
 */
import type { LineSeriesOption } from 'echarts'
import { causesOf, type Cause } from '../profile/causes'
import { SCHEMA } from '../profile/schema'
import type { Profile } from '../profile/tables'
import { textAt } from '../profile/tables'
import { formatCount, formatTime } from '../units'
import type { ChartSpec } from './chart-spec'
import { plain } from './chart-spec'
import { TEXT_SIZE } from './elements'
import type { ChartTheme } from './theme'

export interface InvalidationsView {
  readonly blocks?: readonly number[]
  /** Logarithmic vertical axis; causes without children are then drawn at its lower end. */
  readonly log: boolean
  /** Row of `invalidations`, -1 for none. */
  readonly selected?: number
  /** Of the drawing, in pixels: with it, a single line answers to the pointer anywhere above or below its points. */
  readonly size?: { readonly width: number; readonly height: number }
}

const REASON = SCHEMA.invalidations.reason.oneOf
/** What a cause without children is drawn at on a logarithmic axis. */
const BELOW_ONE = 0.5
const SYMBOLS = ['circle', 'triangle', 'diamond', 'rect'] as const
const DASHES = ['solid', 'dashed', 'dotted'] as const

const PLOT = { left: 64, right: 16, top: 12, bottom: 44 } as const
/** With a legend above. */
const LEGEND = 20

/** The cause whose place on the axis is nearest to the pointer. */
function nearest(causes: readonly Cause[], { width, height }: { readonly width: number; readonly height: number }): (x: number, y: number) => number {
  const across = width - PLOT.left - PLOT.right
  const slots = Math.max(1, causes.length - 1)
  return (x, y) => {
    if (across <= 0 || x < PLOT.left - 8 || x > width - PLOT.right + 8 || y < 0 || y > height - PLOT.bottom) return -1
    return causes[Math.round(((x - PLOT.left) / across) * slots)]?.row ?? -1
  }
}

function describe(profile: Profile, row: number, children: number): string[] {
  const { invalidations } = profile
  const reason = REASON[invalidations.reason[row] ?? 0] ?? 'none'
  const seconds = invalidations.seconds[row] ?? Number.NaN
  const frame = invalidations.frame[row] ?? -1
  return [
    `${reason === 'none' ? '' : `${reason} `}${plain(textAt(profile, profile.frames.signature[frame]) || '(not named)')}`,
    `${formatCount(children)} ${children === 1 ? 'child' : 'children'}`,
    ...(Number.isNaN(seconds) ? [] : [`${formatTime(seconds)} to infer again`]),
  ]
}

/** What tells each run from the others, since lines of one name are one to a legend: its title, else where it was read. */
function runNames(profile: Profile, blocks: readonly number[]): string[] {
  const titles = blocks.map((block) => plain(profile.blocks[block]?.title ?? '', 60))
  return blocks.map((block, run) => {
    const title = titles[run] ?? ''
    if (title !== '' && titles.indexOf(title) === titles.lastIndexOf(title)) return title
    const { source = -1, firstLine = -1 } = profile.blocks[block] ?? {}
    const name = plain(profile.sources[source]?.name ?? 'run', 40)
    return `${run + 1}: ${name}${firstLine > 1 ? `:${firstLine}` : ''}`
  })
}

/** Ids are rows of `invalidations`. */
export function invalidationsChart(profile: Profile, view: InvalidationsView, theme: ChartTheme): ChartSpec {
  const all = profile.blocks.flatMap((block, index) => (block.part === 'invalidations' ? [index] : []))
  const runs = (view.blocks ?? all).map((block) => ({ block, causes: causesOf(profile, block) })).filter(({ causes }) => causes.length > 0)
  const children = new Map<number, number>()
  const names = runNames(profile, runs.map(({ block }) => block))
  const colours = [theme.lost, theme.accent, theme.phases.recompile, theme.phases.run]
  const series = runs.map(({ causes }, run): LineSeriesOption => {
    const colour = colours[run % colours.length] ?? theme.lost
    for (const cause of causes) children.set(cause.row, cause.children)
    return {
      type: 'line',
      name: names[run] ?? '',
      data: causes.map((cause, at) => ({
        id: String(cause.row),
        value: [at + 1, view.log ? Math.max(BELOW_ONE, cause.children) : cause.children],
        symbolSize: cause.row === view.selected ? 12 : 6,
        ...(cause.row === view.selected ? { itemStyle: { color: colour, borderColor: theme.ink, borderWidth: 2 } } : {}),
      })),
      symbol: SYMBOLS[run % SYMBOLS.length] ?? 'circle',
      showAllSymbol: true,
      symbolSize: 6,
      lineStyle: { color: colour, width: 1, type: DASHES[run % DASHES.length] ?? 'solid' },
      itemStyle: { color: colour },
      animation: false,
    }
  })
  const causes = runs.reduce((sum, run) => sum + run.causes.length, 0)
  const total = runs.reduce((sum, run) => sum + run.causes.reduce((part, cause) => part + cause.children, 0), 0)
  const label = { color: theme.quietInk, fontFamily: theme.font, fontSize: TEXT_SIZE }
  const line = { axisLine: { lineStyle: { color: theme.line } }, splitLine: { lineStyle: { color: theme.faintLine } }, axisLabel: label }
  const name = { nameLocation: 'middle' as const, nameTextStyle: { ...label } }
  return {
    label: `${formatCount(causes)} causes of invalidation with ${formatCount(total)} children`,
    option: {
      animation: false,
      backgroundColor: theme.background,
      textStyle: { fontFamily: theme.font },
      grid: { outerBoundsMode: 'none', ...PLOT, top: PLOT.top + (runs.length > 1 ? LEGEND : 0) },
      ...(runs.length > 1 ? { legend: { type: 'scroll', top: 4, left: PLOT.left, right: PLOT.right, pageTextStyle: label, pageIconColor: theme.quietInk, pageIconInactiveColor: theme.line, itemWidth: 24, textStyle: label } } : {}),
      xAxis: {
        ...line,
        ...name,
        type: 'value',
        name: 'i-th method invalidation',
        nameGap: 26,
        min: 1,
        max: Math.max(2, ...runs.map((run) => run.causes.length)),
        minInterval: 1,
        splitLine: { show: false },
      },
      yAxis: {
        ...line,
        ...name,
        type: view.log ? 'log' : 'value',
        name: 'number of children',
        nameGap: 46,
        min: view.log ? BELOW_ONE : 0,
        axisLabel: { ...label, formatter: (value: number) => (value < 1 && value > 0 ? '0' : formatCount(value)) },
      },
      series,
    },
    ...(view.size && runs.length === 1 && runs[0] ? { hit: nearest(runs[0].causes, view.size) } : {}),
    describe: (row) => (children.has(row) ? describe(profile, row, children.get(row) ?? 0) : []),
  }
}
