#=
`BitArray`: Bools, 64 in an integer. What broadcasting gives for comparisons. Elements behind the last one in the last
chunk are always zero, so that counting and comparing can go by chunks.
=#

mutable struct BitArray{N} <: AbstractArray{Bool, N}
    chunks::Vector{UInt64}
    len::Int
    dims::NTuple{N, Int}
    function BitArray{N}(::UndefInitializer, dims::Vararg{Int, N}) where {N}
        n = 1
        for (i, d) in enumerate(dims)
            d >= 0 || throw(ArgumentError("dimension size must be ≥ 0, got $d for dimension $i"))
            n *= d
        end
        b = new(zeros(UInt64, (n + 63) >> 6), n)
        N != 1 && (b.dims = dims)
        return b
    end
end
const BitVector = BitArray{1}
const BitMatrix = BitArray{2}
BitArray(::UndefInitializer, dims::Integer...) = BitArray(undef, map(Int, dims))
BitArray(::UndefInitializer, dims::NTuple{N, Int}) where {N} = BitArray{N}(undef, dims...)
BitArray{N}(::UndefInitializer, dims::NTuple{N, Int}) where {N} = BitArray{N}(undef, dims...)
BitArray(A::AbstractArray{<:Any, N}) where {N} = BitArray{N}(A)
BitArray{N}(A::AbstractArray{T, N}) where {N, T} = copyto!(BitArray{N}(undef, size(A)), A)
BitVector() = BitVector(undef, 0)
BitArray{N}(itr) where {N} = BitArray{N}(collect(Bool, itr))
BitArray(itr) = BitArray(collect(Bool, itr))
similar(::Type{<:BitArray}, dims::Dims) = BitArray(undef, dims)

length(B::BitArray) = B.len
size(B::BitVector) = (B.len,)
size(B::BitArray) = B.dims
size(B::BitVector, d::Integer) = d <= 1 ? B.len : 1
isassigned(B::BitArray, i::Int) = 1 <= i <= length(B)
IndexStyle(::Type{<:BitArray}) = IndexLinear()
elsize(::Type{<:BitArray}) = 1
similar(B::BitArray) = BitArray(undef, size(B))
similar(B::BitArray, dims::Int...) = BitArray(undef, dims)
similar(B::BitArray, dims::Dims) = BitArray(undef, dims)
similar(B::BitArray, T::Type{Bool}, dims::Dims) = BitArray(undef, dims)
similar(B::BitArray, T::Type, dims::Dims) = Array{T}(undef, dims)
function getindex(B::BitArray, i::Int)
    checkbounds(B, i)
    return (B.chunks[((i - 1) >> 6) + 1] & (UInt64(1) << ((i - 1) & 63))) != 0
end
function setindex!(B::BitArray, x, i::Int)
    checkbounds(B, i)
    bit, k = UInt64(1) << ((i - 1) & 63), ((i - 1) >> 6) + 1
    B.chunks[k] = convert(Bool, x) ? B.chunks[k] | bit : B.chunks[k] & ~bit
    return B
end
iterate(B::BitArray, i::Int = 0) = i >= length(B) ? nothing : (B[i + 1], i + 1)
function fill!(B::BitArray, x)
    fill!(B.chunks, convert(Bool, x) ? ~UInt64(0) : UInt64(0))
    return clear_rest!(B)
end
function clear_rest!(B::BitArray)
    used = B.len & 63
    used != 0 && (B.chunks[end] &= (UInt64(1) << used) - 1)
    return B
end
falses(dims::DimOrInd...) = falses(dims)
falses(dims::Tuple{Vararg{DimOrInd}}) = BitArray(undef, map(dimlength, dims))
trues(dims::DimOrInd...) = trues(dims)
trues(dims::Tuple{Vararg{DimOrInd}}) = fill!(BitArray(undef, map(dimlength, dims)), true)
copy(B::BitArray) = (C = BitArray(undef, size(B)); copyto!(C.chunks, B.chunks); C)
copyto!(dest::BitArray, src::BitArray) = length(dest) == length(src) ? (copyto!(dest.chunks, src.chunks); dest) :
    invoke(copyto!, Tuple{AbstractArray, AbstractArray}, dest, src)
copyto!(dest::BitArray, src::Array) = invoke(copyto!, Tuple{AbstractArray, AbstractArray}, dest, src)
==(A::BitArray, B::BitArray) = size(A) == size(B) && A.chunks == B.chunks
reshape(B::BitArray, dims::Dims) = prod(dims) == length(B) ? (C = BitArray(undef, dims); copyto!(C.chunks, B.chunks); C) :
    throw(DimensionMismatch("new dimensions $dims must be consistent with array size $(length(B))"))
reshape(B::BitArray{N}, dims::NTuple{N, Int}) where {N} = dims == size(B) ? B : invoke(reshape, Tuple{BitArray, Dims}, B, dims)
function count(B::BitArray)
    n = 0
    for c in B.chunks
        n += count_ones(c)
    end
    return n
end
sum(B::BitArray) = count(B)
any(B::BitArray) = any(c -> c != 0, B.chunks)
all(B::BitArray) = count(B) == length(B)
function push!(B::BitVector, item)
    x = convert(Bool, item)
    B.len & 63 == 0 && push!(B.chunks, UInt64(0))
    B.len += 1
    B[B.len] = x
    return B
end
function resize!(B::BitVector, n::Integer)
    n < 0 && resize_error()
    old = length(B.chunks)
    resize!(B.chunks, (n + 63) >> 6)
    for k in old+1:length(B.chunks)
        B.chunks[k] = 0
    end
    B.len = n
    return clear_rest!(B)
end
function pop!(B::BitVector)
    isempty(B) && throw(ArgumentError("argument must be non-empty"))
    x = B[end]
    resize!(B, length(B) - 1)
    return x
end
append!(B::BitVector, items) = append_each!(B, items)
empty!(B::BitVector) = resize!(B, 0)
deleteat!(B::BitVector, i) = (kept = deleteat!(collect(B), i); resize!(B, length(kept)); copyto!(B, kept))
reverse(B::BitVector) = BitArray(reverse(collect(B)))
vcat(V::BitVector...) = foldl(append!, V; init = BitVector())
map(f::typeof(~), A::BitArray) = .!A
map(f::typeof(!), A::BitArray) = .!A
filter(f, B::BitVector) = BitArray(filter(f, collect(B)))
findall(B::BitArray) = collect(LogicalIndex(B))
