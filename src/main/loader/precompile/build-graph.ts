/**
 * What `Pkg.precompile` would compile of a project: the packages that it names, all that these need, and the extensions whose triggers are
 * among them; each after what it needs (Pkg's `precompile`, base/precompilation.jl). Packages of the standard library are in the system image.
 */
import type { EnvironmentStack } from '../project/environments'
import { extensionsOf, type Extension } from '../project/extensions'
import { dependenciesOf, identifyPackage } from '../project/identify'
import { locatePackage } from '../project/locate'
import { pkgIdKey, samePkgId, type PkgId } from '../project/pkg-id'

export interface BuildTarget {
  readonly id: PkgId
  /** The file where the code begins. */
  readonly path: string
  /** What has to be there before, by place in the list: smaller than its own. */
  readonly needs: readonly number[]
  /** Undefined for a package. */
  readonly extension: Extension | undefined
}

export interface BuildGraph {
  readonly targets: readonly BuildTarget[]
  /** Packages that need themselves in the end: none of them can be precompiled. */
  readonly circular: readonly PkgId[]
  /** In a list of dependencies, but without a source. */
  readonly missing: readonly PkgId[]
}

interface Node {
  readonly id: PkgId
  readonly path: string
  readonly needs: PkgId[]
  readonly extension: Extension | undefined
}

/** What the active project means by its dependencies, and itself if it is a package; of folders of packages nothing. */
export function projectPackages(stack: EnvironmentStack): readonly PkgId[] {
  const [active] = stack.environments
  if (active?.kind !== 'project') return []
  const { project, id } = active
  const own = project.name !== undefined && project.uuid !== undefined ? [id] : []
  return [...[...project.deps.keys()].flatMap((name) => identifyPackage(stack, undefined, name) ?? []), ...own]
}

/** @throws UserError where a manifest is ambiguous. */
export function buildGraph(stack: EnvironmentStack, roots: readonly PkgId[]): BuildGraph {
  const nodes = new Map<string, Node>()
  const missing: PkgId[] = []
  const waiting = [...roots]
  const seen = new Set<string>()
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (seen.has(pkgIdKey(id))) continue
    seen.add(pkgIdKey(id))
    const location = locatePackage(stack, id)
    if (location?.isStdlib === true) continue
    if (location === undefined) {
      missing.push(id)
      continue
    }
    const needs = directDependencies(stack, id)
    nodes.set(pkgIdKey(id), { id, path: location.path, needs, extension: undefined })
    waiting.push(...needs)
  }
  addExtensions(stack, nodes, seen)
  return { ...inOrder(nodes), missing }
}

/** Without those that are only weak. */
function directDependencies(stack: EnvironmentStack, id: PkgId): PkgId[] {
  const weak = new Set(extensionsOf(stack, id).flatMap(({ triggers }) => triggers.map(pkgIdKey)))
  const strong = strongDependencies(stack, id)
  return dependenciesOf(stack, id).filter((one) => strong?.has(one.name) ?? !weak.has(pkgIdKey(one)))
}

/** Names in `deps` of the package, where a project or a manifest has them. */
function strongDependencies(stack: EnvironmentStack, id: PkgId): ReadonlySet<string> | undefined {
  const environment = locatePackage(stack, id)?.environment
  if (environment?.kind !== 'project') return undefined
  if (samePkgId(stack.idOf(environment.project, id.name), id)) return new Set(environment.project.deps.keys())
  const entry = environment.manifest?.entries.get(id.name)?.find(({ uuid }) => uuid === id.uuid)
  return entry && new Set(entry.deps.keys())
}

function addExtensions(stack: EnvironmentStack, nodes: Map<string, Node>, known: ReadonlySet<string>): void {
  const found = [...nodes.values()].flatMap(({ id }) => extensionsOf(stack, id))
    .filter(({ triggers }) => triggers.every((one) => known.has(pkgIdKey(one))))
  if (found.length === 0) return
  const needs = closures(nodes)
  for (const extension of found) {
    const location = locatePackage(stack, extension.id)
    if (location === undefined) continue
    const own = [extension.parent, ...extension.triggers]
    nodes.set(pkgIdKey(extension.id), { id: extension.id, path: location.path, needs: own, extension })
  }
  // Whatever loads all triggers loads the extension: it comes before.
  for (const extension of found) {
    const wanted = [extension.parent, ...extension.triggers].map(pkgIdKey)
    const above = new Set(wanted.flatMap((key) => [key, ...needs.get(key) ?? []]))
    for (const node of nodes.values()) {
      const key = pkgIdKey(node.id)
      if (above.has(key) || samePkgId(node.id, extension.id)) continue
      const all = node.extension === undefined ? needs.get(key) : new Set(node.needs.flatMap((one) => [pkgIdKey(one), ...needs.get(pkgIdKey(one)) ?? []]))
      const isSmaller = node.extension === undefined || node.needs.length > wanted.length
      if (isSmaller && all !== undefined && wanted.every((one) => all.has(one))) node.needs.push(extension.id)
    }
  }
}

/** All that is needed, directly or not, by key. */
function closures(nodes: ReadonlyMap<string, Node>): Map<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>()
  const visit = (key: string): ReadonlySet<string> => {
    const known = all.get(key)
    if (known !== undefined) return known
    const made = new Set<string>()
    all.set(key, made)
    for (const need of nodes.get(key)?.needs ?? []) {
      made.add(pkgIdKey(need))
      for (const further of visit(pkgIdKey(need))) made.add(further)
    }
    return made
  }
  for (const key of nodes.keys()) visit(key)
  return all
}

function inOrder(nodes: ReadonlyMap<string, Node>): Pick<BuildGraph, 'targets' | 'circular'> {
  const places = new Map<string, number>()
  const targets: BuildTarget[] = []
  const path: string[] = []
  const inCycle = new Set<string>()
  const visit = (key: string): void => {
    const node = nodes.get(key)
    if (node === undefined || places.has(key)) return
    const at = path.indexOf(key)
    if (at >= 0) {
      for (const one of path.slice(at)) inCycle.add(one)
      return
    }
    path.push(key)
    for (const need of node.needs) visit(pkgIdKey(need))
    path.pop()
    if (inCycle.has(key)) return
    const needs = [...new Set(node.needs.flatMap((need) => places.get(pkgIdKey(need)) ?? []))]
    places.set(key, targets.push({ id: node.id, path: node.path, needs, extension: node.extension }) - 1)
  }
  for (const key of nodes.keys()) visit(key)
  return { targets, circular: [...inCycle].flatMap((key) => nodes.get(key)?.id ?? []) }
}
