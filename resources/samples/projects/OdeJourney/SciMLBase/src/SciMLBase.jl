"Problems and solutions: what solvers and those who use them have in common."
module SciMLBase

using RecursiveArrayTools

export ODEProblem, ODEFunction, ODESolution, NullParameters, AbstractODEAlgorithm
export AbstractSpecialization, FullSpecialize, NoSpecialize, AutoSpecialize

# How much a solver is compiled for the function that it solves.
abstract type AbstractSpecialization end
struct FullSpecialize <: AbstractSpecialization end
struct NoSpecialize <: AbstractSpecialization end
struct AutoSpecialize <: AbstractSpecialization end
const DEFAULT_SPECIALIZATION = FullSpecialize

abstract type AbstractODEAlgorithm end
struct NullParameters end

struct ODEFunction{S<:AbstractSpecialization,F}
    f::F
end
# Only who wants to be compiled for the function tells its type.
held(::Type{FullSpecialize}, f::F) where {F} = ODEFunction{FullSpecialize,F}(f)
held(::Type{S}, f) where {S} = ODEFunction{S,Any}(f)

struct ODEProblem{S<:AbstractSpecialization,F,U,T,P}
    f::ODEFunction{S,F}
    u0::U
    tspan::Tuple{T,T}
    p::P
end
@noinline ODEProblem{S}(@nospecialize(f), u0, tspan, p = NullParameters()) where {S} = problem(held(S, f), u0, tspan, p)
@noinline ODEProblem(@nospecialize(f), u0, tspan, p = NullParameters()) = problem(held(DEFAULT_SPECIALIZATION, f), u0, tspan, p)
problem(f::ODEFunction{S,F}, u0::U, tspan::Tuple{T,T}, p::P) where {S,F,U,T,P} = ODEProblem{S,F,U,T,P}(f, u0, tspan, p)

struct ODESolution{U,T}
    u::VectorOfArray{T,2,Vector{U}}
    t::Vector{T}
    accepted::Int
    rejected::Int
    retcode::Symbol
end

end
