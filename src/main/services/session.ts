/**
 * The Julia session that scenarios run in: the loader's, with the system image of the version, the standard library and the packages that come
 * with the app.
 */
import { MountedFiles } from '../loader/mounted-files'
import { sessionRunner } from '../loader/run'
import { precompiler, type PrecompileRequest, type PrecompileResult } from '../loader/session/precompile-all'
import { packageImageBuilder, type PackageImageRequest, type PackageImageResult } from '../loader/session/precompile-one'
import type { RunSession } from '../loader/session-request'
import { createSysimage as sysimageBuilder } from '../loader/sysimage/create'
import type { CreateSysimage } from '../loader/sysimage/request'
import { STANDARD_UUIDS } from '../julia/runtime/standard-libraries'
import { BUNDLED_FOLDER, bundledFiles } from './packages'
import { freshBase } from './base'
import { systemBase, systemImage } from './system'

type Asked = Pick<PrecompileRequest, 'files' | 'julia' | 'onProgress' | 'isCancelled'>

function kitFor({ julia, onProgress, isCancelled }: Asked) {
  return { base: systemBase(julia, { onProgress, isCancelled }), image: () => systemImage(julia), fresh: freshBase, stdlibs: STANDARD_UUIDS, packages: BUNDLED_FOLDER }
}

/** With the packages that come with the app. */
function withBundled<R extends Asked>(request: R): R {
  return { ...request, files: new MountedFiles(request.files, BUNDLED_FOLDER, bundledFiles()) }
}

export const runSession: RunSession = (request) => sessionRunner(kitFor(request))(withBundled(request))

/** PackageCompiler's `create_sysimage` in the same Julia. */
export const createSysimage: CreateSysimage = (request) => {
  const { files, julia, onProgress, isCancelled } = request
  const kit = kitFor({ files, julia, onProgress: (what) => onProgress?.({ phase: 'precompile', what, done: 0, of: 1 }), ...(isCancelled && { isCancelled }) })
  return sysimageBuilder(kit)({ ...request, files: new MountedFiles(files, BUNDLED_FOLDER, bundledFiles()) })
}

/** The cache of one package in the same Julia. */
export function buildPackageImage(request: PackageImageRequest): PackageImageResult {
  return packageImageBuilder(kitFor(request))(withBundled(request))
}

/** `Pkg.precompile` in the same Julia. Throws `UserError` for a project or manifest that cannot be read. */
export function precompileProject(request: PrecompileRequest): PrecompileResult {
  return precompiler(kitFor(request))(withBundled(request))
}
