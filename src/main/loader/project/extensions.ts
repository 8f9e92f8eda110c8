/**
 * Package extensions (julia-semantics e.7): which a package has, and the dormitory in which they wait for their triggers (`EXT_DORMITORY` in
 * base/loading.jl). An extension waits once for its parent and once for each trigger; each package that loads counts down what waits for it.
 */
import type { ExtensionRules } from '../../julia/versions'
import { dictionaryOrder } from './dictionary-order'
import { packageInFolder } from './entry-points'
import type { EnvironmentStack } from './environments'
import { identifyPackage } from './identify'
import { locatePackage } from './locate'
import { type DependencyList, dependencyIn, entryOf } from './manifest'
import { type PkgId, extensionId, pkgIdKey, samePkgId } from './pkg-id'
import type { ProjectFile } from './project-file'

export interface Extension {
  readonly id: PkgId
  readonly parent: PkgId
  /** Without the parent, in the order of the file. */
  readonly triggers: readonly PkgId[]
}

/**
 * The extensions of a package, in the order in which Julia walks its table of them. Told by the environment in which the package is found.
 * @throws UserError where a manifest is ambiguous.
 */
export function extensionsOf(stack: EnvironmentStack, id: PkgId): readonly Extension[] {
  const environment = stack.options.rules.extensions.exist ? locatePackage(stack, id)?.environment : undefined
  if (id.uuid === undefined || !environment || environment.kind === 'stdlib') return []
  if (environment.kind === 'packages') {
    const project = packageInFolder(stack, environment.path, id.name)?.project
    return project ? fromProject(stack, id, id.uuid, project) : []
  }
  const { project, manifest } = environment
  if (samePkgId(stack.idOf(project, id.name), id)) return fromProject(stack, id, id.uuid, project)
  const entry = manifest && entryOf(manifest, id)
  return entry ? extensions(id, id.uuid, entry.extensions, (name) => inLists(stack, entry, (list) => dependencyIn(manifest, list, name))) : []
}

function fromProject(stack: EnvironmentStack, id: PkgId, uuid: string, project: ProjectFile): readonly Extension[] {
  return extensions(id, uuid, project.extensions, (name) => inLists(stack, project, (list) => {
    const found = list.get(name)
    return found === undefined ? undefined : { name, uuid: found }
  }))
}

/** A trigger is a weak dependency, by version also an ordinary one. */
function inLists<L extends DependencyList>(stack: EnvironmentStack, from: { readonly weakdeps: L, readonly deps: L }, find: (list: L) => PkgId | undefined): PkgId | undefined {
  return find(from.weakdeps) ?? (stack.options.rules.extensions.dependenciesTrigger ? find(from.deps) : undefined)
}

/** An extension with a trigger that is no dependency can never load, and is left out. */
function extensions(
  parent: PkgId, uuid: string, table: ReadonlyMap<string, readonly string[]>, trigger: (name: string) => PkgId | undefined,
): readonly Extension[] {
  return dictionaryOrder(table.keys()).flatMap((name) => {
    const wanted = table.get(name) ?? []
    const triggers = wanted.flatMap((one) => trigger(one) ?? [])
    return triggers.length === wanted.length ? [{ id: extensionId(uuid, name), parent, triggers }] : []
  })
}

interface Sleeper {
  readonly extension: Extension
  /** Packages that still have to load. */
  waitsFor: number
  /** A trigger loaded that the extension cannot see: it will not load when its time comes. */
  isLost: boolean
}

export interface DormitoryOptions {
  readonly rules: ExtensionRules
  /** Which extensions may load in this process (`mayLoadInBuild`); all unless told. */
  readonly mayLoad?: (extension: Extension) => boolean
  /** Whether the code of an extension sees a trigger that has loaded; asked only by versions that check (`canSeeTrigger`). */
  readonly seesTrigger?: (extension: Extension, trigger: PkgId) => boolean
}

/** The state of one process. The order of calls for each package is Julia's: loaded, then `insert` its extensions, then walk `wake`. */
export class ExtensionDormitory {
  private readonly primed = new Map<string, Extension>()
  private readonly sleepers = new Map<string, Sleeper[]>()
  private failedOnes: Extension[] = []

  constructor(private readonly options: DormitoryOptions) {}

  /** Extensions that are known, waiting or not: `EXT_PRIMED`. */
  get known(): readonly Extension[] {
    return [...this.primed.values()]
  }

  /** What failed to load and can be tried again, in order: `EXT_DORMITORY_FAILED`. */
  get failures(): readonly Extension[] {
    return this.failedOnes
  }

  /** The parent of an extension that is known, for `Parent → Extension`. */
  parentOf(id: PkgId): PkgId | undefined {
    return this.primed.get(pkgIdKey(id))?.parent
  }

  /**
   * The extensions of a package that has just loaded begin to wait.
   * @param isLoaded whether a package has finished loading; not true of one that is just being loaded.
   */
  insert(extensionsOfPackage: readonly Extension[], isLoaded: (id: PkgId) => boolean): void {
    for (const extension of extensionsOfPackage) {
      const key = pkgIdKey(extension.id)
      if (this.primed.has(key) || isLoaded(extension.id)) continue
      this.primed.set(key, extension)
      const sleeper: Sleeper = { extension, waitsFor: 1 + extension.triggers.length, isLost: false }
      this.wait(extension.parent, sleeper)
      for (const trigger of extension.triggers) {
        if (isLoaded(trigger)) sleeper.waitsFor--
        else this.wait(trigger, sleeper)
      }
    }
  }

  private wait(id: PkgId, sleeper: Sleeper): void {
    const key = pkgIdKey(id)
    const others = this.sleepers.get(key)
    if (others) others.push(sleeper)
    else this.sleepers.set(key, [sleeper])
  }

  /**
   * A package has loaded: yields the extensions that are ready, in order. The caller loads each before it asks for the next: what that loads wakes
   * others meanwhile, and until 1.10 the countdown of those behind has not happened yet.
   */
  *wake(id: PkgId): Generator<Extension, void, undefined> {
    const key = pkgIdKey(id)
    const woken = this.sleepers.get(key) ?? []
    this.sleepers.delete(key)
    const { rules, mayLoad = () => true } = this.options
    if (!rules.fewestTriggersFirst) {
      for (const sleeper of woken) if (this.isReady(sleeper, id) && mayLoad(sleeper.extension)) yield sleeper.extension
      return
    }
    const ready = woken.filter((sleeper) => this.isReady(sleeper, id) && mayLoad(sleeper.extension)).map(({ extension }) => extension)
    yield* ready.sort((a, b) => a.triggers.length - b.triggers.length)
  }

  private isReady(sleeper: Sleeper, loaded: PkgId): boolean {
    const { rules, seesTrigger = () => true } = this.options
    if (rules.checksTriggers && !seesTrigger(sleeper.extension, loaded)) sleeper.isLost = true
    sleeper.waitsFor--
    if (sleeper.waitsFor > 0) return false
    if (sleeper.isLost) this.failed(sleeper.extension)
    return !sleeper.isLost
  }

  /** An extension did not load. */
  failed(extension: Extension): void {
    this.failedOnes.push(extension)
  }

  /** `Base.retry_load_extensions()`: the failures, to be loaded again in order; those that fail once more are to be reported again. */
  retry(): readonly Extension[] {
    const again = this.failedOnes
    this.failedOnes = []
    return again
  }
}

/** Whether an extension finds a package that it waited for: where it cannot, 1.9 and 1.10 give it up without trying. */
export function canSeeTrigger(stack: EnvironmentStack, extension: Extension, trigger: PkgId): boolean {
  const found = identifyPackage(stack, extension.id, trigger.name)
  return found !== undefined && locatePackage(stack, found) !== undefined
}

/**
 * Which extensions may load in the process that builds a package: never those that belong to it, nor itself; while an extension is built, by
 * version only those that need less than it (julia#55589), so that no two wait for each other.
 * @param building the package whose cache is being made.
 * @param known the extensions that the process which ordered the build knows of.
 */
export function mayLoadInBuild(rules: ExtensionRules, building: PkgId, known: readonly Extension[]): (extension: Extension) => boolean {
  const own = known.find(({ id }) => samePkgId(id, building))
  const needed = own && needs(own)
  return (extension) => {
    if (samePkgId(extension.parent, building) || samePkgId(extension.id, building)) return false
    if (!needed || !rules.onlySmallerInBuild) return true
    const wanted = needs(extension)
    return wanted.size < needed.size && [...wanted].every((key) => needed.has(key))
  }
}

const needs = ({ parent, triggers }: Extension) => new Set([parent, ...triggers].map(pkgIdKey))
