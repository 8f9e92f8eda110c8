/**
 * ELF libraries, programs and object files (System V ABI, gABI chapters 4 and 5), of 32 and 64 bits and both byte orders: sections as
 * `readelf -S` lists them, symbols as `readelf -s` does. The libraries on npm that read ELF either want the whole file in memory or
 * believe every size they find; this one reads three tables.
 */
import type { ByteSource } from '../../image/container'
import { MOST_SECTIONS, MOST_TABLE, ObjectBytes, type ObjectFile, type ObjectSection, type ObjectSymbol, textAt, wide } from './object-file'

const MAGIC = [0x7f, 0x45, 0x4c, 0x46]
const MACHINES: Readonly<Record<number, string>> = { 3: 'i386', 21: 'powerpc64', 40: 'arm', 62: 'x86_64', 183: 'aarch64', 243: 'riscv' }

/** `sh_type`, in the words of `readelf`. */
const TYPES: Readonly<Record<number, string>> = {
  0: 'NULL', 1: 'PROGBITS', 2: 'SYMTAB', 3: 'STRTAB', 4: 'RELA', 5: 'HASH', 6: 'DYNAMIC', 7: 'NOTE', 8: 'NOBITS', 9: 'REL', 10: 'SHLIB', 11: 'DYNSYM',
  14: 'INIT_ARRAY', 15: 'FINI_ARRAY', 16: 'PREINIT_ARRAY', 17: 'GROUP', 18: 'SYMTAB SECTION INDICES', 19: 'RELR',
  0x6ffffff6: 'GNU_HASH', 0x6ffffffd: 'VERDEF', 0x6ffffffe: 'VERNEED', 0x6fffffff: 'VERSYM', 0x70000001: 'X86_64_UNWIND',
}
const EMPTY = 8
const SYMBOLS = 2
const DYNAMIC_SYMBOLS = 11
/** A section index that is written elsewhere. */
const EXTENDED = 0xffff
const RESERVED = 0xff00
const EXECUTABLE = 4
const ALLOCATED = 2

export function isElf(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte)
}

interface RawSection {
  readonly name: number
  readonly type: number
  readonly flags: number
  readonly address: number
  readonly offset: number
  readonly size: number
  readonly link: number
  readonly entrySize: number
}

interface Shape {
  readonly wide: boolean
  readonly littleEndian: boolean
  /** Bytes of an entry of the tables. */
  readonly section: number
  readonly symbol: number
}

/** @throws UserError where the file is cut off or its tables cannot be. */
export function readElf(source: ByteSource, name: string): ObjectFile {
  const bytes = new ObjectBytes(source, name)
  const ident = bytes.read(0, 16, 'the ELF header', 16)
  if (!isElf(ident)) bytes.fail('The file does not begin as an ELF file does')
  const [size = 0, order = 0] = ident.subarray(4, 6)
  if ((size !== 1 && size !== 2) || (order !== 1 && order !== 2)) bytes.fail(`The class of the ELF file is ${size} and its byte order ${order}, expected 1 or 2`)
  const shape: Shape = { wide: size === 2, littleEndian: order === 1, section: size === 2 ? 64 : 40, symbol: size === 2 ? 24 : 16 }
  const header = bytes.view(0, shape.wide ? 64 : 52, 'the ELF header', 64)
  const at = shape.wide ? { table: 40, entry: 58 } : { table: 32, entry: 46 }
  const table = shape.wide ? wide(header, at.table, shape.littleEndian) : header.getUint32(at.table, shape.littleEndian)
  const half = (offset: number) => header.getUint16(offset, shape.littleEndian)
  const raw = readSections(bytes, shape, { table, entry: half(at.entry), count: half(at.entry + 2) })
  const names = namesOf(bytes, raw, half(at.entry + 4))
  const sections = raw.map((section) => describe(section, textAt(names, section.name)))
  const { symbols, notes } = readSymbols(bytes, shape, raw)
  const machine = half(18)
  return {
    format: 'ELF', machine: MACHINES[machine] ?? String(machine), littleEndian: shape.littleEndian, pointerSize: shape.wide ? 8 : 4, sections, symbols,
    guessesSizes: false, notes,
  }
}

function readSections(bytes: ObjectBytes, shape: Shape, { table, entry, count }: { table: number, entry: number, count: number }): RawSection[] {
  if (table === 0) return []
  if (entry < shape.section) bytes.fail(`An entry of the section table has ${entry} bytes, expected ${shape.section}`)
  const first = rawSection(bytes.view(table, shape.section, 'the section table', shape.section), 0, shape)
  // More sections than the header can say are counted in the first one.
  const all = count === 0 ? first.size : count
  if (all > MOST_SECTIONS) bytes.fail(`There are ${all} sections, expected at most ${MOST_SECTIONS}`)
  const view = bytes.view(table, all * entry, 'the section table', MOST_TABLE)
  return Array.from({ length: all }, (_, index) => rawSection(view, index * entry, shape))
}

function rawSection(view: DataView, at: number, { wide: is64, littleEndian }: Shape): RawSection {
  const u32 = (offset: number) => view.getUint32(at + offset, littleEndian)
  if (!is64) {
    return { name: u32(0), type: u32(4), flags: u32(8), address: u32(12), offset: u32(16), size: u32(20), link: u32(24), entrySize: u32(36) }
  }
  const u64 = (offset: number) => wide(view, at + offset, littleEndian)
  return { name: u32(0), type: u32(4), flags: u64(8), address: u64(16), offset: u64(24), size: u64(32), link: u32(40), entrySize: u64(56) }
}

function namesOf(bytes: ObjectBytes, sections: readonly RawSection[], index: number): Uint8Array {
  const names = sections[index === EXTENDED ? (sections[0]?.link ?? 0) : index]
  return names && names.type !== EMPTY ? bytes.read(names.offset, names.size, 'the names of the sections', MOST_TABLE) : new Uint8Array()
}

function describe({ type, flags, address, offset, size }: RawSection, name: string): ObjectSection {
  const word = TYPES[type] ?? `0x${type.toString(16)}`
  // The flags of interest are the lowest bits; numbers of 64 bits are rounded only above.
  const has = (flag: number) => Math.floor(flags / flag) % 2 === 1
  return {
    name: name === '' && type === 0 ? 'NULL' : name, type: word, address, offset, size, isEmpty: type === EMPTY || type === 0,
    holds: contentOfSection(word, has(EXECUTABLE), has(ALLOCATED), name),
  }
}

/** What a section holds, told from its type in the words of `readelf`, and whether it is executable and loaded. */
export function contentOfSection(type: string, isExecutable: boolean, isLoaded: boolean, name: string): ObjectSection['holds'] {
  if (/^\.(debug|zdebug|stab|eh_frame|gnu_debug)/.test(name)) return 'debug'
  if (type === 'SYMTAB' || type === 'DYNSYM' || type === 'STRTAB') return 'symbols'
  if (['RELA', 'REL', 'DYNAMIC', 'RELR'].includes(type) || name.startsWith('.got') || name.startsWith('.plt')) return 'links'
  if (isExecutable) return 'code'
  return isLoaded && (type === 'PROGBITS' || type === 'NOBITS') ? 'data' : 'other'
}

const KINDS: Readonly<Record<number, ObjectSymbol['kind']>> = { 1: 'object', 2: 'function', 10: 'function' }

/** Those of the full table; of a stripped file the ones that others can see. */
function readSymbols(bytes: ObjectBytes, shape: Shape, sections: readonly RawSection[]): { readonly symbols: ObjectSymbol[], readonly notes: string[] } {
  const table = sections.find(({ type }) => type === SYMBOLS) ?? sections.find(({ type }) => type === DYNAMIC_SYMBOLS)
  if (!table) return { symbols: [], notes: ['The file has no symbols: what its code is cannot be told.'] }
  const notes = table.type === SYMBOLS ? [] : ['The file was stripped: only the symbols that other files may use are left.']
  const strings = sections[table.link]
  const names = strings ? bytes.read(strings.offset, strings.size, 'the names of the symbols', MOST_TABLE) : new Uint8Array()
  const view = bytes.view(table.offset, table.size, 'the table of symbols', MOST_TABLE)
  const count = Math.floor(table.size / shape.symbol)
  const { littleEndian } = shape
  const symbols: ObjectSymbol[] = []
  for (let index = 1; index < count; index++) {
    const at = index * shape.symbol
    const [info, section] = shape.wide ? [view.getUint8(at + 4), view.getUint16(at + 6, littleEndian)] : [view.getUint8(at + 12), view.getUint16(at + 14, littleEndian)]
    symbols.push({
      name: textAt(names, view.getUint32(at, littleEndian)),
      kind: KINDS[info & 15] ?? 'other',
      address: shape.wide ? wide(view, at + 8, littleEndian) : view.getUint32(at + 4, littleEndian),
      size: shape.wide ? wide(view, at + 16, littleEndian) : view.getUint32(at + 8, littleEndian),
      section: section === 0 || section >= RESERVED || section >= sections.length ? -1 : section,
    })
  }
  return { symbols, notes }
}
