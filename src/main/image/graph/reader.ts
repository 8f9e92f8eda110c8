/**
 * Reads a graph that a `GraphWriter` wrote. A record, and a text, is read when something first refers to it, and of the file the pages around it. Objects that may refer to themselves are
 * made empty first and filled later, so that rings close and long chains need no deep stack. Damaged bytes throw `ImageError`.
 */
import type { KeywordSorters } from '../../julia/runtime/definitions'
import type { Module } from '../../julia/worlds/module'
import type { World } from '../../julia/worlds/world'
import { ByteReader, ImageError } from '../bytes'
import type { Section } from '../container'
import type { ValueOrigins } from './external-values'
import { TABLES, type HeapValue, type Rows, type TableName } from './tables'

/** Deeper than any type or quoted expression goes: a record that needs itself to be read is refused there, before the stack of the machine ends. */
const DEEPEST = 1000

export interface ReaderScope {
  readonly world: World
  readonly sorters: KeywordSorters
  /** A root module of others by its id; undefined if it is not loaded. */
  readonly rootModule: (id: string) => Module | undefined
  /** Where values that are read can be found again by images that are written later. */
  readonly origins?: ValueOrigins | undefined
  /** The id of the root module whose image this is; undefined for one that nobody refers to by its records. */
  readonly root?: string | undefined
  /** A system image: trusted, its code holds as it is, and most of it is never looked at. */
  readonly isWhole?: boolean
}

/** Sections by name: of a container that is open, or bytes that were read before. */
export type StoredSections = Pick<ReadonlyMap<string, Pick<Section, 'length' | 'range'> | Uint8Array>, 'get'>

/** Records by number: their count, where each begins, then the records. */
class StoredTable {
  readonly count: number
  readonly rows: unknown[] = []
  private readonly first: number

  constructor(private readonly name: string, private readonly section: Pick<Section, 'length' | 'range'>) {
    this.count = new DataView(Uint8Array.from(section.range(0, OFFSET_BYTES)).buffer).getUint32(0, true)
    this.first = OFFSET_BYTES * (1 + this.count)
    if (this.first > section.length) throw new ImageError(`${this.count} records do not fit into section "${name}"`)
  }

  /** Undefined if there is no such record. */
  bytes(id: number): Uint8Array | undefined {
    if (id >= this.count) return undefined
    const isLast = id === this.count - 1
    const at = OFFSET_BYTES * (1 + id)
    const offsets = new ByteReader(this.section.range(at, at + OFFSET_BYTES * (isLast ? 1 : 2)))
    const begin = this.first + offsets.uint32()
    const end = isLast ? this.section.length : this.first + offsets.uint32()
    if (begin > end || end > this.section.length) throw new ImageError(`a record of "${this.name}" lies outside of its section`)
    return this.section.range(begin, end)
  }
}

const OFFSET_BYTES = 4
const decoder = new TextDecoder('utf-8', { fatal: true })

function sectionOf(bytes: Uint8Array): Pick<Section, 'length' | 'range'> {
  return {
    length: bytes.length,
    range: (from, to) => {
      if (to > bytes.length) throw new ImageError(`${to - bytes.length} bytes are missing at byte ${from} of ${bytes.length}`)
      return bytes.subarray(from, to)
    },
  }
}

export class GraphReader {
  /** The record that is being read. */
  in: ByteReader
  private readonly texts: StoredTable
  /** Opened when something first refers to them. */
  private readonly tables = new Map<TableName, StoredTable>()
  private readonly deferredTypes: (() => void)[] = []
  private readonly deferred: (() => void)[] = []
  private depth = 0

  constructor(
    private readonly sections: StoredSections,
    readonly scope: ReaderScope,
  ) {
    this.in = new ByteReader(new Uint8Array())
    this.texts = this.open('texts')
    const { origins, root } = scope
    if (root !== undefined) origins?.addImage(root, (record) => this.row('values', record))
  }

  private section(name: string): Pick<Section, 'length' | 'range'> {
    const found = this.sections.get(name)
    if (found === undefined) throw new ImageError(`there is no section "${name}"`)
    return found instanceof Uint8Array ? sectionOf(found) : found
  }

  private open(name: string): StoredTable {
    return new StoredTable(name, this.section(name))
  }

  private table(name: TableName): StoredTable {
    let table = this.tables.get(name)
    if (table === undefined) {
      table = this.open(name)
      this.tables.set(name, table)
    }
    return table
  }

  text(): string {
    const id = this.in.natural()
    const known = this.texts.rows[id]
    if (typeof known === 'string') return known
    const bytes = this.texts.bytes(id)
    if (bytes === undefined) throw new ImageError(`there is no text ${id}`)
    try {
      const text = decoder.decode(bytes)
      this.texts.rows[id] = text
      return text
    } catch {
      throw new ImageError(`text ${id} is no UTF-8`)
    }
  }

  /** What a reference names, read now if it was not yet. */
  ref<Name extends TableName>(name: Name): Rows[Name] {
    return this.row(name, this.in.natural())
  }

  /** The same, but read only when it is asked for; and how many bytes it takes. */
  later<Name extends TableName>(name: Name): { readonly read: () => Rows[Name], readonly bytes: () => number } {
    const id = this.in.natural()
    return { read: () => this.row(name, id), bytes: () => this.table(name).bytes(id)?.length ?? 0 }
  }

  /** How many records a table has. */
  count(name: TableName): number {
    return this.table(name).count
  }

  /** What comes next in this record, read only when it is asked for. The record has to end with it. */
  rest<T>(read: (from: GraphReader) => T): () => T {
    const bytes = this.in
    const { at } = bytes
    return () => {
      bytes.at = at
      return this.within(bytes, () => read(this))
    }
  }

  row<Name extends TableName>(name: Name, id: number): Rows[Name] {
    const table = this.table(name)
    const known = table.rows[id]
    if (known !== undefined) return known as Rows[Name]
    const bytes = table.bytes(id)
    if (bytes === undefined) throw new ImageError(`there is no record ${id} of "${name}"`)
    const made = this.within(new ByteReader(bytes), () => TABLES[name].read(this, (row) => {
      table.rows[id] = row
    }))
    table.rows[id] = made
    const { origins, root } = this.scope
    if (name === 'values' && root !== undefined) origins?.note(made as HeapValue, root, id)
    return made
  }

  /** Reads other bytes, then goes on with these; what was put off is done before the outermost returns. */
  private within<T>(bytes: ByteReader, read: () => T): T {
    if (this.depth > DEEPEST) throw new ImageError(`records need one another more than ${DEEPEST} deep`)
    const before = this.in
    this.in = bytes
    this.depth++
    try {
      const made = read()
      if (this.depth === 1) this.catchUp()
      return made
    } finally {
      this.depth--
      this.in = before
    }
  }

  private catchUp(): void {
    this.completeTypes()
    for (let at = 0; at < this.deferred.length; at++) {
      this.deferred[at]?.()
      this.completeTypes()
    }
    this.deferred.length = 0
  }

  /** Types that were begun get all that they have: for who asks for a supertype or a field before the record that is read has ended. */
  completeTypes(): void {
    for (let next = this.deferredTypes.shift(); next !== undefined; next = this.deferredTypes.shift()) next()
  }

  /** Puts off what comes next in this record. Types are completed before any value is filled: values may ask for their fields. */
  defer(read: () => void, what: 'type' | 'content' = 'content'): void {
    const bytes = this.in
    const queue = what === 'type' ? this.deferredTypes : this.deferred
    queue.push(() => {
      const before = this.in
      this.in = bytes
      try {
        read()
      } finally {
        this.in = before
      }
    })
  }

  /** Goes on with bytes that were begun, after all that was put off is done. */
  resume<T>(bytes: ByteReader, read: (from: GraphReader) => T): T {
    return this.within(bytes, () => read(this))
  }

  /** Reads the root. */
  root<T>(read: (from: GraphReader) => T): T {
    const section = this.section('root')
    return this.within(new ByteReader(section.range(0, section.length)), () => read(this))
  }
}
