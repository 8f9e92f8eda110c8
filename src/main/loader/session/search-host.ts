/** What the search for caches asks of a session. */
import type { SearchHost } from '../cache/search'
import type { Build } from '../cache/staleness'
import { identifyPackage } from '../project/identify'
import { locatePackage } from '../project/locate'
import type { PkgId } from '../project/pkg-id'
import { preferencesHash, preferencesOf } from '../project/preferences'
import { CPU_TARGET, JULIA_BUILD, type SessionWorld } from './session-world'
import { isSystemModule, systemBuild } from './system-modules'

/**
 * @param loadedBuild of packages that are not of the system image.
 * @param concreteDependencies builds that the session was told to take.
 */
export function searchHost(world: SessionWorld, loadedBuild: (id: PkgId) => string | undefined, concreteDependencies: readonly Build[] = []): SearchHost {
  const { rules, flags, files, depots, stack, store } = world
  return {
    rules, flags, files, depots, concreteDependencies,
    juliaVersion: rules.release,
    juliaBuild: JULIA_BUILD,
    cpuTargets: [CPU_TARGET],
    cacheFiles: (id) => store.cacheFiles(id),
    loadedBuild: (id) => (isSystemModule(stack, id) ? systemBuild(world, id) : loadedBuild(id)),
    locate: (id) => locatePackage(stack, id)?.path,
    identify: (where, name) => identifyPackage(stack, where, name),
    preferencesHash: (uuid, names) => hashText(uuid === undefined ? 0n : preferencesHash(preferencesOf(stack, uuid), names)),
  }
}

export function hashText(hash: bigint): string {
  return hash.toString(16).padStart(16, '0')
}
