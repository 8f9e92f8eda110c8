/**
 * Invalidations before and after: for each profile a line of its causes in the order of their number of children, so that the few steep points
 * at the right of one snapshot can be seen to be gone in the next.
 */
import type { LineSeriesOption } from 'echarts'
import type { InvalidationSection } from '../profile/compare/invalidations'
import { formatCount, formatTime } from '../units'
import type { ChartSpec } from './chart-spec'
import { plain } from './chart-spec'
import { TEXT_SIZE } from './elements'
import { sideColour } from './side-colours'
import type { ChartTheme } from './theme'

export interface CompareInvalidationsView {
  readonly labels: readonly string[]
  /** Logarithmic vertical axis; causes without children are then drawn at its lower end. */
  readonly log: boolean
  /** Row of the section, -1 for none. */
  readonly selected: number
}

const BELOW_ONE = 0.5
const SYMBOLS = ['circle', 'triangle', 'diamond', 'rect', 'arrow', 'pin'] as const
const DASHES = ['solid', 'dashed', 'dotted'] as const

/** Ids are rows of the section. */
export function compareInvalidationsChart(section: InvalidationSection, { labels, log, selected }: CompareInvalidationsView, theme: ChartTheme): ChartSpec {
  const label = { color: theme.quietInk, fontFamily: theme.font, fontSize: TEXT_SIZE }
  const line = { axisLine: { lineStyle: { color: theme.line } }, splitLine: { lineStyle: { color: theme.faintLine } }, axisLabel: label }
  const name = { nameLocation: 'middle' as const, nameTextStyle: label }
  const series = section.causes.flatMap((causes, side): LineSeriesOption[] => {
    if (!section.has[side]) return []
    const rowOf = new Map(section.rows.flatMap(({ rows }, row) => ((rows[side] ?? -1) >= 0 ? [[rows[side] ?? -1, row] as const] : [])))
    const colour = sideColour(theme, side)
    return [{
      type: 'line', name: plain(labels[side] ?? '', 60), animation: false, showAllSymbol: true, symbol: SYMBOLS[side % SYMBOLS.length] ?? 'circle', symbolSize: 7,
      lineStyle: { color: colour, width: 1, type: DASHES[side % DASHES.length] ?? 'solid' }, itemStyle: { color: colour },
      data: causes.map(({ row, children }, at) => {
        const id = rowOf.get(row) ?? -1
        return {
          id: String(id), value: [at + 1, log ? Math.max(BELOW_ONE, children) : children], symbolSize: id === selected ? 13 : 7,
          ...(id === selected ? { itemStyle: { color: colour, borderColor: theme.ink, borderWidth: 2 } } : {}),
        }
      }),
    }]
  })
  const told = section.causes.flatMap((causes, side) => (section.has[side] ? [`${labels[side] ?? ''} ${formatCount(causes.length)} causes with ${formatCount(section.children[side] ?? 0)} children`] : []))
  return {
    label: `Children of each cause of invalidation: ${told.join(', ')}`,
    option: {
      animation: false,
      backgroundColor: theme.background,
      textStyle: { fontFamily: theme.font },
      grid: { outerBoundsMode: 'none', left: 64, right: 16, top: 32, bottom: 44 },
      legend: { type: 'scroll', top: 4, left: 64, right: 16, itemWidth: 24, textStyle: label, pageTextStyle: label, pageIconColor: theme.quietInk, pageIconInactiveColor: theme.line },
      xAxis: { ...line, ...name, type: 'value', name: 'i-th method invalidation', nameGap: 26, min: 1, max: Math.max(2, ...section.causes.map((causes) => causes.length)), minInterval: 1, splitLine: { show: false } },
      yAxis: {
        ...line, ...name, type: log ? 'log' : 'value', name: 'number of children', nameGap: 46, min: log ? BELOW_ONE : 0,
        axisLabel: { ...label, formatter: (value: number) => (value < 1 && value > 0 ? '0' : formatCount(value)) },
      },
      series,
    },
    describe: (row) => {
      const found = section.rows[row]
      if (!found) return []
      return [
        `${found.reason === 'none' ? '' : `${found.reason} `}${plain(found.signature || '(not named)')}`,
        ...found.rows.map((_, side) => {
          const [children, cost] = [found.children.values[side] ?? Number.NaN, found.cost.values[side] ?? Number.NaN]
          return `${plain(labels[side] ?? '', 40)}: ${Number.isNaN(children) ? 'not known' : `${formatCount(children)} children`}${cost > 0 ? `, ${formatTime(cost)} to infer again` : ''}`
        }),
      ]
    },
  }
}
