/**
 * Whether Julia takes a compiled cache file or refuses it, and why (base/loading.jl `stale_cachefile`; julia-semantics e.6): the checks of a
 * version, in its order, to the first that fails. Left out: symbolic links (two paths are the same file if they are the same text once
 * normalised), the standard library's exemption from mtimes, builds of one package side by side (1.12), `--pkgimages=existing`.
 */
import { normalizePath } from '../paths'
import type { FileSystem } from '../files'
import { samePkgId, type PkgId } from '../project/pkg-id'
import type { StalenessRules, VersionRules } from '../../julia/versions'
import { nativePathOf } from './cache-path'
import { cpuTargetObjection } from './cpu-target'
import { hasNativeCode, type CacheFlags, type CacheHeader, type CacheInclude } from './header'
import { missOf, rejectionText, type RejectionCause, type RejectionCode } from './rejection-text'
import { inDepots, isInDepot, stateOf } from './source-file'

/** A file that might be loaded. */
export interface CacheFile {
  readonly path: string
  /** `missing`: it cannot be opened. `invalid`: not a cache file, or cut off in its header. `empty`: it defines no module. */
  readonly header: CacheHeader | 'missing' | 'invalid' | 'empty'
  /** Whether the checksum at its end is that of its bytes. */
  readonly intact: boolean
  /** CRC-32C of the file with its native code (`nativePathOf`); undefined: there is no such file. */
  readonly nativeChecksum: number | undefined
}

export interface CacheQuery {
  /** Undefined accepts the cache of any package. */
  readonly package: PkgId | undefined
  /** Where another cache file needs just this build. */
  readonly buildId?: string | undefined
  /** The entry file that `using` found. */
  readonly sourcePath: string
  /** As for `Pkg.precompile`: that another build of a dependency is loaded is no obstacle. */
  readonly ignoreLoaded?: boolean
}

/** A package in one build. */
export interface Build {
  readonly package: PkgId
  readonly buildId: string
}

/** What the session knows. */
export interface CacheHost {
  readonly rules: VersionRules
  readonly juliaVersion: string
  readonly juliaBuild: string
  readonly flags: CacheFlags
  /** What the session runs on, as `cpuTargets` of headers. */
  readonly cpuTargets: readonly string[]
  readonly files: Pick<FileSystem, 'stat' | 'readBytes' | 'list'>
  /** `DEPOT_PATH`. */
  readonly depots: readonly string[]
  /** The build of a package that is loaded, those of the system image included. */
  loadedBuild(id: PkgId): string | undefined
  /** While precompiling: builds that the process was told to take. */
  readonly concreteDependencies: readonly Build[]
  /** The entry file of a package (`locate_package`). */
  locate(id: PkgId): string | undefined
  /** What `name` means in a package (`identify_package`). */
  identify(where: PkgId, name: string): PkgId | undefined
  /** 16 hex digits (`get_preferences_hash`). */
  preferencesHash(uuid: string | undefined, names: readonly string[]): string
}

export interface Rejection {
  readonly code: RejectionCode
  /** In the words of this version of Julia, lines as its log has them; empty where Julia says nothing. */
  readonly text: string
  /** How Julia counts it in `cache misses: …` (1.11 on). */
  readonly miss: string | undefined
}

/** A dependency that is not loaded yet. */
export interface MissingDependency extends Build {
  readonly sourcePath: string
}

export type CacheVerdict =
  | { readonly fresh: true, readonly dependencies: readonly MissingDependency[] }
  | { readonly fresh: false, readonly reason: Rejection }

export function checkCache(file: CacheFile, query: CacheQuery, host: CacheHost): CacheVerdict {
  const header = readableHeader(file, host)
  const found = 'code' in header ? header : checkHeader(header, file, query, host)
  if ('code' in found) return { fresh: false, reason: rejection(found, file.path, query.package, host.rules.staleness) }
  return { fresh: true, dependencies: found }
}

/** `wanted`: undefined is printed as Julia prints a package without a name. */
export function rejection(cause: RejectionCause, path: string, wanted: PkgId | undefined, rules: StalenessRules): Rejection {
  return { code: cause.code, text: rejectionText(cause, path, wanted ?? { name: '', uuid: undefined }, rules), miss: missOf(cause.code, rules) }
}

function readableHeader({ header }: CacheFile, host: CacheHost): CacheHeader | RejectionCause {
  if (header === 'missing') return { code: 'not-opened', isFile: false }
  if (header === 'empty') return { code: 'empty' }
  const sameJulia = header !== 'invalid' && header.formatVersion === host.rules.staleness.formatVersion
    && header.juliaVersion === host.juliaVersion && header.juliaBuild === host.juliaBuild
  return sameJulia ? header : { code: 'invalid-header' }
}

function checkHeader(header: CacheHeader, file: CacheFile, query: CacheQuery, host: CacheHost): readonly MissingDependency[] | RejectionCause {
  const identity = checkFlags(header, file, host) ?? checkPackage(header, query, host.rules.staleness)
  if (identity) return identity
  const dependencies = checkDependencies(header, query, host)
  if ('code' in dependencies) return dependencies
  return checkSources(header, query, host) ?? checkBytes(header, file, host) ?? dependencies
}

function checkFlags(header: CacheHeader, { path, nativeChecksum }: CacheFile, host: CacheHost): RejectionCause | undefined {
  const compares = host.rules.staleness.comparesFlags
  if (!compares || !header.flags) return undefined
  if (!flagsMatch(host.flags, header.flags, compares.debugLevel)) return { code: 'flags', session: host.flags, file: header.flags }
  if (!hasNativeCode(header)) return undefined
  if (!host.flags.usePkgimages) return { code: 'requires-pkgimages' }
  const reasons = cpuTargetObjection(header.cpuTargets, host.cpuTargets)
  if (reasons !== undefined) return { code: 'cpu-target', reasons, file: header.cpuTargets, session: host.cpuTargets }
  return nativeChecksum === undefined ? { code: 'native-missing', nativePath: nativePathOf(path) } : undefined
}

/**
 * `jl_match_cache_flags`: where neither side has native code nothing else matters; a file that was optimised more than is asked for is
 * taken, and from 1.11 on one with more for the debugger.
 */
export function flagsMatch(session: CacheFlags, file: CacheFlags, debugLevel: 'exact' | 'atLeast'): boolean {
  if (!session.usePkgimages && !file.usePkgimages) return true
  const exact = session.usePkgimages === file.usePkgimages && session.checkBounds === file.checkBounds && session.inline === file.inline
  const debug = debugLevel === 'exact' ? file.debugLevel === session.debugLevel : file.debugLevel >= session.debugLevel
  return exact && debug && file.optLevel >= session.optLevel
}

function checkPackage(header: CacheHeader, query: CacheQuery, rules: StalenessRules): RejectionCause | undefined {
  if (!rules.comparesPackage) return undefined
  if (query.package && !samePkgId(header.package, query.package)) return { code: 'other-package', found: header.package, buildId: header.buildId }
  const wanted = query.buildId
  return wanted !== undefined && wanted !== header.buildId ? { code: 'other-build', found: header.buildId, wanted } : undefined
}

const CORE: PkgId = { name: 'Core', uuid: undefined }

function checkDependencies(header: CacheHeader, query: CacheQuery, host: CacheHost): readonly MissingDependency[] | RejectionCause {
  const missing: MissingDependency[] = []
  for (const { package: dependency, buildId } of header.requiredModules) {
    const loaded = host.loadedBuild(dependency)
    if (loaded === buildId) continue
    if (loaded !== undefined) {
      if (host.rules.staleness.words.juliaVersion && samePkgId(dependency, CORE)) return { code: 'julia-version' }
      if (!query.ignoreLoaded) return { code: 'dependency-loaded', dependency }
    }
    const sourcePath = host.locate(dependency)
    if (sourcePath === undefined) return { code: 'dependency-not-found', dependency }
    missing.push({ package: dependency, buildId, sourcePath })
  }
  return missing
}

function checkSources(header: CacheHeader, query: CacheQuery, host: CacheHost): RejectionCause | undefined {
  // A build that this process was told to take is taken, whatever became of its sources.
  const told = host.concreteDependencies.find((build) => samePkgId(build.package, header.package))
  if (told) {
    return told.buildId === header.buildId ? undefined : { code: 'wrong-build', dependency: told.package, found: header.buildId, wanted: told.buildId }
  }
  const includes = host.rules.staleness.sources === 'content' ? inDepots(header.includes, host.depots, host.files) : header.includes
  const entry = includes[0]?.path ?? ''
  if (normalizePath(entry) !== normalizePath(query.sourcePath)) return { code: 'other-source', found: entry, wanted: query.sourcePath }
  for (const { from, to } of header.requires) {
    const now = host.identify(from, to.name)
    if (!samePkgId(now, to)) return { code: 'uuid-mapping', from, to, now }
  }
  for (const include of includes) {
    const changed = checkInclude(include, host)
    if (changed) return changed
  }
  return undefined
}

function checkInclude({ path: file, mtime, size, contentHash }: CacheInclude, { rules: { staleness: rules }, files }: CacheHost): RejectionCause | undefined {
  if (rules.sources === 'content' && isInDepot({ path: file })) return { code: 'depot-unresolved' }
  const state = stateOf(files, file)
  if (!state && rules.noticesMissingFiles) return { code: 'file-missing', file }
  if (rules.sources === 'mtime' || mtime >= 0) {
    const found = state?.mtime ?? 0
    return sameMtime(found, mtime, rules.mtimes) ? undefined : { code: 'mtime', file, found, before: mtime }
  }
  if (!state) return { code: 'file-missing', file }
  if (state.size !== size) return { code: 'file-size', file, found: state.size, before: size }
  const found = state.contentHash()
  return found === contentHash ? undefined : { code: 'file-hash', file, found, before: contentHash }
}

/** With what file systems and archives do to mtimes taken into account. Seconds; `before` is the header's. */
export function sameMtime(now: number, before: number, also: StalenessRules['mtimes']): boolean {
  // Julia's `trunc(x, digits = 6)`.
  const microseconds = Math.trunc(before * 1e6) / 1e6
  if (now === before || now === Math.floor(before) || now === microseconds) return true
  if ((also.one && now === 1) || (also.ceiling && now === Math.ceil(before))) return true
  return also.microsecondEarly && before - now > 0 && before - now < 1e-6
}

function checkBytes(header: CacheHeader, { path, intact, nativeChecksum }: CacheFile, host: CacheHost): RejectionCause | undefined {
  if (!intact) return { code: 'checksum' }
  const { comparesFlags, comparesPreferences } = host.rules.staleness
  if (comparesFlags && hasNativeCode(header) && nativeChecksum !== header.nativeChecksum) return { code: 'native-checksum', nativePath: nativePathOf(path) }
  if (!comparesPreferences) return undefined
  const { names, hash: found } = header.preferences
  const now = host.preferencesHash(header.package.uuid, names)
  return now === found ? undefined : { code: 'preferences', found, now }
}
