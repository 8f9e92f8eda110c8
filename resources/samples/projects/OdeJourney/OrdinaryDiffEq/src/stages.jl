# The stages of a step. Each has a type, and with it code, of its own.

function perform_step!(integrator)
    cache, f = integrator.cache, integrator.f
    f(cache.du, integrator.uprev, integrator.p, integrator.t)
    jacobian!(cache, f, integrator.uprev, integrator.p, integrator.t)
    time_gradient!(cache, f, integrator.uprev, integrator.p, integrator.t)
    system!(cache, integrator.dt) || return false
    for i in 1:8
        stage!(integrator, cache, Val(i))
    end
    finish!(integrator.u, cache)
    return true
end

"k[i] from those before it."
function stage!(integrator, cache, ::Val{i}) where {i}
    tableau, dt, before = cache.tableau, integrator.dt, cache.k[1:i-1]
    lincomb!(cache.stage, integrator.uprev, row(tableau.a, Val(i), 1.0), before)
    integrator.f(cache.du, cache.stage, integrator.p, integrator.t + tableau.c[i] * dt)
    weight = dt * tableau.d[i]
    @. cache.right = cache.du + weight * cache.dT
    lincomb!(cache.right, cache.right, row(tableau.C, Val(i), 1 / dt), before)
    cache.linsolve(cache.k[i], cache.right)
    return nothing
end
row(A, ::Val{i}, scale) where {i} = ntuple(j -> scale * A[i, j], Val(i - 1))

"The last stage is the estimate of the error; with it the stage before it becomes the new state."
finish!(u, cache) = (@. u = cache.stage + cache.k[8]; u)
