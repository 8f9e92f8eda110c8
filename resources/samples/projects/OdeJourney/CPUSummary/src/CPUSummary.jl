"What the machine can do, as numbers that the compiler knows."
module CPUSummary

using Static

export num_cores, register_lanes, panel_width

detected_cores() = 4
register_lanes(::Type{T}) where {T} = StaticInt{64 ÷ sizeof(T)}()
panel_width() = StaticInt{8}()

# What was true of the machine that this was precompiled on.
num_cores() = StaticInt{4}()

function __init__()
    ccall(:jl_generating_output, Cint, ()) == 1 && return nothing
    # The session may run on another machine: all that counts on the number of cores is told anew.
    @eval num_cores() = StaticInt{$(detected_cores())}()
    return nothing
end

end
