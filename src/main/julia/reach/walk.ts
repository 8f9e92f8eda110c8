/**
 * Everything that is reachable from an entry point through optimised code: the entry, what it invokes, what that invokes, finalizers that it
 * registers and the `__init__` of modules whose code it reaches. Every instance is looked at once, along the shortest way to it; ways that
 * do not end in an exception are walked first. Code that is not there is inferred, as calling it would.
 */
import { infer, inferFrameOf } from '../infer/infer'
import { InferenceRun, type InferenceContext } from '../infer/context'
import type { Operand, OptimizedCode, Statement } from '../ir/statement'
import { widenConst } from '../lattice/element'
import { tupleOf } from '../types/instantiate'
import type { Parameter } from '../types/type'
import type { Naming } from '../worlds/instance-text'
import { MethodInstance } from '../worlds/method'
import { Module } from '../worlds/module'
import { CodeView, valueOfStatement } from './code-view'

/** One instance that may run, and the call by which it was reached. */
export interface Reached {
  readonly instance: MethodInstance
  /** Undefined if there is no code to look at: a constant result, or nothing that can be compiled. */
  readonly view: CodeView | undefined
  /** Undefined for an entry point and an `__init__`. */
  readonly from: { readonly reached: Reached, readonly at: number } | undefined
  /** What it is beside something that is called. */
  readonly role: 'call' | 'entry' | 'finalizer' | '__init__'
  /** Every way to it ends in an exception. */
  readonly failing: boolean
}

type Code = { readonly view: CodeView } | 'constant' | 'none'

export class Walk {
  readonly reached = new Map<MethodInstance, Reached>()
  private readonly codes = new Map<MethodInstance, Code>()
  private readonly lattice: InferenceRun
  /** Places that register a finalizer which is not known. */
  readonly unknownFinalizers: { readonly reached: Reached, readonly at: number, readonly args: readonly Operand[] }[] = []
  private readonly failing: Reached[] = []
  private readonly modules = new Set<Module>()

  constructor(
    private readonly context: InferenceContext,
    private readonly age: number,
    private readonly naming: Naming,
  ) {
    this.lattice = new InferenceRun(context, age)
  }

  run(entry: MethodInstance): readonly Reached[] {
    this.walkFrom([this.enter(entry, undefined, 'entry', false)])
    for (let inits = this.newInits(); inits.length > 0; inits = this.newInits()) {
      this.walkFrom(inits.flatMap((instance) => (this.reached.has(instance) ? [] : [this.enter(instance, undefined, '__init__', false)])))
    }
    return [...this.reached.values()]
  }

  codeOf(instance: MethodInstance): Code {
    let known = this.codes.get(instance)
    if (known === undefined) this.codes.set(instance, known = this.infer(instance))
    return known
  }

  viewOf(instance: MethodInstance): CodeView | undefined {
    const code = this.codeOf(instance)
    return typeof code === 'string' ? undefined : code.view
  }

  private infer(instance: MethodInstance): Code {
    const { context, age } = this
    const code = infer(instance, age, context)
    if (code?.callIsConstant === true) return 'constant'
    let optimized: OptimizedCode | undefined = code?.inferred
    let returnType: Parameter | undefined = code?.returnType
    if (optimized === undefined) {
      const frame = inferFrameOf(instance, age, context)
      optimized = frame?.result.optimized
      returnType ??= frame && widenConst(this.lattice, frame.bestGuess)
    }
    if (optimized === undefined) return 'none'
    const names = context.codeOf(instance)?.slots.map(({ name }) => name) ?? []
    return { view: new CodeView(instance, optimized, returnType ?? this.lattice.universe.any, this.lattice, this.naming, names) }
  }

  private enter(instance: MethodInstance, from: Reached['from'], role: Reached['role'], failing: boolean): Reached {
    const made: Reached = { instance, view: this.viewOf(instance), from, role, failing }
    this.reached.set(instance, made)
    this.noteModule(instance)
    return made
  }

  private walkFrom(starts: readonly Reached[]): void {
    const queue = [...starts]
    for (let at = 0; at < queue.length || this.failing.length > 0; at++) {
      let next = queue[at]
      if (next === undefined) {
        // Nothing else is left: what only failing ways lead to.
        next = this.failing.shift()
        if (next === undefined) return
        at = queue.length - 1
        if (this.reached.has(next.instance)) continue
        next = this.enter(next.instance, next.from, next.role, true)
      }
      for (const callee of this.calleesOf(next)) {
        if (this.reached.has(callee.instance)) continue
        if (callee.failing) this.failing.push(callee)
        else queue.push(this.enter(callee.instance, callee.from, callee.role, false))
      }
    }
  }

  private calleesOf(reached: Reached): readonly Reached[] {
    const { view } = reached
    if (view === undefined) return []
    const found: Reached[] = []
    const { code } = view.code
    for (const [at, statement] of code.entries()) {
      const value = valueOfStatement(statement)
      const failing = reached.failing || leadsToError(view.code, at)
      const add = (instance: MethodInstance, role: Reached['role']) => found.push({ instance, view: undefined, from: { reached, at }, role, failing })
      if (value.kind === 'invoke' && value.instance instanceof MethodInstance) add(value.instance, 'call')
      const registered = this.registered(reached.instance, value)
      if (registered === undefined) continue
      const instance = this.instanceFor(registered.map((operand) => view.typeOf(operand)))
      if (instance === undefined) this.unknownFinalizers.push({ reached, at, args: registered })
      else add(instance, 'finalizer')
    }
    return found
  }

  /** The finalizer and its object, where one is registered; `finalizer` itself is compiled once for all. */
  private registered(within: MethodInstance, value: Statement): readonly Operand[] | undefined {
    if (value.kind === 'invoke' && value.instance instanceof MethodInstance && this.isFinalizer(value.instance)) return value.args.slice(1, 3)
    if (value.kind !== 'foreigncall' || value.name !== 'jl_gc_add_finalizer' || this.isFinalizer(within)) return undefined
    return [...value.args].reverse()
  }

  private isFinalizer({ method }: MethodInstance): boolean {
    return method !== undefined && method.source.name === 'finalizer' && method.source.module === this.context.base()
  }

  /** The only instance that calls with these types run; undefined if that is not certain. */
  private instanceFor(types: readonly Parameter[]): MethodInstance | undefined {
    const { world, core: { universe } } = this.context
    const signature = tupleOf(universe, types)
    if (!signature.dispatchTuple) return undefined
    const found = world.dispatch(signature, this.age)
    return typeof found === 'string' ? undefined : found
  }

  private noteModule({ method }: MethodInstance): void {
    const { coreModule, base } = this.context
    for (let module = method?.source.module; module !== undefined && !this.modules.has(module); module = module.parent) {
      if (module.root !== coreModule && module.root !== base()) this.modules.add(module)
    }
  }

  private newInits(): readonly MethodInstance[] {
    return [...this.modules].flatMap((module) => {
      const init = module.bindings.get(Symbol.for('__init__'))
      if (init?.value === undefined || init.module !== module) return []
      const instance = this.instanceFor([this.context.core.typeOf(init.value)])
      return instance === undefined || this.reached.has(instance) ? [] : [instance]
    })
  }
}

/** Whether everything from this statement on ends in an exception. */
export function leadsToError({ code }: OptimizedCode, from: number): boolean {
  for (let at = from; at < code.length; at++) {
    switch (code[at]?.kind) {
      case 'unreachable':
        return true
      case 'goto':
      case 'gotoifnot':
      case 'return':
      case 'enter':
      case 'leave':
        return false
      case 'phi':
        if (at > from) return false
    }
  }
  return false
}
