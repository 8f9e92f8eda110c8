import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import { SCHEMA, TABLE_NAMES } from '../../../src/shared/profile/schema'
import type { Profile } from '../../../src/shared/profile/tables'

/** A profile with two packages, a small inference tree and a stale instance. */
function sound(): Profile {
  const builder = new ProfileBuilder()
  const source = builder.source({ name: 'session.txt', format: 'text', bytes: 100 })
  const imports = builder.block({ part: 'imports', format: 'time-imports', title: 'using A', source, firstLine: 1, lastLine: 2 })
  const outer = builder.add('imports', { name: 'A', kind: 'package', inclusive: 5, exclusive: 3, order: 1, block: imports, line: 2 })
  builder.add('imports', { name: 'B', kind: 'package', parent: outer, inclusive: 2, exclusive: 2, order: 0, block: imports, line: 1 })
  const inference = builder.block({ part: 'inference', format: 'snoop', title: 'tree', shape: 'tree', times: 'both' })
  const frame = builder.frame({ signature: 'Base.collect(::Vector{Int64})' })
  const root = builder.add('inference', { frame, exclusive: -0.5, inclusive: 10, block: inference })
  builder.add('inference', { frame, parent: root, exclusive: 10, inclusive: 10, block: inference })
  return builder.finish()
}

function withColumn(profile: Profile, table: 'imports' | 'inference', column: string, rows: unknown): Profile {
  return { ...profile, [table]: { ...profile[table], [column]: rows } }
}

describe('checkIntegrity', () => {
  it('finds nothing in what the builder makes, whole or empty', () => {
    expect(checkIntegrity(sound())).toEqual([])
    expect(checkIntegrity(new ProfileBuilder().finish())).toEqual([])
  })

  const cases: [what: string, profile: Profile, faults: string[]][] = [
    ['a column that is too short', withColumn(sound(), 'imports', 'start', new Float64Array(1)), ['imports.start: has 1 rows, the table 2']],
    ['a column of another type', withColumn(sound(), 'imports', 'start', [1, 2]), ['imports.start: is no Float64Array']],
    ['a column that is not there', withColumn(sound(), 'imports', 'owner', undefined), ['imports.owner: is no Int32Array']],
    ['a column that nobody knows', withColumn(sound(), 'imports', 'colour', new Int32Array(2)), ['imports.colour: no such column']],
    [
      'a text that is not in the string table',
      withColumn(sound(), 'imports', 'name', Int32Array.of(0, 99)),
      ['imports.name, row 1: 99 is no row of strings, which has 5'],
    ],
    [
      'a parent below its child',
      withColumn(sound(), 'imports', 'parent', Int32Array.of(1, -1)),
      ['imports.parent, row 0: parent 1 does not stand above it'],
    ],
    ['a row that is its own parent', withColumn(sound(), 'inference', 'parent', Int32Array.of(0, 0)), ['inference.parent, row 0: parent 0 does not stand above it']],
    ['a choice out of range', withColumn(sound(), 'imports', 'kind', Uint8Array.of(0, 3)), ['imports.kind, row 1: choice 3, but there are only 3']],
    ['a negative time', withColumn(sound(), 'imports', 'inclusive', Float64Array.of(5, -2)), ['imports.inclusive, row 1: -2 is below zero']],
    ['an infinite time', withColumn(sound(), 'imports', 'exclusive', Float64Array.of(5, -Infinity)), ['imports.exclusive, row 1: -Infinity is no number that can be']],
    ['an order below none', withColumn(sound(), 'imports', 'order', Int32Array.of(0, -2)), ['imports.order, row 1: -2 is below -1']],
    ['a row of a block of another part', withColumn(sound(), 'imports', 'block', Int32Array.of(0, 1)), ['imports.block, row 1: block 1 is of inference']],
    ['a row of no block', withColumn(sound(), 'imports', 'block', Int32Array.of(-1, 0)), ['imports.block, row 0: belongs to no block']],
    ['a line outside its block', withColumn(sound(), 'imports', 'line', Int32Array.of(2, 7)), ['imports.line, row 1: line 7 is outside its block (1 to 2)']],
  ]
  it.each(cases)('tells %s', (_, profile, faults) => {
    expect(checkIntegrity(profile)).toEqual(faults)
  })

  it('tells faulty blocks', () => {
    const profile = sound()
    const blocks = profile.blocks.map((block, index) => (index === 0 ? { ...block, source: 4, lastLine: -1, firstLine: 0 } : { ...block, part: 'nothing' as 'stale' }))
    expect(checkIntegrity({ ...profile, blocks })).toEqual([
      'inference.block, row 0: block 1 is of nothing',
      'inference.block, row 1: block 1 is of nothing',
      'block 0 (using A): 4 is no source',
      'block 0 (using A): 0 is no line',
      'block 1 (tree): there is no part nothing',
    ])
  })

  it('tells three of many faults, and counts the rest', () => {
    const builder = new ProfileBuilder()
    for (let row = 0; row < 10; row++) builder.add('imports', {})
    expect(checkIntegrity(builder.finish())).toEqual([
      'imports.block, row 0: belongs to no block',
      'imports.block, row 1: belongs to no block',
      'imports.block, row 2: belongs to no block',
      'imports.block: 7 more rows like these',
    ])
  })

  it('looks at every column of the schema: spoiling any one of them is noticed', () => {
    for (const table of TABLE_NAMES) {
      for (const column of Object.keys(SCHEMA[table])) {
        const profile = new ProfileBuilder().finish()
        const spoilt = { ...profile, [table]: { ...profile[table], [column]: new Float32Array(1) } }
        expect(checkIntegrity(spoilt), `${table}.${column}`).toHaveLength(1)
      }
    }
  })
})
