/**
 * A package is split: what needs one of its dependencies moves into an extension (where Julia has them) or into a package of its own that builds on
 * both. Moved is every statement of the package's own module that names the dependency or something that comes from it, and then what names
 * something that only moved statements define. What cannot be moved without changing what the package offers is refused: statements of inner modules,
 * exported names that would only be in the extension. What macros make of names is not seen.
 */
import type { Change } from '../../../shared/what-if'
import { has, HEAD } from '../../julia/syntax/build'
import { exprText } from '../../julia/syntax/print-expr'
import { Expr, symbolName, type JuliaValue } from '../../julia/values/value'
import { joinPath } from '../paths'
import { uuid5 } from '../project/pkg-id'
import { exportsOf } from './exports'
import { removeImports, weaken } from './loading'
import { addName, type ChangedProject, type ProjectPackage, refuse, removeName, tableIn } from './project'
import { callOf, expressionsIn, type ImportItem, importsIn, type JuliaSource, type ModuleStatement, namePath, namesIn, type Range } from './source'

interface Statement extends ModuleStatement {
  readonly source: JuliaSource
  readonly names: ReadonlySet<string>
  /** Names that it gives a meaning in the package; methods of functions of others are none. */
  readonly defines: readonly string[]
}

export function splitPackage(project: ChangedProject, { package: name, dependency, into }: Extract<Change, { readonly kind: 'split-package' }>): void {
  const own = project.package(name)
  const { exist } = project.rules.extensions
  if (into === 'extension' && !exist) refuse(`Julia ${project.run.julia} has no extensions; a package of its own can hold what needs ${dependency}.`)
  const form = into ?? (exist ? 'extension' : 'package')
  const uuid = dependencyUuid(project, own, dependency) ?? refuse(`${name} does not depend on ${dependency}.`)
  const sources = project.sources(own).filter(({ path }) => !path.startsWith(`${joinPath(own.folder, 'ext')}/`))
  const all = sources.flatMap((source) => source.statements.map((statement): Statement => ({ ...statement, source, names: namesIn(statement.value), defines: definedNames(statement.value) })))
  const moved = statementsToMove(project, all, own, dependency)
  const added = form === 'extension' ? `${name}${dependency}Ext` : `${name}${dependency}`
  const kept = all.filter((one) => !moved.has(one))
  const text = moduleText(project, { added, name, dependency }, [...moved], kept)

  for (const { source, range } of moved) if (range !== undefined) source.remove(range)
  for (const source of sources) removeImports(source, dependency)
  project.keep(sources)
  if (form === 'extension') addExtension(project, own, added, { name: dependency, uuid }, text)
  else addPackage(project, own, added, { name: dependency, uuid }, text)
}

function dependencyUuid(project: ChangedProject, { projectFile, id }: ProjectPackage, dependency: string): string | undefined {
  const file = projectFile === '' ? undefined : project.stack.projectAt(projectFile)
  const uuid = file?.deps.get(dependency)
  if (uuid !== undefined) return uuid
  const manifest = project.environment.manifest?.entries
  const entry = manifest?.get(id.name)?.[0]
  return entry?.deps.has(dependency) === true ? manifest?.get(dependency)?.[0]?.uuid : undefined
}

function statementsToMove(project: ChangedProject, all: readonly Statement[], { id: { name } }: ProjectPackage, dependency: string): ReadonlySet<Statement> {
  const foreign = new Set([dependency])
  for (const { value } of all) {
    for (const item of importsIn(value)) {
      if (item.package !== dependency) continue
      for (const one of item.names ?? (has(item.statement, HEAD.using) ? exportsOf(project, dependency) : [])) foreign.add(one)
    }
  }
  const isPlain = ({ value }: Statement): boolean => importsIn(value).length === 0 && !isExport(value)
  const candidates = all.filter(isPlain)
  const moved = new Set(candidates.filter(({ names }) => [...names].some((one) => foreign.has(one))))
  const depends = all.some(({ value }) => importsIn(value).some((item) => item.package === dependency))
  if (moved.size === 0 && !depends) refuse(`No statement of ${name} names ${dependency}; it is a dependency by name only and can be removed.`)
  for (let changed = true; changed;) {
    const kept = candidates.filter((one) => !moved.has(one))
    const there = new Set(kept.flatMap(({ defines }) => defines))
    const gone = new Set([...moved].flatMap(({ defines }) => defines).filter((one) => !there.has(one)))
    const more = kept.filter(({ names }) => [...names].some((one) => gone.has(one)))
    for (const one of more) moved.add(one)
    changed = more.length > 0
  }
  const there = new Set(candidates.filter((one) => !moved.has(one)).flatMap(({ defines }) => defines))
  const exported = new Set(all.flatMap(({ value }) => (isExport(value) ? [...namesIn(value)] : [])))
  const lost = [...new Set([...moved].flatMap(({ defines }) => defines))].filter((one) => exported.has(one) && !there.has(one))
  if (lost.length > 0) refuse(`${name} cannot be split: it exports ${lost.join(', ')}, which needs ${dependency}, so whoever uses ${name} needs it too.`)
  const inner = [...moved].find(({ modules }) => modules.length !== 1)
  if (inner !== undefined) refuse(`${name} cannot be split: ${placeOf(inner)} needs ${dependency} within an inner module.`)
  const shared = [...moved].find(({ range }) => range === undefined)
  if (shared !== undefined) refuse(`${name} cannot be split: a statement of ${shared.source.path} that needs ${dependency} shares its line with others.`)
  // In the order in which they are evaluated, as far as files follow one another.
  return new Set(all.filter((one) => moved.has(one)))
}

function placeOf({ source, range }: { readonly source: JuliaSource, readonly range: Range | undefined }): string {
  return range === undefined ? source.path : `${source.path}:${source.lineAt(range.start)}`
}

function isExport(value: JuliaValue): boolean {
  return value instanceof Expr && (value.head === HEAD.export || value.head === HEAD.public)
}

/** Of functions, types, constants, macros: those that the statement, or code that it evaluates, names itself. */
function definedNames(value: JuliaValue): string[] {
  const found: string[] = []
  for (const one of expressionsIn(value)) {
    const [first, second] = one.args
    if (one.head === HEAD.function || (one.head === HEAD.assign && callOf(first ?? false) !== undefined)) {
      const path = namePath(callOf(first ?? false)?.args[0] ?? first)
      if (path?.length === 1 && path[0] !== undefined) found.push(path[0])
    } else if (one.head === HEAD.struct) found.push(...typeName(second))
    else if (one.head === HEAD.abstract || one.head === HEAD.primitive) found.push(...typeName(first))
    else if (one.head === HEAD.macro) found.push(...(namePath(callOf(first ?? false)?.args[0]) ?? []).map((name) => `@${name}`))
    else if (one === value && has(one, HEAD.assign) && typeof first === 'symbol') found.push(symbolName(first))
    else if (one.head === HEAD.const && has(first, HEAD.assign)) found.push(...typeName(first.args[0]))
  }
  return found
}

function typeName(value: JuliaValue | undefined): readonly string[] {
  return value instanceof Expr && value.head === Symbol.for('<:') ? typeName(value.args[0]) : namePath(value) ?? []
}

function moduleText(project: ChangedProject, { added, name, dependency }: Readonly<Record<'added' | 'name' | 'dependency', string>>, moved: readonly Statement[], kept: readonly Statement[]): string {
  const own = new Set(kept.flatMap(({ defines }) => defines))
  const used = new Set(moved.flatMap(({ names }) => [...names]))
  const needed = [...used].filter((one) => own.has(one)).sort()
  const known = new Set(project.packages().map(({ id }) => id.name))
  // What the package sees of others, its extension sees too.
  const brings = (item: ImportItem): boolean => item.package === dependency || [item.package, ...(item.names ?? exportsOf(project, item.package))].some((one) => used.has(one)) || (item.names === undefined && !known.has(item.package))
  const imports = kept.filter(({ modules }) => modules.length === 1).flatMap(({ value }) => importsIn(value).flatMap((item) => (item.package !== '' && item.package !== name && brings(item) ? [exprText(new Expr(item.statement.head, [item.item]))] : [])))
  const statements = moved.flatMap(({ source, range }) => (range === undefined ? [] : [source.slice(range)]))
  const lines = [
    `module ${added}`, '', `using ${name}`, ...(needed.length > 0 ? [`import ${name}: ${needed.join(', ')}`] : []),
    ...new Set(imports), '', ...statements, '', 'end', '',
  ]
  return lines.join('\n')
}

function addExtension(project: ChangedProject, { id, folder, projectFile }: ProjectPackage, added: string, dependency: { readonly name: string, readonly uuid: string }, text: string): void {
  project.write(joinPath(folder, 'ext', `${added}.jl`), text)
  if (projectFile !== '') {
    project.editToml(projectFile, (table) => {
      removeName(table, dependency.name)
      tableIn(table, 'weakdeps')[dependency.name] = dependency.uuid
      tableIn(table, 'extensions')[added] = dependency.name
    })
  }
  weaken(project, id.name, dependency)
  project.editEntry(id.name, (entry) => void (tableIn(entry, 'extensions')[added] = dependency.name))
}

/** Beside the package. Whoever loads the dependency in a step of the run loads the new package behind it. */
function addPackage(project: ChangedProject, { id, folder, projectFile }: ProjectPackage, added: string, dependency: { readonly name: string, readonly uuid: string }, text: string): void {
  const own = { name: id.name, uuid: id.uuid ?? refuse(`${id.name} has no uuid, so that no other package can depend on it.`) }
  const { environment } = project
  if (environment.manifest === undefined) refuse('The project has no manifest, so that a new package has no place in it.')
  const uuid = uuid5(own.uuid, added)
  const place = joinPath(folder, '..', added)
  project.write(joinPath(place, 'src', `${added}.jl`), text)
  project.write(joinPath(place, 'Project.toml'), [`name = "${added}"`, `uuid = "${uuid}"`, 'version = "0.1.0"', '', '[deps]', ...[own, dependency].map((one) => `${one.name} = "${one.uuid}"`), ''].join('\n'))
  if (projectFile !== '') project.editToml(projectFile, (table) => void removeName(table, dependency.name))
  project.editEntry(own.name, (entry) => void removeName(entry, dependency.name))
  project.editManifest((entries) => void (entries[added] = [{ deps: [own.name, dependency.name], path: place, uuid, version: '0.1.0' }]))
  project.editToml(environment.path, (table) => addName(table, { name: added, uuid }))
  const at = project.run.steps.findLastIndex(({ step }) => step.kind === 'using' && step.packages.includes(dependency.name))
  const user = project.run.steps[at]
  if (user === undefined) return
  const loading = { label: `using ${added}`, step: { kind: 'using' as const, packages: [added], label: undefined } }
  project.run = { ...project.run, steps: [...project.run.steps.slice(0, at + 1), loading, ...project.run.steps.slice(at + 1)] }
}
