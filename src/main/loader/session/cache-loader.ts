/**
 * Packages out of caches: the search for files that are fresh, then what they need and what they hold, linked into the session, and the
 * `__init__` functions of their modules (base/loading.jl `_require_search_from_serialized`, `_include_from_serialized`).
 */
import { ImageError } from '../../image/bytes'
import { readIndex, type ImageIndex } from '../../image/image-index'
import { readPackage } from '../../image/package-image'
import { initError, JuliaException } from '../../julia/runtime/exception'
import { symbolOf } from '../../julia/values/value'
import type { Module } from '../../julia/worlds/module'
import { hasNativeCode } from '../cache/header'
import { rejectedMessages } from '../cache/loading-log'
import { planMessages, searchCache, type FoundCache, type RefusedCache, type SearchHost } from '../cache/search'
import { inDepots } from '../cache/source-file'
import { rejection } from '../cache/staleness'
import { link, type LinkResult } from '../linking/link'
import { isStdlib } from '../project/identify'
import { pkgIdKey, samePkgId, type PkgId } from '../project/pkg-id'
import type { PackageSession } from './package-session'

/** What became of the code that one package's cache brought. */
export interface PackageLink extends LinkResult {
  readonly package: PkgId
  /** With native code or without. */
  readonly kind: 'cache' | 'pkgimage'
  readonly path: string
  readonly buildId: string
  /** Its symbol table, where it has one; read now. Throws `ImageError`. */
  readonly index: () => ImageIndex | undefined
}

function indexOf(sections: ReadonlyMap<string, Uint8Array>): ImageIndex | undefined {
  const section = sections.get('index')
  return section && readIndex(section)
}

export class CacheLoader {
  /** In the order of loading. */
  readonly links: PackageLink[] = []
  /** Files that were refused. */
  rejected = 0
  /** Those files, each once, with the first reason. */
  readonly refused = new Map<string, RefusedCache>()
  /** Why the last search found nothing: reasons as they are counted, with how often. */
  misses: ReadonlyMap<string, number> = new Map()

  constructor(private readonly session: PackageSession, private readonly host: SearchHost) {}

  /** Any file that is fresh; undefined if there is none. */
  search(id: PkgId, sourcePath: string): Module | undefined {
    const { session, host } = this
    const search = searchCache({ package: id, sourcePath }, host)
    this.misses = search.misses
    this.rejected += search.log.length
    for (const refused of search.refused) this.refuse(refused)
    session.say(...search.log)
    for (const stray of search.strays) this.loadPlanned(stray, new Map())
    return search.plan && this.loadPlan(id, search.plan)
  }

  /** Before a cache is made: another process might have made it since. Nothing changes meanwhile, but all is said again. */
  searchAgain(id: PkgId, sourcePath: string): void {
    const { session, host } = this
    if (host.rules.staleness.searchesAgain) session.say(...searchCache({ package: id, sourcePath }, host).log)
  }

  /** Just this file, which was written for the session. */
  loadWritten(id: PkgId, sourcePath: string, path: string): Module | undefined {
    const { host } = this
    const cacheFiles: SearchHost['cacheFiles'] = (other) => host.cacheFiles(other).filter((file) => !samePkgId(other, id) || file.path === path)
    const { plan, strays, log } = searchCache({ package: id, sourcePath }, { ...host, cacheFiles })
    this.session.say(...log)
    for (const stray of strays) this.loadPlanned(stray, new Map())
    return plan && this.loadPlan(id, plan)
  }

  private loadPlan(id: PkgId, plan: readonly FoundCache[]): Module | undefined {
    const planned = new Map(plan.map((found) => [pkgIdKey(found.package), found]))
    this.session.say(...planMessages(plan, this.host))
    return this.loadPlanned(planned.get(pkgIdKey(id)), planned)
  }

  /** What a cache needs comes first, each below the package whose code names it. */
  private loadPlanned(found: FoundCache | undefined, planned: ReadonlyMap<string, FoundCache>): Module | undefined {
    if (found === undefined) return undefined
    const { session } = this
    const { header, package: id } = found
    const known = session.loaded.get(pkgIdKey(id))
    if (known !== undefined) return known.module
    const needed = [
      ...header.requires.filter(({ from }) => samePkgId(from, id)).map(({ to }) => to),
      ...header.requiredModules.map(({ package: other }) => other),
    ]
    const module = session.loads.during(session.rowOf(id), () => {
      for (const other of needed) {
        const next = planned.get(pkgIdKey(other))
        if (next !== undefined && next !== found) this.loadPlanned(next, planned)
        else if (isStdlib(session.world.stack, other)) session.systemLibrary(other)
      }
      return this.deserialize(found)
    })
    if (module !== undefined) session.extensions.wake(id)
    return module
  }

  /** Undefined for bytes that are not what the header says. */
  private deserialize(found: FoundCache): Module | undefined {
    const { session } = this
    const { engine, world } = session
    const { package: id, header, path } = found
    try {
      const { sections, bytes } = world.store.read(found)
      session.count('readCacheByte', bytes)
      const { contents, state } = readPackage(sections, {
        world: engine.world, sorters: engine.sorters, rootModule: (name) => session.rootModule(name), root: id.name, origins: session.origins,
      })
      session.count('linkInstance', contents.instances.length)
      const [module] = contents.modules
      if (module === undefined) throw new ImageError('it defines no module')
      module.uuid = id.uuid
      engine.packages.holder.setConstant(id.name, module)
      engine.packages.register(module)
      session.remember({ id, module, buildId: header.buildId, path: found.sourcePath, sources: inDepots(header.includes, world.depots, world.files).map((file) => file.path) })
      const linked = link(contents, engine.world, (kind, amount) => session.count(kind, amount), (verify) => session.loads.stretch('validate', id.name, verify))
      this.links.push({ ...linked, package: id, kind: hasNativeCode(header) ? 'pkgimage' : 'cache', path, buildId: header.buildId, index: () => indexOf(sections) })
      for (const point of state.entryPoints) if (!engine.world.entryPoints.add(point)) session.role.write(2, 'WARNING: @ccallable was already defined for this method name\n')
      if (session.role.freezes !== true) for (const one of state.initialized) this.initialize(one)
      return module
    } catch (error) {
      if (!(error instanceof ImageError)) throw error
      this.rejected++
      const reason = rejection({ code: 'checksum' }, path, id, world.rules.staleness)
      this.refuse({ package: id, path, reason })
      session.say(...rejectedMessages(reason))
      return undefined
    }
  }

  private refuse(refused: RefusedCache): void {
    if (!this.refused.has(refused.path)) this.refused.set(refused.path, refused)
  }

  /** Runs an `__init__`. Throws `JuliaException`. */
  initialize(module: Module): void {
    const { engine, loads } = this.session
    const init = module.bindings.get(symbolOf('__init__'))?.value
    if (init === undefined) return
    loads.during({ name: module.path, kind: 'init', owner: '' }, () => {
      try {
        engine.call(init)
      } catch (error) {
        throw error instanceof JuliaException ? initError(engine.core, module.name, error.value) : error
      }
    })
  }
}
