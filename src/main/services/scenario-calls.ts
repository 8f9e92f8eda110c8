/**
 * Scenarios as the front end asks for them: the samples, or a file that a person chose. Where the services are bound to a root folder, so are the
 * files that a scenario reads: it is a program, and must not see more than the page that runs it.
 */
import type { ScenarioInfo, ScenarioRun, ScenarioSource } from '../../shared/api'
import { UserError } from '../../shared/errors'
import type { CallContext } from '../../shared/rpc'
import { diagnosticText } from '../julia/syntax/diagnostic'
import type { FileSystem } from '../loader/files'
import type { Access } from './access'
import { confined } from './confined-files'
import { loaderPath } from './node-files'
import { sampleFiles, samplePath, sampleProjects } from './sample-projects'
import { findScenario, ScenarioRunner, type FoundScenario, type RunResult, type ScenarioWorld } from './scenarios'
import type { Sessions } from './sessions'

interface Opened extends FoundScenario {
  readonly files: FileSystem
}

export class ScenarioCalls {
  constructor(
    private readonly world: ScenarioWorld,
    private readonly parts: { readonly access: Access; readonly sessions: Sessions; readonly root?: string; readonly onProgress?: () => void },
  ) {}

  samples(): ScenarioInfo[] {
    const files = sampleFiles(this.world.files, this.world.depot)
    return sampleProjects
      .map((id) => ({ id, found: findScenario(files, samplePath(id)) }))
      .sort((a, b) => placeOf(a.found) - placeOf(b.found))
      .map(({ id, found }) => infoOf(id, found))
  }

  async describe(source: ScenarioSource): Promise<ScenarioInfo> {
    return infoOf(source.kind === 'sample' ? source.id : '', await this.open(source))
  }

  async run(source: ScenarioSource, labels: readonly string[] | undefined, { signal, progress }: CallContext): Promise<ScenarioRun[]> {
    const { files, folder, runs: possible } = await this.open(source)
    const runs = (labels ?? possible.map(({ label }) => label)).map((label) => {
      const run = possible.find((one) => one.label === label)
      if (run === undefined) throw new UserError('bad-request', `The scenario has no run "${label}".`)
      return run
    })
    const runner = new ScenarioRunner({ ...this.world, files }, folder)
    const isCancelled = (): boolean => {
      this.parts.onProgress?.()
      return signal.aborted
    }
    const results: { readonly result: RunResult; readonly output: string }[] = []
    for (const [at, run] of runs.entries()) {
      let output = ''
      const say = (text: string): void => progress(at, runs.length, text === '' ? run.label : `${run.label}: ${text}`)
      say('')
      const result = runner.run(run, { write: (_, text) => void (output += text), onProgress: say, isCancelled })
      results.push({ result, output })
    }
    const sessions = this.parts.sessions.put(results.map(({ result }) => result.session.profile))
    return sessions.map((session, at): ScenarioRun[] => {
      const made = results[at]
      return made === undefined ? [] : [{ ...rowOf(made.result, made.output), session }]
    }).flat()
  }

  /** Throws `UserError`: 'not-found', 'no-access', 'bad-input'. */
  private async open(source: ScenarioSource): Promise<Opened> {
    if (source.kind === 'sample') {
      if (!sampleProjects.includes(source.id)) throw new UserError('not-found', `There is no sample "${source.id}".`)
      const files = sampleFiles(this.world.files, this.world.depot)
      return { files, ...findScenario(files, samplePath(source.id)) }
    }
    const path = loaderPath(await this.parts.access.readable(source.path))
    const { root } = this.parts
    const files = root === undefined ? this.world.files : confined(this.world.files, [loaderPath(root), this.world.depot])
    return { files, ...findScenario(files, path) }
  }
}

/** Those that say nothing come last. */
function placeOf({ scenario: { gallery } }: FoundScenario): number {
  return gallery?.place ?? Number.MAX_SAFE_INTEGER
}

function infoOf(id: string, { scenario, runs }: FoundScenario): ScenarioInfo {
  return { id, title: scenario.title ?? (id || scenario.file), about: scenario.about ?? '', runs: runs.map(({ label }) => label), tags: scenario.gallery?.tags ?? [] }
}

/** What a front end is told of a run. */
export function rowOf({ label, seconds, phases, counts, session }: RunResult, written: string): Omit<ScenarioRun, 'session'> {
  const values = session.steps.flatMap(({ label: step, shown }) => (shown === undefined ? [] : [`julia> ${step}\n${shown}\n`]))
  const errors = [...session.diagnostics.map(diagnosticText), ...session.steps.flatMap(({ error }) => error ?? [])]
  return { label, seconds, phases, counts, output: [written, ...values].join(''), error: errors.join('\n') }
}
