/**
 * Reads a graph that a `GraphWriter` wrote. A record is read when something first refers to it. Objects that may refer to themselves are
 * made empty first and filled later, so that rings close and long chains need no deep stack. Damaged bytes throw `ImageError`.
 */
import type { KeywordSorters } from '../../julia/runtime/definitions'
import type { Module } from '../../julia/worlds/module'
import type { World } from '../../julia/worlds/world'
import { ByteReader, ImageError } from '../bytes'
import { TABLES, type Rows, type TableName } from './tables'

/** Deeper than any type or quoted expression goes: a record that needs itself to be read is refused there, before the stack of the machine ends. */
const DEEPEST = 1000

export interface ReaderScope {
  readonly world: World
  readonly sorters: KeywordSorters
  /** A root module of others by its id; undefined if it is not loaded. */
  readonly rootModule: (id: string) => Module | undefined
  /** A system image: trusted, its code holds as it is, and most of it is never looked at. */
  readonly isWhole?: boolean
}

interface TableReader {
  readonly bytes: Uint8Array
  readonly offsets: readonly number[]
  readonly rows: unknown[]
}

export class GraphReader {
  /** The record that is being read. */
  in: ByteReader
  private readonly texts: readonly string[]
  /** Opened when something first refers to them. */
  private readonly tables = new Map<TableName, TableReader>()
  private readonly deferredTypes: (() => void)[] = []
  private readonly deferred: (() => void)[] = []
  private depth = 0

  constructor(
    private readonly sections: Pick<ReadonlyMap<string, Uint8Array>, 'get'>,
    readonly scope: ReaderScope,
  ) {
    this.in = this.section('texts')
    this.texts = Array.from({ length: this.in.count() }, () => this.in.text())
  }

  private section(name: string): ByteReader {
    const bytes = this.sections.get(name)
    if (bytes === undefined) throw new ImageError(`there is no section "${name}"`)
    return new ByteReader(bytes)
  }

  private table(name: TableName): TableReader {
    let table = this.tables.get(name)
    if (table === undefined) {
      table = this.openTable(name)
      this.tables.set(name, table)
    }
    return table
  }

  private openTable(name: TableName): TableReader {
    const reader = this.section(name)
    const count = reader.count()
    const offsets: number[] = []
    let last = 0
    for (let at = 0; at < count; at++) {
      last += reader.natural()
      offsets.push(last)
    }
    const bytes = reader.raw(reader.rest)
    if (last > bytes.length) throw new ImageError(`a record of "${name}" begins behind its section`)
    return { bytes, offsets, rows: [] }
  }

  text(): string {
    const id = this.in.natural()
    const found = this.texts[id]
    if (found === undefined) throw new ImageError(`there is no text ${id}`)
    return found
  }

  /** What a reference names, read now if it was not yet. */
  ref<Name extends TableName>(name: Name): Rows[Name] {
    return this.row(name, this.in.natural())
  }

  /** The same, but read only when it is asked for. */
  later<Name extends TableName>(name: Name): () => Rows[Name] {
    const id = this.in.natural()
    return () => this.row(name, id)
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

  /** How many records a table has. */
  count(name: TableName): number {
    return this.table(name).offsets.length
  }

  row<Name extends TableName>(name: Name, id: number): Rows[Name] {
    const table = this.table(name)
    const offset = table.offsets[id]
    if (offset === undefined) throw new ImageError(`there is no record ${id} of "${name}"`)
    if (table.rows[id] !== undefined) return table.rows[id] as Rows[Name]
    const bytes = new ByteReader(table.bytes.subarray(offset, table.offsets[id + 1] ?? table.bytes.length))
    const made = this.within(bytes, () => TABLES[name].read(this, (row) => {
      table.rows[id] = row
    }))
    table.rows[id] = made
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

  private completeTypes(): void {
    for (let at = 0; at < this.deferredTypes.length; at++) this.deferredTypes[at]?.()
    this.deferredTypes.length = 0
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
    return this.within(this.section('root'), () => read(this))
  }
}
