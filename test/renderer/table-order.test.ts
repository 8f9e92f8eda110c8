/** Rows of a table: order, filter, sums. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultSort, filterRows, sortRows, sumRows } from '../../src/renderer/src/components/table/order'
import { ProfileBuilder } from '../../src/shared/profile/builder'
import type { PartColumn } from '../../src/shared/profile/part-columns'
import { PART_COLUMNS } from '../../src/shared/profile/part-columns'

const profile = new ProfileBuilder().finish()
const upTo = (length: number) => Int32Array.from({ length }, (_, row) => row)
const numbers = (values: readonly number[]): PartColumn => ({ id: 'n', title: 'N', kind: 'time', value: (_, row) => values[row] ?? Number.NaN })
const texts = (values: readonly string[]): PartColumn => ({ id: 't', title: 'T', kind: 'text', value: (_, row) => values[row] ?? '' })

describe('order', () => {
  it('sorts numbers both ways, keeps equal rows in order, and puts the unknown last', () => {
    const column = numbers([3, Number.NaN, 1, 3, 2])
    expect([...sortRows(profile, column, upTo(5), false)]).toEqual([2, 4, 0, 3, 1])
    expect([...sortRows(profile, column, upTo(5), true)]).toEqual([0, 3, 4, 2, 1])
  })

  it('sorts text as people do: 2 before 10, capitals apart from nothing, the empty last', () => {
    const column = texts(['f10', '', 'F2', 'a', 'f1'])
    expect([...sortRows(profile, column, upTo(5), false)]).toEqual([3, 4, 2, 0, 1])
    expect([...sortRows(profile, column, upTo(5), true)]).toEqual([0, 2, 4, 3, 1])
  })

  it('moves the rows that it is given and no others', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.boolean(), (values, descending) => {
        const sorted = sortRows(profile, numbers(values), upTo(values.length), descending)
        expect([...sorted].sort((a, b) => a - b)).toEqual([...upTo(values.length)])
        const known = [...sorted].map((row) => values[row] ?? 0).filter((value) => !Number.isNaN(value))
        for (let at = 1; at < known.length; at++) {
          const [before = 0, after = 0] = [known[at - 1], known[at]]
          expect(descending ? before >= after : before <= after).toBe(true)
        }
      }),
    )
  })

  it('sorts 200,000 rows', () => {
    const values = Array.from({ length: 200_000 }, (_, row) => (row * 7919) % 100_003)
    const sorted = Array.from(sortRows(profile, numbers(values), upTo(values.length), true), (row) => values[row] ?? Number.NaN)
    expect(sorted.length).toBe(values.length)
    expect(sorted.every((value, at) => at === 0 || value <= (sorted[at - 1] ?? 0))).toBe(true)
  })

  it('begins with the sort that the columns ask for', () => {
    expect(defaultSort(PART_COLUMNS.stale)).toEqual({ column: 'exclusive', descending: true })
    expect(defaultSort([texts([])])).toEqual({ column: '', descending: false })
  })
})

describe('filter', () => {
  const columns = [texts(['Base.map', 'Core.Box', 'map']), numbers([1, 2, 3])]
  it('keeps rows with the text in some column; capitals matter only when typed', () => {
    expect([...filterRows(profile, columns, upTo(3), 'map')]).toEqual([0, 2])
    expect([...filterRows(profile, columns, upTo(3), 'box')]).toEqual([1])
    expect([...filterRows(profile, columns, upTo(3), 'BOX')]).toEqual([])
  })
  it('keeps everything without a filter, and does not read numbers', () => {
    expect([...filterRows(profile, columns, upTo(3), '  ')]).toEqual([0, 1, 2])
    expect([...filterRows(profile, columns, upTo(3), '2')]).toEqual([])
  })
})

it('adds up what is known and says of how many rows', () => {
  expect(sumRows(profile, numbers([1, Number.NaN, 2.5]), upTo(3))).toEqual({ sum: 3.5, known: 2 })
})
