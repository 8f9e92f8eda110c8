/** What entry points need of Julia: verdicts of small programs, and what 1.5.3 leaves as calls in its own typed code. */
import { describe, expect, it } from 'vitest'
import { LEVELS, missingAt, needsOf, verdict, type ReachReport } from '../../../../src/shared/profile/reach'
import { chainsOf, dispatchesOf, reachable, reportOf, reportText, session } from './reports'

const PROGRAM = `
add(x, y) = x + y
scale = 2
scaled(x) = scale * x
const TABLE = [1, 2, 3]
lookup(i) = TABLE[i]
struct Holder; value; end
held(h) = h.value + 1
total(v) = (s = 0.0; for x in v; s += x; end; s)
mutable struct Point; x::Int; y::Int; end
move(p) = Point(p.x + 1, p.y)
function counter()
    n = 0
    step = () -> (n += 1; n)
    step()
    n
end
risky(x) = x > 0 ? x : throw(x)
safe(x) = try; risky(x); catch; 0.0; end
say(x) = println("value ", x)
@noinline apply(@nospecialize(f), x) = f(x)
calls(x) = apply(abs, x)
latest(x) = Base.invokelatest(abs, x)
missed(x) = undefined_function(x)
const ANYTHING = Any[1, 2.0]
firstof() = ANYTHING[1] + 1
splat(v) = max(v...)
mixed(v, flag) = (s = flag ? 1 : "one"; length(Any[s, v]) + Any[s, v][1])
pick(d, k) = d[k] * 2
callit(f, x) = f(x) + 1
struct P{T}; a::T; b; end
fieldsum(p) = p.a + p.b
function loop(v)
    acc = nothing
    for x in v
        acc = acc === nothing ? x : acc + x
    end
    acc
end
caught(x) = try; sqrt(x); catch e; string(e); end
kw(x; y = 1) = x + y
usekw(x) = kw(x; y = x)
function remember(p)
    global scale = p
    nothing
end
close!(p) = (p.x = 0; nothing)
tracked(x) = (p = Point(x, x); finalizer(close!, p); p)
tracking(f, x) = (p = Point(x, x); finalizer(f[1], p); p)
clock() = time_ns()
@noinline unsteady(x) = x > 0 ? 1 : "no"
steady(x) = unsteady(x) isa Int
makes(T, x) = Vector{T}(undef, x)
module Widgets
    __init__() = (global started = scaled_by(2); nothing)
    @noinline scaled_by(x) = x + GLOBAL
    GLOBAL = 3
    widget(x) = x * 2
end
printed(v) = (s = 0.0; for x in v; s += x; end; println("total ", s); s)
`
const engine = session(PROGRAM)
const reportFor = (entry: string): ReachReport => reportOf(engine, entry)

describe('near-static reports', () => {
  it.each([
    ['add(Int64, Float64)', 'needs nothing'],
    ['scaled(Int64)', `needs dispatch, gc, globals
dispatch: global \`scale\` of Main is not constant
gc: an Int64 is boxed for a call that is dispatched when it runs (program.jl:4)
globals: global \`scale\` of Main is not constant`],
    ['lookup(Int64)', `needs exceptions, globals
globals: constant \`TABLE\` of Main is a Vector{Int64}`],
    ['held(Holder)', `needs dispatch
dispatch: field \`value\` of Holder is declared ::Any`],
    ['total(Vector{Float64})', 'needs nothing'],
    ['total(Vector{Any})', `needs dispatch, exceptions
dispatch: elements of a Vector{Any} can be of different types (program.jl:9)`],
    ['printed(Vector{Any})', `needs dispatch, exceptions, globals
dispatch: elements of a Vector{Any} can be of different types (program.jl:60)
globals: the code holds the string "total "`],
    ['move(Point)', `needs gc
gc: a Point is allocated (program.jl:10)`],
    ['counter()', `needs dispatch, gc, exceptions
dispatch: captured variable \`n\` is in a Core.Box, as it is assigned again (program.jl:14)
gc: a variable that a closure captures and assigns is kept in a Core.Box (boot.jl:75)`],
    ['risky(Float64)', 'needs exceptions'],
    ['say(Int64)', `needs dispatch, gc, exceptions, globals, types
dispatch: global \`stdout\` of Base is not constant
gc: an Int64 is boxed for a call that is dispatched when it runs (io.jl:58)
globals: global \`stdout\` of Base is not constant
globals: the code holds the string "value "`],
    ['calls(Int64)', `needs dispatch, gc
dispatch: apply(::Any, ::Int64) is compiled once for all types of argument \`f\` (program.jl:21)
gc: an Int64 is boxed for a call that is dispatched when it runs (program.jl:21)`],
    ['missed(Int64)', `needs dispatch, gc, globals
dispatch: \`undefined_function\` of Main is not defined
gc: an Int64 is boxed for a call that is dispatched when it runs (program.jl:24)
globals: global \`undefined_function\` of Main is not constant`],
    ['splat(Vector{Int64})', `needs dispatch, gc
dispatch: how many arguments a splat of ::Vector{Int64} gives is not known (program.jl:27)
gc: the arguments of a splat are collected (program.jl:27)`],
    ['remember(Int64)', `needs gc, globals
gc: an Int64 is boxed for a global (program.jl:44)
globals: global \`scale\` of Main is declared
globals: global \`scale\` of Main is assigned`],
    ['clock()', 'needs foreign'],
    ['steady(Int64)', `needs globals
globals: the code holds the string "no"`],
    ['makes(Type, Int64)', `needs dispatch, gc, types
dispatch: argument \`T\` of the entry point makes(::Type, ::Int64) is ::Type (program.jl:53)
gc: an Int64 is boxed for a call that is dispatched when it runs (program.jl:53)`],
    ['tracked(Int64)', `needs gc
gc: a Point is allocated (program.jl:10)
gc: \`jl_gc_add_finalizer\` registers a finalizer`],
    ['tracking(Vector{Any}, Int64)', `needs dispatch, gc, exceptions
dispatch: elements of a Vector{Any} can be of different types (program.jl:49)
gc: a Point is allocated (program.jl:10)
gc: \`jl_gc_add_finalizer\` registers a finalizer`],
  ])('%s', (entry, expected) => {
    expect(reportText(reportFor(entry), ['dispatch', 'gc', 'globals'])).toBe(expected)
  })

  it('says at which level an entry point would run', () => {
    const levels = (entry: string) => LEVELS.map((level) => `${level.id}: ${missingAt(reportFor(entry), level).join(', ') || 'yes'}`).join('; ')
    expect(levels('add(Int64, Float64)')).toBe('bare: yes; device: yes; libjulia: yes')
    expect(levels('risky(Float64)')).toBe('bare: exceptions; device: yes; libjulia: yes')
    expect(levels('move(Point)')).toBe('bare: gc; device: gc; libjulia: yes')
    expect(levels('held(Holder)')).toBe('bare: dispatch; device: dispatch; libjulia: dispatch')
    // What prints the exception is dispatched, but never runs where an exception ends the program.
    expect(levels('callit(typeof(sqrt), Float64)')).toBe('bare: exceptions; device: yes; libjulia: dispatch')
    expect(verdict(reportFor('add(Int64, Float64)'))).toBe('near static: runs without Julia’s runtime')
    expect(verdict(reportFor('move(Point)'))).toBe('near static: needs garbage collection')
    expect(verdict(reportFor('held(Holder)'))).toBe('not near static: 1 unresolved call')
    expect(verdict(reportFor('callit(typeof(sqrt), Float64)'))).toMatch(/^not near static: \d+ unresolved calls for \d reasons, all on the way to an exception$/)
  })

  it('leads from the entry point to the statement, through code that was put into its caller too', () => {
    expect(chainsOf(reportFor('say(Int64)'), 'dispatch')).toBe(`unresolved call: println(stdout::IO, getfield(xs::Tuple{String, Int64}, 1)::String, getfield(xs::Tuple{String, Int64}, 2)::Int64)::Nothing
  1 method matches
  say(::Int64) @ Main program.jl:20
  println(::String, ::Int64) @ Base io.jl:58`)
    expect(chainsOf(reportFor('latest(Int64)'), 'dispatch')).toBe(`unresolved call to builtin \`Core._apply_latest\`: _apply_latest(abs, tuple(x::Int64)::Tuple{Int64})::Any
  latest(::Int64) @ Main program.jl:23
  invokelatest @ essentials.jl:238 [inlined]
  #invokelatest#1 @ essentials.jl:239 [inlined]`)
    expect(chainsOf(reportFor('tracking(Vector{Any}, Int64)'), 'dispatch')).toMatch(/^unresolved finalizer registered: /)
  })

  it('looks at what modules do when they are loaded', () => {
    expect(reportText(reportFor('Widgets.widget(Int64)'), ['dispatch', 'globals'])).toBe(`needs dispatch, gc, globals
dispatch: global \`GLOBAL\` of Main.Widgets is not constant
globals: global \`started\` of Main.Widgets is declared
globals: global \`started\` of Main.Widgets is assigned
globals: global \`GLOBAL\` of Main.Widgets is not constant`)
    expect(chainsOf(reportFor('Widgets.widget(Int64)'), 'dispatch')).toContain(`  __init__() @ Main.Widgets program.jl:55
  scaled_by(::Int64) @ Main.Widgets program.jl:56`)
  })

  it('every chain is a path of calls', () => {
    for (const entry of ['say(Int64)', 'counter()', 'caught(Float64)', 'mixed(Int64, Bool)', 'pick(Dict{Symbol, Any}, Symbol)', 'callit(typeof(sqrt), Float64)']) {
      const calls = reachable(engine, entry)
      const report = reportFor(entry)
      expect(report.causes.length).toBeGreaterThan(0)
      for (const { chain } of report.causes.flatMap(({ sites }) => sites)) {
        const frames = chain.filter(({ inlined }) => !inlined).map(({ signature }) => signature)
        expect(frames[0]).toBe(report.entry)
        for (const [at, frame] of frames.entries()) if (at > 0) expect(calls.get(frames[at - 1] ?? '')).toContain(frame)
      }
    }
  })

  it('what is said to be without runtime dispatch runs without it', () => {
    const calls: readonly (readonly [entry: string, call: string])[] = [
      ['add(Int64, Float64)', 'add(1, 2.0)'], ['lookup(Int64)', 'lookup(2)'], ['total(Vector{Float64})', 'total([1.0, 2.0])'], ['move(Point)', 'move(Point(1, 2))'],
      ['risky(Float64)', 'risky(1.0)'], ['loop(Vector{Int64})', 'loop([1, 2])'], ['usekw(Int64)', 'usekw(1)'], ['tracked(Int64)', 'tracked(1)'], ['steady(Int64)', 'steady(-1)'],
    ]
    const counted = dispatchesOf(PROGRAM)
    for (const [entry, call] of calls) {
      expect(needsOf(reportFor(entry)), entry).not.toContain('dispatch')
      expect(counted(call), call).toBe(0)
    }
    expect(counted('scaled(2)')).toBe(1)
    expect(counted('held(Holder(2))')).toBe(1)
  })
})

/** Recorded from Julia 1.5.3: of `code_typed(f, types)`, the callees of statements that are calls of generic functions or splats, `?` for one that is not known. */
const TYPED: readonly (readonly [entry: string, returns: string, calls: string])[] = [
  ['add(Int64, Float64)', 'Float64', ''], ['scaled(Int64)', 'Any', '*'], ['lookup(Int64)', 'Int64', ''], ['held(Holder)', 'Any', '+'],
  ['total(Vector{Float64})', 'Float64', ''], ['total(Vector{Any})', 'Any', '+'], ['move(Point)', 'Point', ''], ['counter()', 'Any', ''],
  ['latest(Int64)', 'Any', '_apply_latest'], ['missed(Int64)', 'Any', '?'], ['firstof()', 'Any', '+'], ['splat(Vector{Int64})', 'Int64', 'max'],
  ['mixed(Int64, Bool)', 'Any', '+'], ['pick(Dict{Symbol, Any}, Symbol)', 'Any', '*'], ['callit(typeof(sin), Float64)', 'Float64', ''],
  ['fieldsum(P{Int64})', 'Any', '+'], ['loop(Vector{Int64})', 'Union{Nothing, Int64}', ''], ['loop(Vector{Real})', 'Any', '+'],
  ['usekw(Int64)', 'Int64', ''], ['caught(Float64)', 'Any', 'string'],
]

describe('unresolved calls', () => {
  it.each(TYPED)('%s', (entry, returns, calls) => {
    const report = reportFor(entry)
    const own = report.causes.filter(({ need }) => need === 'dispatch').flatMap(({ sites }) => sites).filter(({ chain }) => chain.every(({ inlined }, at) => at === 0 || inlined))
    expect(report.returns).toBe(returns)
    expect(own.map(({ statement }) => /^\(?([\w*+!]+)\)?\(/.exec(statement)?.[1] ?? '?').sort().join(' ')).toBe(calls)
  })
})
