import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BudgetSpent, withBudget } from '../../../../src/main/julia/types/budget'
import { typeIntersect } from '../../../../src/main/julia/types/intersect'
import { typeJoin } from '../../../../src/main/julia/types/join'
import { printType } from '../../../../src/main/julia/types/print'
import { isConcreteType } from '../../../../src/main/julia/types/query'
import { isSubtype, typesEqual } from '../../../../src/main/julia/types/subtype'
import type { Parameter } from '../../../../src/main/julia/types/type'
import { unionOf } from '../../../../src/main/julia/types/union'
import { jl, oracleRows, universe } from '../world'

const below = (a: Parameter, b: Parameter) => isSubtype(universe, a, b)

/**
 * Whether the law holds, not an assertion: types are too large to be shown. Some intersections do not end, in Julia 1.5
 * neither; here they end with their budget, and no law is about them.
 */
function check<T extends string[]>(runs: number, law: (...types: { [K in keyof T]: Parameter }) => boolean, ...from: { [K in keyof T]: fc.Arbitrary<string> }): void {
  fc.assert(fc.property(fc.tuple(...from), (sources) => {
    const answer = withBudget(universe.budget, 200_000, () => law(...(sources.map(jl) as { [K in keyof T]: Parameter })))
    fc.pre(!(answer instanceof BudgetSpent))
    return answer
  }), { numRuns: runs })
}

/** Every type of the random table's sample. */
const SOURCES = [...new Set((oracleRows('subtype_random') as { a: string, b: string }[]).flatMap(({ a, b }) => [a, b]))]
/** Types by their sources, so that a failure can be read. */
const anyType = fc.constantFrom(...SOURCES)
/** Types without a variable anywhere, for which every law holds. */
const plainType = fc.constantFrom(...SOURCES.filter((source) => !source.includes('where')))
/** Types that values have: of what is in a tuple with `Union{}`, Julia's intersections may lose some too. */
const typeOfValues = fc.constantFrom(...SOURCES.filter((source) => isConcreteType(jl(source)) && !source.includes('Union{}')))

describe('laws of types', () => {
  it('print then parse is the same type', () => {
    expect(SOURCES.filter((source) => jl(printType(universe, jl(source))) !== jl(source))).toEqual([])
  })

  it('parse then print is the same text, but for the names of variables', () => {
    const unnamed = (text: string) => text.replace(/\b([A-Z])\d+\b/g, '$1')
    for (const source of SOURCES) expect(unnamed(printType(universe, jl(source)))).toBe(unnamed(source))
  })

  it('is reflexive, between Union{} and Any', () => {
    const broken = SOURCES.filter((source) => {
      const type = jl(source)
      return !below(type, type) || !below(type, universe.any) || !below(jl('Union{}'), type)
    })
    expect(broken).toEqual([])
  })

  it('is transitive', () => {
    check<[string, string, string]>(3000, (a, b, c) => {
      const ab = unionOf(universe, [a, b])
      return below(a, ab) && below(ab, unionOf(universe, [ab, c])) && (!below(a, b) || !below(b, c) || below(a, c))
    }, plainType, plainType, plainType)
  })

  it('equal is below in both directions', () => {
    check<[string, string]>(2000, (a, b) => typesEqual(universe, a, b) === (below(a, b) && below(b, a)), plainType, plainType)
  })

  it('a union is above its members, and below what is above both', () => {
    check<[string, string, string]>(1500, (a, b, c) => {
      const union = unionOf(universe, [a, b])
      return below(a, union) && below(b, union) && (!below(a, c) || !below(b, c) || below(union, c))
    }, anyType, anyType, plainType)
  })

  it('an intersection of types without variables is below both', () => {
    check<[string, string]>(2000, (a, b) => {
      const both = typeIntersect(universe, a, b)
      return below(both, a) && below(both, b)
    }, plainType, plainType)
  })

  it('an intersection is never too small: what is in both is in it', () => {
    check<[string, string, string]>(1500, (a, b, c) =>
      below(c, typeIntersect(universe, unionOf(universe, [a, c]), unionOf(universe, [b, c]))), anyType, anyType, typeOfValues)
  })

  it('a join is above both', () => {
    check<[string, string]>(1500, (a, b) => {
      const join = typeJoin(universe, a, b)
      return below(a, join) && below(b, join)
    }, plainType, plainType)
  })
})
