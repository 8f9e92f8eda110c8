/**
 * Which statements may be left out if nobody uses their value: they neither throw nor do anything. Compare Julia 1.5's
 * `stmt_effect_free` (ssair/queries.jl), `intrinsic_nothrow` and `builtin_nothrow` (tfuncs.jl).
 */
import { INTRINSICS } from '../infer/tfuncs/intrinsics'
import { instancesOf } from '../infer/tfuncs/type-arguments'
import type { Operand, Statement } from '../ir/statement'
import { isPlain, widenConst, type Lattice, type LatticeElement } from '../lattice/element'
import { isBelow } from '../lattice/order'
import { onlyInstance } from '../lattice/type-facts'
import { fieldTypes, isBits, isVarargTuple } from '../types/query'
import { isKind, type DataType, type Parameter } from '../types/type'
import { isTypeValue } from '../values/egal'
import { Bits, IntrinsicFunction, StructValue, type JuliaValue } from '../values/value'
import { Binding, Module } from '../worlds/module'
import { fieldCount, fieldIndex } from './fields'
import type { IR } from './ir'

/** Neither throw nor have an effect. */
export const PURE_BUILTINS: ReadonlySet<string> = new Set(['tuple', 'svec', '===', 'typeof', 'nfields'])
/** Have no effect, and may throw. */
export const PURE_OR_ERROR_BUILTINS: ReadonlySet<string> = new Set([
  'fieldtype', 'apply_type', 'isa', 'UnionAll', 'getfield', 'arrayref', 'const_arrayref', 'isdefined', 'sizeof', 'kwfunc', 'ifelse', '_typevar', '<:',
])

/** The value that the callee of a call certainly is. */
export function singletonOf(lattice: Lattice, element: LatticeElement): JuliaValue | undefined {
  return element.kind === 'const' ? element.value : onlyInstance(lattice, element)
}

/** The name of a builtin function of Core. */
export function builtinNameOf({ core, universe }: Lattice, value: JuliaValue | undefined): string | undefined {
  if (!(value instanceof StructValue) || value.type.name.supertype !== core.type('Builtin')) return undefined
  return universe.functionName(value.type)
}

/** The name of the builtin that a statement calls. */
export function calledBuiltin(ir: IR, statement: Statement): string | undefined {
  if (statement.kind !== 'call') return undefined
  const [callee] = statement.args
  return callee === undefined ? undefined : builtinNameOf(ir.lattice, singletonOf(ir.lattice, ir.typeOf(callee)))
}

export function isEffectFree(ir: IR, statement: Statement, type: LatticeElement): boolean {
  switch (statement.kind) {
    case 'pi':
    case 'phi':
    case 'constant':
    case 'ssa':
    case 'argument':
    case 'isdefined':
    case 'theException':
    case 'copyast':
    case 'boundscheck':
      return true
    case 'slot':
      return ir.slots[statement.id]?.maybeUndefined !== true
    case 'global': {
      const { module, name } = statement.ref
      const found = module instanceof Module ? module.resolve(name) : undefined
      return found instanceof Binding && found.value !== undefined
    }
    case 'parameter':
      return ir.typeOf(statement).kind === 'const'
    case 'call':
      return isCallEffectFree(ir, statement.args, type)
    case 'new':
      return isNewEffectFree(ir, statement.type, statement.fields)
    default:
      return false
  }
}

function isCallEffectFree(ir: IR, [callee, ...operands]: readonly Operand[], type: LatticeElement): boolean {
  const { lattice } = ir
  const value = callee === undefined ? undefined : singletonOf(lattice, ir.typeOf(callee))
  if (value === undefined) return false
  const args = operands.map((operand) => ir.typeOf(operand))
  if (value instanceof IntrinsicFunction) return hasNoEffectUnlessThrows(value) && isIntrinsicNothrow(lattice, value.name, args)
  const name = builtinNameOf(lattice, value)
  if (name === undefined) return false
  if (PURE_BUILTINS.has(name)) return true
  return PURE_OR_ERROR_BUILTINS.has(name) && type.kind !== 'bottom' && isBuiltinNothrow(lattice, name, args, type)
}

/** Pure for inference: folded if all operands are constant. */
export function isPureIntrinsic({ name }: IntrinsicFunction): boolean {
  return !['pointerref', 'pointerset', 'llvmcall', 'arraylen', 'sqrt_llvm', 'sqrt_llvm_fast', 'cglobal'].includes(name)
}

function hasNoEffectUnlessThrows(intrinsic: IntrinsicFunction): boolean {
  return intrinsic.name === 'pointerref' || isPureIntrinsic(intrinsic)
}

const isPrimitive = (type: Parameter): type is DataType => type.kind === 'datatype' && type.name.typeKind === 'primitive' && type.concrete

const CONVERSIONS = new Set(['sext_int', 'zext_int', 'trunc_int', 'fptoui', 'fptosi', 'uitofp', 'sitofp', 'fptrunc', 'fpext'])
const SHIFTS = new Set(['shl_int', 'lshr_int', 'ashr_int'])

export function isIntrinsicNothrow(lattice: Lattice, name: string, args: readonly LatticeElement[]): boolean {
  const known = INTRINSICS.get(name)
  const [first, second] = args
  if (known === undefined || first === undefined || args.length < known.least || args.length > known.most) return false
  const type = widenConst(lattice, first)
  if (name.startsWith('checked_') && /div|rem/.test(name)) return isDivisionNothrow(lattice, name, first, second)
  if (name === 'arraylen') return isBelow(lattice, first, lattice.core.array)
  if (name === 'bitcast' || CONVERSIONS.has(name)) {
    const { type: to, exact } = instancesOf(lattice, first)
    const from = second === undefined ? undefined : widenConst(lattice, second)
    if (from === undefined || !isPrimitive(to) || !isPrimitive(from)) return false
    return name === 'bitcast' ? to.name.bits === from.name.bits : exact
  }
  if (!isPrimitive(type)) return false
  return args.slice(1).every((element) => {
    const other = widenConst(lattice, element)
    return SHIFTS.has(name) ? isPrimitive(other) : other === type
  })
}

/** Not by zero, and of signed ones not the least by -1. */
function isDivisionNothrow(lattice: Lattice, name: string, dividend: LatticeElement, divisor: LatticeElement | undefined): boolean {
  if (divisor?.kind !== 'const') return false
  const type = widenConst(lattice, dividend)
  if (!isPrimitive(type) || type !== widenConst(lattice, divisor)) return false
  const by = integerOf(divisor.value)
  if (by === undefined || by === 0n) return false
  if (name !== 'checked_sdiv_int' || by !== -1n) return true
  const least = -(1n << BigInt(type.name.bits - 1))
  return dividend.kind === 'const' && integerOf(dividend.value) !== least
}

/** With its sign. */
function integerOf(value: JuliaValue): bigint | undefined {
  if (typeof value === 'bigint') return value
  return value instanceof Bits ? BigInt.asIntN(value.type.name.bits, value.bits) : undefined
}

export function isBuiltinNothrow(lattice: Lattice, name: string, args: readonly LatticeElement[], type: LatticeElement): boolean {
  const { universe, core } = lattice
  const [first, second] = args
  const isTypeElement = (element: LatticeElement | undefined) => element !== undefined && isBelow(lattice, element, universe.type)
  switch (name) {
    case 'getfield':
      return first !== undefined && second !== undefined && args.length <= 3 && isGetfieldNothrow(lattice, first, second, args[2])
    case 'isa':
      return args.length === 2 && isTypeElement(second)
    case '<:':
      return args.length === 2 && isTypeElement(first) && isTypeElement(second)
    case 'UnionAll':
      return args.length === 2 && first !== undefined && isBelow(lattice, first, core.type('TypeVar')) && isTypeElement(second)
    case 'ifelse':
      return args.length === 3 && first !== undefined && isBelow(lattice, first, core.bool)
    case 'kwfunc':
    case 'apply_type':
      return type.kind === 'const' || (isPlain(type) && type.kind === 'datatype' && type.name.role === 'type')
    case 'fieldtype':
      return type.kind === 'const'
    case 'isdefined':
      return args.length === 2 && second !== undefined && isBelow(lattice, second, core.symbol)
    case 'sizeof':
      return args.length === 1 && type.kind === 'const'
    default:
      return false
  }
}

function isGetfieldNothrow(lattice: Lattice, object: LatticeElement, field: LatticeElement, check: LatticeElement | undefined): boolean {
  const unchecked = check?.kind === 'const' && check.value === false
  if (!unchecked && field.kind !== 'const') return false
  const name = field.kind === 'const' ? field.value : undefined
  if (object.kind === 'const') {
    const { value } = object
    if (value instanceof Module) return typeof name === 'symbol' && value.get(Symbol.keyFor(name) ?? '') !== undefined
    if (value instanceof StructValue && name !== undefined) {
      const index = fieldIndex(value.type, name)
      return index !== undefined && value.fields[index] !== undefined
    }
  }
  return isTypeFieldSet(lattice, widenConst(lattice, object), name, unchecked)
}

function isTypeFieldSet(lattice: Lattice, type: Parameter, name: JuliaValue | undefined, unchecked: boolean): boolean {
  const { universe } = lattice
  if (type.kind === 'union') return isTypeFieldSet(lattice, type.a, name, unchecked) && isTypeFieldSet(lattice, type.b, name, unchecked)
  if (type.kind !== 'datatype' || type.name.typeKind === 'abstract') return false
  const isVarargType = type.name.role === 'tuple' && isVarargTuple(type)
  const initialized = Math.min(type.name.initialized, fieldCount(type) ?? 0)
  if (unchecked && !isVarargType && initialized === fieldCount(type)) return true
  const index = fieldIndex(type, name)
  if (index === undefined) return false
  if (index < initialized) return true
  const declared = fieldTypes(universe, type)[index]
  return !isVarargType && declared !== undefined && isBits(universe, declared)
}

/** Makes an instance of a type that is known for certain, with fields of the declared types. */
function isNewEffectFree(ir: IR, operand: Operand, fields: readonly Operand[]): boolean {
  const { lattice } = ir
  const { type, exact } = instancesOf(lattice, ir.typeOf(operand))
  if (!exact || type.kind !== 'datatype' || !type.concrete || isKind(type)) return false
  const declared = fieldTypes(lattice.universe, type)
  return declared.length >= fields.length && fields.every((field, at) => isBelow(lattice, ir.typeOf(field), declared[at] ?? lattice.universe.any))
}

/** A constant that may stand in code: a type, a symbol, or a value that is its bits alone and not too large. */
export function isInlineableConstant({ core, universe }: Lattice, value: JuliaValue): boolean {
  if (typeof value === 'symbol' || (typeof value === 'object' && isTypeValue(value) && value.kind !== 'var')) return true
  return isBits(universe, core.typeOf(value)) && bytesOf(value) <= MOST_BYTES
}

/** `MAX_INLINE_CONST_SIZE` (1.5, utilities.jl). */
const MOST_BYTES = 256

function bytesOf(value: JuliaValue | undefined): number {
  if (value instanceof StructValue) return value.fields.reduce<number>((sum, field) => sum + bytesOf(field), 0)
  return value instanceof Bits ? value.type.name.bits / 8 : 8
}
