import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { toCsv, toTsv } from '../../../src/shared/profile/csv'
import { PART_COLUMNS } from '../../../src/shared/profile/part-columns'
import type { PartName } from '../../../src/shared/profile/schema'

function columns(part: PartName, ...ids: string[]) {
  return PART_COLUMNS[part].filter((column) => ids.includes(column.id))
}

/** A reader after RFC 4180, to compare with. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') cell += text.charAt(at++)
      else quoted = false
    } else if (char === '"') quoted = true
    else if (char === ',' || char === '\r') {
      rows.at(-1)?.push(cell)
      cell = ''
      if (char === '\r') {
        at++
        rows.push([])
      }
    } else cell += char
  }
  return rows.slice(0, -1)
}

describe('toCsv', () => {
  it('writes raw numbers with their unit in the header', () => {
    const builder = new ProfileBuilder()
    builder.add('imports', { name: 'A', kind: 'package', exclusive: 10_700_000, inclusive: 2_332_600_000, compilePercent: 17.52 })
    builder.add('imports', { name: 'B', kind: 'extension', owner: 'A', exclusive: 133 })
    const selected = columns('imports', 'name', 'kind', 'owner', 'exclusive', 'inclusive', 'compilePercent')
    expect(toCsv(builder.finish(), { part: 'imports', columns: selected })).toBe(
      'Package,Kind,Extends,Exclusive (s),Inclusive (s),Compilation (%)\r\nA,package,,0.0107,2.3326,17.52\r\nB,extension,A,0.000000133,,\r\n',
    )
  })

  it('quotes signatures, and writes the rows given in their order', () => {
    const builder = new ProfileBuilder()
    builder.add('stale', { frame: builder.frame({ signature: 'f(::Int64, ::String)' }), exclusive: 1e9 })
    builder.add('stale', { frame: builder.frame({ signature: 'Base.var"#1#2"()' }), exclusive: -2e9 })
    const table = { part: 'stale' as const, columns: columns('stale', 'signature', 'exclusive'), rows: [1, 0] }
    expect(toCsv(builder.finish(), table)).toBe('Signature,Exclusive (s)\r\n"Base.var""#1#2""()",-2\r\n"f(::Int64, ::String)",1\r\n')
  })

  it.each(['=1+1', '+1', '-f(::Int64)', '@time(x)', '\tx'])('disarms the text %j', (signature) => {
    const builder = new ProfileBuilder()
    builder.add('stale', { frame: builder.frame({ signature }) })
    const text = toCsv(builder.finish(), { part: 'stale', columns: columns('stale', 'signature') })
    expect(text.split('\r\n')[1]).toBe(`'${signature}`)
  })

  it('names the unit of stacks that count something else than time', () => {
    const builder = new ProfileBuilder()
    const bytes = builder.block({ part: 'stacks', format: 'x', title: 'Heap', unit: 'bytes' })
    const time = builder.block({ part: 'stacks', format: 'x', title: 'CPU' })
    builder.add('stacks', { exclusive: 2048, block: bytes })
    builder.add('stacks', { exclusive: 2048, block: time })
    const profile = builder.finish()
    const selected = columns('stacks', 'exclusive')
    expect(toCsv(profile, { part: 'stacks', columns: selected, rows: [0] })).toBe('Exclusive (bytes)\r\n2048\r\n')
    expect(toCsv(profile, { part: 'stacks', columns: selected })).toBe('"Exclusive (s, bytes or count)"\r\n2048\r\n0.000002048\r\n')
  })

  it('is read back by any reader, whatever the names hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', '=', ' ', '\t', 'é') }), { minLength: 1 }), (names) => {
        const builder = new ProfileBuilder()
        for (const name of names) builder.add('builds', { name, owner: name })
        const rows = parse(toCsv(builder.finish(), { part: 'builds', columns: columns('builds', 'name', 'owner') }))
        const expected = names.map((name) => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name))
        expect(rows.slice(1)).toEqual(expected.map((name) => [name, name]))
      }),
      { numRuns: 200 },
    )
  })
})

describe('toTsv', () => {
  it('keeps one row a line', () => {
    const builder = new ProfileBuilder()
    builder.add('timings', { expression: 'begin\n\tx\nend', elapsed: 1.5e9, bytes: 1024 })
    expect(toTsv(builder.finish(), { part: 'timings', columns: columns('timings', 'expression', 'elapsed', 'bytes') })).toBe(
      'Expression\tElapsed (s)\tAllocated (bytes)\nbegin x end\t1.5\t1024\n',
    )
  })
})
