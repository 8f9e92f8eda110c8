/**
 * Where functions come from, as debug information tells (DWARF 2 to 5): the address, name, file and line of every function that has code.
 * What was inlined, variables, types and the lines within functions are passed over. Sections that are compressed or too large are not read.
 */
import { UserError } from '../../../shared/errors'
import { ObjectBytes, type ObjectFile, type ObjectSection, textAt, wide } from './object-file'
import type { ByteSource } from '../../image/container'

export interface FunctionPlace {
  /** As the program calls it; '' where it is not said. */
  readonly name: string
  /** '' where it is not said. */
  readonly file: string
  /** -1 where it is not said. */
  readonly line: number
}

/** Bytes of one section that are read at most. */
const MOST_SECTION = 96_000_000
/** Of the tables of one unit. */
const MOST_ABBREVIATIONS = 100_000

const TAG_UNIT = 0x11
const TAG_FUNCTION = 0x2e
const AT = { name: 0x03, statements: 0x10, low: 0x11, file: 0x3a, line: 0x3b, stringOffsets: 0x72, addresses: 0x73 } as const

/** Of each form: bytes it takes, or how they are counted. */
const FIXED: Readonly<Record<number, number>> = { 0x05: 2, 0x06: 4, 0x07: 8, 0x0b: 1, 0x0c: 1, 0x11: 1, 0x12: 2, 0x13: 4, 0x14: 8, 0x19: 0, 0x1c: 4, 0x1e: 16, 0x20: 8, 0x24: 8, 0x25: 1, 0x26: 2, 0x27: 3, 0x28: 4, 0x29: 1, 0x2a: 2, 0x2b: 3, 0x2c: 4 }
const OFFSETS = new Set([0x0e, 0x17, 0x1d, 0x1f, 0x1f20, 0x1f21])
const VARIABLE = new Set([0x0d, 0x0f, 0x15, 0x1a, 0x1b, 0x22, 0x23, 0x1f01, 0x1f02])
const FORM = { address: 0x01, block2: 0x03, block4: 0x04, string: 0x08, block: 0x09, block1: 0x0a, sdata: 0x0d, strp: 0x0e, refAddress: 0x10, indirect: 0x16, exprloc: 0x18, strx: 0x1a, addrx: 0x1b, lineStrp: 0x1f, implicit: 0x21 } as const

interface Attribute {
  readonly name: number
  readonly form: number
  readonly constant: number
}

interface Abbreviation {
  readonly tag: number
  readonly attributes: readonly Attribute[]
  /** Bytes of such an entry, -1 where they differ: most entries are passed over. */
  readonly size: number
}

interface Unit {
  readonly version: number
  readonly offsetSize: 4 | 8
  readonly addressSize: number
  stringOffsets: number
  addresses: number
}

type Sections = Readonly<Record<'info' | 'abbrev' | 'str' | 'line' | 'line_str' | 'str_offsets' | 'addr', Cursor>>

const utf8 = new TextDecoder()

/** Moves through a section; beyond its end it throws a `RangeError`, which ends the reading. */
class Cursor {
  at = 0
  readonly view: DataView

  constructor(readonly bytes: Uint8Array, readonly littleEndian: boolean) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  skip(count: number): void {
    this.at += count
  }

  u8(): number {
    return this.view.getUint8(this.at++)
  }

  u16(): number {
    this.at += 2
    return this.view.getUint16(this.at - 2, this.littleEndian)
  }

  u32(): number {
    this.at += 4
    return this.view.getUint32(this.at - 4, this.littleEndian)
  }

  u64(): number {
    this.at += 8
    return wide(this.view, this.at - 8, this.littleEndian)
  }

  sized(bytes: number): number {
    return bytes === 8 ? this.u64() : bytes === 4 ? this.u32() : bytes === 2 ? this.u16() : this.u8()
  }

  /** LEB128, unsigned; signed numbers are not needed and only passed over. */
  leb(): number {
    let [value, scale] = [0, 1]
    for (;;) {
      const byte = this.u8()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
  }

  text(): string {
    const begin = this.at
    const end = this.bytes.indexOf(0, begin)
    if (end < 0) throw new RangeError('a text does not end')
    this.at = end + 1
    return end === begin ? '' : utf8.decode(this.bytes.subarray(begin, end))
  }
}

/** Functions by the address of their code; empty where the file has no debug information that can be read. */
export function readFunctionPlaces(source: ByteSource, file: Pick<ObjectFile, 'sections' | 'littleEndian'>, name: string): { readonly places: ReadonlyMap<number, FunctionPlace>, readonly notes: readonly string[] } {
  const places = new Map<number, FunctionPlace>()
  const bytes = new ObjectBytes(source, name)
  const find = (which: string) => file.sections.find((section) => section.name === `.debug_${which}` || section.name.endsWith(`,__debug_${which}`))
  const info = find('info')
  if (!info || info.isEmpty || info.size === 0) return { places, notes: [] }
  try {
    const load = (which: string) => new Cursor(sectionBytes(bytes, find(which)), file.littleEndian)
    readUnits({ info: load('info'), abbrev: load('abbrev'), str: load('str'), line: load('line'), line_str: load('line_str'), str_offsets: load('str_offsets'), addr: load('addr') }, places)
    return { places, notes: [] }
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof UserError)) throw error
    return { places, notes: [`The debug information could not be read to its end (${error.message}): ${places.size} functions have a file.`] }
  }
}

function sectionBytes(bytes: ObjectBytes, section: ObjectSection | undefined): Uint8Array {
  return section && !section.isEmpty ? bytes.read(section.offset, section.size, section.name, MOST_SECTION) : new Uint8Array()
}

function readUnits(sections: Sections, places: Map<number, FunctionPlace>): void {
  const { info } = sections
  const tables = new Map<string, readonly (Abbreviation | undefined)[]>()
  const files = new Map<number, readonly string[]>()
  while (info.at < info.bytes.length) {
    const begin = info.at
    const short = info.u32()
    const offsetSize = short === 0xffff_ffff ? 8 : 4
    const length = offsetSize === 8 ? info.u64() : short
    const end = info.at + length
    if (end <= begin || end > info.bytes.length) throw new RangeError(`a unit at byte ${begin} is cut off`)
    readUnit(sections, offsetSize, end, { tables, files, places })
    info.at = end
  }
}

interface Known {
  readonly tables: Map<string, readonly (Abbreviation | undefined)[]>
  readonly files: Map<number, readonly string[]>
  readonly places: Map<number, FunctionPlace>
}

function readUnit(sections: Sections, offsetSize: 4 | 8, end: number, { tables, files, places }: Known): void {
  const { info, abbrev } = sections
  const version = info.u16()
  if (version < 2 || version > 5) return
  const type = version === 5 ? info.u8() : 1
  const early = version === 5 ? info.u8() : 0
  const table = info.sized(offsetSize)
  const addressSize = version === 5 ? early : info.u8()
  // Only units of code: 1 (whole), 3 (partial), 4 (skeleton, whose content is in another file).
  if (type !== 1 && type !== 3) return
  const unit: Unit = { version, offsetSize, addressSize, stringOffsets: 2 * offsetSize, addresses: 2 * offsetSize }
  const key = `${table} ${version} ${offsetSize} ${addressSize}`
  let abbreviations = tables.get(key)
  if (!abbreviations) tables.set(key, (abbreviations = readAbbreviations(abbrev, table, unit)))
  let [statements, fileBase] = [-1, 0]
  while (info.at < end) {
    const code = info.leb()
    if (code === 0) continue
    const abbreviation = abbreviations[code]
    if (!abbreviation) throw new RangeError(`entry ${code} at byte ${info.at} is of no kind that is listed`)
    if (abbreviation.tag !== TAG_FUNCTION && abbreviation.tag !== TAG_UNIT) {
      if (abbreviation.size >= 0) info.at += abbreviation.size
      else for (const attribute of abbreviation.attributes) skip(info, attribute.form, unit)
      continue
    }
    const entry = readEntry(sections, abbreviation, unit)
    if (abbreviation.tag === TAG_UNIT) {
      statements = entry.statements
      fileBase = version === 5 ? 0 : 1
    } else if (entry.low > 0) {
      const names = fileNames(sections, statements, files, unit)
      places.set(entry.low, { name: entry.name, file: names[entry.file - fileBase] ?? '', line: entry.line })
    }
  }
}

function readAbbreviations(cursor: Cursor, at: number, unit: Unit): (Abbreviation | undefined)[] {
  const table: (Abbreviation | undefined)[] = []
  cursor.at = at
  for (;;) {
    const code = cursor.leb()
    if (code === 0) return table
    if (code > MOST_ABBREVIATIONS) throw new RangeError(`a kind of entry has number ${code}`)
    const tag = cursor.leb()
    // Whether entries stand below it: all are walked, whatever their depth.
    cursor.u8()
    const attributes: Attribute[] = []
    for (;;) {
      const [name, form] = [cursor.leb(), cursor.leb()]
      if (name === 0 && form === 0) break
      attributes.push({ name, form, constant: form === FORM.implicit ? cursor.leb() : 0 })
    }
    table[code] = { tag, attributes, size: fixedSize(attributes, unit) }
  }
}

function fixedSize(attributes: readonly Attribute[], { version, offsetSize, addressSize }: Unit): number {
  let size = 0
  for (const { form } of attributes) {
    const bytes = FIXED[form] ?? (form === FORM.address || (form === FORM.refAddress && version === 2) ? addressSize : form === FORM.refAddress || OFFSETS.has(form) ? offsetSize : form === FORM.implicit ? 0 : -1)
    if (bytes < 0) return -1
    size += bytes
  }
  return size
}

interface Entry {
  low: number
  name: string
  file: number
  line: number
  statements: number
}

function readEntry(sections: Sections, { attributes }: Abbreviation, unit: Unit): Entry {
  const { info } = sections
  const entry: Entry = { low: 0, name: '', file: -1, line: -1, statements: -1 }
  for (const { name, form, constant } of attributes) {
    switch (name) {
      case AT.name:
        entry.name = readText(sections, form, unit)
        break
      case AT.low:
        entry.low = readNumber(sections, form, unit, constant)
        break
      case AT.file:
        entry.file = readNumber(sections, form, unit, constant)
        break
      case AT.line:
        entry.line = readNumber(sections, form, unit, constant)
        break
      case AT.statements:
        entry.statements = readNumber(sections, form, unit, constant)
        break
      case AT.stringOffsets:
        unit.stringOffsets = readNumber(sections, form, unit, constant)
        break
      case AT.addresses:
        unit.addresses = readNumber(sections, form, unit, constant)
        break
      default:
        skip(info, form, unit)
    }
  }
  return entry
}

function readNumber({ info, addr }: Sections, form: number, unit: Unit, constant: number): number {
  if (form === FORM.implicit) return constant
  if (form === FORM.address) return info.sized(unit.addressSize)
  if (form === FORM.indirect) return readNumber({ info, addr } as Sections, info.leb(), unit, constant)
  if (OFFSETS.has(form)) return info.sized(unit.offsetSize)
  const bytes = FIXED[form]
  const isIndex = form === FORM.addrx || (form >= 0x29 && form <= 0x2c)
  const value = bytes === undefined ? info.leb() : bytes === 3 ? info.u8() + 256 * info.u16() : bytes === 16 ? info.u64() + 0 * info.u64() : bytes === 0 ? 1 : info.sized(bytes)
  if (!isIndex) return value
  addr.at = unit.addresses + value * unit.addressSize
  return addr.sized(unit.addressSize)
}

function readText(sections: Sections, form: number, unit: Unit): string {
  const { info } = sections
  if (form === FORM.string) return info.text()
  if (form === FORM.strp || form === FORM.lineStrp) return textAt(form === FORM.strp ? sections.str.bytes : sections.line_str.bytes, info.sized(unit.offsetSize))
  if (form !== FORM.strx && !(form >= 0x25 && form <= 0x28)) {
    skip(info, form, unit)
    return ''
  }
  const bytes = FIXED[form]
  const index = bytes === undefined ? info.leb() : bytes === 3 ? info.u8() + 256 * info.u16() : info.sized(bytes)
  sections.str_offsets.at = unit.stringOffsets + index * unit.offsetSize
  return textAt(sections.str.bytes, sections.str_offsets.sized(unit.offsetSize))
}

function skip(cursor: Cursor, form: number, unit: Unit): void {
  const bytes = FIXED[form]
  if (bytes !== undefined) cursor.at += bytes
  else if (OFFSETS.has(form)) cursor.at += unit.offsetSize
  else if (VARIABLE.has(form)) cursor.leb()
  else {
    switch (form) {
      case FORM.address:
        cursor.at += unit.addressSize
        return
      case FORM.refAddress:
        cursor.at += unit.version === 2 ? unit.addressSize : unit.offsetSize
        return
      case FORM.exprloc:
      case FORM.block:
        cursor.skip(cursor.leb())
        return
      case FORM.block1:
        cursor.skip(cursor.u8())
        return
      case FORM.block2:
        cursor.skip(cursor.u16())
        return
      case FORM.block4:
        cursor.skip(cursor.u32())
        return
      case FORM.string:
        cursor.text()
        return
      case FORM.indirect:
        skip(cursor, cursor.leb(), unit)
        return
      case FORM.implicit:
        return
      default:
        throw new RangeError(`form 0x${form.toString(16)} is not known`)
    }
  }
}

/** The files of a unit, in the order of its numbers. */
function fileNames(sections: Sections, at: number, known: Map<number, readonly string[]>, unit: Unit): readonly string[] {
  let names = known.get(at)
  if (!names) known.set(at, (names = at < 0 || at >= sections.line.bytes.length ? [] : readFileTable(sections, at, unit)))
  return names
}

function readFileTable(sections: Sections, at: number, unit: Unit): string[] {
  const { line } = sections
  line.at = at
  const short = line.u32()
  const offsetSize = short === 0xffff_ffff ? 8 : 4
  if (offsetSize === 8) line.u64()
  const version = line.u16()
  if (version >= 5) line.at += 2
  line.sized(offsetSize)
  line.at += version >= 4 ? 2 : 1
  line.at += 3
  line.skip(line.u8() - 1)
  if (version >= 5) return readFormedTable(sections, { ...unit, offsetSize, version })
  const folders = ['']
  for (let folder = line.text(); folder !== ''; folder = line.text()) folders.push(folder)
  const names: string[] = []
  for (let file = line.text(); file !== ''; file = line.text()) {
    names.push(joined(folders[line.leb()] ?? '', file))
    line.leb()
    line.leb()
  }
  return names
}

const CONTENT = { path: 1, folder: 2 } as const

/** Version 5: folders and files say how their columns are written. */
function readFormedTable(unitSections: Sections, unit: Unit): string[] {
  const { line } = unitSections
  // The values are written as those of entries are, in the section of lines.
  const sections: Sections = { ...unitSections, info: line }
  const readTable = (): { readonly path: string, readonly folder: number }[] => {
    const columns = Array.from({ length: line.u8() }, () => ({ content: line.leb(), form: line.leb() }))
    const count = line.leb()
    if (count > line.bytes.length) throw new RangeError(`a table lists ${count} files`)
    return Array.from({ length: columns.length === 0 ? 0 : count }, () => {
      const row = { path: '', folder: 0 }
      for (const { content, form } of columns) {
        if (content === CONTENT.path) row.path = readText(sections, form, unit)
        else if (content === CONTENT.folder) row.folder = readNumber(sections, form, unit, 0)
        else skip(line, form, unit)
      }
      return row
    })
  }
  const folders = readTable()
  return readTable().map(({ path, folder }) => joined(folder === 0 ? '' : (folders[folder]?.path ?? ''), path))
}

function joined(folder: string, file: string): string {
  return folder === '' || folder === '.' || file.startsWith('/') ? file : `${folder}/${file}`
}
