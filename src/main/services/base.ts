/**
 * The simulated Base as it comes with the app: Julia source in the bundle, and the system image that sessions begin with. The image is made
 * from the source when the first session of a process needs it, unless the build left one beside the bundle.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openContainer, writeContainer } from '../image/container'
import { ImageError } from '../image/bytes'
import { bootSystem, writeSystem } from '../image/system-image'
import { VERSION_RULES, type JuliaVersion } from '../julia/versions'
import { Engine, type BaseSource, type SourceFile } from '../julia/runtime/engine'
import type { StoredSections } from '../image/graph/reader'
import { fileSource } from './file-source'

const texts = import.meta.glob<string>('../../../resources/base/**/*.jl', { query: '?raw', import: 'default', eager: true })
const FOLDER = '../../../resources/base/'

/** Paths from the folder of Base, with `/`, in the order of their names. */
const files: readonly SourceFile[] = Object.entries(texts)
  .map(([path, text]) => ({ path: path.slice(FOLDER.length), text }))
  .sort((a, b) => (a.path < b.path ? -1 : 1))

const KIND = 'system'
/** The version whose image the build leaves. */
const STORED: JuliaVersion = '1.5'
const BASE_IMAGE = 'base.image'

function fromSource(julia: JuliaVersion): ReadonlyMap<string, Uint8Array> {
  return writeSystem(new Engine({ base: { files }, rules: VERSION_RULES[julia], execution: 'interpret', host: { write: () => undefined } }))
}

/** Leaves the image beside a bundle. */
export function writeBaseImage(folder: string): void {
  writeFileSync(join(folder, BASE_IMAGE), writeContainer({ header: { kind: KIND }, sections: fromSource(STORED) }))
}

/** The bundle may have put this file into a folder of its own. */
const PLACES = [import.meta.dirname, join(import.meta.dirname, '..')].map((folder) => join(folder, BASE_IMAGE))

function stored(): StoredSections | undefined {
  const path = PLACES.find(existsSync)
  if (path === undefined) return undefined
  try {
    return openContainer(fileSource(path)).sections
  } catch (error) {
    if (error instanceof ImageError) return undefined
    throw error
  }
}

/** By version: Base asks for what it is to be. */
const made = new Map<JuliaVersion, StoredSections>()

export const base: BaseSource = {
  files,
  boot: (session) => {
    const { version } = session.world.rules
    const sections = made.get(version) ?? (version === STORED ? stored() : undefined) ?? fromSource(version)
    made.set(version, sections)
    bootSystem(sections, session)
  },
}
