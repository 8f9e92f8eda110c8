#=
Sorting and searching in what is sorted. Orders come from `by`, `lt`, `rev`. Small parts are sorted by insertion; numbers
by quicksort, everything else by merge sort, which keeps equal elements in order. Partial sorts sort all.
=#
function searchsorted end
function searchsortedfirst end
function searchsortedlast end
function partialsort end
function partialsort! end
function sortperm end
function sortperm! end
function partialsortperm end
function partialsortperm! end
function sortslices end

baremodule Order

using ..Base
using ..Base: @_inline_meta
import ..Base: reverse

eval(x) = Core.eval(Order, x)
export Ordering, Forward, By, Lt, Perm, ReverseOrdering, ForwardOrdering, lt, ord

abstract type Ordering end
struct ForwardOrdering <: Ordering end
struct ReverseOrdering{Fwd <: Ordering} <: Ordering
    fwd::Fwd
end
ReverseOrdering(rev::ReverseOrdering) = rev.fwd
const Forward = ForwardOrdering()
const Reverse = ReverseOrdering(Forward)
reverse(o::Ordering) = ReverseOrdering(o)
struct By{T, O <: Ordering} <: Ordering
    by::T
    order::O
end
By(by) = By(by, Forward)
struct Lt{T} <: Ordering
    lt::T
end
struct Perm{O <: Ordering, V <: AbstractVector} <: Ordering
    order::O
    data::V
end
lt(o::ForwardOrdering, a, b) = (@_inline_meta; Base.isless(a, b))
lt(o::ReverseOrdering, a, b) = (@_inline_meta; lt(o.fwd, b, a))
lt(o::By, a, b) = (@_inline_meta; lt(o.order, o.by(a), o.by(b)))
lt(o::Lt, a, b) = (@_inline_meta; o.lt(a, b))
function lt(p::Perm, a::Integer, b::Integer)
    x, y = p.data[a], p.data[b]
    return lt(p.order, x, y) || (!lt(p.order, y, x) && a < b)
end
plain(::typeof(Base.isless), ::typeof(Base.identity), order::Ordering) = order
plain(::typeof(Base.isless), by, order::Ordering) = By(by, order)
function plain(lt, by, order::Ordering)
    o = by === Base.identity ? Lt(lt) : Lt((x, y) -> lt(by(x), by(y)))
    return order === Forward ? o : reverse(o)
end
ord(lt, by, rev::Nothing, order::Ordering = Forward) = plain(lt, by, order)
ord(lt, by, rev::Bool, order::Ordering = Forward) = (o = plain(lt, by, order); rev ? ReverseOrdering(o) : o)

end

baremodule Sort

using ..Base
using ..Base: @_inline_meta, Callable
using ..Base.Order
import ..Base: sort, sort!, issorted, searchsorted, searchsortedfirst, searchsortedlast, partialsort, partialsort!, sortperm,
    sortperm!, partialsortperm, partialsortperm!, sortslices

eval(x) = Core.eval(Sort, x)
export sort, sort!, InsertionSort, QuickSort, MergeSort, PartialQuickSort

abstract type Algorithm end
struct InsertionSortAlg <: Algorithm end
struct QuickSortAlg <: Algorithm end
struct MergeSortAlg <: Algorithm end
struct PartialQuickSort{T <: Union{Integer, OrdinalRange}} <: Algorithm
    k::T
end
const InsertionSort = InsertionSortAlg()
const QuickSort = QuickSortAlg()
const MergeSort = MergeSortAlg()
const SMALL_THRESHOLD = 20

function issorted(itr, order::Ordering)
    y = iterate(itr)
    y === nothing && return true
    prev, state = y
    y = iterate(itr, state)
    while y !== nothing
        this, state = y
        lt(order, this, prev) && return false
        prev = this
        y = iterate(itr, state)
    end
    return true
end
issorted(itr; lt = isless, by = identity, rev::Union{Bool, Nothing} = nothing, order::Ordering = Forward) =
    issorted(itr, ord(lt, by, rev, order))

function sort!(v::AbstractVector, lo::Integer, hi::Integer, ::InsertionSortAlg, o::Ordering)
    for i in lo+1:hi
        x, j = v[i], i
        while j > lo && lt(o, x, v[j - 1])
            v[j] = v[j - 1]
            j -= 1
        end
        v[j] = x
    end
    return v
end
function sort!(v::AbstractVector, lo::Integer, hi::Integer, a::QuickSortAlg, o::Ordering)
    while lo < hi
        hi - lo <= SMALL_THRESHOLD && return sort!(v, lo, hi, InsertionSort, o)
        j = partition!(v, lo, hi, o)
        if j - lo < hi - j
            sort!(v, lo, j - 1, a, o)
            lo = j + 1
        else
            sort!(v, j + 1, hi, a, o)
            hi = j - 1
        end
    end
    return v
end
# Puts the median of the first, middle and last element where it belongs, smaller ones before it. Gives its position.
function partition!(v::AbstractVector, lo::Integer, hi::Integer, o::Ordering)
    mid = (lo + hi) >>> 1
    lt(o, v[mid], v[lo]) && ((v[lo], v[mid]) = (v[mid], v[lo]))
    lt(o, v[hi], v[lo]) && ((v[lo], v[hi]) = (v[hi], v[lo]))
    lt(o, v[hi], v[mid]) && ((v[mid], v[hi]) = (v[hi], v[mid]))
    v[lo], v[mid] = v[mid], v[lo]
    pivot = v[lo]
    i, j = lo, hi
    while true
        i += 1
        j -= 1
        while i < hi && lt(o, v[i], pivot)
            i += 1
        end
        while lt(o, pivot, v[j])
            j -= 1
        end
        i >= j && break
        v[i], v[j] = v[j], v[i]
    end
    v[j], v[lo] = pivot, v[j]
    return j
end
function sort!(v::AbstractVector, lo::Integer, hi::Integer, a::MergeSortAlg, o::Ordering, t = similar(v, 0))
    hi - lo <= SMALL_THRESHOLD && return sort!(v, lo, hi, InsertionSort, o)
    mid = (lo + hi) >>> 1
    length(t) < mid - lo + 1 && resize!(t, mid - lo + 1)
    sort!(v, lo, mid, a, o, t)
    sort!(v, mid + 1, hi, a, o, t)
    n = mid - lo + 1
    copyto!(t, 1, v, lo, n)
    i, j, k = 1, mid + 1, lo
    while i <= n && j <= hi
        if lt(o, v[j], t[i])
            v[k] = v[j]
            j += 1
        else
            v[k] = t[i]
            i += 1
        end
        k += 1
    end
    copyto!(v, k, t, i, n - i + 1)
    return v
end
sort!(v::AbstractVector, lo::Integer, hi::Integer, a::PartialQuickSort, o::Ordering) = sort!(v, lo, hi, QuickSort, o)

defalg(v::AbstractArray) = MergeSort
defalg(v::AbstractArray{<:Union{Number, Missing}}) = QuickSort
defalg(v::AbstractArray{Missing}) = QuickSort
# NaN comes last, and -0.0 before 0.0, by `isless`; missing after everything.
sort!(v::AbstractVector, alg::Algorithm, order::Ordering) = sort!(v, firstindex(v), lastindex(v), alg, order)
sort!(v::AbstractVector; alg::Algorithm = defalg(v), lt = isless, by = identity, rev::Union{Bool, Nothing} = nothing,
    order::Ordering = Forward) = sort!(v, alg, ord(lt, by, rev, order))
sort(v::AbstractVector; kws...) = sort!(Base.copymutable(v); kws...)
function sort!(A::AbstractArray; dims::Integer, kws...)
    for I in CartesianIndices(ntuple(d -> d == dims ? (1:1) : axes(A, d), ndims(A)))
        sort!(view(A, ntuple(d -> d == dims ? Colon() : I[d], ndims(A))...); kws...)
    end
    return A
end
sort(A::AbstractArray; dims::Integer, kws...) = sort!(copy(A); dims = dims, kws...)
sortslices(A::AbstractMatrix; dims::Integer, kws...) = dims == 1 ? A[sortperm([A[i, :] for i in axes(A, 1)]; kws...), :] :
    A[:, sortperm([A[:, i] for i in axes(A, 2)]; kws...)]

sortperm(v::AbstractVector; alg::Algorithm = MergeSort, lt = isless, by = identity, rev::Union{Bool, Nothing} = nothing, order::Ordering = Forward) =
    sort!(collect(eachindex(v)), MergeSort, Perm(ord(lt, by, rev, order), v))
sortperm!(x::AbstractVector{<:Integer}, v::AbstractVector; alg::Algorithm = MergeSort, lt = isless, by = identity,
    rev::Union{Bool, Nothing} = nothing, order::Ordering = Forward, initialized::Bool = false) =
    sort!(initialized ? x : copyto!(x, eachindex(v)), MergeSort, Perm(ord(lt, by, rev, order), v))
partialsort!(v::AbstractVector, k; kws...) = (sort!(v; kws...); k isa Integer ? v[k] : view(v, k))
partialsort(v::AbstractVector, k; kws...) = sort(v; kws...)[k]
partialsortperm(v::AbstractVector, k; kws...) = sortperm(v; kws...)[k]
partialsortperm!(x::AbstractVector, v::AbstractVector, k; kws...) = sortperm!(x, v; kws...)[k]

function searchsortedfirst(v::AbstractVector, x, lo::Integer, hi::Integer, o::Ordering)
    lo, hi = lo - 1, hi + 1
    while lo < hi - 1
        m = (lo + hi) >>> 1
        lt(o, v[m], x) ? (lo = m) : (hi = m)
    end
    return hi
end
function searchsortedlast(v::AbstractVector, x, lo::Integer, hi::Integer, o::Ordering)
    lo, hi = lo - 1, hi + 1
    while lo < hi - 1
        m = (lo + hi) >>> 1
        lt(o, x, v[m]) ? (hi = m) : (lo = m)
    end
    return lo
end
searchsorted(v::AbstractVector, x, lo::Integer, hi::Integer, o::Ordering) =
    searchsortedfirst(v, x, lo, hi, o):searchsortedlast(v, x, lo, hi, o)
for s in (:searchsortedfirst, :searchsortedlast, :searchsorted)
    @eval begin
        $s(v::AbstractVector, x, o::Ordering) = $s(v, x, firstindex(v), lastindex(v), o)
        $s(v::AbstractVector, x; lt = isless, by = identity, rev::Union{Bool, Nothing} = nothing, order::Ordering = Forward) =
            $s(v, x, ord(lt, by, rev, order))
    end
end

end

using .Sort: QuickSort, MergeSort, InsertionSort, PartialQuickSort
