/** A lab over files in memory, for tests: with whichever session, and opened profiles that are only counted. */
import { MemoryFiles } from '../../../../src/main/loader/files'
import { Access } from '../../../../src/main/services/access'
import type { Files } from '../../../../src/main/services/files'
import { LabCalls } from '../../../../src/main/services/lab/lab-calls'
import type { ScenarioWorld } from '../../../../src/main/services/scenarios'
import type { SessionInfo } from '../../../../src/shared/api'
import { UserError } from '../../../../src/shared/errors'
import type { LabChoices, LabRun } from '../../../../src/shared/lab'
import type { Profile } from '../../../../src/shared/profile/tables'

interface Opened {
  readonly info: SessionInfo
  readonly profile: Profile
}

export function labWorld(texts: Readonly<Record<string, string>>, world: Pick<ScenarioWorld, 'runSession' | 'createSysimage'>) {
  const disk = new MemoryFiles(texts, () => 1000)
  const state = { writable: true, links: new Map<string, string>() }
  const follow = (path: string): string => [...state.links].reduce((at, [from, to]) => (at === from || at.startsWith(`${from}/`) ? to + at.slice(from.length) : at), path)
  const isThere = (path: string): boolean => disk.stat(path) !== undefined || disk.list(path).length > 0
  const files: Files = {
    read: (path) => Promise.resolve(disk.readBytes(path) ?? new Uint8Array()),
    write(path, bytes) {
      if (!state.writable) return Promise.reject(new UserError('cannot-write', 'The disk is full.', { where: path }))
      disk.write(follow(path), bytes)
      return Promise.resolve()
    },
    makeFolder: () => Promise.resolve(),
    exists: (path) => Promise.resolve(isThere(follow(path))),
    realPath: (path) => Promise.resolve(isThere(follow(path)) ? follow(path) : undefined),
  }
  const access = new Access(files)
  const opened: Opened[] = []
  const sessions = {
    put: (profiles: readonly Profile[], format = '', lab?: SessionInfo['lab']): SessionInfo[] => profiles.map((profile) => {
      const info = { id: opened.length + 1, title: profile.meta.title, path: '', format, unsaved: true, lab }
      opened.push({ info, profile })
      return info
    }),
    of: (profile: Profile) => opened.find((one) => one.profile === profile)?.info,
    get(id: number): Opened {
      const found = opened.find(({ info }) => info.id === id)
      if (found === undefined) throw new UserError('not-found', `There is no open profile number ${id}.`)
      return found
    },
  }
  const calls = new LabCalls({ files: disk, depot: '/depot', ...world }, { access, sessions, files })
  const progress: [number, number, string][] = []
  /** `cancelAt`: cancelled as soon as this is what is done. */
  const run = (lab: number, choices: LabChoices = {}, cancelAt?: string): LabRun => {
    const controller = new AbortController()
    return calls.run(lab, choices, {
      signal: controller.signal,
      progress(done, total, text) {
        progress.push([done, total, text])
        if (text === cancelAt) controller.abort()
      },
    })
  }
  return { calls, disk, access, opened, progress, run, state }
}
