/** Which packages go into a system image, in PackageCompiler's way: those that were asked for have to be of the project, the rest is what they need. */
import { UserError } from '../../../shared/errors'
import { buildGraph, projectPackages } from '../precompile/build-graph'
import type { EnvironmentStack } from '../project/environments'
import { dependenciesOf, isStdlib } from '../project/identify'
import { locatePackage } from '../project/locate'
import { pkgIdKey, type PkgId } from '../project/pkg-id'
import type { SessionWorld } from '../session/session-world'

/** @param asked all of the project if undefined. Throws `UserError` for names that the project does not know. */
export function packagesInProject(stack: EnvironmentStack, asked: readonly string[] | undefined): { readonly names: readonly string[], readonly ids: readonly PkgId[] } {
  const known = projectPackages(stack)
  const names = [...new Set(asked ?? known.map(({ name }) => name))]
  const unknown = names.filter((name) => !known.some((id) => id.name === name))
  if (unknown.length > 0) {
    const [active] = stack.environments
    throw new UserError('bad-input', `package(s) ${unknown.join(', ')} not in project.`, {
      where: active?.path ?? '', hint: known.length === 0 ? 'the project names none' : `expected some of ${known.map(({ name }) => name).join(', ')}`,
    })
  }
  return { names, ids: names.flatMap((name) => known.find((id) => id.name === name) ?? []) }
}

/** What is loaded, what others need before them: all that a package depends on is loaded by it, or because of `transitive`. */
export function packagesToLoad({ stack }: Pick<SessionWorld, 'stack'>, ids: readonly PkgId[], transitive: boolean): readonly PkgId[] {
  if (!transitive) return ids
  const { targets } = buildGraph(stack, ids)
  const ordered = new Map<string, PkgId>()
  const add = (id: PkgId): void => void ordered.set(pkgIdKey(id), id)
  const ofPackages = targets.filter(({ extension }) => extension === undefined).map(({ id }) => id)
  for (const id of [...ofPackages, ...ids]) {
    for (const dependency of dependenciesOf(stack, id)) if (isStdlib(stack, dependency) && locatePackage(stack, dependency) !== undefined) add(dependency)
    add(id)
  }
  return [...ordered.values()]
}
