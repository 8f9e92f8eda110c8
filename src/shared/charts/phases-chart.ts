/**
 * Where the time goes, as one stacked bar. Numbers that were not measured are hatched, so that nobody takes an estimate
 * for a measurement; those calculated from measured ones have fine lines.
 */
import type { BarSeriesOption } from 'echarts'
import type { Phases } from '../profile/phases'
import { PHASE_TITLES } from '../profile/phases'
import type { Provenance } from '../profile/tables'
import { formatPercent, formatTime } from '../units'
import type { ChartSpec } from './chart-spec'
import { plain } from './chart-spec'
import { legend } from './elements'
import type { ChartTheme } from './theme'
import { inkOn } from './theme'

export interface PhasesView {
  /** Of the drawing, in pixels. */
  readonly width: number
  /** Index of a segment with an outline, -1 for none. */
  readonly selected?: number
  /** Of the bar, in pixels. */
  readonly barHeight?: number
  /** Draws no legend, where one stands beside the drawing. */
  readonly bare?: boolean
}

const BAR_TOP = 4
const BAR_HEIGHT = 40

const isEstimate = (provenance: Provenance['kind']): boolean => provenance === 'simulated' || provenance === 'estimated'

function decalOf(provenance: Provenance['kind'], theme: ChartTheme): Pick<NonNullable<BarSeriesOption['itemStyle']>, 'decal'> {
  if (provenance === 'measured') return {}
  const estimate = isEstimate(provenance)
  return {
    decal: {
      symbol: 'rect',
      dashArrayX: [1, 0],
      dashArrayY: estimate ? [2, 4] : [1, 11],
      rotation: estimate ? Math.PI / 4 : -Math.PI / 4,
      // Fine lines stay behind the text.
      color: estimate ? theme.background : `${theme.background}70`,
    },
  }
}

/** Ids are indices of the segments. `total` in nanoseconds is what shares are of. */
export function phasesChart(
  phases: Pick<Phases, 'segments' | 'total'>,
  view: PhasesView,
  theme: ChartTheme,
): ChartSpec {
  const { segments, total } = phases
  const { barHeight = BAR_HEIGHT } = view
  const share = (nanoseconds: number): number => (total > 0 ? (100 * nanoseconds) / total : 0)
  const shown = segments.map((segment, index) => ({ segment, index })).filter(({ segment }) => segment.nanoseconds > 0)
  const keyed = shown.length > 0 && view.bare !== true
  const sum = shown.reduce((all, { segment }) => all + segment.nanoseconds, 0)
  const series = shown.map(({ segment, index }): BarSeriesOption => {
    const { phase, nanoseconds, provenance } = segment
    const fill = theme.phases[phase]
    const wide = (nanoseconds / (sum || 1)) * view.width
    const long = `${PHASE_TITLES[phase]} ${formatPercent(share(nanoseconds))}`
    const short = formatPercent(share(nanoseconds))
    const fits = (label: string): boolean => wide > label.length * 7.5 + 8
    return {
      type: 'bar',
      stack: 'phases',
      name: `${index}`,
      barWidth: '100%',
      animation: false,
      data: [{ id: String(index), value: nanoseconds }],
      itemStyle: {
        color: fill,
        borderColor: index === view.selected ? theme.ink : theme.background,
        borderWidth: index === view.selected ? 2 : 1,
        ...decalOf(provenance, theme),
      },
      label: {
        show: fits(short),
        formatter: fits(long) ? long : short,
        color: isEstimate(provenance) ? theme.ink : inkOn(fill),
        fontFamily: theme.font,
        fontSize: 12,
        // Text over a hatch needs ground of its own.
        ...(isEstimate(provenance) ? { backgroundColor: theme.background, padding: [2, 4] } : {}),
      },
    }
  })
  const key = legend(
    shown.map(({ segment }) => ({
      label: `${PHASE_TITLES[segment.phase]} ${formatTime(segment.nanoseconds)}${segment.provenance === 'measured' ? '' : ` (${segment.provenance})`}`,
      fill: theme.phases[segment.phase],
      mark: isEstimate(segment.provenance) ? ('hatched' as const) : ('box' as const),
    })),
    theme,
    view.width,
    BAR_TOP + barHeight + 8,
  )
  const parts = shown.map(({ segment }) => `${PHASE_TITLES[segment.phase]} ${formatPercent(share(segment.nanoseconds))}`)
  return {
    label: `${formatTime(total)} in all${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`,
    height: BAR_TOP + barHeight + (view.bare ? BAR_TOP : 8) + (keyed ? key.height : 0),
    option: {
      animation: false,
      backgroundColor: theme.background,
      grid: { outerBoundsMode: 'none', left: 0, right: 0, top: BAR_TOP, height: barHeight },
      xAxis: { type: 'value', min: 0, max: sum || 1, show: false },
      yAxis: { type: 'category', data: [''], show: false },
      series,
      ...(keyed ? { graphic: key.graphic } : {}),
    },
    describe: (index) => {
      const segment = segments[index]
      if (!segment) return []
      const { phase, nanoseconds, provenance, label } = segment
      return [
        `${PHASE_TITLES[phase]}: ${formatTime(nanoseconds)} (${formatPercent(share(nanoseconds))})`,
        ...(label === '' || label === PHASE_TITLES[phase] ? [] : [plain(label)]),
        provenance,
      ]
    },
  }
}
