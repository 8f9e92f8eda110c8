/**
 * Which cache file of a package is loaded, and what is loaded with it (base/loading.jl `_require_search_from_serialized`). Each file is
 * checked in turn, then whether what it needs is there in just the builds that it needs. Since 1.8 all that is done before anything
 * is loaded; before, dependencies were loaded as they came, and stayed loaded where the file was refused in the end. Nothing is loaded here:
 * the answer is a plan. Left out: errors of the loading itself, and other tasks that load at the same time.
 */
import { hasNativeCode, type CacheHeader } from './header'
import { loadingMessages, rejectedMessages, type LoadingMessage } from './loading-log'
import { pkgIdKey, type PkgId } from '../project/pkg-id'
import { checkCache, rejection, type CacheFile, type CacheHost, type CacheQuery, type MissingDependency, type Rejection } from './staleness'

export interface SearchHost extends CacheHost {
  /** The cache files of a package in the order in which Julia tries them (`findCacheFiles`). */
  cacheFiles(id: PkgId): readonly CacheFile[]
}

/** A file to load. */
export interface FoundCache {
  readonly package: PkgId
  readonly path: string
  readonly header: CacheHeader
  readonly sourcePath: string
}

export interface RefusedCache {
  readonly package: PkgId
  readonly path: string
  readonly reason: Rejection
}

/** What a search says as it goes. */
class SearchLog {
  readonly messages: LoadingMessage[] = []
  readonly refused: RefusedCache[] = []

  refuse(path: string, id: PkgId, reason: Rejection): void {
    this.messages.push(...rejectedMessages(reason))
    this.refused.push({ package: id, path, reason })
  }
}

export interface CacheSearch {
  /** What to load, in order, the package itself last; undefined where it has to be precompiled. */
  readonly plan: readonly FoundCache[] | undefined
  /** Loaded although the files that asked for them were refused (before 1.8). */
  readonly strays: readonly FoundCache[]
  /** What `JULIA_DEBUG=loading` says of it, up to the decision: without what loading itself says (`planMessages`). */
  readonly log: readonly LoadingMessage[]
  /** The files that were looked at and not taken, in that order. */
  readonly refused: readonly RefusedCache[]
  /** Reasons as Julia counts them, for `precompilingMessage` (1.11 on). */
  readonly misses: ReadonlyMap<string, number>
}

export function searchCache(query: CacheQuery & { readonly package: PkgId }, host: SearchHost): CacheSearch {
  const said = new SearchLog()
  const misses = new Map<string, number>()
  const { messages: log, refused } = said
  if (host.rules.staleness.checksDependenciesFirst) return { plan: checkFirst(query, host, said, misses), strays: [], log, refused, misses }
  const loading = new LoadAsYouGo(host, said)
  const found = loading.load(query)
  const loaded = [...loading.loaded.values()]
  return found ? { plan: loaded, strays: [], log, refused, misses } : { plan: undefined, strays: loaded, log, refused, misses }
}

/** What loading a plan says. */
export function planMessages(plan: readonly FoundCache[], { rules }: Pick<CacheHost, 'rules'>): readonly LoadingMessage[] {
  return plan.flatMap(({ package: id, path, header }) => loadingMessages(id, path, hasNativeCode(header), rules))
}

function checkFirst(query: CacheQuery & { readonly package: PkgId }, host: SearchHost, log: SearchLog, misses: Map<string, number>): readonly FoundCache[] | undefined {
  for (const file of host.cacheFiles(query.package)) {
    const verdict = checkCache(file, query, host)
    if (!verdict.fresh) {
      log.refuse(file.path, query.package, verdict.reason)
      const { miss } = verdict.reason
      if (miss !== undefined) misses.set(miss, (misses.get(miss) ?? 0) + 1)
      continue
    }
    const dependencies = filesFor(verdict.dependencies, file, query, host, log)
    if (dependencies) return [...dependencies, foundCache(file, query)]
  }
  return undefined
}

/** For each dependency the first file that has it in the build that is needed; undefined if one has none. In order of loading. */
function filesFor(
  dependencies: readonly MissingDependency[],
  file: CacheFile,
  query: CacheQuery & { readonly package: PkgId },
  host: SearchHost,
  log: SearchLog,
): readonly FoundCache[] | undefined {
  const forward = host.rules.staleness.dependencyOrder === 'forward'
  const found: FoundCache[] = []
  for (const dependency of forward ? dependencies : dependencies.toReversed()) {
    const fitting = firstFresh(dependency, query, host, log)
    if (!fitting) {
      log.refuse(file.path, query.package, rejection({ code: 'dependency-missing', dependency: dependency.package, ...dependency }, file.path, query.package, host.rules.staleness))
      return undefined
    }
    found.push(foundCache(fitting, dependency))
  }
  return forward ? found : found.reverse()
}

function firstFresh(dependency: MissingDependency, { ignoreLoaded = false }: CacheQuery, host: SearchHost, log: SearchLog): CacheFile | undefined {
  for (const file of host.cacheFiles(dependency.package)) {
    const verdict = checkCache(file, { ...dependency, ignoreLoaded }, host)
    if (verdict.fresh) return file
    log.refuse(file.path, dependency.package, verdict.reason)
  }
  return undefined
}

/** Of a file that was found fresh, so its header is one. */
function foundCache(file: CacheFile, { package: id, sourcePath }: { readonly package: PkgId, readonly sourcePath: string }): FoundCache {
  if (typeof file.header === 'string') throw new Error(`A cache file without a header was found fresh: ${file.path}`)
  return { package: id, path: file.path, header: file.header, sourcePath }
}

/**
 * The search before 1.8: each dependency is loaded, by the same search, as soon as it is met. What failed once is not tried again, since
 * trying it again for each file of each package above takes a time without bounds; Julia does, and says the same again.
 */
class LoadAsYouGo {
  readonly loaded = new Map<string, FoundCache>()
  /** Under way or failed. */
  private readonly closed = new Set<string>()
  private readonly host: SearchHost

  constructor(host: SearchHost, private readonly log: SearchLog) {
    const { rules, juliaVersion, juliaBuild, flags, cpuTargets, files, depots, concreteDependencies } = host
    this.host = {
      rules, juliaVersion, juliaBuild, flags, cpuTargets, files, depots, concreteDependencies,
      cacheFiles: (id) => host.cacheFiles(id),
      locate: (id) => host.locate(id),
      identify: (where, name) => host.identify(where, name),
      preferencesHash: (uuid, names) => host.preferencesHash(uuid, names),
      loadedBuild: (id) => this.loaded.get(pkgIdKey(id))?.header.buildId ?? host.loadedBuild(id),
    }
  }

  load(query: CacheQuery & { readonly package: PkgId }): FoundCache | undefined {
    const key = pkgIdKey(query.package)
    if (this.closed.has(key)) return undefined
    this.closed.add(key)
    const found = this.firstThatLoads(query)
    if (found) this.loaded.set(key, found)
    return found
  }

  private firstThatLoads(query: CacheQuery & { readonly package: PkgId }): FoundCache | undefined {
    for (const file of this.host.cacheFiles(query.package)) {
      const verdict = checkCache(file, query, this.host)
      if (!verdict.fresh) {
        this.log.refuse(file.path, query.package, verdict.reason)
        continue
      }
      const failed = verdict.dependencies.find((dependency) => !this.loads(dependency))
      if (!failed) return foundCache(file, query)
      this.log.refuse(file.path, query.package, rejection({ code: 'dependency-missing', dependency: failed.package, ...failed }, file.path, query.package, this.host.rules.staleness))
    }
    return undefined
  }

  /** Any fresh build is loaded; only the right one will do. */
  private loads({ package: id, buildId, sourcePath }: MissingDependency): boolean {
    const already = this.host.loadedBuild(id)
    return (already ?? this.load({ package: id, sourcePath })?.header.buildId) === buildId
  }
}
