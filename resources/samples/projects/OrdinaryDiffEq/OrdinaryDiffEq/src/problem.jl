# How much a problem is specialised for the function that it is made of.

abstract type AbstractSpecialization end
struct AutoSpecialize <: AbstractSpecialization end
struct FunctionWrapperSpecialize <: AbstractSpecialization end
struct NoSpecialize <: AbstractSpecialization end
struct FullSpecialize <: AbstractSpecialization end

"A function whose type is the same whatever it wraps: calls through it are dispatched at run time."
struct Wrapped
    f::Any
end
(w::Wrapped)(du, u, p, t) = (w.f(du, u, p, t); nothing)

struct NullParameters end

struct ODEProblem{inplace,S<:AbstractSpecialization,F,U,T,P}
    f::F
    u0::U
    tspan::Tuple{T,T}
    p::P
end
wrapped(::Type{FullSpecialize}, f) = f
wrapped(::Type{AutoSpecialize}, f) = f
wrapped(::Type{<:AbstractSpecialization}, f) = Wrapped(f)
function ODEProblem{inplace,S}(f, u0::U, tspan::Tuple{T,T}, p::P = NullParameters()) where {inplace,S,U,T,P}
    g = wrapped(S, f)
    return ODEProblem{inplace,S,typeof(g),U,T,P}(g, u0, tspan, p)
end
ODEProblem(f, u0, tspan, p = NullParameters()) = ODEProblem{true,AutoSpecialize}(f, u0, tspan, p)

"What the solver works with: with AutoSpecialize the function is hidden here, so that `solve` is compiled once for all functions."
ready(prob::ODEProblem) = prob
ready(prob::ODEProblem{inplace,AutoSpecialize}) where {inplace} = ODEProblem{inplace,FunctionWrapperSpecialize}(prob.f, prob.u0, prob.tspan, prob.p)
