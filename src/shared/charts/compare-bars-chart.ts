/**
 * Totals of several profiles as bars on one scale, made of their phases. What is simulated or estimated is hatched; a thin line at the end
 * of a bar goes from the least to the most of what was repeated.
 */
import type { Basis } from '../profile/compare/bases'
import { signedTime } from '../profile/compare/headline'
import { PHASE_TITLES } from '../profile/phases'
import { formatPercent, formatTime } from '../units'
import type { ChartSpec } from './chart-spec'
import { plain } from './chart-spec'
import type { Element } from './elements'
import { boxes, drawing, hatch, legend, text } from './elements'
import { sideColour } from './side-colours'
import type { ChartTheme } from './theme'

export interface CompareBarsView {
  /** Of the drawing, in pixels. */
  readonly width: number
  readonly labels: readonly string[]
}

const LINE = 26
const BAR = 16
const TOP = 4
const NAME_SHARE = 0.24
const NAME_MOST = 200
/** For the total and what it changed by. */
const MARGIN = 150
/** More phases than a profile can have: ids are `side * PHASES + phase`. */
const PHASES = 16

/** Ids are sides and phases. */
export function compareBarsChart(basis: Basis, { width, labels }: CompareBarsView, theme: ChartTheme): ChartSpec {
  const { sides, phases, total } = basis
  const longest = Math.max(0, ...labels.map((label) => label.length))
  const left = Math.min(NAME_MOST, Math.floor(width * NAME_SHARE), longest * 7 + 16)
  const room = Math.max(1, width - left - MARGIN)
  const most = Math.max(0, ...sides.map((side) => (side ? Math.max(side.total, side.high || 0) : 0)))
  const scale = most > 0 ? room / most : 0
  const fills = new Map<string, number[]>()
  const fill = (colour: string, list: readonly number[]): void => void fills.set(colour, [...(fills.get(colour) ?? []), ...list])
  const hatched: number[] = []
  const whiskers: number[] = []
  const texts: Element[] = []
  for (const [side, one] of sides.entries()) {
    const top = TOP + side * LINE + (LINE - BAR) / 2
    const middle = top + BAR / 2
    texts.push(text(plain(labels[side] ?? '', Math.max(3, Math.floor((left - 12) / 6.6))), 0, middle, { fill: theme.ink, font: theme.font }))
    if (!one) {
      texts.push(text('not known', left, middle, { fill: theme.quietInk, font: theme.font }))
      continue
    }
    let x = left
    const parts = phases.length > 0 ? phases.map(({ phase, time }) => ({ colour: theme.phases[phase], value: time.values[side] || 0 })) : [{ colour: sideColour(theme, 0), value: one.total }]
    for (const { colour, value } of parts) {
      const wide = value * scale
      if (wide <= 0) continue
      fill(colour, [x, top, Math.max(0.5, wide - (wide > 3 ? 1 : 0)), BAR])
      x += wide
    }
    if (one.provenance === 'simulated' || one.provenance === 'estimated') hatched.push(left, top, x - left, BAR)
    if (!Number.isNaN(one.low)) whiskers.push(left + one.low * scale, middle - 1, Math.max(1, (one.high - one.low) * scale), 2, left + one.low * scale, middle - 5, 1, 10, left + one.high * scale, middle - 5, 1, 10)
    const by = (total.values[side] ?? Number.NaN) - (total.values[0] ?? Number.NaN)
    const share = (total.values[0] ?? 0) > 0 ? (100 * Math.abs(by)) / (total.values[0] ?? 1) : Number.NaN
    const change = side === 0 || Number.isNaN(by) || by === 0 ? '' : `  ${by > 0 ? '+' : '−'}${formatPercent(share)}${total.noise ? ' noise' : ''}`
    const end = Math.max(x, Number.isNaN(one.high) ? 0 : left + one.high * scale)
    texts.push(text(`${formatTime(one.total)}${change}`, end + 6, middle, { fill: theme.ink, font: theme.font }))
  }
  const below = TOP + sides.length * LINE
  const key = phases.length > 0 ? legend(phases.map(({ phase }) => ({ label: PHASE_TITLES[phase], fill: theme.phases[phase] })), theme, width, below + 4) : undefined
  return {
    label: `${basis.title}: ${sides.flatMap((side, at) => (side ? [`${labels[at] ?? ''} ${formatTime(side.total)}`] : [])).join(', ')}`,
    height: below + 8 + (key?.height ?? 0),
    option: {
      animation: false,
      backgroundColor: theme.background,
      grid: { outerBoundsMode: 'none', left: 0, right: 0, top: 0, bottom: 0 },
      xAxis: { type: 'value', min: 0, max: 1, show: false },
      yAxis: { type: 'value', min: 0, max: 1, show: false },
      series: [drawing([
        ...[...fills].map(([colour, list]) => boxes(list, { fill: colour })),
        ...(hatched.length > 0 ? [hatch(hatched, theme.background)] : []),
        ...(whiskers.length > 0 ? [boxes(whiskers, { fill: theme.ink })] : []),
        ...texts,
      ])],
      ...(key ? { graphic: key.graphic } : {}),
    },
    hit: (x, y) => {
      const side = Math.floor((y - TOP) / LINE)
      const one = sides[side]
      if (!one || x < left) return -1
      let at = left
      for (const [phase, { time }] of phases.entries()) {
        at += (time.values[side] || 0) * scale
        if (x < at) return side * PHASES + phase
      }
      return side * PHASES + PHASES - 1
    },
    describe: (id) => {
      const [side, at] = [Math.floor(id / PHASES), id % PHASES]
      const one = sides[side]
      if (!one) return []
      const found = phases[at]
      const numbers = found?.time ?? total
      const value = numbers.values[side] ?? Number.NaN
      const by = value - (numbers.values[0] ?? Number.NaN)
      return [
        `${plain(labels[side] ?? '')}: ${found ? PHASE_TITLES[found.phase].toLowerCase() : 'in all'} ${formatTime(value)}`,
        ...(side > 0 && !Number.isNaN(by) ? [`${signedTime(by)} against ${plain(labels[0] ?? '')}`] : []),
        ...(found === undefined && !Number.isNaN(one.low) ? [`median; ${formatTime(one.low)} to ${formatTime(one.high)}`] : []),
        one.provenance,
      ]
    },
  }
}
