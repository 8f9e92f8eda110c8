/**
 * What a Julia value is here. The kinds that programs use most are JavaScript's own, so that arithmetic on them needs no
 * wrapping: `Int64` is a bigint within its range, `Float64` a number, `Bool` a boolean, `Symbol` a registered symbol, and
 * `String` a string that holds one *byte* of UTF-8 per character (`text.ts` converts). All other primitive types are
 * `Bits`; structs, tuples, closures and functions are `StructValue`; types are the objects of `types/`. Values of
 * the compiler itself (modules, methods, instances) implement `Reflected`, so that programs can hold them and look at them.
 */
import type { DataType, Type, TypeVar } from '../types/type'

export type JuliaValue =
  | bigint
  | number
  | boolean
  | symbol
  | string
  | Bits
  | StructValue
  | ArrayValue
  | SimpleVector
  | Expr
  | IntrinsicFunction
  | Reflected
  | Type
  | TypeVar

/** An instance of a primitive type other than `Int64`, `Float64` and `Bool`. `Char`, `Float32` and own primitive types too. */
export class Bits {
  constructor(
    readonly type: DataType,
    /** From 0 to 2^width - 1, whatever the type's own sign. */
    readonly bits: bigint,
  ) {}
}

/**
 * An instance of a struct type, a tuple, a named tuple, a closure, or the only instance of a singleton type such as
 * `nothing` and functions. A field that was not set yet is undefined. Immutable ones are never changed once made.
 */
export class StructValue {
  constructor(
    readonly type: DataType,
    readonly fields: (JuliaValue | undefined)[],
  ) {}
}

/** Where an array keeps its elements: those of bits types of up to 64 bits in a typed array, all others boxed. */
export type ArrayStorage =
  | (JuliaValue | undefined)[]
  | Float64Array | Float32Array
  | BigInt64Array | BigUint64Array
  | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array

/** An `Array{T,N}`. Column-major. `data` may be longer than `length` if it is typed; boxed storage is just as long. */
export class ArrayValue {
  constructor(
    readonly type: DataType,
    public data: ArrayStorage,
    /** The size in every dimension; of a vector its only entry changes with `length`. */
    public size: number[],
    public length: number,
  ) {}
}

/** `Core.SimpleVector`. */
export class SimpleVector {
  constructor(readonly elements: readonly JuliaValue[]) {}
}

/** A node of the surface syntax. `args` is shared with the `Vector{Any}` that programs see as `ex.args`. */
export class Expr {
  constructor(
    public head: symbol,
    public args: JuliaValue[],
  ) {}
}

/** One of `Core.Intrinsics`. All have the type `Core.IntrinsicFunction`. */
export class IntrinsicFunction {
  constructor(readonly name: string) {}
}

/** An object of the compiler that is a value too. `juliaType` names its type in `Core`: `Module`, `Method`, `MethodInstance`, ... */
export interface Reflected {
  readonly juliaType: 'Module' | 'Method' | 'MethodInstance' | 'CodeInstance' | 'CodeInfo' | 'GlobalRef' | 'MethodTable' | 'TypeName' | 'SSAValue' | 'SlotNumber' | 'QuoteNode' | 'LineNumberNode'
}

/** Keeps a symbol or an expression from being evaluated: `:(:x)`. */
export class QuoteNode implements Reflected {
  readonly juliaType = 'QuoteNode'
  constructor(readonly value: JuliaValue) {}
}

/** A global by its module, whatever is local where it stands. */
export class GlobalRef implements Reflected {
  readonly juliaType = 'GlobalRef'
  constructor(
    readonly module: Reflected,
    readonly name: symbol,
  ) {}
}

/** Where the next expression stands; `line` from 1. */
export class LineNumberNode implements Reflected {
  readonly juliaType = 'LineNumberNode'
  constructor(
    readonly line: number,
    readonly file: string,
  ) {}
}

export function symbolOf(name: string): symbol {
  return Symbol.for(name)
}

/** The name of a Julia `Symbol`, in JavaScript's own text. */
export function symbolName(symbol: symbol): string {
  return Symbol.keyFor(symbol) ?? ''
}

export function expr(head: string, ...args: JuliaValue[]): Expr {
  return new Expr(symbolOf(head), args)
}

/** Whether this is an `Expr` with that head. */
export function isExpr(value: JuliaValue | undefined, head: string): value is Expr {
  return value instanceof Expr && value.head === symbolOf(head)
}

export function isReflected(value: JuliaValue): value is Reflected {
  return typeof value === 'object' && 'juliaType' in value
}
