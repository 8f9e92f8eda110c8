/**
 * The checksums at the end of a cache file (base/loading.jl `isvalid_file_crc`, `isvalid_pkgimage_crc`): of all that stands before and, from
 * format 12 on, of the file with the native code.
 */
import { crc32c } from '../../loader/crc32c'

export interface TailChecksums {
  /** Of the file itself: what is written, and what it should be. */
  readonly file: { readonly written: number, readonly computed: number }
  /** Of the file with the native code; 0 where there is none, undefined before format 12. */
  readonly native: number | undefined
  /** Bytes that they take. */
  readonly bytes: number
}

export function readChecksums(file: Uint8Array, formatVersion: number, littleEndian: boolean): TailChecksums {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const wordAt = (fromEnd: number) => (file.length < fromEnd ? 0 : view.getUint32(file.length - fromEnd, littleEndian))
  const own = { written: wordAt(4), computed: crc32c(file.subarray(0, Math.max(0, file.length - 4))) }
  return formatVersion < 12 ? { file: own, native: undefined, bytes: 4 } : { file: own, native: wordAt(8), bytes: 8 }
}
