/**
 * Package loads on a time axis. `rows`: one line for each load, names indented by nesting at the left, so that all can be
 * read; when zoomed, for each load in the window. `nested`: loads above what they loaded, as in a flame graph; loads whose nesting is not known stand one after another.
 *
 * A bar is the cumulative time, or, in the exclusive reading, only the stretches that are the package's own, on a line as
 * long as the cumulative time. The strip along its lower edge is the share spent compiling, of which the darker part from
 * the left is compiling again. Extensions are hollow, `__init__` is a low bar.
 */
import { layoutBoxes, nodeAt } from '../profile/flame-layout'
import type { ImportReading, ImportTimes } from '../profile/import-times'
import { importTimes } from '../profile/import-times'
import { SCHEMA } from '../profile/schema'
import type { Profile } from '../profile/tables'
import { formatCount, formatPercent, formatTime } from '../units'
import type { ChartSpec } from './chart-spec'
import type { Element, LegendItem } from './elements'
import { boxes, codeWidth, drawing, fitCode, legend, text, timeAxis } from './elements'
import type { ImportsTimeline } from './imports-timeline'
import { importName, importsTimeline, linesBetween, ownSpans } from './imports-timeline'
import type { ChartTheme } from './theme'
import { inkOn } from './theme'

export interface ImportsView {
  /** Of the drawing, in pixels. */
  readonly width: number
  /** Of the drawing: only the lines that fit are drawn. All of them if left out. */
  readonly height?: number
  /** The first line that is drawn where not all of them fit. */
  readonly firstLine?: number
  readonly blocks?: readonly number[]
  /** Of `blocks`, where it is at hand. */
  readonly timeline?: ImportsTimeline
  readonly layout: 'rows' | 'nested'
  /** What is filled and printed; cumulative if left out. */
  readonly reading?: ImportReading
  /** The visible part of the axis in nanoseconds; all of it if left out. */
  readonly from?: number
  readonly to?: number
  /** Row of `imports` with an outline, -1 for none. */
  readonly selected?: number
  /** 1 for each row of `imports` that a search found; the rest is dimmed. */
  readonly hits?: Uint8Array
}

export const IMPORTS_TOP = 22
export const IMPORTS_LINE = 20
/** Of a bar; in a nested drawing names stand on it. */
const BAR = { rows: 14, nested: 18 }
const GAP = 8
const NAME_SHARE = 0.32
const NAME_MOST = 280
const INDENT = 12
/** Times stand to the right of the last bars. */
const TIME_WIDTH = 64
const KIND = SCHEMA.imports.kind.oneOf

function describe(profile: Profile, row: number): string[] {
  const { imports } = profile
  const time = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? 'not known' : formatTime(value))
  const compile = imports.compilePercent[row] ?? Number.NaN
  const recompile = imports.recompilePercent[row] ?? Number.NaN
  const again = Number.isNaN(recompile) ? '' : ` (${formatPercent(recompile)} of it again)`
  const kind = KIND[imports.kind[row] ?? 0]
  return [
    importName(profile, row),
    ...(kind === 'package' ? [] : [kind === 'init' ? 'runs when the package is loaded' : 'package extension']),
    `inclusive ${time(imports.inclusive[row])}, exclusive ${time(imports.exclusive[row])}`,
    ...(Number.isNaN(compile) ? [] : [`${formatPercent(compile)} compilation time${again}`]),
  ]
}

/** Collects the parts of bars by how they are painted. */
class Bars {
  private readonly lists = new Map<string, { style: Parameters<typeof boxes>[1]; list: number[] }>()
  add(style: Parameters<typeof boxes>[1], dim: boolean, left: number, top: number, width: number, height: number): void {
    if (!(width > 0)) return
    const full = dim ? { ...style, opacity: 0.3 } : style
    const key = JSON.stringify(full)
    let entry = this.lists.get(key)
    if (!entry) this.lists.set(key, (entry = { style: full, list: [] }))
    entry.list.push(left, top, width, height)
  }
  elements(): Element[] {
    return [...this.lists.values()].map(({ style, list }) => boxes(list, style))
  }
}

/** Ids are rows of `imports`. */
export function importsChart(profile: Profile, view: ImportsView, theme: ChartTheme): ChartSpec {
  const { imports } = profile
  const timeline = view.timeline ?? importsTimeline(profile, view.blocks)
  const { tree, names } = timeline
  const from = view.from ?? 0
  const to = view.to ?? (tree.total || 1)
  const inRows = view.layout === 'rows'
  const reading = view.reading ?? 'cumulative'
  const times = importTimes(profile, reading)

  const order = inRows ? linesBetween(timeline, from, to) : timeline.order
  const lines = inRows ? order.length : tree.maxDepth + 1
  const key = legend(legendItems(profile, timeline, theme), theme, view.width, 0)
  const fitting = view.height === undefined ? lines : Math.max(1, Math.floor((view.height - IMPORTS_TOP - GAP - key.height) / IMPORTS_LINE))
  const first = Math.max(0, Math.min(view.firstLine ?? 0, lines - fitting))
  const last = Math.min(lines, first + fitting)
  const shown = last - first
  const keyed = legend(legendItems(profile, timeline, theme), theme, view.width, IMPORTS_TOP + shown * IMPORTS_LINE + GAP)

  const indentOf = (node: number): number => (tree.depth[node] as number) * INDENT
  // Of all lines, so that scrolling moves no bars.
  const widest = inRows ? names.reduce((most, name, node) => Math.max(most, codeWidth(name) + indentOf(node)), 0) : 0
  const nameWidth = inRows ? Math.min(Math.ceil(widest) + 12, NAME_MOST, Math.floor(view.width * NAME_SHARE)) : 0
  const margin = inRows ? TIME_WIDTH : 0
  const plot = Math.max(1, view.width - nameWidth - margin)
  const scale = plot / (to - from)

  const barHeight = BAR[view.layout]
  const bars = new Bars()
  const marks: Element[] = []
  const separators: number[] = []
  const texts: Element[] = []

  /**
   * Paints a node on a line whose top is at `line`. Returns where it ends, the widest stretch that is filled and whether
   * there is a strip on it; undefined if the node is outside the window.
   */
  function paint(node: number, line: number): { end: number; left: number; width: number; strip: boolean } | undefined {
    const row = tree.frame[node] as number
    const kind = KIND[imports.kind[row] ?? 0]
    const dim = view.hits !== undefined && view.hits[row] !== 1
    const start = tree.start[node] as number
    const end = start + (tree.duration[node] as number)
    if (end < from || start > to) return undefined
    const high = kind === 'init' ? barHeight / 2 : barHeight
    const top = line + (IMPORTS_LINE - high) / 2
    const left = Math.max(0, (start - from) * scale)
    const width = Math.min(plot, (end - from) * scale) - left
    const drawn = Math.max(1, width > 3 && !inRows ? width - 1 : width)
    const spans = reading === 'exclusive' ? ownSpans(timeline, node) : [start, end]
    if (reading === 'exclusive') bars.add({ fill: theme.line }, dim, nameWidth + left, line + IMPORTS_LINE / 2 - 1, drawn, 2)
    const filled = { left: 0, width: 0 }
    for (let at = 0; at + 1 < spans.length; at += 2) {
      const x = Math.max(0, ((spans[at] as number) - from) * scale)
      const wide = Math.min(plot, ((spans[at + 1] as number) - from) * scale) - x
      if (wide < 0 || x > plot) continue
      const inner = Math.max(1, wide > 3 && !inRows ? wide - 1 : wide)
      if (inner > filled.width) Object.assign(filled, { left: x, width: inner })
      if (kind === 'extension') bars.add({ fill: theme.background, stroke: theme.phases.load, lineWidth: 2 }, dim, nameWidth + x + 1, top + 1, Math.max(1, inner - 2), high - 2)
      else bars.add({ fill: theme.phases.load }, dim, nameWidth + x, top, inner, high)
    }
    const strip = paintStrip(times, row, spans, (left, right, fill, thin) => {
      const x = Math.max(0, (left - from) * scale)
      const edge = Math.min(plot, (right - from) * scale)
      if (thin) bars.add({ fill: theme.background }, dim, nameWidth + x, top + high - 6, edge - x, 1)
      bars.add({ fill }, dim, nameWidth + x, top + high - 5, edge - x, 5)
    }, theme)
    if (row === view.selected) marks.push(boxes([nameWidth + left - 2, line + 1, drawn + 4, IMPORTS_LINE - 2], { stroke: theme.ink, lineWidth: 2 }))
    return { ...filled, end: left + drawn, strip }
  }

  if (inRows) {
    for (let at = first; at < last; at++) {
      const node = order[at] as number
      const row = tree.frame[node] as number
      const line = IMPORTS_TOP + (at - first) * IMPORTS_LINE
      const before = tree.frame[order[at - 1] ?? -1]
      if (at > first && before !== undefined && imports.block[before] !== imports.block[row]) separators.push(0, line, view.width, 1)
      const dim = view.hits !== undefined && view.hits[row] !== 1
      const shownName = fitCode(names[node] as string, nameWidth - 8 - indentOf(node))
      const weight = row === view.selected ? 'bold' : 'normal'
      texts.push(text(shownName, indentOf(node) + 4, line + IMPORTS_LINE / 2, { fill: dim ? theme.quietInk : theme.ink, font: theme.codeFont, weight }))
      const box = paint(node, line)
      if (!box) continue
      const time = formatTime(times.time[row] as number)
      texts.push(text(time, nameWidth + box.end + 6, line + IMPORTS_LINE / 2, { fill: theme.quietInk, font: theme.font }))
    }
  } else {
    const visible = layoutBoxes(tree, { from, to, pixels: plot, firstDepth: first, lastDepth: last - 1 })
    for (let at = 0; at < visible.length; at++) {
      const node = visible.node[at] as number
      const line = IMPORTS_TOP + ((visible.depth[at] as number) - first) * IMPORTS_LINE
      if (node < 0) {
        bars.add({ fill: theme.merged }, false, visible.left[at] as number, line + (IMPORTS_LINE - barHeight) / 2, Math.max(1, visible.width[at] as number), barHeight)
        continue
      }
      const box = paint(node, line)
      const row = tree.frame[node] as number
      const kind = KIND[imports.kind[row] ?? 0]
      if (!box || kind === 'init') continue
      const shownName = fitCode(names[node] as string, box.width - 7, 11)
      const onBar = kind === 'extension' ? theme.ink : inkOn(theme.phases.load)
      if (shownName !== '') texts.push(text(shownName, box.left + 4, line + (box.strip ? 7.5 : IMPORTS_LINE / 2), { fill: onBar, font: theme.codeFont, size: 10 }))
    }
  }

  const nodeOfPoint = (x: number, y: number): number => {
    const at = first + Math.floor((y - IMPORTS_TOP) / IMPORTS_LINE)
    if (y < IMPORTS_TOP || at >= last || x > view.width) return -1
    return inRows ? (order[at] ?? -1) : nodeAt(tree, from + x / scale, at)
  }
  return {
    label: `Timeline of ${formatCount(tree.length)} loads, ${formatTime(tree.total)} in all`,
    height: IMPORTS_TOP + lines * IMPORTS_LINE + GAP + key.height,
    option: {
      animation: false,
      backgroundColor: theme.background,
      grid: { outerBoundsMode: 'none', left: nameWidth, right: margin, top: IMPORTS_TOP, height: shown * IMPORTS_LINE },
      xAxis: timeAxis(from, to, theme),
      yAxis: { type: 'value', min: 0, max: 1, show: false },
      series: [{ ...drawing([boxes(separators, { fill: theme.line }), ...bars.elements(), ...marks, ...texts]), clip: false }],
      graphic: keyed.graphic,
    },
    plot: { left: nameWidth, right: margin, top: IMPORTS_TOP },
    hit: (x, y) => {
      const node = nodeOfPoint(x, y)
      return node < 0 ? -1 : (tree.frame[node] as number)
    },
    describe: (row) => (row >= 0 && row < imports.length ? describe(profile, row) : []),
  }
}

type PaintStretch = (left: number, right: number, fill: string, first: boolean) => void

/** The compile time of a row from the left of what is filled, compiling again on top of it. False if there is none. */
function paintStrip(times: ImportTimes, row: number, spans: readonly number[], stretch: PaintStretch, theme: ChartTheme): boolean {
  let compile = times.compile[row] as number
  let recompile = times.recompile[row] as number
  if (!(compile > 0)) return false
  for (let at = 0; at + 1 < spans.length && compile > 0; at += 2) {
    const left = spans[at] as number
    const wide = (spans[at + 1] as number) - left
    stretch(left, left + Math.min(wide, compile), theme.phases.compile, true)
    if (recompile > 0) stretch(left, left + Math.min(wide, recompile), theme.phases.recompile, false)
    compile -= wide
    recompile -= wide
  }
  return true
}

/** Only what occurs. */
function legendItems(profile: Profile, { tree }: ImportsTimeline, theme: ChartTheme): LegendItem[] {
  const { imports } = profile
  const some = (test: (row: number) => boolean): boolean => tree.frame.some((row) => test(row))
  const isKind = (kind: (typeof KIND)[number]) => (row: number) => KIND[imports.kind[row] ?? 0] === kind
  return [
    { label: 'package', fill: theme.phases.load, mark: 'box' } as const,
    ...(some(isKind('extension')) ? [{ label: 'extension', fill: theme.phases.load, mark: 'outline' } as const] : []),
    ...(some(isKind('init')) ? [{ label: '__init__', fill: theme.phases.load, mark: 'low' } as const] : []),
    ...(some((row) => (imports.compilePercent[row] ?? 0) > 0) ? [{ label: 'share spent compiling', fill: theme.phases.compile, mark: 'low' } as const] : []),
    ...(some((row) => (imports.recompilePercent[row] ?? 0) > 0) ? [{ label: 'of it compiling again', fill: theme.phases.recompile, mark: 'low' } as const] : []),
  ]
}
