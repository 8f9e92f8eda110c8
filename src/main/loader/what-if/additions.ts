/**
 * What is added to a package: a precompile directive, a workload, a limit for methods. Added code stands before the `end` of the package's module, so
 * that lines keep their numbers.
 */
import type { Change } from '../../../shared/what-if'
import type { Expr } from '../../julia/values/value'
import { type ChangedProject, PRECOMPILE_TOOLS, refuse } from './project'
import { codeProblem, type JuliaSource } from './source'

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>

/** The entry file of a package with its module. */
function entryOf(project: ChangedProject, name: string): { readonly source: JuliaSource, readonly module: Expr, readonly sources: readonly JuliaSource[] } {
  const own = project.package(name)
  const sources = project.sources(own)
  const source = sources.find(({ path }) => path === own.entry)
  return source?.root === undefined ? refuse(`${own.entry} has no module ${name}.`) : { source, module: source.root, sources }
}

function append(project: ChangedProject, name: string, text: string): void {
  const { source, module, sources } = entryOf(project, name)
  if (!source.appendTo(module, text)) refuse(`The end of module ${name} was not found.`)
  project.keep(sources)
}

export function addStatement(project: ChangedProject, { package: name, statement }: Of<'precompile'>): void {
  const wrong = codeProblem(statement)
  if (wrong !== undefined) refuse(`The statement is no Julia: ${wrong}.`)
  append(project, name, statement.trim())
}

export function addWorkload(project: ChangedProject, { package: name, code }: Of<'workload'>): void {
  const wrong = codeProblem(code)
  if (wrong !== undefined) refuse(`The workload is no Julia: ${wrong}.`)
  const lines = code.trim().split('\n')
  if (!project.rules.caching.workloadPackage) {
    append(project, name, ['if ccall(:jl_generating_output, Cint, ()) == 1', 'let', ...lines, 'end', 'end'].join('\n'))
    return
  }
  append(project, name, ['using PrecompileTools: @compile_workload', '@compile_workload begin', ...lines, 'end'].join('\n'))
  project.addDependency(project.package(name), PRECOMPILE_TOOLS)
}

export function setMaxMethods(project: ChangedProject, { package: name, value }: Of<'max-methods'>): void {
  if (!project.rules.inference.maxMethodsPerModule) refuse(`Julia ${project.run.julia} has one limit for all modules, ${project.rules.inference.maxMethods} methods: @max_methods came with Julia 1.8.`)
  const { source, module, sources } = entryOf(project, name)
  source.prependTo(module, `Base.Experimental.@max_methods ${value}`)
  project.keep(sources)
}
