/**
 * Whether Julia takes a compiled cache file or refuses it, and why (base/loading.jl `stale_cachefile`; julia-semantics e.6).
 */
import type { FileSystem } from '../files'
import type { PkgId } from '../project/pkg-id'
import type { VersionRules } from '../../julia/versions'
import type { CacheFlags, CacheHeader } from './header'

/** A file that might be loaded. */
export interface CacheFile {
  readonly path: string
  /** `missing`: it cannot be opened. `invalid`: not a cache file, or cut off in its header, or of another format. */
  readonly header: CacheHeader | 'missing' | 'invalid'
  /** Whether the checksum at its end is that of its bytes. */
  readonly intact: boolean
  /** The file with the native code, where there is one. */
  readonly native: { readonly path: string, readonly checksum: number } | undefined
}

export interface CacheQuery {
  /** Undefined accepts the cache of any package. */
  readonly package: PkgId | undefined
  /** Where a package that was loaded already, or another cache file, needs just this build. */
  readonly buildId: string | undefined
  /** The entry file that `using` found. */
  readonly sourcePath: string
  /** As for `Pkg.precompile`: that another build of a dependency is loaded is no obstacle (1.8 on). */
  readonly ignoreLoaded?: boolean
}

/** What the session knows. */
export interface CacheHost {
  readonly rules: VersionRules
  readonly juliaVersion: string
  readonly juliaBuild: string
  readonly flags: CacheFlags
  readonly cpuTarget: string
  readonly files: FileSystem
  /** The build id of a package that is loaded, those of the system image included. */
  loadedBuild(id: PkgId): string | undefined
  /** While precompiling: builds that the process was told to take. */
  readonly concreteDependencies: readonly { readonly package: PkgId, readonly buildId: string }[]
  /** The entry file of a package (`locate_package`). */
  locate(id: PkgId): string | undefined
  /** What `name` means in a package (`identify_package`). */
  identify(where: PkgId, name: string): PkgId | undefined
  /** 16 hex digits (`get_preferences_hash`). */
  preferencesHash(uuid: string | undefined, names: readonly string[]): string
}

export type RejectionCode =
  | 'not-opened' | 'invalid-header' | 'flags' | 'requires-pkgimages' | 'cpu-target' | 'native-missing' | 'other-package' | 'other-build'
  | 'julia-version' | 'dependency-loaded' | 'dependency-not-found' | 'wrong-build' | 'other-source' | 'uuid-mapping' | 'depot-unresolved'
  | 'file-missing' | 'mtime' | 'file-size' | 'file-hash' | 'checksum' | 'native-checksum' | 'preferences' | 'dependency-missing'

export interface Rejection {
  readonly code: RejectionCode
  /** In the words of this version of Julia, lines as its log has them. */
  readonly text: string
  /** How Julia counts it in `cache misses: …` (1.11 on). */
  readonly miss: string | undefined
}

export type CacheVerdict =
  | { readonly fresh: true, /** Those that are not loaded yet. */ readonly dependencies: readonly { readonly package: PkgId, readonly buildId: string, readonly sourcePath: string }[] }
  | { readonly fresh: false, readonly reason: Rejection }
