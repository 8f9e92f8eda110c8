/**
 * Which method instances of several profiles are the same. They are matched by their keys (`signature/key.ts`) without the numbers of gensyms,
 * which differ from session to session: `#sum#828`, `var"#5#6"`. Where several have one key then, the file and line that a tool printed tell them
 * apart, and so do the names of closures that were matched elsewhere (`#5` is `#7` there). What is left is paired by order or by number and marked as
 * uncertain, so that nobody takes a guess for a fact. Instances of modules that do not agree are never the same.
 *
 * Left out: closures of Julia 1.12 and later have names of another form (`#f##0#f##1`) and are not found again in older versions.
 */
import type { Gensyms } from '../../signature/key'
import { modulesAgree } from '../links'

export interface Named {
  /** '' where none is printed; so with `file`. */
  readonly module: string
  readonly file: string
  /** -1 where none is printed. */
  readonly line: number
}

export interface Match {
  /** By side the position in its list, -1 where it has none. */
  readonly members: readonly number[]
  /** Paired by the order or the numbers of closures, because nothing else tells them apart. */
  readonly uncertain: boolean
}

interface Entry extends Named {
  readonly side: number
  readonly position: number
  readonly exact: string
  /** File without the folders that differ from machine to machine. */
  readonly path: string
}

interface Cluster {
  readonly members: number[]
  uncertain: boolean
  /** The member that was found last: the nearest in a series of versions. */
  latest: Entry
}

/** Clusters and entries with one key. */
interface Bucket {
  clusters: Cluster[]
  entries: Entry[]
}

const GENSYM = /#[\p{L}\p{N}_!#]*\d[\p{L}\p{N}_!#]*/gu
const PACKAGE_FOLDER = /[\\/]packages[\\/]([^\\/]+)[\\/][^\\/]+[\\/](.*)$/

/** `Foo/src/a.jl` of a package's file wherever its depot lies; of others the last two parts of the path. */
export function filePath(file: string): string {
  const found = PACKAGE_FOLDER.exec(file)
  if (found) return `${found[1] ?? ''}/${found[2] ?? ''}`.replaceAll('\\', '/')
  return file.split(/[\\/]/).filter((part) => part !== '' && part !== '.').slice(-2).join('/')
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Two files as printed may be the same: the end of one is the other. */
function filesAgree(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`)
}

function hasGensym(key: string): boolean {
  return key.includes('#')
}

/** Of `map(#1#2,…)` the place is that of `map`: it says nothing of the closure. */
function takesClosure(key: string): boolean {
  const end = key.startsWith('(') ? key.indexOf(')(') + 1 : key.indexOf('(')
  return key.indexOf('#', Math.max(0, end)) >= 0
}

/** Names of closures in one profile under their names in another, as far as matches tell. */
class Renaming {
  private readonly names = new Map<string, string | undefined>()

  learn(from: string, to: string): void {
    const [before, after] = [from.match(GENSYM) ?? [], to.match(GENSYM) ?? []]
    if (before.length !== after.length) return
    for (const [at, name] of before.entries()) {
      const now = after[at]
      // Two different answers are none.
      if (this.names.has(name) && this.names.get(name) !== now) this.names.set(name, undefined)
      else this.names.set(name, now)
    }
  }

  /** The key under the other names; undefined where one of them is not known. */
  apply(key: string): string | undefined {
    if (key.match(GENSYM)?.some((name) => this.names.get(name) === undefined)) return undefined
    return key.replace(GENSYM, (name) => this.names.get(name) ?? name)
  }
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}

/** Pairs those of both lists that are alone with their key on either side; gives back what is left. */
function pairUnique(
  clusters: readonly Cluster[], entries: readonly Entry[], keyOf: (entry: Entry) => string | undefined, agree: (a: Entry, b: Entry) => boolean,
  join: (cluster: Cluster, entry: Entry) => void, clusterKey: (entry: Entry) => string | undefined = keyOf,
): [Cluster[], Entry[]] {
  const left = new Map<string, Cluster[]>()
  const right = new Map<string, Entry[]>()
  for (const cluster of clusters) {
    const key = clusterKey(cluster.latest)
    if (key !== undefined) push(left, key, cluster)
  }
  for (const entry of entries) {
    const key = keyOf(entry)
    if (key !== undefined) push(right, key, entry)
  }
  const done = new Set<Cluster | Entry>()
  for (const [key, [cluster, ...others]] of left) {
    const [entry, ...more] = right.get(key) ?? []
    if (!cluster || !entry || others.length > 0 || more.length > 0 || !agree(cluster.latest, entry)) continue
    join(cluster, entry)
    done.add(cluster).add(entry)
  }
  return done.size === 0 ? [[...clusters], [...entries]] : [clusters.filter((one) => !done.has(one)), entries.filter((one) => !done.has(one))]
}

const placeKey = ({ path, line }: Entry): string | undefined => (path === '' || line < 0 ? undefined : `${baseName(path)}:${line}`)
const samePlace = (a: Entry, b: Entry): boolean => modulesAgree(a.module, b.module) && filesAgree(a.path, b.path)

/** Whether two closures may be one: those of different files are not. */
function mayBeSame(a: Entry, b: Entry): boolean {
  return modulesAgree(a.module, b.module) && (!hasGensym(a.exact) || a.path === '' || b.path === '' || filesAgree(a.path, b.path))
}

function byPlace(a: Entry, b: Entry): number {
  return a.line - b.line || a.position - b.position
}

/** Those that nothing tells apart: in order where there are as many on both sides, else by the numbers they have. */
function pairRest(clusters: readonly Cluster[], entries: readonly Entry[], mayJoin: (a: Entry, b: Entry) => boolean, join: (cluster: Cluster, entry: Entry, uncertain: boolean) => void): void {
  const groups = new Map<string, { clusters: Cluster[], entries: Entry[] }>()
  const groupOf = (entry: Entry) => {
    const key = `${entry.module}\0${baseName(entry.path)}`
    let group = groups.get(key)
    if (!group) groups.set(key, (group = { clusters: [], entries: [] }))
    return group
  }
  for (const cluster of clusters) groupOf(cluster.latest).clusters.push(cluster)
  for (const entry of entries) groupOf(entry).entries.push(entry)
  for (const group of groups.values()) {
    const before = [...group.clusters].sort((a, b) => byPlace(a.latest, b.latest))
    const after = [...group.entries].sort(byPlace)
    if (before.length === after.length) {
      const same = before.every(({ latest }, at) => latest.exact === after[at]?.exact && latest.line === after[at].line)
      for (const [at, cluster] of before.entries()) {
        const entry = after[at]
        if (entry && mayJoin(cluster.latest, entry)) join(cluster, entry, !same)
      }
      continue
    }
    const named = new Map(after.map((entry) => [entry.exact, entry]))
    for (const cluster of before) {
      const entry = named.get(cluster.latest.exact)
      if (!entry || !mayJoin(cluster.latest, entry)) continue
      named.delete(entry.exact)
      join(cluster, entry, true)
    }
  }
}

/** Adds the entries of one side to the clusters of those before it. */
function addSide(buckets: Map<string, Bucket>, side: number): void {
  /** By side of the cluster's latest member: names there as names here. */
  const renamings = new Map<number, Renaming>()
  const renaming = (of: number): Renaming => {
    let known = renamings.get(of)
    if (!known) renamings.set(of, (known = new Renaming()))
    return known
  }
  const join = (cluster: Cluster, entry: Entry, uncertain: boolean): void => {
    cluster.members[side] = entry.position
    cluster.uncertain ||= uncertain
    cluster.latest = entry
  }
  const learnAndJoin = (cluster: Cluster, entry: Entry): void => {
    if (hasGensym(entry.exact)) renaming(cluster.latest.side).learn(cluster.latest.exact, entry.exact)
    join(cluster, entry, false)
  }
  const open: { bucket: Bucket, clusters: Cluster[], entries: Entry[] }[] = []
  for (const bucket of buckets.values()) {
    if (bucket.entries.length === 0 || bucket.clusters.length === 0) continue
    const [cluster, ...others] = bucket.clusters
    const [entry, ...more] = bucket.entries
    if (cluster && entry && others.length === 0 && more.length === 0 && !takesClosure(entry.exact)) {
      const { latest } = cluster
      if (!mayBeSame(latest, entry)) continue
      const placed = latest.path !== '' && entry.path !== ''
      if (placed && latest.line === entry.line) learnAndJoin(cluster, entry)
      else join(cluster, entry, !placed && latest.exact !== entry.exact)
      bucket.entries = []
      continue
    }
    const places = (entry: Entry): string | undefined => (takesClosure(entry.exact) ? undefined : placeKey(entry))
    const rest = pairUnique(bucket.clusters, bucket.entries, places, samePlace, learnAndJoin)
    open.push({ bucket, clusters: rest[0], entries: rest[1] })
  }
  for (const { bucket, clusters, entries } of open) {
    let rest: [Cluster[], Entry[]] = [clusters, entries]
    const agree = (a: Entry, b: Entry): boolean => {
      const renamed = hasGensym(a.exact) ? renaming(a.side).apply(a.exact) : undefined
      return mayBeSame(a, b) && (renamed === undefined || renamed === b.exact)
    }
    rest = pairUnique(...rest, ({ module, exact }) => (hasGensym(exact) ? undefined : `${module} ${exact}`), agree, (cluster, entry) => join(cluster, entry, false))
    rest = pairUnique(...rest, ({ exact }) => exact, agree, (cluster, entry) => join(cluster, entry, false), (entry) => renaming(entry.side).apply(entry.exact))
    pairRest(...rest, agree, join)
    const joined = new Set(bucket.clusters.map(({ members }) => members[side]))
    bucket.entries = bucket.entries.filter(({ position }) => !joined.has(position))
  }
}

/** Every entry of every side is in exactly one match. Matches stand in the order in which the sides have them. `keyOf` is asked once or twice for each. */
export function matchSides<One extends Named>(sides: readonly (readonly One[])[], keyOf: (one: One, gensyms: Gensyms) => string): Match[] {
  const buckets = new Map<string, Bucket>()
  const all: Cluster[] = []
  for (const [side, named] of sides.entries()) {
    for (const [position, one] of named.entries()) {
      const entry: Entry = { module: one.module, file: one.file, line: one.line, side, position, exact: keyOf(one, 'exact'), path: filePath(one.file) }
      const key = hasGensym(entry.exact) ? keyOf(one, 'stable') : entry.exact
      const bucket = buckets.get(key)
      if (bucket) bucket.entries.push(entry)
      else buckets.set(key, { clusters: [], entries: [entry] })
    }
    addSide(buckets, side)
    for (const bucket of buckets.values()) {
      for (const entry of bucket.entries) {
        const cluster: Cluster = { members: sides.map((_, at) => (at === side ? entry.position : -1)), uncertain: false, latest: entry }
        bucket.clusters.push(cluster)
        all.push(cluster)
      }
      bucket.entries = []
    }
  }
  return all.map(({ members, uncertain }) => ({ members, uncertain }))
}
