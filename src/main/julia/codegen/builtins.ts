/**
 * Which instructions do what a builtin function of Core does, by what is known of its arguments. All others are called with
 * boxed values through the runtime's table of builtins.
 */
import type { Operand } from '../ir/statement'
import { isSubtype } from '../types/subtype'
import { fieldTypes, isConcreteType, isVarargTuple } from '../types/query'
import type { DataType, Parameter } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { fieldIndex } from '../optimizer/fields'
import { StructValue, type JuliaValue } from '../values/value'
import type { Mnemonic } from './opcodes'
import type { Registers } from './registers'
import { hasIndexedFields, shapeOf, sideOf, sideOfShape, widthOf } from './sides'

/** The name of a builtin function; undefined if the value is none. */
export function builtinName(core: CoreTypes, value: JuliaValue): string | undefined {
  if (!(value instanceof StructValue) || value.type.name.supertype !== core.type('Builtin')) return undefined
  return core.universe.functionName(value.type)
}

/** Emits the builtin; the type of what is then in the target, undefined if it is just of the type asked for. */
export function emitBuiltin(registers: Registers, name: string, args: readonly Operand[], target: number, type: Parameter): Parameter | undefined {
  // A call that cannot return throws: the instructions take for granted what the builtin itself checks.
  const cannotReturn = type.kind === 'bottom' && !(name === 'throw' && args.length === 1)
  const emitted = cannotReturn ? undefined : EMITTERS[name]?.(registers, args, target, type)
  if (emitted !== undefined) return emitted
  const { assembler, core } = registers
  const calling = CALLING[name]
  if (calling !== undefined) {
    assembler.emit(calling, target, sideOf(core, type), assembler.relocation({ kind: 'site' }), ...args.map((operand) => registers.value(operand)))
    return undefined
  }
  assembler.emit('builtin', target, assembler.relocation({ kind: 'builtin', name }), ...args.map((operand) => registers.value(operand)))
  registers.unboxAs(target, type)
  return undefined
}

/** Builtins that call what they are given. */
const CALLING: Readonly<Record<string, Mnemonic>> = { _apply_iterate: 'apply', _apply_latest: 'latest', invoke: 'invoke.builtin' }

type Emitter = (registers: Registers, args: readonly Operand[], target: number, type: Parameter) => Parameter | undefined

const EMITTERS: Readonly<Record<string, Emitter>> = {
  '===': emitEgal,
  isa: emitIsa,
  typeassert: emitTypeassert,
  typeof: emitTypeof,
  getfield: emitGetfield,
  'setfield!': emitSetfield,
  tuple: emitTuple,
  ifelse: emitIfelse,
  throw: emitThrow,
  arrayref: emitArrayref,
  arrayset: emitArrayset,
  arraysize: emitArraysize,
}

function emitEgal(registers: Registers, [left, right]: readonly Operand[], target: number): Parameter | undefined {
  const { core, assembler } = registers
  if (left === undefined || right === undefined) return undefined
  const [a, b] = [registers.typeOf(left), registers.typeOf(right)]
  const shape = shapeOf(core, a)
  if (a === b && shape !== 'boxed') {
    const side = sideOfShape(shape)
    assembler.emit(side === 0 ? 'eq.i' : 'is.f', target, registers.onSide(left, side), registers.onSide(right, side))
  } else {
    // A singleton whose type has fields may have been made more than once.
    const identity = [a, b].some((type) => type === core.symbol
      || (hasIndexedFields(type) && (type.name.typeKind === 'mutable' || fieldTypes(core.universe, type).length === 0)))
    assembler.emit(identity ? 'same' : 'egal', target, registers.value(left), registers.value(right))
  }
  return core.bool
}

/** A type whose instances are known by their own type alone. */
function isExact(type: JuliaValue | undefined): type is DataType {
  return typeof type === 'object' && 'kind' in type && type.kind === 'datatype' && isConcreteType(type) && type.name.role !== 'kind'
    && type.name.role !== 'typeofbottom'
}

const isTypeValue = (value: JuliaValue | undefined): value is Extract<JuliaValue, Parameter> => typeof value === 'object' && 'kind' in value

function emitIsa(registers: Registers, [value, type]: readonly Operand[], target: number): Parameter | undefined {
  const { core, assembler } = registers
  const wanted = type === undefined ? undefined : registers.constantOf(type)
  if (value === undefined || !isTypeValue(wanted)) return undefined
  if (isExact(wanted)) assembler.emit('isa.exact', target, registers.value(value), assembler.relocation({ kind: 'type', type: wanted }))
  else assembler.emit('isa', target, registers.value(value), assembler.relocation({ kind: 'parameter', type: wanted }))
  return core.bool
}

function emitTypeassert(registers: Registers, [value, type]: readonly Operand[], target: number, result: Parameter): Parameter | undefined {
  const { core, assembler } = registers
  const wanted = type === undefined ? undefined : registers.constantOf(type)
  if (value === undefined || !isTypeValue(wanted)) return undefined
  const register = registers.value(value)
  if (isExact(wanted)) assembler.emit('typeassert.exact', register, assembler.relocation({ kind: 'type', type: wanted }))
  else assembler.emit('typeassert', register, assembler.relocation({ kind: 'parameter', type: wanted }))
  assembler.emit('mov.j', target, register)
  if (sideOf(core, result) !== 2) registers.unboxAs(target, result)
  return result
}

function emitTypeof(registers: Registers, [value]: readonly Operand[], target: number): Parameter | undefined {
  if (value === undefined) return undefined
  registers.assembler.emit('typeof', target, registers.value(value))
  return registers.core.universe.any
}

const FIELD: Readonly<Record<ReturnType<typeof shapeOf>, Mnemonic>> = {
  boxed: 'field.j', int64: 'field.int64', bool: 'field.bool', bits: 'field.bits', f64: 'field.f64', f32: 'field.f32',
}

function emitGetfield(registers: Registers, [object, field, checked]: readonly Operand[], target: number): Parameter | undefined {
  const { core, assembler } = registers
  // Beside whether bounds are checked, the third argument may be an atomic ordering.
  if (object === undefined || field === undefined || (checked !== undefined && registers.typeOf(checked) !== core.bool)) return undefined
  const type = registers.typeOf(object)
  if (!hasIndexedFields(type) || (type.name.role === 'tuple' && isVarargTuple(type))) return undefined
  const index = fieldIndex(type, registers.constantOf(field))
  const made = index === undefined ? undefined : fieldTypes(core.universe, type)[index]
  if (index === undefined || made === undefined) return undefined
  assembler.emit(FIELD[shapeOf(core, made)], target, registers.value(object), index)
  return made
}

function emitSetfield(registers: Registers, [object, field, value, ordering]: readonly Operand[], target: number, result: Parameter): Parameter | undefined {
  const { core, assembler } = registers
  if (object === undefined || field === undefined || value === undefined || ordering !== undefined) return undefined
  const type = registers.typeOf(object)
  if (!hasIndexedFields(type) || type.name.typeKind !== 'mutable') return undefined
  const index = fieldIndex(type, registers.constantOf(field))
  if (index !== undefined && type.name.fieldAttributes.has(index)) return undefined
  const declared = index === undefined ? undefined : fieldTypes(core.universe, type)[index]
  if (index === undefined || declared === undefined || !isSubtype(core.universe, registers.typeOf(value), declared)) return undefined
  const register = registers.value(value)
  assembler.emit('set.field', registers.value(object), register, index)
  assembler.emit('mov.j', target, register)
  if (sideOf(core, result) !== 2) registers.unboxAs(target, result)
  return result
}

function emitTuple(registers: Registers, args: readonly Operand[], target: number, type: Parameter): Parameter {
  const { assembler } = registers
  const elements = args.map((operand) => registers.value(operand))
  if (type.kind === 'datatype' && type.concrete && type.name.role === 'tuple') assembler.emit('new', target, assembler.relocation({ kind: 'type', type }), ...elements)
  else assembler.emit('tuple', target, ...elements)
  return type
}

function emitIfelse(registers: Registers, [condition, left, right]: readonly Operand[], target: number, type: Parameter): Parameter | undefined {
  const { core, assembler } = registers
  if (condition === undefined || left === undefined || right === undefined || registers.shapeOf(condition) !== 'bool') return undefined
  const side = sideOf(core, type)
  const instruction = side === 0 ? 'select.i' : side === 1 ? 'select.f' : 'select.j'
  assembler.emit(instruction, target, registers.integer(condition), registers.onSide(left, side), registers.onSide(right, side))
  return type
}

function emitThrow(registers: Registers, [value]: readonly Operand[], _target: number, type: Parameter): Parameter | undefined {
  if (value === undefined) return undefined
  registers.assembler.emit('throw', registers.value(value))
  return type
}

/** The element type of an array whose dimensions are known too. */
function elementType(registers: Registers, array: Operand): Parameter | undefined {
  const type = registers.typeOf(array)
  if (type.kind !== 'datatype' || !type.concrete || type.name !== registers.core.arrayName) return undefined
  return type.parameters[0]
}

/** A register whose integer side is the position in memory order, from 1. */
function linearIndex(registers: Registers, array: number, indices: readonly Operand[]): number | undefined {
  const [first] = indices
  if (first === undefined || indices.some((index) => registers.shapeOf(index) !== 'int64')) return undefined
  if (indices.length === 1) return registers.integer(first)
  const register = registers.fresh()
  registers.assembler.emit('array.index', register, array, ...indices.map((index) => registers.integer(index)))
  return register
}

type Storage = 'i64' | 'wide' | 'n' | 'f' | 'j'

/** As `values/array-storage.ts` keeps elements. */
const NARROW = new Set(['Bool', 'Char', 'Int32', 'UInt32', 'Int16', 'UInt16', 'Int8', 'UInt8'])

function storageOf(core: CoreTypes, element: Parameter): Storage {
  if (element === core.int64) return 'i64'
  if (element === core.float64 || element === core.type('Float32')) return 'f'
  if (element === core.type('UInt64')) return 'wide'
  const isNarrow = element.kind === 'datatype' && element.name.module === 'Core' && NARROW.has(element.name.name)
  return isNarrow ? 'n' : 'j'
}

function emitArrayref(registers: Registers, [, array, ...indices]: readonly Operand[], target: number): Parameter | undefined {
  const element = array === undefined ? undefined : elementType(registers, array)
  if (array === undefined || element === undefined) return undefined
  const { core, assembler } = registers
  const container = registers.value(array)
  const index = linearIndex(registers, container, indices)
  if (index === undefined) return undefined
  const storage = storageOf(core, element)
  assembler.emit(`array.get.${storage}`, target, container, index, ...(storage === 'n' ? [widthOf(element)] : []))
  if (storage === 'j') registers.unboxAs(target, element)
  return element
}

function emitArrayset(registers: Registers, [, array, value, ...indices]: readonly Operand[], target: number): Parameter | undefined {
  const element = array === undefined ? undefined : elementType(registers, array)
  if (array === undefined || value === undefined || element === undefined) return undefined
  const { core, assembler } = registers
  if (!isSubtype(core.universe, registers.typeOf(value), element)) return undefined
  const container = registers.value(array)
  const index = linearIndex(registers, container, indices)
  if (index === undefined) return undefined
  const storage = storageOf(core, element)
  const side = storage === 'j' ? 2 : storage === 'f' ? 1 : 0
  assembler.emit(`array.set.${storage}`, registers.onSide(value, side), container, index)
  assembler.emit('mov.j', target, container)
  return registers.typeOf(array)
}

function emitArraysize(registers: Registers, [array, dimension]: readonly Operand[], target: number): Parameter | undefined {
  const { core, assembler } = registers
  if (array === undefined || dimension === undefined || elementType(registers, array) === undefined || registers.shapeOf(dimension) !== 'int64') return undefined
  assembler.emit('array.size', target, registers.value(array), registers.integer(dimension))
  return core.int64
}
