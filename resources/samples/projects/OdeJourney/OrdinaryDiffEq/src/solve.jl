function __solve(prob::ODEProblem, alg::AbstractODEAlgorithm, opts)
    integrator = init(prob, alg, opts)
    return solve!(integrator)
end

function solve!(integrator)
    retcode = :Success
    while integrator.t < integrator.stop
        if integrator.accepted + integrator.rejected >= integrator.opts.maxiters
            retcode = :MaxIters
            break
        end
        integrator.dt = min(integrator.dt, integrator.stop - integrator.t)
        if perform_step!(integrator) && judge!(integrator)
            accept!(integrator)
        else
            integrator.rejected += 1
            integrator.dt = shorter(integrator)
            integrator.t + integrator.dt == integrator.t && (retcode = :DtLessThanMin; break)
        end
    end
    return solution(integrator, retcode)
end

function accept!(integrator)
    last = integrator.t + integrator.dt
    integrator.t = integrator.stop - last < 100 * eps(last) ? integrator.stop : last
    integrator.accepted += 1
    integrator.dt = longer(integrator)
    recursivecopy!(integrator.uprev, integrator.u)
    if integrator.opts.save_everystep || integrator.t == integrator.stop
        push!(integrator.times, integrator.t)
        push!(integrator.states, recursivecopy(integrator.u))
    end
    return nothing
end

solution(integrator, retcode) = ODESolution(VectorOfArray(integrator.states), integrator.times, integrator.accepted, integrator.rejected, retcode)
