/**
 * The cache of one package, as `Base.compilecache` makes it or as it lies fresh in the depot: its files, of the kind that the version has, with
 * what they hold. What the package needs is precompiled before.
 */
import { UserError } from '../../../shared/errors'
import { openContainer } from '../../image/container'
import { hasNativeCode } from '../cache/header'
import { nativePathOf } from '../cache/cache-path'
import { checkCache } from '../cache/staleness'
import { buildGraph } from '../precompile/build-graph'
import { pkgIdKey, samePkgId, type PkgId } from '../project/pkg-id'
import type { Build, SessionRequest } from '../session-request'
import { packagesInProject } from '../sysimage/packages'
import { precompileTargets, type PrecompiledPackage } from './precompile-all'
import { searchHost } from './search-host'
import { newSessionWorld, type RunKit, type SessionWorld } from './session-world'

export interface PackageImageRequest extends Omit<SessionRequest, 'steps' | 'startup' | 'compiledModules' | 'write'> {
  readonly package: string
}

interface PackageImageFile {
  readonly path: string
  readonly bytes: Uint8Array
  readonly sections: readonly { readonly name: string, readonly bytes: number }[]
}

export interface PackageImageResult {
  readonly id: PkgId
  readonly kind: 'cache' | 'pkgimage'
  readonly buildId: string
  /** All that was looked at or compiled, what others need before them; the package itself is the last. */
  readonly packages: readonly PrecompiledPackage[]
  /** Undefined if its cache was there and fresh. */
  readonly build: Build | undefined
  /** The file with the header first. */
  readonly files: readonly PackageImageFile[]
}

/** Throws `UserError`: the package is not of the project, cannot be compiled, or forbids it. */
export function packageImageBuilder(kit: RunKit): (request: PackageImageRequest) => PackageImageResult {
  return (request) => {
    const world = newSessionWorld(kit, request)
    const { ids: [id] } = packagesInProject(world.stack, [request.package])
    if (id === undefined) throw new UserError('bad-input', `${request.package} is not in the project.`)
    const packages = precompileTargets(world, needed(world, id))
    if (request.isCancelled?.() === true) throw new UserError('cancelled', 'Cancelled.')
    const own = packages.find((one) => samePkgId(one.id, id))
    const failed = packages.find(({ status }) => status === 'failed' || status === 'refused')
    const where = request.project ?? ''
    if (own === undefined) throw new UserError('bad-input', `${id.name} has no cache: it is in the system image, or needs itself.`, { where })
    if (failed !== undefined) throw new UserError('bad-input', failed.status === 'refused' ? `${failed.id.name} says __precompile__(false).` : `${failed.id.name} cannot be precompiled: ${failed.error}`, { where })
    return { id, packages, build: own.build, ...fileOf(world, id, packages) }
  }
}

/** What the package needs, and itself. Extensions are made when what they wait for is loaded. */
function needed({ stack }: SessionWorld, id: PkgId): ReturnType<typeof buildGraph>['targets'] {
  const { targets } = buildGraph(stack, [id])
  const kept = targets.filter(({ extension }) => extension === undefined)
  const places = new Map(kept.map((target, place) => [target, place]))
  return kept.map((target) => ({ ...target, needs: target.needs.flatMap((need) => places.get(targets[need] ?? target) ?? []) }))
}

function fileOf(world: SessionWorld, id: PkgId, packages: readonly PrecompiledPackage[]): Pick<PackageImageResult, 'kind' | 'buildId' | 'files'> {
  const builds = new Map(packages.map((one) => [pkgIdKey(one.id), one.buildId]))
  const host = searchHost(world, (other) => (samePkgId(other, id) ? undefined : builds.get(pkgIdKey(other))))
  const sourcePath = host.locate(id) ?? ''
  const found = world.store.cacheFiles(id).find((file) => checkCache(file, { package: id, sourcePath }, host).fresh)
  if (found === undefined || typeof found.header === 'string') throw new Error(`the cache of ${id.name} is gone`)
  const native = hasNativeCode(found.header)
  const files = (native ? [found.path, nativePathOf(found.path)] : [found.path]).map((path): PackageImageFile => {
    const bytes = world.files.readBytes(path) ?? new Uint8Array()
    return { path, bytes, sections: [...openContainer(bytes).sections].map(([name, { length }]) => ({ name, bytes: length })) }
  })
  return { kind: native ? 'pkgimage' : 'cache', buildId: found.header.buildId, files }
}
