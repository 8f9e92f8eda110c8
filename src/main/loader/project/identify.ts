/**
 * Which package a name means in a package (`identify_package` and what lies below it in base/loading.jl). What is a dependency decides, not what is
 * installed: a package sees its dependencies, an extension its parent, its triggers and its parent's dependencies; top-level code sees
 * the dependencies of the projects on the load path, and what lies in its folders.
 */
import { packageInFolder } from './entry-points'
import type { Environment, EnvironmentStack, ProjectEnvironment } from './environments'
import { type Manifest, type ManifestEntry, dependencyIn } from './manifest'
import { type PkgId, samePkgId, uuid5 } from './pkg-id'
import type { ProjectFile } from './project-file'

/** What one environment answers: a package, that there is none and the search ends, or nothing. */
type Answer = PkgId | 'none' | undefined

/**
 * A package of the standard library may load the others whatever a manifest says: manifests of another Julia know other dependencies of theirs.
 * @param into the package whose code says `using name`; undefined (or one without a uuid) for top-level code.
 * @returns undefined where the name means nothing there.
 * @throws UserError where a manifest is ambiguous.
 */
export function identifyPackage(stack: EnvironmentStack, into: PkgId | undefined, name: string): PkgId | undefined {
  if (into?.name === name) return into
  if (into?.uuid === undefined) {
    for (const environment of stack.environments) {
      const found = visibleIn(stack, environment, name)
      if (found) return found
    }
    return undefined
  }
  for (const environment of stack.environments) {
    const found = dependencyOf(stack, environment, into, name)
    if (found === 'none') break
    if (found) return found
  }
  return isStdlib(stack, into) ? stdlibNamed(stack, name) : undefined
}

export function isStdlib(stack: EnvironmentStack, { name, uuid }: PkgId): boolean {
  return uuid !== undefined && stack.options.stdlibs.get(name) === uuid
}

function stdlibNamed(stack: EnvironmentStack, name: string): PkgId | undefined {
  const uuid = stack.options.stdlibs.get(name)
  return uuid === undefined ? undefined : { name, uuid }
}

/** What a name means at top level (`project_deps_get`). */
function visibleIn(stack: EnvironmentStack, environment: Environment, name: string): PkgId | undefined {
  if (environment.kind === 'project') return inProject(stack, environment.project, name)
  if (environment.kind === 'stdlib') return stdlibNamed(stack, name)
  const found = packageInFolder(stack, environment.path, name)
  if (!found) return undefined
  if (!found.project) return { name, uuid: undefined }
  const id = stack.idOf(found.project, name)
  return id.name === name ? id : undefined
}

/** The project itself, or one of its dependencies. */
function inProject(stack: EnvironmentStack, project: ProjectFile, name: string): PkgId | undefined {
  if (project.name === name) return stack.idOf(project)
  const uuid = project.deps.get(name)
  return uuid === undefined ? undefined : { name, uuid }
}

/** What a name means inside a package (`manifest_deps_get`). */
function dependencyOf(stack: EnvironmentStack, environment: Environment, into: PkgId, name: string): Answer {
  if (environment.kind === 'project') return inProjectEnvironment(stack, environment, into, name)
  if (environment.kind === 'stdlib') return isStdlib(stack, into) ? stdlibNamed(stack, name) ?? 'none' : undefined
  return inPackageFolder(stack, environment.path, into, name)
}

function inProjectEnvironment(stack: EnvironmentStack, environment: ProjectEnvironment, into: PkgId, name: string): Answer {
  const { project, manifest } = environment
  if (samePkgId(stack.idOf(project, into.name), into)) return inProject(stack, project, name) ?? 'none'
  if (isExtensionOf(stack, stack.idOf(project), project.extensions, into)) {
    const weak = project.weakdeps.get(name)
    const found = weak === undefined ? inProject(stack, project, name) : { name, uuid: weak }
    if (found) return found
  }
  return manifest && inManifest(stack, manifest, into, name)
}

function inManifest(stack: EnvironmentStack, manifest: Manifest, into: PkgId, name: string): Answer {
  for (const entries of manifest.entries.values()) {
    for (const entry of entries) {
      if (entry.uuid === undefined) continue
      if (entry.uuid === into.uuid) return dependencyIn(manifest, entry.deps, name) ?? 'none'
      if (isExtensionOf(stack, entry, entry.extensions, into)) return inExtension(stack, manifest, entry, into.name, name)
    }
  }
  return undefined
}

/** An extension sees its parent, its own triggers, and all that its parent sees. */
function inExtension(stack: EnvironmentStack, manifest: Manifest, parent: ManifestEntry, extension: string, name: string): Answer {
  if (name === parent.name) return { name, uuid: parent.uuid }
  if (parent.extensions.get(extension)?.includes(name)) {
    const lists = stack.options.rules.extensions.dependenciesTrigger ? [parent.weakdeps, parent.deps] : [parent.weakdeps]
    for (const list of lists) {
      const found = dependencyIn(manifest, list, name)
      if (found) return found
    }
  }
  return identifyPackage(stack, { name: parent.name, uuid: parent.uuid }, name) ?? 'none'
}

function inPackageFolder(stack: EnvironmentStack, folder: string, into: PkgId, name: string): Answer {
  const own = packageInFolder(stack, folder, into.name)?.project
  if (own && samePkgId(stack.idOf(own, into.name), into)) return inProject(stack, own, name) ?? 'none'
  if (!stack.options.rules.extensions.exist) return undefined
  const parent = parentInFolder(stack, folder, into)?.project
  if (!parent) return undefined
  const trigger = parent.extensions.get(into.name)?.includes(name) ? parent.weakdeps.get(name) : undefined
  return inProject(stack, parent, name) ?? (trigger === undefined ? 'none' : { name, uuid: trigger })
}

/** The package in a folder of packages whose extension `id` is. */
export function parentInFolder(stack: EnvironmentStack, folder: string, id: PkgId): { readonly project: ProjectFile, readonly folder: string } | undefined {
  for (const entry of stack.options.files.list(folder)) {
    const own = `${folder}/${entry}`
    const file = stack.projectFileIn(own)
    const project = file === undefined ? undefined : stack.projectAt(file)
    if (project && isExtensionOf(stack, stack.idOf(project), project.extensions, id)) return { project, folder: own }
  }
  return undefined
}

/** Whether `id` is one of the extensions of a package. */
export function isExtensionOf(stack: EnvironmentStack, parent: { readonly uuid: string | undefined }, extensions: ReadonlyMap<string, unknown>, id: PkgId): boolean {
  return stack.options.rules.extensions.exist && parent.uuid !== undefined && extensions.has(id.name) && uuid5(parent.uuid, id.name) === id.uuid
}

/** All that the code of a package may load, by name: what `identifyPackage` would find for it, without the package itself. */
export function dependenciesOf(stack: EnvironmentStack, id: PkgId): readonly PkgId[] {
  const names = new Set<string>()
  for (const environment of stack.environments) for (const name of namesSeenBy(stack, environment, id)) names.add(name)
  names.delete(id.name)
  return [...names].flatMap((name) => identifyPackage(stack, id, name) ?? [])
}

/** Names that may be dependencies of a package, in one environment. */
function* namesSeenBy(stack: EnvironmentStack, environment: Environment, id: PkgId): Iterable<string> {
  if (environment.kind === 'project') {
    const { project, manifest } = environment
    if (samePkgId(stack.idOf(project, id.name), id) || isExtensionOf(stack, stack.idOf(project), project.extensions, id)) yield* namesOf(project)
    for (const entry of [...manifest?.entries.values() ?? []].flat()) {
      if (entry.uuid === id.uuid || isExtensionOf(stack, entry, entry.extensions, id)) yield* namesOf(entry)
    }
  } else if (environment.kind === 'packages') {
    const project = packageInFolder(stack, environment.path, id.name)?.project ?? parentInFolder(stack, environment.path, id)?.project
    if (project) yield* namesOf(project)
  }
}

function* namesOf(source: ProjectFile | ManifestEntry): Iterable<string> {
  if (source.name !== undefined) yield source.name
  yield* source.deps.keys()
  yield* source.weakdeps.keys()
}
