/** Bytecode and the machine that runs it: what code written by hand gives, and how calls, exceptions and arrays go. */
import { beforeEach, describe, expect, it } from 'vitest'
import { listing } from '../../../../src/main/julia/codegen/listing'
import { INSTRUCTIONS, OPCODES } from '../../../../src/main/julia/codegen/opcodes'
import { JuliaException } from '../../../../src/main/julia/runtime/exception'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ArrayValue, Bits, StructValue, type JuliaValue } from '../../../../src/main/julia/values/value'
import { Machine } from './machine'

let machine: Machine

beforeEach(() => {
  machine = new Machine()
})

const SUM = `
  goto 1
  phi(0 => 1, 7 => %6) :: Int64
  phi(0 => 0, 7 => %5) :: Int64
  sle_int(%1, _1) :: Bool
  goto 8 if not %3
  add_int(%2, %1) :: Int64
  add_int(%1, 1) :: Int64
  goto 1
  return %2`

function thrown(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof JuliaException && error.value instanceof StructValue) return error.value.type.name.name
    throw error
  }
  return 'nothing was thrown'
}

describe('instructions', () => {
  it('are named in the machine as in the table', () => {
    const source = readFileSync(join(import.meta.dirname, '../../../../src/main/julia/runtime/vm.ts'), 'utf8')
    const cases = [...source.matchAll(/case (\d+):.*\/\/ ([\w.]+)/g)].map(([, opcode, name]) => [Number(opcode), name])
    expect(cases.length).toBe(Object.keys(OPCODES).length)
    for (const [opcode, name] of cases) expect(INSTRUCTIONS[Number(opcode)]?.name).toBe(name)
  })

  it('are few for a loop: comparison and branch are one, moves only where values meet', () => {
    const native = machine.define('f', { arguments: ['Int64'], returns: 'Int64', code: SUM })
    expect(listing(machine.core.universe, native)).toMatchInlineSnapshot(`
      "   0  const.i r8, 1, 0
         4  count
         6  const.i r3, 1, 0
        10  const.i r5, 0, 0
        14  mov.i r2, r3
        17  mov.i r4, r5
        20  jump → 23
        23  jump.not.sle.i r2, r1, → 45
        28  add.i r6, r4, r2
        32  add.i r7, r2, r8
        36  mov.i r2, r7
        39  mov.i r4, r6
        42  jump → 23
        45  return.i r4"
    `)
  })

  it('are counted by blocks', () => {
    machine.define('f', { arguments: ['Int64'], returns: 'Int64', code: SUM })
    machine.call('f', 0n)
    const once = machine.instructions
    machine.call('f', 10n)
    // Ten rounds of six instructions more.
    expect(machine.instructions - 2 * once).toBe(60)
  })
})

describe('loops and calls', () => {
  it('sums', () => {
    machine.define('f', { arguments: ['Int64'], returns: 'Int64', code: SUM })
    expect(machine.call('f', 1000n)).toBe(500500n)
  })

  it('swaps two variables of a loop at once', () => {
    machine.define('f', {
      arguments: ['Int64'],
      returns: 'Int64',
      code: `
        goto 1
        phi(0 => 0, 8 => %2) :: Int64
        phi(0 => 1, 8 => %6) :: Int64
        phi(0 => 0, 8 => %7) :: Int64
        slt_int(%3, _1) :: Bool
        goto 9 if not %4
        add_int(%1, %2) :: Int64
        add_int(%3, 1) :: Int64
        goto 1
        return %1`,
    })
    expect([0n, 1n, 2n, 10n, 90n].map((n) => machine.call('f', n))).toEqual([0n, 1n, 1n, 55n, 2880067194370816120n])
  })

  it('calls itself', () => {
    machine.declare('fib', ['Int64'])
    machine.define('fib', {
      arguments: ['Int64'],
      returns: 'Int64',
      code: `
        slt_int(_1, 2) :: Bool
        goto 3 if not %0
        return _1
        sub_int(_1, 1) :: Int64
        invoke fib(fib, %3) :: Int64
        sub_int(_1, 2) :: Int64
        invoke fib(fib, %5) :: Int64
        add_int(%4, %6) :: Int64
        return %7`,
    })
    expect(machine.call('fib', 20n)).toBe(6765n)
  })

  it('dispatches at run time, and remembers where a call of these types led', () => {
    machine.define('half', { arguments: ['Float64'], returns: 'Float64', code: 'div_float(_1, 2.0) :: Float64\nreturn %0' })
    machine.define('f', { arguments: ['Any'], returns: 'Any', code: 'half(_1)\nreturn %0' })
    expect([3, 4, 5].map((x) => machine.call('f', x))).toEqual([1.5, 2, 2.5])
    expect(machine.dispatched).toBe(1)
    machine.world++
    machine.call('f', 1)
    expect(machine.dispatched).toBe(2)
    expect(thrown(() => machine.call('f', 1n))).toBe('MethodError')
  })

  it('boxes what a callee returns when any value may come', () => {
    machine.define('is', { arguments: ['Int64'], returns: 'Bool', code: 'slt_int(_1, 0) :: Bool\nreturn %0' })
    machine.define('f', { arguments: ['Any'], returns: 'Any', code: 'is(_1)\nreturn %0' })
    machine.define('g', { arguments: ['Any'], returns: 'Int64', code: 'is(_1) :: Bool\ngoto 3 if not %0\nreturn 1\nreturn 2' })
    expect(machine.call('f', -1n)).toBe(true)
    expect([machine.call('g', -1n), machine.call('g', 1n)]).toEqual([1n, 2n])
  })

  it('collects the arguments of a vararg method and splats them', () => {
    machine.define('rest', { arguments: ['Int64', 'Tuple{Vararg{Any}}'], returns: 'Any', isVarArg: true, code: 'return _2' })
    machine.define('f', { arguments: ['Any'], returns: 'Any', code: '_apply_iterate(nothing, rest, _1)\nreturn %0' })
    const instance = machine.instances.rest
    if (instance === undefined) throw new Error('not there')
    const open = machine.type('Tuple{Any, Int64, Vararg{Any}}')
    Object.defineProperty(instance, 'specTypes', { value: open })
    const passed = new StructValue(machine.type('Tuple{Int64,Bool,Float64}'), [1n, true, 2.5])
    expect(machine.call('f', passed)).toEqual(new StructValue(machine.type('Tuple{Bool,Float64}'), [true, 2.5]))
  })

  it('ends endless recursion with a StackOverflowError and goes on after it', () => {
    machine.declare('deep', ['Int64'])
    machine.define('deep', {
      arguments: ['Int64'],
      returns: 'Int64',
      code: `
        eq_int(_1, 0) :: Bool
        goto 3 if not %0
        return 0
        sub_int(_1, 1) :: Int64
        invoke deep(deep, %3) :: Int64
        add_int(%4, 1) :: Int64
        return %5`,
    })
    expect(machine.call('deep', 50_000n)).toBe(50_000n)
    expect(thrown(() => machine.call('deep', -1n))).toBe('StackOverflowError')
    expect(machine.call('deep', 50_000n)).toBe(50_000n)
  })
})

describe('exceptions', () => {
  const TRY = `
    enter 5
    invoke risky(risky, _1) :: Int64
    leave 1
    $0 = %1 :: Int64
    goto 8
    exception
    $0 = -1 :: Int64
    pop %0
    $0 :: Int64
    return %8`

  beforeEach(() => {
    machine.define('risky', { arguments: ['Int64'], returns: 'Int64', code: 'checked_sdiv_int(100, _1) :: Int64\nreturn %0' })
  })

  it('are handled by the innermost handler that is in force', () => {
    machine.define('f', { arguments: ['Int64'], returns: 'Int64', slots: { x: 'Int64' }, code: TRY })
    expect([machine.call('f', 5n), machine.call('f', 0n), machine.call('f', 7n)]).toEqual([20n, -1n, 14n])
  })

  it('leave code without a handler', () => {
    machine.define('f', { arguments: ['Int64'], returns: 'Int64', code: 'invoke risky(risky, _1) :: Int64\nreturn %0' })
    expect(thrown(() => machine.call('f', 0n))).toBe('DivideError')
    expect(machine.call('f', 4n)).toBe(25n)
  })

  it('carry the value that was thrown', () => {
    machine.define('f', {
      arguments: ['Any'],
      returns: 'Any',
      code: `
        enter 3
        throw(_1) :: Union{}
        unreachable
        exception
        pop %0
        return %3`,
    })
    expect(machine.call('f', 42n)).toBe(42n)
  })

  it('tell of variables that are not set', () => {
    machine.define('f', {
      arguments: ['Bool'],
      returns: 'Int64',
      slots: { 'x?': 'Int64' },
      code: `
        goto 2 if not _1
        $0 = 5 :: Int64
        $0 :: Int64
        return %2`,
    })
    expect(machine.call('f', true)).toBe(5n)
    machine.define('g', { arguments: ['Bool'], returns: 'Bool', slots: { 'x?': 'Int64' }, code: 'goto 2 if not _1\n$0 = 5 :: Int64\ndefined $0 :: Bool\nreturn %2' })
    expect([machine.call('g', true), machine.call('g', false)]).toEqual([true, false])
  })
})

describe('arrays and structs', () => {
  const vector = (element: string, data: ArrayValue['data']) => new ArrayValue(machine.type(`Array{${element},1}`), data, [data.length], data.length)

  it('reads and writes elements in their own storage', () => {
    for (const [element, data, value] of [
      ['Int64', BigInt64Array.of(1n, -2n), -7n],
      ['Float64', Float64Array.of(1.5, 2), -0.5],
      ['Bool', Uint8Array.of(0, 1), true],
    ] as const) {
      const name = `swap${element}`
      machine.define(name, {
        arguments: [`Array{${element},1}`, element],
        returns: element,
        code: `
          arrayref(true, _1, 2) :: ${element}
          arrayset(true, _1, _2, 2) :: Array{${element},1}
          return %0`,
      })
      const array = vector(element, data)
      const before = machine.call(name, array, value)
      expect(machine.call(name, array, before)).toEqual(value)
    }
  })

  it('keeps the sign of narrow integers', () => {
    machine.define('f', { arguments: ['Array{Int8,1}'], returns: 'Int64', code: 'arrayref(true, _1, 1) :: Int8\nsext_int(Int64, %0) :: Int64\nreturn %1' })
    expect(machine.call('f', vector('Int8', Int8Array.of(-5)))).toBe(-5n)
  })

  it('refuses what is out of bounds', () => {
    machine.define('f', { arguments: ['Array{Int64,1}', 'Int64'], returns: 'Int64', code: 'arrayref(true, _1, _2) :: Int64\nreturn %0' })
    const array = vector('Int64', BigInt64Array.of(1n, 2n))
    expect(machine.call('f', array, 2n)).toBe(2n)
    for (const index of [0n, 3n, -1n, 1n << 40n]) expect(thrown(() => machine.call('f', array, index))).toBe('BoundsError')
  })

  it('finds elements of matrices column by column', () => {
    machine.define('f', { arguments: ['Array{Int64,2}', 'Int64', 'Int64'], returns: 'Int64', code: 'arrayref(true, _1, _2, _3) :: Int64\nreturn %0' })
    const matrix = new ArrayValue(machine.type('Array{Int64,2}'), BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 6n), [2, 3], 6)
    expect(machine.call('f', matrix, 2n, 3n)).toBe(6n)
    expect(machine.call('f', matrix, 1n, 2n)).toBe(3n)
    expect(thrown(() => machine.call('f', matrix, 3n, 1n))).toBe('BoundsError')
  })

  it('makes tuples and reads their elements', () => {
    machine.define('f', {
      arguments: ['Int64', 'Float64'],
      returns: 'Any',
      code: `
        tuple(_1, _2) :: Tuple{Int64,Float64}
        getfield(%0, 2) :: Float64
        tuple(%1, %0) :: Tuple{Float64,Tuple{Int64,Float64}}
        return %2`,
    })
    const inner = new StructValue(machine.type('Tuple{Int64,Float64}'), [3n, 0.5])
    expect(machine.call('f', 3n, 0.5)).toEqual(new StructValue(machine.type('Tuple{Float64,Tuple{Int64,Float64}}'), [0.5, inner]))
  })

  it('tells values of primitive types by their bits', () => {
    const char = machine.core.type('Char')
    machine.define('f', { arguments: ['Char', 'Char'], returns: 'Bool', code: '===(_1, _2) :: Bool\nreturn %0' })
    const of = (bits: bigint): JuliaValue => new Bits(char, bits)
    expect([machine.call('f', of(97n << 24n), of(97n << 24n)), machine.call('f', of(97n << 24n), of(98n << 24n))]).toEqual([true, false])
  })
})
