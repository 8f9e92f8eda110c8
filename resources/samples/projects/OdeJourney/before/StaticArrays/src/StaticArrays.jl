"Arrays whose size is in their type, with arithmetic for every size."
module StaticArrays

export SVector, SArray, StaticArray, svector, dot, lengthsquared, isstatic

abstract type StaticArray{S,T,N} <: AbstractArray{T,N} end

struct SArray{S,T,N,L} <: StaticArray{S,T,N}
    data::NTuple{L,T}
end
const SVector{L,T} = SArray{Tuple{L},T,1,L}

isstatic(::AbstractArray) = false
isstatic(::StaticArray) = true

svector(x::T, rest::T...) where {T} = SVector{1 + length(rest),T}((x, rest...))

Base.size(::SVector{L}) where {L} = (L,)
Base.IndexStyle(::Type{<:SVector}) = IndexLinear()
Base.getindex(a::SVector, i::Int) = a.data[i]

# Arithmetic for every length by itself, so that no loop is left in it.
const LONGEST = 24
for L in 1:LONGEST
    together(op) = Expr(:tuple, (:($op(a.data[$i], b.data[$i])) for i in 1:L)...)
    scaled(op) = Expr(:tuple, (:($op(a.data[$i], s)) for i in 1:L)...)
    @eval begin
        Base.:+(a::SVector{$L,T}, b::SVector{$L,T}) where {T} = SVector{$L,T}($(together(:+)))
        Base.:-(a::SVector{$L,T}, b::SVector{$L,T}) where {T} = SVector{$L,T}($(together(:-)))
        Base.:*(a::SVector{$L,T}, s::T) where {T<:Number} = SVector{$L,T}($(scaled(:*)))
        Base.:*(s::T, a::SVector{$L,T}) where {T<:Number} = a * s
        Base.:/(a::SVector{$L,T}, s::T) where {T<:AbstractFloat} = SVector{$L,T}($(scaled(:/)))
        dot(a::SVector{$L,T}, b::SVector{$L,T}) where {T} = $(Expr(:call, :+, :(zero(T)), (:(a.data[$i] * b.data[$i]) for i in 1:L)...))
        lengthsquared(a::SVector{$L,T}) where {T} = dot(a, a)
    end
end

for L in 1:LONGEST, T in (Float32, Float64)
    precompile(+, (SVector{L,T}, SVector{L,T}))
    precompile(-, (SVector{L,T}, SVector{L,T}))
    precompile(*, (SVector{L,T}, T))
    precompile(lengthsquared, (SVector{L,T},))
end

end
