/**
 * Questions about entry points: what they need of Julia's runtime, and calls of what `@ccallable` declared. The session that is asked has run a file or a
 * scenario, has loaded all packages of a project, or begins from an image: a system image, or the cache of a package, which is loaded.
 */
import { UserError } from '../../shared/errors'
import { ImageError } from '../image/bytes'
import { isContainer, readHeader } from '../image/container'
import { readSysimageHeader } from '../image/sysimage-header'
import { JULIA_VERSIONS, type JuliaVersion } from '../julia/versions'
import { cacheHeader } from '../loader/cache/header'
import { fileNameOf, folderOf, joinPath } from '../loader/paths'
import type { SessionRequest, SessionResult, SessionStep } from '../loader/session-request'
import { calibrationFor } from './calibrations'
import { findScenario, packagesOf, ScenarioRunner, type ScenarioEvents, type ScenarioWorld } from './scenarios'

export interface EntryPointSubject {
  /** A Julia file, a scenario, a folder with a scenario, that of a project, a system image, or the cache of a package. */
  readonly path: string
  /** What an image or a scenario says, or 1.10 if left out. */
  readonly julia?: JuliaVersion | undefined
  /** The label of one of a scenario's runs; the scenario as it is if left out. */
  readonly variation?: string | undefined
  /** The folder of the active project, for a file or an image. */
  readonly project?: string | undefined
  /** The system image to begin from. */
  readonly sysimage?: string | undefined
}

type Asked = Pick<SessionRequest, 'entries' | 'call'>
type Session = Pick<SessionRequest, 'julia' | 'project' | 'steps'> & Partial<Pick<SessionRequest, 'depot' | 'sysimage'>>

const PROJECT_FILES = ['JuliaProject.toml', 'Project.toml']
const DEFAULT: JuliaVersion = '1.10'

/** Throws `UserError` for what is not there, entry points that are none, and arguments that do not fit. */
export function askEntryPoints(subject: EntryPointSubject, asked: Asked, world: ScenarioWorld, events: ScenarioEvents): SessionResult {
  const session = sessionFor(subject, world)
  if (session === undefined) return askScenario(subject, asked, world, events)
  if (subject.variation !== undefined) throw new UserError('bad-usage', 'Only scenarios have variations.', { where: subject.path })
  const { julia } = session
  return world.runSession({ files: world.files, depot: world.depot, calibration: calibrationFor(julia), ...events, ...session, ...asked, title: fileNameOf(subject.path) })
}

/** Undefined for a scenario. */
function sessionFor(subject: EntryPointSubject, { files }: ScenarioWorld): Session | undefined {
  const { path, julia = DEFAULT, project, sysimage } = subject
  const begun = sysimage === undefined ? {} : { sysimage }
  if (path.endsWith('.jl')) {
    if (files.stat(path) === undefined) throw new UserError('not-found', 'There is no such file.', { where: path })
    return { julia, project, steps: [{ label: fileNameOf(path), code: `include(${JSON.stringify(path).replaceAll('$', '\\$')})` }], ...begun }
  }
  if (files.stat(path) !== undefined && !/\.toml$/i.test(path)) return imageSession(subject, files)
  const isProject = files.stat(joinPath(path, 'scenario.toml')) === undefined && PROJECT_FILES.some((name) => files.stat(joinPath(path, name)) !== undefined)
  if (!isProject) return undefined
  const packages = packagesOf(files, path)
  if (packages.length === 0) throw new UserError('bad-input', 'The project names no packages.', { where: path })
  return { julia, project: path, steps: packages.map(using), ...begun }
}

function using(name: string): SessionStep {
  return { label: `using ${name}`, code: `using ${name}` }
}

function imageSession({ path, julia, project, sysimage }: EntryPointSubject, files: ScenarioWorld['files']): Session {
  const bytes = files.readBytes(path)
  if (bytes === undefined || !isContainer(bytes)) throw new UserError('bad-input', 'This is no image.', { where: path, hint: 'expected a Julia file, a scenario, a project, or an image that backedge build wrote' })
  try {
    const header = readHeader(bytes)
    const cache = cacheHeader.safeParse(header)
    if (cache.success) return cacheSession(path, cache.data, { julia, project, sysimage })
    const { julia: version, options } = readSysimageHeader(header)
    const known = JULIA_VERSIONS.find((one) => one === version)
    if (known === undefined || (julia !== undefined && julia !== known)) throw new UserError('bad-input', `This is a system image of Julia ${version}.`, { where: path, hint: `expected one of ${julia ?? JULIA_VERSIONS.join(', ')}` })
    const built = typeof options['project'] === 'string' && files.list(options['project']).length > 0 ? options['project'] : undefined
    return { julia: known, project: project ?? built, steps: [], sysimage: path }
  } catch (error) {
    if (!(error instanceof ImageError)) throw error
    throw new UserError('bad-input', `This image cannot be used: ${error.message}.`, { where: path })
  }
}

/** The package is loaded as `using` does: from the depot in which the cache lies, of the project that its source belongs to. */
function cacheSession(path: string, { package: { name }, juliaVersion, includes: [entry] }: ReturnType<typeof cacheHeader.parse>, asked: Omit<EntryPointSubject, 'path'>): Session {
  const julia = JULIA_VERSIONS.find((version) => juliaVersion.startsWith(`${version}.`))
  if (julia === undefined || (asked.julia !== undefined && asked.julia !== julia)) throw new UserError('bad-input', `This is the cache of a package for Julia ${juliaVersion}.`, { where: path })
  const depot = /^(.*)\/compiled\/v[\d.]+\/(?:[^/]+\/)?[^/]+$/.exec(path)?.[1]
  const project = asked.project ?? (entry === undefined ? undefined : folderOf(folderOf(entry.path)))
  return { julia, project, steps: [using(name)], ...(depot !== undefined && { depot }), ...(asked.sysimage !== undefined && { sysimage: asked.sysimage }) }
}

function askScenario({ path, julia, variation, sysimage }: EntryPointSubject, asked: Asked, world: ScenarioWorld, events: ScenarioEvents): SessionResult {
  const { runs, folder } = findScenario(world.files, path, julia === undefined ? {} : { julia })
  const run = variation === undefined ? runs[0] : runs.find(({ label }) => label === variation)
  if (run === undefined) throw new UserError('bad-usage', `There is no variation "${variation ?? ''}".`, { hint: `expected one of ${runs.map(({ label }) => `"${label}"`).join(', ')}` })
  // Sessions that only precompile for the run are not asked: the run is the one that is told what they did.
  const runSession: ScenarioWorld['runSession'] = (request) => world.runSession({ ...request, ...(sysimage !== undefined && { sysimage }), ...(request.prepared !== undefined && asked) })
  return new ScenarioRunner({ ...world, runSession }, folder).run(run, events).session
}
