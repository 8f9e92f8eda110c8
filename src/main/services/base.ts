/**
 * The simulated Base as it comes with the app: Julia source in the bundle, and the system image that sessions begin with. The image is made
 * from the source when the first session of a process needs it, unless the build left one beside the bundle.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openContainer, writeContainer, type Section } from '../image/container'
import { ImageError } from '../image/bytes'
import { bootSystem, dataBytesOf, writeSystem } from '../image/system-image'
import { VERSION_RULES, type JuliaVersion } from '../julia/versions'
import { Engine, type BaseSource, type BootTarget, type SourceFile } from '../julia/runtime/engine'
import { fileSource } from './file-source'

const texts = import.meta.glob<string>('../../../resources/base/**/*.jl', { query: '?raw', import: 'default', eager: true })
const FOLDER = '../../../resources/base/'

/** Paths from the folder of Base, with `/`, in the order of their names. */
const files: readonly SourceFile[] = Object.entries(texts)
  .map(([path, text]) => ({ path: path.slice(FOLDER.length), text }))
  .sort((a, b) => (a.path < b.path ? -1 : 1))

type BaseSections = ReadonlyMap<string, Uint8Array | Section>

const KIND = 'system'
/** The version whose image the build leaves. */
const STORED: JuliaVersion = '1.5'
const BASE_IMAGE = 'base.image'

function fromSource(julia: JuliaVersion, preloaded?: readonly string[]): ReadonlyMap<string, Uint8Array> {
  return writeSystem(new Engine({ base: { files, ...(preloaded && { preloaded }) }, rules: VERSION_RULES[julia], execution: 'interpret', host: { write: () => undefined } }))
}

/** Leaves the image beside a bundle. */
export function writeBaseImage(folder: string): void {
  writeFileSync(join(folder, BASE_IMAGE), writeContainer({ header: { kind: KIND }, sections: fromSource(STORED) }))
}

/** The bundle may have put this file into a folder of its own. */
const PLACES = [import.meta.dirname, join(import.meta.dirname, '..')].map((folder) => join(folder, BASE_IMAGE))

function stored(): BaseSections | undefined {
  const path = PLACES.find(existsSync)
  if (path === undefined) return undefined
  try {
    return openContainer(fileSource(path)).sections
  } catch (error) {
    if (error instanceof ImageError) return undefined
    throw error
  }
}

/** What a process made or read of it, by version: Base asks for what it is to be. */
class BaseImages implements BaseSource {
  readonly files = files
  private readonly made = new Map<JuliaVersion, BaseSections>()

  constructor(private readonly make: (julia: JuliaVersion) => BaseSections) {}

  readonly boot = (session: BootTarget): void => {
    const { version } = session.world.rules
    const sections = this.made.get(version) ?? this.make(version)
    this.made.set(version, sections)
    bootSystem(sections, session)
  }

  readonly dataBytes = (julia: JuliaVersion): number => dataBytesOf(this.made.get(julia) ?? [])
}

export const base: BaseSource = new BaseImages((julia) => (julia === STORED ? stored() : undefined) ?? fromSource(julia))

const withoutLibraries: BaseSource = new BaseImages((julia) => fromSource(julia, []))

/** Base as its source makes it, with nothing compiled; with the standard libraries that a session has without asking, or with none. */
export function freshBase(libraries: boolean): BaseSource {
  return libraries ? base : withoutLibraries
}
