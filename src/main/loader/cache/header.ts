/**
 * What a compiled cache file (`.ji`) says about itself: what Julia reads before it decides whether to load the rest (base/loading.jl
 * `parse_cache_header`; julia-semantics e.6). Plain data and a schema for it; the bytes are the container's affair. Left out: the source
 * text that Julia appends for Revise, and files that define several packages at once (Julia's format has room for them, and writes one).
 */
import { z } from 'zod'

const pkgId = z.object({ name: z.string(), uuid: z.string().optional().transform((uuid): string | undefined => uuid) }).readonly()
/** 128 bits in the form of a uuid, as Julia prints it: checksum of the file, then what it calls a time stamp. The first half is zero before 1.9. */
const buildId = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const level = z.int().min(0).max(3)
const crc = z.int().min(0).max(0xffff_ffff)

const cacheFlags = z.object({
  usePkgimages: z.boolean(),
  debugLevel: level,
  /** 0: as the code says; 1: always; 2: never. */
  checkBounds: level,
  inline: z.boolean(),
  optLevel: level,
}).readonly()

const cacheInclude = z.object({
  /** The package and the modules within it that the file was included into; undefined for the entry file and for `include_dependency`. */
  module: pkgId.optional(),
  modulePath: z.array(z.string()).readonly(),
  /** Absolute, or below `@depot/` (1.11 on). */
  path: z.string(),
  /** Seconds since 1970; -1 where the content is compared instead (1.11 on). */
  mtime: z.number(),
  /** Bytes, and CRC-32C of the content; zero before 1.11. */
  size: z.number().min(0),
  contentHash: crc,
}).readonly()

export const cacheHeader = z.object({
  /** Of the file format: 11 (1.5 to 1.8), 12 (1.9 to 1.12). */
  formatVersion: z.int(),
  juliaVersion: z.string(),
  /** What else must agree for two Julias to be the same build: operating system, architecture, branch, commit. */
  juliaBuild: z.string(),
  /** 1.9 on. */
  flags: cacheFlags.optional(),
  package: pkgId,
  buildId,
  /** The entry file first. */
  includes: z.array(cacheInclude).readonly(),
  /** Which package a name meant, where: `from` said `using` of `to`'s name. */
  requires: z.array(z.object({ from: pkgId, to: pkgId }).readonly()).readonly(),
  /** All that was loaded when the file was written, in order of loading, with what is in the system image. */
  requiredModules: z.array(z.object({ package: pkgId, buildId }).readonly()).readonly(),
  /** Preferences that were read at compile time, and the hash of their values (16 hex digits): 1.6 on. */
  preferences: z.object({ names: z.array(z.string()).readonly(), hash: z.string().regex(/^[0-9a-f]{16}$/) }).readonly(),
  /** Each target that native code was made for; empty where there is no native code. 1.9 on. */
  cpuTargets: z.array(z.string()).readonly(),
  /** CRC-32C of the file with the native code. */
  nativeChecksum: crc.optional(),
}).readonly()

export type CacheFlags = z.infer<typeof cacheFlags>
export type CacheInclude = z.infer<typeof cacheInclude>
export type CacheHeader = z.infer<typeof cacheHeader>

export function hasNativeCode(header: CacheHeader): boolean {
  return header.cpuTargets.length > 0
}

/** The two halves of a build id, each 64 bits, as one text. */
export function buildIdOf(high: bigint, low: bigint): string {
  const digits = [high, low].map((half) => BigInt.asUintN(64, half).toString(16).padStart(16, '0')).join('')
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-')
}

/** The first half of a build id: the checksum of the file. */
export function buildIdHigh(buildId: string): bigint {
  return BigInt(`0x${buildId.replaceAll('-', '').slice(0, 16)}`)
}

/** The second half of a build id: the whole of it before 1.9. */
export function buildIdLow(buildId: string): bigint {
  return BigInt(`0x${buildId.replaceAll('-', '').slice(16)}`)
}
