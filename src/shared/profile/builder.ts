/**
 * Makes a profile row by row. The only place that writes columns: it interns strings and frames, fills what a row leaves
 * out with "none", and refuses a parent that does not stand above its child.
 */
import { splitSignature } from '../signature/split'
import type { ColumnSpec, TableName } from './schema'
import { SCHEMA, TABLE_NAMES } from './schema'
import type { Block, Profile, ProfileMeta, Source, Table } from './tables'

type Cell<Spec extends ColumnSpec> = Spec extends { readonly oneOf: readonly (infer Choice)[] }
  ? Choice
  : Spec extends { readonly refers: 'strings' }
    ? string
    : number

/** A row as an importer gives it: text columns take strings, choice columns take names, all may be left out. */
export type Row<Name extends TableName> = {
  readonly [Column in keyof (typeof SCHEMA)[Name]]?: (typeof SCHEMA)[Name][Column] extends ColumnSpec
    ? Cell<(typeof SCHEMA)[Name][Column]>
    : never
}

/** A block as an importer gives it; the rest has defaults. */
export type NewBlock = Pick<Block, 'part' | 'format' | 'title'> & Partial<Block>

type AnyColumn = Int32Array | Float64Array | Uint8Array

class GrowingColumn {
  /** What stands for a value that a row leaves out. */
  readonly none: number
  /** Positions of the names in a column of choices. */
  readonly choices: ReadonlyMap<string, number> | undefined
  /** Of the table's capacity. */
  data: AnyColumn
  constructor(
    readonly name: string,
    readonly spec: ColumnSpec,
    capacity: number,
  ) {
    this.none = spec.type === 'f64' ? Number.NaN : spec.type === 'u8' ? 0 : -1
    this.choices = spec.oneOf && new Map(spec.oneOf.map((choice, position) => [choice, position]))
    this.data = this.allocate(capacity)
  }
  private allocate(size: number): AnyColumn {
    return this.spec.type === 'f64' ? new Float64Array(size) : this.spec.type === 'u8' ? new Uint8Array(size) : new Int32Array(size)
  }
  grow(capacity: number): void {
    const wider = this.allocate(capacity)
    wider.set(this.data)
    this.data = wider
  }
  finish(length: number): AnyColumn {
    return length === this.data.length ? this.data : this.data.slice(0, length)
  }
}

const FIRST_CAPACITY = 16

class GrowingTable {
  length = 0
  capacity = FIRST_CAPACITY
  readonly columns: readonly GrowingColumn[]
  /** Called when the columns have new arrays. */
  onGrow: (() => void) | undefined
  private readonly byName: ReadonlyMap<string, GrowingColumn>
  constructor(name: TableName) {
    this.columns = Object.entries<ColumnSpec>(SCHEMA[name]).map(([column, spec]) => new GrowingColumn(column, spec, FIRST_CAPACITY))
    this.byName = new Map(this.columns.map((column) => [column.name, column]))
  }
  column(name: string): GrowingColumn {
    const found = this.byName.get(name)
    if (!found) throw new Error(`no column ${name}`)
    return found
  }
  reserve(capacity: number): void {
    if (capacity <= this.capacity) return
    this.capacity = capacity
    for (const column of this.columns) column.grow(capacity)
    this.onGrow?.()
  }
  /** The next row, for which there is space now; it counts when `length` says so. */
  nextRow(): number {
    if (this.length === this.capacity) this.reserve(this.capacity * 2)
    return this.length
  }
}

/** The columns of a table of calls, for readers of millions of them: rows of numbers, without looking up any name. */
export class CallColumns {
  private frame: Int32Array = new Int32Array()
  private parent: Int32Array = new Int32Array()
  private start: Float64Array = new Float64Array()
  private exclusive: Float64Array = new Float64Array()
  private inclusive: Float64Array = new Float64Array()
  private flags: Uint8Array = new Uint8Array()
  private children: Int32Array = new Int32Array()
  private block: Int32Array = new Int32Array()
  private line: Int32Array = new Int32Array()

  /** There is one for a table: it follows when the table grows. */
  constructor(private readonly table: GrowingTable) {
    table.onGrow = () => this.follow()
    this.follow()
  }

  private follow(): void {
    const { table } = this
    const numbers = (name: string): Int32Array => table.column(name).data as Int32Array
    const times = (name: string): Float64Array => table.column(name).data as Float64Array
    this.frame = numbers('frame')
    this.parent = numbers('parent')
    this.start = times('start')
    this.exclusive = times('exclusive')
    this.inclusive = times('inclusive')
    this.flags = table.column('flags').data as Uint8Array
    this.children = numbers('children')
    this.block = numbers('block')
    this.line = numbers('line')
  }

  /** Makes space for so many more rows. */
  reserve(rows: number): void {
    this.table.reserve(this.table.length + rows)
  }

  /** Appends a call without times and children, and returns its row. Throws if `parent` is not a row above. */
  add(frame: number, parent: number, start: number, flags: number, block: number): number {
    const row = this.table.nextRow()
    if (parent >= row) throw new Error(`row ${row} has parent ${parent}, which does not stand above it`)
    this.frame[row] = frame
    this.parent[row] = parent
    this.start[row] = start
    this.exclusive[row] = 0
    this.inclusive[row] = 0
    this.flags[row] = flags
    this.children[row] = 0
    this.block[row] = block
    this.line[row] = -1
    this.table.length = row + 1
    return row
  }

  frameOf(row: number): number {
    return this.frame[row] as number
  }
  startOf(row: number): number {
    return this.start[row] as number
  }
  addChild(row: number): void {
    this.children[row] = (this.children[row] as number) + 1
  }
  setTimes(row: number, inclusive: number, exclusive: number): void {
    this.inclusive[row] = inclusive
    this.exclusive[row] = exclusive
  }
  addTimes(row: number, inclusive: number, exclusive: number): void {
    this.inclusive[row] = (this.inclusive[row] as number) + inclusive
    this.exclusive[row] = (this.exclusive[row] as number) + exclusive
  }
}

/** What identifies a frame. `signature` alone is enough: name and module are read from it. */
export interface FrameIdentity {
  readonly signature: string
  readonly name?: string
  readonly module?: string
  readonly file?: string
  readonly line?: number
  readonly kind?: (typeof SCHEMA)['frames']['kind']['oneOf'][number]
}

export class ProfileBuilder {
  private readonly strings: string[] = []
  private readonly stringIndex = new Map<string, number>()
  private readonly frameIndex = new Map<string, number>()
  /** Frames of which only the signature is given, as of most: their key is there already. */
  private readonly instanceIndex = new Map<string, number>()
  private readonly blocks: Block[] = []
  private readonly sources: Source[] = []
  private readonly callColumns: { inference?: CallColumns; stacks?: CallColumns } = {}
  private readonly tables = Object.fromEntries(TABLE_NAMES.map((name) => [name, new GrowingTable(name)])) as Record<TableName, GrowingTable>

  /** Position of `text` in the string table, -1 for ''. */
  string(text: string): number {
    if (text === '') return -1
    let index = this.stringIndex.get(text)
    if (index === undefined) {
      index = this.strings.length
      this.strings.push(text)
      this.stringIndex.set(text, index)
    }
    return index
  }

  /** Row of the frame with this identity; the same identity gives the same row. */
  frame(identity: FrameIdentity): number {
    const { signature, file = '', line = -1, kind = 'instance' } = identity
    const { name = '', module = '' } = identity
    const bare = kind === 'instance' && line === -1 && file === '' && name === '' && module === ''
    const index = bare ? this.instanceIndex : this.frameIndex
    const key = bare ? signature : `${kind}\u0000${line}\u0000${file}\u0000${name}\u0000${module}\u0000${signature}`
    const known = index.get(key)
    if (known !== undefined) return known
    const split = identity.name === undefined ? splitSignature(signature) : { name: identity.name, module: '' }
    const row = this.add('frames', { signature, name: split.name, module: identity.module ?? split.module, file, line, kind })
    index.set(key, row)
    return row
  }

  source(source: Source): number {
    return this.sources.push(source) - 1
  }

  /** Opens a block; `closeBlock` sets its last line and notes when they are known. */
  block(block: NewBlock): number {
    return (
      this.blocks.push({
        command: '',
        source: -1,
        firstLine: -1,
        lastLine: -1,
        shape: 'list',
        times: 'none',
        unit: 'nanoseconds',
        provenance: { kind: 'measured', tool: '', julia: '', error: '' },
        notes: [],
        ...block,
      }) - 1
    )
  }

  get blockCount(): number {
    return this.blocks.length
  }

  amendBlock(index: number, change: Partial<Block>): void {
    const before = this.blocks[index]
    if (!before) throw new Error(`no block ${index}`)
    this.blocks[index] = { ...before, ...change }
  }

  /** Appends a row and returns its number. Throws if `parent` is not a row above. */
  add<Name extends TableName>(name: Name, row: Row<Name>): number {
    const table = this.tables[name]
    const at = table.nextRow()
    for (const column of table.columns) {
      const value = (row as Record<string, string | number | undefined>)[column.name]
      column.data[at] = value === undefined ? column.none : this.encode(column, value, at, name)
    }
    table.length = at + 1
    return at
  }

  private encode({ name, spec, choices }: GrowingColumn, value: string | number, at: number, table: TableName): number {
    if (choices) {
      const position = choices.get(String(value))
      if (position === undefined) throw new Error(`${table}.${name}: ${String(value)} is not one of ${[...choices.keys()].join(', ')}`)
      return position
    }
    if (typeof value === 'string') return this.string(value)
    if (spec.before && value >= at) throw new Error(`${table}.${name}: row ${at} has parent ${value}, which does not stand above it`)
    return value
  }

  calls(name: 'inference' | 'stacks'): CallColumns {
    return (this.callColumns[name] ??= new CallColumns(this.tables[name]))
  }

  /** Changes one number of a row already there, for what is only known after its children (an inclusive time). */
  setNumber<Name extends TableName>(name: Name, row: number, column: keyof (typeof SCHEMA)[Name] & string, value: number): void {
    if (row < 0 || row >= this.tables[name].length) throw new Error(`${name}: no row ${row}`)
    const target = this.tables[name].column(column)
    if (target.spec.before && value >= row) throw new Error(`${name}.${column}: row ${row} has parent ${value}, which does not stand above it`)
    target.data[row] = value
  }

  number<Name extends TableName>(name: Name, row: number, column: keyof (typeof SCHEMA)[Name] & string): number {
    return this.tables[name].column(column).data[row] ?? Number.NaN
  }

  length(name: TableName): number {
    return this.tables[name].length
  }

  finish(meta: Partial<ProfileMeta> = {}): Profile {
    const tables = Object.fromEntries(
      TABLE_NAMES.map((name) => {
        const table = this.tables[name]
        const columns = table.columns.map((column) => [column.name, column.finish(table.length)] as const)
        return [name, { length: table.length, ...Object.fromEntries(columns) }]
      }),
    ) as unknown as { [Name in TableName]: Table<Name> }
    return {
      meta: { title: '', julia: '', unparsedDropped: 0, ...meta },
      strings: this.strings,
      blocks: this.blocks,
      sources: this.sources,
      ...tables,
    }
  }
}
