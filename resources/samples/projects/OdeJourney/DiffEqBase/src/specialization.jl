# What a solver sees of the function. FullSpecialize: the function itself, so that the solver is compiled for it. NoSpecialize: something that may hold
# any function and dispatches at run time. AutoSpecialize: pointers to the function compiled for the arguments that a solver has for it.

struct OrdinaryDiffEqTag end

"Any function, of which the compiler knows that it returns nothing."
struct Unspecialized
    f::Any
end
(w::Unspecialized)(du, u, p, t) = (w.f(du, u, p, t); nothing)

const Pointer{A,P,T} = FunctionWrappers.FunctionWrapper{Nothing,Tuple{A,A,P,T}}

"One pointer for numbers, one for dual numbers."
struct Wrapped{U,D,P,T}
    plain::Pointer{U,P,T}
    dual::Pointer{D,P,T}
end
(w::Wrapped{U,D,P,T})(du::U, u::U, p::P, t::T) where {U,D,P,T} = w.plain(du, u, p, t)
(w::Wrapped{U,D,P,T})(du::D, u::D, p::P, t::T) where {U,D,P,T} = w.dual(du, u, p, t)

function Wrapped(@nospecialize(f), ::Vector{V}, ::P, ::T) where {V,P,T}
    D = Dual{OrdinaryDiffEqTag,V,1}
    g = Unspecialized(f)
    return Wrapped{Vector{V},Vector{D},P,T}(Pointer{Vector{V},P,T}(g), Pointer{Vector{D},P,T}(g))
end

with_function(prob::ODEProblem) = with_function(prob, prob.f)
with_function(prob, f::ODEFunction{FullSpecialize}) = prob
with_function(prob, f::ODEFunction{NoSpecialize}) = remade(prob, Unspecialized(f.f))
with_function(prob, f::ODEFunction{AutoSpecialize}) = remade(prob, Wrapped(f.f, prob.u0, prob.p, prob.tspan[1]))
remade(prob, f::F) where {F} = SciMLBase.problem(ODEFunction{FullSpecialize,F}(f), prob.u0, prob.tspan, prob.p)
