/**
 * The container of all compiled files: a signature, a header in JSON that says what it is, and sections of bytes by name. Every part
 * has a checksum, and no offset is used before it was checked. What the header and the sections mean is not known here.
 */
import { crc32c } from '../loader/crc32c'
import { ByteReader, ByteWriter, ImageError } from './bytes'

/** "BKIMG" between bytes that a text or a broken transfer would not leave as they are. */
const SIGNATURE = Uint8Array.of(0x89, 0x42, 0x4b, 0x49, 0x4d, 0x47, 0x0d, 0x0a)
const FORMAT = 1

export interface Container {
  readonly header: unknown
  readonly sections: ReadonlyMap<string, Uint8Array>
}

/** The same header and sections give the same bytes. */
export function writeContainer({ header, sections }: Container): Uint8Array {
  const writer = new ByteWriter()
  writer.raw(SIGNATURE)
  writer.uint32(FORMAT)
  const front = new ByteWriter()
  front.text(JSON.stringify(header))
  front.natural(sections.size)
  for (const [name, bytes] of sections) {
    front.text(name)
    front.natural(bytes.length)
    front.uint32(crc32c(bytes))
  }
  const bytes = front.finish()
  writer.uint32(bytes.length)
  writer.uint32(crc32c(bytes))
  writer.raw(bytes)
  for (const section of sections.values()) writer.raw(section)
  return writer.finish()
}

function readFront(bytes: Uint8Array): { readonly front: ByteReader, readonly body: ByteReader } {
  const body = new ByteReader(bytes)
  const signature = body.raw(SIGNATURE.length)
  if (signature.some((byte, at) => byte !== SIGNATURE[at])) throw new ImageError('the file does not begin as a compiled file does')
  const format = body.uint32()
  if (format !== FORMAT) throw new ImageError(`the container has format ${format}, expected ${FORMAT}`)
  const [length, checksum] = [body.uint32(), body.uint32()]
  const front = body.raw(length)
  if (crc32c(front) !== checksum) throw new ImageError('the checksum of the header is wrong')
  return { front: new ByteReader(front), body }
}

/** What a file says about itself, without looking at its sections. Throws `ImageError`. */
export function readHeader(bytes: Uint8Array): unknown {
  return headerOf(readFront(bytes).front)
}

function headerOf(front: ByteReader): unknown {
  try {
    return JSON.parse(front.text()) as unknown
  } catch (error) {
    throw error instanceof ImageError ? error : new ImageError('the header is no JSON')
  }
}

/** Sections by name, each checked when it is first asked for. */
class LazySections extends Map<string, Uint8Array> {
  constructor(private readonly unchecked: ReadonlyMap<string, { readonly bytes: Uint8Array, readonly checksum: number }>) {
    super()
  }

  override get(name: string): Uint8Array | undefined {
    const known = super.get(name)
    const section = this.unchecked.get(name)
    if (known !== undefined || section === undefined) return known
    if (crc32c(section.bytes) !== section.checksum) throw new ImageError(`the checksum of section "${name}" is wrong`)
    this.set(name, section.bytes)
    return section.bytes
  }
}

/** The same as `readContainer`, but a damaged section is noticed only when it is asked for. Throws `ImageError`. */
export function openContainer(bytes: Uint8Array): { readonly header: unknown, readonly sections: Pick<Container['sections'], 'get'> } {
  const { front, body } = readFront(bytes)
  const header = headerOf(front)
  const table = sectionTable(front)
  return { header, sections: new LazySections(new Map(table.map(({ name, length, checksum }) => [name, { bytes: body.raw(length), checksum }]))) }
}

function sectionTable(front: ByteReader): readonly { readonly name: string, readonly length: number, readonly checksum: number }[] {
  return Array.from({ length: front.count(6) }, () => ({ name: front.text(), length: front.natural(), checksum: front.uint32() }))
}

/** Sections are views of `bytes`. Throws `ImageError`. */
export function readContainer(bytes: Uint8Array): Container {
  const { front, body } = readFront(bytes)
  const header = headerOf(front)
  const table = sectionTable(front)
  const sections = new Map<string, Uint8Array>()
  for (const { name, length, checksum } of table) {
    const section = body.raw(length)
    if (crc32c(section) !== checksum) throw new ImageError(`the checksum of section "${name}" is wrong`)
    sections.set(name, section)
  }
  if (body.rest > 0) throw new ImageError(`${body.rest} bytes follow the last section`)
  return { header, sections }
}
