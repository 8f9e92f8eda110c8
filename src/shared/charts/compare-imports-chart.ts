/**
 * Package loads of several profiles on one time scale: a line for each package, on it a bar for each profile at the time at which it was loaded
 * there. The order is that of the first profile; what only others load stands after what came before it there.
 */
import type { ImportSection } from '../profile/compare/imports'
import type { CompareSide } from '../profile/compare/side'
import { formatCount, formatTime } from '../units'
import type { ChartSpec } from './chart-spec'
import { plain } from './chart-spec'
import type { Element } from './elements'
import { boxes, codeWidth, drawing, fitCode, legend, text, timeAxis } from './elements'
import { importsTimeline } from './imports-timeline'
import { sideColour } from './side-colours'
import type { ChartTheme } from './theme'

export interface AlignedImports {
  /** Rows of the section in reading order. */
  readonly order: readonly number[]
  readonly names: readonly string[]
  /** By side and row of the section, nanoseconds from the first load; NaN where it is not loaded. */
  readonly start: readonly Float64Array[]
  readonly duration: readonly Float64Array[]
  readonly depth: Int32Array
  readonly total: number
}

/** Made once for a section of these sides. */
export function alignImports(sides: readonly CompareSide[], section: ImportSection): AlignedImports {
  const length = section.rows.length
  const start = sides.map(() => new Float64Array(length).fill(Number.NaN))
  const duration = sides.map(() => new Float64Array(length).fill(Number.NaN))
  const depth = new Int32Array(length).fill(-1)
  const order: number[] = []
  let total = 0
  for (const [side, { profile }] of sides.entries()) {
    const blocks = section.blocks[side] ?? []
    if (!section.has[side] || blocks.length === 0) continue
    const { tree, order: reading } = importsTimeline(profile, blocks)
    const rowOf = new Map(section.rows.flatMap(({ sides: found }, row) => (found[side] ? [[found[side].row, row] as const] : [])))
    total = Math.max(total, tree.total)
    let at = -1
    for (const node of reading) {
      const row = rowOf.get(tree.frame[node] ?? -1)
      if (row === undefined) continue
      const [starts, durations] = [start[side], duration[side]]
      if (starts && durations) [starts[row], durations[row]] = [tree.start[node] ?? Number.NaN, tree.duration[node] ?? Number.NaN]
      if (depth[row] === -1) depth[row] = tree.depth[node] ?? 0
      const known = order.indexOf(row)
      if (known < 0) order.splice(++at, 0, row)
      else at = known
    }
  }
  return { order, start, duration, depth, total, names: section.rows.map(({ name, owner }) => plain(owner === '' ? name : `${owner} → ${name}`)) }
}

export interface CompareImportsView {
  readonly width: number
  /** Of the drawing; all lines if left out. */
  readonly height?: number
  readonly firstLine?: number
  readonly from: number
  readonly to: number
  /** Row of the section, -1 for none. */
  readonly selected: number
  readonly labels: readonly string[]
}

const COMPARE_IMPORTS_TOP = 22
const BAR = 6
const NAME_SHARE = 0.3
const NAME_MOST = 260
const INDENT = 12
const MARGIN = 64

export function compareImportsLine(sides: number): number {
  return Math.max(20, sides * (BAR + 1) + 6)
}

/** Ids are rows of the section. */
export function compareImportsChart(section: ImportSection, aligned: AlignedImports, view: CompareImportsView, theme: ChartTheme): ChartSpec {
  const { order, names, start, duration, depth } = aligned
  const { width, from, to, labels } = view
  const line = compareImportsLine(labels.length)
  const key = legend(labels.map((label, side) => ({ label: plain(label, 40), fill: sideColour(theme, side) })), theme, width, 0)
  const fitting = view.height === undefined ? order.length : Math.max(1, Math.floor((view.height - COMPARE_IMPORTS_TOP - key.height - 8) / line))
  const first = Math.max(0, Math.min(view.firstLine ?? 0, order.length - fitting))
  const shown = order.slice(first, first + fitting)
  const widest = order.reduce((most, row) => Math.max(most, codeWidth(names[row] ?? '') + Math.max(0, depth[row] ?? 0) * INDENT), 0)
  const left = Math.min(Math.ceil(widest) + 12, NAME_MOST, Math.floor(width * NAME_SHARE))
  const room = Math.max(1, width - left - MARGIN)
  const scale = room / Math.max(1, to - from)
  const bars = labels.map((): number[] => [])
  const faint: number[] = []
  const texts: Element[] = []
  for (const [at, row] of shown.entries()) {
    const top = COMPARE_IMPORTS_TOP + at * line
    const indent = Math.max(0, depth[row] ?? 0) * INDENT
    faint.push(0, top + line - 1, width, 1)
    texts.push(text(fitCode(names[row] ?? '', left - 8 - indent), indent + 4, top + line / 2, { fill: theme.ink, font: theme.codeFont, weight: row === view.selected ? 'bold' : 'normal' }))
    for (const [side, list] of bars.entries()) {
      const [begin, wide] = [start[side]?.[row] ?? Number.NaN, duration[side]?.[row] ?? Number.NaN]
      if (Number.isNaN(begin) || begin + wide < from || begin > to) continue
      const x = Math.max(0, (begin - from) * scale)
      list.push(left + x, top + 3 + side * (BAR + 1), Math.max(1, Math.min(room, (begin + wide - from) * scale) - x), BAR)
    }
  }
  const at = shown.indexOf(view.selected)
  const below = COMPARE_IMPORTS_TOP + shown.length * line
  return {
    label: `Loads of ${formatCount(order.length)} packages in ${labels.length} profiles, ${formatTime(aligned.total)} in the longest`,
    height: COMPARE_IMPORTS_TOP + order.length * line + key.height + 8,
    option: {
      animation: false,
      backgroundColor: theme.background,
      grid: { outerBoundsMode: 'none', left, right: MARGIN, top: COMPARE_IMPORTS_TOP, height: shown.length * line },
      xAxis: timeAxis(from, to, theme),
      yAxis: { type: 'value', min: 0, max: 1, show: false },
      series: [{ ...drawing([
        boxes(faint, { fill: theme.faintLine }),
        ...bars.flatMap((list, side) => (list.length > 0 ? [boxes(list, { fill: sideColour(theme, side) })] : [])),
        ...(at >= 0 ? [boxes([1, COMPARE_IMPORTS_TOP + at * line, width - 2, line - 1], { stroke: theme.ink, lineWidth: 1 })] : []),
        ...texts,
      ]), clip: false }],
      graphic: legend(labels.map((label, side) => ({ label: plain(label, 40), fill: sideColour(theme, side) })), theme, width, below + 4).graphic,
    },
    plot: { left, right: MARGIN, top: COMPARE_IMPORTS_TOP },
    hit: (x, y) => (y < COMPARE_IMPORTS_TOP || x > width ? -1 : (shown[Math.floor((y - COMPARE_IMPORTS_TOP) / line)] ?? -1)),
    describe: (row) => {
      const found = section.rows[row]
      return found ? [names[row] ?? '', ...found.sides.map((one, side) => `${plain(labels[side] ?? '', 40)}: ${one ? `${formatTime(one.inclusive)}, alone ${formatTime(one.exclusive)}` : 'not loaded'}`)] : []
    },
  }
}
