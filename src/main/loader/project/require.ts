/**
 * What `using X` finds, or the words in which Julia says that it does not (`require` in base/loading.jl). The texts are Julia's own, by version,
 * as they stand after `ArgumentError: `.
 */
import { identifyPackage } from './identify'
import type { EnvironmentStack } from './environments'
import { type PkgId, pkgIdText } from './pkg-id'

export type Required =
  | {
      readonly found: PkgId
      /** Until 1.7: the package does not have it in its dependencies, but the project does. To be shown once a package. */
      readonly warning?: string
    }
  | { readonly error: string }

/**
 * @param into the package whose code says `using name`, undefined at top level.
 * @param scope where a module of that name is in scope, for the hint at `using .X`: in the module itself or in the one around it.
 */
export function requirePackage(stack: EnvironmentStack, into: PkgId | undefined, name: string, scope?: '.' | '..'): Required {
  const found = identifyPackage(stack, into, name)
  if (found) return { found }
  const { rules } = stack.options
  if (into?.uuid === undefined) return { error: notFound(stack, name, scope) }
  const missing = notADependency(stack, into.name, name)
  const inProject = rules.projects.fallsBackToProject ? identifyPackage(stack, undefined, name) : undefined
  if (!inProject) return { error: missing }
  return { found: inProject, warning: `${missing}\nLoading ${name} into ${into.name} from project dependency, future warnings for ${into.name} are suppressed.` }
}

/** A package that is known and has no source. */
export function notInstalled(id: PkgId): string {
  return `Package ${pkgIdText(id)} is required but does not seem to be installed:\n - Run \`Pkg.instantiate()\` to install all recorded dependencies.\n`
}

function notFound(stack: EnvironmentStack, name: string, scope: '.' | '..' | undefined): string {
  const add = `\`import Pkg; Pkg.add(${JSON.stringify(name)})\` to install the ${name} package.`
  if (!stack.options.rules.projects.messages.hintsAtModules) return `Package ${name} not found in current path:\n- Run ${add}\n`
  const hint = scope === undefined ? '' : `, maybe you meant \`import/using ${scope}${name}\``
  return `Package ${name} not found in current path${hint}.\n- ${scope === undefined ? 'Run' : 'Otherwise, run'} ${add}`
}

function notADependency(stack: EnvironmentStack, into: string, name: string): string {
  const instantiate = stack.options.rules.projects.messages.namesInstantiate
  return [
    `Package ${into} does not have ${name} in its dependencies:`,
    ...otherManifests(stack),
    ...(instantiate ? ['- You may have a partially installed environment. Try `Pkg.instantiate()`', '  to ensure all packages in the environment are installed.'] : []),
    `- ${instantiate ? 'Or, if' : 'If'} you have ${into} checked out for development and have`,
    `  added ${name} as a dependency but haven't updated your primary`,
    "  environment's manifest file, try `Pkg.resolve()`.",
    `- Otherwise you may need to report an issue with ${into}`,
  ].join('\n')
}

const ADVICE = {
  named: ['  julia version, which may be the cause of the error:'],
  withAdvice: [
    '  julia version, which may be the cause of the error. Try to re-resolve them in the',
    '  current version, or consider deleting them if that fails:',
  ],
}

/** Manifests that another Julia made. */
function otherManifests(stack: EnvironmentStack): readonly string[] {
  const { projects, release } = stack.options.rules
  if (projects.messages.namesManifests === 'never') return []
  const others = stack.environments.flatMap((environment) => {
    const manifest = environment.kind === 'project' ? environment.manifest : undefined
    return manifest && manifest.juliaVersion !== release ? [`    ${manifest.file} (v${manifest.juliaVersion ?? 'nothing'})`] : []
  })
  if (others.length === 0) return []
  return ['- Note that the following manifests in the load path were resolved with a different', ...ADVICE[projects.messages.namesManifests], ...others]
}
