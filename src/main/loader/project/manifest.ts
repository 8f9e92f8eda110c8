/**
 * `Manifest.toml`: which version of each package, direct or not, an environment has. Format 1.0 is one array of tables a name at top level; format 2
 * puts them below `deps` and says which Julia made them (Pkg's Manifest.toml page; `get_deps` in base/loading.jl).
 */
import { z } from 'zod'
import { UserError } from '../../../shared/errors'
import type { PkgId } from './pkg-id'
import { packageName, tableOf, text, textOrTexts, treeHash, uuid } from './schema'
import { fitToml, kindOf, parseToml } from './toml'

/** Names (unique in the manifest), or names with their uuids. */
export type DependencyList = ReadonlyMap<string, string | undefined>

export interface ManifestEntry {
  readonly name: string
  readonly uuid: string | undefined
  /** None for packages of the standard library before 1.11. */
  readonly version: string | undefined
  /** A package under development: relative to the manifest, or absolute. */
  readonly path: string | undefined
  /** `git-tree-sha1`: the package lies in a depot below its slug. */
  readonly treeHash: string | undefined
  readonly entryFile: string | undefined
  readonly deps: DependencyList
  readonly weakdeps: DependencyList
  readonly extensions: ReadonlyMap<string, readonly string[]>
}

export interface Manifest {
  /** Where it was read. */
  readonly file: string
  /** `1.0`, `2.0`, `2.1`. */
  readonly format: string
  /** The Julia that made it. */
  readonly juliaVersion: string | undefined
  /** Entries by name; several packages may share one. */
  readonly entries: ReadonlyMap<string, readonly ManifestEntry[]>
}

const dependencies = z.union(
  [
    z.array(packageName).transform((names): DependencyList => new Map(names.map((name) => [name, undefined]))),
    tableOf(uuid).transform((table): DependencyList => table),
  ],
  { error: (issue) => `expected a list of names or a table of uuids, found ${kindOf(issue.input)}` },
)

const entry = z.object({
  uuid: uuid.optional(),
  version: text.optional(),
  path: text.optional(),
  'git-tree-sha1': treeHash.optional(),
  entryfile: text.optional(),
  deps: dependencies.default(new Map()),
  weakdeps: dependencies.default(new Map()),
  extensions: tableOf(textOrTexts).default(new Map()),
}, { error: (issue) => `expected a table, found ${kindOf(issue.input)}` })

const entries = tableOf(z.array(entry, { error: (issue) => `expected [[…]] tables, found ${kindOf(issue.input)}` }))

const newer = z.object({
  manifest_format: z.union([text, z.number().transform((number) => number.toFixed(1))], { error: 'expected a version such as "2.0"' }),
  julia_version: text.optional(),
  deps: entries.default(new Map()),
})

/** A manifest of the first format could have a package that is called `manifest_format`: then it is a list. */
const hasFormat = z.object({ manifest_format: z.union([z.string(), z.number()]) })

/** @throws UserError for what is not TOML, does not fit, or is of a format that is not known. */
export function readManifest(content: string, file: string): Manifest {
  const source = { text: content, file }
  const tables = parseToml(source)
  if (!hasFormat.safeParse(tables).success) return { file, format: '1.0', juliaVersion: undefined, entries: named(fitToml(tables, entries, source)) }
  const { manifest_format: format, julia_version: juliaVersion, deps } = fitToml(tables, newer, source)
  if (!/^[12](\.\d+)*$/.test(format)) {
    throw new UserError('newer-version', `manifest_format: expected 1 or 2, found ${kindOf(format)}`, { where: file })
  }
  return { file, format, juliaVersion, entries: named(deps) }
}

function named(table: ReadonlyMap<string, readonly z.infer<typeof entry>[]>): ReadonlyMap<string, readonly ManifestEntry[]> {
  return new Map([...table].map(([name, list]) => [name, list.map((found) => ({
    name,
    uuid: found.uuid,
    version: found.version,
    path: found.path,
    treeHash: found['git-tree-sha1'],
    entryFile: found.entryfile,
    deps: found.deps,
    weakdeps: found.weakdeps,
    extensions: found.extensions,
  }))]))
}

/** The entry of a package, or undefined. */
export function entryOf(manifest: Manifest, { name, uuid: wanted }: PkgId): ManifestEntry | undefined {
  return wanted === undefined ? undefined : manifest.entries.get(name)?.find((found) => found.uuid === wanted)
}

/**
 * The package that `name` is in a list of dependencies; undefined where the list does not have it.
 * @throws UserError when only the name is given and the manifest has no package, or several, of that name: Julia's own error.
 */
export function dependencyIn(manifest: Manifest, list: DependencyList, name: string): PkgId | undefined {
  if (!list.has(name)) return undefined
  const given = list.get(name)
  if (given !== undefined) return { name, uuid: given }
  const [only, ...others] = manifest.entries.get(name) ?? []
  if (!only || others.length > 0) {
    throw new UserError('bad-input', `expected a single entry for ${JSON.stringify(name)}, found ${only ? others.length + 1 : 'none'}`, { where: manifest.file })
  }
  return { name, uuid: only.uuid }
}
