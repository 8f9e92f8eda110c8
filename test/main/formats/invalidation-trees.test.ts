/** Invalidation trees of all generations of SnoopCompile, whole and cut, as text in and rows out. */
import { describe, expect, test } from 'vitest'
import { textAt } from '../../../src/shared/profile/tables'
import { importText } from './import-text'
import { outline } from './invalidation-outline'

function golden(text: string): { tree: string, notes: string, julia: string | undefined, command: string | undefined, unparsed: string[] } {
  const profile = importText(text)
  expect(profile.blocks).toHaveLength(1)
  const [block] = profile.blocks
  return {
    tree: outline(profile),
    notes: block?.notes.slice(1).join(' ') ?? '',
    julia: block?.provenance.julia,
    command: block?.command,
    unparsed: Array.from(profile.unparsed.text, (at) => textAt(profile, at)),
  }
}

describe('printed by', () => {
  test('the first SnoopCompile of 2020, with its suffixes', () => {
    const { tree, notes, julia } = golden(`
1-element Array{SnoopCompile.MethodInvalidations,1}:
 inserting <<(a::Foo, b) in Foos at /home/u/.julia/dev/Foos/src/Foos.jl:7 invalidated:
   mt_backedges: 1: signature Tuple{typeof(<<),UInt64,Any} triggered MethodInstance for <<(::UInt64, ::Integer) (0 children) ambiguous
                 2: signature Tuple{typeof(<<),UInt64,Any} triggered MethodInstance for <<(::UInt64, ::Unsigned) (16 children) more specific
   20 mt_cache
`)
    expect(tree).toBe(
      `
cause inserting <<(a::Foo, b) [Foos /home/u/.julia/dev/Foos/src/Foos.jl:7] (16) l.3
  mtBackedges <<(::UInt64, ::Integer) <- Tuple{typeof(<<),UInt64,Any} (ambiguous) (0) l.4
  mtBackedges <<(::UInt64, ::Unsigned) <- Tuple{typeof(<<),UInt64,Any} (more specific) (16) l.5
  mtCache (20) l.6`.trim(),
    )
    expect(notes).toBe('An early SnoopCompile of 2020 also said how the inserted method compares: ambiguous, more specific.')
    expect(julia).toBe('1.8 and earlier')
  })

  test('SnoopCompile 3 on Julia 1.12: bindings, unknown causes, methods that were replaced, several methods', () => {
    const { tree, julia } = golden(`
4-element Vector{SnoopCompile.MethodInvalidations}:
 unknown nothing invalidated:
   backedges: 1: signature f(x) @ PkgC ~/dev/PkgC/src/PkgC.jl:3 (formerly f(x) @ PkgC ~/dev/PkgC/src/PkgC.jl:3) triggered MethodInstance for PkgD.g(::Int64) (1 children)

 rebinding PkgC.limit invalidated:
   mt_backedges: 1: signature PkgC.limit triggered MethodInstance for PkgC.clamped(::Int64) (4 children)

 deleting h(x) @ Main REPL[2]:1 invalidated:
   mt_disable: MethodInstance for h(::Int64)
               +3 more

Invalidating methods: f(x::Int64) @ PkgC ~/dev/PkgC/src/PkgC.jl:3, f(x::Float64) @ PkgC ~/dev/PkgC/src/PkgC.jl:4
   backedges: 1: superseding f(x) @ PkgC ~/dev/PkgC/src/PkgC.jl:2 with MethodInstance for PkgC.f(::Real) (2 children)
`)
    expect(tree).toBe(
      `
cause unknown nothing (1) l.3
  backedges PkgD.g(::Int64) <- f(x) @ PkgC ~/dev/PkgC/src/PkgC.jl:3 (formerly f(x) @ PkgC ~/dev/PkgC/src/PkgC.jl:3) (1) l.4
cause rebinding PkgC.limit (4) l.6
  mtBackedges PkgC.clamped(::Int64) <- PkgC.limit (4) l.7
cause deleting h(x) [Main REPL[2]:1] (0) l.9
  mtDisable h(::Int64) (-1) l.10
  mtDisable (3) l.11
cause f(x::Int64) [PkgC ~/dev/PkgC/src/PkgC.jl:3] <- f(x::Float64) @ PkgC ~/dev/PkgC/src/PkgC.jl:4 (2) l.13
  backedges PkgC.f(::Real) <- f(x) @ PkgC ~/dev/PkgC/src/PkgC.jl:2 (2) l.14`.trim(),
    )
    expect(julia).toBe('1.9 and later')
    const { frames } = importText('rebinding PkgC.limit invalidated:\n')
    expect([...frames.kind]).toEqual([3])
  })

  test('@show, which puts a vector on few lines', () => {
    const { tree } = golden(`trees = SnoopCompile.MethodInvalidations[inserting f(::Float64) @ Main REPL[9]:1 invalidated:
mt_backedges: 1: signature Tuple{typeof(f), Any} triggered MethodInstance for g(::Int64) (3 children), 2: signature Tuple{typeof(f), Any} triggered MethodInstance for h(::Int64) (5 children)backedges: 1: superseding f(::Real) @ Main REPL[2]:1 with MethodInstance for f(::Float64) (2 children)1 mt_cache
;, deleting k(x) @ Main REPL[3]:1 invalidated:
backedges: 1: superseding k(x) @ Main REPL[3]:1 with MethodInstance for k(::Int64) (1 children);]
`)
    expect(tree).toBe(
      `
cause inserting f(::Float64) [Main REPL[9]:1] (10) l.1
  mtBackedges g(::Int64) <- Tuple{typeof(f), Any} (3) l.2
  mtBackedges h(::Int64) <- Tuple{typeof(f), Any} (5) l.2
  backedges f(::Float64) <- f(::Real) @ Main REPL[2]:1 (2) l.2
  mtCache (1) l.2
cause deleting k(x) [Main REPL[3]:1] (1) l.3
  backedges k(::Int64) <- k(x) @ Main REPL[3]:1 (1) l.4`.trim(),
    )
  })

  test('show(root) and the REPL: nodes by their depth', () => {
    const profile = importText(`julia> root = trees[1].backedges[1]
MethodInstance for f(::Float64) at depth 0 with 3 children

julia> show(root)
MethodInstance for f(::Float64) (3 children)
 MethodInstance for callf(::Vector{Float64}) (1 children)
  MethodInstance for call2f(::Vector{Float64}) (0 children)
 ⋮

julia> print_tree(root)
MethodInstance for f(::Float64) at depth 0 with 3 children
├─ MethodInstance for callf(::Vector{Float64}) at depth 1 with 1 children
│  └─ MethodInstance for call2f(::Vector{Float64}) at depth 2 with 0 children
└─ MethodInstance for other(::Float64) at depth 1 with 0 children

julia> sig, root = trees[1].mt_backedges[end]
Tuple{typeof(f), String} => MethodInstance for callf(::Vector{String}) at depth 0 with 1 children
`)
    expect(profile.blocks.map(({ command, notes }) => [command, notes.length])).toEqual([
      ['root = trees[1].backedges[1]', 0],
      ['show(root)', 1],
      ['print_tree(root)', 0],
      ['sig, root = trees[1].mt_backedges[end]', 0],
    ])
    expect(outline(profile)).toBe(
      `
node f(::Float64) (3) l.2
node f(::Float64) (3) l.5
  node callf(::Vector{Float64}) (1) l.6
    node call2f(::Vector{Float64}) (0) l.7
node f(::Float64) (3) l.11
  node callf(::Vector{Float64}) (1) l.12
    node call2f(::Vector{Float64}) (0) l.13
  node other(::Float64) (0) l.14
node callf(::Vector{String}) <- Tuple{typeof(f), String} (1) l.17`.trim(),
    )
    expect(profile.unparsed.length).toBe(0)
  })
})

describe('as people save it', () => {
  test('the !(::Static.False) tree of the SciML post: a Windows path, lost indentation, cut with dots', () => {
    const { tree, notes, command, unparsed } = golden(
      String.raw`But what needs to be recompiled if we do this?

BACKQUOTESjulia> show(trees[end-1])
inserting !(::Static.False) in Static at C:\Users\accou\.julia\packages\Static\sVI3g\src\Static.jl:427 invalidated:
mt_backedges:   1: signature Tuple{typeof(!), Any} triggered MethodInstance for !=(::AbstractFloat, ::AbstractFloat) (0 children)
2: signature Tuple{typeof(!), Any} triggered MethodInstance for Base.isbadzero(::typeof(min), ::AbstractFloat) (0 children)
3: signature Tuple{typeof(!), Any} triggered MethodInstance for Base.CoreLogging.var"#handle_message#2"(::Base.Pairs{Symbol, _A, Tuple{Symbol}, NamedTuple{names, T}} where {_A, names, T<:Tuple{Vararg{Any, N}}}, ::typeof(Base.CoreLogging.handle_message), ::LazyString) (0 children)

.
.
.BACKQUOTES

I cut this short because it ends up being >180 method signatures
`.replaceAll('BACKQUOTES', '``````'),
    )
    expect(tree).toBe(
      String.raw`
cause inserting !(::Static.False) [Static C:\Users\accou\.julia\packages\Static\sVI3g\src\Static.jl:427] (0) l.4
  mtBackedges !=(::AbstractFloat, ::AbstractFloat) <- Tuple{typeof(!), Any} (0) l.5
  mtBackedges Base.isbadzero(::typeof(min), ::AbstractFloat) <- Tuple{typeof(!), Any} (0) l.6
  mtBackedges Base.CoreLogging.var"#handle_message#2"(::Base.Pairs{Symbol, _A, Tuple{Symbol}, NamedTuple{names, T}} where {_A, names, T<:Tuple{Vararg{Any, N}}}, ::typeof(Base.CoreLogging.handle_message), ::LazyString) <- Tuple{typeof(!), Any} (0) l.7`.trim(),
    )
    expect(notes).toContain('The list is incomplete')
    expect(command).toBe('show(trees[end-1])')
    expect(unparsed).toEqual([
      'But what needs to be recompiled if we do this?',
      'I cut this short because it ends up being >180 method signatures',
    ])
  })

  test('lines that a terminal broke', () => {
    const { tree, unparsed } = golden(`
 inserting getproperty(x::Union{Static.OptionallyStaticUnitRange{F, L}, Static.OptionallyStaticStepRange{F, <:Any, L}} where
{F, L}, s::Symbol) @ Static ~/.julia/packages/Static/src/ran
ges.jl:331 invalidated:
   backedges: 1: superseding getproperty(x, f::Symbol) @ Base Base.jl:37 with
MethodInstance for getproperty(::AbstractUnitRange, ::Sym
bol) (1 children)
   1 mt_cache
`)
    expect(tree).toBe(
      `
cause inserting getproperty(x::Union{Static.OptionallyStaticUnitRange{F, L}, Static.OptionallyStaticStepRange{F, <:Any, L}} where {F, L}, s::Symbol) [Static ~/.julia/packages/Static/src/ranges.jl:331] (1) l.2
  backedges getproperty(::AbstractUnitRange, ::Symbol) <- getproperty(x, f::Symbol) @ Base Base.jl:37 (1) l.5
  mtCache (1) l.8`.trim(),
    )
    expect(unparsed).toEqual([])
  })

  test('a list that announces more than it shows says so', () => {
    const list = (announced: number) => `${announced}-element Vector{SnoopCompile.MethodInvalidations}:
 inserting f(::Int64) @ Main REPL[9]:1 invalidated:
   1 mt_cache
`
    expect(golden(list(1)).notes).toBe('')
    expect(golden(list(7)).notes).toBe('The list is incomplete: its first line announces 7 trees, 1 of them are here.')
    expect(golden(`${list(2)} ⋮\n`).notes).toContain('lower bounds')
  })

  test('items that are missing in the middle make the list incomplete', () => {
    expect(
      golden(`inserting f(::Int64) @ Main REPL[9]:1 invalidated:
   backedges: 1: superseding f(x) @ Main REPL[1]:1 with MethodInstance for f(::Int64) (1 children)
              9: superseding f(x) @ Main REPL[1]:1 with MethodInstance for f(::Real) (1 children)
`).notes,
    ).toContain('The list is incomplete')
  })
})

test('prose with the same words is no tree', () => {
  const text = `inserting a coin is what invalidated:
inserting the method into the table means everything else is invalidated:
2: signature moves
deleting files
(3 children)
`
  const profile = importText(text)
  expect(profile.blocks).toEqual([])
  expect(profile.unparsed.length).toBe(5)
})

test('no trees at all are a result, too', () => {
  for (const text of ['SnoopCompile.MethodInvalidations[]\n', '0-element Vector{SnoopCompile.MethodInvalidations}\n']) {
    const profile = importText(text)
    expect(profile.blocks.map(({ title, notes }) => [title, notes.length])).toEqual([['Invalidation trees', 1]])
    expect(profile.unparsed.length).toBe(0)
  }
})
