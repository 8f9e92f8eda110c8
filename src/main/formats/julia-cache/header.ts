/**
 * The header of a `.ji` file: which modules it defines, what it was made from, what has to be loaded with it (base/loading.jl
 * `parse_cache_header`; formats b.12). What versions lay out differently is a table. Versions in the making share a number with the
 * release before, so a layout is only believed if it ends where the header says that it does; else the next is tried.
 */
import { UserError } from '../../../shared/errors'
import { ByteReader } from '../byte-reader'
import { type FormatVersion, type Preamble, readPreamble } from './preamble'

export interface PackageId {
  readonly name: string
  /** Lower-case, with dashes; undefined for a module without one. */
  readonly uuid: string | undefined
}

export interface ModuleBuild {
  readonly id: PackageId
  /** 128 bits from 1.9 on where the module is another file's (its checksum before the stamp); else 64. */
  readonly buildId: bigint
}

export interface IncludedFile {
  /** The package's module; name '' for the entry file and for `include_dependency`. */
  readonly module: PackageId
  /** Modules within it, outermost first (1.5 on). */
  readonly modulePath: readonly string[]
  /** As stored: absolute, or below `@depot/` (1.11 on). */
  readonly path: string
  /** Seconds since 1970. Below zero: size and checksum count instead (1.11 on). */
  readonly mtime: number
  /** Bytes and CRC-32C of the content; undefined before 1.11. */
  readonly content: { readonly size: number, readonly crc: number } | undefined
}

export interface CacheHeader {
  readonly preamble: Preamble
  /** `OOICCDDP`, 1.9 on. */
  readonly flags: number | undefined
  /** Of the language, after 1.13. */
  readonly syntaxVersion: number | undefined
  /** The package's own is the first. */
  readonly modules: readonly ModuleBuild[]
  readonly includes: readonly IncludedFile[]
  /** What a name meant in the package: `from` said `using` of `to`'s name. */
  readonly requires: readonly { readonly from: PackageId, readonly to: PackageId }[]
  /** Read at compile time, with the hash of their values; undefined before 1.6. */
  readonly preferences: { readonly names: readonly string[], readonly hash: bigint } | undefined
  readonly requiredModules: readonly ModuleBuild[]
  /** As Julia writes it, for `readTargets`; undefined before 1.9, empty without native code. */
  readonly targets: Uint8Array | undefined
  /** Where the source text begins. */
  readonly sourceTextAt: number
  /** Where the header ends. */
  readonly end: number
}

interface Layout {
  /** First version (times 100) that writes it, for the order in which layouts are tried. */
  readonly since: number
  readonly flags: boolean
  readonly syntaxVersion: boolean
  readonly contentHashes: boolean
  readonly preferences: 'none' | 'list' | 'blob'
  /** Build ids of 128 bits, and targets of native code. */
  readonly pkgimages: boolean
}

const OLDEST: Layout = { since: 105, flags: false, syntaxVersion: false, contentHashes: false, preferences: 'none', pkgimages: false }
const WITH_PREFERENCES: Layout = { ...OLDEST, since: 106, preferences: 'list' }
const WITH_PKGIMAGES: Layout = { ...WITH_PREFERENCES, since: 109, flags: true, pkgimages: true }
const BY_CONTENT: Layout = { ...WITH_PKGIMAGES, since: 111, contentHashes: true }
const NEWEST: Layout = { ...BY_CONTENT, since: 114, syntaxVersion: true, preferences: 'blob' }

const LAYOUTS: Readonly<Record<FormatVersion, readonly Layout[]>> = {
  11: [OLDEST, WITH_PREFERENCES],
  12: [WITH_PKGIMAGES, BY_CONTENT],
  13: [BY_CONTENT, { ...BY_CONTENT, syntaxVersion: true }, { ...NEWEST, syntaxVersion: false }, NEWEST],
}

/** More than any file has; each list is also bounded by the bytes that are there. */
const MOST_LISTED = 1_000_000

function versionNumber(text: string): number {
  const [, major, minor] = /^(\d{1,3})\.(\d{1,3})/.exec(text) ?? []
  return 100 * Number(major ?? 0) + Number(minor ?? 0)
}

/** The header of a cache file. @throws UserError where it cannot be read. */
export function readCacheHeader(bytes: Uint8Array, name: string): CacheHeader {
  const preamble = readPreamble(new ByteReader(bytes, name))
  const layouts = LAYOUTS[preamble.formatVersion]
  const version = versionNumber(preamble.juliaVersion)
  const likely = layouts.findLast(({ since }) => since <= version) ?? layouts[0]
  let failure: unknown
  for (const layout of likely ? [likely, ...layouts.filter((other) => other !== likely)] : []) {
    try {
      return readBody(bytes, name, preamble, layout)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      failure ??= error
    }
  }
  throw failure
}

function readBody(bytes: Uint8Array, name: string, preamble: Preamble, layout: Layout): CacheHeader {
  const reader = new ByteReader(bytes, name)
  reader.littleEndian = preamble.littleEndian
  reader.skip(preamble.end, 'the beginning')
  const flags = layout.flags ? reader.u8('the flags') : undefined
  const syntaxVersion = layout.syntaxVersion ? reader.u8('the version of the syntax') : undefined
  const modules = readModules(reader, false)
  const length = reader.i64('the length of the lists of files')
  const listsEnd = reader.position + length
  const { includes, requires } = readFiles(reader, layout, modules)
  const preferences = readPreferences(reader, layout)
  const sourceTextAt = reader.i64('the place of the source text')
  if (reader.position !== listsEnd) reader.fail(`The lists of files end here, but the header says at byte ${listsEnd}`)
  const requiredModules = readModules(reader, layout.pkgimages)
  const targets = layout.pkgimages ? reader.take(reader.count(32, 1, 'bytes of the targets'), 'the targets') : undefined
  if (sourceTextAt < 0 || sourceTextAt > bytes.length) reader.fail(`The source text begins at byte ${sourceTextAt}`, `expected at most ${bytes.length}`)
  return { preamble, flags, syntaxVersion, modules, includes, requires, preferences, requiredModules, targets, sourceTextAt, end: reader.position }
}

/** A list that a zero in place of a length ends. */
function readList<Entry>(reader: ByteReader, what: string, readEntry: (length: number) => Entry): Entry[] {
  const entries: Entry[] = []
  for (;;) {
    const length = reader.count(32, 1, `bytes of ${what}`)
    if (length === 0) return entries
    if (entries.length === MOST_LISTED) reader.fail(`There are more than ${MOST_LISTED} of ${what}`)
    entries.push(readEntry(length))
  }
}

const utf8 = new TextDecoder()

function readText(reader: ByteReader, length: number, what: string): string {
  return utf8.decode(reader.take(length, what))
}

function uuidOf(high: bigint, low: bigint): string | undefined {
  if (high === 0n && low === 0n) return undefined
  const digits = high.toString(16).padStart(16, '0') + low.toString(16).padStart(16, '0')
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-')
}

function readModules(reader: ByteReader, wide: boolean): ModuleBuild[] {
  return readList(reader, 'the modules', (length) => {
    const name = readText(reader, length, 'the name of a module')
    const uuid = uuidOf(reader.u64('a uuid'), reader.u64('a uuid'))
    const first = reader.u64('a build id')
    return { id: { name, uuid }, buildId: wide ? (first << 64n) | reader.u64('a build id') : first }
  })
}

const NO_MODULE: PackageId = { name: '', uuid: undefined }

function readFiles(reader: ByteReader, layout: Layout, modules: readonly ModuleBuild[]): Pick<CacheHeader, 'includes' | 'requires'> {
  const includes: IncludedFile[] = []
  const requires: { from: PackageId, to: PackageId }[] = []
  readList(reader, 'the files', (length) => {
    const path = reader.take(length, 'a path')
    const content = layout.contentHashes ? { size: reader.i64('a size'), crc: reader.u32('a checksum') } : undefined
    const mtime = reader.f64('an mtime')
    const { module, modulePath } = readPlace(reader, modules)
    if (path[0] === 0) requires.push({ from: module, to: unpackId(path, reader) })
    else includes.push({ module, modulePath, path: utf8.decode(path), mtime, content })
  })
  return { includes, requires }
}

function readPlace(reader: ByteReader, modules: readonly ModuleBuild[]): Pick<IncludedFile, 'module' | 'modulePath'> {
  const index = reader.u32('the number of a module')
  if (index === 0) return { module: NO_MODULE, modulePath: [] }
  const module = modules[index - 1]
  if (!module) reader.fail(`A file belongs to module ${index} of ${modules.length}`)
  return { module: module.id, modulePath: readList(reader, 'the path of a module', (length) => readText(reader, length, 'the name of a module')) }
}

/** `binpack`: a zero, 16 bytes of uuid (least significant first where the file is so), the name. */
function unpackId(bytes: Uint8Array, { littleEndian, name }: ByteReader): PackageId {
  const reader = new ByteReader(bytes, name)
  reader.littleEndian = littleEndian
  reader.skip(1, 'a package')
  const first = reader.u64('a uuid')
  const second = reader.u64('a uuid')
  const uuid = littleEndian ? uuidOf(second, first) : uuidOf(first, second)
  return { name: utf8.decode(reader.take(reader.left, 'a name')), uuid }
}

function readPreferences(reader: ByteReader, { preferences }: Layout): CacheHeader['preferences'] {
  if (preferences === 'none') return undefined
  const names = preferences === 'list'
    ? readList(reader, 'the preferences', (length) => readText(reader, length, 'a preference'))
    : reader.text('the preferences').split(/[\0\r\n]/).filter((name) => name !== '')
  return { names, hash: reader.u64('the hash of the preferences') }
}

/** The flags as they are set when Julia starts (src/staticdata_utils.c `jl_cache_flags`). */
export interface FlagFields {
  readonly usePkgimages: boolean
  readonly debugLevel: number
  /** 0: as the code says; 1: always; 2: never. */
  readonly checkBounds: number
  readonly inline: boolean
  readonly optLevel: number
}

export function flagFields(flags: number): FlagFields {
  return { usePkgimages: (flags & 1) === 1, debugLevel: (flags >> 1) & 3, checkBounds: (flags >> 3) & 3, inline: ((flags >> 5) & 1) === 1, optLevel: flags >> 6 }
}
