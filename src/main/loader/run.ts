/**
 * One run of Julia with packages, in virtual time: the startup file, then the steps, each timed, with all that loading and compiling did as
 * a profile. Caches that are fresh are used, others are made. The same files and the same request give the same result to the last digit.
 */
import type { PipelineView } from '../../shared/method-instance'
import type { ProfileBuilder } from '../../shared/profile/builder'
import type { EvaluationResult } from '../julia/runtime/engine'
import { Cancelled, Exit } from '../julia/runtime/exception'
import { recordingToProfile, type ProfileOptions } from '../julia/observe/profile'
import { Recording } from '../julia/observe/recording'
import { phasesOf, type RunPhase } from '../julia/observe/run-phases'
import { RunRecorder } from '../julia/observe/stretches'
import type { Diagnostic } from '../julia/syntax/diagnostic'
import type { Naming } from '../julia/worlds/instance-text'
import { joinPath } from './paths'
import { askPipeline, pipelineView } from './pipeline'
import type { RunPhases } from './scenario/results'
import { askedInstance } from './session/asked-instance'
import { CodeOrigins } from './session/code-origins'
import { PackageSession } from './session/package-session'
import { preparedCall, type EntryCall } from './session/entry-call'
import { buildPackage } from './session/precompile'
import { addImages } from './session/loaded-images'
import { addBuilds, addImports, addMessages, addReports, type NewBlock } from './session/profile-parts'
import { reachReports } from './session/reach-reports'
import { newSessionWorld, type RunKit, type SessionWorld } from './session/session-world'
import { type RunSession, type SessionRequest, type SessionResult, type StepResult } from './session-request'
import { imageErrorsOf, initFailure } from './sysimage/open'

export function sessionRunner(kit: RunKit): RunSession {
  return (request) => imageErrorsOf(request.sysimage, () => new Run(kit, request).result())
}

interface Step {
  readonly label: string
  readonly start: number
  readonly end: number
  readonly shown: string | undefined
  readonly error: string | undefined
}

class Run {
  private readonly world: SessionWorld
  private readonly session: PackageSession
  private readonly recording: Recording
  private readonly naming: Naming
  private readonly steps: Step[] = []
  private readonly diagnostics: Diagnostic[] = []
  private readonly origins = new CodeOrigins()
  private exitCode: number | undefined

  constructor(
    kit: RunKit,
    private readonly request: SessionRequest,
  ) {
    this.world = newSessionWorld(kit, request)
    const { rules } = this.world
    this.session = new PackageSession(this.world, { write: request.write, build: buildPackage })
    const { engine, now } = this.session
    const { universe } = engine
    this.naming = { universe, isVisible: (module, name) => !rules.printsModules || engine.isVisibleInMain(module, name) }
    this.recording = new Recording(now)
    engine.recorder = new RunRecorder(engine, now, this.naming)
    this.session.watch(this.recording)
    this.session.watch(this.session.loads)
    if (request.pipelines !== undefined) this.session.watch(this.origins)
  }

  result(): SessionResult {
    const { request, session, world } = this
    const { log } = session
    this.begin()
    if (request.startup !== undefined) this.step({ label: 'startup.jl', code: request.startup })
    for (const step of request.steps) {
      if (this.exitCode !== undefined || this.steps.some(({ error }) => error !== undefined)) break
      this.step(step)
    }
    if (request.call !== undefined && this.exitCode === undefined && this.steps.every(({ error }) => error === undefined)) this.callEntry(request.call)
    const total = session.now()
    session.unwatch(this.recording)
    session.unwatch(session.loads)
    if (request.pipelines !== undefined) this.origins.runEnds()
    const timeline = phasesOf(this.recording, total, session.loads.stretches)
    const reach = this.reach()
    const phasesBetween = (start: number, end: number): RunPhases => sumPhases(timeline, start, end)
    const result = {
      profile: this.profile(total, reach),
      ...(reach !== undefined && { reach }),
      steps: this.steps.map(({ label, start, end, shown, error }): StepResult => ({ label, seconds: (end - start) / 1e9, phases: phasesBetween(start, end), shown, error })),
      phases: phasesBetween(0, total),
      counts: this.counts(),
      loadingLog: log,
      built: world.builds,
      diagnostics: this.diagnostics,
      exitCode: this.exitCode ?? 0,
      ...(world.image !== undefined && { image: { path: world.image.path, header: world.image.header, stale: session.stale } }),
    }
    if (request.pipelines === undefined) return result
    const viewOf = this.viewer()
    return { ...result, pipelines: request.pipelines.map(viewOf), viewOf }
  }

  /** After everything else, as looking at code makes what is not there. What it gives throws `UserError`. */
  private viewer(): (signature: string) => PipelineView {
    const { session, origins, naming, request: { prepared = [], files, steps }, world: { builds, base } } = this
    const texts = new Map([...base.files.map(({ path, text }) => [path, text] as const), ...steps.map(({ label, code }) => [label, code] as const)])
    const world = { session, origins, naming, builds: [...prepared, ...builds], sourceOf: (file: string) => texts.get(file) ?? files.readText(file) }
    return (signature) => session.unclocked(() => pipelineView(world, askPipeline(world, askedInstance(session.engine, signature))))
  }

  /** Throws `UserError` for arguments that do not fit. */
  private callEntry(call: EntryCall): void {
    const { engine } = this.session
    const prepared = this.session.unclocked(() => preparedCall(engine, call))
    this.step({ label: `${call.name}(${call.args.join(', ')})`, run: () => engine.attempt(prepared) })
  }

  private begin(): void {
    try {
      this.session.begin()
    } catch (error) {
      if (error instanceof Exit) this.exitCode = error.code
      else if (!(error instanceof Cancelled)) throw initFailure(this.world.image?.path, this.session.engine, error)
    }
  }

  private step({ label, code = '', run = () => this.session.engine.evaluate(code, { file: label }) }: { readonly label: string, readonly code?: string, readonly run?: () => EvaluationResult }): void {
    const { now, engine } = this.session
    this.request.onStep?.(label)
    const start = now()
    const { value, diagnostics, error } = this.evaluate(run, label)
    const end = now()
    this.diagnostics.push(...diagnostics)
    const shown = value === undefined || value === engine.core.nothing ? undefined : this.session.unclocked(() => engine.print(value))
    this.steps.push({ label, start, end, shown, error: error?.text })
  }

  private evaluate(run: () => EvaluationResult, file: string): EvaluationResult {
    const { engine } = this.session
    try {
      return run()
    } catch (error) {
      if (error instanceof Exit) this.exitCode = error.code
      else if (!(error instanceof Cancelled)) throw error
      return { value: undefined, diagnostics: [], error: error instanceof Cancelled ? { value: engine.core.nothing, text: error.message, file, line: 0 } : undefined }
    }
  }

  private counts(): Readonly<Record<string, number>> {
    const { session: { loaded, caches: { links, rejected }, clock }, world: { builds }, recording } = this
    const sum = (of: (link: typeof links[number]) => number) => links.reduce((all, one) => all + of(one), 0)
    return {
      packages: loaded.size,
      cachesLoaded: links.length,
      cachesRejected: rejected,
      precompiled: builds.length,
      methods: clock.counts.insertMethod,
      instancesLoaded: sum(({ enabled }) => enabled.length),
      instancesDropped: sum(({ dropped }) => dropped.length),
      edgesVerified: sum(({ verified }) => verified),
      inferred: recording.frames.length,
      generated: recording.generations.length,
      invalidated: recording.invalidations.reduce((all, { entries }) => all + entries.filter(({ kind }) => kind === 'invalidate').length, 0),
    }
  }

  /** After all has run, as it infers what was not called. Throws `UserError`. */
  private reach(): SessionResult['reach'] {
    const { session, naming, request: { entries } } = this
    if (entries === undefined || this.steps.some(({ error }) => error !== undefined)) return undefined
    return session.unclocked(() => reachReports(session.engine, naming, entries))
  }

  private profile(total: number, reach: SessionResult['reach']): SessionResult['profile'] {
    const { request: { julia, calibration, steps, project, title, prepared = [] }, naming, session } = this
    const source = steps.map(({ code }) => code).join('\n')
    return recordingToProfile(this.recording, {
      naming, total, julia,
      title: title ?? steps.map(({ label }) => label).join(', '),
      calibration,
      source: { name: project === undefined ? 'session' : joinPath(project, 'Project.toml'), bytes: new TextEncoder().encode(source).length },
      background: session.loads.stretches,
      extend: (builder, block) => {
        addImports(builder, block, session.loads.rows)
        addImages(builder, block, {
          caches: session.caches, rows: session.loads.rows, sysimage: this.world.image, stale: session.stale, julia, naming, sizeOf: (path) => this.world.files.stat(path)?.size,
        })
        addBuilds(builder, block, 'Packages precompiled before', prepared)
        addBuilds(builder, block, 'Packages precompiled', this.world.builds)
        addReports(builder, block, reach)
        addMessages(builder, session.log)
        this.addTimings(builder, block)
      },
    } satisfies ProfileOptions)
  }

  private addTimings(builder: ProfileBuilder, newBlock: NewBlock): void {
    if (this.steps.length === 0) return
    const block = newBlock({ part: 'timings', title: 'Steps', shape: 'list', times: 'inclusive' })
    for (const { label, start, end } of this.steps) builder.add('timings', { label, elapsed: end - start, block })
  }
}

const PHASE_OF: Readonly<Record<RunPhase['phase'], keyof RunPhases>> = {
  load: 'load', validate: 'validate', inference: 'inference', recompile: 'inference', codegen: 'codegen', run: 'run',
}

/** What the phases took between two moments. */
function sumPhases(timeline: readonly RunPhase[], from: number, to: number): RunPhases {
  const sums = { load: 0, validate: 0, inference: 0, codegen: 0, run: 0 }
  for (const { phase, start, end } of timeline) {
    const shared = Math.min(end, to) - Math.max(start, from)
    if (shared > 0) sums[PHASE_OF[phase]] += shared / 1e9
  }
  return sums
}
