# `Ref`: one place that holds a value, or one element of an array. It has no dimensions, so broadcasting takes it as a scalar.

mutable struct RefValue{T} <: Ref{T}
    x::T
    RefValue{T}() where {T} = new()
    RefValue{T}(x) where {T} = new(x)
end
RefValue(x::T) where {T} = RefValue{T}(x)

struct RefArray{T, A <: AbstractArray{T}, R} <: Ref{T}
    x::A
    i::Int
    roots::R
    RefArray{T, A, R}(x, i, roots = nothing) where {T, A <: AbstractArray{T}, R} = new(x, i, roots)
end
RefArray(x::AbstractArray{T}, i::Int, roots::Any) where {T} = RefArray{T, typeof(x), Any}(x, i, roots)
RefArray(x::AbstractArray{T}, i::Int = 1, roots::Nothing = nothing) where {T} = RefArray{T, typeof(x), Nothing}(x, i, nothing)

Ref(x::Any) = RefValue(x)
Ref(x::Ref) = x
Ref(x::AbstractArray, i::Integer) = RefArray(x, Int(i))
Ref{T}() where {T} = RefValue{T}()
Ref{T}(x) where {T} = RefValue{T}(x)

getindex(b::RefValue) = b.x
getindex(b::RefArray) = b.x[b.i]
setindex!(b::RefValue, x) = (b.x = x; b)
setindex!(b::RefArray, x) = (b.x[b.i] = x; b)

isassigned(x::RefValue) = isdefined(x, :x)
eltype(::Type{<:Ref{T}}) where {T} = T
size(x::Ref) = ()
axes(x::Ref) = ()
length(x::Ref) = 1
ndims(x::Ref) = 0
ndims(::Type{<:Ref}) = 0
iterate(r::Ref) = (r[], nothing)
iterate(r::Ref, s) = nothing
IteratorSize(::Type{<:Ref}) = HasShape{0}()
convert(::Type{Ref{T}}, x::Ref{T}) where {T} = x
convert(::Type{Ref{T}}, x) where {T} = RefValue{T}(x)
