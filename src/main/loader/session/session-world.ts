/** What the sessions of one run share: the one that a user has, and those that precompile packages for it. */
import type { BaseSource } from '../../julia/runtime/engine'
import type { Calibration } from '../../julia/observe/clock'
import { VERSION_RULES, type VersionRules } from '../../julia/versions'
import type { CacheFlags } from '../cache/header'
import type { FileSystem } from '../files'
import type { SavingMode } from '../precompile/foreign-code'
import { EnvironmentStack } from '../project/environments'
import type { Build, SessionRequest } from '../session-request'
import { openSysimage, type SystemImage } from '../sysimage/open'
import type { VersionImage } from '../sysimage/version-image'
import { CacheStore } from './cache-store'

/** What every run of this program brings along. */
export interface RunKit {
  readonly base: BaseSource
  /** The standard library: uuids by name. */
  readonly stdlibs: ReadonlyMap<string, string>
  /** Packages that come with the program, found behind all of the load path: a folder of packages. */
  readonly packages?: string
  /** The image that `base` boots sessions from, as soon as one has; undefined if there is none. */
  readonly image?: () => VersionImage | undefined
  /** A Base that was made anew: without the code that the image of the version has, with or without the standard libraries that it has. */
  readonly fresh?: (libraries: boolean) => BaseSource
}

export interface SessionWorld {
  readonly base: BaseSource
  /** Where that is not the image of the version. */
  readonly image: SystemImage | undefined
  readonly files: FileSystem
  readonly rules: VersionRules
  readonly depots: readonly string[]
  readonly stack: EnvironmentStack
  readonly flags: CacheFlags
  readonly compiledModules: 'yes' | 'no' | 'existing'
  readonly saving: SavingMode
  readonly calibration: Calibration
  readonly store: CacheStore
  /** All that were precompiled in this run, in the order in which they were finished. */
  readonly builds: Build[]
  readonly onProgress: (text: string) => void
  readonly isCancelled: (() => boolean) | undefined
}

/** What the simulated build of Julia calls itself in headers of caches. */
export const JULIA_BUILD = 'simulated'
export const CPU_TARGET = 'simulated'

const DEFAULT_FLAGS: CacheFlags = { usePkgimages: true, debugLevel: 1, checkBounds: 0, inline: true, optLevel: 2 }

type WorldRequest = Pick<SessionRequest, 'files' | 'julia' | 'depot' | 'project' | 'loadPath' | 'flags' | 'saving' | 'compiledModules' | 'calibration' | 'onProgress' | 'isCancelled' | 'sysimage'>

/**
 * @param image what sessions begin from; what the request says if left out.
 * @throws UserError for a project or manifest file that cannot be read, or a system image that cannot be used.
 */
export function newSessionWorld(kit: RunKit, request: WorldRequest, image = request.sysimage === undefined ? undefined : openSysimage(request.files, request.sysimage, request.julia)): SessionWorld {
  const { files, julia, depot, project, loadPath = ['@', '@v#.#', '@stdlib'], calibration, saving = 'version', compiledModules = 'yes', isCancelled, onProgress = () => undefined } = request
  const rules = VERSION_RULES[julia]
  const depots = [depot]
  const flags = { ...DEFAULT_FLAGS, ...request.flags }
  const stack = new EnvironmentStack({
    files, rules, depots, loadPath, stdlibs: kit.stdlibs,
    ...(kit.packages !== undefined && { bundled: kit.packages }),
    ...(project !== undefined && { activeProject: project, folder: project }),
  })
  return {
    base: image === undefined ? kit.base : { files: kit.base.files, boot: image.boot }, image, files, rules, depots, stack, flags, saving, compiledModules, isCancelled, onProgress,
    calibration: calibration.nanoseconds, store: new CacheStore(files, depots, rules, flags), builds: [],
  }
}
