/** From measured programs to a calibration file: the fitted rates, where each is from, and the error on programs that were left out. */
import { WORK_KINDS, type Calibration, type WorkKind } from '../julia/observe/clock'
import type { CalibrationFile } from './calibration-file'
import { equationsOf, type Measured, type Phase } from './design'
import { fitRates, type Fit } from './fit'
import { leaveOut, type Validation } from './validate'

export interface Circumstances {
  readonly name: string
  /** The release, `1.5.3`. */
  readonly julia: string
  /** Day, as in 2024-02-29. */
  readonly date: string
  /** In general words. */
  readonly machine: string
  readonly rounds: number
}

/** A rate whose resolution is above is called measured, below the least one taken from the proportions. */
const MEASURED = 0.8
const UNSEEN = 0.2
const DIGITS = 4

export function makeCalibration(measured: readonly Measured[], proportions: Calibration, { name, julia, date, machine, rounds }: Circumstances): { file: CalibrationFile, validation: Validation } {
  const equations = equationsOf(measured)
  const fit = fitRates(equations, proportions)
  const validation = leaveOut(measured, proportions)
  const seenIn = (kind: WorkKind): Phase[] => [...new Set(equations.filter(({ counts }) => (counts[kind] ?? 0) > 0).map(({ phase }) => phase))]
  const file: CalibrationFile = {
    name,
    about: `Fitted to ${measured.length} programs timed in Julia ${julia}. Another machine has other figures: backedge calibrate.`,
    julia,
    measured: {
      date, machine, rounds, programs: measured.length,
      error: { median: rounded(validation.median), phases: Object.fromEntries(Object.entries(validation.phases).map(([phase, error]) => [phase, rounded(error)])) },
    },
    source: Object.fromEntries(WORK_KINDS.map((kind) => [kind, sourceOf(kind, fit, seenIn(kind))])),
    nanoseconds: Object.fromEntries(WORK_KINDS.map((kind) => [kind, rounded(fit.rates[kind])])),
  }
  return { file, validation }
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS))
}

function sourceOf(kind: WorkKind, { resolution, rates }: Fit, phases: readonly Phase[]): string {
  const share = resolution[kind]
  if (phases.length === 0) return 'not measured: no program has it; plain figure'
  const where = `phases ${phases.join(', ')}`
  const bound = rates[kind] === 0 ? '; the fit wants it below zero' : ''
  if (share >= MEASURED) return `measured: ${where}${bound}`
  if (share < UNSEEN) return `proportion of the plain figures, scaled to the others of ${where}${bound}`
  return `measured together with other kinds (${Math.round(100 * share)} % from the data, the rest from the plain figures' proportions): ${where}${bound}`
}
