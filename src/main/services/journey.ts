/** Runs the journey of a scenario (loader/scenario/journey.ts): its steps in their order, then what else is compared, each as a run of its own. */
import { UserError } from '../../shared/errors'
import type { Journey } from '../../shared/journey'
import { journeyLabels, journeyOf, journeyPlan } from '../loader/scenario/journey'
import { ScenarioRunner, type FoundScenario, type RunResult, type ScenarioEvents, type ScenarioWorld } from './scenarios'

interface JourneyResult {
  readonly journey: Journey
  /** In the order in which they were run. */
  readonly results: readonly RunResult[]
}

/** Throws `UserError` if the scenario has no journey or a run fails, and 'cancelled'. */
export function runJourney({ scenario, runs, folder }: FoundScenario, world: ScenarioWorld, events: ScenarioEvents): JourneyResult {
  const runner = new ScenarioRunner(world, folder)
  const labels = journeyLabels(journeyPlan(scenario))
  const results = labels.map((label, at) => {
    const run = runs.find((one) => one.label === label)
    if (run === undefined) throw new UserError('bad-input', `There is no variation "${label}".`, { where: scenario.file })
    const tell = (text: string): void => events.onProgress?.(`[${at + 1}/${labels.length}] ${label}${text}`)
    tell('')
    const result = runner.run(run, { ...events, onProgress: (text) => { tell(`: ${text}`) } })
    if (result.failed) throw new UserError('bad-input', `${label}: ${problemOf(result)}`, { where: folder })
    return result
  })
  const journey = journeyOf(scenario, new Map(results.map(({ label, run: { julia }, calibration, seconds, session: { steps } }) => [label, { julia, calibration, seconds, steps }])))
  return { journey, results }
}

function problemOf({ session: { steps, diagnostics, exitCode } }: RunResult): string {
  return steps.find(({ error }) => error !== undefined)?.error ?? diagnostics[0]?.message ?? `the program ended with exit code ${exitCode}`
}
