/**
 * Writes a graph of objects: every object that something refers to is a record of its kind's table, written once, and is referred to by
 * its number. What belongs to the package itself is written whole; of what belongs to others only how to find it again.
 */
import type { CodeInstance } from '../../julia/worlds/method'
import type { TypeName } from '../../julia/types/type'
import type { Module } from '../../julia/worlds/module'
import type { World } from '../../julia/worlds/world'
import { ByteWriter } from '../bytes'
import type { KeywordSorters } from '../../julia/runtime/definitions'
import { ExternalValues, type ValueOrigins } from './external-values'
import type { StoredTable } from './function-tables'
import { TABLES, type Rows, type TableName } from './tables'

/** What of a piece of code is kept. */
interface Kept {
  readonly inferred: boolean
  readonly native: boolean
}

export interface WriterScope {
  readonly world: World
  readonly sorters: KeywordSorters
  /** Whether a module is part of what is written. */
  readonly owns: (module: Module) => boolean
  /** Root modules of others, in which values may be found again by name. */
  readonly others: readonly Module[]
  /** What came out of their images. */
  readonly origins?: ValueOrigins | undefined
  readonly kept: ReadonlyMap<CodeInstance, Kept>
  /** Modules that every session has from the start: only their contents are written. */
  readonly existingModules?: ReadonlySet<Module>
  /** Code goes with the methods and instances that it belongs to, and callers with what they call: a system image. */
  readonly isWhole?: boolean
  /** The types that it has from the start. */
  readonly existingTypes?: ReadonlySet<TypeName>
  /** Of a system image: the method tables, by the type of their functions. */
  readonly tables?: ReadonlyMap<TypeName, StoredTable>
}

class TableWriter {
  readonly ids = new Map<unknown, number>()
  readonly rows: unknown[] = []
  readonly offsets: number[] = []
  readonly bytes = new ByteWriter()
}

export class GraphWriter {
  /** Where the record goes that is being written. */
  out = new ByteWriter()
  readonly externals: ExternalValues
  private readonly texts = new Map<string, number>()
  private readonly tables = new Map(Object.keys(TABLES).map((name) => [name as TableName, new TableWriter()]))
  private readonly pending: { readonly table: TableName, readonly row: unknown }[] = []

  constructor(readonly scope: WriterScope) {
    this.externals = new ExternalValues(scope)
  }

  kept(code: CodeInstance): Kept {
    return this.scope.kept.get(code) ?? { inferred: this.scope.isWhole === true, native: this.scope.isWhole === true }
  }

  text(text: string): void {
    let id = this.texts.get(text)
    if (id === undefined) {
      id = this.texts.size
      this.texts.set(text, id)
    }
    this.out.natural(id)
  }

  /** A reference; the record follows in its time. */
  ref<Name extends TableName>(name: Name, row: Rows[Name]): void {
    const table = this.table(name)
    let id = table.ids.get(row)
    if (id === undefined) {
      id = table.rows.length
      table.ids.set(row, id)
      table.rows.push(row)
      this.pending.push({ table: name, row })
    }
    this.out.natural(id)
  }

  private table(name: TableName): TableWriter {
    const table = this.tables.get(name)
    if (table === undefined) throw new Error(`there is no table ${name}`)
    return table
  }

  /** Bytes of a record, once all is written; 0 if there is none. */
  sizeOf<Name extends TableName>(name: Name, row: Rows[Name]): number {
    const { ids, offsets, bytes } = this.table(name)
    const id = ids.get(row)
    const begin = offsets[id ?? -1]
    return id === undefined || begin === undefined ? 0 : (offsets[id + 1] ?? bytes.length) - begin
  }

  /** What was written into a table, in its order. */
  rowsOf<Name extends TableName>(name: Name): readonly Rows[Name][] {
    return this.table(name).rows as Rows[Name][]
  }

  /** Writes the root, then everything that it leads to. */
  finish(writeRoot: (to: GraphWriter) => void): Map<string, Uint8Array> {
    const root = new ByteWriter()
    this.out = root
    writeRoot(this)
    for (let at = 0; at < this.pending.length; at++) {
      const next = this.pending[at]
      if (next === undefined) break
      const table = this.table(next.table)
      table.offsets.push(table.bytes.length)
      this.out = table.bytes
      TABLES[next.table].write(this, next.row as never)
    }
    const sections = new Map<string, Uint8Array>([['root', root.finish()], ['texts', this.textSection()]])
    for (const [name, { offsets, bytes }] of this.tables) sections.set(name, tableSection(offsets, bytes.finish()))
    return sections
  }

  private textSection(): Uint8Array {
    const bytes = new ByteWriter()
    const offsets: number[] = []
    for (const text of this.texts.keys()) {
      offsets.push(bytes.length)
      bytes.raw(encoder.encode(text))
    }
    return tableSection(offsets, bytes.finish())
  }
}

/** Offsets have one width, so that one record can be found without the others. */
function tableSection(offsets: readonly number[], records: Uint8Array): Uint8Array {
  const section = new ByteWriter()
  section.uint32(offsets.length)
  for (const offset of offsets) section.uint32(offset)
  section.raw(records)
  return section.finish()
}

const encoder = new TextEncoder()
