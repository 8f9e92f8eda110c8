/**
 * What the VM needs of the session that it runs in. It neither infers nor knows of modules' contents but through this.
 */
import type { NativeCode, Relocation } from '../codegen/native-code'
import type { Parameter } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import type { GlobalRef, JuliaValue } from '../values/value'
import type { MethodInstance } from '../worlds/method'
import type { Binding } from '../worlds/module'
import type { Place } from './exception'

/** What a call leads to: bytecode, a known result, or something that runs on its own (the interpreter, a builtin). */
export type Callable = NativeCode | ConstantResult | Outside

export class ConstantResult {
  constructor(readonly value: JuliaValue) {}
}

export class Outside {
  constructor(
    /** Takes the function itself first. */
    readonly run: (args: readonly JuliaValue[], world: number) => JuliaValue,
  ) {}
}

type Foreign = Extract<Relocation, { kind: 'foreign' }>

export interface VMHost {
  readonly core: CoreTypes
  /** Exceptions being handled, the innermost last. Shared with whatever else runs Julia code. */
  readonly exceptions: JuliaValue[]
  newestWorld: () => number
  /** The code of an instance that holds in a world; compiles it if there is none. */
  compile: (instance: MethodInstance, world: number) => Callable
  /** The callee of a call, the function itself first in both lists. Throws a MethodError where there is none. */
  dispatch: (args: readonly JuliaValue[], types: readonly Parameter[], world: number) => Callable
  /** The callee of `invoke(f, types, args...)`; `args` as in a call. */
  invoked: (args: readonly JuliaValue[], types: JuliaValue, world: number) => Callable
  /** All values of an iterator that is splatted, through Julia's own `iterate`. */
  iterate: (iterate: JuliaValue, container: JuliaValue, world: number) => readonly JuliaValue[]
  builtin: (name: string) => (args: readonly JuliaValue[], world: number) => JuliaValue
  intrinsic: (name: string) => (args: readonly JuliaValue[]) => JuliaValue
  foreign: (foreign: Foreign) => (args: readonly JuliaValue[], world: number) => JuliaValue
  /** The binding that a name has now; undefined if it has none. */
  binding: (ref: GlobalRef) => Binding | undefined
  setGlobal: (ref: GlobalRef, value: JuliaValue) => void
  copyAst: (value: JuliaValue) => JuliaValue
  isa: (value: JuliaValue, type: Parameter) => boolean
  /** Where all code that runs stands, the innermost first. */
  backtrace: () => readonly Place[]
  /** So many instructions ran. May throw to stop the run. */
  ran: (instructions: number) => void
}
