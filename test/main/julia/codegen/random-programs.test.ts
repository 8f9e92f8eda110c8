/** Random straight-line programs and loops of intrinsics: the machine gives what the runtime's table of intrinsics gives, operation by operation. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JuliaException } from '../../../../src/main/julia/runtime/exception'
import { runIntrinsic } from '../../../../src/main/julia/runtime/intrinsics'
import { egal } from '../../../../src/main/julia/values/egal'
import { Bits, StructValue, type JuliaValue } from '../../../../src/main/julia/values/value'
import { Machine } from './machine'

const INTEGERS = ['Int8', 'UInt8', 'Int16', 'Int32', 'UInt32', 'Int64', 'UInt64'] as const
const FLOATS = ['Float64', 'Float32'] as const
const BINARY = ['add_int', 'sub_int', 'mul_int', 'and_int', 'or_int', 'xor_int', 'checked_sdiv_int', 'checked_udiv_int', 'checked_srem_int', 'checked_urem_int']
const SHIFTS = ['shl_int', 'lshr_int', 'ashr_int']
const COMPARE = ['eq_int', 'ne_int', 'slt_int', 'sle_int', 'ult_int', 'ule_int']
const FLOAT_BINARY = ['add_float', 'sub_float', 'mul_float', 'div_float', 'rem_float', 'copysign_float']
const FLOAT_UNARY = ['neg_float', 'abs_float', 'floor_llvm', 'ceil_llvm', 'trunc_llvm', 'rint_llvm']
const FLOAT_COMPARE = ['eq_float', 'ne_float', 'lt_float', 'le_float', 'fpiseq']

interface Step {
  readonly operation: string
  /** Types that come first, such as what to convert to. */
  readonly into?: string
  readonly from: string
  readonly other?: string
  readonly result: string
}

const widthOf = (type: string) => Number(/\d+/.exec(type)?.[0])
const integer = fc.constantFrom(...INTEGERS)
const float = fc.constantFrom(...FLOATS)

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ operation: fc.constantFrom(...BINARY), from: integer }).map(({ operation, from }) => ({ operation, from, other: from, result: from })),
  fc.record({ operation: fc.constantFrom(...SHIFTS), from: integer, other: integer }).map((made) => ({ ...made, result: made.from })),
  fc.record({ operation: fc.constantFrom(...COMPARE), from: integer }).map(({ operation, from }) => ({ operation, from, other: from, result: 'Bool' })),
  fc.record({ operation: fc.constantFrom('neg_int', 'not_int'), from: integer }).map((made) => ({ ...made, result: made.from })),
  fc.record({ operation: fc.constantFrom(...FLOAT_BINARY), from: float }).map(({ operation, from }) => ({ operation, from, other: from, result: from })),
  fc.record({ operation: fc.constantFrom(...FLOAT_UNARY), from: float }).map((made) => ({ ...made, result: made.from })),
  fc.record({ operation: fc.constantFrom(...FLOAT_COMPARE), from: float }).map(({ operation, from }) => ({ operation, from, other: from, result: 'Bool' })),
  fc.record({ operation: fc.constantFrom('sext_int', 'zext_int', 'trunc_int'), from: integer, into: integer })
    .filter(({ operation, from, into }) => (operation === 'trunc_int' ? widthOf(into) < widthOf(from) : widthOf(into) > widthOf(from)))
    .map((made) => ({ ...made, result: made.into })),
  fc.record({ operation: fc.constantFrom('sitofp', 'uitofp'), from: integer, into: float }).map((made) => ({ ...made, result: made.into })),
  fc.constantFrom<Step>(
    { operation: 'bitcast', from: 'Float64', into: 'UInt64', result: 'UInt64' },
    { operation: 'bitcast', from: 'Int64', into: 'UInt64', result: 'UInt64' },
    { operation: 'bitcast', from: 'UInt32', into: 'Float32', result: 'Float32' },
    { operation: 'fptrunc', from: 'Float64', into: 'Float32', result: 'Float32' },
    { operation: 'fpext', from: 'Float32', into: 'Float64', result: 'Float64' },
  ),
)

/** Arguments 1 to 9 are one of each type; statement `i` follows them. `picks` chooses among the values of the type asked for. */
const TYPES = [...INTEGERS, ...FLOATS]

interface Program {
  readonly steps: readonly Step[]
  readonly picks: readonly number[]
  readonly values: readonly bigint[]
}

const program: fc.Arbitrary<Program> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 25 }),
  picks: fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 }),
  values: fc.array(fc.oneof(fc.bigInt(-20n, 20n), fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n)), { minLength: 9, maxLength: 9 }),
})

const machine = new Machine()
const { core } = machine

function argument(type: string, bits: bigint): JuliaValue {
  if (type === 'Int64') return BigInt.asIntN(64, bits)
  if (type === 'Float64') return Number(BigInt.asIntN(64, bits)) / 8
  if (type === 'Float32') return runIntrinsic(core, 'fptrunc', [core.type('Float32'), Number(BigInt.asIntN(20, bits)) / 8])
  return new Bits(core.type(type), BigInt.asUintN(widthOf(type), bits))
}

/** Where each operand comes from: an argument (negative, -1 being the first) or a step before. */
function sources({ steps, picks }: Program): number[][] {
  const available = new Map<string, number[]>(TYPES.map((type, at) => [type, [-1 - at]]))
  let next = 0
  return steps.map(({ from, other, result }, at) => {
    const chosen = [from, ...(other === undefined ? [] : [other])].map((type) => {
      const candidates = available.get(type) ?? []
      return candidates[(picks[next++ % picks.length] ?? 0) % candidates.length] ?? -1
    })
    available.set(result, [...(available.get(result) ?? []), at])
    return chosen
  })
}

function reference({ steps }: Program, chosen: readonly number[][], args: readonly JuliaValue[]): JuliaValue {
  const made: JuliaValue[] = []
  steps.forEach(({ operation, into }, at) => {
    const operands = (chosen[at] ?? []).map((from) => (from < 0 ? args[-1 - from] : made[from]) as JuliaValue)
    made.push(runIntrinsic(core, operation, [...(into === undefined ? [] : [core.type(into)]), ...operands]))
  })
  return made.at(-1) as JuliaValue
}

/** The value, or the name of the exception's type. */
function outcome(run: () => JuliaValue): JuliaValue {
  try {
    return run()
  } catch (error) {
    if (error instanceof JuliaException && error.value instanceof StructValue) return error.value.type.name.name
    throw error
  }
}

/** JavaScript keeps no payload of a NaN. */
function same(a: JuliaValue, b: JuliaValue): boolean {
  const isNaN32 = (value: JuliaValue) => value instanceof Bits && value.type === core.type('Float32') && (value.bits & 0x7fff_ffffn) > 0x7f80_0000n
  return egal(core.universe, a, b) || (isNaN32(a) && isNaN32(b))
}

let programs = 0

function compiled({ steps }: Program, chosen: readonly number[][]): string {
  const name = `random${programs++}`
  const operand = (from: number) => (from < 0 ? `_${-from}` : `%${from}`)
  const lines = steps.map(({ operation, into, result }, at) => `${operation}(${[...(into === undefined ? [] : [into]), ...(chosen[at] ?? []).map(operand)].join(', ')}) :: ${result}`)
  machine.define(name, { arguments: TYPES, returns: steps.at(-1)?.result ?? 'Any', code: [...lines, `return %${steps.length - 1}`].join('\n') })
  return name
}

describe('random programs', () => {
  it('compute what the intrinsics compute', () => {
    fc.assert(fc.property(program, (made) => {
      const args = TYPES.map((type, at) => argument(type, made.values[at] ?? 0n))
      const chosen = sources(made)
      const name = compiled(made, chosen)
      const [expected, found] = [outcome(() => reference(made, chosen, args)), outcome(() => machine.call(name, ...args))]
      expect([expected, found, same(expected, found)]).toEqual([expected, found, true])
    }), { numRuns: 400 })
  })

  it('fold a sequence of any length in a loop', () => {
    fc.assert(fc.property(
      fc.array(fc.tuple(fc.constantFrom('add_int', 'sub_int', 'mul_int', 'xor_int'), fc.bigInt(-100n, 100n)), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 30 }),
      fc.bigInt(-1000n, 1000n),
      (body, rounds, start) => {
        const name = `loop${programs++}`
        // Statements 0 to 4 are the loop's head, then comes the body.
        const [result, counter, back] = [4 + body.length, 5 + body.length, 6 + body.length]
        machine.define(name, {
          arguments: ['Int64', 'Int64'],
          returns: 'Int64',
          code: `
            goto 1
            phi(0 => 0, ${back} => %${counter}) :: Int64
            phi(0 => _2, ${back} => %${result}) :: Int64
            slt_int(%1, _1) :: Bool
            goto ${back + 1} if not %3
            ${body.map(([operation, by], at) => `${operation}(%${at === 0 ? 2 : 4 + at}, ${by}) :: Int64`).join('\n')}
            add_int(%1, 1) :: Int64
            goto 1
            return %2`,
        })
        let expected: JuliaValue = start
        for (let round = 0; round < rounds; round++) {
          for (const [operation, by] of body) expected = runIntrinsic(core, operation, [expected, by])
        }
        expect(machine.call(name, BigInt(rounds), start)).toBe(expected)
      },
    ), { numRuns: 100 })
  })
})
