/** Files of a few folders alone: for services that are bound to a root, whose pages must not see more through a program that they run. */
import { UserError } from '../../shared/errors'
import type { FileSystem } from '../loader/files'
import { pathBelow } from '../loader/paths'
import { realLoaderPath } from './node-files'

/** Only what lies in these folders, once links are followed; the rest is not there. */
export function confined(files: FileSystem, folders: readonly string[]): FileSystem {
  const real = folders.map(realLoaderPath)
  const allows = (path: string): boolean => real.some((folder) => pathBelow(folder, realLoaderPath(path)) !== undefined)
  return {
    readText: (path) => (allows(path) ? files.readText(path) : undefined),
    readBytes: (path) => (allows(path) ? files.readBytes(path) : undefined),
    open: (path) => (allows(path) ? files.open(path) : undefined),
    stat: (path) => (allows(path) ? files.stat(path) : undefined),
    list: (path) => (allows(path) ? files.list(path) : []),
    write(path, bytes) {
      if (!allows(path)) throw new UserError('no-access', 'This lies outside of the folder that may be used.', { where: path })
      files.write(path, bytes)
    },
    remove(path) {
      if (allows(path)) files.remove(path)
    },
  }
}
