#=
Ranges: `UnitRange`, `OneTo` and `StepRange` of ordinals, `StepRangeLen` by formula (`floatrange.jl` says how those of floating
point are found), `LinRange`, `range` and `:`. Left out: ranges of dates.
=#

abstract type AbstractRange{T} <: AbstractArray{T, 1} end
abstract type OrdinalRange{T, S} <: AbstractRange{T} end
abstract type AbstractUnitRange{T} <: OrdinalRange{T, Int} end

struct UnitRange{T <: Real} <: AbstractUnitRange{T}
    start::T
    stop::T
    UnitRange{T}(start, stop) where {T <: Real} = new(start, unitrange_last(start, stop))
end
UnitRange(start::T, stop::T) where {T <: Real} = UnitRange{T}(start, stop)

# An empty range ends right before its start, so that equal ranges have equal fields.
unitrange_last(::Bool, stop::Bool) = stop
unitrange_last(start::T, stop::T) where {T <: Integer} = ifelse(stop >= start, stop, convert(T, start - oneunit(stop - start)))
unitrange_last(start::T, stop::T) where {T} =
    ifelse(stop >= start, convert(T, start + floor(stop - start)), convert(T, start - oneunit(stop - start)))

struct OneTo{T <: Integer} <: AbstractUnitRange{T}
    stop::T
    OneTo{T}(stop) where {T <: Integer} = new(max(zero(T), stop))
    function OneTo{T}(r::AbstractRange) where {T <: Integer}
        first(r) == 1 || throw(ArgumentError("first element must be 1, got $(first(r))"))
        step(r) == 1 || throw(ArgumentError("step must be 1, got $(step(r))"))
        return new(max(zero(T), last(r)))
    end
end
OneTo(stop::T) where {T <: Integer} = OneTo{T}(stop)
OneTo(r::AbstractRange{T}) where {T <: Integer} = OneTo{T}(r)

struct StepRange{T, S} <: OrdinalRange{T, S}
    start::T
    step::S
    stop::T
    StepRange{T, S}(start::T, step::S, stop::T) where {T, S} = new(start, step, steprange_last(start, step, stop))
end
StepRange{T, S}(start, step, stop) where {T, S} = StepRange{T, S}(convert(T, start), convert(S, step), convert(T, stop))
StepRange(start::T, step::S, stop::T) where {T, S} = StepRange{T, S}(start, step, stop)

function steprange_last(start::T, step, stop) where {T}
    isa(start, AbstractFloat) && throw(ArgumentError("StepRange should not be used with floating point"))
    z = zero(step)
    step == z && throw(ArgumentError("step cannot be zero"))
    stop == start && return stop
    if (step > z) != (stop > start)
        return steprange_last_empty(start, step, stop)
    end
    # The distance of a descending range is taken positively, and unsigned where it might not fit.
    if T <: Signed && (signbit(start) != signbit(stop))
        remaining = step > z ? signed(rem(unsigned(stop - start), step % unsigned(typeof(step)))) :
            -signed(rem(unsigned(start - stop), (-step) % unsigned(typeof(step))))
        return stop - remaining
    end
    return step > z ? stop - rem(stop - start, step) : stop + rem(start - stop, -step)
end
steprange_last_empty(start::Integer, step, stop) = start - (step > zero(step) ? oneunit(start) : -oneunit(start))
steprange_last_empty(start::Bool, step, stop) = start
steprange_last_empty(start, step, stop) = start - step

"""A range by formula: element `i` is `ref + (i - offset) * step`, computed as wide as `R` and `S` are, then made a `T`."""
struct StepRangeLen{T, R, S} <: AbstractRange{T}
    ref::R
    step::S
    len::Int
    offset::Int
    function StepRangeLen{T, R, S}(ref::R, step::S, len::Integer, offset::Integer = 1) where {T, R, S}
        len >= 0 || throw(ArgumentError("length cannot be negative, got $len"))
        1 <= offset <= max(1, len) || throw(ArgumentError("StepRangeLen: offset must be in [1,$len], got $offset"))
        return new(ref, step, len, offset)
    end
end
StepRangeLen(ref::R, step::S, len::Integer, offset::Integer = 1) where {R, S} =
    StepRangeLen{typeof(ref + zero(step)), R, S}(ref, step, len, offset)
StepRangeLen{T}(ref::R, step::S, len::Integer, offset::Integer = 1) where {T, R, S} = StepRangeLen{T, R, S}(ref, step, len, offset)

struct LinRange{T} <: AbstractRange{T}
    start::T
    stop::T
    len::Int
    lendiv::Int
    function LinRange{T}(start, stop, len) where {T}
        len >= 0 || throw(ArgumentError("range($start, stop=$stop, length=$len): negative length"))
        len == 1 && (start == stop || throw(ArgumentError("range($start, stop=$stop, length=$len): endpoints differ")))
        return new(start, stop, len, max(len - 1, 1))
    end
end
LinRange(start, stop, len::Integer) = LinRange{typeof((stop - start) / len)}(start, stop, len)

# `:`
(:)(a::Real, b::Real) = (:)(promote(a, b)...)
(:)(start::T, stop::T) where {T <: Real} = UnitRange{T}(start, stop)
(:)(start::T, stop::T) where {T <: AbstractFloat} = (:)(start, T(1), stop)
(:)(start::T, stop::T) where {T} = (:)(start, oftype(stop >= start ? stop - start : start - stop, 1), stop)
(:)(a::Real, b::Real, c::Real) = (:)(promote(a, b, c)...)
(:)(a::T, b::Real, c::T) where {T <: Real} = (:)(promote(a, b, c)...)
(:)(a::T, b::AbstractFloat, c::T) where {T <: Real} = (:)(promote(a, b, c)...)
(:)(a::T, b::AbstractFloat, c::T) where {T <: AbstractFloat} = (:)(promote(a, b, c)...)
(:)(a::T, b::Real, c::T) where {T <: AbstractFloat} = (:)(promote(a, b, c)...)
(:)(start::T, step::T, stop::T) where {T <: AbstractFloat} = floatrange_colon(start, step, stop)
(:)(start::T, step::T, stop::T) where {T <: Real} = StepRange(start, step, stop)
(:)(start::T, step, stop::T) where {T} = StepRange(start, step, stop)
(:)(start::T, step, stop::T) where {T <: Real} = StepRange(start, step, stop)

range(start; length::Union{Integer, Nothing} = nothing, stop = nothing, step = nothing) = range_of(start, step, stop, length)
range(start, stop; length::Union{Integer, Nothing} = nothing, step = nothing) = length === nothing && step === nothing ?
    throw(ArgumentError("At least one of `length` or `step` must be specified")) : range_of(start, step, stop, length)
range_of(start, step, stop, ::Nothing) = range_to(start, step, stop)
range_of(start, step, ::Nothing, len::Integer) = range_step_length(start, step, len)
range_of(start, ::Nothing, stop, len::Integer) = range_stop_length(start, stop, len)
range_of(start, ::Nothing, ::Nothing, len::Integer) = range_length(start, len)
range_of(start, step, ::Nothing, ::Nothing) =
    throw(ArgumentError("At least one of `length` or `stop` must be specified"))
range_of(start, step, stop, len::Integer) = throw(ArgumentError("Too many arguments specified; try passing only one of `stop` or `length`"))
range_to(start, ::Nothing, ::Nothing) = throw(ArgumentError("At least one of `length` or `stop` must be specified"))
range_to(start, ::Nothing, stop) = start:stop
range_to(start, step, ::Nothing) = throw(ArgumentError("At least one of `length` or `stop` must be specified"))
range_to(start, step, stop) = start:step:stop
range_length(a::Real, len::Integer) = UnitRange{typeof(a)}(a, oftype(a, a + len - 1))
range_length(a::AbstractFloat, len::Integer) = range_step_length(a, oftype(a, 1), len)
range_length(a, len::Integer) = range_step_length(a, oftype(a - a, 1), len)
range_step_length(a::T, step::S, len::Integer) where {T <: Integer, S <: Integer} =
    (b = convert(T, a + step * (len - 1)); len == 0 ? StepRange{T, S}(a, step, convert(T, a - step)) : StepRange{T, S}(a, step, b))
range_step_length(a::AbstractFloat, step::Real, len::Integer) = range_step_length(promote(a, step)..., len)
range_step_length(a::Real, step::AbstractFloat, len::Integer) = range_step_length(float(a), step, len)
range_step_length(a::T, step::T, len::Integer) where {T <: AbstractFloat} = floatrange_step_length(a, step, len)
range_step_length(a, step, len::Integer) = StepRangeLen{typeof(a + 0 * step)}(a, step, len)
range_stop_length(start::Real, stop::Real, len::Integer) = range_stop_length(promote(start, stop)..., len)
range_stop_length(start::T, stop::T, len::Integer) where {T <: Real} = range_stop_length(float(start), float(stop), len)
range_stop_length(start::T, stop::T, len::Integer) where {T <: AbstractFloat} = floatrange_stop_length(start, stop, len)
range_stop_length(start::T, stop::T, len::Integer) where {T <: Integer} = floatrange_whole(start, stop, len)
range_stop_length(start, stop, len::Integer) = LinRange(start, stop, len)

# What ranges are made of.
first(r::OrdinalRange{T}) where {T} = convert(T, r.start)
first(r::OneTo{T}) where {T} = oneunit(T)
first(r::StepRangeLen) = unsafe_getindex(r, 1)
first(r::LinRange) = r.start
last(r::OrdinalRange{T}) where {T} = convert(T, r.stop)
last(r::StepRangeLen) = unsafe_getindex(r, length(r))
last(r::LinRange) = r.stop
step(r::StepRange) = r.step
step(r::AbstractUnitRange{T}) where {T} = oneunit(T) - zero(T)
step(r::StepRangeLen) = r.step
step(r::StepRangeLen{T}) where {T <: AbstractFloat} = T(r.step)
step(r::LinRange) = (last(r) - first(r)) / r.lendiv
step_hp(r::StepRangeLen) = r.step
step_hp(r::AbstractRange) = step(r)

isempty(r::StepRange) = (r.start != r.stop) & ((r.step > zero(r.step)) != (r.stop > r.start))
isempty(r::AbstractUnitRange) = first(r) > last(r)
isempty(r::StepRangeLen) = length(r) == 0
isempty(r::LinRange) = length(r) == 0

unsafe_length(r::AbstractRange) = length(r)
unsafe_length(r::StepRange) = isempty(r) ? zero(div(r.stop - r.start, r.step)) : Integer(div(r.stop - r.start + r.step, r.step))
unsafe_length(r::AbstractUnitRange) = Integer(last(r) - first(r) + step(r))
unsafe_length(r::OneTo) = Integer(r.stop - zero(r.stop))
length(r::AbstractUnitRange) = unsafe_length(r)
length(r::AbstractUnitRange{T}) where {T <: Union{Int, Int128}} = checked_add(checked_sub(last(r), first(r)), T(1))
length(r::AbstractUnitRange{T}) where {T <: Union{UInt, UInt128}} = checked_add(last(r) - first(r), T(1))
length(r::AbstractUnitRange{<:Union{Int8, UInt8, Int16, UInt16, Int32, UInt32}}) = Int(last(r)) - Int(first(r)) + 1
length(r::OneTo) = unsafe_length(r)
length(r::OneTo{T}) where {T <: Int} = T(r.stop)
length(r::OneTo{<:Union{Int8, UInt8, Int16, UInt16, Int32, UInt32}}) = Int(r.stop)
length(r::StepRange) = unsafe_length(r)
function length(r::StepRange{T}) where {T <: Union{Int, UInt, Int128, UInt128}}
    isempty(r) && return zero(T)
    r.step > 1 && return checked_add(convert(T, div(unsigned(r.stop - r.start), r.step)), one(T))
    r.step < -1 && return checked_add(convert(T, div(unsigned(r.start - r.stop), -r.step)), one(T))
    r.step > 0 && return checked_add(div(checked_sub(r.stop, r.start), r.step), one(T))
    return checked_add(div(checked_sub(r.start, r.stop), -r.step), one(T))
end
length(r::StepRange{<:Union{Int8, UInt8, Int16, UInt16, Int32, UInt32}}) =
    isempty(r) ? 0 : div(Int(r.stop) - Int(r.start), Int(r.step)) + 1
length(r::StepRangeLen) = r.len
length(r::LinRange) = r.len

firstindex(::UnitRange) = 1
firstindex(::StepRange) = 1
firstindex(::LinRange) = 1
lastindex(r::OneTo) = Int(r.stop)
size(r::AbstractRange) = (length(r),)
axes(r::AbstractRange) = (OneTo{Int}(length(r)),)
minimum(r::AbstractUnitRange) = isempty(r) ? throw(ArgumentError("range must be non-empty")) : first(r)
maximum(r::AbstractUnitRange) = isempty(r) ? throw(ArgumentError("range must be non-empty")) : last(r)
minimum(r::AbstractRange) = isempty(r) ? throw(ArgumentError("range must be non-empty")) : min(first(r), last(r))
maximum(r::AbstractRange) = isempty(r) ? throw(ArgumentError("range must be non-empty")) : max(first(r), last(r))
extrema(r::AbstractRange) = (minimum(r), maximum(r))
copy(r::AbstractRange) = r

iterate(r::OrdinalRange) = isempty(r) ? nothing : (first(r), first(r))
function iterate(r::OrdinalRange{T}, i) where {T}
    i == last(r) && return nothing
    next = convert(T, i + step(r))
    return (next, next)
end
iterate(r::Union{StepRangeLen, LinRange}) = iterate(r, 1)
iterate(r::Union{StepRangeLen, LinRange}, i::Int) = i > length(r) ? nothing : (unsafe_getindex(r, i), i + 1)

# Indexing
throw_boundserror(A, I) = (@_noinline_meta; throw(BoundsError(A, I)))
function getindex(r::UnitRange{T}, i::Integer) where {T}
    ret = convert(T, first(r) + (i - 1))
    ret > last(r) || i < 1 || isa(i, Bool) ? throw_boundserror(r, i) : ret
end
function getindex(r::UnitRange{T}, i::Integer) where {T <: Union{Int8, Int16, Int32, Int64, Int128, UInt8, UInt16, UInt32, UInt64, UInt128, Bool}}
    ret = first(r) + (i - 1)
    (1 <= i <= length(r)) || throw_boundserror(r, i)
    return ret % T
end
getindex(r::OneTo{T}, i::Integer) where {T} = (1 <= i <= r.stop) ? convert(T, i) : throw_boundserror(r, i)
getindex(r::AbstractRange{T}, i::Integer) where {T} =
    (1 <= i <= length(r)) ? convert(T, first(r) + (i - 1) * step_hp(r)) : throw_boundserror(r, i)
getindex(r::Union{StepRangeLen, LinRange}, i::Integer) = (1 <= i <= length(r)) ? unsafe_getindex(r, i) : throw_boundserror(r, i)
unsafe_getindex(r::StepRangeLen{T}, i::Integer) where {T} = T(r.ref + (i - r.offset) * r.step)
unsafe_getindex(r::LinRange, i::Integer) = linear_between(r.start, r.stop, i - 1, r.lendiv)
linear_between(a, b, j, d) = (t = j / d; convert(typeof((b - a) / d), (1 - t) * a + t * b))

getindex(r::AbstractRange, ::Colon) = copy(r)
function getindex(r::AbstractUnitRange, s::AbstractUnitRange{<:Integer})
    checkbounds(r, s)
    start = first(r) + first(s) - 1
    return range_length(oftype(first(r), start), length(s))
end
getindex(r::OneTo{T}, s::OneTo) where {T} = (checkbounds(r, s); OneTo(T(s.stop)))
function getindex(r::AbstractUnitRange, s::StepRange{<:Integer})
    checkbounds(r, s)
    return range_step_length(oftype(first(r), first(r) + first(s) - 1), step(s), length(s))
end
function getindex(r::StepRange, s::AbstractRange{<:Integer})
    checkbounds(r, s)
    return range_step_length(oftype(r.start, r.start + (first(s) - 1) * step(r)), step(r) * step(s), length(s))
end
function getindex(r::StepRangeLen{T}, s::OrdinalRange{<:Integer}) where {T}
    checkbounds(r, s)
    stride, len = step(s), length(s)
    near = len == 0 ? 1 : clamp(round(Int, (r.offset - first(s)) / stride) + 1, 1, len)
    ref = len == 0 ? r.ref : r.ref + (first(s) + (near - 1) * stride - r.offset) * r.step
    return StepRangeLen{T}(ref, stride == 1 ? r.step : r.step * stride, len, near)
end
getindex(r::LinRange{T}, s::OrdinalRange{<:Integer}) where {T} =
    (checkbounds(r, s); LinRange{T}(unsafe_getindex(r, first(s)), unsafe_getindex(r, last(s)), length(s)))

# Comparison, arithmetic
==(r::T, s::T) where {T <: AbstractRange} = (first(r) == first(s)) & (step(r) == step(s)) & (last(r) == last(s)) || isempty(r) & isempty(s)
==(r::OrdinalRange, s::OrdinalRange) =
    isempty(r) ? isempty(s) : (first(r) == first(s)) & (last(r) == last(s)) & (length(r) == 1 || step(r) == step(s))
==(r::UnitRange{T}, s::UnitRange{T}) where {T} = (r.start == s.start) & (r.stop == s.stop)
==(r::OneTo, s::OneTo) = r.stop == s.stop
==(r::T, s::T) where {T <: Union{StepRangeLen, LinRange}} =
    length(r) == length(s) && (length(r) == 0 || (first(r) == first(s)) & (last(r) == last(s)) & (length(r) < 3 || step_hp(r) === step_hp(s) || step(r) == step(s)))
function ==(r::AbstractRange, s::AbstractRange)
    length(r) == length(s) || return false
    for i in 1:length(r)
        r[i] == s[i] || return false
    end
    return true
end

-(r::OrdinalRange) = range_step_length(-first(r), -step(r), length(r))
-(r::StepRangeLen{T, R, S}) where {T, R, S} = StepRangeLen{T, R, S}(-r.ref, -r.step, length(r), r.offset)
-(r::LinRange) = LinRange(-r.start, -r.stop, length(r))
+(r::AbstractRange) = r
function +(r::OrdinalRange, s::OrdinalRange)
    length(r) == length(s) || throw(DimensionMismatch("argument dimensions must match: length of r1 is $(length(r)), length of r2 is $(length(s))"))
    return range_step_length(first(r) + first(s), step(r) + step(s), length(r))
end
+(r::AbstractRange, s::AbstractRange) = elementwise_range(+, r, s)
-(r::AbstractRange, s::AbstractRange) = elementwise_range(-, r, s)
function elementwise_range(op, r, s)
    length(r) == length(s) || throw(DimensionMismatch("argument dimensions must match: length of r1 is $(length(r)), length of r2 is $(length(s))"))
    return range_step_length(op(first(r), first(s)), op(step(r), step(s)), length(r))
end
*(x::Number, r::AbstractRange) = range_scaled(*, r, x)
*(r::AbstractRange, x::Number) = range_scaled(*, r, x)
/(r::AbstractRange, x::Number) = range_scaled(/, r, x)
\(x::Number, r::AbstractRange) = r / x
range_scaled(op, r::AbstractRange, x) = range_step_length(op(first(r), x), op(step(r), x), length(r))
range_scaled(op, r::StepRangeLen{T}, x) where {T} = StepRangeLen{typeof(op(zero(T), x))}(op(r.ref, x), op(r.step, x), r.len, r.offset)
range_scaled(op, r::LinRange, x) = LinRange(op(r.start, x), op(r.stop, x), r.len)
range_shifted(r::AbstractUnitRange{T}, x::Real) where {T} = range_length(first(r) + x, length(r))
range_shifted(r::AbstractRange, x) = range_step_length(first(r) + x, step(r), length(r))
range_shifted(r::StepRangeLen{T, R, S}, x::Number) where {T, R, S} = StepRangeLen{typeof(zero(T) + x)}(r.ref + x, r.step, r.len, r.offset)
range_shifted(r::LinRange, x) = LinRange(r.start + x, r.stop + x, r.len)

reverse(r::OrdinalRange) = (:)(last(r), -step(r), first(r))
reverse(r::StepRangeLen{T, R, S}) where {T, R, S} =
    StepRangeLen{T, R, S}(r.ref, -r.step, length(r), length(r) == 0 ? 1 : length(r) - r.offset + 1)
reverse(r::LinRange) = LinRange(r.stop, r.start, length(r))
issorted(r::AbstractUnitRange) = true
issorted(r::AbstractRange) = length(r) <= 1 || step(r) >= zero(step(r))
sort(r::AbstractUnitRange) = r
sort(r::AbstractRange) = issorted(r) ? r : reverse(r)
sort!(r::AbstractUnitRange) = r
sum(r::AbstractRange{<:Real}) = (n = length(r); iseven(n) ? (step(r) * (n - 1) + 2 * first(r)) * (n >> 1) :
    (step(r) * ((n - 1) >> 1) + first(r)) * n)
sum(r::StepRangeLen) = ((n, x) = (length(r), r[1]); n == 0 ? zero(eltype(r)) : oftype(x, (Float64(first(r)) + Float64(last(r))) * n / 2))

function in(x::Real, r::AbstractRange{<:Real})
    isempty(r) && return false
    step(r) == zero(step(r)) && return x == first(r)
    n = round(Integer, (x - first(r)) / step(r)) + 1
    return 1 <= n <= length(r) && r[n] == x
end
in(x::Integer, r::AbstractUnitRange{<:Integer}) = (first(r) <= x) & (x <= last(r))
in(x::Real, r::AbstractRange{T}) where {T <: Integer} =
    isinteger(x) && !isempty(r) && minimum(r) <= x <= maximum(r) && mod(convert(T, x) - first(r), step(r)) == 0
function in(x::AbstractChar, r::AbstractRange{<:AbstractChar})
    return !isempty(r) && minimum(r) <= x <= maximum(r) && mod(Int(x) - Int(first(r)), step(r)) == 0
end
function in(x::T, r::AbstractRange{T}) where {T}
    for y in r
        x == y && return true
    end
    return false
end

promote_rule(::Type{UnitRange{A}}, ::Type{UnitRange{B}}) where {A, B} = UnitRange{promote_type(A, B)}
promote_rule(::Type{OneTo{A}}, ::Type{OneTo{B}}) where {A, B} = OneTo{promote_type(A, B)}
promote_rule(::Type{UnitRange{A}}, ::Type{OneTo{B}}) where {A, B} = UnitRange{promote_type(A, B)}
promote_rule(::Type{UnitRange{A}}, ::Type{StepRange{B, S}}) where {A, B, S} = StepRange{promote_type(A, B), promote_type(Int, S)}
promote_rule(::Type{StepRange{A, S}}, ::Type{StepRange{B, R}}) where {A, S, B, R} = StepRange{promote_type(A, B), promote_type(S, R)}
UnitRange{T}(r::UnitRange{T}) where {T <: Real} = r
UnitRange{T}(r::AbstractUnitRange) where {T <: Real} = UnitRange{T}(first(r), last(r))
UnitRange(r::AbstractUnitRange) = UnitRange(first(r), last(r))
StepRange{T, S}(r::StepRange{T, S}) where {T, S} = r
StepRange{T, S}(r::OrdinalRange) where {T, S} = StepRange{T, S}(first(r), step(r), last(r))
StepRange(r::OrdinalRange{T, S}) where {T, S} = StepRange{T, S}(first(r), step(r), last(r))
OneTo{T}(r::OneTo) where {T <: Integer} = OneTo{T}(r.stop)
AbstractUnitRange{T}(r::AbstractUnitRange{T}) where {T} = r
AbstractUnitRange{T}(r::AbstractUnitRange) where {T} = UnitRange{T}(r)
AbstractUnitRange{T}(r::OneTo) where {T} = OneTo{T}(r)
convert(::Type{T}, r::AbstractRange) where {T <: AbstractRange} = isa(r, T) ? r : T(r)

collect(r::AbstractRange) = vcat(r)
function vcat(rs::AbstractRange{T}...) where {T}
    n = 0
    for r in rs
        n += length(r)
    end
    a, i = Vector{T}(undef, n), 1
    for r in rs, x in r
        a[i] = x
        i += 1
    end
    return a
end
function map(f::Type{T}, r::UnitRange) where {T <: Real}
    T <: Integer ? UnitRange{T}(first(r), last(r)) : collect_similar(r, Generator(f, r))
end
intersect(r::AbstractUnitRange{<:Integer}, s::AbstractUnitRange{<:Integer}) = max(first(r), first(s)):min(last(r), last(s))
intersect(r::OneTo, s::OneTo) = OneTo(min(r.stop, s.stop))
issubset(r::AbstractUnitRange{<:Integer}, s::AbstractUnitRange{<:Integer}) =
    isempty(r) || (first(r) >= first(s) && last(r) <= last(s))
reverseind(r::AbstractRange, i::Integer) = length(r) - i + 1
show(io::IO, r::AbstractUnitRange) = (show(io, first(r)); print(io, ':'); show(io, last(r)))
show(io::IO, r::AbstractRange) = (show(io, first(r)); print(io, ':'); show(io, step(r)); print(io, ':'); show(io, last(r)))
show(io::IO, r::OneTo) = print(io, "Base.OneTo(", r.stop, ")")
show(io::IO, r::LinRange) = print(io, "range(", first(r), ", stop=", last(r), ", length=", length(r), ")")
