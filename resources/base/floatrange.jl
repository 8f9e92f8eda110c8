#=
Ranges of floating point whose elements are computed from a reference point in twice the precision, so that `0:0.1:1` ends
in exactly 1.0. How a range finds the decimals that were meant is the rule of Julia's base/twiceprecision.jl: a number that
is a short continued fraction is taken for that fraction. Left out: BigFloat.
=#

# A number in twice the precision is the unevaluated sum `hi + lo`.
struct TwicePrecision{T}
    hi::T
    lo::T
end
TwicePrecision{T}(x::T) where {T} = TwicePrecision{T}(x, zero(T))
TwicePrecision{T}(x) where {T} = (hi = T(x); TwicePrecision{T}(hi, T(x - hi)))
TwicePrecision{T}(x::TwicePrecision) where {T} = TwicePrecision{T}(T(x.hi), T(x.lo))
eltype(::Type{TwicePrecision{T}}) where {T} = T
convert(::Type{TwicePrecision{T}}, x::TwicePrecision{T}) where {T} = x
convert(::Type{TwicePrecision{T}}, x::TwicePrecision) where {T} = TwicePrecision{T}(x)
-(x::TwicePrecision) = TwicePrecision(-x.hi, -x.lo)
zero(::Type{TwicePrecision{T}}) where {T} = TwicePrecision(zero(T), zero(T))
zero(x::TwicePrecision) = zero(typeof(x))
(::Type{T})(x::TwicePrecision) where {T <: Number} = T(x.hi + x.lo)::T

sum_exact(x::T, y::T) where {T} = abs(y) > abs(x) ? sum_ordered(y, x) : sum_ordered(x, y)
sum_ordered(x, y) = (h = x + y; (h, y - (h - x)))
function product_exact(x::Float64, y::Float64)
    h = x * y
    return (isfinite(h) && h != 0.0) ? (h, fma(x, y, -h)) : (h, 0.0)
end
+(x::TwicePrecision{T}, y::Number) where {T} = twice_sum(x, TwicePrecision{T}(T(y), zero(T)))
+(x::TwicePrecision{T}, y::TwicePrecision{T}) where {T} = twice_sum(x, y)
-(x::TwicePrecision{T}, y::TwicePrecision{T}) where {T} = twice_sum(x, -y)
function twice_sum(x::TwicePrecision{T}, y::TwicePrecision{T}) where {T}
    r = x.hi + y.hi
    s = abs(x.hi) > abs(y.hi) ? (((x.hi - r) + y.hi) + y.lo) + x.lo : (((y.hi - r) + x.hi) + x.lo) + y.lo
    return TwicePrecision{T}(sum_ordered(r, s)...)
end
*(x::TwicePrecision{T}, v::Integer) where {T} = x * T(v)
function *(x::TwicePrecision{T}, v::T) where {T}
    v == 0 && return TwicePrecision{T}(x.hi * v, x.lo * v)
    h, l = product_exact(x.hi, v)
    return TwicePrecision{T}(sum_ordered(h, x.lo * v + l)...)
end
function /(x::TwicePrecision{T}, v::Number) where {T}
    h = x.hi / v
    p, q = product_exact(h, T(v))
    l = (((x.hi - p) - q) + x.lo) / v
    return TwicePrecision{T}(sum_ordered(h, isfinite(h) ? l : zero(T))...)
end
twice_ratio(n::Integer, d::Integer) = TwicePrecision{Float64}(Float64(n), Float64(n - Int(Float64(n)))) / Float64(d)

# With its last `nb` bits cleared, `i * x` is exact for all `i` of up to `nb` bits.
truncbits(x::Float64, nb) = nb <= 0 ? x : reinterpret(Float64, reinterpret(UInt64, x) & (~UInt64(0) << UInt64(min(nb, 64))))
truncbits(x::TwicePrecision{Float64}, nb) = (hi = truncbits(x.hi, nb); TwicePrecision{Float64}(hi, (x.hi - hi) + x.lo))
nbitslen(len::Int, offset::Int) = min(27, len < 2 ? 0 : ndigits_binary(max(offset - 1, len - offset) - 1))
ndigits_binary(n::Int) = n <= 0 ? 0 : 64 - leading_zeros(n)

"""The fraction `(numerator, denominator)` of few digits that rounds to `x`; denominator 0 if there is none."""
function short_fraction(x::T) where {T <: AbstractFloat}
    y, m = x, T === Float64 ? 16777216.0 : T === Float32 ? 2048.0f0 : T(2048)
    a, c, b, d = 1, 0, 0, 1
    while abs(y) <= m
        f = trunc(Int, y)
        y -= f
        a, c = f * a + c, a
        b, d = f * b + d, b
        max(abs(a), abs(b)) <= Int(m) || return c, d
        T(a) / T(b) == x && break
        y = inv(y)
    end
    return a, b
end

hp_step_range(::Type{Float64}, ref::TwicePrecision, step::TwicePrecision, nb::Int, len::Int, offset::Int) =
    StepRangeLen{Float64, TwicePrecision{Float64}, TwicePrecision{Float64}}(ref, truncbits(step, nb), len, offset)
hp_step_range(::Type{T}, ref::TwicePrecision, step::TwicePrecision, nb::Int, len::Int, offset::Int) where {T} =
    StepRangeLen{T, Float64, Float64}(Float64(ref), Float64(step), len, offset)
literal_range(::Type{T}, start, step, len::Int) where {T} =
    hp_step_range(T, TwicePrecision{Float64}(Float64(start)), TwicePrecision{Float64}(Float64(step)), 0, len, 1)
max_exact(::Type{T}) where {T} = T === Float64 ? 9007199254740992.0 : T === Float32 ? 16777216.0f0 : T(2048)

# `len` numbers `(start_n + i * step_n) / den`, computed from the one next to zero.
function fraction_range(::Type{T}, start_n::Int, step_n::Int, len::Int, den::Int) where {T}
    if len < 2 || step_n == 0
        return hp_step_range(T, twice_ratio(start_n, den), twice_ratio(step_n, den), 0, len, 1)
    end
    at = clamp(round(Int, -start_n / step_n + 1), 1, len)
    return hp_step_range(T, twice_ratio(start_n + (at - 1) * step_n, den), twice_ratio(step_n, den), nbitslen(len, at), len, at)
end

function floatrange_colon(start::T, step::T, stop::T) where {T <: AbstractFloat}
    step == 0 && throw(ArgumentError("range step cannot be zero"))
    step_n, step_d = short_fraction(step)
    if step_d != 0 && T(step_n / step_d) == step
        start_n, start_d = short_fraction(start)
        stop_n, stop_d = short_fraction(stop)
        if start_d != 0 && stop_d != 0 && T(start_n / start_d) == start && T(stop_n / stop_d) == stop
            den, m = lcm(start_d, step_d), max_exact(T)
            if den != 0 && abs(start * den) <= m && abs(step * den) <= m && rem(den, start_d) == 0 && rem(den, step_d) == 0
                start_n, step_n = round(Int, start * den), round(Int, step * den)
                len = max(0, div(den * stop_n - stop_d * start_n + step_n * stop_d, step_n * stop_d))
                if is_between(start, start + (len - 1) * step, stop + step / 2) && !is_between(start, start + len * step, stop)
                    return fraction_range(T, start_n, step_n, len, den)
                end
            end
        end
    end
    steps = (stop - start) / step
    steps < 0 && return literal_range(T, start, step, 0)
    steps == 0 && return literal_range(T, start, step, 1)
    len = round(Int, steps) + 1
    reached = start + (len - 1) * step
    len -= (start < stop < reached) + (start > stop > reached)
    return literal_range(T, start, step, len)
end
is_between(a, x, b) = a <= x <= b || b <= x <= a

function floatrange_step_length(start::T, step::T, len::Integer) where {T <: AbstractFloat}
    n = Int(len)
    start_n, start_d = short_fraction(start)
    step_n, step_d = short_fraction(step)
    if start_d != 0 && step_d != 0 && T(start_n / start_d) == start && T(step_n / step_d) == step
        den, m = lcm(start_d, step_d), max_exact(T)
        if abs(den * start) <= m && abs(den * step) <= m && rem(den, start_d) == 0 && rem(den, step_d) == 0
            return fraction_range(T, round(Int, den * start), round(Int, den * step), n, den)
        end
    end
    return literal_range(T, start, step, n)
end

function floatrange_single(start::T, stop::T, len::Int) where {T}
    len >= 0 || throw(ArgumentError("range($start, stop=$stop, length=$len): negative length"))
    len <= 1 || throw(ArgumentError("two or more elements have a step"))
    len == 1 && (start == stop || throw(ArgumentError("range($start, stop=$stop, length=$len): endpoints differ")))
    return T === Float64 ? StepRangeLen{T, TwicePrecision{Float64}, TwicePrecision{Float64}}(
        TwicePrecision{Float64}(start), TwicePrecision{Float64}(start, -stop), len, 1) :
        StepRangeLen{T, Float64, Float64}(Float64(start), Float64(start) - Float64(stop), len, 1)
end

function floatrange_stop_length(start::T, stop::T, len::Integer) where {T <: AbstractFloat}
    n = Int(len)
    n < 2 && return floatrange_single(start, stop, n)
    start == stop && return literal_range(T, start, zero(T), n)
    start_n, start_d = short_fraction(start)
    stop_n, stop_d = short_fraction(stop)
    if start_d != 0 && stop_d != 0
        den, m = lcm(start_d, stop_d), max_exact(T)
        if den != 0 && abs(den * start) <= m && abs(den * stop) <= m
            start_n, stop_n = round(Int, den * start), round(Int, den * stop)
            T(start_n / den) == start && T(stop_n / den) == stop && return fraction_ends(T, start_n, stop_n, n, den)
        end
    end
    T === Float64 || return StepRangeLen{T, Float64, Float64}(
        Float64(start), (Float64(stop) - Float64(start)) / (n - 1), n, 1)
    return ends_range(start, stop, n)
end

function floatrange_whole(start::T, stop::T, len::Integer) where {T <: Integer}
    n = Int(len)
    n < 2 && return floatrange_single(float(start), float(stop), n)
    start == stop && return literal_range(Float64, start, 0, n)
    return fraction_ends(Float64, Int(start), Int(stop), n, 1)
end

function fraction_ends(::Type{T}, start_n::Int, stop_n::Int, len::Int, den::Int) where {T}
    at = clamp(round(Int, -start_n / (stop_n - start_n) * (len - 1) + 1), 1, len)
    ref = twice_ratio(start_n * (len - at) + stop_n * (at - 1), (len - 1) * den)
    return hp_step_range(T, ref, twice_ratio(stop_n - start_n, (len - 1) * den), nbitslen(len, at), len, at)
end

# End points without short fractions: the low halves of reference and step are chosen so that both ends come out exact.
function ends_range(start::Float64, stop::Float64, len::Int)
    width, factor = stop - start, 1
    isfinite(width) || ((width, factor) = (stop / len - start / len, len))
    at = round(Int, -(start / width) / factor * (len - 1) + 1)
    if 1 < at < len
        t = (at - 1) / (len - 1)
        ref = (1 - t) * start + t * stop
        step = at - 1 < len - at ? (ref - start) / (at - 1) : (stop - ref) / (len - at)
    else
        at = at <= 1 ? 1 : len
        ref = at == 1 ? start : stop
        step = (width / (len - 1)) * factor
    end
    step_hi = truncbits(step, nbitslen(len, at))
    first_hi, first_lo = sum_exact((1 - at) * step_hi, ref)
    last_hi, last_lo = sum_exact((len - at) * step_hi, ref)
    a, b = (start - first_hi) - first_lo, (stop - last_hi) - last_lo
    step_lo = (b - a) / (len - 1)
    return StepRangeLen{Float64, TwicePrecision{Float64}, TwicePrecision{Float64}}(
        TwicePrecision(ref, a - (1 - at) * step_lo), TwicePrecision(step_hi, step_lo), len, at)
end

*(i::Integer, x::TwicePrecision) = x * i
function unsafe_getindex(r::StepRangeLen{T, <:TwicePrecision, <:TwicePrecision}, i::Integer) where {T}
    u = i - r.offset
    hi, lo = u * r.step.hi, u * r.step.lo
    x_hi, x_lo = sum_exact(r.ref.hi, hi)
    return T(x_hi + (x_lo + (lo + r.ref.lo)))
end
range_scaled(op, r::StepRangeLen{T, R, S}, x) where {T, R <: TwicePrecision, S <: TwicePrecision} =
    StepRangeLen{typeof(op(zero(T), x))}(op(r.ref, Float64(x)), truncbits(op(r.step, Float64(x)), nbitslen(r.len, r.offset)), r.len, r.offset)
