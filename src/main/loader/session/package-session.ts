/**
 * A session of Julia with packages: what happens between `using X` and its module. A package comes out of a cache that is fresh, is
 * precompiled into one if there is none, or is run from its source where that may not be; then its `__init__` functions run and the
 * extensions that waited for it load (base/loading.jl `_require`). The simulated standard library is in the system image: it is found there.
 */
import { ImageError } from '../../image/bytes'
import { readPackage } from '../../image/package-image'
import { VirtualClock, type WorkKind } from '../../julia/observe/clock'
import { Engine } from '../../julia/runtime/engine'
import { argumentError, errorException, JuliaException } from '../../julia/runtime/exception'
import type { PreferenceTable } from '../../julia/runtime/host'
import { symbolOf } from '../../julia/values/value'
import type { Module } from '../../julia/worlds/module'
import { extensionMessage, notPrecompilableMessage, precompilingMessage, rejectedMessages, type LoadingMessage } from '../cache/loading-log'
import { planMessages, searchCache, type FoundCache, type SearchHost } from '../cache/search'
import { type Build as LoadedBuild, rejection } from '../cache/staleness'
import { link, type LinkResult } from '../linking/link'
import { canSeeTrigger, ExtensionDormitory, extensionsOf, mayLoadInBuild, type Extension } from '../project/extensions'
import { isStdlib } from '../project/identify'
import { locatePackage } from '../project/locate'
import { pkgIdKey, pkgIdText, samePkgId, type PkgId } from '../project/pkg-id'
import { preferencesOf } from '../project/preferences'
import { notInstalled, requirePackage } from '../project/require'
import { LoadRecorder } from './load-recorder'
import { searchHost } from './search-host'
import type { SessionWorld } from './session-world'
import { imageBuild } from './system-modules'

/** A package that is there. */
export interface LoadedPackage {
  readonly id: PkgId
  readonly module: Module
  readonly buildId: string
  readonly path: string
}

/** What a session that makes a cache is told by the one that ordered it. */
export interface BuildOrder {
  readonly id: PkgId
  /** Packages whose caches are being made further up, for which this one is needed. */
  readonly above: readonly PkgId[]
  readonly extensions: readonly Extension[]
  /** Builds that have to be taken (`concrete_deps`). */
  readonly loaded: readonly LoadedBuild[]
}

export interface SessionRole {
  readonly write: (descriptor: number, text: string) => void
  readonly order?: BuildOrder
  /** Precompiles a package; false if it cannot be. Throws `JuliaException` if its source throws. */
  readonly build: (from: PackageSession, id: PkgId, path: string) => boolean
}

/** Seconds since 1970 at which every session begins, so that `time()` is the same in each. */
const EPOCH = 1_600_000_000
const NOT_PRECOMPILABLE = /^\s*__precompile__\(\s*false\s*\)/m

/** Whether the source of a package does not say that it may not be. */
export function isPrecompilable(source: string): boolean {
  return !NOT_PRECOMPILABLE.test(source)
}

export class PackageSession {
  readonly clock: VirtualClock
  readonly engine: Engine
  readonly loads: LoadRecorder
  readonly log: LoadingMessage[] = []
  readonly links: LinkResult[] = []
  /** In the order of loading; finished ones only. */
  readonly loaded = new Map<string, LoadedPackage>()
  readonly dormitory: ExtensionDormitory
  /** `from` said `using` of `to`'s name. */
  readonly requires: { readonly from: PkgId, readonly to: PkgId }[] = []
  /** Files that code was read from, with the module that they were included into. */
  readonly included: { readonly path: string, readonly module: Module }[] = []
  readonly dependencyFiles: { readonly path: string, readonly tracksContent: boolean }[] = []
  /** Preferences that were read at compile time, by uuid. */
  readonly preferencesRead = new Map<string, Set<string>>()
  /** Standard libraries that were asked for. */
  readonly libraries = new Map<string, PkgId>()
  rejected = 0
  private booted = 0
  /** Virtual nanoseconds since the session was ready. */
  readonly now = (): number => this.clock.now - this.booted
  private readonly warned = new Set<string>()
  /** Cycles and packages that are half there. */
  private readonly underWay: PkgId[] = []
  private isPaused = false
  /** Why the last search found nothing. */
  private misses: ReadonlyMap<string, number> = new Map()
  private unnamedBuilds = 0
  private readonly searchHost: SearchHost

  constructor(
    readonly world: SessionWorld,
    readonly role: SessionRole,
  ) {
    const { rules, stack, files } = world
    this.clock = new VirtualClock(world.calibration)
    this.loads = new LoadRecorder(this.now)
    const { order } = role
    const mayLoad = order && mayLoadInBuild(rules.extensions, order.id, order.extensions)
    this.dormitory = new ExtensionDormitory({ rules: rules.extensions, seesTrigger: (extension, trigger) => canSeeTrigger(stack, extension, trigger), ...(mayLoad && { mayLoad }) })
    this.engine = new Engine({
      base: world.base, rules, execution: 'compile',
      work: (kind, amount) => this.count(kind, amount),
      host: {
        write: role.write,
        now: () => BigInt(Math.round(this.now())),
        wallClock: () => EPOCH + this.now() / 1e9,
        isCancelled: world.isCancelled,
        readFile: (path) => files.readText(path),
        stat: (path) => {
          const found = files.stat(path)
          if (found !== undefined) return { kind: 'file', ...found }
          return files.list(path).length > 0 ? { kind: 'directory', size: 0, mtime: 0 } : undefined
        },
        readDirectory: (path) => {
          const names = files.list(path)
          return names.length > 0 ? names : undefined
        },
        workingDirectory: stack.options.folder ?? '/',
        requirePackage: (name, from) => this.require(name, from),
        pathOf: (root) => this.packageOf(root)?.path,
        depotPath: world.depots,
        loadPath: stack.options.loadPath ?? ['@', '@v#.#', '@stdlib'],
        included: (path, module) => this.included.push({ path, module }),
        includeDependency: (path, tracksContent) => this.dependencyFiles.push({ path, tracksContent }),
        preferencesOf: (uuid) => preferencesOf(stack, uuid) as PreferenceTable,
        recordPreference: (uuid, key) => {
          const known = this.preferencesRead.get(uuid)
          if (known === undefined) this.preferencesRead.set(uuid, new Set([key]))
          else known.add(key)
        },
        generatingOutput: order !== undefined,
      },
    })
    this.searchHost = searchHost(world, (id) => this.loaded.get(pkgIdKey(id))?.buildId, order?.loaded)
    this.booted = this.clock.now
  }

  private count(kind: WorkKind, amount: number): void {
    if (!this.isPaused) this.clock.work(kind, amount)
  }

  /** What a real session has in its system image costs nothing. */
  unclocked<T>(run: () => T): T {
    const before = this.isPaused
    this.isPaused = true
    try {
      return run()
    } finally {
      this.isPaused = before
    }
  }

  /** The packages that are loaded, in their builds. */
  get builds(): readonly LoadedBuild[] {
    return [...this.loaded.values()].map(({ id, buildId }) => ({ package: id, buildId }))
  }

  /** All root modules. */
  get roots(): readonly Module[] {
    const { coreModule, base, main } = this.engine
    return [coreModule, ...(base === undefined ? [] : [base]), main, ...this.engine.packageModules()]
  }

  private rootModule(id: string): Module | undefined {
    return this.roots.find((root) => root.id === id) ?? (isStdlib(this.world.stack, { name: id, uuid: this.world.stack.options.stdlibs.get(id) }) ? this.library(id) : undefined)
  }

  private packageOf(root: Module): LoadedPackage | undefined {
    return [...this.loaded.values()].find(({ module }) => module === root)
  }

  private library(name: string): Module | undefined {
    return this.unclocked(() => this.engine.standardLibrary(name))
  }

  /** What `using name` in a module gives; undefined for what standard libraries use among themselves. */
  private require(name: string, from: Module): Module | undefined {
    const { stack } = this.world
    const { root } = from
    const into = root === this.engine.main ? undefined : { name: root.name, uuid: root.uuid }
    if (into !== undefined && isStdlib(stack, into)) return this.library(name)
    const required = requirePackage(stack, into, name)
    if ('error' in required) throw argumentError(this.engine.core, required.error)
    const { found, warning } = required
    if (warning !== undefined && into !== undefined && !this.warned.has(pkgIdKey(into))) {
      this.warned.add(pkgIdKey(into))
      this.role.write(2, `┌ Warning: ${warning.replaceAll('\n', '\n│ ')}\n`)
    }
    if (into !== undefined && !this.requires.some(({ from: known, to }) => samePkgId(known, into) && samePkgId(to, found))) this.requires.push({ from: into, to: found })
    return this.load(found)
  }

  /** Throws `JuliaException` if there is no such package or its source throws. */
  private load(id: PkgId): Module {
    const known = this.loaded.get(pkgIdKey(id))
    if (known !== undefined) return known.module
    const { core } = this.engine
    const location = locatePackage(this.world.stack, id)
    if (location === undefined) throw argumentError(core, notInstalled(id))
    if (location.isStdlib) {
      this.libraries.set(id.name, id)
      const module = this.library(id.name)
      if (module !== undefined) return module
    }
    const inCycle = [...this.underWay, ...this.role.order?.above ?? []].some((other) => samePkgId(other, id))
    if (inCycle) throw errorException(core, `circular dependency: ${pkgIdText(id)} is needed for itself`)
    this.underWay.push(id)
    try {
      return this.loadNew(id, location.path)
    } finally {
      this.underWay.pop()
    }
  }

  private loadNew(id: PkgId, path: string): Module {
    const { compiledModules } = this.world
    if (compiledModules !== 'no') {
      const cached = this.fromCache(id, path) ?? (compiledModules === 'yes' && this.isBuilt(id, path) ? this.fromCache(id, path) : undefined)
      if (cached !== undefined) return cached
    }
    return this.fromSource(id, path)
  }

  private fromCache(id: PkgId, path: string): Module | undefined {
    const { rules } = this.world
    const search = searchCache({ package: id, sourcePath: path }, this.searchHost)
    this.log.push(...search.log)
    this.misses = search.misses
    this.rejected += search.log.length
    for (const stray of search.strays) this.loadPlanned(stray, new Map())
    if (search.plan === undefined) {
      if (rules.staleness.searchesAgain && search.log.length > 0) this.log.push(...searchCache({ package: id, sourcePath: path }, this.searchHost).log)
      return undefined
    }
    const planned = new Map(search.plan.map((found) => [pkgIdKey(found.package), found]))
    this.log.push(...planMessages(search.plan, this.searchHost))
    return this.loadPlanned(planned.get(pkgIdKey(id)), planned)
  }

  private isBuilt(id: PkgId, path: string): boolean {
    const { files, rules } = this.world
    this.log.push(precompilingMessage(id, this.misses, { interactive: false, rules }))
    if (!isPrecompilable(files.readText(path) ?? '')) {
      this.log.push(notPrecompilableMessage(id, { interactive: false, rules }))
      return false
    }
    return this.role.build(this, id, path)
  }

  private rowOf(id: PkgId): { readonly name: string, readonly kind: 'package' | 'extension', readonly owner: string } {
    const parent = this.dormitory.parentOf(id)
    return { name: id.name, kind: parent === undefined ? 'package' : 'extension', owner: parent?.name ?? '' }
  }

  /** What a cache needs comes first, each below the package whose code names it. */
  private loadPlanned(found: FoundCache | undefined, planned: ReadonlyMap<string, FoundCache>): Module | undefined {
    if (found === undefined) return undefined
    const known = this.loaded.get(pkgIdKey(found.package))
    if (known !== undefined) return known.module
    const { header, package: id } = found
    const needed = [
      ...header.requires.filter(({ from }) => samePkgId(from, id)).map(({ to }) => to),
      ...header.requiredModules.map(({ package: other }) => other),
    ]
    const module = this.loads.during(this.rowOf(id), () => {
      for (const other of needed) {
        const next = planned.get(pkgIdKey(other))
        if (next !== undefined && next !== found) this.loadPlanned(next, planned)
        else if (isStdlib(this.world.stack, other)) this.library(other.name)
      }
      return this.deserialize(found)
    })
    if (module !== undefined) this.wakeExtensions(id)
    return module
  }

  private deserialize(found: FoundCache): Module | undefined {
    const { engine } = this
    const { package: id, header, path } = found
    try {
      const { sections, bytes } = this.world.store.read(found)
      this.count('readCacheByte', bytes)
      const { contents, state } = readPackage(sections, { world: engine.world, sorters: engine.sorters, rootModule: (name) => this.rootModule(name) })
      this.count('linkInstance', contents.instances.length)
      const [module] = contents.modules
      if (module === undefined) throw new ImageError('it defines no module')
      module.uuid = id.uuid
      engine.packages.setConstant(id.name, module)
      engine.registerPackage(module)
      this.remember({ id, module, buildId: header.buildId, path: found.sourcePath })
      this.links.push(link(contents, engine.world, (kind, amount) => this.count(kind, amount), (verify) => this.loads.stretch('validate', id.name, verify)))
      for (const one of state.initialized) this.initialize(one)
      return module
    } catch (error) {
      if (!(error instanceof ImageError)) throw error
      this.log.push(...rejectedMessages(rejection({ code: 'checksum' }, path, id, this.world.rules.staleness)))
      this.rejected++
      return undefined
    }
  }

  private initialize(module: Module): void {
    const init = module.bindings.get(symbolOf('__init__'))?.value
    if (init !== undefined) this.loads.during({ name: module.path, kind: 'init', owner: '' }, () => this.engine.call(init))
  }

  private fromSource(id: PkgId, path: string): Module {
    const { core } = this.engine
    const text = this.world.files.readText(path)
    if (text === undefined) throw argumentError(core, notInstalled(id))
    const module = this.loads.during(this.rowOf(id), () => this.engine.loadPackage({ name: id.name, uuid: id.uuid, file: path, text }))
    this.remember({ id, module, buildId: imageBuild(`source ${++this.unnamedBuilds} ${pkgIdText(id)}`), path })
    this.wakeExtensions(id)
    return module
  }

  private remember(loaded: LoadedPackage): void {
    this.loaded.set(pkgIdKey(loaded.id), loaded)
  }

  private wakeExtensions(id: PkgId): void {
    const { stack } = this.world
    this.dormitory.insert(extensionsOf(stack, id), (other) => this.loaded.has(pkgIdKey(other)) || this.libraries.has(other.name))
    for (const extension of this.dormitory.wake(id)) this.loadExtension(extension)
  }

  private loadExtension(extension: Extension): void {
    try {
      this.load(extension.id)
      this.log.push(extensionMessage(extension.id.name, extension.parent.name))
    } catch (error) {
      if (!(error instanceof JuliaException)) throw error
      this.dormitory.failed(extension)
      const text = `Error during loading of extension ${extension.id.name} of ${extension.parent.name}, use \`Base.retry_load_extensions()\` to retry.`
      this.role.write(2, `┌ Error: ${text}\n│   exception = ${this.engine.errorText(error.value).replaceAll('\n', '\n│   ')}\n└ @ Base loading.jl\n`)
    }
  }

  /** `Base.retry_load_extensions()`. */
  retryExtensions(): void {
    for (const extension of this.dormitory.retry()) this.loadExtension(extension)
  }
}
