/**
 * Which cache files of a depot a Julia that starts now would take, and why not the others, in Julia's words. The loader's own check is asked
 * (`loader/cache/staleness.ts`); what it wants to know of a session is taken from the newest file of the version: the build of Julia and of its
 * system image. A package is looked for where the file says that it was, or where a project has it, if one is named. Then each file must
 * find the very builds that it needs among those that are fresh. What no file here tells (another depot) counts as there.
 */
import { VERSION_RULES, JULIA_VERSIONS, type JuliaVersion, type VersionRules } from '../../julia/versions'
import { nativePathOf } from '../../loader/cache/cache-path'
import type { CacheFlags, CacheHeader } from '../../loader/cache/header'
import { inDepots } from '../../loader/cache/source-file'
import { checkCache, rejection, type CacheHost, type Rejection } from '../../loader/cache/staleness'
import { pkgIdKey, type PkgId } from '../../loader/project/pkg-id'
import type { DepotCache, DepotFiles } from './cache-files'

/** What a project says of packages. */
export interface ProjectView {
  locate(id: PkgId): string | undefined
  identify(where: PkgId, name: string): PkgId | undefined
  /** 16 hex digits. */
  preferencesHash(uuid: string | undefined, names: readonly string[]): string
}

export interface FreshnessOptions {
  readonly files: DepotFiles
  /** `DEPOT_PATH`; the depot that the caches lie in is the first. */
  readonly depots: readonly string[]
  /** With which Julia is started; as without any option, if left out. */
  readonly flags?: Partial<CacheFlags>
  readonly project?: ProjectView
}

export interface Verdict {
  readonly file: DepotCache
  readonly state: 'fresh' | 'stale'
  /** Of a stale file; undefined where it cannot be read. */
  readonly reason: Rejection | undefined
  /** Of a stale file: a sentence. */
  readonly text: string
}

/** As Julia starts without options. */
const USUAL_FLAGS: CacheFlags = { usePkgimages: true, debugLevel: 1, checkBounds: 0, inline: true, optLevel: 2 }

/** The rules of the version, or those of the nearest that is known. */
export function rulesFor(version: string): VersionRules {
  const known = JULIA_VERSIONS.find((one) => one === version)
  const minor = (text: string) => Number(text.split('.')[1] ?? 0)
  const nearest: JuliaVersion = known ?? (minor(version) < minor(JULIA_VERSIONS[0]) ? JULIA_VERSIONS[0] : (JULIA_VERSIONS.at(-1) ?? '1.12'))
  return VERSION_RULES[nearest]
}

/** Of caches of one version. */
export function checkDepot(caches: readonly DepotCache[], options: FreshnessOptions): readonly Verdict[] {
  const judge = new Judge(caches, options)
  return caches.map((file) => judge.verdict(file))
}

class Judge {
  private readonly byPackage = new Map<string, { readonly file: DepotCache, readonly header: CacheHeader }[]>()
  private readonly newest: CacheHeader | undefined
  /** Builds that the newest file needs of what has no cache here: of the system image, or of another depot. */
  private readonly outside = new Map<string, string>()
  private readonly known = new Map<DepotCache, Verdict>()
  private readonly running = new Set<DepotCache>()

  constructor(caches: readonly DepotCache[], private readonly options: FreshnessOptions) {
    const readable = caches.flatMap((file) => (file.header ? [{ file, header: file.header }] : []))
    for (const one of readable) {
      const key = pkgIdKey(one.header.package)
      const list = this.byPackage.get(key)
      if (list) list.push(one)
      else this.byPackage.set(key, [one])
    }
    const newest = readable.reduce<(typeof readable)[number] | undefined>((best, one) => (best === undefined || one.file.mtime > best.file.mtime ? one : best), undefined)
    this.newest = newest?.header
    for (const { package: id, buildId } of this.newest?.requiredModules ?? []) {
      const key = pkgIdKey(id)
      if (!this.byPackage.has(key)) this.outside.set(key, buildId)
    }
  }

  verdict(file: DepotCache): Verdict {
    const known = this.known.get(file)
    if (known) return known
    this.running.add(file)
    const found = this.judge(file)
    this.running.delete(file)
    this.known.set(file, found)
    return found
  }

  private judge(file: DepotCache): Verdict {
    const { header, path } = file
    if (!header) return { file, state: 'stale', reason: undefined, text: file.fault }
    const host = this.hostFor(file, header)
    const stale = (reason: Rejection): Verdict => ({ file, state: 'stale', reason, text: sentence(reason.text, path) })
    const { file: sums } = file.cache?.checksums ?? {}
    const entry = this.entryOf(header)
    const verdict = checkCache(
      { path, header, intact: sums === undefined || sums.written === sums.computed, nativeChecksum: file.nativePath === undefined ? undefined : header.nativeChecksum },
      { package: header.package, sourcePath: this.options.project?.locate(header.package) ?? entry },
      host,
    )
    if (!verdict.fresh) return stale(verdict.reason)
    for (const dependency of verdict.dependencies) {
      if (this.hasBuild(dependency.package, dependency.buildId)) continue
      return stale(rejection({ code: 'dependency-missing', dependency: dependency.package, ...dependency }, path, header.package, host.rules.staleness))
    }
    return { file, state: 'fresh', reason: undefined, text: '' }
  }

  /** Whether a fresh file has just this build. What has no file here may lie in another depot. */
  private hasBuild(id: PkgId, buildId: string): boolean {
    const candidates = this.byPackage.get(pkgIdKey(id))
    if (!candidates) return true
    return candidates.some(({ file, header }) => header.buildId === buildId && !this.running.has(file) && this.verdict(file).state === 'fresh')
  }

  private entryOf(header: CacheHeader): string {
    const { files, depots } = this.options
    return inDepots(header.includes.slice(0, 1), depots, files)[0]?.path ?? ''
  }

  private hostFor(file: DepotCache, header: CacheHeader): CacheHost {
    const { files, depots, flags, project } = this.options
    const rules = rulesFor(file.version)
    const newest = this.newest ?? header
    return {
      // A version that is not known yet may have a format that is not either.
      rules: { ...rules, staleness: { ...rules.staleness, formatVersion: newest.formatVersion } },
      juliaVersion: newest.juliaVersion,
      juliaBuild: newest.juliaBuild,
      flags: { ...USUAL_FLAGS, ...flags },
      // Whether the code runs on this machine's processor is not asked.
      cpuTargets: header.cpuTargets,
      files, depots, concreteDependencies: [],
      loadedBuild: (id) => this.outside.get(pkgIdKey(id)),
      locate: (id) => project?.locate(id) ?? this.recordedEntry(id),
      identify: (where, name) => project?.identify(where, name) ?? header.requires.find(({ from, to }) => from.name === where.name && to.name === name)?.to,
      preferencesHash: (uuid, names) => project?.preferencesHash(uuid, names) ?? header.preferences.hash,
    }
  }

  /** Where the newest cache of a package says that it lies; of what has none here nothing is known, which is no fault. */
  private recordedEntry(id: PkgId): string {
    const [first] = this.byPackage.get(pkgIdKey(id)) ?? []
    return first ? this.entryOf(first.header) : id.name
  }
}

/** Julia's words as one sentence: without the path that every row has, and without what follows in further lines. */
function sentence(text: string, path: string): string {
  const [first = '', ...more] = text.split('\n')
  const short = first.replace(path, '').replace(nativePathOf(path), 'its native code').replace(/ {2,}/g, ' ')
  return [short.trim(), ...more.map((line) => line.trim())].join('; ')
}
