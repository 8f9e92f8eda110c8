#=
How arrays are indexed: `axes` and `size`, linear or Cartesian style, bounds checks, and `to_indices`, which turns what a
program writes between brackets (colons, masks, Cartesian indices) into integers and arrays of integers.
=#

const Dims{N} = NTuple{N, Int}
const DimsInteger{N} = NTuple{N, Integer}
const Indices{N} = NTuple{N, AbstractUnitRange}
const DimOrInd = Union{Integer, AbstractUnitRange}

abstract type IndexStyle end
struct IndexLinear <: IndexStyle end
struct IndexCartesian <: IndexStyle end
IndexStyle(A::AbstractArray) = IndexStyle(typeof(A))
IndexStyle(::Type{Union{}}) = IndexLinear()
IndexStyle(::Type{<:AbstractArray}) = IndexCartesian()
IndexStyle(::Type{<:Array}) = IndexLinear()
IndexStyle(::Type{<:AbstractRange}) = IndexLinear()
IndexStyle(A::AbstractArray, B::AbstractArray) = IndexStyle(IndexStyle(A), IndexStyle(B))
IndexStyle(A::AbstractArray, B::AbstractArray...) = IndexStyle(IndexStyle(A), IndexStyle(B...))
IndexStyle(::IndexLinear, ::IndexLinear) = IndexLinear()
IndexStyle(::IndexStyle, ::IndexStyle) = IndexCartesian()

axes(A) = (@_inline_meta; map(OneTo, size(A)))
axes(A::AbstractArray{T, N}, d) where {T, N} = (@_inline_meta; d <= N ? axes(A)[d] : OneTo(1))
axes1(A::AbstractArray{<:Any, 0}) = OneTo(1)
axes1(A::AbstractArray) = (@_inline_meta; axes(A)[1])
unsafe_indices(A) = axes(A)
size(t::AbstractArray{T, N}, d) where {T, N} = d <= N ? size(t)[d] : 1
has_offset_axes(A...) = false

to_index(i::Integer) = convert(Int, i)::Int
to_index(i::Bool) = throw(ArgumentError("invalid index: $i of type Bool"))
to_index(I::AbstractArray{Bool}) = LogicalIndex(I)
to_index(I::AbstractArray) = I
to_index(I::AbstractArray{Union{}}) = I
to_index(I::AbstractArray{<:Union{AbstractArray, Colon}}) = throw(ArgumentError("invalid index: $(repr(I)) of type $(typeof(I))"))
to_index(::Colon) = throw(ArgumentError("colons must be converted by to_indices(...)"))
to_index(i) = throw(ArgumentError("invalid index: $(repr(i)) of type $(typeof(i))"))
to_index(A, i) = to_index(i)

"""
    to_indices(A, I::Tuple)

The indices `I` for `A` as integers and arrays of integers (`A[I...]` means the same with them).
"""
to_indices(A, I::Tuple) = (@_inline_meta; to_indices(A, axes(A), I))
to_indices(A, I::Tuple{Any}) = (@_inline_meta; to_indices(A, (eachindex(IndexLinear(), A),), I))
to_indices(A, inds, ::Tuple{}) = ()
to_indices(A, inds, I::Tuple{Any, Vararg{Any}}) =
    (@_inline_meta; (to_index(A, I[1]), to_indices(A, maybetail(inds), tail(I))...))
to_indices(A, inds, I::Tuple{Colon, Vararg{Any}}) =
    (@_inline_meta; (uncolon(inds, I), to_indices(A, maybetail(inds), tail(I))...))
maybetail(::Tuple{}) = ()
maybetail(t::Tuple) = tail(t)

"All of an axis: what a colon becomes."
struct Slice{T <: AbstractUnitRange} <: AbstractUnitRange{Int}
    indices::T
end
Slice(S::Slice) = S
uncolon(inds::Tuple{}, I::Tuple{Colon, Vararg{Any}}) = Slice(OneTo(1))
uncolon(inds::Tuple, I::Tuple{Colon, Vararg{Any}}) = Slice(inds[1])
axes(S::Slice) = (IdentityUnitRange(S.indices),)
axes(S::Slice{<:OneTo}) = (S.indices,)
first(S::Slice) = first(S.indices)
last(S::Slice) = last(S.indices)
size(S::Slice) = (length(S.indices),)
length(S::Slice) = length(S.indices)
unsafe_length(S::Slice) = unsafe_length(S.indices)
getindex(S::Slice, i::Int) = (@_inline_meta; checkindex(Bool, S.indices, i) ? i : throw_boundserror(S, i))
getindex(S::Slice, i::AbstractUnitRange{<:Integer}) = (checkbounds(S, i); i)
getindex(S::Slice, i::StepRange{<:Integer}) = (checkbounds(S, i); i)
show(io::IO, r::Slice) = print(io, "Base.Slice(", r.indices, ")")
iterate(S::Slice, s...) = iterate(S.indices, s...)

struct IdentityUnitRange{T <: AbstractUnitRange} <: AbstractUnitRange{Int}
    indices::T
end
axes(S::IdentityUnitRange) = (S,)
axes(S::IdentityUnitRange{<:OneTo}) = (S.indices,)
first(S::IdentityUnitRange) = first(S.indices)
last(S::IdentityUnitRange) = last(S.indices)
size(S::IdentityUnitRange) = (length(S.indices),)
length(S::IdentityUnitRange) = length(S.indices)
getindex(S::IdentityUnitRange, i::Int) = checkindex(Bool, S.indices, i) ? i : throw_boundserror(S, i)
getindex(S::IdentityUnitRange, i::AbstractUnitRange{<:Integer}) = (checkbounds(S, i); i)
iterate(S::IdentityUnitRange, s...) = iterate(S.indices, s...)

eachindex(A::AbstractVector) = (@_inline_meta; axes1(A))
eachindex(A::AbstractArray) = (@_inline_meta; eachindex(IndexStyle(A), A))
eachindex(A::AbstractArray, B::AbstractArray) = (@_inline_meta; eachindex(IndexStyle(A, B), A, B))
eachindex(A::AbstractArray, B::AbstractArray...) = (@_inline_meta; eachindex(IndexStyle(A, B...), A, B...))
eachindex(::IndexLinear, A::AbstractArray) = (@_inline_meta; OneTo(length(A)))
eachindex(::IndexLinear, A::AbstractVector) = (@_inline_meta; axes1(A))
eachindex(::IndexCartesian, A::AbstractArray) = CartesianIndices(axes(A))
function eachindex(::IndexLinear, A::AbstractArray, B::AbstractArray...)
    indsA = eachindex(IndexLinear(), A)
    all(b -> length(eachindex(IndexLinear(), b)) == length(indsA), B) || throw_eachindex_mismatch(IndexLinear(), A, B...)
    return indsA
end
function eachindex(::IndexCartesian, A::AbstractArray, B::AbstractArray...)
    all(b -> axes(b) == axes(A), B) || throw_eachindex_mismatch(IndexCartesian(), A, B...)
    return CartesianIndices(axes(A))
end
throw_eachindex_mismatch(::IndexLinear, A...) =
    throw(DimensionMismatch("all inputs to eachindex must have the same indices, got $(join(map(a -> string(eachindex(a)), A), ", ", " and "))"))
throw_eachindex_mismatch(::IndexCartesian, A...) =
    throw(DimensionMismatch("all inputs to eachindex must have the same axes, got $(join(map(a -> string(axes(a)), A), ", ", " and "))"))

firstindex(a::AbstractArray) = (@_inline_meta; first(eachindex(IndexLinear(), a)))
firstindex(a::AbstractArray, d) = (@_inline_meta; first(axes(a, d)))
lastindex(a::AbstractArray) = (@_inline_meta; last(eachindex(IndexLinear(), a)))
lastindex(a::AbstractArray, d) = (@_inline_meta; last(axes(a, d)))

# Bounds
checkbounds(::Type{Bool}, A::AbstractArray, I...) = (@_inline_meta; checkbounds_indices(Bool, axes(A), I))
checkbounds(::Type{Bool}, A::AbstractArray, I) = (@_inline_meta; checkindex(Bool, eachindex(IndexLinear(), A), I))
checkbounds(::Type{Bool}, A::AbstractArray{<:Any, N}, I::AbstractArray{Bool, N}) where {N} = (@_inline_meta; axes(A) == axes(I))
checkbounds(A::AbstractArray, I...) = (@_inline_meta; checkbounds(Bool, A, I...) || throw_boundserror(A, I); nothing)
checkbounds_indices(::Type{Bool}, IA::Tuple{Any, Vararg{Any}}, I::Tuple{Any, Vararg{Any}}) =
    (@_inline_meta; checkindex(Bool, IA[1], I[1]) & checkbounds_indices(Bool, tail(IA), tail(I)))
checkbounds_indices(::Type{Bool}, ::Tuple{}, I::Tuple{Any, Vararg{Any}}) =
    (@_inline_meta; checkindex(Bool, OneTo(1), I[1]) & checkbounds_indices(Bool, (), tail(I)))
checkbounds_indices(::Type{Bool}, IA::Tuple{Any}, I::Tuple{Any}) = (@_inline_meta; checkindex(Bool, IA[1], I[1]))
checkbounds_indices(::Type{Bool}, IA::Tuple, ::Tuple{}) = (@_inline_meta; all(x -> unsafe_length(x) == 1, IA))
checkbounds_indices(::Type{Bool}, ::Tuple{}, ::Tuple{}) = true

checkindex(::Type{Bool}, inds::AbstractUnitRange, i) = throw(ArgumentError("unable to check bounds for indices of type $(typeof(i))"))
checkindex(::Type{Bool}, inds::AbstractUnitRange, i::Real) = (first(inds) <= i) & (i <= last(inds))
checkindex(::Type{Bool}, inds::AbstractUnitRange, ::Colon) = true
checkindex(::Type{Bool}, inds::AbstractUnitRange, ::Slice) = true
checkindex(::Type{Bool}, inds::AbstractUnitRange, r::AbstractRange) =
    isempty(r) | (checkindex(Bool, inds, first(r)) & checkindex(Bool, inds, last(r)))
checkindex(::Type{Bool}, inds::AbstractUnitRange, I::AbstractVector{Bool}) = axes1(I) == inds
checkindex(::Type{Bool}, inds::AbstractUnitRange, I::AbstractArray{Bool}) = false
function checkindex(::Type{Bool}, inds::AbstractUnitRange, I::AbstractArray)
    for i in I
        checkindex(Bool, inds, i) || return false
    end
    return true
end
