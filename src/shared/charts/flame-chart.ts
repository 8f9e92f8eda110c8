/**
 * The flame graph of a window of a flame tree. Boxes are merged to what can be seen (`layoutBoxes`) and drawn as one
 * shape for each colour, so a frame costs pixels, not calls; the pointer is answered by a search in the tree instead of
 * by drawn objects.
 *
 * Red is not precompilable and orange is constant propagation, as in SnoopCompile's flame graphs; they also have a line
 * below or above, for eyes that do not tell the two. Every other box has the colour of its package, or of its file
 * where no module is known.
 */
import type { FlameTree } from '../profile/flame-layout'
import { layoutBoxes, nodeAt } from '../profile/flame-layout'
import { CALL_FLAG } from '../profile/schema'
import type { Profile } from '../profile/tables'
import { textAt } from '../profile/tables'
import { formatBytes, formatCount, formatPercent, formatTime } from '../units'
import type { ChartSpec } from './chart-spec'
import { plain } from './chart-spec'
import type { Element, LegendItem } from './elements'
import { boxes, drawing, fitCode, legend, text, timeAxis } from './elements'
import type { ChartTheme } from './theme'
import { inkOn, moduleColour } from './theme'

export const FLAME_ROW = 18
/** Height of the axis above the boxes. */
export const FLAME_TOP = 22
/** More boxes than this are not drawn; the narrowest are merged instead. */
const MAX_BOXES = 12_000
const MAX_LABELS = 600
/** At least this much of a box must be free for text. */
const LABEL_SIZE = 11
/** Pixels of a box in which some letters fit. */
const LEAST_LABELLED = 28

export interface FlameView {
  readonly flame: FlameTree
  /** The visible part of the axis. */
  readonly from: number
  readonly to: number
  /** Of the drawing, in pixels. */
  readonly width: number
  readonly height: number
  /** Depth of the first visible level; default 0. */
  readonly firstDepth?: number
  /** `up` puts depth 0 at the bottom, for callers above a sandwich; default `down`. */
  readonly direction?: 'down' | 'up'
  /** 1 for each frame that a search found; the rest is dimmed. */
  readonly hits?: Uint8Array
  /** Node with a strong outline, -1 for none. */
  readonly selected?: number
  /** Frame whose boxes have a thin outline, -1 for none. */
  readonly selectedFrame?: number
  /** What shares are of; default the width of the tree, in which there may be gaps. */
  readonly whole?: number
  /** Of the numbers of the tree; default nanoseconds. */
  readonly unit?: 'nanoseconds' | 'bytes' | 'count'
  /** Draws what the colours mean below the boxes; for drawings that are saved. */
  readonly legend?: boolean
  /** How a frame is written; default its name. */
  readonly nameOf?: (frame: number) => string
}

const LEGEND = (theme: ChartTheme): LegendItem[] => [
  { label: 'not precompilable', fill: theme.lost, mark: 'underline' },
  { label: 'constant propagation', fill: theme.constProp, mark: 'overline' },
  { label: 'coloured by package', fill: theme.modules[6] ?? theme.noModule },
  { label: 'several, too narrow to draw', fill: theme.merged },
]

export function formatFlameValue(value: number, unit: FlameView['unit']): string {
  return unit === 'bytes' ? formatBytes(value) : unit === 'count' ? formatCount(value) : formatTime(value)
}

/** How many levels fit into a drawing of `height` pixels. */
export function flameRows(height: number): number {
  return Math.max(1, Math.floor((height - FLAME_TOP) / FLAME_ROW))
}

/** What gives a frame its colour: its package, or its file where no module is known; '' for neither. */
export function flameFamily(profile: Profile, frame: number): string {
  const module = textAt(profile, profile.frames.module[frame])
  if (module !== '') return module.split('.', 1)[0] ?? ''
  return textAt(profile, profile.frames.file[frame]).split(/[/\\]/).at(-1) ?? ''
}

/** The colour of a box. `known` keeps those of frames, for as long as the theme is the same. */
export function flameFill(profile: Profile, flame: FlameTree, node: number, theme: ChartTheme, known: Map<number, string>): string {
  const flags = flame.flags[node] as number
  if (flags & CALL_FLAG.notPrecompilable) return theme.lost
  if (flags & CALL_FLAG.constProp) return theme.constProp
  const frame = flame.frame[node] as number
  let colour = known.get(frame)
  if (colour === undefined) known.set(frame, (colour = moduleColour(flameFamily(profile, frame), theme)))
  return colour
}

function shares(profile: Profile, view: FlameView, node: number): string[] {
  const { flame, unit } = view
  const frame = flame.frame[node] as number
  const value = (number: number): string => (Number.isNaN(number) ? 'not known' : formatFlameValue(number, unit))
  const inclusive = flame.inclusive[node] as number
  const whole = view.whole ?? flame.total
  const share = whole > 0 && !Number.isNaN(inclusive) ? ` (${formatPercent((100 * inclusive) / whole)})` : ''
  const file = textAt(profile, profile.frames.file[frame])
  const module = textAt(profile, profile.frames.module[frame])
  const count = flame.count[node] as number
  const flags = flame.flags[node] as number
  return [
    plain(textAt(profile, profile.frames.signature[frame]) || textAt(profile, profile.frames.name[frame]) || '(unnamed)'),
    `inclusive ${value(inclusive)}${share}, exclusive ${value(flame.self[node] as number)}`,
    ...(count > 1 ? [`${formatCount(count)} calls`] : []),
    ...(module === '' && file === '' ? [] : [plain([module && `in ${module}`, file && `${file}:${profile.frames.line[frame] as number}`].filter(Boolean).join(', '))]),
    ...(flags & CALL_FLAG.notPrecompilable ? ['not precompilable'] : []),
    ...(flags & CALL_FLAG.constProp ? ['constant propagation'] : []),
    ...(flags & CALL_FLAG.runtimeDispatch ? ['runtime dispatch'] : []),
    ...(flags & CALL_FLAG.gc ? ['garbage collection'] : []),
    ...(flags & CALL_FLAG.cut ? ['the tool printed nothing below'] : []),
  ]
}

/** Ids are nodes of the flame tree. */
export function flameChart(profile: Profile, view: FlameView, theme: ChartTheme): ChartSpec {
  const { flame, from, to, width, height, hits } = view
  const up = view.direction === 'up'
  const key = view.legend ? legend(LEGEND(theme), theme, width, height - 24) : undefined
  const rows = flameRows(height - (key ? 24 : 0))
  const firstDepth = Math.max(0, Math.floor(view.firstDepth ?? 0))
  const visible = layoutBoxes(flame, { from, to, pixels: width, firstDepth, lastDepth: firstDepth + rows - 1, maxBoxes: MAX_BOXES })
  const topOf = (depth: number): number => FLAME_TOP + (up ? rows - 1 - (depth - firstDepth) : depth - firstDepth) * FLAME_ROW
  const nameOf = view.nameOf ?? ((frame: number) => textAt(profile, profile.frames.name[frame]) || textAt(profile, profile.frames.signature[frame]))

  const fills = new Map<string, { bright: number[]; dim: number[] }>()
  const lists = { found: [] as number[], below: [] as number[], above: [] as number[], sameFrame: [] as number[] }
  const labels: { width: number; element: Element }[] = []
  const colours = new Map<number, string>()
  for (let at = 0; at < visible.length; at++) {
    const node = visible.node[at] as number
    const frame = node < 0 ? -1 : (flame.frame[node] as number)
    const fill = node < 0 ? theme.merged : flameFill(profile, flame, node, theme, colours)
    const left = visible.left[at] as number
    const wide = visible.width[at] as number
    const top = topOf(visible.depth[at] as number)
    // A pixel between neighbours, where there is one to spare.
    const inner = wide > 3 ? wide - 1 : Math.max(wide, 0.5)
    const box = [left, top, inner, FLAME_ROW - 1]
    const isHit = hits?.[frame] === 1
    const dim = hits !== undefined && !isHit
    let list = fills.get(fill)
    if (!list) fills.set(fill, (list = { bright: [], dim: [] }))
    const into = dim ? list.dim : list.bright
    into.push(left, top, inner, FLAME_ROW - 1)
    if (isHit) lists.found.push(...box)
    if (node < 0) continue
    if (frame === view.selectedFrame && node !== view.selected) lists.sameFrame.push(...box)
    const flags = flame.flags[node] as number
    if (flags & CALL_FLAG.notPrecompilable) lists.below.push(left, top + FLAME_ROW - 4, inner, 2)
    else if (flags & CALL_FLAG.constProp) lists.above.push(left, top + 1, inner, 2)
    // Most boxes have no room for text: their names are not even made.
    const label = inner < LEAST_LABELLED ? '' : fitCode(plain(nameOf(frame)), inner - 8, LABEL_SIZE)
    if (label === '') continue
    const style = { fill: dim ? theme.quietInk : inkOn(fill), font: theme.codeFont, size: LABEL_SIZE }
    labels.push({ width: wide, element: text(label, left + 4, top + FLAME_ROW / 2 - 0.5, style) })
  }
  if (labels.length > MAX_LABELS) labels.sort((left, right) => right.width - left.width).length = MAX_LABELS

  const elements: Element[] = []
  for (const [fill, { bright, dim }] of fills) {
    if (dim.length > 0) elements.push(boxes(dim, { fill, opacity: 0.3 }))
    if (bright.length > 0) elements.push(boxes(bright, { fill }))
  }
  if (lists.below.length > 0) elements.push(boxes(lists.below, { fill: theme.ink, opacity: hits ? 0.3 : 0.8 }))
  if (lists.above.length > 0) elements.push(boxes(lists.above, { fill: theme.ink, opacity: hits ? 0.3 : 0.8 }))
  if (lists.found.length > 0) elements.push(boxes(lists.found, { stroke: theme.accent, lineWidth: 1 }))
  if (lists.sameFrame.length > 0) elements.push(boxes(lists.sameFrame, { stroke: theme.ink, lineWidth: 1 }))
  elements.push(...labels.map(({ element }) => element))
  const outline = outlineOf(view, rows, firstDepth, topOf)
  if (outline) elements.push(boxes(outline, { stroke: theme.ink, lineWidth: 2 }))

  const unit = view.unit ?? 'nanoseconds'
  const axis = timeAxis(from, to, theme)
  return {
    label: `Flame graph of ${formatCount(flame.length)} boxes, ${formatFlameValue(flame.total, unit)} in all, ${flame.maxDepth + 1} levels`,
    height: FLAME_TOP + (flame.maxDepth + 1) * FLAME_ROW + (key ? 24 : 0),
    option: {
      animation: false,
      backgroundColor: theme.background,
      grid: { outerBoundsMode: 'none', left: 0, right: 0, top: FLAME_TOP, bottom: key ? 24 : 0 },
      xAxis: {
        ...axis,
        ...(unit === 'nanoseconds' ? {} : { axisLabel: { ...axis.axisLabel, formatter: (value: number) => (value === from || value === to ? '' : formatFlameValue(value, unit)) } }),
      } as typeof axis,
      yAxis: { type: 'value', min: 0, max: 1, show: false },
      series: [drawing(elements)],
      ...(key ? { graphic: key.graphic } : {}),
    },
    plot: { left: 0, right: 0, top: FLAME_TOP },
    hit: (x, y) => {
      if (y < FLAME_TOP || x < 0 || x > width) return -1
      const row = Math.floor((y - FLAME_TOP) / FLAME_ROW)
      if (row >= rows) return -1
      return nodeAt(flame, from + (x / width) * (to - from), firstDepth + (up ? rows - 1 - row : row))
    },
    describe: (node) => (node >= 0 && node < flame.length ? shares(profile, view, node) : []),
  }
}

/** The outline of the selected node, cut at the window; undefined if it is not seen. */
function outlineOf(view: FlameView, rows: number, firstDepth: number, topOf: (depth: number) => number): number[] | undefined {
  const { flame, from, to, width, selected = -1 } = view
  if (selected < 0 || selected >= flame.length) return undefined
  const depth = flame.depth[selected] as number
  if (depth < firstDepth || depth >= firstDepth + rows) return undefined
  const scale = width / (to - from)
  const left = Math.max(0, ((flame.start[selected] as number) - from) * scale)
  const right = Math.min(width, ((flame.start[selected] as number) + (flame.duration[selected] as number) - from) * scale)
  if (right < 0 || left > width) return undefined
  return [left + 1, topOf(depth) + 1, Math.max(2, right - left - 3), FLAME_ROW - 3]
}
