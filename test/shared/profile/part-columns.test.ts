import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { PART_COLUMNS, cellText } from '../../../src/shared/profile/part-columns'
import { CALL_FLAG, PARTS, SCHEMA } from '../../../src/shared/profile/schema'
import type { PartName } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'

function cells(profile: Profile, part: PartName, row: number): Record<string, string> {
  return Object.fromEntries(PART_COLUMNS[part].map((column) => [column.id, cellText(column, profile, row)]))
}

describe('PART_COLUMNS', () => {
  it('has unique ids and titles and at most one default sort in each part', () => {
    for (const part of PARTS) {
      const columns = PART_COLUMNS[part]
      expect(new Set(columns.map((column) => column.id)).size, part).toBe(columns.length)
      expect(new Set(columns.map((column) => column.title)).size, part).toBe(columns.length)
      expect(columns.filter((column) => column.defaultSort).length, part).toBeLessThanOrEqual(1)
    }
  })

  it('shows every number and text that the schema of a part holds', () => {
    // Frames show as name, signature, module and place; a row's place in the source as `source`.
    const shownElsewhere: Record<string, string> = {
      frame: 'signature', callee: 'calleeSignature', caller: 'callerSignature', line: 'source', siteFile: 'site', siteLine: 'site',
    }
    for (const part of PARTS) {
      const ids = PART_COLUMNS[part].map((column) => column.id)
      for (const column of Object.keys(SCHEMA[part])) {
        if (column === 'parent' && part !== 'imports') continue
        const expected = column === 'frame' && part === 'precompile' ? 'name' : (shownElsewhere[column] ?? column)
        expect(ids, `${part}.${column}`).toContain(expected)
      }
    }
  })

  it('renders an imports row for reading', () => {
    const builder = new ProfileBuilder()
    const source = builder.source({ name: 'session.txt', format: 'text', bytes: 10 })
    const block = builder.block({ part: 'imports', format: 'x', title: '@time_imports using A', source })
    const a = builder.add('imports', { name: 'A', kind: 'package', exclusive: 12.6e9, compilePercent: 17.5, block, line: 3 })
    builder.add('imports', { name: 'Ext', kind: 'extension', owner: 'A', parent: a, inclusive: 3e5, block, line: 4 })
    const profile = builder.finish()
    expect(cells(profile, 'imports', 0)).toMatchObject({
      name: 'A', kind: 'package', owner: '', parent: '', exclusive: '12.6 s', inclusive: '–', compilePercent: '18 %',
      recompilePercent: '–', order: '–', block: '@time_imports using A', source: 'session.txt:3',
    })
    expect(cells(profile, 'imports', 1)).toMatchObject({ kind: 'extension', owner: 'A', parent: 'A', inclusive: '300 µs' })
  })

  it('names marks, places and units', () => {
    const builder = new ProfileBuilder()
    const bytes = builder.block({ part: 'stacks', format: 'x', title: 'Heap', unit: 'bytes' })
    const frame = builder.frame({ signature: 'Base.push!(::Vector{Int64}, ::Int64)', file: 'array.jl', line: 7 })
    builder.add('stacks', { frame, exclusive: 2048, block: bytes, flags: CALL_FLAG.gc | CALL_FLAG.runtimeDispatch })
    builder.add('invalidations', { kind: 'mtBackedges', frame, children: 12345 })
    const profile = builder.finish()
    expect(cells(profile, 'stacks', 0)).toMatchObject({
      name: 'push!', module: 'Base', location: 'array.jl:7', exclusive: '2.00 KiB', flags: 'runtime dispatch, garbage collection',
    })
    expect(cells(profile, 'invalidations', 0)).toMatchObject({ kind: 'mt_backedges', reason: '', children: '12,345' })
  })
})
