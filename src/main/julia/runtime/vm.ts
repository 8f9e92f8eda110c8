/**
 * Runs bytecode (codegen/opcodes.ts says what each instruction is). Calls between pieces of bytecode push a frame of
 * this machine and not of JavaScript's; only what calls back from the outside (the interpreter, iterators that are splatted)
 * nests. Integers of 64 bits are computed as BigInts that never leave a BigInt64Array: V8 makes machine arithmetic of that.
 * Case labels are literal numbers because only those become a jump table, and the loop is one function, however long, because
 * only so its registers stay registers.
 */
import { INSTRUCTIONS } from '../codegen/opcodes'
import type { NativeCode } from '../codegen/native-code'
import { codecOf } from '../values/array-storage'
import { egal } from '../values/egal'
import type { Parameter } from '../types/type'
import type { CoreTypes } from '../values/core-types'
import { StructValue, symbolOf, type ArrayValue, type JuliaValue } from '../values/value'
import {
  Cancelled, JuliaException, boundsError, errorException, divideError, stackOverflowError, typeError, undefRefError, undefVarError,
} from './exception'
import { bitsOfFloat32, bitsOfFloat64, float32OfBits, float64OfBits, roundToEven } from './primitive'
import { newFromTuple, newStruct } from './builtins/construct'
import * as bits from './vm-bits'
import { CallSite, Dispatcher, InvokeLink, isNative } from './vm-dispatch'
import { ConstantResult, Outside, type Callable, type VMHost } from './vm-host'
import { FRAME_WORDS, Frames } from './vm-frames'
import { Links } from './vm-links'
import type { Register } from './vm-registers'
import { boxFloat, boxInteger, construct, tupleValue, unboxFloat, unboxInteger, type Layout } from './vm-values'

/** Instructions between two looks at whether to go on. */
const PATIENCE = 100_000

type Run = (args: readonly JuliaValue[], world: number) => JuliaValue

export class VM extends Frames {
  private readonly dispatcher: Dispatcher
  private readonly links: Links

  constructor(host: VMHost) {
    super(host)
    this.links = new Links(host)
    this.dispatcher = new Dispatcher(host)
  }

  /** Calls a function (first of `args`) in a world. Throws `JuliaException`. */
  call(args: readonly JuliaValue[], world: number): JuliaValue {
    return this.run(this.dispatcher.ofValues(args, world), args, world)
  }

  /** Runs a callee with boxed arguments, the function itself first. */
  run(callee: Callable, args: readonly JuliaValue[], world: number): JuliaValue {
    if (!isNative(callee)) return callee instanceof ConstantResult ? callee.value : callee.run(args, world)
    const { depth, top } = this
    try {
      this.pass(callee, args, top)
      // Nothing returns there: it says where the frame below stands.
      this.push(callee, this.standing + 1, top, 0, 2, world)
      return this.loop(depth, world)
    } finally {
      this.depth = depth
      this.top = top
    }
  }

  /** The arguments that a splat passes: `iterate`, the function, then containers. */
  private spread([iterate, f, ...containers]: readonly JuliaValue[], world: number): JuliaValue[] {
    const args: JuliaValue[] = f === undefined ? [] : [f]
    for (const container of containers) {
      args.push(...(this.dispatcher.spread(container) ?? this.host.iterate(iterate as JuliaValue, container, world)))
    }
    return args
  }

  private boundsError(array: ArrayValue, index: bigint): JuliaException {
    const { core } = this.host
    return boundsError(core, array, tupleValue(core, [index]))
  }

  /** The position in memory order, from 1, of several indices; those past the last dimension must be 1. */
  private linearIndex(array: ArrayValue, indices: readonly bigint[]): number {
    let position = 0
    let stride = 1
    for (const [at, index] of indices.entries()) {
      const last = at === indices.length - 1
      const size = at < array.size.length ? (last ? array.length / stride : (array.size[at] ?? 1)) : 1
      if (index < 1n || index > BigInt(size)) {
        const { core } = this.host
        throw boundsError(core, array, tupleValue(core, [...indices]))
      }
      position += (Number(index) - 1) * stride
      stride *= size
    }
    return position + 1
  }

  private typeAssertion(value: JuliaValue, type: Parameter): JuliaException {
    return typeError(this.host.core, 'typeassert', '', type, value)
  }

  /** The value of an exception that Julia code may catch; undefined for what is none. */
  private caught(error: unknown): JuliaValue | undefined {
    if (error instanceof JuliaException) return error.value
    if (error instanceof Cancelled) return undefined
    return error instanceof RangeError && /call stack/i.test(error.message) ? stackOverflowError(this.host.core).value : undefined
  }

  /** Runs frames until there are `stop` again; the result of the last. */
  private loop(stop: number, startWorld: number): JuliaValue {
    const { host, frames, codes, links } = this
    const { core, exceptions } = host
    let { integers: I, floats: F, boxed: J, words: W } = this.registers
    let native = codes[this.depth - 1] as NativeCode
    let code = native.code
    let base = this.top - native.registers
    let pc = 0
    let at = 0
    let world = startWorld
    let steps = 0
    for (;;) {
      try {
        for (;;) {
          at = pc
          const a = (base + (code[pc + 1] as number)) as Register
          const b = (base + (code[pc + 2] as number)) as Register
          const c = (base + (code[pc + 3] as number)) as Register
          switch (code[pc]) {
            case 1: // mov.i
              I[a] = I[b]
              pc += 3
              break
            case 2: // mov.f
              F[a] = F[b]
              pc += 3
              break
            case 3: // mov.j
              J[a] = J[b]
              pc += 3
              break
            case 4: // const.i
              bits.putWords(W, a, code[pc + 2] as number, code[pc + 3] as number)
              pc += 4
              break
            case 5: { // const.f
              // The same words as of an integer: through that side, as floats have no words of their own.
              bits.putWords(W, a, code[pc + 2] as number, code[pc + 3] as number)
              F[a] = float64OfBits(BigInt.asUintN(64, I[a]))
              pc += 4
              break
            }
            case 6: // load
              J[a] = (native.links[code[pc + 2] as number] ?? links.link(native, code[pc + 2] as number)) as JuliaValue
              pc += 3
              break
            case 7: { // global
              const index = code[pc + 2] as number
              const binding = native.links[index] as { readonly value: JuliaValue | undefined } | undefined
              J[a] = binding?.value ?? links.global(native, index, links.typed(native, index, 'global').ref)
              pc += 3
              break
            }
            case 8: // set.global
              host.setGlobal(links.typed(native, code[pc + 2] as number, 'global').ref, J[a] as JuliaValue)
              pc += 3
              break
            case 9: // unset
              J[a] = undefined
              pc += 2
              break
            case 10: // jump
              steps += code[pc + 2] as number
              pc = code[pc + 1] as number
              if (steps > PATIENCE) {
                const ran = steps
                steps = 0
                host.ran(ran)
              }
              break
            case 11: // jump.not
              steps += code[pc + 3] as number
              pc = I[a] === 0n ? code[pc + 2] as number : pc + 4
              break
            case 12: { // jump.not.j
              const condition = J[a]
              if (typeof condition !== 'boolean') throw typeError(core, 'if', '', core.bool, condition as JuliaValue)
              steps += code[pc + 3] as number
              pc = condition ? pc + 4 : code[pc + 2] as number
              break
            }
            case 13: // count
              steps += code[pc + 1] as number
              pc += 2
              break
            case 14: // return.i
            case 15: // return.f
            case 16: { // return.j
              steps += code[pc + 2] as number
              const from = (code[pc] as number) - 14
              const depth = this.depth - 1
              const record = depth * FRAME_WORDS
              const returned = native
              this.depth = depth
              if (depth === stop) {
                const ran = steps
                steps = 0
                host.ran(ran)
                return from === 0 ? boxInteger(core, I[a], returned.returnType) : from === 1 ? boxFloat(core, F[a], returned.returnType) : J[a] as JuliaValue
              }
              pc = frames[record] as number
              base = frames[record + 1] as number
              world = frames[record + 4] as number
              native = codes[depth - 1] as NativeCode
              code = native.code
              this.top = base + native.registers
              const target = (base + (frames[record + 2] as number)) as Register
              const side = frames[record + 3] as number
              if (from === side) {
                if (side === 0) I[target] = I[a]
                else if (side === 1) F[target] = F[a]
                else J[target] = J[a]
              } else {
                this.put(target, side, from === 0 ? boxInteger(core, I[a], returned.returnType) : from === 1 ? boxFloat(core, F[a], returned.returnType) : J[a])
              }
              break
            }
            case 17: // throw
              throw new JuliaException(J[a] as JuliaValue)
            case 18: // unreachable
              throw new Error('code that cannot be reached was reached')
            case 19: // throw.undef
              if (I[a] === 0n) throw undefVarError(core, symbolOf(links.typed(native, code[pc + 2] as number, 'name').name))
              pc += 3
              break
            case 20: // enter
              bits.putNumber(W, a, exceptions.length)
              pc += 2
              break
            case 21: // pop
              exceptions.length = Number(I[a])
              pc += 2
              break
            case 22: // exception
              J[a] = exceptions.at(-1)
              pc += 2
              break
            case 23: // assigned
              bits.putWords(W, a, J[b] === undefined ? 0 : 1, 0)
              pc += 3
              break
            case 24: // check.assigned
              if (J[a] === undefined) throw undefVarError(core, symbolOf(links.typed(native, code[pc + 2] as number, 'name').name))
              pc += 3
              break
            case 25: // defined.global
              bits.putWords(W, a, host.binding(links.typed(native, code[pc + 2] as number, 'global').ref)?.value === undefined ? 0 : 1, 0)
              pc += 3
              break
            case 26: // copyast
              J[a] = host.copyAst(links.typed(native, code[pc + 2] as number, 'ast').value)
              pc += 3
              break

            case 30: // add.i
              I[a] = I[b] + I[c]
              pc += 4
              break
            case 31: // sub.i
              I[a] = I[b] - I[c]
              pc += 4
              break
            case 32: // mul.i
              I[a] = I[b] * I[c]
              pc += 4
              break
            case 33: // neg.i
              I[a] = -I[b]
              pc += 3
              break
            case 34: // and.i
              I[a] = I[b] & I[c]
              pc += 4
              break
            case 35: // or.i
              I[a] = I[b] | I[c]
              pc += 4
              break
            case 36: // xor.i
              I[a] = I[b] ^ I[c]
              pc += 4
              break
            case 37: // not.i
              I[a] = I[b] ^ -1n
              pc += 3
              break
            case 38: // shl.i
              bits.shl(W, a, b, c)
              pc += 4
              break
            case 39: // lshr.i
              bits.lshr(W, a, b, c)
              pc += 4
              break
            case 40: // ashr.i
              bits.ashr(W, a, b, c)
              pc += 4
              break
            case 41: // sdiv.i
              if (I[c] === 0n || (I[c] === -1n && bits.isLeast(W, b))) throw divideError(core)
              I[a] = I[b] / I[c]
              pc += 4
              break
            case 42: // udiv.i
              if (I[c] === 0n) throw divideError(core)
              bits.udiv(I, a, b, c)
              pc += 4
              break
            case 43: // srem.i
              if (I[c] === 0n) throw divideError(core)
              I[a] = I[b] % I[c]
              pc += 4
              break
            case 44: // urem.i
              if (I[c] === 0n) throw divideError(core)
              bits.urem(I, a, b, c)
              pc += 4
              break

            case 50: // add.n
            case 51: // sub.n
            case 52: // mul.n
            case 55: // shl.n
            case 56: // lshr.n
            case 57: // ashr.n
            case 58: // sdiv.n
            case 59: // udiv.n
            case 60: // srem.n
            case 61: // urem.n
              if (!bits.narrow(W, code[pc] as number, a, b, c, code[pc + 4] as number)) throw divideError(core)
              pc += 5
              break
            case 53: // neg.n
              bits.negNarrow(W, a, b, code[pc + 3] as number)
              pc += 4
              break
            case 54: // not.n
              bits.notNarrow(W, a, b, code[pc + 3] as number)
              pc += 4
              break

            case 70: // eq.i
              bits.putWords(W, a, I[b] === I[c] ? 1 : 0, 0)
              pc += 4
              break
            case 71: // ne.i
              bits.putWords(W, a, I[b] === I[c] ? 0 : 1, 0)
              pc += 4
              break
            case 72: // slt.i
              bits.putWords(W, a, I[b] < I[c] ? 1 : 0, 0)
              pc += 4
              break
            case 73: // sle.i
              bits.putWords(W, a, I[b] <= I[c] ? 1 : 0, 0)
              pc += 4
              break
            case 74: // ult.i
              bits.putWords(W, a, bits.ult(W, b, c) ? 1 : 0, 0)
              pc += 4
              break
            case 75: // ule.i
              bits.putWords(W, a, bits.ult(W, c, b) ? 0 : 1, 0)
              pc += 4
              break
            case 76: // slt.n
              bits.putWords(W, a, bits.signed(W, b, code[pc + 4] as number) < bits.signed(W, c, code[pc + 4] as number) ? 1 : 0, 0)
              pc += 5
              break
            case 77: // sle.n
              bits.putWords(W, a, bits.signed(W, b, code[pc + 4] as number) <= bits.signed(W, c, code[pc + 4] as number) ? 1 : 0, 0)
              pc += 5
              break

            case 80: // sext
              bits.signExtend(W, a, b, code[pc + 3] as number, code[pc + 4] as number)
              pc += 5
              break
            case 81: // trunc
              bits.truncate(W, a, b, code[pc + 3] as number)
              pc += 4
              break
            case 82: // sitofp
              F[a] = bits.signedToFloat(W, I, b, code[pc + 3] as number)
              pc += 4
              break
            case 83: // uitofp
              F[a] = bits.unsignedToFloat(W, I, b, code[pc + 3] as number)
              pc += 4
              break
            case 84: // fptosi
              bits.floatToSigned(W, I, a, F[b], code[pc + 3] as number)
              pc += 4
              break
            case 85: // fptoui
              bits.floatToUnsigned(W, I, a, F[b], code[pc + 3] as number)
              pc += 4
              break
            case 86: // fround
              F[a] = Math.fround(F[b])
              pc += 3
              break
            case 87: // bits.to.f64
              F[a] = float64OfBits(BigInt.asUintN(64, I[b]))
              pc += 3
              break
            case 88: // f64.to.bits
              I[a] = bitsOfFloat64(F[b])
              pc += 3
              break
            case 89: // bits.to.f32
              F[a] = float32OfBits(I[b])
              pc += 3
              break
            case 90: // f32.to.bits
              I[a] = bitsOfFloat32(F[b])
              pc += 3
              break

            case 95: // add.f
              F[a] = F[b] + F[c]
              pc += 4
              break
            case 96: // sub.f
              F[a] = F[b] - F[c]
              pc += 4
              break
            case 97: // mul.f
              F[a] = F[b] * F[c]
              pc += 4
              break
            case 98: // div.f
              F[a] = F[b] / F[c]
              pc += 4
              break
            case 99: // rem.f
              F[a] = F[b] % F[c]
              pc += 4
              break
            case 100: // neg.f
              F[a] = -F[b]
              pc += 3
              break
            case 101: // abs.f
              F[a] = Math.abs(F[b])
              pc += 3
              break
            case 102: // copysign.f
              F[a] = F[c] < 0 || Object.is(F[c], -0) ? -Math.abs(F[b]) : Math.abs(F[b])
              pc += 4
              break
            case 103: // sqrt.f
              F[a] = Math.sqrt(F[b])
              pc += 3
              break
            case 104: // floor.f
              F[a] = Math.floor(F[b])
              pc += 3
              break
            case 105: // ceil.f
              F[a] = Math.ceil(F[b])
              pc += 3
              break
            case 106: // trunc.f
              F[a] = Math.trunc(F[b])
              pc += 3
              break
            case 107: // rint.f
              F[a] = roundToEven(F[b])
              pc += 3
              break
            case 108: { // muladd.f
              const addend = (base + (code[pc + 4] as number)) as Register
              F[a] = F[b] * F[c] + F[addend]
              pc += 5
              break
            }

            case 112: // eq.f
              bits.putWords(W, a, F[b] === F[c] ? 1 : 0, 0)
              pc += 4
              break
            case 113: // ne.f
              bits.putWords(W, a, F[b] === F[c] ? 0 : 1, 0)
              pc += 4
              break
            case 114: // lt.f
              bits.putWords(W, a, F[b] < F[c] ? 1 : 0, 0)
              pc += 4
              break
            case 115: // le.f
              bits.putWords(W, a, F[b] <= F[c] ? 1 : 0, 0)
              pc += 4
              break
            case 116: // is.f
              bits.putWords(W, a, Object.is(F[b], F[c]) ? 1 : 0, 0)
              pc += 4
              break

            case 120: // jump.not.eq.i
              steps += code[pc + 4] as number
              pc = I[a] === I[b] ? pc + 5 : code[pc + 3] as number
              break
            case 121: // jump.not.ne.i
              steps += code[pc + 4] as number
              pc = I[a] === I[b] ? code[pc + 3] as number : pc + 5
              break
            case 122: // jump.not.slt.i
              steps += code[pc + 4] as number
              pc = I[a] < I[b] ? pc + 5 : code[pc + 3] as number
              break
            case 123: // jump.not.sle.i
              steps += code[pc + 4] as number
              pc = I[a] <= I[b] ? pc + 5 : code[pc + 3] as number
              break
            case 124: // jump.not.ult.i
              steps += code[pc + 4] as number
              pc = bits.ult(W, a, b) ? pc + 5 : code[pc + 3] as number
              break
            case 125: // jump.not.ule.i
              steps += code[pc + 4] as number
              pc = bits.ult(W, b, a) ? code[pc + 3] as number : pc + 5
              break
            case 126: // jump.not.eq.f
              steps += code[pc + 4] as number
              pc = F[a] === F[b] ? pc + 5 : code[pc + 3] as number
              break
            case 127: // jump.not.ne.f
              steps += code[pc + 4] as number
              pc = F[a] === F[b] ? code[pc + 3] as number : pc + 5
              break
            case 128: // jump.not.lt.f
              steps += code[pc + 4] as number
              pc = F[a] < F[b] ? pc + 5 : code[pc + 3] as number
              break
            case 129: // jump.not.le.f
              steps += code[pc + 4] as number
              pc = F[a] <= F[b] ? pc + 5 : code[pc + 3] as number
              break

            case 132: { // select.i
              const d = (base + (code[pc + 4] as number)) as Register
              I[a] = I[b] === 0n ? I[d] : I[c]
              pc += 5
              break
            }
            case 133: { // select.f
              const d = (base + (code[pc + 4] as number)) as Register
              F[a] = I[b] === 0n ? F[d] : F[c]
              pc += 5
              break
            }
            case 134: { // select.j
              const d = (base + (code[pc + 4] as number)) as Register
              J[a] = I[b] === 0n ? J[d] : J[c]
              pc += 5
              break
            }

            case 135: // box.int64
              J[a] = I[a]
              pc += 2
              break
            case 136: // box.bool
              J[a] = I[a] !== 0n
              pc += 2
              break
            case 137: // box.bits
              J[a] = boxInteger(core, I[a], links.typed(native, code[pc + 2] as number, 'type').type)
              pc += 3
              break
            case 138: // box.f64
              J[a] = F[a]
              pc += 2
              break
            case 139: // box.f32
              J[a] = boxFloat(core, F[a], links.typed(native, code[pc + 2] as number, 'type').type)
              pc += 3
              break
            case 140: // unbox.int64
            case 141: // unbox.bool
            case 142: // unbox.bits
              I[a] = unboxInteger(J[a])
              pc += 2
              break
            case 143: // unbox.f64
            case 144: // unbox.f32
              F[a] = unboxFloat(J[a])
              pc += 2
              break

            case 145: // egal
              bits.putWords(W, a, egal(core.universe, J[b] as JuliaValue, J[c] as JuliaValue) ? 1 : 0, 0)
              pc += 4
              break
            case 146: // same
              bits.putWords(W, a, J[b] === J[c] ? 1 : 0, 0)
              pc += 4
              break
            case 147: // isa.exact
              bits.putWords(W, a, core.typeOf(J[b] as JuliaValue) === links.typed(native, code[pc + 3] as number, 'type').type ? 1 : 0, 0)
              pc += 4
              break
            case 148: // isa
              bits.putWords(W, a, host.isa(J[b] as JuliaValue, links.typed(native, code[pc + 3] as number, 'parameter').type) ? 1 : 0, 0)
              pc += 4
              break
            case 149: { // typeassert.exact
              const { type } = links.typed(native, code[pc + 2] as number, 'type')
              if (core.typeOf(J[a] as JuliaValue) !== type) throw this.typeAssertion(J[a] as JuliaValue, type)
              pc += 3
              break
            }
            case 150: { // typeassert
              const { type } = links.typed(native, code[pc + 2] as number, 'parameter')
              if (!host.isa(J[a] as JuliaValue, type)) throw this.typeAssertion(J[a] as JuliaValue, type)
              pc += 3
              break
            }
            case 151: // typeof
              J[a] = core.typeOf(J[b] as JuliaValue)
              pc += 3
              break

            case 155: { // field.j
              const value = (J[b] as StructValue).fields[code[pc + 3] as number]
              if (value === undefined) throw undefRefError(core)
              J[a] = value
              pc += 4
              break
            }
            case 156: { // field.int64
              const value = (J[b] as StructValue).fields[code[pc + 3] as number]
              I[a] = typeof value === 'bigint' ? value : 0n
              pc += 4
              break
            }
            case 157: // field.bool
              bits.putWords(W, a, (J[b] as StructValue).fields[code[pc + 3] as number] === true ? 1 : 0, 0)
              pc += 4
              break
            case 158: // field.bits
              I[a] = unboxInteger((J[b] as StructValue).fields[code[pc + 3] as number])
              pc += 4
              break
            case 159: { // field.f64
              const value = (J[b] as StructValue).fields[code[pc + 3] as number]
              F[a] = typeof value === 'number' ? value : 0
              pc += 4
              break
            }
            case 160: // field.f32
              F[a] = unboxFloat((J[b] as StructValue).fields[code[pc + 3] as number])
              pc += 4
              break
            case 161: // set.field
              (J[a] as StructValue).fields[code[pc + 3] as number] = J[b]
              pc += 4
              break
            case 162: { // new
              const index = code[pc + 2] as number
              const count = code[pc + 3] as number
              const layout = (native.links[index] ?? links.link(native, index)) as Layout
              J[a] = construct(layout, this.boxedValues(code, pc + 4, count, base))
              pc += 4 + count
              break
            }
            case 163: { // tuple
              const count = code[pc + 2] as number
              J[a] = tupleValue(core, this.boxedValues(code, pc + 3, count, base))
              pc += 3 + count
              break
            }
            case 164: { // new.of
              const count = code[pc + 3] as number
              J[a] = newStruct(core, J[b] as JuliaValue, this.boxedValues(code, pc + 4, count, base))
              pc += 4 + count
              break
            }
            case 165: // splatnew
              J[a] = newFromTuple(core, J[b] as JuliaValue, J[c] as JuliaValue)
              pc += 4
              break

            case 170: // array.len
              bits.putNumber(W, a, (J[b] as ArrayValue).length)
              pc += 3
              break
            case 171: { // array.size
              const dimension = Number(I[c])
              if (dimension < 1) throw errorException(this.host.core, 'arraysize: dimension out of range')
              bits.putNumber(W, a, (J[b] as ArrayValue).size[dimension - 1] ?? 1)
              pc += 4
              break
            }
            case 172: { // array.index
              const count = code[pc + 3] as number
              const indices: bigint[] = []
              for (let next = 0; next < count; next++) {
                const index = (base + (code[pc + 4 + next] as number)) as Register
                indices.push(I[index])
              }
              bits.putNumber(W, a, this.linearIndex(J[b] as ArrayValue, indices))
              pc += 4 + count
              break
            }
            case 173: { // array.get.i64
              const array = J[b] as ArrayValue
              const index = bits.position(W, c, array.length)
              if (index < 0) throw this.boundsError(array, I[c])
              I[a] = (array.data as BigInt64Array)[index] as bigint
              pc += 4
              break
            }
            case 174: { // array.get.wide
              const array = J[b] as ArrayValue
              const index = bits.position(W, c, array.length)
              if (index < 0) throw this.boundsError(array, I[c])
              I[a] = (array.data as BigUint64Array)[index] as bigint
              pc += 4
              break
            }
            case 175: { // array.get.n
              const array = J[b] as ArrayValue
              const index = bits.position(W, c, array.length)
              if (index < 0) throw this.boundsError(array, I[c])
              const width = code[pc + 4] as number
              bits.putWords(W, a, ((array.data as Int32Array)[index] as number) & (width === 32 ? -1 : (1 << width) - 1), 0)
              pc += 5
              break
            }
            case 176: { // array.get.f
              const array = J[b] as ArrayValue
              const index = bits.position(W, c, array.length)
              if (index < 0) throw this.boundsError(array, I[c])
              F[a] = (array.data as Float64Array)[index] as number
              pc += 4
              break
            }
            case 177: { // array.get.j
              const array = J[b] as ArrayValue
              const index = bits.position(W, c, array.length)
              if (index < 0) throw this.boundsError(array, I[c])
              J[a] = loadElement(core, array, index)
              pc += 4
              break
            }
            case 178: { // array.set.i64
              const array = J[b] as ArrayValue
              const index = bits.position(W, c, array.length)
              if (index < 0) throw this.boundsError(array, I[c])
              ;(array.data as BigInt64Array)[index] = I[a]
              pc += 4
              break
            }
            case 179: { // array.set.wide
              const array = J[b] as ArrayValue
              const index = bits.position(W, c, array.length)
              if (index < 0) throw this.boundsError(array, I[c])
              ;(array.data as BigUint64Array)[index] = I[a]
              pc += 4
              break
            }
            case 180: { // array.set.n
              const array = J[b] as ArrayValue
              const index = bits.position(W, c, array.length)
              if (index < 0) throw this.boundsError(array, I[c])
              ;(array.data as Int32Array)[index] = bits.unsigned(W, a)
              pc += 4
              break
            }
            case 181: { // array.set.f
              const array = J[b] as ArrayValue
              const index = bits.position(W, c, array.length)
              if (index < 0) throw this.boundsError(array, I[c])
              ;(array.data as Float64Array)[index] = F[a]
              pc += 4
              break
            }
            case 182: { // array.set.j
              const array = J[b] as ArrayValue
              const index = bits.position(W, c, array.length)
              if (index < 0) throw this.boundsError(array, I[c])
              ;(array.data as (JuliaValue | undefined)[])[index] = J[a]
              pc += 4
              break
            }

            case 185: // call
            case 186: // invoke
            case 187: // apply
            case 188: // latest
            case 189: { // invoke.builtin
              const operation = code[pc] as number
              const index = code[pc + 3] as number
              const count = code[pc + 4] as number
              const link = native.links[index] ?? links.link(native, index)
              let args: readonly JuliaValue[] | undefined
              let callee: Callable
              let calleeWorld = world
              this.standing = pc
              if (steps > PATIENCE) {
                const ran = steps
                steps = 0
                host.ran(ran)
              }
              if (operation === 186) {
                callee = (link as InvokeLink).world === world ? (link as InvokeLink).callee as Callable : this.dispatcher.ofInvoke(link as InvokeLink, world)
              } else if (operation === 185) {
                callee = this.dispatcher.atSite(link as CallSite, code, pc + 5, count, base, J, world)
              } else {
                args = this.boxedValues(code, pc + 5, count, base)
                if (operation === 189) {
                  const [f, types, ...rest] = args
                  args = [f as JuliaValue, ...rest]
                  callee = host.invoked(args, types as JuliaValue, world)
                } else {
                  if (operation === 188) {
                    args = this.spread([core.nothing, ...args], world)
                    calleeWorld = host.newestWorld()
                  } else {
                    args = this.spread(args, world)
                  }
                  callee = this.dispatcher.ofValues(args, calleeWorld)
                }
              }
              if (isNative(callee)) {
                const next = base + native.registers
                if (args !== undefined) this.pass(callee, args, next)
                else if (operation === 186) this.passRegisters(callee, code, pc + 5, count, base, next)
                else this.passBoxed(callee, code, pc + 5, count, base, next)
                this.push(callee, pc + 5 + count, base, code[pc + 1] as number, code[pc + 2] as number, world)
                ;({ integers: I, floats: F, boxed: J, words: W } = this.registers)
                world = calleeWorld
                native = callee
                code = callee.code
                base = next
                pc = 0
              } else {
                const ran = steps
                steps = 0
                host.ran(ran)
                if (callee instanceof Outside) {
                  args ??= operation === 186
                    ? this.boxedArguments(link as InvokeLink, code, pc + 5, count, base)
                    : this.boxedValues(code, pc + 5, count, base)
                }
                const value = callee instanceof Outside ? callee.run(args ?? [], calleeWorld) : callee.value
                ;({ integers: I, floats: F, boxed: J, words: W } = this.registers)
                this.put(a, code[pc + 2] as number, value)
                pc += 5 + count
              }
              break
            }
            case 190: // builtin
            case 192: { // foreign
              const index = code[pc + 2] as number
              const count = code[pc + 3] as number
              const run = (native.links[index] ?? links.link(native, index)) as Run
              this.standing = pc
              const ran = steps
              steps = 0
              host.ran(ran)
              const value = run(this.boxedValues(code, pc + 4, count, base), world)
              // What ran may have run frames of this machine, and made its registers grow.
              ;({ integers: I, floats: F, boxed: J, words: W } = this.registers)
              J[a] = value
              pc += 4 + count
              break
            }
            case 191: { // intrinsic
              const index = code[pc + 2] as number
              const count = code[pc + 3] as number
              const run = (native.links[index] ?? links.link(native, index)) as Run
              J[a] = run(this.boxedValues(code, pc + 4, count, base), world)
              pc += 4 + count
              break
            }
            default:
              throw new Error(`no instruction ${INSTRUCTIONS[code[pc] as number]?.name ?? String(code[pc])}`)
          }
        }
      } catch (error) {
        const value = this.caught(error)
        if (value === undefined) throw error
        this.standing = at
        const exception = error instanceof JuliaException ? error : new JuliaException(value)
        exception.trace ??= host.backtrace()
        let handler = codes[this.depth - 1]?.handlerAt(at)
        while (handler === undefined && this.depth > stop + 1) {
          const record = (this.depth - 1) * FRAME_WORDS
          at = (frames[record] as number) - 1
          base = frames[record + 1] as number
          world = frames[record + 4] as number
          this.depth--
          handler = codes[this.depth - 1]?.handlerAt(at)
        }
        if (handler === undefined) {
          host.ran(steps)
          throw exception
        }
        exceptions.push(value)
        native = codes[this.depth - 1] as NativeCode
        code = native.code
        this.top = base + native.registers
        ;({ integers: I, floats: F, boxed: J, words: W } = this.registers)
        pc = handler
      }
    }
  }
}

/** An element at a position from 0 that is in bounds. Throws UndefRefError for one that was never set. */
function loadElement(core: CoreTypes, array: ArrayValue, at: number): JuliaValue {
  const element = codecOf(core, array.type).load(array.data, at)
  if (element === undefined) throw undefRefError(core)
  return element
}
