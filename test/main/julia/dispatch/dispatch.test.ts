import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectAmbiguities, isAmbiguous } from '../../../../src/main/julia/dispatch/ambiguity'
import { hasMethod, lookup, methods, which } from '../../../../src/main/julia/dispatch/lookup'
import { Method } from '../../../../src/main/julia/dispatch/method'
import { MethodTable } from '../../../../src/main/julia/dispatch/method-table'
import { moreSpecific } from '../../../../src/main/julia/dispatch/specificity'
import { hasEmptyIntersection } from '../../../../src/main/julia/types/intersect'
import { printType } from '../../../../src/main/julia/types/print'
import { tupleOf } from '../../../../src/main/julia/types/instantiate'
import type { Parameter } from '../../../../src/main/julia/types/type'
import { TypeUniverse } from '../../../../src/main/julia/types/universe'
import { jl, oracleRows, universe } from '../world'

/** Inserts a method from a world on. */
function insert(table: MethodTable, signature: Parameter, world: number): Method {
  const method = new Method(signature, world)
  table.insert(method)
  return method
}

/** A table with these methods, the first from world 1, the next from world 2, and so on. */
function tableOf(...signatures: string[]): { table: MethodTable, defined: Method[], world: number } {
  const table = new MethodTable(universe)
  const defined = signatures.map((signature, at) => insert(table, jl(signature), at + 1))
  return { table, defined, world: signatures.length }
}

describe('specificity', () => {
  it.each([
    ['Tuple{Int64}', 'Tuple{Real}'],
    ['Tuple{T, T} where T', 'Tuple{Any, Any}'],
    ['Tuple{Int64, String}', 'Tuple{Real, Any, Vararg{Any}}'],
    ['Tuple{Type{Int64}}', 'Tuple{DataType}'],
    ['Tuple{Int64, Vararg{Any}}', 'Tuple{Vararg{Any}}'],
  ])('%s comes before %s', (a, b) => {
    expect(moreSpecific(universe, jl(a), jl(b))).toBe(true)
    expect(moreSpecific(universe, jl(b), jl(a))).toBe(false)
  })
})

describe('which', () => {
  it('takes the most specific method, whatever the order of definition', () => {
    const { table, defined, world } = tableOf('Tuple{Any}', 'Tuple{Int64}', 'Tuple{Real}')
    const view = { table, world }
    expect(which(jl('Tuple{Int64}'), view)).toBe(defined[1])
    expect(which(jl('Tuple{Float64}'), view)).toBe(defined[2])
    expect(which(jl('Tuple{String}'), view)).toBe(defined[0])
    expect(which(jl('Tuple{Int64, Int64}'), view)).toBe('none')
    expect(hasMethod(jl('Tuple{Int64}'), view)).toBe(true)
  })

  it('says when a call is ambiguous', () => {
    const { table, world } = tableOf('Tuple{Int64, Any}', 'Tuple{Any, Int64}')
    expect(which(jl('Tuple{Int64, Int64}'), { table, world })).toBe('ambiguous')
    expect(hasMethod(jl('Tuple{Int64, String}'), { table, world })).toBe(true)
  })
})

describe('worlds', () => {
  it('sees the methods of its own world only', () => {
    const { table, defined } = tableOf('Tuple{Real}', 'Tuple{Int64}')
    expect(which(jl('Tuple{Int64}'), { table, world: 0 })).toBe('none')
    expect(which(jl('Tuple{Int64}'), { table, world: 1 })).toBe(defined[0])
    expect(which(jl('Tuple{Int64}'), { table, world: 2 })).toBe(defined[1])
  })

  it('replaces a method of an equal signature, and deletes', () => {
    const { table, defined } = tableOf('Tuple{Vector{T}} where T')
    const method = new Method(jl('Tuple{Vector{S}} where S'), 2)
    expect(table.insert(method)).toBe(defined[0])
    expect(which(jl('Tuple{Vector{Int64}}'), { table, world: 1 })).toBe(defined[0])
    expect(which(jl('Tuple{Vector{Int64}}'), { table, world: 2 })).toBe(method)
    table.delete(method, 3)
    expect(which(jl('Tuple{Vector{Int64}}'), { table, world: 2 })).toBe(method)
    expect(which(jl('Tuple{Vector{Int64}}'), { table, world: 3 })).toBe('none')
  })

  it('an answer says in which worlds it holds', () => {
    const { table, defined } = tableOf('Tuple{Real}', 'Tuple{String}', 'Tuple{Int64}')
    const at = (world: number) => lookup(jl('Tuple{Int64}'), { table, world })
    expect(at(1).worlds).toEqual({ min: 1, max: 2 })
    expect(at(3).worlds).toEqual({ min: 3, max: Infinity })
    const [, , last] = defined
    if (last !== undefined) table.delete(last, 4)
    expect(at(3).worlds).toEqual({ min: 3, max: 3 })
    expect(at(4).matches?.map(({ method }) => method)).toEqual([defined[0]])
    expect(at(4).worlds.min).toBe(4)
  })

  it('the same question in every world of an answer has that answer', () => {
    const rows = oracleRows('dispatch') as { methods: { sig: string }[], calls: { args: string }[] }[]
    fc.assert(fc.property(fc.constantFrom(...rows), fc.nat(), fc.nat(), (row, call, start) => {
      const indices = (matches: readonly { readonly method: Method }[] | undefined) => matches?.map(({ method }) => method.index)
      const { table, world } = tableOf(...row.methods.map(({ sig }) => sig))
      const signature = jl(row.calls[call % row.calls.length]?.args ?? 'Tuple{}')
      const asked = 1 + (start % world)
      const { matches, worlds } = lookup(signature, { table, world: asked })
      expect(worlds.min <= asked && asked <= worlds.max).toBe(true)
      for (let other = Math.max(1, worlds.min); other <= Math.min(world, worlds.max); other++) {
        expect(indices(lookup(signature, { table, world: other }).matches)).toEqual(indices(matches))
      }
    }), { numRuns: 150 })
  })
})

describe('lookup', () => {
  it('gives every method a call may reach, the more specific first', () => {
    const { table, defined, world } = tableOf('Tuple{Any}', 'Tuple{Int64}', 'Tuple{Real}', 'Tuple{String}')
    const { matches, ambiguous } = lookup(jl('Tuple{Real}'), { table, world })
    expect(matches?.map(({ method }) => method)).toEqual([defined[1], defined[2]])
    expect(matches?.map(({ signature, covers }) => [printType(universe, signature), covers])).toEqual([['Tuple{Int64}', false], ['Tuple{Real}', true]])
    expect(ambiguous).toBe(false)
    expect(methods({ table, world }, jl('Tuple{String}'))).toEqual([defined[3]])
    expect(methods({ table, world })).toHaveLength(4)
  })

  it('gives up beyond the limit', () => {
    const { table, world } = tableOf('Tuple{Int8}', 'Tuple{Int16}', 'Tuple{Int32}', 'Tuple{Int64}')
    expect(lookup(jl('Tuple{Signed}'), { table, world }, { limit: 3 }).matches).toBeUndefined()
    expect(lookup(jl('Tuple{Signed}'), { table, world }, { limit: 4 }).matches).toHaveLength(4)
  })

  it('says what the variables of a method are', () => {
    const { table, world } = tableOf('Tuple{Vector{T}, S} where S where T')
    const [match] = lookup(jl('Tuple{Vector{Int64}, String}'), { table, world }).matches ?? []
    expect(match?.parameters.map((parameter) => printType(universe, parameter))).toEqual(['Int64', 'String'])
  })

  it('tells that some values find no best method', () => {
    const { table, world } = tableOf('Tuple{Int64, Any}', 'Tuple{Any, Int64}')
    expect(lookup(jl('Tuple{Integer, Integer}'), { table, world }).ambiguous).toBe(true)
    expect(lookup(jl('Tuple{Int64, String}'), { table, world }).ambiguous).toBe(false)
    expect(lookup(jl('Tuple{Int64, Int64}'), { table, world }).matches).toEqual([])
    expect(lookup(jl('Tuple{Int64, Int64}'), { table, world }, { includeAmbiguous: true }).matches).toHaveLength(2)
  })
})

describe('ambiguity', () => {
  it('finds the pairs of a module and what would resolve them', () => {
    const first = tableOf('Tuple{Int64, Any}', 'Tuple{Any, Int64}')
    const second = tableOf('Tuple{Int64, Any}', 'Tuple{Any, Int64}', 'Tuple{Int64, Int64}')
    const [only, ...more] = detectAmbiguities([first.table, second.table], 3)
    expect(more).toEqual([])
    expect([only?.first, only?.second]).toEqual(first.defined)
    expect(printType(universe, only?.resolvedBy ?? universe.any)).toBe('Tuple{Int64, Int64}')
  })

  it('counts what only Union{} shares if asked to', () => {
    const { table, defined: [a, b], world } = tableOf('Tuple{Complex{T}} where T<:Integer', 'Tuple{Complex{T}} where T<:Rational')
    if (a === undefined || b === undefined) throw new Error('two methods were defined')
    expect(isAmbiguous(a, b, { table, world })).toBe(false)
    expect(isAmbiguous(a, b, { table, world }, { ambiguousBottom: true })).toBe(true)
  })
})

describe('the index of methods', () => {
  const signatures = [...new Set((oracleRows('specificity') as { a: string, b: string }[]).flatMap(({ a, b }) => [a, b]))].filter((source) => source.startsWith('Tuple'))

  it('never leaves out a method that intersects', () => {
    const { table } = tableOf(...signatures)
    fc.assert(fc.property(fc.constantFrom(...signatures), (source) => {
      const signature = jl(source)
      const found = new Set(table.candidates(signature))
      const missed = table.all.filter((method) => !found.has(method) && !hasEmptyIntersection(universe, method.signature, signature))
      expect(missed.map((method) => printType(universe, method.signature))).toEqual([])
    }), { numRuns: 80 })
  })

  it('looks at no more methods of 10,000 than of 10', () => {
    const own = new TypeUniverse()
    const parent = own.declare({ name: 'Parent', kind: 'abstract' }).primary
    const looked = (count: number) => {
      const table = new MethodTable(own)
      insert(table, tupleOf(own, [own.any]), 1)
      const types = Array.from({ length: count }, (_, at) => own.declare({ name: `S${at}`, kind: 'struct', supertype: () => parent }).primary)
      for (const [at, type] of types.entries()) insert(table, tupleOf(own, [type]), at + 2)
      table.looked = 0
      for (const type of types) which(tupleOf(own, [type]), { table, world: count + 1 })
      return table.looked / count
    }
    expect(looked(10)).toBeLessThanOrEqual(11)
    expect(looked(10_000)).toBeLessThanOrEqual(3)
  })
})
