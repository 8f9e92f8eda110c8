/**
 * The journey of a scenario (`[journey]`): of the runs of its steps a table that says how much of the first state is left, by which factor each step took less
 * than the one before it, in which phases, and why; with the figures of a text beside them, which nobody calculates with. Pure.
 */
import { UserError } from '../../../shared/errors'
import { JOURNEY_PHASES, journeyRow, stepsUpTo, type Journey, type JourneyComparison, type JourneyFigure, type JourneyOutline, type JourneyStep } from '../../../shared/journey'
import { textTable } from '../../../shared/text-table'
import { formatTime } from '../../../shared/units'
import type { StepResult } from '../session-request'
import { BASE_LABEL } from './read'
import type { JourneyPlan, Scenario } from './schema'

/** A run of the scenario, as far as a journey asks. */
export interface JourneyRun {
  readonly julia: string
  readonly calibration: string
  /** Of the whole session, with what is no step. */
  readonly seconds: number
  readonly steps: readonly StepResult[]
}

/** Throws `UserError` if the scenario has no journey. */
export function journeyPlan({ journey, file }: Scenario): JourneyPlan {
  if (journey === undefined) throw new UserError('bad-input', 'The scenario has no table [journey].', { where: file })
  return journey
}

/** Labels of all runs that it needs, each once, in that order. */
export function journeyLabels({ steps, compare }: JourneyPlan): readonly string[] {
  return [...new Set([...steps, ...compare?.runs ?? []])]
}

/** @param runs by label, all of `journeyLabels`. Throws `UserError` if the scenario has no journey, or a run did not come to the call. */
export function journeyOf(scenario: Scenario, runs: ReadonlyMap<string, JourneyRun>): Journey {
  const { call, steps, compare } = journeyPlan(scenario)
  const found = (label: string): JourneyRun => {
    const run = runs.get(label)
    if (run?.steps.some((step) => step.label === call && step.error === undefined) !== true) throw new UserError('bad-input', `"${label}" did not come to "${call}".`, { where: scenario.file })
    return run
  }
  return {
    title: scenario.title ?? scenario.file,
    calibration: found(steps[0] ?? '').calibration,
    call,
    rows: steps.map((label) => journeyRow(stepOf(scenario, label), found(label), call)),
    comparison: compare && { step: compare.step, runs: compare.runs.map((label) => comparedOf(label, found(label), call, compare.step)) },
  }
}

/** Undefined if the scenario has none. */
export function journeyOutline(scenario: Scenario): JourneyOutline | undefined {
  const { journey } = scenario
  return journey && { call: journey.call, steps: journey.steps.map((label) => stepOf(scenario, label)) }
}

function stepOf(scenario: Scenario, label: string): JourneyStep {
  const said: Pick<Scenario, 'reported' | 'because'> = label === (scenario.label ?? BASE_LABEL) ? scenario : scenario.variations?.find((one) => one.label === label) ?? {}
  return { label, because: said.because ?? '', reported: said.reported ?? [] }
}

function secondsOf(steps: readonly StepResult[], label: string): number {
  return steps.find((step) => step.label === label)?.seconds ?? NaN
}

function comparedOf(label: string, { steps }: JourneyRun, call: string, again: string): JourneyComparison['runs'][number] {
  return { label, compiling: stepsUpTo(call, steps).reduce((sum, { phases }) => sum + phases.inference + phases.codegen, 0), call: secondsOf(steps, call), again: secondsOf(steps, again) }
}

/** `97 %`, `0.4 %`: two digits that count. */
function shareText(share: number): string {
  return `${share >= 0.0995 ? (100 * share).toFixed(0) : (100 * share).toPrecision(2)} %`
}

function time(seconds: number): string {
  return seconds === 0 ? '–' : formatTime(1e9 * seconds)
}

function figureText({ seconds, steps }: JourneyFigure): string {
  return `${steps === undefined ? '' : `${steps.join(', ')} `}${seconds} s`
}

/** Wide lines for a terminal: the table, the reasons by number, the comparison. */
export function journeyText({ call, rows, comparison }: Journey): string {
  const [first] = rows
  const last = rows.at(-1)
  if (first === undefined || last === undefined) return ''
  const table = textTable({
    head: ['', '', 'Julia', 'takes', 'of the first', 'times less', ...JOURNEY_PHASES, `the text says`],
    rows: rows.map((row, at) => [
      `${at}`, row.label, row.julia, time(row.seconds), shareText(row.seconds / first.seconds), at === 0 ? '' : ((rows[at - 1]?.seconds ?? NaN) / row.seconds).toFixed(2),
      ...JOURNEY_PHASES.map((phase) => time(row.phases[phase])), row.figures.map(figureText).join('; '),
    ]),
    words: new Set([1, 2, 11]),
  })
  const reasons = rows.flatMap(({ because }, at) => (because === '' ? [] : [`${at}  ${because}`]))
  // Less is rounding.
  const before = rows.filter((row) => row.before > row.seconds / 1e6).map((row) => `Not counted: "${row.label}" reads ${time(row.before)} of its image before the first step.`)
  const compared = comparison === undefined ? [] : ['', ...textTable({
    head: ['', 'compiling', call, comparison.step],
    rows: comparison.runs.map(({ label, compiling, call: seconds, again }) => [label, time(compiling), time(seconds), time(again)]),
    words: new Set([0]),
  })]
  return [...table, '', `In all ${(first.seconds / last.seconds).toFixed(0)} times less, up to "${call}" and with it.`, ...before, '', ...reasons, ...compared].join('\n')
}
