/** What is asked of a build of a system image, and what it answers. */
import type { Profile } from '../../../shared/profile/tables'
import type { SysimageOptions } from '../../../shared/sysimage-options'
import type { BuildPhase, SysimageHeader } from '../../image/sysimage-header'
import type { SessionMessage } from '../cache/loading-log'
import type { Build, SessionRequest } from '../session-request'

export interface SysimageProgress {
  readonly phase: BuildPhase['name']
  /** What is being done: a package, a file, a statement. */
  readonly what: string
  /** So many of so many are done. */
  readonly done: number
  readonly of: number
}

export interface SysimageRequest extends Pick<SessionRequest, 'files' | 'julia' | 'depot' | 'flags' | 'saving' | 'calibration' | 'write' | 'isCancelled'> {
  /** All paths absolute. */
  readonly options: SysimageOptions
  readonly onProgress?: (progress: SysimageProgress) => void
}

export interface SysimageResult {
  /** Where it lies. */
  readonly path: string
  /** Bytes of the file. */
  readonly size: number
  /** With the packages, the outcome of each statement and the phases of the build. */
  readonly header: SysimageHeader
  /** Virtual seconds of the whole build. */
  readonly seconds: number
  /** The image that it was built on; undefined for a Base that was made anew, or if that of the version could not be kept. */
  readonly base?: string | undefined
  /** What had to be precompiled before. */
  readonly built: readonly Build[]
  readonly log: readonly SessionMessage[]
  /** Statements with their outcomes, what was compiled, phases as timings, packages as they were loaded and precompiled. */
  readonly profile: Profile
}

/**
 * Writes the image, whole or not at all. Throws `UserError`: options that contradict each other, a package that is not of the project, a file
 * that is not there, a package or an execution file that fails; 'cancelled'.
 */
export type CreateSysimage = (request: SysimageRequest) => SysimageResult
