/** What bytes look like from their beginning: an encoding of text, a known kind of file, or nothing that is text. */

const KINDS: readonly (readonly [begins: string, what: string])[] = [
  ['89504e470d0a1a0a', 'a PNG image'],
  ['ffd8ff', 'a JPEG image'],
  ['474946383', 'a GIF image'],
  ['25504446', 'a PDF document'],
  ['7f454c46', 'an ELF program or library (.so)'],
  ['feedface', 'a Mach-O program or library'],
  ['feedfacf', 'a Mach-O program or library'],
  ['cefaedfe', 'a Mach-O program or library'],
  ['cffaedfe', 'a Mach-O program or library'],
  ['4d5a', 'a Windows program or library'],
  ['504b0304', 'a zip archive'],
  ['504b0506', 'an empty zip archive'],
  ['377abcaf271c', 'a 7-Zip archive'],
  ['fd377a585a00', 'an xz archive'],
  ['28b52ffd', 'a Zstandard archive'],
  ['425a68', 'a bzip2 archive'],
  ['213c617263683e', 'an ar archive'],
  ['0061736d', 'a WebAssembly module'],
  ['53514c69746520666f726d6174', 'an SQLite database'],
  ['fb6a6c690d0a1a0a', 'a Julia cache file (.ji)'],
  ['894844460d0a1a0a', 'an HDF5 or JLD2 file'],
  ['374a4c', 'data written by Julia’s Serialization'],
  ['5045524646494c45', 'data of Linux perf'],
  ['1f8b', 'a gzip archive'],
]

/** `a PNG image`; undefined if the beginning is none that is known. */
export function knownKind(bytes: Uint8Array): string | undefined {
  const begin = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  return KINDS.find(([magic]) => begin.startsWith(magic))?.[1]
}

/** Whether a text that begins with this line is a program of Julia rather than something that was printed. */
export function isJuliaSource(line: string): boolean {
  return /^(?:(?:bare)?module [\p{L}_]\w*|(?:using|import) [\p{L}_.][\p{L}\w.!]*(?:[,:;].*)?$|function [\p{L}_]|macro [\p{L}_]|(?:mutable )?struct [\p{L}_]|[\p{L}_][\p{L}\w!]*\([^()]*\) = )/u.test(line)
}

/** `89 50 4e 47`. */
export function firstBytes(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** UTF-16 is told by its byte order mark, or by zeros in every other byte of what would be ASCII. */
export function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  const pairs = Math.min(bytes.length, 4096) >> 1
  for (let at = 0; at < pairs * 2; at++) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (pairs < 2) return 'utf-8'
  if (odd > pairs * 0.7 && even < pairs * 0.05) return 'utf-16le'
  if (even > pairs * 0.7 && odd < pairs * 0.05) return 'utf-16be'
  return 'utf-8'
}

const LOOK = 65_536
/** Control characters that terminals and logs use: bell, backspace, tab, line ends, shift in and out, escape. */
const USUAL = new Set([0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x1b])

/** Whether the beginning holds so many bytes that no text has that it is none. Latin-1 texts pass. */
export function isBinary(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, LOOK)
  let strange = 0
  for (let at = 0; at < length; at++) {
    const byte = bytes[at] as number
    if (byte < 0x20 && !USUAL.has(byte)) strange++
  }
  return strange > length * 0.02
}
