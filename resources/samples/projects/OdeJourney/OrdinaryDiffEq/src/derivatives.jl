"The Jacobian in `cache.J`, as many columns at once as a dual number has directions."
function jacobian!(cache, f::F, u, p, t) where {F}
    duals, out = cache.dual_u, cache.dual_du
    for from in 1:chunk(duals):length(u)
        seed!(duals, u, from)
        f(out, duals, p, t)
        columns!(cache.J, out, from)
    end
    return cache.J
end
chunk(::Vector{Dual{Tag,V,N}}) where {Tag,V,N} = N
function columns!(J, out, from)
    for i in eachindex(out), k in 1:min(chunk(out), size(J, 2) - from + 1)
        J[i, from+k-1] = partials(out[i])[k]
    end
    return J
end

"The derivative by time in `cache.dT`, by a difference; `cache.du` is the slope at `t`."
function time_gradient!(cache, f::F, u, p, t) where {F}
    h = sqrt(eps(typeof(t))) * max(abs(t), one(t))
    f(cache.right, u, p, t + h)
    @. cache.dT = (cache.right - cache.du) / h
    return cache.dT
end

"W = 1/(γh) - J"
function system!(cache, h)
    W, J = cache.W, cache.J
    @. W = -J
    for i in 1:size(W, 1)
        W[i, i] += 1 / (cache.tableau.γ * h)
    end
    return refresh!(cache.linsolve, W)
end
