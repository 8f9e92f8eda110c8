/** Near-static reports in profiles: rows, summary, text, CSV; verdicts; the text for a terminal. */
import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { toCsv } from '../../../src/shared/profile/csv'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import { PART_COLUMNS } from '../../../src/shared/profile/part-columns'
import { addReach, LEVELS, missingAt, NEEDS, needsOf, verdict, type ReachCause, type ReachReport, type ReachSite } from '../../../src/shared/profile/reach'
import { reachText } from '../../../src/shared/profile/reach-text'
import { SCHEMA } from '../../../src/shared/profile/schema'
import { summarize } from '../../../src/shared/profile/summary'
import { profileToText } from '../../../src/shared/profile/to-text'

function site(change: Partial<ReachSite> = {}): ReachSite {
  return {
    problem: 'unresolved call', detail: '12 methods match', statement: '(+)(x::Any, 1)::Any', warning: false, failing: false,
    chain: [
      { signature: 'f(::Int64)', module: 'Main', file: 'a.jl', line: 3, inlined: false },
      { signature: 'g', module: '', file: 'a.jl', line: 7, inlined: true },
    ],
    ...change,
  }
}

function cause(change: Partial<ReachCause> = {}): ReachCause {
  return { need: 'dispatch', reason: 'global `x` of Main is not constant', advice: 'Declare it const.', file: '', line: -1, sites: [site(), site({ statement: '(*)(x::Any, 2)::Any' })], ...change }
}

function report(...causes: readonly ReachCause[]): ReachReport {
  return { entry: 'f(::Int64)', returns: 'Any', module: 'Main', file: 'a.jl', line: 2, instances: 4, statements: 20, causes }
}

const REPORT = report(cause(), cause({ need: 'gc', reason: 'a Point is allocated', advice: '', file: 'b.jl', line: 9, sites: [site({ problem: 'allocation', detail: '', statement: 'new Point()::Point', failing: true })] }))

function profileOf(...reports: readonly ReachReport[]) {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'reach', format: 'simulation', title: 'What entry points need', shape: 'tree' })
  for (const one of reports) addReach(builder, one, block)
  return builder.finish()
}

describe('near-static reports in profiles', () => {
  it('are trees of an entry, causes, places and calls', () => {
    const profile = profileOf(REPORT)
    expect(checkIntegrity(profile)).toEqual([])
    expect(profileToText(profile)).toContain('global `x` of Main is not constant')
    const rows = Array.from({ length: profile.reach.length }, (_, row) => {
      const what = PART_COLUMNS.reach[0]?.value(profile, row)
      const depth = (at: number): number => (at < 0 ? -1 : 1 + depth(profile.reach.parent[at] ?? -1))
      return `${'  '.repeat(depth(row))}${what} ${SCHEMA.reach.kind.oneOf[profile.reach.kind[row] ?? 0]} ${SCHEMA.reach.severity.oneOf[profile.reach.severity[row] ?? 0]}`
    })
    expect(rows.join('\n')).toBe(`f(::Int64) entry error
  global \`x\` of Main is not constant cause error
    (+)(x::Any, 1)::Any site error
      f(::Int64) frame none
      g frame none
    (*)(x::Any, 2)::Any site error
      f(::Int64) frame none
      g frame none
  a Point is allocated cause warning
    new Point()::Point site warning
      f(::Int64) frame none
      g frame none`)
  })

  it('are summed up by entry points, causes with the most places first', () => {
    const { reach } = summarize(profileOf(REPORT, report())).parts
    expect(reach).toMatchObject({ count: 2, causes: 2, places: 3, top: [{ name: 'global `x` of Main is not constant', count: 2 }, { name: 'a Point is allocated', count: 1 }] })
    expect(reach?.notes).toEqual(['f(::Int64): not near static: 2 unresolved calls for one reason', 'f(::Int64): near static: runs without Julia’s runtime'])
  })

  it('are written as CSV', () => {
    const [head = '', first = ''] = toCsv(profileOf(REPORT), { part: 'reach', columns: PART_COLUMNS.reach }).split('\r\n')
    expect(head.startsWith('What,Kind,Needs,Severity,')).toBe(true)
    expect(first.startsWith('f(::Int64),entry,,error,')).toBe(true)
  })

  it('name every need in the schema', () => {
    expect(SCHEMA.reach.need.oneOf).toEqual(['none', ...NEEDS])
  })
})

describe('verdicts', () => {
  it('count dispatch on the way to an exception, but nothing else there, and nothing that always throws', () => {
    expect(needsOf(REPORT)).toEqual(['dispatch'])
    expect(needsOf(report(cause({ sites: [site({ failing: true })] })))).toEqual(['dispatch'])
    expect(needsOf(report(cause({ sites: [site({ warning: true })] })))).toEqual([])
    expect(needsOf(report(cause({ need: 'exceptions', sites: [site({ failing: true })] })))).toEqual(['exceptions'])
    expect(verdict(report(cause({ sites: [site({ failing: true })] })))).toBe('not near static: 1 unresolved call, on the way to an exception')
    expect(verdict(report(cause({ need: 'io', sites: [site()] }), cause({ need: 'gc', sites: [site()] })))).toBe('near static: needs garbage collection and input and output')
  })

  it('differ by level: where an exception ends the program, what follows does not matter', () => {
    const failing = report(cause({ sites: [site({ failing: true })] }), cause({ need: 'exceptions', sites: [site({ failing: true })] }))
    expect(LEVELS.map((level) => `${level.id} ${missingAt(failing, level).join()}`)).toEqual(['bare exceptions', 'device ', 'libjulia dispatch'])
  })

  it('are told with their places, the innermost call first', () => {
    expect(reachText(REPORT, { mostSites: 1 })).toBe(`f(::Int64)::Any is not near static: 2 unresolved calls for one reason
  4 method instances, 20 statements

Runs
  without a runtime                           no, needs runtime dispatch
  without allocation, exceptions end it       no, needs runtime dispatch
  with Julia’s runtime, without its compiler  no, needs runtime dispatch

Runtime dispatch: 1 cause
- global \`x\` of Main is not constant: 2 places
    Declare it const.
    unresolved call from statement (+)(x::Any, 1)::Any (12 methods match)
      [1] g @ a.jl:7 [inlined]
      [2] f(::Int64) @ Main a.jl:3
    and 1 more place

Garbage collection: 1 cause
- a Point is allocated (b.jl:9): 1 place, on the way to an exception only
    allocation from statement new Point()::Point
      [1] g @ a.jl:7 [inlined]
      [2] f(::Int64) @ Main a.jl:3`)
  })
})
