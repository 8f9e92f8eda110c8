/**
 * `Pkg.precompile`: all packages and extensions that a project needs get caches, those that others need first; what is fresh stays. Each
 * is compiled in a session of its own, one after the other; how long several workers would take is reckoned from the virtual seconds
 * of each (loader/precompile/schedule). One that fails does not keep the others from being tried.
 */
import { JuliaException } from '../../julia/runtime/exception'
import { checkCache } from '../cache/staleness'
import { buildGraph, projectPackages, type BuildTarget } from '../precompile/build-graph'
import { schedule, type Schedule } from '../precompile/schedule'
import { pkgIdKey, type PkgId } from '../project/pkg-id'
import type { Build, SessionRequest } from '../session-request'
import { PackageSession } from './package-session'
import { buildPackage } from './precompile'
import { searchHost } from './search-host'
import { newSessionWorld, type RunKit, type SessionWorld } from './session-world'

export interface PrecompileRequest extends Omit<SessionRequest, 'steps' | 'startup' | 'compiledModules' | 'write'> {
  /** Those that need not wait for one another are compiled at the same time by so many; by versions that cannot, by one. */
  readonly workers: number
}

export interface PrecompiledPackage {
  readonly id: PkgId
  /** The parent of an extension, '' for packages. */
  readonly owner: string
  /** `refused`: it says `__precompile__(false)`. */
  readonly status: 'done' | 'fresh' | 'failed' | 'refused'
  /** What compiling it took, 0 where nothing was compiled. */
  readonly seconds: number
  /** In the list, of what was compiled before because this needs it. */
  readonly needs: readonly number[]
  readonly build: Build | undefined
  /** Of the cache; undefined where there is none. */
  readonly buildId: string | undefined
  /** What Julia says of a failure. */
  readonly error: string
}

export interface PrecompileResult {
  readonly packages: readonly PrecompiledPackage[]
  /** Needing themselves in the end: not tried. */
  readonly circular: readonly PkgId[]
  readonly missing: readonly PkgId[]
  /** Of what was compiled now, by place in `packages`. */
  readonly schedule: Schedule
  readonly workers: number
}

export function precompiler(kit: RunKit): (request: PrecompileRequest) => PrecompileResult {
  return (request) => {
    const world = newSessionWorld(kit, request)
    const { targets, circular, missing } = buildGraph(world.stack, projectPackages(world.stack))
    const packages = new AllBuilds(world, targets).result()
    const workers = world.rules.caching.inParallel ? request.workers : 1
    return { packages, circular, missing, workers, schedule: schedule(packages, workers) }
  }
}

/** The same for a world that goes on: what is frozen in its system image is there already. */
export function precompileIn(world: SessionWorld): readonly PrecompiledPackage[] {
  return precompileTargets(world, buildGraph(world.stack, projectPackages(world.stack)).targets)
}

/** Of just these, each after what it needs. */
export function precompileTargets(world: SessionWorld, targets: readonly BuildTarget[]): readonly PrecompiledPackage[] {
  return new AllBuilds(world, targets).result()
}

class AllBuilds {
  /** The session that orders the builds: it loads none of them. */
  private readonly session: PackageSession
  private readonly builds = new Map<string, string>()
  private said = ''

  constructor(private readonly world: SessionWorld, private readonly targets: readonly BuildTarget[]) {
    this.session = new PackageSession(world, {
      write: (_, text) => {
        this.said += text
      },
      build: buildPackage,
    })
    for (const { id, buildId } of this.session.loaded.values()) this.builds.set(pkgIdKey(id), buildId)
    for (const { id } of targets) this.session.extensions.insert(id)
  }

  result(): readonly PrecompiledPackage[] {
    const { isCancelled } = this.world
    const made: PrecompiledPackage[] = []
    for (const target of this.targets) {
      if (isCancelled?.() === true) break
      made.push(this.take(target))
    }
    return made
  }

  private take({ id, path, needs, extension }: BuildTarget): PrecompiledPackage {
    const { builds } = this.world
    const none = { id, owner: extension?.parent.name ?? '', needs, seconds: 0, build: undefined, buildId: undefined, error: '' }
    if (this.session.loaded.has(pkgIdKey(id)) || this.isFresh(id, path)) return { ...none, status: 'fresh', buildId: this.builds.get(pkgIdKey(id)) }
    this.said = ''
    try {
      if (buildPackage(this.session, id, path) === undefined) return { ...none, status: 'refused' }
    } catch (error) {
      if (!(error instanceof JuliaException)) throw error
      return { ...none, status: 'failed', error: `${this.said}ERROR: ${this.session.engine.errorText(error.value)}` }
    }
    this.isFresh(id, path)
    const build = builds.at(-1)
    return { ...none, status: 'done', seconds: build?.seconds ?? 0, build, buildId: this.builds.get(pkgIdKey(id)) }
  }

  /** Whether there is a cache of the very builds of all that it needs; that is then the build for those who need it. */
  private isFresh(id: PkgId, path: string): boolean {
    const host = searchHost(this.world, (other) => this.builds.get(pkgIdKey(other)))
    for (const file of this.world.store.cacheFiles(id)) {
      const verdict = checkCache(file, { package: id, sourcePath: path }, host)
      if (!verdict.fresh || verdict.dependencies.length > 0 || typeof file.header === 'string') continue
      this.builds.set(pkgIdKey(id), file.header.buildId)
      return true
    }
    return false
  }
}
