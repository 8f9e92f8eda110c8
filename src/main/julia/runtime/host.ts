/**
 * What a session asks of the world outside. All but `write` may be left out: then there is nothing of the kind. The engine knows no file
 * system, no projects and no preferences; whoever makes it does.
 */
import type { Module } from '../worlds/module'

/** What is known of a file without reading it. */
export interface FileStatus {
  readonly kind: 'file' | 'directory'
  /** Bytes. */
  readonly size: number
  /** Seconds since 1970. */
  readonly mtime: number
}

/** As TOML has them. An integer may come as a number: one without a fraction is taken for an Int64. */
export type PreferenceValue = string | number | bigint | boolean | Date | readonly PreferenceValue[] | PreferenceTable
export type PreferenceTable = ReadonlyMap<string, PreferenceValue>

export interface EngineHost {
  /** Standard output (1) or standard error (2). */
  write: (descriptor: number, text: string) => void
  /** Nanoseconds of some clock that never goes back; a counter if left out. */
  now?: () => bigint
  /** Seconds since 1970; 0 if left out. */
  wallClock?: () => number
  /** Looked at now and then while code runs: true stops it. */
  isCancelled?: () => boolean

  /** The text of a file: what `include` and `read` see. Paths come as the program says them, relative ones as from `workingDirectory`. */
  readFile?: (path: string) => string | undefined
  /** Undefined if there is no such file. If left out, what `readFile` gives is a file. */
  stat?: (path: string) => FileStatus | undefined
  /** Names of the entries of a directory; undefined if there is none. */
  readDirectory?: (path: string) => readonly string[] | undefined
  /** What `pwd()` says; `/` if left out. */
  readonly workingDirectory?: string
  /** What `ENV` holds at first; what the program changes stays in the session. */
  readonly environment?: Readonly<Record<string, string>>

  /** A file is about to be included into a module; its text was found. */
  included?: (path: string, module: Module) => void
  /** What `using` names: gives the module of the package, loaded now if it was not before. Undefined leaves it to the standard libraries. */
  requirePackage?: (name: string, from: Module) => Module | undefined
  /** The file that a root module was loaded from: `pathof`. */
  pathOf?: (root: Module) => string | undefined
  /** `DEPOT_PATH` and `LOAD_PATH`; empty, and Julia's own three entries, if left out. */
  readonly depotPath?: readonly string[]
  readonly loadPath?: readonly string[]
  /** `include_dependency(path)`: absolute or beside the file that says it; whether its content counts (1.11). */
  includeDependency?: (path: string, tracksContent: boolean) => void

  /** The preferences of a package, by its uuid. */
  preferencesOf?: (uuid: string) => PreferenceTable | undefined
  /** A preference was read while code was compiled: the cache depends on it. */
  recordPreference?: (uuid: string, key: string) => void
  /** Writes preferences of a package into a project: values to set, and `undefined` for a key that goes. If left out they cannot be written. */
  setPreferences?: (uuid: string, name: string, values: ReadonlyMap<string, PreferenceValue | undefined>, options: { readonly exported: boolean }) => void
  /** Whether this session makes a cache or an image: `jl_generating_output`. */
  readonly generatingOutput?: boolean
  /** Workloads run although nothing is saved: the modules of a program that stands alone are taken for packages that are being precompiled. */
  readonly runsWorkloads?: boolean
}
