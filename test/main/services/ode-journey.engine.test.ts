/**
 * The journey of the sample OdeJourney: every step takes less than the one before it, for the reason that it names; the whole falls by a factor of
 * 100 and more; and lorenz ends where a solver that has nothing to do with ours ends. Numbers of runs are compared with one another, never with a clock.
 */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { MemoryFiles } from '../../../src/main/loader/files'
import type { Journey } from '../../../src/shared/journey'
import { runJourney } from '../../../src/main/services/journey'
import { sampleFiles, samplePath } from '../../../src/main/services/sample-projects'
import { findScenario, type RunResult } from '../../../src/main/services/scenarios'
import { createSysimage, runSession } from '../../../src/main/services/session'
import { checkIntegrity } from '../../../src/shared/profile/integrity'
import { CALL_FLAG, SCHEMA } from '../../../src/shared/profile/schema'
import { textAt } from '../../../src/shared/profile/tables'

/** Milliseconds: nine runs, each with packages to precompile, and system images of two versions. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 1_800_000 })

const CALL = 'first solve'

type State = readonly [number, number, number]

function lorenz([x, y, z]: State): State {
  return [10 * (y - x), x * (28 - z) - y, x * y - (8 / 3) * z]
}

/** Classical Runge-Kutta with equal steps: order 4, explicit, without any of what the sample does. */
function reference(start: State, end: number, steps: number): State {
  const h = end / steps
  const along = (u: State, k: State, by: number): State => [u[0] + by * k[0], u[1] + by * k[1], u[2] + by * k[2]]
  let u = start
  for (let step = 0; step < steps; step++) {
    const k1 = lorenz(u)
    const k2 = lorenz(along(u, k1, h / 2))
    const k3 = lorenz(along(u, k2, h / 2))
    const k4 = lorenz(along(u, k3, h))
    u = along(along(along(along(u, k1, h / 6), k2, h / 3), k3, h / 3), k4, h / 6)
  }
  return u
}

let journey: Journey
let results: ReadonlyMap<string, RunResult>

function result(label: string): RunResult {
  const found = results.get(label)
  if (found === undefined) throw new Error(`no run ${label}`)
  return found
}
function step(label: string, name: string) {
  const found = result(label).session.steps.find((one) => one.label === name)
  if (found === undefined) throw new Error(`no step ${name}`)
  return found
}

/** Signatures of what a session inferred during a step, without what only was tried with constants. */
function inferred(label: string, name?: string): string[] {
  const { session: { profile, steps } } = result(label)
  const { inference, frames } = profile
  const at = steps.findIndex((one) => one.label === name)
  // What began before the first step is not part of it.
  const begin = Math.max(0, ...[result(label).seconds - steps.reduce((sum, { seconds }) => sum + seconds, 0)]) + steps.slice(0, Math.max(0, at)).reduce((sum, { seconds }) => sum + seconds, 0)
  const end = at < 0 ? Infinity : begin + (steps[at]?.seconds ?? 0)
  return Array.from({ length: inference.length }, (_, row) => row)
    .filter((row) => ((inference.flags[row] ?? 0) & CALL_FLAG.constProp) === 0)
    .filter((row) => at < 0 || ((inference.start[row] ?? 0) / 1e9 >= begin - 1e-9 && (inference.start[row] ?? 0) / 1e9 < end))
    .map((row) => textAt(profile, frames.signature[inference.frame[row] ?? -1]))
}

/** What a session could not use of the caches that it loaded, as something there is not what it was when they were made. */
function refused(label: string): string[] {
  const { session: { profile: { imageItems, frames }, profile } } = result(label)
  const states = ['invalidated', 'rejected'].map((state) => SCHEMA.imageItems.state.oneOf.findIndex((one) => one === state))
  return Array.from({ length: imageItems.length }, (_, row) => row).filter((row) => states.includes(imageItems.state[row] ?? -1))
    .map((row) => textAt(profile, frames.signature[imageItems.frame[row] ?? -1]))
}

/** Signatures of what was defined and made something invalid. */
function invalidators(label: string): string[] {
  const { session: { profile: { invalidations, frames }, profile } } = result(label)
  const cause = SCHEMA.invalidations.kind.oneOf.indexOf('cause')
  return Array.from({ length: invalidations.length }, (_, row) => row).filter((row) => invalidations.kind[row] === cause)
    .map((row) => textAt(profile, frames.signature[invalidations.frame[row] ?? -1]))
}

beforeAll(() => {
  const files = sampleFiles(new MemoryFiles(), '/depot')
  const ran = runJourney(findScenario(files, samplePath('OdeJourney')), { files, depot: '/depot', runSession, createSysimage }, { write: () => undefined })
  journey = ran.journey
  results = new Map(ran.results.map((one) => [one.label, one]))
})

describe('the journey', () => {
  it('goes down at every step, by a factor of 100 and more in all', () => {
    const seconds = journey.rows.map((row) => row.seconds)
    expect(seconds).toHaveLength(8)
    for (const [at, now] of seconds.entries()) if (at > 0) expect(now, journey.rows[at]?.label).toBeLessThan(seconds[at - 1] ?? 0)
    expect((seconds[0] ?? 0) / (seconds.at(-1) ?? 1)).toBeGreaterThan(100)
    expect(journey.rows.every(({ because }) => because !== '')).toBe(true)
  })

  it('has the figures of the text beside it', () => {
    expect(journey.rows.flatMap(({ figures }) => figures.map((figure) => figure.seconds))).toEqual([30, 22, 15, 3, 1.5, 0.1])
  })

  it('gives the same right numbers at every step', () => {
    const expected = reference([1, 0, 0], 10, 100_000)
    // The reference itself: half as many steps give the same.
    expect(Math.max(...reference([1, 0, 0], 10, 50_000).map((value, at) => Math.abs(value - (expected[at] ?? NaN))))).toBeLessThan(1e-6)
    for (const label of results.keys()) {
      const shown = JSON.parse(step(label, 'the end').shown ?? '[]') as number[]
      expect(shown).toHaveLength(3)
      for (const [at, value] of shown.entries()) expect(Math.abs(value - (expected[at] ?? NaN)), label).toBeLessThan(1e-4)
    }
  })

  it('adds up: every profile is whole', () => {
    for (const { session: { profile, steps }, label } of results.values()) {
      expect(checkIntegrity(profile), label).toEqual([])
      for (const one of steps) expect(one.error, label).toBeUndefined()
    }
  })
})

describe('each step has its reason', () => {
  it('workload: what OrdinaryDiffEq owns is in its cache, and is not inferred again', () => {
    const saved = (label: string) => result(label).prepared.find((build) => build.package === 'OrdinaryDiffEq')?.saved ?? NaN
    expect(saved('call it in a workload')).toBeGreaterThan(10 * saved('first state'))
    const own = (label: string) => inferred(label, CALL).filter((one) => one.startsWith('OrdinaryDiffEq.')).length
    expect(own('call it in a workload')).toBeLessThan(own('first state'))
    expect(step('call it in a workload', CALL).phases.inference).toBeLessThan(step('first state', CALL).phases.inference)
  })

  it('ownership: the factorization was lost to the rules of 1.7, and is in the cache since 1.8', () => {
    const factorization = (label: string) => inferred(label, CALL).filter((one) => /^(RecursiveFactorization|TriangularSolve)\./.test(one))
    const lost = (label: string) => result(label).prepared.find((build) => build.package === 'OrdinaryDiffEq')?.notSaved.filter(({ instance, lost: what }) => what === 'code' && instance.startsWith('RecursiveFactorization.')).length ?? NaN
    expect(factorization('call it in a workload').length).toBeGreaterThan(20)
    expect(lost('call it in a workload')).toBeGreaterThan(5)
    expect(lost('rules of Julia 1.8')).toBeLessThan(lost('call it in a workload') / 2)
    expect(factorization('rules of Julia 1.8').length).toBeLessThan(factorization('call it in a workload').length / 5)
    expect(step('rules of Julia 1.8', CALL).phases.inference).toBeLessThan(step('call it in a workload', CALL).phases.inference / 2)
  })

  it('split: loading takes less, because what was heavy is not loaded and no glue is evaluated', () => {
    const loaded = (label: string) => {
      const { profile } = result(label).session
      return Array.from({ length: profile.imports.length }, (_, row) => textAt(profile, profile.imports.name[row]))
    }
    const [before, after] = ['rules of Julia 1.8', 'split packages, no Requires'].map((label) => ({ names: loaded(label), using: step(label, 'using OrdinaryDiffEq') }))
    for (const name of ['StaticArrays', 'GPUArrays', 'Requires']) expect([before?.names.includes(name), after?.names.includes(name)]).toEqual([true, false])
    expect(after?.using.seconds).toBeLessThan((before?.using.seconds ?? 0) / 2)
    expect(after?.using.phases.inference).toBeLessThan((before?.using.phases.inference ?? 0) / 10)
    expect(Math.abs(step('split packages, no Requires', CALL).seconds / step('rules of Julia 1.8', CALL).seconds - 1)).toBeLessThan(0.1)
  })

  it('invalidations: loading takes nothing of the workload any more, and nothing of it is inferred again', () => {
    const [before, after] = ['split packages, no Requires', 'no invalidations'].map((label) => ({ refused: refused(label), again: inferred(label, CALL).filter((one) => !one.includes('typeof(lorenz)')), causes: invalidators(label) }))
    expect(before?.refused.filter((one) => one.startsWith('LoopVectorization.lincomb!(')).length).toBeGreaterThan(5)
    expect(before?.again.filter((one) => before.refused.includes(one)).length).toBeGreaterThan(3)
    expect(before?.causes.filter((one) => one.startsWith('!(')).length).toBeGreaterThan(0)
    expect(after?.refused).toEqual([])
    expect(after?.again.filter((one) => before?.refused.includes(one))).toEqual([])
    expect(after?.causes.filter((one) => one.startsWith('!('))).toEqual([])
  })

  it('inference: no call of the solver waits for types that only show when it runs', () => {
    const triggers = (label: string) => {
      const { profile: { triggers: { length, callee }, frames }, profile } = result(label).session
      return Array.from({ length }, (_, row) => textAt(profile, frames.signature[callee[row] ?? -1])).filter((one) => one.startsWith('OrdinaryDiffEq.'))
    }
    expect(triggers('no invalidations').filter((one) => one.startsWith('OrdinaryDiffEq.stage!(')).length).toBeGreaterThanOrEqual(8)
    expect(triggers('inference fixed')).toEqual([])
  })

  it('wrapping: a function that is new makes nothing of the solver new', () => {
    const ofSolver = (label: string) => inferred(label, 'another problem').filter((one) => /^(OrdinaryDiffEq|DiffEqBase|RecursiveFactorization|LoopVectorization|TriangularSolve)\./.test(one))
    expect(ofSolver('inference fixed').length).toBeGreaterThan(10)
    expect(ofSolver('functions wrapped')).toEqual([])
    expect(ofSolver('NoSpecialize')).toEqual([])
    expect(step('functions wrapped', 'another problem').seconds).toBeLessThan(step('inference fixed', 'another problem').seconds / 3)
  })

  it('specialisation: compiled for the function it runs fastest and compiles longest', () => {
    const of = (label: string) => journey.comparison?.runs.find((run) => run.label === label)
    const [full, wrapped, none] = [of('inference fixed'), of('functions wrapped'), of('NoSpecialize')]
    expect(wrapped?.compiling).toBeLessThan(full?.compiling ?? 0)
    expect(none?.compiling).toBeLessThan(full?.compiling ?? 0)
    expect(full?.again).toBeLessThan(wrapped?.again ?? 0)
    expect(full?.again).toBeLessThan(none?.again ?? 0)
  })

  it('image: loading is nothing, and what is inferred is the function of the user', () => {
    const using = step('system image', 'using OrdinaryDiffEq')
    expect(using.seconds).toBeLessThan(step('functions wrapped', 'using OrdinaryDiffEq').seconds / 1000)
    expect([using.phases.inference, using.phases.codegen]).toEqual([0, 0])
    for (const signature of inferred('system image', CALL)) expect(signature).toMatch(/^lorenz\(/)
    expect(step('system image', CALL).phases.codegen).toBeLessThan(step('functions wrapped', CALL).phases.codegen / 20)
  })
})
