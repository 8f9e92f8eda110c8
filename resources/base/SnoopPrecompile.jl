#=
The package SnoopPrecompile: a workload that runs when a package is precompiled, so that what it calls is compiled then. A module that
is evaluated from its source here is being precompiled: its workload runs.
=#
module SnoopPrecompile

export @precompile_all_calls, @precompile_setup

macro precompile_all_calls(ex)
    return quote
        let
            $(esc(ex))
        end
        nothing
    end
end
macro precompile_setup(ex)
    return quote
        let
            $(esc(ex))
        end
        nothing
    end
end

end
