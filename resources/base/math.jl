#=
Elementary functions. The runtime computes them on Float64; Float32 and Float16 results are rounded from there, other
numbers are converted first. `NaN` for a number outside the domain becomes a DomainError.
=#
# The functions belong to Base; module Math gives them their methods.
for name in (:sin, :cos, :tan, :asin, :acos, :atan, :sinh, :cosh, :tanh, :asinh, :acosh, :atanh, :exp, :exp2, :exp10, :expm1,
            :log, :log2, :log10, :log1p, :sqrt, :cbrt, :hypot, :sincos, :sinpi, :cospi, :sinc, :cosc, :sec, :csc, :cot, :asec,
            :acsc, :acot, :sech, :csch, :coth, :sind, :cosd, :tand, :asind, :acosd, :atand, :deg2rad, :rad2deg, :ldexp,
            :frexp, :exponent, :significand, :modf, :clamp!, :rem2pi, :mod2pi, :evalpoly, :√, :∛)
    @eval function $name end
end

baremodule Math

using Core, ..Base
using Core.Intrinsics: sqrt_llvm
import ..Base: sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, exp, exp2, exp10, expm1, log, log2, log10, log1p,
    sqrt, cbrt, hypot, ^, sincos, sinpi, cospi, sinc, cosc, sec, csc, cot, asec, acsc, acot, sech, csch, coth, sind, cosd, tand, asind, acosd,
    atand, deg2rad, rad2deg, ldexp, frexp, exponent, significand, modf, clamp, clamp!, rem2pi, mod2pi, evalpoly, max, min, minmax,
    rem, √, ∛, IEEEFloat, significand_bits, significand_mask, exponent_mask, exponent_bias, exponent_one,
    sign_mask


@noinline throw_complex_domainerror(f::Symbol, x) = throw(DomainError(x,
    string(f, " will only return a complex result if called with a complex argument. Try ", f, "(Complex(x)).")))
@noinline throw_complex_domainerror_neg1(f::Symbol, x) = throw(DomainError(x,
    string(f, " will only return a complex result if called with a complex argument x with x ≥ -1. Try ", f, "(Complex(x)).")))
@noinline throw_exp_domainerror(x) = throw(DomainError(x,
    string("Exponentiation yielding a complex result requires a complex argument.\nReplace x^y with (x+0im)^y, Complex(x)^y, or similar.")))

# functions that are defined on all real numbers
for (f, name) in ((:cbrt, :bk_cbrt), (:exp, :bk_exp), (:exp2, :bk_exp2), (:exp10, :bk_exp10), (:expm1, :bk_expm1), (:atan, :bk_atan),
                  (:sinh, :bk_sinh), (:cosh, :bk_cosh), (:tanh, :bk_tanh), (:asinh, :bk_asinh))
    @eval begin
        $f(x::Float64) = ccall($(QuoteNode(name)), Float64, (Float64,), x)
        $f(x::Float32) = Float32(ccall($(QuoteNode(name)), Float64, (Float64,), Float64(x)))
        $f(x::Float16) = Float16($f(Float32(x)))
        $f(x::Real) = $f(float(x))
    end
end
# functions of finite numbers
for (f, name) in ((:sin, :bk_sin), (:cos, :bk_cos), (:tan, :bk_tan))
    @eval begin
        function $f(x::T) where {T <: Union{Float32, Float64}}
            isinf(x) && $(Symbol(f, "_domain_error"))(x)
            return T(ccall($(QuoteNode(name)), Float64, (Float64,), Float64(x)))
        end
        @noinline $(Symbol(f, "_domain_error"))(x) = throw(DomainError(x, $(string(f, "(x) is only defined for finite x."))))
        $f(x::Float16) = Float16($f(Float32(x)))
        $f(x::Real) = $f(float(x))
    end
end
# functions of an interval
for (f, name, cond, text) in (
        (:asin, :bk_asin, :(abs(x) > 1), "asin(x) is not defined for |x|>1."),
        (:acos, :bk_acos, :(abs(x) > 1), "acos(x) not defined for |x| > 1"),
        (:acosh, :bk_acosh, :(x < 1), "acosh(x) is only defined for x ≥ 1."),
        (:atanh, :bk_atanh, :(abs(x) > 1), "atanh(x) is only defined for |x| ≤ 1."))
    @eval begin
        function $f(x::T) where {T <: Union{Float32, Float64}}
            $cond && $(Symbol(f, "_domain_error"))(x)
            return T(ccall($(QuoteNode(name)), Float64, (Float64,), Float64(x)))
        end
        @noinline $(Symbol(f, "_domain_error"))(x) = throw(DomainError(x, $text))
        $f(x::Float16) = Float16($f(Float32(x)))
        $f(x::Real) = $f(float(x))
    end
end
for (f, name) in ((:log, :bk_log), (:log2, :bk_log2), (:log10, :bk_log10))
    @eval begin
        function $f(x::T) where {T <: Union{Float32, Float64}}
            x < 0 && throw_complex_domainerror($(QuoteNode(f)), x)
            return T(ccall($(QuoteNode(name)), Float64, (Float64,), Float64(x)))
        end
        $f(x::Float16) = Float16($f(Float32(x)))
        $f(x::Real) = $f(float(x))
    end
end
function log1p(x::T) where {T <: Union{Float32, Float64}}
    x < -1 && throw_complex_domainerror_neg1(:log1p, x)
    return T(ccall(:bk_log1p, Float64, (Float64,), Float64(x)))
end
log1p(x::Float16) = Float16(log1p(Float32(x)))
log1p(x::Real) = log1p(float(x))
log(b::T, x::T) where {T <: Number} = log(x) / log(b)
log(b::Number, x::Number) = log(promote(b, x)...)

@inline function sqrt(x::Union{Float32, Float64})
    x < zero(x) && throw_complex_domainerror(:sqrt, x)
    sqrt_llvm(x)
end
sqrt(x::Float16) = Float16(sqrt(Float32(x)))
sqrt(x::Real) = sqrt(float(x))

atan(y::Real, x::Real) = atan(promote(float(y), float(x))...)
atan(y::T, x::T) where {T <: AbstractFloat} = throw(MethodError(atan, (y, x)))
atan(y::T, x::T) where {T <: Union{Float32, Float64}} = T(ccall(:bk_atan2, Float64, (Float64, Float64), Float64(y), Float64(x)))
atan(a::Float16, b::Float16) = Float16(atan(Float32(a), Float32(b)))

"`hypot(x, y...)`: the root of the sum of squares, without overflow on the way."
hypot(x::Number, y::Number) = hypot(promote(x, y)...)
hypot(x::Complex, y::Complex) = hypot(abs(x), abs(y))
hypot(x::T, y::T) where {T <: Real} = hypot(float(x), float(y))
hypot(x::T, y::T) where {T <: Union{Float32, Float64}} = T(ccall(:bk_hypot, Float64, (Float64, Float64), Float64(x), Float64(y)))
hypot(x::Float16, y::Float16) = Float16(hypot(Float32(x), Float32(y)))
function hypot(x::T, y::T) where {T <: AbstractFloat}
    big, small = minmax(abs(x), abs(y))[2], minmax(abs(x), abs(y))[1]
    iszero(big) && return big
    r = small / big
    return big * sqrt(one(r) + r * r)
end
hypot(x::Number, xs::Number...) = sqrt(sum(abs2, (x, xs...)))

# powers

@inline function ^(x::Float64, y::Float64)
    z = ccall(:bk_pow, Float64, (Float64, Float64), x, y)
    isnan(z) & !isnan(x + y) && throw_exp_domainerror(x)
    z
end
@inline function ^(x::Float32, y::Float32)
    z = Float32(ccall(:bk_pow, Float64, (Float64, Float64), Float64(x), Float64(y)))
    isnan(z) & !isnan(x + y) && throw_exp_domainerror(x)
    z
end
^(x::Float16, y::Float16) = Float16(Float32(x)^Float32(y))
@inline ^(x::Float64, y::Integer) = ccall(:bk_pow, Float64, (Float64, Float64), x, Float64(y))
@inline ^(x::Float32, y::Integer) = Float32(ccall(:bk_pow, Float64, (Float64, Float64), Float64(x), Float64(y)))
@inline ^(x::Float16, y::Integer) = Float16(Float32(x)^y)
@inline Base.literal_pow(::typeof(^), x::Float16, ::Val{p}) where {p} = Float16(Base.literal_pow(^, Float32(x), Val(p)))

# parts of floats

function exponent(x::T) where {T <: IEEEFloat}
    isfinite(x) && !iszero(x) || throw(DomainError(x, "Cannot be NaN, Inf or zero."))
    xs = reinterpret(Unsigned, x) & ~sign_mask(T)
    k = Int(xs >> significand_bits(T))
    if k == 0
        # subnormal: the first bit that is set counts
        m = leading_zeros(xs) - Base.exponent_bits(T)
        k = 1 - m
    end
    return k - exponent_bias(T)
end
exponent(x::Real) = exponent(float(x))
function significand(x::T) where {T <: IEEEFloat}
    (iszero(x) || !isfinite(x)) && return x
    return ldexp(x, -exponent(x))
end
"`ldexp(x, n)`: `x * 2^n`, exact unless it under- or overflows."
function ldexp(x::T, e::Integer) where {T <: IEEEFloat}
    (iszero(x) || !isfinite(x)) && return x
    e = clamp(e, -4000, 4000) % Int
    bias = exponent_bias(T)
    while e > bias
        x *= reinterpret(T, exponent_mask(T) - (exponent_mask(T) & -exponent_mask(T)))
        e -= bias
    end
    # in one rounding step if the result is subnormal
    while e < 1 - bias
        m = exponent(x) + e < 1 - bias ? max(e, -(2bias)) : 1 - bias
        if m < 1 - bias
            return _scale_down(x, e)
        end
        x *= reinterpret(T, one(Base.uinttype(T)) << significand_bits(T))
        e -= m
    end
    return x * reinterpret(T, ((e + bias) % Base.uinttype(T)) << significand_bits(T))
end
function _scale_down(x::T, e::Int) where {T <: IEEEFloat}
    k = exponent(x)
    y = significand(x)
    total = k + e
    lowest = 1 - exponent_bias(T) - significand_bits(T)
    total < lowest && return copysign(zero(T), x)
    # y * 2^total as a multiple of the smallest subnormal, rounded to even
    n = round(Float64(y) * Float64(2)^(total - lowest))
    return copysign(reinterpret(T, Base.unsafe_trunc(Base.uinttype(T), abs(n))), x)
end
function frexp(x::T) where {T <: IEEEFloat}
    (iszero(x) || !isfinite(x)) && return x, 0
    e = exponent(x) + 1
    return ldexp(x, -e), e
end
modf(x) = isinf(x) ? (zero(x), x) : (rem(x, one(x)), trunc(x))

max(x::T, y::T) where {T <: AbstractFloat} = ifelse((y > x) | (signbit(y) < signbit(x)), ifelse(isnan(x), x, y), ifelse(isnan(y), y, x))
min(x::T, y::T) where {T <: AbstractFloat} = ifelse((y < x) | (signbit(y) > signbit(x)), ifelse(isnan(x), x, y), ifelse(isnan(y), y, x))
minmax(x::T, y::T) where {T <: AbstractFloat} =
    ifelse(isnan(x) | isnan(y), ifelse(isnan(x), (x, x), (y, y)), ifelse((y > x) | (signbit(x) > signbit(y)), (x, y), (y, x)))

function clamp!(x::AbstractArray, lo, hi)
    for i in eachindex(x)
        x[i] = clamp(x[i], lo, hi)
    end
    x
end

# angles

sincos(x) = (sin(x), cos(x))
deg2rad(z::AbstractFloat) = z * (oftype(z, pi) / 180)
rad2deg(z::AbstractFloat) = z * (180 / oftype(z, pi))
deg2rad(z::Real) = deg2rad(float(z))
rad2deg(z::Real) = rad2deg(float(z))
# the quarter in which an angle lies keeps its exact values exact
function sinpi(x::T) where {T <: AbstractFloat}
    isinf(x) && throw(DomainError(x, "`x` cannot be infinite."))
    isnan(x) && return x
    r = rem(x, T(2))
    a = abs(r)
    s = a == 0 || a == 1 ? zero(T) : a <= T(0.25) ? sin(T(pi) * a) : a < T(0.75) ? cos(T(pi) * (T(0.5) - a)) :
        a < T(1.25) ? sin(T(pi) * (1 - a)) : a < T(1.75) ? -cos(T(pi) * (T(1.5) - a)) : -sin(T(pi) * (2 - a))
    return copysign(one(T), r) * s
end
function cospi(x::T) where {T <: AbstractFloat}
    isinf(x) && throw(DomainError(x, "`x` cannot be infinite."))
    isnan(x) && return x
    a = abs(rem(x, T(2)))
    return a <= T(0.25) ? cos(T(pi) * a) : a == T(0.5) || a == T(1.5) ? zero(T) : a < T(0.75) ? sin(T(pi) * (T(0.5) - a)) :
        a <= T(1.25) ? -cos(T(pi) * (1 - a)) : a < T(1.75) ? sin(T(pi) * (a - T(1.5))) : cos(T(pi) * (2 - a))
end
sinpi(x::Integer) = x >= 0 ? zero(float(x)) : -zero(float(x))
cospi(x::Integer) = isodd(x) ? -one(float(x)) : one(float(x))
sinpi(x::Real) = sinpi(float(x))
cospi(x::Real) = cospi(float(x))
sinc(x::Number) = x == 0 ? one(float(x)) : isinf(x) ? zero(float(x)) : oftype(float(x), sinpi(x) / (pi * x))
cosc(x::Number) = x == 0 ? zero(float(x)) : oftype(float(x), (cospi(x) - sinpi(x) / (pi * x)) / x)
for (finv, f, finvh, fh, finvd, fd, name) in ((:sec, :cos, :sech, :cosh, :secd, :cosd, "secant"), (:csc, :sin, :csch, :sinh, :cscd, :sind, "cosecant"),
                                              (:cot, :tan, :coth, :tanh, :cotd, :tand, "cotangent"))
    @eval begin
        $finv(z::Number) = inv($f(z))
        $finvh(z::Number) = inv($fh(z))
        $finvd(z::Number) = inv($fd(z))
    end
end
for (tfa, tfainv, hfa, hfainv, fn) in ((:asec, :acos, :asech, :acosh, "secant"), (:acsc, :asin, :acsch, :asinh, "cosecant"), (:acot, :atan, :acoth, :atanh, "cotangent"))
    @eval $tfa(y::Number) = $tfainv(inv(y))
end
function sind(x::Real)
    isinf(x) && throw(DomainError(x, "`x` cannot be infinite."))
    y = float(x)
    a = abs(rem(y, oftype(y, 360)))
    # the angles whose sine is a half are no exact fractions of π
    a == 30 || a == 150 ? copysign(oftype(y, 0.5), y) : a == 210 || a == 330 ? copysign(oftype(y, 0.5), -y) : sinpi(y / 180)
end
function cosd(x::Real)
    isinf(x) && throw(DomainError(x, "`x` cannot be infinite."))
    y = float(x)
    a = abs(rem(y, oftype(y, 360)))
    a == 60 || a == 300 ? oftype(y, 0.5) : a == 120 || a == 240 ? oftype(y, -0.5) : cospi(y / 180)
end
tand(x::Real) = sind(x) / cosd(x)
sincosd(x) = (sind(x), cosd(x))
asind(y) = rad2deg(asin(y))
acosd(y) = rad2deg(acos(y))
atand(y) = rad2deg(atan(y))
atand(y, x) = rad2deg(atan(y, x))
# 2π in two parts, so that multiples of it can be taken away without losing digits
_less_turns(x::T, n) where {T <: AbstractFloat} = T(fma(-Float64(n), 6.283185307179586, Float64(x)) - Float64(n) * 2.4492935982947064e-16)
rem2pi(x::AbstractFloat, r::RoundingMode) = _less_turns(x, round(Float64(x) / 6.283185307179586, r))
rem2pi(x::Real, r::RoundingMode) = rem2pi(float(x), r)
mod2pi(x::Real) = rem2pi(float(x), RoundDown)
√(x) = sqrt(x)
∛(x) = cbrt(x)

# polynomials by Horner's rule

@inline evalpoly(x, p::Tuple) = _evalpoly(x, p)
_evalpoly(x, p::Tuple{Any}) = p[1]
_evalpoly(x, p::Tuple) = muladd(x, _evalpoly(x, Base.tail(p)), p[1])
function evalpoly(x, p::AbstractVector)
    ex = p[end]
    for i in length(p) - 1:-1:1
        ex = muladd(x, ex, p[i])
    end
    ex
end
macro evalpoly(z, p...)
    return :(evalpoly($(esc(z)), ($(map(esc, p)...),)))
end
macro horner(x, p...)
    ex = esc(p[end])
    for i in length(p) - 1:-1:1
        ex = :(muladd(t, $ex, $(esc(p[i]))))
    end
    return Expr(:block, :(t = $(esc(x))), ex)
end

end
using .Math: @horner, @evalpoly, sincosd, secd, cscd, cotd
