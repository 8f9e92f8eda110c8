/**
 * `Project.toml` (or `JuliaProject.toml`): what a package or an environment says of itself. Keys that are not for the loader (authors, targets)
 * are passed over, as Julia does.
 */
import { z } from 'zod'
import { packageName, tableOf, text, textOrTexts, texts, uuid } from './schema'
import { type TomlTable, anyTable, fitToml, parseToml } from './toml'

export const PROJECT_NAMES = ['JuliaProject.toml', 'Project.toml'] as const

/** Where Pkg is to take a dependency from; kept to be shown, loading goes by the manifest. */
interface PackageSource {
  readonly path?: string
  readonly url?: string
  readonly rev?: string
  readonly subdir?: string
}

export interface ProjectFile {
  /** Where it was read. */
  readonly file: string
  readonly name: string | undefined
  readonly uuid: string | undefined
  readonly version: string | undefined
  /** `path`: the file or folder where the code begins, relative to the project. */
  readonly path: string | undefined
  /** `entryfile`: the same, as newer versions call it. */
  readonly entryFile: string | undefined
  /** A manifest elsewhere, relative to the project. */
  readonly manifest: string | undefined
  /** Name to uuid. */
  readonly deps: ReadonlyMap<string, string>
  readonly weakdeps: ReadonlyMap<string, string>
  readonly extras: ReadonlyMap<string, string>
  /** Extension to the names of its triggers. */
  readonly extensions: ReadonlyMap<string, readonly string[]>
  /** Name to the bounds as they were written. */
  readonly compat: ReadonlyMap<string, string>
  readonly sources: ReadonlyMap<string, PackageSource>
  /** `[workspace] projects`: folders that share the manifest. */
  readonly workspace: readonly string[]
  /** Package name to its preferences. */
  readonly preferences: TomlTable
}

const schema = z.object({
  name: packageName.optional(),
  uuid: uuid.optional(),
  version: text.optional(),
  path: text.optional(),
  entryfile: text.optional(),
  manifest: text.optional(),
  deps: tableOf(uuid).default(new Map()),
  weakdeps: tableOf(uuid).default(new Map()),
  extras: tableOf(uuid).default(new Map()),
  extensions: tableOf(textOrTexts).default(new Map()),
  compat: tableOf(textOrTexts.transform((bounds) => bounds.join(', '))).default(new Map()),
  sources: tableOf(z.object({ path: text, url: text, rev: text, subdir: text }).partial()).default(new Map()),
  workspace: z.object({ projects: texts.default([]) }, { error: 'expected a table' }).default({ projects: [] }),
  preferences: anyTable.default(new Map()),
})

/** @throws UserError for what is not TOML or does not fit, with file and line. */
export function readProject(content: string, file: string): ProjectFile {
  const source = { text: content, file }
  const { entryfile, workspace, ...rest } = fitToml(parseToml(source), schema, source)
  return {
    file,
    name: rest.name,
    uuid: rest.uuid,
    version: rest.version,
    path: rest.path,
    entryFile: entryfile,
    manifest: rest.manifest,
    deps: rest.deps,
    weakdeps: rest.weakdeps,
    extras: rest.extras,
    extensions: rest.extensions,
    compat: rest.compat,
    sources: rest.sources,
    workspace: workspace.projects,
    preferences: rest.preferences,
  }
}
