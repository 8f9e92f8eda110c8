/**
 * Opening a system image for sessions to begin from: whether it is one, of this Julia, and what it holds. Sections are read when a session
 * boots, the code in them when something needs it.
 */
import { UserError } from '../../../shared/errors'
import { ImageError } from '../../image/bytes'
import { openContainer } from '../../image/container'
import { bootSystem } from '../../image/system-image'
import { readSysimageHeader, type SysimageHeader } from '../../image/sysimage-header'
import type { BaseSource } from '../../julia/runtime/engine'
import type { JuliaVersion } from '../../julia/versions'
import type { FileSystem } from '../files'

export interface SystemImage {
  /** As it was asked for: names of caches depend on it. */
  readonly path: string
  readonly header: SysimageHeader
  readonly boot: NonNullable<BaseSource['boot']>
}

/** Throws `UserError` for a file that is not there, damaged, of another kind, or of another Julia. */
export function openSysimage(files: Pick<FileSystem, 'readBytes'>, path: string, julia: JuliaVersion): SystemImage {
  const bytes = files.readBytes(path)
  if (bytes === undefined) throw new UserError('not-found', 'There is no such system image.', { where: path })
  const { header, sections } = within(path, () => {
    const container = openContainer(bytes)
    return { header: readSysimageHeader(container.header), sections: container.sections }
  })
  if (header.julia !== julia) throw new UserError('bad-input', `This is a system image of Julia ${header.julia}, expected one of Julia ${julia}.`, { where: path })
  return {
    path,
    header,
    boot: (session) => {
      within(path, () => {
        bootSystem(sections, session)
      })
    },
  }
}

/** Parts of an image are checked when they are first needed: whatever runs meanwhile cannot go on. Throws `UserError` if one is damaged. */
export function imageErrorsOf<T>(path: string | undefined, run: () => T): T {
  return path === undefined ? run() : within(path, run)
}

function within<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ImageError)) throw error
    throw new UserError('bad-input', `This system image cannot be used: ${error.message}.`, { where: path, hint: 'expected a file that `backedge build sysimage` wrote' })
  }
}
