/**
 * The same thing in other parts: where a method instance, its function or its package occurs again. Tools print the same
 * instance in different words (`f(::Vector{Int64})`, `Tuple{typeof(Main.f), Array{Int64, 1}}`), so signatures are compared
 * by their keys; functions by name and module, where both are printed. The index of a profile is made once; the keys of
 * signatures, which take time, only for frames of the function asked for.
 */
import { signatureKey, writtenFunction, writtenName } from '../signature/key'
import type { ColumnSpec, PartName } from './schema'
import { PARTS, SCHEMA } from './schema'
import type { Profile } from './tables'
import { textAt } from './tables'

export interface Occurrence {
  readonly part: PartName
  /** `instance`: the same argument types; `method`: the same function for other types; `package`: the same package. */
  readonly by: 'instance' | 'method' | 'package'
  /** Ascending. */
  readonly rows: Int32Array
}

/** Columns of each part that are frames; the first is what the row is about. */
const FRAME_COLUMNS = Object.fromEntries(
  PARTS.map((part) => [part, Object.entries<ColumnSpec>(SCHEMA[part]).flatMap(([name, spec]) => (spec.refers === 'frames' ? [name] : []))]),
) as unknown as Readonly<Record<PartName, readonly string[]>>

/** Columns of each part that are names of packages. */
const PACKAGE_COLUMNS: Readonly<Partial<Record<PartName, readonly string[]>>> = {
  imports: ['name', 'owner'],
  builds: ['name', 'owner'],
  unsaved: ['package'],
  rejections: ['package'],
  packages: ['name'],
  images: ['name'],
  counts: ['name'],
}

/** Rows of a part by frame: those of frame `f` are `rows[starts[f]]` up to `rows[starts[f + 1]]`, ascending. */
interface RowsByFrame {
  readonly starts: Int32Array
  readonly rows: Int32Array
}

interface LinkIndex {
  /** The function that each frame is about, hidden ones under the name that was written. */
  readonly names: readonly string[]
  readonly framesOfName: ReadonlyMap<string, readonly number[]>
  readonly framesOfPackage: ReadonlyMap<string, readonly number[]>
  readonly rows: ReadonlyMap<PartName, RowsByFrame>
  /** Loads, builds and counts of a package. */
  readonly packageRows: ReadonlyMap<string, readonly Occurrence[]>
  /** Keys of signatures, as far as they were asked for. */
  readonly keys: Map<number, string>
}

const indexes = new WeakMap<Profile, LinkIndex>()

function column(profile: Profile, part: PartName, name: string): ArrayLike<number> {
  return (profile[part] as unknown as Readonly<Record<string, ArrayLike<number>>>)[name] ?? []
}

/** The frame that a row is about, -1 if it is about none. */
export function frameOfRow(profile: Profile, part: PartName, row: number): number {
  const [name] = FRAME_COLUMNS[part]
  return name === undefined ? -1 : (column(profile, part, name)[row] ?? -1)
}

/** `A` of `A.B.C`. */
export function rootModule(module: string): string {
  return module.split('.', 1)[0] ?? ''
}

/** `Pkg` of `Pkg.Sub.__init__()`, which is a row of its own among the loads; any other name as it is. */
function packageName(name: string): string {
  return name.endsWith('.__init__()') ? rootModule(name) : name
}

/** The package that a row is about: its name, or the root module of its frame; '' if neither is known. */
export function packageOfRow(profile: Profile, part: PartName, row: number): string {
  const [name] = PACKAGE_COLUMNS[part] ?? []
  if (name !== undefined) return packageName(textAt(profile, column(profile, part, name)[row]))
  return rootModule(textAt(profile, profile.frames.module[frameOfRow(profile, part, row)]))
}

function rowsByFrame(profile: Profile, part: PartName): RowsByFrame {
  const columns = FRAME_COLUMNS[part].map((name) => column(profile, part, name))
  const { length } = profile[part]
  const starts = new Int32Array(profile.frames.length + 1)
  const visit = (use: (frame: number, row: number) => void): void => {
    for (let row = 0; row < length; row++) {
      for (let at = 0; at < columns.length; at++) {
        const frame = columns[at]?.[row] ?? -1
        // A callee that is its own caller is one row, not two.
        if (frame >= 0 && !columns.slice(0, at).some((earlier) => earlier[row] === frame)) use(frame, row)
      }
    }
  }
  visit((frame) => (starts[frame + 1] = (starts[frame + 1] ?? 0) + 1))
  for (let frame = 0; frame < profile.frames.length; frame++) starts[frame + 1] = (starts[frame + 1] ?? 0) + (starts[frame] ?? 0)
  const next = starts.slice()
  const rows = new Int32Array(starts[profile.frames.length] ?? 0)
  visit((frame, row) => {
    const at = next[frame] ?? 0
    rows[at] = row
    next[frame] = at + 1
  })
  return { starts, rows }
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function packageRowsOf(profile: Profile): Map<string, Occurrence[]> {
  const found = new Map<string, Occurrence[]>()
  for (const part of PARTS) {
    const columns = (PACKAGE_COLUMNS[part] ?? []).map((id) => column(profile, part, id))
    const rows = new Map<string, number[]>()
    for (let row = 0; row < profile[part].length; row++) {
      const names = new Set(columns.map((texts) => packageName(textAt(profile, texts[row]))))
      for (const name of names) if (name !== '') push(rows, name, row)
    }
    for (const [name, list] of rows) push(found, name, { part, by: 'package', rows: Int32Array.from(list) })
  }
  return found
}

function indexOf(profile: Profile): LinkIndex {
  const known = indexes.get(profile)
  if (known) return known
  const { frames } = profile
  const names: string[] = []
  const framesOfName = new Map<string, number[]>()
  const framesOfPackage = new Map<string, number[]>()
  for (let frame = 0; frame < frames.length; frame++) {
    const printed = textAt(profile, frames.name[frame])
    const name = printed === 'kwcall' ? writtenFunction(textAt(profile, frames.signature[frame])).name : writtenName(printed)
    names.push(name)
    push(framesOfName, name, frame)
    const root = rootModule(textAt(profile, frames.module[frame]))
    if (root !== '') push(framesOfPackage, root, frame)
  }
  const rows = new Map(PARTS.filter((part) => FRAME_COLUMNS[part].length > 0).map((part) => [part, rowsByFrame(profile, part)]))
  const index: LinkIndex = { names, framesOfName, framesOfPackage, rows, packageRows: packageRowsOf(profile), keys: new Map() }
  indexes.set(profile, index)
  return index
}

/** Two modules as printed may be the same one: equal, or one is not printed, or one is printed in a shorter form. */
export function modulesAgree(a: string, b: string): boolean {
  return a === b || a === '' || b === '' || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)
}

/** A method `f(x, y)` and an instance `f(::Any, ::Any)` look the same, but are not: the key says which it is. */
function keyOf(profile: Profile, index: LinkIndex, frame: number): string {
  let key = index.keys.get(frame)
  if (key === undefined) {
    key = `${profile.frames.kind[frame] ?? 0} ${signatureKey(textAt(profile, profile.frames.signature[frame]))}`
    index.keys.set(frame, key)
  }
  return key
}

/** Rows of all parts that are about one of these frames. */
function rowsOf(index: LinkIndex, frames: readonly number[], by: Occurrence['by']): Occurrence[] {
  const found: Occurrence[] = []
  for (const [part, { starts, rows }] of index.rows) {
    const all = new Set<number>()
    for (const frame of frames) for (let at = starts[frame] ?? 0; at < (starts[frame + 1] ?? 0); at++) all.add(rows[at] ?? -1)
    if (all.size > 0) found.push({ part, by, rows: Int32Array.from(all).sort() })
  }
  return found
}

/** Rows of all parts about the same instance, the same function, and loads and builds of its package. */
export function findFrame(profile: Profile, frame: number): Occurrence[] {
  if (frame < 0 || frame >= profile.frames.length) return []
  const index = indexOf(profile)
  const module = textAt(profile, profile.frames.module[frame])
  const key = keyOf(profile, index, frame)
  const same: number[] = []
  const related: number[] = []
  for (const other of index.framesOfName.get(index.names[frame] ?? '') ?? []) {
    if (other !== frame && !modulesAgree(textAt(profile, profile.frames.module[other]), module)) continue
    if (other === frame || keyOf(profile, index, other) === key) same.push(other)
    else related.push(other)
  }
  const instances = rowsOf(index, same, 'instance')
  const methods = rowsOf(index, related, 'method')
  const inOrder = [...instances, ...methods].sort((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part))
  return [...inOrder, ...(index.packageRows.get(rootModule(module)) ?? [])]
}

/** Rows of all parts about a package: its loads and builds, and every row about a method of its modules. */
export function findPackage(profile: Profile, name: string): Occurrence[] {
  const index = indexOf(profile)
  return [...(index.packageRows.get(name) ?? []), ...rowsOf(index, index.framesOfPackage.get(name) ?? [], 'package')]
}
