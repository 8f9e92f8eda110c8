/**
 * Who brought a package in, and what the session would save without it: the loads of `@time_imports` joined with the packages of a manifest.
 *
 * The graph goes from what was asked for (the packages that the statement names, or the project's own dependencies) along what packages need.
 * A package stands below the one that every way to it leads through, its dominator: without that one, it would not be loaded. So a package and
 * all below it is what leaving it out saves, and on top of that the extensions that it triggers for others. Left out: what the times of loads
 * have to do with one another (the first package to load pays for what all share), and packages that no manifest here has.
 */
import { immediateDominators } from './dominators'
import { importTimes } from './import-times'
import { SCHEMA } from './schema'
import type { Profile } from './tables'
import { textAt } from './tables'

const INIT = SCHEMA.imports.kind.oneOf.indexOf('init')
const EXTENSION = SCHEMA.imports.kind.oneOf.indexOf('extension')
const DIRECT = SCHEMA.packages.direct.oneOf.indexOf('yes')
const NEEDS = SCHEMA.dependencies.kind.oneOf.indexOf('needs')

export interface PackageBlame {
  /** Row of `packages`. */
  readonly package: number
  /** Row of `packages`: the one without which it would not be loaded; -1 where the project or statement asks for it, or several packages need it. */
  readonly dominator: number
  /** Rows of `packages` that need it directly. */
  readonly neededBy: readonly number[]
  /** Whether the statement or the project asks for it itself; `guess`: as neither is known, because no other package needs it. */
  readonly asked: 'yes' | 'guess' | 'no'
  /** Of its load with `__init__`, without dependencies; NaN where it was not printed. */
  readonly own: number
  /** Of it and of all below it, with their extensions. */
  readonly total: number
  /** What leaving it out saves: `total`, and extensions of others that it triggers. */
  readonly saves: number
}

export interface ImportBlame {
  /** By row of `packages`; undefined for a package that nothing asked for leads to, and for further rows of one name. */
  readonly packages: readonly (PackageBlame | undefined)[]
  /** Row of `packages` by row of `imports`: of an extension that of its parent, of `__init__` that of its package. -1 where the manifest has none. */
  readonly packageOfImport: Int32Array
  /** Of all loads that have a package in the manifest, in nanoseconds. */
  readonly explained: number
  /** Of all others: the standard library that a manifest does not list, or another environment. */
  readonly unexplained: number
}

const known = new WeakMap<Profile, ImportBlame>()

/** Of the blocks of imports that are given; of all if they are left out. */
export function importBlame(profile: Profile, blocks?: readonly number[]): ImportBlame {
  if (blocks) return blame(profile, new Set(blocks))
  const before = known.get(profile)
  if (before) return before
  const found = blame(profile, undefined)
  known.set(profile, found)
  return found
}

function blame(profile: Profile, blocks: ReadonlySet<number> | undefined): ImportBlame {
  const { imports, packages, dependencies } = profile
  const rows = [...imports.block.keys()].filter((row) => blocks === undefined || blocks.has(imports.block[row] ?? -1))
  const byName = rowsByName(profile)
  const direct = [...new Set([...packages.direct.keys()].filter((row) => packages.direct[row] === DIRECT).map((row) => byName.get(textAt(profile, packages.name[row])) ?? row))]
  const packageOfImport = packagesOfImports(profile, byName)
  const { time } = importTimes(profile, 'exclusive')

  const own = new Float64Array(packages.length).fill(Number.NaN)
  const extensions: { readonly owner: number, readonly name: string, readonly time: number }[] = []
  /** By package or extension and by list: what is loaded in two lists was loaded in two sessions, of which the longer counts. */
  const sums = new Map<string, { readonly owner: number, readonly extension: string, time: number }>()
  let [explained, unexplained] = [0, 0]
  for (const row of rows) {
    const taken = time[row] || 0
    const owner = packageOfImport[row] ?? -1
    if (owner < 0) unexplained += taken
    else {
      explained += taken
      const extension = textAt(profile, imports.name[extensionOf(profile, row)])
      const key = `${imports.block[row] ?? -1} ${owner} ${extension}`
      const sum = sums.get(key) ?? { owner, extension, time: 0 }
      sum.time += taken
      sums.set(key, sum)
    }
  }
  const longest = new Map<string, { readonly owner: number, readonly extension: string, readonly time: number }>()
  for (const sum of sums.values()) {
    const key = `${sum.owner} ${sum.extension}`
    if (sum.time >= (longest.get(key)?.time ?? 0)) longest.set(key, sum)
  }
  for (const { owner, extension, time: taken } of longest.values()) {
    if (extension === '') own[owner] = taken
    else extensions.push({ owner, name: extension, time: taken })
  }

  const needs: number[][] = Array.from({ length: packages.length + 1 }, () => [])
  const neededBy: number[][] = Array.from({ length: packages.length }, () => [])
  const triggers = new Map<string, number[]>()
  for (let row = 0; row < dependencies.length; row++) {
    const [from = -1, to = -1] = [dependencies.package[row], dependencies.on[row]].map((one) => byName.get(textAt(profile, packages.name[one ?? -1])))
    if (from < 0 || to < 0) continue
    if (dependencies.kind[row] === NEEDS) {
      needs[from]?.push(to)
      neededBy[to]?.push(from)
    } else {
      const key = `${from} ${textAt(profile, dependencies.name[row])}`
      const list = triggers.get(key)
      if (list) list.push(to)
      else triggers.set(key, [to])
    }
  }
  const entry = packages.length
  const { rows: asked, known: isKnown } = askedFor(profile, rows, { byName, direct, neededBy, own })
  needs[entry] = asked
  const dominator = immediateDominators(needs, entry)

  const below = orderedByDepth(dominator, entry)
  const total = new Float64Array(packages.length)
  for (let row = 0; row < packages.length; row++) total[row] = own[row] || 0
  for (const { owner, time: taken } of extensions) total[owner] = (total[owner] as number) + taken
  // The deepest first: a package is whole when it is added to its dominator.
  for (const row of below) {
    const above = dominator[row] as number
    if (above >= 0 && above !== entry) total[above] = (total[above] as number) + (total[row] as number)
  }
  const saves = Float64Array.from(total)
  const isAbove = (above: number, row: number): boolean => {
    for (let at = row; at >= 0 && at !== entry; at = dominator[at] ?? -1) if (at === above) return true
    return false
  }
  for (const { owner, name, time: taken } of extensions) {
    const without = new Set<number>()
    for (const trigger of triggers.get(`${owner} ${name}`) ?? []) {
      for (let at = trigger; at >= 0 && at !== entry; at = dominator[at] ?? -1) if (!isAbove(at, owner)) without.add(at)
    }
    for (const row of without) saves[row] = (saves[row] as number) + taken
  }
  const isAsked = new Set(asked)
  return {
    packages: Array.from({ length: packages.length }, (_, row): PackageBlame | undefined => {
      const above = dominator[row] as number
      if (above < 0) return undefined
      return {
        package: row, dominator: above === entry ? -1 : above, neededBy: [...new Set(neededBy[row])].filter((by) => (dominator[by] as number) >= 0), asked: isAsked.has(row) ? (isKnown ? 'yes' : 'guess') : 'no',
        own: own[row] as number, total: total[row] as number, saves: saves[row] as number,
      }
    }),
    packageOfImport, explained, unexplained,
  }
}

/** The row of the extension that a load is, or is the `__init__` of; -1 if it is none. */
function extensionOf({ imports }: Profile, row: number): number {
  if (imports.kind[row] === EXTENSION) return row
  const parent = imports.parent[row] ?? -1
  return imports.kind[row] === INIT && parent >= 0 && imports.kind[parent] === EXTENSION ? parent : -1
}

function packagesOfImports(profile: Profile, byName: ReadonlyMap<string, number>): Int32Array {
  const { imports } = profile
  return Int32Array.from({ length: imports.length }, (_, row) => {
    const parent = imports.parent[row] ?? -1
    const subject = imports.kind[row] === INIT && parent >= 0 ? parent : row
    const name = textAt(profile, imports.kind[subject] === EXTENSION ? imports.owner[subject] : imports.name[subject])
    return byName.get(name) ?? byName.get(name.split('.', 1)[0] ?? '') ?? -1
  })
}

/** One row for each name: that of a manifest, if several files or profiles have it. */
function rowsByName({ packages, strings }: Profile): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (let row = 0; row < packages.length; row++) {
    const name = textAt({ strings }, packages.name[row])
    const known = found.get(name)
    if (known === undefined || ((packages.version[known] ?? -1) < 0 && packages.direct[known] === DIRECT && packages.direct[row] !== DIRECT)) found.set(name, row)
  }
  return found
}

interface Environment {
  /** Rows of `packages`. */
  readonly byName: ReadonlyMap<string, number>
  readonly direct: readonly number[]
  /** By row. */
  readonly neededBy: readonly (readonly number[])[]
  readonly own: Float64Array
}

const USING = /(?:^|[\s;@])(?:using|import)\s+([^;\n#]+)/g

/** What the statements above the lists name: `using A, B: f`. */
function namedIn(command: string): string[] {
  return [...command.matchAll(USING)].flatMap(([, list = '']) => list.replace(/:.*$/, '').split(',').map((name) => name.trim().split(/[.\s]/, 1)[0] ?? ''))
}

/**
 * Where the graph is entered, as rows of `packages`: what the statements name; else the project's own dependencies; else, as a manifest alone does
 * not say what was asked for, all that no package of it needs.
 */
function askedFor(profile: Profile, rows: readonly number[], { byName, direct, neededBy, own }: Environment): { readonly rows: number[], readonly known: boolean } {
  const { imports, blocks } = profile
  const used = new Set(rows.map((row) => imports.block[row] ?? -1))
  const statements = [...used].map((block) => namedIn(`${blocks[block]?.command ?? ''}\n${blocks[block]?.title ?? ''}`).flatMap((name) => byName.get(name) ?? []))
  if (statements.length > 0 && statements.every((names) => names.length > 0)) return { rows: [...new Set(statements.flat())], known: true }
  // A list of loads is of some of the project's packages only.
  const loaded = direct.filter((row) => !Number.isNaN(own[row]))
  if (direct.length > 0) return { rows: loaded.length > 0 ? loaded : [...direct], known: true }
  const all = [...byName.values()]
  const roots = all.filter((row) => neededBy[row]?.length === 0)
  return { rows: roots.length > 0 ? roots : all, known: false }
}

/** Rows that are dominated, the deepest first. */
function orderedByDepth(dominator: Int32Array, entry: number): number[] {
  const depth = new Int32Array(dominator.length).fill(-1)
  depth[entry] = 0
  const depthOf = (row: number): number => {
    const path: number[] = []
    let at = row
    for (; (depth[at] as number) < 0; at = dominator[at] as number) path.push(at)
    let found = depth[at] as number
    for (const step of path.reverse()) depth[step] = ++found
    return depth[row] as number
  }
  return [...dominator.keys()].filter((row) => row !== entry && (dominator[row] as number) >= 0).sort((a, b) => depthOf(b) - depthOf(a) || a - b)
}

/** `asked for`, `no other package`, `DataFrames`, or `3 packages` where no single one is to blame. */
export function broughtInBy(profile: Profile, { dominator, neededBy, asked }: PackageBlame): string {
  if (asked === 'yes') return 'asked for'
  if (asked === 'guess') return 'no other package'
  if (dominator >= 0) return textAt(profile, profile.packages.name[dominator])
  return neededBy.length === 1 ? textAt(profile, profile.packages.name[neededBy[0] ?? -1]) : `${neededBy.length} packages`
}
