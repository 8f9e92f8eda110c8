/** Libraries and programs of any system: which it is shows in the beginning. */
import { UserError } from '../../../shared/errors'
import type { ByteSource } from '../../image/container'
import { isElf, readElf } from './elf'
import { isMachO, readMachO } from './mach-o'
import type { ObjectFile } from './object-file'
import { isPe, readPe } from './pe'

const READERS = [
  { detect: isElf, read: readElf },
  { detect: isMachO, read: readMachO },
  { detect: isPe, read: readPe },
] as const
/** Where a PE file says what it is. */
const BEGINNING = 4096

export function isObject(beginning: Uint8Array): boolean {
  return READERS.some(({ detect }) => detect(beginning))
}

/** @throws UserError where it cannot be read. */
export function readObject(source: ByteSource, name: string): ObjectFile {
  const beginning = source.read(0, Math.min(BEGINNING, source.length))
  const reader = READERS.find(({ detect }) => detect(beginning))
  if (!reader) throw new UserError('bad-input', 'The file is no library of Linux, macOS or Windows', { where: name, hint: 'expected ELF, Mach-O or PE' })
  return reader.read(source, name)
}
