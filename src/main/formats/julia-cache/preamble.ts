/**
 * What every file that Julia compiled begins with: cache files (`.ji`), and the data inside of package images (`.so`). It says which
 * Julia wrote it and where what follows lies (src/staticdata_utils.c `write_header`, src/dump.c before 1.9; formats b.12). Nothing is
 * believed that the bytes do not hold.
 */
import { UserError } from '../../../shared/errors'
import type { ByteReader } from '../byte-reader'

export const JULIA_MAGIC = Uint8Array.of(0xfb, 0x6a, 0x6c, 0x69, 0x0d, 0x0a, 0x1a, 0x0a)
const BYTE_ORDER_MARK = 0xfeff
/** 11: Julia 1.5 to 1.8. 12: 1.9 to 1.13. 13: what follows. */
const FORMAT_VERSIONS = [11, 12, 13] as const
export type FormatVersion = (typeof FORMAT_VERSIONS)[number]
/** From this one on there are checksum and place of the data. */
const WITH_DATA = 12
/** Longer than the name of any system, version or branch. */
const LONGEST = 1000

export interface Preamble {
  readonly formatVersion: FormatVersion
  readonly littleEndian: boolean
  /** Bytes of a pointer. */
  readonly pointerSize: number
  readonly os: string
  readonly arch: string
  readonly juliaVersion: string
  readonly gitBranch: string
  readonly gitCommit: string
  /** Of format 12 on. Positions are in bytes of the file, 0 where the data are in another. */
  readonly data: { readonly isNative: boolean, readonly checksum: bigint, readonly start: number, readonly end: number } | undefined
  /** Where it ends. */
  readonly end: number
}

export function beginsLikeJulia(bytes: Uint8Array): boolean {
  return JULIA_MAGIC.every((byte, at) => bytes[at] === byte)
}

/** @throws UserError for another format, another kind of file, and one that ends too early. */
export function readPreamble(reader: ByteReader): Preamble {
  if (!beginsLikeJulia(reader.take(JULIA_MAGIC.length, 'the magic number'))) reader.fail('The magic number of Julia’s cache files is not there')
  const written = reader.take(4, 'the format version')
  const littleEndian = written[2] === (BYTE_ORDER_MARK & 0xff) && written[3] === BYTE_ORDER_MARK >> 8
  const bigEndian = written[3] === (BYTE_ORDER_MARK & 0xff) && written[2] === BYTE_ORDER_MARK >> 8
  if (!littleEndian && !bigEndian) reader.fail('The mark of the byte order is missing')
  reader.littleEndian = littleEndian
  const [low = 0, high = 0] = littleEndian ? written : [written[1], written[0]]
  const formatVersion = knownVersion(low + 256 * high, reader)
  const pointerSize = reader.u8('the size of a pointer')
  if (pointerSize !== 8 && pointerSize !== 4) reader.fail(`A pointer has ${pointerSize} bytes`, 'expected 8 or 4')
  const text = (what: string) => reader.textToZero(what, LONGEST)
  const [os, arch] = [text('the operating system'), text('the architecture')]
  const juliaVersion = text('the version of Julia')
  const [gitBranch, gitCommit] = [text('the branch'), text('the commit')]
  const data = formatVersion < WITH_DATA ? undefined : {
    isNative: reader.u8('the mark of package images') !== 0,
    checksum: reader.u64('the checksum'),
    start: reader.i64('the start of the data'),
    end: reader.i64('the end of the data'),
  }
  return { formatVersion, littleEndian, pointerSize, os, arch, juliaVersion, gitBranch, gitCommit, data, end: reader.position }
}

function knownVersion(found: number, reader: ByteReader): FormatVersion {
  const version = FORMAT_VERSIONS.find((known) => known === found)
  if (version !== undefined) return version
  const first = FORMAT_VERSIONS[0]
  throw found < first
    ? new UserError('bad-input', `The cache file is of format ${found}, which Julia wrote before 1.5`, { where: reader.name, hint: `expected format ${FORMAT_VERSIONS.join(', ')}` })
    : new UserError('newer-version', `The cache file is of format ${found}; this Backedge reads up to ${FORMAT_VERSIONS.at(-1) ?? first}`, { where: reader.name, hint: 'open it with a newer Backedge' })
}
