/** Modules that every session has from its system image: Core, Base, Main and the standard library, each in one build only. */
import { crc32c } from '../crc32c'
import type { VersionRules } from '../../julia/versions'
import { buildIdOf } from '../cache/header'
import type { EnvironmentStack } from '../project/environments'
import { isStdlib } from '../project/identify'
import type { PkgId } from '../project/pkg-id'

export const SYSTEM_MODULES: readonly PkgId[] = ['Core', 'Base', 'Main'].map((name) => ({ name, uuid: undefined }))

export function isSystemModule(stack: EnvironmentStack, id: PkgId): boolean {
  return isStdlib(stack, id) || (id.uuid === undefined && SYSTEM_MODULES.some(({ name }) => name === id.name))
}

/** Whether it is there before anything is loaded. */
export function isInSystemImage({ stack, rules }: { readonly stack: EnvironmentStack, readonly rules: VersionRules }, id: PkgId): boolean {
  return isStdlib(stack, id) && rules.imageLibraries.has(id.name)
}

/** A build id for what no cache holds: the same for the same text. */
export function imageBuild(text: string): string {
  const bytes = new TextEncoder().encode(text)
  return buildIdOf(0xffff_ffff_ffff_ffffn, (BigInt(crc32c(bytes)) << 20n) | BigInt(bytes.length))
}
