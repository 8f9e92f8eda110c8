/** What Julia code can ask of the world around it, in a session with packages: files, clocks, preferences, and packages by name. */
import type { EngineHost } from '../../julia/runtime/host'
import type { Module } from '../../julia/worlds/module'
import { normalizePath } from '../paths'
import { preferencesOf } from '../project/preferences'
import type { SessionWorld } from './session-world'
import type { SourceNotes } from './source-notes'

/** Seconds since 1970 at which every session begins, so that `time()` is the same in each. */
const EPOCH = 1_600_000_000

interface SessionParts {
  readonly write: EngineHost['write']
  /** Virtual nanoseconds since the session was ready. */
  readonly now: () => number
  readonly notes: SourceNotes
  readonly requirePackage: (name: string, from: Module) => Module | undefined
  /** The file that a root module came from. */
  readonly pathOf: (root: Module) => string | undefined
  readonly generatingOutput: boolean
}

export function sessionHost({ stack, files, depots, isCancelled }: SessionWorld, { write, now, notes, requirePackage, pathOf, generatingOutput }: SessionParts): EngineHost {
  return {
    write, isCancelled, requirePackage, pathOf, generatingOutput,
    now: () => BigInt(Math.round(now())),
    wallClock: () => EPOCH + now() / 1e9,
    readFile: (path) => files.readText(path),
    stat: (path) => {
      const found = files.stat(path)
      if (found !== undefined) return { kind: 'file', ...found }
      return files.list(path).length > 0 ? { kind: 'directory', size: 0, mtime: 0 } : undefined
    },
    readDirectory: (path) => {
      const names = files.list(path)
      return names.length > 0 ? names : undefined
    },
    workingDirectory: stack.options.folder ?? '/',
    depotPath: depots,
    loadPath: stack.options.loadPath ?? ['@', '@v#.#', '@stdlib'],
    included: (path, module) => notes.files.push({ path: normalizePath(path), module }),
    includeDependency: (path, tracksContent) => notes.files.push({ path: normalizePath(path), tracksContent }),
    preferencesOf: (uuid) => preferencesOf(stack, uuid),
    recordPreference: (uuid, key) => {
      notes.preference(uuid, key)
    },
  }
}
