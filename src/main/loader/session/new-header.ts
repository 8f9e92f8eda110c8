/** The header of a cache that a session has made: what its sources were, what it needed, and how it was compiled (src/staticdata_utils.c `write_dependency_list`). */
import type { Module } from '../../julia/worlds/module'
import { buildIdLow, buildIdOf, type CacheHeader } from '../cache/header'
import { rememberFile, stateOf } from '../cache/source-file'
import { crc32c } from '../crc32c'
import { dictionaryOrder } from '../project/dictionary-order'
import { pkgIdText, type PkgId } from '../project/pkg-id'
import { preferencesHash, preferencesOf } from '../project/preferences'
import type { PackageSession } from './package-session'
import { hashText } from './search-host'
import { CPU_TARGET, JULIA_BUILD } from './session-world'
import { systemBuild, SYSTEM_MODULES } from './system-modules'

interface NewCache {
  readonly id: PkgId
  /** The entry file. */
  readonly path: string
  readonly module: Module
  readonly sections: ReadonlyMap<string, Uint8Array>
  readonly preferences: CacheHeader['preferences']
  /** Of the file in whose place it comes. */
  readonly replaced: CacheHeader | undefined
  /** Undefined without native code. */
  readonly nativeChecksum: number | undefined
}

export function newHeader({ world, notes, libraries, builds }: PackageSession, cache: NewCache): CacheHeader {
  const { id, path, module, preferences, nativeChecksum } = cache
  const { rules, files, depots, flags } = world
  const remember = { rules: rules.staleness, depots }
  const libraryBuild = (one: PkgId) => ({ package: one, buildId: systemBuild(world, one) })
  const requiredModules = [...SYSTEM_MODULES.map(libraryBuild), ...[...libraries.values()].map(libraryBuild), ...builds]
  const contents = [path, ...notes.files.map((file) => file.path)].map((file) => stateOf(files, file)?.contentHash())
  return {
    formatVersion: rules.staleness.formatVersion,
    juliaVersion: rules.release,
    juliaBuild: JULIA_BUILD,
    ...(rules.staleness.comparesFlags && { flags }),
    package: id,
    buildId: newBuildId(cache, JSON.stringify([pkgIdText(id), flags, contents, requiredModules, preferences]), rules.staleness.comparesFlags !== false),
    includes: [
      rememberFile(path, files, remember),
      ...notes.files.flatMap((file) => {
        if ('tracksContent' in file) return [rememberFile(file.path, files, { ...remember, byMtime: !file.tracksContent })]
        return file.module.root === module ? [rememberFile(file.path, files, { ...remember, at: { module: id, modulePath: pathBelow(file.module) } })] : []
      }),
    ],
    requires: notes.requires,
    requiredModules,
    preferences,
    cpuTargets: nativeChecksum === undefined ? [] : [CPU_TARGET],
    ...(nativeChecksum !== undefined && { nativeChecksum }),
  }
}

/** Of the package itself, at compile time. */
export function preferencesRead({ world: { stack, rules }, notes }: PackageSession, { uuid }: PkgId): CacheHeader['preferences'] {
  if (uuid === undefined || !rules.staleness.comparesPreferences) return { names: [], hash: hashText(0n) }
  const names = dictionaryOrder(notes.preferencesOf(uuid))
  return { names, hash: hashText(preferencesHash(preferencesOf(stack, uuid), names)) }
}

/**
 * Another one for each time that the package is compiled, as Julia's counts time. Here it follows from what went into the cache, so that the same is
 * made whatever was there before; made of the very same once more, it is the number after that of the file which is replaced.
 */
function newBuildId({ sections, replaced }: NewCache, inputs: string, hasChecksum: boolean): string {
  const texts = [...sections].map(([name, bytes]) => `${name} ${crc32c(bytes)}`).join()
  const checksum = (salt: string) => BigInt(crc32c(new TextEncoder().encode(salt + texts)))
  const made = checksum(inputs)
  const before = replaced === undefined ? undefined : buildIdLow(replaced.buildId)
  const low = before !== undefined && before >> 8n === made ? before + 1n : made << 8n
  return buildIdOf(hasChecksum ? (checksum('a') << 32n) | checksum('b') : 0n, low)
}

/** Modules below a package's own. */
function pathBelow(module: Module): readonly string[] {
  return module.parent === undefined ? [] : [...pathBelow(module.parent), module.name]
}
