/**
 * The cache files of a real Julia's depot: found below a folder, and read as far as their headers. A folder may be a depot, its `compiled`, one
 * version in it (`compiled/v1.10`), or the caches of one package. Native code is only looked at for its size.
 */
import { buildIdText, fullBuildId, hasNativeHalf, type JuliaCache, readJuliaCache } from '../../formats/julia-cache/cache-rows'
import { flagFields, type PackageId } from '../../formats/julia-cache/header'
import { readTargets, targetText } from '../../formats/julia-cache/targets'
import type { CacheHeader } from '../../loader/cache/header'
import type { FileSystem } from '../../loader/files'
import { fileNameOf, joinPath } from '../../loader/paths'
import { UserError } from '../../../shared/errors'

/** One `.ji` file. */
export interface DepotCache {
  readonly path: string
  /** `1.10`, of the folder that it lies in. */
  readonly version: string
  readonly mtime: number
  /** Undefined where it cannot be read: `fault` says why. */
  readonly cache: JuliaCache | undefined
  readonly fault: string
  /** The header in the form that the loader compares. */
  readonly header: CacheHeader | undefined
  /** Of the `.ji` file and of the native code. */
  readonly bytes: number
  readonly nativeBytes: number
  readonly nativePath: string | undefined
}

export type DepotFiles = Pick<FileSystem, 'readBytes' | 'stat' | 'list'>

export type ReadEvent = (done: number, total: number, path: string) => void

const VERSION = /^v(\d+\.\d+)$/
const NATIVE = ['so', 'dylib', 'dll'] as const
/** More files than any depot has; the rest is not read. */
const MOST_FILES = 100_000

/** All cache files below the folder, by version and package. @throws UserError if there are none. */
export function readDepot(files: DepotFiles, folder: string, onFile?: ReadEvent): readonly DepotCache[] {
  const found = findCaches(files, folder).slice(0, MOST_FILES)
  if (found.length === 0) {
    throw new UserError('not-found', 'There are no cache files of Julia in this folder.', { where: folder, hint: 'expected a depot, or in it compiled, compiled/v1.x or compiled/v1.x/Package' })
  }
  return found.map(({ path, version }, at) => {
    onFile?.(at, found.length, path)
    return readOne(files, path, version)
  })
}

function findCaches(files: DepotFiles, folder: string): readonly { readonly path: string, readonly version: string }[] {
  const above = folder.split('/').map((part) => VERSION.exec(part)?.[1]).findLast((version) => version !== undefined)
  if (above !== undefined) return cachesBelow(files, folder, above)
  const names = files.list(folder)
  const compiled = names.includes('compiled') ? joinPath(folder, 'compiled') : folder
  return files.list(compiled).flatMap((name) => {
    const version = VERSION.exec(name)?.[1]
    return version === undefined ? [] : cachesBelow(files, joinPath(compiled, name), version)
  })
}

/** In the folder itself (packages without a uuid, or the caches of one package) and in the folders of packages in it. */
function cachesBelow(files: DepotFiles, folder: string, version: string): { readonly path: string, readonly version: string }[] {
  return files.list(folder).flatMap((name) => {
    const path = joinPath(folder, name)
    if (name.endsWith('.ji')) return [{ path, version }]
    return name.includes('.') ? [] : files.list(path).filter((one) => one.endsWith('.ji')).map((one) => ({ path: joinPath(path, one), version }))
  })
}

function readOne(files: DepotFiles, path: string, version: string): DepotCache {
  const bytes = files.readBytes(path) ?? new Uint8Array()
  const stem = path.replace(/\.ji$/, '')
  const native = NATIVE.map((extension) => `${stem}.${extension}`).map((at) => ({ at, stat: files.stat(at) })).find(({ stat }) => stat !== undefined)
  const sizes = { path, version, mtime: files.stat(path)?.mtime ?? 0, bytes: bytes.length, nativeBytes: native?.stat?.size ?? 0, nativePath: native?.at }
  try {
    const cache = readJuliaCache(bytes, fileNameOf(path))
    return { ...sizes, cache, fault: '', header: loaderHeader(cache) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { ...sizes, cache: undefined, fault: error.message, header: undefined }
  }
}

const idOf = ({ name, uuid }: PackageId) => ({ name, uuid })

function loaderHeader({ header, checksums }: JuliaCache): CacheHeader {
  const { preamble, flags, preferences } = header
  return {
    formatVersion: preamble.formatVersion,
    juliaVersion: preamble.juliaVersion,
    juliaBuild: [preamble.os, preamble.arch, preamble.gitBranch, preamble.gitCommit].join(' ').trim(),
    flags: flags === undefined ? undefined : flagFields(flags),
    package: idOf(header.modules[0]?.id ?? { name: '', uuid: undefined }),
    buildId: fullBuildId(header),
    includes: header.includes.map(({ module, modulePath, path, mtime, content }) => ({
      ...(module.name !== '' && { module: idOf(module) }), modulePath, path, mtime, size: content?.size ?? 0, contentHash: content?.crc ?? 0,
    })),
    requires: header.requires.map(({ from, to }) => ({ from: idOf(from), to: idOf(to) })),
    requiredModules: header.requiredModules.map(({ id, buildId }) => ({ package: idOf(id), buildId: buildIdText(buildId) })),
    preferences: { names: preferences?.names ?? [], hash: (preferences?.hash ?? 0n).toString(16).padStart(16, '0') },
    cpuTargets: hasNativeHalf(header) ? readTargets(header.targets ?? new Uint8Array(), 'the targets', preamble.littleEndian).map((target) => targetText(target, preamble.arch)) : [],
    nativeChecksum: checksums.native,
  }
}
