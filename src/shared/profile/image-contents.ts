/**
 * What is in images, added up: packages, in them modules, methods and instances, with the bytes of each kind of code and the time that making it
 * took. A row of `imageItems` counts once, at its own place and at all places above it. Links and sections are apart: they are of a whole image.
 */
import { SCHEMA } from './schema'
import type { Profile } from './tables'
import { textAt } from './tables'

/** What a size can be: bytes of all, of one kind of code, or nanoseconds of inference and code generation. */
export const MEASURES = ['all', 'lowered', 'inferred', 'native', 'data', 'time'] as const
export type Measure = (typeof MEASURES)[number]

export const MEASURE_TITLES: Readonly<Record<Measure, string>> = {
  all: 'All', lowered: 'Lowered', inferred: 'Inferred', native: 'Native', data: 'Data', time: 'Time',
}

type Level = 'root' | 'image' | 'package' | 'module' | 'method' | 'instance'

type State = (typeof SCHEMA)['imageItems']['state']['oneOf'][number]
const STATES: readonly State[] = SCHEMA.imageItems.state.oneOf
/** Is in the file and cannot be used. */
const LOST: ReadonlySet<State> = new Set(['ended', 'invalidated', 'rejected'])

export function itemState(profile: Profile, row: number): State {
  return STATES[profile.imageItems.state[row] ?? 0] ?? 'stored'
}

export function isLost(profile: Profile, row: number): boolean {
  return LOST.has(itemState(profile, row))
}

/** The bytes of a row's own; what is not known counts as none. */
function itemBytes(profile: Profile, row: number): number {
  const { lowered, inferred, native, data } = profile.imageItems
  return (lowered[row] || 0) + (inferred[row] || 0) + (native[row] || 0) + (data[row] || 0)
}

/** Nanoseconds that inferring and generating a row's own code took; 0 where it is not known. */
export function itemTime(profile: Profile, row: number): number {
  return (profile.imageItems.infer[row] || 0) + (profile.imageItems.generate[row] || 0)
}

/** A tree as columns: node 0 is all, parents stand before their children. */
export interface Contents {
  readonly length: number
  readonly level: readonly Level[]
  readonly parent: Int32Array
  /** The name of an image, a package or a module; the signature of a method or an instance. */
  readonly label: readonly string[]
  /** Row of `images` of an image, of `imageItems` of a method or an instance; -1 of others. */
  readonly row: Int32Array
  readonly sums: Readonly<Record<Measure, Float64Array>>
  /** Methods and instances below, or it itself. */
  readonly methods: Int32Array
  readonly instances: Int32Array
  /** Bytes that cannot be used, and bytes that another image holds as well. */
  readonly lost: Float64Array
  readonly merged: Float64Array
  /** For each row of `imageItems` its node, -1 if it is in none of the images. */
  readonly nodeOfRow: Int32Array
  /** Children of a node, in the order of the rows. */
  children(node: number): Int32Array
}

interface Growing {
  level: Level[]
  parent: number[]
  label: string[]
  row: number[]
}

/** Node of each place, made when it is first asked for. */
class Places {
  readonly nodes: Growing = { level: ['root'], parent: [-1], label: [''], row: [-1] }
  private readonly known = new Map<string, number>()

  add(level: Level, parent: number, label: string, row: number): number {
    const { nodes } = this
    nodes.level.push(level)
    nodes.parent.push(parent)
    nodes.label.push(label)
    return nodes.row.push(row) - 1
  }

  of(level: Level, parent: number, label: string, row = -1): number {
    const key = `${parent}\0${level}\0${label}`
    let node = this.known.get(key)
    if (node === undefined) {
      node = this.add(level, parent, label, row)
      this.known.set(key, node)
    }
    return node
  }
}

/** `images`: rows of the table. Several are a level of their own above the packages. */
export function imageContents(profile: Profile, images: readonly number[]): Contents {
  const { imageItems: items, frames, strings } = profile
  const wanted = new Set(images)
  const places = new Places()
  const nodeOfRow = new Int32Array(items.length).fill(-1)
  for (let row = 0; row < items.length; row++) {
    const image = items.image[row] ?? -1
    if (!wanted.has(image)) continue
    const frame = items.frame[row] ?? -1
    const method = nodeOfRow[items.parent[row] ?? -1] ?? -1
    const label = textAt(profile, frames.signature[frame])
    if (method >= 0) {
      nodeOfRow[row] = places.add('instance', method, label, row)
      continue
    }
    const top = images.length > 1 ? places.of('image', 0, textAt(profile, profile.images.name[image]) || `image ${image + 1}`, image) : 0
    const name = textAt(profile, items.package[row])
    const module = strings[frames.module[frame] ?? -1] ?? ''
    const owner = places.of('package', top, name || module.split('.', 1)[0] || 'not known')
    const home = module === '' || module === name ? owner : places.of('module', owner, module)
    nodeOfRow[row] = places.add('method', home, label, row)
  }
  return summed(profile, places.nodes, nodeOfRow)
}

/** Whether a row stands for an instance: those that no row of a method holds do, too. */
function isInstance(profile: Profile, row: number): boolean {
  return (profile.imageItems.parent[row] ?? -1) >= 0 || SCHEMA.frames.kind.oneOf[profile.frames.kind[profile.imageItems.frame[row] ?? -1] ?? 0] !== 'method'
}

function summed(profile: Profile, { level, parent, label, row }: Growing, nodeOfRow: Int32Array): Contents {
  const { length } = level
  const sums = Object.fromEntries(MEASURES.map((measure) => [measure, new Float64Array(length)])) as Record<Measure, Float64Array>
  const [methods, instances] = [new Int32Array(length), new Int32Array(length)]
  const [lost, merged] = [new Float64Array(length), new Float64Array(length)]
  const add = (column: Float64Array | Int32Array, node: number, value: number): void => {
    column[node] = (column[node] as number) + value
  }
  const { imageItems: items } = profile
  for (const [at, node] of nodeOfRow.entries()) {
    if (node < 0) continue
    const bytes = itemBytes(profile, at)
    for (const measure of ['lowered', 'inferred', 'native', 'data'] as const) add(sums[measure], node, items[measure][at] || 0)
    add(sums.all, node, bytes)
    add(sums.time, node, itemTime(profile, at))
    add(isInstance(profile, at) ? instances : methods, node, 1)
    if (isLost(profile, at)) add(lost, node, bytes)
    if (itemState(profile, at) === 'merged') add(merged, node, bytes)
  }
  const parents = Int32Array.from(parent)
  const starts = new Int32Array(length + 1)
  for (let node = length - 1; node > 0; node--) {
    const above = parents[node] as number
    starts[above + 1] = (starts[above + 1] as number) + 1
    for (const column of [...Object.values(sums), methods, instances, lost, merged]) add(column, above, column[node] as number)
  }
  for (let node = 0; node < length; node++) starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number)
  const next = starts.slice()
  const list = new Int32Array(Math.max(0, length - 1))
  for (let node = 1; node < length; node++) {
    const above = parents[node] as number
    list[next[above] as number] = node
    next[above] = (next[above] as number) + 1
  }
  return {
    length, level, parent: parents, label, row: Int32Array.from(row), sums, methods, instances, lost, merged, nodeOfRow,
    children: (node) => list.subarray(starts[node] ?? 0, starts[node + 1] ?? 0),
  }
}

/** From below the root down to the node. */
export function pathOf({ parent }: Contents, node: number): number[] {
  const path: number[] = []
  for (let at = node; at > 0; at = parent[at] ?? -1) path.unshift(at)
  return path
}

/** Rows of `imageItems` at the node and below it, ascending. */
export function rowsBelow({ parent, nodeOfRow }: Contents, node: number): Int32Array {
  const inside = new Uint8Array(parent.length)
  inside[node] = 1
  // Parents stand before their children.
  for (let at = node + 1; at < parent.length; at++) inside[at] = inside[parent[at] as number] as number
  const rows: number[] = []
  for (let row = 0; row < nodeOfRow.length; row++) if (inside[nodeOfRow[row] as number] === 1) rows.push(row)
  return Int32Array.from(rows)
}
