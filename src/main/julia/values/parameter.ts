/**
 * Values as type parameters and back: `1` in `Array{Int64,1}`, `:a` in `Val{:a}`, `(:a, :b)` in a named tuple. What may be a
 * parameter: types, variables, symbols, values that are their bits alone, and tuples of such values and symbols (1.5, `valid_tparam`).
 */
import { tupleOf } from '../types/instantiate'
import { isBits } from '../types/query'
import type { Parameter, Value } from '../types/type'
import type { CoreTypes } from './core-types'
import { isTypeValue } from './egal'
import { printType } from '../types/print'
import { fromJuliaString, toJuliaString } from './text'
import { Bits, StructValue, symbolName, symbolOf, type JuliaValue } from './value'

/** The parameter that a value is; undefined if it cannot be one. */
export function parameterOf(core: CoreTypes, value: JuliaValue): Parameter | undefined {
  const { universe } = core
  switch (typeof value) {
    case 'bigint':
      return universe.integer(value)
    case 'boolean':
      return universe.integer(value ? 1 : 0, 'Bool')
    case 'symbol':
      return universe.value('Symbol', symbolText(symbolName(value)))
    case 'number':
      return universe.value('Float64', floatText(value))
    case 'string':
      return undefined
    default:
      return isTypeValue(value) ? value : objectParameter(core, value)
  }
}

function objectParameter(core: CoreTypes, value: Exclude<JuliaValue, bigint | boolean | symbol | number | string>): Parameter | undefined {
  const { universe } = core
  if (value instanceof Bits) {
    if (/^U?Int\d+$/.test(value.type.name.name)) return universe.integer(signedBits(value), value.type.name.name)
    const text = value.type.name.name === 'Char' ? characterText(value.bits) : `${printType(universe, value.type)}(0x${value.bits.toString(16)})`
    return remember(core, universe.value(value.type.name.name, text), value)
  }
  if (!(value instanceof StructValue) || value.type.name.typeKind === 'mutable') return undefined
  if (value.type.name.role !== 'tuple' && !isBits(universe, value.type)) return undefined
  const elements: Parameter[] = []
  for (const field of value.fields) {
    const element = field === undefined || (typeof field === 'object' && isTypeValue(field)) ? undefined : parameterOf(core, field)
    if (element === undefined) return undefined
    elements.push(element)
  }
  const texts = elements.map((element) => (element.kind === 'value' ? element.text : ''))
  if (value.type.name.role === 'tuple') {
    return remember(core, universe.value('Tuple', `(${texts.join(', ')}${texts.length === 1 ? ',' : ''})`, undefined, elements), value)
  }
  const text = value.type === core.nothingType ? 'nothing' : `${printType(universe, value.type)}(${texts.join(', ')})`
  return remember(core, universe.value(value.type.name.name, text), value)
}

function remember(core: CoreTypes, parameter: Value, value: JuliaValue): Value {
  if (!core.parameterValues.has(parameter)) core.parameterValues.set(parameter, value)
  return parameter
}

/** The value that a parameter is. Throws a plain error for one that was never made from a value: a bug. */
export function valueOf(core: CoreTypes, parameter: Parameter): JuliaValue {
  if (parameter.kind !== 'value') return parameter
  const known = core.parameterValues.get(parameter)
  if (known !== undefined) return known
  const { typeName, text, integer, elements } = parameter
  if (elements !== undefined) {
    const values = elements.map((element) => valueOf(core, element))
    return new StructValue(tupleOf(core.universe, values.map((value) => core.typeOf(value))), values)
  }
  if (integer !== undefined) {
    if (typeName === 'Int64') return integer
    if (typeName === 'Bool') return integer !== 0n
    const type = core.type(typeName)
    return new Bits(type, BigInt.asUintN(type.name.bits, integer))
  }
  if (typeName === 'Symbol') return symbolOf(text.startsWith(':') ? text.slice(1) : (JSON.parse(text.slice('Symbol('.length, -1)) as string))
  if (typeName === 'Float64') return text === 'Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text)
  if (typeName === 'Char') return new Bits(core.type('Char'), characterBits(text.slice(1, -1)))
  throw new Error(`the parameter ${text} of type ${typeName} is not the parameter of any value`)
}

function signedBits({ type, bits }: Bits): bigint {
  return type.name.name.startsWith('U') ? bits : BigInt.asIntN(type.name.bits, bits)
}

function symbolText(name: string): string {
  return /^[\p{L}_!@][\p{L}\p{N}_!]*$/u.test(name) ? `:${name}` : `Symbol(${JSON.stringify(name)})`
}

function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0.0'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf'
  const text = String(value)
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text
}

/** A `Char` holds its UTF-8 bytes from the highest one on. */
function characterText(bits: bigint): string {
  const bytes = [24n, 16n, 8n, 0n].map((shift) => String.fromCharCode(Number((bits >> shift) & 0xffn)))
  const used = bytes.slice(0, Math.max(1, bytes.findLastIndex((byte) => byte !== '\0') + 1))
  return `'${fromJuliaString(used.join(''))}'`
}

function characterBits(text: string): bigint {
  const bytes = toJuliaString(text)
  return [0, 1, 2, 3].reduce((bits, at) => (bits << 8n) | BigInt(bytes.charCodeAt(at) || 0), 0n)
}
