/**
 * Package loads on a time axis. `rows`: one line for each load, names indented by nesting at the left, so that all can be
 * read. `nested`: loads above what they loaded, as in a flame graph; loads whose nesting is not known stand one after another.
 *
 * A bar is the inclusive time. The strip along its lower edge is the share spent compiling, of which the darker part from
 * the left is compiling again. Extensions are hollow, `__init__` is a low bar.
 */
import type { FlameTree } from '../profile/flame-layout'
import { nodeAt, timeOrder } from '../profile/flame-layout'
import { SCHEMA } from '../profile/schema'
import type { CallTree, Profile } from '../profile/tables'
import { textAt } from '../profile/tables'
import { formatPercent, formatTime } from '../units'
import type { ChartSpec } from './chart-spec'
import { plain } from './chart-spec'
import type { Element, LegendItem } from './elements'
import { boxes, codeWidth, drawing, fitCode, legend, text, timeAxis } from './elements'
import type { ChartTheme } from './theme'
import { inkOn } from './theme'

export interface ImportsView {
  /** Of the drawing, in pixels. */
  readonly width: number
  readonly blocks?: readonly number[]
  readonly layout: 'rows' | 'nested'
  /** The visible part of the axis in nanoseconds; all of it if left out. */
  readonly from?: number
  readonly to?: number
  /** Row of `imports` with an outline, -1 for none. */
  readonly selected?: number
  /** 1 for each row of `imports` that a search found; the rest is dimmed. */
  readonly hits?: Uint8Array
}

const TOP = 22
const ROW = 20
const BAR = 14
const NAME_SHARE = 0.32
const NAME_MOST = 280
const INDENT = 12
const KIND = SCHEMA.imports.kind.oneOf

/** The loads as a tree of boxes: `frame` of a node is its row in `imports`. */
export function importsTimeline(profile: Profile, blocks?: readonly number[]): FlameTree {
  const { imports } = profile
  const none = new Int32Array(imports.length).fill(-1)
  const rows = new Int32Array(imports.length)
  for (let row = 0; row < rows.length; row++) rows[row] = row
  const { length, parent, start, inclusive, exclusive, block, line } = imports
  const calls: CallTree = { length, parent, start, inclusive, exclusive, block, line, frame: rows, children: none, flags: new Uint8Array(length) }
  return timeOrder(calls, blocks)
}

function nameOf(profile: Profile, row: number): string {
  const name = textAt(profile, profile.imports.name[row])
  const owner = textAt(profile, profile.imports.owner[row])
  return plain(owner === '' ? name : `${owner} → ${name}`)
}

function describe(profile: Profile, row: number): string[] {
  const { imports } = profile
  const time = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? 'not known' : formatTime(value))
  const compile = imports.compilePercent[row] ?? Number.NaN
  const recompile = imports.recompilePercent[row] ?? Number.NaN
  const again = Number.isNaN(recompile) ? '' : ` (${formatPercent(recompile)} of it again)`
  const kind = KIND[imports.kind[row] ?? 0]
  return [
    nameOf(profile, row),
    ...(kind === 'package' ? [] : [kind === 'init' ? 'runs when the package is loaded' : 'package extension']),
    `inclusive ${time(imports.inclusive[row])}, exclusive ${time(imports.exclusive[row])}`,
    ...(Number.isNaN(compile) ? [] : [`${formatPercent(compile)} compilation time${again}`]),
  ]
}

/** Nodes in the order in which rows are read: parents, then what they loaded. */
function readingOrder(tree: FlameTree): number[] {
  const order: number[] = []
  const firstChild = new Int32Array(tree.length).fill(-1)
  for (let node = tree.length - 1; node >= 0; node--) {
    const up = tree.parent[node] as number
    if (up >= 0) firstChild[up] = node
  }
  const visit = (node: number): void => {
    order.push(node)
    for (let child = firstChild[node] as number; child >= 0 && tree.parent[child] === node; child++) visit(child)
  }
  for (let root = 0; root < (tree.levels[1] ?? 0); root++) visit(root)
  return order
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
  const tree = importsTimeline(profile, view.blocks)
  const from = view.from ?? 0
  const to = view.to ?? (tree.total || 1)
  const inRows = view.layout === 'rows'
  const order = inRows ? readingOrder(tree) : Array.from({ length: tree.length }, (_, node) => node)
  const widest = order.reduce((most, node) => Math.max(most, codeWidth(nameOf(profile, tree.frame[node] as number)) + (tree.depth[node] as number) * INDENT), 0)
  const names = inRows ? Math.min(Math.ceil(widest) + 12, NAME_MOST, Math.floor(view.width * NAME_SHARE)) : 0
  // Times stand to the right of the last bars.
  const margin = inRows ? 64 : 0
  const plot = Math.max(1, view.width - names - margin)
  const scale = plot / (to - from)
  const rows = inRows ? order.length : tree.maxDepth + 1
  const key = legend(legendItems(profile, tree, theme), theme, view.width, TOP + rows * ROW + 8)

  const bars = new Bars()
  const marks: Element[] = []
  const separators: number[] = []
  const texts: Element[] = []
  for (const [at, node] of order.entries()) {
    const row = tree.frame[node] as number
    const before = tree.frame[order[at - 1] ?? -1]
    if (inRows && before !== undefined && imports.block[before] !== imports.block[row]) separators.push(0, TOP + at * ROW, view.width, 1)
    const kind = KIND[imports.kind[row] ?? 0]
    const dim = view.hits !== undefined && view.hits[row] !== 1
    const line = TOP + (inRows ? at : (tree.depth[node] as number)) * ROW
    const start = ((tree.start[node] as number) - from) * scale
    const end = start + (tree.duration[node] as number) * scale
    const left = Math.max(0, start)
    const width = Math.min(plot, end) - left
    const seen = end >= 0 && start <= plot
    const drawn = Math.max(1, width > 3 && !inRows ? width - 1 : width)
    const high = kind === 'init' ? BAR / 2 : BAR
    // Of the whole bar, however little of it is seen; above 100 is a fault of rounding in the tool.
    const share = Math.min(1, (imports.compilePercent[row] as number) / 100)
    const top = line + (ROW - high) / 2
    if (seen) {
      if (kind === 'extension') bars.add({ fill: theme.background, stroke: theme.phases.load, lineWidth: 2 }, dim, names + left + 1, top + 1, Math.max(1, drawn - 2), high - 2)
      else bars.add({ fill: theme.phases.load }, dim, names + left, top, drawn, high)
      const again = Math.min(1, (imports.recompilePercent[row] as number) / 100)
      const strip = (part: number, fill: string): void => {
        const right = Math.min(plot, start + (end - start) * part)
        if (right > left) bars.add({ fill }, dim, names + left, top + high - 5, right - left, 5)
      }
      if (share > 0) {
        bars.add({ fill: theme.background }, dim, names + left, top + high - 6, Math.min(plot, start + (end - start) * share) - left, 1)
        strip(share, theme.phases.compile)
        if (again > 0) strip(share * again, theme.phases.recompile)
      }
      if (row === view.selected) marks.push(boxes([names + left - 2, line + 1, drawn + 4, ROW - 2], { stroke: theme.ink, lineWidth: 2 }))
    }
    const name = nameOf(profile, row)
    if (inRows) {
      const indent = (tree.depth[node] as number) * INDENT
      const shown = fitCode(name, names - 8 - indent)
      texts.push(text(shown, indent + 4, line + ROW / 2, { fill: dim ? theme.quietInk : theme.ink, font: theme.codeFont }))
      if (seen) {
        const time = tree.inclusive[node] as number
        texts.push(text(formatTime(time), names + left + drawn + 6, line + ROW / 2, { fill: theme.quietInk, font: theme.font }))
      }
    } else if (seen && kind !== 'init') {
      const shown = fitCode(name, width - 8, 11)
      const onBar = kind === 'extension' ? theme.ink : inkOn(theme.phases.load)
      if (shown !== '') texts.push(text(shown, left + 4, share > 0 ? top + 4.5 : line + ROW / 2, { fill: onBar, font: theme.codeFont, size: 10 }))
    }
  }
  const nodeOfLine = (x: number, y: number): number => {
    const at = Math.floor((y - TOP) / ROW)
    if (y < TOP || at >= rows || x > view.width) return -1
    if (inRows) return order[at] ?? -1
    return nodeAt(tree, from + x / scale, at)
  }
  return {
    label: `Timeline of ${order.length} loads, ${formatTime(tree.total)} in all`,
    height: TOP + rows * ROW + 8 + key.height,
    option: {
      animation: false,
      backgroundColor: theme.background,
      grid: { left: names, right: margin, top: TOP, height: rows * ROW },
      xAxis: timeAxis(from, to, theme),
      yAxis: { type: 'value', min: 0, max: 1, show: false },
      series: [{ ...drawing([boxes(separators, { fill: theme.line }), ...bars.elements(), ...marks, ...texts]), clip: false }],
      graphic: key.graphic,
    },
    plot: { left: names, right: margin, top: TOP },
    hit: (x, y) => {
      const node = nodeOfLine(x, y)
      return node < 0 ? -1 : (tree.frame[node] as number)
    },
    describe: (row) => (row >= 0 && row < imports.length ? describe(profile, row) : []),
  }
}

/** Only what occurs. */
function legendItems(profile: Profile, tree: FlameTree, theme: ChartTheme): LegendItem[] {
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

