/**
 * A folder that was opened as a file is: its cache files as one profile. Where the services are bound to a root folder, files outside of it are not
 * looked at, although the caches name them: they count as missing, and the profile says so.
 */
import { UserError } from '../../../shared/errors'
import type { NamedInput } from '../../formats/open'
import type { FileSystem } from '../../loader/files'
import { fileNameOf } from '../../loader/paths'
import { confined } from '../confined-files'
import { loaderPath } from '../node-files'
import { inspectDepot } from './inspect-depot'

export interface FolderEvents {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number, text: string) => void
}

/** Undefined where the path is no folder with something in it. Throws `UserError` for a folder without cache files, and 'cancelled'. */
export type ReadFolder = (path: string, events: FolderEvents) => NamedInput | undefined

/** @param onMail called within, as long work gives no other chance to hear a cancellation. */
export function folderReader(files: FileSystem, root?: string, onMail?: () => void): ReadFolder {
  return (path, { signal, onProgress }) => {
    const folder = loaderPath(path)
    if (files.stat(folder) !== undefined || files.list(folder).length === 0) return undefined
    const { profile } = inspectDepot({
      files: root === undefined ? files : confined(files, [loaderPath(root)]),
      folder,
      notes: root === undefined ? [] : [`Backedge was started for ${root}: files outside of it are not looked at and count as missing.`],
      onFile(done, total, file) {
        onMail?.()
        onProgress?.(done, total, `Reading ${fileNameOf(file)}`)
        if (signal?.aborted === true) throw new UserError('cancelled', 'Opening was cancelled')
      },
    })
    return { name: profile.meta.title, bytes: new Uint8Array(), whole: { profile, format: 'julia-depot' } }
  }
}
