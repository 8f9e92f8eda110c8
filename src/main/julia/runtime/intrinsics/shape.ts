/**
 * The shapes that intrinsics have: how many operands, and what Julia's runtime demands of them before it computes
 * (runtime_intrinsics.c). The demands are worded as there.
 */
import { tupleOf } from '../../types/instantiate'
import type { DataType } from '../../types/type'
import type { CoreTypes } from '../../values/core-types'
import { isTypeValue } from '../../values/egal'
import { StructValue, type JuliaValue } from '../../values/value'
import { argumentError, errorException } from '../exception'
import { widthOf } from '../primitive'

export interface Intrinsic {
  readonly arity: number
  /** Throws `JuliaException` for operands that do not fit. As many operands as the arity says. */
  run(core: CoreTypes, name: string, args: readonly JuliaValue[]): JuliaValue
}

/** An operand that the arity promises. */
function operand(args: readonly JuliaValue[], at: number): JuliaValue {
  const found = args[at]
  if (found === undefined) throw new Error('an intrinsic was run without checking its arity')
  return found
}

function demandPrimitive(core: CoreTypes, name: string, value: JuliaValue): void {
  if (widthOf(value) === 0) throw errorException(core, `${name}: a is not a primitive type`)
}

export function unary(compute: (core: CoreTypes, a: JuliaValue) => JuliaValue): Intrinsic {
  return {
    arity: 1,
    run(core, name, args) {
      const a = operand(args, 0)
      demandPrimitive(core, name, a)
      return compute(core, a)
    },
  }
}

export function binary(compute: (core: CoreTypes, a: JuliaValue, b: JuliaValue) => JuliaValue, { sameType = true } = {}): Intrinsic {
  return {
    arity: 2,
    run(core, name, args) {
      const a = operand(args, 0)
      const b = operand(args, 1)
      if (sameType && core.typeOf(a) !== core.typeOf(b)) throw errorException(core, `${name}: types of a and b must match`)
      demandPrimitive(core, name, a)
      if (!sameType && widthOf(b) === 0) throw errorException(core, `${name}: b is not a primitive type`)
      return compute(core, a, b)
    },
  }
}

export function ternary(compute: (core: CoreTypes, a: JuliaValue, b: JuliaValue, c: JuliaValue) => JuliaValue): Intrinsic {
  return {
    arity: 3,
    run(core, name, args) {
      const [a, b, c] = [operand(args, 0), operand(args, 1), operand(args, 2)]
      if (core.typeOf(a) !== core.typeOf(b) || core.typeOf(b) !== core.typeOf(c)) throw errorException(core, `${name}: types of a, b, and c must match`)
      demandPrimitive(core, name, a)
      return compute(core, a, b, c)
    },
  }
}

/** `name(Type, value)`. */
export function conversion(compute: (core: CoreTypes, type: DataType, value: JuliaValue, name: string) => JuliaValue): Intrinsic {
  return {
    arity: 2,
    run(core, name, args) {
      const type = operand(args, 0)
      const value = operand(args, 1)
      if (typeof type !== 'object' || !isTypeValue(type) || type.kind !== 'datatype' || type.name.typeKind !== 'primitive') {
        throw errorException(core, `${name}: type is not a primitive type`)
      }
      if (widthOf(value) === 0) throw errorException(core, `${name}: value not a primitive type`)
      return compute(core, type, value, name)
    },
  }
}

/** A tuple of a value and a `Bool`. */
export function pair(core: CoreTypes, value: JuliaValue, flag: boolean): StructValue {
  return new StructValue(tupleOf(core.universe, [core.typeOf(value), core.bool]), [value, flag])
}

export function demandArity(core: CoreTypes, intrinsic: Intrinsic, args: readonly JuliaValue[]): void {
  if (args.length === intrinsic.arity) return
  throw argumentError(core, `intrinsic_call: too ${args.length < intrinsic.arity ? 'few' : 'many'} arguments (expected ${intrinsic.arity})`)
}
