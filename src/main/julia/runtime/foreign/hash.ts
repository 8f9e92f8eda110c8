/**
 * Hashing as Julia does it: MurmurHash3 (x64, 128 bits; public domain, Austin Appleby) of which the second half counts, so that
 * dictionaries of strings and symbols iterate in Julia's order; and `objectid`. Types, functions and modules are known by their names, so that
 * a dictionary with such keys can be stored in one session and read in another (jltypes.c `type_hash`, module.c). What stands for an address
 * in Julia is the order in which objects were first asked here: the same program, the same answers.
 */
import type { DataType, Parameter } from '../../types/type'
import type { CoreTypes } from '../../values/core-types'
import { isTypeValue } from '../../values/egal'
import { toJuliaString } from '../../values/text'
import { Bits, SimpleVector, StructValue, symbolName, type JuliaValue } from '../../values/value'
import { Module } from '../../worlds/module'
import { bitsOf } from '../primitive'

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value)
const rotate = (value: bigint, by: bigint): bigint => u64((value << by) | (u64(value) >> (64n - by)))
const C1 = 0x87c37b91114253d5n
const C2 = 0x4cf5ad432745937fn

function finish(value: bigint): bigint {
  let mixed = value
  mixed ^= mixed >> 33n
  mixed = u64(mixed * 0xff51afd7ed558ccdn)
  mixed ^= mixed >> 33n
  mixed = u64(mixed * 0xc4ceb9fe1a85ec53n)
  return mixed ^ (mixed >> 33n)
}

/** Up to eight bytes from `at`, the first the lowest. */
function word(bytes: string, at: number, end: number): bigint {
  let value = 0n
  for (let i = Math.min(at + 8, end) - 1; i >= at; i--) value = (value << 8n) | BigInt(bytes.charCodeAt(i))
  return value
}

/** Of a Julia string: one byte per character. */
export function hashBytes(bytes: string, seed: bigint): bigint {
  let [h1, h2] = [seed, seed]
  const { length } = bytes
  const whole = length - (length % 16)
  for (let at = 0; at < whole; at += 16) {
    h1 ^= u64(rotate(u64(word(bytes, at, length) * C1), 31n) * C2)
    h1 = u64((rotate(h1, 27n) + h2) * 5n + 0x52dce729n)
    h2 ^= u64(rotate(u64(word(bytes, at + 8, length) * C2), 33n) * C1)
    h2 = u64((rotate(h2, 31n) + h1) * 5n + 0x38495ab5n)
  }
  if (length - whole > 8) h2 ^= u64(rotate(u64(word(bytes, whole + 8, length) * C2), 33n) * C1)
  if (length > whole) h1 ^= u64(rotate(u64(word(bytes, whole, length) * C1), 31n) * C2)
  h1 ^= BigInt(length)
  h2 ^= BigInt(length)
  h1 = u64(h1 + h2)
  h2 = u64(h2 + h1)
  const [a, b] = [finish(h1), finish(h2)]
  return u64(u64(a + b) + b)
}

const DEFAULT_SEED = 0xcafe8881n
const STRING_SEED = 0xedc3b677n
const TYPE_SEED = 0x5bd1e995n
const MODULE_SEED = 0x27d4eb2fn
const VARIABLE = 0x7n
const SYMBOL_MASK = 0xaaaaaaaaaaaaaaaan

/** `objectid`: equal for values that are `===`. */
export class ObjectIds {
  private readonly numbers = new WeakMap<object, bigint>()
  private readonly symbols = new Map<symbol, bigint>()
  private readonly types = new WeakMap<object, bigint>()
  private last = 0n

  constructor(private readonly core: CoreTypes) {}

  of(value: JuliaValue): bigint {
    switch (typeof value) {
      case 'symbol':
        return this.ofSymbol(value)
      case 'string':
        return hashBytes(value, STRING_SEED)
      case 'bigint':
      case 'number':
      case 'boolean':
        return this.mix(this.ofType(this.core.typeOf(value)), bitsOf(Number.isNaN(value) ? NaN : value))
      default:
        return this.ofObject(value)
    }
  }

  private ofObject(value: Exclude<JuliaValue, bigint | number | boolean | symbol | string>): bigint {
    if (value instanceof Bits) return this.mix(this.ofType(value.type), value.bits)
    if (value instanceof SimpleVector) return value.elements.reduce<bigint>((hash, element) => this.mix(hash, this.of(element)), 0x2an)
    if (value instanceof StructValue && value.type.name.typeKind !== 'mutable') {
      return value.fields.reduce<bigint>((hash, field) => this.mix(hash, field === undefined ? 0n : this.of(field)), this.ofType(value.type))
    }
    if (isTypeValue(value)) return this.ofType(value)
    if (value instanceof Module) return hashBytes(toJuliaString(value.path), MODULE_SEED)
    return this.address(value)
  }

  /** Equal types have equal numbers, whatever their variables are called and in whatever order a union has its members. */
  private ofType(type: Parameter): bigint {
    if (type.kind === 'var') return VARIABLE
    let known = this.types.get(type)
    if (known === undefined) {
      known = this.hashType(type)
      this.types.set(type, known)
    }
    return known
  }

  private hashType(type: Exclude<Parameter, { readonly kind: 'var' }>): bigint {
    switch (type.kind) {
      case 'bottom':
        return 0x2n
      case 'union':
        return u64(this.ofMember(type.a) + this.ofMember(type.b))
      case 'unionall':
        return this.mix(0x3n, this.ofType(type.body))
      case 'value':
        return hashBytes(toJuliaString(`${type.typeName} ${type.text}`), TYPE_SEED)
      case 'datatype':
        return type.parameters.reduce<bigint>((hash, parameter) => this.mix(hash, this.ofType(parameter)), this.ofName(type))
    }
  }

  /** Of a union: nested ones count as their members. */
  private ofMember(type: Parameter): bigint {
    return type.kind === 'union' ? this.ofType(type) : finish(this.ofType(type))
  }

  private ofName({ name }: DataType): bigint {
    return hashBytes(toJuliaString(`${name.module}.${name.name}`), TYPE_SEED)
  }

  private ofSymbol(value: symbol): bigint {
    let known = this.symbols.get(value)
    if (known === undefined) {
      known = hashBytes(toJuliaString(symbolName(value)), DEFAULT_SEED) ^ SYMBOL_MASK
      this.symbols.set(value, known)
    }
    return known
  }

  private address(value: object): bigint {
    let known = this.numbers.get(value)
    if (known === undefined) {
      known = finish(++this.last)
      this.numbers.set(value, known)
    }
    return known
  }

  private mix(hash: bigint, more: bigint): bigint {
    return finish(u64(hash * 31n + BigInt.asUintN(64, more) + (more >> 64n) + 1n))
  }
}
