#=
Rational numbers in lowest terms, denominator not negative. Overflow throws.
=#

struct Rational{T <: Integer} <: Real
    num::T
    den::T
    Rational{T}(num::T, den::T, ::Nothing) where {T <: Integer} = new(num, den)
    function Rational{T}(num::Integer, den::Integer) where {T <: Integer}
        iszero(den) && iszero(num) && __throw_rational_argerror_zero(T)
        num2, den2 = divgcd(num, den)
        return signbit(den2) ? new(checked_neg(T(num2)), checked_neg(T(den2))) : new(num2, den2)
    end
end
@noinline __throw_rational_argerror_zero(T) = throw(ArgumentError("invalid rational: zero($T)//zero($T)"))
unsafe_rational(::Type{T}, num, den) where {T} = Rational{T}(convert(T, num), convert(T, den), nothing)
unsafe_rational(num::T, den::T) where {T} = unsafe_rational(T, num, den)
Rational(n::T, d::T) where {T <: Integer} = Rational{T}(n, d)
Rational(n::Integer, d::Integer) = Rational(promote(n, d)...)
Rational(n::Integer) = unsafe_rational(n, one(n))
function divgcd(x::Integer, y::Integer)
    g = gcd(x, y)
    div(x, g), div(y, g)
end

"`n // d`: the exact ratio."
//(n::Integer, d::Integer) = Rational(n, d)
function //(x::Rational, y::Integer)
    xn, yn = divgcd(x.num, y)
    checked_den(xn, checked_mul(x.den, yn))
end
function //(x::Integer, y::Rational)
    xn, yn = divgcd(x, y.num)
    checked_den(checked_mul(xn, y.den), yn)
end
function //(x::Rational, y::Rational)
    xn, yn = divgcd(promote(x.num, y.num)...)
    xd, yd = divgcd(promote(x.den, y.den)...)
    checked_den(checked_mul(xn, yd), checked_mul(xd, yn))
end
//(x::Complex, y::Real) = complex(real(x) // y, imag(x) // y)
//(x::Number, y::Complex) = x * conj(y) // abs2(y)
checked_den(num::T, den::T) where {T <: Integer} = signbit(den) ? unsafe_rational(checked_neg(num), checked_neg(den)) : unsafe_rational(num, den)
checked_den(num::Integer, den::Integer) = checked_den(promote(num, den)...)

numerator(x::Integer) = x
denominator(x::Integer) = one(x)
numerator(x::Rational) = x.num
denominator(x::Rational) = x.den

function show(io::IO, x::Rational)
    show(io, numerator(x))
    print(io, "//")
    show(io, denominator(x))
end

Rational{T}(x::Rational) where {T <: Integer} = unsafe_rational(T, convert(T, x.num), convert(T, x.den))
Rational{T}(x::Integer) where {T <: Integer} = unsafe_rational(T, convert(T, x), one(T))
Rational(x::Rational) = x
Bool(x::Rational) = x == 0 ? false : x == 1 ? true : throw(InexactError(:Bool, Bool, x))
(::Type{T})(x::Rational) where {T <: Integer} = isinteger(x) ? convert(T, x.num)::T : throw(InexactError(nameof(T), T, x))
AbstractFloat(x::Rational) = (float(x.num) / float(x.den))::AbstractFloat
(::Type{T})(x::Rational{S}) where {T <: AbstractFloat, S} = (P = promote_type(T, S); convert(T, convert(P, x.num) / convert(P, x.den))::T)
function Rational{T}(x::AbstractFloat) where {T <: Integer}
    r = rationalize(T, x, tol = 0)
    x == convert(typeof(x), r) || throw(InexactError(:Rational, Rational{T}, x))
    r
end
Rational(x::Float64) = Rational{Int64}(x)
Rational(x::Float32) = Rational{Int}(x)
big(q::Rational) = unsafe_rational(big(numerator(q)), big(denominator(q)))
big(z::Type{Rational{T}}) where {T <: Integer} = Rational{big(T)}

promote_rule(::Type{Rational{T}}, ::Type{S}) where {T <: Integer, S <: Integer} = Rational{promote_type(T, S)}
promote_rule(::Type{Rational{T}}, ::Type{Rational{S}}) where {T <: Integer, S <: Integer} = Rational{promote_type(T, S)}
promote_rule(::Type{Rational{T}}, ::Type{S}) where {T <: Integer, S <: AbstractFloat} = promote_type(T, S)
widen(::Type{Rational{T}}) where {T} = Rational{widen(T)}

"`rationalize([T], x; tol)`: the simplest ratio within `tol` of a float, by continued fractions."
function rationalize(::Type{T}, x::AbstractFloat, tol::Real) where {T <: Integer}
    tol < 0 && throw(ArgumentError("negative tolerance $tol"))
    isnan(x) && throw(ArgumentError("NaN cannot be a ratio"))
    isinf(x) && return unsafe_rational(T, x < 0 ? -1 : 1, 0)
    p, q = (x < 0 ? -one(T) : one(T)), zero(T)
    pp, qq = zero(T), one(T)
    x = abs(x)
    a = trunc(x)
    r = x - a
    y = one(x)
    tolx = oftype(x, tol)
    nt, t, tt = tolx, zero(tolx), tolx
    ia = np = nq = zero(T)
    # the approximations p/q come from both sides; `t` follows how far off they may be
    while r > nt
        try
            ia = convert(T, a)
            np = checked_add(checked_mul(ia, p), pp)
            nq = checked_add(checked_mul(ia, q), qq)
            p, pp = np, p
            q, qq = nq, q
        catch e
            isa(e, InexactError) || isa(e, OverflowError) || rethrow()
            return unsafe_rational(p, q)
        end
        t, tt = nt, t
        x, y = y, r
        a, r = divrem(x, y)
        nt = fma(a, t, tt)
    end
    # the last step may be a smaller one that is within the tolerance already
    i = ceil((x - tt) / (y + t))
    try
        ia = convert(T, i)
        np = checked_add(checked_mul(ia, p), pp)
        nq = checked_add(checked_mul(ia, q), qq)
        return unsafe_rational(np, nq)
    catch e
        isa(e, InexactError) || isa(e, OverflowError) || rethrow()
        return unsafe_rational(p, q)
    end
end
rationalize(::Type{T}, x::AbstractFloat; tol::Real = eps(x)) where {T <: Integer} = rationalize(T, x, tol)::Rational{T}
rationalize(x::AbstractFloat; kvs...) = rationalize(Int, x; kvs...)

iszero(x::Rational) = iszero(numerator(x))
isone(x::Rational) = isone(numerator(x)) & isone(denominator(x))
isinteger(x::Rational) = x.den == 1
isfinite(x::Rational) = x.den != 0
signbit(x::Rational) = signbit(x.num)
sign(x::Rational) = oftype(x, sign(x.num))
copysign(x::Rational, y::Real) = unsafe_rational(copysign(x.num, y), x.den)
copysign(x::Rational, y::Rational) = unsafe_rational(copysign(x.num, y.num), x.den)
abs(x::Rational) = unsafe_rational(checked_abs(x.num), x.den)
typemin(::Type{Rational{T}}) where {T <: Signed} = unsafe_rational(T, -one(T), zero(T))
typemax(::Type{Rational{T}}) where {T <: Integer} = unsafe_rational(T, one(T), zero(T))

+(x::Rational) = unsafe_rational(+x.num, x.den)
-(x::Rational) = unsafe_rational(-x.num, x.den)
-(x::Rational{T}) where {T <: BitSigned} = unsafe_rational(checked_neg(x.num), x.den)
function -(x::Rational{T}) where {T <: Unsigned}
    x.num != zero(T) && throw(OverflowError("cannot negate unsigned number"))
    x
end
for (op, chop) in ((:+, :checked_add), (:-, :checked_sub), (:rem, :rem), (:mod, :mod))
    @eval begin
        function ($op)(x::Rational, y::Rational)
            xd, yd = divgcd(promote(x.den, y.den)...)
            Rational(($chop)(checked_mul(x.num, yd), checked_mul(y.num, xd)), checked_mul(x.den, yd))
        end
        ($op)(x::Rational, y::Integer) = unsafe_rational(($chop)(x.num, checked_mul(x.den, y)), x.den)
        ($op)(y::Integer, x::Rational) = unsafe_rational(($chop)(checked_mul(x.den, y), x.num), x.den)
    end
end
function *(x::Rational, y::Rational)
    xn, yd = divgcd(promote(x.num, y.den)...)
    xd, yn = divgcd(promote(x.den, y.num)...)
    unsafe_rational(checked_mul(xn, yn), checked_mul(xd, yd))
end
function *(x::Rational, y::Integer)
    xd, yn = divgcd(promote(x.den, y)...)
    unsafe_rational(checked_mul(x.num, yn), xd)
end
*(y::Integer, x::Rational) = x * y
/(x::Rational, y::Union{Rational, Integer, Complex{<:Union{Integer, Rational}}}) = x // y
/(x::Union{Integer, Complex{<:Union{Integer, Rational}}}, y::Rational) = x // y
inv(x::Rational) = Rational(x.den, x.num)
fma(x::Rational, y::Rational, z::Rational) = x * y + z

==(x::Rational, y::Rational) = (x.den == y.den) & (x.num == y.num)
<(x::Rational, y::Rational) = x.den == y.den ? x.num < y.num : widemul(x.num, y.den) < widemul(x.den, y.num)
<=(x::Rational, y::Rational) = x.den == y.den ? x.num <= y.num : widemul(x.num, y.den) <= widemul(x.den, y.num)
==(x::Rational, y::Integer) = (x.den == 1) & (x.num == y)
==(x::Integer, y::Rational) = y == x
<(x::Rational, y::Integer) = x.num < widemul(x.den, y)
<(x::Integer, y::Rational) = widemul(x, y.den) < y.num
<=(x::Rational, y::Integer) = x.num <= widemul(x.den, y)
<=(x::Integer, y::Rational) = widemul(x, y.den) <= y.num
==(x::AbstractFloat, q::Rational) = isfinite(x) && (count_ones(q.den) <= 1) & (x == q.num / q.den) & (x * q.den == q.num)
==(q::Rational, x::AbstractFloat) = x == q

div(x::Rational, y::Integer, r::RoundingMode) = div(x.num, checked_mul(x.den, y), r)
div(x::Integer, y::Rational, r::RoundingMode) = div(checked_mul(x, y.den), y.num, r)
div(x::Rational, y::Rational, r::RoundingMode) = div(checked_mul(x.num, y.den), checked_mul(x.den, y.num), r)
trunc(::Type{T}, x::Rational) where {T} = round(T, x, RoundToZero)
floor(::Type{T}, x::Rational) where {T} = round(T, x, RoundDown)
ceil(::Type{T}, x::Rational) where {T} = round(T, x, RoundUp)
round(::Type{T}, x::Rational, r::RoundingMode = RoundNearest) where {T} = convert(T, div(x.num, x.den, r))
round(x::Rational, r::RoundingMode = RoundNearest) = round(typeof(x), x, r)
trunc(x::Rational) = round(x, RoundToZero)
floor(x::Rational) = round(x, RoundDown)
ceil(x::Rational) = round(x, RoundUp)
^(x::Rational, n::Integer) = n >= 0 ? power_by_squaring(x, n) : power_by_squaring(inv(x), -n)
^(x::T, y::Rational) where {T <: AbstractFloat} = x^convert(T, y)
^(x::Number, y::Rational) = x^(y.num / y.den)
^(x::Rational, y::Rational) = float(x)^float(y)
gcd(x::Rational, y::Rational) = unsafe_rational(gcd(x.num, y.num), lcm(x.den, y.den))
lcm(x::Rational, y::Rational) = unsafe_rational(lcm(x.num, y.num), gcd(x.den, y.den))
hash(x::Rational{<:BitInteger64}, h::UInt) = _hash_rational(x, h)
decompose(x::Rational) = (numerator(x), 0, denominator(x))
function _hash_rational(x::Rational, h::UInt)
    num, den = numerator(x), denominator(x)
    den == 1 && return hash(num, h)
    den == 0 && return hash(ifelse(num > 0, Inf, -Inf), h)
    if isodd(den)
        pow = trailing_zeros(num)
        num >>= pow
    else
        pow = trailing_zeros(den)
        den >>= pow
        pow = -pow
        # a ratio that a Float64 holds hashes like it
        if den == 1 && abs(num) < 9007199254740992
            return hash(ldexp(Float64(num), pow), h)
        end
    end
    h = hash_integer(den, h)
    h = hash_integer(pow, h)
    h = hash_integer(num, h)
    return h
end
