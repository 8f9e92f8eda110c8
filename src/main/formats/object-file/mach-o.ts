/**
 * Mach-O libraries (macOS), of 32 and 64 bits: sections and symbols. The format has no sizes of symbols: each ends where the next of its section
 * begins. Files for several processors in one (`lipo`) are left out, and so are files of the other byte order, which no Julia runs on.
 */
import type { ByteSource } from '../../image/container'
import { MOST_TABLE, ObjectBytes, type ObjectFile, type ObjectSection, type ObjectSymbol, sizedByNext, textAt, wide } from './object-file'

const MAGIC_64 = 0xfeedfacf
const MAGIC_32 = 0xfeedface
const MACHINES: Readonly<Record<number, string>> = { 7: 'i386', 0x01000007: 'x86_64', 12: 'arm', 0x0100000c: 'aarch64' }
const SEGMENT = { 32: 0x1, 64: 0x19 } as const
const SYMBOLS = 0x2
/** Bytes of all commands; a file has some thousands. */
const MOST_COMMANDS = 1_000_000
const INSTRUCTIONS = 0x8000_0400
/** Types of sections that take no bytes of the file. */
const EMPTY = new Set([0x1, 0xc, 0x12])

function magicOf(bytes: Uint8Array): number {
  return bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)
}

export function isMachO(bytes: Uint8Array): boolean {
  return magicOf(bytes) === MAGIC_64 || magicOf(bytes) === MAGIC_32
}

interface Shape {
  readonly bits: 32 | 64
  /** Bytes of the command of a segment, of a section in it, and of a symbol. */
  readonly segment: number
  readonly section: number
  readonly symbol: number
}

/** @throws UserError where the file is cut off or its tables cannot be. */
export function readMachO(source: ByteSource, name: string): ObjectFile {
  const bytes = new ObjectBytes(source, name)
  const shape: Shape = magicOf(bytes.read(0, 4, 'the Mach-O header', 4)) === MAGIC_64 ? { bits: 64, segment: 72, section: 80, symbol: 16 } : { bits: 32, segment: 56, section: 68, symbol: 12 }
  const headerSize = shape.bits === 64 ? 32 : 28
  const header = bytes.view(0, headerSize, 'the Mach-O header', headerSize)
  const commands = bytes.view(headerSize, header.getUint32(20, true), 'the load commands', MOST_COMMANDS)
  const sections: ObjectSection[] = []
  let table: { readonly at: number, readonly count: number, readonly names: number, readonly namesSize: number } | undefined
  let at = 0
  for (let left = header.getUint32(16, true); left > 0 && at + 8 <= commands.byteLength; left--) {
    const [command, size] = [commands.getUint32(at, true), commands.getUint32(at + 4, true)]
    if (size < 8 || at + size > commands.byteLength) bytes.fail(`A load command at byte ${headerSize + at} has ${size} bytes`)
    const view = new DataView(commands.buffer, commands.byteOffset + at, size)
    if (command === SEGMENT[shape.bits] && size >= shape.segment) sections.push(...readSections(view, shape))
    if (command === SYMBOLS && size >= 24) table = { at: view.getUint32(8, true), count: view.getUint32(12, true), names: view.getUint32(16, true), namesSize: view.getUint32(20, true) }
    at += size
  }
  const symbols = table ? readSymbols(bytes, shape, table, sections) : []
  const machine = header.getUint32(4, true)
  return {
    format: 'Mach-O', machine: MACHINES[machine] ?? String(machine), littleEndian: true, pointerSize: shape.bits === 64 ? 8 : 4, sections,
    symbols: sizedByNext(symbols, sections), guessesSizes: true, notes: table ? [] : ['The file has no symbols: what its code is cannot be told.'],
  }
}

function fixedText(view: DataView, at: number): string {
  return textAt(new Uint8Array(view.buffer, view.byteOffset + at, 16), 0)
}

function readSections(command: DataView, { bits, segment, section }: Shape): ObjectSection[] {
  const count = command.getUint32(bits === 64 ? 64 : 48, true)
  const fits = Math.floor((command.byteLength - segment) / section)
  return Array.from({ length: Math.min(count, fits) }, (_, index): ObjectSection => {
    const at = segment + index * section
    const [name, owner] = [fixedText(command, at), fixedText(command, at + 16)]
    const u32 = (offset: number) => command.getUint32(at + offset, true)
    const place = bits === 64
      ? { address: wide(command, at + 32, true), size: wide(command, at + 40, true), offset: u32(48), flags: u32(64) }
      : { address: u32(32), size: u32(36), offset: u32(40), flags: u32(56) }
    const type = place.flags & 0xff
    const isCode = (place.flags & INSTRUCTIONS) !== 0
    return {
      name: `${owner},${name}`, type: `0x${type.toString(16)}`, address: place.address, offset: place.offset, size: place.size, isEmpty: EMPTY.has(type),
      holds: owner === '__DWARF' ? 'debug' : name === '__eh_frame' || name === '__unwind_info' ? 'debug' : isCode ? 'code' : /(?:_ptr|__got|__stubs)$/.test(name) ? 'links' : 'data',
    }
  })
}

/** Entries of debuggers are passed over. */
const DEBUGGER = 0xe0
const TYPE = 0x0e
const IN_SECTION = 0x0e

function readSymbols(bytes: ObjectBytes, shape: Shape, table: { readonly at: number, readonly count: number, readonly names: number, readonly namesSize: number }, sections: readonly ObjectSection[]): ObjectSymbol[] {
  const names = bytes.read(table.names, table.namesSize, 'the names of the symbols', MOST_TABLE)
  const view = bytes.view(table.at, table.count * shape.symbol, 'the table of symbols', MOST_TABLE)
  const symbols: ObjectSymbol[] = []
  for (let index = 0; index < table.count; index++) {
    const at = index * shape.symbol
    const type = view.getUint8(at + 4)
    if ((type & DEBUGGER) !== 0) continue
    const section = (type & TYPE) === IN_SECTION ? view.getUint8(at + 5) - 1 : -1
    const kind = sections[section]?.holds === 'code' ? 'function' : section >= 0 ? 'object' : 'other'
    const address = shape.bits === 64 ? wide(view, at + 8, true) : view.getUint32(at + 8, true)
    symbols.push({ name: textAt(names, view.getUint32(at, true)), kind, address, size: 0, section: section < sections.length ? section : -1 })
  }
  return symbols
}
