/**
 * In which file a package or an extension begins (base/loading.jl `entry_path`, `entry_point_and_project_file`, `find_ext_path`).
 */
import { joinPath } from '../paths'
import type { EnvironmentStack } from './environments'
import type { ProjectFile } from './project-file'

/** A package in a folder of packages. */
interface ImplicitPackage {
  /** The file where it begins. */
  readonly path: string
  /** Its folder; for a bare file the folder of packages. */
  readonly folder: string
  readonly project: ProjectFile | undefined
}

/** `X.jl`, `X/src/X.jl` or `X.jl/src/X.jl` in a folder of packages. */
export function packageInFolder(stack: EnvironmentStack, folder: string, name: string): ImplicitPackage | undefined {
  const bare = () => {
    const path = joinPath(folder, `${name}.jl`)
    return stack.isFile(path) ? { path, folder, project: undefined } : undefined
  }
  const inside = (own: string) => {
    const path = joinPath(own, 'src', `${name}.jl`)
    if (!stack.isFile(path)) return undefined
    const file = stack.projectFileIn(own)
    return { path, folder: own, project: file === undefined ? undefined : stack.projectAt(file) }
  }
  const folders = () => inside(joinPath(folder, name)) ?? inside(joinPath(folder, `${name}.jl`))
  return stack.options.rules.projects.bareFilesFirst ? bare() ?? folders() : folders() ?? bare()
}

/** Where the code of a package begins: the path itself if it is a file, else below it. @param entryFile relative to the path. */
export function entryPoint(stack: EnvironmentStack, path: string, name: string, entryFile?: string): string | undefined {
  if (stack.isFile(path)) return path
  const below = joinPath(path, entryFile ?? `src/${name}.jl`)
  return stack.isFile(below) ? below : undefined
}

/** The entry point of a project that is a package. */
export function projectEntryPoint(stack: EnvironmentStack, project: ProjectFile, folder: string, name: string): string | undefined {
  const entryFile = stack.options.rules.projects.entryFiles ? project.path ?? project.entryFile : project.path
  return entryFile === undefined ? entryPoint(stack, folder, name) : entryPoint(stack, joinPath(folder, entryFile), name)
}

/** `ext/E/E.jl`, else `ext/E.jl`, below the folder of the parent. */
export function extensionEntryPoint(stack: EnvironmentStack, folder: string, name: string): string | undefined {
  return [joinPath(folder, 'ext', name, `${name}.jl`), joinPath(folder, 'ext', `${name}.jl`)].find((path) => stack.isFile(path))
}
