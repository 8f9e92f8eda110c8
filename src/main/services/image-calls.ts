/**
 * Building system images as the front end asks for it: what there is to choose in a project, and the build itself. A project is only read; the image
 * goes where a person said, whole or not at all, and the profile of the build is open afterwards with the contents of the image in it.
 */
import type { ImageBuild, ImageBuilt, ImageProject, ScenarioSource } from '../../shared/api'
import { UserError } from '../../shared/errors'
import { appendProfile } from '../../shared/profile/append'
import { ProfileBuilder } from '../../shared/profile/builder'
import { SCHEMA } from '../../shared/profile/schema'
import type { Profile } from '../../shared/profile/tables'
import type { CallContext } from '../../shared/rpc'
import type { SysimageOptions } from '../../shared/sysimage-options'
import { describeImage } from '../image/describe'
import type { BuildPhase } from '../image/sysimage-header'
import { JULIA_VERSIONS } from '../julia/versions'
import type { FileSystem } from '../loader/files'
import { OverlayFiles } from '../loader/overlay-files'
import { fileNameOf, folderOf, isAbsolutePath, joinPath, normalizePath, pathBelow } from '../loader/paths'
import type { SysimageProgress } from '../loader/sysimage/request'
import type { Access } from './access'
import { calibrationFor } from './calibrations'
import { confined } from './confined-files'
import { describeProject } from './describe-project'
import { deliver, safeName } from './export-session'
import type { Files } from './files'
import { loaderPath } from './node-files'
import { sampleFiles, samplePath, sampleProjects } from './sample-projects'
import { findScenario, type ScenarioWorld } from './scenarios'
import type { Sessions } from './sessions'
import { juliaVersion } from './simulate'

/** The version that builds begin with. */
const USUAL_JULIA = '1.10'
const PROJECT_FILES = ['JuliaProject.toml', 'Project.toml'] as const
/** What is looked through for files to choose. */
const MOST_FILES = 200
const MOST_DEPTH = 4
const BUILT = SCHEMA.images.state.oneOf.indexOf('built')

const PHASE_TITLES: Readonly<Record<BuildPhase['name'], string>> = {
  precompile: 'precompiling packages', execution: 'running execution files', load: 'loading packages', statements: 'replaying statements', script: 'running the script',
  codegen: 'generating code', write: 'writing the image',
}
const PHASES = Object.keys(PHASE_TITLES) as BuildPhase['name'][]

interface Opened {
  readonly files: FileSystem
  /** That the paths of a build are relative to. */
  readonly folder: string
}

export class ImageCalls {
  constructor(
    private readonly world: ScenarioWorld,
    private readonly parts: { readonly access: Access; readonly sessions: Pick<Sessions, 'put'>; readonly files: Files; readonly root?: string; readonly onProgress?: () => void },
  ) {}

  /** Throws `UserError`: 'not-found', 'no-access'. */
  async project(source: ScenarioSource): Promise<ImageProject> {
    const { files, folder } = await this.open(source)
    const found = filesBelow(files, folder)
    const projects = [...new Set(found.flatMap((path) => (PROJECT_FILES.some((name) => name === fileNameOf(path)) ? [pathBelow(folder, folderOf(path)) || '.'] : [])))]
    const { project, julia } = usual(files, folder, projects)
    return {
      title: source.kind === 'sample' ? source.id : fileNameOf(folder),
      projects: projects.map((path) => ({ path, packages: packagesOf(files, joinPath(folder, path), this.world.depot) })),
      project,
      files: found.flatMap((path) => (/\.(jl|txt)$/.test(path) ? [pathBelow(folder, path) ?? path] : [])),
      julia,
      versions: JULIA_VERSIONS,
      images: Object.fromEntries(JULIA_VERSIONS.flatMap((version) => {
        const path = this.world.systemImage?.(version)
        return path === undefined ? [] : [[version, path]]
      })),
    }
  }

  /** Throws `UserError`, and then nothing was written or opened. */
  async build({ source, julia, options: given, target }: ImageBuild, { signal, progress }: CallContext): Promise<ImageBuilt> {
    const { createSysimage } = this.world
    if (createSysimage === undefined) throw new UserError('bad-request', 'System images cannot be built here.')
    const { files, folder } = await this.open(source)
    const name = safeName(target.kind === 'path' ? fileNameOf(loaderPath(target.path)) : given.sysimage_path.replace(/^.*[/\\]/, '')) || 'sys.image'
    // A build that nobody may write is not begun.
    if (target.kind === 'path') await this.parts.access.writable(target.path)
    const options = await this.placed({ ...given, sysimage_path: name, base_sysimage: this.otherBase(given, julia) }, folder)
    let output = ''
    const result = createSysimage({
      files, options, julia: juliaVersion(julia), depot: this.world.depot, calibration: calibrationFor(juliaVersion(julia)),
      write: (_, text) => void (output += text),
      onProgress: (now) => progress(...progressOf(now)),
      isCancelled: () => {
        this.parts.onProgress?.()
        return signal.aborted
      },
    })
    signal.throwIfAborted()
    const bytes = files.readBytes(result.path) ?? new Uint8Array()
    const profile = withContents(result.profile, { name, bytes })
    const file = await deliver(bytes, name, target, this.parts.access, this.parts.files)
    const [session] = this.parts.sessions.put([profile])
    if (session === undefined) throw new Error('no profile was opened')
    return { session, file, seconds: result.seconds, output }
  }

  private async open(source: ScenarioSource): Promise<Opened> {
    const { depot, files } = this.world
    if (source.kind === 'sample') {
      if (!sampleProjects.includes(source.id)) throw new UserError('not-found', `There is no sample "${source.id}".`)
      return { files: sampleFiles(files, depot), folder: samplePath(source.id) }
    }
    const { root } = this.parts
    const path = loaderPath(await this.parts.access.readable(source.path))
    const visible = root === undefined ? files : confined(files, [loaderPath(root), depot])
    return { files: new OverlayFiles(visible, [{ folder: depot, place: depot }]), folder: visible.stat(path) === undefined ? path : folderOf(path) }
  }

  /** The image of the version need not be granted, as builds go on from it if nothing is said. */
  private otherBase({ base_sysimage: base }: SysimageOptions, julia: string): string | undefined {
    const own = this.world.systemImage?.(juliaVersion(julia))
    return base !== undefined && own !== undefined && loaderPath(base) === loaderPath(own) ? undefined : base
  }

  /** With absolute paths. What lies outside of the project must have been chosen by a person, as any other file. */
  private async placed(options: SysimageOptions, folder: string): Promise<SysimageOptions> {
    const place = async (path: string): Promise<string> => {
      const whole = isAbsolutePath(path) ? normalizePath(path) : joinPath(folder, path)
      return pathBelow(folder, whole) === undefined ? loaderPath(await this.parts.access.readable(path)) : whole
    }
    const all = (paths: readonly string[]): Promise<string[]> => Promise.all(paths.map(place))
    return {
      ...options,
      sysimage_path: joinPath(folder, options.sysimage_path),
      project: await place(options.project),
      precompile_execution_file: await all(options.precompile_execution_file),
      precompile_statements_file: await all(options.precompile_statements_file),
      base_sysimage: options.base_sysimage === undefined ? undefined : await place(options.base_sysimage),
      script: options.script === undefined ? undefined : await place(options.script),
    }
  }
}

function progressOf({ phase, what, done, of }: SysimageProgress): [done: number, total: number, text: string] {
  const title = PHASE_TITLES[phase]
  return [PHASES.indexOf(phase) + (of > 0 ? done / of : 0), PHASES.length, what === '' ? title : `${title}: ${what}`]
}

/** Paths of the files below a folder, those of hidden folders left out. */
function filesBelow(files: FileSystem, folder: string): string[] {
  const found: string[] = []
  const visit = (at: string, depth: number): void => {
    for (const name of files.list(at)) {
      const path = joinPath(at, name)
      if (found.length >= MOST_FILES || name.startsWith('.')) continue
      if (files.stat(path) !== undefined) found.push(path)
      else if (depth < MOST_DEPTH) visit(path, depth + 1)
    }
  }
  visit(folder, 1)
  return found
}

/** The project and the version that a scenario in the folder says, else the first there is. */
function usual(files: FileSystem, folder: string, projects: readonly string[]): Pick<ImageProject, 'project' | 'julia'> {
  const fallback = { project: projects.includes('.') ? '.' : (projects[0] ?? '.'), julia: USUAL_JULIA }
  if (files.stat(joinPath(folder, 'scenario.toml')) === undefined) return fallback
  try {
    const [first] = findScenario(files, folder).runs
    return first === undefined ? fallback : { project: projects.includes(first.project) ? first.project : fallback.project, julia: first.julia }
  } catch (error) {
    if (error instanceof UserError) return fallback
    throw error
  }
}

function packagesOf(files: FileSystem, project: string, depot: string): string[] {
  try {
    return describeProject(files, project, USUAL_JULIA, depot).packages.filter(({ role }) => role !== 'indirect').map(({ name }) => name)
  } catch (error) {
    // What is wrong with it is said when it is built.
    if (error instanceof UserError) return []
    throw error
  }
}

/** The profile of a build with all that the image says of itself: its statements and the image are rows of both, and are taken from the image. */
function withContents(build: Profile, { name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): Profile {
  const builder = new ProfileBuilder()
  appendProfile(builder, build, new Set(['images', 'precompile']))
  const source = builder.source({ name, format: 'backedge-image', bytes: bytes.length })
  const image = describeImage({ name, bytes: { length: bytes.length, read: (from, to) => bytes.subarray(from, to) } }, undefined, { builder, source, format: 'backedge-image' })
  builder.setNumber('images', image, 'state', BUILT)
  return builder.finish(build.meta)
}
