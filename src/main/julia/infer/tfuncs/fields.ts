/** Builtins about fields: `getfield`, `isdefined`, `fieldtype`, `nfields`, `sizeof`. Compare Julia 1.5's tfuncs.jl. */
import { fieldTypes, isBits, isVarargTuple } from '../../types/query'
import { typeOf, where } from '../../types/instantiate'
import { isSubtype } from '../../types/subtype'
import { isAny, isTuple, isTypeType, isVararg, unwrapUnionAll, type DataType, type Parameter } from '../../types/type'
import { BOTTOM } from '../../types/universe'
import { Const, constBool, widenConst, type LatticeElement } from '../../lattice/element'
import { mergeElements } from '../../lattice/merge'
import { isBelow } from '../../lattice/order'
import { elementOf, hasUniqueRepresentation, rewrapUnionAll } from '../../lattice/type-facts'
import { isTypeValue } from '../../values/egal'
import { fieldNames } from '../../values/layout'
import { SimpleVector, StructValue, isReflected, symbolName, type JuliaValue, type Reflected } from '../../values/value'
import { Module } from '../../worlds/module'
import { constantType } from '../constants'
import type { InferenceRun } from '../context'
import { globalElement } from '../globals'
import { instancesOf } from './type-arguments'

/** Fields of a `DataType` that never change. */
const DATA_TYPE_FIELDS: readonly string[] = ['name', 'parameters', 'types', 'super', 'mutable', 'instance']
const NO_FIELDS: readonly string[] = []
/** The same of other objects of the compiler that can be changed; those not named here cannot. */
const REFLECTED_FIELDS: Readonly<Partial<Record<Reflected['juliaType'], readonly string[]>>> = {
  TypeName: ['name', 'module', 'wrapper'],
  Module: NO_FIELDS, Method: NO_FIELDS, MethodInstance: NO_FIELDS, CodeInstance: NO_FIELDS, CodeInfo: NO_FIELDS, MethodTable: NO_FIELDS,
}

/** From 1; 0 for a name that is not there. */
function indexOfField(run: InferenceRun, type: DataType, name: JuliaValue): number | undefined {
  if (typeof name === 'bigint') return Number(name)
  return typeof name === 'symbol' ? fieldNames(run.core, type).indexOf(name) + 1 : undefined
}

function initializedFields(run: InferenceRun, type: DataType): number {
  if (isTuple(type)) return isVarargTuple(type) ? type.parameters.length - 1 : type.parameters.length
  return Math.min(type.name.initialized, fieldTypes(run.universe, type).length)
}

function abstractNamedTuple(type: DataType): boolean {
  return type.name.role === 'namedtuple' && !type.concrete
}

export function inferGetField(run: InferenceRun, object: LatticeElement, name: LatticeElement, callee: JuliaValue): LatticeElement {
  const { universe } = run
  if (object.kind === 'conditional') return BOTTOM
  const plain = object.kind === 'const' || object.kind === 'partialstruct' || object.kind === 'partialtypevar' ? object : unwrapUnionAll(object)
  if (plain.kind === 'union' && object.kind !== 'const') {
    const part = (member: Parameter) => inferGetField(run, rewrapUnionAll(universe, member, object as Parameter), name, callee)
    return mergeElements(run, part(plain.a), part(plain.b))
  }
  const value = plain.kind === 'const' ? plain.value : constantType(run, plain)
  if (value !== undefined) {
    const known = constantField(run, value, name, callee)
    if (known !== undefined) return known
    return fieldOfType(run, run.core.typeOf(value), universe.any, name)
  }
  if (plain.kind === 'partialstruct') {
    const type = plain.type
    const at = name.kind === 'const' && type.kind === 'datatype' ? indexOfField(run, type, name.value) : undefined
    const field = at === undefined ? undefined : plain.fields[at - 1]
    if (field !== undefined) return isVarargField(field) ? elementOf(universe, field) : field
    return type.kind === 'datatype' ? fieldOfType(run, type, type, name) : universe.any
  }
  if (plain.kind !== 'datatype' || isTypeType(plain)) return universe.any
  return fieldOfType(run, plain, object as Parameter, name)
}

function isVarargField(field: LatticeElement): field is Parameter {
  return (field.kind === 'datatype' || field.kind === 'unionall') && isVararg(field)
}

function constantField(run: InferenceRun, value: JuliaValue, name: LatticeElement, callee: JuliaValue): LatticeElement | undefined {
  if (name.kind !== 'const') return undefined
  const field = name.value
  if (typeof field !== 'symbol' && typeof field !== 'bigint') return BOTTOM
  if (value instanceof Module) return typeof field === 'symbol' ? globalElement(run, value, field) : undefined
  if (value instanceof StructValue || value instanceof SimpleVector) {
    if (value instanceof StructValue && value.type.name.typeKind === 'mutable') return undefined
    const at = value instanceof SimpleVector ? Number(field) : indexOfField(run, value.type, field)
    const found = at === undefined ? undefined : (value instanceof SimpleVector ? value.elements : value.fields)[at - 1]
    return found === undefined ? undefined : new Const(found)
  }
  return isConstantReflection(run, value, field) ? foldField(run, callee, value, field) : undefined
}

/** Types and their names do not change, but for what the runtime fills in later. */
function isConstantReflection(run: InferenceRun, value: JuliaValue, field: symbol | bigint): boolean {
  if (typeof value !== 'object') return false
  const kept = isTypeValue(value) ? (value.kind === 'datatype' ? DATA_TYPE_FIELDS : undefined) : isReflected(value) ? REFLECTED_FIELDS[value.juliaType] : NO_FIELDS
  if (kept === undefined) return true
  const name = typeof field === 'symbol' ? field : fieldNames(run.core, run.core.typeOf(value))[Number(field) - 1]
  return name !== undefined && kept.includes(symbolName(name))
}

function foldField({ context }: InferenceRun, callee: JuliaValue, value: JuliaValue, field: symbol | bigint): LatticeElement | undefined {
  const found = context.foldCall(callee, [value, field])
  return found === undefined ? undefined : new Const(found)
}

/** A field of an instance of a type; `whole` is the type with its `where`s. */
function fieldOfType(run: InferenceRun, type: DataType, whole: Parameter, name: LatticeElement): LatticeElement {
  const { universe, core } = run
  if (type.name.typeKind === 'abstract') return universe.any
  if (isTuple(type) && isBelow(run, name, core.symbol)) return BOTTOM
  if (type.name.name === 'Module') return isBelow(run, name, core.int64) ? BOTTOM : universe.any
  if (abstractNamedTuple(type)) return fieldOfAnyNamedTuple(run, type, whole, name)
  const types = fieldTypes(run.universe, type)
  if (types.length === 0 || name.kind === 'conditional') return BOTTOM
  const field = (at: number) => rewrapUnionAll(universe, elementOf(universe, types[at] ?? universe.any), whole)
  if (name.kind !== 'const') {
    const index = widenConst(run, name)
    if (!isSubtype(universe, core.int64, index) && !isSubtype(universe, core.symbol, index)) return BOTTOM
    return types.map((_, at) => field(at)).reduce<LatticeElement>((all, one) => mergeElements(run, all, one), BOTTOM)
  }
  const at = indexOfField(run, type, name.value)
  if (at === undefined) return BOTTOM
  const last = types.at(-1)
  if (isTuple(type) && at >= types.length && last !== undefined && isVararg(last)) return field(types.length - 1)
  return at < 1 || at > types.length ? BOTTOM : field(at - 1)
}

function fieldOfAnyNamedTuple(run: InferenceRun, type: DataType, whole: Parameter, name: LatticeElement): LatticeElement {
  const { universe, core } = run
  const [names, given] = type.parameters
  let index = name
  if (name.kind === 'const' && typeof name.value === 'symbol') {
    index = names?.kind === 'value' ? new Const(BigInt(indexOfField(run, type, name.value) ?? 0)) : core.int64
  } else if (isBelow(run, core.symbol, name)) index = core.int64
  let elements = given ?? universe.any
  while (elements.kind === 'var') elements = elements.upper
  const tuple = rewrapUnionAll(universe, elements, whole)
  return isSubtype(universe, tuple, universe.tuple) ? inferGetField(run, tuple, index, core.nothing) : universe.any
}

export function inferIsDefined(run: InferenceRun, args: readonly LatticeElement[]): LatticeElement {
  const { core } = run
  const [object, name] = args
  if (object === undefined) return BOTTOM
  const whole = object.kind === 'const' ? core.typeOf(object.value) : widenConst(run, object)
  const type = unwrapUnionAll(whole)
  if (isTypeType(whole) || type.kind !== 'datatype' || type.name.typeKind === 'abstract') return core.bool
  if (type.name.name === 'Module') {
    if (name === undefined || !isSubtype(run.universe, core.symbol, widenConst(run, name))) return BOTTOM
    const known = object.kind === 'const' && object.value instanceof Module && name.kind === 'const' && typeof name.value === 'symbol' && globalValue(object.value, name.value) !== undefined
    return known ? constBool(true) : core.bool
  }
  if (name?.kind !== 'const') return core.bool
  const at = indexOfField(run, type, name.value)
  return at === undefined ? BOTTOM : isFieldSet(run, object, type, at)
}

function globalValue(module: Module, name: symbol): JuliaValue | undefined {
  return module.get(symbolName(name))
}

function isFieldSet(run: InferenceRun, object: LatticeElement, type: DataType, at: number): LatticeElement {
  const types = fieldTypes(run.universe, type)
  const open = isTuple(type) && isVarargTuple(type)
  if (at >= 1 && at <= initializedFields(run, type)) return constBool(true)
  if (type.name.role === 'namedtuple') return type.concrete ? constBool(false) : run.core.bool
  if (at <= 0 || (!open && at > types.length)) return constBool(false)
  const field = types[at - 1]
  if (!open && field !== undefined && isBits(run.universe, field)) return constBool(true)
  if (object.kind !== 'const' || !(object.value instanceof StructValue)) return run.core.bool
  const isSet = object.value.fields[at - 1] !== undefined
  return isSet || object.value.type.name.typeKind !== 'mutable' ? constBool(isSet) : run.core.bool
}

export function inferNumberOfFields(run: InferenceRun, object: LatticeElement): LatticeElement {
  const { core } = run
  if (object.kind === 'const' && object.value instanceof StructValue) return new Const(BigInt(object.value.fields.length))
  if (object.kind === 'conditional') return new Const(0n)
  const type = object.kind === 'const' ? core.typeOf(object.value) : widenConst(run, object)
  if (type.kind !== 'datatype' || type.name.typeKind === 'abstract' || isTypeType(type)) return core.int64
  if ((isTuple(type) && isVarargTuple(type)) || abstractNamedTuple(type)) return core.int64
  return new Const(BigInt(fieldTypes(run.universe, type).length))
}

export function inferSizeOf(run: InferenceRun, object: LatticeElement, callee: JuliaValue): LatticeElement {
  const { core } = run
  const fold = (value: JuliaValue): LatticeElement => {
    const size = core.typeOf(value).name === core.arrayName ? undefined : run.context.foldCall(callee, [value])
    return size === undefined ? core.int64 : new Const(size)
  }
  if (object.kind === 'const') return fold(object.value)
  if (object.kind === 'conditional') return fold(true)
  if (object.kind === 'union') return mergeElements(run, inferSizeOf(run, object.a, callee), inferSizeOf(run, object.b, callee))
  const about = constantType(run, object)
  if (about !== undefined) return fold(about)
  const { type } = instancesOf(run, object)
  const sized = type.kind === 'bottom' ? widenConst(run, object) : unwrapUnionAll(type)
  const isSized = sized.kind === 'datatype' && sized !== run.universe.dataTypeKind && (sized.concrete || sized.name.typeKind === 'primitive')
  return isSized && !sized.open ? fold(sized) : core.int64
}

export function inferFieldType(run: InferenceRun, about: LatticeElement, name: LatticeElement): LatticeElement {
  const { universe } = run
  if (about.kind === 'bottom' || about.kind === 'conditional') return BOTTOM
  if (isGeneralType(run, about)) return universe.type
  if (about.kind === 'const') {
    const { value } = about
    if (typeof value !== 'object' || !isTypeValue(value) || value.kind === 'var' || value.kind === 'bottom') return BOTTOM
  }
  const body = about.kind === 'unionall' || about.kind === 'union' ? unwrapUnionAll(about) : about
  if (body.kind === 'union') {
    const part = (member: Parameter) => inferFieldType(run, rewrapUnionAll(universe, member, about as Parameter), name)
    return mergeElements(run, part(body.a), part(body.b))
  }
  const { type, exact } = instancesOf(run, about)
  return type.kind === 'bottom' ? BOTTOM : fieldTypeWithin(run, type, exact, name)
}

function isGeneralType(run: InferenceRun, about: LatticeElement): boolean {
  const { universe } = run
  if (about.kind === 'const') return false
  return about === universe.type || (about.kind === 'datatype' && isAny(about)) || isBelow(run, universe.dataTypeKind, about) || isBelow(run, universe.unionAllKind, about)
}

function fieldTypeWithin(run: InferenceRun, whole: Parameter, given: boolean, name: LatticeElement): LatticeElement {
  const { universe, core } = run
  const exact = given && !whole.open
  const type = unwrapUnionAll(whole)
  if (type.kind === 'union') {
    const part = (member: Parameter) => fieldTypeWithin(run, rewrapUnionAll(universe, member, whole), exact, name)
    return mergeElements(run, part(type.a), part(type.b))
  }
  if (type.kind !== 'datatype' || type.name.typeKind === 'abstract' || abstractNamedTuple(type)) return universe.type
  const types = fieldTypes(run.universe, type)
  if (types.length === 0) return BOTTOM
  const field = (at: number): LatticeElement => {
    const declared = elementOf(universe, types[at] ?? universe.any)
    const isExact = exact || (!declared.open && !isTuple(type))
    const result = rewrapUnionAll(universe, declared, whole)
    if (!isExact) {
      const variable = universe.variable('ft', BOTTOM, result)
      return where(universe, variable, typeOf(universe, variable))
    }
    return hasUniqueRepresentation(universe, result) && result.kind !== 'value' && result.kind !== 'var' ? new Const(result) : typeOf(universe, result)
  }
  if (name.kind !== 'const') {
    const index = widenConst(run, name)
    if (!isSubtype(universe, core.int64, index) && !isSubtype(universe, core.symbol, index)) return BOTTOM
    return types.map((_, at) => field(at)).reduce<LatticeElement>((all, one) => mergeElements(run, all, one), BOTTOM)
  }
  const at = indexOfField(run, type, name.value)
  if (at === undefined) return BOTTOM
  const last = types.at(-1)
  if (isTuple(type) && at >= types.length && last !== undefined && isVararg(last)) return field(types.length - 1)
  return at < 1 || at > types.length ? BOTTOM : field(at - 1)
}

