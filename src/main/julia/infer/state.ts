/**
 * A frame of inference: one method instance while its statements are being worked on, and afterwards what the optimiser and
 * who prints typed code read. Frames that call each other in a circle are kept together and finish together. Compare Julia 1.5's
 * inferencestate.jl.
 */
import type { CodeInfo, Expression, Operand, OptimizedCode, Statement } from '../ir/statement'
import type { LatticeElement } from '../lattice/element'
import type { VariableTable } from '../lattice/variables'
import type { Match } from '../dispatch/lookup'
import type { Parameter } from '../types/type'
import { BOTTOM } from '../types/universe'
import type { CodeMethod, Edge, MethodInstance } from '../worlds/method'
import type { Module } from '../worlds/module'
import type { ArgumentTypes } from './argument-types'
import type { InferenceRun } from './context'
import { staticParameterTypes } from './static-parameters'

/** A generic call as inference resolved it, for the optimiser. The last visit of a statement counts. */
export interface CallInfo {
  /** With the callee first. */
  readonly argumentTypes: readonly LatticeElement[]
  /** Of each signature that was looked up: one, or one for each choice among unions. */
  readonly lookups: readonly { readonly signature: Parameter, readonly matches: readonly Match<CodeMethod>[] }[]
  /** Constant propagation found this for the only match that returns. */
  readonly constantResult: InferenceResult | undefined
}

/** What a splat of a statement came to, once its elements were known. */
export interface ApplyInfo {
  readonly argumentTypes: readonly LatticeElement[]
}

/** What came of one frame; of constant propagation with the arguments that it was for. */
export class InferenceResult {
  /** undefined while the frame is worked on. */
  type: LatticeElement | undefined
  /** The finished frame. */
  frame: InferenceState | undefined
  /** The code made of it, to be put into callers; also of results that no instance keeps. */
  optimized: OptimizedCode | undefined

  constructor(
    readonly instance: MethodInstance,
    readonly args: ArgumentTypes,
  ) {}
}

interface Handler {
  readonly target: number
  readonly outer: Handler | undefined
}

export class InferenceState {
  readonly sparamTypes: readonly LatticeElement[]
  /** Types of the variables: of arguments what was given, later joined with all that is assigned. */
  slotTypes: LatticeElement[]
  /** Of every statement's value; undefined if it was not reached or never returns. */
  readonly statementTypes: (LatticeElement | undefined)[]
  /** What is known of the variables before each statement; undefined if it is not reached. */
  readonly tables: (VariableTable | undefined)[]
  readonly callInfo: (CallInfo | undefined)[]
  readonly applyInfo: (ApplyInfo | undefined)[]
  readonly statementEdges: (Edge[] | undefined)[]
  /** 1 where a statement may do anything. */
  readonly unknownEffects: Uint8Array
  /** Edges of what the optimiser relies on beyond them. */
  readonly optimizerEdges: Edge[] = []
  /** The optimiser found that a call is nothing but its constant result: it has no effect. */
  callIsConstant = false
  minWorld = 1
  maxWorld: number
  bestGuess: LatticeElement = BOTTOM
  /** The statement being looked at. */
  current = 0
  /** The lowest statement on the worklist; the number of statements if it is empty. */
  next = 0
  handler: Handler | undefined
  readonly handlerAt: (Handler | undefined)[]
  /** Which statements use the value of each. */
  readonly uses: readonly (readonly number[])[]
  /** Calls of this frame by others of its cycle. */
  readonly cycleBackedges: { readonly caller: InferenceState, readonly at: number }[] = []
  /** All frames of the cycle, shared by them; empty if there is none. */
  cycle: InferenceState[] = []
  parent: InferenceState | undefined
  /** A recursion limit made the result less than it could be: it depends on the callers. */
  limited = false
  inferred = false
  /** Its types are final and its code is wanted. */
  isComplete = false
  /** Being worked on further up the stack, or finished. */
  busy = false
  readonly module: Module
  /** Signatures already looked up in this frame. */
  readonly lookups = new Map<Parameter, ReturnType<InferenceRun['context']['world']['lookup']>>()
  private readonly waiting: Uint8Array
  private waitingCount = 0

  constructor(
    readonly run: InferenceRun,
    readonly result: InferenceResult,
    readonly code: CodeInfo,
    /** The result goes to the instance, for all to use. */
    public cached: boolean,
  ) {
    const { instance, args } = result
    const count = code.code.length
    this.sparamTypes = staticParameterTypes(run, instance)
    this.statementTypes = Array.from({ length: count })
    this.tables = Array.from({ length: count })
    this.callInfo = Array.from({ length: count })
    this.applyInfo = Array.from({ length: count })
    this.statementEdges = Array.from({ length: count })
    this.unknownEffects = new Uint8Array(count)
    this.handlerAt = Array.from({ length: count })
    this.waiting = new Uint8Array(count)
    this.uses = usesOf(code.code)
    this.maxWorld = run.context.world.age
    this.module = instance.method?.source.module ?? instance.thunk?.module ?? run.context.coreModule
    this.slotTypes = code.slots.map((_, at) => args.types[at] ?? BOTTOM)
    this.tables[0] = this.slotTypes.map((type, at) => ({ type, undef: at >= args.types.length }))
    this.wake(0)
  }

  get instance(): MethodInstance {
    return this.result.instance
  }

  get isTopLevel(): boolean {
    return this.instance.method === undefined
  }

  /** Puts a statement on the worklist. */
  wake(at: number): void {
    if (at < this.next) this.next = at
    if (this.waiting[at] === 1) return
    this.waiting[at] = 1
    this.waitingCount++
  }

  isWaiting(at: number): boolean {
    return this.waiting[at] === 1
  }

  /** Takes a statement off the worklist. */
  begin(at: number): void {
    if (this.waiting[at] === 1) {
      this.waiting[at] = 0
      this.waitingCount--
    }
    if (at === this.next) this.next = this.firstWaiting(at + 1)
  }

  private firstWaiting(from: number): number {
    if (this.waitingCount === 0) return this.waiting.length
    const found = this.waiting.indexOf(1, from)
    return found < 0 ? this.waiting.length : found
  }

  narrowWorlds({ min, max }: { readonly min: number, readonly max: number }): void {
    this.minWorld = Math.max(this.minWorld, min)
    this.maxWorld = Math.min(this.maxWorld, max)
  }

  addEdge(edge: Edge): void {
    if (this.isTopLevel) return
    const edges = (this.statementEdges[this.current] ??= [])
    edges.push(edge)
  }

  /** The statement at hand may do anything: nothing is known of its effects. */
  noteUnknownEffects(): void {
    this.unknownEffects[this.current] = 1
  }

  /** Something is known of what a call does, as far as it was looked at. */
  get effectsKnown(): boolean {
    return !this.unknownEffects.includes(1)
  }

  addInstanceEdge(instance: MethodInstance, invokeSignature?: Parameter): void {
    this.addEdge({ to: 'instance', instance, invokeSignature })
  }

  /** All that the result relies on, each once, in the order of the statements. */
  edges(): Edge[] {
    const told = new Map<object, Set<Parameter | undefined>>()
    return [...this.statementEdges, this.optimizerEdges].flatMap((edges) => (edges ?? []).filter((edge) => {
      const [to, signature] = edge.to === 'instance' ? [edge.instance, edge.invokeSignature] : edge.to === 'table' ? [edge.table, edge.signature] : [edge.binding, undefined]
      const known = told.get(to) ?? new Set()
      if (known.has(signature)) return false
      told.set(to, known.add(signature))
      return true
    }))
  }

  /** The value of the call at hand is not used by any statement. */
  isResultUnused(): boolean {
    return this.code.code[this.current]?.kind === 'call' && this.uses[this.current]?.length === 0
  }
}

/** The operands of a statement, wherever they stand. */
function operandsOf(statement: Statement): readonly Operand[] {
  switch (statement.kind) {
    case 'assign':
      return operandsOf(statement.value)
    case 'gotoifnot':
      return [statement.condition]
    case 'return':
    case 'setGlobal':
      return [statement.value]
    case 'popException':
      return [statement.token]
    default:
      return operandsOfExpression(statement as Expression)
  }
}

function operandsOfExpression(expression: Expression): readonly Operand[] {
  switch (expression.kind) {
    case 'ssa':
    case 'slot':
    case 'argument':
    case 'constant':
    case 'global':
    case 'parameter':
      return [expression]
    case 'call':
    case 'invoke':
      return expression.args
    case 'new':
      return [expression.type, ...expression.fields]
    case 'splatnew':
      return [expression.type, expression.tuple]
    case 'foreigncall':
      return [...[expression.returnType, ...expression.argumentTypes].filter((type) => type.kind !== 'type'), ...expression.args]
    case 'interpolate':
      return expression.values
    case 'isdefined':
      return [expression.what]
    case 'method':
      return [expression.signature, expression.body].filter((part): part is Operand => part !== undefined && 'kind' in part)
    default:
      return []
  }
}

function usesOf(code: readonly Statement[]): readonly (readonly number[])[] {
  const uses: number[][] = code.map(() => [])
  for (const [at, statement] of code.entries()) {
    for (const operand of operandsOf(statement)) {
      if (operand.kind === 'ssa' && uses[operand.id]?.at(-1) !== at) uses[operand.id]?.push(at)
    }
  }
  return uses
}
