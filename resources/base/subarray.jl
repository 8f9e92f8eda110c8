#=
Arrays that are windows on others: `SubArray` (what `view` makes) and `ReshapedArray`. A view is indexed linearly if
its parent is and its indices are a run: whole leading dimensions, then one range, then single positions.
=#

struct SubArray{T, N, P, I, L} <: AbstractArray{T, N}
    parent::P
    indices::I
    offset1::Int
    stride1::Int
    SubArray{T, N, P, I, L}(parent, indices, offset1, stride1) where {T, N, P, I, L} = new(parent, indices, offset1, stride1)
end
const ViewIndex = Union{Real, AbstractArray}
function SubArray(parent::AbstractArray, indices::Tuple)
    I = map(view_index, indices)
    return SubArray(IndexStyle(view_style(IndexStyle(parent), I), IndexStyle(parent)), parent, I, index_shape(I...))
end
function SubArray(::IndexCartesian, parent::P, indices::I, shape::NTuple{N, Any}) where {P, I, N}
    return SubArray{eltype(P), N, P, I, false}(parent, indices, 0, 0)
end
function SubArray(::IndexLinear, parent::P, indices::I, shape::NTuple{N, Any}) where {P, I, N}
    s = view_stride(indices, size(parent))
    return SubArray{eltype(P), N, P, I, true}(parent, indices, view_start(indices, size(parent)) - s, s)
end
view_index(i::Integer) = Int(i)
view_index(i) = i
view_style(::IndexStyle, I) = IndexCartesian()
view_style(::IndexLinear, I::Tuple) = (@_inline_meta; run_style(I))
run_style(I::Tuple{Vararg{Real}}) = IndexLinear()
run_style(I::Tuple{Slice, Vararg{Any}}) = run_style(tail(I))
run_style(I::Tuple{AbstractUnitRange, Vararg{Any}}) = run_style_end(tail(I))
run_style(I::Tuple{Slice, Slice, Vararg{Any}}) = run_style(tail(I))
run_style(I::Tuple{AbstractRange, Vararg{Any}}) = run_style_end(tail(I))
run_style(I::Tuple{Real, Vararg{Any}}) = run_style_strided(tail(I))
run_style(I::Tuple) = IndexCartesian()
run_style_end(I::Tuple{Vararg{Real}}) = IndexLinear()
run_style_end(I::Tuple) = IndexCartesian()
run_style_strided(I::Tuple{Real, Vararg{Any}}) = run_style_strided(tail(I))
run_style_strided(I::Tuple{AbstractRange, Vararg{Any}}) = run_style_end(tail(I))
run_style_strided(I::Tuple{}) = IndexLinear()
run_style_strided(I::Tuple) = IndexCartesian()
view_start(I::Tuple, sz) = start_from(1, I, sz) + 1
start_from(stride, I::Tuple{}, sz::Tuple{}) = 0
start_from(stride, I::Tuple{}, sz::Tuple) = 0
start_from(stride, I::Tuple, sz::Tuple{}) = (first_of(I[1]) - 1) * stride + start_from(stride, tail(I), ())
start_from(stride, I::Tuple, sz::Tuple) = (first_of(I[1]) - 1) * stride + start_from(stride * sz[1], tail(I), tail(sz))
first_of(i::Real) = i
first_of(r::AbstractArray) = first(r)
view_stride(I::Tuple{}, sz) = 1
view_stride(I::Tuple{Real, Vararg{Any}}, sz::Tuple) = length(sz) == 0 ? 1 : sz[1] * view_stride(tail(I), tail(sz))
view_stride(I::Tuple{Real}, sz::Tuple{Any}) = 1
view_stride(I::Tuple{AbstractRange, Vararg{Any}}, sz) = step(I[1])
view_stride(I::Tuple{AbstractArray, Vararg{Any}}, sz) = 1

const FastSubArray{T, N, P, I} = SubArray{T, N, P, I, true}
const FastContiguousSubArray{T, N, P, I <: Union{Tuple{Vararg{Real}}, Tuple{AbstractUnitRange, Vararg{Any}}}} = SubArray{T, N, P, I, true}
const SlowSubArray{T, N, P, I} = SubArray{T, N, P, I, false}
IndexStyle(::Type{<:FastSubArray}) = IndexLinear()
IndexStyle(::Type{<:SubArray}) = IndexCartesian()

view(A::AbstractArray, I::Vararg{Any, N}) where {N} = (J = to_indices(A, I); checkbounds(A, J...); make_view(A, J...))
view(r::OneTo, s::OneTo) = getindex(r, s)
view(r::AbstractUnitRange, s::AbstractRange{<:Integer}) = getindex(r, s)
make_view(A::AbstractArray{T, N}, I::Vararg{ViewIndex, N}) where {T, N} = SubArray(A, map(mask_positions, I))
make_view(A::AbstractArray, i::ViewIndex) = SubArray(reshape(A, length(A)), (mask_positions(i),))
make_view(A::AbstractArray, I::Vararg{ViewIndex, M}) where {M} =
    make_view(M > ndims(A) ? reshape(A, ntuple(d -> size(A, d), Val(M))) : reshape(A, Val(M)), I...)
make_view(V::SubArray{T, N}, I::Vararg{ViewIndex, N}) where {T, N} = SubArray(V.parent, reindex(V.indices, map(mask_positions, I)))
make_view(V::SubArray{T, 1}, i::ViewIndex) where {T} = SubArray(V.parent, reindex(V.indices, (mask_positions(i),)))
mask_positions(i) = i
# Indices of the parent for indices `I` of a view with the indices `V`.
reindex(V::Tuple{}, I::Tuple{}) = ()
reindex(V::Tuple{Real, Vararg{Any}}, I::Tuple) = (@_inline_meta; (V[1], reindex(tail(V), I)...))
reindex(V::Tuple{Slice, Vararg{Any}}, I::Tuple{Any, Vararg{Any}}) = (@_inline_meta; (I[1], reindex(tail(V), tail(I))...))
reindex(V::Tuple{AbstractVector, Vararg{Any}}, I::Tuple{Any, Vararg{Any}}) =
    (@_inline_meta; (V[1][I[1]], reindex(tail(V), tail(I))...))
reindex(V::Tuple{AbstractArray{T, N}, Vararg{Any}}, I::Tuple) where {T, N} =
    (V[1][ntuple(d -> I[d], Val(N))...], reindex(tail(V), ntuple(d -> I[N + d], length(I) - N))...)

size(V::SubArray) = map(length, axes(V))
axes(S::SubArray) = (@_inline_meta; map(OneTo, map(length, index_shape(S.indices...))))
parent(V::SubArray) = V.parent
parentindices(V::SubArray) = V.indices
parentindices(a::AbstractArray) = map(OneTo, size(a))
similar(V::SubArray, T::Type, dims::Dims) = similar(V.parent, T, dims)
dataids(A::SubArray) = dataids(A.parent)
getindex(V::SubArray{T, N}, I::Vararg{Int, N}) where {T, N} = (checkbounds(V, I...); V.parent[reindex(V.indices, I)...])
getindex(V::FastSubArray, i::Int) = (checkbounds(V, i); V.parent[V.offset1 + V.stride1 * i])
getindex(V::FastContiguousSubArray, i::Int) = (checkbounds(V, i); V.parent[V.offset1 + i])
getindex(V::FastSubArray{<:Any, 1}, i::Int) = (checkbounds(V, i); V.parent[V.offset1 + V.stride1 * i])
getindex(V::FastContiguousSubArray{<:Any, 1}, i::Int) = (checkbounds(V, i); V.parent[V.offset1 + i])
setindex!(V::SubArray{T, N}, x, I::Vararg{Int, N}) where {T, N} = (checkbounds(V, I...); V.parent[reindex(V.indices, I)...] = x; V)
setindex!(V::FastSubArray, x, i::Int) = (checkbounds(V, i); V.parent[V.offset1 + V.stride1 * i] = x; V)
setindex!(V::FastContiguousSubArray, x, i::Int) = (checkbounds(V, i); V.parent[V.offset1 + i] = x; V)
setindex!(V::FastSubArray{<:Any, 1}, x, i::Int) = (checkbounds(V, i); V.parent[V.offset1 + V.stride1 * i] = x; V)
setindex!(V::FastContiguousSubArray{<:Any, 1}, x, i::Int) = (checkbounds(V, i); V.parent[V.offset1 + i] = x; V)

"The elements of `parent` under other dimensions; arrays are reshaped in place instead."
struct ReshapedArray{T, N, P <: AbstractArray, MI <: Tuple} <: AbstractArray{T, N}
    parent::P
    dims::NTuple{N, Int}
    mi::MI
end
ReshapedArray(parent::AbstractArray{T}, dims::NTuple{N, Int}) where {T, N} =
    IndexStyle(parent) isa IndexLinear ? ReshapedArray{T, N, typeof(parent), Tuple{}}(parent, dims, ()) :
    ReshapedArray{T, N, typeof(parent), NTuple{ndims(parent), Int}}(parent, dims, size(parent))
const ReshapedArrayLF{T, N, P <: AbstractArray} = ReshapedArray{T, N, P, Tuple{}}
IndexStyle(::Type{<:ReshapedArray}) = IndexLinear()
size(A::ReshapedArray) = A.dims
parent(A::ReshapedArray) = A.parent
similar(A::ReshapedArray, T::Type, dims::Dims) = similar(parent(A), T, dims)
dataids(A::ReshapedArray) = dataids(A.parent)
reshape(A::ReshapedArray, dims::Dims) = reshape(A.parent, dims)
getindex(A::ReshapedArray, i::Int) = (checkbounds(A, i); parent(A)[cartesian_from(A.mi, (i,))...])
getindex(A::ReshapedArrayLF, i::Int) = (checkbounds(A, i); parent(A)[i])
setindex!(A::ReshapedArray, v, i::Int) = (checkbounds(A, i); parent(A)[cartesian_from(A.mi, (i,))...] = v; A)
setindex!(A::ReshapedArrayLF, v, i::Int) = (checkbounds(A, i); parent(A)[i] = v; A)

const StridedArray{T, N} = Union{DenseArray{T, N}, SubArray{T, N, <:DenseArray, <:Tuple{Vararg{Union{Int, AbstractRange{Int}}}}}}
const StridedVector{T} = StridedArray{T, 1}
const StridedMatrix{T} = StridedArray{T, 2}
const StridedVecOrMat{T} = Union{StridedVector{T}, StridedMatrix{T}}

# `@view A[i, :]`, `@views`, and what stands left of `.=`
maybeview(A, args...) = getindex(A, args...)
maybeview(A::AbstractArray, args...) = view(A, args...)
maybeview(A::AbstractArray, args::Number...) = getindex(A, args...)
maybeview(A) = getindex(A)
dotview(args...) = maybeview(args...)
dotview(A::AbstractArray, args::Integer...) = getindex(A, args...)
# `end` inside the brackets of a view means the last index of the array; the macro binds the array to a name for that.
function replace_ends(ex, A, n = 0, N = 1)
    ex === :end && return n == 0 ? Expr(:call, GlobalRef(Base, :lastindex), A) : Expr(:call, GlobalRef(Base, :lastindex), A, n)
    ex === :begin && return n == 0 ? Expr(:call, GlobalRef(Base, :firstindex), A) : Expr(:call, GlobalRef(Base, :firstindex), A, n)
    (ex isa Expr && ex.head !== :ref && ex.head !== :quote) || return ex
    return Expr(ex.head, Any[replace_ends(a, A, n, N) for a in ex.args]...)
end
function view_call(ex::Expr, f)
    A = gensym(:A)
    n = length(ex.args) - 1
    args = Any[replace_ends(ex.args[i + 1], A, n == 1 ? 0 : i, n) for i in 1:n]
    return Expr(:let, Expr(:(=), A, ex.args[1]), Expr(:call, f, A, args...))
end
macro view(ex)
    (isa(ex, Expr) && ex.head === :ref) || throw(ArgumentError("Invalid use of @view macro: argument must be a reference expression A[...]."))
    return esc(view_call(ex, view))
end
views_everywhere(x) = x
function views_everywhere(ex::Expr)
    ex.head === :quote && return ex
    if ex.head === :(=) && ex.args[1] isa Expr && ex.args[1].head === :ref
        return Expr(:(=), ex.args[1], views_everywhere(ex.args[2]))
    end
    args = Any[views_everywhere(a) for a in ex.args]
    new = Expr(ex.head, args...)
    return ex.head === :ref ? view_call(new, maybeview) : new
end
macro views(x)
    return esc(views_everywhere(x))
end
