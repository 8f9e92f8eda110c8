/**
 * `.backedge` files: a profile as gzipped JSON, described for other programs in `docs/backedge-format.md`. Names, notes
 * and strings are readable; columns are little-endian bytes in base64. A file is believed only after its shape, every
 * column's length and every reference have been checked. The same profile gives the same bytes on every machine.
 */
import { endianness } from 'node:os'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { UserError } from '../../shared/errors'
import { checkIntegrity } from '../../shared/profile/integrity'
import type { ColumnSpec, TableName } from '../../shared/profile/schema'
import { PARTS, SCHEMA, TABLE_NAMES } from '../../shared/profile/schema'
import type { Profile, Table } from '../../shared/profile/tables'
import { jsonText } from './export/json-text'
import { isRecord } from './json-value'

const FORMAT = 'backedge'
const VERSION = 3

/** Turns a document of version `n` (its key) into one of `n + 1`. */
export type Upgrades = Readonly<Record<number, (document: Record<string, unknown>) => Record<string, unknown>>>
const UPGRADES: Upgrades = { 1: withReasons, 2: withSizesBefore }

const ARRAYS = { i32: Int32Array, f64: Float64Array, u8: Uint8Array } as const
type Column = Int32Array | Float64Array | Uint8Array

const column = z.object({
  type: z.enum(['i32', 'f64', 'u8']),
  length: z.int().nonnegative(),
  names: z.array(z.string()).optional(),
  data: z.string(),
})
const integer = z.int().min(-1)
const documentSchema = z.object({
  meta: z.object({ title: z.string(), julia: z.string(), unparsedDropped: z.int().nonnegative() }),
  sources: z.array(z.object({ name: z.string(), format: z.string(), bytes: z.number().nonnegative() })),
  blocks: z.array(
    z.object({
      part: z.enum(PARTS),
      format: z.string(),
      title: z.string(),
      command: z.string(),
      source: integer,
      firstLine: integer,
      lastLine: integer,
      shape: z.enum(['tree', 'list', 'grouped']),
      times: z.enum(['both', 'inclusive', 'exclusive', 'nested', 'none']),
      unit: z.enum(['nanoseconds', 'bytes', 'count']),
      provenance: z.object({
        kind: z.enum(['measured', 'simulated', 'estimated', 'derived']),
        tool: z.string(),
        julia: z.string(),
        error: z.string(),
      }),
      notes: z.array(z.string()),
    }),
  ),
  strings: z.array(z.string()),
  tables: z.record(z.string(), z.object({ length: z.int().nonnegative(), columns: z.record(z.string(), column) })),
})
type StoredColumn = z.infer<typeof column>

/** Version 2 says of precompile statements why they are not kept, and for which image they are. */
function withReasons(document: Record<string, unknown>): Record<string, unknown> {
  const { tables } = document
  const table = isRecord(tables) && tables.precompile
  if (!isRecord(tables) || !isRecord(table) || !isRecord(table.columns)) return document
  const outcome = column.safeParse(table.columns.outcome)
  // A row has a byte of its own in this column; a length beyond that is refused later.
  if (!outcome.success || outcome.data.length > outcome.data.data.length) return document
  const none = encodeColumn({ type: 'i32' }, new Int32Array(outcome.data.length).fill(-1))
  return { ...document, tables: { ...tables, precompile: { ...table, columns: { ...table.columns, reason: none, image: none } } } }
}

/** Version 3 has the sizes of LLVM's functions before its passes. */
function withSizesBefore(document: Record<string, unknown>): Record<string, unknown> {
  const { tables } = document
  const table = isRecord(tables) && tables.codegen
  if (!isRecord(tables) || !isRecord(table) || !isRecord(table.columns)) return document
  const time = column.safeParse(table.columns.time)
  if (!time.success || time.data.length > time.data.data.length) return document
  const none = encodeColumn({ type: 'f64' }, new Float64Array(time.data.length).fill(Number.NaN))
  return { ...document, tables: { ...tables, codegen: { ...table, columns: { ...table.columns, instructionsBefore: none, basicBlocksBefore: none } } } }
}

/** Columns are little-endian in the file, and in memory as the machine has them. Works both ways; may change `bytes`. */
function reorder(bytes: Buffer, type: ColumnSpec['type']): Buffer {
  if (endianness() === 'LE' || type === 'u8') return bytes
  return type === 'i32' ? bytes.swap32() : bytes.swap64()
}

function encodeColumn(spec: ColumnSpec, values: Column): StoredColumn {
  // A copy, because the profile must stay as it is.
  const bytes = reorder(Buffer.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)), spec.type)
  const names = spec.oneOf ? { names: [...spec.oneOf] } : {}
  return { type: spec.type, length: values.length, ...names, data: bytes.toString('base64') }
}

/** Bytes of the `.backedge` file of `profile`. Throws a `UserError` if it is too large for one. */
export function writeBackedge(profile: Profile): Uint8Array {
  const tables = Object.fromEntries(
    TABLE_NAMES.filter((name) => profile[name].length > 0).map((name) => {
      const values = profile[name] as unknown as Record<string, Column>
      const columns = Object.entries<ColumnSpec>(SCHEMA[name]).map(([key, spec]) => [key, encodeColumn(spec, values[key] ?? new Uint8Array())] as const)
      return [name, { length: profile[name].length, columns: Object.fromEntries(columns) }]
    }),
  )
  const { meta, sources, blocks, strings } = profile
  // Passing through the schema puts the keys into one order, whoever made the profile.
  const readable = documentSchema.parse({ meta, sources, blocks, strings, tables })
  const bytes = gzipSync(jsonText({ format: FORMAT, version: VERSION, ...readable }), { level: 6 })
  // Byte 9 of a gzip header names the operating system; 255 is "unknown". The time (bytes 4 to 7) is 0 already.
  bytes[9] = 255
  return bytes
}

function bad(name: string, found: string, hint?: string): never {
  throw new UserError('bad-input', found, { where: name, hint })
}

function decodeColumn(stored: StoredColumn, spec: ColumnSpec, where: string, name: string): Column {
  if (stored.type !== spec.type) bad(name, `Column ${where} is of type ${stored.type}, expected ${spec.type}`)
  const kind = ARRAYS[spec.type]
  const size = stored.length * kind.BYTES_PER_ELEMENT
  if (stored.data.length !== Math.ceil(size / 3) * 4) {
    bad(name, `Column ${where} should have ${stored.length} values (${size} bytes), but its data are ${stored.data.length} characters`)
  }
  const bytes = Buffer.from(stored.data, 'base64')
  if (bytes.length !== size) bad(name, `Column ${where} should have ${size} bytes, but ${bytes.length} were found`)
  const values = new kind(stored.length)
  new Uint8Array(values.buffer).set(reorder(bytes, spec.type))
  if (spec.oneOf) renumber(values, stored.names ?? [], spec.oneOf, where, name)
  return values
}

/** A choice is stored as a position in the file's own list of names; here it becomes one in ours. */
function renumber(values: Column, names: readonly string[], ours: readonly string[], where: string, name: string): void {
  if (names.length === ours.length && names.every((choice, position) => choice === ours[position])) return
  const positions = names.map((choice) => ours.indexOf(choice))
  for (const [row, value] of values.entries()) {
    const position = positions[value] ?? -1
    if (position < 0) bad(name, `Column ${where}, row ${row}: choice ${value} (${names[value] ?? 'not named'}) is not known`)
    values[row] = position
  }
}

function decodeTable<Name extends TableName>(name: Name, stored: { length: number; columns: Record<string, StoredColumn> } | undefined, file: string): Table<Name> {
  const length = stored?.length ?? 0
  const columns = Object.entries<ColumnSpec>(SCHEMA[name]).map(([key, spec]) => {
    const where = `${name}.${key}`
    if (!stored) return [key, new ARRAYS[spec.type](0)] as const
    const found = stored.columns[key]
    if (!found) return bad(file, `Column ${where} is missing`)
    if (found.length !== length) return bad(file, `Column ${where} has ${found.length} rows, the table has ${length}`)
    return [key, decodeColumn(found, spec, where, file)] as const
  })
  return { length, ...Object.fromEntries(columns) } as unknown as Table<Name>
}

/** Applies one step per version until `document` is of version `to`. */
export function upgrade(document: Record<string, unknown>, from: number, to: number, steps: Upgrades): Record<string, unknown> {
  let current = document
  for (let version = from; version < to; version++) {
    const step = steps[version]
    if (!step) throw new Error(`no upgrade from version ${version}`)
    current = { ...step(current), version: version + 1 }
  }
  return current
}

/** Whether this JSON document says that it is a `.backedge` file, of whatever version. */
export function isBackedge(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && value.format === FORMAT
}

/** The profile in `value`, the parsed JSON of a `.backedge` file called `name`. Throws a `UserError` for every fault. */
export function readBackedge(value: Record<string, unknown>, name: string): Profile {
  const { version } = value
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return bad(name, `The version of the file is ${version === undefined ? 'missing' : JSON.stringify(version)}`, `expected a number from 1 to ${VERSION}`)
  }
  if (version > VERSION) {
    throw new UserError('newer-version', `The file is of version ${version}; this Backedge reads up to version ${VERSION}`, {
      where: name, hint: 'open it with a newer Backedge',
    })
  }
  const parsed = documentSchema.safeParse(upgrade(value, version, VERSION, UPGRADES))
  if (!parsed.success) {
    const [first, ...more] = parsed.error.issues
    const place = first?.path.join('.') || 'the document'
    return bad(name, `The file is damaged at ${place}: ${first?.message ?? ''}${more.length > 0 ? ` (and ${more.length} more faults)` : ''}`)
  }
  const { tables, ...rest } = parsed.data
  const readable: Pick<Profile, 'meta' | 'sources' | 'blocks' | 'strings'> = rest
  const foreign = Object.keys(tables).find((table) => !(TABLE_NAMES as string[]).includes(table))
  if (foreign !== undefined) return bad(name, `The file has a table “${foreign.slice(0, 80)}”, which version ${VERSION} does not know`)
  const decoded = Object.fromEntries(TABLE_NAMES.map((table) => [table, decodeTable(table, tables[table], name)]))
  const profile = { ...readable, ...decoded } as unknown as Profile
  const [fault, ...others] = checkIntegrity(profile)
  if (fault !== undefined) return bad(name, `The file is damaged: ${fault}${others.length > 0 ? ` (and ${others.length} more faults)` : ''}`)
  return profile
}
