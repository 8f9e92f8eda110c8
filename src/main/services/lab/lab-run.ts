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
import type { ViewOf } from './instance-views'
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

/** What is about to run. */
interface Started {
  readonly overlay: FileSystem
  readonly folder: string
  readonly run: Run
  readonly problems: string[]
  readonly choices: LabChoices
}

export class LabRuns {
  private remembered: readonly Remembered[] = []

  constructor(private readonly world: ScenarioWorld, private readonly lab: Lab) {}

  /** Throws `UserError` for what the run names and is not there, for a scenario that cannot be read, and 'cancelled'. */
  run(choices: LabChoices, events: LabRunEvents): Pick<Remembered, 'run' | 'profile'> & { readonly remembered: boolean, readonly viewOf: ViewOf | undefined } {
    const started = this.started(choices)
    const { run, overlay } = started
    const key = JSON.stringify([run, choices], (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
    const before = this.remembered.find((one) => one.key === key && stillSame(one.files.notes, overlay))
    if (before !== undefined) {
      const { run: { made, reused, ...rest }, profile } = before
      return { run: { ...rest, made: [], reused: [...reused, ...made.flatMap((one) => (one.within ? [] : one.package))] }, profile, remembered: true, viewOf: undefined }
    }
    const { files, finished, result } = this.finished(started, events)
    const { profile, viewOf } = result.session
    this.remembered = [{ key, files, run: finished, profile }, ...this.remembered].slice(0, MOST_REMEMBERED)
    return { run: finished, profile, remembered: false, viewOf }
  }

  /** The run that gave a profile once more, for those who look at what it left; undefined if its files are others by now, or if it is not remembered. */
  again(profile: Profile, events: LabRunEvents): ViewOf | undefined {
    const before = this.remembered.find((one) => one.profile === profile)
    if (before === undefined) return undefined
    const started = this.started(before.run.choices)
    return stillSame(before.files.notes, started.overlay) ? this.finished(started, events).result.session.viewOf : undefined
  }

  private started(choices: LabChoices): Started {
    const { runs, folder } = this.lab.scenario()
    const overlay = this.lab.files.overlay()
    return { overlay, folder, choices, ...this.changed(chosenRun(runs, choices), choices, overlay, folder) }
  }

  private finished({ overlay, folder, run, problems, choices }: Started, { isCancelled, onProgress }: LabRunEvents) {
    const { world: { depot }, lab } = this
    const files = new NotedFiles(overlay, CACHE_FOLDERS.map((name) => joinPath(depot, name)))
    const caches = new LabCaches(overlay, depot, folder)
    const packages = run.caches === 'warm' ? packagesToPrepare(overlay, joinPath(folder, run.project), run) : []
    const stages = [...packages.map((name) => `precompiling ${name}`), ...run.steps.map(({ label }) => label)]
    let done = 0
    let output = ''
    const result = new ScenarioRunner({ ...this.world, files }, folder, caches).run(run, {
      write: (_, text) => void (output += text),
      isCancelled,
      onProgress: (text) => {
        onProgress(done, stages.length, text)
      },
      onStep: (label) => {
        done = Math.max(done, stages.indexOf(label, done))
        onProgress(done, stages.length, label)
      },
    }, [])
    const finished: FinishedRun = {
      ...rowOf(result, output),
      made: [...caches.made, ...result.session.built.map((one) => ({ package: one.package, reason: WITHIN[run.caches], seconds: one.seconds, output: one.output, within: true }))],
      reused: caches.reused,
      steps: result.session.steps.map(({ label, seconds, phases, shown = '', error = '' }) => ({ label, seconds, phases, shown, error })),
      choices, problems,
      diagnostics: placesOf({ run, session: result.session, output }, lab.files, lab.scenarioFile),
    }
    return { files, finished, result }
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
