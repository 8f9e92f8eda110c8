"The state of a solution that is being made."
mutable struct ODEIntegrator{F,U,T,P,A,C,O}
    f::F
    u::U
    uprev::U
    p::P
    t::T
    dt::T
    stop::T
    qold::T
    error::T
    alg::A
    cache::C
    opts::O
    accepted::Int
    rejected::Int
    times::Vector{T}
    states::Vector{U}
end

function init(prob::ODEProblem, alg::AbstractODEAlgorithm, opts)
    u0, (t, stop) = recursivecopy(prob.u0), prob.tspan
    known(can_setindex(u0)) || throw(ArgumentError("the state cannot be changed in place"))
    integrator = ODEIntegrator(prob.f.f, u0, copy(u0), prob.p, t, zero(t), stop, oftype(t, 1.0e-4), zero(t), alg, alg_cache(alg, u0), opts, 0, 0, [t], [copy(u0)])
    integrator.dt = first_step(integrator)
    return integrator
end

"A step that is small against how fast the solution, and its slope, change (Hairer, Nørsett, Wanner, II.4)."
function first_step(integrator)
    cache, opts, u, t = integrator.cache, integrator.opts, integrator.u, integrator.t
    scale = opts.abstol .+ opts.reltol .* abs.(u)
    integrator.f(cache.du, u, integrator.p, t)
    d0, d1 = norm_of(u ./ scale), norm_of(cache.du ./ scale)
    h0 = min(d0, d1) < 1.0e-5 ? 1.0e-6 : 0.01 * d0 / d1
    @. cache.stage = u + h0 * cache.du
    integrator.f(cache.right, cache.stage, integrator.p, t + h0)
    d2 = norm_of((cache.right .- cache.du) ./ scale) / h0
    h1 = max(d1, d2) <= 1.0e-15 ? max(1.0e-6, 1.0e-3 * h0) : (0.01 / max(d1, d2))^(1 / (order(integrator.alg) + 1))
    return min(100 * h0, h1, opts.dtmax, integrator.stop - t)
end
