/** Stale instances in groups and in a sentence. */
import { describe, expect, it } from 'vitest'
import { groupColumns, groupStale } from '../../src/renderer/src/views/stale/groups'
import { staleHeadline } from '../../src/renderer/src/views/stale/headline'
import { ProfileBuilder } from '../../src/shared/profile/builder'
import type { Profile } from '../../src/shared/profile/tables'

const ROWS = [['A.f(::Int64)', 30e6, 90e6], ['A.f(::Any)', 10e6, 10e6], ['Base.g(::Any)', 20e6, 20e6], ['h(::Any)', Number.NaN, 1e6]] as const

function session(): Profile {
  const builder = new ProfileBuilder()
  const trees = builder.block({ part: 'invalidations', format: 'invalidation-trees', title: 'trees', shape: 'tree' })
  const list = builder.block({ part: 'stale', format: 'inference-list', title: 'stale' })
  for (const name of ['one', 'two']) {
    const cause = builder.add('invalidations', { kind: 'cause', reason: 'inserting', frame: builder.frame({ signature: `${name}(x)`, kind: 'method' }), block: trees })
    builder.add('invalidations', { kind: 'backedges', parent: cause, frame: builder.frame({ signature: 'A.f(::Int64)' }), block: trees })
  }
  for (const [signature, exclusive, inclusive] of ROWS) builder.add('stale', { frame: builder.frame({ signature }), exclusive, inclusive, block: list })
  return builder.finish()
}
const rows = Int32Array.of(0, 1, 2, 3)
const groups = (by: Parameters<typeof groupStale>[2]): (string | number)[][] => groupStale(session(), rows, by).map(({ label, rows: of, exclusive }) => [label, of.length, exclusive])

describe('groupStale', () => {
  it('adds exclusive times by function and by module, the heaviest first', () => {
    expect(groups('method')).toEqual([['A.f', 2, 40e6], ['Base.g', 1, 20e6], ['h', 1, 0]])
    expect(groups('module')).toEqual([['A', 2, 40e6], ['Base', 1, 20e6], ['', 1, 0]])
  })
  it('puts an instance under every method that invalidated it, and the rest together', () => {
    expect(groups('cause')).toEqual([['', 3, 30e6], ['one(x)', 1, 30e6], ['two(x)', 1, 30e6]])
  })
  it('has a share only where groups do not overlap', () => {
    const ids = (by: Parameters<typeof groupStale>[2]): string[] => groupColumns(groupStale(session(), rows, by), by).map(({ id }) => id)
    expect(ids('module')).toContain('share')
    expect(ids('cause')).not.toContain('share')
  })
})

describe('staleHeadline', () => {
  it('adds up exclusive times only', () => {
    expect(staleHeadline(session(), rows)).toBe('4 instances are stale: 60.0 ms of inference, exclusive, 67 % of it in A')
  })
  it('says so where there are none, or no times', () => {
    expect(staleHeadline(session(), new Int32Array())).toBe('No instance was stale')
    expect(staleHeadline(session(), Int32Array.of(3))).toBe('1 instance is stale')
  })
})
