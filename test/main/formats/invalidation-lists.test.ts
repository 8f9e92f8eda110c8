/** The lists and tables around invalidation: unique instances, reports, blockers, the log of Julia 1.5, counts by package. */
import { describe, expect, test } from 'vitest'
import type { Profile } from '../../../src/shared/profile/tables'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'
import { outline } from './invalidation-outline'

function countsOf(profile: Profile): string[] {
  const { counts } = profile
  return Array.from({ length: counts.length }, (_, row) =>
    [textAt(profile, counts.name[row]), textAt(profile, counts.version[row]), textAt(profile, counts.label[row]), counts.count[row]].join(' | '),
  )
}

describe('unique instances', () => {
  test('as a set in the REPL, with long lines cut', () => {
    const profile = importText(`julia> uinvalidated(invalidations)
Set{Core.MethodInstance} with 3 elements:
  MethodInstance for callf(::Vector{AbstractFloat})
  MethodInstance for (::Pkg.API.var"#241#279"{Bool, Pkg.Types.Context, Dict{Ba…
  MethodInstance for f(::Float64)

julia> 1
`)
    expect(outline(profile)).toBe(
      `
unique callf(::Vector{AbstractFloat}) (-1) l.3
unique (::Pkg.API.var"#241#279"{Bool, Pkg.Types.Context, Dict{Ba… (-1) l.4
unique f(::Float64) (-1) l.5`.trim(),
    )
    expect(profile.blocks[0]).toMatchObject({ command: 'uinvalidated(invalidations)', firstLine: 2, lastLine: 5, shape: 'list' })
    expect(profile.blocks[0]?.notes.join(' ')).toContain('cut (…)')
  })

  test('in one line, wrapped by a terminal, cropped to the screen', () => {
    expect(
      outline(importText('umis = Set(Core.MethodInstance[MethodInstance for f(::Float64), MethodInstance for g(::Int64, ::Int64)])\n')),
    ).toBe('unique f(::Float64) (-1) l.1\nunique g(::Int64, ::Int64) (-1) l.1')
    const cropped = importText(`9-element Vector{Core.MethodInstance}:
 MethodInstance for collect(::Base.Generator{_A, ForwardDiff.var"#16#17"{ForwardDiff.var"#46#47"}} where
_A)
 ⋮
 MethodInstance for g(::Int64)
`)
    expect(outline(cropped)).toBe(
      'unique collect(::Base.Generator{_A, ForwardDiff.var"#16#17"{ForwardDiff.var"#46#47"}} where _A) (-1) l.2\nunique g(::Int64) (-1) l.5',
    )
    expect(cropped.blocks[0]?.notes).toContain('The list is incomplete: 2 of 9 instances are here.')
  })

  test('the number alone is a count', () => {
    const profile = importText('length(SnoopCompile.uinvalidated(invalidations)) = 1234\n')
    expect(countsOf(profile)).toEqual(['invalidated instances |  | uinvalidated | 1234'])
  })

  test('what MethodAnalysis prints in the same form was not invalidated', () => {
    const profile = importText(`julia> mis = methodinstances(double)
2-element Vector{Core.MethodInstance}:
 MethodInstance for double(::Float64)
 MethodInstance for double(::AbstractFloat)

julia> print_tree(mis[1])
MethodInstance for double(::Float64)
└─ MethodInstance for calldouble(::Vector{Float64})
`)
    expect(profile.invalidations.length).toBe(0)
    expect(profile.unparsed.length).toBe(5)
  })
})

describe('report_invalidations', () => {
  test('cropped by the screen, drawn with ASCII', () => {
    const profile = importText(`[ Info: 380 methods invalidated for 5 functions (showing 2 functions)
+---------------------------+---------------+---------------+-----------------+
| <file name>:<line number> | Function Name | Invalidations | Invalidations % |
|                           |               |               |     (xᵢ/∑x)     |
+---------------------------+---------------+---------------+-----------------+
| dev/A b/src/A.jl:10       |      ==       |      138      |      29.61      |
| REPL[3]:1                 |       f       |       4       |     0.8584      |
+---------------------------+---------------+---------------+-----------------+
                                                                 3 rows omitted
done
`)
    expect(outline(profile)).toBe('cause == [ dev/A b/src/A.jl:10] (138) l.6\ncause f [ REPL[3]:1] (4) l.7')
    expect([...profile.invalidations.share]).toEqual([29.61, 0.8584])
    expect(profile.blocks[0]).toMatchObject({ title: '380 instances invalidated for 5 methods', firstLine: 1, lastLine: 9 })
    expect(profile.blocks[0]?.notes).toContain('Only 2 of 5 methods are in the table.')
    expect(Array.from(profile.unparsed.text, (at) => textAt(profile, at))).toEqual(['done'])
  })

  test('other tables are left alone', () => {
    const profile = importText('┌──────┬───────┐\n│ Name │ Count │\n├──────┼───────┤\n│ f    │ 3     │\n└──────┴───────┘\n')
    expect(profile.invalidations.length).toBe(0)
    expect(profile.unparsed.length).toBe(5)
  })
})

test('precompile_blockers: times, and stale instances that point at their cause', () => {
  const profile = importText(`julia> staletrees = precompile_blockers(trees, tinf)
2-element Vector{SnoopCompile.StaleTree}:
 inserting ==(::Any, ::Flag) @ Flags ~/dev/Flags/src/Flags.jl:10 invalidated:
   backedges: 1: MethodInstance for ==(::Symbol, ::Any) (5 children)
 blocked 0.5 inclusive time for 2 nodes
              2: MethodInstance for ==(::Method, ::Any) (23 children)
 blocked 1.5e-3 inclusive time for 3 nodes

 inserting weight(x::Int32) @ MeterPlus ~/dev/MeterPlus/src/MeterPlus.jl:4 invalidated:
   mt_backedges: 1: MethodInstance for Meter.weigh(::Integer) blocked InferenceTimingNode: 0.000258/0.001040 on InferenceFrameInfo for Meter.report() with 1 direct children

`)
  expect(outline(profile)).toBe(
    `
cause inserting ==(::Any, ::Flag) [Flags ~/dev/Flags/src/Flags.jl:10] (28) 501.5 ms l.3
  backedges ==(::Symbol, ::Any) (5) 500 ms l.4
  backedges ==(::Method, ::Any) (23) 1.5 ms l.6
cause inserting weight(x::Int32) [MeterPlus ~/dev/MeterPlus/src/MeterPlus.jl:4] (0) 1.04 ms l.9
  mtBackedges Meter.weigh(::Integer) (-1) 1.04 ms l.10`.trim(),
  )
  const { stale } = profile
  expect(stale.length).toBe(1)
  expect(textAt(profile, profile.frames.signature[stale.frame[0] ?? -1])).toBe('Meter.report()')
  expect([stale.exclusive[0], stale.inclusive[0]]).toEqual([258_000, 1_040_000])
  expect(stale.cause[0]).toBe(4)
  expect(profile.blocks.map(({ part, command }) => [part, command])).toEqual([
    ['invalidations', 'staletrees = precompile_blockers(trees, tinf)'],
    ['stale', 'staletrees = precompile_blockers(trees, tinf)'],
  ])
  expect(profile.blocks[0]?.notes).toEqual(['Of 2 roots only the sum is printed, over 5 instances that were inferred again.'])
  expect(profile.unparsed.length).toBe(0)
})

test('the log of Julia 1.5: instances first, their cause last', () => {
  const profile = importText(`before
callf(Array{String, 1}) from callf(Any)
 call2f(Array{String, 1}) from call2f(Any)
-- f(Float64) from f(Real)
 callf(Array{Float64, 1}) from callf(Any)
  call2f(Array{Float64, 1}) from call2f(Any)
   call3f() from call3f()
>> f(...) Tuple{typeof(Main.f), Float64}
after
`)
  expect(outline(profile)).toBe(
    `
cause inserting f(...) <- Tuple{typeof(Main.f), Float64} (3) l.8
  mtBackedges callf(Array{String, 1}) (1) l.2
    node call2f(Array{String, 1}) (0) l.3
  backedges callf(Array{Float64, 1}) (2) l.5
    node call2f(Array{Float64, 1}) (1) l.6
      node call3f() (0) l.7
  mtCache (1) l.8`.trim(),
  )
  expect([...profile.unparsed.line]).toEqual([1, 9])
})

describe('counts by package', () => {
  /** Thirteen packages, from the post on method invalidations of 2020. */
  const POST = `
| Package | Version | # inv., Julia 1.5 | # inv., master branch |
|:------- | -------:| ---------:| ---------:|
| Example | 0.5.3 | 0 | 0 |
| Revise | 2.7.3 | 23 | 0 |
| FixedPointNumbers | 0.8.4 | 335 | 0 |
| StaticArrays | 0.12.4 | 2181 | 44 |
| Images | 0.22.4 | 2881 | 301 |
| Optim | 0.22.0 | 2902 | 59 |
| SIMD | 2.8.0 | 2949 | 11 |
| Plots | 1.5.8 | 3156 | 118 |
| Makie | 0.11.1 | 3273 | 129 |
| Flux | 0.10.4 | 3461 | x |
| DataFrames | 0.21.6 | 4126 | 2390 |
| JuMP | 0.21.3 | 4281 | 1952 |
| DifferentialEquations | 6.15.0 | 6373 | 2309 |

('x' indicates that the package cannot be loaded.)
`

  test('thirteen packages on Julia 1.5 and on what became 1.6', () => {
    const profile = importText(POST)
    const rows = countsOf(profile)
    expect(rows).toHaveLength(26)
    expect(rows.slice(0, 4)).toEqual([
      'Example | 0.5.3 | Julia 1.5 | 0', 'Example | 0.5.3 | master branch | 0',
      'Revise | 2.7.3 | Julia 1.5 | 23', 'Revise | 2.7.3 | master branch | 0',
    ])
    expect(rows).toContain('Flux | 0.10.4 | master branch | -1')
    expect(rows.at(-1)).toBe('DifferentialEquations | 6.15.0 | master branch | 2309')
    expect(profile.blocks).toMatchObject([{ part: 'counts', firstLine: 2, lastLine: 16 }])
    expect([...profile.unparsed.line]).toEqual([18])
  })

  test('without bars, with thousands separators and links', () => {
    expect(
      countsOf(
        importText(`Package     Invalidations on 1.9   Invalidations on 1.10
----------  ---------------------  ----------------------
Makie                       3,273   —
[SIMD](x)                       0   11
`),
      ),
    ).toEqual(['Makie |  | 1.9 | 3273', 'Makie |  | 1.10 | -1', 'SIMD |  | 1.9 | 0', 'SIMD |  | 1.10 | 11'])
  })

  test('a table without counts of invalidations is none', () => {
    const profile = importText('| Package | Version |\n|---|---|\n| Investments | 1.2 |\n')
    expect(profile.counts.length).toBe(0)
    expect(profile.unparsed.length).toBe(3)
  })
})
