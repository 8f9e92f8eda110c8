/**
 * One session of Julia: types, methods, modules, and what runs in them. A session boots Core and Base from their source, then evaluates
 * texts. Nothing here reads a clock or a file but through the host. With `execution: 'interpret'` all code is interpreted as it was
 * lowered; what compiles it plugs in through `compiler`.
 */
import type { CodeInfo, OptimizedCode } from '../ir/statement'
import type { Diagnostic } from '../syntax/diagnostic'
import type { LiteralTypes } from '../syntax/literal-types'
import { parseJulia } from '../syntax/parse'
import type { TypeName } from '../types/type'
import { TypeUniverse } from '../types/universe'
import type { WorkKind } from '../observe/clock'
import { CoreTypes } from '../values/core-types'
import { fromJuliaString, toJuliaString } from '../values/text'
import { Bits, expr, GlobalRef, LineNumberNode, StructValue, symbolName, symbolOf, type JuliaValue } from '../values/value'
import { VERSION_RULES, type JuliaVersion, type VersionRules } from '../versions'
import type { CodeInstance, MethodInstance } from '../worlds/method'
import { Binding, Module } from '../worlds/module'
import { World } from '../worlds/world'
import { declareGlobal, setGlobal } from './bindings'
import { CALL_BUILTINS, noMethod, type CallContext } from './builtins/calls'
import { demandArguments, type BuiltinContext } from './builtins/context'
import { CallCache, type Target } from './call-cache'
import { BUILTINS, makeCore, PURE_BUILTINS } from './core-module'
import { defineMethod, functionNamed, KeywordSorters } from './definitions'
import { Evaluation } from './evaluation'
import { Cancelled, errorException, JuliaException } from './exception'
import type { ForeignContext, ReflectionHooks } from './foreign/context'
import { callForeign } from './foreign/index'
import { generatedCode } from './generated'
import type { EngineHost } from './host'
import { copyOfExpression, Interpreter, type Callee, type Redirection } from './interpreter'
import { isPureIntrinsic, runIntrinsic } from './intrinsics'
import type { EngineObserver, StretchRecorder } from './observer'
import { MacroCalls } from './macro-calls'
import { missingName } from './missing-names'
import { NativeCompiler } from './native-compiler'
import { Packages } from './packages'
import { newModule, ownDefinitions } from './toplevel'
import type { MarkedText } from './typed-text'
import { Invalidations, Workloads } from './workloads'

export interface SourceFile {
  /** Relative to the folder of Base: `boot.jl`, `strings/basic.jl`. */
  readonly path: string
  readonly text: string
}

/** Core, Base and the standard libraries. */
export interface BaseSource {
  readonly files: readonly SourceFile[]
  /** Fills a new session from an image; without it `boot.jl` and `Base.jl` are evaluated. */
  readonly boot?: (session: BootTarget) => void
  /** Bytes that booting a session reads of that image, native code not among them; asked for when it booted one. */
  readonly dataBytes?: (julia: JuliaVersion) => number
  /** Standard libraries that are there without asking when `boot.jl` and `Base.jl` are evaluated; `LinearAlgebra` and `Random` if left out. */
  readonly preloaded?: readonly string[]
}

export interface EngineOptions {
  readonly rules?: VersionRules
  readonly base: BaseSource
  readonly host: EngineHost
  readonly execution?: 'interpret' | 'compile'
  /** Statements that one evaluation may run before it is stopped; no limit if left out. */
  readonly budget?: number
  /** Is told of every unit of work that counts for virtual time. */
  readonly work?: (kind: WorkKind, amount: number) => void
}

export interface EvaluationResult {
  /** Of the last expression; undefined if something was thrown. */
  readonly value: JuliaValue | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** An exception that nothing caught, the text that Julia prints for it, and where the top-level expression stands that threw it. */
  readonly error: { readonly value: JuliaValue, readonly text: string, readonly file: string, readonly line: number } | undefined
}

/** A session that has nothing but Core's own types and functions. */
export interface BootTarget {
  readonly world: World
  readonly sorters: KeywordSorters
  readonly coreModule: Module
  readonly main: Module
  readonly packages: Pick<Packages, 'holder' | 'modules'>
  /** Types that Core has before any Julia code ran. */
  readonly firstTypes: ReadonlySet<TypeName>
  /** How many names `gensym` gave so far. */
  gensyms: number
  /** What syntax takes its functions from. */
  top: Module
}

/** Typed code of an instance, for who wants to see it; undefined if there is none. It may be inferred anew. */
export interface CodeForms {
  /** As inference leaves it, with the number of statements. */
  readonly inferred: (instance: MethodInstance, world: number) => (MarkedText & { readonly statements: number }) | undefined
  /** As the optimiser leaves it; what the instance keeps, if it keeps some. */
  readonly optimized: (instance: MethodInstance, world: number) => (MarkedText & { readonly code: OptimizedCode }) | undefined
}

/** What plugs in to run methods as compiled code. */
export interface Compiler {
  /** How an instance runs in a world. */
  calleeOf: (target: Target, world: number) => Callee
  readonly reflection: ReflectionHooks
  readonly forms: CodeForms
  /** Makes bytecode for code that was inferred and has none, if it can have any. */
  generate: (code: CodeInstance) => void
}

/** Standard libraries whose methods every session has without asking, as in Julia's system image: `A * B` and `rand()` are theirs. */
const PRELOADED = ['LinearAlgebra', 'Random']

/** Of expressions that came out of no file. */
const NOWHERE = new LineNumberNode(0, 'none')

export class Engine {
  readonly universe: TypeUniverse
  readonly core: CoreTypes
  readonly world: World
  readonly rules: VersionRules
  readonly main: Module
  readonly coreModule: Module
  readonly interpreter: Interpreter
  readonly cache: CallCache
  readonly sorters: KeywordSorters
  /** Undefined: everything is interpreted. */
  compiler: Compiler | undefined
  /** Answers questions about inferred code where none is run. */
  private reflector: Compiler | undefined
  /** What `@snoop_inference` and the like record with; undefined where nothing gives virtual time. */
  recorder: StretchRecorder | undefined
  /** Who watches, in the order in which they came. */
  readonly observers: EngineObserver[] = []
  readonly work: (kind: WorkKind, amount: number) => void
  private readonly builtins: ReadonlyMap<JuliaValue, string>
  private readonly evaluation: Evaluation
  private readonly macros = new MacroCalls(this)
  private readonly foreign: ForeignContext
  readonly calls: CallContext
  private readonly builtinContext: BuiltinContext
  private readonly baseFiles: ReadonlyMap<string, string>
  readonly packages: Packages
  readonly firstTypes: ReadonlySet<TypeName>
  gensyms = 0
  private ticks = 0n
  private randomState = 0x9e3779b97f4a7c15n
  private spent = 0
  private iterate: JuliaValue | undefined
  /** Bytes of characters that are not complete yet, by descriptor. */
  private readonly unwritten = new Map<number, string>()
  /** What syntax takes its functions from: Core, then Base as soon as it says so. */
  top: Module

  constructor(private readonly options: EngineOptions) {
    this.rules = options.rules ?? VERSION_RULES['1.5']
    this.universe = new TypeUniverse()
    this.work = options.work === undefined ? () => undefined : this.counting(options.work)
    this.core = new CoreTypes(this.universe)
    this.world = new World(this.core, this.rules)
    this.world.observers.push({ methodAdded: () => this.work('insertMethod', 1) })
    this.main = new Module('Main', undefined)
    this.main.setConstant('Main', this.main)
    this.main.exports.add(symbolOf('Main'))
    const made = makeCore(this.core, this.main)
    this.coreModule = made.module
    this.top = this.coreModule
    this.builtins = made.builtins
    this.firstTypes = new Set(this.core.typesIn(made.module))
    this.main.using(this.coreModule)
    this.main.setConstant('Core', this.coreModule)
    this.cache = new CallCache(this.world, () => this.work('dispatch', 1))
    this.sorters = new KeywordSorters(this.world)
    this.baseFiles = new Map(options.base.files.map(({ path, text }) => [path, text]))
    this.builtinContext = { core: this.core, world: this.world }
    this.interpreter = this.newInterpreter()
    this.calls = {
      core: this.core, world: this.world, cache: this.cache, sorters: this.sorters,
      calleeOf: (target, world) => this.calleeOf(target, world),
      call: (args, world) => this.interpreter.call(args, world),
      iterate: () => (this.iterate ??= this.base?.get('iterate')),
    }
    this.foreign = this.newForeignContext()
    this.packages = this.newPackages()
    this.evaluation = this.newEvaluation()
    if (options.base.boot === undefined) this.boot()
    else this.bootFromImage(options.base.boot)
    if (options.execution !== 'interpret') this.compiler = new NativeCompiler(this)
  }

  /** Adds the steps of subtyping that were made since the last work. */
  private counting(work: (kind: WorkKind, amount: number) => void): (kind: WorkKind, amount: number) => void {
    const { budget } = this.universe
    let counted = budget.total
    return (kind, amount) => {
      work(kind, amount)
      const steps = budget.total - counted
      if (steps === 0) return
      counted = budget.total
      work('subtypeStep', steps)
    }
  }

  /** Module `Base`, once it is there. */
  get base(): Module | undefined {
    const found = this.main.bindings.get(symbolOf('Base'))?.value
    return found instanceof Module ? found : undefined
  }

  /** Tells an observer of everything from now on. */
  watch(observer: EngineObserver): void {
    this.observers.push(observer)
    this.world.observers.push(observer)
  }

  /** Tells it no more. */
  unwatch(observer: EngineObserver): void {
    for (const list of [this.observers, this.world.observers]) {
      const at = list.indexOf(observer)
      if (at >= 0) list.splice(at, 1)
    }
  }

  /** Parses, expands, lowers and runs every expression of a text, each in the newest world. Syntax errors and exceptions are in the result. */
  evaluate(text: string, { file = 'none', module = this.main }: { readonly file?: string, readonly module?: Module } = {}): EvaluationResult {
    return this.attempt((diagnostics) => this.evaluation.text(text, file, module, diagnostics))
  }

  /** Runs something as a text is run: what it throws is in the result. */
  attempt(run: (diagnostics: Diagnostic[]) => JuliaValue | undefined): EvaluationResult {
    this.interpreter.exceptions.length = 0
    this.spent = 0
    const diagnostics: Diagnostic[] = []
    try {
      return { value: run(diagnostics), diagnostics, error: undefined }
    } catch (error) {
      if (!(error instanceof JuliaException)) throw error
      const { file, line } = this.evaluation.place
      const problem = error.problem ?? this.missing(error)
      if (problem !== undefined) diagnostics.push(problem)
      return { value: undefined, diagnostics, error: { value: error.value, text: this.errorText(error.value), file, line } }
    }
  }

  /** The expressions of a text that nobody runs yet, and what is wrong with it. */
  parseText(text: string): { readonly expressions: readonly JuliaValue[], readonly problem: string | undefined } {
    const { expressions, diagnostics } = parseJulia(text, { file: 'none', literals: this.literals })
    return { expressions: expressions.map(({ expression }) => expression), problem: diagnostics[0]?.message }
  }

  /** `Core.eval(module, expression)`. Throws `JuliaException`. */
  evaluateIn(module: Module, expression: JuliaValue): JuliaValue {
    return this.evaluation.expression(expression, module)
  }

  /** A name that Julia has and the simulated Base has not, where the program's own code first needed it. */
  private missing({ value, trace = [] }: JuliaException): Diagnostic | undefined {
    const name = missingName(value)
    if (name === undefined) return undefined
    const place = trace.find(({ file }) => this.evaluation.isSource(file) && !this.baseFiles.has(file)) ?? this.evaluation.place
    return this.evaluation.problem('unsupported', `${name} is part of Julia, but it is not simulated`, place, name)
  }

  /** Calls a function in the newest world. Throws `JuliaException`. */
  call(f: JuliaValue, args: readonly JuliaValue[] = []): JuliaValue {
    return this.interpreter.call([f, ...args], this.world.age)
  }

  /** Whether Main sees the function of that module by its bare name. */
  isVisibleInMain(module: string, name: string): boolean {
    const found = this.main.resolve(symbolOf(name))
    return found instanceof Binding && found.module.path === module
  }

  /** As `show` prints it at the REPL. */
  print(value: JuliaValue): string {
    const repr = this.base?.get('repr')
    if (repr === undefined) return this.plainText(value)
    const text = this.call(repr, [value])
    return typeof text === 'string' ? fromJuliaString(text) : ''
  }

  /** The text that Julia prints for an exception that nothing caught. */
  errorText(value: JuliaValue): string {
    const { base } = this
    const [sprint, showerror] = [base?.get('sprint'), base?.get('showerror')]
    try {
      const text = sprint === undefined || showerror === undefined ? undefined : this.call(sprint, [showerror, value])
      if (typeof text === 'string') return fromJuliaString(text)
    } catch (error) {
      if (!(error instanceof JuliaException)) throw error
    }
    return this.plainText(value)
  }

  /** Without Base's help: the type and the fields that say something by themselves. */
  private plainText(value: JuliaValue): string {
    if (typeof value === 'string') return JSON.stringify(fromJuliaString(value))
    if (typeof value === 'symbol') return `:${symbolName(value)}`
    if (typeof value !== 'object') return String(value)
    const { name } = this.core.typeOf(value)
    if (!(value instanceof StructValue)) return name.name
    const named = this.universe.functionName(value.type)
    if (named !== undefined) return named
    return `${name.name}(${value.fields.map((field) => (field === undefined ? '#undef' : this.plainText(field))).join(', ')})`
  }

  /** The value of a call of a pure builtin or intrinsic; undefined if it throws or is not pure. */
  readonly foldCall = (callee: JuliaValue, args: readonly JuliaValue[]): JuliaValue | undefined => {
    try {
      if (typeof callee === 'object' && 'name' in callee && !(callee instanceof StructValue) && this.core.typeOf(callee) === this.core.type('IntrinsicFunction')) {
        const name = callee.name as string
        return isPureIntrinsic(name) ? runIntrinsic(this.core, name, args) : undefined
      }
      const name = this.builtins.get(callee)
      return name !== undefined && PURE_BUILTINS.has(name) ? this.runBuiltin(name, args) : undefined
    } catch (error) {
      if (error instanceof JuliaException) return undefined
      throw error
    }
  }

  /** The lowered code of an instance; of a generated function what is generated for its types. */
  codeOf(instance: MethodInstance): CodeInfo | undefined {
    const { method } = instance
    if (method === undefined) return instance.thunk?.code
    if (method.source.generator === undefined) return method.source.code
    instance.generated ??= generatedCode({
      core: this.core, coreModule: this.coreModule, top: this.topModule(method.source.module),
      call: (f, args) => this.interpreter.call([f, ...args], this.world.age),
      expandMacros: (expression, module) => this.macros.expand(expression, module, NOWHERE),
    }, instance)
    return instance.generated
  }

  private runBuiltin(name: string, args: readonly JuliaValue[]): JuliaValue {
    const builtin = BUILTINS.get(name)
    if (builtin === undefined) throw new Error(`there is no builtin ${name}`)
    demandArguments(this.builtinContext, name === '_expr' ? 'Expr' : name, builtin, args)
    return builtin.run(this.builtinContext, args)
  }

  private newInterpreter(): Interpreter {
    const { core, world } = this
    return new Interpreter({
      core,
      newestWorld: () => world.age,
      callee: (args, age) => {
        const target = this.cache.lookup(args, age)
        if (typeof target === 'string') throw noMethod(core, args, age)
        return this.calleeOf(target, age)
      },
      builtin: (args, age) => this.redirect(args, age),
      foreign: (name, returnType, args, age) => callForeign(this.foreign, name, returnType, args, age),
      setGlobal: (ref, value) => this.setGlobal(ref, value),
      declareGlobal: (ref, constant) => declareGlobal(core, ref, constant),
      defineMethod: (name, signature, body, module) => {
        if (signature === undefined || body === undefined) return name === undefined ? core.nothing : functionNamed(core, name)
        defineMethod(world, name, signature, body, module)
        return core.nothing
      },
      toplevel: (form, module) => this.evaluation.expression(form, module),
      copyAst: copyOfExpression,
      ran: (statements) => this.ran(statements),
    })
  }

  setGlobal(ref: GlobalRef, value: JuliaValue): void {
    const rebind = this.rules.edges.bindings ? (binding: Binding) => this.world.rebind(binding) : undefined
    setGlobal({ core: this.core, warn: (text) => this.warn(text), rebind }, ref, value)
  }

  /** What a call of a builtin comes to; undefined if the callee is none. */
  redirect(args: readonly JuliaValue[], age: number): Redirection | undefined {
    const [callee, ...rest] = args
    const name = callee === undefined ? undefined : this.builtins.get(callee)
    return name === undefined ? undefined : this.redirectBuiltin(name, rest, age)
  }

  /** The same for a builtin by its name. */
  redirectBuiltin(name: string, args: readonly JuliaValue[], age: number): Redirection {
    const call = CALL_BUILTINS[name]
    return call === undefined ? { kind: 'value', value: this.runBuiltin(name, args) } : call(this.calls, args, age)
  }

  isBuiltin(callee: JuliaValue): boolean {
    return this.builtins.has(callee)
  }

  /** A `ccall`. */
  callForeign(name: string, returnType: JuliaValue, args: readonly JuliaValue[], age: number): JuliaValue {
    return callForeign(this.foreign, name, returnType, args, age)
  }

  private calleeOf(target: Target, age: number): Callee {
    if (this.compiler !== undefined) return this.compiler.calleeOf(target, age)
    const code = this.codeOf(target.instance)
    if (code === undefined) throw errorException(this.core, 'a method has no code')
    return { kind: 'code', code, parameters: target.parameters }
  }

  private statement(file: string, line: number, run: () => JuliaValue): JuliaValue {
    for (const observer of this.observers) observer.statementBegins?.(file, line)
    try {
      return run()
    } finally {
      for (const observer of this.observers) observer.statementEnds?.(file, line)
    }
  }

  /** So many statements or instructions ran. Throws `Cancelled` if that is to be all. */
  ran(statements: number): void {
    this.spent += statements
    this.work('runInstruction', statements)
    const { budget, host } = this.options
    if (budget !== undefined && this.spent > budget) throw new Cancelled(`more than ${budget} statements were run`)
    if (host.isCancelled?.() === true) throw new Cancelled('the run was stopped')
  }

  /** A character whose bytes come one by one is passed on when it is complete. */
  private write(descriptor: number, text: string): void {
    const bytes = (this.unwritten.get(descriptor) ?? '') + text
    const rest = incompleteTail(bytes)
    this.unwritten.set(descriptor, bytes.slice(bytes.length - rest))
    if (bytes.length > rest) this.options.host.write(descriptor, fromJuliaString(bytes.slice(0, bytes.length - rest)))
  }

  private warn(text: string): void {
    this.options.host.write(2, `${text}\n`)
  }

  private topModule(module: Module): Module {
    return module.root === this.coreModule ? this.coreModule : this.top
  }

  private newForeignContext(): ForeignContext {
    const { core, world, coreModule, main, sorters, options: { host } } = this
    return {
      core, world, coreModule, main, sorters, host,
      environment: new Map(Object.entries(host.environment ?? {})),
      workloads: new Workloads(this),
      invalidations: new Invalidations(this),
      requirePackage: (from, name) => this.packages.require(from, name),
      besideFile: (path) => this.evaluation.besideFile(path),
      withFile: (path, run) => this.evaluation.withFile(path, run),
      base: () => this.base,
      exceptions: this.interpreter.exceptions,
      write: (descriptor, text) => this.write(descriptor, text),
      now: () => host.now?.() ?? this.ticks++,
      wallClock: () => host.wallClock?.() ?? 0,
      random: () => this.random(),
      evaluate: (expression, module) => this.evaluation.expression(expression, module),
      includeText: (text, file, module) => this.evaluation.includeText(text, file, module),
      include: (path, module) => this.evaluation.include(path, module),
      expandMacros: (expression, module, deep) => this.macros.expand(expression, module, NOWHERE, deep),
      parse: (text) => this.parse(text),
      lower: (expression, module) => this.evaluation.lowered(expression, module),
      version: this.rules.release,
      compileTime: () => 0n,
      newModule: (name, standard) => {
        const made = newModule({ coreModule }, name, main)
        const { base } = this
        if (standard && base !== undefined) made.using(base)
        return made
      },
      setTopModule: (module) => {
        this.top = module
      },
      nextGensym: () => ++this.gensyms,
      call: (args, age) => this.interpreter.call(args, age),
      backtrace: () => this.interpreter.backtrace(),
      recorder: () => this.recorder,
      namesModules: this.rules.printsModules,
      reflection: this.reflectionHooks(),
    }
  }

  private reflectionHooks(): ReflectionHooks {
    const hooks = (): ReflectionHooks => (this.compiler ?? (this.reflector ??= new NativeCompiler(this))).reflection
    return {
      returnType: (instance, age) => hooks().returnType(instance, age),
      codeOf: (instance) => this.codeOf(instance),
      loweredText: (code) => hooks().loweredText(code),
      typedText: (instance, optimized, age) => hooks().typedText(instance, optimized, age),
      warntypeText: (instance, optimized, age) => hooks().warntypeText(instance, optimized, age),
      nativeText: (instance, age) => hooks().nativeText(instance, age),
      precompile: (instance, inferOnly) => hooks().precompile(instance, inferOnly),
    }
  }

  /** SplitMix64: the same numbers in every run. */
  private random(): bigint {
    this.randomState = BigInt.asUintN(64, this.randomState + 0x9e3779b97f4a7c15n)
    let mixed = this.randomState
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n)
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn)
    return mixed ^ (mixed >> 31n)
  }

  private newPackages(): Packages {
    return new Packages(this, {
      host: this.options.host,
      standardText: (path) => this.baseFiles.get(path),
      text: (text, file, module) => this.evaluation.text(text, file, module),
      includeText: (text, file, module) => this.evaluation.includeText(text, file, module),
      interpreted: (run) => this.interpreted(run),
    })
  }

  private newEvaluation(): Evaluation {
    const { core, coreModule, main, options: { host } } = this
    const evaluate = (expression: JuliaValue, module: Module): JuliaValue => this.evaluation.expression(expression, module)
    return new Evaluation({
      core, coreModule,
      interpreter: this.interpreter,
      literals: this.literals,
      toplevel: {
        core, coreModule, main, evaluate,
        packages: this.packages.holder,
        base: () => this.base,
        requireModule: (from, name) => this.packages.require(from, name),
        moduleBegins: (module, isPackage) => this.packages.moduleBegins(module, isPackage),
        moduleComplete: (module) => this.packages.moduleComplete(module),
        warn: (text) => this.warn(text),
      },
      topModule: (module) => this.topModule(module),
      expandMacros: (expression, module, { file, line }) => this.macros.expand(expression, module, new LineNumberNode(line, file)),
      readFile: (path) => this.baseFiles.get(path) ?? host.readFile?.(path),
      cannotOpen: (path) => this.cannotOpen(path),
      included: (path, module) => host.included?.(path, module),
      statement: (file, line, run) => this.statement(file, line, run),
      parsed: (bytes) => this.work('parseByte', bytes),
      lowered: (statements) => this.work('lowerStatement', statements),
      reportWarning: (text) => this.warn(text),
    })
  }

  private cannotOpen(path: string): JuliaException {
    const open = this.rules.opensIncludes ? this.base?.get('_cannot_open') : undefined
    try {
      if (open !== undefined) this.call(open, [toJuliaString(path), 2n])
    } catch (error) {
      if (error instanceof JuliaException) return error
      throw error
    }
    return errorException(this.core, `could not open file ${path}`)
  }

  private get literals(): LiteralTypes {
    return {
      bits: (typeName, bits) => new Bits(this.core.type(typeName), bits),
      nothing: this.core.nothing,
      core: this.coreModule,
    }
  }

  private boot(): void {
    const { main, coreModule } = this
    for (const [path, module] of [['boot.jl', coreModule], ['Base.jl', coreModule]] as const) {
      const text = this.baseFiles.get(path)
      if (text !== undefined) this.evaluation.text(text, path, module)
    }
    const { base } = this
    if (base !== undefined) {
      main.using(base)
      this.evaluateDefinitions(main)
    }
    for (const name of this.options.base.preloaded ?? PRELOADED) this.packages.standardLibrary(name)
  }

  private bootFromImage(boot: (session: BootTarget) => void): void {
    boot(this)
    const init = this.base?.bindings.get(symbolOf('__init__'))?.value
    if (init !== undefined) this.interpreted(() => this.call(init))
  }

  /** Main's own `eval` and `include`. */
  private evaluateDefinitions(module: Module): void {
    for (const definition of ownDefinitions(this.coreModule, module)) this.evaluation.expression(definition, module)
  }

  /** Runs what a real session has compiled in its image. */
  private interpreted<T>(run: () => T): T {
    const { compiler } = this
    this.compiler = undefined
    try {
      return run()
    } finally {
      this.compiler = compiler
    }
  }

  private parse(text: string): JuliaValue {
    const { expressions, diagnostics } = parseJulia(fromJuliaString(text), { file: 'none', literals: this.literals })
    const [problem] = diagnostics
    if (problem !== undefined) throw errorException(this.core, `syntax: ${problem.message}`)
    const [first] = expressions
    if (expressions.length > 1) return expr('toplevel', ...expressions.map(({ expression }) => expression))
    return first?.expression ?? this.core.nothing
  }
}

/** How many bytes at the end begin a character that has more. */
function incompleteTail(bytes: string): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes.charCodeAt(bytes.length - back)
    if (byte >= 0xc0) return byte >= (back === 1 ? 0xc0 : back === 2 ? 0xe0 : 0xf0) && byte < 0xf8 ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}
