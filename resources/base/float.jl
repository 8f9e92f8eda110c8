#=
Float16, Float32 and Float64: IEEE arithmetic by intrinsics (Float16 by way of Float32), exact comparison with integers,
checked conversion to integers, rounding, limits, and hashes of all real numbers.
=#

const IEEEFloat = Union{Float16, Float32, Float64}
const Inf16 = bitcast(Float16, 0x7c00)
const NaN16 = bitcast(Float16, 0x7e00)
const Inf32 = bitcast(Float32, 0x7f800000)
const NaN32 = bitcast(Float32, 0x7fc00000)
const Inf64 = bitcast(Float64, 0x7ff0000000000000)
const NaN64 = bitcast(Float64, 0x7ff8000000000000)
const Inf = Inf64
const NaN = NaN64

uinttype(::Type{Float64}) = UInt64
uinttype(::Type{Float32}) = UInt32
uinttype(::Type{Float16}) = UInt16
sign_mask(::Type{Float64}) = 0x8000000000000000
exponent_mask(::Type{Float64}) = 0x7ff0000000000000
exponent_one(::Type{Float64}) = 0x3ff0000000000000
significand_mask(::Type{Float64}) = 0x000fffffffffffff
sign_mask(::Type{Float32}) = 0x80000000
exponent_mask(::Type{Float32}) = 0x7f800000
exponent_one(::Type{Float32}) = 0x3f800000
significand_mask(::Type{Float32}) = 0x007fffff
sign_mask(::Type{Float16}) = 0x8000
exponent_mask(::Type{Float16}) = 0x7c00
exponent_one(::Type{Float16}) = 0x3c00
significand_mask(::Type{Float16}) = 0x03ff
significand_bits(::Type{Float64}) = 52
significand_bits(::Type{Float32}) = 23
significand_bits(::Type{Float16}) = 10
exponent_bits(::Type{Float64}) = 11
exponent_bits(::Type{Float32}) = 8
exponent_bits(::Type{Float16}) = 5
exponent_bias(::Type{Float64}) = 1023
exponent_bias(::Type{Float32}) = 127
exponent_bias(::Type{Float16}) = 15

# conversion

for t in (Int8, Int16, Int32, Int64, Int128)
    @eval Float64(x::$t) = sitofp(Float64, x)
    @eval Float32(x::$t) = sitofp(Float32, x)
    @eval Float16(x::$t) = Float16(Float32(x))
end
for t in (Bool, UInt8, UInt16, UInt32, UInt64, UInt128)
    @eval Float64(x::$t) = uitofp(Float64, x)
    @eval Float32(x::$t) = uitofp(Float32, x)
    @eval Float16(x::$t) = Float16(Float32(x))
end
(::Type{T})(x::Float16) where {T <: Integer} = T(Float32(x))
Float32(x::Float64) = fptrunc(Float32, x)
Float64(x::Float32) = fpext(Float64, x)
Float16(x::Float32) = fptrunc(Float16, x)
Float16(x::Float64) = fptrunc(Float16, x)
Float32(x::Float16) = fpext(Float32, x)
Float64(x::Float16) = fpext(Float64, x)
Bool(x::Float16) = x == 0 ? false : x == 1 ? true : throw(InexactError(:Bool, Bool, x))
AbstractFloat(x::Bool) = Float64(x)
AbstractFloat(x::Int8) = Float64(x)
AbstractFloat(x::Int16) = Float64(x)
AbstractFloat(x::Int32) = Float64(x)
AbstractFloat(x::Int64) = Float64(x)
AbstractFloat(x::Int128) = Float64(x)
AbstractFloat(x::UInt8) = Float64(x)
AbstractFloat(x::UInt16) = Float64(x)
AbstractFloat(x::UInt32) = Float64(x)
AbstractFloat(x::UInt64) = Float64(x)
AbstractFloat(x::UInt128) = Float64(x)

"`float(x)`: the number as floating point."
float(x) = AbstractFloat(x)
float(::Type{T}) where {T <: Number} = typeof(float(zero(T)))
float(::Type{T}) where {T <: AbstractFloat} = T

for Ti in (Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64, Int128, UInt128)
    @eval begin
        unsafe_trunc(::Type{$Ti}, x::Float16) = unsafe_trunc($Ti, Float32(x))
        unsafe_trunc(::Type{$Ti}, x::Float32) = $(Ti <: Signed ? :fptosi : :fptoui)($Ti, x)
        unsafe_trunc(::Type{$Ti}, x::Float64) = $(Ti <: Signed ? :fptosi : :fptoui)($Ti, x)
    end
end

promote_rule(::Type{Float64}, ::Type{UInt128}) = Float64
promote_rule(::Type{Float64}, ::Type{Int128}) = Float64
promote_rule(::Type{Float32}, ::Type{UInt128}) = Float32
promote_rule(::Type{Float32}, ::Type{Int128}) = Float32
promote_rule(::Type{Float16}, ::Type{UInt128}) = Float16
promote_rule(::Type{Float16}, ::Type{Int128}) = Float16
for t1 in (Float16, Float32, Float64), st in (Bool, Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64)
    @eval promote_rule(::Type{$t1}, ::Type{$st}) = $t1
end
promote_rule(::Type{Float32}, ::Type{Float16}) = Float32
promote_rule(::Type{Float64}, ::Type{Float16}) = Float64
promote_rule(::Type{Float64}, ::Type{Float32}) = Float64
promote_rule(::Type{Bool}, ::Type{Bool}) = Bool
promote_rule(::Type{Bool}, ::Type{T}) where {T <: Number} = T
widen(::Type{Float16}) = Float32
widen(::Type{Float32}) = Float64
widen(::Type{Float64}) = BigFloat

# arithmetic

-(x::Float64) = neg_float(x)
-(x::Float32) = neg_float(x)
-(x::Float16) = reinterpret(Float16, reinterpret(UInt16, x) ⊻ 0x8000)
+(x::Float64, y::Float64) = add_float(x, y)
+(x::Float32, y::Float32) = add_float(x, y)
-(x::Float64, y::Float64) = sub_float(x, y)
-(x::Float32, y::Float32) = sub_float(x, y)
*(x::Float64, y::Float64) = mul_float(x, y)
*(x::Float32, y::Float32) = mul_float(x, y)
/(x::Float64, y::Float64) = div_float(x, y)
/(x::Float32, y::Float32) = div_float(x, y)
for op in (:+, :-, :*, :/)
    @eval ($op)(x::Float16, y::Float16) = Float16(($op)(Float32(x), Float32(y)))
end
muladd(x::Float64, y::Float64, z::Float64) = muladd_float(x, y, z)
muladd(x::Float32, y::Float32, z::Float32) = muladd_float(x, y, z)
muladd(x::Float16, y::Float16, z::Float16) = Float16(muladd(Float32(x), Float32(y), Float32(z)))
fma(x::Float64, y::Float64, z::Float64) = fma_float(x, y, z)
fma(x::Float32, y::Float32, z::Float32) = fma_float(x, y, z)
fma(x::Float16, y::Float16, z::Float16) = Float16(fma(Float32(x), Float32(y), Float32(z)))

rem(x::Float64, y::Float64) = rem_float(x, y)
rem(x::Float32, y::Float32) = rem_float(x, y)
rem(x::Float16, y::Float16) = Float16(rem(Float32(x), Float32(y)))
function mod(x::T, y::T) where {T <: AbstractFloat}
    r = rem(x, y)
    if r == 0
        copysign(r, y)
    elseif (r > 0) ⊻ (y > 0)
        r + y
    else
        r
    end
end
rem(x::T, y::T, ::RoundingMode{:Nearest}) where {T <: AbstractFloat} = x - y * round(x / y)
rem(x::T, y::T, ::RoundingMode{:Up}) where {T <: AbstractFloat} = mod(x, -y)

# comparison

==(x::Float64, y::Float64) = eq_float(x, y)
==(x::Float32, y::Float32) = eq_float(x, y)
!=(x::Float64, y::Float64) = ne_float(x, y)
!=(x::Float32, y::Float32) = ne_float(x, y)
<(x::Float64, y::Float64) = lt_float(x, y)
<(x::Float32, y::Float32) = lt_float(x, y)
<=(x::Float64, y::Float64) = le_float(x, y)
<=(x::Float32, y::Float32) = le_float(x, y)
isequal(x::Float64, y::Float64) = fpiseq(x, y)
isequal(x::Float32, y::Float32) = fpiseq(x, y)
isless(x::Float64, y::Float64) = fpislt(x, y)
isless(x::Float32, y::Float32) = fpislt(x, y)
for op in (:(==), :<, :<=, :isless)
    @eval ($op)(a::Float16, b::Float16) = ($op)(Float32(a), Float32(b))
end

function cmp(x::AbstractFloat, y::AbstractFloat)
    isnan(x) && throw(DomainError(x, "`x` cannot be NaN."))
    isnan(y) && throw(DomainError(y, "`y` cannot be NaN."))
    ifelse(x < y, -1, ifelse(x > y, 1, 0))
end
function cmp(x::Real, y::AbstractFloat)
    isnan(y) && throw(DomainError(y, "`y` cannot be NaN."))
    ifelse(x < y, -1, ifelse(x > y, 1, 0))
end
function cmp(x::AbstractFloat, y::Real)
    isnan(x) && throw(DomainError(x, "`x` cannot be NaN."))
    ifelse(x < y, -1, ifelse(x > y, 1, 0))
end

# An integer of 64 or 128 bits may have no equal float: compare with its rounded value, then with the difference.
for Ti in (Int64, UInt64, Int128, UInt128)
    for Tf in (Float32, Float64)
        @eval begin
            function ==(x::$Tf, y::$Ti)
                fy = ($Tf)(y)
                (x == fy) & (y == unsafe_trunc($Ti, fy)) & (fy != $(Tf(typemax(Ti))))
            end
            ==(y::$Ti, x::$Tf) = x == y
            function <(x::$Ti, y::$Tf)
                fx = ($Tf)(x)
                (fx < y) | ((fx == y) & ((fx == $(Tf(typemax(Ti)))) | (x < unsafe_trunc($Ti, fx))))
            end
            function <=(x::$Ti, y::$Tf)
                fx = ($Tf)(x)
                (fx < y) | ((fx == y) & ((fx == $(Tf(typemax(Ti)))) | (x <= unsafe_trunc($Ti, fx))))
            end
            function <(x::$Tf, y::$Ti)
                fy = ($Tf)(y)
                (x < fy) | ((x == fy) & (fy < $(Tf(typemax(Ti)))) & (unsafe_trunc($Ti, fy) < y))
            end
            function <=(x::$Tf, y::$Ti)
                fy = ($Tf)(y)
                (x < fy) | ((x == fy) & (fy < $(Tf(typemax(Ti)))) & (unsafe_trunc($Ti, fy) <= y))
            end
        end
    end
end

abs(x::Float16) = reinterpret(Float16, reinterpret(UInt16, x) & 0x7fff)
abs(x::Float32) = abs_float(x)
abs(x::Float64) = abs_float(x)
signbit(x::Float64) = signbit(bitcast(Int64, x))
signbit(x::Float32) = signbit(bitcast(Int32, x))
signbit(x::Float16) = signbit(bitcast(Int16, x))
copysign(x::Float64, y::Float64) = copysign_float(x, y)
copysign(x::Float32, y::Float32) = copysign_float(x, y)
copysign(x::Float32, y::Real) = copysign(x, Float32(y))
copysign(x::Float64, y::Real) = copysign(x, Float64(y))
flipsign(x::Float64, y::Float64) = bitcast(Float64, xor_int(bitcast(UInt64, x), and_int(bitcast(UInt64, y), 0x8000000000000000)))
flipsign(x::Float32, y::Float32) = bitcast(Float32, xor_int(bitcast(UInt32, x), and_int(bitcast(UInt32, y), 0x80000000)))
flipsign(x::Float32, y::Real) = flipsign(x, Float32(y))
flipsign(x::Float64, y::Real) = flipsign(x, Float64(y))
isnan(x::AbstractFloat) = x != x
isnan(x::Real) = isnan(float(x))::Bool
isfinite(x::AbstractFloat) = x - x == 0
isinf(x::Real) = !isnan(x) & !isfinite(x)
issubnormal(x::T) where {T <: IEEEFloat} = (y = reinterpret(Unsigned, x); (y & exponent_mask(T) == 0) & (y & significand_mask(T) != 0))
reinterpret(::Type{Unsigned}, x::Float64) = reinterpret(UInt64, x)
reinterpret(::Type{Unsigned}, x::Float32) = reinterpret(UInt32, x)
reinterpret(::Type{Unsigned}, x::Float16) = reinterpret(UInt16, x)
reinterpret(::Type{Signed}, x::Float64) = reinterpret(Int64, x)
reinterpret(::Type{Signed}, x::Float32) = reinterpret(Int32, x)
reinterpret(::Type{Signed}, x::Float16) = reinterpret(Int16, x)

# rounding

round(x::Float64, ::RoundingMode{:ToZero}) = trunc_llvm(x)
round(x::Float32, ::RoundingMode{:ToZero}) = trunc_llvm(x)
round(x::Float64, ::RoundingMode{:Down}) = floor_llvm(x)
round(x::Float32, ::RoundingMode{:Down}) = floor_llvm(x)
round(x::Float64, ::RoundingMode{:Up}) = ceil_llvm(x)
round(x::Float32, ::RoundingMode{:Up}) = ceil_llvm(x)
round(x::Float64, ::RoundingMode{:Nearest}) = rint_llvm(x)
round(x::Float32, ::RoundingMode{:Nearest}) = rint_llvm(x)
round(x::Float16, r::RoundingMode{:ToZero}) = Float16(round(Float32(x), r))
round(x::Float16, r::RoundingMode{:Down}) = Float16(round(Float32(x), r))
round(x::Float16, r::RoundingMode{:Up}) = Float16(round(Float32(x), r))
round(x::Float16, r::RoundingMode{:Nearest}) = Float16(round(Float32(x), r))
function round(x::T, ::RoundingMode{:NearestTiesAway}) where {T <: AbstractFloat}
    y = trunc(x)
    ifelse(x == y, y, trunc(2x - y))
end
function round(x::T, ::RoundingMode{:NearestTiesUp}) where {T <: AbstractFloat}
    y = floor(x)
    ifelse(x == y, y, copysign(floor(2x - y), x))
end
round(x::T, ::RoundingMode{:FromZero}) where {T <: AbstractFloat} = signbit(x) ? floor(x) : ceil(x)
isinteger(x::AbstractFloat) = (x - trunc(x) == 0)

trunc(x::Real; digits = nothing, sigdigits = nothing, base = nothing) = _round_digits(x, RoundToZero, digits, sigdigits, base)
floor(x::Real; digits = nothing, sigdigits = nothing, base = nothing) = _round_digits(x, RoundDown, digits, sigdigits, base)
ceil(x::Real; digits = nothing, sigdigits = nothing, base = nothing) = _round_digits(x, RoundUp, digits, sigdigits, base)
function round(x::Real, r::RoundingMode = RoundNearest; digits = nothing, sigdigits = nothing, base = nothing)
    isnan(x) && return float(x)
    _round_digits(x, r, digits, sigdigits, base)
end
function _round_digits(x::Real, r::RoundingMode, digits, sigdigits, base)
    digits === nothing && sigdigits === nothing && base === nothing && return _round_whole(x, r)
    x = float(x)
    b = base === nothing ? 10 : base
    if digits === nothing
        sigdigits === nothing && return round(x, r)
        sigdigits >= 1 || throw(DomainError(sigdigits, "`sigdigits` cannot be less than 1."))
        (iszero(x) || !isfinite(x)) && return x
        # as many digits after the point as leave that many significant ones
        return _round_scaled(x, r, sigdigits - ndigits_before_point(x, b), b)
    end
    sigdigits === nothing || throw(ArgumentError("`round` cannot use both `digits` and `sigdigits` arguments."))
    return isfinite(x) ? _round_scaled(x, r, digits, b) : x
end
_round_whole(x::AbstractFloat, r::RoundingMode) = round(x, r)
_round_whole(x::Real, r::RoundingMode) = round(float(x), r)
_round_whole(x::Integer, r::RoundingMode) = x
ndigits_before_point(x, b) = 1 + floor(Int, b == 10 ? log10(abs(x)) : b == 2 ? log2(abs(x)) : log(abs(x)) / log(b))
function _round_scaled(x, r::RoundingMode, digits, base)
    if digits >= 0
        invstep = oftype(x, base)^digits
        y = round(x * invstep, r) / invstep
    else
        step = oftype(x, base)^-digits
        y = round(x / step, r) * step
    end
    return isfinite(y) ? y : x
end

trunc(::Type{T}, x::Real) where {T} = convert(T, trunc(x))
floor(::Type{T}, x::Real) where {T} = convert(T, floor(x))
ceil(::Type{T}, x::Real) where {T} = convert(T, ceil(x))
round(::Type{T}, x::Real, r::RoundingMode = RoundNearest) where {T} = convert(T, round(x, r))
trunc(x::AbstractFloat) = round(x, RoundToZero)
floor(x::AbstractFloat) = round(x, RoundDown)
ceil(x::AbstractFloat) = round(x, RoundUp)
round(x::AbstractFloat) = round(x, RoundNearest)
floor(::Type{T}, x::AbstractFloat) where {T <: Integer} = trunc(T, round(x, RoundDown))
ceil(::Type{T}, x::AbstractFloat) where {T <: Integer} = trunc(T, round(x, RoundUp))
round(::Type{T}, x::AbstractFloat, r::RoundingMode) where {T <: Integer} = trunc(T, round(x, r))
round(::Type{T}, x::AbstractFloat) where {T <: Integer} = trunc(T, round(x, RoundNearest))

# Checked conversion: the smallest and largest integers compared as floats.
for Ti in (Int8, Int16, Int32, Int64, Int128, UInt8, UInt16, UInt32, UInt64, UInt128)
    for Tf in (Float32, Float64)
        if Ti <: Unsigned || sizeof(Ti) < sizeof(Tf)
            # here `Tf(typemin(Ti)) - 1` is exact
            eminm1 = sub_float(Tf(typemin(Ti)), Tf(1))
            emaxp1 = sizeof(Ti) < sizeof(Tf) ? add_float(Tf(typemax(Ti)), Tf(1)) : Tf(typemax(Ti))
            @eval begin
                function trunc(::Type{$Ti}, x::$Tf)
                    if $eminm1 < x < $emaxp1
                        return unsafe_trunc($Ti, x)
                    else
                        throw(InexactError(:trunc, $Ti, x))
                    end
                end
                function (::Type{$Ti})(x::$Tf)
                    if ($(Tf(typemin(Ti))) <= x < $emaxp1) && (round(x, RoundToZero) == x)
                        return unsafe_trunc($Ti, x)
                    else
                        throw(InexactError($(QuoteNode(nameof(Ti))), $Ti, x))
                    end
                end
            end
        else
            @eval begin
                function trunc(::Type{$Ti}, x::$Tf)
                    if $(Tf(typemin(Ti))) <= x < $(Tf(typemax(Ti)))
                        return unsafe_trunc($Ti, x)
                    else
                        throw(InexactError(:trunc, $Ti, x))
                    end
                end
                function (::Type{$Ti})(x::$Tf)
                    if ($(Tf(typemin(Ti))) <= x < $(Tf(typemax(Ti)))) && (round(x, RoundToZero) == x)
                        return unsafe_trunc($Ti, x)
                    else
                        throw(InexactError($(QuoteNode(nameof(Ti))), $Ti, x))
                    end
                end
            end
        end
    end
end
trunc(::Type{Signed}, x::IEEEFloat) = trunc(Int, x)
trunc(::Type{Unsigned}, x::IEEEFloat) = trunc(UInt, x)
trunc(::Type{Integer}, x::IEEEFloat) = trunc(Int, x)
trunc(::Type{T}, x::Float16) where {T <: Integer} = trunc(T, Float32(x))

# limits

typemin(::Type{Float16}) = -Inf16
typemax(::Type{Float16}) = Inf16
typemin(::Type{Float32}) = -Inf32
typemax(::Type{Float32}) = Inf32
typemin(::Type{Float64}) = -Inf
typemax(::Type{Float64}) = Inf
typemin(x::T) where {T <: Real} = typemin(T)
typemax(x::T) where {T <: Real} = typemax(T)
floatmin(::Type{Float16}) = bitcast(Float16, 0x0400)
floatmin(::Type{Float32}) = bitcast(Float32, 0x00800000)
floatmin(::Type{Float64}) = bitcast(Float64, 0x0010000000000000)
floatmax(::Type{Float16}) = bitcast(Float16, 0x7bff)
floatmax(::Type{Float32}) = bitcast(Float32, 0x7f7fffff)
floatmax(::Type{Float64}) = bitcast(Float64, 0x7fefffffffffffff)
floatmin(x::T) where {T <: AbstractFloat} = floatmin(T)
floatmax(x::T) where {T <: AbstractFloat} = floatmax(T)
floatmin() = floatmin(Float64)
floatmax() = floatmax(Float64)
eps(x::AbstractFloat) = isfinite(x) ? abs(x) >= floatmin(x) ? ldexp(eps(typeof(x)), exponent(x)) : nextfloat(zero(x)) : oftype(x, NaN)
eps(::Type{Float16}) = bitcast(Float16, 0x1400)
eps(::Type{Float32}) = bitcast(Float32, 0x34000000)
eps(::Type{Float64}) = bitcast(Float64, 0x3cb0000000000000)
eps() = eps(Float64)
precision(::Type{Float16}) = 11
precision(::Type{Float32}) = 24
precision(::Type{Float64}) = 53
precision(::T) where {T <: AbstractFloat} = precision(T)
maxintfloat(::Type{Float64}) = 9007199254740992.0
maxintfloat(::Type{Float32}) = Float32(16777216.0)
maxintfloat(::Type{Float16}) = Float16(2048f0)
maxintfloat(x::T) where {T <: AbstractFloat} = maxintfloat(T)
maxintfloat(::Type{S}, ::Type{T}) where {S <: AbstractFloat, T <: Integer} = min(maxintfloat(S), S(typemax(T)))
maxintfloat() = maxintfloat(Float64)

# `f`, moved by `d` steps to the neighbouring floats.
function nextfloat(f::IEEEFloat, d::Integer)
    F = typeof(f)
    fumax = reinterpret(Unsigned, F(Inf))
    U = typeof(fumax)
    isnan(f) && return f
    fi = reinterpret(Signed, f)
    fneg = fi < 0
    fu = unsigned(fi & typemax(fi))
    dneg = d < 0
    da = d < 0 ? (-d) % U : d % U
    if da > typemax(U)
        fneg = dneg
        fu = fumax
    else
        du = da % U
        if fneg ⊻ dneg
            if du > fu
                fu = min(fumax, du - fu)
                fneg = !fneg
            else
                fu = fu - du
            end
        else
            if fumax - fu < du
                fu = fumax
            else
                fu = fu + du
            end
        end
    end
    if fneg
        fu |= sign_mask(F)
    end
    reinterpret(F, fu)
end
nextfloat(x::AbstractFloat) = nextfloat(x, 1)
prevfloat(x::AbstractFloat, d::Integer) = nextfloat(x, -d)
prevfloat(x::AbstractFloat) = nextfloat(x, -1)

bswap(x::IEEEFloat) = bswap_float(x)
bswap_float(x::T) where {T <: IEEEFloat} = reinterpret(T, bswap(reinterpret(Unsigned, x)))

# hashes of numbers: by their value as `num * 2^pow / den`

hx(a::UInt64, b::Float64, h::UInt) = hash_uint64((3a + reinterpret(UInt64, b)) - h)
const hx_NaN = hx(UInt64(0), NaN, UInt(0))

hash(x::UInt64, h::UInt) = hx(x, Float64(x), h)
hash(x::Int64, h::UInt) = hx(reinterpret(UInt64, abs(x)), Float64(x), h)
hash(x::Float64, h::UInt) = isnan(x) ? (hx_NaN ⊻ h) : hx(unsafe_trunc(UInt64, abs(x)), x, h)
hash(x::Union{Bool, Int8, UInt8, Int16, UInt16, Int32, UInt32}, h::UInt) = hash(Int64(x), h)
hash(x::Float32, h::UInt) = hash(Float64(x), h)
hash(x::Float16, h::UInt) = hash(Float64(x), h)

decompose(x::Integer) = x, 0, 1
function decompose(x::Float16)::NTuple{3, Int}
    decompose(Float32(x))
end
function decompose(x::Float32)::NTuple{3, Int}
    isnan(x) && return 0, 0, 0
    isinf(x) && return ifelse(x < 0, -1, 1), 0, 0
    n = reinterpret(UInt32, x)
    s = (n & 0x007fffff) % Int32
    e = ((n & 0x7f800000) >> 23) % Int
    s |= Int32(e != 0) << 23
    d = ifelse(signbit(x), -1, 1)
    s, e - 150 + (e == 0), d
end
function decompose(x::Float64)::Tuple{Int64, Int, Int}
    isnan(x) && return 0, 0, 0
    isinf(x) && return ifelse(x < 0, -1, 1), 0, 0
    n = reinterpret(UInt64, x)
    s = (n & 0x000fffffffffffff) % Int64
    e = ((n & 0x7ff0000000000000) >> 52) % Int
    s |= Int64(e != 0) << 52
    d = ifelse(signbit(x), -1, 1)
    s, e - 1075 + (e == 0), d
end

function hash(x::Real, h::UInt)
    num, pow, den = decompose(x)
    # what a Float64 or a 64-bit integer can hold hashes like that one
    den == 0 && num == 0 && return hx_NaN ⊻ h
    if den == 0
        return hash(num > 0 ? Inf : -Inf, h)
    end
    num == 0 && return hash(0.0, h)
    if den < 0
        num, den = -num, -den
    end
    z = trailing_zeros(num)
    if z != 0
        num >>= z
        pow += z
    end
    z = trailing_zeros(den)
    if z != 0
        den >>= z
        pow -= z
    end
    if den == 1
        left = ndigits0z(num, 2) + pow
        right = trailing_zeros(num) + pow
        if -1074 <= right
            if 0 <= right && left <= 64
                left <= 63 && return hash(Int64(num) << Int(pow), h)
                signbit(num) == signbit(den) && return hash(UInt64(num) << Int(pow), h)
            end
            left <= 1024 && left - right <= 53 && return hash(ldexp(Float64(num), pow), h)
        end
    end
    h = hash_integer(den, h)
    h = hash_integer(pow, h)
    h = hash_integer(num, h)
    return h
end
function hash_integer(n::Integer, h::UInt)
    h ⊻= hash_uint((n % UInt) ⊻ h)
    n = abs(n)
    n >>>= sizeof(UInt) << 3
    while n != 0
        h ⊻= hash_uint((n % UInt) ⊻ h)
        n >>>= sizeof(UInt) << 3
    end
    return h
end

# nearness

rtoldefault(::Type{T}) where {T <: AbstractFloat} = sqrt(eps(T))
rtoldefault(::Type{<:Real}) = 0
function rtoldefault(x::Union{T, Type{T}}, y::Union{S, Type{S}}, atol::Real) where {T <: Number, S <: Number}
    rtol = max(rtoldefault(real(T)), rtoldefault(real(S)))
    return atol > 0 ? zero(rtol) : rtol
end
"`isapprox(x, y; atol, rtol)`, `x ≈ y`: whether the difference is within the tolerance, by default half of the digits."
function isapprox(x::Number, y::Number; atol::Real = 0, rtol::Real = rtoldefault(x, y, atol), nans::Bool = false, norm::Function = abs)
    x == y || (isfinite(x) && isfinite(y) && norm(x - y) <= max(atol, rtol * max(norm(x), norm(y)))) || (nans && isnan(x) && isnan(y))
end
function isapprox(x::Integer, y::Integer; atol::Real = 0, rtol::Real = 0, nans::Bool = false, norm::Function = abs)
    x == y || norm(x - y) <= max(atol, rtol * max(norm(x), norm(y)))
end
isapprox(y; kwargs...) = x -> isapprox(x, y; kwargs...)
const ≈ = isapprox
≉(args...; kws...) = !≈(args...; kws...)
