/**
 * What loading knows of a project before anything is loaded: which packages its manifest has and where they lie, how the `[compat]` bounds fit,
 * which extensions wait for what, and which preferences are set. Nothing is run.
 */
import { UserError } from '../../shared/errors'
import { STANDARD_UUIDS } from '../julia/runtime/standard-libraries'
import { VERSION_RULES, type JuliaVersion } from '../julia/versions'
import type { FileSystem } from '../loader/files'
import { MountedFiles } from '../loader/mounted-files'
import { compatRows } from '../loader/project/compat'
import { EnvironmentStack } from '../loader/project/environments'
import { extensionsOf } from '../loader/project/extensions'
import { identifyPackage } from '../loader/project/identify'
import { locatePackage } from '../loader/project/locate'
import type { PkgId } from '../loader/project/pkg-id'
import { preferencesOf } from '../loader/project/preferences'
import type { TomlValue } from '../loader/project/toml'
import { BUNDLED_FOLDER, bundledFiles } from './packages'

export interface PackageFacts {
  readonly name: string
  readonly uuid: string | undefined
  readonly version: string | undefined
  /** The project itself, one of its dependencies, or a dependency of these. */
  readonly role: 'project' | 'direct' | 'indirect'
  /** Where its code begins; undefined if it is not installed. */
  readonly path: string | undefined
  readonly isStandard: boolean
  /** As `[compat]` has it. */
  readonly bound: string | undefined
  /** Undefined where there is nothing to compare. */
  readonly satisfied: boolean | undefined
  readonly preferences: ReadonlyMap<string, TomlValue>
}

interface ExtensionFacts {
  readonly name: string
  readonly parent: string
  readonly triggers: readonly string[]
  /** Triggers that the manifest does not have: the extension will not load here. */
  readonly missing: readonly string[]
}

export interface ProjectFacts {
  readonly file: string
  readonly manifest: { readonly file: string, readonly format: string, readonly juliaVersion: string | undefined } | undefined
  /** The bound on Julia itself. */
  readonly julia: { readonly bound: string, readonly found: string, readonly satisfied: boolean | undefined } | undefined
  readonly packages: readonly PackageFacts[]
  readonly extensions: readonly ExtensionFacts[]
}

/** Throws `UserError` if there is no project in the folder or a file cannot be read. */
export function describeProject(files: FileSystem, folder: string, julia: JuliaVersion, depot: string): ProjectFacts {
  const rules = VERSION_RULES[julia]
  const stack = new EnvironmentStack({
    files: new MountedFiles(files, BUNDLED_FOLDER, bundledFiles()), rules, depots: [depot], stdlibs: STANDARD_UUIDS,
    loadPath: ['@', '@stdlib', BUNDLED_FOLDER], activeProject: folder, folder,
  })
  const [active] = stack.environments
  if (active?.kind !== 'project') throw new UserError('not-found', 'There is no Project.toml in this folder.', { where: folder })
  const { project, manifest } = active
  const bounds = new Map(compatRows(project, manifest, rules.release).map((row) => [row.name, row]))
  const facts = (id: PkgId, role: PackageFacts['role'], version: string | undefined): PackageFacts => {
    const location = locatePackage(stack, id)
    const bound = bounds.get(id.name)
    return {
      name: id.name, uuid: id.uuid, version, role,
      path: location?.isStdlib === true ? undefined : location?.path,
      isStandard: location?.isStdlib === true,
      bound: bound?.bound, satisfied: bound?.satisfied,
      preferences: id.uuid === undefined ? new Map() : preferencesOf(stack, id.uuid),
    }
  }
  const direct = new Set(project.deps.values())
  const own = project.name === undefined ? [] : [facts({ name: project.name, uuid: project.uuid }, 'project', project.version)]
  const listed = [...manifest?.entries.values() ?? []].flat()
    .filter(({ uuid }) => uuid !== project.uuid)
    .map(({ name, uuid, version }) => facts({ name, uuid }, uuid !== undefined && direct.has(uuid) ? 'direct' : 'indirect', version))
  const unlisted = [...project.deps].filter(([, uuid]) => !listed.some((one) => one.uuid === uuid)).map(([name, uuid]) => facts({ name, uuid }, 'direct', undefined))
  const packages = [...own, ...[...listed, ...unlisted].sort((a, b) => (a.role === b.role ? (a.name < b.name ? -1 : 1) : a.role === 'direct' ? -1 : 1))]
  const isHere = (id: PkgId) => packages.some(({ uuid }) => uuid === id.uuid) || identifyPackage(stack, undefined, id.name) !== undefined
  const bound = bounds.get('julia')
  return {
    file: active.path,
    manifest: manifest && { file: manifest.file, format: manifest.format, juliaVersion: manifest.juliaVersion },
    julia: bound && { bound: bound.bound, found: rules.release, satisfied: bound.satisfied },
    packages,
    extensions: packages.flatMap(({ name, uuid }) => extensionsOf(stack, { name, uuid })).map(({ id, parent, triggers }) => ({
      name: id.name, parent: parent.name, triggers: triggers.map((trigger) => trigger.name), missing: triggers.filter((trigger) => !isHere(trigger)).map((trigger) => trigger.name),
    })),
  }
}
