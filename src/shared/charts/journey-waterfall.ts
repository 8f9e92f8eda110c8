/**
 * A journey as a waterfall: on the left a bar for each step, in the colours of its phases on one scale of seconds, with an outline of what the step took away; on
 * the right, on a logarithmic scale, what is left of the first state, simulated and as a text reports it, so that both can be compared although the
 * seconds are those of different machines and programs.
 */
import { JOURNEY_PHASES, type Journey, type JourneyFigure, type JourneyRow } from '../journey'
import { PHASE_TITLES } from '../profile/phases'
import { formatTime } from '../units'
import type { ChartSpec } from './chart-spec'
import { plain } from './chart-spec'
import { boxes, drawing, legend, text, TEXT_SIZE, type Element, type LegendItem } from './elements'
import type { ChartTheme } from './theme'

export interface JourneyView {
  /** Of the drawing, in pixels. */
  readonly width: number
  /** Index of the row with an outline, -1 for none. */
  readonly selected?: number
}

const TOP = 40
const ROW = 36
const BAR = 18
const GAP = 24
const LABEL_SHARE = 0.2
const SHARES_SHARE = 0.28
const MARK = 4.5
/** Of the words that say what the marks are. */
const MARK_LEFT = 10
const LINE = 20
const LONGEST_LABEL = 60
/** Room for the time behind a bar. */
const TIME_WIDTH = 64

interface Scale {
  readonly left: number
  readonly width: number
}

/** What a text's figure is a share of: its first figure for the same steps. */
function firstLike(rows: Journey['rows'], { steps }: JourneyFigure): JourneyFigure | undefined {
  return rows.flatMap(({ figures }) => figures).find((figure) => figure.steps?.join('\0') === steps?.join('\0'))
}

/** Shares of the text, each with whether it speaks of all steps. */
function toldShares(rows: Journey['rows'], { figures }: JourneyRow): { readonly share: number, readonly whole: boolean }[] {
  return figures.map((figure) => ({ share: figure.seconds / (firstLike(rows, figure)?.seconds ?? figure.seconds), whole: figure.steps === undefined }))
}

function circle(x: number, y: number, fill: string | undefined, stroke: string): Element {
  return { type: 'circle', silent: true, shape: { cx: x, cy: y, r: MARK }, style: { fill: fill ?? 'none', stroke, lineWidth: 1.5 } }
}

function diamond(x: number, y: number, fill: string | undefined, stroke: string): Element {
  const r = MARK + 1.5
  return { type: 'polygon', silent: true, shape: { points: [[x, y - r], [x + r, y], [x, y + r], [x - r, y]] }, style: { fill: fill ?? 'none', stroke, lineWidth: 1.5 } }
}

/** Powers of ten from 1 down to below the least share. */
function decades(rows: Journey['rows'], first: number): number {
  const shares = rows.flatMap((row) => [row.seconds / first, ...toldShares(rows, row).map(({ share }) => share)]).filter((share) => share > 0)
  return Math.max(1, Math.ceil(-Math.log10(Math.min(1, ...shares)) - 1e-9))
}

function percent(exponent: number): string {
  return `${Number((100 * 10 ** -exponent).toPrecision(1))} %`
}

function figureLine({ seconds, steps, simulated }: JourneyFigure): string {
  return `The text: ${seconds} s${steps === undefined ? '' : ` for ${steps.map((step) => plain(step)).join(', ')}`}; simulated ${formatTime(1e9 * simulated)}`
}

/** Ids are indices of the rows. */
export function journeyWaterfall({ rows, call }: Pick<Journey, 'rows' | 'call'>, { width, selected = -1 }: JourneyView, theme: ChartTheme): ChartSpec {
  const first = rows[0]?.seconds ?? 0
  const longest = Math.max(0, ...rows.map(({ seconds }) => seconds)) || 1
  const labels = Math.max(120, Math.round(width * LABEL_SHARE))
  const shares: Scale = { left: Math.round(width * (1 - SHARES_SHARE)), width: Math.round(width * SHARES_SHARE) - GAP }
  const bars: Scale = { left: labels, width: Math.max(40, shares.left - GAP - TIME_WIDTH - labels) }
  const depth = decades(rows, first)
  const bottom = TOP + rows.length * ROW
  const share = (value: number): number => shares.left + shares.width * (1 + Math.log10(Math.max(value, 10 ** -depth)) / depth)
  const elements: Element[] = []
  const words = (content: string, x: number, y: number, align: 'left' | 'center' | 'right', fill = theme.quietInk): void => {
    elements.push(text(content, x, y, { fill, font: theme.font, align }))
  }

  words('seconds, simulated', bars.left, 12, 'left')
  words('what is left of the first state', shares.left, 12, 'left')
  for (let exponent = 0; exponent <= depth; exponent++) {
    const x = share(10 ** -exponent)
    elements.push(boxes([x, TOP - 6, 1, bottom - TOP + 6], { fill: theme.faintLine }))
    words(percent(exponent), x, 28, exponent === depth ? 'left' : exponent === 0 ? 'right' : 'center')
  }
  elements.push(boxes([bars.left - 1, TOP - 6, 1, bottom - TOP + 6], { fill: theme.line }))

  for (const [at, row] of rows.entries()) {
    const middle = TOP + at * ROW + ROW / 2
    const top = middle - BAR / 2
    if (at === selected) elements.push(boxes([0, middle - ROW / 2 + 1, width, ROW - 2], { stroke: theme.accent, lineWidth: 1.5 }))
    const letters = Math.floor((labels - 12) / (TEXT_SIZE * 0.55))
    words(plain(row.label, Math.min(LONGEST_LABEL, Math.max(6, letters))), labels - 10, middle, 'right', theme.ink)
    let x = bars.left
    for (const phase of JOURNEY_PHASES) {
      const wide = (row.phases[phase] / longest) * bars.width
      if (wide > 0) elements.push(boxes([x, top, wide, BAR], { fill: theme.phases[phase] }))
      x += wide
    }
    const before = ((rows[at - 1]?.seconds ?? row.seconds) / longest) * bars.width + bars.left
    if (before > x + 1) elements.push(boxes([x, top + 0.5, before - x, BAR - 1], { stroke: theme.line, lineWidth: 1 }))
    words(formatTime(1e9 * row.seconds), Math.max(x, before) + 6, middle, 'left', theme.ink)

    elements.push(circle(share(row.seconds / (first || 1)), middle, theme.ink, theme.ink))
    for (const told of toldShares(rows, row)) elements.push(diamond(share(told.share), middle, told.whole ? theme.accent : undefined, theme.accent))
  }

  const items: LegendItem[] = JOURNEY_PHASES.filter((phase) => rows.some((row) => row.phases[phase] > 0)).map((phase) => ({ label: PHASE_TITLES[phase], fill: theme.phases[phase] }))
  const key = legend([...items, { label: 'taken away by this step', fill: theme.line, mark: 'outline' }], theme, width, bottom + 8)
  const told = rows.some(({ figures }) => figures.length > 0)
  // Below the phases, as their words are longer than the scale at the right is wide.
  const below = bottom + 8 + key.height
  const line = (place: number): number => below + LINE * (place + 0.5)
  const marks: [Element, string][] = [[circle(MARK_LEFT, line(0), theme.ink, theme.ink), 'simulated']]
  if (told) {
    marks.push([diamond(MARK_LEFT, line(1), theme.accent, theme.accent), 'the text’s own figure, for all'])
    marks.push([diamond(MARK_LEFT, line(2), undefined, theme.accent), `the text’s own figure, for ${plain(call, 30)}`])
  }
  for (const [place, [mark, label]] of marks.entries()) {
    elements.push(mark)
    words(label, MARK_LEFT + 12, line(place), 'left')
  }
  const last = rows.at(-1)
  const height = below + LINE * marks.length + 4
  return {
    label: last === undefined ? 'No steps' : `From ${formatTime(1e9 * first)} to ${formatTime(1e9 * last.seconds)} in ${rows.length - 1} steps, ${(first / last.seconds).toFixed(0)} times less`,
    height,
    option: {
      animation: false,
      backgroundColor: theme.background,
      grid: { outerBoundsMode: 'none', left: 0, top: 0, width, height },
      xAxis: { type: 'value', min: 0, max: 1, show: false },
      yAxis: { type: 'value', min: 0, max: 1, show: false },
      series: [drawing(elements)],
      graphic: key.graphic,
    },
    hit: (_, y) => {
      const row = Math.floor((y - TOP) / ROW)
      return y >= TOP && row < rows.length ? row : -1
    },
    describe: (at) => {
      const row = rows[at]
      if (row === undefined) return []
      const parts = JOURNEY_PHASES.filter((phase) => row.phases[phase] > 0).map((phase) => `${PHASE_TITLES[phase]} ${formatTime(1e9 * row.phases[phase])}`)
      return [
        `${plain(row.label)}: ${formatTime(1e9 * row.seconds)}${row.julia === '' ? '' : `, Julia ${row.julia}`} (simulated)`, parts.join(', '),
        ...row.figures.map(figureLine), ...(row.because === '' ? [] : [plain(row.because, 400)]),
      ]
    },
  }
}
