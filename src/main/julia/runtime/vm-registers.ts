/**
 * The registers of the VM, one row for all frames: three sides of each (codegen/opcodes.ts), and the words of the integer
 * side for arithmetic below 64 bits.
 */
import type { JuliaValue } from '../values/value'

/**
 * A position in that row. To the type checker it is the first one, so that a side can be read there without asking whether
 * it ends before: the machine reserves every register that it uses.
 */
export type Register = 0

export type IntegerSide = Record<Register, bigint>
export type FloatSide = Record<Register, number>
export type BoxedSide = Record<Register, JuliaValue | undefined>
/** Two words for each register, the lower one first. */
export type Words = Record<Register, number>

/** Registers of all frames together, at most. */
const MOST_REGISTERS = 1 << 22
const FIRST_SIZE = 1 << 12

export class RegisterFile {
  size = FIRST_SIZE
  integers: IntegerSide
  words: Words
  floats: FloatSide
  boxed: BoxedSide
  private integerMemory: BigInt64Array
  private floatMemory: Float64Array
  private readonly boxedMemory: (JuliaValue | undefined)[]

  constructor() {
    this.integerMemory = new BigInt64Array(this.size)
    this.floatMemory = new Float64Array(this.size)
    this.boxedMemory = new Array<JuliaValue | undefined>(this.size).fill(undefined)
    this.integers = this.integerMemory as unknown as IntegerSide
    this.words = new Int32Array(this.integerMemory.buffer) as unknown as Words
    this.floats = this.floatMemory as unknown as FloatSide
    this.boxed = this.boxedMemory as unknown as BoxedSide
  }

  /** Makes room for at least so many registers; false if they are too many. Values stay, the sides are new objects. */
  grow(needed: number): boolean {
    if (needed > MOST_REGISTERS) return false
    while (this.size < needed) this.size *= 2
    const integers = new BigInt64Array(this.size)
    integers.set(this.integerMemory)
    const floats = new Float64Array(this.size)
    floats.set(this.floatMemory)
    while (this.boxedMemory.length < this.size) this.boxedMemory.push(undefined)
    this.integerMemory = integers
    this.floatMemory = floats
    this.integers = integers as unknown as IntegerSide
    this.words = new Int32Array(integers.buffer) as unknown as Words
    this.floats = floats as unknown as FloatSide
    return true
  }

  /** Drops the values that no frame holds any more. */
  clearFrom(first: number): void {
    this.boxedMemory.fill(undefined, first)
  }
}
