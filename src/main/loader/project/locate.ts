/**
 * Where the source of a package lies (`locate_package` in base/loading.jl): the path that a manifest gives, the folder of its version in a depot, a
 * folder of packages, the standard library, or for an extension the `ext` folder of its parent.
 */
import { folderOf, joinPath } from '../paths'
import { entryPoint, extensionEntryPoint, packageInFolder, projectEntryPoint } from './entry-points'
import type { Environment, EnvironmentStack, ProjectEnvironment } from './environments'
import { isExtensionOf, isStdlib, parentInFolder } from './identify'
import { type Manifest, type ManifestEntry, entryOf } from './manifest'
import { type PkgId, samePkgId } from './pkg-id'
import { versionSlug } from './slugs'

export interface PackageLocation {
  /** The file where the code begins. */
  readonly path: string
  /** The environment that says so. */
  readonly environment: Environment
  /** Of the simulated standard library: the path only names it, there is no such file. */
  readonly isStdlib: boolean
  /** The folder of the package (of an extension: of its parent), as `pkgdir` gives it. */
  readonly folder: string
}

type Found = { readonly path: string, readonly folder: string } | 'none' | undefined

/** @returns undefined where the package is in no environment, or has no source there. */
export function locatePackage(stack: EnvironmentStack, id: PkgId): PackageLocation | undefined {
  let isMissing = false
  for (const environment of stack.environments) {
    if (isMissing && environment !== stack.bundled) continue
    if (environment.kind === 'stdlib') {
      if (isStdlib(stack, id)) return stdlibLocation(stack, id.name)
      continue
    }
    const found = environment.kind === 'project' ? inProject(stack, environment, id) : inFolder(stack, environment.path, id)
    if (found === 'none') isMissing = true
    else if (found) return { ...found, environment, isStdlib: false }
  }
  return isStdlib(stack, id) ? stdlibLocation(stack, id.name) : undefined
}

function stdlibLocation(stack: EnvironmentStack, name: string): PackageLocation {
  const folder = joinPath(stack.stdlibFolder, name)
  return { path: joinPath(folder, 'src', `${name}.jl`), folder, environment: { kind: 'stdlib', path: stack.stdlibFolder }, isStdlib: true }
}

const at = (path: string | undefined, folder: string): Found => (path === undefined ? 'none' : { path, folder })

function inFolder(stack: EnvironmentStack, folder: string, id: PkgId): Found {
  const found = packageInFolder(stack, folder, id.name)
  const own = found && (found.project ? stack.idOf(found.project, id.name) : { name: id.name, uuid: undefined })
  if (found && samePkgId(own, id)) return { path: found.path, folder: found.folder }
  const parent = id.uuid === undefined ? undefined : parentInFolder(stack, folder, id)
  return parent && at(extensionEntryPoint(stack, parent.folder, id.name), parent.folder)
}

function inProject(stack: EnvironmentStack, { project, manifest, path }: ProjectEnvironment, id: PkgId): Found {
  if (id.uuid === undefined) return undefined
  const folder = folderOf(path)
  if (samePkgId(stack.idOf(project, id.name), id)) return at(projectEntryPoint(stack, project, folder, id.name), folder)
  if (isExtensionOf(stack, stack.idOf(project), project.extensions, id)) return at(extensionEntryPoint(stack, folder, id.name), folder)
  if (!manifest) return undefined
  const entry = entryOf(manifest, id)
  if (entry) return inEntry(stack, manifest, entry, id)
  for (const parent of [...manifest.entries.values()].flat()) {
    if (!isExtensionOf(stack, parent, parent.extensions, id)) continue
    const location = locatePackage(stack, { name: parent.name, uuid: parent.uuid })
    return location ? at(extensionEntryPoint(stack, location.folder, id.name), location.folder) : 'none'
  }
  return undefined
}

/** By path, by tree in a depot; neither: a package of the standard library. */
function inEntry(stack: EnvironmentStack, manifest: Manifest, entry: ManifestEntry, id: PkgId): Found {
  const { depots, rules } = stack.options
  if (entry.path !== undefined) {
    const folder = joinPath(folderOf(manifest.file), entry.path)
    return at(entryPoint(stack, folder, id.name, entry.entryFile), stack.isFile(folder) ? folderOf(folderOf(folder)) : folder)
  }
  if (entry.treeHash === undefined || id.uuid === undefined) return undefined
  for (const slug of [versionSlug(id.uuid, entry.treeHash), versionSlug(id.uuid, entry.treeHash, 4)]) {
    for (const depot of depots) {
      const folder = joinPath(depot, 'packages', id.name, slug)
      if (stack.isFolder(folder)) return at(entryPoint(stack, folder, id.name, entry.entryFile), folder)
    }
  }
  return rules.projects.stopsAtMissing ? 'none' : undefined
}
