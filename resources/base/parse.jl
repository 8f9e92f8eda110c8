#=
Numbers from text. `tryparse` gives nothing where `parse` throws.
=#

function parse(::Type{T}, c::AbstractChar; base::Integer = 10) where {T <: Integer}
    a::Int = (base <= 36 ? 10 : 36)
    2 <= base <= 62 || throw(ArgumentError("invalid base: base must be 2 ≤ base ≤ 62, got $base"))
    d = '0' <= c <= '9' ? c - '0' : 'A' <= c <= 'Z' ? c - 'A' + 10 : 'a' <= c <= 'z' ? c - 'a' + a : throw(ArgumentError("invalid digit: $(repr(c))"))
    d < base || throw(ArgumentError("invalid base $base digit $(repr(c))"))
    convert(T, d)
end

# Sign, base and place of the first digit.
function parseint_preamble(signed::Bool, base::Int, s::AbstractString, startpos::Int, endpos::Int)
    c, i, j = parseint_next(s, startpos, endpos)
    while isspace(c)
        c, i, j = parseint_next(s, i, endpos)
    end
    (j == 0) && (return 0, 0, 0)
    sgn = 1
    if signed
        if c == '-' || c == '+'
            (c == '-') && (sgn = -1)
            c, i, j = parseint_next(s, i, endpos)
        end
    end
    while isspace(c)
        c, i, j = parseint_next(s, i, endpos)
    end
    (j == 0) && (return 0, 0, 0)
    if base == 0
        if c == '0' && i <= endpos
            c, i2 = iterate(s, i)::Tuple{AbstractChar, Int}
            base = c == 'b' ? 2 : c == 'o' ? 8 : c == 'x' ? 16 : 10
            if base != 10
                c, i2, j = parseint_next(s, i2, endpos)
                i = i2
            end
        else
            base = 10
        end
    end
    return sgn, base, j
end
@inline function parseint_next(s::AbstractString, startpos::Int, endpos::Int)
    (0 < startpos <= endpos) || (return Char(0), 0, 0)
    j = startpos
    c, startpos = iterate(s, startpos)::Tuple{Char, Int}
    c, startpos, j
end

function tryparse_internal(::Type{T}, s::AbstractString, startpos::Int, endpos::Int, base_::Integer, raise::Bool) where {T <: Integer}
    sgn, base, i = parseint_preamble(T <: Signed, Int(base_), s, startpos, endpos)
    if sgn == 0 && base == 0 && i == 0
        raise && throw(ArgumentError("input string is empty or only contains whitespace"))
        return nothing
    end
    if !(2 <= base <= 62)
        raise && throw(ArgumentError("invalid base: base must be 2 ≤ base ≤ 62, got $base"))
        return nothing
    end
    if i == 0
        raise && throw(ArgumentError("premature end of integer: $(repr(SubString(s, startpos, endpos)))"))
        return nothing
    end
    base = convert(T, base)
    a::Int = base <= 36 ? 10 : 36
    n::T = 0
    c, i = iterate(s, i)::Tuple{Char, Int}
    while true
        d::T = '0' <= c <= '9' ? c - '0' : 'A' <= c <= 'Z' ? c - 'A' + 10 : 'a' <= c <= 'z' ? c - 'a' + a : base
        if d >= base
            # only space may follow the digits
            isspace(c) || (raise && throw(ArgumentError("invalid base $base digit $(repr(c)) in $(repr(SubString(s, startpos, endpos)))")); return nothing)
            while i <= endpos
                c, i = iterate(s, i)::Tuple{Char, Int}
                isspace(c) || (raise && throw(ArgumentError("extra characters after whitespace in $(repr(SubString(s, startpos, endpos)))")); return nothing)
            end
            return n
        end
        n, ov_mul = mul_with_overflow(n, base)
        n, ov_add = sgn > 0 ? add_with_overflow(n, d) : sub_with_overflow(n, d)
        if ov_mul | ov_add
            raise && throw(OverflowError("overflow parsing $(repr(SubString(s, startpos, endpos)))"))
            return nothing
        end
        i > endpos && return n
        c, i = iterate(s, i)::Tuple{Char, Int}
    end
end
function tryparse_internal(::Type{Bool}, sbuff::AbstractString, startpos::Int, endpos::Int, base::Integer, raise::Bool)
    t = strip(SubString(sbuff, startpos, endpos))
    t == "true" && return true
    t == "false" && return false
    isempty(t) && (raise ? throw(ArgumentError("input string is empty")) : return nothing)
    n = tryparse(Int, t, base = base)
    n == 1 && return true
    n == 0 && return false
    raise && throw(ArgumentError("invalid Bool representation: $(repr(SubString(sbuff, startpos, endpos)))"))
    return nothing
end
@inline check_valid_base(base) = 2 <= base <= 62 ? base : throw(ArgumentError("invalid base: base must be 2 ≤ base ≤ 62, got $base"))
tryparse(::Type{T}, s::AbstractString; base::Union{Nothing, Integer} = nothing) where {T <: Integer} =
    tryparse_internal(T, s, firstindex(s), lastindex(s), base === nothing ? 0 : check_valid_base(base), false)
"`parse(T, s; base)`: the number that a text stands for."
function parse(::Type{T}, s::AbstractString; base::Union{Nothing, Integer} = nothing) where {T <: Integer}
    convert(T, tryparse_internal(T, s, firstindex(s), lastindex(s), base === nothing ? 0 : check_valid_base(base), true))
end

tryparse(::Type{Float64}, s::String) = ccall(:bk_parse_float64, Any, (Any,), s)::Union{Nothing, Float64}
tryparse(::Type{Float64}, s::SubString{String}) = tryparse(Float64, String(s))
tryparse(::Type{Float32}, s::String) = ccall(:bk_parse_float32, Any, (Any,), s)::Union{Nothing, Float32}
tryparse(::Type{Float32}, s::SubString{String}) = tryparse(Float32, String(s))
tryparse(::Type{T}, s::AbstractString) where {T <: Union{Float32, Float64}} = tryparse(T, String(s))
tryparse(::Type{Float16}, s::AbstractString) = (x = tryparse(Float32, s); x === nothing ? nothing : Float16(x))
function parse(::Type{T}, s::AbstractString; kwargs...) where {T <: Real}
    x = tryparse(T, s; kwargs...)
    x === nothing && throw(ArgumentError("cannot parse $(repr(s)) as $T"))
    return convert(T, x)
end
function tryparse(::Type{Complex{T}}, s::AbstractString) where {T <: Real}
    t = strip(s)
    endswith(t, "im") || (x = tryparse(T, t); return x === nothing ? nothing : Complex{T}(x))
    t = rstrip(chop(t, tail = 2))
    i = findlast(c -> c == '+' || c == '-', t)
    while i !== nothing && i > 1 && t[prevind(t, i)] in ('e', 'E')
        i = findprev(c -> c == '+' || c == '-', t, prevind(t, i))
    end
    (i === nothing || i == 1) && (y = tryparse(T, t); return y === nothing ? nothing : Complex{T}(0, y))
    x = tryparse(T, rstrip(SubString(t, 1, prevind(t, i))))
    y = tryparse(T, replace(SubString(t, i), ' ' => ""))
    return x === nothing || y === nothing ? nothing : Complex{T}(x, y)
end
function parse(::Type{T}, s::AbstractString) where {T <: Complex}
    x = tryparse(T, s)
    x === nothing && throw(ArgumentError("cannot parse $(repr(s)) as $T"))
    return x
end
