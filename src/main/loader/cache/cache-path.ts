/**
 * Where compiled caches lie in a depot and in what order they are tried: `compiled/v1.10/Tiny/9BF1L_WJKNK.ji`, with native code beside it
 * (base/loading.jl `cache_file_entry`, `compilecache_path`, `find_all_in_cache_path`, `MAX_NUM_PRECOMPILE_FILES`). The first half of the
 * name is the package's, the second that of the circumstances; a package without a uuid has one file, `NoPre.ji`. Native code is `.so`
 * here on every system.
 */
import { crc32c } from '../crc32c'
import type { FileSystem } from '../files'
import { joinPath } from '../paths'
import type { PkgId } from '../project/pkg-id'
import { packageSlug, slugOf } from '../project/slugs'
import type { VersionRules } from '../../julia/versions'
import type { CacheFlags } from './header'
import { flagByte } from './rejection-text'

/** A package keeps so many; one more and the one that was used least lately goes. */
const MAX_CACHE_FILES = 10

/** Under which circumstances a file was compiled. */
export interface Circumstances {
  /** Path of the active project file, '' for none. */
  readonly project: string
  /** Paths of the system image and of the executable. */
  readonly sysimage: string
  readonly executable: string
  readonly flags: CacheFlags
  /** As on the command line: `native`. */
  readonly cpuTarget: string
  /** 16 hex digits. */
  readonly preferencesHash: string
}

function folderOfCaches(id: PkgId, rules: VersionRules): string {
  return id.uuid === undefined ? `compiled/v${rules.version}` : `compiled/v${rules.version}/${id.name}`
}

/** The path of the file to write, in the first depot. */
export function cachePath(depot: string, id: PkgId, circumstances: Circumstances, rules: VersionRules): string {
  const name = id.uuid === undefined ? id.name : `${packageSlug(id.uuid)}_${circumstanceSlug(circumstances, rules)}`
  return joinPath(depot, folderOfCaches(id, rules), `${name}.ji`)
}

/** The second half of the name. Checksums are chained: texts as UTF-8, flags as one byte, the preferences' hash as 8, least significant first. */
export function circumstanceSlug(from: Circumstances, { staleness: { slug } }: VersionRules): string {
  const text = (content: string) => new TextEncoder().encode(content)
  const parts: Uint8Array[] = [text(from.project), text(from.sysimage), text(from.executable)]
  if (slug.flags) parts.push(Uint8Array.of(flagByte(from.flags)), text(from.cpuTarget))
  if (slug.preferences) parts.push(littleEndian(BigInt(`0x${from.preferencesHash}`)))
  return slugOf(parts.reduce((crc, bytes) => crc32c(bytes, crc), 0))
}

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn))
}

/** The file with the native code of a cache file. */
export function nativePathOf(path: string): string {
  return path.replace(/\.ji$/, '') + '.so'
}

/**
 * All cache files of a package in all depots, in the order in which they are tried. `hasNative` is asked where that matters; the session's
 * `flags` decide whether it does.
 */
export function findCacheFiles(
  id: PkgId,
  { rules, depots, files, flags, hasNative }: {
    rules: VersionRules
    depots: readonly string[]
    files: Pick<FileSystem, 'list' | 'stat'>
    flags: CacheFlags
    hasNative: (path: string) => boolean
  },
): readonly string[] {
  const paths = depots.flatMap((depot) => cacheFilesIn(joinPath(depot, folderOfCaches(id, rules)), id, files))
  if (rules.staleness.order === 'name') return paths
  const nativeFirst = rules.staleness.order === 'nativeThenNewest' && flags.usePkgimages
  const ranked = paths.map((path) => ({ path, native: nativeFirst && hasNative(path), mtime: files.stat(path)?.mtime ?? 0 }))
  return ranked.sort((a, b) => Number(b.native) - Number(a.native) || b.mtime - a.mtime).map(({ path }) => path)
}

function cacheFilesIn(folder: string, { name, uuid }: PkgId, files: Pick<FileSystem, 'list'>): readonly string[] {
  const ours = uuid === undefined
    ? (file: string) => file === `${name}.ji`
    : ((stem) => (file: string) => file.startsWith(stem) && file.endsWith('.ji'))(`${packageSlug(uuid)}_`)
  return files.list(folder).filter(ours).map((file) => joinPath(folder, file))
}

/**
 * What is removed to make room before a file is written in `depot`: the file that was touched least lately, where there are ten already;
 * its native code goes with it. Loading touches the file that it loads.
 */
export function fileToEvict(depot: string, id: PkgId, files: Pick<FileSystem, 'list' | 'stat'>, rules: VersionRules): string | undefined {
  if (id.uuid === undefined) return undefined
  const aged = cacheFilesIn(joinPath(depot, folderOfCaches(id, rules)), id, files).map((path) => ({ path, mtime: files.stat(path)?.mtime ?? 0 }))
  if (aged.length < MAX_CACHE_FILES) return undefined
  return aged.reduce((oldest, next) => (next.mtime < oldest.mtime ? next : oldest)).path
}
