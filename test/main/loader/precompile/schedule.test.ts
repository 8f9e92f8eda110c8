/** How long workers take for tasks that need one another, and what is told of it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { precompileText, scheduleText } from '../../../../src/main/loader/precompile/report'
import { schedule, type Task } from '../../../../src/main/loader/precompile/schedule'
import type { PrecompiledPackage } from '../../../../src/main/loader/session/precompile-all'
import { VERSION_RULES } from '../../../../src/main/julia/versions'
import { textAt } from '../../../../src/shared/profile/tables'
import { importText } from '../../formats/import-text'

const tasks: fc.Arbitrary<Task[]> = fc.array(fc.record({ seconds: fc.nat({ max: 20 }), wanted: fc.array(fc.nat(), { maxLength: 3 }) }), { maxLength: 12 })
  .map((list) => list.map(({ seconds, wanted }, at) => ({ seconds, needs: at === 0 ? [] : [...new Set(wanted.map((one) => one % at))] })))

describe('a schedule', () => {
  it('begins no task before what it needs is done, and runs no more than there are workers', () => {
    fc.assert(fc.property(tasks, fc.integer({ min: 1, max: 4 }), (list, workers) => {
      const { starts, wall, total, criticalSeconds, critical } = schedule(list, workers)
      const end = (at: number) => (starts[at] ?? NaN) + (list[at]?.seconds ?? NaN)
      for (const [at, { needs }] of list.entries()) for (const need of needs) expect(starts[at]).toBeGreaterThanOrEqual(end(need))
      for (const start of starts) expect(starts.filter((other, at) => other <= start && start < end(at)).length).toBeLessThanOrEqual(workers)
      expect(wall).toBe(list.reduce((last, _, at) => Math.max(last, end(at)), 0))
      expect(total).toBe(list.reduce((sum, { seconds }) => sum + seconds, 0))
      expect(wall).toBeGreaterThanOrEqual(Math.max(criticalSeconds, total / workers))
      expect(critical.reduce((sum, at) => sum + (list[at]?.seconds ?? NaN), 0)).toBe(criticalSeconds)
    }))
  })

  it('is the sum with one worker, and the longest chain with one for each', () => {
    fc.assert(fc.property(tasks, (list) => {
      expect(schedule(list, 1).wall).toBe(schedule(list, 1).total)
      expect(schedule(list, 12).wall).toBe(schedule(list, 12).criticalSeconds)
    }))
  })

  it('is refused without workers and for tasks that wait for one another', () => {
    expect(() => schedule([], 0)).toThrow(RangeError)
    expect(() => schedule([{ seconds: 1, needs: [1] }, { seconds: 1, needs: [0] }], 2)).toThrow('wait for one another')
  })
})

describe('what is told of it', () => {
  const one = (name: string, status: PrecompiledPackage['status'], seconds: number, needs: number[] = [], owner = ''): PrecompiledPackage =>
    ({ id: { name, uuid: undefined }, owner, status, seconds, needs, build: undefined, buildId: undefined, error: '' })
  const packages = [one('Core_', 'done', 2), one('Old', 'fresh', 0), one('App', 'done', 1.5, [0]), one('CoreExt', 'done', 0.25, [0, 2], 'App'), one('Odd', 'failed', 0)]
  const result = { packages, circular: [], missing: [], workers: 2, schedule: schedule(packages, 2) }

  it('is what Pkg prints, and is read as that', () => {
    const text = precompileText(result, VERSION_RULES['1.10'])
    expect(text).toBe(`Precompiling project...
   2000.0 ms  ✓ Core_
   1500.0 ms  ✓ App
    250.0 ms  ✓ App → CoreExt
              ✗ Odd
  3 dependencies successfully precompiled in 4 seconds. 1 already precompiled.
  1 dependency errored.`)
    const profile = importText(text)
    const { builds } = profile
    expect(Array.from({ length: builds.length }, (_, at) => [textAt(profile, builds.owner[at]), textAt(profile, builds.name[at]), builds.time[at]])).toEqual([
      ['', 'Core_', 2e9], ['', 'App', 1.5e9], ['App', 'CoreExt', 0.25e9], ['', 'Odd', NaN],
    ])
    expect(profile.unparsed.length).toBe(0)
  })

  it('says which chain decides', () => {
    expect(scheduleText(result)).toBe('2 workers: 3.750 s; one after the other: 3.750 s (virtual time)\nNo number of workers takes less than 3.750 s: Core_, then App, then App → CoreExt')
  })
})
