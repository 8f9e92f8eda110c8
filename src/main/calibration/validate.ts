/**
 * How good fitted rates are on programs that they were not fitted to: programs are dealt into folds in the order of the list, each fold is
 * predicted by rates from the others. What is compared for a whole program is its first evaluation: reading, definitions (lowering is
 * part of that) and the first call.
 */
import type { Calibration } from '../julia/observe/clock'
import { equationsOf, PHASES, predicted, type Measured, type Phase } from './design'
import { fitRates } from './fit'

interface LeftOut {
  readonly program: string
  /** Nanoseconds of the first evaluation. */
  readonly predicted: number
  readonly measured: number
  /** |predicted / measured - 1| of each phase that has an equation. */
  readonly errors: Partial<Readonly<Record<Phase, number>>>
}

export interface Validation {
  readonly programs: readonly LeftOut[]
  /** Medians over the programs. */
  readonly median: number
  readonly phases: Partial<Readonly<Record<Phase, number>>>
}

const FOLDS = 8
/** What a first evaluation consists of. */
const WHOLE: readonly Phase[] = ['parse', 'define', 'infer', 'rest']

export function leaveOut(measured: readonly Measured[], proportions: Calibration, folds = Math.min(FOLDS, measured.length)): Validation {
  const programs = Array.from({ length: folds }, (_, fold) => {
    const { rates } = fitRates(equationsOf(measured.filter((__, at) => at % folds !== fold)), proportions)
    return measured.flatMap((one, at) => (at % folds === fold ? [{ at, left: predictedBy(rates, one) }] : []))
  }).flat().sort((a, b) => a.at - b.at).map(({ left }) => left)
  const phases = PHASES.flatMap((phase) => {
    const errors = programs.flatMap(({ errors: { [phase]: error } }) => (error === undefined ? [] : [error]))
    return errors.length === 0 ? [] : [[phase, median(errors)] as const]
  })
  return { programs, median: median(programs.map(({ predicted: guess, measured: time }) => Math.abs(guess / time - 1))), phases: Object.fromEntries(phases) }
}

function predictedBy(rates: Calibration, one: Measured): LeftOut {
  const { program, counts, times } = one
  const sum = (of: (phase: Phase) => number) => WHOLE.reduce((total, phase) => total + of(phase), 0)
  return {
    program,
    predicted: sum((phase) => predicted(counts[phase], rates)),
    measured: sum((phase) => times[phase]),
    errors: Object.fromEntries(equationsOf([one]).map(({ phase, counts: work, time }) => [phase, Math.abs(predicted(work, rates) / time - 1)])),
  }
}

/** Of the middle two the mean; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}
