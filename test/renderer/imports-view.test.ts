import { describe, expect, it } from 'vitest'
import { importColumns } from '../../src/renderer/src/views/imports/import-columns'
import { importBlocks, importHeadline, importRows, importSums, nestingOf, wallTime } from '../../src/renderer/src/views/imports/import-facts'
import { relativesOf } from '../../src/renderer/src/views/imports/relatives'
import { defaultSort } from '../../src/renderer/src/components/table/order'
import { findPackage, packageOfRow } from '../../src/shared/profile/links'
import type { Profile } from '../../src/shared/profile/tables'
import { textAt } from '../../src/shared/profile/tables'
import { profileOf } from './loads'

const NESTED = `
Outer 100
  Inner 40
    Deep 10
`
const FLAT = `
Late 75 80 50
  Late.Sub.__init__() 25 100 100
Late→LateOtherExt 5
`
function nameOf(profile: Profile, row: number): string {
  return textAt(profile, profile.imports.name[row])
}
function rowOf(profile: Profile, name: string): number {
  return Array.from(profile.imports.name.keys()).findIndex((row) => nameOf(profile, row) === name)
}

describe('importHeadline', () => {
  it('is about the outputs that are shown', () => {
    const profile = profileOf([{ loads: NESTED }, { loads: FLAT }])
    const [nested = -1, flat = -1] = importBlocks(profile, -1)
    expect(importHeadline(profile, [nested])).toBe('60 % of 100 ms is loading Outer')
    expect(importHeadline(profile, [flat])).toBe('75 % of 80.0 ms is compilation while packages load, 50 % of it compiling again, most of all Late')
    expect(importHeadline(profile, [nested, flat])).toContain('of 180 ms')
  })

  it('adds no sessions: a package that is loaded twice was loaded in two', () => {
    const profile = profileOf([{ loads: NESTED }, { loads: NESTED.replace('100', '300') }])
    expect(importHeadline(profile, importBlocks(profile, -1))).toBe('87 % of 300 ms is loading Outer; 2 sessions, which are not added')
  })
})

describe('importSums', () => {
  it('adds exclusive times, and what of them was compiling', () => {
    const profile = profileOf([{ loads: FLAT }])
    const sums = importSums(profile, importRows(profile, importBlocks(profile, -1)))
    expect(sums).toMatchObject({ packages: 1, extensions: 1, inits: 1 })
    expect([sums.listed, sums.compile, sums.recompile].map((value) => value / 1e6)).toEqual([80, 60, 30])
  })

  it('knows no compile time where no share is printed', () => {
    const profile = profileOf([{ loads: NESTED }])
    const sums = importSums(profile, importRows(profile, importBlocks(profile, -1)))
    expect(sums.listed).toBe(100e6)
    expect(sums.compile).toBeNaN()
  })
})

describe('wallTime', () => {
  it('is that of the @time around the list', () => {
    const profile = profileOf([{ loads: NESTED, wall: 125 }])
    expect(wallTime(profile, importBlocks(profile, -1))).toBe(125e6)
  })

  it('is not that of another statement', () => {
    const profile = profileOf([{ loads: FLAT, timed: ['using Late', 125] }])
    expect(profile.timings.length).toBe(1)
    expect(wallTime(profile, importBlocks(profile, -1))).toBeNaN()
  })

  it('is known only if every list was timed', () => {
    const profile = profileOf([{ loads: NESTED, wall: 125 }, { loads: FLAT }])
    expect(wallTime(profile, importBlocks(profile, -1))).toBeNaN()
  })
})

describe('the readings', () => {
  const titles = (loads: string, reading: 'cumulative' | 'exclusive'): string[] => {
    const profile = profileOf([{ loads }])
    const rows = importRows(profile, importBlocks(profile, -1))
    const columns = importColumns(profile, reading, nestingOf(profile, rows))
    const { column, descending } = defaultSort(columns)
    expect(descending).toBe(true)
    return [columns.find(({ id }) => id === column)?.title ?? '', ...columns.filter(({ id }) => id === 'inclusive' || id === 'exclusive').map(({ title }) => title)]
  }

  it('sort by what is chosen and put it first', () => {
    expect(titles(NESTED, 'cumulative')).toEqual(['Cumulative', 'Cumulative', 'Exclusive'])
    expect(titles(NESTED, 'exclusive')).toEqual(['Exclusive', 'Exclusive', 'Cumulative'])
  })

  it('call a time cumulative only if it contains dependencies', () => {
    expect(titles(FLAT, 'cumulative')).toEqual(['With __init__', 'With __init__', 'Exclusive'])
    expect(titles('OrderedCollections 3.1\nOther 1.1', 'exclusive')).toEqual(['Exclusive', 'Exclusive'])
  })
})

describe('relativesOf', () => {
  const profile = profileOf([{ loads: NESTED }, { loads: FLAT }])
  const named = (name: string): Record<string, string[]> =>
    Object.fromEntries(
      Object.entries(relativesOf(profile, rowOf(profile, name))).flatMap(([kind, rows]: [string, readonly number[]]) =>
        rows.length > 0 ? [[kind, rows.map((row) => nameOf(profile, row))]] : [],
      ),
    )

  it('finds who loaded a package and what it loaded', () => {
    expect(named('Inner')).toEqual({ parents: ['Outer'], children: ['Deep'] })
  })

  it('finds the package of an extension, and back', () => {
    expect(named('LateOtherExt')).toEqual({ owners: ['Late'] })
    expect(named('Late')).toEqual({ inits: ['Late.Sub.__init__()'], extensions: ['LateOtherExt'] })
  })

  it('counts __init__ as part of its package', () => {
    expect(packageOfRow(profile, 'imports', rowOf(profile, 'Late.Sub.__init__()'))).toBe('Late')
    const [loads] = findPackage(profile, 'Late')
    expect(Array.from(loads?.rows ?? [], (row) => nameOf(profile, row))).toEqual(['Late', 'Late.Sub.__init__()', 'LateOtherExt'])
  })
})
