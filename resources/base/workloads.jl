#=
Base.Workloads: what the packages PrecompileTools and SnoopPrecompile share. A workload runs while a cache is made; what inference did meanwhile
is kept by the runtime. What running code reached by dispatch at run time, and what nothing of its caller's leads to, is then asked for by
`precompile` (up to 1.11), so that the cache keeps it; from 1.12 on the runtime has marked all of it.
=#
baremodule Workloads
using Core, ..Base

"Whether workloads run: while a cache is made, or where the session's host says so."
isactive() = Base.generating_output() || ccall(:bk_runs_workloads, Bool, ())

"Code that runs `ex` as a workload; `verbose` is a `Ref` that says whether to print what is asked for."
function tracked(ex, verbose)
    return quote
        ccall(:jl_tag_newly_inferred_enable, Cvoid, ())
        $(Expr(:tryfinally, ex, :(ccall(:jl_tag_newly_inferred_disable, Cvoid, ()))))
        $keep($verbose[])
    end
end

function keep(verbose::Bool)
    frames = ccall(:bk_workload_frames, Any, ())::Core.SimpleVector
    asks = ccall(:bk_workloads_replay, Bool, ())
    for i in 1:2:length(frames)
        mi = frames[i]
        above = frames[i + 1]::Int
        above == 0 || !linked(mi, frames[2above - 1]) || continue
        asks ? ask(mi, verbose) : verbose && println(mi)
    end
    return nothing
end
linked(mi, caller) = isdefined(mi, :backedges) && any(edge -> edge === caller, mi.backedges)
function ask(mi, verbose::Bool)
    isa(mi.def, Method) || return nothing
    precompile(mi.specTypes)
    verbose && println(mi)
    return nothing
end

"Code that runs `ex`, then compiles again what it made invalid, if a cache is made."
function recompiling(ex, verbose)
    return Expr(:toplevel,
        :(ccall(:bk_invalidated_begin, Cvoid, ())),
        Expr(:tryfinally, ex, :(ccall(:bk_invalidated_end, Cvoid, ()))),
        :($recompile($verbose[])))
end
function recompile(verbose::Bool)
    instances = ccall(:bk_invalidated_take, Any, ())::Vector{Any}
    isactive() || return nothing
    for mi in instances
        ask(mi, verbose)
    end
    return nothing
end

end
