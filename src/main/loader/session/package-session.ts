/**
 * A session of Julia with packages: what happens between `using X` and its module. A package comes out of a cache that is fresh, is
 * precompiled into one if there is none, or is run from its source where that may not be; then the extensions that waited for it load
 * (base/loading.jl `_require`). The simulated standard library costs nothing to load, wherever a version of Julia has it.
 */
import { ValueOrigins } from '../../image/graph/external-values'
import { VirtualClock, type WorkKind } from '../../julia/observe/clock'
import { Engine } from '../../julia/runtime/engine'
import type { EngineObserver } from '../../julia/runtime/observer'
import { argumentError, errorException } from '../../julia/runtime/exception'
import type { Module } from '../../julia/worlds/module'
import { buildIdHigh, buildIdLow, buildIdOf } from '../cache/header'
import { notADependencyMessage, notInCacheMessage, notPrecompilableMessage, precompilingMessage, printLoadingLog, staleImageMessage, type LoadingMessage, type SessionMessage } from '../cache/loading-log'
import type { Build as LoadedBuild } from '../cache/staleness'
import type { Extension } from '../project/extensions'
import { isStdlib } from '../project/identify'
import { locatePackage } from '../project/locate'
import { pkgIdKey, pkgIdText, samePkgId, type PkgId } from '../project/pkg-id'
import { notInstalled, requirePackage } from '../project/require'
import { idOf, stalePackages, staleText, type StalePackage } from '../sysimage/frozen'
import { frozenModules } from '../sysimage/open'
import { CacheLoader } from './cache-loader'
import { CostRecorder } from './cost-recorder'
import { ExtensionLoader } from './extension-loader'
import { withInit } from './initialized'
import { LoadRecorder } from './load-recorder'
import { searchHost } from './search-host'
import { sessionHost } from './session-host'
import type { SessionWorld } from './session-world'
import { SourceNotes } from './source-notes'
import { imageBuild, isInSystemImage } from './system-modules'

/** A package that is there. */
export interface LoadedPackage {
  readonly id: PkgId
  readonly module: Module
  readonly buildId: string
  /** The file where its code begins. */
  readonly path: string
  /** All files of it, that one first. */
  readonly sources: readonly string[]
}

/** What a session that makes a cache is told by the one that ordered it. */
interface BuildOrder {
  readonly id: PkgId
  /** The package as it is while its module is being defined. */
  readonly buildId: string
  /** Packages whose caches are being made further up, for which this one is needed. */
  readonly above: readonly PkgId[]
  readonly extensions: readonly Extension[]
  /** Builds that have to be taken, finished or not (`concrete_deps`). */
  readonly builds: readonly LoadedBuild[]
  /** Where the ordering session writes what it says. */
  readonly log: SessionMessage[]
}

export interface SessionRole {
  readonly write: (descriptor: number, text: string) => void
  /** What sessions that precompile for this one write, where not the same. */
  readonly relay?: (descriptor: number, text: string) => void
  readonly order?: BuildOrder
  /** A system image is made of the session: `__init__` functions run when one begins from it. */
  readonly freezes?: true
  /** Precompiles a package into the file that it returns; undefined if its source forbids that. Throws `JuliaException` if its source throws. */
  readonly build: (from: PackageSession, id: PkgId, path: string) => string | undefined
}

export class PackageSession {
  readonly clock: VirtualClock
  readonly engine: Engine
  readonly loads: LoadRecorder
  readonly caches: CacheLoader
  readonly extensions: ExtensionLoader
  /** What this session says, and those that precompile for it, in the order of time. */
  readonly log: SessionMessage[]
  readonly notes = new SourceNotes()
  /** Objects that came out of caches. */
  readonly origins = new ValueOrigins()
  /** In the order of loading; finished ones only. */
  readonly loaded = new Map<string, LoadedPackage>()
  /** Standard libraries that were asked for. */
  readonly libraries = new Map<string, PkgId>()
  /** Of the system image, in the order in which they were loaded. */
  private readonly frozen: readonly LoadedPackage[]
  /** Those whose sources are others by now. */
  stale: readonly StalePackage[] = []
  private booted = 0
  /** Virtual nanoseconds since the session was ready. */
  readonly now = (): number => this.clock.now - this.booted
  private readonly warned = new Set<string>()
  /** Being loaded, the outermost first. */
  private readonly underWay: PkgId[] = []
  /** Virtual nanoseconds that other packages took to be precompiled. */
  waited = 0
  private isPaused = false
  private readonly watchers: EngineObserver[] = []
  private fromSources = 0

  constructor(
    readonly world: SessionWorld,
    readonly role: SessionRole,
  ) {
    const { order, write } = role
    this.log = order?.log ?? []
    this.clock = new VirtualClock(world.calibration)
    this.loads = new LoadRecorder(this.now)
    this.extensions = new ExtensionLoader(world, order, {
      load: (id) => this.load(id),
      isLoaded: (id) => this.loaded.has(pkgIdKey(id)) || this.libraries.has(pkgIdKey(id)) || isInSystemImage(world, id),
      say: (message) => {
        this.say(message)
      },
      errorText: ({ value }) => this.unclocked(() => this.engine.errorText(value)),
    })
    this.caches = new CacheLoader(this, searchHost(world, (id) => this.buildOf(id), order?.builds))
    this.engine = new Engine({
      base: world.base, rules: world.rules, execution: 'compile',
      work: (kind, amount) => {
        this.count(kind, amount)
      },
      host: sessionHost(world, {
        write, now: this.now, notes: this.notes, generatingOutput: order !== undefined || role.freezes === true,
        requirePackage: (name, from) => this.require(name, from),
        pathOf: (root) => [...this.loaded.values()].find(({ module }) => module === root)?.path,
      }),
    })
    if (role.order !== undefined) this.engine.watch(new CostRecorder(this.now))
    this.booted = this.clock.now
    this.frozen = this.frozenPackages()
    for (const one of this.frozen) this.remember(one)
  }

  /** Packages that are in the image that the session boots from. */
  private frozenPackages(): readonly LoadedPackage[] {
    const { world: { image, rules }, engine } = this
    if (image === undefined) return []
    // Native code refers to places in the image: a cache that was made with the package's own image does not fit (1.9 on).
    const inImage = (buildId: string) => (rules.caching.native ? buildIdOf(buildIdHigh(image.header.buildId), buildIdLow(buildId)) : buildId)
    return frozenModules(engine, image)
      .map(({ frozen, frozen: { buildId, path, includes }, module }) => ({ id: idOf(frozen), module, buildId: inImage(buildId), path, sources: includes.map((source) => source.path) }))
  }

  /** Julia starts: it reads what an image has more than its own, and runs the `__init__` functions of the packages there. Throws `JuliaException`. */
  begin(): void {
    const { world: { image, stack }, frozen, loads } = this
    if (image === undefined) return
    loads.stretch('load', 'system image', () => {
      this.count('readCacheByte', image.header.addedBytes)
    })
    this.stale = this.role.order === undefined ? stalePackages(image.header.packages, stack) : []
    this.say(...this.stale.map((one) => staleImageMessage(staleText(image.path, one))))
    for (const { module } of frozen) for (const one of withInit(module)) this.caches.initialize(one)
    this.extensions.resume(frozen.map(({ id }) => id))
  }

  count(kind: WorkKind, amount: number): void {
    if (!this.isPaused) this.clock.work(kind, amount)
  }

  /** Tells an observer of all that takes time, from now on. */
  watch(observer: EngineObserver): void {
    this.watchers.push(observer)
    this.engine.watch(observer)
  }

  unwatch(observer: EngineObserver): void {
    this.watchers.splice(this.watchers.indexOf(observer), 1)
    this.engine.unwatch(observer)
  }

  /** What a real session has in its system image costs nothing, and is not watched. */
  unclocked<T>(run: () => T): T {
    if (this.isPaused) return run()
    this.isPaused = true
    for (const observer of this.watchers) this.engine.unwatch(observer)
    try {
      return run()
    } finally {
      for (const observer of this.watchers) this.engine.watch(observer)
      this.isPaused = false
    }
  }

  /** Warnings and errors are printed, whatever else is. */
  say(...messages: readonly LoadingMessage[]): void {
    const { order } = this.role
    const building = order === undefined ? [] : [...order.above, order.id].map(({ name }) => name)
    for (const message of messages) {
      this.log.push({ ...message, building })
      if (message.level === 'Warning' || message.level === 'Error') this.role.write(2, printLoadingLog([message], this.world.rules.release))
    }
  }

  /** The packages that are loaded, in their builds. */
  get builds(): readonly LoadedBuild[] {
    return [...this.loaded.values()].map(({ id, buildId }) => ({ package: id, buildId }))
  }

  /** All root modules. */
  get roots(): readonly Module[] {
    const { coreModule, base, main } = this.engine
    return [coreModule, ...(base === undefined ? [] : [base]), main, ...this.engine.packages.modules()]
  }

  /** Of a cache that names it. */
  rootModule(id: string): Module | undefined {
    const library = { name: id, uuid: this.world.stack.options.stdlibs.get(id) }
    return this.roots.find((root) => root.id === id) ?? (isStdlib(this.world.stack, library) ? this.systemLibrary(library) : undefined)
  }

  rowOf(id: PkgId): { readonly name: string, readonly kind: 'package' | 'extension', readonly owner: string } {
    const parent = this.extensions.parentOf(id)
    return { name: id.name, kind: parent === undefined ? 'package' : 'extension', owner: parent?.name ?? '' }
  }

  remember(loaded: LoadedPackage): void {
    this.loaded.set(pkgIdKey(loaded.id), loaded)
  }

  /** A module of the standard library. */
  systemLibrary({ name }: PkgId): Module | undefined {
    return this.unclocked(() => this.engine.packages.standardLibrary(name))
  }

  private buildOf(id: PkgId): string | undefined {
    const { order } = this.role
    const own = order !== undefined && samePkgId(order.id, id) ? order.buildId : undefined
    return this.loaded.get(pkgIdKey(id))?.buildId ?? own
  }

  /** What `using name` in a module gives; undefined for what standard libraries use among themselves. */
  private require(name: string, from: Module): Module | undefined {
    const { stack } = this.world
    const { root } = from
    const into = root === this.engine.main ? undefined : { name: root.name, uuid: root.uuid }
    if (into !== undefined && isStdlib(stack, into)) return this.systemLibrary({ name, uuid: undefined })
    const required = requirePackage(stack, into, name)
    if ('error' in required) throw argumentError(this.engine.core, required.error)
    const { found, warning } = required
    if (warning !== undefined && into !== undefined && !this.warned.has(pkgIdKey(into))) {
      this.warned.add(pkgIdKey(into))
      this.say(notADependencyMessage(warning))
    }
    if (into !== undefined) this.notes.require(into, found)
    return this.load(found)
  }

  /** Throws `JuliaException` if there is no such package or its source throws. */
  load(id: PkgId): Module {
    const known = this.loaded.get(pkgIdKey(id))
    if (known !== undefined) return known.module
    const { engine, engine: { core } } = this
    const location = locatePackage(this.world.stack, id)
    if (location === undefined) throw argumentError(core, notInstalled(id))
    const library = location.isStdlib ? this.standardLibrary(id) : undefined
    // A package that is being defined is there already.
    const there = library ?? engine.packages.modules().find(({ name, uuid }) => name === id.name && uuid === id.uuid)
    if (there !== undefined) return there
    if (this.underWay.some((other) => samePkgId(other, id))) throw errorException(core, `circular dependency: ${pkgIdText(id)} is needed for itself`)
    this.underWay.push(id)
    try {
      return this.loadNew(id, location.path)
    } finally {
      this.underWay.pop()
    }
  }

  private standardLibrary(id: PkgId): Module | undefined {
    const module = this.systemLibrary(id)
    if (module === undefined || this.libraries.has(pkgIdKey(id))) return module
    this.libraries.set(pkgIdKey(id), id)
    this.extensions.wake(id)
    return module
  }

  private loadNew(id: PkgId, path: string): Module {
    const { compiledModules } = this.world
    if (compiledModules === 'no') return this.fromSource(id, path)
    const cached = this.caches.search(id, path)
    if (cached !== undefined) return cached
    this.complainOfMissing(id)
    if (compiledModules === 'existing') return this.fromSource(id, path)
    return this.built(id, path) ?? this.fromSource(id, path)
  }

  /** A build that had to be taken has no cache. */
  private complainOfMissing(id: PkgId): void {
    const told = this.role.order?.builds.find((build) => samePkgId(build.package, id))
    if (told === undefined) return
    this.say(notInCacheMessage(id, told.buildId))
    this.refusePrecompilation()
  }

  private built(id: PkgId, path: string): Module | undefined {
    const { rules } = this.world
    this.caches.searchAgain(id, path)
    this.say(precompilingMessage(id, this.caches.misses, { interactive: false, rules }))
    const written = this.role.build(this, id, path)
    if (written !== undefined) return this.caches.loadWritten(id, path, written)
    this.say(notPrecompilableMessage(id, { interactive: false, rules }))
    // What needs a package that is in no cache cannot be in one either.
    if (this.role.order !== undefined) this.refusePrecompilation()
    return undefined
  }

  /** As if the source said `__precompile__(false)`. */
  private refusePrecompilation(): void {
    const declare = this.engine.base?.get('__precompile__')
    if (declare !== undefined) this.unclocked(() => this.engine.call(declare, [false]))
  }

  private fromSource(id: PkgId, path: string): Module {
    const { core } = this.engine
    const text = this.world.files.readText(path)
    if (text === undefined) throw argumentError(core, notInstalled(id))
    const module = this.loads.during(this.rowOf(id), () => this.engine.packages.load({ name: id.name, uuid: id.uuid, file: path, text }))
    const included = this.notes.files.flatMap((file) => ('module' in file && file.module.root === module ? [file.path] : []))
    this.remember({ id, module, buildId: imageBuild(`source ${++this.fromSources} ${pkgIdText(id)}`), path, sources: [path, ...included] })
    this.extensions.wake(id)
    return module
  }
}
