/**
 * The CRC-32C checksum (polynomial 0x1EDC6F41, reflected), which Julia uses for slugs, caches and contents of files. Own code: ten lines of
 * table against one more dependency.
 */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc
})

/** As Julia's `_crc32c`: the checksum of `bytes`, continued from `start` (the checksum of what stood before); 32 bits, unsigned. */
export function crc32c(bytes: Uint8Array, start = 0): number {
  let crc = ~start
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0)
  return ~crc >>> 0
}
