/**
 * `Core.Intrinsics`: arithmetic on values of primitive types, as Julia's runtime does it (runtime_intrinsics.c). Pure: they read
 * nothing but their operands, so that the compiler may evaluate them too. `arraylen` looks at an array, so it is not.
 * Left out: pointers to memory, `llvmcall` and `cglobal`.
 */
import type { CoreTypes } from '../values/core-types'
import { ArrayValue, type JuliaValue } from '../values/value'
import { errorException } from './exception'
import { CONVERSION_INTRINSICS } from './intrinsics/conversion'
import { FLOAT_INTRINSICS } from './intrinsics/float'
import { INTEGER_INTRINSICS } from './intrinsics/integer'
import { demandArity, type Intrinsic } from './intrinsics/shape'

const ARRAY_LENGTH: Intrinsic = {
  arity: 1,
  run(core, name, [array]) {
    if (!(array instanceof ArrayValue)) throw errorException(core, `${name}: argument is not an array`)
    return BigInt(array.length)
  },
}

const INTRINSICS = new Map<string, Intrinsic>(Object.entries({ ...INTEGER_INTRINSICS, ...FLOAT_INTRINSICS, ...CONVERSION_INTRINSICS, arraylen: ARRAY_LENGTH }))

export const INTRINSIC_NAMES: readonly string[] = [...INTRINSICS.keys()]

/** Whether the result depends on the operands alone. */
export function isPureIntrinsic(name: string): boolean {
  return INTRINSICS.has(name) && name !== 'arraylen'
}

/** Throws `JuliaException` as Julia would. */
export function runIntrinsic(core: CoreTypes, name: string, args: readonly JuliaValue[]): JuliaValue {
  const intrinsic = INTRINSICS.get(name)
  if (intrinsic === undefined) throw errorException(core, `the intrinsic ${name} is not supported`)
  demandArity(core, intrinsic, args)
  return intrinsic.run(core, name, args)
}
