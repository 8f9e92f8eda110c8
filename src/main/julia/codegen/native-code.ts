/**
 * What generated code consists of. The instructions hold no reference to the outside: everything that is not a number
 * stands in `relocations`, so that an image can store code and link it again. What a relocation was resolved to in this
 * session is kept beside it (`links`), is made when first needed and is never stored.
 */
import type { Location } from '../ir/statement'
import type { DataType, Parameter } from '../types/type'
import type { GlobalRef, JuliaValue } from '../values/value'
import type { MethodInstance } from '../worlds/method'

/** A value that code refers to, by what it is. */
export type Relocation =
  | { readonly kind: 'constant', readonly value: JuliaValue }
  | { readonly kind: 'type', readonly type: DataType }
  | { readonly kind: 'parameter', readonly type: Parameter }
  | { readonly kind: 'global', readonly ref: GlobalRef }
  | { readonly kind: 'name', readonly name: string }
  | { readonly kind: 'instance', readonly instance: MethodInstance }
  /** A place of runtime dispatch; its cache is its link. */
  | { readonly kind: 'site' }
  | { readonly kind: 'builtin', readonly name: string }
  | { readonly kind: 'intrinsic', readonly name: string }
  | { readonly kind: 'foreign', readonly name: string, readonly returnType: Parameter, readonly argumentTypes: readonly Parameter[] }
  | { readonly kind: 'ast', readonly value: JuliaValue }

/** Sides of a register: see opcodes.ts. */
export type Side = 0 | 1 | 2
export const INTEGER_SIDE = 0
export const FLOAT_SIDE = 1
export const BOXED_SIDE = 2

export interface NativeParts {
  readonly instance: MethodInstance
  readonly code: Int32Array
  readonly relocations: readonly Relocation[]
  /** Registers of a frame. The arguments come in the first ones: the function itself, then its arguments. */
  readonly registers: number
  /** On which side each argument comes. Of a vararg method the last one is the tuple. */
  readonly argumentSides: readonly Side[]
  readonly isVarArg: boolean
  readonly returnSide: Side
  /** The type of returned integers and floats, by which they are boxed. */
  readonly returnType: DataType | undefined
  /** Triples: instructions from, to (exclusive), and where an exception in between continues. No two overlap. */
  readonly handlers: Int32Array
  /** Triples: from this instruction on, an index into `locations` and the statement of the optimised code. */
  readonly lines: Int32Array
  readonly locations: readonly Location[]
}

export class NativeCode {
  readonly instance: MethodInstance
  readonly code: Int32Array
  readonly relocations: readonly Relocation[]
  readonly registers: number
  readonly argumentSides: readonly Side[]
  readonly isVarArg: boolean
  readonly returnSide: Side
  readonly returnType: DataType | undefined
  readonly handlers: Int32Array
  readonly lines: Int32Array
  readonly locations: readonly Location[]
  /** What the relocations were resolved to, by index. Belongs to the session that runs the code. */
  readonly links: unknown[] = []

  constructor(parts: NativeParts) {
    this.instance = parts.instance
    this.code = parts.code
    this.relocations = parts.relocations
    this.registers = parts.registers
    this.argumentSides = parts.argumentSides
    this.isVarArg = parts.isVarArg
    this.returnSide = parts.returnSide
    this.returnType = parts.returnType
    this.handlers = parts.handlers
    this.lines = parts.lines
    this.locations = parts.locations
  }

  /** Where an exception raised by the instruction at `pc` is handled; undefined if here it is not. */
  handlerAt(pc: number): number | undefined {
    const { handlers } = this
    for (let at = 0; at < handlers.length; at += 3) {
      if ((handlers[at] ?? 0) <= pc && pc < (handlers[at + 1] ?? 0)) return handlers[at + 2]
    }
    return undefined
  }

  /** Where in the source the instruction at `pc` comes from, and from which statement. */
  placeAt(pc: number): { readonly location: Location | undefined, readonly statement: number } {
    const { lines } = this
    let [low, high] = [0, lines.length / 3]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((lines[3 * middle] ?? 0) <= pc) low = middle + 1
      else high = middle
    }
    return { location: this.locations[lines[3 * low - 2] ?? -1], statement: lines[3 * low - 1] ?? -1 }
  }
}
