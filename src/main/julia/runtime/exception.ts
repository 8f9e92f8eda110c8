/**
 * Julia's exceptions on their way through TypeScript, and the making of those that the runtime itself throws. How an exception is
 * worded for a reader is Base's business (`showerror`).
 */
import type { Diagnostic } from '../syntax/diagnostic'
import type { Parameter } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { fromJuliaString, toJuliaString } from '../values/text'
import { Bits, StructValue, symbolName, symbolOf, type JuliaValue } from '../values/value'

/** Where code stood: a frame of a backtrace. */
export interface Place {
  readonly name: string
  readonly file: string
  readonly line: number
}

/** A Julia value that was thrown. */
export class JuliaException extends Error {
  /** The frames that were running, the innermost first; set by the interpreter that first sees the exception. */
  trace: readonly Place[] | undefined
  /** What is wrong with the source, if it is thrown for that. */
  problem: Diagnostic | undefined

  constructor(readonly value: JuliaValue) {
    super(sketch(value))
  }
}

/** What a developer sees of an exception that went through: its type and the texts, names and numbers in it. */
function sketch(value: JuliaValue): string {
  if (typeof value === 'string') return fromJuliaString(value)
  if (typeof value === 'symbol') return symbolName(value)
  if (typeof value !== 'object') return String(value)
  if (!(value instanceof StructValue)) return 'a value'
  return `${value.type.name.name}(${value.fields.map((field) => (field === undefined ? '#undef' : sketch(field))).join(', ')})`
}

/** The step budget is spent, or the host asked to stop. No Julia code can catch it. */
export class Cancelled extends Error {}

/** The program called `exit`. No Julia code can catch it. */
export class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit(${code})`)
  }
}

function exception(core: CoreTypes, type: string, ...fields: (JuliaValue | undefined)[]): JuliaException {
  return new JuliaException(new StructValue(core.type(type), fields))
}

export function errorException(core: CoreTypes, text: string): JuliaException {
  return exception(core, 'ErrorException', toJuliaString(text))
}

/** What `__init__` of a module threw. */
export function initError(core: CoreTypes, module: string, thrown: JuliaValue): JuliaException {
  return exception(core, 'InitError', symbolOf(module), thrown)
}

export function argumentError(core: CoreTypes, text: string): JuliaException {
  return exception(core, 'ArgumentError', toJuliaString(text))
}

/** `context` says where, such as `if` or the parameter of a type. */
export function typeError(core: CoreTypes, func: string, context: string, expected: Parameter, got: JuliaValue): JuliaException {
  return exception(core, 'TypeError', symbolOf(func), toJuliaString(context), expected as JuliaValue, got)
}

export function boundsError(core: CoreTypes, container: JuliaValue, index: JuliaValue): JuliaException {
  return exception(core, 'BoundsError', container, index)
}

export function undefVarError(core: CoreTypes, name: symbol): JuliaException {
  return exception(core, 'UndefVarError', name)
}

export function undefRefError(core: CoreTypes): JuliaException {
  return exception(core, 'UndefRefError')
}

/** A field was read or written with the wrong kind of access. */
export function concurrencyViolation(core: CoreTypes, text: string): JuliaException {
  return exception(core, 'ConcurrencyViolationError', toJuliaString(text))
}

export function divideError(core: CoreTypes): JuliaException {
  return exception(core, 'DivideError')
}

export function stackOverflowError(core: CoreTypes): JuliaException {
  return exception(core, 'StackOverflowError')
}

/** `args` without the function itself. */
export function methodError(core: CoreTypes, f: JuliaValue, args: JuliaValue, world: number): JuliaException {
  const bits = Number.isFinite(world) ? BigInt(world) : 0xffff_ffff_ffff_ffffn
  return exception(core, 'MethodError', f, args, new Bits(core.type('UInt64'), bits))
}
