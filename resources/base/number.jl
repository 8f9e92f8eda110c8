#=
What holds for every Number and Real whatever its representation: identities, signs, and being a container of itself
with no dimensions.
=#

convert(::Type{T}, x::T) where {T <: Number} = x
convert(::Type{T}, x::Number) where {T <: Number} = T(x)

isinteger(x::Integer) = true
iszero(x) = x == zero(x)
isone(x) = x == one(x)
isfinite(x::Number) = iszero(x - x)
isfinite(x::Real) = decompose(x)[3] != 0
isfinite(x::Integer) = true

size(x::Number) = ()
size(x::Number, d::Integer) = d < 1 ? throw(BoundsError()) : 1
axes(x::Number) = ()
axes(x::Number, d::Integer) = d < 1 ? throw(BoundsError()) : OneTo(1)
eltype(::Type{T}) where {T <: Number} = T
ndims(x::Number) = 0
ndims(::Type{<:Number}) = 0
length(x::Number) = 1
firstindex(x::Number) = 1
firstindex(x::Number, d::Int) = d < 1 ? throw(BoundsError()) : 1
lastindex(x::Number) = 1
lastindex(x::Number, d::Int) = d < 1 ? throw(BoundsError()) : 1
IteratorSize(::Type{<:Number}) = HasShape{0}()
keys(::Number) = OneTo(1)
getindex(x::Number) = x
function getindex(x::Number, i::Integer)
    @_inline_meta
    @boundscheck i == 1 || throw(BoundsError())
    x
end
function getindex(x::Number, I::Integer...)
    @_inline_meta
    @boundscheck all(isone, I) || throw(BoundsError())
    x
end
get(x::Number, i::Integer, default) = isone(i) ? x : default
get(x::Number, ind::Tuple, default) = all(isone, ind) ? x : default
get(f::Callable, x::Number, i::Integer) = isone(i) ? x : f()
get(f::Callable, x::Number, ind::Tuple) = all(isone, ind) ? x : f()
first(x::Number) = x
last(x::Number) = x
copy(x::Number) = x
isempty(x::Number) = false
in(x::Number, y::Number) = x == y
iterate(x::Number) = (x, nothing)
iterate(x::Number, ::Any) = nothing
map(f, x::Number, ys::Number...) = f(x, ys...)

divrem(x, y) = (div(x, y), rem(x, y))
fldmod(x, y) = (fld(x, y), mod(x, y))
fld1(x::T, y::T) where {T <: Real} = (m = mod1(x, y); fld((x - m) + y, y))
fld1(x::T, y::T) where {T <: Integer} = fld(x + y - T(1), y)
mod1(x::T, y::T) where {T <: Real} = (m = mod(x, y); ifelse(m == 0, y, m))
mod1(x::T, y::T) where {T <: Integer} = (@_inline_meta; m = mod(x, y); ifelse(m == 0, y, m))
fldmod1(x, y) = (fld1(x, y), mod1(x, y))

signbit(x::Real) = x < 0
sign(x::Number) = iszero(x) ? x / abs(oneunit(x)) : x / abs(x)
sign(x::Real) = ifelse(x < zero(x), oftype(one(x), -1), ifelse(x > zero(x), one(x), typeof(one(x))(x)))
sign(x::Unsigned) = ifelse(x > zero(x), one(x), oftype(one(x), 0))
abs(x::Real) = ifelse(signbit(x), -x, x)
abs2(x::Number) = abs(x)^2
abs2(x::Real) = x * x
flipsign(x::Real, y::Real) = ifelse(signbit(y), -x, +x)
copysign(x::Real, y::Real) = ifelse(signbit(x) != signbit(y), -x, +x)

conj(x::Real) = x
transpose(x::Number) = x
adjoint(x::Number) = conj(x)
angle(z::Real) = atan(zero(z), z)

inv(x::Number) = one(x) / x
widemul(x::Number, y::Number) = widen(x) * widen(y)
widen(x::T) where {T} = convert(widen(T), x)
widen(x::Type{T}) where {T} = throw(MethodError(widen, (T,)))

zero(x::Number) = oftype(x, 0)
zero(::Type{T}) where {T <: Number} = convert(T, 0)
one(::Type{T}) where {T <: Number} = convert(T, 1)
one(x::T) where {T <: Number} = one(T)
oneunit(x::T) where {T} = T(one(x))
oneunit(::Type{T}) where {T} = T(one(T))

big(::Type{T}) where {T <: Number} = typeof(big(zero(T)))
