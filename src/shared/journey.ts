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
  /** Whose rules were followed; '' if that is not known. */
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

/** What a scenario says of a step of its journey. */
export interface JourneyStep {
  readonly label: string
  readonly because: string
  readonly reported: readonly Pick<JourneyFigure, 'seconds' | 'steps'>[]
}

/** What a scenario says of its journey. */
export interface JourneyOutline {
  readonly call: string
  readonly steps: readonly JourneyStep[]
}

/** A run of such a step, as far as a row tells of it. In seconds. */
export interface JourneyRun {
  readonly julia: string
  /** Of the whole session, with what is no step. */
  readonly seconds: number
  readonly steps: readonly { readonly label: string, readonly seconds: number, readonly phases: JourneyRow['phases'] }[]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

/** The steps of a run up to the call and with it. */
export function stepsUpTo<Step extends { readonly label: string }>(call: string, steps: readonly Step[]): readonly Step[] {
  return steps.slice(0, steps.findIndex(({ label }) => label === call) + 1)
}

export function journeyRow({ label, because, reported }: JourneyStep, { julia, seconds: whole, steps }: JourneyRun, call: string): JourneyRow {
  const counted = stepsUpTo(call, steps)
  return {
    label, julia, because,
    seconds: sum(counted.map(({ seconds }) => seconds)),
    phases: Object.fromEntries(JOURNEY_PHASES.map((phase) => [phase, sum(counted.map(({ phases }) => phases[phase]))])) as JourneyRow['phases'],
    before: Math.max(0, whole - sum(steps.map(({ seconds }) => seconds))),
    call: steps.find((step) => step.label === call)?.seconds ?? NaN,
    figures: reported.map(({ seconds, steps: named }) => ({
      seconds, steps: named, simulated: sum(counted.filter((step) => named?.includes(step.label) ?? true).map((step) => step.seconds)),
    })),
  }
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
