#=
Reductions of arrays, along all dimensions (`dims = :`, the default) or some: then every reduced dimension has length one in
the result. What a keyword `init` means is as in reduce.jl.
=#

mapreduce(f, op, A::AbstractArray; dims = :, kw...) = _mapreduce_dim(f, op, kw.data, A, dims)
mapreduce(f, op, A::AbstractArray, B::AbstractArray...; kw...) = reduce(op, map(f, A, B...); kw...)
_mapreduce_dim(f, op, nt::NamedTuple{(:init,)}, A::AbstractArray, ::Colon) = mapfoldl(f, op, A; nt...)
_mapreduce_dim(f, op, ::NamedTuple{()}, A::AbstractArray, ::Colon) = _mapreduce(f, op, IndexStyle(A), A)
function _mapreduce_dim(f, op, nt::NamedTuple, A::AbstractArray, dims)
    n = ndims(A)
    all(d -> d >= 1, dims) || throw(ArgumentError("dimension must be ≥ 1, got $dims"))
    outer = ntuple(d -> d in dims ? OneTo(1) : axes(A, d), n)
    inner = ntuple(d -> d in dims ? axes(A, d) : OneTo(1), n)
    at(I, J) = ntuple(d -> d in dims ? J[d] : I[d], n)
    return [reduce_slice(f, op, nt, [A[at(I.I, J.I)...] for J in CartesianIndices(inner)]) for I in CartesianIndices(outer)]
end
reduce_slice(f, op, nt::NamedTuple{(:init,)}, slice) = mapfoldl(f, op, slice; nt...)
reduce_slice(f, op, nt::NamedTuple{()}, slice) = _mapreduce(f, op, IndexLinear(), slice)
reduce(op, A::AbstractArray; kw...) = mapreduce(identity, op, A; kw...)
reduce(::typeof(vcat), A::AbstractVector{<:AbstractVecOrMat}) = isempty(A) ? empty_reduction_error() : typed_vcat(mapreduce(eltype, promote_type, A), A...)
reduce(::typeof(hcat), A::AbstractVector{<:AbstractVecOrMat}) = isempty(A) ? empty_reduction_error() : typed_hcat(mapreduce(eltype, promote_type, A), A...)

for (name, inner, op) in ((:sum, :_sum, :add_sum), (:prod, :_prod, :mul_prod), (:maximum, :_maximum, :max), (:minimum, :_minimum, :min))
    @eval begin
        $name(A::AbstractArray; dims = :, kw...) = isempty(kw) ? $inner(A, dims) : mapreduce(identity, $op, A; dims = dims, kw...)
        $name(f, A::AbstractArray; dims = :, kw...) = isempty(kw) ? $inner(f, A, dims) : mapreduce(f, $op, A; dims = dims, kw...)
        $inner(A, ::Colon) = $inner(identity, A, :)
        $inner(A, dims) = $inner(identity, A, dims)
        $inner(f, A, ::Colon) = mapreduce(f, $op, A)
        $inner(f, A, dims) = mapreduce(f, $op, A, dims = dims)
    end
end
extrema(A::AbstractArray; dims = :) = dims isa Colon ? extrema_of(identity, A) : _mapreduce_dim(x -> (x, x), widest, NamedTuple(), A, dims)
widest(a, b) = (min(a[1], b[1]), max(a[2], b[2]))
any(A::AbstractArray; dims = :) = _any(identity, A, dims)
any(f::Function, A::AbstractArray; dims = :) = _any(f, A, dims)
all(A::AbstractArray; dims = :) = _all(identity, A, dims)
all(f::Function, A::AbstractArray; dims = :) = _all(f, A, dims)
_any(f, A, dims) = _mapreduce_dim(f, |, (init = false,), A, dims)
_all(f, A, dims) = _mapreduce_dim(f, &, (init = true,), A, dims)
count(A::AbstractArray; dims = :) = _count(identity, A, dims)
count(f, A::AbstractArray; dims = :) = _count(f, A, dims)
_count(f, A, ::Colon) = _simple_count(f, A)
_count(f, A, dims) = _mapreduce_dim(x -> f(x)::Bool, add_sum, (init = 0,), A, dims)
findmax(A::AbstractArray; dims = :) = dims isa Colon ? invoke(findmax, Tuple{Any}, A) : extreme_dims(findmax, A, dims)
findmin(A::AbstractArray; dims = :) = dims isa Colon ? invoke(findmin, Tuple{Any}, A) : extreme_dims(findmin, A, dims)
argmax(A::AbstractArray; dims = :) = findmax(A; dims = dims)[2]
argmin(A::AbstractArray; dims = :) = findmin(A; dims = dims)[2]
function extreme_dims(find, A, dims)
    n = ndims(A)
    found = map(CartesianIndices(ntuple(d -> d in dims ? OneTo(1) : axes(A, d), n))) do I
        block = CartesianIndices(ntuple(d -> d in dims ? axes(A, d) : (I[d]:I[d]), n))
        value, at = find([A[J] for J in block])
        return value, at isa CartesianIndex ? block[at] : collect(block)[at]
    end
    return map(first, found), map(last, found)
end
sum!(R::AbstractArray, A) = copyto!(R, sum(A; dims = reduced_dims(R, A)))
prod!(R::AbstractArray, A) = copyto!(R, prod(A; dims = reduced_dims(R, A)))
maximum!(R::AbstractArray, A) = copyto!(R, maximum(A; dims = reduced_dims(R, A)))
minimum!(R::AbstractArray, A) = copyto!(R, minimum(A; dims = reduced_dims(R, A)))
reduced_dims(R, A) = Tuple(Int[d for d in 1:ndims(A) if size(R, d) == 1 && size(A, d) != 1])
