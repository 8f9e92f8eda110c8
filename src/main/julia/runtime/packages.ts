/**
 * The root modules of a session other than Core, Base and Main: packages that are run from their text or come out of an image, and the
 * standard library beside Base. Each is made known to Base (`loaded_modules`) and, once it is there, to `Base.package_callbacks`; and
 * `__init__` functions run when the outermost module is complete. Where a package lies is the host's business.
 */
import { elementsOf } from '../values/array-storage'
import { ArrayValue, symbolOf, type JuliaValue } from '../values/value'
import { Module } from '../worlds/module'
import type { Engine } from './engine'
import { argumentError, errorException } from './exception'
import type { EngineHost } from './host'
import { STANDARD_UUIDS } from './standard-libraries'

/** A package as it is read. */
interface PackageSource {
  readonly name: string
  /** Lower case; undefined for a package without identity. */
  readonly uuid: string | undefined
  readonly file: string
  readonly text: string
}

/** What evaluates the text of a package. */
export interface PackageReader {
  readonly host: Pick<EngineHost, 'requirePackage' | 'generatingOutput'>
  /** Of a file of the standard library. */
  readonly standardText: (path: string) => string | undefined
  readonly text: (text: string, file: string, module: Module) => void
  readonly includeText: (text: string, file: string, module: Module) => void
  /** Runs what a real session has compiled in its image. */
  readonly interpreted: <T>(run: () => T) => T
}

export class Packages {
  /** Holds them by name. */
  readonly holder = new Module('packages', undefined)
  /** Identities, by name: what a root module of that name gets. */
  private readonly uuids = new Map<string, string | undefined>(STANDARD_UUIDS)
  /** Those of whose loading everybody was told. */
  private readonly announced = new WeakSet<Module>()
  /** Complete modules whose `__init__` did not run yet. */
  private readonly waiting: Module[] = []
  /** Modules that are being defined, one in the other. */
  private depth = 0

  constructor(
    private readonly engine: Pick<Engine, 'core' | 'base' | 'call'>,
    private readonly reader: PackageReader,
  ) {}

  /** All that are loaded, standard libraries included. */
  modules(): readonly Module[] {
    return [...this.holder.bindings.values()].flatMap(({ value }) => (value instanceof Module ? [value] : []))
  }

  private named(name: string): Module | undefined {
    const found = this.holder.bindings.get(symbolOf(name))?.value
    return found instanceof Module ? found : undefined
  }

  /** What `using name` gives. Throws `JuliaException` if there is no such package. */
  require(from: Module, name: string): Module {
    const loaded = this.reader.host.requirePackage?.(name, from) ?? this.standardLibrary(name)
    if (loaded !== undefined) {
      this.announce(loaded)
      return loaded
    }
    throw argumentError(this.engine.core, `Package ${name} not found in current path:\n- Run \`import Pkg; Pkg.add("${name}")\` to install the ${name} package.\n`)
  }

  /**
   * Evaluates a package from the text of its file, a session of its own as far as `__init__` is concerned. Throws `JuliaException` as `using` does, also
   * if the file defines no module of that name.
   */
  load({ name, uuid, file, text }: PackageSource): Module {
    const { depth, engine: { base, core } } = this
    const waiting = this.waiting.splice(0)
    this.uuids.set(name, uuid)
    this.depth = 0
    // As `Base.__toplevel__`: files of packages see Base before their module begins.
    if (base !== undefined) this.holder.using(base)
    try {
      this.reader.includeText(text, file, this.holder)
    } finally {
      this.depth = depth
      this.waiting.splice(0, Infinity, ...waiting)
    }
    const made = this.named(name)
    if (made !== undefined) return made
    throw errorException(core, `package \`${name}\` did not define the expected module \`${name}\`, check for typos in package module name`)
  }

  /** A root module begins or came out of a cache: `Base.loaded_modules` knows it from now on. */
  register(module: Module): void {
    module.uuid ??= this.uuids.get(module.name)
    const register = this.engine.base?.get('register_root_module')
    if (register !== undefined) this.reader.interpreted(() => this.engine.call(register, [module]))
  }

  /** Tells `Base.package_callbacks` of a package that is loaded, once. */
  announce(module: Module): void {
    if (this.announced.has(module)) return
    this.announced.add(module)
    const { engine, engine: { base } } = this
    const [callbacks, identity] = [base?.get('package_callbacks'), base?.get('PkgId')]
    if (!(callbacks instanceof ArrayValue) || identity === undefined) return
    const functions = elementsOf(engine.core, callbacks).filter((callback): callback is JuliaValue => callback !== undefined)
    if (functions.length === 0) return
    const key = this.reader.interpreted(() => engine.call(identity, [module]))
    for (const callback of functions) engine.call(callback, [key])
  }

  /** `LinearAlgebra` and the like: files beside Base's own, loaded when first asked for. Loading compiles nothing, as from a cache. */
  standardLibrary(name: string): Module | undefined {
    const path = `${name}.jl`
    const text = name === 'Base' ? undefined : this.reader.standardText(path)
    if (text !== undefined && !this.holder.bindings.has(symbolOf(name))) this.reader.interpreted(() => {
      this.reader.text(text, path, this.holder)
    })
    return this.named(name)
  }

  moduleBegins(module: Module, isPackage: boolean): void {
    this.depth++
    if (isPackage) this.register(module)
  }

  /** `__init__` runs when the outermost module is complete, inner modules first. */
  moduleComplete(module: Module): void {
    this.waiting.push(module)
    this.depth--
    if (this.depth > 0) return
    // A cache is to hold the package as it is before anything is initialised.
    if (this.reader.host.generatingOutput === true) {
      this.waiting.length = 0
      return
    }
    for (const complete of this.waiting.splice(0)) {
      const init = complete.bindings.get(symbolOf('__init__'))
      if (init?.value !== undefined && init.module === complete) this.engine.call(init.value)
    }
  }
}
