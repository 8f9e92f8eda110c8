/**
 * Changes of what is loaded and when: a dependency removed with its `using` lines, a package loaded behind the first call, another order. What used the
 * names of a removed package stays as it is: the run says what is missing now.
 */
import { exprText } from '../../julia/syntax/print-expr'
import { Expr } from '../../julia/values/value'
import type { Change } from '../../../shared/what-if'
import { type RunStep, stepLabel } from '../scenario/expand'
import type { Step } from '../scenario/schema'
import { type ChangedProject, isTable, refuse, removeName } from './project'
import { exportsOf } from './exports'
import { expressionsOf, importsIn, type JuliaSource, namesIn } from './source'

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>

export function removeDependency(project: ChangedProject, { package: name, from }: Of<'remove-dependency'>): void {
  const { environment } = project
  const own = environment.project.name
  let found = false
  if (from === undefined || from === '.' || from === own) {
    if (environment.project.deps.has(name)) {
      found = true
      project.editToml(environment.path, (table) => void removeName(table, name))
    }
  }
  for (const one of project.packages()) {
    if (from !== undefined && from !== one.id.name) continue
    let named = false
    if (one.projectFile !== '' && one.projectFile !== environment.path) project.editToml(one.projectFile, (table) => (named = removeName(table, name)))
    project.editEntry(one.id.name, (entry) => (named = removeName(entry, name) || named))
    const sources = project.sources(one)
    for (const source of sources) named = removeImports(source, name) || named
    project.keep(sources)
    found ||= named
  }
  if (from === undefined || from === '.') {
    const steps = withoutPackage(project.run.steps, name)
    found ||= steps.length !== project.run.steps.length || steps.some((step, at) => step !== project.run.steps[at])
    if (steps.length === 0) refuse(`The run does nothing but load ${name}.`)
    project.run = { ...project.run, steps }
  }
  if (!found) refuse(from === undefined ? `Nothing in the project names ${name}.` : `${from === '.' ? 'The project' : from} does not name ${name}.`)
}

/** Takes a package out of the `using` and `import` lines of a file. Whether there were any. */
export function removeImports(source: JuliaSource, name: string): boolean {
  let found = false
  for (const { value, range } of source.statements) {
    const items = importsIn(value)
    const [gone, rest] = [items.filter((item) => item.package === name), items.filter((item) => item.package !== name)]
    const [first] = gone
    if (first === undefined) continue
    if (range === undefined) refuse(`The line of ${source.path} that loads ${name} has other statements too; expected one for itself.`)
    found = true
    if (rest.length === 0) source.remove(range)
    else {
      const own = source.rangeOfExpr(first.statement)
      if (own === undefined || items.some((item) => item.statement !== first.statement)) refuse(`${source.path}:${source.lineAt(range.start)} loads ${name} among others in a way that cannot be cut.`)
      const text = exprText(new Expr(first.statement.head, rest.map(({ item }) => item)))
      source.replace(own, text + '\n'.repeat(source.slice(own).split('\n').length - 1))
    }
  }
  return found
}

const rootOf = (name: string): string => name.split('.', 1)[0] ?? name

function usingStep({ step }: RunStep, packages: readonly string[]): RunStep {
  const made: Step = { kind: 'using', packages, label: step.label }
  return { label: stepLabel(made), step: made }
}

/** Steps that use nothing any more are left out. */
function withoutPackage(steps: readonly RunStep[], name: string): RunStep[] {
  return steps.flatMap((one) => {
    if (one.step.kind !== 'using' || !one.step.packages.some((used) => rootOf(used) === name)) return [one]
    const rest = one.step.packages.filter((used) => rootOf(used) !== name)
    return rest.length === 0 ? [] : [usingStep(one, rest)]
  })
}

/** Behind the last step, but not behind one that names the package or something that it exports. */
export function loadLater(project: ChangedProject, { package: name }: Of<'load-later'>): void {
  const { steps } = project.run
  const at = steps.findIndex(({ step }) => step.kind === 'using' && step.packages.some((used) => rootOf(used) === name))
  const loading = steps[at]
  if (loading?.step.kind !== 'using') return refuse(`No step loads ${name} by itself: what needs it brings it along. Remove it from there, or split what needs it.`)
  const own = loading.step.packages.filter((used) => rootOf(used) === name)
  const rest = withoutPackage(steps, name)
  const names = new Set([name, ...exportsOf(project, name)])
  const from = at + (loading.step.packages.length > own.length ? 1 : 0)
  const uses = rest.findIndex(({ step }, index) => index >= from && usesAny(project, step, names))
  const to = uses < 0 ? rest.length : uses
  if (!rest.slice(from, to).some(({ step }) => step.kind !== 'using')) {
    const user = rest[to]
    refuse(user === undefined ? `No call follows the step that loads ${name}.` : `"${user.label}" is the first call and names ${name} or something that it exports, so it cannot come later.`)
  }
  project.run = { ...project.run, steps: [...rest.slice(0, to), usingStep({ ...loading, step: { ...loading.step, label: undefined } }, own), ...rest.slice(to)] }
}

function usesAny(project: ChangedProject, step: Step, names: ReadonlySet<string>): boolean {
  if (step.kind === 'using') return step.packages.some((one) => names.has(rootOf(one)))
  const code = step.kind === 'eval' ? step.code : project.textBelow(step.path)
  return expressionsOf(code).some((value) => [...namesIn(value)].some((name) => names.has(name)))
}

/** The named first, the others behind in their own order; each step keeps how many it loads. */
export function loadOrder(project: ChangedProject, { packages }: Of<'load-order'>): void {
  const { steps } = project.run
  const all = steps.flatMap(({ step }) => (step.kind === 'using' ? step.packages : []))
  const missing = packages.filter((name) => !all.some((one) => rootOf(one) === name))
  if (missing.length > 0) refuse(`No step loads ${missing.join(', ')}; the steps load ${all.join(', ') || 'nothing'}.`)
  const rank = (name: string): number => (packages.includes(rootOf(name)) ? packages.indexOf(rootOf(name)) : packages.length)
  const order = all.map((name, at) => ({ name, at })).sort((a, b) => rank(a.name) - rank(b.name) || a.at - b.at).map(({ name }) => name)
  let next = 0
  project.run = {
    ...project.run,
    steps: steps.map((one) => {
      if (one.step.kind !== 'using') return one
      const loaded = order.slice(next, next += one.step.packages.length)
      const same = one.step.packages.every((name, at) => name === loaded[at])
      return same ? one : usingStep({ ...one, step: { ...one.step, label: undefined } }, loaded)
    }),
  }
}

/** Removes a package from the manifest's list of what another needs, and makes it one that only may be there. */
export function weaken(project: ChangedProject, owner: string, dependency: { readonly name: string, readonly uuid: string }): void {
  project.editEntry(owner, (entry) => {
    removeName(entry, dependency.name)
    const weak = entry['weakdeps']
    if (isTable(weak)) weak[dependency.name] = dependency.uuid
    else entry['weakdeps'] = [...new Set([...(Array.isArray(weak) ? weak : []), dependency.name])]
  })
}
