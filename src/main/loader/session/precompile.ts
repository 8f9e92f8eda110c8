/**
 * Precompiles a package as Julia does: a fresh session that has nothing but what the package itself asks for runs its source, and what comes
 * of it is written into a cache (base/loading.jl `compilecache`, `include_package_for_output`). What the source printed, the time
 * it took and what was compiled but could not be kept are remembered.
 */
import { writePackage } from '../../image/package-image'
import type { ImageContents } from '../../image/contents'
import type { Engine } from '../../julia/runtime/engine'
import { errorException, JuliaException } from '../../julia/runtime/exception'
import { instanceText, type Naming } from '../../julia/worlds/instance-text'
import type { Module } from '../../julia/worlds/module'
import { StructValue, type JuliaValue } from '../../julia/values/value'
import { cachePath, type Circumstances } from '../cache/cache-path'
import type { CacheFlags } from '../cache/header'
import { ABORTING_MESSAGE, evictingMessages } from '../cache/loading-log'
import { crc32c } from '../crc32c'
import { folderOf, joinPath } from '../paths'
import { planImage } from '../precompile/plan'
import { UNSAVED_REASONS } from '../precompile/unsaved'
import { pkgIdText, type PkgId } from '../project/pkg-id'
import { slugOf } from '../project/slugs'
import { BuildRecorder } from './build-recorder'
import { withInit } from './initialized'
import { newHeader, preferencesRead } from './new-header'
import { PackageSession } from './package-session'
import { hashText } from './search-host'
import { CPU_TARGET, JULIA_BUILD, type SessionWorld } from './session-world'
import { imageBuild } from './system-modules'

/**
 * For a session that needs the cache of a package: the path of the file, undefined if something in it says `__precompile__(false)`.
 * Throws `JuliaException` in that session if the source throws.
 */
export function buildPackage(from: PackageSession, id: PkgId, path: string): string | undefined {
  const { world, role: { order } } = from
  world.onProgress(`precompiling ${id.name}`)
  let output = ''
  const { relay = from.role.write } = from.role
  const others = order === undefined ? [] : [...order.builds, { package: order.id, buildId: order.buildId }]
  const session = new PackageSession({ ...world, flags: buildFlags(world.flags) }, {
    write: (descriptor, text) => {
      output += text
      relay(descriptor, text)
    },
    relay,
    order: {
      id,
      buildId: imageBuild(`${pkgIdText(id)} being built`),
      above: [...order?.above ?? [], ...(order === undefined ? [] : [order.id])],
      extensions: from.extensions.known,
      builds: [...others, ...from.builds],
      log: from.log,
    },
    build: buildPackage,
  })
  const parent = from.extensions.parentOf(id)
  try {
    const build = new PackageBuild(session, id, path, world.flags)
    return build.run(() => ({ seconds: (session.now() - session.waited) / 1e9, output, owner: parent?.name ?? '' }), (evicted) => {
      from.say(...evictingMessages(evicted, world.rules))
    })
  } catch (error) {
    if (!(error instanceof JuliaException)) throw error
    if (isPrecompilableError(error)) {
      session.say(ABORTING_MESSAGE)
      return undefined
    }
    relay(2, `ERROR: ${session.engine.errorText(error.value)}\n`)
    throw errorException(from.engine.core, failedToPrecompile(id, from.world))
  } finally {
    from.loads.stretch('load', `precompiling ${id.name}`, () => from.clock.elapse(session.now()))
    from.waited += session.now()
  }
}

/** What is not to become native code is not optimised either. */
function buildFlags(flags: CacheFlags): CacheFlags {
  return flags.usePkgimages ? flags : { ...flags, optLevel: 0 }
}

/** Whether a file said `__precompile__(false)`, however deep. */
function isPrecompilableError(error: unknown): boolean {
  if (!(error instanceof JuliaException)) return false
  let { value } = error
  while (value instanceof StructValue) {
    const { name } = value.type.name
    if (name === 'PrecompilableError') return true
    const within = name === 'LoadError' || name === 'InitError' ? value.fields.at(-1) : undefined
    if (within === undefined) return false
    value = within
  }
  return false
}

interface Circumstance {
  readonly seconds: number
  readonly output: string
  readonly owner: string
}

/** Runs in the session that makes the cache. */
class PackageBuild {
  private readonly recorder = new BuildRecorder()

  constructor(
    private readonly session: PackageSession,
    private readonly id: PkgId,
    private readonly path: string,
    /** Of the session that ordered it: they give the file its name. */
    private readonly ordered: CacheFlags,
  ) {}

  /** @returns the file that was written. */
  run(circumstance: () => Circumstance, evicting: (path: string) => void): string {
    const { session: { engine, world }, id, path, recorder } = this
    this.session.begin()
    const { rules, store, saving, builds, flags } = world
    engine.watch(recorder)
    const module = engine.packages.load({ name: id.name, uuid: id.uuid, file: path, text: world.files.readText(path) ?? '' })
    const initialized = withInit(module)
    if (rules.caching.native && flags.usePkgimages) {
      compileInits(engine, initialized)
      compileEntryPoints(engine, module)
    }
    engine.unwatch(recorder)
    const owns = (other: Module) => other.root === module
    const { compiled, made, requested } = recorder
    const methods = recorder.methods.filter(({ source }) => owns(source.module))
    const plan = planImage({ world: engine.world, worklist: owns, modules: [module], methods, compiled, made, requested }, rules, saving)
    for (const code of plan.toGenerate) engine.compiler?.generate(code)
    const contents = flags.usePkgimages ? plan.contents : withoutNative(plan.contents)
    const sections = writePackage(contents, { initialized }, {
      world: engine.world, sorters: engine.sorters, owns, others: this.session.roots.filter((root) => root !== module), origins: this.session.origins,
    })
    const preferences = preferencesRead(this.session, id)
    const at = { ...placeOf(world), flags: this.ordered, preferencesHash: preferences.hash }
    const replaced = store.replaced(id, at)
    const written = store.write(id, at, sections, (nativeChecksum) => newHeader(this.session, { id, path, module, sections, preferences, replaced, nativeChecksum }))
    if (written.evicted !== undefined) evicting(written.evicted)
    const naming: Naming = { universe: engine.universe, isVisible: (holder, name) => !rules.printsModules || engine.isVisibleInMain(holder, name) }
    builds.push({
      package: id.name,
      ...circumstance(),
      saved: contents.instances.filter(({ code }) => code.length > 0).length,
      notSaved: plan.unsaved.map(({ instance, reason, lost }) => ({ instance: instanceText(naming, instance), reason: UNSAVED_REASONS[reason].sentence, lost })),
      bytes: [...sections.values()].reduce((sum, section) => sum + section.length, 0),
      methods: contents.methods.length,
    })
    return written.path
  }
}

/** `__init__` becomes native code, though nothing calls it while the cache is made (src/precompile_utils.c `precompile_enq_all_specializations__`). */
function compileInits(engine: Engine, modules: readonly Module[]): void {
  const precompile = engine.base?.get('precompile')
  if (precompile === undefined) return
  for (const module of modules) engine.call(precompile, [module.get('__init__') ?? engine.core.nothing, engine.core.emptyTuple])
}

/** So does what C may call. */
function compileEntryPoints(engine: Engine, root: Module): void {
  const precompile = engine.base?.get('precompile')
  if (precompile === undefined) return
  for (const { method, signature } of engine.world.entryPoints.all()) if (method.source.module.root === root) engine.call(precompile, [signature as JuliaValue])
}

/** What the name of a cache file tells, beside flags and preferences. */
function placeOf({ stack, image }: SessionWorld): Pick<Circumstances, 'project' | 'sysimage' | 'executable' | 'cpuTarget'> {
  const [active] = stack.environments
  return { project: active?.kind === 'project' ? active.path : '', sysimage: image?.path ?? JULIA_BUILD, executable: JULIA_BUILD, cpuTarget: CPU_TARGET }
}

/** The name of a temporary file is made of chance in Julia, of the package's own here. */
function failedToPrecompile(id: PkgId, world: SessionWorld): string {
  const { depots: [depot = '/'], rules, flags } = world
  const path = cachePath(depot, id, { ...placeOf(world), flags, preferencesHash: hashText(0n) }, rules)
  const temporary = joinPath(folderOf(path), `jl_${slugOf(crc32c(new TextEncoder().encode(pkgIdText(id))), 6)}`)
  const named = { cache: path, temporary, quoted: JSON.stringify(temporary) }[rules.staleness.words.failedFile]
  return `Failed to precompile ${pkgIdText(id)} to ${named}.`
}

function withoutNative(contents: ImageContents): ImageContents {
  return { ...contents, instances: contents.instances.map((saved) => ({ ...saved, code: saved.code.map((one) => ({ ...one, native: false })) })) }
}
