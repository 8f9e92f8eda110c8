/**
 * Runs lowered code, statement by statement. Calls between interpreted methods push a frame here and not one of JavaScript's, so
 * that how deep a program may recurse does not depend on the host. A method's code runs in the world in which it was called;
 * top-level code sees the newest world at each statement. Compare Julia's interpreter.c.
 */
import { mapStatement } from '../ir/operands'
import type { CodeInfo, Expression, ForeignType, Operand, Statement } from '../ir/statement'
import type { Parameter } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { valueOf } from '../values/parameter'
import { Expr, IntrinsicFunction, StructValue, type GlobalRef, type JuliaValue } from '../values/value'
import { asModule, Module } from '../worlds/module'
import { globalValue } from './builtins/fields'
import { newFromTuple, newStruct } from './builtins/construct'
import { makeTuple } from './builtins/general'
import { withStatements } from './code-copies'
import { JuliaException, type Place, stackOverflowError, typeError, undefVarError } from './exception'
import { runIntrinsic } from './intrinsics'

/** Calls within one another, at most: about where Julia's default stack ends for small frames. */
const MOST_FRAMES = 100_000
/** Frames that a backtrace keeps. */
const MOST_PLACES = 60
/** Statements between two looks at whether to go on. */
const PATIENCE = 1000

/** Code to interpret, with the values of its static parameters; or something that runs on its own. */
export type Callee =
  | { readonly kind: 'code', readonly code: CodeInfo, readonly parameters: readonly Parameter[] }
  | { readonly kind: 'outside', readonly run: (args: readonly JuliaValue[], world: number) => JuliaValue }

/** Another call that a builtin such as `_apply_latest` stands for; or its value. */
export type Redirection =
  | { readonly kind: 'call', readonly args: readonly JuliaValue[], readonly world: number }
  | { readonly kind: 'callee', readonly callee: Callee, readonly args: readonly JuliaValue[], readonly world: number }
  | { readonly kind: 'value', readonly value: JuliaValue }

/** What the interpreter needs of the session. */
export interface InterpreterHost {
  readonly core: CoreTypes
  newestWorld: () => number
  /** The callee of a call of a function that is no builtin. Throws a MethodError where there is none. */
  callee: (args: readonly JuliaValue[], world: number) => Callee
  /** What a call of a builtin comes to; undefined if the callee is none. */
  builtin: (args: readonly JuliaValue[], world: number) => Redirection | undefined
  foreign: (name: string, returnType: JuliaValue, args: readonly JuliaValue[], world: number) => JuliaValue
  setGlobal: (ref: GlobalRef, value: JuliaValue) => void
  declareGlobal: (ref: GlobalRef, constant: boolean) => void
  defineMethod: (name: GlobalRef | undefined, signature: JuliaValue | undefined, body: CodeInfo | undefined, module: Module) => JuliaValue
  /** `module`, `using`, `import`, `export`. */
  toplevel: (form: JuliaValue, module: Module) => JuliaValue
  copyAst: (value: JuliaValue) => JuliaValue
  /** So many statements ran. May throw to stop the run. */
  ran: (statements: number) => void
}

interface Handler {
  readonly target: number
  /** Exceptions that were being handled when the `try` began. */
  readonly exceptions: number
}

class Frame {
  at = 0
  readonly values: (JuliaValue | undefined)[]
  readonly handlers: Handler[] = []

  constructor(
    readonly code: CodeInfo,
    readonly slots: (JuliaValue | undefined)[],
    readonly parameters: readonly Parameter[],
    public world: number,
    /** Of a top-level thunk: where it is evaluated. */
    readonly module: Module | undefined,
  ) {
    this.values = new Array<JuliaValue | undefined>(code.code.length)
  }
}

/** What a statement did to the frames, if anything: the loop goes on with the innermost one. */
type Switch = 'called' | 'returned' | undefined

export class Interpreter {
  /** Exceptions being handled, the innermost last. Shared with whatever else runs Julia code. */
  readonly exceptions: JuliaValue[] = []
  private readonly frames: Frame[] = []
  private result: JuliaValue
  private steps = 0
  private readonly core: CoreTypes

  constructor(private readonly host: InterpreterHost) {
    this.core = host.core
    this.result = this.core.nothing
  }

  /** Calls a function (first of `args`) in a world. Throws `JuliaException`. */
  call(args: readonly JuliaValue[], world: number): JuliaValue {
    const base = this.frames.length
    if (!this.enter(args, world)) return this.result
    return this.run(base)
  }

  /** Runs lowered code of a method with its arguments, the function itself first. */
  runCode(code: CodeInfo, parameters: readonly Parameter[], args: readonly JuliaValue[], world: number): JuliaValue {
    const base = this.frames.length
    this.push(code, parameters, args, world)
    return this.run(base)
  }

  /** Runs a top-level thunk. */
  runThunk(code: CodeInfo, module: Module): JuliaValue {
    const base = this.frames.length
    this.frames.push(new Frame(code, new Array<JuliaValue | undefined>(code.slots.length), [], this.host.newestWorld(), module))
    return this.run(base)
  }

  /** Where frames stand now, the innermost first. */
  backtrace(): readonly Place[] {
    return this.frames.slice(-MOST_PLACES).map(({ code, at }) => {
      const { file, line, name } = code.locations[code.lines[at] ?? -1] ?? { file: 'none', line: 0, name: '' }
      return { file, line, name }
    }).reverse()
  }

  private run(base: number): JuliaValue {
    for (;;) {
      try {
        this.loop(base)
        return this.result
      } catch (error) {
        const exception = this.asJulia(error)
        if (exception !== undefined) exception.trace ??= this.backtrace()
        if (exception === undefined || !this.unwind(base, exception.value)) {
          this.frames.length = base
          throw exception ?? error
        }
      }
    }
  }

  /** JavaScript's own stack can end first where calls from the outside nest. */
  private asJulia(error: unknown): JuliaException | undefined {
    if (error instanceof JuliaException) return error
    if (error instanceof RangeError && /call stack/i.test(error.message)) return stackOverflowError(this.core)
    return undefined
  }

  /** Goes on at the innermost handler of this run's frames, whose code begins with a `leave`. */
  private unwind(base: number, value: JuliaValue): boolean {
    for (let depth = this.frames.length; depth > base; depth--) {
      const frame = this.frames[depth - 1]
      const handler = frame?.handlers.at(-1)
      if (frame === undefined || handler === undefined) continue
      this.frames.length = depth
      frame.at = handler.target
      this.exceptions.push(value)
      return true
    }
    return false
  }

  private loop(base: number): void {
    let frame = this.frames.at(-1)
    while (frame !== undefined && this.frames.length > base) {
      const statement: Statement | undefined = frame.code.code[frame.at]
      if (statement === undefined) throw new Error('code ended without a return')
      if (++this.steps >= PATIENCE) {
        this.host.ran(this.steps)
        this.steps = 0
      }
      const change = this.step(frame, statement)
      if (change === undefined) continue
      frame = this.frames.at(-1)
      if (change === 'returned' && frame !== undefined && this.frames.length > base) this.store(frame, this.result)
    }
  }

  private step(frame: Frame, statement: Statement): Switch {
    switch (statement.kind) {
      case 'assign':
        return this.evaluateInto(frame, statement.value)
      case 'goto':
        frame.at = statement.target
        return undefined
      case 'gotoifnot': {
        const condition = this.operand(frame, statement.condition)
        if (typeof condition !== 'boolean') throw typeError(this.core, 'if', '', this.core.bool, condition)
        frame.at = condition ? frame.at + 1 : statement.target
        return undefined
      }
      case 'return':
        this.result = this.operand(frame, statement.value)
        this.frames.pop()
        return 'returned'
      case 'enter':
        frame.handlers.push({ target: statement.handler, exceptions: this.exceptions.length })
        frame.values[frame.at] = BigInt(this.exceptions.length)
        frame.at++
        return undefined
      case 'leave':
        frame.handlers.length -= statement.count
        frame.at++
        return undefined
      case 'popException':
        this.exceptions.length = Number(this.operand(frame, statement.token))
        frame.at++
        return undefined
      case 'newvar':
        frame.slots[statement.slot] = undefined
        frame.at++
        return undefined
      case 'setGlobal':
        this.host.setGlobal(statement.ref, this.operand(frame, statement.value))
        break
      case 'declareGlobal':
        this.host.declareGlobal(statement.ref, statement.constant)
        break
      case 'toplevel':
        frame.values[frame.at] = this.host.toplevel(statement.form, frame.module ?? this.currentModule())
        break
      case 'meta':
        frame.values[frame.at] = this.core.nothing
        break
      case 'throwUndefIfNot':
        if (this.operand(frame, statement.condition) !== true) throw undefVarError(this.core, Symbol.for(statement.name))
        break
      case 'thunk':
        this.runThunk(statement.code, frame.module ?? this.currentModule())
        break
      case 'unreachable':
        throw new Error('unreachable code was reached')
      default:
        return this.evaluateInto(frame, statement)
    }
    frame.at++
    if (frame.module !== undefined) frame.world = this.host.newestWorld()
    return undefined
  }

  private currentModule(): Module {
    const module = this.frames.findLast((frame) => frame.module !== undefined)?.module
    if (module === undefined) throw new Error('a top-level form stands in a method')
    return module
  }

  /** Calls continue when the callee returns; everything else is stored at once. */
  private evaluateInto(frame: Frame, value: Expression): Switch {
    if (value.kind !== 'call') {
      this.store(frame, this.evaluate(frame, value))
      return undefined
    }
    const { args } = value
    const values = new Array<JuliaValue>(args.length)
    for (let at = 0; at < args.length; at++) values[at] = this.operand(frame, args[at] as Operand)
    if (this.enter(values, frame.world)) return 'called'
    this.store(frame, this.result)
    return undefined
  }

  /** The value of the statement at which the frame stands. */
  private store(frame: Frame, value: JuliaValue): void {
    const statement = frame.code.code[frame.at]
    if (statement?.kind === 'assign') frame.slots[statement.slot] = value
    else frame.values[frame.at] = value
    frame.at++
    if (frame.module !== undefined) frame.world = this.host.newestWorld()
  }

  /** Begins a call. True if a frame was pushed; otherwise the value is in `result`. */
  private enter(given: readonly JuliaValue[], from: number): boolean {
    let args = given
    let world = from
    for (;;) {
      const [callee] = args
      if (callee instanceof IntrinsicFunction) {
        this.result = runIntrinsic(this.core, callee.name, args.slice(1))
        return false
      }
      const redirection = callee instanceof StructValue ? this.host.builtin(args, world) : undefined
      if (redirection?.kind === 'value') {
        this.result = redirection.value
        return false
      }
      if (redirection?.kind === 'call') {
        ({ args, world } = redirection)
        continue
      }
      if (redirection !== undefined) ({ args, world } = redirection)
      const found = redirection === undefined ? this.host.callee(args, world) : redirection.callee
      if (found.kind === 'code') {
        this.push(found.code, found.parameters, args, world)
        return true
      }
      this.result = found.run(args, world)
      return false
    }
  }

  private push(code: CodeInfo, parameters: readonly Parameter[], args: readonly JuliaValue[], world: number): void {
    if (this.frames.length >= MOST_FRAMES) throw stackOverflowError(this.core)
    const slots = new Array<JuliaValue | undefined>(code.slots.length)
    const fixed = code.isVarArg ? code.argumentCount - 1 : code.argumentCount
    for (let at = 0; at < fixed; at++) slots[at] = args[at]
    if (code.isVarArg) slots[fixed] = makeTuple(this.core, args.slice(fixed))
    this.frames.push(new Frame(code, slots, parameters, world, undefined))
  }

  private evaluate(frame: Frame, value: Exclude<Expression, { kind: 'call' }>): JuliaValue {
    switch (value.kind) {
      case 'new':
        return newStruct(this.core, this.operand(frame, value.type), value.fields.map((field) => this.operand(frame, field)))
      case 'splatnew':
        return newFromTuple(this.core, this.operand(frame, value.type), this.operand(frame, value.tuple))
      case 'foreigncall':
        return this.host.foreign(value.name, this.foreignType(frame, value.returnType), value.args.map((arg) => this.operand(frame, arg)), frame.world)
      case 'isdefined':
        return this.isDefined(frame, value.what)
      case 'theException':
        return this.exceptions.at(-1) ?? this.core.nothing
      case 'copyast':
        return this.host.copyAst(value.value)
      case 'boundscheck':
        return true
      case 'method': {
        const signature = value.signature && this.operand(frame, value.signature)
        const body = value.body === undefined || 'juliaType' in value.body ? value.body : this.operand(frame, value.body) as CodeInfo
        return this.host.defineMethod(value.name, signature, body, frame.module ?? this.currentModule())
      }
      case 'interpolate':
        return withConstants(value.code, value.values.map((operand) => this.operand(frame, operand)))
      case 'invoke':
      case 'phi':
      case 'pi':
        throw new Error(`lowered code has no ${value.kind}`)
      default:
        return this.operand(frame, value)
    }
  }

  private operand(frame: Frame, operand: Operand): JuliaValue {
    switch (operand.kind) {
      case 'ssa':
        return frame.values[operand.id] ?? this.core.nothing
      case 'slot':
      case 'argument': {
        const value = frame.slots[operand.id]
        if (value === undefined) throw undefVarError(this.core, Symbol.for(frame.code.slots[operand.id]?.name ?? ''))
        return value
      }
      case 'constant':
        return operand.value
      case 'global':
        return globalValue(this.core, asModule(operand.ref.module), operand.ref.name)
      case 'parameter': {
        const value = frame.parameters[operand.index]
        if (value === undefined || value.kind === 'var') throw undefVarError(this.core, Symbol.for(frame.code.parameterNames[operand.index] ?? ''))
        return valueOf(this.core, value)
      }
    }
  }

  private isDefined(frame: Frame, what: Operand): boolean {
    switch (what.kind) {
      case 'slot':
        return frame.slots[what.id] !== undefined
      case 'global':
        return what.ref.module instanceof Module && what.ref.module.has(what.ref.name)
      case 'parameter': {
        const value = frame.parameters[what.index]
        return value !== undefined && value.kind !== 'var'
      }
      default:
        return true
    }
  }

  private foreignType(frame: Frame, type: ForeignType): JuliaValue {
    if (type.kind !== 'type') return this.operand(frame, type)
    return valueOf(this.core, type.type)
  }
}

/** The code with values in place of its parameters -1, -2, ... */
function withConstants(code: CodeInfo, values: readonly JuliaValue[]): CodeInfo {
  const filled = code.code.map((statement) => mapStatement(statement, (operand) => {
    const value = operand.kind === 'parameter' && operand.index < 0 ? values[-1 - operand.index] : undefined
    return value === undefined ? operand : { kind: 'constant', value }
  }))
  return withStatements(code, filled)
}

/** A copy of a quoted expression that the program may change. */
export function copyOfExpression(value: JuliaValue): JuliaValue {
  if (!(value instanceof Expr)) return value
  return new Expr(value.head, value.args.map(copyOfExpression))
}
