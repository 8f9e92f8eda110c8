/** Which system a library is of, from its beginning. */
import type { ByteSource } from '../../image/container'
import { isElf, readElf } from './elf'
import type { ObjectFile } from './object-file'

export function isObject(beginning: Uint8Array): boolean {
  return isElf(beginning)
}

/** @throws UserError where it cannot be read. */
export function readObject(source: ByteSource, name: string): ObjectFile {
  return readElf(source, name)
}
