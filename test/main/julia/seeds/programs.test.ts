/**
 * The programs of the posts about latency that this project grew from, and what they show. Where the output depends on the version it is
 * what a real Julia 1.5.3 printed for the same text.
 */
import { describe, expect, it } from 'vitest'
import { run } from './run'

const DOUBLES = `
double(x::Real) = 2x
calldouble(container) = double(container[1])
calldouble2(container) = calldouble(container)
`

describe('type inference, instances and backedges', () => {
  it('double, calldouble, calldouble2: an instance and the chain of its callers', () => {
    const { printed } = run(`${DOUBLES}
c64 = [1.0]
println(calldouble2(c64))
using MethodAnalysis, AbstractTrees
mi = methodinstance(double, (Float64,))
println(mi)
println(methodinstance(double, (Int,)))
print_tree(mi)
times = methodinstance(*, (Int, Float64))
println(times, " of ", times.def.name, " in ", times.def.module)
println(any(caller -> caller === mi, direct_backedges(times)), " ", any(caller -> caller === mi, all_backedges(times)))
foreach(println, methodinstances(double))
cabs = AbstractFloat[1.0f0]
println(calldouble2(cabs))
mis = methodinstances(double)
show(stdout, MIME"text/plain"(), mis); println()
foreach(print_tree, mis)
foreach(print_tree, methodinstances(calldouble))
c32 = [1.0f0]
println(calldouble2(c32))
foreach(print_tree, methodinstances(double))
println(methodinstance(double, (AbstractFloat,)).specTypes)
println(precompile(double, (String,)), " ", precompile(Tuple{typeof(double), Int}))
`)
    expect(printed).toBe(`2.0
MethodInstance for double(::Float64)
nothing
MethodInstance for double(::Float64)
└─ MethodInstance for calldouble(::Array{Float64,1})
   └─ MethodInstance for calldouble2(::Array{Float64,1})
MethodInstance for *(::Int64, ::Float64) of * in Base
true true
MethodInstance for double(::Float64)
2.0
3-element Array{Core.MethodInstance,1}:
 MethodInstance for double(::Float64)
 MethodInstance for double(::AbstractFloat)
 MethodInstance for double(::Float32)
MethodInstance for double(::Float64)
└─ MethodInstance for calldouble(::Array{Float64,1})
   └─ MethodInstance for calldouble2(::Array{Float64,1})
MethodInstance for double(::AbstractFloat)
MethodInstance for double(::Float32)
MethodInstance for calldouble(::Array{Float64,1})
└─ MethodInstance for calldouble2(::Array{Float64,1})
MethodInstance for calldouble(::Array{AbstractFloat,1})
└─ MethodInstance for calldouble2(::Array{AbstractFloat,1})
2.0
MethodInstance for double(::Float64)
└─ MethodInstance for calldouble(::Array{Float64,1})
   └─ MethodInstance for calldouble2(::Array{Float64,1})
MethodInstance for double(::AbstractFloat)
MethodInstance for double(::Float32)
└─ MethodInstance for calldouble(::Array{Float32,1})
   └─ MethodInstance for calldouble2(::Array{Float32,1})
Tuple{typeof(double),AbstractFloat}
false true
`)
  })

  it('@code_warntype shows where concrete inference ends; exercise 1 on concrete types', () => {
    const { printed } = run(`${DOUBLES}
c64 = [1.0]
cabs = AbstractFloat[1.0f0]
@code_warntype calldouble2(cabs)
@code_warntype calldouble(c64)
@code_warntype calldouble(cabs)
println(map(isconcretetype, (Float32, AbstractFloat, Vector{Float32}, Vector{AbstractFloat}, AbstractVector{AbstractFloat}, AbstractVector{Float32})))
`)
    expect(printed.replace(/ +$/gm, '')).toBe(`Variables
  #self#::Core.Compiler.Const(calldouble2, false)
  container::Array{AbstractFloat,1}

Body::ANY
1 ─ %1 = Main.calldouble(container)::ANY
└──      return %1
Variables
  #self#::Core.Compiler.Const(calldouble, false)
  container::Array{Float64,1}

Body::Float64
1 ─ %1 = Base.getindex(container, 1)::Float64
│   %2 = Main.double(%1)::Float64
└──      return %2
Variables
  #self#::Core.Compiler.Const(calldouble, false)
  container::Array{AbstractFloat,1}

Body::ANY
1 ─ %1 = Base.getindex(container, 1)::ABSTRACTFLOAT
│   %2 = Main.double(%1)::ANY
└──      return %2
(true, false, true, true, false, false)
`)
  })

  it('exercise 2: with @nospecialize the backedges of an abstract call are there', () => {
    const { printed } = run(`
double(@nospecialize(x::Real)) = 2x
calldouble(container) = double(container[1])
calldouble2(container) = calldouble(container)
calldouble2(AbstractFloat[1.0f0])
using MethodAnalysis, AbstractTrees
foreach(print_tree, methodinstances(double))
`)
    expect(printed).toContain('double(::Real)\n└─ MethodInstance for calldouble(::Array{AbstractFloat,1})\n   └─ MethodInstance for calldouble2(::Array{AbstractFloat,1})\n')
  })

  it('MyPackage and MyPackage2: the workload makes the instances, the caller in the other package one more', () => {
    const { printed } = run(`
module MyPackage
f(x,y) = x * y
import SnoopPrecompile
SnoopPrecompile.@precompile_all_calls begin
  f(1.0,1.0)
  f(1,1)
  f(Int32(1),1)
  f(1.0,Int128(1))
end
end
module MyPackage2
import ..MyPackage: f
g(x,y) = f(x,y) + x
import SnoopPrecompile
SnoopPrecompile.@precompile_all_calls begin
  g(1.0,1)
end
end
using MethodAnalysis
foreach(println, methodinstances(MyPackage.f))
foreach(println, methodinstances(MyPackage2.g))
`)
    expect(printed).toBe(`MethodInstance for f(::Float64, ::Float64)
MethodInstance for f(::Int64, ::Int64)
MethodInstance for f(::Int32, ::Int64)
MethodInstance for f(::Float64, ::Int128)
MethodInstance for f(::Float64, ::Int64)
MethodInstance for g(::Float64, ::Int64)
`)
  })
})

describe('invalidation', () => {
  it('applyf and f with one, two and four methods: what the caller assumes, until it assumes nothing', () => {
    const { printed } = run(`
f(x::Int) = 1
applyf(container) = f(container[1])
println(applyf([100]))
println(@code_typed applyf([100]))
c = Any[100];
println(applyf(c))
println((@code_typed applyf(c))[2])
try
    applyf(Any[true])
catch e
    showerror(stdout, e); println()
end
println(@code_typed applyf([true]))
f(::Bool) = 2
println(@code_typed applyf([true]))
println(@code_typed applyf(Any[true]))
println(applyf([true]), applyf(Any[true]))
f(::String) = 3
f(::Dict) = 4
println(length(methods(f)), " ", (@code_typed applyf(Any[true]))[2], " ", applyf(Any[Dict()]))
f(::Symbol) = 5
println(length(methods(f)), " ", (@code_typed applyf(Any[true]))[2], " ", applyf(Any[:a]))
`)
    expect(printed).toBe(`1
CodeInfo(
1 ─     Base.arrayref(true, container, 1)::Int64
└──     return 1
) => Int64
1
Int64
MethodError: no method matching f(::Bool)
Closest candidates are:
  f(!Matched::Int64) at a.jl:2
CodeInfo(
1 ─ %1 = Base.arrayref(true, container, 1)::Bool
│        Main.f(%1)::Union{}
└──      $(Expr(:unreachable))::Union{}
) => Union{}
CodeInfo(
1 ─     Base.arrayref(true, container, 1)::Bool
└──     return 2
) => Int64
CodeInfo(
1 ─ %1  = Base.arrayref(true, container, 1)::Any
│   %2  = (isa)(%1, Bool)::Bool
└──       goto #3 if not %2
2 ─       goto #6
3 ─ %5  = (isa)(%1, Int64)::Bool
└──       goto #5 if not %5
4 ─       goto #6
5 ─ %8  = Main.f(%1)::Int64
└──       goto #6
6 ┄ %10 = φ (#2 => 2, #4 => 1, #5 => %8)::Int64
└──       return %10
) => Int64
22
4 Int64 4
5 Any 5
`)
  })

  it('the limit of methods is three from 1.6 on: with four nothing is assumed any more, and a fifth invalidates nothing', () => {
    const { printed } = run(`
f(x::Int) = 1
applyf(container) = f(container[1])
applyf(Any[100])
using SnoopCompile
counts = Int[]
for method in (:(f(::Bool) = 2), :(f(::String) = 3), :(f(::Dict) = 4), :(f(::Symbol) = 5))
    invs = @snoop_invalidations eval(method)
    push!(counts, length(uinvalidated(invs)))
    Base.invokelatest(applyf, Any[100])
end
println(counts, " ", (@code_typed applyf(Any[true]))[2])
`, '1.6')
    expect(printed).toBe('[1, 1, 1, 0] Any\n')
  })

  it('f(::Integer) and g: the definition of f(::Int) discards g(::Int)', () => {
    const { printed, profile } = run(`
f(::Integer) = 1
g(x) = f(x)
println(g(1))
using SnoopCompile
invs = @snoop_invalidations f(::Int) = 2
print(invalidation_trees(invs)[1])
foreach(println, uinvalidated(invs))
println(g(1))
`)
    expect(printed).toBe(`1
inserting f(::Int64) in Main at a.jl:6 invalidated:
   backedges: 1: superseding f(::Integer) in Main at a.jl:2 with MethodInstance for f(::Int64) (1 children)
MethodInstance for g(::Int64)
2
`)
    const { kind } = profile.invalidations
    expect(kind.length).toBe(3)
  })

  it('! for the types of Static: callers that did not know their type wait in the method table', () => {
    const { printed } = run(`
struct False end
struct True end
usenot(c) = !c[1]
known(c) = !c[1]
println(usenot(Any[true]), known([true]))
using SnoopCompile
invs = @snoop_invalidations begin
    Base.:!(::False) = True()
    Base.:!(::True) = False()
end
for tree in invalidation_trees(invs)
    print(tree)
end
println(usenot(Any[False()]))
`)
    expect(printed).toContain('inserting !(::False) in Main at a.jl:9 invalidated:\n   mt_backedges: ')
    expect(printed).toContain('signature Tuple{typeof(!),Any} triggered MethodInstance for usenot(::Array{Any,1}) (0 children)\n')
    expect(printed).not.toContain('known')
    expect(printed.endsWith('True()\n')).toBe(true)
  })

  it('sum of a predicate over abstract elements is a Bool sum all the same', () => {
    const { printed } = run(`
f(x::Number) = x isa AbstractFloat
g(a::AbstractArray) = sum(f, a)
println(g([1.0 2.0]), " ", g(Number[1.0, 1, 1f0]), " ", Base.return_types(f, (Number,)))
`)
    expect(printed).toBe('2 2 Any[Bool]\n')
  })
})

describe('dispatch and specialisation', () => {
  it('the ambiguity: the error names the candidates and the fix, detect_ambiguities the pair', () => {
    const { printed } = run(`
f(x::Number,y::Number) = 2x + y
f(x::AbstractFloat,y::Number) = x*y
println(f(2.0,3))
f(x::Number,y::AbstractFloat) = x/y
try
    f(2.0,3.0)
catch e
    showerror(stdout, e); println()
end
using Test
println(Test.detect_ambiguities(Main))
f(x::AbstractFloat,y::AbstractFloat) = 0
println(f(2.0,3.0), " ", length(Test.detect_ambiguities(Main)))
`)
    expect(printed).toBe(`6.0
MethodError: f(::Float64, ::Float64) is ambiguous. Candidates:
  f(x::AbstractFloat, y::Number) in Main at a.jl:3
  f(x::Number, y::AbstractFloat) in Main at a.jl:5
Possible fix, define
  f(::AbstractFloat, ::AbstractFloat)
Tuple{Method,Method}[(f(x::AbstractFloat, y::Number) in Main at a.jl:3, f(x::Number, y::AbstractFloat) in Main at a.jl:5)]
0 0
`)
  })

  it('a type and a function as arguments are specialised on only if the signature asks for it', () => {
    const { printed } = run(`
f(T, x) = T(x)
f2(::Type{T}, x) where T = T(x)
g(h::Function, x) = map(h, x)
g2(h::H, x) where H = map(h, x)
println(f(Float32, 1.0), f2(Float32, 1.0), g(abs, [1]), g2(abs, [1]))
using MethodAnalysis
foreach(println, [methodinstances(f); methodinstances(f2); methodinstances(g); methodinstances(g2)])
println(typeof(f), " ", typeof(x -> 2x) <: Function)
`)
    expect(printed).toBe(`1.01.0[1][1]
MethodInstance for f(::Type, ::Float64)
MethodInstance for f2(::Type{Float32}, ::Float64)
MethodInstance for g(::Function, ::Array{Int64,1})
MethodInstance for g2(::typeof(abs), ::Array{Int64,1})
typeof(f) true
`)
  })

  it('FWrap hides the function from inference, FWrap{F} does not, a FunctionWrapper knows its result', () => {
    const { printed } = run(`
struct FWrap
  f
end
(F::FWrap)(x...) = F.f(x...)
struct FWrapP{F}
  f::F
end
(F::FWrapP)(x...) = F.f(x...)
f(x, y) = x * y
ff, gg = FWrap(f), FWrapP(f)
println(ff(2.0, 3), " ", typeof(ff), " ", Base.return_types(ff, (Float64, Int)))
println(gg(2.0, 3), " ", typeof(gg), " ", Base.return_types(gg, (Float64, Int)))
using FunctionWrappers: FunctionWrapper
f1(x,y) = round(x*y)
g1(x,y) = ceil(x*y)
w, v = FunctionWrapper{Int, Tuple{Float64, Float32}}(f1), FunctionWrapper{Int, Tuple{Float64, Float32}}(g1)
println(w(2.0, 3f0), " ", v(2.1, 1f0), " ", w(2, 3), " ", typeof(w) === typeof(v), " ", typeof(w))
println(Base.return_types(w, (Float64, Float32)))
try
    w(1.0)
catch e
    println(typeof(e))
end
`)
    expect(printed).toBe(`6.0 FWrap Any[Any]
6.0 FWrapP{typeof(f)} Any[Float64]
6 3 6 true FunctionWrapper{Int64,Tuple{Float64,Float32}}
Any[Int64]
MethodError
`)
  })

  it('lorenz, by itself and behind a wrapper that throws its result away', () => {
    const { printed } = run(`
function lorenz(du,u,p,t)
 du[1] = 10.0(u[2]-u[1])
 du[2] = u[1]*(28.0-u[3]) - u[2]
 du[3] = u[1]*u[2] - (8/3)*u[3]
end
struct Void{F}
  f::F
end
function (f::Void{F})(x...) where F
  f.f(x...)
  nothing
end
using FunctionWrappers: FunctionWrapper
wrapped = FunctionWrapper{Nothing,Tuple{Vector{Float64},Vector{Float64},Nothing,Float64}}(Void(lorenz))
function euler(f, u0, tspan, n)
  u = copy(u0); du = similar(u); dt = (tspan[2]-tspan[1])/n; t = tspan[1]
  for i in 1:n
    f(du, u, nothing, t)
    u .+= dt .* du
    t += dt
  end
  u
end
u0 = [1.0;0.0;0.0]; tspan = (0.0,1.0)
println(euler(lorenz, u0, tspan, 1000))
println(euler(wrapped, u0, tspan, 1000) == euler(lorenz, u0, tspan, 1000))
`)
    expect(printed).toBe('[-9.027576047122627, -8.89491034713608, 27.890936446563444]\ntrue\n')
  })
})

describe('DemoPkg', () => {
  it('with 1000 types: the first call is inferred and compiled, the second only runs', () => {
    const types = Array.from({ length: 1001 }, (_, at) => `struct DemoType${at} <: AbstractDemoType x::Int end; DemoType${at}(d::AbstractDemoType) = DemoType${at}(d.x)`)
    const calls = Array.from({ length: 1000 }, (_, at) => `    d = DemoType${at + 1}(d)`)
    const { printed, profile } = run(`module DemoPkg
abstract type AbstractDemoType end
${types.join('\n')}
function f(x)
    d = DemoType0(x)
${calls.join('\n')}
    return d
end
end
tstart = time(); d = DemoPkg.f(5); tend = time(); first_call = tend - tstart
tstart = time(); DemoPkg.f(5); tend = time(); second_call = tend - tstart
println(typeof(d), " ", d.x, " ", first_call > 100 * second_call > 0)
`)
    expect(printed).toBe('Main.DemoPkg.DemoType1000 5 true\n')
    expect(profile.inference.frame.length).toBeGreaterThan(1000)
  })
})
