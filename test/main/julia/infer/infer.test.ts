import { describe, expect, it } from 'vitest'
import type { LatticeElement } from '../../../../src/main/julia/lattice/element'
import { printType } from '../../../../src/main/julia/types/print'
import { open } from './session'

describe('flow through a function', () => {
  const { returns } = open(`
    choose(x) = x < 1 ? 1 : 1.0
    narrow(x) = isa(x, Int64) ? x + 1 : nothing
    negated(x) = !isa(x, Int64) ? nothing : x + 1
    maybe(x) = (y = x < 1 ? nothing : x; y === nothing && return "none"; y)
    loop(n) = (s = 0; i = 0; while i < n; s = s + i; i = i + 1; end; s)
    grow(n) = (x = 1; i = 0; while i < n; x = (x,); i = i + 1; end; x)
    unset(x) = (if x < 1; y = 1; end; y)
    late(x) = (@isdefined(y) ? 1 : "no"; y = x; @isdefined(y) ? 1.0 : x)
    handled(x) = try; x + 1; catch; nothing; end
    kept(x) = (y = 1; try; y = "a"; x + 1; y = 2.0; catch; end; y)
    never(x) = (throw(x); 1)
    dead(x) = (if false; return "a"; end; 1)
    asserted(x) = x::Int64
    closure(x) = (f = y -> x + y; f(1))
  `)
  it.each([
    ['choose', ['Int64'], 'Union{Float64, Int64}'],
    ['narrow', ['Any'], 'Union{Nothing, Int64}'],
    ['narrow', ['String'], 'Nothing'],
    ['negated', ['Any'], 'Union{Nothing, Int64}'],
    ['maybe', ['Int64'], 'Union{Int64, String}'],
    ['loop', ['Int64'], 'Int64'],
    ['grow', ['Int64'], 'Union{Int64, Tuple{Any}}'],
    ['unset', ['Int64'], 'Int64'],
    ['late', ['Int64'], 'Float64'],
    ['handled', ['Int64'], 'Union{Nothing, Int64}'],
    ['handled', ['String'], 'Nothing'],
    ['kept', ['Int64'], 'Union{Float64, Int64, String}'],
    ['never', ['Int64'], 'Union{}'],
    ['dead', ['Int64'], 'Int64'],
    ['asserted', ['Any'], 'Int64'],
    ['asserted', ['String'], 'Union{}'],
    ['closure', ['Int64'], 'Int64'],
  ])('%s(%s) returns %s', (name, types, result) => expect(returns(name, ...types)).toBe(result))
})

describe('calls', () => {
  const { returns } = open(`
    area(x::Int64) = 1
    area(x::Float64) = 2.0
    area(x::String) = "a"
    area(x::Symbol) = :a
    any(v) = area(v)
    splat(t) = +(t...)
    rest(a, b...) = b
    pair(x) = Pair(x, 1).second
    typed(x) = Pair{Any, Any}(x, x)
    param(x::T) where {T} = T
    bound(x::Array{T, 1}) where {T} = T
    field(p) = p.first
    named(t) = t.b
    chosen(x) = invoke(area, Tuple{Int64}, x)
    lost(x) = area(x, x)
    pick(T, x) = convert(T, x)
    struct Val{N} end
    number(::Val{N}) where {N} = N
  `)
  it.each([
    ['any', ['Union{Float64, Int64}'], 'Union{Float64, Int64}'],
    ['any', ['Union{Int64, String, Symbol}'], 'Union{Int64, String, Symbol}'],
    ['any', ['Any'], 'Any'],
    ['splat', ['Tuple{Int64, Int64}'], 'Int64'],
    ['splat', ['Tuple{Int64, Float64}'], 'Union{}'],
    ['rest', ['Int64', 'Int64', 'String'], 'Tuple{Int64, String}'],
    ['pair', ['Float64'], 'Int64'],
    ['typed', ['Int64'], 'Pair{Any, Any}'],
    ['param', ['Int64'], 'Type{Int64}'],
    ['param', ['Real'], 'Type{T} where T<:Real'],
    ['bound', ['Array{Float64, 1}'], 'Type{Float64}'],
    ['field', ['Pair{Int64, B} where B'], 'Int64'],
    ['named', ['NamedTuple{(:a, :b), Tuple{Int64, String}}'], 'String'],
    ['chosen', ['Any'], 'Int64'],
    ['lost', ['Int64'], 'Union{}'],
    ['pick', ['Type{Int64}', 'Int64'], 'Int64'],
    ['number', ['Val{3}'], 'Int64'],
  ])('%s(%s) returns %s', (name, types, result) => expect(returns(name, ...types)).toBe(result))
})

describe('recursion ends', () => {
  const { returns } = open(`
    fact(n) = n < 1 ? 1 : n + fact(n - 1)
    even(n) = n == 0 ? true : odd(n - 1)
    odd(n) = n == 0 ? false : even(n - 1)
    nest(n) = n < 1 ? nothing : (n, nest(n - 1))
    wrap(x) = wrap(Pair(x, x))
    drop(t::Tuple{}) = 0
    drop(t::Tuple) = drop(t, 1)
    drop(a, b) = 1 + drop(())
    ack(m, n) = m == 0 ? n + 1 : n == 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1))
    ping(x, y) = pong((x, y), y)
    pong(x, y) = ping((x, y), y)
  `)
  it.each([
    ['fact', ['Int64'], 'Int64'],
    ['even', ['Int64'], 'Bool'],
    ['odd', ['Int64'], 'Bool'],
    ['nest', ['Int64'], 'Union{Nothing, Tuple{Any, Any}}'],
    ['wrap', ['Int64'], 'Union{}'],
    ['drop', ['Tuple{Int64, Int64}'], 'Int64'],
    ['ack', ['Int64', 'Int64'], 'Int64'],
    ['ping', ['Int64', 'Int64'], 'Union{}'],
  ])('%s(%s) returns %s', (name, types, result) => expect(returns(name, ...types)).toBe(result))
})

describe('limits of the version', () => {
  const FOUR = 'k(::Int64) = 1\nk(::Float64) = 2\nk(::String) = 3\nk(::Symbol) = 4\nf(x) = k(x)'

  it('gives up on more methods than the version looks at', () => {
    expect(open(FOUR).returns('f', 'Any')).toBe('Int64')
    expect(open(FOUR, { version: '1.6' }).returns('f', 'Any')).toBe('Any')
    expect(open(`${FOUR}\nk(::Bool) = 5`).returns('f', 'Any')).toBe('Any')
  })

  it('splits unions of up to four', () => {
    const { returns } = open(`${FOUR}\nk(::Bool) = 5\nk(::Nothing) = 6`)
    expect(returns('f', 'Union{Bool, Float64, Int64, String}')).toBe('Int64')
    expect(returns('f', 'Union{Bool, Float64, Int64, Nothing, String}')).toBe('Any')
  })
})

describe('edges', () => {
  const code = `
    g(x::Int64) = 1
    g(x::Float64) = 2.0
    direct(x) = g(x)
    partly(x) = g(x)
    unknown(x) = h(x)
    h(x) = try; x; catch; x; end
    k(x) = try; x + 1; catch; 1; end
    unused(x) = (k(x); nothing)
    alone(x) = invoke(h, Tuple{Any}, x)
    const c = 1
    global_(x) = c + x
  `
  const { instance, edges } = open(code)
  const later = open(code, { version: '1.12' })

  it('lead to every instance that a call reaches, and to the table if no method covers it', () => {
    expect(edges(instance('direct', 'Int64'))).toEqual(['Tuple{typeof(g), Int64}'])
    expect(edges(instance('partly', 'Any'))).toEqual(['Tuple{typeof(g), Float64}', 'Tuple{typeof(g), Int64}', 'table Tuple{typeof(g), Any}'])
    expect(edges(instance('partly', 'String'))).toEqual(['table Tuple{typeof(g), String}'])
    expect(edges(instance('alone', 'Int64'))).toEqual(['Tuple{typeof(h), Int64}'])
  })

  it('are left out where the result is Any, or is not used', () => {
    expect(edges(instance('unknown', 'Any'))).toEqual([])
    expect(edges(instance('unused', 'Any'))).toEqual([])
    expect(later.edges(later.instance('unknown', 'Any'))).toContain('Tuple{typeof(h), Any}')
  })

  it('lead to constants from 1.12 on', () => {
    expect(edges(instance('global_', 'Int64'))).toEqual(['Tuple{typeof(+), Int64, Int64}'])
    expect(later.edges(later.instance('global_', 'Int64'))).toContain('binding c')
  })

  it('become backedges of the callees', () => {
    const caller = instance('direct', 'Int64')
    expect(instance('g', 'Int64').backedges.filter((edge) => edge.caller === caller)).toHaveLength(1)
  })
})

describe('what is kept', () => {
  it('holds in the world that was asked about and no further than the next definition', () => {
    const { engine, instance } = open('g(x) = 1\nf(x) = g(x)')
    const [code] = instance('f', 'Int64').codeInstances
    expect([code?.constant, code?.maxWorld]).toEqual([1n, Infinity])
    const before = engine.world.age
    engine.evaluate('g(x) = 2.0')
    expect(code?.maxWorld).toBe(before)
    const [newer] = instance('f', 'Int64').codeInstances
    expect([newer?.constant, newer?.minWorld]).toEqual([2, engine.world.age])
  })

  it('is what an observer sees end, innermost first, once for every frame', () => {
    const seen: string[] = []
    const observer = {
      enter: ({ specTypes }: { specTypes: Parameters<typeof printType>[1] }, constants: readonly LatticeElement[] | undefined) => {
        seen.push(`${constants === undefined ? '' : 'constants '}${printType(universe(), specTypes)}`)
      },
      leave: () => {
        seen.push('done')
      },
    }
    const session = open('g(x) = x + 1\nf(x) = g(x)', { observer })
    const universe = () => session.engine.universe
    session.instance('f', 'Int64')
    session.instance('f', 'Int64')
    expect(seen).toEqual(['Tuple{typeof(f), Int64}', 'Tuple{typeof(g), Int64}', 'Tuple{typeof(+), Int64, Int64}', 'done', 'done', 'done'])
  })

  it('says of every statement what its value is', () => {
    const { instance, statements } = open('f(x) = (y = x + 1; (y, 2))')
    expect(statements(instance('f', 'Int64'))).toEqual(['Int64', 'partialstruct', 'Any'])
  })
})
