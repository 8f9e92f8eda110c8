/** What lies where in a depot; ours has the folders of Julia's own. */
import { joinPath } from '../paths'
import type { PkgId } from './pkg-id'
import { packageSlug, versionSlug } from './slugs'

/** Where a version of a package is installed. */
export function packageFolder(depot: string, name: string, uuid: string, treeHash: string): string {
  return joinPath(depot, 'packages', name, versionSlug(uuid, treeHash))
}

/** Where the caches of a package lie and what their names begin with (`cache_file_entry`): one without a uuid has a single cache beside the folders. */
export function cacheEntry(depot: string, version: string, { name, uuid }: PkgId): { readonly folder: string, readonly stem: string } {
  const compiled = joinPath(depot, 'compiled', `v${version}`)
  return uuid === undefined ? { folder: compiled, stem: name } : { folder: joinPath(compiled, name), stem: packageSlug(uuid) }
}

/** The project of a named environment; `v1.10` is the one that a session starts with. */
export function namedProject(depot: string, name: string): string {
  return joinPath(depot, 'environments', name, 'Project.toml')
}

/** Run at the start of a session. */
export function startupFile(depot: string): string {
  return joinPath(depot, 'config', 'startup.jl')
}
