/** What became of a run since another one: in all, by phase and by step. Steps are matched by their label, the second of a name with the second. */
import type { LabRun, LabStepResult } from '../../../../shared/lab'

/** In the order in which bars are drawn. */
export const RUN_PHASES = ['load', 'validate', 'inference', 'codegen', 'run'] as const

interface StepRow {
  readonly step: LabStepResult
  /** Of the same step before; undefined if there was none. */
  readonly before: LabStepResult | undefined
}

export interface RunDifference {
  readonly steps: readonly StepRow[]
  /** Steps that there were only before. */
  readonly gone: readonly LabStepResult[]
  /** Seconds of the longest step, of both. */
  readonly longest: number
}

export function differenceOf(now: LabRun, before: LabRun | undefined): RunDifference {
  const left = [...(before?.steps ?? [])]
  const steps = now.steps.map((step): StepRow => {
    const at = left.findIndex(({ label }) => label === step.label)
    return { step, before: at < 0 ? undefined : left.splice(at, 1)[0] }
  })
  const longest = Math.max(0, ...now.steps.map(({ seconds }) => seconds), ...(before?.steps ?? []).map(({ seconds }) => seconds))
  return { steps, gone: left, longest }
}

/** Less than a thousandth of a run is not worth a word. */
export function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-3 * Math.max(Math.abs(a), Math.abs(b))
}
