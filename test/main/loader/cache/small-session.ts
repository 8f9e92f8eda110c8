/**
 * The least that has to be true of a session so that cache files can be asked for: packages with their files, what is loaded, and
 * precompilation that writes a header without compiling anything. A process that precompiles prints before the one that waits for it.
 */
import type { CacheFlags, CacheHeader } from '../../../../src/main/loader/cache/header'
import { notPrecompilableMessage, precompilingMessage, printLoadingLog, type LoadingMessage } from '../../../../src/main/loader/cache/loading-log'
import { flagByte } from '../../../../src/main/loader/cache/rejection-text'
import { planMessages, searchCache, type SearchHost } from '../../../../src/main/loader/cache/search'
import type { CacheFile } from '../../../../src/main/loader/cache/staleness'
import { MemoryFiles } from '../../../../src/main/loader/files'
import { pkgIdKey, samePkgId, type PkgId } from '../../../../src/main/loader/project/pkg-id'
import { packageSlug } from '../../../../src/main/loader/project/slugs'
import { VERSION_RULES, type JuliaVersion } from '../../../../src/main/julia/versions'

export const DEFAULT_FLAGS: CacheFlags = { usePkgimages: true, debugLevel: 1, checkBounds: 0, inline: true, optLevel: 2 }

/** The second halves of names in the recordings, by flags. */
const SLUGS: Readonly<Record<number, string>> = { 163: 'WJKNK', 162: 'j36HU', 34: 'SsbyF', 131: 'IWVHf' }

export class SmallWorld {
  readonly files = new MemoryFiles()
  readonly caches = new Map<string, CacheFile>()
  /** Entry files, and where they say `using`. */
  readonly sources = new Map<string, string>()
  readonly dependencies = new Map<string, readonly PkgId[]>()
  readonly sysimage = new Map<string, string>()
  readonly sourceHeaders = new Map<string, CacheHeader>()
  preferencesHash = '0000000000000000'
  private builds = 0

  constructor(readonly version: JuliaVersion, readonly release: string, headers: readonly CacheHeader[]) {
    for (const header of headers) {
      const [entry] = header.includes
      if (entry) this.sources.set(pkgIdKey(header.package), entry.path)
      this.dependencies.set(pkgIdKey(header.package), header.requires.filter(({ from }) => samePkgId(from, header.package)).map(({ to }) => to))
      this.sourceHeaders.set(pkgIdKey(header.package), header)
      for (const { path, mtime } of header.includes) {
        this.files.writeText(path, path)
        this.files.touch(path, mtime)
      }
    }
    for (const { package: id, buildId } of headers[0]?.requiredModules ?? []) {
      if (!headers.some((header) => samePkgId(header.package, id))) this.sysimage.set(pkgIdKey(id), buildId)
    }
    for (const header of headers) this.store(header)
  }

  pathOf(id: PkgId, flags = DEFAULT_FLAGS): string {
    const folder = `/depot/compiled/v${this.version}`
    if (id.uuid === undefined) return `${folder}/${id.name}.ji`
    return `${folder}/${id.name}/${packageSlug(id.uuid)}_${this.version === '1.5' ? '3sfdg' : SLUGS[flagByte(flags)] ?? 'other'}.ji`
  }

  store(header: CacheHeader, path = this.pathOf(header.package, header.flags)): void {
    // The newest is last.
    this.caches.delete(path)
    this.caches.set(path, { path, header, intact: true, nativeChecksum: header.nativeChecksum })
  }

  change(id: PkgId, to: Partial<CacheFile>): void {
    const path = this.pathOf(id)
    const file = this.caches.get(path)
    if (!file) throw new Error(`no cache at ${path}`)
    this.caches.set(path, { ...file, ...to })
  }

  /** As a rebuild would: a build id that no other has. */
  rebuilt(id: PkgId, flags: CacheFlags, loaded: ReadonlyMap<string, { id: PkgId, buildId: string }>): CacheHeader {
    const old = this.sourceHeaders.get(pkgIdKey(id))
    if (!old) throw new Error(`no package ${id.name}`)
    const entry = this.sources.get(pkgIdKey(id)) ?? ''
    return {
      ...old,
      flags: old.flags && flags,
      buildId: `fafbfcfd-0000-0000-0000-${String(++this.builds).padStart(12, '0')}`,
      includes: old.includes.map((include, index) => {
        const path = index === 0 ? entry : include.path
        return { ...include, path, mtime: this.files.stat(path)?.mtime ?? 0 }
      }),
      requiredModules: [
        ...old.requiredModules.filter((required) => this.sysimage.has(pkgIdKey(required.package))),
        ...[...loaded.values()].map((module) => ({ package: module.id, buildId: module.buildId })),
      ],
      cpuTargets: flags.usePkgimages ? old.cpuTargets : [],
    }
  }
}

export class SmallSession {
  readonly loaded = new Map<string, { id: PkgId, buildId: string }>()
  private readonly own: LoadingMessage[] = []
  private readonly others: string[] = []

  constructor(readonly world: SmallWorld, readonly flags: CacheFlags = DEFAULT_FLAGS) {}

  get host(): SearchHost {
    const { world } = this
    const anyHeader = [...world.sourceHeaders.values()][0]
    return {
      rules: VERSION_RULES[world.version],
      juliaVersion: world.release,
      juliaBuild: anyHeader?.juliaBuild ?? '',
      flags: this.flags,
      cpuTargets: anyHeader?.cpuTargets ?? [],
      files: world.files,
      depots: ['/depot'],
      concreteDependencies: [],
      loadedBuild: (id) => this.loaded.get(pkgIdKey(id))?.buildId ?? world.sysimage.get(pkgIdKey(id)),
      locate: (id) => world.sources.get(pkgIdKey(id)),
      identify: (where, name) => world.dependencies.get(pkgIdKey(where))?.find((id) => id.name === name),
      preferencesHash: (_uuid, names) => (names.length === 0 ? '0000000000000000' : world.preferencesHash),
      cacheFiles: (id) => [...world.caches.values()].reverse().filter(({ path }) => path.includes(`/${id.name}/`)),
    }
  }

  using(id: PkgId, precompilable = true): void {
    if (this.host.loadedBuild(id) !== undefined) return
    const { rules } = this.host
    if (this.load(id)) return
    if (rules.staleness.searchesAgain && id.uuid !== undefined) this.search(id)
    const { misses } = this.search(id, false)
    this.own.push(precompilingMessage(id, misses, { interactive: false, rules }))
    if (!precompilable) {
      this.own.push(notPrecompilableMessage(id, { interactive: false, rules }))
      return
    }
    // Without native code, caches are made with -O0.
    const nested = new SmallSession(this.world, this.flags.usePkgimages ? this.flags : { ...this.flags, optLevel: 0 })
    for (const dependency of this.world.dependencies.get(pkgIdKey(id)) ?? []) nested.using(dependency)
    this.others.push(nested.text)
    this.world.store(this.world.rebuilt(id, this.flags, nested.loaded), this.world.pathOf(id, this.flags))
    this.load(id)
  }

  private search(id: PkgId, logs = true) {
    const found = searchCache({ package: id, sourcePath: this.world.sources.get(pkgIdKey(id)) ?? '' }, this.host)
    if (logs) this.own.push(...found.log)
    return found
  }

  private load(id: PkgId): boolean {
    const { plan, strays } = this.search(id)
    for (const { package: module, header } of [...strays, ...(plan ?? [])]) this.loaded.set(pkgIdKey(module), { id: module, buildId: header.buildId })
    if (plan) this.own.push(...planMessages(plan, this.host))
    return plan !== undefined
  }

  /** All that was printed. */
  get text(): string {
    return this.others.join('') + this.printed(this.own)
  }

  /** With the places of the recordings. */
  printed(messages: readonly LoadingMessage[]): string {
    return printLoadingLog(messages, this.world.release)
      .replaceAll('/depot/', '<depot>/').replaceAll('/dev/', '<dev>/').replaceAll('/moved/', '<moved>/')
  }
}
