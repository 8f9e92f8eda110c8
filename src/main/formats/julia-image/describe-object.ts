/**
 * A library with compiled Julia in it, as rows of images: a system image or the native half of a package image. Sections as the usual tools
 * list them, functions by package, the segments of the data, and for which processors it was made. What version of Julia a system image is
 * of is not in it; a package image says it.
 */
import { ByteReader } from '../byte-reader'
import { beginsLikeJulia, JULIA_MAGIC, type Preamble, readPreamble } from '../julia-cache/preamble'
import { readTargets, targetText } from '../julia-cache/targets'
import { readFunctionPlaces } from '../object-file/dwarf'
import type { ObjectFile, ObjectSection, ObjectSymbol } from '../object-file/object-file'
import { readSegments } from './data-segments'
import type { ImageRows } from '../../../shared/profile/image-rows'
import { addNativeCode, functionsOf } from './native-code'
import type { ByteSource } from '../../image/container'
import type { ProfileBuilder } from '../../../shared/profile/builder'
import { UserError } from '../../../shared/errors'

export interface JuliaObject {
  readonly object: ObjectFile
  readonly source: ByteSource
  /** Of the file, for messages. */
  readonly name: string
  /** Where the data of the image lie in the file; undefined if the symbols do not tell. */
  readonly data: { readonly start: number, readonly end: number } | undefined
  /** Of the data of a package image. */
  readonly preamble: Preamble | undefined
}

/** Longer than any preamble. */
const MOST_PREAMBLE = 8192
const MOST_TARGETS = 1_000_000
const DATA = 'jl_system_image_data'
const SIZE = 'jl_system_image_size'
const TARGETS = 'jl_dispatch_target_ids'

/** What is known of a library before anything is written. */
export function inspectObject(object: ObjectFile, source: ByteSource, name: string): JuliaObject {
  const named = new Map<string, ObjectSymbol>()
  for (const symbol of object.symbols) if (symbol.section >= 0 && /^_?jl_(?:system_image|dispatch)_/.test(symbol.name)) named.set(symbol.name.replace(/^_(?=jl)/, ''), symbol)
  const data = dataOf({ object, source }, named)
  const preamble = data && preambleAt(source, data, name)
  return { object, source, name, data, preamble }
}

/** Whether it is Julia's at all: other libraries have neither its data nor its functions. */
export function isJuliaObject({ object, data }: JuliaObject): boolean {
  return data !== undefined || functionsOf(object.symbols).some(({ name }) => /^_?(?:julia|jfptr|japi1|jlsys)_.*_\d+/.test(name))
}

/** Position in the file, or undefined where it has none. */
function placeInFile({ sections }: ObjectFile, { address, section }: ObjectSymbol): number | undefined {
  const within: ObjectSection | undefined = sections[section]
  return !within || within.isEmpty || address < within.address || address >= within.address + within.size ? undefined : within.offset + address - within.address
}

function dataOf({ object, source }: Pick<JuliaObject, 'object' | 'source'>, named: ReadonlyMap<string, ObjectSymbol>): JuliaObject['data'] {
  const symbol = named.get(DATA)
  const start = symbol && placeInFile(object, symbol)
  if (!symbol || start === undefined) return undefined
  const sizeSymbol = named.get(SIZE)
  const sizeAt = sizeSymbol && placeInFile(object, sizeSymbol)
  const written = sizeAt !== undefined && sizeAt + object.pointerSize <= source.length ? numberAt(source, sizeAt, object) : 0
  const section = object.sections[symbol.section]
  const sectionEnd = section ? Math.min(section.offset + section.size, source.length) : source.length
  const end = Math.min(start + (written > 0 ? written : symbol.size), sectionEnd)
  return end > start ? { start, end } : undefined
}

function viewOf(source: ByteSource, from: number, size: number): DataView {
  const bytes = source.read(from, Math.min(from + size, source.length))
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function numberAt(source: ByteSource, at: number, { pointerSize, littleEndian }: ObjectFile): number {
  const view = viewOf(source, at, pointerSize)
  return pointerSize === 8 ? Number(view.getBigUint64(0, littleEndian)) : view.getUint32(0, littleEndian)
}

function preambleAt(source: ByteSource, { start, end }: { start: number, end: number }, name: string): Preamble | undefined {
  const bytes = source.read(start, Math.min(start + MOST_PREAMBLE, end))
  if (bytes.length < JULIA_MAGIC.length || !beginsLikeJulia(bytes)) return undefined
  return readPreamble(new ByteReader(bytes, `${name}, data of the image`))
}

export const SECTION_KINDS = { code: 'native', data: 'data', debug: 'debug', symbols: 'metadata', links: 'links', other: 'other' } as const

/** Rows of sections, functions and facts, for the image that was begun. */
export function addObject(rows: ImageRows, builder: ProfileBuilder, julia: JuliaObject): void {
  const { object, source, name } = julia
  const { places, notes } = readFunctionPlaces(source, object, name)
  const functions = functionsOf(object.symbols)
  for (const section of object.sections) {
    if (section.type === 'NULL') continue
    const within = section.holds === 'code' ? functions.filter(({ section: index }) => object.sections[index] === section).length : undefined
    rows.add('imageSections', { name: section.name, kind: SECTION_KINDS[section.holds], bytes: section.size, ...(within !== undefined && within > 0 && { records: within }) })
  }
  addNativeCode(rows, builder, object.symbols, places)
  rows.fact('build', 'file format', `${object.format}, ${object.machine}, ${8 * object.pointerSize} bits`)
  rows.fact('contents', 'functions', String(functions.length))
  rows.fact('contents', 'functions with a file', String(places.size))
  addTargets(rows, julia)
  addSegments(rows, julia)
  for (const note of [...object.notes, ...notes]) rows.note(note)
  if (object.guessesSizes) rows.note(`${object.format} files hold no sizes of functions: each is taken to end where the next begins.`)
  if (places.size === 0 && functions.length > 0) rows.note('There is no debug information that could be read: which package a function belongs to is not known.')
}

function addTargets(rows: ImageRows, { object, source, name }: JuliaObject): void {
  const symbol = object.symbols.find((one) => one.section >= 0 && (one.name === TARGETS || one.name === `_${TARGETS}`))
  const at = symbol && placeInFile(object, symbol)
  if (at === undefined) return
  const end = Math.min(at + Math.min(symbol?.size ?? 0, MOST_TARGETS), source.length)
  if (end <= at) return
  const bytes = source.read(at, end)
  try {
    for (const [index, target] of readTargets(bytes, name, object.littleEndian).entries()) rows.fact('targets', `target ${index}`, targetText(target, object.machine))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    rows.note(`The record of the processors could not be read: ${error.message}.`)
  }
}

function addSegments(rows: ImageRows, { object, source, data, preamble }: JuliaObject): void {
  if (!data) return
  rows.fact('segments', 'data of the image', 'all of it', data.end - data.start)
  const start = data.start + (preamble?.data?.start ?? 0)
  const segments = start < data.start || start >= data.end ? [] : readSegments({ start, end: data.end, origin: data.start, littleEndian: object.littleEndian, read: (from, size) => viewOf(source, from, size) })
  for (const segment of segments) rows.fact('segments', segment.name, '', segment.bytes)
  if (segments.length === 0) rows.note('How the data of the image are divided could not be told: they may be compressed.')
}
