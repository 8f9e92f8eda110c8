/**
 * From programs to equations: each phase of each program says that the work counted in it, at the rates that are looked for, takes the time
 * that was measured. The fit takes them relative to that time, so that a program of a millisecond says as much as one of a
 * second; times of a few microseconds, which calling and the clock themselves take, are left out.
 *
 * What can be told apart: reading (`parse`), lowering (`lower`) and running (`run`) are measured alone, so `parseByte`,
 * `lowerStatement` and `runInstruction` stand in equations of their own, and inserting methods is what remains of `define`. Inference and
 * the rest of a first call (generating code, dispatch) are apart because the runtime enters inference at one place. Within
 * inference nothing separates frames, statements, optimisation, lookups and steps of subtyping but that programs have them in different
 * proportions, which they hardly do: there the fit leans on proportions given beforehand, and `fit.ts` says for each kind how
 * much is from the data. Kinds that no program has (`allocate`, `verifyEdge` while nothing counts them) are not in any equation.
 */
import { WORK_KINDS, type Calibration, type WorkKind } from '../julia/observe/clock'

/** Names of the lines that `resources/julia/measure.jl` prints. */
export const PHASES = ['parse', 'lower', 'define', 'infer', 'rest', 'run'] as const
export type Phase = (typeof PHASES)[number]

/** Units of work; a kind that is left out has none. */
export type Counts = Partial<Readonly<Record<WorkKind, number>>>
/** Nanoseconds. */
export type PhaseTimes = Readonly<Record<Phase, number>>

/** One program, counted here and timed there. */
export interface Measured {
  readonly program: string
  readonly counts: Readonly<Record<Phase, Counts>>
  readonly times: PhaseTimes
}

export interface Equation {
  readonly program: string
  readonly phase: Phase
  readonly counts: Counts
  /** Nanoseconds. */
  readonly time: number
}

/** Times below are as much the clock as the work. */
const SHORTEST = 20_000

export function equationsOf(measured: readonly Measured[]): Equation[] {
  return measured.flatMap(({ program, counts, times }) =>
    PHASES.flatMap((phase): Equation[] => {
      const time = times[phase]
      return time >= SHORTEST && WORK_KINDS.some((kind) => (counts[phase][kind] ?? 0) > 0) ? [{ program, phase, counts: counts[phase], time }] : []
    }))
}

/** Nanoseconds that this work takes at these rates. */
export function predicted(counts: Counts, rates: Calibration): number {
  return WORK_KINDS.reduce((sum, kind) => sum + (counts[kind] ?? 0) * rates[kind], 0)
}
