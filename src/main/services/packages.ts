/** Packages of the ecosystem that come with the app, in Julia of our own: a depot of their names, identities and files. */
import { parse } from 'smol-toml'
import { z } from 'zod'

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
