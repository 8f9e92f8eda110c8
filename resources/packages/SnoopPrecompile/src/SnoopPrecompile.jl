#=
The package SnoopPrecompile, which became PrecompileTools: a workload that runs while a package is precompiled. The preference
`skip_precompile` of this package names packages whose workload does not run.
=#
module SnoopPrecompile

using Preferences

export @precompile_all_calls, @precompile_setup

const verbose = Ref(false)
skips(m::Module) = string(nameof(Base.moduleroot(m))) in load_preference(@__MODULE__, "skip_precompile", String[])
runs(m::Module) = verbose[] || Base.Workloads.isactive() && !skips(m)

"`@precompile_all_calls begin ... end`: its calls are kept in the cache, with all that they need."
macro precompile_all_calls(ex)
    return quote
        if $runs($__module__)
            $(Base.Workloads.tracked(esc(ex), verbose))
        end
        nothing
    end
end

"`@precompile_setup begin ... end`: prepares what the workload needs; it runs when the workload does."
macro precompile_setup(ex)
    return quote
        if $runs($__module__)
            let
                $(esc(ex))
            end
        end
        nothing
    end
end

end
