/** Packages of the ecosystem that come with the app, in Julia of our own: a depot of their names, identities and files. */
import { parse } from 'smol-toml'
import { z } from 'zod'
import { crc32c } from '../loader/crc32c'
import { MemoryFiles } from '../loader/files'
import { joinPath } from '../loader/paths'

const texts = import.meta.glob<string>(['../../../resources/packages/**/*.jl', '../../../resources/packages/**/*.toml'], { query: '?raw', import: 'default', eager: true })
const FOLDER = '../../../resources/packages/'

const project = z.object({ name: z.string(), uuid: z.guid(), version: z.string() })

export interface BundledPackage {
  readonly name: string
  readonly uuid: string
  readonly version: string
  /** From the folder of packages: `Requires/src/Requires.jl`. */
  readonly file: string
  readonly text: string
}

/** By path from the folder of packages, with `/`. */
const packageFiles: ReadonlyMap<string, string> = new Map(Object.entries(texts).map(([path, text]) => [path.slice(FOLDER.length), text]))

export const bundledPackages: ReadonlyMap<string, BundledPackage> = new Map([...packageFiles].flatMap(([path, text]) => {
  if (!path.endsWith('/Project.toml')) return []
  const { name, uuid, version } = project.parse(parse(text))
  const file = `${name}/src/${name}.jl`
  const source = packageFiles.get(file)
  return source === undefined ? [] : [[name, { name, uuid, version, file, text: source }] as const]
}))

/** Where sessions find these packages: a folder that no disk has. */
export const BUNDLED_FOLDER = '/backedge packages'

/** The folder, with all that is in it. A file's time of modification follows from its content, so that caches of another version of it are found to be stale. */
export function bundledFiles(): MemoryFiles {
  const files = new MemoryFiles()
  for (const [path, text] of packageFiles) {
    const bytes = new TextEncoder().encode(text)
    files.write(joinPath(BUNDLED_FOLDER, path), bytes)
    files.touch(joinPath(BUNDLED_FOLDER, path), crc32c(bytes))
  }
  return files
}
