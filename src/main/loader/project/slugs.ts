/**
 * The short names of folders and files in a depot: the first digits, in base 62, of a CRC-32C (base/loading.jl `slug`). A package's
 * source lies in `packages/Name/<version slug>`, its caches begin with `<package slug>_`.
 */
import { crc32c } from '../crc32c'
import { uuidNumber } from './pkg-id'

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** `count` digits of a 32-bit number, least significant first. */
export function slugOf(crc: number, count = 5): string {
  let [text, rest] = ['', crc]
  for (let index = 0; index < count; index++) {
    text += DIGITS[rest % DIGITS.length] ?? ''
    rest = Math.floor(rest / DIGITS.length)
  }
  return text
}

/** As it lies in memory: least significant byte first. */
function bytesOfUuid(uuid: string): Uint8Array {
  const value = uuidNumber(uuid)
  return Uint8Array.from({ length: 16 }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn))
}

/** What a package's cache files begin with. */
export function packageSlug(uuid: string): string {
  return slugOf(crc32c(bytesOfUuid(uuid)))
}

/** The folder of one version of a package. @param treeHash its `git-tree-sha1`, 40 hex digits. */
export function versionSlug(uuid: string, treeHash: string, count = 5): string {
  const tree = Uint8Array.from({ length: 20 }, (_, index) => Number.parseInt(treeHash.slice(2 * index, 2 * index + 2), 16))
  return slugOf(crc32c(tree, crc32c(bytesOfUuid(uuid))), count)
}
