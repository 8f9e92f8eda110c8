/**
 * The CRC-32C checksum (polynomial 0x1EDC6F41, reflected), which Julia uses for slugs, caches and contents of files. Own code: a few lines of
 * table against one more dependency. Eight bytes at a time, each with a table of its own, as whole images are checked with it.
 */
const WIDTH = 8
const SIZE = 256

/** Table `n` is for a byte that has `n` others behind it. */
const TABLES = (() => {
  const tables = new Int32Array(WIDTH * SIZE)
  for (let byte = 0; byte < SIZE; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
    tables[byte] = crc
  }
  for (let at = SIZE; at < tables.length; at++) {
    const before = tables[at - SIZE] ?? 0
    tables[at] = (before >>> 8) ^ (tables[before & 0xff] ?? 0)
  }
  return tables
})()

/** As Julia's `_crc32c`: the checksum of `bytes`, continued from `start` (the checksum of what stood before); 32 bits, unsigned. */
export function crc32c(bytes: Uint8Array, start = 0): number {
  const after = (behind: number, byte: number): number => TABLES[SIZE * behind + byte] ?? 0
  const byteAt = (at: number): number => bytes[at] ?? 0
  let crc = ~start
  let at = 0
  for (; at + WIDTH <= bytes.length; at += WIDTH) {
    const first = crc ^ (byteAt(at) | (byteAt(at + 1) << 8) | (byteAt(at + 2) << 16) | (byteAt(at + 3) << 24))
    crc = after(7, first & 0xff) ^ after(6, (first >>> 8) & 0xff) ^ after(5, (first >>> 16) & 0xff) ^ after(4, first >>> 24)
      ^ after(3, byteAt(at + 4)) ^ after(2, byteAt(at + 5)) ^ after(1, byteAt(at + 6)) ^ after(0, byteAt(at + 7))
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ after(0, (crc ^ byteAt(at)) & 0xff)
  return ~crc >>> 0
}
