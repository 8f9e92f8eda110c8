/** Pairs of methods that `detect_ambiguities` found, as several versions of Julia show them, and the advice that follows; an ambiguous call. */
import { describe, expect, it } from 'vitest'
import { importBytes } from '../../../src/main/formats/open'
import { adviceOf } from '../../../src/shared/profile/advice/advice'

const V15 = `julia> detect_ambiguities(Main)
4-element Array{Tuple{Method,Method},1}:
 (f(x::Int64, y) in Main at none:1, f(x, y::Int64) in Main at none:1)
 (g(x::Int64, y) in Main at a.jl:1, g(x, y::Int64) in Main at a.jl:2)
 (f(x, y::Int64) in Main at none:1, f(x::Int64, y) in Main at none:1)
 (g(x, y::Int64) in Main at a.jl:2, g(x::Int64, y) in Main at a.jl:1)

julia> f(1, 1)
ERROR: MethodError: f(::Int64, ::Int64) is ambiguous. Candidates:
  f(x::Int64, y) in Main at none:1
  f(x, y::Int64) in Main at none:1
Possible fix, define
  f(::Int64, ::Int64)
Stacktrace:
 [1] top-level scope at none:1
`
const V110 = `3-element Vector{Tuple{Method, Method}}:
 (init!(x::Base.Dict, y) @ Interfaces ~/Interfaces/src/Interfaces.jl:4, init!(x, y::Vector) @ Interfaces ~/Interfaces/src/Interfaces.jl:5)
 (init!(x::Set, y) @ Interfaces ~/Interfaces/src/Interfaces.jl:6, init!(x, y::Vector) @ Interfaces ~/Interfaces/src/Interfaces.jl:5)
 ⋮
`

async function advised(text: string) {
  const profile = await importBytes(Buffer.from(text), 'session.txt')
  expect(profile.unparsed.length).toBe(0)
  return adviceOf(profile).filter(({ kind }) => kind === 'ambiguity')
}

describe('ambiguous methods', () => {
  it('are advice for each function, every pair once, and for the call that ended', async () => {
    const advice = await advised(V15)
    expect(advice.map(({ title, sure }) => [title, sure])).toEqual([
      ['Define the method that f(::Int64, ::Int64) lacks', 'certain'],
      ['Resolve 1 ambiguous pair of methods of f', 'possible'],
      ['Resolve 1 ambiguous pair of methods of g', 'possible'],
    ])
    expect(advice[0]?.fix.code).toBe('f(::Int64, ::Int64) = …')
    expect(advice[2]?.evidence).toEqual([{
      text: 'g(x, y::Int64) in Main at a.jl:2 and g(x::Int64, y) in Main at a.jl:1 fit the same calls, and neither is more specific', part: 'messages', rows: [0],
    }])
  })

  it('are read as newer versions show them, and as far as they are shown', async () => {
    const [advice] = await advised(V110)
    expect(advice?.title).toBe('Resolve 2 ambiguous pairs of methods of init!')
    expect(advice?.fix.text).toContain('give each a function of its own')
  })
})
