/**
 * `create_sysimage` of PackageCompiler (its src/PackageCompiler.jl): the project is precompiled, execution files are run in sessions of
 * their own while what they compile is traced, then a new session loads all packages, replays the statements, includes the script, and is
 * written whole. Every step takes virtual time. Left out: instantiating the project (packages have to be there), the C compiler and its options.
 */
import { UserError } from '../../../shared/errors'
import { writeContainer } from '../../image/container'
import { readSysimageHeader, type BuildPhase, type SysimageHeader } from '../../image/sysimage-header'
import { dataBytesOf, writeSystem } from '../../image/system-image'
import { Cancelled, Exit, JuliaException } from '../../julia/runtime/exception'
import { isStdlib } from '../project/identify'
import { pkgIdText, type PkgId } from '../project/pkg-id'
import type { SessionRequest } from '../session-request'
import { PackageSession } from '../session/package-session'
import { buildPackage } from '../session/precompile'
import { precompileIn } from '../session/precompile-all'
import { newSessionWorld, type RunKit, type SessionWorld } from '../session/session-world'
import { librariesInImage, VERSION_ORIGIN } from '../session/system-modules'
import { compileRest } from './compile-rest'
import { contentId } from './content-id'
import { freeze } from './frozen'
import { initFailure, openSysimage, type SystemImage } from './open'
import { packagesInProject, packagesToLoad } from './packages'
import { SysimageProfile } from './profile'
import type { CreateSysimage, SysimageRequest, SysimageResult } from './request'
import { StatementReplay, statementsIn, type Statement } from './statements'
import { CompileTrace } from './trace'

export function createSysimage(kit: RunKit): CreateSysimage {
  return (request) => new SysimageBuild(kit, request).result()
}

class SysimageBuild {
  private readonly world: SessionWorld
  private readonly session: PackageSession
  private readonly profile: SysimageProfile
  private readonly phases: BuildPhase[] = []
  /** Of a Base that was made anew. */
  private freshBytes: number | undefined

  constructor(
    private readonly kit: RunKit,
    private readonly request: SysimageRequest,
  ) {
    const { files, options, options: { project, precompile_execution_file: execution, precompile_statements_file: statements, script } } = request
    for (const path of [...execution, ...statements, ...(script === undefined ? [] : [script])]) {
      if (files.readText(path) === undefined) throw new UserError('not-found', 'There is no such file.', { where: path })
    }
    if (files.list(options.sysimage_path).length > 0) {
      throw new UserError('bad-input', 'The provided sysimage_path is a directory. Please specify a full path including the sysimage filename.', { where: options.sysimage_path })
    }
    this.world = newSessionWorld(kit, this.sessionRequest(), this.baseImage())
    if (this.world.stack.environments[0]?.kind !== 'project') throw new UserError('not-found', 'There is no Project.toml in this folder.', { where: project })
    this.session = new PackageSession(this.world, { write: request.write, build: buildPackage, freezes: true })
    this.profile = new SysimageProfile(this.session, request)
  }

  private sessionRequest(): Omit<SessionRequest, 'steps'> {
    const { files, julia, depot, flags, saving, calibration, write, isCancelled, options: { project } } = this.request
    return {
      files, julia, depot, calibration, write, project, loadPath: ['@', '@stdlib'],
      ...(flags !== undefined && { flags }), ...(saving !== undefined && { saving }), ...(isCancelled !== undefined && { isCancelled }),
      onProgress: (what) => {
        this.progress('precompile', what, 0, 1)
      },
    }
  }

  /** What is built on; undefined for the image of the version. */
  private baseImage(): SystemImage | undefined {
    const { files, julia, options: { incremental, filter_stdlibs: filtered, base_sysimage: base } } = this.request
    if (incremental) return base === undefined ? undefined : openSysimage(files, base, julia)
    const { fresh } = this.kit
    if (fresh === undefined) throw new UserError('bad-usage', 'A Base cannot be made anew here: expected incremental = true.')
    const made = fresh(!filtered)
    return {
      path: filtered ? 'fresh, without standard libraries' : 'fresh',
      header: freshHeader(julia, filtered),
      julia,
      boot: (session) => {
        made.boot?.(session)
        this.freshBytes = made.dataBytes?.(julia) ?? 0
      },
    }
  }

  result(): SysimageResult {
    const { world, session, request: { options, files } } = this
    const { names, ids } = packagesInProject(world.stack, options.packages)
    this.during('precompile', () => {
      this.precompile()
    })
    const traced = this.during('execution', () => this.execute())
    this.during('load', () => {
      this.load(packagesToLoad(world, ids, options.include_transitive_dependencies), names)
    })
    const replay = new StatementReplay(session)
    this.during('statements', () => {
      const statements = [...traced, ...options.precompile_statements_file.flatMap((path) => statementsIn(files.readText(path) ?? '', path, 'statements'))]
      for (const [at, statement] of statements.entries()) {
        this.progress('statements', statement.text, at, statements.length)
        replay.run(statement)
      }
    })
    const { script } = options
    if (script !== undefined) this.during('script', () => {
      this.include(session, script, 'script')
    })
    this.during('codegen', () => {
      compileRest(session, (done, of) => {
        this.progress('codegen', '', done, of)
      })
    })
    return this.written(replay)
  }

  private progress(phase: BuildPhase['name'], what: string, done: number, of: number): void {
    if (this.request.isCancelled?.() === true) throw new UserError('cancelled', 'Cancelled.')
    this.request.onProgress?.({ phase, what, done, of })
  }

  private during<T>(name: BuildPhase['name'], run: () => T): T {
    const { session } = this
    this.progress(name, '', 0, 1)
    const start = session.now()
    try {
      return run()
    } catch (error) {
      throw error instanceof Cancelled ? new UserError('cancelled', 'Cancelled.') : error
    } finally {
      this.phases.push({ name, start, end: session.now() })
    }
  }

  /** As `Pkg.precompile` in a session with the image that is built on. One that fails is found out when it is loaded. */
  private precompile(): void {
    const { world, session } = this
    for (const { id: { name }, seconds } of precompileIn(world)) this.elapse('load', `precompiling ${name}`, 1e9 * seconds)
    this.started(session)
  }

  /** Others have worked meanwhile. */
  private elapse(phase: 'load' | 'run', name: string, nanoseconds: number): void {
    const { session } = this
    session.loads.stretch(phase, name, () => {
      session.clock.elapse(nanoseconds)
    })
  }

  /** Runs the execution files: the statements of all that they compile. */
  private execute(): readonly Statement[] {
    const { world, request: { options: { precompile_execution_file: paths }, write } } = this
    return paths.flatMap((path, at) => {
      this.progress('execution', path, at, paths.length)
      const session = new PackageSession(world, { write, build: buildPackage })
      const trace = new CompileTrace(session.engine.universe)
      session.watch(trace)
      this.started(session)
      this.include(session, path, 'precompile_execution_file')
      this.elapse('run', path, session.now())
      return trace.statements.map((text, index): Statement => ({ text, file: path, line: index + 1, from: 'execution' }))
    })
  }

  private started(session: PackageSession): void {
    try {
      session.begin()
    } catch (error) {
      throw initFailure(session.world.image?.path, session.engine, error)
    }
  }

  /** Throws `UserError` where Julia would end with an exception or a code other than zero. */
  private include(session: PackageSession, path: string, option: string): void {
    const { engine } = session
    try {
      const { error } = engine.evaluate(`include(${JSON.stringify(path).replaceAll('$', '\\$')})`, { file: option })
      if (error !== undefined) throw new UserError('bad-input', `${option}: it ended with an exception: ${error.text}`, { where: path })
    } catch (error) {
      if (!(error instanceof Exit)) throw error
      if (error.code !== 0) throw new UserError('bad-input', `${option}: it ended with exit code ${error.code}.`, { where: path })
    }
  }

  private load(ids: readonly PkgId[], names: readonly string[]): void {
    const { session, session: { engine }, request: { options } } = this
    for (const [at, id] of ids.entries()) {
      this.progress('load', id.name, at, ids.length)
      try {
        engine.packages.announce(session.load(id))
      } catch (error) {
        if (!(error instanceof JuliaException)) throw error
        throw new UserError('bad-input', `${pkgIdText(id)} cannot be loaded: ${session.unclocked(() => engine.errorText(error.value))}`, { where: options.project })
      }
    }
    if (!options.import_into_main) return
    for (const name of names) {
      if (engine.main.bindings.has(Symbol.for(name))) {
        session.say({ level: 'Warning', site: 'import-into-main', text: `Skipping the import of ${name} into Main. Something with this name is there already.` })
      } else {
        engine.evaluate(`import ${name}`)
      }
    }
  }

  private written(replay: StatementReplay): SysimageResult {
    const { world, session, request: { files, options, isCancelled } } = this
    this.progress('write', options.sysimage_path, 0, 1)
    const sections = writeSystem(session.engine)
    const dataBytes = dataBytesOf(sections)
    this.during('write', () => {
      session.loads.stretch('load', 'writing the image', () => {
        session.count('readCacheByte', [...sections.values()].reduce((sum, { length }) => sum + length, 0))
      })
    })
    const header = this.header(replay, sections, dataBytes)
    const bytes = writeContainer({ header, sections })
    if (isCancelled?.() === true) throw new UserError('cancelled', 'Cancelled.')
    files.write(options.sysimage_path, bytes)
    return {
      path: options.sysimage_path, size: bytes.length, header, seconds: session.now() / 1e9, built: world.builds, log: session.log,
      profile: this.profile.finish(header, bytes.length),
      ...(options.incremental && { base: world.image?.path ?? this.kit.image?.()?.path }),
    }
  }

  private header(replay: StatementReplay, sections: ReadonlyMap<string, Uint8Array>, dataBytes: number): SysimageHeader {
    const { world, world: { image, stack, rules }, session, request: { options } } = this
    const { origin = VERSION_ORIGIN, addedBytes = 0 } = image?.header ?? {}
    const baseBytes = this.freshBytes ?? image?.header.dataBytes ?? this.kit.base.dataBytes?.(rules.version) ?? dataBytes
    const buildId = contentId(sections)
    const base = image?.header ?? this.kit.image?.()?.header
    const libraries = session.engine.packages.modules().flatMap(({ name, uuid }) => (isStdlib(stack, { name, uuid }) ? [name] : []))
    return {
      kind: 'system', julia: rules.version, buildId, origin: origin === FRESH ? buildId : origin,
      ...(options.incremental && base !== undefined && { base: base.buildId }),
      cpuTarget: options.cpu_target,
      dataBytes,
      addedBytes: Math.max(0, addedBytes + dataBytes - baseBytes),
      packages: [...session.loaded.values()].map((loaded) => freeze(loaded, stack)),
      stdlibs: [...new Set([...librariesInImage(world), ...libraries])].sort(),
      options: { ...options },
      statements: replay.outcomes,
      phases: this.phases,
    }
  }
}

/** Stands for builds that no image has yet. */
const FRESH = 'fresh'

function freshHeader(julia: SysimageRequest['julia'], filtered: boolean): SysimageHeader {
  return readSysimageHeader({
    kind: 'system', julia, buildId: filtered ? 'fresh-filtered' : FRESH, origin: FRESH, cpuTarget: '', dataBytes: 0, addedBytes: 0, packages: [],
    stdlibs: [], options: {}, statements: [], phases: [],
  })
}
