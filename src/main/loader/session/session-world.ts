/** What the sessions of one run share: the one that a user has, and those that precompile packages for it. */
import type { BaseSource } from '../../julia/runtime/engine'
import type { Calibration } from '../../julia/observe/clock'
import type { VersionRules } from '../../julia/versions'
import type { CacheFlags } from '../cache/header'
import type { FileSystem } from '../files'
import type { SavingMode } from '../precompile/foreign-code'
import type { EnvironmentStack } from '../project/environments'
import type { Build } from '../session-request'
import type { CacheStore } from './cache-store'

export interface SessionWorld {
  readonly base: BaseSource
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
  readonly builds: BuiltPackage[]
  readonly onProgress: (text: string) => void
  readonly isCancelled: (() => boolean) | undefined
}

/** A build, with what a profile shows of it. */
export interface BuiltPackage extends Build {
  /** Bytes of the files that were written. */
  readonly bytes: number
  readonly methods: number
  readonly isExtension: boolean
  readonly owner: string
}

/** What the simulated build of Julia calls itself in headers of caches. */
export const JULIA_BUILD = 'simulated'
export const CPU_TARGET = 'simulated'

export const DEFAULT_FLAGS: CacheFlags = { usePkgimages: true, debugLevel: 1, checkBounds: 0, inline: true, optLevel: 2 }
