/**
 * Which instructions compute an intrinsic, by the types of its operands. What has no instruction of its own, or operands of
 * types that are not known, goes to the runtime's table of intrinsics with boxed values.
 */
import type { Operand } from '../ir/statement'
import type { Parameter } from '../types/type'
import { IntrinsicFunction } from '../values/value'
import { builtinName } from './builtins'
import type { Mnemonic } from './opcodes'
import type { Registers } from './registers'
import { shapeOf, sideOfShape, widthOf } from './sides'

/** Of two integers of one type: the instruction for 64 bits, and the one for fewer if it is another. */
const INTEGER_BINARY: Readonly<Record<string, readonly [wide: Mnemonic, narrow: Mnemonic]>> = {
  add_int: ['add.i', 'add.n'],
  sub_int: ['sub.i', 'sub.n'],
  mul_int: ['mul.i', 'mul.n'],
  and_int: ['and.i', 'and.i'],
  or_int: ['or.i', 'or.i'],
  xor_int: ['xor.i', 'xor.i'],
  sdiv_int: ['sdiv.i', 'sdiv.n'],
  udiv_int: ['udiv.i', 'udiv.n'],
  srem_int: ['srem.i', 'srem.n'],
  urem_int: ['urem.i', 'urem.n'],
  checked_sdiv_int: ['sdiv.i', 'sdiv.n'],
  checked_udiv_int: ['udiv.i', 'udiv.n'],
  checked_srem_int: ['srem.i', 'srem.n'],
  checked_urem_int: ['urem.i', 'urem.n'],
}

/** The second operand, an unsigned amount, may be of another type. */
const SHIFTS: Readonly<Record<string, readonly [wide: Mnemonic, narrow: Mnemonic]>> = {
  shl_int: ['shl.i', 'shl.n'],
  lshr_int: ['lshr.i', 'lshr.n'],
  ashr_int: ['ashr.i', 'ashr.n'],
}

const INTEGER_UNARY: Readonly<Record<string, readonly [wide: Mnemonic, narrow: Mnemonic]>> = {
  neg_int: ['neg.i', 'neg.n'],
  not_int: ['not.i', 'not.n'],
}

const INTEGER_COMPARISONS: Readonly<Record<string, readonly [wide: string, narrow: string]>> = {
  eq_int: ['eq.i', 'eq.i'],
  ne_int: ['ne.i', 'ne.i'],
  slt_int: ['slt.i', 'slt.n'],
  sle_int: ['sle.i', 'sle.n'],
  ult_int: ['ult.i', 'ult.i'],
  ule_int: ['ule.i', 'ule.i'],
}

const FLOAT_COMPARISONS: Readonly<Record<string, string>> = { eq_float: 'eq.f', ne_float: 'ne.f', lt_float: 'lt.f', le_float: 'le.f' }

const FLOAT_BINARY: Readonly<Record<string, Mnemonic>> = {
  add_float: 'add.f', sub_float: 'sub.f', mul_float: 'mul.f', div_float: 'div.f', rem_float: 'rem.f', copysign_float: 'copysign.f',
}

const FLOAT_UNARY: Readonly<Record<string, Mnemonic>> = {
  neg_float: 'neg.f', abs_float: 'abs.f', sqrt_llvm: 'sqrt.f', floor_llvm: 'floor.f', ceil_llvm: 'ceil.f', trunc_llvm: 'trunc.f', rint_llvm: 'rint.f',
}

/** Those whose result may have more digits than a `Float32`. */
const ROUNDED = new Set(['add_float', 'sub_float', 'mul_float', 'div_float', 'sqrt_llvm'])

const isInteger = (shape: string) => shape === 'int64' || shape === 'bits' || shape === 'bool'
const isFloat = (shape: string) => shape === 'f64' || shape === 'f32'

export interface Comparison {
  /** An instruction that compares; `jump.not.` before it makes one that branches too. */
  readonly name: string
  readonly operands: () => [number, number]
}

/** The comparison that a call makes if an instruction branches on it. */
export function comparisonOf(registers: Registers, args: readonly Operand[]): Comparison | undefined {
  const [callee, left, right] = args
  if (callee === undefined || left === undefined || right === undefined || args.length !== 3) return undefined
  const known = registers.constantOf(callee)
  if (known === undefined) return undefined
  const type = registers.typeOf(left)
  if (type !== registers.typeOf(right)) return undefined
  const shape = shapeOf(registers.core, type)
  const name = known instanceof IntrinsicFunction ? comparisonName(known.name, type, shape) : builtinName(registers.core, known) === '===' && isInteger(shape) ? 'eq.i' : undefined
  if (name === undefined || name.endsWith('.n')) return undefined
  const side = sideOfShape(shape)
  return { name, operands: () => [registers.onSide(left, side), registers.onSide(right, side)] }
}

function comparisonName(intrinsic: string, type: Parameter, shape: string): string | undefined {
  if (isInteger(shape)) return INTEGER_COMPARISONS[intrinsic]?.[widthOf(type) === 64 ? 0 : 1]
  return isFloat(shape) ? FLOAT_COMPARISONS[intrinsic] : undefined
}

/** Emits the intrinsic; the type of what is then in the target, undefined if it is just of the type asked for. */
export function emitIntrinsic(registers: Registers, name: string, args: readonly Operand[], target: number, type: Parameter): Parameter | undefined {
  if (type.kind === 'bottom') return emitGeneric(registers, name, args, target, type)
  return emitInteger(registers, name, args, target)
    ?? emitFloat(registers, name, args, target)
    ?? emitConversion(registers, name, args, target)
    ?? emitOther(registers, name, args, target)
    ?? emitGeneric(registers, name, args, target, type)
}

function emitInteger(registers: Registers, name: string, args: readonly Operand[], target: number): Parameter | undefined {
  const { core, assembler } = registers
  const [left, right] = args
  if (left === undefined) return undefined
  const type = registers.typeOf(left)
  if (!isInteger(shapeOf(core, type))) return undefined
  const width = widthOf(type)
  const wide = width === 64
  const choose = (pair: readonly [Mnemonic, Mnemonic] | undefined) => pair?.[wide ? 0 : 1]
  const unary = args.length === 1 ? choose(INTEGER_UNARY[name]) : undefined
  if (unary !== undefined) {
    // All other bits of a Bool stay zero.
    assembler.emit(unary, target, registers.integer(left), ...(wide ? [] : [type === core.bool ? 1 : width]))
    return type
  }
  if (right === undefined || args.length !== 2) return undefined
  const other = registers.typeOf(right)
  const shift = isInteger(shapeOf(core, other)) ? choose(SHIFTS[name]) : undefined
  const binary = shift ?? (other === type ? choose(INTEGER_BINARY[name]) : undefined)
  if (binary !== undefined) {
    const operands = [target, registers.integer(left), registers.integer(right)]
    assembler.emit(binary, ...operands, ...(binary.endsWith('.n') ? [width] : []))
    return type
  }
  const comparison = other === type ? INTEGER_COMPARISONS[name]?.[wide ? 0 : 1] as Mnemonic | undefined : undefined
  if (comparison === undefined) return undefined
  assembler.emit(comparison, target, registers.integer(left), registers.integer(right), ...(comparison.endsWith('.n') ? [width] : []))
  return core.bool
}

function emitFloat(registers: Registers, name: string, args: readonly Operand[], target: number): Parameter | undefined {
  const { core, assembler } = registers
  const [first] = args
  if (first === undefined) return undefined
  const type = registers.typeOf(first)
  const shape = shapeOf(core, type)
  if (!isFloat(shape) || !args.every((operand) => registers.typeOf(operand) === type)) return undefined
  const comparison = args.length === 2 ? (FLOAT_COMPARISONS[name] ?? (name === 'fpiseq' ? 'is.f' : undefined)) as Mnemonic | undefined : undefined
  const computation = args.length === 1 ? FLOAT_UNARY[name] : args.length === 2 ? FLOAT_BINARY[name] : name === 'muladd_float' && shape === 'f64' ? 'muladd.f' : undefined
  const instruction = comparison ?? computation
  if (instruction === undefined) return undefined
  assembler.emit(instruction, target, ...args.map((operand) => registers.float(operand)))
  if (comparison !== undefined) return core.bool
  if (shape === 'f32' && ROUNDED.has(name)) assembler.emit('fround', target, target)
  return type
}

/** Those whose first argument is the type to convert to. */
function emitConversion(registers: Registers, name: string, args: readonly Operand[], target: number): Parameter | undefined {
  const { core, assembler } = registers
  const [into, value] = args
  const to = into === undefined || args.length !== 2 ? undefined : registers.constantOf(into)
  if (value === undefined || typeof to !== 'object' || !('kind' in to)) return undefined
  const toShape = shapeOf(core, to)
  const from = registers.typeOf(value)
  const fromShape = shapeOf(core, from)
  if (toShape === 'boxed' || fromShape === 'boxed') return undefined
  const [toWidth, fromWidth] = [widthOf(to), widthOf(from)]
  const integers = isInteger(toShape) && isInteger(fromShape)
  // Truncating to Bool keeps one bit.
  const bits = to === core.bool ? 1 : toWidth
  switch (name) {
    case 'sext_int':
      if (!integers || fromWidth >= toWidth) return undefined
      assembler.emit('sext', target, registers.integer(value), fromWidth, toWidth)
      return to
    case 'zext_int':
      if (!integers || fromWidth >= toWidth) return undefined
      assembler.emit('mov.i', target, registers.integer(value))
      return to
    case 'trunc_int':
      if (!integers || toWidth >= fromWidth) return undefined
      assembler.emit('trunc', target, registers.integer(value), bits)
      return to
    case 'sitofp':
    case 'uitofp':
      if (!isFloat(toShape) || !isInteger(fromShape)) return undefined
      // A Float32 from 64 bits is rounded once only.
      if (toShape === 'f32' && fromWidth > 32) return undefined
      assembler.emit(name, target, registers.integer(value), fromWidth)
      if (toShape === 'f32') assembler.emit('fround', target, target)
      return to
    case 'fptosi':
    case 'fptoui':
      if (!isInteger(toShape) || !isFloat(fromShape)) return undefined
      assembler.emit(name, target, registers.float(value), toWidth)
      return to
    case 'fptrunc':
      if (toShape !== 'f32' || fromShape !== 'f64') return undefined
      assembler.emit('fround', target, registers.float(value))
      return to
    case 'fpext':
      if (toShape !== 'f64' || fromShape !== 'f32') return undefined
      assembler.emit('mov.f', target, registers.float(value))
      return to
    case 'bitcast':
      if (toWidth !== fromWidth) return undefined
      return emitBitcast(registers, value, target, to, fromShape, toShape)
    default:
      return undefined
  }
}

function emitBitcast(registers: Registers, value: Operand, target: number, to: Parameter, fromShape: string, toShape: string): Parameter | undefined {
  const { assembler } = registers
  if (isInteger(fromShape) && isInteger(toShape)) assembler.emit('mov.i', target, registers.integer(value))
  else if (isFloat(fromShape) && isFloat(toShape)) assembler.emit('mov.f', target, registers.float(value))
  else if (isFloat(fromShape)) assembler.emit(fromShape === 'f64' ? 'f64.to.bits' : 'f32.to.bits', target, registers.float(value))
  else assembler.emit(toShape === 'f64' ? 'bits.to.f64' : 'bits.to.f32', target, registers.integer(value))
  return to
}

function emitOther(registers: Registers, name: string, args: readonly Operand[], target: number): Parameter | undefined {
  const { core, assembler } = registers
  const [first] = args
  if (first === undefined || name !== 'arraylen' || args.length !== 1) return undefined
  const type = registers.typeOf(first)
  if (type.kind !== 'datatype' || type.name !== core.arrayName) return undefined
  assembler.emit('array.len', target, registers.value(first))
  return core.int64
}

function emitGeneric(registers: Registers, name: string, args: readonly Operand[], target: number, type: Parameter): Parameter | undefined {
  const { assembler } = registers
  assembler.emit('intrinsic', target, assembler.relocation({ kind: 'intrinsic', name }), ...args.map((operand) => registers.value(operand)))
  registers.unboxAs(target, type)
  return undefined
}
