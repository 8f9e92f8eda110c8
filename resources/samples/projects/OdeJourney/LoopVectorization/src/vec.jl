# Vectors of W lanes: every operation is unrolled over them.

struct Vec{W,T<:Number}
    lanes::NTuple{W,T}
end

@inline Base.map(f::F, a::Vec{W,T}) where {F,W,T} = Vec{W,T}(map(f, a.lanes))
@inline Base.map(f::F, a::Vec{W,T}, b::Vec{W,T}) where {F,W,T} = Vec{W,T}(map(f, a.lanes, b.lanes))

@inline Base.:+(a::Vec{W,T}, b::Vec{W,T}) where {W,T} = map(+, a, b)
@inline Base.:-(a::Vec{W,T}, b::Vec{W,T}) where {W,T} = map(-, a, b)
@inline Base.:*(a::Vec{W,T}, b::Vec{W,T}) where {W,T} = map(*, a, b)
@inline Base.abs(a::Vec{W,T}) where {W,T} = map(abs, a)
@inline vmuladd(a::Vec{W,T}, b::Vec{W,T}, c::Vec{W,T}) where {W,T} = a * b + c
@inline vnegmuladd(a::Vec{W,T}, b::Vec{W,T}, c::Vec{W,T}) where {W,T} = c - a * b

@inline vspread(::Val{W}, x::T) where {W,T<:Number} = Vec{W,T}(ntuple(_ -> x, Val(W)))
@inline vload(::Val{W}, a::Array{T}, i::Int) where {W,T} = Vec{W,T}(ntuple(k -> (@inbounds a[i+k-1]), Val(W)))
@inline vstore!(a::Array{T}, i::Int, v::Vec{W,T}) where {W,T} = store_lanes!(a, i, v.lanes)
@inline store_lanes!(a::Array, i::Int, ::Tuple{}) = nothing
@inline function store_lanes!(a::Array, i::Int, lanes::Tuple)
    @inbounds a[i] = lanes[1]
    return store_lanes!(a, i + 1, Base.tail(lanes))
end

@inline vsum(v::Vec) = fold(+, v.lanes)
@inline vmaximum(v::Vec) = fold(max, v.lanes)
@inline fold(op::F, lanes::Tuple{T}) where {F,T} = lanes[1]
@inline fold(op::F, lanes::Tuple) where {F} = op(lanes[1], fold(op, Base.tail(lanes)))
