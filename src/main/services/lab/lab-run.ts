/**
 * Runs of a lab. A run whose files and choices are those of an earlier one is answered from memory; else the packages are precompiled that need it, and the
 * program runs. Of what a run saw the answers of the file system are remembered, not the files.
 */
import type { LabChoices, LabRun } from '../../../shared/lab'
import type { Profile } from '../../../shared/profile/tables'
import { joinPath } from '../../loader/paths'
import { OverlayFiles } from '../../loader/overlay-files'
import { applyChanges, problemText } from '../../loader/what-if/apply'
import type { Run } from '../../loader/scenario/expand'
import type { FileSystem } from '../../loader/files'
import { rowOf } from '../scenario-calls'
import { packagesToPrepare, putEdits, ScenarioRunner, type ScenarioEvents, type ScenarioWorld } from '../scenarios'
import { chosenRun } from './choices'
import type { Lab } from './lab'
import { LabCaches } from './lab-caches'
import { NotedFiles, stillSame } from './noted-files'
import { placesOf } from './places'

/** A run before it is open as a session. */
type FinishedRun = Omit<LabRun, 'session' | 'remembered'>

interface Remembered {
  /** The run with all that was chosen. */
  readonly key: string
  readonly files: NotedFiles
  readonly run: FinishedRun
  readonly profile: Profile
}

/** Runs that a lab remembers. */
const MOST_REMEMBERED = 8
/** Folders of the depot that hold what runs leave there. */
const CACHE_FOLDERS = ['compiled', 'images', 'lab', 'scenarios']

export interface LabRunEvents extends Pick<ScenarioEvents, 'isCancelled'> {
  /** Packages that were looked at and steps that were begun, of all. */
  readonly onProgress: (done: number, total: number, text: string) => void
}

export class LabRuns {
  private remembered: readonly Remembered[] = []

  constructor(private readonly world: ScenarioWorld, private readonly lab: Lab) {}

  /** Throws `UserError` for what the run names and is not there, for a scenario that cannot be read, and 'cancelled'. */
  run(choices: LabChoices, { isCancelled, onProgress }: LabRunEvents): Pick<Remembered, 'run' | 'profile'> & { readonly remembered: boolean } {
    const { world: { depot }, lab } = this
    const { runs, folder } = lab.scenario()
    const overlay = lab.files.overlay()
    const { run, problems } = this.changed(chosenRun(runs, choices), choices, overlay, folder)
    const key = JSON.stringify([run, choices], (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
    const before = this.remembered.find((one) => one.key === key && stillSame(one.files.notes, overlay))
    if (before !== undefined) {
      const { run: { made, reused, ...rest }, profile } = before
      return { run: { ...rest, made: [], reused: [...reused, ...made.flatMap((one) => (one.within ? [] : one.package))] }, profile, remembered: true }
    }

    const files = new NotedFiles(overlay, CACHE_FOLDERS.map((name) => joinPath(depot, name)))
    const caches = new LabCaches(overlay, depot, folder)
    const packages = run.caches === 'warm' ? packagesToPrepare(overlay, joinPath(folder, run.project), run) : []
    const stages = [...packages.map((name) => `precompiling ${name}`), ...run.steps.map(({ label }) => label)]
    let done = 0
    let output = ''
    const result = new ScenarioRunner({ ...this.world, files }, folder, caches).run(run, {
      write: (_, text) => void (output += text),
      isCancelled,
      onProgress(text) {
        done = Math.max(done, stages.indexOf(text))
        onProgress(done, stages.length, text)
      },
    })
    const { profile } = result.session
    const finished: FinishedRun = {
      ...rowOf(result, output),
      made: [...caches.made, ...result.session.built.map((one) => ({ package: one.package, reason: WITHIN[run.caches], seconds: one.seconds, output: one.output, within: true }))],
      reused: caches.reused,
      steps: result.session.steps.map(({ label, seconds, phases, shown = '', error = '' }) => ({ label, seconds, phases, shown, error })),
      choices, problems,
      diagnostics: placesOf({ run, session: result.session, output }, lab.files, lab.scenarioFile),
    }
    this.remembered = [{ key, files, run: finished, profile }, ...this.remembered.filter((one) => one.key !== key)].slice(0, MOST_REMEMBERED)
    return { run: finished, profile, remembered: false }
  }

  /** With the changes of a what-if made in it, as far as they fit. */
  private changed(run: Run, { changes = [] }: LabChoices, overlay: FileSystem, folder: string): { readonly run: Run, readonly problems: string[] } {
    if (changes.length === 0) return { run, problems: [] }
    const { depot } = this.world
    const files = new OverlayFiles(overlay, [{ folder: depot, place: depot }])
    putEdits(files, folder, run)
    const changed = applyChanges(changes, { files, folder, depot, run })
    return { run: changed.run, problems: changed.problems.map(problemText) }
  }
}

const WITHIN = { warm: 'the project does not name it', cold: 'the run begins without caches', none: 'no caches are used' }
