/**
 * Where the values of one piece of code live while instructions are being made: which register an operand has, and
 * the conversions between its sides. A constant that a loop uses is loaded once, before the body.
 */
import type { Operand, OptimizedCode } from '../ir/statement'
import type { DataType, Parameter } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { valueOf } from '../values/parameter'
import { Bits, type JuliaValue } from '../values/value'
import { Binding, Module } from '../worlds/module'
import type { MethodInstance } from '../worlds/method'
import { Assembler } from './assembler'
import type { Mnemonic } from './opcodes'
import { shapeOf, sideOfShape, type Shape } from './sides'

const floatWords = new Int32Array(2)
const floatValue = new Float64Array(floatWords.buffer)
const integerWords = new Int32Array(2)
const integerValue = new BigInt64Array(integerWords.buffer)

export class Registers {
  readonly assembler = new Assembler()
  /** Whether what is emitted now may run more than once a call. */
  inLoop = false
  private count: number
  private readonly ofStatement = new Map<number, number>()
  private readonly loaded = new Map<string, Map<JuliaValue, number>>()
  /** Registers whose boxed side is known to hold the value of the other side, in this block. */
  private readonly boxed = new Set<number>()

  constructor(
    readonly core: CoreTypes,
    readonly code: OptimizedCode,
    readonly instance: MethodInstance,
  ) {
    this.count = code.argumentTypes.length + code.slots.length
  }

  get total(): number {
    return this.count
  }

  fresh(): number {
    return this.count++
  }

  /** At the beginning of a block nothing is known of the sides. */
  forget(): void {
    this.boxed.clear()
  }

  /** The register was written. */
  written(register: number): void {
    this.boxed.delete(register)
  }

  /** The register of a statement's value. */
  of(statement: number): number {
    let register = this.ofStatement.get(statement)
    if (register === undefined) {
      register = this.fresh()
      this.ofStatement.set(statement, register)
    }
    return register
  }

  /** Makes a statement's value the value in another's register. */
  alias(statement: number, register: number): void {
    this.ofStatement.set(statement, register)
  }

  ofSlot(slot: number): number {
    return this.code.argumentTypes.length + slot
  }

  /** What an operand is known to be before anything runs. */
  constantOf(operand: Operand): JuliaValue | undefined {
    switch (operand.kind) {
      case 'constant':
        return operand.value
      case 'global': {
        const { module, name } = operand.ref
        const binding = module instanceof Module ? module.resolve(name) : undefined
        return binding instanceof Binding && binding.constant ? binding.value : undefined
      }
      case 'parameter': {
        const value = this.instance.parameters[operand.index]
        return value === undefined || value.kind === 'var' ? undefined : valueOf(this.core, value)
      }
      default:
        return undefined
    }
  }

  typeOf(operand: Operand): Parameter {
    switch (operand.kind) {
      case 'ssa':
        return this.code.types[operand.id] ?? this.core.universe.any
      case 'argument':
        return this.code.argumentTypes[operand.id] ?? this.core.universe.any
      case 'slot':
        return this.slotType(operand.id)
      default: {
        const value = this.constantOf(operand)
        return value === undefined ? this.core.universe.any : this.core.typeOf(value)
      }
    }
  }

  /** A slot that may be unset is boxed: unset is a state of the boxed side. */
  slotType(slot: number): Parameter {
    return this.code.slots[slot]?.maybeUndefined === true ? this.core.universe.any : (this.code.slotTypes[slot] ?? this.core.universe.any)
  }

  shapeOf(operand: Operand): Shape {
    return shapeOf(this.core, this.typeOf(operand))
  }

  /** A register whose integer side holds the operand. */
  integer(operand: Operand): number {
    return this.onSide(operand, 0)
  }

  float(operand: Operand): number {
    return this.onSide(operand, 1)
  }

  /** A register whose boxed side holds the operand. */
  value(operand: Operand): number {
    return this.onSide(operand, 2)
  }

  onSide(operand: Operand, side: number): number {
    const constant = this.constantOf(operand)
    if (constant !== undefined) return this.constant(constant, side)
    const register = this.home(operand)
    const shape = this.shapeOf(operand)
    if (sideOfShape(shape) === side) return register
    if (side === 2) this.box(register, this.typeOf(operand))
    else this.unbox(register, side)
    return register
  }

  private home(operand: Operand): number {
    switch (operand.kind) {
      case 'ssa':
        return this.of(operand.id)
      case 'argument':
        return operand.id
      case 'slot':
        return this.ofSlot(operand.id)
      case 'global': {
        const register = this.fresh()
        this.assembler.emit('global', register, this.assembler.relocation({ kind: 'global', ref: operand.ref }))
        return register
      }
      default: {
        // Only a static parameter that the signature does not determine comes here.
        const register = this.fresh()
        const name = operand.kind === 'parameter' ? (this.instance.method?.source.code.parameterNames[operand.index] ?? '?') : '?'
        this.assembler.emit('const.i', register, 0, 0)
        this.assembler.emit('throw.undef', register, this.assembler.relocation({ kind: 'name', name }))
        return register
      }
    }
  }

  /** Fills the boxed side of a register from its other one. */
  box(register: number, type: Parameter): void {
    if (this.boxed.has(register)) return
    this.boxed.add(register)
    const { assembler } = this
    switch (shapeOf(this.core, type)) {
      case 'boxed':
        return
      case 'int64':
        assembler.emit('box.int64', register)
        return
      case 'bool':
        assembler.emit('box.bool', register)
        return
      case 'bits':
        assembler.emit('box.bits', register, assembler.relocation({ kind: 'type', type: type as DataType }))
        return
      case 'f64':
        assembler.emit('box.f64', register)
        return
      case 'f32':
        assembler.emit('box.f32', register, assembler.relocation({ kind: 'type', type: type as DataType }))
        return
    }
  }

  /** Fills the integer or float side from the boxed one. */
  private unbox(register: number, side: number): void {
    this.assembler.emit(side === 0 ? 'unbox.bits' : 'unbox.f64', register)
  }

  /** Fills the side that a type has from the boxed one. */
  unboxAs(register: number, type: Parameter): void {
    const shape = shapeOf(this.core, type)
    if (shape === 'boxed') return
    const names: Record<Exclude<Shape, 'boxed'>, Mnemonic> = { int64: 'unbox.int64', bool: 'unbox.bool', bits: 'unbox.bits', f64: 'unbox.f64', f32: 'unbox.f32' }
    this.assembler.emit(names[shape], register)
    this.boxed.add(register)
  }

  private constant(value: JuliaValue, side: number): number {
    const key = `${side} ${typeof value}`
    let known = this.loaded.get(key)
    if (known === undefined) this.loaded.set(key, known = new Map<JuliaValue, number>())
    const identity = Object.is(value, -0) ? '-0' : value
    const hoisted = known.get(identity)
    if (hoisted !== undefined) return hoisted
    const register = this.fresh()
    const [name, ...operands] = this.constantInstruction(register, value, side)
    if (this.inLoop) {
      known.set(identity, register)
      this.assembler.emitFirst(name, ...operands)
    } else {
      this.assembler.emit(name, ...operands)
    }
    return register
  }

  private constantInstruction(register: number, value: JuliaValue, side: number): [Mnemonic, ...number[]] {
    if (side === 0) {
      integerValue[0] = typeof value === 'bigint' ? value : typeof value === 'boolean' ? (value ? 1n : 0n) : value instanceof Bits ? value.bits : 0n
      return ['const.i', register, integerWords[0] ?? 0, integerWords[1] ?? 0]
    }
    if (side === 1) {
      floatValue[0] = typeof value === 'number' ? value : value instanceof Bits ? floatOfBits(value) : 0
      return ['const.f', register, floatWords[0] ?? 0, floatWords[1] ?? 0]
    }
    return ['load', register, this.assembler.relocation({ kind: 'constant', value })]
  }
}

function floatOfBits({ bits }: Bits): number {
  const single = new Uint32Array([Number(bits & 0xffff_ffffn)])
  return new Float32Array(single.buffer)[0] ?? 0
}
