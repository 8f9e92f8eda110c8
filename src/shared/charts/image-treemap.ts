/**
 * What is in images as nested boxes: packages, in them modules, methods and instances, each as large as its share of the measure. What would be
 * too small to see is one box with its neighbours, so that what is drawn depends on the pixels and not on the number of instances.
 */
import type { TreemapSeriesOption } from 'echarts'
import type { Contents, Measure } from '../profile/image-contents'
import { MEASURE_TITLES, pathOf } from '../profile/image-contents'
import { formatBytes, formatCount, formatPercent, formatTime } from '../units'
import { shortSignature } from '../signature/short'
import type { ChartSpec } from './chart-spec'
import { plain } from './chart-spec'
import { TEXT_SIZE } from './elements'
import type { ChartTheme } from './theme'
import { inkOn, moduleColour } from './theme'

export interface TreemapView {
  readonly measure: Measure
  /** Of the drawing, in pixels. */
  readonly width: number
  readonly height: number
  /** Node whose content is drawn; all if left out. */
  readonly root?: number
  /** Node with an outline, -1 for none. */
  readonly selected?: number
  /** 1 for each node that the search hits: the others step back. */
  readonly hits?: Uint8Array
}

type Box = NonNullable<TreemapSeriesOption['data']>[number]

/** Boxes of less than so many square pixels become one with their neighbours; what is in boxes of less than that is not drawn. */
const LEAST_AREA = 48
const LEAST_NEST = 5000
/** Levels below the root that are drawn inside one another. */
const MOST_DEPTH = 3
const HEADING = 18
const FADED = 0.25
/** Sides of a square box, in pixels, from which on it has room for a name. */
const LEAST_NAMED = 44
const LONGEST_NAME = 80

export function measureText(measure: Measure, value: number): string {
  return measure === 'time' ? formatTime(value) : formatBytes(value)
}

/** The colour of a node: that of its package, or of its module where all is of one package; red if most of it cannot be used. */
function nodeColour(contents: Contents, node: number, theme: ChartTheme, onePackage: boolean): string {
  const all = contents.sums.all[node] ?? 0
  if (all > 0 && (contents.lost[node] ?? 0) > all / 2) return theme.lost
  if (all > 0 && (contents.merged[node] ?? 0) > all / 2) return theme.merged
  for (let at = node; at > 0; at = contents.parent[at] ?? -1) {
    const level = contents.level[at]
    // A dot would give all modules of a package the colour of the package.
    if (onePackage && level === 'module') return moduleColour((contents.label[at] ?? '').replaceAll('.', '/'), theme)
    if (level === 'package') return moduleColour(contents.label[at] ?? '', theme)
  }
  return theme.noModule
}

/** How a node is called inside the box of its parent: a module without the name of its package. */
export function nodeName(contents: Contents, node: number, maxLength?: number): string {
  const label = contents.label[node] ?? ''
  const level = contents.level[node]
  if (level === 'method' || level === 'instance') return shortSignature(plain(label, 4000), { hideModules: true, ...(maxLength === undefined ? {} : { maxLength }) })
  const owner = contents.label[contents.parent[node] ?? -1] ?? ''
  return plain(level === 'module' && label.startsWith(`${owner}.`) ? label.slice(owner.length + 1) : label, maxLength)
}

/** Children of a node by size; without those that have nothing of it. */
export function childrenBySize(contents: Contents, node: number, measure: Measure): number[] {
  const size = contents.sums[measure]
  return [...contents.children(node)].filter((child) => (size[child] ?? 0) > 0).sort((a, b) => (size[b] ?? 0) - (size[a] ?? 0) || a - b)
}

/** Ids are nodes; those of boxes that stand for several small ones are `length` and above: the node that they are in, added. */
export function imageTreemap(contents: Contents, view: TreemapView, theme: ChartTheme): ChartSpec {
  const { measure, root = 0, selected = -1, hits } = view
  const size = contents.sums[measure]
  const total = size[root] ?? 0
  const area = Math.max(1, view.width * view.height)
  const colours = new Map<number, string>()
  const onePackage = new Set(contents.label.filter((_, node) => contents.level[node] === 'package')).size === 1
  const colourOf = (node: number): string => {
    let colour = colours.get(node)
    if (colour === undefined) colours.set(node, (colour = nodeColour(contents, node, theme, onePackage)))
    return colour
  }
  const pixels = (value: number): number => (value / total) * area
  const way = new Set(pathOf(contents, selected))
  /** Methods and instances that were drawn as one with others, by the node they are in. */
  const others = new Map<number, { readonly count: number; readonly value: number }>()

  const boxesIn = (node: number, depth: number): Box[] => {
    const children = childrenBySize(contents, node, measure)
    const [only] = children
    // The image of a package that holds nothing of other packages.
    if (only !== undefined && children.length === 1 && contents.level[node] === 'image' && contents.label[only] === contents.label[node]) return boxesIn(only, depth)
    const shown = children.filter((child) => pixels(size[child] ?? 0) >= LEAST_AREA || child === selected)
    const inside = shown.reduce((sum, child) => sum + (size[child] ?? 0), 0)
    const small = children.length - shown.length
    const rest = children.reduce((sum, child) => sum + (size[child] ?? 0), 0) - inside
    const boxes = shown.map((child): Box => {
      const value = size[child] ?? 0
      const fill = colourOf(child)
      const hasMore = depth < MOST_DEPTH && pixels(value) >= LEAST_NEST
      const below = hasMore && contents.level[child] !== 'method' ? boxesIn(child, depth + 1) : []
      const side = Math.sqrt(pixels(value))
      const name = nodeName(contents, child, LONGEST_NAME)
      const isCode = contents.level[child] === 'method' || contents.level[child] === 'instance'
      const faded = hits !== undefined && hits[child] !== 1
      // What is selected inside of a box that shows nothing of it is in that box.
      const marked = child === selected || (below.length === 0 && way.has(child))
      return {
        id: String(child),
        name,
        value,
        emphasis: { disabled: true },
        itemStyle: {
          color: fill, borderColor: marked ? theme.accent : below.length > 0 ? theme.line : theme.background, borderWidth: marked ? 3 : below.length > 0 ? 1 : 0.5,
          ...(below.length > 0 ? { gapWidth: 1 } : {}),
          ...(faded && below.length === 0 ? { opacity: FADED } : {}),
        },
        label: { show: side > LEAST_NAMED && below.length === 0, color: inkOn(fill), fontFamily: isCode ? theme.codeFont : theme.font },
        upperLabel: { show: below.length > 0, height: HEADING, color: theme.ink, backgroundColor: theme.background, formatter: () => `${name}  ${measureText(measure, value)}` },
        ...(below.length > 0 ? { children: below } : {}),
      }
    })
    if (small > 0 && rest > 0) {
      others.set(node, { count: small, value: rest })
      boxes.push({
        id: String(contents.length + node), name: `+${formatCount(small)}`, value: rest,
        emphasis: { disabled: true },
        itemStyle: { color: theme.noModule, borderColor: theme.background, borderWidth: 0.5, ...(hits === undefined ? {} : { opacity: FADED }) },
        label: { show: Math.sqrt(pixels(rest)) > LEAST_NAMED, fontFamily: theme.font, color: inkOn(theme.noModule) },
        upperLabel: { show: false },
      })
    }
    return boxes
  }

  const data = total > 0 ? boxesIn(root, 1) : []
  const largest = childrenBySize(contents, root, measure).slice(0, 3)
  const named = largest.map((node) => `${nodeName(contents, node, 60)} ${formatPercent((100 * (size[node] ?? 0)) / (total || 1))}`)
  const what = measure === 'all' ? 'bytes' : measure === 'time' ? 'time to make' : `bytes of ${MEASURE_TITLES[measure].toLowerCase()} code`
  return {
    label: `${measureText(measure, total)} by ${what}${named.length > 0 ? `: ${named.join(', ')}` : ''}`,
    option: {
      animation: false,
      backgroundColor: theme.background,
      series: [{
        type: 'treemap', roam: false, nodeClick: false, breadcrumb: { show: false }, animation: false, left: 0, top: 0, right: 0, bottom: 0,
        width: '100%', height: '100%', visibleMin: 0, childrenVisibleMin: 0, sort: 'desc', squareRatio: 1.2,
        label: { fontSize: TEXT_SIZE, position: 'insideTopLeft', distance: 4, overflow: 'truncate', ellipsis: '…' },
        upperLabel: { show: false, fontFamily: theme.font, fontSize: TEXT_SIZE, padding: [0, 4], overflow: 'truncate', ellipsis: '…' },
        levels: [{ upperLabel: { show: false }, itemStyle: { borderWidth: 0, gapWidth: 1, borderColor: theme.background, color: theme.background } }],
        data,
      }],
    },
    describe: (id) => describe(contents, measure, id, others),
  }
}

function describe(contents: Contents, measure: Measure, id: number, others: ReadonlyMap<number, { readonly count: number; readonly value: number }>): string[] {
  const merged = others.get(id - contents.length)
  if (merged) return [`${formatCount(merged.count)} more`, `${measureText(measure, merged.value)} together: too small to be drawn one by one`]
  if (id <= 0 || id >= contents.length) return []
  const { sums, level, label, methods, instances, lost, merged: again } = contents
  const kinds = (['lowered', 'inferred', 'native', 'data'] as const).filter((kind) => (sums[kind][id] ?? 0) > 0)
  const inside = level[id] === 'method' || level[id] === 'instance' ? [] : [`${formatCount(methods[id] ?? 0)} methods`]
  return [
    plain(label[id] ?? ''),
    [formatBytes(sums.all[id] ?? 0), ...kinds.map((kind) => `${MEASURE_TITLES[kind].toLowerCase()} ${formatBytes(sums[kind][id] ?? 0)}`)].join(', '),
    ...(level[id] === 'instance' ? [] : [[...inside, `${formatCount(instances[id] ?? 0)} instances`].join(', ')]),
    ...((sums.time[id] ?? 0) > 0 ? [`${formatTime(sums.time[id] ?? 0)} to make`] : []),
    ...((lost[id] ?? 0) > 0 ? [`${formatBytes(lost[id] ?? 0)} cannot be used`] : []),
    ...((again[id] ?? 0) > 0 ? [`${formatBytes(again[id] ?? 0)} that another image holds as well`] : []),
  ]
}
