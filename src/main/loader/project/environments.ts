/**
 * The environments in which packages are looked up: LOAD_PATH expanded and read (base/initdefs.jl `load_path_expand`, base/loading.jl
 * `env_project_file`). An environment is a project with its manifest, a folder of packages, or the standard library, which here is not a
 * folder but a list of names. A stack is a snapshot: files that change later are seen by the next stack.
 */
import type { VersionRules } from '../../julia/versions'
import type { FileSystem } from '../files'
import { fileNameOf, folderOf, isAbsolutePath, joinPath, normalizePath } from '../paths'
import { type Manifest, readManifest } from './manifest'
import { type PkgId, uuid5 } from './pkg-id'
import { PROJECT_NAMES, type ProjectFile, readProject } from './project-file'

export interface ProjectEnvironment {
  readonly kind: 'project'
  /** The project file. */
  readonly path: string
  readonly project: ProjectFile
  /** What the project itself is called as a package. */
  readonly id: PkgId
  readonly manifest: Manifest | undefined
}

export type Environment =
  | ProjectEnvironment
  /** Packages as folders or files, without a project. */
  | { readonly kind: 'packages', readonly path: string }
  | { readonly kind: 'stdlib', readonly path: string }

export interface EnvironmentOptions {
  readonly files: FileSystem
  readonly rules: VersionRules
  /** A folder of packages that are there in every session, found behind all of the load path, and where an environment names one that no depot has. */
  readonly bundled?: string
  /** In the order in which Julia looks; the first is where it installs. */
  readonly depots: readonly string[]
  /** What `@stdlib` has: name to uuid. */
  readonly stdlibs: ReadonlyMap<string, string>
  /** As in `JULIA_LOAD_PATH`: `@`, `@v#.#`, `@stdlib`, `@.`, other named ones, and paths. */
  readonly loadPath?: readonly string[]
  /** What `--project` says: a folder, a project file, or a named environment. */
  readonly activeProject?: string
  /** The working folder, for `@.` and paths that are not absolute; `/` unless told. */
  readonly folder?: string
}

const DEFAULT_LOAD_PATH = ['@', '@v#.#', '@stdlib'] as const

export class EnvironmentStack {
  /** `Base.load_path()`: what the entries of the load path lead to, each once, whether it is there or not. */
  readonly loadPath: readonly string[]
  readonly environments: readonly Environment[]
  /** The last of the environments. */
  readonly bundled: Environment | undefined
  private readonly projects = new Map<string, ProjectFile | undefined>()

  /** @throws UserError for a project or manifest file that cannot be read. */
  constructor(readonly options: EnvironmentOptions) {
    this.loadPath = [...new Set((options.loadPath ?? DEFAULT_LOAD_PATH).flatMap((entry) => this.expand(entry) ?? []))]
    this.bundled = options.bundled === undefined ? undefined : this.read(options.bundled)
    this.environments = [...this.loadPath.flatMap((path) => this.read(path) ?? []), ...(this.bundled === undefined ? [] : [this.bundled])]
  }

  /** Where a package of the standard library would lie. */
  get stdlibFolder(): string {
    return `/usr/share/julia/stdlib/v${this.options.rules.version}`
  }

  /** The project file in a folder, if there is one. */
  projectFileIn(folder: string): string | undefined {
    return PROJECT_NAMES.map((name) => joinPath(folder, name)).find((path) => this.isFile(path))
  }

  /** A project file read once; undefined where there is none. @throws UserError for one that cannot be read. */
  projectAt(path: string): ProjectFile | undefined {
    if (!this.projects.has(path)) {
      const text = this.options.files.readText(path)
      this.projects.set(path, text === undefined ? undefined : readProject(text, path))
    }
    return this.projects.get(path)
  }

  /** What a project is as a package: one without a uuid has one made of its path. @param name for a project without a name. */
  idOf(project: ProjectFile, name = ''): PkgId {
    return { name: project.name ?? name, uuid: project.uuid ?? uuid5(NAMELESS, project.file) }
  }

  isFile(path: string): boolean {
    return this.options.files.stat(path) !== undefined
  }

  isFolder(path: string): boolean {
    return this.options.files.list(path).length > 0
  }

  /** The path of a load path entry; undefined for one that leads nowhere. */
  private expand(entry: string): string | undefined {
    const { activeProject, folder = '/', depots } = this.options
    if (entry === '@') return activeProject === undefined || activeProject === '@' ? undefined : this.activeProjectFile(activeProject)
    if (entry === '@.') return this.projectAbove(folder)
    if (entry === '@stdlib') return this.stdlibFolder
    if (entry.startsWith('@')) {
      const name = this.named(entry)
      const existing = depots.map((depot) => this.projectFileIn(joinPath(depot, 'environments', name))).find((path) => path !== undefined)
      return existing ?? (depots[0] === undefined ? undefined : joinPath(depots[0], 'environments', name, 'Project.toml'))
    }
    const path = isAbsolutePath(entry) ? normalizePath(entry) : joinPath(folder, entry)
    return this.projectFileIn(path) ?? path
  }

  private activeProjectFile(project: string): string | undefined {
    const path = this.expand(project)
    if (path === undefined || this.isFile(path) || isProjectName(path)) return path
    return joinPath(path, 'Project.toml')
  }

  /** `@v#.#` is `v1.10`: the first three `#` are major, minor and patch. */
  private named(entry: string): string {
    const parts = this.options.rules.release.split('.')
    let next = 0
    return entry.slice(1).replace(/#/g, (sign) => parts[next++] ?? sign)
  }

  private projectAbove(folder: string): string | undefined {
    for (let at = normalizePath(folder); ; at = folderOf(at)) {
      const found = this.projectFileIn(at)
      if (found !== undefined || at === '/') return found
    }
  }

  private read(path: string): Environment | undefined {
    if (path === this.stdlibFolder) return { kind: 'stdlib', path }
    if (isProjectName(path) && this.isFile(path)) {
      const project = this.projectAt(path)
      return project && { kind: 'project', path, project, id: this.idOf(project), manifest: this.manifestOf(project) }
    }
    return this.isFolder(path) ? { kind: 'packages', path } : undefined
  }

  private manifestOf(project: ProjectFile): Manifest | undefined {
    const path = this.manifestPath(project)
    const text = path === undefined ? undefined : this.options.files.readText(path)
    return path === undefined || text === undefined ? undefined : readManifest(text, path)
  }

  /** `project_file_manifest_path`: the workspace's, the one the project names, or the first of the usual names. */
  private manifestPath(project: ProjectFile): string | undefined {
    const { rules } = this.options
    const folder = folderOf(project.file)
    const above = rules.projects.workspaces ? this.workspaceOf(folder) : undefined
    const shared = above && this.manifestPath(above)
    if (shared !== undefined) return shared
    const explicit = project.manifest === undefined ? undefined : joinPath(folder, project.manifest)
    if (explicit !== undefined && this.isFile(explicit)) return explicit
    const names = ['JuliaManifest.toml', 'Manifest.toml']
    if (rules.projects.versionedManifests) names.unshift(`JuliaManifest-v${rules.version}.toml`, `Manifest-v${rules.version}.toml`)
    return names.map((name) => joinPath(folder, name)).find((path) => this.isFile(path))
  }

  /** The project whose `[workspace]` names this folder, directly above it. */
  private workspaceOf(folder: string): ProjectFile | undefined {
    const file = folder === '/' ? undefined : this.projectFileIn(folderOf(folder))
    const project = file === undefined ? undefined : this.projectAt(file)
    return project?.workspace.includes(fileNameOf(folder)) ? project : undefined
  }
}

/** Julia's name space for projects without a uuid (`ns_dummy_uuid`). */
const NAMELESS = 'fe0723d6-3a44-4c41-8065-ee0f42c8ceab'

const isProjectName = (path: string) => (PROJECT_NAMES as readonly string[]).includes(fileNameOf(path))
