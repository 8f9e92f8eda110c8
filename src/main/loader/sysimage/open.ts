/**
 * Opening a system image for sessions to begin from: whether it is one, of this Julia, and what it holds. Sections are read when a session
 * boots, the code in them when something needs it.
 */
import { UserError } from '../../../shared/errors'
import { ImageError } from '../../image/bytes'
import { openContainer } from '../../image/container'
import { bootSystem } from '../../image/system-image'
import { readSysimageHeader, type FrozenPackage, type SysimageHeader } from '../../image/sysimage-header'
import type { BaseSource, Engine } from '../../julia/runtime/engine'
import { JuliaException } from '../../julia/runtime/exception'
import { JULIA_VERSIONS, type JuliaVersion } from '../../julia/versions'
import type { Module } from '../../julia/worlds/module'
import type { FileSystem } from '../files'

export interface SystemImage {
  /** As it was asked for: names of caches depend on it. */
  readonly path: string
  readonly header: SysimageHeader
  readonly julia: JuliaVersion
  readonly boot: NonNullable<BaseSource['boot']>
}

/**
 * @param julia any version if undefined.
 * Throws `UserError` for a file that is not there, damaged, of another kind, or of another Julia.
 */
export function openSysimage(files: Pick<FileSystem, 'open'>, path: string, julia: JuliaVersion | undefined): SystemImage {
  const file = files.open(path)
  if (file === undefined) throw new UserError('not-found', 'There is no such system image.', { where: path })
  const { header, sections } = within(path, () => {
    const container = openContainer(file)
    return { header: readSysimageHeader(container.header), sections: container.sections }
  })
  const version = JULIA_VERSIONS.find((one) => one === header.julia)
  if (version === undefined || (julia !== undefined && version !== julia)) {
    throw new UserError('bad-input', `This is a system image of Julia ${header.julia}, expected one of Julia ${julia ?? JULIA_VERSIONS.join(', ')}.`, { where: path })
  }
  return {
    path,
    header,
    julia: version,
    boot: (session) => {
      within(path, () => {
        bootSystem(sections, session)
      })
    },
  }
}

/** The packages of an image in a session that booted from it, in the order in which they were loaded. Throws `ImageError`. */
export function frozenModules(engine: Pick<Engine, 'packages'>, { header }: Pick<SystemImage, 'header'>): readonly { readonly frozen: FrozenPackage, readonly module: Module }[] {
  const modules = engine.packages.modules()
  return header.packages.map((frozen) => {
    const module = modules.find(({ name, uuid }) => name === frozen.name && uuid === frozen.uuid)
    if (module === undefined) throw new ImageError(`it says that it holds ${frozen.name}, and has no such module`)
    return { frozen, module }
  })
}

/** A package of the image cannot be initialised: Julia does not start. Anything else is handed on. */
export function initFailure(path: string | undefined, engine: Pick<Engine, 'errorText'>, error: unknown): unknown {
  if (!(error instanceof JuliaException)) return error
  return new UserError('bad-input', `A session cannot begin from this system image: ${engine.errorText(error.value)}`, { where: path ?? '' })
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
