/**
 * Precompiles a package as Julia does: a fresh session that has nothing but what the package itself asks for runs its source, and what comes
 * of it is written into a cache (base/loading.jl `compilecache`, `include_package_for_output`). What the source printed, the time
 * it took and what was compiled but could not be kept are remembered.
 */
import { writePackage } from '../../image/package-image'
import type { ImageContents } from '../../image/contents'
import { errorException, JuliaException } from '../../julia/runtime/exception'
import { instanceText, type Naming } from '../../julia/worlds/instance-text'
import { Module } from '../../julia/worlds/module'
import { buildIdLow, buildIdOf, type CacheHeader } from '../cache/header'
import { evictingMessages } from '../cache/loading-log'
import { rememberFile } from '../cache/source-file'
import { crc32c } from '../crc32c'
import type { Circumstances } from '../cache/cache-path'
import { planImage } from '../precompile/plan'
import { UNSAVED_REASONS } from '../precompile/unsaved'
import { dictionaryOrder } from '../project/dictionary-order'
import { pkgIdText, type PkgId } from '../project/pkg-id'
import { preferencesHash, preferencesOf } from '../project/preferences'
import { BuildRecorder } from './build-recorder'
import { PackageSession } from './package-session'
import { hashText } from './search-host'
import { CPU_TARGET, JULIA_BUILD, type SessionWorld } from './session-world'
import { imageBuild, SYSTEM_MODULES } from './system-modules'

/** For a session that needs the cache of a package. Throws `JuliaException` in that session if the source throws. */
export function buildPackage(from: PackageSession, id: PkgId, path: string): boolean {
  const { world, role: { order } } = from
  world.onProgress(`precompiling ${id.name}`)
  let output = ''
  const session = new PackageSession(world, {
    write: (_, text) => {
      output += text
    },
    order: { id, above: [...order?.above ?? [], ...(order === undefined ? [] : [order.id])], extensions: from.dormitory.known, loaded: from.builds },
    build: buildPackage,
  })
  const parent = from.dormitory.parentOf(id)
  try {
    new PackageBuild(session, id, path).run(() => ({ seconds: session.now() / 1e9, output, isExtension: parent !== undefined, owner: parent?.name ?? '' }))
  } catch (error) {
    if (!(error instanceof JuliaException)) throw error
    from.role.write(2, `${output}ERROR: LoadError: ${session.engine.errorText(error.value)}\n`)
    throw errorException(from.engine.core, `Failed to precompile ${pkgIdText(id)} to "${world.depots[0] ?? ''}".`)
  } finally {
    from.log.push(...session.log)
    from.loads.stretch('load', `precompiling ${id.name}`, () => from.clock.elapse(session.now()))
  }
  return true
}

interface Circumstance {
  readonly seconds: number
  readonly output: string
  readonly isExtension: boolean
  readonly owner: string
}

class PackageBuild {
  private readonly recorder = new BuildRecorder()
  private readonly world: SessionWorld

  constructor(
    private readonly session: PackageSession,
    private readonly id: PkgId,
    private readonly path: string,
  ) {
    this.world = session.world
  }

  run(circumstance: () => Circumstance): void {
    const { session: { engine, log }, id, path, world: { rules, store, saving, builds } } = this
    const text = this.world.files.readText(path) ?? ''
    engine.watch(this.recorder)
    const module = engine.loadPackage({ name: id.name, uuid: id.uuid, file: path, text })
    engine.unwatch(this.recorder)
    const owns = ownsBelow(module)
    const { compiled, made, requested } = this.recorder
    const methods = this.recorder.methods.filter(({ source }) => owns(source.module))
    const plan = planImage({ world: engine.world, worklist: owns, modules: [module], methods, compiled, made, requested }, rules, saving)
    for (const code of plan.toGenerate) engine.compiler?.generate(code)
    const contents = this.world.flags.usePkgimages ? plan.contents : withoutNative(plan.contents)
    const sections = writePackage(contents, { initialized: withInit(module) }, {
      world: engine.world, sorters: engine.sorters, owns, others: this.session.roots.filter((root) => root !== module),
    })
    const at = this.circumstances()
    const replaced = store.replaced(id, at)
    const buildId = this.buildId(sections, replaced)
    const written = store.write(id, at, sections, (nativeChecksum) => this.header(module, buildId, nativeChecksum))
    if (written.evicted !== undefined) log.push(...evictingMessages(written.evicted, rules))
    const naming: Naming = { universe: engine.universe, isVisible: (holder, name) => !rules.printsModules || engine.isVisibleInMain(holder, name) }
    builds.push({
      package: id.name,
      ...circumstance(),
      saved: contents.instances.filter(({ code }) => code.length > 0).length,
      notSaved: plan.unsaved.map(({ instance, reason }) => ({ instance: instanceText(naming, instance), reason: UNSAVED_REASONS[reason].sentence })),
      bytes: [...sections.values()].reduce((sum, section) => sum + section.length, 0),
      methods: contents.methods.length,
    })
  }

  private circumstances(): Circumstances {
    const { stack, flags } = this.world
    const [active] = stack.environments
    return {
      project: active?.kind === 'project' ? active.path : '', sysimage: JULIA_BUILD, executable: JULIA_BUILD, flags, cpuTarget: CPU_TARGET,
      preferencesHash: this.preferences().hash,
    }
  }

  private preferences(): CacheHeader['preferences'] {
    const { uuid } = this.id
    const read = uuid === undefined ? undefined : this.session.preferencesRead.get(uuid)
    if (uuid === undefined || read === undefined || !this.world.rules.staleness.comparesPreferences) return { names: [], hash: hashText(0n) }
    const names = dictionaryOrder(read)
    return { names, hash: hashText(preferencesHash(preferencesOf(this.world.stack, uuid), names)) }
  }

  /** Another one for each time that the package is compiled, as Julia's counts time: here the number after that of the file which is replaced. */
  private buildId(sections: ReadonlyMap<string, Uint8Array>, replaced: CacheHeader | undefined): string {
    const texts = [...sections].map(([name, bytes]) => `${name} ${crc32c(bytes)}`).join()
    const checksum = (salt: string) => BigInt(crc32c(new TextEncoder().encode(salt + texts)))
    const low = replaced === undefined ? checksum(pkgIdText(this.id)) << 8n : buildIdLow(replaced.buildId) + 1n
    return buildIdOf(this.world.rules.staleness.comparesFlags ? (checksum('a') << 32n) | checksum('b') : 0n, low)
  }

  private header(module: Module, buildId: string, nativeChecksum: number | undefined): CacheHeader {
    const { session, id, world: { rules, files, depots, flags } } = this
    const remember = { rules: rules.staleness, depots }
    const own = session.included.filter(({ module: at }) => at.root === module)
    return {
      formatVersion: rules.staleness.formatVersion,
      juliaVersion: rules.release,
      juliaBuild: JULIA_BUILD,
      ...(rules.staleness.comparesFlags && { flags }),
      package: id,
      buildId,
      includes: [
        rememberFile(this.path, files, remember),
        ...own.map(({ path, module: at }) => rememberFile(path, files, { ...remember, at: { module: id, modulePath: pathBelow(at) } })),
        ...session.dependencyFiles.map(({ path, tracksContent }) => rememberFile(path, files, { ...remember, byMtime: !tracksContent })),
      ],
      requires: session.requires,
      requiredModules: [
        ...SYSTEM_MODULES.map((one) => ({ package: one, buildId: imageBuild(pkgIdText(one)) })),
        ...[...session.libraries.values()].map((one) => ({ package: one, buildId: imageBuild(pkgIdText(one)) })),
        ...session.builds,
      ],
      preferences: this.preferences(),
      cpuTargets: nativeChecksum === undefined ? [] : [CPU_TARGET],
      ...(nativeChecksum !== undefined && { nativeChecksum }),
    }
  }
}

function ownsBelow(root: Module): (module: Module) => boolean {
  return (module) => module.root === root
}

function withoutNative(contents: ImageContents): ImageContents {
  return { ...contents, instances: contents.instances.map((saved) => ({ ...saved, code: saved.code.map((one) => ({ ...one, native: false })) })) }
}

/** Modules below a package's own. */
function pathBelow(module: Module): readonly string[] {
  return module.parent === undefined ? [] : [...pathBelow(module.parent), module.name]
}

/** Inner modules come first, as they are complete first. */
function withInit(module: Module): readonly Module[] {
  const inner = [...module.bindings.values()].flatMap(({ value }) => (value instanceof Module && value.parent === module ? withInit(value) : []))
  const init = module.bindings.get(Symbol.for('__init__'))
  return init?.value !== undefined && init.module === module ? [...inner, module] : inner
}
