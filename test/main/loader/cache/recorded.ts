/** Headers as a real Julia's `Base.parse_cache_header` answered, as ours. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildIdOf, cacheHeader, type CacheHeader } from '../../../../src/main/loader/cache/header'

const FOLDER = join(import.meta.dirname, '../../../fixtures/loader/cache')

interface RecordedId { name: string, uuid: string | null }
interface RecordedHeader {
  raw_header: { format_version: number, os: string, arch: string, julia_version: string, git_branch: string, git_commit: string }
  isvalid_cache_header: string | boolean
  flags_parsed?: { use_pkgimages: boolean, debug_level: number, check_bounds: number, inline: boolean, opt_level: number }
  modules: { id: RecordedId, build_id: string }[]
  includes: { module: RecordedId, filename: string, mtime: number, modpath?: string[] }[]
  requires: { from: RecordedId, to: RecordedId }[]
  required_modules: { id: RecordedId, build_id: string }[]
  preferences?: string[]
  prefs_hash?: string
  clone_targets?: string[]
  so_crc32c?: string
}

const idOf = ({ name, uuid }: RecordedId) => ({ name, uuid: uuid ?? undefined })

function buildOf(hex: string) {
  const value = BigInt(hex)
  return buildIdOf(value >> 64n, value)
}

/** Any header dump; throws what the schema says where it does not fit. */
export function convertHeader(recorded: RecordedHeader): CacheHeader {
  const { raw_header: raw, modules: [first], flags_parsed: flags } = recorded
  if (!first) throw new Error('no module')
  const checksum = typeof recorded.isvalid_cache_header === 'string' ? BigInt(recorded.isvalid_cache_header) : 0n
  return cacheHeader.parse({
    formatVersion: raw.format_version,
    juliaVersion: raw.julia_version,
    juliaBuild: [raw.os, raw.arch, raw.git_branch, raw.git_commit].join(' '),
    flags: flags && {
      usePkgimages: flags.use_pkgimages, debugLevel: flags.debug_level, checkBounds: flags.check_bounds, inline: flags.inline, optLevel: flags.opt_level,
    },
    package: idOf(first.id),
    buildId: buildIdOf(checksum, BigInt(first.build_id)),
    includes: recorded.includes.map(({ module, filename, mtime, modpath = [] }) => ({
      module: module.name === '' ? undefined : idOf(module), modulePath: modpath, path: filename, mtime, size: 0, contentHash: 0,
    })),
    requires: recorded.requires.map(({ from, to }) => ({ from: idOf(from), to: idOf(to) })),
    requiredModules: recorded.required_modules.map(({ id, build_id }) => ({ package: idOf(id), buildId: buildOf(build_id) })),
    preferences: { names: recorded.preferences ?? [], hash: BigInt(recorded.prefs_hash ?? 0).toString(16).padStart(16, '0') },
    cpuTargets: recorded.clone_targets ?? [],
    nativeChecksum: recorded.so_crc32c === undefined ? undefined : Number(recorded.so_crc32c),
  })
}

/** A recorded header, its paths moved to `/dev`. */
export function recordedHeader(name: string): CacheHeader {
  const text = readFileSync(join(FOLDER, 'headers', `${name}.json`), 'utf8')
  return convertHeader(JSON.parse(text.replaceAll('"/depot/dev/', '"/dev/').replaceAll('"/depot15/dev/', '"/dev/').replaceAll('"<dev>/', '"/dev/')) as RecordedHeader)
}

/** The messages of a recorded log about caches, each with its frame, without the stack traces of Julia's own failures. */
export function recordedMessages(name: string): string[] {
  const text = readFileSync(join(FOLDER, 'logs', `${name}.txt`), 'utf8')
  return messagesOf(text).filter((message) => !message.includes('Aborting'))
}

export function messagesOf(log: string): string[] {
  return log.match(/^┌ Debug: .*\n(?:│.*\n)*└.*\n/gm) ?? []
}
