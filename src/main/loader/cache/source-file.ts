/**
 * What a cache file remembers of a file that went into it, and what of that is true now (base/loading.jl `_include_dependency`,
 * `replace_depot_path`, `resolve_depot`): the mtime, or from 1.11 on size and CRC-32C of the content, with paths below a depot written as
 * `@depot/…`, so that caches can move. A folder's content is the names in it; its size, which file systems make up, counts as zero here.
 */
import { crc32c } from '../crc32c'
import type { FileSystem } from '../files'
import { joinPath, pathBelow } from '../paths'
import type { PkgId } from '../project/pkg-id'
import type { StalenessRules } from '../../julia/versions'
import type { CacheInclude } from './header'

type Files = Pick<FileSystem, 'stat' | 'readBytes' | 'list'>

const DEPOT = '@depot/'
/** Julia's mark for "compare the content". */
const BY_CONTENT = -1

interface FileState {
  readonly mtime: number
  readonly size: number
  contentHash(): number
}

/** A file or a folder; undefined where there is neither. */
export function stateOf(files: Files, path: string): FileState | undefined {
  const stat = files.stat(path)
  if (stat) return { ...stat, contentHash: () => crc32c(files.readBytes(path) ?? new Uint8Array()) }
  const names = files.list(path)
  if (names.length === 0) return undefined
  return { mtime: 0, size: 0, contentHash: () => crc32c(new TextEncoder().encode(names.join(''))) }
}

/** Where a file was included: nowhere for the entry file and for `include_dependency`. */
interface IncludedAt {
  readonly module: PkgId
  readonly modulePath: readonly string[]
}

/**
 * The entry of a header for a file as it is now. `byMtime`: `include_dependency(path; track_content = false)` (1.11 on; before, always).
 * A file that is not there has mtime and size 0.
 */
export function rememberFile(
  path: string,
  files: Files,
  { rules, depots, at, byMtime = false }: { rules: StalenessRules, depots: readonly string[], at?: IncludedAt | undefined, byMtime?: boolean },
): CacheInclude {
  const place = { module: at?.module, modulePath: at?.modulePath ?? [] }
  const state = stateOf(files, path)
  if (rules.sources === 'mtime') return { ...place, path, mtime: state?.mtime ?? 0, size: 0, contentHash: 0 }
  const written = belowDepot(path, depots)
  if (byMtime) return { ...place, path: written, mtime: state?.mtime ?? 0, size: 0, contentHash: 0 }
  return { ...place, path: written, mtime: BY_CONTENT, size: state?.size ?? 0, contentHash: state?.contentHash() ?? 0 }
}

function belowDepot(path: string, depots: readonly string[]): string {
  for (const depot of depots) {
    const below = pathBelow(depot, path)
    if (below !== undefined) return `${DEPOT}${below}`
  }
  return path
}

/**
 * The files of a header with their paths here. All files of code come out of the depot that has the entry file; others each out of the
 * first depot that has them. What no depot has keeps its `@depot/`.
 */
export function inDepots(includes: readonly CacheInclude[], depots: readonly string[], files: Files): readonly CacheInclude[] {
  const depotOf = (path: string) => depots.find((depot) => stateOf(files, restore(path, depot)) !== undefined)
  const [entry] = includes
  const codeDepot = entry && depotOf(entry.path)
  return includes.map((include, index) => {
    if (!isInDepot(include)) return include
    const depot = index === 0 || include.module ? codeDepot : depotOf(include.path)
    return depot === undefined ? include : { ...include, path: restore(include.path, depot) }
  })
}

/** Whether a path still waits for its depot. */
export function isInDepot({ path }: Pick<CacheInclude, 'path'>): boolean {
  return path.startsWith(DEPOT)
}

function restore(path: string, depot: string): string {
  return path.startsWith(DEPOT) ? joinPath(depot, path.slice(DEPOT.length)) : path
}
