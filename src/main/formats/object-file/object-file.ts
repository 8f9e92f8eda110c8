/**
 * What is read of a library or program of any system: its sections and its symbols. Parts are read as they are needed, for images have
 * hundreds of megabytes. Code, relocations and what the linker needs are left out.
 */
import { UserError } from '../../../shared/errors'
import type { ByteSource } from '../../image/container'

export interface ObjectSection {
  readonly name: string
  /** In the words of the tool that lists them (`readelf`, `otool`, `dumpbin`): `PROGBITS`. */
  readonly type: string
  readonly address: number
  /** In the file. */
  readonly offset: number
  /** In memory. */
  readonly size: number
  /** It takes no bytes of the file. */
  readonly isEmpty: boolean
  readonly holds: 'code' | 'data' | 'debug' | 'symbols' | 'links' | 'other'
}

export interface ObjectSymbol {
  readonly name: string
  readonly kind: 'function' | 'object' | 'other'
  readonly address: number
  readonly size: number
  /** Position in `sections`; -1 where it is another file's or of none. */
  readonly section: number
}

export interface ObjectFile {
  readonly format: 'ELF' | 'Mach-O' | 'PE'
  /** `x86_64`, `aarch64`; a number where it is not known. */
  readonly machine: string
  readonly littleEndian: boolean
  readonly pointerSize: 4 | 8
  /** In the order of the file. */
  readonly sections: readonly ObjectSection[]
  readonly symbols: readonly ObjectSymbol[]
  /** Sizes of symbols are distances to the next: the format does not hold any. */
  readonly guessesSizes: boolean
  readonly notes: readonly string[]
}

/** What a reader asks of the file; a request outside of it is bad input. */
export class ObjectBytes {
  constructor(private readonly source: ByteSource, readonly name: string) {}

  get length(): number {
    return this.source.length
  }

  /** @param most bytes that may be read at once. @throws UserError where they are not there, or too many. */
  read(from: number, size: number, what: string, most: number): Uint8Array {
    const end = from + size
    if (!Number.isSafeInteger(end) || from < 0 || size < 0 || end > this.source.length) {
      this.fail(`${capital(what)} should be ${size} bytes at byte ${from}, but the file has ${this.source.length}`)
    }
    if (size > most) this.fail(`${capital(what)} has ${size} bytes, expected at most ${most}`)
    return this.source.read(from, end)
  }

  view(from: number, size: number, what: string, most: number): DataView {
    const bytes = this.read(from, size, what, most)
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  fail(found: string): never {
    throw new UserError('bad-input', found, { where: this.name })
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Above that a table is damaged, not large. */
export const MOST_SECTIONS = 100_000
/** Bytes of a table of symbols or names: several million symbols. */
export const MOST_TABLE = 200_000_000

const utf8 = new TextDecoder()

/** The text that begins at `at` and that a zero ends; '' outside of the table. */
export function textAt(table: Uint8Array, at: number): string {
  if (at >= table.length) return ''
  const end = table.indexOf(0, at)
  return utf8.decode(table.subarray(at, end < 0 ? table.length : end))
}

/** A number of 64 bits; beyond 2^53 it is rounded, and nothing has such a place. */
export function wide(view: DataView, at: number, littleEndian: boolean): number {
  const [low, high] = littleEndian ? [at, at + 4] : [at + 4, at]
  return view.getUint32(high, littleEndian) * 2 ** 32 + view.getUint32(low, littleEndian)
}

/** Sizes for symbols of formats that have none: to the next symbol of the section, or to its end. Those at one address are all as long. */
export function sizedByNext(symbols: readonly ObjectSymbol[], sections: readonly ObjectSection[]): ObjectSymbol[] {
  const ends = new Map<number, number[]>()
  for (const { section, address } of symbols) {
    const known = ends.get(section)
    if (known) known.push(address)
    else ends.set(section, [address])
  }
  const next = new Map<string, number>()
  for (const [section, starts] of ends) {
    const owner = sections[section]
    if (!owner) continue
    const sorted = [...new Set(starts)].sort((a, b) => a - b)
    for (const [index, start] of sorted.entries()) next.set(`${section} ${start}`, Math.max(0, Math.min(sorted[index + 1] ?? Number.POSITIVE_INFINITY, owner.address + owner.size) - start))
  }
  return symbols.map((symbol) => ({ ...symbol, size: next.get(`${symbol.section} ${symbol.address}`) ?? 0 }))
}
