/**
 * The statements of lowered and of optimised code: a flat list in which statement `i` is SSA value `i`. Lowered code keeps
 * variables in slots; optimised code has arguments, phis and pis instead and names its callees (`invoke`). The forms are those of
 * Julia's `CodeInfo` and `IRCode` (1.5); every operand of a statement is an atom. What is left out: `phic` and `upsilon`, as
 * variables that live across a `try` stay in slots in optimised code too.
 */
import type { Parameter } from '../types/type'
import type { JuliaValue, Reflected } from '../values/value'
import type { GlobalRef } from '../values/value'

export type Operand =
  /** The value of a statement, by its index. */
  | { readonly kind: 'ssa', readonly id: number }
  /** A variable; slot 0 is the function itself, then the arguments, then locals. */
  | { readonly kind: 'slot', readonly id: number }
  /** Optimised code: an argument, 0 being the function itself. */
  | { readonly kind: 'argument', readonly id: number }
  /** A literal, or what a `QuoteNode` holds. */
  | { readonly kind: 'constant', readonly value: JuliaValue }
  | { readonly kind: 'global', readonly ref: GlobalRef }
  /** The static parameter (`where` variable) of the method, from 0. Within the code of an `interpolate`, -1, -2, ... are its values. */
  | { readonly kind: 'parameter', readonly index: number }

/** What stands to the right of an assignment. */
export type Expression =
  | Operand
  /** `args[0]` is the callee. */
  | { readonly kind: 'call', readonly args: readonly Operand[] }
  /** A call whose method instance is known. `args[0]` is the callee as in a call. */
  | { readonly kind: 'invoke', readonly instance: InvokeTarget, readonly args: readonly Operand[] }
  | { readonly kind: 'new', readonly type: Operand, readonly fields: readonly Operand[] }
  /** `new` with the elements of a tuple for fields. */
  | { readonly kind: 'splatnew', readonly type: Operand, readonly tuple: Operand }
  | { readonly kind: 'foreigncall', readonly name: string, readonly returnType: ForeignType, readonly argumentTypes: readonly ForeignType[], readonly args: readonly Operand[] }
  /** Whether a slot, a global or a static parameter has a value. */
  | { readonly kind: 'isdefined', readonly what: Operand }
  /** The innermost exception that is being handled. */
  | { readonly kind: 'theException' }
  /** A fresh copy of a quoted expression. */
  | { readonly kind: 'copyast', readonly value: JuliaValue }
  /** Whether bounds are to be checked here. */
  | { readonly kind: 'boundscheck' }
  /** `values[i]` is what comes from the predecessor block that ends with statement `edges[i]`; undefined is unset. */
  | { readonly kind: 'phi', readonly edges: readonly number[], readonly values: readonly (Operand | undefined)[] }
  /** The same value, known to be of a narrower type here. */
  | { readonly kind: 'pi', readonly value: Operand, readonly type: Parameter }
  /** The code with these values as constants in place of its parameters -1, -2, ...: a global method that captures locals. */
  | { readonly kind: 'interpolate', readonly code: CodeInfo, readonly values: readonly Operand[] }
  /** A method definition. Without a body (`function f end`) it makes the function. `signature` is `svec(svec(types...), svec(typevars...), LineNumberNode)`. */
  | { readonly kind: 'method', readonly name: GlobalRef | undefined, readonly signature: Operand | undefined, readonly body: CodeInfo | Operand | undefined }

/** A type in a `ccall`: known when lowered, or an operand that computes it. */
export type ForeignType = { readonly kind: 'type', readonly type: Parameter } | Operand

export type Statement =
  | Expression
  | { readonly kind: 'assign', readonly slot: number, readonly value: Expression }
  | { readonly kind: 'goto', readonly target: number }
  /** Goes to `target` if the condition is false; throws a TypeError if it is no `Bool`. */
  | { readonly kind: 'gotoifnot', readonly condition: Operand, readonly target: number }
  | { readonly kind: 'return', readonly value: Operand }
  /** Cannot be reached. */
  | { readonly kind: 'unreachable' }
  /** Begins a `try`; an exception continues at `handler`. The value is the token for `popException`. */
  | { readonly kind: 'enter', readonly handler: number }
  /** Ends as many `try` blocks. */
  | { readonly kind: 'leave', readonly count: number }
  /** The exceptions caught since the token are handled. */
  | { readonly kind: 'popException', readonly token: Operand }
  /** The slot becomes unset, as at the beginning of each round of a loop. */
  | { readonly kind: 'newvar', readonly slot: number }
  /** Throws UndefVarError unless the condition holds. Optimised code only. */
  | { readonly kind: 'throwUndefIfNot', readonly name: string, readonly condition: Operand }
  /** Sets a global. */
  | { readonly kind: 'setGlobal', readonly ref: GlobalRef, readonly value: Operand }
  /** `global x` and `const x` at top level. */
  | { readonly kind: 'declareGlobal', readonly ref: GlobalRef, readonly constant: boolean }
  /** Runs the code of a nested thunk: the type of a closure, or a function that has to exist before its methods. */
  | { readonly kind: 'thunk', readonly code: CodeInfo }
  /** `module`, `using`, `import`, `export` at top level: evaluated from the surface form. */
  | { readonly kind: 'toplevel', readonly form: JuliaValue }
  /** Nothing; what it says was taken into the CodeInfo (`inbounds` stays as a statement of effect). */
  | { readonly kind: 'meta', readonly name: string, readonly args: readonly JuliaValue[] }

/** The method instance of an `invoke`; its class lives in worlds/. */
export type InvokeTarget = Reflected & { readonly specTypes: Parameter }

export interface Slot {
  readonly name: string
  /** Assigned by the body, not only an argument. */
  readonly assigned: boolean
  /** Read somewhere. */
  readonly used: boolean
  /** May be read before it is assigned on some path. */
  readonly maybeUndefined: boolean
}

/** Where a statement comes from; inlined statements say by whom. */
export interface Location {
  readonly file: string
  readonly line: number
  /** The function's name. */
  readonly name: string
  /** Index into the code's locations, -1 if the statement was not inlined. */
  readonly inlinedAt: number
}

/** What makes the body of a `@generated` function: a global function of static parameters and types of arguments. */
export interface GeneratorStub {
  readonly name: GlobalRef
  /** Of the function itself and its arguments. */
  readonly argumentNames: readonly string[]
  readonly parameterNames: readonly string[]
}

/** Lowered code of a method or a top-level thunk. */
export class CodeInfo implements Reflected {
  readonly juliaType = 'CodeInfo'
  /** `@inline`, `@noinline` or neither. */
  inlining: 'inline' | 'noinline' | 'default' = 'default'
  propagateInbounds = false
  /** `@pure`: calls with constant arguments are evaluated. */
  pure = false
  /** One bit for each argument that is `@nospecialize`d, bit 0 for the first after the function itself; -1 for all. */
  nospecialize = 0
  /** Of a `@generated` function; then this code is the alternative that is used where nothing is generated. */
  generator: GeneratorStub | undefined
  /** `@generated` without an alternative. */
  generatedOnly = false
  /** Of the body method of a function with keywords: how many come first. */
  keywords = 0

  constructor(
    readonly code: readonly Statement[],
    readonly slots: readonly Slot[],
    /** The function itself and the arguments: the first slots. */
    readonly argumentCount: number,
    readonly isVarArg: boolean,
    /** Of each statement, an index into `locations`; -1 for none. */
    readonly lines: Int32Array,
    readonly locations: readonly Location[],
    /** Names of the static parameters. */
    readonly parameterNames: readonly string[],
  ) {}
}

/** What optimisation made of a method instance. Its operands are no slots but for variables that live across a `try`. */
export class OptimizedCode {
  constructor(
    readonly code: readonly Statement[],
    /** The type of each statement's value, widened to plain types. */
    readonly types: readonly Parameter[],
    readonly lines: Int32Array,
    readonly locations: readonly Location[],
    /** Slots that remain (variables across `try`), with their types. */
    readonly slots: readonly Slot[],
    readonly slotTypes: readonly Parameter[],
    /** Types of the function itself and the arguments. */
    readonly argumentTypes: readonly Parameter[],
    readonly isVarArg: boolean,
    /** Small enough, or marked, to be put into its callers. */
    readonly inlineable: boolean,
    /** The estimated cost that decided it. */
    readonly cost: number,
  ) {}
}
