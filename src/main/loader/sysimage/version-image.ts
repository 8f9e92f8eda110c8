/**
 * What the system image that comes with a Julia version says of itself: no packages, the standard libraries of the version, and the origin that
 * its caches name. Built on it, an image names it as its base; it can be opened, and built on, as any other.
 */
import { readSysimageHeader, type SysimageHeader } from '../../image/sysimage-header'
import { dataBytesOf } from '../../image/system-image'
import { VERSION_RULES, type JuliaVersion } from '../../julia/versions'
import { CPU_TARGET } from '../session/session-world'
import { VERSION_ORIGIN } from '../session/system-modules'
import { contentId } from './content-id'

/** Where it lies, if it could be kept, and its header. */
export interface VersionImage {
  readonly path: string | undefined
  readonly header: SysimageHeader
}

export function versionHeader(julia: JuliaVersion, sections: ReadonlyMap<string, Uint8Array>): SysimageHeader {
  return readSysimageHeader({
    kind: 'system', julia, buildId: contentId(sections), origin: VERSION_ORIGIN, cpuTarget: CPU_TARGET, dataBytes: dataBytesOf(sections), addedBytes: 0,
    packages: [], stdlibs: [...VERSION_RULES[julia].imageLibraries].sort(), options: {}, statements: [], phases: [],
  })
}
