# How long the next step is: the error of this one, and that of the one before it.

function judge!(integrator)
    cache, opts = integrator.cache, integrator.opts
    residuals!(cache.residual, cache.k[8], integrator.uprev, integrator.u, opts.abstol, opts.reltol)
    integrator.error = norm_of(cache.residual)
    return integrator.error <= 1
end

function longer(integrator)
    β1, β2 = 0.7 / order(integrator.alg), 0.4 / order(integrator.alg)
    q = max(integrator.error, 1.0e-10)^β1 / integrator.qold^β2
    integrator.qold = max(integrator.error, 1.0e-4)
    return min(integrator.dt / clamp(q / 0.9, 0.1, 5.0), integrator.opts.dtmax)
end
shorter(integrator) = integrator.dt / min(10.0, max(integrator.error, 1.0)^(0.7 / order(integrator.alg)) / 0.9)
