/**
 * Values of primitive types as plain bits and numbers, and back: what intrinsics, arrays and hashing work on. Floats narrower
 * than 64 bits are rounded here, to nearest and ties to even.
 */
import type { DataType } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { Bits, type JuliaValue } from '../values/value'

const scratch = new DataView(new ArrayBuffer(8))

export function bitsOfFloat64(value: number): bigint {
  scratch.setFloat64(0, value)
  return scratch.getBigUint64(0)
}

export function float64OfBits(bits: bigint): number {
  scratch.setBigUint64(0, bits)
  return scratch.getFloat64(0)
}

export function bitsOfFloat32(value: number): bigint {
  scratch.setFloat32(0, value)
  return BigInt(scratch.getUint32(0))
}

export function float32OfBits(bits: bigint): number {
  scratch.setUint32(0, Number(bits))
  return scratch.getFloat32(0)
}

export function float16OfBits(bits: bigint): number {
  const raw = Number(bits)
  const sign = raw & 0x8000 ? -1 : 1
  const exponent = (raw >> 10) & 0x1f
  const fraction = raw & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

export function bitsOfFloat16(value: number): bigint {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000n : 0n
  const size = Math.abs(value)
  if (Number.isNaN(value)) return 0x7e00n
  if (size >= 65520) return sign | 0x7c00n
  const exponent = Math.max(-14, Math.floor(Math.log2(size === 0 ? 1 : size)))
  const unit = 2 ** (Math.max(-14, size < 2 ** exponent ? exponent - 1 : exponent) - 10)
  const rounded = roundToEven(size / unit) * unit
  if (rounded === 0) return sign
  if (rounded < 2 ** -14) return sign | BigInt(rounded / 2 ** -24)
  const power = Math.floor(Math.log2(rounded))
  return sign | (BigInt(power + 15) << 10n) | BigInt((rounded / 2 ** power - 1) * 1024)
}

/** To the nearest integer, ties to the even one; keeps the sign of zero. */
export function roundToEven(value: number): number {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 52) return value
  const below = Math.floor(value)
  const rest = value - below
  const rounded = rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1
  return rounded === 0 && (value < 0 || Object.is(value, -0)) ? -0 : rounded
}

/** Width in bits; 0 for what is no value of a primitive type. */
export function widthOf(value: JuliaValue): number {
  switch (typeof value) {
    case 'bigint':
    case 'number':
      return 64
    case 'boolean':
      return 8
    default:
      return value instanceof Bits ? value.type.name.bits : 0
  }
}

/** The bits, from 0 to 2^width - 1. Only of values that have a width. */
export function bitsOf(value: JuliaValue): bigint {
  switch (typeof value) {
    case 'bigint':
      return BigInt.asUintN(64, value)
    case 'number':
      return bitsOfFloat64(value)
    case 'boolean':
      return value ? 1n : 0n
    default:
      return (value as Bits).bits
  }
}

/** The bits as a number in two's complement. */
export function signedOf(value: JuliaValue): bigint {
  return typeof value === 'bigint' ? value : BigInt.asIntN(widthOf(value), bitsOf(value))
}

/** A value of the type with these bits; higher ones are cut off. */
export function fromBits(core: CoreTypes, type: DataType, bits: bigint): JuliaValue {
  if (type === core.int64) return BigInt.asIntN(64, bits)
  if (type === core.float64) return float64OfBits(BigInt.asUintN(64, bits))
  if (type === core.bool) return (bits & 1n) === 1n
  return new Bits(type, BigInt.asUintN(type.name.bits, bits))
}

/** The bits read as a float of their width. */
export function floatOf(value: JuliaValue): number {
  if (typeof value === 'number') return value
  const bits = bitsOf(value)
  switch (widthOf(value)) {
    case 32:
      return float32OfBits(bits)
    case 16:
      return float16OfBits(bits)
    default:
      return float64OfBits(bits)
  }
}

/** A value of the type that holds the number as a float of the type's width. */
export function fromFloat(core: CoreTypes, type: DataType, value: number): JuliaValue {
  if (type === core.float64) return value
  switch (type.name.bits) {
    case 32:
      return new Bits(type, bitsOfFloat32(value))
    case 16:
      return new Bits(type, bitsOfFloat16(value))
    default:
      return fromBits(core, type, bitsOfFloat64(value))
  }
}

/** An integer of any width as a JavaScript number: sizes, indices. */
export function toNumber(value: JuliaValue): number {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Bits) return Number(value.type.name.name.startsWith('U') ? value.bits : signedOf(value))
  return typeof value === 'boolean' ? Number(value) : NaN
}
