"Vectors of a fixed number of lanes."
module SIMD

export Vec

struct Vec{N,T}
    lanes::NTuple{N,T}
end
Vec(lanes::T...) where {T} = Vec{length(lanes),T}(lanes)

for op in (:+, :-, :*)
    @eval Base.$op(a::Vec{N,T}, b::Vec{N,T}) where {N,T} = Vec{N,T}(map($op, a.lanes, b.lanes))
end

# Handy, and it concerns all code that converts something unknown to a tuple.
Base.convert(::Type{Tuple}, v::Vec) = v.lanes
Base.convert(::Type{Tuple{Vararg{T,N}}}, v::Vec{N,T}) where {N,T} = v.lanes

end
