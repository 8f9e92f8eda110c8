import { describe, expect, it } from 'vitest'
import { changeOf, countsTables } from '../../src/renderer/src/views/overview/counts'
import { barsInOrder, headlineOf, listedParts, overviewNotes } from '../../src/renderer/src/views/overview/overview-facts'
import { computePhaseBars, computePhases } from '../../src/shared/profile/phases'
import { summarize } from '../../src/shared/profile/summary'
import { importText } from '../main/formats/import-text'

const IMPORTS = `julia> @time_imports using A
     10.0 ms  A
`
const TIME = `julia> @time f()
  2.000000 seconds (4.77 k allocations: 256.4 KiB, 75.00% compilation time)
`
const COUNTS = `| Package | Version | # inv., Julia 1.5 | # inv., master branch |
|:------- | -------:| -----------------:| ---------------------:|
| Example | 0.5.3 | 0 | 0 |
| Revise | 2.7.3 | 23 | 0 |
| SIMD | 2.8.0 | 2949 | 11 |
| Flux | 0.10.4 | 3461 | x |
`

describe('the bars', () => {
  it('begin with the one the headline is about', () => {
    const profile = importText(IMPORTS + TIME)
    const main = computePhases(profile)
    expect(barsInOrder(main, computePhaseBars(profile)).map(({ basis }) => basis)).toEqual(['@time f()', '@time_imports using A'])
    expect(headlineOf(main, summarize(profile))).toBe('75 % of 2.00 s is compilation')
  })

  it('are not added, which is said', () => {
    const both = importText(IMPORTS + TIME)
    expect(overviewNotes(computePhaseBars(both), summarize(both))[0]).toBe('2 bars are not added: each is a measurement of its own, drawn at full width.')
    const one = importText(IMPORTS)
    expect(overviewNotes(computePhaseBars(one), summarize(one)).join(' ')).not.toContain('bars are not added')
  })
})

describe('headlineOf', () => {
  it('says what there is where nothing says where time went', () => {
    const profile = importText(`${COUNTS}\n${TIME.replace(', 75.00% compilation time', '')}`)
    expect(headlineOf(computePhases(profile), summarize(profile))).toBe('8 counts of invalidations; 1 @time line, 2.00 s the longest')
  })
})

describe('the lists of parts', () => {
  it('lead to the heaviest row of a name, and add no sessions', () => {
    const profile = importText(`${IMPORTS}\n${IMPORTS.replace('10.0', '30.0')}`)
    const [imports] = listedParts(summarize(profile))
    expect(imports?.summary.top).toEqual([{ name: 'A', seconds: 0.03, row: 1 }])
  })

  it('leave out what has a bar or a table of its own', () => {
    expect(listedParts(summarize(importText(`${COUNTS}\n${TIME}\n${IMPORTS}`))).map(({ part }) => part)).toEqual(['imports'])
  })
})

describe('countsTables', () => {
  const [table] = countsTables(importText(COUNTS))

  it('puts the versions of Julia side by side, the largest first', () => {
    expect(table?.columns).toEqual(['Julia 1.5', 'master branch'])
    expect(table?.most).toBe(3461)
    expect(table?.rows.map(({ name, version, counts }) => [name, version, ...counts])).toEqual([
      ['Flux', '0.10.4', 3461, Number.NaN], ['SIMD', '2.8.0', 2949, 11], ['Revise', '2.7.3', 23, 0], ['Example', '0.5.3', 0, 0],
    ])
  })

  it('knows a change only where both are known and the first is not 0', () => {
    expect(table?.rows.map((row) => Number(changeOf(row).toFixed(1)))).toEqual([Number.NaN, -99.6, -100, Number.NaN])
  })
})
