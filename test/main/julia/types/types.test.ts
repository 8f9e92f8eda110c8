import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../src/shared/errors'
import { BudgetSpent, withBudget } from '../../../../src/main/julia/types/budget'
import { declareRow } from '../../../../src/main/julia/types/declare'
import { hasEmptyIntersection, intersectTypes, typeIntersect } from '../../../../src/main/julia/types/intersect'
import { subtypes, supertypes } from '../../../../src/main/julia/types/hierarchy'
import { mergeTypes, typeJoin } from '../../../../src/main/julia/types/join'
import { printType } from '../../../../src/main/julia/types/print'
import { fieldTypes, hasConcreteSubtype, isBits, isConcreteType, isDispatchTuple, isSingleton } from '../../../../src/main/julia/types/query'
import { readType } from '../../../../src/main/julia/types/read'
import { isSubtype, solveSubtype, typeIsA, typesEqual } from '../../../../src/main/julia/types/subtype'
import type { DataType, Parameter } from '../../../../src/main/julia/types/type'
import { VERSION_RULES } from '../../../../src/main/julia/versions'
import { jl, newUniverse, universe } from '../world'

const show = (type: Parameter) => printType(universe, type)
const below = (a: string, b: string) => isSubtype(universe, jl(a), jl(b))

describe('reading and identity', () => {
  it('makes one object of one type', () => {
    expect(jl('Vector{Int}')).toBe(jl('Array{Int64, 1}'))
    expect(jl('Union{Int64, String}')).toBe(jl('Union{String, Int64}'))
    expect(jl('Pair{T, S} where S where T')).toBe(jl('Pair{T, S} where {T, S}'))
    expect(jl('NTuple{2, Int}')).toBe(jl('Tuple{Int64, Int64}'))
    expect(jl('Ref{Vector{T} where T}')).toBe(jl('Ref{Vector{S} where S}'))
  })

  it('names of variables count as they do in Julia', () => {
    expect(jl('Vector{T} where T')).not.toBe(jl('Vector{S} where S'))
    expect(typesEqual(universe, jl('Vector{T} where T'), jl('Vector{S} where S'))).toBe(true)
  })

  it.each([
    ['Union{Int64, Nothing, String, Vector{Int}}', 'Union{Nothing, Int64, Array{Int64, 1}, String}'],
    ['Union{Int64, Real}', 'Real'],
    ['Union{}', 'Union{}'],
    ['Tuple', 'Tuple{Vararg{Any}}'],
    ['Tuple{Vararg{Int, 0}}', 'Tuple{}'],
    ['Tuple{String, Vararg{Int, 2}}', 'Tuple{String, Int64, Int64}'],
    ['Vector{<:Real}', 'Array{T, 1} where T<:Real'],
    ['T where T<:Real', 'Real'],
    ['Ref{T} where Int<:T<:Real', 'Ref{T} where Int64<:T<:Real'],
    ['Ref{T} where T>:Int', 'Ref{T} where T>:Int64'],
    ['Val{(:a, :b)}', 'Val{(:a, :b)}'],
    ['Val{Int8(1)}', 'Val{Int8(1)}'],
    ['Val{0x01}', 'Val{0x01}'],
    ['Val{-3}', 'Val{-3}'],
    ['Val{true}', 'Val{true}'],
    ["Val{'a'}", "Val{'a'}"],
    ['typeof(+)', 'typeof(+)'],
    ['Base.RefValue{Int}', 'RefValue{Int64}'],
    ['NamedTuple{(:a,), Tuple{Int}}', 'NamedTuple{(:a,), Tuple{Int64}}'],
  ])('%s is %s', (source, printed) => expect(show(jl(source))).toBe(printed))

  it.each([
    ['Unheard', /cannot read Unheard as a type: expected the name of a declared type/],
    ['Vector{', /expected/],
    ['Complex{String}', /out of its bounds/],
    ['Int64{Int64}', /too many parameters/],
    ['NamedTuple{(:a, :a), Tuple{Int, Int}}', /differ from one another/],
    ['f(1, 2)', /expected typeof/],
  ])('refuses %s and says why', (source, message) => {
    expect(() => jl(source)).toThrow(UserError)
    expect(() => jl(source)).toThrow(message)
  })

  it.each([
    ['Array{Int64, 1}', 'Vector{Int64}'],
    ['Array{T, 1} where T', 'Vector'],
    ['Array{T, N} where N where T', 'Array'],
    ['Dict{String, Array{Float64, 2}}', 'Dict{String, Matrix{Float64}}'],
    ['Tuple{Vararg{Any}}', 'Tuple'],
    ['Complex{Float64}', 'ComplexF64'],
    ['Array{T, 1} where T<:Real', 'Vector{<:Real}'],
    ['Ref{T} where T>:Int64', 'Ref{>:Int64}'],
    ['Dict{String, V} where V', 'Dict{String}'],
    ['Dict{K, V} where V where K<:Real', 'Dict{<:Real}'],
    ['Pair{T, Array{T, 1}} where T', 'Pair{T, Vector{T}} where T'],
    ['Pair{T, Ref{S}} where S<:T where T', 'Pair{T, Ref{S}} where {T, S<:T}'],
    ['Tuple{Int64, Int64, Int64, Int64}', 'NTuple{4, Int64}'],
  ])('from 1.6 on %s is printed %s', (source, printed) => expect(printType(universe, jl(source), 'alias')).toBe(printed))

  it('renames a variable that would hide another', () => {
    const [outer, inner] = [universe.variable('T'), universe.variable('T')]
    const pair = (universe.named('Pair') as { body: { body: DataType } }).body.body.name
    const type = universe.unionAll(outer, universe.unionAll(inner, universe.dataType(pair, [outer, inner])))
    expect(show(type)).toBe('Pair{T, T1} where T1 where T')
  })
})

describe('subtyping', () => {
  it('is invariant in parameters and covariant in tuples', () => {
    expect(below('Vector{Int64}', 'Vector{Real}')).toBe(false)
    expect(below('Vector{Int64}', 'Vector{T} where T<:Real')).toBe(true)
    expect(below('Tuple{Int64, String}', 'Tuple{Real, Any}')).toBe(true)
  })

  it('keeps a variable that repeats to concrete types', () => {
    expect(below('Tuple{Int64, Int64}', 'Tuple{T, T} where T')).toBe(true)
    expect(below('Tuple{Int64, String}', 'Tuple{T, T} where T')).toBe(false)
    expect(below('Tuple{Real, Real}', 'Tuple{T, T} where T')).toBe(false)
    expect(below('Tuple{Real, Real, Ref{Real}}', 'Tuple{T, T, Ref{T}} where T')).toBe(true)
  })

  it('takes unions apart, left for all, right for some', () => {
    expect(below('Tuple{Union{Int64, String}}', 'Union{Tuple{Int64}, Tuple{String}}')).toBe(true)
    expect(below('Ref{Union{Int64, String}}', 'Ref{Union{T, String}} where T')).toBe(true)
  })

  it('counts with Vararg', () => {
    expect(below('Tuple{Array{Int64, 2}, Int64, Int64}', 'Tuple{Array{Int64, N}, Vararg{Int64, N}} where N')).toBe(true)
    expect(below('Tuple{Array{Int64, 2}, Int64}', 'Tuple{Array{Int64, N}, Vararg{Int64, N}} where N')).toBe(false)
  })

  it('knows that types are values', () => {
    expect(below('Type{Int64}', 'DataType')).toBe(true)
    expect(typeIsA(universe, jl('Int64'), jl('Type{T} where T<:Real'))).toBe(true)
    expect(typeIsA(universe, jl('Vector'), jl('UnionAll'))).toBe(true)
    expect(typeIsA(universe, jl('Int64'), jl('Real'))).toBe(false)
  })

  it('solves for the variables of the right side', () => {
    const values = solveSubtype(universe, jl('Tuple{Vector{Int64}, String}'), jl('Tuple{Vector{T}, S} where S where T'))
    expect(values?.map(show)).toEqual(['Int64', 'String'])
    expect(solveSubtype(universe, jl('Int64'), jl('Vector{T} where T'))).toBeUndefined()
  })

  it('spends no more than its budget, and says so', () => {
    const own = newUniverse()
    const members = Array.from({ length: 16 }, (_, at) => `Tuple{Val{${at}}, T${at}}`).join(', ')
    const variables = Array.from({ length: 16 }, (_, at) => `T${at}`).join(', ')
    const [a, b] = [`Ref{Union{${members}}} where {${variables}}`, `Ref{Union{${members.replaceAll('T1', 'S1')}}} where {${variables.replaceAll('T1', 'S1')}}`]
    const answer = withBudget(own.budget, 20_000, () => isSubtype(own, readType(own, a), readType(own, b)))
    expect(answer).toBeInstanceOf(BudgetSpent)
    expect(isSubtype(own, readType(own, 'Int64'), readType(own, 'Real'))).toBe(true)
  })
})

describe('intersection', () => {
  it.each([
    ['Real', 'Union{Int64, String}', 'Int64'],
    ['Vector{T} where T<:Real', 'Array{Int64, N} where N', 'Array{Int64, 1}'],
    ['Tuple{T, T} where T', 'Tuple{Int64, Any}', 'Tuple{Int64, Int64}'],
    ['Tuple{Vararg{Int64}}', 'Tuple{Real, Real}', 'Tuple{Int64, Int64}'],
    ['Ref{Int64}', 'Ref{String}', 'Union{}'],
    ['Type{Int64}', 'DataType', 'Type{Int64}'],
  ])('of %s and %s is %s', (a, b, both) => {
    expect(show(typeIntersect(universe, jl(a), jl(b)))).toBe(both)
    expect(show(intersectTypes(universe, jl(a), jl(b)))).toBe(both)
    expect(hasEmptyIntersection(universe, jl(a), jl(b))).toBe(both === 'Union{}')
  })
})

describe('above two types', () => {
  it('joins to the nearest declared type', () => {
    expect(show(typeJoin(universe, jl('Int64'), jl('Float64')))).toBe('Real')
    expect(show(typeJoin(universe, jl('Vector{Int64}'), jl('Vector{String}')))).toBe('Array{T, 1} where T')
    expect(show(typeJoin(universe, jl('Tuple{Int64}'), jl('Tuple{Float64, String}')))).toBe('Tuple{Real, Vararg{String}}')
  })

  it('merges to small unions, then widens', () => {
    const { unions } = VERSION_RULES['1.5'].inference
    const merge = (...types: string[]) => show(types.map(jl).reduce((a, b) => mergeTypes(universe, a, b, unions)))
    expect(merge('Int64', 'String')).toBe('Union{Int64, String}')
    expect(merge('Int64', 'String', 'Nothing', 'Float64')).toBe('Any')
    expect(merge('Union{Nothing, Vector{Int64}}', 'Vector{String}')).toBe('Union{Nothing, Array{T, N} where N where T}')
  })
})

describe('questions about one type', () => {
  it('tells concrete from abstract', () => {
    const concrete = ['Int64', 'Vector{Real}', 'Tuple{Int64, String}', 'DataType', 'typeof(+)']
    const abstract = ['Real', 'Vector', 'Tuple{Real}', 'Tuple{Vararg{Int64}}', 'Type{Int64}', 'Union{Int64, String}', 'Union{}']
    expect(concrete.filter((source) => !isConcreteType(jl(source)))).toEqual([])
    expect(abstract.filter((source) => isConcreteType(jl(source)))).toEqual([])
  })

  it('knows what a call with known argument types can have', () => {
    expect(isDispatchTuple(jl('Tuple{Int64, Type{Int64}}'))).toBe(true)
    expect(isDispatchTuple(jl('Tuple{DataType}'))).toBe(false)
    expect(isDispatchTuple(jl('Tuple{Real}'))).toBe(false)
  })

  it('knows what can have instances, one instance, or bits only', () => {
    expect(hasConcreteSubtype(jl('Tuple{Union{}}'))).toBe(false)
    expect(hasConcreteSubtype(jl('Tuple{Vararg{Union{}}}'))).toBe(true)
    expect(isSingleton(universe, jl('Nothing'))).toBe(true)
    expect(isSingleton(universe, jl('Int64'))).toBe(false)
    expect(isBits(universe, jl('Complex{Int64}'))).toBe(true)
    expect(isBits(universe, jl('Some{String}'))).toBe(false)
    expect(fieldTypes(universe, jl('Complex{Int64}') as DataType).map(show)).toEqual(['Int64', 'Int64'])
  })

  it('walks the hierarchy', () => {
    expect(supertypes(universe, jl('Int64')).map(show)).toEqual(['Int64', 'Signed', 'Integer', 'Real', 'Number', 'Any'])
    expect(supertypes(universe, jl('Vector')).map(show)).toEqual(['Array{T, 1} where T', 'DenseArray{T, 1} where T', 'AbstractArray{T, 1} where T', 'Any'])
    expect(subtypes(universe, jl('Integer')).map(show)).toContain('Signed')
    expect(subtypes(universe, jl('Int64'))).toEqual([])
  })
})

describe('versions', () => {
  it('lowered the number of methods after 1.5', () => {
    expect(VERSION_RULES['1.5'].inference.maxMethods).toBe(4)
    expect(VERSION_RULES['1.6'].inference.maxMethods).toBe(3)
    expect(VERSION_RULES['1.7'].inference.maxMethodsPerModule).toBe(false)
    expect(VERSION_RULES['1.9'].inference).toMatchObject({ maxMethodsPerModule: true, maxMethodsPerFunction: true })
  })
})

it('asks of a type that contains itself in a union whether it is bits', () => {
  const own = newUniverse()
  declareRow(own, { name: 'List', kind: 'struct', module: 'Main', params: [{ name: 'T', lb: 'Union{}', ub: 'Any' }], supertype: 'Any', fields: [{ name: 'next', type: 'Union{Nothing, List{T}}' }] })
  const list = readType(own, 'List{Int64}')
  expect(isBits(own, list)).toBe(false)
  expect(printType(own, readType(own, 'Union{List{Int64}, Nothing}'))).toBe('Union{Nothing, List{Int64}}')
})
