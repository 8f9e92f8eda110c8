/**
 * Runs scenarios: finds the file and its folder, lays a variation's edits and preferences over the project, precompiles what is to be warm, and
 * asks a Julia session. The project on disk is only read. Caches lie in a depot, those of each variation apart from one another, so that a run
 * gives the same profile whatever was run before.
 */
import { createHash } from 'node:crypto'
import { parse, stringify, TomlError, type TomlTable } from 'smol-toml'
import { UserError } from '../../shared/errors'
import type { JuliaVersion } from '../julia/versions'
import { crc32c } from '../loader/crc32c'
import type { FileSystem } from '../loader/files'
import { OverlayFiles, type KeptFolder } from '../loader/overlay-files'
import { fileNameOf, folderOf, isAbsolutePath, joinPath } from '../loader/paths'
import { expandScenario, type Run } from '../loader/scenario/expand'
import { readScenario } from '../loader/scenario/read'
import { secondsOf, type RunRow } from '../loader/scenario/results'
import type { Preferences, Scenario, Step } from '../loader/scenario/schema'
import type { Build, RunSession, SessionResult, SessionStep } from '../loader/session-request'
import type { CreateSysimage } from '../loader/sysimage/request'
import { calibrationFor, calibrationFrom, shippedCalibration } from './calibrations'
import { imageOf, IMAGES_FOLDER, type RunImage } from './scenario-sysimage'

/** Everything beyond the scenario that a run needs. Paths are the loader's (`loader/paths.ts`). */
export interface ScenarioWorld {
  readonly files: FileSystem
  /** Compiled caches; packages may be installed in it as in Julia's. */
  readonly depot: string
  readonly runSession: RunSession
  /** Builds the system images that scenarios ask for; without it they are refused. */
  readonly createSysimage?: CreateSysimage
  /** Where the system image of a version lies; undefined if there is none yet. */
  readonly systemImage?: (julia: JuliaVersion) => string | undefined
}

export interface ScenarioEvents {
  readonly write: (descriptor: number, text: string) => void
  readonly onProgress?: (text: string) => void
  /** A package is looked at before the run, `precompiling Tiny`, or a step of the run begins. */
  readonly onStep?: (label: string) => void
  readonly isCancelled?: () => boolean
}

export interface FoundScenario {
  readonly scenario: Scenario
  readonly runs: readonly Run[]
  /** That its paths are relative to. */
  readonly folder: string
}

/** What is said in place of the scenario's own words: for the scenario as it is, and with it for all that say nothing else. */
export type Override = Partial<Pick<Scenario, 'julia' | 'calibration' | 'sysimage'>>

/**
 * Where the caches of warm runs lie, and what of them a run sees. If nobody says, they are kept in a folder for each way of making them, and a run sees all
 * that lies there.
 */
export interface RunCaches {
  /** Folders of the depot that lie elsewhere. */
  kept(run: Run): readonly KeptFolder[]
  /** What a system image is built from. */
  filesOfBuild(files: OverlayFiles): OverlayFiles
  /**
   * What the run itself sees, and what was precompiled for it, now or before.
   * @param done sessions that imported all packages; nothing of them has been kept from the run yet.
   * Undefined if the packages have to be imported once more.
   */
  settled(run: Run, files: OverlayFiles, done: readonly SessionResult[]): { readonly files: FileSystem, readonly prepared: readonly Build[] } | undefined
}

export interface RunResult extends RunRow {
  readonly run: Run
  readonly session: SessionResult
  /** What was precompiled before the run, for `caches = "warm"`. */
  readonly prepared: readonly Build[]
  /** What it began from, if not the image of its version. */
  readonly image: RunImage | undefined
  /** The name of the one that gave the times. */
  readonly calibration: string
  readonly failed: boolean
}

const SCENARIO_FILE = 'scenario.toml'
const MOST_CHARACTERS = 2 ** 20
const LOCAL_PREFERENCES = ['JuliaLocalPreferences.toml', 'LocalPreferences.toml'] as const
const SECONDS_OF_A_DAY = 86_400

/** @param path a scenario, or a folder with a `scenario.toml`. Throws `UserError`. */
export function findScenario(files: FileSystem, path: string, override: Override = {}): FoundScenario {
  const file = files.stat(path) === undefined ? joinPath(path, SCENARIO_FILE) : path
  const text = files.readText(file)
  if (text === undefined) {
    const isFolder = files.list(path).length > 0
    throw new UserError('not-found', isFolder ? `There is no ${SCENARIO_FILE} in this folder.` : 'There is no such file.', { where: path })
  }
  if (text.length > MOST_CHARACTERS) throw new UserError('too-large', `${text.length} characters, expected at most ${MOST_CHARACTERS}.`, { where: file })
  const scenario = { ...readScenario(text, fileNameOf(file)), ...override }
  return { scenario, runs: expandScenario(scenario), folder: folderOf(file) }
}

/** The files of the world without compiled caches: what is made anew lies in memory. */
export function hiddenCaches({ files, depot }: ScenarioWorld): OverlayFiles {
  const hidden = new OverlayFiles(files)
  for (const caches of ['compiled', 'scenarios']) hidden.remove(joinPath(depot, caches))
  return hidden
}

/** A session of the run, with what is asked of this one. */
type Ask = (what: Partial<Parameters<RunSession>[0]> & Pick<Parameters<RunSession>[0], 'steps' | 'write'>) => SessionResult

/** Runs of one scenario, one after the other; what one has precompiled the next finds. */
export class ScenarioRunner {
  /** What is precompiled: caches and package. */
  private readonly prepared = new Set<string>()

  constructor(private readonly world: ScenarioWorld, private readonly folder: string, private readonly caches?: RunCaches) {}

  /**
   * @param pipelines signatures whose way to native code is asked for in the end (loader/pipeline.ts).
   * Throws `UserError` for what the run names and is not there, and `UserError('cancelled')`.
   */
  run(run: Run, events: ScenarioEvents, pipelines?: readonly string[]): RunResult {
    const files = this.filesFor(run)
    const project = joinPath(this.folder, run.project)
    const request = {
      files,
      project,
      julia: run.julia,
      depot: this.world.depot,
      loadPath: run.loadPath.map((entry) => (entry.startsWith('@') ? entry : joinPath(this.folder, entry))),
      flags: run.flags,
      saving: run.saving,
      calibration: this.calibrationOf(run),
      startup: this.startupOf(run, files),
      onProgress: events.onProgress,
      onStep: events.onStep,
      isCancelled: events.isCancelled,
    }
    const image = this.imageFor(run, { ...request, write: events.write })
    const steps = run.steps.map(({ label, step }): SessionStep => ({ label, code: this.codeOf(step, files) }))
    const ask: Ask = (what) => {
      const result = this.world.runSession({ ...request, ...(image && { sysimage: image.path }), ...what })
      if (events.isCancelled?.() === true) throw new UserError('cancelled', 'Cancelled.')
      return result
    }

    const { files: seen, prepared } = this.prepare(run, files, ask, image)
    const session = ask({ files: seen, steps, write: events.write, compiledModules: run.compiledModules, prepared, pipelines, title: `${fileNameOf(this.folder)}: ${run.label}` })
    const failed = session.exitCode !== 0 || session.diagnostics.length > 0 || session.steps.some(({ error }) => error !== undefined)
    return { label: run.label, seconds: secondsOf(session.phases), phases: session.phases, counts: session.counts, calibration: request.calibration.name, run, session, prepared, image, failed }
  }

  /** What is precompiled before a warm run, and what the run sees then. */
  private prepare(run: Run, files: OverlayFiles, ask: Ask, image: RunImage | undefined): { readonly files: FileSystem, readonly prepared: readonly Build[] } {
    if (run.caches !== 'warm') return { files, prepared: this.caches === undefined ? (image?.built?.built ?? []) : [] }
    const key = `${this.cacheKey(run)} ${image?.path ?? ''}`
    const packages = packagesToPrepare(files, joinPath(this.folder, run.project), run).filter((name) => !this.prepared.has(`${key} ${name}`))
    for (;;) {
      const done: SessionResult[] = []
      let waiting = packages
      while (waiting.length > 0) {
        const result = ask({
          steps: waiting.map((name) => ({ label: `precompiling ${name}`, code: `import ${name}` })), write: () => undefined, startup: undefined, compiledModules: 'yes',
        })
        done.push(result)
        // One that fails is the run's to tell; the others are precompiled all the same.
        const failed = result.steps.findIndex(({ error }) => error !== undefined)
        waiting = failed < 0 ? [] : waiting.slice(failed + 1)
      }
      const settled = this.caches === undefined ? { files, prepared: [...image?.built?.built ?? [], ...done.flatMap(({ built }) => built)] } : this.caches.settled(run, files, done)
      if (settled === undefined) continue
      for (const name of packages) this.prepared.add(`${key} ${name}`)
      return settled
    }
  }

  /** The image is built from what the run sees, and is kept beside its caches. */
  private imageFor(run: Run, request: Omit<Parameters<typeof imageOf>[0], 'run' | 'folder' | 'filesOfBuild' | 'createSysimage'>): RunImage | undefined {
    return imageOf({
      ...request, run,
      folder: this.folder,
      createSysimage: this.world.createSysimage,
      filesOfBuild: () => (this.caches !== undefined ? this.caches.filesOfBuild(this.filesFor(run)) : run.caches === 'warm' ? request.files : this.filesFor(run)),
    })
  }

  /** The project with what the run changes in it, and the caches that are the run's. */
  private filesFor(run: Run): OverlayFiles {
    const { files: below, depot } = this.world
    const compiled = joinPath(depot, 'compiled')
    const keeping = (name: string) => ({ folder: joinPath(depot, name), place: joinPath(depot, 'scenarios', this.cacheKey(run), name) })
    const kept = this.caches?.kept(run) ?? [keeping(IMAGES_FOLDER), ...(run.caches === 'warm' ? [keeping('compiled')] : [])]
    const files = new OverlayFiles(below, kept)
    if (run.caches !== 'warm') files.remove(compiled)
    const project = joinPath(this.folder, run.project)
    putEdits(files, this.folder, run)
    for (const { file, text } of run.written ?? []) putEdited(files, isAbsolutePath(file) ? file : joinPath(this.folder, file), text)
    if (Object.keys(run.preferences).length > 0) putPreferences(files, project, run.preferences)
    return files
  }

  /** Names the caches that runs share: those that are made in the same way from the same files. */
  private cacheKey({ julia, project, loadPath, flags, saving, preferences, edits, written }: Run): string {
    const same = { folder: this.folder, project, loadPath, flags, saving, preferences, edits, written }
    const text = JSON.stringify(same, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
    return `${julia}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
  }

  private calibrationOf({ calibration, julia }: Run): ReturnType<typeof calibrationFor> {
    if (calibration === undefined) return calibrationFor(julia)
    if (!/[/\\]|\.json$/.test(calibration)) return shippedCalibration(calibration)
    const path = joinPath(this.folder, calibration)
    return calibrationFrom(this.textOf(path, this.world.files), path)
  }

  private startupOf({ startup }: Run, files: FileSystem): string | undefined {
    if (startup.kind === 'none') return undefined
    return startup.kind === 'package' ? `using ${startup.name}` : this.textOf(joinPath(this.folder, startup.path), files)
  }

  private codeOf(step: Step, files: FileSystem): string {
    if (step.kind === 'using') return `using ${step.packages.join(', ')}`
    if (step.kind === 'eval') return step.code
    const path = joinPath(this.folder, step.path)
    this.textOf(path, files)
    return `include(${JSON.stringify(path).replaceAll('$', '\\$')})`
  }

  private textOf(path: string, files: FileSystem): string {
    const text = files.readText(path)
    if (text === undefined) throw new UserError('not-found', 'There is no such file.', { where: path })
    return text
  }
}

/** Edits of files below the folder of a scenario or its project. Throws `UserError` for an edit that does not fit. */
export function putEdits(files: OverlayFiles, folder: string, { label, project, edits }: Pick<Run, 'label' | 'project' | 'edits'>): void {
  for (const { file, replace, with: replacement } of edits) {
    const path = [joinPath(folder, file), joinPath(folder, project, file)].find((one) => files.stat(one) !== undefined)
    if (path === undefined) throw new UserError('not-found', `There is no file "${file}" to edit for "${label}".`, { where: folder })
    const parts = (files.readText(path) ?? '').split(replace)
    if (parts.length !== 2) {
      throw new UserError('bad-input', `The text that "${label}" replaces stands in it ${parts.length - 1} times, expected once: ${JSON.stringify(replace)}.`, { where: path })
    }
    putEdited(files, path, parts.join(replacement))
  }
}

/** An edited file is another file: its mtime differs, by whole seconds that its content decides, so that it is the same in every run. */
export function putEdited(files: OverlayFiles, path: string, text: string): void {
  const bytes = new TextEncoder().encode(text)
  const before = Math.floor(files.stat(path)?.mtime ?? 0)
  files.put(path, bytes, before + 1 + (crc32c(bytes) % SECONDS_OF_A_DAY))
}

function tomlOf(files: FileSystem, path: string): TomlTable {
  try {
    return parse(files.readText(path) ?? '', { integersAsBigInt: true })
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw new UserError('bad-input', `This is not TOML: ${error.message.split('\n', 1)[0] ?? ''}.`, { where: `${path}:${error.line}:${error.column}` })
  }
}

/** Tables are the only values of the library without a prototype. */
function isTable(value: TomlTable[string] | undefined): value is TomlTable {
  return typeof value === 'object' && Object.getPrototypeOf(value) === null
}

/** Key by key over the file that is there. */
function putPreferences(files: OverlayFiles, project: string, preferences: Preferences): void {
  const paths = LOCAL_PREFERENCES.map((name) => joinPath(project, name))
  const path = paths.find((one) => files.stat(one) !== undefined) ?? joinPath(project, 'LocalPreferences.toml')
  const tables = tomlOf(files, path)
  for (const [name, values] of Object.entries(preferences)) {
    const there = tables[name]
    tables[name] = { ...(isTable(there) ? there : {}), ...values }
  }
  putEdited(files, path, stringify(tables, { numbersAsFloat: true }))
}

/** The packages that a project names, and the project itself if it is one. */
export function packagesOf(files: FileSystem, project: string): string[] {
  const file = ['JuliaProject.toml', 'Project.toml'].map((name) => joinPath(project, name)).find((path) => files.stat(path) !== undefined)
  const { name, uuid, deps } = file === undefined ? {} : tomlOf(files, file)
  const own = typeof name === 'string' && typeof uuid === 'string' ? [name] : []
  return [...(isTable(deps) ? Object.keys(deps) : []), ...own]
}

/** What `Pkg.precompile` would take, and what startup and steps use. */
export function packagesToPrepare(files: FileSystem, project: string, { startup, steps }: Run): string[] {
  const used = steps.flatMap(({ step }) => (step.kind === 'using' ? step.packages.map((one) => one.split('.', 1)[0] ?? one) : []))
  return [...new Set([...packagesOf(files, project), ...(startup.kind === 'package' ? [startup.name] : []), ...used])]
}
