/**
 * Recordings as profiles: puts the recorder's script and what it writes into a folder of its own, records, and reads what came of it with
 * the same importer that opens a recording from a file.
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../../shared/errors'
import type { Profile } from '../../shared/profile/tables'
import { importBytes } from '../formats/open'
import { findJulias, type FoundJulia, type Machine } from '../record/find-julia'
import { record, type RecordedVariant, type RecordOptions, type RecordSurroundings, type Variant } from '../record/recorder'
import { depotFolder } from '../state-folder'
import script from '../../../resources/julia/record.jl?raw'

const SCRIPT_NAME = 'record.jl'

export interface RecordedProfile extends RecordedVariant {
  readonly profile: Profile
}

export interface RecordRun extends RecordOptions, Pick<RecordSurroundings, 'signal' | 'onProgress' | 'onOutput'> {
  /** What the script and Julia write stays there; a temporary folder that is removed if left out. */
  readonly folder?: string
}

/** Where the script lies, so that a command line that was copied still finds it afterwards: put there if it is not. */
export function recorderScript(folder = join(depotFolder(), 'recorder')): string {
  const path = join(folder, SCRIPT_NAME)
  if (thisMachine.readText(path) === script) return path
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, script)
  } catch (error) {
    throw new UserError('cannot-write', `The recorder could not be put there: ${error instanceof Error ? error.message : String(error)}.`, { where: path })
  }
  return path
}

/** Throws `UserError` as `record` does. */
export async function recordProfiles(variants: readonly Variant[], { folder: kept, ...options }: RecordRun): Promise<RecordedProfile[]> {
  for (const { project } of variants) checkProject(project)
  const path = recorderScript(kept)
  const folder = kept ?? await mkdtemp(join(tmpdir(), 'backedge-record-'))
  try {
    const made = await record(variants, { ...options, keep: kept !== undefined }, { ...options, script: path, folder, env: process.env })
    const profiles: RecordedProfile[] = []
    for (const one of made) {
      const profile = await importBytes(new TextEncoder().encode(one.recording), one.title, { signal: options.signal })
      profiles.push({ ...one, profile: { ...profile, meta: { ...profile.meta, title: one.title } } })
    }
    return profiles
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Julia would make an empty environment where there is none. Throws `UserError('not-found')`. */
function checkProject(project: string): void {
  if (project === '' || project.startsWith('@')) return
  const files = ['Project.toml', 'JuliaProject.toml'].map((name) => join(project, name))
  if (/Project\.toml$/.test(project) ? !existsSync(project) : !files.some((file) => existsSync(file))) {
    throw new UserError('not-found', 'There is no Project.toml.', { where: project, hint: 'expected the folder of a project' })
  }
}

export const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  readText(path) {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return undefined
    }
  },
  isProgram(path) {
    try {
      accessSync(path, constants.X_OK)
      return statSync(path).isFile()
    } catch {
      return false
    }
  },
}

export const juliasHere = (): FoundJulia[] => findJulias(thisMachine)
