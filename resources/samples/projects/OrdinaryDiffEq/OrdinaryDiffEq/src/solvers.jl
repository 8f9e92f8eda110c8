# Solvers with fixed steps: explicit ones, implicit ones that need a Jacobian and a linear solve, and one that switches.

abstract type AbstractAlgorithm end
struct Tsit5 <: AbstractAlgorithm end
struct Vern7 <: AbstractAlgorithm end
struct Rosenbrock23 <: AbstractAlgorithm
    autodiff::Bool
end
struct Rodas5 <: AbstractAlgorithm
    autodiff::Bool
end
Rosenbrock23(; autodiff = true) = Rosenbrock23(autodiff)
Rodas5(; autodiff = true) = Rodas5(autodiff)
struct AutoTsit5{A<:AbstractAlgorithm} <: AbstractAlgorithm
    stiff::A
end

struct Solution{U,T}
    t::Vector{T}
    u::Vector{U}
end
"Linear between the steps."
function (s::Solution)(at)
    k = clamp(searchsortedlast(s.t, at), 1, length(s.t) - 1)
    w = (at - s.t[k]) / (s.t[k+1] - s.t[k])
    return (1 - w) .* s.u[k] .+ w .* s.u[k+1]
end

const STEPS = 200

stages(::Tsit5) = (0.0, 0.5, 0.5, 1.0)
stages(::Vern7) = (0.0, 0.25, 0.5, 0.75, 1.0)
order(::Rosenbrock23) = 2
order(::Rodas5) = 3

function slope(prob, u, t)
    du = similar(u)
    prob.f(du, u, prob.p, t)
    return du
end

function advance(alg::Union{Tsit5,Vern7}, prob, u, t, dt)
    total, k = zero(u), slope(prob, u, t)
    for c in stages(alg)
        k = slope(prob, u .+ (c * dt) .* k, t + c * dt)
        total = total .+ k
    end
    return u .+ (dt / length(stages(alg))) .* total
end

function jacobian(alg, prob, u, t)
    n = length(u)
    J = zeros(eltype(u), n, n)
    f0, h = slope(prob, u, t), alg.autodiff ? 1e-7 : 1e-5
    for j in 1:n
        v = copy(u)
        v[j] += h
        f1 = slope(prob, v, t)
        for i in 1:n
            J[i, j] = (f1[i] - f0[i]) / h
        end
    end
    return J
end

"Gaussian elimination with pivots, in place."
function eliminate!(A::Matrix, b::Vector)
    n = length(b)
    for k in 1:n
        pivot = k
        for i in k+1:n
            abs(A[i, k]) > abs(A[pivot, k]) && (pivot = i)
        end
        for j in 1:n
            A[k, j], A[pivot, j] = A[pivot, j], A[k, j]
        end
        b[k], b[pivot] = b[pivot], b[k]
        for i in k+1:n
            m = A[i, k] / A[k, k]
            for j in k:n
                A[i, j] -= m * A[k, j]
            end
            b[i] -= m * b[k]
        end
    end
    for k in n:-1:1
        for j in k+1:n
            b[k] -= A[k, j] * b[j]
        end
        b[k] /= A[k, k]
    end
    return b
end

function advance(alg::Union{Rosenbrock23,Rodas5}, prob, u, t, dt)
    J = jacobian(alg, prob, u, t)
    n = length(u)
    for stage in 1:order(alg)
        W = [(i == j ? 1.0 : 0.0) - dt / order(alg) * J[i, j] for i in 1:n, j in 1:n]
        u = u .+ eliminate!(W, (dt / order(alg)) .* slope(prob, u, t + (stage - 1) * dt / order(alg)))
    end
    return u
end

isstiff(prob, u, t) = maximum(abs, slope(prob, u, t)) > 1e3
advance(alg::AutoTsit5, prob, u, t, dt) = isstiff(prob, u, t) ? advance(alg.stiff, prob, u, t, dt) : advance(Tsit5(), prob, u, t, dt)

solve(prob::ODEProblem, alg::AbstractAlgorithm) = _solve(ready(prob), alg)
function _solve(prob::ODEProblem, alg::AbstractAlgorithm)
    t, stop = prob.tspan
    dt = (stop - t) / STEPS
    u = prob.u0
    ts, us = [t], [u]
    for _ in 1:STEPS
        u = advance(alg, prob, u, t, dt)
        t += dt
        push!(ts, t)
        push!(us, u)
    end
    return Solution(ts, us)
end
