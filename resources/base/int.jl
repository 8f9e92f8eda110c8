#=
The built-in integers: wrapping arithmetic on machine words, comparison also of a signed with an unsigned one, bits,
division that throws, conversion and promotion among them.
=#

const BitSigned32_types = (Int8, Int16, Int32)
const BitUnsigned32_types = (UInt8, UInt16, UInt32)
const BitInteger32_types = (Int8, Int16, Int32, UInt8, UInt16, UInt32)
const BitSigned64_types = (Int8, Int16, Int32, Int64)
const BitUnsigned64_types = (UInt8, UInt16, UInt32, UInt64)
const BitInteger64_types = (Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64)
const BitSigned_types = (Int8, Int16, Int32, Int64, Int128)
const BitUnsigned_types = (UInt8, UInt16, UInt32, UInt64, UInt128)
const BitInteger_types = (Int8, Int16, Int32, Int64, Int128, UInt8, UInt16, UInt32, UInt64, UInt128)
const BitSignedSmall_types = (Int8, Int16, Int32)
const BitUnsignedSmall_types = (UInt8, UInt16, UInt32)

const BitSigned32 = Union{Int8, Int16, Int32}
const BitUnsigned32 = Union{UInt8, UInt16, UInt32}
const BitInteger32 = Union{BitSigned32, BitUnsigned32}
const BitSigned64 = Union{Int8, Int16, Int32, Int64}
const BitUnsigned64 = Union{UInt8, UInt16, UInt32, UInt64}
const BitInteger64 = Union{BitSigned64, BitUnsigned64}
const BitSigned = Union{Int8, Int16, Int32, Int64, Int128}
const BitUnsigned = Union{UInt8, UInt16, UInt32, UInt64, UInt128}
const BitInteger = Union{BitSigned, BitUnsigned}
const BitSigned64T = Union{Type{Int8}, Type{Int16}, Type{Int32}, Type{Int64}}
const BitUnsigned64T = Union{Type{UInt8}, Type{UInt16}, Type{UInt32}, Type{UInt64}}
const BitIntegerType = Union{map(T -> Type{T}, BitInteger_types)...}

# comparison

<(x::T, y::T) where {T <: BitSigned} = slt_int(x, y)
-(x::BitInteger) = neg_int(x)
-(x::T, y::T) where {T <: BitInteger} = sub_int(x, y)
+(x::T, y::T) where {T <: BitInteger} = add_int(x, y)
*(x::T, y::T) where {T <: BitInteger} = mul_int(x, y)

inv(x::Integer) = float(one(x)) / float(x)
(/)(x::T, y::T) where {T <: Integer} = float(x) / float(y)
(/)(x::T, y::T) where {T <: BitInteger} = float(x) / float(y)

isodd(n::Integer) = rem(n, 2) != 0
iseven(n::Integer) = !isodd(n)

signbit(x::Integer) = x < 0
signbit(x::Unsigned) = false

flipsign(x::T, y::T) where {T <: BitSigned} = flipsign_int(x, y)
flipsign(x::BitSigned, y::BitSigned) = flipsign_int(promote(x, y)...) % typeof(x)
flipsign(x::Signed, y::Float16) = flipsign(x, bitcast(Int16, y))
flipsign(x::Signed, y::Float32) = flipsign(x, bitcast(Int32, y))
flipsign(x::Signed, y::Float64) = flipsign(x, bitcast(Int64, y))
flipsign(x::Signed, y::Real) = flipsign(x, -oftype(x, signbit(y)))
copysign(x::Signed, y::Signed) = flipsign(x, x ⊻ y)
copysign(x::Signed, y::Float16) = copysign(x, bitcast(Int16, y))
copysign(x::Signed, y::Float32) = copysign(x, bitcast(Int32, y))
copysign(x::Signed, y::Float64) = copysign(x, bitcast(Int64, y))
copysign(x::Signed, y::Real) = copysign(x, -oftype(x, signbit(y)))

abs(x::Unsigned) = x
abs(x::Signed) = flipsign(x, x)

unsigned(x) = x % typeof(convert(Unsigned, zero(x)))
unsigned(x::BitSigned) = reinterpret(typeof(convert(Unsigned, zero(x))), x)
unsigned(x::Unsigned) = x
unsigned(x::Bool) = convert(Unsigned, x)
signed(x) = x % typeof(convert(Signed, zero(x)))
signed(x::BitUnsigned) = reinterpret(typeof(convert(Signed, zero(x))), x)
signed(x::Signed) = x
unsigned(::Type{T}) where {T <: Integer} = typeof(unsigned(zero(T)))
signed(::Type{T}) where {T <: Integer} = typeof(signed(zero(T)))
unsigned(::Type{T}) where {T <: Unsigned} = T
signed(::Type{T}) where {T <: Signed} = T

# division

div(x::T, y::T) where {T <: BitSigned64} = checked_sdiv_int(x, y)
rem(x::T, y::T) where {T <: BitSigned64} = checked_srem_int(x, y)
div(x::T, y::T) where {T <: BitUnsigned64} = checked_udiv_int(x, y)
rem(x::T, y::T) where {T <: BitUnsigned64} = checked_urem_int(x, y)
div(x::Int128, y::Int128) = checked_sdiv_int(x, y)
rem(x::Int128, y::Int128) = checked_srem_int(x, y)
div(x::UInt128, y::UInt128) = checked_udiv_int(x, y)
rem(x::UInt128, y::UInt128) = checked_urem_int(x, y)

div(x::BitSigned, y::Unsigned) = flipsign(signed(div(unsigned(abs(x)), y)), x)
div(x::Unsigned, y::BitSigned) = unsigned(flipsign(signed(div(x, unsigned(abs(y)))), y))
rem(x::BitSigned, y::Unsigned) = flipsign(signed(rem(unsigned(abs(x)), y)), x)
rem(x::Unsigned, y::BitSigned) = rem(x, unsigned(abs(y)))

function divrem(x::BitInteger, y::BitInteger)
    d = div(x, y)
    return d, x - d * y
end
function mod(x::T, y::T) where {T <: Integer}
    y == -1 && return T(0)
    return x - fld(x, y) * y
end
mod(x::BitSigned, y::Unsigned) = rem(y + unsigned(rem(x, y)), y)
mod(x::Unsigned, y::Signed) = rem(y + signed(rem(x, y)), y)
mod(x::T, y::T) where {T <: Unsigned} = rem(x, y)

# bits

(~)(x::BitInteger) = not_int(x)
(&)(x::T, y::T) where {T <: BitInteger} = and_int(x, y)
(|)(x::T, y::T) where {T <: BitInteger} = or_int(x, y)
xor(x::T, y::T) where {T <: BitInteger} = xor_int(x, y)

bswap(x::Union{Int8, UInt8}) = x
bswap(x::Union{Int16, UInt16, Int32, UInt32, Int64, UInt64, Int128, UInt128}) = bswap_int(x)

count_ones(x::BitInteger) = ctpop_int(x) % Int
leading_zeros(x::BitInteger) = ctlz_int(x) % Int
trailing_zeros(x::BitInteger) = cttz_int(x) % Int
count_zeros(x::Integer) = count_ones(~x)
leading_ones(x::Integer) = leading_zeros(~x)
trailing_ones(x::Integer) = trailing_zeros(~x)

<(x::T, y::T) where {T <: BitUnsigned} = ult_int(x, y)
<=(x::T, y::T) where {T <: BitSigned} = sle_int(x, y)
<=(x::T, y::T) where {T <: BitUnsigned} = ule_int(x, y)

==(x::BitSigned, y::BitUnsigned) = (x >= 0) & (unsigned(x) == y)
==(x::BitUnsigned, y::BitSigned) = (y >= 0) & (x == unsigned(y))
<(x::BitSigned, y::BitUnsigned) = (x < 0) | (unsigned(x) < y)
<(x::BitUnsigned, y::BitSigned) = (y >= 0) & (x < unsigned(y))
<=(x::BitSigned, y::BitUnsigned) = (x < 0) | (unsigned(x) <= y)
<=(x::BitUnsigned, y::BitSigned) = (y >= 0) & (x <= unsigned(y))

# shifts: a count of the width or more gives what shifting one by one would

>>(x::BitSigned, y::BitUnsigned) = ashr_int(x, y)
>>(x::BitUnsigned, y::BitUnsigned) = lshr_int(x, y)
<<(x::BitInteger, y::BitUnsigned) = shl_int(x, y)
>>>(x::BitInteger, y::BitUnsigned) = lshr_int(x, y)
>>(x::BitInteger, y::Int) = ifelse(0 <= y, x >> unsigned(y), x << unsigned(-y))
<<(x::BitInteger, y::Int) = ifelse(0 <= y, x << unsigned(y), x >> unsigned(-y))
>>>(x::BitInteger, y::Int) = ifelse(0 <= y, x >>> unsigned(y), x << unsigned(-y))

bitrotate(x::T, k::Integer) where {T <: BitInteger} =
    (x << ((sizeof(T) << 3 - 1) & k)) | (x >>> ((sizeof(T) << 3 - 1) & -k))

mod(x::T, ::Type{T}) where {T <: Integer} = x
mod(x::Integer, ::Type{T}) where {T <: Integer} = rem(x, T)

# Bits of another integer type: what does not fit is cut off.
rem(x::T, ::Type{T}) where {T <: Integer} = x
rem(x::Integer, ::Type{T}) where {T <: Integer} = convert(T, x)
for to in BitInteger_types, from in (BitInteger_types..., Bool)
    if !(to === from)
        if Core.sizeof(to) < Core.sizeof(from)
            @eval rem(x::($from), ::Type{$to}) = trunc_int($to, x)
        elseif from === Bool
            @eval rem(x::Bool, ::Type{$to}) = convert($to, x)
        elseif Core.sizeof(from) < Core.sizeof(to)
            if from <: Signed
                @eval rem(x::($from), ::Type{$to}) = sext_int($to, x)
            else
                @eval rem(x::($from), ::Type{$to}) = zext_int($to, x)
            end
        else
            @eval rem(x::($from), ::Type{$to}) = bitcast($to, x)
        end
    end
end
rem(x::Integer, ::Type{Bool}) = ((x & 1) != 0)
unsafe_trunc(::Type{T}, x::Integer) where {T <: Integer} = rem(x, T)

# rounding does nothing

trunc(x::Integer) = x
round(x::Integer) = x
floor(x::Integer) = x
ceil(x::Integer) = x
trunc(::Type{T}, x::Integer) where {T <: Integer} = convert(T, x)
round(::Type{T}, x::Integer) where {T <: Integer} = convert(T, x)
floor(::Type{T}, x::Integer) where {T <: Integer} = convert(T, x)
ceil(::Type{T}, x::Integer) where {T <: Integer} = convert(T, x)

# promotion

promote_rule(::Type{Int8}, ::Type{Int16}) = Int16
for T in (Int8, Int16)
    @eval promote_rule(::Type{Int32}, ::Type{$T}) = Int32
end
for T in (Int8, Int16, Int32)
    @eval promote_rule(::Type{Int64}, ::Type{$T}) = Int64
end
promote_rule(::Type{Int128}, ::Type{<:BitSigned64}) = Int128
promote_rule(::Type{UInt16}, ::Type{UInt8}) = UInt16
for T in (UInt8, UInt16)
    @eval promote_rule(::Type{UInt32}, ::Type{$T}) = UInt32
end
for T in (UInt8, UInt16, UInt32)
    @eval promote_rule(::Type{UInt64}, ::Type{$T}) = UInt64
end
promote_rule(::Type{UInt128}, ::Type{<:BitUnsigned64}) = UInt128
for U in BitUnsigned_types, S in BitSigned_types
    R = Core.sizeof(U) < Core.sizeof(S) ? S : U
    @eval promote_rule(::Type{$S}, ::Type{$U}) = $R
end

# limits

typemin(::Type{Int8}) = Int8(-128)
typemax(::Type{Int8}) = Int8(127)
typemin(::Type{UInt8}) = UInt8(0)
typemax(::Type{UInt8}) = UInt8(255)
typemin(::Type{Int16}) = Int16(-32768)
typemax(::Type{Int16}) = Int16(32767)
typemin(::Type{UInt16}) = UInt16(0)
typemax(::Type{UInt16}) = UInt16(65535)
typemin(::Type{Int32}) = Int32(-2147483648)
typemax(::Type{Int32}) = Int32(2147483647)
typemin(::Type{UInt32}) = UInt32(0)
typemax(::Type{UInt32}) = UInt32(4294967295)
typemin(::Type{Int64}) = -9223372036854775808
typemax(::Type{Int64}) = 9223372036854775807
typemin(::Type{UInt64}) = UInt64(0)
typemax(::Type{UInt64}) = 0xffffffffffffffff
typemin(::Type{UInt128}) = UInt128(0)
typemax(::Type{UInt128}) = ~UInt128(0)
typemin(::Type{Int128}) = bitcast(Int128, UInt128(1) << 0x7f)
typemax(::Type{Int128}) = bitcast(Int128, ~UInt128(0) >> 0x01)

widen(::Type{Int8}) = Int16
widen(::Type{Int16}) = Int32
widen(::Type{Int32}) = Int64
widen(::Type{Int64}) = Int128
widen(::Type{UInt8}) = UInt16
widen(::Type{UInt16}) = UInt32
widen(::Type{UInt32}) = UInt64
widen(::Type{UInt64}) = UInt128
widen(::Type{Int128}) = BigInt
widen(::Type{UInt128}) = BigInt
widemul(x::Signed, y::Unsigned) = widen(x) * signed(widen(y))
widemul(x::Unsigned, y::Signed) = signed(widen(x)) * widen(y)
widemul(x::Number, y::Bool) = x * y
widemul(x::Bool, y::Number) = x * y
