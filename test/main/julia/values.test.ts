/** Values and their types: what a JavaScript value stands for, and the two forms of text. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printType } from '../../../src/main/julia/types/print'
import { supertypes } from '../../../src/main/julia/types/hierarchy'
import { TypeUniverse } from '../../../src/main/julia/types/universe'
import { CoreTypes } from '../../../src/main/julia/values/core-types'
import { fromJuliaString, juliaStringBytes, bytesToJuliaString, toJuliaString } from '../../../src/main/julia/values/text'
import { ArrayValue, expr, isExpr, symbolName, symbolOf, type JuliaValue } from '../../../src/main/julia/values/value'

const core = new CoreTypes(new TypeUniverse())
const typeName = (value: JuliaValue) => printType(core.universe, core.typeOf(value))

describe('values', () => {
  it.each<[string, JuliaValue]>([
    ['Int64', 1n],
    ['Float64', 1],
    ['Bool', true],
    ['String', 'a'],
    ['Symbol', symbolOf('a')],
    ['Nothing', core.nothing],
    ['Tuple{}', core.emptyTuple],
    ['Expr', expr('call', symbolOf('+'), 1n, 2n)],
    ['DataType', core.int64],
    ['UnionAll', core.array],
    ['Array{Float64, 1}', new ArrayValue(core.arrayOf(core.float64, 1), new Float64Array(2), [2], 2)],
  ])('is a %s', (name, value) => {
    expect(typeName(value)).toBe(name)
  })

  it('keeps the hierarchy of numbers and arrays', () => {
    const above = (type: string) => supertypes(core.universe, core.type(type)).map((one) => printType(core.universe, one)).join(' <: ')
    expect(above('Int32')).toBe('Int32 <: Signed <: Integer <: Real <: Number <: Any')
    expect(above('Float16')).toBe('Float16 <: AbstractFloat <: Real <: Number <: Any')
    expect(supertypes(core.universe, core.arrayOf(core.int64, 1)).map((one) => printType(core.universe, one)))
      .toEqual(['Array{Int64, 1}', 'DenseArray{Int64, 1}', 'AbstractArray{Int64, 1}', 'Any'])
  })

  it('has one instance of a singleton type', () => {
    expect(core.instance(core.nothingType)).toBe(core.nothing)
  })

  it('reads heads and names of expressions', () => {
    const call = expr('call', symbolOf('f'))
    expect(isExpr(call, 'call')).toBe(true)
    expect(isExpr(call, 'block')).toBe(false)
    expect(symbolName(symbolOf('∈'))).toBe('∈')
  })
})

describe('text', () => {
  it('counts bytes', () => {
    expect(toJuliaString('aß∀').length).toBe(6)
    expect(juliaStringBytes(toJuliaString('ß'))).toEqual(Uint8Array.of(0xc3, 0x9f))
  })

  it('comes back', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fromJuliaString(toJuliaString(text))).toBe(text)
    }))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 10_000 }), (bytes) => {
      expect(juliaStringBytes(bytesToJuliaString(bytes))).toEqual(bytes)
    }))
  })
})
