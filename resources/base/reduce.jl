#=
Folding and reducing whole collections. Arrays are reduced in pairs of blocks, so that rounding errors grow slowly;
other iterators from left to right. Small integers add up as `Int`. `dims` is in reducedim.jl.
=#

const SmallSigned = Union{Int8, Int16, Int32}
const SmallUnsigned = Union{UInt8, UInt16, UInt32}
add_sum(x, y) = x + y
add_sum(x::SmallSigned, y::SmallSigned) = Int(x) + Int(y)
add_sum(x::SmallUnsigned, y::SmallUnsigned) = UInt(x) + UInt(y)
add_sum(x::Real, y::Real)::Real = x + y
mul_prod(x, y) = x * y
mul_prod(x::SmallSigned, y::SmallSigned) = Int(x) * Int(y)
mul_prod(x::SmallUnsigned, y::SmallUnsigned) = UInt(x) * UInt(y)
mul_prod(x::Real, y::Real)::Real = x * y

struct _InitialValue end
"The operator `op` that begins with its first argument alone, as `reduce_first` makes it."
struct BottomRF{T}
    rf::T
end
(op::BottomRF)(::_InitialValue, x) = reduce_first(op.rf, x)
(op::BottomRF)(acc, x) = op.rf(acc, x)
"`op` on values that `f` was applied to."
struct MappingRF{F, T}
    f::F
    rf::T
end
(op::MappingRF)(acc, x) = op.rf(acc, op.f(x))
struct FilteringRF{F, T}
    f::F
    rf::T
end
(op::FilteringRF)(acc, x) = op.f(x) ? op.rf(acc, x) : acc
"`f` with its two arguments exchanged."
struct FlipArgs{F}
    f::F
end
(op::FlipArgs)(x, y) = op.f(y, x)

mapfoldl(f, op, itr; kw...) = mapfoldl_impl(f, op, kw.data, itr)
function mapfoldl_impl(f::F, op::OP, nt, itr) where {F, OP}
    rf, plain = unwrap_iterator(BottomRF(op), Generator(f, itr))
    return foldl_impl(rf, nt, plain)
end
# What filters and maps around the collection do becomes part of the operator, so that one loop remains.
unwrap_iterator(rf, itr) = rf, itr
unwrap_iterator(rf, itr::Generator) = itr.f === identity ? unwrap_iterator(rf, itr.iter) : unwrap_iterator(MappingRF(itr.f, rf), itr.iter)
unwrap_iterator(rf, itr::Iterators.Filter) = unwrap_iterator(FilteringRF(itr.flt, rf), itr.itr)
function foldl_impl(op::OP, nt, itr) where {OP}
    v = _foldl_impl(op, get(nt, :init, _InitialValue()), itr)
    v isa _InitialValue && return reduce_empty_iter(op, itr)
    return v
end
_foldl_impl(op, init, itr::Union{Tuple, NamedTuple}) = afoldl(op, init, itr...)
function _foldl_impl(op::OP, init, itr) where {OP}
    y = iterate(itr)
    y === nothing && return init
    v = op(init, y[1])
    while true
        y = iterate(itr, y[2])
        y === nothing && break
        v = op(v, y[1])
    end
    return v
end
foldl(op, itr; kw...) = mapfoldl(identity, op, itr; kw...)
mapfoldr(f, op, itr; kw...) = mapfoldr_impl(f, op, kw.data, itr)
function mapfoldr_impl(f, op, nt, itr)
    rf, plain = unwrap_iterator(BottomRF(FlipArgs(op)), Generator(f, itr))
    return foldl_impl(rf, nt, Iterators.reverse(plain))
end
foldr(op, itr; kw...) = mapfoldr(identity, op, itr; kw...)

mapreduce(f, op, itr; kw...) = mapfoldl(f, op, itr; kw...)
mapreduce(f, op, itrs...; kw...) = reduce(op, Generator(f, itrs...); kw...)
reduce(op, itr; kw...) = mapreduce(identity, op, itr; kw...)

# Nothing, and one element alone
reduce_empty(op, ::Type{T}) where {T} = empty_reduction_error()
reduce_empty(::typeof(+), ::Type{Union{}}) = empty_reduction_error()
reduce_empty(::typeof(+), ::Type{T}) where {T} = zero(T)
reduce_empty(::typeof(+), ::Type{Bool}) = zero(Int)
reduce_empty(::typeof(*), ::Type{Union{}}) = empty_reduction_error()
reduce_empty(::typeof(*), ::Type{T}) where {T} = one(T)
reduce_empty(::typeof(*), ::Type{<:AbstractString}) = ""
reduce_empty(::typeof(&), ::Type{Bool}) = true
reduce_empty(::typeof(|), ::Type{Bool}) = false
reduce_empty(::typeof(add_sum), ::Type{Union{}}) = empty_reduction_error()
reduce_empty(::typeof(add_sum), ::Type{T}) where {T} = reduce_empty(+, T)
reduce_empty(::typeof(add_sum), ::Type{T}) where {T <: SmallSigned} = zero(Int)
reduce_empty(::typeof(add_sum), ::Type{T}) where {T <: SmallUnsigned} = zero(UInt)
reduce_empty(::typeof(mul_prod), ::Type{Union{}}) = empty_reduction_error()
reduce_empty(::typeof(mul_prod), ::Type{T}) where {T} = reduce_empty(*, T)
reduce_empty(::typeof(mul_prod), ::Type{T}) where {T <: SmallSigned} = one(Int)
reduce_empty(::typeof(mul_prod), ::Type{T}) where {T <: SmallUnsigned} = one(UInt)
reduce_empty(op::BottomRF, ::Type{T}) where {T} = reduce_empty(op.rf, T)
reduce_empty(op::MappingRF, ::Type{T}) where {T} = mapreduce_empty(op.f, op.rf, T)
reduce_empty(op::FilteringRF, ::Type{T}) where {T} = reduce_empty(op.rf, T)
reduce_empty(op::FlipArgs, ::Type{T}) where {T} = reduce_empty(op.f, T)
empty_reduction_error() = throw(ArgumentError("reducing over an empty collection is not allowed"))
mapreduce_empty(f, op, T) = empty_reduction_error()
mapreduce_empty(::typeof(identity), op, T) = reduce_empty(op, T)
mapreduce_empty(f, op::BottomRF, T) = mapreduce_empty(f, op.rf, T)
mapreduce_empty(::typeof(identity), op::BottomRF, T) = reduce_empty(op.rf, T)
mapreduce_empty(::typeof(abs), op, T) = abs(reduce_empty(op, T))
mapreduce_empty(::typeof(abs2), op, T) = abs2(reduce_empty(op, T))
mapreduce_empty(f::typeof(abs), ::typeof(max), T) = abs(zero(T))
mapreduce_empty(f::typeof(abs2), ::typeof(max), T) = abs2(zero(T))
mapreduce_empty_iter(f, op, itr, ItrEltype) = reduce_empty_iter(MappingRF(f, op), itr, ItrEltype)
reduce_empty_iter(op, itr) = reduce_empty_iter(op, itr, IteratorEltype(itr))
reduce_empty_iter(op, itr, ::HasEltype) = reduce_empty(op, eltype(itr))
reduce_empty_iter(op, itr, ::EltypeUnknown) = empty_reduction_error()
reduce_first(op, x) = x
reduce_first(::typeof(+), x::Bool) = Int(x)
reduce_first(::typeof(*), x::AbstractChar) = string(x)
reduce_first(::typeof(add_sum), x) = reduce_first(+, x)
reduce_first(::typeof(add_sum), x::SmallSigned) = Int(x)
reduce_first(::typeof(add_sum), x::SmallUnsigned) = UInt(x)
reduce_first(::typeof(mul_prod), x) = reduce_first(*, x)
reduce_first(::typeof(mul_prod), x::SmallSigned) = Int(x)
reduce_first(::typeof(mul_prod), x::SmallUnsigned) = UInt(x)
mapreduce_first(f, op, x) = reduce_first(op, f(x))

# Arrays
_mapreduce(f, op, A::AbstractArray) = _mapreduce(f, op, IndexStyle(A), A)
function _mapreduce(f, op, ::IndexLinear, A::AbstractArray)
    inds = LinearIndices(A)
    n = length(inds)
    n == 0 && return mapreduce_empty_iter(f, op, A, IteratorEltype(A))
    n == 1 && return mapreduce_first(f, op, A[first(inds)])
    n >= 16 && return mapreduce_impl(f, op, A, first(inds), last(inds))
    i = first(inds)
    s = op(f(A[i]), f(A[i += 1]))
    while i < last(inds)
        s = op(s, f(A[i += 1]))
    end
    return s
end
_mapreduce(f, op, ::IndexCartesian, A::AbstractArray) = mapfoldl(f, op, A)
mapreduce_impl(f, op, A::AbstractArray, ifirst::Integer, ilast::Integer) = mapreduce_impl(f, op, A, ifirst, ilast, pairwise_blocksize(f, op))
pairwise_blocksize(f, op) = 1024
# The order does not matter to the largest and the smallest: no blocks.
function mapreduce_impl(f, op::Union{typeof(max), typeof(min)}, A::AbstractArray, ifirst::Int, ilast::Int)
    v = mapreduce_first(f, op, A[ifirst])
    for i in ifirst+1:ilast
        v = op(v, f(A[i]))
    end
    return v
end
function mapreduce_impl(f, op, A::AbstractArray, ifirst::Integer, ilast::Integer, blksize::Int)
    ifirst == ilast && return mapreduce_first(f, op, A[ifirst])
    if ifirst + blksize > ilast
        v = op(f(A[ifirst]), f(A[ifirst + 1]))
        for i in ifirst+2:ilast
            v = op(v, f(A[i]))
        end
        return v
    end
    middle = (ifirst + ilast) >> 1
    return op(mapreduce_impl(f, op, A, ifirst, middle, blksize), mapreduce_impl(f, op, A, middle + 1, ilast, blksize))
end

sum(f, a) = mapreduce(f, add_sum, a)
sum(a) = sum(identity, a)
sum(a::AbstractArray{Bool}; kw...) = isempty(kw) ? count(a) : reduce(add_sum, a; kw...)
sum(x::Tuple{Any, Vararg{Any}}) = +(x...)
prod(f, a) = mapreduce(f, mul_prod, a)
prod(a) = mapreduce(identity, mul_prod, a)
prod(x::Tuple{Any, Vararg{Any}}) = *(x...)
maximum(f, a) = mapreduce(f, max, a)
minimum(f, a) = mapreduce(f, min, a)
maximum(a) = mapreduce(identity, max, a)
minimum(a) = mapreduce(identity, min, a)
extrema(itr) = extrema_of(identity, itr)
extrema(f, itr) = extrema_of(f, itr)
function extrema_of(f, itr)
    y = iterate(itr)
    y === nothing && throw(ArgumentError("collection must be non-empty"))
    low = high = f(y[1])
    while true
        y = iterate(itr, y[2])
        y === nothing && return (low, high)
        x = f(y[1])
        low, high = min(low, x), max(high, x)
    end
end

# Truth of some, of all; `missing` where one could decide
any(itr) = any(identity, itr)
all(itr) = all(identity, itr)
any(f, itr) = _any(f, itr, :)
all(f, itr) = _all(f, itr, :)
function _any(f, itr, ::Colon)
    anymissing = false
    for x in itr
        v = f(x)
        if ismissing(v)
            anymissing = true
        else
            v && return true
        end
    end
    return anymissing ? missing : false
end
function _all(f, itr, ::Colon)
    anymissing = false
    for x in itr
        v = f(x)
        if ismissing(v)
            anymissing = true
        else
            v || return false
        end
    end
    return anymissing ? missing : true
end

count(itr) = count(identity, itr)
count(f, itr) = _simple_count(f, itr)
function _simple_count(pred, itr)
    n = 0
    for x in itr
        n += pred(x)::Bool
    end
    return n
end

# Is it there?
function in(x, itr)
    anymissing = false
    for y in itr
        v = (y == x)
        if ismissing(v)
            anymissing = true
        elseif v
            return true
        end
    end
    return anymissing ? missing : false
end
in(x) = Fix2(in, x)
const ∈ = in
∋(itr, x) = in(x, itr)
∉(x, itr) = !(x ∈ itr)
∌(itr, x) = !(itr ∋ x)

# Where is the largest?
findmax(a) = find_extreme((x, best) -> isnan_or(x, best) || isless(best, x), a)
findmin(a) = find_extreme((x, best) -> isnan_or(x, best) || isless(x, best), a)
isnan_or(x, best) = x != x && best == best
function find_extreme(better, a)
    p = pairs(a)
    y = iterate(p)
    y === nothing && throw(ArgumentError("collection must be non-empty"))
    (mi, m), s = y
    while true
        y = iterate(p, s)
        y === nothing && break
        m != m && break
        (i, x), s = y
        better(x, m) && ((m, mi) = (x, i))
    end
    return (m, mi)
end
argmax(a) = findmax(a)[2]
argmin(a) = findmin(a)[2]
