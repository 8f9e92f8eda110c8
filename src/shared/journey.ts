/**
 * A journey: one program at the steps from a first state to a last one, each a run of a scenario, with the reason why it takes less than the one before it
 * and with what a text reports for it. Plain data for tables, charts and JSON; `loader/scenario/journey.ts` makes it of runs.
 */
import type { Phase } from './profile/phases'

/** In the order of bars and columns. */
export const JOURNEY_PHASES = ['load', 'validate', 'inference', 'codegen', 'run'] as const satisfies readonly Phase[]

/** What a text reports, and what was simulated of the same. In seconds. */
export interface JourneyFigure {
  readonly seconds: number
  /** Labels of the steps that the text speaks of; undefined for all up to the call. */
  readonly steps: readonly string[] | undefined
  readonly simulated: number
}

export interface JourneyRow {
  readonly label: string
  /** Whose rules were followed. */
  readonly julia: string
  /** Up to the call and with it. */
  readonly seconds: number
  readonly phases: Readonly<Record<(typeof JOURNEY_PHASES)[number], number>>
  /** What passed before the first step: reading a system image that has more in it than that of the version. In no other figure. */
  readonly before: number
  /** Of the call alone. */
  readonly call: number
  readonly figures: readonly JourneyFigure[]
  /** One sentence; '' if the scenario gives none. */
  readonly because: string
}

/** Ways to do the same, in seconds. */
export interface JourneyComparison {
  /** The step that was run once everything was compiled. */
  readonly step: string
  readonly runs: readonly { readonly label: string, readonly compiling: number, readonly call: number, readonly again: number }[]
}

export interface Journey {
  readonly title: string
  /** The name of the one that gave the times. */
  readonly calibration: string
  /** The label of the step that it is about. */
  readonly call: string
  readonly rows: readonly JourneyRow[]
  readonly comparison: JourneyComparison | undefined
}
