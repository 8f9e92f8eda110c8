#=
BigInt: integers without bounds. The runtime computes; here a BigInt keeps its value as hexadecimal text, which the runtime
reads and gives. BigFloat is a BigInt times a power of two, rounded to `precision` bits after every operation.
=#

mutable struct BigInt <: Signed
    text::String
end
_big1(op::Int, x::BigInt) = BigInt(ccall(:bk_bigint_unary, Ref{String}, (Int, Any), op, x.text))
_big2(op::Int, x::BigInt, y::BigInt) = BigInt(ccall(:bk_bigint_binary, Ref{String}, (Int, Any, Any), op, x.text, y.text))
_big_cmp(x::BigInt, y::BigInt) = ccall(:bk_bigint_cmp, Int, (Any, Any), x.text, y.text)

BigInt(x::BigInt) = x
BigInt(x::BitInteger) = BigInt(ccall(:bk_bigint_from, Ref{String}, (Any,), x))
BigInt(x::Bool) = BigInt(Int(x))
function BigInt(x::Float64)
    isinteger(x) || throw(InexactError(:BigInt, BigInt, x))
    m, e, s = decompose(x)
    e >= 0 ? (BigInt(s * m) << e) : BigInt(s * (m >> -e))
end
BigInt(x::Union{Float16, Float32}) = BigInt(Float64(x))
BigInt(x::Integer) = invoke(BigInt, Tuple{Int128}, Int128(x))
trunc(::Type{BigInt}, x::Union{Float32, Float64}) = BigInt(trunc(x))
big(x::Integer) = convert(BigInt, x)
big(::Type{<:Integer}) = BigInt
big(::Type{<:Rational}) = Rational{BigInt}

rem(x::BigInt, ::Type{T}) where {T <: BitInteger} = ccall(:bk_bigint_low, UInt128, (Any,), x.text) % T
rem(x::BigInt, ::Type{Bool}) = isodd(x)
rem(x::Integer, ::Type{BigInt}) = BigInt(x)
rem(x::BigInt, ::Type{BigInt}) = x
function (::Type{T})(x::BigInt) where {T <: Union{Int8, Int16, Int32, Int64, Int128}}
    typemin(T) <= x <= typemax(T) ? x % T : throw(InexactError(nameof(T), T, x))
end
function (::Type{T})(x::BigInt) where {T <: Union{UInt8, UInt16, UInt32, UInt64, UInt128}}
    0 <= x <= typemax(T) ? x % T : throw(InexactError(nameof(T), T, x))
end
Float64(n::BigInt) = ccall(:bk_bigint_float, Float64, (Any,), n.text)
Float32(n::BigInt) = Float32(Float64(n))
Float16(n::BigInt) = Float16(Float64(n))
AbstractFloat(n::BigInt) = BigFloat(n)
promote_rule(::Type{BigInt}, ::Type{<:Integer}) = BigInt
widen(::Type{BigInt}) = BigInt
signed(x::BigInt) = x
float(::Type{BigInt}) = BigFloat

for (op, code) in ((:+, 1), (:-, 2), (:*, 3), (:div, 4), (:rem, 5), (:&, 6), (:|, 7), (:xor, 8))
    @eval $op(x::BigInt, y::BigInt) = _big2($code, x, y)
end
div(x::BigInt, y::BigInt) = iszero(y) ? throw(DivideError()) : _big2(4, x, y)
rem(x::BigInt, y::BigInt) = iszero(y) ? throw(DivideError()) : _big2(5, x, y)
div(x::BigInt, y::BigInt, ::RoundingMode{:ToZero}) = div(x, y)
mod(x::BigInt, y::BigInt) = (r = rem(x, y); iszero(r) || signbit(r) == signbit(y) ? r : r + y)
divrem(x::BigInt, y::BigInt) = (div(x, y), rem(x, y))
"What the libraries behind BigInt and BigFloat take as it is: methods of their own, that every call on an abstract number may reach."
const CulongMax = Union{UInt8, UInt16, UInt32, UInt64}
const ClongMax = Union{Int8, Int16, Int32, Int64}
const CdoubleMax = Union{Float16, Float32, Float64}
for op in (:+, :-, :*), T in (:CulongMax, :ClongMax)
    @eval $op(x::BigInt, c::$T) = $op(x, BigInt(c))
    @eval $op(c::$T, x::BigInt) = $op(BigInt(c), x)
end
for op in (:+, :*)
    @eval $op(a::BigInt, b::BigInt, c::BigInt) = $op($op(a, b), c)
    @eval $op(a::BigInt, b::BigInt, c::BigInt, d::BigInt) = $op($op($op(a, b), c), d)
    @eval $op(a::BigInt, b::BigInt, c::BigInt, d::BigInt, e::BigInt) = $op($op($op($op(a, b), c), d), e)
end
-(x::BigInt) = _big1(1, x)
(~)(x::BigInt) = -x - 1
abs(x::BigInt) = signbit(x) ? -x : x
sqrt(x::BigInt) = sqrt(BigFloat(x))
isqrt(x::BigInt) = x < 0 ? throw(DomainError(x, "`n` must be nonnegative.")) : _big1(2, x)
<<(x::BigInt, c::UInt) = _big2(9, x, BigInt(c))
>>(x::BigInt, c::UInt) = _big2(10, x, BigInt(c))
>>>(x::BigInt, c::UInt) = x >> c
<<(x::BigInt, c::Int) = c >= 0 ? x << unsigned(c) : x >> unsigned(-c)
>>(x::BigInt, c::Int) = c >= 0 ? x >> unsigned(c) : x << unsigned(-c)
>>>(x::BigInt, c::Int) = x >> c
^(x::BigInt, y::BigInt) = bigint_pow(x, y)
^(x::BigInt, y::Integer) = bigint_pow(x, y)
^(x::BigInt, y::Bool) = y ? x : one(x)
^(x::Integer, y::BigInt) = bigint_pow(BigInt(x), y)
function bigint_pow(x::BigInt, y::Integer)
    y < 0 && (isone(x) ? (return x) : throw_domerr_powbysq(x, y))
    _big2(11, x, BigInt(y))
end
function gcd(a::BigInt, b::BigInt)
    while !iszero(b)
        a, b = b, rem(a, b)
    end
    abs(a)
end
lcm(a::BigInt, b::BigInt) = iszero(a) || iszero(b) ? BigInt(0) : abs(div(a, gcd(a, b)) * b)
for f in (:checked_abs, :checked_neg)
    @eval Checked.$f(x::BigInt) = $(f === :checked_abs ? :abs : :-)(x)
end
for (f, op) in ((:checked_add, :+), (:checked_sub, :-), (:checked_mul, :*))
    @eval Checked.$f(x::BigInt, y::BigInt) = $op(x, y)
end
factorial(n::BigInt) = n < 0 ? throw(DomainError(n, "`n` must be nonnegative.")) : prod(BigInt(1):n)

==(x::BigInt, y::BigInt) = _big_cmp(x, y) == 0
==(x::BigInt, y::Integer) = x == BigInt(y)
==(x::Integer, y::BigInt) = BigInt(x) == y
==(x::BigInt, y::Float64) = isfinite(y) && isinteger(y) && x == BigInt(y)
==(y::Float64, x::BigInt) = x == y
<(x::BigInt, y::BigInt) = _big_cmp(x, y) < 0
<=(x::BigInt, y::BigInt) = _big_cmp(x, y) <= 0
<(x::BigInt, y::Integer) = x < BigInt(y)
<(x::Integer, y::BigInt) = BigInt(x) < y
<=(x::BigInt, y::Integer) = x <= BigInt(y)
<=(x::Integer, y::BigInt) = BigInt(x) <= y
cmp(x::BigInt, y::BigInt) = sign(_big_cmp(x, y))
isodd(x::BigInt) = ccall(:bk_bigint_low, UInt128, (Any,), x.text) % Bool
iseven(x::BigInt) = !isodd(x)
signbit(x::BigInt) = startswith(x.text, "-")
sign(x::BigInt) = signbit(x) ? BigInt(-1) : iszero(x) ? BigInt(0) : BigInt(1)
iszero(x::BigInt) = x.text == "0"
isone(x::BigInt) = x.text == "1"
flipsign(x::BigInt, y::BigInt) = signbit(y) ? -x : x
flipsign(x::BigInt, y::Integer) = signbit(y) ? -x : x
copysign(x::BigInt, y::Real) = signbit(x) != signbit(y) ? -x : x
trailing_zeros(x::BigInt) = ccall(:bk_bigint_trailing_zeros, Int, (Any,), x.text)
count_ones(x::BigInt) = count(==('1'), string(x, base = 2))
hash(x::BigInt, h::UInt) = typemin(Int64) <= x <= typemax(Int64) ? hash(Int64(x), h) : invoke(hash, Tuple{Real, UInt}, x, h)
ndigits0z(x::BigInt, b::Integer = 10) = iszero(x) ? 0 : length(string(abs(x), base = b))

show(io::IO, x::BigInt) = print(io, string(x))
function string(n::BigInt; base::Integer = 10, pad::Integer = 1)
    2 <= base <= 36 || throw(ArgumentError("base must be 2 ≤ base ≤ 36, got $base"))
    s = ccall(:bk_bigint_text, Ref{String}, (Any, Int), n.text, base)
    signbit(n) ? string("-", lpad(SubString(s, 2), pad, '0')) : lpad(s, pad, '0')
end
function tryparse_bigint(s::AbstractString, base::Integer)
    t = ccall(:bk_bigint_parse, Any, (Any, Int), String(s), base)
    t === nothing ? nothing : BigInt(t::String)
end
tryparse(::Type{BigInt}, s::AbstractString; base::Integer = 10) = tryparse_bigint(strip(s), base)
parse(::Type{BigInt}, s::AbstractString; base::Integer = 10) = begin
    r = tryparse(BigInt, s, base = base)
    r === nothing ? throw(ArgumentError("invalid BigInt: $(repr(s))")) : r
end
deepcopy_internal(x::BigInt, stackdict::IdDict) = get!(() -> BigInt(x.text), stackdict, x)::BigInt
invmod(x::BigInt, y::BigInt) = (g = gcdx(x, y); isone(g[1]) ? mod(g[2], y) : throw(DomainError((x, y), "Greatest common divisor is $(g[1]).")))

# floats of many bits

"A float of `prec` bits: `mant * 2^exp`. `kind` tells numbers (0) from infinities (1, -1) and NaN (2)."
mutable struct BigFloat <: AbstractFloat
    prec::Clong
    kind::Cint
    mant::BigInt
    exp::Clong
end
const DEFAULT_PRECISION = RefValue{Int}(256)
precision(::Type{BigFloat}) = DEFAULT_PRECISION[]
precision(x::BigFloat) = Int(x.prec)
setprecision(::Type{BigFloat}, n::Integer) = (n < 2 && throw(DomainError(n, "`precision` cannot be less than 2.")); DEFAULT_PRECISION[] = n)
setprecision(n::Integer) = setprecision(BigFloat, n)
function setprecision(f::Function, ::Type{T}, n::Integer) where {T}
    before = precision(T)
    setprecision(T, n)
    try
        return f()
    finally
        setprecision(T, before)
    end
end
setprecision(f::Function, n::Integer) = setprecision(f, BigFloat, n)
_bigspecial(kind::Int) = BigFloat(precision(BigFloat), kind, BigInt(0), 0)
# `m * 2^e`, rounded to the nearest number of that many bits; `sticky` says that there was more below
function _bigfloat(m::BigInt, e::Int, sticky::Bool = false)
    p = precision(BigFloat)
    n = iszero(m) ? 0 : ndigits0z_bits(m)
    if n > p
        cut = n - p
        a = abs(m)
        q = a >> cut
        r = a - (q << cut)
        half = BigInt(1) << (cut - 1)
        if r > half || (r == half && (sticky || isodd(q)))
            q += 1
        end
        m, e = signbit(m) ? -q : q, e + cut
    end
    # without zeros at the end, so that equal numbers have equal parts
    iszero(m) && return BigFloat(p, 0, m, 0)
    z = trailing_zeros(m)
    return BigFloat(p, 0, m >> z, e + z)
end
ndigits0z_bits(m::BigInt) = ccall(:bk_bigint_bits, Int, (Any,), m.text)
BigFloat(x::BigFloat) = x
BigFloat(x::Integer) = _bigfloat(BigInt(x), 0)
function BigFloat(x::Float64)
    isnan(x) && return _bigspecial(2)
    isinf(x) && return _bigspecial(x > 0 ? 1 : -1)
    m, e, s = decompose(x)
    return _bigfloat(BigInt(s * m), e)
end
BigFloat(x::Union{Float16, Float32}) = BigFloat(Float64(x))
BigFloat(x::Rational) = BigFloat(numerator(x)) / BigFloat(denominator(x))
BigFloat(x::AbstractString) = parse(BigFloat, x)
function BigFloat(::Irrational{:π})
    # Machin: π = 16 atan(1/5) - 4 atan(1/239), in integers scaled by 2^n
    n = precision(BigFloat) + 32
    one_ = BigInt(1) << n
    atan_inverse(k) = begin
        t = div(one_, BigInt(k))
        s = t
        i, k2, positive = 3, BigInt(k * k), false
        while !iszero(t)
            t = div(t, k2)
            s = positive ? s + div(t, BigInt(i)) : s - div(t, BigInt(i))
            positive = !positive
            i += 2
        end
        s
    end
    return _bigfloat(16 * atan_inverse(5) - 4 * atan_inverse(239), -n)
end
function BigFloat(::Irrational{:ℯ})
    n = precision(BigFloat) + 32
    t = s = BigInt(1) << n
    k = 1
    while !iszero(t)
        t = div(t, BigInt(k))
        s += t
        k += 1
    end
    return _bigfloat(s, -n)
end
BigFloat(::Irrational{:φ}) = (1 + sqrt(BigFloat(5))) / 2
BigFloat(x::AbstractIrrational) = BigFloat(Float64(x))
big(x::AbstractFloat) = convert(BigFloat, x)
big(x::AbstractIrrational) = BigFloat(x)
big(::Type{<:AbstractFloat}) = BigFloat
widen(::Type{BigFloat}) = BigFloat
promote_rule(::Type{BigFloat}, ::Type{<:Real}) = BigFloat
promote_rule(::Type{BigInt}, ::Type{<:AbstractFloat}) = BigFloat
promote_rule(::Type{BigFloat}, ::Type{<:AbstractFloat}) = BigFloat
promote_rule(::Type{<:AbstractIrrational}, ::Type{BigFloat}) = BigFloat

isnan(x::BigFloat) = x.kind == 2
isinf(x::BigFloat) = abs(x.kind) == 1
isfinite(x::BigFloat) = x.kind == 0
iszero(x::BigFloat) = x.kind == 0 && iszero(x.mant)
signbit(x::BigFloat) = x.kind == -1 || x.kind == 0 && signbit(x.mant)
isinteger(x::BigFloat) = x.kind == 0 && x.exp >= 0
typemax(::Type{BigFloat}) = _bigspecial(1)
typemin(::Type{BigFloat}) = _bigspecial(-1)
eps(::Type{BigFloat}) = _bigfloat(BigInt(1), 1 - precision(BigFloat))
decompose(x::BigFloat) = isnan(x) ? (0, 0, 0) : isinf(x) ? (Int(x.kind), 0, 0) : (x.mant, Int(x.exp), 1)
function Float64(x::BigFloat)
    isnan(x) && return NaN
    isinf(x) && return x.kind > 0 ? Inf : -Inf
    iszero(x) && return 0.0
    cut = ndigits0z_bits(x.mant) - 64
    m, e = x.mant, Int(x.exp)
    if cut > 0
        # 64 bits and one that says whether there was more are enough to round once
        q = abs(m) >> cut
        (q << cut) == abs(m) || (q |= BigInt(1))
        m, e = signbit(m) ? -q : q, e + cut
    end
    return ldexp(Float64(m), e)
end
Float32(x::BigFloat) = Float32(Float64(x))
Float16(x::BigFloat) = Float16(Float64(x))
BigInt(x::BigFloat) = isinteger(x) ? x.mant << Int(x.exp) : throw(InexactError(:BigInt, BigInt, x))
(::Type{T})(x::BigFloat) where {T <: Integer} = isinteger(x) ? T(BigInt(x))::T : throw(InexactError(nameof(T), T, x))
Bool(x::BigFloat) = iszero(x) ? false : x == 1 ? true : throw(InexactError(:Bool, Bool, x))
trunc(::Type{T}, x::BigFloat) where {T <: Integer} = T(BigInt(round(x, RoundToZero)))

-(x::BigFloat) = x.kind == 0 ? BigFloat(x.prec, 0, -x.mant, x.exp) : BigFloat(x.prec, x.kind == 2 ? 2 : -x.kind, x.mant, 0)
abs(x::BigFloat) = signbit(x) ? -x : x
function +(x::BigFloat, y::BigFloat)
    if x.kind != 0 || y.kind != 0
        isnan(x) || isnan(y) || x.kind != 0 && y.kind != 0 && x.kind != y.kind ? (return _bigspecial(2)) : (return _bigspecial(Int(x.kind != 0 ? x.kind : y.kind)))
    end
    iszero(x) && return y
    iszero(y) && return x
    e = min(x.exp, y.exp)
    return _bigfloat((x.mant << Int(x.exp - e)) + (y.mant << Int(y.exp - e)), Int(e))
end
-(x::BigFloat, y::BigFloat) = x + (-y)
function *(x::BigFloat, y::BigFloat)
    if x.kind != 0 || y.kind != 0
        (isnan(x) || isnan(y) || iszero(x) || iszero(y)) && return _bigspecial(2)
        return _bigspecial(signbit(x) == signbit(y) ? 1 : -1)
    end
    return _bigfloat(x.mant * y.mant, Int(x.exp + y.exp))
end
function /(x::BigFloat, y::BigFloat)
    (isnan(x) || isnan(y) || isinf(x) && isinf(y) || iszero(x) && iszero(y)) && return _bigspecial(2)
    (isinf(x) || iszero(y)) && return _bigspecial(signbit(x) == signbit(y) ? 1 : -1)
    isinf(y) && return BigFloat(0)
    shift = precision(BigFloat) + 2 + max(0, ndigits0z_bits(y.mant) - (iszero(x) ? 0 : ndigits0z_bits(x.mant)))
    q, r = divrem(abs(x.mant) << shift, abs(y.mant))
    q = (q << 1) | BigInt(!iszero(r))
    return _bigfloat(signbit(x) == signbit(y) ? q : -q, Int(x.exp - y.exp) - shift - 1)
end
for op in (:+, :-, :*, :/)
    for T in (:CulongMax, :ClongMax, :CdoubleMax)
        @eval $op(x::BigFloat, c::$T) = $op(x, BigFloat(c))
        @eval $op(c::$T, x::BigFloat) = $op(BigFloat(c), x)
    end
    @eval $op(x::BigFloat, c::BigInt) = $op(x, BigFloat(c))
    op === :/ || @eval $op(c::BigInt, x::BigFloat) = $op(BigFloat(c), x)
end
for op in (:+, :*)
    @eval $op(a::BigFloat, b::BigFloat, c::BigFloat) = $op($op(a, b), c)
    @eval $op(a::BigFloat, b::BigFloat, c::BigFloat, d::BigFloat) = $op($op($op(a, b), c), d)
    @eval $op(a::BigFloat, b::BigFloat, c::BigFloat, d::BigFloat, e::BigFloat) = $op($op($op($op(a, b), c), d), e)
end
function sqrt(x::BigFloat)
    isnan(x) && return x
    signbit(x) && throw(DomainError(x, "NaN result for non-NaN input."))
    (isinf(x) || iszero(x)) && return x
    shift = 2precision(BigFloat) + 4
    isodd(x.exp - shift) && (shift += 1)
    m = x.mant << shift
    s = isqrt(m)
    s = (s << 1) | BigInt(s * s != m)
    return _bigfloat(s, div(Int(x.exp) - shift, 2) - 1)
end
fma(x::BigFloat, y::BigFloat, z::BigFloat) = x * y + z
rem(x::BigFloat, y::BigFloat) = x - y * round(x / y, RoundToZero)
^(x::BigFloat, n::Integer) = n >= 0 ? power_by_squaring(x, n) : inv(power_by_squaring(x, -n))
^(x::BigFloat, y::BigFloat) = isinteger(y) ? x^BigInt(y) : exp(y * log(x))
function round(x::BigFloat, r::RoundingMode)
    (x.kind != 0 || x.exp >= 0) && return x
    cut = -Int(x.exp)
    down = x.mant >> cut
    rest = x.mant - (down << cut)
    iszero(rest) && return x
    half = BigInt(1) << (cut - 1)
    up = r === RoundUp || r === RoundToZero && signbit(x) || r === RoundFromZero && !signbit(x) ||
         r === RoundNearest && (rest > half || rest == half && isodd(down))
    return _bigfloat(up ? down + 1 : down, 0)
end
function exp(x::BigFloat)
    isnan(x) && return x
    isinf(x) && return x.kind > 0 ? x : BigFloat(0)
    # in thirty-two more bits: halve until small, sum the series, square again
    return setprecision(BigFloat, precision(BigFloat) + 64) do
        k = max(0, (iszero(x) ? 0 : ndigits0z_bits(x.mant) + Int(x.exp)) + 8)
        t = s = BigFloat(1)
        y = BigFloat(x.prec, 0, x.mant, x.exp - k)
        i = 1
        while !iszero(t) && (ndigits0z_bits(t.mant) + t.exp) > -precision(BigFloat)
            t = t * y / BigFloat(i)
            s += t
            i += 1
        end
        for _ in 1:k
            s *= s
        end
        s
    end |> _bigrounded
end
_bigrounded(x::BigFloat) = x.kind == 0 ? _bigfloat(x.mant, Int(x.exp)) : x
function log(x::BigFloat)
    isnan(x) && return x
    signbit(x) && !iszero(x) && throw(DomainError(x, "NaN result for non-NaN input."))
    iszero(x) && return _bigspecial(-1)
    isinf(x) && return x
    # Newton's steps on exp, which double the bits that are right
    return setprecision(BigFloat, precision(BigFloat) + 64) do
        e = ndigits0z_bits(x.mant) + Int(x.exp)
        y = BigFloat(log(Float64(BigFloat(x.prec, 0, x.mant, x.exp - e)))) + BigFloat(e) * BigFloat(0.6931471805599453)
        for _ in 1:ceil(Int, log2(precision(BigFloat) / 40)) + 1
            ey = exp(y)
            y += 2 * (x - ey) / (x + ey)
        end
        y
    end |> _bigrounded
end
for f in (:sin, :cos, :tan, :atan, :asin, :acos)
    @eval $f(x::BigFloat) = BigFloat($f(Float64(x)))
end

for (op, f) in ((:(==), :iszero), (:<, :signbit))
    @eval function $op(x::BigFloat, y::BigFloat)
        (isnan(x) || isnan(y)) && return false
        (x.kind != 0 || y.kind != 0) && return $op(x.kind, y.kind)
        $f(x - y)
    end
end
<=(x::BigFloat, y::BigFloat) = !isnan(x) && !isnan(y) && !(y < x)
cmp(x::BigFloat, y::BigFloat) = x < y ? -1 : y < x ? 1 : 0
hash(x::BigFloat, h::UInt) = invoke(hash, Tuple{Real, UInt}, x, h)
nextfloat(x::BigFloat) = x + _bigfloat(BigInt(1), ndigits0z_bits(x.mant) + Int(x.exp) - precision(x))
exponent(x::BigFloat) = ndigits0z_bits(x.mant) + Int(x.exp) - 1

# Decimal digits, as many as tell neighbouring numbers apart; zeros at the end are dropped.
function string(x::BigFloat)
    isnan(x) && return "NaN"
    isinf(x) && return x.kind > 0 ? "Inf" : "-Inf"
    iszero(x) && return "0.0"
    n = ceil(Int, precision(x) * 0.3010299956639812) + 1
    # scaled by a power of ten to an integer of n digits, rounded to nearest
    k = floor(Int, exponent(x) * 0.3010299956639812)
    digits_ = _decimal(x, n - 1 - k)
    if length(string(digits_)) > n
        k += 1
        digits_ = _decimal(x, n - 1 - k)
    end
    ds = rstrip(string(digits_), '0')
    sgn = signbit(x) ? "-" : ""
    -5 <= k < 6 || return string(sgn, SubString(ds, 1, 1), ".", length(ds) > 1 ? SubString(ds, 2) : "0", "e", k < 0 ? "-" : "+", lpad(abs(k), 2, '0'))
    k < 0 && return string(sgn, "0.", "0"^(-k - 1), ds)
    return length(ds) <= k + 1 ? string(sgn, rpad(ds, k + 1, '0'), ".0") : string(sgn, SubString(ds, 1, k + 1), ".", SubString(ds, k + 2))
end
# abs(x) * 10^d, rounded to an integer
function _decimal(x::BigFloat, d::Int)
    num, den = abs(x.mant), BigInt(1)
    d >= 0 ? (num *= BigInt(10)^d) : (den *= BigInt(10)^-d)
    x.exp >= 0 ? (num <<= Int(x.exp)) : (den <<= -Int(x.exp))
    q, r = divrem(num, den)
    return 2r > den || 2r == den && isodd(q) ? q + 1 : q
end
print(io::IO, b::BigFloat) = print(io, string(b))
show(io::IO, b::BigFloat) = print(io, string(b))
function tryparse(::Type{BigFloat}, s::AbstractString)
    t = strip(s)
    t == "NaN" && return _bigspecial(2)
    (t == "Inf" || t == "+Inf") && return _bigspecial(1)
    t == "-Inf" && return _bigspecial(-1)
    e = findfirst(c -> c == 'e' || c == 'E', t)
    ex = e === nothing ? 0 : tryparse(Int, SubString(t, e + 1))
    ex === nothing && return nothing
    m = e === nothing ? t : SubString(t, 1, e - 1)
    dot = findfirst(isequal('.'), m)
    frac = dot === nothing ? "" : SubString(m, dot + 1)
    whole = dot === nothing ? m : SubString(m, 1, dot - 1)
    n = tryparse(BigInt, string(whole, frac))
    n === nothing && return nothing
    ex -= length(frac)
    return ex >= 0 ? BigFloat(n * BigInt(10)^ex) : _bigratio(n, BigInt(10)^-ex)
end
_bigratio(n::BigInt, d::BigInt) = setprecision(() -> BigFloat(n), BigFloat, max(precision(BigFloat), ndigits0z_bits(n) + 8)) /
    setprecision(() -> BigFloat(d), BigFloat, max(precision(BigFloat), ndigits0z_bits(d) + 8))
deepcopy_internal(x::BigFloat, stackdict::IdDict) = x

# What a literal like `big"12"` stands for.
function parse_big(s::AbstractString)
    t = replace(s, '_' => "")
    n = tryparse(BigInt, t)
    n === nothing || return n
    f = tryparse(BigFloat, t)
    f === nothing && throw(ArgumentError("invalid number format $(repr(s)) for BigInt or BigFloat"))
    return f
end
