/**
 * Modules and their global names. A binding is owned by the module that assigned it; `using` and `import` make other modules
 * find it. In 1.12 a constant may be replaced, in a new world (julia#54654); left out is that code which still runs in an older
 * world would go on to see the value before.
 */
import { symbolName, type JuliaValue, type Reflected } from '../values/value'

export class Binding {
  private content: JuliaValue | undefined
  /** Gives the value that an image holds, until something asks for it. */
  private read: (() => JuliaValue) | undefined
  constant = false
  /** `const` stands before the assignment that comes next: from 1.12 on it may replace the value. */
  redeclared = false

  constructor(
    readonly module: Module,
    readonly name: symbol,
  ) {}

  get value(): JuliaValue | undefined {
    if (this.read !== undefined) {
      const { read } = this
      this.read = undefined
      this.content = read()
    }
    return this.content
  }

  set value(value: JuliaValue | undefined) {
    this.read = undefined
    this.content = value
  }

  /** The value, as far as something asked for it: no module is left unread. */
  get known(): JuliaValue | undefined {
    return this.content
  }

  /** A value out of an image, read when something first asks for it. */
  defer(read: () => JuliaValue): void {
    this.read = read
  }
}

/** What `name` means and from where; two `using`s that disagree are `ambiguous`. */
export type Resolution = Binding | 'ambiguous' | undefined

const INIT = Symbol.for('__init__')

/** The names of a module as an image has them, and what is known of them before. */
interface StoredNames {
  readonly read: () => void
  /** Modules that are declared in it. */
  readonly inner: readonly Module[]
  /** It has an `__init__` of its own. */
  readonly isInitialized: boolean
}

export class Module implements Reflected {
  readonly juliaType = 'Module'
  private readonly globals = new Map<symbol, Binding>()
  /** Names that were used and came from a `using`. */
  private readonly found = new Map<symbol, Binding>()
  /** Names brought by `import`, whose functions may get methods here; those of `using M: f` may not. */
  private readonly extensible = new Set<symbol>()
  private readonly used: Module[] = []
  private readonly exported = new Set<symbol>()
  /** What an image holds of it, until something asks for a name. */
  private stored: StoredNames | undefined
  /** Names that are declared `public` without being exported (1.11). */
  readonly publicNames = new Set<symbol>()
  /** `@max_methods` of the module itself (julia#43370); undefined for that of the module around it. */
  maxMethods: number | undefined
  /** `@nospecialize` without arguments, at module level. */
  nospecialize = false
  /** How many closures and the like were named here: the number of the last. */
  counter = 0
  /** Of a root module that is a package: the package's uuid, lower case. */
  uuid: string | undefined
  /** What a package's identity is; Main, Base and Core have their names. */
  readonly id: string

  constructor(
    readonly name: string,
    /** Itself for a root module. */
    readonly parent: Module | undefined,
    id?: string,
  ) {
    this.id = id ?? this.path
  }

  /** Names out of an image, read when something first asks for one. */
  defer(stored: StoredNames): void {
    this.stored = stored
  }

  private fill(): void {
    const { stored } = this
    this.stored = undefined
    stored?.read()
  }

  get bindings(): Map<symbol, Binding> {
    if (this.stored !== undefined) this.fill()
    return this.globals
  }

  /** Modules whose exports can be seen, the last first. */
  get usings(): Module[] {
    if (this.stored !== undefined) this.fill()
    return this.used
  }

  get exports(): Set<symbol> {
    if (this.stored !== undefined) this.fill()
    return this.exported
  }

  /** Modules that are declared in this one. */
  innerModules(): readonly Module[] {
    return this.stored?.inner ?? [...this.globals.values()].flatMap(({ known }) => (known instanceof Module && known.parent === this ? [known] : []))
  }

  /** Whether the module has an `__init__` of its own. */
  get isInitialized(): boolean {
    if (this.stored !== undefined) return this.stored.isInitialized
    const init = this.globals.get(INIT)
    return init?.value !== undefined && init.module === this
  }

  /** Dotted, from the root. */
  get path(): string {
    return this.parent === undefined ? this.name : this.parent.name === 'Main' ? `Main.${this.name}` : `${this.parent.path}.${this.name}`
  }

  /** `@max_methods` as it holds for code of this module; undefined for the version's own. */
  get methodLimit(): number | undefined {
    return this.maxMethods ?? this.parent?.methodLimit
  }

  /** The root module that this one is in. */
  get root(): Module {
    return this.parent === undefined ? this : this.parent.root
  }

  /**
   * The binding that a name has here: its own, one imported by name, or one exported by a used module. The last kind stays what it
   * was when the name was first used, whatever is used later.
   */
  resolve(name: symbol): Resolution {
    const known = this.bindings.get(name) ?? this.found.get(name)
    if (known !== undefined) return known
    const found = this.throughUsings(name, new Set([this]))
    if (found instanceof Binding) this.found.set(name, found)
    return found
  }

  private throughUsings(name: symbol, visited: Set<Module>): Resolution {
    let found: Resolution
    for (const used of this.usings) {
      if (visited.has(used) || !used.exports.has(name)) continue
      visited.add(used)
      const binding = used.bindings.get(name) ?? used.throughUsings(name, visited)
      visited.delete(used)
      if (binding === undefined || binding === found) continue
      if (binding === 'ambiguous') return binding
      if (found === undefined) found = binding
      else if (found instanceof Binding && found.value !== binding.value) return 'ambiguous'
    }
    return found
  }

  /** Whether a name has a value here. */
  has(name: symbol): boolean {
    const found = this.resolve(name)
    return found instanceof Binding && found.value !== undefined
  }

  /** The binding that this module itself owns or imported, made if there is none. */
  own(name: symbol): Binding {
    let binding = this.bindings.get(name)
    if (binding === undefined) {
      binding = new Binding(this, name)
      this.bindings.set(name, binding)
    }
    return binding
  }

  /** Whether the name was found through a `using` before: it cannot become a global of this module any more. */
  foreignBinding(name: symbol): Binding | undefined {
    const binding = this.bindings.get(name) ?? this.found.get(name)
    return binding === undefined || binding.module === this ? undefined : binding
  }

  /** Whether methods may be added here to a function under this name. */
  mayExtend(name: symbol): boolean {
    return this.foreignBinding(name) === undefined || this.extensible.has(name)
  }

  /** Whether a name was brought by `import`. */
  isExtensible(name: symbol): boolean {
    return this.bindings.has(name) && this.extensible.has(name)
  }

  /** Names that came from a `using`, as far as they were used. */
  foundNames(): readonly (readonly [symbol, Binding])[] {
    if (this.stored !== undefined) this.fill()
    return [...this.found]
  }

  /** A name was found through a `using` before, in the session that compiled this module. */
  noteFound(name: symbol, binding: Binding): void {
    this.found.set(name, binding)
  }

  /** Makes a name of another module one of this module's own. `extensible` is what `import` gives and `using M: f` does not. */
  importBinding(binding: Binding, as = binding.name, extensible = true): void {
    this.bindings.set(as, binding)
    if (extensible) this.extensible.add(as)
  }

  using(module: Module): void {
    if (module !== this && !this.usings.includes(module)) this.usings.unshift(module)
  }

  /** The value of a global, or undefined if it has none. */
  get(name: string): JuliaValue | undefined {
    const found = this.resolve(Symbol.for(name))
    return found instanceof Binding ? found.value : undefined
  }

  setConstant(name: string, value: JuliaValue): void {
    const binding = this.own(Symbol.for(name))
    binding.value = value
    binding.constant = true
  }

  /** Names that are exported, sorted. */
  exportedNames(): string[] {
    return [...this.exports].map(symbolName).sort()
  }
}

/** The module that a reference names. Throws a plain error if it is none: a bug. */
export function asModule(value: Reflected): Module {
  if (value instanceof Module) return value
  throw new Error('a reference names no module')
}
