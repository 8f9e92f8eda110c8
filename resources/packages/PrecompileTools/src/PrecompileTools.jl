#=
The package PrecompileTools: workloads that run while a package is precompiled, so that what they call is in its cache. Preferences switch
them off: `precompile_workload` of the package, `precompile_workloads` of this one for all.
=#
module PrecompileTools

using Preferences

export @setup_workload, @compile_workload, @recompile_invalidations

"Set to true, workloads run in any session and print what is kept."
const verbose = Ref(false)

function workload_enabled(m::Module)
    try
        load_preference(@__MODULE__, "precompile_workloads", true) || return false
        return load_preference(m, "precompile_workload", true)
    catch
        # No package: nothing that has preferences.
        return true
    end
end
runs(m::Module) = verbose[] || Base.Workloads.isactive() && workload_enabled(m)

"`@setup_workload begin ... end`: prepares what a workload needs; it runs when the workload does."
macro setup_workload(ex)
    return quote
        if $runs($__module__)
            let
                $(esc(ex))
            end
        end
        nothing
    end
end

"`@compile_workload begin ... end`: its calls are kept in the cache, with all that they need."
macro compile_workload(ex)
    return quote
        if $runs($__module__)
            $(Base.Workloads.tracked(esc(ex), verbose))
        end
        nothing
    end
end

"`@recompile_invalidations begin using A end`: what loading makes invalid is compiled again and kept in this package's cache."
macro recompile_invalidations(ex)
    return Base.Workloads.recompiling(esc(ex), verbose)
end

end
