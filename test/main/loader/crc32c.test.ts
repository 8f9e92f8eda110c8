/** The checksum against its definition, bit by bit, for bytes of every length modulo the eight that are taken at a time. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { crc32c } from '../../../src/main/loader/crc32c'

function byDefinition(bytes: Uint8Array, start: number): number {
  let crc = ~start
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return ~crc >>> 0
}

it('gives the value that the catalogue of checksums has for "123456789"', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283)
})

it('is what its polynomial says, and goes on where it stopped', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(70), fc.integer({ min: 0, max: 0xffffffff }), (bytes, cut, start) => {
    expect(crc32c(bytes, start)).toBe(byDefinition(bytes, start))
    expect(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut)))).toBe(crc32c(bytes))
  }))
})
