#=
What every array can do that says its size and how one element is read and written: general indexing, iteration,
`similar`, copying, comparison, concatenation, reshaping, `map`.
=#

length(t::AbstractArray) = (@_inline_meta; prod(size(t)))
ndims(::AbstractArray{T, N}) where {T, N} = N
ndims(::Type{<:AbstractArray{T, N}}) where {T, N} = N
ndims(::Type{<:AbstractArray{T, N} where {T}}) where {N} = N
isempty(a::AbstractArray) = length(a) == 0
first(itr) = (x = iterate(itr); x === nothing && throw(ArgumentError("collection must be non-empty")); x[1])
first(a::AbstractArray) = a[first(eachindex(a))]
last(a) = a[end]
keys(a::AbstractArray) = CartesianIndices(axes(a))
keys(a::AbstractVector) = LinearIndices(a)
keys(s::IndexStyle, A::AbstractArray, B::AbstractArray...) = eachindex(s, A, B...)
elsize(A::AbstractArray) = elsize(typeof(A))
strides(A::Array) = ntuple(d -> stride(A, d), ndims(A))
function stride(a::AbstractArray, k::Integer)
    s = 1
    for d in 1:min(Int(k) - 1, ndims(a))
        s *= size(a, d)
    end
    return s
end
IteratorSize(::Type{<:AbstractArray}) = HasShape{1}()
isassigned(a::AbstractArray, i::Integer...) = checkbounds(Bool, a, i...)
parent(a::AbstractArray) = a
dataids(A::AbstractArray) = (objectid(A),)
dataids(A::Array) = (objectid(A),)
# A copy of `A` if writing to `dest` could change it.
unalias(dest, A::AbstractArray) = mightalias(dest, A) ? unaliascopy(A) : A
unalias(dest, A::AbstractRange) = A
unalias(dest, A) = A
unaliascopy(A::Array) = copy(A)
unaliascopy(A::AbstractArray) = copy(A)
mightalias(A::AbstractArray, B::AbstractArray) = !isbits(A) && !isbits(B) && any(id -> id in dataids(B), dataids(A))
mightalias(x, y) = false

# Elements
getindex(A::AbstractArray, I...) =
    (@_inline_meta; error_if_canonical_getindex(IndexStyle(A), A, I...); getindex_by(IndexStyle(A), A, to_indices(A, I)...))
setindex!(A::AbstractArray, v, I...) =
    (@_inline_meta; error_if_canonical_setindex(IndexStyle(A), A, I...); setindex_by!(IndexStyle(A), A, v, to_indices(A, I)...))
# An array type must define these itself; all other kinds of indices lead to them.
error_if_canonical_getindex(::IndexLinear, A::AbstractArray, ::Int) = error("getindex not defined for ", typeof(A))
error_if_canonical_getindex(::IndexCartesian, A::AbstractArray{T, N}, ::Vararg{Int, N}) where {T, N} = error("getindex not defined for ", typeof(A))
error_if_canonical_getindex(::IndexStyle, ::AbstractArray, ::Any...) = nothing
error_if_canonical_setindex(::IndexLinear, A::AbstractArray, ::Int) = error("setindex! not defined for ", typeof(A))
error_if_canonical_setindex(::IndexCartesian, A::AbstractArray{T, N}, ::Vararg{Int, N}) where {T, N} = error("setindex! not defined for ", typeof(A))
error_if_canonical_setindex(::IndexStyle, ::AbstractArray, ::Any...) = nothing
getindex_by(::IndexStyle, A::AbstractArray, I...) = (@_inline_meta; unsafe_getindices(IndexStyle(A), A, I...))
getindex_by(::IndexLinear, A::AbstractArray, i::Int) = (@_inline_meta; getindex(A, i))
function getindex_by(::IndexLinear, A::AbstractArray, I::Vararg{Int, M}) where {M}
    @_inline_meta
    checkbounds(A, I...)
    return getindex(A, linear_index(A, I...))
end
getindex_by(::IndexCartesian, A::AbstractArray{T, N}, I::Vararg{Int, N}) where {T, N} = (@_inline_meta; getindex(A, I...))
function getindex_by(::IndexCartesian, A::AbstractArray{T, N}, I::Vararg{Int, M}) where {T, N, M}
    @_inline_meta
    checkbounds(A, I...)
    return getindex(A, cartesian_index(A, I...)...)
end
setindex_by!(::IndexStyle, A::AbstractArray, v, I...) = (@_inline_meta; unsafe_setindices!(A, v, I...))
setindex_by!(::IndexLinear, A::AbstractArray, v, i::Int) = (@_inline_meta; setindex!(A, v, i))
function setindex_by!(::IndexLinear, A::AbstractArray, v, I::Vararg{Int, M}) where {M}
    @_inline_meta
    checkbounds(A, I...)
    return setindex!(A, v, linear_index(A, I...))
end
setindex_by!(::IndexCartesian, A::AbstractArray{T, N}, v, I::Vararg{Int, N}) where {T, N} = (@_inline_meta; setindex!(A, v, I...))
function setindex_by!(::IndexCartesian, A::AbstractArray{T, N}, v, I::Vararg{Int, M}) where {T, N, M}
    @_inline_meta
    checkbounds(A, I...)
    return setindex!(A, v, cartesian_index(A, I...)...)
end
linear_index(A, I::Int...) = (@_inline_meta; linear_from(size(A), I))
linear_from(sz::Tuple, ::Tuple{}) = 1
linear_from(sz::Tuple, I::Tuple{Int, Vararg{Int}}) = (@_inline_meta; I[1] + linear_rest(1, sz, tail(I)))
linear_rest(stride, sz::Tuple{}, I::Tuple{}) = 0
linear_rest(stride, sz::Tuple, I::Tuple{}) = 0
linear_rest(stride, sz::Tuple{}, I::Tuple) = (@_inline_meta; (I[1] - 1) * stride + linear_rest(stride, (), tail(I)))
linear_rest(stride, sz::Tuple, I::Tuple) =
    (@_inline_meta; (I[1] - 1) * (stride * sz[1]) + linear_rest(stride * sz[1], tail(sz), tail(I)))
# One index for each dimension: too many end in ones, the last of too few covers the dimensions that are left.
cartesian_index(A::AbstractArray{T, N}, I::Int...) where {T, N} =
    (@_inline_meta; length(I) > N ? ntuple(d -> I[d], Val(N)) : cartesian_from(size(A), I))
cartesian_from(sz::Tuple{}, I::Tuple) = ()
cartesian_from(sz::Tuple{Any}, I::Tuple{}) = (1,)
cartesian_from(sz::Tuple, I::Tuple{}) = (1, cartesian_from(tail(sz), ())...)
cartesian_from(sz::Tuple{Any}, I::Tuple{Int}) = (I[1],)
function cartesian_from(sz::Tuple, I::Tuple{Int})
    q = div(I[1] - 1, sz[1])
    return (I[1] - q * sz[1], cartesian_from(tail(sz), (q + 1,))...)
end
cartesian_from(sz::Tuple, I::Tuple) = (I[1], cartesian_from(tail(sz), tail(I))...)

function iterate(A::AbstractArray, state = (eachindex(A),))
    y = iterate(state...)
    y === nothing && return nothing
    return A[y[1]], (state[1], tail(y)...)
end

get(A::AbstractArray, i::Integer, default) = checkbounds(Bool, A, i) ? A[i] : default
get(A::AbstractArray, I::Tuple{}, default) = checkbounds(Bool, A) ? A[] : default
get(A::AbstractArray, I::Dims, default) = checkbounds(Bool, A, I...) ? A[I...] : default

# Sizes, axes
similar(a::AbstractArray{T}) where {T} = similar(a, T)
similar(a::AbstractArray, ::Type{T}) where {T} = similar(a, T, to_shape(axes(a)))
similar(a::AbstractArray{T}, dims::Tuple) where {T} = similar(a, T, to_shape(dims))
similar(a::AbstractArray{T}, dims::DimOrInd...) where {T} = similar(a, T, to_shape(dims))
similar(a::AbstractArray, ::Type{T}, dims::DimOrInd...) where {T} = similar(a, T, to_shape(dims))
similar(a::AbstractArray, ::Type{T}, dims::Tuple{Union{Integer, OneTo}, Vararg{Union{Integer, OneTo}}}) where {T} =
    similar(a, T, to_shape(dims))
similar(a::AbstractArray, ::Type{T}, dims::Dims{N}) where {T, N} = Array{T, N}(undef, dims)
similar(::Type{T}, dims::DimOrInd...) where {T <: AbstractArray} = similar(T, dims)
similar(::Type{T}, shape::Tuple{Union{Integer, OneTo}, Vararg{Union{Integer, OneTo}}}) where {T <: AbstractArray} =
    similar(T, to_shape(shape))
similar(::Type{T}, dims::Dims) where {T <: AbstractArray} = T(undef, dims)
to_shape(::Tuple{}) = ()
to_shape(dims::Dims) = dims
to_shape(dims::Tuple) = map(to_shape, dims)
to_shape(i::Int) = i
to_shape(i::Integer) = Int(i)
to_shape(r::OneTo) = Int(last(r))
to_shape(r::AbstractUnitRange) = length(r)
empty(a::AbstractArray) = similar(a, 0)

# Copying
function copyto!(dest::AbstractArray, src)
    destiter = eachindex(dest)
    y = iterate(destiter)
    for x in src
        y === nothing && throw(ArgumentError("destination has fewer elements than required"))
        dest[y[1]] = x
        y = iterate(destiter, y[2])
    end
    return dest
end
copyto!(dest::AbstractArray, dstart::Integer, src) = copyto_iter!(dest, dstart, src, 1, typemax(Int))
copyto!(dest::AbstractArray, dstart::Integer, src, sstart::Integer) = copyto_iter!(dest, dstart, src, sstart, typemax(Int))
copyto!(dest::AbstractArray, dstart::Integer, src, sstart::Integer, n::Integer) = copyto_iter!(dest, dstart, src, sstart, n)
function copyto_iter!(dest, dstart, src, sstart, n)
    at, skipped = Int(dstart), 0
    for x in src
        skipped += 1
        skipped < sstart && continue
        skipped - sstart >= n && break
        dest[at] = x
        at += 1
    end
    return dest
end
function copyto!(dest::AbstractArray, src::AbstractArray)
    length(dest) >= length(src) || throw(BoundsError(dest, LinearIndices(src)))
    return copyto_unaliased!(IndexStyle(dest), dest, IndexStyle(src), unalias(dest, src))
end
function copyto_unaliased!(::IndexLinear, dest::AbstractArray, ::IndexLinear, src::AbstractArray)
    shift = firstindex(dest) - firstindex(src)
    for i in eachindex(IndexLinear(), src)
        dest[i + shift] = src[i]
    end
    return dest
end
function copyto_unaliased!(::IndexStyle, dest::AbstractArray, ::IndexStyle, src::AbstractArray)
    y = iterate(eachindex(dest))
    for a in src
        dest[y[1]] = a
        y = iterate(eachindex(dest), y[2])
        y === nothing && break
    end
    return dest
end
copyto!(dest::AbstractArray, dstart::Integer, src::AbstractArray) =
    copyto!(dest, dstart, src, first(LinearIndices(src)), length(src))
copyto!(dest::AbstractArray, dstart::Integer, src::AbstractArray, sstart::Integer) =
    copyto!(dest, dstart, src, sstart, last(LinearIndices(src)) - sstart + 1)
function copyto!(dest::AbstractArray, dstart::Integer, src::AbstractArray, sstart::Integer, n::Integer)
    n == 0 && return dest
    n < 0 && throw(ArgumentError("tried to copy n=$n elements, but n should be nonnegative"))
    (checkbounds(Bool, dest, dstart) && checkbounds(Bool, dest, dstart + n - 1)) || throw(BoundsError(dest, dstart:dstart+n-1))
    (checkbounds(Bool, src, sstart) && checkbounds(Bool, src, sstart + n - 1)) || throw(BoundsError(src, sstart:sstart+n-1))
    src = unalias(dest, src)
    for i in 0:n-1
        dest[dstart + i] = src[sstart + i]
    end
    return dest
end
function copy(a::AbstractArray)
    return copymutable(a)
end
copymutable(a::AbstractArray) = copyto!(similar(a), a)
copymutable(itr) = collect(itr)
copy!(dst::AbstractVector, src::AbstractVector) = (length(dst) == length(src) || resize!(dst, length(src)); copyto!(dst, src))
function copy!(dst::AbstractArray, src::AbstractArray)
    axes(dst) == axes(src) || throw(ArgumentError("arrays must have the same axes for copy! (consider using `copyto!`)"))
    return copyto!(dst, src)
end
AbstractArray{T}(A::AbstractArray{S, N}) where {T, S, N} = AbstractArray{T, N}(A)
AbstractArray{T, N}(A::AbstractArray{S, N}) where {T, S, N} = copyto!(similar(A, T), A)
convert(::Type{AbstractArray{T}}, a::AbstractArray) where {T} = a isa AbstractArray{T} ? a : AbstractArray{T}(a)
convert(::Type{AbstractArray{T, N}}, a::AbstractArray{<:Any, N}) where {T, N} = a isa AbstractArray{T, N} ? a : AbstractArray{T, N}(a)

function push!(a::AbstractVector, items...)
    for item in items
        push!(a, item)
    end
    return a
end
push!(A, a, b) = push!(push!(A, a), b)
push!(A, a, b, c...) = push!(push!(A, a, b), c...)
pushfirst!(A, a, b) = pushfirst!(pushfirst!(A, b), a)
pushfirst!(A, a, b, c...) = pushfirst!(pushfirst!(A, c...), a, b)

# Comparison
function ==(A::AbstractArray, B::AbstractArray)
    axes(A) == axes(B) || return false
    anymissing = false
    for (a, b) in zip(A, B)
        eq = (a == b)
        if ismissing(eq)
            anymissing = true
        elseif !eq
            return false
        end
    end
    return anymissing ? missing : true
end
function isequal(A::AbstractArray, B::AbstractArray)
    A === B && return true
    axes(A) == axes(B) || return false
    for (a, b) in zip(A, B)
        isequal(a, b) || return false
    end
    return true
end
function cmp(A::AbstractVector, B::AbstractVector)
    for (a, b) in zip(A, B)
        isequal(a, b) || return isless(a, b) ? -1 : 1
    end
    return cmp(length(A), length(B))
end
isless(A::AbstractVector, B::AbstractVector) = cmp(A, B) < 0
const hash_abstractarray_seed = 0x7e2d6fb6448beb77
function hash(A::AbstractArray, h::UInt)
    h = hash(size(A), h + hash_abstractarray_seed)
    for a in A
        h = hash(a, h)
    end
    return h
end

# Shapes
reshape(a::Array{T, M}, dims::NTuple{N, Int}) where {T, N, M} =
    prod(dims) == length(a) ? (N == M && dims == size(a) ? a : ccall(:jl_reshape_array, Array{T, N}, (Any, Any, Any), Array{T, N}, a, dims)) :
    throw(DimensionMismatch("new dimensions $dims must be consistent with array size $(length(a))"))
reshape(parent::AbstractArray, dims::Dims) = prod(dims) == length(parent) ? (dims == size(parent) ? parent : ReshapedArray(parent, dims)) :
    throw(DimensionMismatch("parent has $(length(parent)) elements, which is incompatible with size $dims"))
reshape(parent::AbstractArray, dims::Int...) = reshape(parent, dims)
reshape(parent::AbstractArray, shp::Union{Int, AbstractUnitRange}...) = reshape(parent, to_shape(shp))
reshape(parent::AbstractArray, shp::Tuple{Union{Integer, OneTo}, Vararg{Union{Integer, OneTo}}}) = reshape(parent, to_shape(shp))
reshape(parent::AbstractVector, ::Colon) = parent
reshape(parent::AbstractArray, dims::Union{Int, Colon}...) = reshape(parent, dims)
reshape(parent::AbstractArray, dims::Tuple{Vararg{Union{Int, Colon}}}) = reshape(parent, colon_size(parent, dims))
reshape(parent::AbstractArray{T, N}, ::Val{N}) where {T, N} = parent
reshape(parent::AbstractArray, ::Val{N}) where {N} =
    reshape(parent, ntuple(d -> d < N ? size(parent, d) : prod(size(parent)[min(N, end + 1):end]), Val(N)))
function colon_size(A, dims)
    known = 1
    for d in dims
        d isa Colon || (known *= d)
    end
    count(d -> d isa Colon, dims) == 1 || throw(DimensionMismatch("new dimensions $dims may have at most one omitted dimension specified by `Colon()`"))
    (known != 0 && rem(length(A), known) == 0) || throw(DimensionMismatch("array size $(length(A)) must be divisible by the product of the new dimensions $dims"))
    return map(d -> d isa Colon ? div(length(A), known) : d, dims)
end
vec(a::AbstractArray) = reshape(a, length(a))
vec(a::AbstractVector) = a
function dropdims(A::AbstractArray; dims)
    gone = dims isa Integer ? (dims,) : dims
    all(d -> size(A, d) == 1, gone) || throw(ArgumentError("dropped dims must all be size 1"))
    return reshape(A, Tuple(Int[size(A, d) for d in 1:ndims(A) if !(d in gone)]))
end
selectdim(A::AbstractArray, d::Integer, i) = view(A, ntuple(k -> k == d ? i : Colon(), ndims(A))...)
eachrow(A::AbstractVecOrMat) = (view(A, i, :) for i in axes(A, 1))
eachcol(A::AbstractVecOrMat) = (view(A, :, i) for i in axes(A, 2))
eachslice(A::AbstractArray; dims) = (selectdim(A, dims, i) for i in axes(A, dims))
promote_shape(a::AbstractArray, b::AbstractArray) = promote_shape(axes(a), axes(b))
function promote_shape(a::Indices, b::Indices)
    length(a) < length(b) && return promote_shape(b, a)
    for i in 1:length(b)
        a[i] == b[i] || throw(DimensionMismatch("dimensions must match: a has dims $a, b has dims $b, mismatch at $i"))
    end
    for i in length(b)+1:length(a)
        length(a[i]) == 1 || throw(DimensionMismatch("dimensions must match: a has dims $a, must have singleton at dim $i"))
    end
    return a
end
promote_shape(a::Dims, b::Dims) = map(length, promote_shape(map(OneTo, a), map(OneTo, b)))

# Concatenation
vcat(X::T...) where {T} = T[X[i] for i in 1:length(X)]
vcat(X::T...) where {T <: Number} = T[X[i] for i in 1:length(X)]
vcat(X::Number...) = typed_vcat(promote_typeof(X...), X...)
vcat(V::AbstractVector...) = cat_vectors(promote_eltype(V...), V)
vcat(V::AbstractVector{T}...) where {T} = cat_vectors(T, V)
vcat(A::AbstractVecOrMat...) = typed_vcat(promote_eltype(A...), A...)
vcat(A::AbstractVecOrMat{T}...) where {T} = typed_vcat(T, A...)
vcat(A::AbstractArray...) = cat_along(promote_eltype(A...), 1, A)
vcat(X...) = typed_vcat(promote_eltypeof(X...), X...)
hcat(X::T...) where {T <: Number} = T[X[j] for i in 1:1, j in 1:length(X)]
hcat(X::Number...) = typed_hcat(promote_typeof(X...), X...)
hcat(X::T...) where {T} = T[X[j] for i in 1:1, j in 1:length(X)]
hcat(A::AbstractVecOrMat...) = typed_hcat(promote_eltype(A...), A...)
hcat(A::AbstractVecOrMat{T}...) where {T} = typed_hcat(T, A...)
hcat(A::AbstractArray...) = cat_along(promote_eltype(A...), 2, A)
hcat(X...) = typed_hcat(promote_eltypeof(X...), X...)
promote_eltypeof() = Bottom
promote_eltypeof(v1, vs...) = promote_type(eltypeof(v1), promote_eltypeof(vs...))
promote_eltype() = Bottom
promote_eltype(v1, vs...) = promote_type(eltype(v1), promote_eltype(vs...))
eltypeof(x) = typeof(x)
eltypeof(x::AbstractArray) = eltype(x)
function cat_vectors(::Type{T}, V) where {T}
    n = 0
    for v in V
        n += length(v)
    end
    a, at = similar(V[1], T, n), 1
    for v in V, x in v
        a[at] = x
        at += 1
    end
    return a
end
typed_vcat(::Type{T}) where {T} = Vector{T}()
typed_hcat(::Type{T}) where {T} = Vector{T}()
typed_vcat(::Type{T}, A::AbstractVector...) where {T} = cat_vectors(T, A)
typed_vcat(::Type{T}, A...) where {T} = cat_along(T, 1, A)
typed_hcat(::Type{T}, A...) where {T} = cat_along(T, 2, A)
cat(X...; dims) = cat_along(promote_eltypeof(X...), dims isa Val ? val_of(dims) : dims, X)
val_of(::Val{N}) where {N} = N
cat_size(x, d) = 1
cat_size(A::AbstractArray, d) = size(A, d)
cat_ndims(x) = 0
cat_ndims(A::AbstractArray) = ndims(A)
# Along the dimensions `dims` sizes add up (a block diagonal, if there are several); in all others they must agree.
function cat_along(::Type{T}, dims, X) where {T}
    n = max(maximum(dims), maximum(map(cat_ndims, X)))
    sz = ntuple(n) do d
        d in dims && return sum(x -> cat_size(x, d), X)
        for (i, x) in enumerate(X)
            cat_size(x, d) == cat_size(X[1], d) && continue
            n == 2 && dims isa Integer && throw(ArgumentError(
                "number of $(d == 1 ? "rows" : "columns") of each array must match (got $(map(y -> cat_size(y, d), X)))"))
            throw(DimensionMismatch("mismatch in dimension $d (expected $(cat_size(X[1], d)) got $(cat_size(x, d)))"))
        end
        return cat_size(X[1], d)
    end
    A = Array{T, n}(undef, sz)
    length(dims) > 1 && fill!(A, zero(T))
    shift = zeros(Int, n)
    for x in X
        block = ntuple(d -> shift[d]+1:shift[d]+cat_size(x, d), n)
        if x isa AbstractArray
            for (I, v) in zip(CartesianIndices(block), x)
                A[I] = v
            end
        else
            A[map(first, block)...] = x
        end
        for d in dims
            shift[d] += cat_size(x, d)
        end
    end
    return A
end
hvcat(rows::Tuple{Vararg{Int}}, xs::T...) where {T <: Number} = hvcat_scalars(T, rows, xs)
hvcat(rows::Tuple{Vararg{Int}}, xs::Number...) = hvcat_scalars(promote_typeof(xs...), rows, xs)
hvcat(rows::Tuple{Vararg{Int}}, xs...) = typed_hvcat(promote_eltypeof(xs...), rows, xs...)
hvcat(rows::Tuple{Vararg{Int}}) = Vector{Any}()
typed_hvcat(::Type{T}, rows::Tuple{Vararg{Int}}, xs::Number...) where {T} = hvcat_scalars(T, rows, xs)
function typed_hvcat(::Type{T}, rows::Tuple{Vararg{Int}}, xs...) where {T}
    at, blocks = 0, Any[]
    for n in rows
        push!(blocks, typed_hcat(T, xs[at+1:at+n]...))
        at += n
    end
    return typed_vcat(T, blocks...)
end
function hvcat_scalars(::Type{T}, rows, xs) where {T}
    nr, nc = length(rows), rows[1]
    a, k = Matrix{T}(undef, nr, nc), 1
    length(xs) == nr * nc || throw(ArgumentError("argument count does not match specified shape (expected $(nr * nc), got $(length(xs)))"))
    for i in 1:nr
        rows[i] == nc || throw(ArgumentError("row $i has mismatched number of columns (expected $nc, got $(rows[i]))"))
        for j in 1:nc
            a[i, j] = xs[k]
            k += 1
        end
    end
    return a
end

# Functions of every element
function foreach(f, itr)
    for x in itr
        f(x)
    end
    return nothing
end
function foreach(f, itr, itrs...)
    for z in zip(itr, itrs...)
        f(z...)
    end
    return nothing
end
map(f, A::AbstractArray) = collect_similar(A, Generator(f, A))
map(f, A) = collect(Generator(f, A))
map(f, ::AbstractDict) = error("map is not defined on dictionaries")
map(f, ::AbstractSet) = error("map is not defined on sets")
map(f, iters...) = collect(Generator(f, iters...))
map(f) = f()
function map!(f, dest::AbstractArray, A::AbstractArray)
    for (i, j) in zip(eachindex(dest), eachindex(A))
        dest[i] = f(A[j])
    end
    return dest
end
function map!(f, dest::AbstractArray, As::AbstractArray...)
    for (i, args) in zip(eachindex(dest), zip(As...))
        dest[i] = f(args...)
    end
    return dest
end
function mapslices(f, A::AbstractArray; dims)
    kept = dims isa Integer ? (dims,) : Tuple(dims)
    index(I) = ntuple(d -> d in kept ? Colon() : I[d], ndims(A))
    outer = CartesianIndices(ntuple(d -> d in kept ? OneTo(1) : axes(A, d), ndims(A)))
    first_result = f(A[index(first(outer))...])
    result_size(r, k) = r isa AbstractArray ? size(r, k) : 1
    position(d) = findfirst(isequal(d), kept)
    R = similar(A, eltypeof(first_result), ntuple(d -> d in kept ? result_size(first_result, position(d)) : size(A, d), ndims(A)))
    for I in outer
        r = f(A[index(I)...])
        R[ntuple(d -> d in kept ? axes(R, d) : (I[d]:I[d]), ndims(A))...] = r isa AbstractArray ? r : fill(r, 1)
    end
    return R
end
function repeat(A::AbstractArray, counts::Integer...)
    n = max(ndims(A), length(counts))
    times(d) = d <= length(counts) ? Int(counts[d]) : 1
    R = similar(A, ntuple(d -> size(A, d) * times(d), n))
    for I in CartesianIndices(R)
        R[I] = A[ntuple(d -> mod1(I[d], size(A, d)), n)...]
    end
    return R
end
function repeat(A::AbstractArray; inner = 1, outer = 1)
    n = max(ndims(A), length(inner), length(outer))
    times(c, d) = d <= length(c) ? Int(c[d]) : 1
    R = similar(A, ntuple(d -> size(A, d) * times(inner, d) * times(outer, d), n))
    for I in CartesianIndices(R)
        R[I] = A[ntuple(d -> mod1(fld1(I[d], times(inner, d)), size(A, d)), n)...]
    end
    return R
end
