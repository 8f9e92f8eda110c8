/**
 * Packages that are frozen in a system image: what is remembered of their sources when it is written, and whether these still are what the
 * project of a session has. Julia never looks: it runs what is in the image, whatever became of the sources.
 */
import type { FrozenPackage, FrozenSource } from '../../image/sysimage-header'
import { crc32c } from '../crc32c'
import type { FileSystem } from '../files'
import { pathBelow } from '../paths'
import type { EnvironmentStack } from '../project/environments'
import { locatePackage } from '../project/locate'
import { pkgIdText, type PkgId } from '../project/pkg-id'

export interface StalePackage {
  readonly package: PkgId
  /** `was edited: src/Tiny.jl`. */
  readonly reason: string
}

interface Loaded {
  readonly id: PkgId
  readonly buildId: string
  /** The file where its code begins. */
  readonly path: string
  /** All files of it, that one first. */
  readonly sources: readonly string[]
}

type Files = Pick<FileSystem, 'stat' | 'readBytes'>

export function freeze({ id: { name, uuid }, buildId, path, sources }: Loaded, stack: EnvironmentStack): FrozenPackage {
  const version = versionOf(stack, { name, uuid })
  return {
    name, path, buildId,
    ...(uuid !== undefined && { uuid }),
    ...(version !== undefined && { version }),
    includes: [...new Set(sources)].map((file) => stateOf(stack.options.files, file)),
  }
}

function stateOf(files: Files, path: string): FrozenSource {
  const [stat, bytes] = [files.stat(path), files.readBytes(path)]
  return { path, mtime: stat?.mtime ?? 0, size: bytes?.length ?? 0, crc: bytes === undefined ? 0 : crc32c(bytes) }
}

/** What its project file says; of an extension that of its parent. */
function versionOf(stack: EnvironmentStack, id: PkgId): string | undefined {
  const folder = locatePackage(stack, id)?.folder
  const file = folder === undefined ? undefined : stack.projectFileIn(folder)
  return file === undefined ? undefined : stack.projectAt(file)?.version
}

/** Why packages of an image are not those of the project any more, in the order in which they were loaded. */
export function stalePackages(frozen: readonly FrozenPackage[], stack: EnvironmentStack): readonly StalePackage[] {
  return frozen.flatMap((one) => {
    const reason = staleness(one, stack)
    return reason === undefined ? [] : [{ package: idOf(one), reason }]
  })
}

export function idOf({ name, uuid }: Pick<FrozenPackage, 'name' | 'uuid'>): PkgId {
  return { name, uuid }
}

function staleness(frozen: FrozenPackage, stack: EnvironmentStack): string | undefined {
  const location = locatePackage(stack, idOf(frozen))
  if (location === undefined) return 'is not in the project any more'
  const version = versionOf(stack, idOf(frozen))
  if (version !== frozen.version) return `is ${version === undefined ? 'without a version' : `version ${version}`} now, ${frozen.version === undefined ? 'it had none' : `it was ${frozen.version}`}`
  if (location.path !== frozen.path) return `lies in ${location.path} now, it was in ${frozen.path}`
  const { files } = stack.options
  for (const source of frozen.includes) {
    const shown = pathBelow(location.folder, source.path) ?? source.path
    const stat = files.stat(source.path)
    if (stat === undefined) return `lost a file: ${shown}`
    if (stat.size === source.size && stat.mtime === source.mtime) continue
    // A copy of the same text is no other text.
    const now = files.readBytes(source.path)
    if (now === undefined || crc32c(now) !== source.crc) return `was edited: ${shown}`
  }
  return undefined
}

/** A line for each, as a session says it. */
export function staleText(path: string, { package: id, reason }: StalePackage): string {
  return `The system image ${path} is stale: ${pkgIdText(id)} ${reason}. What the image holds runs.`
}
