#=
Indices with several dimensions: `CartesianIndex`, `CartesianIndices`, `LinearIndices`, masks (`LogicalIndex`), and
reading and writing whole blocks with arrays of indices.
=#

struct CartesianIndex{N}
    I::NTuple{N, Int}
    CartesianIndex{N}(index::NTuple{N, Integer}) where {N} = new(map(Int, index))
end
CartesianIndex(index::NTuple{N, Integer}) where {N} = CartesianIndex{N}(index)
CartesianIndex(index::Integer...) = CartesianIndex(index)
CartesianIndex{N}(index::Vararg{Integer, N}) where {N} = CartesianIndex{N}(index)
CartesianIndex(index::CartesianIndex) = index
length(::CartesianIndex{N}) where {N} = N
length(::Type{CartesianIndex{N}}) where {N} = N
getindex(index::CartesianIndex, i::Integer) = index.I[i]
eltype(::Type{T}) where {T <: CartesianIndex} = eltype(fieldtype(T, :I))
Tuple(index::CartesianIndex) = index.I
iterate(::CartesianIndex) = error("iteration is deliberately unsupported for CartesianIndex. Use `I` rather than `I...`, or use `Tuple(I)...`")
+(a::CartesianIndex{N}, b::CartesianIndex{N}) where {N} = CartesianIndex{N}(map(+, a.I, b.I))
-(a::CartesianIndex{N}, b::CartesianIndex{N}) where {N} = CartesianIndex{N}(map(-, a.I, b.I))
-(a::CartesianIndex{N}) where {N} = CartesianIndex{N}(map(-, a.I))
*(a::Integer, b::CartesianIndex{N}) where {N} = CartesianIndex{N}(map(x -> a * x, b.I))
*(b::CartesianIndex, a::Integer) = a * b
zero(::CartesianIndex{N}) where {N} = CartesianIndex{N}(ntuple(i -> 0, Val(N)))
zero(::Type{CartesianIndex{N}}) where {N} = CartesianIndex{N}(ntuple(i -> 0, Val(N)))
oneunit(::CartesianIndex{N}) where {N} = CartesianIndex{N}(ntuple(i -> 1, Val(N)))
oneunit(::Type{CartesianIndex{N}}) where {N} = CartesianIndex{N}(ntuple(i -> 1, Val(N)))
isless(a::CartesianIndex{N}, b::CartesianIndex{N}) where {N} = isless(reverse(a.I), reverse(b.I))
hash(index::CartesianIndex, h::UInt) = hash(index.I, h + 0xd60ca92f8284b8b0)
min(a::CartesianIndex{N}, b::CartesianIndex{N}) where {N} = CartesianIndex{N}(map(min, a.I, b.I))
max(a::CartesianIndex{N}, b::CartesianIndex{N}) where {N} = CartesianIndex{N}(map(max, a.I, b.I))
show(io::IO, i::CartesianIndex) = (print(io, "CartesianIndex"); show(io, i.I))
IteratorSize(::Type{<:CartesianIndex}) = HasLength()

"All the indices of a box, first dimension fastest."
struct CartesianIndices{N, R <: NTuple{N, AbstractUnitRange{Int}}} <: AbstractArray{CartesianIndex{N}, N}
    indices::R
end
CartesianIndices(::Tuple{}) = CartesianIndices{0, typeof(())}(())
CartesianIndices(inds::NTuple{N, Union{<:Integer, AbstractUnitRange{<:Integer}}}) where {N} = CartesianIndices(map(index_axis, inds))
CartesianIndices(inds::NTuple{N, AbstractUnitRange{Int}}) where {N} = CartesianIndices{N, typeof(inds)}(inds)
CartesianIndices(index::CartesianIndex) = CartesianIndices(index.I)
CartesianIndices(A::AbstractArray) = CartesianIndices(axes(A))
index_axis(i::Integer) = OneTo(Int(i))
index_axis(r::AbstractUnitRange) = AbstractUnitRange{Int}(r)
IndexStyle(::Type{CartesianIndices{N, R}}) where {N, R} = IndexCartesian()
size(iter::CartesianIndices) = map(length, iter.indices)
axes(iter::CartesianIndices{N, R}) where {N, R} = map(axes1, iter.indices)
length(iter::CartesianIndices) = prod(size(iter))
eltype(::Type{CartesianIndices{N}}) where {N} = CartesianIndex{N}
eltype(::Type{CartesianIndices{N, TT}}) where {N, TT} = CartesianIndex{N}
getindex(iter::CartesianIndices{N, R}, I::Vararg{Int, N}) where {N, R} = CartesianIndex{N}(map((r, i) -> r[i], iter.indices, I))
first(iter::CartesianIndices) = CartesianIndex(map(first, iter.indices))
last(iter::CartesianIndices) = CartesianIndex(map(last, iter.indices))
function iterate(iter::CartesianIndices)
    any(isempty, iter.indices) && return nothing
    start = first(iter)
    return start, start
end
function iterate(iter::CartesianIndices, state)
    valid, I = next_index(state.I, iter.indices)
    valid || return nothing
    return CartesianIndex(I...), CartesianIndex(I...)
end
iterate(iter::CartesianIndices{0}, done = false) = done ? nothing : (CartesianIndex(), true)
next_index(::Tuple{}, ::Tuple{}) = (false, ())
function next_index(state::Tuple{Int}, indices::Tuple{Any})
    state[1] < last(indices[1]) && return true, (state[1] + 1,)
    return false, (0,)
end
function next_index(state, indices)
    state[1] < last(indices[1]) && return true, (state[1] + 1, tail(state)...)
    valid, I = next_index(tail(state), tail(indices))
    return valid, (first(indices[1]), I...)
end
in(i::CartesianIndex{N}, r::CartesianIndices{N}) where {N} = all(map(in, i.I, r.indices))
CartesianIndices{N, R}(c::CartesianIndices{N, R}) where {N, R} = c
(:)(I::CartesianIndex{N}, J::CartesianIndex{N}) where {N} = CartesianIndices(map((i, j) -> i:j, I.I, J.I))

"An array whose element at every position is the linear index of that position."
struct LinearIndices{N, R <: NTuple{N, AbstractUnitRange{Int}}} <: AbstractArray{Int, N}
    indices::R
end
LinearIndices(::Tuple{}) = LinearIndices{0, typeof(())}(())
LinearIndices(inds::NTuple{N, AbstractUnitRange{<:Integer}}) where {N} = LinearIndices{N, typeof(inds)}(inds)
LinearIndices(sz::NTuple{N, <:Integer}) where {N} = LinearIndices(map(OneTo, sz))
LinearIndices(A::AbstractArray) = LinearIndices(axes(A))
IndexStyle(::Type{<:LinearIndices}) = IndexLinear()
axes(iter::LinearIndices) = map(axes1, iter.indices)
size(iter::LinearIndices) = map(unsafe_length, iter.indices)
getindex(iter::LinearIndices, i::Int) = (@_inline_meta; checkbounds(iter, i); i)
getindex(iter::LinearIndices, i::AbstractRange{<:Integer}) = (checkbounds(iter, i); isa(iter, LinearIndices{1}) ? iter.indices[1][i] : (first(iter):last(iter))[i])
iterate(iter::LinearIndices{1}, s...) = iterate(axes1(iter.indices[1]), s...)
iterate(iter::LinearIndices, i = 1) = i > length(iter) ? nothing : (i, i + 1)
first(iter::LinearIndices) = 1
first(iter::LinearIndices{1}) = (@_inline_meta; first(axes1(iter.indices[1])))
last(iter::LinearIndices) = length(iter)
last(iter::LinearIndices{1}) = (@_inline_meta; last(axes1(iter.indices[1])))

# Cartesian indices between brackets count for as many dimensions as they have.
to_indices(A, inds, I::Tuple{CartesianIndex, Vararg{Any}}) = to_indices(A, inds, (I[1].I..., tail(I)...))
to_indices(A, inds, I::Tuple{CartesianIndices, Vararg{Any}}) = to_indices(A, inds, (I[1].indices..., tail(I)...))
to_indices(A, inds, I::Tuple{CartesianIndices{0}, Vararg{Any}}) = (first(I), to_indices(A, inds, tail(I))...)
to_indices(A, inds, I::Tuple{AbstractArray{CartesianIndex{N}}, Vararg{Any}}) where {N} =
    (to_index(A, I[1]), to_indices(A, drop_axes(inds, Val(N)), tail(I))...)
to_indices(A, inds, I::Tuple{AbstractArray{Bool, N}, Vararg{Any}}) where {N} =
    (to_index(A, I[1]), to_indices(A, drop_axes(inds, Val(N)), tail(I))...)
drop_axes(inds::Tuple, ::Val{0}) = inds
drop_axes(inds::Tuple, ::Val{1}) = maybetail(inds)
drop_axes(inds::Tuple, ::Val{N}) where {N} = drop_axes(maybetail(inds), Val(N - 1))
to_index(i::CartesianIndex) = i
checkbounds_indices(::Type{Bool}, IA::Tuple{Any, Vararg{Any}}, I::Tuple{AbstractArray{CartesianIndex{N}}, Vararg{Any}}) where {N} =
    all(i -> all(map(checkindex_pair, taken_axes(IA, Val(N)), i.I)), I[1]) & checkbounds_indices(Bool, drop_axes(IA, Val(N)), tail(I))
checkbounds_indices(::Type{Bool}, IA::Tuple{Any}, I::Tuple{AbstractArray{CartesianIndex{N}}}) where {N} =
    all(i -> all(map(checkindex_pair, taken_axes(IA, Val(N)), i.I)), I[1])
checkindex_pair(r, i) = checkindex(Bool, r, i)
taken_axes(IA::Tuple, ::Val{N}) where {N} = ntuple(d -> d <= length(IA) ? IA[d] : OneTo(1), Val(N))
checkbounds(::Type{Bool}, A::AbstractArray, i::Union{CartesianIndex, AbstractArray{<:CartesianIndex}}) =
    checkbounds_indices(Bool, axes(A), i isa CartesianIndex ? i.I : (i,))

"The positions at which a mask is true, as `Int` for a vector and as `CartesianIndex` for more dimensions."
struct LogicalIndex{T, A <: AbstractArray{Bool}} <: AbstractVector{T}
    mask::A
    sum::Int
    LogicalIndex{T, A}(mask::A) where {T, A <: AbstractArray{Bool}} = new(mask, count(mask))
end
LogicalIndex(mask::AbstractVector{Bool}) = LogicalIndex{Int, typeof(mask)}(mask)
LogicalIndex(mask::AbstractArray{Bool, N}) where {N} = LogicalIndex{CartesianIndex{N}, typeof(mask)}(mask)
LogicalIndex{Int}(mask::AbstractArray) = LogicalIndex{Int, typeof(mask)}(mask)
size(L::LogicalIndex) = (L.sum,)
length(L::LogicalIndex) = L.sum
collect(L::LogicalIndex) = eltype(L)[i for i in L]
getindex(L::LogicalIndex, i::Int) = collect(L)[i]
iterate(L::LogicalIndex{Int}) = logical_next(L, iterate(OneTo(length(L.mask))), OneTo(length(L.mask)))
iterate(L::LogicalIndex{Int}, s) = logical_next(L, iterate(OneTo(length(L.mask)), s), OneTo(length(L.mask)))
iterate(L::LogicalIndex) = logical_next(L, iterate(CartesianIndices(L.mask)), CartesianIndices(L.mask))
iterate(L::LogicalIndex, s) = logical_next(L, iterate(CartesianIndices(L.mask), s), CartesianIndices(L.mask))
function logical_next(L, y, positions)
    while y !== nothing
        L.mask[y[1]] && return y
        y = iterate(positions, y[2])
    end
    return nothing
end
mask_positions(L::LogicalIndex) = collect(L)
make_view(A::AbstractArray, i::AbstractArray{<:CartesianIndex}) = SubArray(A, (mask_positions(i),))
make_view(A::AbstractVector, i::AbstractArray{<:CartesianIndex}) = SubArray(A, (mask_positions(i),))
checkindex(::Type{Bool}, inds::AbstractUnitRange, I::LogicalIndex) = axes(I.mask) == (inds,)
checkbounds(::Type{Bool}, A::AbstractArray, I::LogicalIndex{<:Any, <:AbstractArray{Bool, 1}}) = length(eachindex(IndexLinear(), A)) == length(I.mask)
checkbounds(::Type{Bool}, A::AbstractArray, I::LogicalIndex) = axes(A) == axes(I.mask)
checkbounds_indices(::Type{Bool}, IA::Tuple{Any, Vararg{Any}}, I::Tuple{LogicalIndex{CartesianIndex{N}}, Vararg{Any}}) where {N} =
    taken_axes(IA, Val(N)) == axes(I[1].mask) && checkbounds_indices(Bool, drop_axes(IA, Val(N)), tail(I))
checkbounds_indices(::Type{Bool}, IA::Tuple{Any}, I::Tuple{LogicalIndex{CartesianIndex{N}}}) where {N} =
    taken_axes(IA, Val(N)) == axes(I[1].mask)

# Blocks. The shape of the result is the shapes of all indices one after the other; single indices have none.
index_shape() = ()
index_shape(::Real, rest...) = index_shape(rest...)
index_shape(A::AbstractArray, rest...) = (axes(A)..., index_shape(rest...)...)
index_lengths() = ()
index_lengths(::Real, rest...) = (1, index_lengths(rest...)...)
index_lengths(A::AbstractArray, rest...) = (length(A), index_lengths(rest...)...)
getindex(A::Array, i1::Union{Integer, CartesianIndex}, I::Union{Integer, CartesianIndex}...) =
    (@_inline_meta; A[to_indices(A, (i1, I...))...])
setindex!(A::Array, v, i1::Union{Integer, CartesianIndex}, I::Union{Integer, CartesianIndex}...) =
    (@_inline_meta; A[to_indices(A, (i1, I...))...] = v; A)
function unsafe_getindices(::IndexStyle, A::AbstractArray, I::Union{Real, AbstractArray}...)
    checkbounds(A, I...)
    dest = similar(A, index_shape(I...))
    at = eachindex(dest)
    y = iterate(at)
    for index in product(map(each_index, I)...)
        dest[y[1]] = A[index...]
        y = iterate(at, y[2])
    end
    return dest
end
each_index(i::Real) = (i,)
each_index(I::AbstractArray) = I
function unsafe_setindices!(A::AbstractArray, x, I::Union{Real, AbstractArray}...)
    checkbounds(A, I...)
    x isa AbstractArray || throw_needs_dots(A, x)
    setindex_shape_check(x, index_lengths(I...)...)
    X = unalias(A, x)
    y = iterate(X)
    for index in product(map(each_index, I)...)
        A[index...] = y[1]
        y = iterate(X, y[2])
    end
    return A
end
throw_needs_dots(A, x) = throw(ArgumentError("indexed assignment with a single value to many locations is not supported; perhaps use broadcasting `.=` instead?"))
function setindex_shape_check(X::AbstractArray, I::Integer...)
    wanted, got = filter(n -> n != 1, I), filter(n -> n != 1, size(X))
    (length(X) == prod(I) && (wanted == got || length(wanted) <= 1)) ||
        throw(DimensionMismatch(length(I) == 1 ? "tried to assign $(length(X)) elements to $(I[1]) destinations" :
            "tried to assign $(join(size(X), "×")) array to $(join(I, "×")) destination"))
    return nothing
end

# Permuted dimensions
function permutedims(A::AbstractArray, perm)
    sort(collect(perm)) == collect(1:ndims(A)) || throw(ArgumentError("no valid permutation of dimensions"))
    dest = similar(A, ntuple(d -> size(A, perm[d]), ndims(A)))
    return permutedims!(dest, A, perm)
end
function permutedims!(dest, src::AbstractArray, perm)
    for I in CartesianIndices(src)
        dest[ntuple(d -> I[perm[d]], ndims(src))...] = src[I]
    end
    return dest
end
permutedims(A::AbstractMatrix) = permutedims(A, (2, 1))
permutedims(v::AbstractVector) = reshape(v, (1, length(v)))
struct PermutedDimsArray{T, N, perm, iperm, AA <: AbstractArray} <: AbstractArray{T, N}
    parent::AA
end
PermutedDimsArray(A::AbstractArray{T, N}, perm) where {T, N} =
    PermutedDimsArray{T, N, (perm...,), (invperm(collect(perm))...,), typeof(A)}(A)
parent(A::PermutedDimsArray) = A.parent
size(A::PermutedDimsArray{T, N, perm}) where {T, N, perm} = ntuple(d -> size(A.parent, perm[d]), Val(N))
getindex(A::PermutedDimsArray{T, N, perm, iperm}, I::Vararg{Int, N}) where {T, N, perm, iperm} =
    A.parent[ntuple(d -> I[iperm[d]], Val(N))...]
setindex!(A::PermutedDimsArray{T, N, perm, iperm}, v, I::Vararg{Int, N}) where {T, N, perm, iperm} =
    (A.parent[ntuple(d -> I[iperm[d]], Val(N))...] = v; A)
similar(A::PermutedDimsArray, T::Type, dims::Dims) = similar(parent(A), T, dims)
dataids(A::PermutedDimsArray) = dataids(parent(A))

# Differing neighbours, equal elements
diff(a::AbstractVector) = [a[i + 1] - a[i] for i in 1:length(a)-1]
function diff(a::AbstractMatrix; dims::Integer)
    return dims == 1 ? a[2:end, :] - a[1:end-1, :] : a[:, 2:end] - a[:, 1:end-1]
end
circshift(a::AbstractVector, n::Integer) = [a[mod1(i - n, length(a))] for i in 1:length(a)]
circshift(a::AbstractArray, n::Integer) = circshift(a, (n,))
function circshift(a::AbstractArray, shifts)
    by(d) = d <= length(shifts) ? shifts[d] : 0
    b = similar(a)
    for I in CartesianIndices(a)
        b[ntuple(d -> mod1(I[d] + by(d), size(a, d)), ndims(a))...] = a[I]
    end
    return b
end
rot180(A::AbstractMatrix) = A[end:-1:1, end:-1:1]
rotl90(A::AbstractMatrix) = permutedims(A)[end:-1:1, :]
rotr90(A::AbstractMatrix) = permutedims(A)[:, end:-1:1]
function isperm(P)
    seen = falses(length(P))
    for i in P
        (1 <= i <= length(P) && !seen[i]) || return false
        seen[i] = true
    end
    return true
end
function invperm(a::AbstractVector)
    isperm(a) || throw(ArgumentError("argument is not a permutation"))
    b = similar(a, Int)
    for (i, j) in pairs(a)
        b[j] = i
    end
    return b
end
permute!(a, p::AbstractVector) = copyto!(a, a[p])
invpermute!(a, p::AbstractVector) = permute!(a, invperm(p))
