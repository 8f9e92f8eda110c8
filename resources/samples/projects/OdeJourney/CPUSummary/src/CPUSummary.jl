"What the machine can do, as numbers that the compiler knows."
module CPUSummary

using Static

export num_cores, register_lanes, panel_width

detected_cores() = 4
register_lanes(::Type{T}) where {T} = StaticInt{64 ÷ sizeof(T)}()
panel_width() = StaticInt{8}()

# What was true of the machine that this was precompiled on.
const CORES = detected_cores()
"As many as pay off for numbers of a type."
num_cores(::Type) = StaticInt{CORES}()

function __init__()
    ccall(:jl_generating_output, Cint, ()) == 1 && return nothing
    # The session may run on another machine.
    for T in (Float32, Float64)
        @eval num_cores(::Type{$T}) = StaticInt{$(detected_cores())}()
    end
    return nothing
end

end
