/**
 * A scenario's project while changes are made in it: its environment, its packages with their sources (files that `include` names in so many words
 * are followed), and what was written so far. Nothing reaches the disk: the texts become part of the run. TOML files are written anew, by value;
 * comments in them are lost.
 */
import { parse, stringify, type TomlTable } from 'smol-toml'
import { VERSION_RULES, type VersionRules } from '../../julia/versions'
import { STANDARD_UUIDS } from '../../julia/runtime/standard-libraries'
import { has, HEAD } from '../../julia/syntax/build'
import { symbolName } from '../../julia/values/value'
import type { FileSystem } from '../files'
import { OverlayFiles } from '../overlay-files'
import { folderOf, isAbsolutePath, joinPath, pathBelow } from '../paths'
import { EnvironmentStack, type ProjectEnvironment } from '../project/environments'
import { locatePackage } from '../project/locate'
import type { PkgId } from '../project/pkg-id'
import type { Run } from '../scenario/expand'
import type { WrittenText } from '../scenario/schema'
import { expressionsIn, JuliaSource } from './source'

export interface ProjectPackage {
  readonly id: PkgId
  /** Where its project file lies. */
  readonly folder: string
  readonly entry: string
  /** '' if it has none. */
  readonly projectFile: string
}

/** Said of a change that does not fit; nothing of it is done. */
export class DoesNotFit extends Error {}

export function refuse(text: string): never {
  throw new DoesNotFit(text)
}

const MOST_FILES = 500

export class ChangedProject {
  private readonly written = new Map<string, string>()
  private overlay: OverlayFiles
  private known: EnvironmentStack | undefined

  /**
   * @param files as the run sees them, with its edits.
   * @param folder of the scenario.
   */
  constructor(private readonly below: FileSystem, readonly folder: string, readonly depot: string, public run: Run) {
    this.overlay = new OverlayFiles(below)
  }

  get rules(): VersionRules {
    return VERSION_RULES[this.run.julia]
  }

  /** Gives back what undoes all that is done from here on. */
  save(): () => void {
    const [texts, run] = [new Map(this.written), this.run]
    return () => {
      this.run = run
      this.written.clear()
      this.overlay = new OverlayFiles(this.below)
      this.known = undefined
      for (const [path, text] of texts) this.write(path, text)
    }
  }

  read(path: string): string | undefined {
    return this.overlay.readText(path)
  }

  /** Of a file of the scenario, by its path relative to it; '' if there is none. */
  textBelow(path: string): string {
    return this.read(joinPath(this.folder, path)) ?? ''
  }

  write(path: string, text: string): void {
    this.written.set(path, text)
    this.overlay.write(path, new TextEncoder().encode(text))
    this.known = undefined
  }

  /** What was written, as a run says it: relative to the folder of the scenario, or absolute where it lies outside. */
  texts(): WrittenText[] {
    return [...this.written].map(([path, text]) => ({ file: pathBelow(this.folder, path) ?? path, text }))
  }

  get stack(): EnvironmentStack {
    const project = joinPath(this.folder, this.run.project)
    return this.known ??= new EnvironmentStack({
      files: this.overlay, rules: this.rules, depots: [this.depot], stdlibs: STANDARD_UUIDS, activeProject: project, folder: project,
      loadPath: this.run.loadPath.map((entry) => (entry.startsWith('@') || isAbsolutePath(entry) ? entry : joinPath(this.folder, entry))),
    })
  }

  /** The environment that the run is in. */
  get environment(): ProjectEnvironment {
    return this.stack.environments.find((one): one is ProjectEnvironment => one.kind === 'project') ?? refuse('The run has no project.')
  }

  /** Packages whose sources can be changed: those of manifests that lie in a folder, and the project if it is one. */
  packages(): ProjectPackage[] {
    const { stack } = this
    const ids = new Map<string, PkgId>()
    for (const environment of stack.environments) {
      if (environment.kind !== 'project') continue
      const { project, manifest } = environment
      if (project.name !== undefined && project.uuid !== undefined) ids.set(project.name, { name: project.name, uuid: project.uuid })
      for (const entry of [...manifest?.entries.values() ?? []].flat()) if (entry.uuid !== undefined && !ids.has(entry.name)) ids.set(entry.name, { name: entry.name, uuid: entry.uuid })
    }
    return [...ids.values()].flatMap((id) => {
      const location = locatePackage(stack, id)
      if (location === undefined || location.isStdlib || this.overlay.stat(location.path) === undefined) return []
      return [{ id, folder: location.folder, entry: location.path, projectFile: stack.projectFileIn(location.folder) ?? '' }]
    })
  }

  package(name: string): ProjectPackage {
    const found = this.packages()
    return found.find(({ id }) => id.name === name) ?? refuse(`There is no package ${name} with sources in this project; there are ${found.map(({ id }) => id.name).join(', ') || 'none'}.`)
  }

  /** The entry file, then what it includes, and its extensions. Files that cannot be read as Julia are a reason to change nothing. */
  sources({ entry, folder }: ProjectPackage): JuliaSource[] {
    const found = new Map<string, JuliaSource>()
    const read = (path: string, modules: readonly string[]): void => {
      const text = this.read(path)
      if (text === undefined || found.has(path) || found.size >= MOST_FILES) return
      const source = new JuliaSource(path, text, modules)
      if (source.problem !== undefined) refuse(`This cannot be read as Julia: ${source.problem}.`)
      found.set(path, source)
      for (const statement of source.statements) {
        for (const call of expressionsIn(statement.value)) {
          const [callee, ...args] = call.args
          const named = args.at(-1)
          if (has(call, HEAD.call) && typeof callee === 'symbol' && symbolName(callee) === 'include' && typeof named === 'string') read(joinPath(folderOf(path), named), statement.modules)
        }
      }
    }
    read(entry, [])
    for (const file of this.overlay.list(joinPath(folder, 'ext'))) {
      const path = joinPath(folder, 'ext', file)
      if (file.endsWith('.jl')) read(path, [])
      else read(joinPath(path, `${file}.jl`), [])
    }
    return [...found.values()]
  }

  /** Writes the sources in which something was changed. */
  keep(sources: readonly JuliaSource[]): void {
    for (const source of sources) if (source.isChanged) this.write(source.path, source.changed())
  }

  /** A table of a TOML file, to be changed in place; the file is written anew. Nothing happens where there is no such file. */
  editToml(path: string, change: (table: TomlTable) => void): void {
    const text = this.read(path)
    if (text === undefined) return
    const table = parse(text)
    change(table)
    this.write(path, stringify(table))
  }

  /** The entries of a manifest by name, in either format. */
  editManifest(change: (entries: TomlTable) => void): void {
    const file = this.environment.manifest?.file
    if (file === undefined) return
    this.editToml(file, (table) => {
      const isNew = 'manifest_format' in table && typeof table['manifest_format'] === 'string'
      if (!isNew) change(table)
      else if (isTable(table['deps'])) change(table['deps'])
      else {
        const entries: TomlTable = {}
        change(entries)
        table['deps'] = entries
      }
    })
  }

  /** The first entry of a package in the manifest; undefined if there is none. */
  editEntry(name: string, change: (entry: TomlTable) => void): void {
    this.editManifest((entries) => {
      const list = entries[name]
      const first = Array.isArray(list) ? list[0] : undefined
      if (isTable(first)) change(first)
    })
  }

  /** Makes `needed` a dependency of a package, in its project file and in the manifest, where it also gets an entry of its own. */
  addDependency(into: ProjectPackage, needed: KnownPackage): void {
    const { id } = into
    if (into.projectFile !== '') this.editToml(into.projectFile, (table) => void (tableIn(table, 'deps')[needed.name] = needed.uuid))
    this.editEntry(id.name, (entry) => addName(entry, needed))
    this.addEntry(needed)
  }

  private addEntry({ name, uuid, version, deps }: KnownPackage): void {
    this.editManifest((entries) => {
      if (entries[name] !== undefined) return
      entries[name] = [{ ...(deps.length > 0 && { deps: deps.map((one) => one.name) }), uuid, version }]
    })
    for (const one of deps) this.addEntry(one)
  }
}

/** A package that comes with Backedge. */
interface KnownPackage {
  readonly name: string
  readonly uuid: string
  readonly version: string
  readonly deps: readonly KnownPackage[]
}

const PREFERENCES: KnownPackage = { name: 'Preferences', uuid: '21216c6a-2e73-6563-6e65-726566657250', version: '1.4.3', deps: [] }
export const PRECOMPILE_TOOLS: KnownPackage = { name: 'PrecompileTools', uuid: 'aea7be01-6a6a-4083-8856-8a6e6704d82a', version: '1.2.1', deps: [PREFERENCES] }
export const FUNCTION_WRAPPERS: KnownPackage = { name: 'FunctionWrappers', uuid: STANDARD_UUIDS.get('FunctionWrappers') ?? '', version: '1.1.3', deps: [] }

/** What the library makes of a table: not an array, a date or a text. */
export function isTable(value: TomlTable[string] | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date)
}

export function tableIn(table: TomlTable, key: string): TomlTable {
  const there = table[key]
  if (isTable(there)) return there
  const made: TomlTable = {}
  table[key] = made
  return made
}

/** Dependencies of an entry are a list of names, or a table with uuids. */
export function addName(entry: TomlTable, { name, uuid }: { readonly name: string, readonly uuid: string }, key = 'deps'): void {
  const there = entry[key]
  if (isTable(there)) there[name] = uuid
  else entry[key] = [...new Set([...(Array.isArray(there) ? there : []), name])]
}

/** Whether it was there. */
export function removeName(entry: TomlTable, name: string, key = 'deps'): boolean {
  const there = entry[key]
  if (isTable(there)) {
    if (!(name in there)) return false
    const rest = Object.fromEntries(Object.entries(there).filter(([one]) => one !== name))
    entry[key] = rest
    return true
  }
  if (!Array.isArray(there) || !there.includes(name)) return false
  entry[key] = there.filter((one) => one !== name)
  return true
}
