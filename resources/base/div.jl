#=
Division by rounding mode: `div(x, y, r)` is `round(x / y, r)` without rounding in between, `rem` what is left. Integers
have exact methods; floats go through `rem` and `round`.
=#

div(a, b) = div(a, b, RoundToZero)
fld(a, b) = div(a, b, RoundDown)
cld(a, b) = div(a, b, RoundUp)
div(a, b, r::RoundingMode) = throw(MethodError(div, (a, b, r)))

rem(x, y, ::RoundingMode{:ToZero}) = rem(x, y)
rem(x, y, ::RoundingMode{:Down}) = mod(x, y)
rem(x, y, ::RoundingMode{:Up}) = mod(x, -y)
divrem(a, b, r::RoundingMode) = (div(a, b, r), rem(a, b, r))

div(x::Real, y::Real, r::RoundingMode) = div(promote(x, y)..., r)
rem(x::Integer, y::Integer, r::RoundingMode{:Nearest}) = x - y * div(x, y, r)
div(x::T, y::T, r::RoundingMode) where {T <: Integer} = throw(MethodError(div, (x, y, r)))

div(x::T, y::T, ::RoundingMode{:ToZero}) where {T <: BitInteger} = div(x, y)
div(x::Integer, y::Integer, ::RoundingMode{:ToZero}) = div(promote(x, y)...)
div(x::T, y::T, ::RoundingMode{:ToZero}) where {T <: Integer} = div(x, y)
div(x::BitSigned, y::Unsigned, ::RoundingMode{:ToZero}) = div(x, y)
div(x::Unsigned, y::BitSigned, ::RoundingMode{:ToZero}) = div(x, y)

div(x::Integer, y::Unsigned, ::RoundingMode{:Down}) = div(x, y) - (signbit(x) & (rem(x, y) != 0))
div(x::Unsigned, y::Integer, ::RoundingMode{:Down}) = div(x, y) - (signbit(y) & (rem(x, y) != 0))
div(x::Unsigned, y::Unsigned, ::RoundingMode{:Down}) = div(promote(x, y)...)
div(x::T, y::T, ::RoundingMode{:Down}) where {T <: Unsigned} = div(x, y)
function div(x::T, y::T, ::RoundingMode{:Down}) where {T <: Integer}
    d = div(x, y)
    return d - (signbit(x ⊻ y) & (d * y != x))
end
div(x::Integer, y::Unsigned, ::RoundingMode{:Up}) = div(x, y) + (!signbit(x) & (rem(x, y) != 0))
div(x::Unsigned, y::Integer, ::RoundingMode{:Up}) = div(x, y) + (!signbit(y) & (rem(x, y) != 0))
div(x::Unsigned, y::Unsigned, ::RoundingMode{:Up}) = div(promote(x, y)..., RoundUp)
function div(x::T, y::T, ::RoundingMode{:Up}) where {T <: Unsigned}
    d = div(x, y)
    return d + (d * y != x)
end
function div(x::T, y::T, ::RoundingMode{:Up}) where {T <: Integer}
    d = div(x, y)
    return d + (((x > 0) == (y > 0)) & (d * y != x))
end
function div(x::T, y::T, ::RoundingMode{:Nearest}) where {T <: Integer}
    (q, r) = divrem(x, y)
    # half way goes to the even quotient
    twice = abs(r) - (abs(y) - abs(r))
    up = twice > 0 || twice == 0 && isodd(q)
    return up ? q + flipsign(oneunit(q), xor(x, y)) : q
end

divrem(x::Integer, y::Integer) = ((a, b) = promote(x, y); d = div(a, b); (d, a - d * b))
fldmod(x::Integer, y::Integer) = (fld(x, y), mod(x, y))

div(x::T, y::T, ::RoundingMode{:ToZero}) where {T <: AbstractFloat} = convert(T, round((x - rem(x, y)) / y))
div(x::T, y::T, ::RoundingMode{:Down}) where {T <: AbstractFloat} = convert(T, round((x - mod(x, y)) / y))
div(x::T, y::T, ::RoundingMode{:Up}) where {T <: AbstractFloat} = convert(T, round((x - rem(x, y, RoundUp)) / y))
div(x::T, y::T, r::RoundingMode{:Nearest}) where {T <: AbstractFloat} = convert(T, round((x - rem(x, y, r)) / y))
