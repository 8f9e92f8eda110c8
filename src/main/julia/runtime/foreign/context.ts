/**
 * What the functions behind `ccall` may use of the session. Names beginning with `jl_` are libjulia's, and do what they do there;
 * those beginning with `bk_` stand for what Julia has from C's libraries. Numbers come as any integer value and go as
 * a bigint: whoever calls turns them into the declared return type. undefined stands for `nothing`.
 */
import type { CodeInfo } from '../../ir/statement'
import type { Type } from '../../types/type'
import type { CoreTypes } from '../../values/core-types'
import { isTypeValue } from '../../values/egal'
import { fromJuliaString } from '../../values/text'
import { ArrayValue, type JuliaValue } from '../../values/value'
import type { MethodInstance } from '../../worlds/method'
import { Module } from '../../worlds/module'
import type { World } from '../../worlds/world'
import type { KeywordSorters } from '../definitions'
import type { EngineHost } from '../host'
import type { StretchRecorder } from '../observer'
import { toNumber } from '../primitive'
import type { Invalidations, Workloads } from '../workloads'

export interface ForeignContext {
  readonly core: CoreTypes
  readonly world: World
  readonly coreModule: Module
  readonly main: Module
  base: () => Module | undefined
  readonly sorters: KeywordSorters
  /** Exceptions being handled, the innermost last. */
  readonly exceptions: readonly JuliaValue[]
  readonly host: EngineHost
  /** What `ENV` holds. */
  readonly environment: Map<string, string>
  readonly workloads: Workloads
  readonly invalidations: Invalidations
  /** A package by its name, as `using` asks for it. Throws `JuliaException` if there is none. */
  requirePackage: (from: Module, name: string) => Module
  /** A path as it is meant in the file that is being evaluated. */
  besideFile: (path: string) => string
  /** Runs as if the code stood in that file. */
  withFile: (path: string, run: () => JuliaValue) => JuliaValue
  /** To standard output (1) or standard error (2); a Julia string. */
  write: (descriptor: number, text: string) => void
  /** Nanoseconds since some moment. */
  now: () => bigint
  /** Seconds since 1970. */
  wallClock: () => number
  /** 64 random bits. */
  random: () => bigint
  evaluate: (expression: JuliaValue, module: Module) => JuliaValue
  include: (path: string, module: Module) => JuliaValue
  includeText: (text: string, file: string, module: Module) => JuliaValue
  expandMacros: (expression: JuliaValue, module: Module, deep: boolean) => JuliaValue
  /** The expression in a Julia string, or `:toplevel` of several. Throws `JuliaException` for bad syntax. */
  parse: (text: string) => JuliaValue
  /** The code of an expression that is not run. */
  lower: (expression: JuliaValue, module: Module) => JuliaValue
  /** What Julia calls its version. */
  readonly version: string
  /** Virtual nanoseconds that were spent on compiling. */
  compileTime: () => bigint
  newModule: (name: string, standard: boolean) => Module
  /** From now on functions behind syntax are those of this module. */
  setTopModule: (module: Module) => void
  /** The next number for `gensym`. */
  nextGensym: () => number
  call: (args: readonly JuliaValue[], world: number) => JuliaValue
  /** Frames that are running, the innermost first: `(name, file, line)`. */
  backtrace: () => readonly { readonly name: string, readonly file: string, readonly line: number }[]
  readonly reflection: ReflectionHooks
  recorder: () => StretchRecorder | undefined
  /** Functions that Main does not see are printed with their module. */
  readonly namesModules: boolean
}

/** What needs the compiler. Without one, types are unknown (`Any`) and nothing is compiled. */
export interface ReflectionHooks {
  /** What a call returns, as inferred. */
  returnType: (instance: MethodInstance, world: number) => Type
  codeOf: (instance: MethodInstance) => CodeInfo | undefined
  loweredText: (code: CodeInfo) => string
  typedText: (instance: MethodInstance, optimized: boolean, world: number) => string
  warntypeText: (instance: MethodInstance, optimized: boolean, world: number) => string
  /** The bytecode, generated if there is none yet; says so where the instance is interpreted. */
  nativeText: (instance: MethodInstance, world: number) => string
  /** Infers and generates code; whether it could. */
  precompile: (instance: MethodInstance, inferOnly: boolean) => boolean
}

export type Foreign = (context: ForeignContext, args: readonly JuliaValue[], world: number, returnType: JuliaValue) => JuliaValue | undefined
export type ForeignTable = Readonly<Record<string, Foreign>>

export function given(args: readonly JuliaValue[], at: number): JuliaValue {
  const found = args[at]
  if (found === undefined) throw new Error(`a ccall lacks argument ${at + 1}`)
  return found
}

export function integer(args: readonly JuliaValue[], at: number): number {
  return toNumber(given(args, at))
}

/** A Julia string: one byte per character. */
export function bytesOf(args: readonly JuliaValue[], at: number): string {
  const found = given(args, at)
  if (typeof found !== 'string') throw new Error(`argument ${at + 1} of a ccall is no String`)
  return found
}

export function textOf(args: readonly JuliaValue[], at: number): string {
  return fromJuliaString(bytesOf(args, at))
}

export function arrayOf(args: readonly JuliaValue[], at: number): ArrayValue {
  const found = given(args, at)
  if (!(found instanceof ArrayValue)) throw new Error(`argument ${at + 1} of a ccall is no Array`)
  return found
}

export function moduleOf(args: readonly JuliaValue[], at: number): Module {
  const found = given(args, at)
  if (!(found instanceof Module)) throw new Error(`argument ${at + 1} of a ccall is no Module`)
  return found
}

export function symbolAt(args: readonly JuliaValue[], at: number): symbol {
  const found = given(args, at)
  if (typeof found !== 'symbol') throw new Error(`argument ${at + 1} of a ccall is no Symbol`)
  return found
}

/** A type or variable. */
export function typeAt(args: readonly JuliaValue[], at: number): Type {
  const found = given(args, at)
  if (typeof found !== 'object' || !isTypeValue(found) || found.kind === 'var') throw new Error(`argument ${at + 1} of a ccall is no type`)
  return found
}
