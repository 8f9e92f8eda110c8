/**
 * The Julia session that scenarios run in: the loader's, with the system image of the version, the standard library and the packages that come
 * with the app.
 */
import { MountedFiles } from '../loader/mounted-files'
import { sessionRunner } from '../loader/run'
import type { RunSession } from '../loader/session-request'
import { STANDARD_UUIDS } from '../julia/runtime/standard-libraries'
import { BUNDLED_FOLDER, bundledFiles } from './packages'
import { systemBase } from './system'

export const runSession: RunSession = (request) => {
  const run = sessionRunner({ base: systemBase(request.julia, request.onProgress), stdlibs: STANDARD_UUIDS, packages: BUNDLED_FOLDER })
  return run({ ...request, files: new MountedFiles(request.files, BUNDLED_FOLDER, bundledFiles()) })
}
