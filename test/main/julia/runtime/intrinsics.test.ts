/** Every intrinsic against rows that a real Julia 1.5.3 computed on random and on extreme operands. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JuliaException } from '../../../../src/main/julia/runtime/exception'
import { INTRINSIC_NAMES, runIntrinsic } from '../../../../src/main/julia/runtime/intrinsics'
import { bitsOf, bitsOfFloat16, float16OfBits, fromBits } from '../../../../src/main/julia/runtime/primitive'
import { TypeUniverse } from '../../../../src/main/julia/types/universe'
import { CoreTypes } from '../../../../src/main/julia/values/core-types'
import { StructValue, type JuliaValue } from '../../../../src/main/julia/values/value'

const core = new CoreTypes(new TypeUniverse())

/** `Int8:ff` is the value with these bits, `Int8` the type. */
function read(text: string): JuliaValue {
  const [type = '', bits] = text.split(':')
  return bits === undefined ? core.type(type) : fromBits(core, core.type(type), BigInt(`0x${bits}`))
}

function write(value: JuliaValue): string {
  if (value instanceof StructValue) return value.fields.map((field) => write(field ?? 0n)).join()
  return `${core.typeOf(value).name.name}:${bitsOf(value).toString(16)}`
}

function answer(name: string, args: readonly JuliaValue[]): string {
  try {
    return write(runIntrinsic(core, name, args))
  } catch (error) {
    if (error instanceof JuliaException) return `!${core.typeOf(error.value).name.name}`
    throw error
  }
}

const rows = readFileSync(join(import.meta.dirname, '../../../fixtures/julia/intrinsics.txt'), 'utf8').trim().split('\n')

describe('intrinsics', () => {
  it('compute what Julia computes', () => {
    const disagreements = rows.filter((row) => {
      const [question = '', expected = ''] = row.split(' = ')
      const [name = '', ...args] = question.split(' ')
      return answer(name, args.map(read)) !== expected
    })
    expect(disagreements).toEqual([])
  })

  it('are asked about, all but those on pointers and arrays and the fast twins', () => {
    const asked = new Set(rows.map((row) => row.split(' ')[0]))
    expect(INTRINSIC_NAMES.filter((name) => !asked.has(name) && !/_ptr$|_fast$/.test(name)).sort()).toEqual(['arraylen', 'muladd_float'])
  })

  it('round to Float16 so that every Float16 comes back, and halves go to the even one', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 0x7bff }), (raw) => {
      const here = float16OfBits(BigInt(raw))
      const next = float16OfBits(BigInt(raw + 1))
      expect(bitsOfFloat16(here)).toBe(BigInt(raw))
      if (Number.isFinite(next)) expect(bitsOfFloat16((here + next) / 2)).toBe(BigInt(raw % 2 === 0 ? raw : raw + 1))
    }))
  })
})
