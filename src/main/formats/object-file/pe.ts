/**
 * PE libraries (Windows), of 32 and 64 bits: sections, and symbols where the linker left them in (COFF), or else what the library exports. The
 * format has no sizes of symbols: each ends where the next of its section begins.
 */
import type { ByteSource } from '../../image/container'
import { MOST_TABLE, ObjectBytes, type ObjectFile, type ObjectSection, type ObjectSymbol, sizedByNext, textAt, wide } from './object-file'

const MACHINES: Readonly<Record<number, string>> = { 0x14c: 'i386', 0x8664: 'x86_64', 0xaa64: 'aarch64' }
/** Where the header says that the real one begins. */
const POINTER = 0x3c
const SIGNATURE = 0x4550
const FILE_HEADER = 24
const SECTION = 40
const SYMBOL = 18
const WIDE = 0x20b
const CODE = 0x20
const EMPTY = 0x80
/** Longer than any name of a symbol. */
const MOST_NAME = 4096
const MOST_EXPORTS = 1_000_000

function signatureAt(bytes: Uint8Array): number {
  if (bytes.length < POINTER + 4 || bytes[0] !== 0x4d || bytes[1] !== 0x5a) return -1
  const at = new DataView(bytes.buffer, bytes.byteOffset).getUint32(POINTER, true)
  return at + 4 <= bytes.length && new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true) === SIGNATURE ? at : -1
}

export function isPe(beginning: Uint8Array): boolean {
  return signatureAt(beginning) >= 0
}

/** @throws UserError where the file is cut off or its tables cannot be. */
export function readPe(source: ByteSource, name: string): ObjectFile {
  const bytes = new ObjectBytes(source, name)
  const at = signatureAt(bytes.read(0, Math.min(4096, source.length), 'the beginning', 4096))
  if (at < 0) bytes.fail('The file does not begin as a PE file does')
  const header = bytes.view(at, FILE_HEADER, 'the PE header', FILE_HEADER)
  const [machine, count, table, entries, optional] = [header.getUint16(4, true), header.getUint16(6, true), header.getUint32(12, true), header.getUint32(16, true), header.getUint16(20, true)]
  const options = bytes.view(at + FILE_HEADER, optional, 'the optional header', 0xffff)
  const isWide = optional >= 2 && options.getUint16(0, true) === WIDE
  const base = optional < 32 ? 0 : isWide ? wide(options, 24, true) : options.getUint32(28, true)
  const strings = table === 0 ? new Uint8Array() : stringTable(bytes, table + entries * SYMBOL)
  const sections = readSections(bytes, at + FILE_HEADER + optional, count, strings, base)
  const coff = table === 0 ? [] : readSymbols(bytes, { table, entries, strings }, sections)
  const directory = isWide ? 112 : 96
  const exported = coff.length > 0 || optional < directory + 8 ? [] : readExports(bytes, options.getUint32(directory, true), sections, base)
  return {
    format: 'PE', machine: MACHINES[machine] ?? String(machine), littleEndian: true, pointerSize: isWide ? 8 : 4, sections, symbols: sizedByNext([...coff, ...exported], sections),
    guessesSizes: true, notes: coff.length > 0 ? [] : ['The file has no symbols but those that it exports: what its code is cannot be told.'],
  }
}

/** Its first number is its length, with itself. */
function stringTable(bytes: ObjectBytes, at: number): Uint8Array {
  if (at + 4 > bytes.length) return new Uint8Array()
  const size = bytes.view(at, 4, 'the names', 4).getUint32(0, true)
  return bytes.read(at, Math.max(4, size), 'the names of the symbols', MOST_TABLE)
}

function readSections(bytes: ObjectBytes, at: number, count: number, strings: Uint8Array, base: number): ObjectSection[] {
  const view = bytes.view(at, count * SECTION, 'the section table', MOST_TABLE)
  return Array.from({ length: count }, (_, index): ObjectSection => {
    const from = index * SECTION
    const u32 = (offset: number) => view.getUint32(from + offset, true)
    const short = textAt(new Uint8Array(view.buffer, view.byteOffset + from, 8), 0)
    const name = /^\/\d+$/.test(short) ? textAt(strings, Number(short.slice(1))) : short
    const [size, raw, flags] = [u32(8), u32(16), u32(36)]
    const isDebug = /^\.(?:debug|eh_frame|pdata|xdata)/.test(name)
    return {
      name, type: `0x${flags.toString(16)}`, address: base + u32(12), offset: u32(20), size: size === 0 ? raw : size, isEmpty: raw === 0 || (flags & EMPTY) !== 0,
      holds: isDebug ? 'debug' : (flags & CODE) !== 0 ? 'code' : /^\.(?:idata|edata|reloc)/.test(name) ? 'links' : 'data',
    }
  })
}

function readSymbols(bytes: ObjectBytes, { table, entries, strings }: { table: number, entries: number, strings: Uint8Array }, sections: readonly ObjectSection[]): ObjectSymbol[] {
  const view = bytes.view(table, entries * SYMBOL, 'the table of symbols', MOST_TABLE)
  const symbols: ObjectSymbol[] = []
  for (let index = 0; index < entries; index++) {
    const at = index * SYMBOL
    const isLong = view.getUint32(at, true) === 0
    const name = isLong ? textAt(strings, view.getUint32(at + 4, true)) : textAt(new Uint8Array(view.buffer, view.byteOffset + at, 8), 0)
    const section = view.getInt16(at + 12, true) - 1
    const owner = sections[section]
    // Entries that explain the one before stand behind it.
    index += view.getUint8(at + 17)
    if (!owner || name === owner.name) continue
    symbols.push({ name, kind: owner.holds === 'code' ? 'function' : 'object', address: owner.address + view.getUint32(at + 8, true), size: 0, section })
  }
  return symbols
}

function readExports(bytes: ObjectBytes, at: number, sections: readonly ObjectSection[], base: number): ObjectSymbol[] {
  const indexOf = (address: number) => sections.findIndex((one) => address >= one.address && address < one.address + one.size)
  const inFile = (relative: number): number => {
    const owner = sections[indexOf(base + relative)]
    return owner && !owner.isEmpty ? owner.offset + base + relative - owner.address : bytes.fail(`An export lies at 0x${relative.toString(16)}, which is in no section`)
  }
  if (at === 0) return []
  const directory = bytes.view(inFile(at), 40, 'the exports', 40)
  const count = directory.getUint32(24, true)
  if (count > MOST_EXPORTS) bytes.fail(`There are ${count} exports, expected at most ${MOST_EXPORTS}`)
  if (count === 0) return []
  const addresses = bytes.view(inFile(directory.getUint32(28, true)), directory.getUint32(20, true) * 4, 'the exports', MOST_TABLE)
  const names = bytes.view(inFile(directory.getUint32(32, true)), count * 4, 'the exports', MOST_TABLE)
  const ordinals = bytes.view(inFile(directory.getUint32(36, true)), count * 2, 'the exports', MOST_TABLE)
  return Array.from({ length: count }, (_, index): ObjectSymbol => {
    const nameAt = inFile(names.getUint32(index * 4, true))
    const name = textAt(bytes.read(nameAt, Math.min(MOST_NAME, bytes.length - nameAt), 'the name of an export', MOST_NAME), 0)
    const ordinal = ordinals.getUint16(index * 2, true)
    const address = base + (ordinal * 4 + 4 <= addresses.byteLength ? addresses.getUint32(ordinal * 4, true) : 0)
    const section = indexOf(address)
    return { name, kind: sections[section]?.holds === 'code' ? 'function' : 'object', address, size: 0, section }
  })
}
