/**
 * The system image that a run of a scenario begins from: a file that is there, or one that is built for it. What is built is kept in the depot
 * and taken again as long as nothing has changed that went into it: options, files, manifest, and the sources of its packages.
 */
import { createHash } from 'node:crypto'
import { version } from '../../../package.json'
import { UserError } from '../../shared/errors'
import type { SysimageOptions } from '../../shared/sysimage-options'
import { STANDARD_UUIDS } from '../julia/runtime/standard-libraries'
import { VERSION_RULES } from '../julia/versions'
import type { FileSystem } from '../loader/files'
import { MountedFiles } from '../loader/mounted-files'
import { joinPath } from '../loader/paths'
import { EnvironmentStack } from '../loader/project/environments'
import type { Run } from '../loader/scenario/expand'
import type { SessionRequest } from '../loader/session-request'
import { stalePackages } from '../loader/sysimage/frozen'
import { openSysimage } from '../loader/sysimage/open'
import type { CreateSysimage, SysimageResult } from '../loader/sysimage/request'
import { BUNDLED_FOLDER, bundledFiles } from './packages'

export interface RunImage {
  readonly path: string
  /** Virtual seconds that its build took, now or before. */
  readonly seconds: number
  /** Of the file. */
  readonly bytes: number
  /** Undefined if it was there already. */
  readonly built: SysimageResult | undefined
}

interface ImageRequest extends Pick<SessionRequest, 'julia' | 'depot' | 'flags' | 'saving' | 'calibration' | 'isCancelled' | 'onProgress' | 'write'> {
  readonly run: Run
  /** That paths are relative to. */
  readonly folder: string
  /** Of the project. */
  readonly project: string
  readonly files: FileSystem
  /** The files that a build sees and changes; those of the run, unless the caches that it makes are to stay unknown to the run. */
  readonly filesOfBuild: () => FileSystem
  readonly createSysimage: CreateSysimage | undefined
}

/** The folder of images that scenarios build, below the depot. */
export const IMAGES_FOLDER = 'images'

/** Undefined for a run that begins from the image of its version. Throws `UserError`. */
export function imageOf(request: ImageRequest): RunImage | undefined {
  const { run: { sysimage }, folder, files } = request
  if (sysimage.kind === 'none') return undefined
  if (sysimage.kind === 'file') {
    const path = joinPath(folder, sysimage.path)
    const { header } = openSysimage(files, path, request.julia)
    return { path, seconds: secondsOf(header.phases), bytes: files.stat(path)?.size ?? 0, built: undefined }
  }
  const options = absolute(sysimage.options, request)
  return taken(options.sysimage_path, request) ?? build(options, request)
}

function secondsOf(phases: readonly { readonly end: number }[]): number {
  return Math.max(0, ...phases.map(({ end }) => end)) / 1e9
}

function absolute(own: Omit<SysimageOptions, 'sysimage_path' | 'project' | 'packages' | 'base_sysimage' | 'script'> & Partial<SysimageOptions>, { folder, project, depot, files, julia }: ImageRequest): SysimageOptions {
  const here = (path: string): string => joinPath(folder, path)
  const options = {
    ...own, project, packages: own.packages,
    precompile_execution_file: own.precompile_execution_file.map(here), precompile_statements_file: own.precompile_statements_file.map(here),
    base_sysimage: own.base_sysimage && here(own.base_sysimage), script: own.script && here(own.script),
  }
  const read = [
    ...options.precompile_execution_file, ...options.precompile_statements_file, options.script ?? '',
    ...['JuliaProject.toml', 'Project.toml', 'JuliaManifest.toml', 'Manifest.toml', `Manifest-v${julia}.toml`].map((name) => joinPath(project, name)),
  ]
  const content = createHash('sha256').update(JSON.stringify([version, julia, options, read.map((path) => files.readText(path) ?? null)]))
  if (options.base_sysimage !== undefined) content.update(files.readBytes(options.base_sysimage) ?? new Uint8Array())
  return { ...options, sysimage_path: joinPath(depot, IMAGES_FOLDER, `${content.digest('hex').slice(0, 16)}.image`) }
}

/** One that was built before, if it is whole and its packages have not changed. */
function taken(path: string, { files, julia, project, depot }: ImageRequest): RunImage | undefined {
  const size = files.stat(path)?.size
  if (size === undefined) return undefined
  try {
    const { header } = openSysimage(files, path, julia)
    const stack = new EnvironmentStack({
      files: new MountedFiles(files, BUNDLED_FOLDER, bundledFiles()), rules: VERSION_RULES[julia], depots: [depot], stdlibs: STANDARD_UUIDS,
      loadPath: ['@', '@stdlib'], bundled: BUNDLED_FOLDER, activeProject: project, folder: project,
    })
    return stalePackages(header.packages, stack).length === 0 ? { path, seconds: secondsOf(header.phases), bytes: size, built: undefined } : undefined
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function build(options: SysimageOptions, { createSysimage, filesOfBuild, julia, depot, flags, saving, calibration, isCancelled, onProgress, write }: ImageRequest): RunImage {
  if (createSysimage === undefined) throw new UserError('bad-request', 'System images cannot be built here.')
  let last = ''
  const built = createSysimage({
    files: filesOfBuild(), julia, depot, calibration, options,
    ...(flags && { flags }), ...(saving && { saving }), ...(isCancelled && { isCancelled }),
    write: (_, text) => {
      write(2, text)
    },
    onProgress: ({ phase, what }) => {
      const text = `building the system image: ${phase}${phase === 'load' || phase === 'precompile' ? ` ${what}` : ''}`.trimEnd()
      if (text !== last) onProgress?.(text)
      last = text
    },
  })
  return { path: built.path, seconds: built.seconds, bytes: built.size, built }
}
