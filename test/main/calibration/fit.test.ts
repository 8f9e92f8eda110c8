import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WORK_KINDS, type Calibration, type WorkKind } from '../../../src/main/julia/observe/clock'
import { equationsOf, PHASES, predicted, type Equation, type Measured } from '../../../src/main/calibration/design'
import { fitRates, nonNegativeLeastSquares } from '../../../src/main/calibration/fit'
import { leaveOut, median } from '../../../src/main/calibration/validate'

const number = fc.double({ min: -10, max: 10, noNaN: true })
const system = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 10 })).chain(([columns, rows]) =>
  fc.tuple(fc.array(fc.array(number, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }), fc.array(number, { minLength: rows, maxLength: rows })))

const times = (matrix: readonly (readonly number[])[], x: readonly number[]) => matrix.map((row) => row.reduce((sum, value, at) => sum + value * (x[at] ?? 0), 0))
const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0)

/** A phase where some kinds of work can be, as a real run has them. */
const KINDS: Readonly<Record<Equation['phase'], readonly WorkKind[]>> = {
  parse: ['parseByte'], lower: ['lowerStatement'], define: ['lowerStatement', 'insertMethod'],
  infer: ['inferFrame', 'inferStatement', 'optimizeStatement'], rest: ['generateFunction', 'generateInstruction'], run: ['runInstruction', 'dispatch'],
}
const rates = fc.tuple(...WORK_KINDS.map(() => fc.double({ min: 20, max: 20_000, noNaN: true }))).map((values) =>
  Object.fromEntries(WORK_KINDS.map((kind, at) => [kind, values[at]])) as Calibration)
const program = fc.tuple(...PHASES.map((phase) => fc.tuple(...KINDS[phase].map(() => fc.integer({ min: 1000, max: 100_000 })))))
  .map((amounts) => Object.fromEntries(PHASES.map((phase, at) => [phase, Object.fromEntries(KINDS[phase].map((kind, place) => [kind, amounts[at]?.[place] ?? 0]))])) as Measured['counts'])
const programs = (least: number) => fc.array(program, { minLength: least, maxLength: least + 10 })
const timed = (counts: readonly Measured['counts'][], truth: Calibration): Measured[] => counts.map((one, at) => ({
  program: `p${at}`, counts: one, times: Object.fromEntries(PHASES.map((phase) => [phase, predicted(one[phase], truth)])) as Measured['times'],
}))
const flat = Object.fromEntries(WORK_KINDS.map((kind) => [kind, 100])) as Calibration

describe('nonNegativeLeastSquares', () => {
  it('has no unknown below zero, and moving one makes nothing better', () => {
    fc.assert(fc.property(system, ([matrix, right]) => {
      const solution = nonNegativeLeastSquares(matrix, right)
      expect(solution.every((value) => value >= 0)).toBe(true)
      const error = (x: readonly number[]) => squares(times(matrix, x).map((value, at) => value - (right[at] ?? 0)))
      const least = error(solution)
      for (const [at, value] of solution.entries()) {
        for (const moved of [value * 0.99, value * 1.01 + 1e-3, value + 1]) expect(error(solution.with(at, moved))).toBeGreaterThan(least - 1e-6 * (1 + least))
      }
    }), { numRuns: 300 })
  })

  it('solves what can be solved', () => {
    expect(nonNegativeLeastSquares([[1, 1], [1, -1]], [3, 1]).map((value) => Math.round(1e9 * value) / 1e9)).toEqual([2, 1])
    expect(nonNegativeLeastSquares([[1, 0], [0, 1]], [3, -1])).toEqual([3, 0])
    expect(nonNegativeLeastSquares([[0]], [3])).toEqual([0])
  })
})

describe('fitRates', () => {
  it('gives back proportions that are right, in the size of each phase', () => {
    fc.assert(fc.property(programs(8), rates, fc.tuple(...PHASES.map(() => fc.double({ min: 0.1, max: 10, noNaN: true }))), (counts, truth, factors) => {
      // `lowerStatement` is in two phases, which have one factor then.
      const scale = (kind: WorkKind) => factors[['lower', 'define'].some((phase) => KINDS[phase as 'lower'].includes(kind)) ? 1 : PHASES.findIndex((phase) => KINDS[phase].includes(kind))] ?? 1
      const proportions = Object.fromEntries(WORK_KINDS.map((kind) => [kind, truth[kind] * scale(kind)])) as Calibration
      const { rates: found } = fitRates(equationsOf(timed(counts, truth)), proportions)
      for (const kind of Object.values(KINDS).flat()) expect(found[kind] / truth[kind]).toBeCloseTo(1, 2)
    }), { numRuns: 30 })
  })

  it('finds a rate that stands alone, whatever was thought of it, and says that it did', () => {
    fc.assert(fc.property(programs(30), rates, (counts, truth) => {
      const { rates: found, resolution } = fitRates(equationsOf(timed(counts, truth)), flat)
      for (const kind of ['parseByte', 'lowerStatement'] as const) {
        expect(Math.abs(found[kind] / truth[kind] - 1)).toBeLessThan(0.05)
        expect(resolution[kind]).toBeGreaterThan(0.9)
      }
    }), { numRuns: 20 })
  })

  it('predicts the sum of kinds that it cannot tell apart, and says that it cannot', () => {
    const counts = Array.from({ length: 20 }, (_, at) => ({ inferFrame: 10 * (at + 1), inferStatement: 40 * (at + 1) }))
    const equations = counts.map((work, at): Equation => ({ program: `p${at}`, phase: 'infer', counts: work, time: 5000 * (at + 1) }))
    const { rates: found, resolution } = fitRates(equations, flat)
    expect(10 * found.inferFrame + 40 * found.inferStatement).toBeCloseTo(5000, 6)
    expect(found.inferFrame).toBeCloseTo(found.inferStatement, 6)
    expect(resolution.inferFrame).toBeLessThan(0.5)
    expect(resolution.verifyEdge).toBeNaN()
    expect(found.verifyEdge).toBe(flat.verifyEdge)
  })

  it('takes half and twice as equally wrong', () => {
    const equations = [0.5, 2, 0.5, 2, 0.5, 2].map((time, at): Equation => ({ program: `p${at}`, phase: 'parse', counts: { parseByte: 1000 }, time: 100_000 * time }))
    expect(fitRates(equations, flat).rates.parseByte).toBeCloseTo(100, 6)
  })
})

describe('leaveOut', () => {
  it('finds no error where there is none, and a program that is unlike the others', () => {
    const counts = Array.from({ length: 12 }, (_, at) => Object.fromEntries(PHASES.map((phase, place) => [phase, Object.fromEntries(KINDS[phase].map((kind, i) => [kind, 1000 * (1 + ((at * 7 + place * 3 + i * 5) % 11))]))])) as Measured['counts'])
    const measured = timed(counts, flat)
    const exact = leaveOut(measured, flat)
    expect(exact.median).toBeLessThan(1e-6)
    expect(exact.programs.map((one) => one.program)).toEqual(measured.map((one) => one.program))
    const odd = measured.map((one, at) => (at === 3 ? { ...one, times: { ...one.times, infer: 10 * one.times.infer } } : one))
    const { programs: left } = leaveOut(odd, flat)
    expect(left[3]?.errors.infer).toBeGreaterThan(0.85)
    expect(left[3]?.errors.parse).toBeLessThan(1e-6)
  })

  it('leaves out what a clock barely sees', () => {
    const [one] = timed([Object.fromEntries(PHASES.map((phase) => [phase, { runInstruction: 1 }])) as Measured['counts']], flat)
    expect(one === undefined ? [] : equationsOf([one])).toEqual([])
  })

  it('has a median', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5])
    expect(median([])).toBeNaN()
  })
})
