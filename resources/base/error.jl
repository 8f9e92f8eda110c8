#=
Raising errors, the exceptions that Base adds to those of Core, and `@assert`.
=#

"`error(message...)` throws an `ErrorException` with the parts of the message, printed and joined."
error(s::AbstractString) = throw(ErrorException(s))
error(s...) = (@_noinline_meta; throw(ErrorException(string(s...))))

rethrow() = ccall(:jl_rethrow, Bottom, ())
rethrow(e) = ccall(:jl_rethrow_other, Bottom, (Any,), e)

# Where an exception was thrown: frames as the runtime saw them.
backtrace() = ccall(:bk_backtrace, Any, ())::Vector{Any}
catch_backtrace() = ccall(:bk_catch_backtrace, Any, ())::Vector{Any}

struct KeyError <: Exception
    key
end
struct StringIndexError <: Exception
    string::AbstractString
    index::Integer
end
struct EOFError <: Exception end
struct SystemError <: Exception
    prefix::AbstractString
    errnum::Int32
    extrainfo
    SystemError(p::AbstractString, e::Integer, extrainfo) = new(p, e, extrainfo)
    SystemError(p::AbstractString, e::Integer) = new(p, e, nothing)
    SystemError(p::AbstractString) = new(p, 0, nothing)
end
struct DimensionMismatch <: Exception
    msg::AbstractString
end
DimensionMismatch() = DimensionMismatch("")
struct CapturedException <: Exception
    ex::Any
    processed_bt::Vector{Any}
end
struct MissingException <: Exception
    msg::AbstractString
end
struct CompositeException <: Exception
    exceptions::Vector{Any}
    CompositeException() = new(Any[])
    CompositeException(exceptions) = new(exceptions)
end
systemerror(p, b::Bool; extrainfo = nothing) = b ? throw(SystemError(string(p), 0, extrainfo)) : nothing

# Called for a call with keywords that the method does not take.
function kwerr(kw, args::Vararg{Any, N}) where {N}
    @_noinline_meta
    throw(MethodError(Core.kwfunc(args[1]), (kw, args...)))
end

windowserror(p, b::Bool) = nothing

"`@assert cond [text]` throws an `AssertionError` if `cond` is false."
macro assert(ex, msgs...)
    msg = isempty(msgs) ? ex : msgs[1]
    if isa(msg, AbstractString)
        msg = msg
    elseif !isempty(msgs) && (isa(msg, Expr) || isa(msg, Symbol))
        msg = :(string($(esc(msg))))
    else
        msg = string(msg)
    end
    return :($(esc(ex)) ? $(nothing) : throw(AssertionError($msg)))
end

# Delays for `retry`.
struct ExponentialBackOff
    n::Int
    first_delay::Float64
    max_delay::Float64
    factor::Float64
    jitter::Float64
end
ExponentialBackOff(; n = 1, first_delay = 0.05, max_delay = 10.0, factor = 5.0, jitter = 0.1) =
    ExponentialBackOff(n, first_delay, max_delay, factor, jitter)
iterate(ebo::ExponentialBackOff) = iterate(ebo, (ebo.n, min(ebo.first_delay, ebo.max_delay)))
function iterate(ebo::ExponentialBackOff, state)
    state[1] < 1 && return nothing
    delay = min(ebo.max_delay, state[2] * ebo.factor)
    state[2], (state[1] - 1, delay)
end
length(ebo::ExponentialBackOff) = ebo.n
eltype(::Type{ExponentialBackOff}) = Float64

"A function that calls `f` again, up to as often as there are `delays`, while it throws and `check` agrees."
function retry(f; delays = ExponentialBackOff(), check = nothing)
    (args...; kwargs...) -> begin
        y = iterate(delays)
        while y !== nothing
            (_, state) = y
            try
                return f(args...; kwargs...)
            catch e
                if check !== nothing
                    result = check(state, e)
                    state, retry_or_not = length(result) == 2 ? result : (state, result)
                    retry_or_not || rethrow()
                end
            end
            y = iterate(delays, state)
        end
        return f(args...; kwargs...)
    end
end
