import { describe, expect, it } from 'vitest'
import { printReport, runConformance } from '../../../src/main/julia/conformance/run'
import { newUniverse, oracleRows } from './world'

describe('samples of the oracle tables', () => {
  it.each([
    ['subtype', 298],
    ['subtype_random', 224 * 4],
    ['specificity', 196 * 4],
  ])('%s agrees in all of %i answers', (table, questions) => {
    const report = runConformance(newUniverse(), oracleRows(table))
    expect(printReport(report, 20).filter((line) => line.includes('expected'))).toEqual([])
    expect(report.tallies.map((tally) => tally.table)).not.toContain('unknown')
    expect(report.tallies.reduce((sum, { total }) => sum + total, 0)).toBe(questions)
  })

  it('dispatch agrees in every call and every pair', () => {
    const report = runConformance(newUniverse(), oracleRows('dispatch'))
    expect(report.disagreements).toEqual([])
    expect(report.tallies.map(({ kind }) => kind)).toEqual(['calls', 'ambiguous', 'ambiguous_bottom'])
    expect(report.tallies[0]?.total).toBeGreaterThan(400)
  })

  it('prints a line per kind, then what disagrees', () => {
    const rows = [
      { id: 'good', op: 'issub', a: 'Int64', b: 'Real', result: true },
      { id: 'wrong', op: 'issub', a: 'Int64', b: 'String', result: true },
      { id: 'unknown type', op: 'issub', a: 'Unheard', b: 'Real', result: true },
      { id: 'larger', op: 'typeintersect', a: 'Real', b: 'Union{Int64, String}', result: 'Union{}' },
      { id: 'no row', nothing: 1 },
    ]
    expect(printReport(runConformance(newUniverse(), rows), 1)).toEqual([
      'subtype issub 1/3',
      'subtype typeintersect 0/1',
      'unknown row 0/1',
      'subtype issub wrong: expected true, found false',
      'subtype issub: 1 more',
      'subtype typeintersect larger: expected Union{}, found Int64 (larger)',
      'unknown row no row: expected a row of one of the tables, found something else',
    ])
  })
})
