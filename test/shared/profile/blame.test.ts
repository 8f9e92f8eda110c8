/** Both sides of invalidations: who inserted, whose code was vulnerable, who pays, and what cost nothing known. */
import { describe, expect, it } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import { blameName, blameOf } from '../../../src/shared/profile/blame'
import { textAt, type Profile } from '../../../src/shared/profile/tables'

const read = (text: string): Promise<Profile> => importBytes(new TextEncoder().encode(text), 'session.txt')

const TREES = `julia> trees = invalidation_trees(invalidations)
2-element Vector{SnoopCompile.MethodInvalidations}:
 inserting !(::Static.False) @ Static ~/.julia/packages/Static/sVI3g/src/Static.jl:427 invalidated:
   mt_backedges: 1: signature Tuple{typeof(!), Any} triggered MethodInstance for Statements.negated(::Any) (1 children)
                 2: signature Tuple{typeof(!), Any} triggered MethodInstance for Base.isbadzero(::typeof(min), ::AbstractFloat) (0 children)

 inserting convert(::Type{Tuple}, ::SIMD.Vec) @ SIMD ~/.julia/packages/SIMD/abc/src/SIMD.jl:16 invalidated:
   backedges: 1: superseding convert(::Type{T}, x) @ Base essentials.jl:131 with MethodInstance for convert(::Type{Tuple}, ::Any) (4 children)
`
const STALE = `
julia> staleinstances(tinf)
1-element Vector{SnoopCompileCore.InferenceTiming}:
 InferenceTiming: 0.002000/0.003000 on Statements.negated(::Any)
`

describe('blame', () => {
  it('sorts by seconds, not by counts, and counts what cost nothing', async () => {
    const profile = await read(TREES + STALE)
    const { causes, pairs, free, timed, nanoseconds } = blameOf(profile)
    expect(causes.map(({ row, nanoseconds: time, inserted }) => [textAt(profile, profile.frames.name[profile.invalidations.frame[row] ?? -1]), time, inserted.name]))
      .toEqual([['!', 2e6, 'Static'], ['convert', Number.NaN, 'SIMD']])
    expect([free, timed, nanoseconds]).toEqual([1, true, 2e6])
    expect(pairs.map(({ inserted, vulnerable, nanoseconds: time }) => [inserted, vulnerable, time])).toEqual([
      ['Static', 'Statements', 2e6], ['SIMD', 'Base', Number.NaN], ['Static', 'Base', Number.NaN],
    ])
  })

  it('says nothing of seconds where none are known', async () => {
    const { causes, timed, nanoseconds } = blameOf(await read(TREES))
    expect(causes.every(({ nanoseconds: time, basis }) => Number.isNaN(time) && basis === 'none')).toBe(true)
    expect([timed, nanoseconds]).toEqual([false, Number.NaN])
    // The most instances first.
    expect(causes.map(({ inserted }) => inserted.name)).toEqual(['SIMD', 'Static'])
  })

  it('finds what was compiled again among recompiled statements', async () => {
    const trace = '\n#=    7.5 ms =# precompile(Tuple{typeof(Statements.negated), Any}) # recompile\n#=    9.0 ms =# precompile(Tuple{typeof(Statements.other), Any})\n'
    const { causes } = blameOf(await read(TREES + trace))
    expect(causes[0]).toMatchObject({ nanoseconds: 7.5e6, basis: 'trace', inserted: { name: 'Static' } })
    expect(causes[1]?.nanoseconds).toBeNaN()
  })

  it('adds each victim once, however many methods hit it', async () => {
    const twice = TREES.replace(/inserting convert[^]*$/, `inserting !(::Static.True) @ Static ~/.julia/packages/Static/sVI3g/src/Static.jl:428 invalidated:
   mt_backedges: 1: signature Tuple{typeof(!), Any} triggered MethodInstance for Statements.negated(::Any) (1 children)
`)
    const { causes, pairs, inserted, nanoseconds } = blameOf(await read(twice + STALE))
    expect(causes.map(({ nanoseconds: time }) => time)).toEqual([2e6, 2e6])
    expect([pairs[0]?.nanoseconds, inserted[0]?.nanoseconds, nanoseconds]).toEqual([2e6, 2e6, 2e6])
    expect(pairs[0]?.causes).toHaveLength(2)
  })

  it('names what it does not know', () => {
    expect(blameName({ name: '', kind: 'unknown', guess: true })).toBe('not printed')
    expect(blameName({ name: 'Main', kind: 'session', guess: false })).toBe('Main (the session)')
  })
})
