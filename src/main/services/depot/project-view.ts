/** What an environment says of packages, for the check of caches: where they lie, which uuid a name means, which preferences are set. */
import { STANDARD_UUIDS } from '../../julia/runtime/standard-libraries'
import type { FileSystem } from '../../loader/files'
import { EnvironmentStack } from '../../loader/project/environments'
import { identifyPackage } from '../../loader/project/identify'
import { locatePackage } from '../../loader/project/locate'
import { preferencesHash, preferencesOf } from '../../loader/project/preferences'
import { type ProjectView, rulesFor } from './freshness'

/** @param folder of the project. @throws UserError for a project or manifest that cannot be read. */
export function projectView(files: FileSystem, folder: string, version: string, depots: readonly string[]): ProjectView {
  const stack = new EnvironmentStack({ files, rules: rulesFor(version), depots, stdlibs: STANDARD_UUIDS, loadPath: ['@', '@stdlib'], activeProject: folder, folder })
  return {
    locate: (id) => {
      const location = locatePackage(stack, id)
      return location?.isStdlib === true ? undefined : location?.path
    },
    identify: (where, name) => identifyPackage(stack, where, name),
    preferencesHash: (uuid, names) => (uuid === undefined ? 0n : preferencesHash(preferencesOf(stack, uuid), names)).toString(16).padStart(16, '0'),
  }
}
