/**
 * What `readelf -SW` and `readelf -sW` print of an image: its sections and its functions, for images on machines that one does not sit at.
 * Both tables of one file are taken as one image. Other tables of `readelf` are left out, and the full table of symbols comes before
 * the one for the linker.
 */
import type { TextFormat } from '../format'
import type { Lines } from '../lines'
import type { ObjectSymbol } from '../object-file/object-file'
import { contentOfSection } from '../object-file/elf'
import { SECTION_KINDS } from './describe-object'
import { ImageRows } from '../../../shared/profile/image-rows'
import { addNativeCode } from './native-code'

const SECTIONS_BEGIN = /^(?:There are \d+ section headers, starting at offset 0x[0-9a-f]+:?|Section Headers:)\s*$/
const SYMBOLS_BEGIN = /^Symbol table '([^']+)' contains (\d+) entr(?:y|ies):\s*$/
const SECTION = /^\s*\[\s*(\d+)\] (\S*)\s+([A-Z][A-Z0-9_]*(?: SECTION INDICES)?|[0-9a-f]{8}: <unknown>|LOOS\+\S+)\s+([0-9a-f]{8}|[0-9a-f]{16})\s+([0-9a-f]{6,})\s+([0-9a-f]{6,})\s+[0-9a-f]{2,}\s+([A-Za-z]*)\s/
const SYMBOL = /^\s*(\d+): ([0-9a-f]{8,16})\s+(\d+|0x[0-9a-f]+) (\w+)\s+\w+\s+\w+\s+(?:\[[^\]]*\]\s*)?(\w+)(?: (.*))?$/
const SECTION_TITLES = /^\s*\[Nr\] Name\s|^Section Headers:\s*$|^Key to Flags:|^ {2}[A-Za-z] \(|^ {2}[a-z] \(/
const SYMBOL_TITLES = /^\s+Num:\s+Value\s/
const FILE = /^File: (.+)$/

interface Read {
  readonly sections: { name: string, type: string, size: number, flags: string }[]
  readonly tables: Map<string, ObjectSymbol[]>
  file: string
}

export const readelfText: TextFormat = {
  id: 'readelf',
  title: 'readelf -SW and readelf -sW of an image',
  marks: ['section headers, starting at', 'Section Headers:', 'Symbol table \''],
  begins: (lines, at) => SECTIONS_BEGIN.test(lines.at(at)) || SYMBOLS_BEGIN.test(lines.at(at)),
  read(lines, at, { builder, source, command }) {
    const read: Read = { sections: [], tables: new Map(), file: at > 0 ? (FILE.exec(lines.at(at - 1))?.[1] ?? '') : '' }
    let end = at
    for (let next = readTable(lines, at, read); next > end; next = readTable(lines, nextLine(lines, next), read)) end = next
    const functions = (read.tables.get('.symtab') ?? [...read.tables.values()][0] ?? []).filter(({ kind, section }) => kind === 'function' && section >= 0)
    if (read.sections.length === 0 && functions.length === 0) return at
    const rows = new ImageRows({ builder, source, format: 'readelf', tool: 'readelf', julia: '', command, firstLine: at + 1, lastLine: end })
    const asked = /readelf .*?(\S+)\s*$/.exec(command)?.[1] ?? ''
    const path = read.file || asked
    const inFile = read.sections.filter(({ type }) => type !== 'NOBITS').reduce((sum, { size }) => sum + size, 0)
    rows.begin({ name: nameOf(path), kind: 'sysimage', path, ...(inFile > 0 && { bytes: inFile }) })
    for (const { name, type, size, flags } of read.sections) {
      if (type !== 'NULL') rows.add('imageSections', { name, kind: SECTION_KINDS[contentOfSection(type, flags.includes('X'), flags.includes('A'), name)], bytes: size })
    }
    addNativeCode(rows, builder, functions, new Map())
    if (read.sections.length > 0) rows.note('The size of the image is that of its sections: readelf does not say how large the file is.')
    return end
  },
}

function nameOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.(?:so|dylib|dll)$/, '') || 'image'
}

/** The next line that is not blank. */
function nextLine(lines: Lines, at: number): number {
  let next = at
  while (next < lines.length && lines.at(next).trim() === '') next++
  return next
}

/** The line after the table at `at`, or `at` if none begins there. */
function readTable(lines: Lines, at: number, read: Read): number {
  if (at >= lines.length) return at
  const table = SYMBOLS_BEGIN.exec(lines.at(at))
  if (table) return readSymbols(lines, at, table[1] ?? '', read)
  return SECTIONS_BEGIN.test(lines.at(at)) && read.sections.length === 0 ? readSections(lines, at, read) : at
}

function readSections(lines: Lines, at: number, read: Read): number {
  let end = at + 1
  for (let next = end; next < lines.length; next++) {
    const line = lines.at(next)
    if (line.trim() === '') continue
    const [, , name = '', type = '', , , size = '', flags = ''] = sectionOf(line) ?? []
    if (type !== '') read.sections.push({ name, type, size: Number.parseInt(size, 16), flags })
    else if (!SECTION_TITLES.test(line)) break
    end = next + 1
  }
  return end
}

/** The row of the null section has no name. */
function sectionOf(line: string): RegExpExecArray | undefined {
  return SECTION.exec(`${line} `) ?? undefined
}

function readSymbols(lines: Lines, at: number, table: string, read: Read): number {
  const symbols: ObjectSymbol[] = []
  let end = at + 1
  for (; end < lines.length; end++) {
    const line = lines.at(end)
    if (SYMBOL_TITLES.test(line)) continue
    const found = SYMBOL.exec(line)
    if (!found) break
    const [, , value = '', size = '', type = '', section = '', name = ''] = found
    const isFunction = type === 'FUNC' || type === 'IFUNC'
    symbols.push({ name, kind: isFunction ? 'function' : type === 'OBJECT' ? 'object' : 'other', address: Number.parseInt(value, 16), size: Number(size), section: section === 'UND' || section === 'ABS' ? -1 : 0 })
  }
  read.tables.set(table, symbols)
  return end
}
