/**
 * What builtins are: functions over values that Julia's runtime has in C. They get what they may look at, the types of a session and its
 * methods, and nothing else; those that run code are in calls.ts.
 */
import type { CoreTypes } from '../../values/core-types'
import { isTypeValue } from '../../values/egal'
import type { Type } from '../../types/type'
import type { JuliaValue } from '../../values/value'
import type { World } from '../../worlds/world'
import { argumentError } from '../exception'

export interface BuiltinContext {
  readonly core: CoreTypes
  readonly world: World
}

export interface Builtin {
  readonly fewest: number
  readonly most: number
  /** Throws `JuliaException` as Julia would. */
  run(context: BuiltinContext, args: readonly JuliaValue[]): JuliaValue
}

export type BuiltinTable = Readonly<Record<string, Builtin>>

/** A builtin of `count` arguments, or of `fewest` to `most`. */
export function builtin(count: number | readonly [fewest: number, most: number], run: Builtin['run']): Builtin {
  const [fewest, most] = typeof count === 'number' ? [count, count] : count
  return { fewest, most, run }
}

export function demandArguments({ core }: BuiltinContext, name: string, { fewest, most }: Omit<Builtin, 'run'>, args: readonly JuliaValue[]): void {
  if (args.length < fewest) throw argumentError(core, `${name}: too few arguments (expected ${fewest})`)
  if (args.length > most) throw argumentError(core, `${name}: too many arguments (expected ${most})`)
}

/** An argument that the number of arguments promises. */
export function argument(args: readonly JuliaValue[], at: number): JuliaValue {
  const found = args[at]
  if (found === undefined) throw new Error('a builtin was run without checking its arguments')
  return found
}

export function isType(value: JuliaValue | undefined): value is Type {
  return typeof value === 'object' && isTypeValue(value) && value.kind !== 'var'
}
