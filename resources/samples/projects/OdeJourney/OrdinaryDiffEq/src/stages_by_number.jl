# The stages of a step, in place of stages.jl: a stage is a number, and all have the same code.

function perform_step!(integrator)
    cache, f = integrator.cache, integrator.f
    f(cache.du, integrator.uprev, integrator.p, integrator.t)
    jacobian!(cache, f, integrator.uprev, integrator.p, integrator.t)
    time_gradient!(cache, f, integrator.uprev, integrator.p, integrator.t)
    system!(cache, integrator.dt) || return false
    for i in 1:8
        stage!(integrator, cache, i)
    end
    finish!(integrator.u, cache)
    return true
end

"k[i] from those before it."
function stage!(integrator, cache, i::Int)
    tableau, dt = cache.tableau, integrator.dt
    copyto!(cache.stage, integrator.uprev)
    add_stages!(cache.stage, tableau.a, i, 1.0, cache.k)
    integrator.f(cache.du, cache.stage, integrator.p, integrator.t + tableau.c[i] * dt)
    weight = dt * tableau.d[i]
    @. cache.right = cache.du + weight * cache.dT
    add_stages!(cache.right, tableau.C, i, 1 / dt, cache.k)
    cache.linsolve(cache.k[i], cache.right)
    return nothing
end
function add_stages!(u, A, i, scale, k)
    for j in 1:i-1
        axpy!(u, 0, scale * A[i, j], k[j], 0, length(u))
    end
    return u
end

"The last stage is the estimate of the error; with it the stage before it becomes the new state."
finish!(u, cache) = (@. u = cache.stage + cache.k[8]; u)
