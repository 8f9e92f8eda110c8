/**
 * Runs a Julia program in the simulated Julia and makes a profile of the run. Time is virtual: the calibration says what a unit of
 * work takes. Base is booted before the clock of the profile starts, as it is in Julia's system image. Of packages it sees those that come with the app.
 */
import type { Profile } from '../../shared/profile/tables'
import { UserError } from '../../shared/errors'
import type { NamedCalibration } from '../calibration/calibration-file'
import { VirtualClock, type WorkKind } from '../julia/observe/clock'
import { recordingToProfile } from '../julia/observe/profile'
import { Recording } from '../julia/observe/recording'
import { RunRecorder } from '../julia/observe/stretches'
import { Engine, type EvaluationResult } from '../julia/runtime/engine'
import type { EngineHost } from '../julia/runtime/host'
import { Cancelled, Exit } from '../julia/runtime/exception'
import type { Diagnostic } from '../julia/syntax/diagnostic'
import { symbolOf, type JuliaValue } from '../julia/values/value'
import type { Module } from '../julia/worlds/module'
import type { Naming } from '../julia/worlds/instance-text'
import { JULIA_VERSIONS, VERSION_RULES, type JuliaVersion } from '../julia/versions'
import { frozenModules, initFailure, type SystemImage } from '../loader/sysimage/open'
import { withInit } from '../loader/session/initialized'
import { base } from './base'
import { systemBase } from './system'
import { bundledPackages, type BundledPackage } from './packages'
import { calibrationFor } from './calibrations'

/** Seconds since 1970 at which every session begins, so that `time()` is the same in each. */
const EPOCH = 1_600_000_000

export interface SimulationRequest {
  readonly text: string
  /** The name of the program in messages and in the profile. */
  readonly file: string
  readonly julia: JuliaVersion
  /** What the session begins from; the image of the version if left out. */
  readonly sysimage?: SystemImage
  /** What a unit of work takes; that of the version if left out. */
  readonly calibration?: NamedCalibration
  /** Evaluated after the program, one after the other. */
  readonly expressions?: readonly string[]
  /** What the program writes to standard output (1) and standard error (2). */
  readonly write: (descriptor: number, text: string) => void
  /** The files that the program sees, and where a relative path begins; nothing if left out. */
  readonly files?: Pick<EngineHost, 'readFile' | 'stat' | 'readDirectory' | 'workingDirectory'>
  readonly isCancelled?: () => boolean
  /** Is told what is done before the program begins. */
  readonly onProgress?: (text: string) => void
}

export interface Simulation {
  readonly profile: Profile
  /** What the front end does not take, and where. */
  readonly diagnostics: readonly Diagnostic[]
  /** As Julia prints an exception that nothing caught; what came before it is in the profile. */
  readonly error: string | undefined
  /** What the program gave to `exit`; undefined if it did not call it. */
  readonly exitCode: number | undefined
  /** The values of the expressions as the REPL shows them, but for `nothing`. */
  readonly shown: readonly string[]
}

/** A version that is modelled. Throws `UserError('bad-usage')`. */
export function juliaVersion(text: string): JuliaVersion {
  const found = JULIA_VERSIONS.find((version) => version === text)
  if (found === undefined) throw new UserError('bad-usage', `There are no rules for Julia "${text}".`, { hint: `expected one of ${JULIA_VERSIONS.join(', ')}` })
  return found
}

/** As Julia ends a program: the exception, then where the expression stands. */
function errorText({ text, file, line }: NonNullable<EvaluationResult['error']>): string {
  return line > 0 ? `${text}\nin expression starting at ${file}:${line}` : text
}

export function simulate({ text, file, julia, calibration = calibrationFor(julia), expressions = [], write, files, sysimage, isCancelled, onProgress }: SimulationRequest): Simulation {
  const clock = new VirtualClock(calibration.nanoseconds)
  const packages = new Map<string, Module>()
  const load = (found: BundledPackage): Module => {
    const module = engine.packages.load(found)
    packages.set(found.name, module)
    return module
  }
  const engine: Engine = new Engine({
    base: sysimage === undefined ? systemBase(julia, { onProgress, isCancelled }) : { files: base.files, boot: sysimage.boot },
    rules: VERSION_RULES[julia],
    execution: 'compile',
    work: (kind: WorkKind, amount: number) => clock.work(kind, amount),
    host: {
      ...files,
      write, isCancelled,
      now: () => BigInt(Math.round(clock.now)),
      wallClock: () => EPOCH + clock.now / 1e9,
      runsWorkloads: true,
      requirePackage: (name): Module | undefined => {
        const found = bundledPackages.get(name)
        return packages.get(name) ?? (found === undefined ? undefined : load(found))
      },
    },
  })
  const booted = clock.now
  const naming: Naming = {
    universe: engine.universe,
    isVisible: (module, name) => !engine.rules.printsModules || engine.isVisibleInMain(module, name),
  }
  engine.recorder = new RunRecorder(engine, () => clock.now, naming)
  const recording = new Recording(() => clock.now - booted)
  engine.watch(recording)
  if (sysimage !== undefined) {
    clock.work('readCacheByte', sysimage.header.addedBytes)
    const frozen = frozenModules(engine, sysimage)
    for (const { frozen: { name }, module } of frozen) packages.set(name, module)
    try {
      for (const { module } of frozen) for (const one of withInit(module)) engine.call(one.bindings.get(symbolOf('__init__'))?.value ?? engine.core.nothing)
    } catch (error) {
      throw initFailure(sysimage.path, engine, error)
    }
  }
  let exitCode: number | undefined
  const evaluate = (code: string, from: string): EvaluationResult => {
    try {
      return engine.evaluate(code, { file: from })
    } catch (error) {
      if (error instanceof Exit) exitCode = error.code
      else if (!(error instanceof Cancelled)) throw error
      return { value: undefined, diagnostics: [], error: error instanceof Cancelled ? { value: engine.core.nothing, text: error.message, file, line: 0 } : undefined }
    }
  }
  let result = evaluate(text, file)
  const diagnostics = [...result.diagnostics]
  const values: JuliaValue[] = []
  for (const expression of expressions) {
    if (result.error !== undefined || exitCode !== undefined) break
    result = evaluate(expression, 'expression')
    if (result.value !== undefined && result.value !== engine.core.nothing) values.push(result.value)
    diagnostics.push(...result.diagnostics)
  }
  const total = clock.now - booted
  engine.unwatch(recording)
  return {
    diagnostics,
    error: result.error === undefined ? undefined : errorText(result.error),
    exitCode,
    shown: values.map((value) => engine.print(value)),
    profile: recordingToProfile(recording, {
      naming, total, julia,
      title: file,
      calibration,
      source: { name: file, bytes: new TextEncoder().encode(text).length },
    }),
  }
}
