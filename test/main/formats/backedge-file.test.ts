import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { upgrade, writeBackedge } from '../../../src/main/formats/backedge-file'
import { importBytes, importMerged } from '../../../src/main/formats/open'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import type { Profile } from '../../../src/shared/profile/tables'

/** A profile with rows in many tables, unknown numbers, and texts that JSON must escape. */
function sample(rows = 3): Profile {
  const builder = new ProfileBuilder()
  const source = builder.source({ name: 'a “b”\n.txt', format: 'text', bytes: 12 })
  const block = builder.block({ part: 'inference', format: 'x', title: 'tree', source, shape: 'tree', times: 'both', notes: ['A note.'], command: 'tinf' })
  const imports = builder.block({ part: 'imports', format: 'y', title: '@time_imports', source, firstLine: 1, lastLine: 2 })
  for (let row = 0; row < rows; row++) {
    const frame = builder.frame({ signature: `Base.f${row % 50}(::Int)`, file: 'a.jl', line: row % 50 })
    builder.add('inference', { frame, parent: row - 1, start: row, exclusive: 1.5, inclusive: rows - row, flags: row % 3, children: 1, block })
  }
  const parent = builder.add('imports', { name: 'Été 😀', kind: 'package', inclusive: 5e6, block: imports, line: 1 })
  builder.add('imports', { name: 'Ext', kind: 'extension', owner: 'Été 😀', parent, block: imports, line: 2 })
  builder.add('unparsed', { text: '\u0000<script>"', source, line: 3 })
  return builder.finish({ title: 'sample', julia: '1.10.1', unparsedDropped: 4 })
}

type Document = Record<string, unknown> & { tables: Record<string, { length: number; columns: Record<string, { length: number; data: string; type: string; names?: string[] }> }> }
const documentOf = (profile: Profile): Document => JSON.parse(gunzipSync(writeBackedge(profile)).toString()) as Document
const reopened = (document: object): Promise<Profile> => importBytes(gzipSync(JSON.stringify(document)), 'x.backedge')

test('write, read, write: the same profile and the same bytes', async () => {
  const profile = sample()
  const bytes = writeBackedge(profile)
  const again = await importBytes(bytes, 'renamed.whatever')
  expect(again).toEqual(profile)
  expect(Buffer.from(writeBackedge(again)).equals(bytes)).toBe(true)
  // No time, no operating system in the gzip header.
  expect([...bytes.subarray(4, 10)]).toEqual([0, 0, 0, 0, 0, 255])
})

test('the empty profile is a file too', async () => {
  const profile = new ProfileBuilder().finish({ title: 'nothing' })
  expect(await importBytes(writeBackedge(profile), 'x')).toEqual(profile)
})

test('a JSON that was unpacked by hand opens as well', async () => {
  expect(await importBytes(gunzipSync(writeBackedge(sample())), 'x.json')).toEqual(sample())
})

test('names and notes are readable, columns are little-endian', () => {
  const document = documentOf(sample())
  expect(document).toMatchObject({ format: 'backedge', version: 3, meta: { title: 'sample', julia: '1.10.1' }, blocks: [{ title: 'tree', notes: ['A note.'] }, {}] })
  const parents = document.tables.inference?.columns.parent
  expect(parents).toMatchObject({ type: 'i32', length: 3 })
  expect(Buffer.from(parents?.data ?? '', 'base64').toString('hex')).toBe('ffffffff0000000001000000')
  expect(document.tables.imports?.columns.kind?.names).toEqual(['package', 'extension', 'init'])
  expect(Object.keys(document.tables)).not.toContain('stale')
})

test('choices are found by their names, whatever their numbers in the file', async () => {
  const document = documentOf(sample())
  const kind = document.tables.imports?.columns.kind
  if (!kind) throw new Error('no column')
  kind.names = ['extension', 'package']
  kind.data = Buffer.from([1, 0]).toString('base64')
  expect(await reopened(document)).toEqual(sample())
})

describe('refused', () => {
  test('a newer version, with both numbers', async () => {
    await expect(reopened({ format: 'backedge', version: 7 })).rejects.toMatchObject({
      code: 'newer-version', message: 'The file is of version 7; this Backedge reads up to version 3', details: { where: 'x.backedge' },
    })
  })

  type Columns = Document['tables'][string]['columns']
  function damaged(change: (columns: Columns, document: Document) => void): Promise<Profile> {
    const document = documentOf(sample())
    change(document.tables.inference?.columns ?? {}, document)
    return reopened(document)
  }
  const column = (columns: Columns, name: string): Columns[string] => columns[name] ?? { length: 0, data: '', type: '' }

  test.each<[string, (columns: Columns, document: Document) => void, string]>([
    ['no version', (_, document) => delete document.version, 'The version of the file is missing'],
    ['a column left out', (columns) => delete columns.start, 'Column inference.start is missing'],
    ['a column too short', (columns) => (column(columns, 'start').length = 2), 'Column inference.start has 2 rows, the table has 3'],
    ['data too short', (columns) => (column(columns, 'start').data = 'AAAA'), 'Column inference.start should have 3 values (24 bytes), but its data are 4 characters'],
    ['data that are no base64', (columns) => (column(columns, 'parent').data = '!!!!!!!!!!!!!!!!'), 'Column inference.parent should have 12 bytes, but 0 were found'],
    ['another type', (columns) => (column(columns, 'start').type = 'i32'), 'Column inference.start is of type i32, expected f64'],
    ['a reference that leads nowhere', (columns) => (column(columns, 'frame').data = Buffer.from(Int32Array.of(0, 1, 99).buffer).toString('base64')), 'The file is damaged: inference.frame, row 2: 99 is no row of frames'],
    ['a parent below its child', (columns) => (column(columns, 'parent').data = Buffer.from(Int32Array.of(-1, 2, 1).buffer).toString('base64')), 'The file is damaged: inference.parent, row 1: parent 2 does not stand above it'],
    ['a length of billions', (columns, { tables }) => { for (const one of Object.values(columns)) one.length = 4e9; if (tables.inference) tables.inference.length = 4e9 }, 'Column inference.frame should have 4000000000 values'],
    ['a table of another program', (_, { tables }) => (tables.heap = { length: 0, columns: {} }), 'The file has a table “heap”, which version 3 does not know'],
    ['blocks of another shape', (_, document) => (document.blocks = [{ part: 'inference' }]), 'The file is damaged at blocks.0.format'],
    ['a choice without a name', (_, { tables }) => { const { kind } = tables.imports?.columns ?? {}; if (kind) kind.names = ['package'] }, 'Column imports.kind, row 1: choice 1 (not named) is not known'],
  ])('%s', async (_, change, message) => {
    await expect(damaged(change)).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining(message) as unknown, details: { where: 'x.backedge' } })
  })
})

test('older versions are brought up to date one step at a time', () => {
  const steps = { 1: (document: Record<string, unknown>) => ({ ...document, a: 1 }), 2: (document: Record<string, unknown>) => ({ ...document, b: Number(document.a) + 1 }) }
  expect(upgrade({ version: 1 }, 1, 3, steps)).toEqual({ version: 3, a: 1, b: 2 })
  expect(() => upgrade({}, 1, 4, steps)).toThrow('no upgrade from version 3')
})

test('functions of version 2 have no sizes from before the passes of LLVM', async () => {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'codegen', format: 'x', title: 'x' })
  builder.add('codegen', { frame: builder.frame({ signature: 'f' }), time: 5, instructions: 7, basicBlocks: 1, block })
  const profile = builder.finish({ title: 'x' })
  const document = documentOf(profile)
  const { columns } = document.tables.codegen as { columns: Record<string, unknown> }
  delete columns.instructionsBefore
  delete columns.basicBlocksBefore
  expect(await reopened({ ...document, version: 2 })).toEqual(profile)
})

test('precompile statements of version 1 have no reasons', async () => {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'precompile', format: 'trace-compile', title: 'trace' })
  builder.add('precompile', { statement: 'precompile(Tuple{typeof(f)})', outcome: 'unparsed', block })
  const profile = builder.finish()
  const document = documentOf(profile)
  delete document.tables.precompile?.columns.reason
  delete document.tables.precompile?.columns.image
  expect(await reopened({ ...document, version: 1 })).toEqual(profile)
  await expect(reopened(document)).rejects.toMatchObject({ message: expect.stringContaining('is missing') as unknown })
})

test('files are merged with their sources, blocks, frames and references intact', async () => {
  const bytes = writeBackedge(sample())
  const { profile, format } = await importMerged([{ name: 'a', bytes }, { name: 'b', bytes }])
  expect(format).toBe('backedge')
  expect(checkIntegrity(profile)).toEqual([])
  expect(profile.blocks.map(({ part, source }) => [part, source])).toEqual([['inference', 0], ['imports', 0], ['inference', 1], ['imports', 1]])
  expect(Array.from(profile.inference.parent)).toEqual([-1, 0, 1, -1, 3, 4])
  expect(Array.from(profile.inference.frame)).toEqual([0, 1, 2, 0, 1, 2])
  expect(profile.meta).toEqual({ title: 'sample + sample', julia: '1.10.1', unparsedDropped: 8 })
})

test('300,000 rows are written and read', async () => {
  const profile = sample(300_000)
  const again = await importBytes(writeBackedge(profile), 'x')
  expect(again.inference.length).toBe(300_000)
})
