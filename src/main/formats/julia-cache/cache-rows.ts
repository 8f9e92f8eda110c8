/** What a cache file of a real Julia says of itself, as rows of images: modules, files, flags, preferences, targets, checksums, sections. */
import { buildIdOf } from '../../loader/cache/header'
import type { ImageRows } from '../../../shared/profile/image-rows'
import { readSegments } from '../julia-image/data-segments'
import { readChecksums, type TailChecksums } from './checksums'
import { type CacheHeader, flagFields, type IncludedFile, type PackageId, readCacheHeader } from './header'
import { readSourceText, type SourceText } from './source-text'
import { readTargets, targetText } from './targets'

/** A cache file, read as far as its serialized code. */
export interface JuliaCache {
  readonly name: string
  readonly bytes: Uint8Array
  readonly header: CacheHeader
  readonly sources: SourceText
  readonly checksums: TailChecksums
}

/** @throws UserError where the header or the list of sources cannot be read. */
export function readJuliaCache(bytes: Uint8Array, name: string): JuliaCache {
  const header = readCacheHeader(bytes, name)
  const { formatVersion, littleEndian } = header.preamble
  return { name, bytes, header, sources: readSourceText(bytes, header.sourceTextAt, littleEndian, name), checksums: readChecksums(bytes, formatVersion, littleEndian) }
}

const WORD = (1n << 64n) - 1n

/** As other files name it: from 1.9 on the checksum of the image and the number of the module. */
export function fullBuildId({ preamble, modules }: CacheHeader): string {
  return buildIdOf(preamble.data?.checksum ?? 0n, modules[0]?.buildId ?? 0n)
}

export function buildIdText(buildId: bigint): string {
  return buildIdOf(buildId >> 64n, buildId & WORD)
}

export function hasNativeHalf({ targets }: CacheHeader): boolean {
  return targets !== undefined && targets.length > 0
}

/** Longer than any source file that a person reads; the rest of the text is left out. */
const MOST_TEXT = 2_000_000

/** Begins the image and adds its rows. @param native bytes of the file with the native code, if it is there. */
export function addCache(rows: ImageRows, cache: JuliaCache, path: string, native?: number): void {
  const { header, bytes } = cache
  const [own] = header.modules
  rows.begin({
    name: own?.id.name ?? cache.name, kind: hasNativeHalf(header) ? 'pkgimage' : 'cache', path, julia: header.preamble.juliaVersion, buildId: fullBuildId(header),
    bytes: bytes.length + (native ?? 0),
  })
  addModules(rows, header)
  addFiles(rows, cache)
  addFacts(rows, cache)
  addSections(rows, cache)
}

/** Begins the image of a header whose file is not at hand: what Julia answers about it. @param bytes of all its files. */
export function addHeader(rows: ImageRows, header: CacheHeader, path: string, bytes: number, isNative: boolean): void {
  const [own] = header.modules
  rows.begin({
    name: own?.id.name ?? path, kind: isNative ? 'pkgimage' : 'cache', path, julia: header.preamble.juliaVersion, buildId: fullBuildId(header), bytes,
  })
  addModules(rows, header)
  addBuildFacts(rows, header)
}

function addModules(rows: ImageRows, header: CacheHeader): void {
  for (const { id } of header.modules) rows.add('imageModules', { name: id.name, uuid: id.uuid ?? '', buildId: fullBuildId(header), role: 'defined' })
  const key = ({ name, uuid }: PackageId) => `${uuid ?? ''} ${name}`
  const named = new Map(header.requires.map(({ to }) => [key(to), to]))
  for (const { id, buildId } of header.requiredModules) {
    const isNamed = named.delete(key(id))
    rows.add('imageModules', { name: id.name, uuid: id.uuid ?? '', buildId: buildIdText(buildId), role: isNamed ? 'direct' : 'required' })
  }
  for (const to of named.values()) rows.add('imageModules', { name: to.name, uuid: to.uuid ?? '', role: 'direct' })
  for (const { from, to } of header.requires) rows.add('imageLinks', { kind: 'module', target: to.name, name: `${to.name} in ${from.name === '' ? 'Main' : from.name}` })
}

function moduleOf({ module, modulePath }: IncludedFile): string {
  return [module.name, ...modulePath].filter((name) => name !== '').join('.')
}

function addFiles(rows: ImageRows, { header, sources }: JuliaCache): void {
  const texts = new Map(sources.files.map((file) => [file.path, file.bytes]))
  const decoder = new TextDecoder()
  for (const include of header.includes) {
    const { path, mtime, content } = include
    const text = texts.get(path)
    rows.add('imageFiles', {
      path, module: moduleOf(include), kind: text ? 'source' : 'dependency', ...(mtime >= 0 && { mtime }), ...(content && { bytes: content.size, hash: content.crc }),
      ...(text && { text: decoder.decode(text.subarray(0, MOST_TEXT)), ...(!content && { bytes: text.length }) }),
    })
  }
}

const hex = (value: number | bigint, digits: number) => `0x${value.toString(16).padStart(digits, '0')}`
const CHECK_BOUNDS = ['as the code says', 'always', 'never', 'unknown'] as const

function addBuildFacts(rows: ImageRows, { preamble, flags, preferences, syntaxVersion }: CacheHeader): void {
  const build: readonly (readonly [string, string])[] = [
    ['Julia', preamble.juliaVersion], ['operating system', preamble.os], ['architecture', preamble.arch], ['pointer', `${preamble.pointerSize} bytes`],
    ['branch', preamble.gitBranch], ['commit', preamble.gitCommit], ['format of the file', String(preamble.formatVersion)],
    ['version of the syntax', syntaxVersion === undefined ? '' : String(syntaxVersion)],
  ]
  for (const [name, value] of build) if (value !== '') rows.fact('build', name, value)
  if (flags !== undefined) {
    const { usePkgimages, debugLevel, checkBounds, inline, optLevel } = flagFields(flags)
    rows.fact('flags', 'use_pkgimages', String(usePkgimages))
    rows.fact('flags', 'debug_level', String(debugLevel))
    rows.fact('flags', 'check_bounds', `${checkBounds} (${CHECK_BOUNDS[checkBounds] ?? ''})`)
    rows.fact('flags', 'inline', String(inline))
    rows.fact('flags', 'opt_level', String(optLevel))
  }
  if (preferences) {
    for (const name of preferences.names) rows.fact('preferences', name, 'read when it was compiled')
    rows.fact('preferences', 'hash of the values', preferences.hash === 0n ? `${hex(0n, 16)} (none is set)` : hex(preferences.hash, 16))
  }
}

function addFacts(rows: ImageRows, { header, checksums }: JuliaCache): void {
  const { preamble, targets } = header
  addBuildFacts(rows, header)
  for (const [index, target] of readTargets(targets ?? new Uint8Array(), 'the targets', preamble.littleEndian).entries()) {
    rows.fact('targets', `target ${index}`, targetText(target, preamble.arch))
  }
  const { file, native } = checksums
  rows.fact('checksums', 'file', file.written === file.computed ? `${hex(file.written, 8)} (right)` : `${hex(file.written, 8)}, but it is ${hex(file.computed, 8)}`)
  if (native !== undefined && native !== 0) rows.fact('checksums', 'native code', hex(native, 8))
  if (preamble.data) rows.fact('checksums', 'image', hex(preamble.data.checksum, 16))
}

function addSections(rows: ImageRows, { header, bytes, sources, checksums }: JuliaCache): void {
  const { preamble, sourceTextAt } = header
  const textBegin = sourceTextAt === 0 ? bytes.length - checksums.bytes : sourceTextAt
  rows.add('imageSections', { name: 'header', kind: 'header', bytes: header.end })
  const code = Math.max(0, textBegin - header.end)
  if (code > 0) rows.add('imageSections', { name: 'modules, methods and inferred code', kind: 'data', bytes: code })
  if (sources.end > sourceTextAt) rows.add('imageSections', { name: 'source text', kind: 'source', bytes: sources.end - sourceTextAt, records: sources.files.length })
  rows.add('imageSections', { name: 'checksums', kind: 'other', bytes: Math.min(checksums.bytes, bytes.length) })
  const { start = 0, end = 0 } = preamble.data ?? {}
  if (start < header.end || end <= start || end > bytes.length) return
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const read = (from: number, size: number) => new DataView(view.buffer, view.byteOffset + from, size)
  for (const segment of readSegments({ start, end, origin: 0, littleEndian: preamble.littleEndian, read })) rows.fact('segments', segment.name, '', segment.bytes)
}
