/**
 * Intrinsics that make one primitive type of another. What does not fit is cut off as on x86-64: a float out of the range of
 * `Int64` converts to its lowest number, and narrower integers take the low bits of that.
 */
import type { CoreTypes } from '../../values/core-types'
import type { DataType } from '../../types/type'
import type { JuliaValue } from '../../values/value'
import { errorException } from '../exception'
import { bitsOf, floatOf, fromBits, fromFloat, signedOf, widthOf } from '../primitive'
import { nearestFloat } from './float'
import { conversion, type Intrinsic } from './shape'

/** The new type must be wider, or narrower. */
function resize(label: string, wanted: '>' | '<', compute: (core: CoreTypes, type: DataType, value: JuliaValue) => JuliaValue): Intrinsic {
  return conversion((core, type, value) => {
    const fits = wanted === '>' ? type.name.bits > widthOf(value) : type.name.bits < widthOf(value)
    if (!fits) throw errorException(core, `${label}: output bitsize must be ${wanted} input bitsize`)
    return compute(core, type, value)
  })
}

const LOWEST = -(1n << 63n)

function toSigned(value: number, width: number): bigint {
  if (!Number.isFinite(value)) return width > 64 ? -(1n << BigInt(width - 1)) : LOWEST
  const whole = BigInt(Math.trunc(value))
  const bits = Math.max(width, 64)
  return BigInt.asIntN(bits, whole) === whole ? whole : -(1n << BigInt(bits - 1))
}

function toUnsigned(value: number, width: number): bigint {
  if (width <= 64 && value >= 2 ** 63) return toSigned(value - 2 ** 63, 64) + (1n << 63n)
  return toSigned(value, width)
}

/** An integer as the nearest float: `Number` rounds to double once, narrower ones are rounded from all digits. */
function fromInteger(core: CoreTypes, type: DataType, value: bigint): JuliaValue {
  if (value === 0n) return fromFloat(core, type, 0)
  if (type.name.bits === 32) return fromFloat(core, type, nearestFloat(value, 0, 24, -149))
  return fromFloat(core, type, type.name.bits === 16 ? nearestFloat(value, 0, 11, -24) : Number(value))
}

export const CONVERSION_INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  sext_int: resize('SExt', '>', (core, type, value) => fromBits(core, type, signedOf(value))),
  zext_int: resize('ZExt', '>', (core, type, value) => fromBits(core, type, bitsOf(value))),
  trunc_int: resize('Trunc', '<', (core, type, value) => fromBits(core, type, bitsOf(value))),
  fptrunc: resize('fptrunc', '<', (core, type, value) => fromFloat(core, type, floatOf(value))),
  fpext: resize('fpext', '>', (core, type, value) => fromFloat(core, type, floatOf(value))),
  bitcast: conversion((core, type, value) => {
    if (type.name.bits !== widthOf(value)) throw errorException(core, 'bitcast: argument size does not match size of target type')
    return fromBits(core, type, bitsOf(value))
  }),
  fptosi: conversion((core, type, value) => fromBits(core, type, toSigned(floatOf(value), type.name.bits))),
  fptoui: conversion((core, type, value) => fromBits(core, type, toUnsigned(floatOf(value), type.name.bits))),
  sitofp: conversion((core, type, value) => fromInteger(core, type, signedOf(value))),
  uitofp: conversion((core, type, value) => fromInteger(core, type, bitsOf(value))),
}
