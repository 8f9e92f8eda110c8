#=
The package PrecompileTools, which SnoopPrecompile became: `@setup_workload` and `@compile_workload`. A module that is evaluated from its
source here is being precompiled: its workload runs.
=#
module PrecompileTools

export @setup_workload, @compile_workload

macro setup_workload(ex)
    return quote
        let
            $(esc(ex))
        end
        nothing
    end
end
macro compile_workload(ex)
    return quote
        let
            $(esc(ex))
        end
        nothing
    end
end

end
