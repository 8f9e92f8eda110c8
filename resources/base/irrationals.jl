#=
π, ℯ and their like: types that know which number they are, and become floats when they meet others.
=#

abstract type AbstractIrrational <: Real end
struct Irrational{sym} <: AbstractIrrational end

show(io::IO, x::Irrational{sym}) where {sym} = print(io, sym)
function show(io::IO, ::MIME"text/plain", x::Irrational{sym}) where {sym}
    get(io, :compact, false) ? print(io, sym) : print(io, sym, " = ", string(Float64(x))[1:min(end, 15)], "...")
end

promote_rule(::Type{<:AbstractIrrational}, ::Type{Float16}) = Float16
promote_rule(::Type{<:AbstractIrrational}, ::Type{Float32}) = Float32
promote_rule(::Type{<:AbstractIrrational}, ::Type{<:AbstractIrrational}) = Float64
promote_rule(::Type{<:AbstractIrrational}, ::Type{T}) where {T <: Real} = promote_type(Float64, T)
promote_rule(::Type{S}, ::Type{T}) where {S <: AbstractIrrational, T <: Number} = promote_type(promote_type(S, real(T)), T)

AbstractFloat(x::AbstractIrrational) = Float64(x)
Float16(x::AbstractIrrational) = Float16(Float32(x))
Complex{T}(x::AbstractIrrational) where {T <: Real} = Complex{T}(T(x))
float(::Type{<:AbstractIrrational}) = Float64

==(::Irrational{s}, ::Irrational{s}) where {s} = true
==(x::AbstractIrrational, y::AbstractIrrational) = false
<(::Irrational{s}, ::Irrational{s}) where {s} = false
<(x::AbstractIrrational, y::AbstractIrrational) = Float64(x) != Float64(y) ? Float64(x) < Float64(y) : throw(MethodError(<, (x, y)))
<=(::Irrational{s}, ::Irrational{s}) where {s} = true
<=(x::AbstractIrrational, y::AbstractIrrational) = x == y || x < y
# no rational number is equal, so a float is below or above
==(x::AbstractIrrational, y::Real) = false
==(x::Real, y::AbstractIrrational) = false
<(x::AbstractIrrational, y::Float64) = Float64(x, RoundUp) <= y
<(x::Float64, y::AbstractIrrational) = x <= Float64(y, RoundDown)
<(x::AbstractIrrational, y::Float32) = Float64(x) < Float64(y)
<(x::Float32, y::AbstractIrrational) = Float64(x) < Float64(y)
<=(x::AbstractIrrational, y::AbstractFloat) = x < y
<=(x::AbstractFloat, y::AbstractIrrational) = x < y
function Float64(x::AbstractIrrational, r::RoundingMode)
    f = Float64(x)
    up = _float_is_below(x)
    r === RoundUp ? (up ? nextfloat(f) : f) : (up ? f : prevfloat(f))
end

isfinite(::AbstractIrrational) = true
isinteger(::AbstractIrrational) = false
iszero(::AbstractIrrational) = false
isone(::AbstractIrrational) = false
signbit(x::Irrational) = signbit(Float64(x))
hash(x::Irrational, h::UInt) = 3 * objectid(x) - h
widen(::Type{T}) where {T <: Irrational} = T
zero(::AbstractIrrational) = false
zero(::Type{<:AbstractIrrational}) = false
one(::AbstractIrrational) = true
one(::Type{<:AbstractIrrational}) = true
-(x::AbstractIrrational) = -Float64(x)
for op in (:+, :-, :*, :/, :^)
    @eval $op(x::AbstractIrrational, y::AbstractIrrational) = $op(Float64(x), Float64(y))
end
*(x::Bool, y::AbstractIrrational) = ifelse(x, Float64(y), 0.0)
round(x::Irrational, r::RoundingMode) = round(float(x), r)

# The values; whether the nearest Float64 is below the number decides comparisons.
baremodule MathConstants
using Core, ..Base
import ..Base: Irrational
export π, pi, ℯ, e, γ, eulergamma, catalan, φ, golden
const π = Irrational{:π}()
const pi = π
const ℯ = Irrational{:ℯ}()
const e = ℯ
const γ = Irrational{:γ}()
const eulergamma = γ
const catalan = Irrational{:catalan}()
const φ = Irrational{:φ}()
const golden = φ
end
using .MathConstants: π, pi, ℯ
Float64(::Irrational{:π}) = 3.141592653589793
Float64(::Irrational{:ℯ}) = 2.718281828459045
Float64(::Irrational{:γ}) = 0.5772156649015329
Float64(::Irrational{:catalan}) = 0.915965594177219
Float64(::Irrational{:φ}) = 1.618033988749895
Float32(::Irrational{:π}) = 3.1415927f0
Float32(::Irrational{:ℯ}) = 2.7182817f0
Float32(::Irrational{:γ}) = 0.5772157f0
Float32(::Irrational{:catalan}) = 0.9159656f0
Float32(::Irrational{:φ}) = 1.618034f0
_float_is_below(::Irrational{:π}) = true
_float_is_below(::Irrational{:ℯ}) = true
_float_is_below(::Irrational{:γ}) = false
_float_is_below(::Irrational{:catalan}) = true
_float_is_below(::Irrational{:φ}) = false

literal_pow(::typeof(^), ::Irrational{:ℯ}, ::Val{p}) where {p} = exp(p)
^(::Irrational{:ℯ}, x::Number) = exp(x)
^(::Irrational{:ℯ}, x::Rational) = exp(x)
^(::Irrational{:ℯ}, x::Integer) = exp(x)
log(::Irrational{:ℯ}) = 1
log(::Irrational{:ℯ}, x::Number) = log(x)
angle(z::AbstractIrrational) = 0.0
