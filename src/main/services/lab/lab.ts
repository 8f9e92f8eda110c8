/**
 * One open lab: what was opened, its files, and its scenario as these say it now. A project without a scenario gets one that uses all packages which
 * the project names; a Julia file one that includes it. While a scenario is being edited and cannot be read, the one that could be read last stays.
 */
import type { LabDiagnostic, LabInfo, LabPreferences, LabScenario, LabSource, LabStartup, LabStep } from '../../../shared/lab'
import { UserError } from '../../../shared/errors'
import { JULIA_VERSIONS } from '../../julia/versions'
import type { FileSystem } from '../../loader/files'
import { fileNameOf, folderOf, joinPath } from '../../loader/paths'
import { PROJECT_NAMES } from '../../loader/project/project-file'
import type { TomlValue } from '../../loader/project/toml'
import { journeyOutline } from '../../loader/scenario/journey'
import { expandScenario, type Run } from '../../loader/scenario/expand'
import type { Scenario } from '../../loader/scenario/schema'
import { describeProject } from '../describe-project'
import { findScenario, packagesOf, type FoundScenario } from '../scenarios'
import { checkText, marked, placed, problemIn } from './check-text'
import { kindOfFile, LabFiles } from './lab-files'

const SCENARIO_FILE = 'scenario.toml'
const GUIDE_FILE = 'guide.md'

/** What is run, by the kind of what was opened. */
type Program =
  /** The file, as the page knows it. */
  | { readonly kind: 'scenario', readonly file: string }
  | { readonly kind: 'project' }
  | { readonly kind: 'file', readonly file: string }

interface OpenedPlace {
  readonly source: LabSource
  /** A path of the loader: a file or a folder. */
  readonly path: string
  /** What programs see. */
  readonly files: FileSystem
  /** The same, but nothing outside of a folder. */
  readonly only: (folder: string) => FileSystem
  readonly depot: string
}

export class Lab {
  readonly folder: string
  readonly files: LabFiles
  private readonly program: Program
  private last: FoundScenario | undefined

  /** Throws `UserError`: 'not-found', 'bad-input' for what is no scenario, project or Julia file. */
  constructor(readonly id: number, readonly place: OpenedPlace) {
    const { source, path, files, only, depot } = place
    const isFile = files.stat(path) !== undefined
    this.folder = isFile ? folderOf(path) : path
    this.program = programOf(place, isFile)
    const isLone = this.program.kind === 'file' && !PROJECT_NAMES.some((name) => files.stat(joinPath(this.folder, name)) !== undefined)
    this.files = new LabFiles({ shown: source.kind === 'sample' ? files : only(this.folder), files, folder: this.folder, depot, deep: !isLone })
  }

  /** Path of the scenario, '' if there is none. */
  get scenarioFile(): string {
    return this.program.kind === 'scenario' ? this.program.file : ''
  }

  /** As the files say it now. Throws `UserError` for a scenario or a project that cannot be read. */
  scenario(): FoundScenario {
    const found = this.found(this.files.overlay())
    this.last = found
    return found
  }

  /** @param label of the run whose settings are told. Throws `UserError` if there is none of that name, and while nothing could be read yet. */
  info(label?: string): Omit<LabInfo, 'writable'> {
    const { program, folder, files: own, place: { source, depot } } = this
    const files = own.overlay()
    const diagnostics: LabDiagnostic[] = []
    try {
      this.scenario()
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      // One that never could be read can be mended here as well: it is shown as one without steps.
      this.last ??= { scenario: { file: folder, steps: [] }, runs: expandScenario({ file: folder, steps: [] }), folder }
      diagnostics.push(this.complaint(error))
    }
    const { scenario, runs } = this.last ?? this.scenario()
    const [first] = runs
    const run = label === undefined ? first : runs.find((one) => one.label === label)
    if (run === undefined) throw new UserError('bad-request', `The scenario has no run "${label ?? ''}".`)
    const { files: listed, truncated } = own.list()
    const journey = journeyOutline(scenario)
    for (const name of PROJECT_NAMES) diagnostics.push(...this.check(own.relative(joinPath(folder, run.project, name)) ?? name))
    return {
      id: this.id, source,
      title: scenario.title ?? (source.kind === 'sample' ? source.id : fileNameOf(program.kind === 'file' ? program.file : folder)),
      about: scenario.about ?? '',
      guide: own.text(GUIDE_FILE) ?? '',
      files: listed, truncated,
      file: this.scenarioFile,
      runs: runs.map((one) => one.label),
      scenario: this.settings(run, runs, scenario, files, depot),
      ...(journey && { journey }),
      versions: [...JULIA_VERSIONS],
      diagnostics,
    }
  }

  /** Of a file as it is now; none if there is no such file. */
  check(path: string): LabDiagnostic[] {
    const text = this.files.text(path)
    return text === undefined ? [] : checkText(path, text, this.scenarioFile)
  }

  private found(files: FileSystem): FoundScenario {
    const { program, folder } = this
    if (program.kind === 'scenario') return findScenario(files, joinPath(folder, program.file))
    const steps: Scenario['steps'] = program.kind === 'file'
      ? [{ kind: 'include', path: program.file, label: undefined }]
      : packagesOf(files, folder).map((name) => ({ kind: 'using', packages: [name], label: undefined }))
    const scenario: Scenario = { file: folder, steps }
    return { scenario, runs: expandScenario(scenario), folder }
  }

  private complaint(error: UserError): LabDiagnostic {
    const { program, files } = this
    const path = program.kind === 'scenario' ? program.file : (files.relative((error.details.where ?? '').replace(/(:\d+){1,2}$/, '')) ?? 'Project.toml')
    const text = files.text(path) ?? ''
    return marked(path, text, placed(problemIn(error), text))
  }

  private settings({ label, steps, julia, project, caches, flags, startup, sysimage, preferences }: Run, runs: readonly Run[], { strategies }: Scenario, files: FileSystem, depot: string): LabScenario {
    const place = joinPath(this.folder, project)
    const said = [...runs.map((run) => run.startup), ...(strategies?.startup === undefined ? [] : [strategies.startup])]
    const startups = [...new Map([{ kind: 'none' } as const, ...said].map((one) => [JSON.stringify(one), one])).values()]
    return {
      label, julia, project, caches,
      steps: steps.map(({ label: name, step }): LabStep => ({ label: name, kind: step.kind, text: step.kind === 'using' ? step.packages.join(', ') : step.kind === 'eval' ? step.code : step.path })),
      packages: orNone(() => packagesOf(files, place)),
      flags: { pkgimages: flags.usePkgimages, optimize: flags.optLevel },
      startup, startups: startups.map((one): LabStartup => one),
      sysimage: sysimage.kind === 'build' ? (sysimage.options.packages ?? orNone(() => packagesOf(files, place))) : [],
      preferences: {
        ...Object.fromEntries(orNone(() => describeProject(files, place, julia, depot).packages.map(({ name, preferences: values }): [string, LabPreferences[string]] => [name, plain(values)])).filter(([, values]) => Object.keys(values).length > 0)),
        ...Object.fromEntries(Object.entries(preferences).map(([name, values]) => [name, plain(new Map(Object.entries(values as Readonly<Record<string, TomlValue>>)))])),
      },
    }
  }
}

/** What is wrong is told as a diagnostic. */
function orNone<Item>(read: () => Item[]): Item[] {
  try {
    return read()
  } catch (error) {
    if (error instanceof UserError) return []
    throw error
  }
}

function programOf({ source, path, files }: OpenedPlace, isFile: boolean): Program {
  if (isFile) {
    const file = fileNameOf(path)
    const kind = kindOfFile(path)
    if (source.kind === 'project' || kind === 'text' || kind === undefined) throw new UserError('bad-input', source.kind === 'project' ? 'This is a file, expected the folder of a project.' : 'This is no scenario, expected a file that ends in .toml or .jl, or a folder.', { where: path })
    return kind === 'julia' ? { kind: 'file', file } : { kind: 'scenario', file }
  }
  if (source.kind !== 'project' && files.stat(joinPath(path, SCENARIO_FILE)) !== undefined) return { kind: 'scenario', file: SCENARIO_FILE }
  if (PROJECT_NAMES.some((name) => files.stat(joinPath(path, name)) !== undefined)) return { kind: 'project' }
  if (files.list(path).length === 0) throw new UserError('not-found', 'There is no such file or folder.', { where: path })
  throw new UserError('not-found', `There is neither a ${SCENARIO_FILE} nor a Project.toml in this folder.`, { where: path })
}

function plain(values: ReadonlyMap<string, TomlValue>): LabPreferences[string] {
  const isPlain = (value: TomlValue): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value)
  const found: LabPreferences[string] = {}
  for (const [key, given] of values) {
    const value = typeof given === 'bigint' ? Number(given) : given
    if (isPlain(value)) found[key] = value
    else if (Array.isArray(value) && value.every(isPlain)) found[key] = [...value]
  }
  return found
}
