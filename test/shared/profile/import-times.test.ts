import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from '../../../src/shared/profile/builder'
import { importTimes } from '../../../src/shared/profile/import-times'
import type { Profile } from '../../../src/shared/profile/tables'

const MS = 1e6

describe('importTimes', () => {
  const builder = new ProfileBuilder()
  const block = builder.block({ part: 'imports', format: 'time-imports', title: 'x' })
  // As own_init of Julia 1.10.1 prints it: the time of a package contains its __init__.
  const outer = builder.add('imports', { name: 'InitPkg', kind: 'package', inclusive: 160 * MS, exclusive: 55 * MS, compilePercent: 95, block })
  builder.add('imports', { name: 'InitPkg.Slow.__init__()', kind: 'init', parent: outer, inclusive: 105 * MS, exclusive: 105 * MS, compilePercent: 100, recompilePercent: 50, block })
  builder.add('imports', { name: 'Rounded', kind: 'package', inclusive: 1 * MS, exclusive: 1 * MS, compilePercent: 250, block })
  builder.add('imports', { name: 'Bare', kind: 'package', inclusive: 1 * MS, exclusive: 1 * MS, block })
  const profile = builder.finish()
  const milliseconds = (values: Float64Array): number[] => Array.from(values, (value) => Number((value / MS).toFixed(6)))

  it('takes shares of the printed times, and never more than all of them', () => {
    const { time, compile, recompile } = importTimes(profile, 'cumulative')
    expect(milliseconds(time)).toEqual([160, 105, 1, 1])
    expect(milliseconds(compile)).toEqual([152, 105, 1, Number.NaN])
    expect(milliseconds(recompile)).toEqual([0, 52.5, 0, Number.NaN])
  })

  it('leaves to a package what its rows below do not have', () => {
    const { time, compile, recompile } = importTimes(profile, 'exclusive')
    expect(milliseconds(time)).toEqual([55, 105, 1, 1])
    expect(milliseconds(compile)).toEqual([47, 105, 1, Number.NaN])
    expect(milliseconds(recompile)).toEqual([0, 52.5, 0, Number.NaN])
  })

  /** Any tree: each row below an earlier one, times and shares that need not agree. */
  const trees = fc.array(fc.record({ up: fc.nat(), own: fc.integer({ min: 0, max: 100 }), share: fc.integer({ min: 0, max: 130 }), again: fc.integer({ min: 0, max: 100 }) }), { minLength: 1, maxLength: 12 })
  function profileOf(rows: { up: number; own: number; share: number; again: number }[]): Profile {
    const inclusive = rows.map(({ own }) => own)
    const parents = rows.map(({ up }, at) => (at === 0 ? -1 : (up % (at + 1)) - 1))
    for (let at = rows.length - 1; at > 0; at--) if ((parents[at] ?? -1) >= 0) inclusive[parents[at] ?? 0] = (inclusive[parents[at] ?? 0] ?? 0) + (inclusive[at] ?? 0)
    const made = new ProfileBuilder()
    const into = made.block({ part: 'imports', format: 'time-imports', title: 'x' })
    rows.forEach(({ own, share, again }, at) => {
      made.add('imports', { name: `P${at}`, kind: 'package', parent: parents[at] ?? -1, inclusive: inclusive[at] ?? 0, exclusive: own, compilePercent: share, recompilePercent: again, block: into })
    })
    return made.finish()
  }

  it('keeps compile within time and compiling again within compile, in both readings', () => {
    fc.assert(
      fc.property(trees, (rows) => {
        const made = profileOf(rows)
        for (const reading of ['cumulative', 'exclusive'] as const) {
          const { time, compile, recompile } = importTimes(made, reading)
          for (let row = 0; row < time.length; row++) {
            expect(compile[row]).toBeGreaterThanOrEqual(0)
            expect(compile[row]).toBeLessThanOrEqual((time[row] ?? 0) + 1e-9)
            expect(recompile[row]).toBeLessThanOrEqual((compile[row] ?? 0) + 1e-9)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})
