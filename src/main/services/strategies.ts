/**
 * Runs the strategies of a scenario (loader/scenario/strategies.ts): each in a copy of the project with caches of its own, all in memory; then the package
 * is updated in that copy, and the same is run again with what was made before. What the call shows after the update is known from a run that saves
 * nothing.
 */
import { UserError } from '../../shared/errors'
import type { OverlayFiles } from '../loader/overlay-files'
import { joinPath } from '../loader/paths'
import type { Run } from '../loader/scenario/expand'
import type { Edit, Strategies } from '../loader/scenario/schema'
import { checkStrategies, codeUpTo, strategyNamed, strategyRun, strategyTable, type Strategy, type StrategyColumn, type StrategyOutcome, type StrategyRuns } from '../loader/scenario/strategies'
import { hiddenCaches, putEdits, ScenarioRunner, type FoundScenario, type RunResult, type ScenarioEvents, type ScenarioWorld } from './scenarios'

interface StrategiesResult {
  readonly columns: readonly StrategyColumn[]
  /** Those of the strategies before the update, in their order. */
  readonly results: readonly RunResult[]
}

/**
 * @param run the run of the scenario that strategies are added to.
 * Throws `UserError` if the scenario does not say what a strategy does, if a run fails before the update, and 'cancelled'.
 */
export function runStrategies({ scenario, folder }: FoundScenario, run: Run, strategies: readonly Strategy[], world: ScenarioWorld, events: ScenarioEvents): StrategiesResult {
  const { strategies: said, file } = scenario
  if (said === undefined) throw new UserError('bad-input', 'The scenario has no table [strategies].', { where: file })
  checkStrategies(strategies, said, run.julia, file)
  const runner = new StrategyRunner(said, folder, run, world, events)
  const made = strategies.map((strategy) => ({ strategy, ...runner.run(strategy) }))
  const baseline = made.find(({ strategy }) => strategy.parts.size === 0)?.runs.before ?? runner.run(strategyNamed('nothing')).runs.before
  const columns = strategyTable(made.map(({ runs }) => runs), said.call, baseline, runner.expected())
  return { columns, results: made.map(({ result }) => result) }
}

/** In the copy of the project only: the steps up to the call. */
const EXECUTION_FILE = 'up-to-the-call.jl'

class StrategyRunner {
  constructor(
    private readonly said: Strategies,
    private readonly folder: string,
    private readonly base: Run,
    private readonly world: ScenarioWorld,
    private readonly events: ScenarioEvents,
  ) {}

  run(strategy: Strategy): { readonly runs: StrategyRuns, readonly result: RunResult } {
    const { said: { update }, events } = this
    const { run, edits } = strategyRun(this.base, this.said, strategy, EXECUTION_FILE)
    events.onProgress?.(strategy.title)
    const files = this.copy(run, edits)
    const first = this.take(files, run)
    if (first.failed) throw new UserError('bad-input', `${strategy.title}: ${problemOf(first)}`, { where: this.folder })
    if (update === undefined) return { result: first, runs: { strategy, before: outcome(first), after: undefined } }
    events.onProgress?.(`${strategy.title}, after the update`)
    putEdits(files, this.folder, { ...run, edits: update })
    // What is in an image stays as it was built.
    const again = first.image === undefined ? run : { ...run, sysimage: { kind: 'file', path: first.image.path } as const }
    return { result: first, runs: { strategy, before: outcome(first), after: outcome(this.take(files, again)) } }
  }

  /** What the call shows after the update if nothing is saved. */
  expected(): string | undefined {
    const { said: { call, update }, base } = this
    if (update === undefined) return undefined
    const run: Run = { ...base, label: 'after the update', caches: 'none', compiledModules: 'no', edits: [] }
    const { session } = this.take(this.copy(run, [...base.edits, ...update]), run)
    return session.steps.find(({ label }) => label === call)?.shown
  }

  private copy(run: Run, edits: readonly Edit[]): OverlayFiles {
    const files = hiddenCaches(this.world)
    putEdits(files, this.folder, { ...run, edits })
    files.write(joinPath(this.folder, EXECUTION_FILE), new TextEncoder().encode(codeUpTo(this.said.call, run)))
    return files
  }

  private take(files: OverlayFiles, run: Run): RunResult {
    return new ScenarioRunner({ ...this.world, files }, this.folder).run(run, this.events)
  }
}

function problemOf({ session: { steps, diagnostics, exitCode } }: RunResult): string {
  return steps.find(({ error }) => error !== undefined)?.error ?? diagnostics[0]?.message ?? `the program ended with exit code ${exitCode}`
}

function outcome({ run, session, prepared, image }: RunResult): StrategyOutcome {
  return {
    run, prepared: [...prepared, ...session.built], steps: session.steps,
    ...(image !== undefined && { image }),
    stale: session.image?.stale.map(({ package: { name }, reason }) => `${name} ${reason}`) ?? [],
  }
}
