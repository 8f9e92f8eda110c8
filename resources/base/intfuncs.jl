#=
Functions of integers: divisors, powers (with the form that `x^2` takes in lowered code), roots, digits, and their text in
any base.
=#

function gcd(a::T, b::T) where {T <: Integer}
    while b != 0
        t = b
        b = rem(a, b)
        a = t
    end
    checked_abs(a)
end
# binary algorithm: machine words are divided by two only
function gcd(a::T, b::T) where {T <: Union{Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64, Int128, UInt128}}
    a == 0 && return checked_abs(b)
    b == 0 && return checked_abs(a)
    za = trailing_zeros(a)
    zb = trailing_zeros(b)
    k = min(za, zb)
    u = unsigned(abs(a >> za))
    v = unsigned(abs(b >> zb))
    while u != v
        if u > v
            u, v = v, u
        end
        v -= u
        v >>= trailing_zeros(v)
    end
    r = u << k
    r > typemax(T) && throw(OverflowError("gcd($a, $b) overflows"))
    r % T
end
gcd(a::Integer) = checked_abs(a)
gcd(a::Real, b::Real) = gcd(promote(a, b)...)
gcd(a::Real, b::Real, c::Real...) = gcd(a, gcd(b, c...))
gcd(a::T, b::T) where {T <: Real} = throw(MethodError(gcd, (a, b)))
function gcd(abc::AbstractArray{<:Integer})
    a = zero(eltype(abc))
    for b in abc
        a = gcd(a, b)
        a == 1 && return a
    end
    return a
end
lcm(a::Integer) = checked_abs(a)
lcm(a::T, b::T) where {T <: Integer} = a == 0 ? a : checked_abs(checked_mul(a, div(b, gcd(b, a))))
lcm(a::T, b::T) where {T <: Real} = throw(MethodError(lcm, (a, b)))
lcm(a::Real, b::Real) = lcm(promote(a, b)...)
lcm(a::Real, b::Real, c::Real...) = lcm(a, lcm(b, c...))
lcm(abc::AbstractArray{<:Integer}) = reduce(lcm, abc; init = one(eltype(abc)))
function gcdx(a::T, b::T) where {T <: Integer}
    s0, s1 = oneunit(T), zero(T)
    t0, t1 = s1, s0
    x, y = a, b
    while y != 0
        q = div(x, y)
        x, y = y, rem(x, y)
        s0, s1 = s1, s0 - q * s1
        t0, t1 = t1, t0 - q * t1
    end
    x < 0 ? (-x, -s0, -t0) : (x, s0, t0)
end
gcdx(a::Real, b::Real) = gcdx(promote(a, b)...)
function invmod(n::T, m::T) where {T <: Integer}
    g, x, y = gcdx(n, m)
    g != 1 && throw(DomainError((n, m), "Greatest common divisor is $g."))
    m == 0 && throw(DomainError(m, "`m` must not be 0."))
    r = mod(x, m)
    return m < 0 ? r + m : r
end
invmod(n::Integer, m::Integer) = invmod(promote(n, m)...)

# powers

to_power_type(x) = convert(promote_op(*, typeof(x), typeof(x)), x)
@noinline throw_domerr_powbysq(::Any, p) = throw(DomainError(p, string("Cannot raise an integer x to a negative power ", p, ".")))
@noinline throw_domerr_powbysq(::Integer, p) = throw(DomainError(p,
    string("Cannot raise an integer x to a negative power ", p, ".\nMake x or ", p,
           " a float by adding a zero decimal (e.g., 2.0^", p, " or 2^", p, ".0 instead of 2^", p, "), ",
           "or write 1/x^", -p, ", float(x)^", p, ", x^float(", p, ") or (x//1)^", p)))
# Multiplies as often as the exponent has binary digits.
function power_by_squaring(x_, p::Integer)
    x = to_power_type(x_)
    if p == 1
        return copy(x)
    elseif p == 0
        return one(x)
    elseif p == 2
        return x * x
    elseif p < 0
        isone(x) && return copy(x)
        isone(-x) && return iseven(p) ? one(x) : copy(x)
        throw_domerr_powbysq(x, p)
    end
    t = trailing_zeros(p) + 1
    p >>= t
    while (t -= 1) > 0
        x *= x
    end
    y = x
    while p > 0
        t = trailing_zeros(p) + 1
        p >>= t
        while (t -= 1) >= 0
            x *= x
        end
        y *= x
    end
    return y
end
power_by_squaring(x::Bool, p::Unsigned) = ((p == 0) | x)
function power_by_squaring(x::Bool, p::Integer)
    p < 0 && !x && throw_domerr_powbysq(x, p)
    return (p == 0) | x
end

^(x::T, p::T) where {T <: Integer} = power_by_squaring(x, p)
^(x::Number, p::Integer) = power_by_squaring(x, p)
^(x, p) = throw(MethodError(^, (x, p)))

const HWReal = Union{Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64, Float32, Float64}
const HWNumber = Union{HWReal, Complex{<:HWReal}, Rational{<:HWReal}}

"`x^2` with a literal exponent is `literal_pow(^, x, Val(2))`, so that small powers are products."
@inline literal_pow(f, x, ::Val{p}) where {p} = f(x, p)
@inline literal_pow(::typeof(^), x::HWNumber, ::Val{0}) = one(x)
@inline literal_pow(::typeof(^), x::HWNumber, ::Val{1}) = x
@inline literal_pow(::typeof(^), x::HWNumber, ::Val{2}) = x * x
@inline literal_pow(::typeof(^), x::HWNumber, ::Val{3}) = x * x * x
@inline literal_pow(::typeof(^), x::AbstractFloat, ::Val{p}) where {p} = x ^ p
@inline literal_pow(::typeof(^), x::AbstractFloat, ::Val{-1}) = inv(x)
@inline function literal_pow(f::typeof(^), x, ::Val{p}) where {p}
    if p < 0
        if x isa BitInteger64
            f(Float64(x), p)
        else
            f(inv(x), -p)
        end
    else
        f(x, p)
    end
end
function powermod(x::Integer, p::Integer, m::T) where {T <: Integer}
    p == 0 && return mod(one(m), m)
    if p < 0
        x = invmod(x, m)
        p = -p
    end
    (m == 1 || m == -1) && return zero(m)
    b = oftype(m, mod(x, m))
    t = prevpow(2, p)
    r = 1
    while true
        if p >= t
            r = mod(widemul(r, b), m)
            p -= t
        end
        t >>>= 1
        t <= 0 && break
        r = mod(widemul(r, r), m)
    end
    return convert(T, r)
end

function nextpow(a::Real, x::Real)
    x <= 0 && throw(DomainError(x, "`x` must be positive."))
    a == 2 && isa(x, Integer) && return _nextpow2(x)
    a <= 1 && throw(DomainError(a, "`a` must be greater than 1."))
    x <= 1 && return one(a)
    n = ceil(Integer, log(a, x))
    p = a^(n - 1)
    p >= x ? p : a^n
end
function prevpow(a::Real, x::Real)
    x < 1 && throw(DomainError(x, "`x` must be ≥ 1."))
    a == 2 && isa(x, Integer) && return _prevpow2(x)
    a <= 1 && throw(DomainError(a, "`a` must be greater than 1."))
    n = floor(Integer, log(a, x))
    p = a^(n + 1)
    p <= x ? p : a^n
end
_nextpow2(x::Unsigned) = oneunit(x) << ((sizeof(x) << 3) - leading_zeros(x - oneunit(x)))
_nextpow2(x::Integer) = reinterpret(typeof(x), x < 0 ? -_nextpow2(unsigned(-x)) : _nextpow2(unsigned(x)))
_prevpow2(x::Unsigned) = one(x) << unsigned((sizeof(x) << 3) - leading_zeros(x) - 1)
_prevpow2(x::Integer) = reinterpret(typeof(x), x < 0 ? -_prevpow2(unsigned(-x)) : _prevpow2(unsigned(x)))
ispow2(x::Integer) = x > 0 && count_ones(x) == 1

function isqrt(n::T) where {T <: Integer}
    n < 0 && throw(DomainError(n, "`n` must be nonnegative."))
    s = trunc(T, sqrt(Float64(n)))
    # the root of a float may be one off
    while s * s > n
        s -= one(T)
    end
    while n - s * s > 2s
        s += one(T)
    end
    return s
end
function factorial(n::Integer)
    n < 0 && throw(DomainError(n, "`n` must be nonnegative."))
    f::typeof(n * n) = 1
    for i::typeof(n * n) = 2:n
        f *= i
    end
    return f
end
function factorial(n::Union{Int64, UInt64, Int128, UInt128})
    n < 0 && throw(DomainError(n, "`n` must not be negative."))
    limit = n isa Union{Int64, UInt64} ? 20 : n isa Int128 ? 33 : 34
    n > limit && throw(OverflowError(string(n, " is too large to look up in the table; consider using `factorial(big(", n, "))` instead")))
    f = one(n)
    for i = 2:n
        f *= i
    end
    return f
end
factorial(n::Union{Int8, UInt8, Int16, UInt16, Int32, UInt32}) = factorial(Int64(n))
function binomial(n::T, k::T) where {T <: Integer}
    n0, k0 = n, k
    k < 0 && return zero(T)
    sgn = one(T)
    if n < 0
        n = -n + k - one(T)
        isodd(k) && (sgn = -sgn)
    end
    k > n && return zero(T)
    (k == 0 || k == n) && return sgn
    k == 1 && return sgn * n
    k > (n >> 1) && (k = n - k)
    x = nn = n - k + one(T)
    nn += one(T)
    rr = T(2)
    while rr <= k
        xt = div(widemul(x, nn), rr)
        x = xt % T
        x == xt || throw(OverflowError("binomial($n0, $k0) overflows"))
        rr += one(T)
        nn += one(T)
    end
    convert(T, copysign(x, sgn))
end
binomial(n::Integer, k::Integer) = binomial(promote(n, k)...)

# digits and text

# How many digits, 0 for zero.
function ndigits0z(x::Integer, b::Integer = 10)
    x = abs(x)
    n = 0
    while x != 0
        x = div(x, b)
        n += 1
    end
    return n
end
function ndigits0z(x::Base.BitInteger, b::Integer = 10)
    b == 2 && return sizeof(x) << 3 - leading_zeros(unsigned(abs(x)))
    u = unsigned(abs(x))
    n = 0
    while u != 0
        u = div(u, unsigned(b) % typeof(u))
        n += 1
    end
    return n
end
ndigits(x::Integer; base::Integer = 10, pad::Integer = 1) = max(pad, ndigits0z(x, base))

string(b::Bool) = b ? "true" : "false"
"`string(n; base = 10, pad = 1)`: the integer's digits, at least `pad` of them."
function string(n::Integer; base::Integer = 10, pad::Integer = 1)
    if base == 2
        (n_positive, neg) = split_sign(n)
        bin(n_positive, pad, neg)
    elseif base == 8
        (n_positive, neg) = split_sign(n)
        oct(n_positive, pad, neg)
    elseif base == 10
        (n_positive, neg) = split_sign(n)
        dec(n_positive, pad, neg)
    elseif base == 16
        (n_positive, neg) = split_sign(n)
        hex(n_positive, pad, neg)
    else
        _base(base, base > 0 ? unsigned(abs(n)) : convert(Signed, n), pad, (base > 0) & (n < 0))
    end
end
split_sign(n::Integer) = unsigned(abs(n)), n < 0
split_sign(n::Unsigned) = n, false

function _digits_text(x::Unsigned, base, pad::Integer, neg::Bool)
    i = Int(neg) + max(pad, ndigits0z(x, base))
    a = StringVector(i)
    b = base % typeof(x)
    while i > neg
        d = (rem(x, b)) % UInt8
        @inbounds a[i] = d + (d < 0x0a ? 0x30 : 0x57)
        x = div(x, b)
        i -= 1
    end
    neg && (@inbounds a[1] = 0x2d)
    String(a)
end
bin(x::Unsigned, pad::Integer, neg::Bool) = _digits_text(x, 2, pad, neg)
oct(x::Unsigned, pad::Integer, neg::Bool) = _digits_text(x, 8, pad, neg)
dec(x::Unsigned, pad::Integer, neg::Bool) = _digits_text(x, 10, pad, neg)
hex(x::Unsigned, pad::Integer, neg::Bool) = _digits_text(x, 16, pad, neg)
const base36digits = ['0':'9'; 'a':'z']
const base62digits = ['0':'9'; 'A':'Z'; 'a':'z']
function _base(b::Integer, x::Integer, pad::Integer, neg::Bool)
    (x >= 0) | (b < 0) || throw(DomainError(x, "For negative `x`, `b` must be negative."))
    2 <= abs(b) <= 62 || throw(DomainError(b, "base must satisfy 2 ≤ abs(base) ≤ 62"))
    chars = abs(b) <= 36 ? base36digits : base62digits
    ds = digits(x, base = b, pad = pad)
    out = IOBuffer()
    neg && write(out, '-')
    for i = length(ds):-1:1
        write(out, chars[1 + ds[i]])
    end
    String(take!(out))
end

"`bitstring(n)`: the bits of a primitive value."
function bitstring(x::T) where {T}
    isprimitivetype(T) || throw(ArgumentError("$T not a primitive type"))
    u = reinterpret(T === Bool || sizeof(T) == 1 ? UInt8 : sizeof(T) == 2 ? UInt16 : sizeof(T) == 4 ? UInt32 : sizeof(T) == 8 ? UInt64 : UInt128, x)
    return bin(u, sizeof(T) << 3, false)
end

"`digits(n; base = 10, pad = 1)`: the digits, lowest first."
digits(n::Integer; base::Integer = 10, pad::Integer = 1) = digits(typeof(base), n, base = base, pad = pad)
function digits(T::Type{<:Integer}, n::Integer; base::Integer = 10, pad::Integer = 1)
    digits!(zeros(T, base > 0 ? ndigits(n, base = base, pad = pad) : _ndigits_negative(n, base, pad)), n, base = base)
end
function _ndigits_negative(n, base, pad)
    k = 0
    while n != 0
        n = cld(n, base)
        k += 1
    end
    max(k, pad)
end
function digits!(a::AbstractVector{T}, n::Integer; base::Integer = 10) where {T <: Integer}
    2 <= abs(base) || throw(DomainError(base, "base must be ≥ 2 or ≤ -2"))
    for i in eachindex(a)
        if base > 0
            a[i] = rem(n, base)
            n = div(n, base)
        else
            a[i] = mod(n, -base)
            n = cld(n, base)
        end
    end
    return a
end
