/**
 * The container of all compiled files: a signature, a header in JSON that says what it is, and sections of bytes by name. Every page of
 * a section has a checksum, so that a part of a large file can be read, and be trusted, without the rest. No offset is used before it was
 * checked. What the header and the sections mean is not known here.
 */
import { crc32c } from '../loader/crc32c'
import { ByteReader, ByteWriter, ImageError } from './bytes'

/** "BKIMG" between bytes that a text or a broken transfer would not leave as they are. */
const SIGNATURE = Uint8Array.of(0x89, 0x42, 0x4b, 0x49, 0x4d, 0x47, 0x0d, 0x0a)
const FORMAT = 2
/** Signature, format, length and checksum of the front. */
const PRELUDE = SIGNATURE.length + 12
/** Bytes that are read and checked together. */
const PAGE = 16_384

export interface Container {
  readonly header: unknown
  readonly sections: ReadonlyMap<string, Uint8Array>
}

/** Bytes of which parts can be had. `read` throws `ImageError` if they cannot. */
export interface ByteSource {
  readonly length: number
  read(from: number, to: number): Uint8Array
}

/** The same header and sections give the same bytes. */
export function writeContainer({ header, sections }: Container): Uint8Array {
  const front = new ByteWriter()
  front.text(JSON.stringify(header))
  front.natural(sections.size)
  for (const [name, bytes] of sections) {
    front.text(name)
    front.natural(bytes.length)
    for (let at = 0; at < bytes.length; at += PAGE) front.uint32(crc32c(bytes.subarray(at, at + PAGE)))
  }
  const writer = new ByteWriter()
  writer.raw(SIGNATURE)
  writer.uint32(FORMAT)
  const bytes = front.finish()
  writer.uint32(bytes.length)
  writer.uint32(crc32c(bytes))
  writer.raw(bytes)
  for (const section of sections.values()) writer.raw(section)
  return writer.finish()
}

/** Whether a file begins as a container does. */
export function isContainer(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => byte === bytes[at])
}

function sourceOf(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, read: (from, to) => bytes.subarray(from, to) }
}

function readFront(source: ByteSource): { readonly front: ByteReader, readonly end: number } {
  const prelude = new ByteReader(source.read(0, Math.min(PRELUDE, source.length)))
  if (!isContainer(prelude.raw(SIGNATURE.length))) throw new ImageError('the file does not begin as a compiled file does')
  const format = prelude.uint32()
  if (format !== FORMAT) throw new ImageError(`the container has format ${format}, expected ${FORMAT}`)
  const [length, checksum] = [prelude.uint32(), prelude.uint32()]
  const end = PRELUDE + length
  if (end > source.length) throw new ImageError(`${end - source.length} bytes are missing at byte ${PRELUDE} of ${source.length}`)
  const front = source.read(PRELUDE, end)
  if (crc32c(front) !== checksum) throw new ImageError('the checksum of the header is wrong')
  return { front: new ByteReader(front), end }
}

/** What a file says about itself, without looking at its sections. Throws `ImageError`. */
export function readHeader(bytes: Uint8Array): unknown {
  return headerOf(readFront(sourceOf(bytes)).front)
}

function headerOf(front: ByteReader): unknown {
  try {
    return JSON.parse(front.text()) as unknown
  } catch (error) {
    throw error instanceof ImageError ? error : new ImageError('the header is no JSON')
  }
}

/** Bytes that are read, and checked, page by page when something first asks for them. */
export class Section {
  private readonly known: Uint8Array
  /** All bytes, as far as they were asked for. */
  private bytes: Uint8Array | undefined

  constructor(
    private readonly name: string,
    readonly length: number,
    private readonly checksums: readonly number[],
    /** Of a page, by bytes of the section. */
    private readonly read: (from: number, to: number) => Uint8Array,
  ) {
    this.known = new Uint8Array(checksums.length)
  }

  /** The bytes in between; they are not to be changed. Throws `ImageError` if some are damaged, or if there are no such bytes. */
  range(from: number, to: number): Uint8Array {
    if (from > to || to > this.length) throw new ImageError(`section "${this.name}" has ${this.length} bytes, expected ${from} to ${to} in it`)
    const last = Math.ceil(to / PAGE)
    for (let page = Math.floor(from / PAGE); page < last; page++) if (this.known[page] === 0) this.load(page)
    return this.buffer.subarray(from, to)
  }

  private get buffer(): Uint8Array {
    return (this.bytes ??= new Uint8Array(this.length))
  }

  private load(page: number): void {
    const from = page * PAGE
    const bytes = this.read(from, Math.min(from + PAGE, this.length))
    if (crc32c(bytes) !== this.checksums[page]) throw new ImageError(`the checksum of section "${this.name}" is wrong`)
    this.buffer.set(bytes, from)
    this.known[page] = 1
  }

  /** How many bytes were read so far. */
  get touched(): number {
    const pages = this.known.reduce((sum, known) => sum + known, 0)
    const lastIsShort = this.known.at(-1) === 1 && this.length % PAGE > 0
    return pages * PAGE - (lastIsShort ? PAGE - (this.length % PAGE) : 0)
  }
}

export interface OpenContainer {
  readonly header: unknown
  readonly sections: ReadonlyMap<string, Section>
}

/** Reads the header; sections when they are asked for. Throws `ImageError`, also for a file that was cut or has something behind it. */
export function openContainer(given: Uint8Array | ByteSource): OpenContainer {
  const source = given instanceof Uint8Array ? sourceOf(given) : given
  const { front, end } = readFront(source)
  const header = headerOf(front)
  const sections = new Map<string, Section>()
  let at = end
  const count = front.count(2)
  for (let index = 0; index < count; index++) {
    const [name, length] = [front.text(), front.natural()]
    const pages = Math.ceil(length / PAGE)
    if (4 * pages > front.rest) throw new ImageError(`section "${name}" has ${length} bytes, but no checksums for them`)
    const checksums = Array.from({ length: pages }, () => front.uint32())
    const start = at
    at += length
    sections.set(name, new Section(name, length, checksums, (from, to) => source.read(start + from, start + to)))
  }
  if (at > source.length) throw new ImageError(`${at - source.length} bytes are missing at the end`)
  if (at < source.length) throw new ImageError(`${source.length - at} bytes follow the last section`)
  return { header, sections }
}

/** All of a container, checked. Throws `ImageError`. */
export function readContainer(bytes: Uint8Array): Container {
  const { header, sections } = openContainer(bytes)
  return { header, sections: new Map([...sections].map(([name, section]) => [name, section.range(0, section.length)])) }
}
