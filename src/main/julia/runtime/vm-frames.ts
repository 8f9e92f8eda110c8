/**
 * The frames of the VM: records of where callers go on, and how arguments come into the registers of a callee, each on the
 * side that the callee's code says.
 */
import type { NativeCode } from '../codegen/native-code'
import { sideOf } from '../codegen/sides'
import type { DataType } from '../types/type'
import type { JuliaValue } from '../values/value'
import { stackOverflowError } from './exception'
import type { InvokeLink } from './vm-dispatch'
import type { VMHost } from './vm-host'
import { RegisterFile, type Register } from './vm-registers'
import { boxFloat, boxInteger, tupleValue, unboxFloat, unboxInteger } from './vm-values'

/** Calls within one another, at most; about where Julia's default stack ends for small frames. */
const MOST_FRAMES = 100_000
/** Words of a frame record: where the caller goes on, its base, the register of the result, the side of that, its world. */
export const FRAME_WORDS = 5

export class Frames {
  protected readonly registers = new RegisterFile()
  protected readonly frames = new Int32Array(MOST_FRAMES * FRAME_WORDS)
  protected readonly codes: NativeCode[] = []
  protected depth = 0
  /** The instruction of the innermost frame that reaches outside. */
  protected standing = 0
  /** The first register that no frame uses. */
  protected top = 0
  constructor(protected readonly host: VMHost) {}

  /** Frames that are running, the innermost first, and the instruction at which each stands. */
  *running(): Iterable<{ readonly code: NativeCode, readonly pc: number }> {
    let pc = this.standing
    for (let depth = this.depth; depth > 0; depth--) {
      const code = this.codes[depth - 1]
      if (code === undefined) return
      yield { code, pc }
      pc = (this.frames[(depth - 1) * FRAME_WORDS] ?? 0) - 1
    }
  }

  protected push(code: NativeCode, returnTo: number, callerBase: number, target: number, side: number, world: number): void {
    const { frames, depth } = this
    if (depth >= MOST_FRAMES) throw stackOverflowError(this.host.core)
    const at = depth * FRAME_WORDS
    frames[at] = returnTo
    frames[at + 1] = callerBase
    frames[at + 2] = target
    frames[at + 3] = side
    frames[at + 4] = world
    this.codes[depth] = code
    this.depth = depth + 1
  }

  /** Room for the registers of a frame that begins at `base`. */
  protected reserve(base: number, code: NativeCode): void {
    this.top = base + code.registers
    if (this.top > this.registers.size && !this.registers.grow(this.top)) throw stackOverflowError(this.host.core)
  }

  /** Puts boxed arguments into the frame of a callee. */
  protected pass(callee: NativeCode, args: readonly JuliaValue[], base: number): void {
    this.reserve(base, callee)
    const { argumentSides: sides, isVarArg } = callee
    const fixed = isVarArg ? sides.length - 1 : sides.length
    for (let at = 0; at < fixed; at++) this.put((base + at) as Register, sides[at] ?? 2, args[at])
    if (isVarArg) this.put((base + fixed) as Register, 2, tupleValue(this.host.core, args.slice(fixed)))
  }

  /** The same for arguments in registers of the caller, each on its callee's side. */
  protected passRegisters(callee: NativeCode, code: Int32Array, at: number, count: number, from: number, base: number): void {
    this.reserve(base, callee)
    const { argumentSides: sides, isVarArg } = callee
    const { integers, floats, boxed } = this.registers
    const fixed = isVarArg ? sides.length - 1 : sides.length
    for (let next = 0; next < fixed; next++) {
      const source = (from + (code[at + next] ?? 0)) as Register
      const target = (base + next) as Register
      const side = sides[next]
      if (side === 0) integers[target] = integers[source]
      else if (side === 1) floats[target] = floats[source]
      else boxed[target] = boxed[source]
    }
    if (!isVarArg) return
    const rest: JuliaValue[] = []
    for (let next = fixed; next < count; next++) {
      const source = (from + (code[at + next] ?? 0)) as Register
      rest.push(boxed[source] as JuliaValue)
    }
    this.put((base + fixed) as Register, 2, tupleValue(this.host.core, rest))
  }

  /** The same for boxed arguments in registers of the caller. */
  protected passBoxed(callee: NativeCode, code: Int32Array, at: number, count: number, from: number, base: number): void {
    const args: JuliaValue[] = []
    const { boxed } = this.registers
    for (let next = 0; next < count; next++) {
      const source = (from + (code[at + next] ?? 0)) as Register
      args.push(boxed[source] as JuliaValue)
    }
    this.pass(callee, args, base)
  }

  protected put(register: Register, side: number, value: JuliaValue | undefined): void {
    if (side === 0) this.registers.integers[register] = unboxInteger(value)
    else if (side === 1) this.registers.floats[register] = unboxFloat(value)
    else this.registers.boxed[register] = value
  }

  protected boxedValues(code: Int32Array, at: number, count: number, base: number): JuliaValue[] {
    const { boxed } = this.registers
    const values: JuliaValue[] = []
    for (let next = 0; next < count; next++) {
      const register = (base + (code[at + next] ?? 0)) as Register
      values.push(boxed[register] as JuliaValue)
    }
    return values
  }

  /** The arguments of an `invoke`, boxed, for a callee that is no bytecode. */
  protected boxedArguments({ instance: { specTypes, method } }: InvokeLink, code: Int32Array, at: number, count: number, base: number): JuliaValue[] {
    const { core } = this.host
    const types = specTypes.kind === 'datatype' ? specTypes.parameters : []
    // What a vararg method collects comes boxed.
    const fixed = method?.source.code.isVarArg === true ? method.argumentCount - 1 : types.length
    const { integers, floats, boxed } = this.registers
    return Array.from({ length: count }, (_, next) => {
      const register = (base + (code[at + next] ?? 0)) as Register
      const type = next < fixed ? types[next] as DataType | undefined : undefined
      const side = type === undefined ? 2 : sideOf(core, type)
      return side === 0 ? boxInteger(core, integers[register], type) : side === 1 ? boxFloat(core, floats[register], type) : boxed[register] as JuliaValue
    })
  }
}
