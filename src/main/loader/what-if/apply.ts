/**
 * Changes made in a project: each becomes texts and settings of a `Run`, which runs without knowing why. Changes are made one after the other, each on
 * what the earlier left; one that does not fit leaves everything as it was and says why. Lines keep their numbers. Pure: files are only read.
 */
import { type Change, changeText } from '../../../shared/what-if'
import { UserError } from '../../../shared/errors'
import { JULIA_VERSIONS } from '../../julia/versions'
import type { FileSystem } from '../files'
import type { Run } from '../scenario/expand'
import { ownSysimageOptions } from '../sysimage/options'
import { addStatement, addWorkload, setMaxMethods } from './additions'
import { loadLater, loadOrder, removeDependency } from './loading'
import { annotateCall, dropMethod } from './methods'
import { ChangedProject, DoesNotFit, refuse } from './project'
import { splitPackage } from './split'
import { wrapArgument } from './wrap'

export interface ChangeProblem {
  readonly change: Change
  /** A sentence. */
  readonly text: string
}

export interface ChangedRun {
  readonly run: Run
  /** What was not done, and why. */
  readonly problems: readonly ChangeProblem[]
}

export interface ChangeInput {
  /** As the run sees them, its own edits included. */
  readonly files: FileSystem
  /** Of the scenario. */
  readonly folder: string
  readonly depot: string
  readonly run: Run
}

/** The label of the run stays. Throws nothing: a file that cannot be read is a problem of the change that needs it. */
export function applyChanges(changes: readonly Change[], { files, folder, depot, run }: ChangeInput): ChangedRun {
  const project = new ChangedProject(files, folder, depot, run)
  const problems: ChangeProblem[] = []
  for (const change of changes) {
    const undo = project.save()
    try {
      apply(project, change)
    } catch (error) {
      if (!(error instanceof DoesNotFit) && !(error instanceof UserError)) throw error
      undo()
      problems.push({ change, text: error instanceof UserError ? error.line : error.message })
    }
  }
  const written = [...run.written ?? [], ...project.texts()]
  return { run: { ...project.run, ...(written.length > 0 && { written }) }, problems }
}

/** `Remove Static: Nothing in the project names Static.` */
export function problemText({ change, text }: ChangeProblem): string {
  return `${changeText(change)}: ${text}`
}

function apply(project: ChangedProject, change: Change): void {
  switch (change.kind) {
    case 'remove-dependency':
      removeDependency(project, change)
      break
    case 'split-package':
      splitPackage(project, change)
      break
    case 'load-later':
      loadLater(project, change)
      break
    case 'load-order':
      loadOrder(project, change)
      break
    case 'drop-method':
      dropMethod(project, change)
      break
    case 'annotate-call':
      annotateCall(project, change)
      break
    case 'precompile':
      addStatement(project, change)
      break
    case 'workload':
      addWorkload(project, change)
      break
    case 'wrap':
      wrapArgument(project, change)
      break
    case 'image':
      useImage(project, change.packages)
      break
    case 'julia':
      useJulia(project, change.version)
      break
    case 'max-methods':
      setMaxMethods(project, change)
      break
  }
}

/** With those that the image of the run has already. */
function useImage(project: ChangedProject, packages: readonly string[]): void {
  const { sysimage } = project.run
  const there = [...project.environment.manifest?.entries.keys() ?? [], ...project.packages().map(({ id }) => id.name)]
  const missing = packages.filter((name) => !there.includes(name))
  if (missing.length > 0) refuse(`The project has no package ${missing.join(', ')}; it has ${[...new Set(there)].join(', ') || 'none'}.`)
  if (sysimage.kind === 'file') refuse(`The run begins from the image ${sysimage.path}, which is made already.`)
  const options = sysimage.kind === 'build' ? sysimage.options : ownSysimageOptions.parse({})
  const all = options.packages === undefined && sysimage.kind === 'build' ? undefined : [...new Set([...options.packages ?? [], ...packages])]
  project.run = { ...project.run, sysimage: { kind: 'build', options: { ...options, packages: all } } }
}

function useJulia(project: ChangedProject, version: string): void {
  const found = JULIA_VERSIONS.find((one) => version === one || version.startsWith(`${one}.`))
  if (found === undefined) refuse(`There are no rules for Julia ${version}; expected one of ${JULIA_VERSIONS.join(', ')}.`)
  project.run = { ...project.run, julia: found }
}
