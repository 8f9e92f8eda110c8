/** Modules that every session has from its system image: Core, Base, Main and the standard library, each in one build only. */
import { crc32c } from '../crc32c'
import { buildIdOf } from '../cache/header'
import type { EnvironmentStack } from '../project/environments'
import { isStdlib } from '../project/identify'
import { pkgIdText, type PkgId } from '../project/pkg-id'
import type { SessionWorld } from './session-world'

export const SYSTEM_MODULES: readonly PkgId[] = ['Core', 'Base', 'Main'].map((name) => ({ name, uuid: undefined }))

export function isSystemModule(stack: EnvironmentStack, id: PkgId): boolean {
  return isStdlib(stack, id) || (id.uuid === undefined && SYSTEM_MODULES.some(({ name }) => name === id.name))
}

/** Standard libraries that are there before anything is loaded. */
export function librariesInImage({ image, rules }: Pick<SessionWorld, 'image' | 'rules'>): ReadonlySet<string> {
  return image === undefined ? rules.imageLibraries : new Set(image.header.stdlibs)
}

/** Whether a standard library is there before anything is loaded. */
export function isInSystemImage(world: Pick<SessionWorld, 'image' | 'rules' | 'stack'>, id: PkgId): boolean {
  return isStdlib(world.stack, id) && librariesInImage(world).has(id.name)
}

/** The builds of Core, Base and the standard library are those of the version, unless a system image has others. */
export function systemBuild({ image }: Pick<SessionWorld, 'image'>, id: PkgId): string {
  const origin = image?.header.origin ?? VERSION_ORIGIN
  return imageBuild(`${origin}${pkgIdText(id)}`)
}

/** As a header names the builds of the image that comes with Julia. */
export const VERSION_ORIGIN = ''

/** A build id for what no cache holds: the same for the same text. */
export function imageBuild(text: string): string {
  const bytes = new TextEncoder().encode(text)
  return buildIdOf(0xffff_ffff_ffff_ffffn, (BigInt(crc32c(bytes)) << 20n) | BigInt(bytes.length))
}
