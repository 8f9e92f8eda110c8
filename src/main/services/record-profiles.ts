/**
 * Recordings as profiles: puts the recorder's script and what it writes into a folder of its own, records, and reads what came of it with
 * the same importer that opens a recording from a file.
 */
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Profile } from '../../shared/profile/tables'
import { importBytes } from '../formats/open'
import { findJulias, type FoundJulia, type Machine } from '../record/find-julia'
import { record, type RecordedVariant, type RecordOptions, type RecordSurroundings, type Variant } from '../record/recorder'
import script from '../../../resources/julia/record.jl?raw'

/** As the command line names the script. */
export const SCRIPT_NAME = 'record.jl'

export interface RecordedProfile extends RecordedVariant {
  readonly profile: Profile
}

interface RecordRun extends RecordOptions, Pick<RecordSurroundings, 'signal' | 'onProgress' | 'onOutput'> {
  /** What the script and Julia write stays there; a temporary folder that is removed if left out. */
  readonly folder?: string
}

export function recorderScript(): string {
  return script
}

/** Throws `UserError` as `record` does. */
export async function recordProfiles(variants: readonly Variant[], { folder: kept, ...options }: RecordRun): Promise<RecordedProfile[]> {
  if (kept !== undefined) await mkdir(kept, { recursive: true })
  const folder = kept ?? await mkdtemp(join(tmpdir(), 'backedge-record-'))
  try {
    const path = join(folder, SCRIPT_NAME)
    await writeFile(path, script)
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
