import { describe, expect, it } from 'vitest'
import { inferIsA, inferTypeAssert } from '../../../../src/main/julia/infer/tfuncs/type-arguments'
import { Conditional, Const, PartialStruct, widenConst, type Lattice, type LatticeElement } from '../../../../src/main/julia/lattice/element'
import { limitTypeSize } from '../../../../src/main/julia/lattice/limit'
import { mergeElements } from '../../../../src/main/julia/lattice/merge'
import { isBelow, isEqual } from '../../../../src/main/julia/lattice/order'
import { countUnionSplit, splitUnions, typeSubtract } from '../../../../src/main/julia/lattice/type-facts'
import { mergeTables, withVariable } from '../../../../src/main/julia/lattice/variables'
import { declareRow, type TypeRow } from '../../../../src/main/julia/types/declare'
import { tupleOf, typeOf } from '../../../../src/main/julia/types/instantiate'
import { printType } from '../../../../src/main/julia/types/print'
import { readType } from '../../../../src/main/julia/types/read'
import { typesEqual } from '../../../../src/main/julia/types/subtype'
import type { Parameter } from '../../../../src/main/julia/types/type'
import { BOTTOM, TypeUniverse } from '../../../../src/main/julia/types/universe'
import { CoreTypes } from '../../../../src/main/julia/values/core-types'
import { StructValue } from '../../../../src/main/julia/values/value'
import { oracleRows } from '../world'

const universe = new TypeUniverse()
const core = new CoreTypes(universe)
for (const row of oracleRows('types') as TypeRow[]) if (universe.named(row.name) === undefined) declareRow(universe, row)
const unions = { length: 3, complexity: 3 }
const lattice: Lattice = { core, universe, unions }
const jl = (source: string) => readType(universe, source)
const text = (element: LatticeElement) => printType(universe, widenConst(lattice, element))
const tuple = (...elements: Parameter[]) => tupleOf(universe, elements)

interface LatticeRow {
  readonly a: string
  readonly b: string
  readonly merged: string
  readonly limited: string
  readonly limitedInside: string
  readonly subtracted: string
  readonly isa: string
  readonly asserted: string
}

describe('what Julia 1.5.3 answered for pairs of types', () => {
  const rows = oracleRows('lattice') as LatticeRow[]
  const sin = universe.functionType('sin')
  const questions: readonly (readonly [name: keyof LatticeRow, ask: (a: Parameter, b: Parameter) => LatticeElement])[] = [
    ['merged', (a, b) => mergeElements(lattice, a, b)],
    ['subtracted', (a, b) => typeSubtract(universe, a, b)],
    ['asserted', (a, b) => inferTypeAssert(lattice, a, typeOf(universe, b))],
    ['limited', (a, b) => limitTypeSize(universe, tuple(sin, a, core.int64), tuple(sin, b), tuple(sin, b), { tupleDepth: 3, tupleLength: 3, unions })],
    ['limitedInside', (a, b) => limitTypeSize(universe, tuple(a, tuple(a, b)), tuple(b, a), tuple(universe.any, b), { tupleDepth: 3, tupleLength: 2, unions })],
  ]
  it.each(questions)('%s is the same type', (name, ask) => {
    const wrong = rows.flatMap((row) => {
      const found = widenConst(lattice, ask(jl(row.a), jl(row.b)))
      return typesEqual(universe, found, jl(row[name])) ? [] : [`${row.a} ; ${row.b}: expected ${row[name]}, found ${printType(universe, found)}`]
    })
    expect(wrong).toEqual([])
    expect(rows.length).toBeGreaterThan(200)
  })

  it('isa is known just where Julia knows it', () => {
    const said = (element: LatticeElement) => (element.kind === 'const' ? `Const ${element.value === true}` : 'Bool')
    expect(rows.map(({ a, b }) => said(inferIsA(lattice, jl(a), typeOf(universe, jl(b)))))).toEqual(rows.map(({ isa }) => isa))
  })
})

describe('elements beyond types', () => {
  const one = new Const(1n)
  const two = new Const(2n)
  const pair = (a: bigint, b: bigint) => new Const(new StructValue(jl('Tuple{Int64, Int64}') as StructValue['type'], [a, b]))

  it('puts constants below their types, types below Any', () => {
    expect([isBelow(lattice, one, core.int64), isBelow(lattice, core.int64, one), isBelow(lattice, one, two), isBelow(lattice, one, universe.any)]).toEqual([true, false, false, true])
    expect(isBelow(lattice, core.nothingType, new Const(core.nothing))).toBe(true)
    expect(isBelow(lattice, new Const(core.int64), jl('Type{Int64}'))).toBe(true)
    expect(isBelow(lattice, new Const(core.int64), jl('DataType'))).toBe(true)
  })

  it('widens constants of one type to it, keeping what tuples have in common', () => {
    expect(mergeElements(lattice, one, two)).toBe(core.int64)
    expect(mergeElements(lattice, one, one)).toBe(one)
    const merged = mergeElements(lattice, pair(1n, 2n), pair(1n, 3n))
    expect(merged).toEqual(new PartialStruct(jl('Tuple{Int64, Int64}'), [new Const(1n), core.int64]))
    expect(isBelow(lattice, pair(1n, 9n), merged)).toBe(true)
    expect(isBelow(lattice, pair(2n, 9n), merged)).toBe(false)
    expect(mergeElements(lattice, pair(1n, 2n), pair(3n, 4n))).toBe(jl('Tuple{Int64, Int64}'))
    expect(isEqual(lattice, merged, new PartialStruct(jl('Tuple{Int64, Int64}'), [new Const(1n), core.int64]))).toBe(true)
  })

  it('merges what two conditions tell about one variable, and forgets it for two', () => {
    const isInt = new Conditional(1, core.int64, jl('String'))
    const isBool = new Conditional(1, core.bool, jl('String'))
    expect(mergeElements(lattice, isInt, isBool)).toEqual(new Conditional(1, jl('Union{Bool, Int64}'), jl('String')))
    expect(mergeElements(lattice, isInt, new Conditional(2, core.bool, BOTTOM))).toBe(core.bool)
    expect(mergeElements(lattice, isInt, new Const(false))).toEqual(new Conditional(1, core.int64, universe.any))
  })

  it('lets no chain of merges go on for ever', () => {
    let type: LatticeElement = core.int64
    const seen = new Set<string>()
    for (let round = 0; round < 50; round++) {
      seen.add(text(type))
      type = mergeElements(lattice, type, tuple(core.int64, widenConst(lattice, type)))
    }
    expect([...seen]).toEqual([
      'Int64',
      'Union{Int64, Tuple{Int64, Int64}}',
      'Union{Int64, Tuple{Int64, Union{Int64, Tuple{Int64, Int64}}}}',
      'Union{Int64, Tuple{Int64, Union{Int64, Tuple{Int64, Union{Int64, Tuple{Int64, Int64}}}}}}',
      'Union{Int64, Tuple{Any, Any}}',
    ])
  })

  it('splits a signature at its unions, the last argument slowest', () => {
    const signature = jl('Tuple{Union{Bool, Int64}, String, Union{Missing, Nothing}}')
    expect(countUnionSplit((signature as StructValue['type']).parameters)).toBe(4)
    expect(splitUnions(universe, signature).map(text)).toEqual([
      'Tuple{Bool, String, Missing}', 'Tuple{Int64, String, Missing}', 'Tuple{Bool, String, Nothing}', 'Tuple{Int64, String, Nothing}',
    ])
  })
})

describe('tables of variables', () => {
  const state = (type: LatticeElement, undef = false) => ({ type, undef })

  it('says nothing new when all that comes was known', () => {
    const table = [state(core.int64), state(BOTTOM, true)]
    expect(mergeTables(lattice, table, [state(new Const(1n)), state(BOTTOM, true)])).toBeUndefined()
    expect(mergeTables(lattice, table, [state(core.float64), state(core.int64)])).toEqual([state(jl('Union{Float64, Int64}')), state(core.int64, true)])
    expect(table).toEqual([state(core.int64), state(BOTTOM, true)])
  })

  it('drops conditions about a variable when it is assigned', () => {
    const table = [state(universe.any), state(new Conditional(0, core.int64, universe.any))]
    expect(withVariable(lattice, table, 0, state(core.int64))).toEqual([state(core.int64), state(core.bool)])
  })
})
