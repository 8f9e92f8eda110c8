/**
 * Runs methods as compiled code: when a call finds none for its instance, it is inferred, optimised and generated, and kept with the
 * instance's code. What cannot be compiled (a body that defines methods, static parameters that only the call itself
 * determines) is interpreted.
 */
import { generate } from '../codegen/generate'
import { listing } from '../codegen/listing'
import { NativeCode } from '../codegen/native-code'
import type { InferenceContext } from '../infer/context'
import { infer, inferFrameOf, optimizedCode } from '../infer/infer'
import type { InferenceState } from '../infer/state'
import { optimize } from '../optimizer/optimize'
import { isInstance } from '../values/isa'
import { valueOf } from '../values/parameter'
import { IntrinsicFunction, type JuliaValue } from '../values/value'
import type { CodeInstance, MethodInstance } from '../worlds/method'
import { Binding, Module } from '../worlds/module'
import { invokeTarget, noMethod, splat } from './builtins/calls'
import type { Target } from './call-cache'
import type { CodeForms, Compiler, Engine } from './engine'
import { errorException, JuliaException, type Place } from './exception'
import type { ReflectionHooks } from './foreign/context'
import { inferenceContext } from './inference-context'
import { copyOfExpression, type Callee, type Redirection } from './interpreter'
import { runIntrinsic } from './intrinsics'
import type { CallSite, CompileReason } from './observer'
import { inferredText, loweredText, optimizedText, warntypeText } from './typed-text'
import { VM } from './vm'
import { ConstantResult, Outside, type Callable, type VMHost } from './vm-host'

/** Frames that a backtrace keeps. */
const MOST_PLACES = 200

export class NativeCompiler implements Compiler {
  readonly context: InferenceContext
  readonly reflection: ReflectionHooks
  readonly forms = this.newForms()
  private readonly vm: VM
  /** How code runs that has no bytecode. */
  private readonly others = new WeakMap<CodeInstance | MethodInstance, Callable>()
  private readonly callees = new WeakMap<Callable, Callee>()
  private readonly intrinsics = new Map<string, Outside>()
  private readonly builtin: Outside
  private readonly generatedFrom = new WeakMap<NativeCode, CodeInstance>()

  constructor(private readonly engine: Engine) {
    const { observers, work } = engine
    this.context = inferenceContext(engine, {
      work,
      optimize: (frame) => optimize(frame, { work }),
      observer: {
        enter: (instance, constants) => {
          for (const observer of observers) observer.enter?.(instance, constants)
        },
        leave: (instance) => {
          for (const observer of observers) observer.leave?.(instance)
        },
        stored: (code) => {
          for (const observer of observers) observer.stored?.(code)
        },
      },
    })
    this.builtin = new Outside((args, world) => this.redirected(engine.redirect(args, world)))
    this.vm = new VM(this.newHost())
    this.reflection = this.newReflection()
  }

  calleeOf(target: Target, world: number): Callee {
    const callable = this.callableOf(target, world, () => this.siteAtTopLevel())
    let callee = this.callees.get(callable)
    if (callee === undefined) {
      callee = { kind: 'outside', run: (args, age) => this.vm.run(callable, args, age) }
      this.callees.set(callable, callee)
    }
    return callee
  }

  /** Code of an instance in a world, bytecode included if there can be any. */
  compile(instance: MethodInstance, world: number, reason: CompileReason, site: () => CallSite | undefined): CodeInstance | undefined {
    const known = instance.codeIn(world)
    if (known !== undefined && this.hasCallable(known)) return known
    const { observers } = this.engine
    for (const observer of observers) observer.compileBegins?.(instance, reason, site())
    try {
      const code = known ?? infer(instance, world, this.context)
      if (code !== undefined && !code.callIsConstant) this.generate(code, world)
      return code
    } finally {
      for (const observer of observers) observer.compileEnds?.(instance)
    }
  }

  private hasCallable(code: CodeInstance): boolean {
    return code.native instanceof NativeCode || code.callIsConstant || this.others.has(code)
  }

  generate(code: CodeInstance, world = this.engine.world.age): void {
    if (this.hasCallable(code)) return
    const optimized = code.inferred ?? optimizedCode(code.instance, world, this.context)
    const { observers, core, work } = this.engine
    for (const observer of observers) observer.generateBegins?.(code)
    const native = optimized && generate(optimized, code.instance, { core, returnType: code.returnType })
    const length = native?.code.length ?? 0
    work('generateFunction', 1)
    work('generateInstruction', length)
    for (const observer of observers) observer.generateEnds?.(code, length)
    if (native === undefined) {
      this.others.set(code, this.interpreted({ instance: code.instance, parameters: code.instance.parameters }))
      return
    }
    code.native = native
    this.generatedFrom.set(native, code)
  }

  private callableOf({ instance, parameters }: Target, world: number, site: () => CallSite | undefined): Callable {
    if (instance.parameters.some(({ kind }) => kind === 'var')) {
      this.inferOnly(instance, world, 'call', site)
      return this.interpreted({ instance, parameters })
    }
    const code = this.compile(instance, world, 'call', site)
    if (code === undefined) return this.alwaysInterpreted({ instance, parameters })
    if (code.native instanceof NativeCode) return code.native
    const other = this.others.get(code)
    if (other !== undefined) return other
    const made = code.constant === undefined ? this.interpreted({ instance, parameters }) : new ConstantResult(code.constant)
    this.others.set(code, made)
    return made
  }

  /**
   * For an instance that is run by the interpreter, as its callers and the profile want its code all the same; and for one whose bytecode
   * nobody wants. Whether there is code then.
   */
  private inferOnly(instance: MethodInstance, world: number, reason: CompileReason, site: () => CallSite | undefined): boolean {
    if (instance.codeIn(world) !== undefined) return true
    const { observers } = this.engine
    for (const observer of observers) observer.compileBegins?.(instance, reason, site())
    try {
      return infer(instance, world, this.context) !== undefined
    } finally {
      for (const observer of observers) observer.compileEnds?.(instance)
    }
  }

  private alwaysInterpreted(target: Target): Callable {
    const known = this.others.get(target.instance) ?? this.interpreted(target)
    this.others.set(target.instance, known)
    return known
  }

  private interpreted({ instance, parameters }: Target): Outside {
    const { engine } = this
    return new Outside((args, world) => {
      const code = engine.codeOf(instance)
      if (code === undefined) throw errorException(engine.core, 'a method has no code')
      return engine.interpreter.runCode(code, parameters, args, world)
    })
  }

  private redirected(redirection: Redirection | undefined): JuliaValue {
    if (redirection === undefined) throw new Error('a builtin is none')
    switch (redirection.kind) {
      case 'value':
        return redirection.value
      case 'call':
        return this.vm.call(redirection.args, redirection.world)
      case 'callee': {
        const { callee, args, world } = redirection
        return callee.kind === 'outside' ? callee.run(args, world) : this.engine.interpreter.runCode(callee.code, callee.parameters, args, world)
      }
    }
  }

  private newHost(): VMHost {
    const { engine } = this
    const { core } = engine
    return {
      core,
      exceptions: engine.interpreter.exceptions,
      newestWorld: () => engine.world.age,
      compile: (instance, world) => this.callableOf({ instance, parameters: instance.parameters }, world, () => this.siteOfFrame()),
      dispatch: (args, _, world) => this.dispatch(args, world),
      invoked: (args, types, world) => this.callableOf(invokeTarget(engine.calls, args, types, world), world, () => this.siteOfFrame()),
      iterate: (iterate, container, world) => splat({ core, call: (args, age) => this.vm.call(args, age) }, iterate, container, world),
      builtin: (name) => (args, world) => this.redirected(engine.redirectBuiltin(name, args, world)),
      intrinsic: (name) => (args) => runIntrinsic(core, name, args),
      foreign: ({ name, returnType }) => {
        const type = valueOf(core, returnType)
        return (args, world) => engine.callForeign(name, type, args, world)
      },
      binding: ({ module, name }) => {
        const found = module instanceof Module ? module.resolve(name) : undefined
        return found instanceof Binding ? found : undefined
      },
      setGlobal: (ref, value) => {
        engine.setGlobal(ref, value)
      },
      copyAst: copyOfExpression,
      isa: (value, type) => isInstance(core, value, type),
      backtrace: () => this.backtrace(),
      ran: (instructions) => {
        engine.ran(instructions)
      },
    }
  }

  private dispatch(args: readonly JuliaValue[], world: number): Callable {
    const { engine } = this
    const [callee] = args
    if (callee instanceof IntrinsicFunction) return this.intrinsicNamed(callee.name)
    if (callee !== undefined && engine.isBuiltin(callee)) return this.builtin
    const target = engine.cache.lookup(args, world)
    if (typeof target === 'string') throw noMethod(engine.core, args, world)
    return this.callableOf(target, world, () => this.siteOfFrame())
  }

  private intrinsicNamed(name: string): Outside {
    let made = this.intrinsics.get(name)
    if (made === undefined) {
      made = new Outside((args) => runIntrinsic(this.engine.core, name, args.slice(1)))
      this.intrinsics.set(name, made)
    }
    return made
  }

  /** The call that the innermost frame of bytecode is making. */
  private siteOfFrame(): CallSite | undefined {
    for (const { code, pc } of this.vm.running()) {
      const { location, statement } = code.placeAt(pc)
      if (location === undefined) return undefined
      let outer = location
      while (outer.inlinedAt >= 0) outer = code.locations[outer.inlinedAt] ?? { ...outer, inlinedAt: -1 }
      const { name, file, line } = location
      return { caller: code.instance, name, file, line, inlinedInto: outer === location ? undefined : { file: outer.file, line: outer.line }, statement }
    }
    return this.siteAtTopLevel()
  }

  private siteAtTopLevel(): CallSite | undefined {
    const [place] = this.engine.interpreter.backtrace()
    return place === undefined ? undefined : { caller: undefined, ...place, inlinedInto: undefined, statement: -1 }
  }

  /** Frames of bytecode, those that were inlined too, above those that are interpreted. */
  private backtrace(): readonly Place[] {
    const places: Place[] = []
    for (const { code, pc } of this.vm.running()) {
      let { location } = code.placeAt(pc)
      while (location !== undefined && places.length < MOST_PLACES) {
        places.push({ name: location.name, file: location.file, line: location.line })
        location = code.locations[location.inlinedAt]
      }
    }
    return [...places, ...this.engine.interpreter.backtrace()].slice(0, MOST_PLACES)
  }

  private withFrame(instance: MethodInstance, world: number, print: (frame: InferenceState) => string): string {
    const frame = inferFrameOf(instance, world, this.context)
    return frame === undefined ? '' : print(frame)
  }

  private newForms(): CodeForms {
    return {
      inferred: (instance, world) => {
        const frame = inferFrameOf(instance, world, this.context)
        return frame && { ...inferredText(frame, this.show), statements: frame.code.code.length }
      },
      optimized: (instance, world) => {
        const code = optimizedCode(instance, world, this.context)
        return code && { ...optimizedText(code, this.argumentNames(instance), this.show), code }
      },
    }
  }

  private argumentNames(instance: MethodInstance): readonly string[] {
    return this.engine.codeOf(instance)?.slots.map(({ name }) => name) ?? []
  }

  /** Builtins have no name that Base could print. */
  private readonly show = (value: JuliaValue): string => {
    const { engine } = this
    return (engine.isBuiltin(value) ? engine.universe.functionName(engine.core.typeOf(value)) : undefined) ?? engine.print(value)
  }

  private newReflection(): ReflectionHooks {
    const { engine, show } = this
    return {
      returnType: (instance, world) => {
        const type = infer(instance, world, this.context)?.returnType ?? engine.universe.any
        return type.kind === 'value' || type.kind === 'var' ? engine.universe.any : type
      },
      codeOf: (instance) => engine.codeOf(instance),
      loweredText: (code) => loweredText(code, show),
      typedText: (instance, optimized, world) => {
        if (!optimized) return this.withFrame(instance, world, (frame) => inferredText(frame, show).text)
        // As in Julia: inferred once more, when what it calls (itself perhaps) is known already.
        infer(instance, world, this.context)
        const code = inferFrameOf(instance, world, this.context)?.result.optimized
        return code === undefined ? '' : optimizedText(code, this.argumentNames(instance), show).text
      },
      warntypeText: (instance, optimized, world) => (optimized
        ? this.reflection.typedText(instance, true, world)
        : this.withFrame(instance, world, (frame) => warntypeText(frame, show))),
      nativeText: (instance, world) => {
        const code = this.compile(instance, world, 'reflection', () => undefined)
        if (code?.native instanceof NativeCode) return listing(engine.universe, code.native)
        return code?.constant === undefined ? 'no bytecode: interpreted' : 'no bytecode: every call gives the same constant'
      },
      precompile: (instance, inferOnly) => {
        for (const observer of engine.observers) observer.precompileAsked?.(instance)
        try {
          if (inferOnly) return this.inferOnly(instance, engine.world.age, 'precompile', () => undefined)
          const code = this.compile(instance, engine.world.age, 'precompile', () => undefined)
          return code !== undefined && this.hasCallable(code)
        } catch (error) {
          if (error instanceof JuliaException) return false
          throw error
        }
      },
    }
  }
}
