/** Widths and cells of a table. */
import { describe, expect, it } from 'vitest'
import { columnWidths, isFilled, isVaried, numberParts, shortLocation } from '../../src/renderer/src/components/table/columns'
import { ProfileBuilder } from '../../src/shared/profile/builder'
import type { ColumnKind, PartColumn } from '../../src/shared/profile/part-columns'

const column = (id: string, kind: ColumnKind, values: readonly (string | number)[] = []): PartColumn => ({
  id,
  title: id,
  kind,
  value: (_, row) => values[row] ?? '',
})
const profile = new ProfileBuilder().finish()

describe('widths', () => {
  const columns = [column('name', 'text'), column('signature', 'signature'), column('time', 'time')]
  it('gives what is left over to signatures', () => {
    expect(columnWidths(columns, {}, 1000)).toEqual([160, 732, 108])
  })
  it('keeps least widths when there is too little room', () => {
    expect(columnWidths(columns, {}, 300)).toEqual([160, 320, 108])
  })
  it('keeps what was resized, and stretches the first column where nothing else does', () => {
    expect(columnWidths(columns, { signature: 200 }, 1000)).toEqual([692, 200, 108])
    expect(columnWidths(columns, { signature: 200, name: 100 }, 1000)).toEqual([100, 200, 108])
  })
})

it('takes numbers apart at the decimal', () => {
  expect(numberParts('12.6 s')).toEqual({ whole: '12', fraction: '.6', unit: 's' })
  expect(numberParts('340 ms')).toEqual({ whole: '340', fraction: '', unit: 'ms' })
  expect(numberParts('1,234')).toEqual({ whole: '1,234', fraction: '', unit: '' })
  expect(numberParts('–')).toEqual({ whole: '–', fraction: '', unit: '' })
  expect(numberParts('-∞')).toEqual({ whole: '-∞', fraction: '', unit: '' })
})

it('shortens paths from the left', () => {
  expect(shortLocation('/usr/share/julia/base/array.jl:12')).toBe('…/base/array.jl:12')
  expect(shortLocation('C:\\julia\\base\\array.jl:12')).toBe('…/base/array.jl:12')
  expect(shortLocation('./array.jl:12')).toBe('./array.jl:12')
})

it('knows columns that say nothing, and those that say the same everywhere', () => {
  const rows = Int32Array.from([0, 1])
  expect(isFilled(profile, column('a', 'time', [Number.NaN, 0]), rows)).toBe(true)
  expect(isFilled(profile, column('a', 'time', [Number.NaN, Number.NaN]), rows)).toBe(false)
  expect(isFilled(profile, column('a', 'text', ['', '']), rows)).toBe(false)
  expect(isVaried(profile, column('a', 'text', ['x', 'x']), rows)).toBe(false)
  expect(isVaried(profile, column('a', 'text', ['x', 'y']), rows)).toBe(true)
})
