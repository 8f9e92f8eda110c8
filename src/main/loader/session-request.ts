/**
 * What is asked of a Julia session with packages, and what it answers. Scenarios, the terminal and tests know a session by these words alone.
 */
import type { ReachReport } from '../../shared/profile/reach'
import type { Profile } from '../../shared/profile/tables'
import type { Calibration } from '../julia/observe/clock'
import type { Diagnostic } from '../julia/syntax/diagnostic'
import type { JuliaVersion } from '../julia/versions'
import type { CacheFlags } from './cache/header'
import type { SessionMessage } from './cache/loading-log'
import type { FileSystem } from './files'
import type { PipelineView } from '../../shared/method-instance'
import type { SysimageHeader } from '../image/sysimage-header'
import type { StalePackage } from './sysimage/frozen'
import type { RunPhases } from './scenario/results'
import type { EntryCall } from './session/entry-call'

export interface SessionStep {
  readonly code: string
  readonly label: string
}

export interface SessionRequest {
  readonly files: FileSystem
  readonly julia: JuliaVersion
  /** The folder of compiled caches. */
  readonly depot: string
  /** The folder of the active project, "@". */
  readonly project: string | undefined
  /** `["@", "@v#.#", "@stdlib"]` if left out. */
  readonly loadPath?: readonly string[]
  readonly flags?: Partial<CacheFlags>
  readonly compiledModules?: 'yes' | 'no' | 'existing'
  /** The system image to begin from, a path in `files`; that of the version if left out. */
  readonly sysimage?: string
  /** What caches keep: by the rules of the version, or as the three modes that julia#43990 compares. */
  readonly saving?: 'version' | 'master' | 'full' | 'prune'
  /** The code of the startup file. */
  readonly startup?: string
  readonly steps: readonly SessionStep[]
  /** What the profile is called; the labels of the steps if left out. */
  readonly title?: string
  /** What was precompiled before: the profile tells of it too. */
  readonly prepared?: readonly Build[]
  /** Signatures whose way from source to native code is asked for when all steps are done. */
  readonly pipelines?: readonly string[] | undefined
  /** Entry points whose needs are asked for when all steps are done (`f(Int64)`); an empty list stands for all that `@ccallable` declared. */
  readonly entries?: readonly string[] | undefined
  /** An entry point that is called when all steps are done, as a step of its own. */
  readonly call?: EntryCall | undefined
  readonly calibration: { readonly name: string, readonly basis: string, readonly nanoseconds: Calibration }
  /** What the program writes to standard output (1) and standard error (2). */
  readonly write: (descriptor: number, text: string) => void
  /** What is being done: `precompiling Tiny`. */
  readonly onProgress?: (text: string) => void
  /** A step begins: its label. */
  readonly onStep?: (label: string) => void
  readonly isCancelled?: () => boolean
}

export interface StepResult {
  readonly label: string
  readonly seconds: number
  readonly phases: RunPhases
  /** The value as the REPL shows it; undefined for `nothing`. */
  readonly shown: string | undefined
  /** An exception that nothing caught, as Julia prints it. */
  readonly error: string | undefined
}

/** A package that had to be precompiled. */
export interface Build {
  readonly package: string
  /** The package that it extends; '' if it is no extension. */
  readonly owner: string
  /** Without other packages that were precompiled meanwhile. */
  readonly seconds: number
  readonly methods: number
  /** Bytes of the files that were written. */
  readonly bytes: number
  /** Instances that the cache holds. */
  readonly saved: number
  readonly notSaved: readonly { readonly instance: string, readonly reason: string, readonly lost: 'code' | 'native' }[]
  /** What it printed. */
  readonly output: string
}

export interface SessionResult {
  readonly profile: Profile
  /** As many as were begun: none after one with an error. The startup file is the first of them, `startup.jl`. */
  readonly steps: readonly StepResult[]
  readonly phases: RunPhases
  readonly counts: Readonly<Record<string, number>>
  /** What `JULIA_DEBUG=loading` has printed (`printLoadingLog`), in the order of time. */
  readonly loadingLog: readonly SessionMessage[]
  readonly built: readonly Build[]
  readonly diagnostics: readonly Diagnostic[]
  /** In the order of the request; none if it did not ask. */
  readonly pipelines?: readonly PipelineView[]
  /** Asks for more of them, as the run left them. The whole session stays in memory for as long as somebody holds it. Throws `UserError`. */
  readonly viewOf?: (signature: string) => PipelineView
  /** What entry points need, in the order of the request; none if it did not ask. */
  readonly reach?: readonly ReachReport[]
  /** What the program gave to `exit`; 0 if it did not. */
  readonly exitCode: number
  /** The system image that the session began from, and those of its packages whose sources are others by now. */
  readonly image?: { readonly path: string, readonly header: SysimageHeader, readonly stale: readonly StalePackage[] }
}

export type RunSession = (request: SessionRequest) => SessionResult
