#=
Module `Iterators`: lazy combinations of collections. Each is a struct of the iterators it reads and says by its traits
what is known of its length and elements. `pairs` and `zip`, which Base exports, are here too.
=#
function zip end
function enumerate end
function peek end

baremodule Iterators

import ..Base: first, last, isempty, length, size, axes, ndims, eltype, iterate, keys, values, getindex, setindex!, haskey, get,
    IteratorSize, IteratorEltype, show, in, pairs, zip, enumerate, collect, reverse, peek, popfirst!, popfirst!, filter
using ..Base
using ..Base: tail, front, HasShape, HasLength, HasEltype, EltypeUnknown, SizeUnknown, IsInfinite, Generator, OneTo, @inline, Callable,
    default_eltype, promote_typejoin, AbstractVector

eval(x) = Core.eval(Iterators, x)
export enumerate, zip, rest, countfrom, take, drop, takewhile, dropwhile, cycle, repeated, product, flatten, partition

tuple_map_eltype(T) = T

"Backwards."
struct Reverse{T}
    itr::T
end
reverse(itr) = Reverse(itr)
reverse(r::Reverse) = r.itr
reverse(x::Union{Number, AbstractChar}) = x
reverse(p::Base.Pair) = Base.reverse(p)
eltype(::Type{Reverse{T}}) where {T} = eltype(T)
length(r::Reverse) = length(r.itr)
size(r::Reverse) = size(r.itr)
IteratorSize(::Type{Reverse{T}}) where {T} = IteratorSize(T)
IteratorEltype(::Type{Reverse{T}}) where {T} = IteratorEltype(T)
last(r::Reverse) = first(r.itr)
first(r::Reverse) = last(r.itr)
function iterate(A::Reverse{<:AbstractArray}, state = (reverse(eachindex(A.itr)),))
    y = iterate(state...)
    y === nothing && return nothing
    return A.itr[y[1]], (state[1], tail(y)...)
end
iterate(r::Reverse{<:AbstractRange}, i...) = iterate(Base.reverse(r.itr), i...)
iterate(r::Reverse{<:Tuple}, i::Int = length(r.itr)) = i < 1 ? nothing : (r.itr[i], i - 1)
iterate(r::Reverse{<:AbstractString}, i::Int = lastindex(r.itr)) = i < 1 ? nothing : (r.itr[i], prevind(r.itr, i))
iterate(r::Reverse{<:Generator}, s...) = iterate(Generator(r.itr.f, reverse(r.itr.iter)), s...)
iterate(r::Reverse{<:NamedTuple}, i::Int = length(r.itr)) = i < 1 ? nothing : (r.itr[i], i - 1)

struct Enumerate{I}
    itr::I
end
enumerate(iter) = Enumerate(iter)
length(e::Enumerate) = length(e.itr)
size(e::Enumerate) = size(e.itr)
function iterate(e::Enumerate, state = (1,))
    i = state[1]
    y = iterate(e.itr, tail(state)...)
    y === nothing && return nothing
    return (i, y[1]), (i + 1, y[2])
end
eltype(::Type{Enumerate{I}}) where {I} = Tuple{Int, eltype(I)}
IteratorSize(::Type{Enumerate{I}}) where {I} = IteratorSize(I)
IteratorEltype(::Type{Enumerate{I}}) where {I} = IteratorEltype(I)
iterate(r::Reverse{<:Enumerate}) = (n = length(r.itr.itr); iterate(r, (n, reverse(r.itr.itr))))
function iterate(r::Reverse{<:Enumerate}, state)
    i, inner = state[1], tail(state)
    y = iterate(inner...)
    y === nothing && return nothing
    return (i, y[1]), (i - 1, inner[1], y[2])
end

"""Keys with values: `pairs(a)`, and the keyword arguments that a method takes up with `kw...`."""
struct Pairs{K, V, I, A} <: AbstractDict{K, V}
    data::A
    itr::I
    Pairs(data::A, itr::I) where {A, I} = new{eltype(I), eltype(A), I, A}(data, itr)
end
pairs(::IndexLinear, A::AbstractArray) = Pairs(A, LinearIndices(A))
pairs(::IndexCartesian, A::AbstractArray) = Pairs(A, CartesianIndices(axes(A)))
pairs(A::AbstractArray) = pairs(IndexCartesian(), A)
pairs(A::AbstractVector) = pairs(IndexLinear(), A)
pairs(tuple::Tuple) = Pairs(tuple, keys(tuple))
pairs(nt::NamedTuple) = Pairs(nt, keys(nt))
pairs(v::Core.SimpleVector) = Pairs(v, LinearIndices((length(v),)))
pairs(s::AbstractString) = Pairs(s, eachindex(s))
pairs(v::Pairs) = v
length(v::Pairs) = length(v.itr)
axes(v::Pairs) = axes(v.itr)
size(v::Pairs) = size(v.itr)
function iterate(v::Pairs{K, V}, s...) where {K, V}
    y = iterate(v.itr, s...)
    y === nothing && return nothing
    return Base.Pair{K, V}(y[1], v.data[y[1]]), y[2]
end
getindex(v::Pairs, key) = v.data[key]
setindex!(v::Pairs, value, key) = (v.data[key] = value; v)
get(v::Pairs, key, default) = get(v.data, key, default)
get(f::Callable, v::Pairs, key) = get(f, v.data, key)
haskey(v::Pairs, key) = key in v.itr
keys(v::Pairs) = v.itr
values(v::Pairs) = v.data
IteratorSize(::Type{<:Pairs{<:Any, <:Any, I}}) where {I} = IteratorSize(I)
IteratorSize(::Type{<:Pairs{<:Any, <:Any, <:AbstractUnitRange, <:Tuple}}) = HasLength()
iterate(r::Reverse{<:Pairs}) = pairs_backwards(r, iterate(reverse(r.itr.itr)))
iterate(r::Reverse{<:Pairs}, s) = pairs_backwards(r, iterate(reverse(r.itr.itr), s))
pairs_backwards(r, y) = y === nothing ? nothing : (Base.Pair(y[1], r.itr.data[y[1]]), y[2])

"Several collections in step, until the first ends."
struct Zip{Is <: Tuple}
    is::Is
end
zip(a...) = Zip(a)
length(z::Zip) = zip_length(map(length_or_endless, z.is))
length_or_endless(itr) = IteratorSize(itr) isa IsInfinite ? typemax(Int) : length(itr)
zip_length(ns) = length(ns) == 0 ? throw(ArgumentError("iterator is of undefined length")) : min(ns...)
size(z::Zip) = promote_shapes(map(size_or_nothing, z.is)...)
axes(z::Zip) = promote_shapes(map(axes_or_nothing, z.is)...)
size_or_nothing(itr) = IteratorSize(itr) isa IsInfinite ? nothing : size(itr)
axes_or_nothing(itr) = IteratorSize(itr) isa IsInfinite ? nothing : axes(itr)
promote_shapes(a) = a
promote_shapes(a, b, rest...) = promote_shapes(both_shapes(a, b), rest...)
both_shapes(a, ::Nothing) = a
both_shapes(::Nothing, b) = b
both_shapes(::Nothing, ::Nothing) = nothing
both_shapes(a::Tuple{Any}, b::Tuple{Any}) = (length_of(a[1]) <= length_of(b[1]) ? a[1] : b[1],)
both_shapes(a, b) = a == b ? a : throw(DimensionMismatch("dimensions must match"))
length_of(n::Integer) = n
length_of(r) = length(r)
eltype(::Type{Zip{Is}}) where {Is <: Tuple} = zip_eltype(Is)
zip_eltype(::Type{Tuple{}}) = Tuple{}
zip_eltype(::Type{Tuple{A}}) where {A} = Tuple{eltype(A)}
zip_eltype(::Type{Tuple{A, B}}) where {A, B} = Tuple{eltype(A), eltype(B)}
zip_eltype(::Type{Is}) where {Is <: Tuple} =
    Base.tuple_type_cons(eltype(Base.tuple_type_head(Is)), zip_eltype(Base.tuple_type_tail(Is)))
isdone_start(z) = true
iterate(z::Zip) = zip_next(map(start_of, z.is))
iterate(z::Zip, ss) = zip_next(map(next_of, z.is, ss))
start_of(itr) = iterate(itr)
next_of(itr, s) = iterate(itr, s)
zip_next(::Tuple{}) = ((), ())
zip_next(ys::Tuple{Any, Any}) = (a = ys[1]; b = ys[2]; a === nothing || b === nothing ? nothing : ((a[1], b[1]), (a[2], b[2])))
zip_next(ys::Tuple{Any}) = (a = ys[1]; a === nothing ? nothing : ((a[1],), (a[2],)))
function zip_next(ys::Tuple)
    y = ys[1]
    y === nothing && return nothing
    rest = zip_next(tail(ys))
    rest === nothing && return nothing
    return (y[1], rest[1]...), (y[2], rest[2]...)
end
reverse(z::Zip) = Zip(map(reverse, z.is))
IteratorSize(::Type{Zip{Is}}) where {Is <: Tuple} = zip_size(Is)
zip_size(::Type{Tuple{}}) = IsInfinite()
zip_size(::Type{Tuple{A}}) where {A} = IteratorSize(A)
zip_size(::Type{Tuple{A, B}}) where {A, B} = both_sizes(IteratorSize(A), IteratorSize(B))
zip_size(::Type{Is}) where {Is <: Tuple} = both_sizes(IteratorSize(Base.tuple_type_head(Is)), zip_size(Base.tuple_type_tail(Is)))
both_sizes(::HasShape{N}, ::HasShape{N}) where {N} = HasShape{N}()
both_sizes(::IsInfinite, b) = b
both_sizes(a, ::IsInfinite) = a
both_sizes(::IsInfinite, ::IsInfinite) = IsInfinite()
both_sizes(::SizeUnknown, b) = SizeUnknown()
both_sizes(a, ::SizeUnknown) = SizeUnknown()
both_sizes(::SizeUnknown, ::SizeUnknown) = SizeUnknown()
both_sizes(::SizeUnknown, ::IsInfinite) = SizeUnknown()
both_sizes(::IsInfinite, ::SizeUnknown) = SizeUnknown()
both_sizes(a, b) = HasLength()
IteratorEltype(::Type{Zip{Is}}) where {Is <: Tuple} = zip_knows(Is)
zip_knows(::Type{Tuple{}}) = HasEltype()
zip_knows(::Type{Tuple{A}}) where {A} = IteratorEltype(A)
zip_knows(::Type{Is}) where {Is <: Tuple} = both_know(IteratorEltype(Base.tuple_type_head(Is)), zip_knows(Base.tuple_type_tail(Is)))
both_know(::HasEltype, ::HasEltype) = HasEltype()
both_know(a, b) = EltypeUnknown()

"The elements for which `flt` is true."
struct Filter{F, I}
    flt::F
    itr::I
end
filter(flt, itr) = Filter(flt, itr)
function iterate(f::Filter, state...)
    y = iterate(f.itr, state...)
    while y !== nothing
        f.flt(y[1]) && return y
        y = iterate(f.itr, y[2])
    end
    return nothing
end
eltype(::Type{Filter{F, I}}) where {F, I} = eltype(I)
IteratorEltype(::Type{Filter{F, I}}) where {F, I} = IteratorEltype(I)
IteratorSize(::Type{<:Filter}) = SizeUnknown()
reverse(f::Filter) = Filter(f.flt, reverse(f.itr))

struct Accumulate{F, I}
    f::F
    itr::I
end
accumulate(f, itr) = Accumulate(f, itr)
function iterate(itr::Accumulate)
    y = iterate(itr.itr)
    y === nothing && return nothing
    return (y[1], y)
end
function iterate(itr::Accumulate, state)
    y = iterate(itr.itr, state[2])
    y === nothing && return nothing
    v = itr.f(state[1], y[1])
    return v, (v, y[2])
end
length(itr::Accumulate) = length(itr.itr)
size(itr::Accumulate) = size(itr.itr)
IteratorSize(::Type{Accumulate{F, I}}) where {F, I} = IteratorSize(I)
IteratorEltype(::Type{<:Accumulate}) = EltypeUnknown()

struct Rest{I, S}
    itr::I
    st::S
end
rest(itr, state) = Rest(itr, state)
rest(itr) = itr
iterate(i::Rest, st = i.st) = iterate(i.itr, st)
eltype(::Type{<:Rest{I}}) where {I} = eltype(I)
IteratorEltype(::Type{<:Rest{I}}) where {I} = IteratorEltype(I)
IteratorSize(::Type{<:Rest{I}}) where {I} = IteratorSize(I) isa IsInfinite ? IsInfinite() : SizeUnknown()

struct Count{S <: Number}
    start::S
    step::S
end
countfrom(start::Number, step::Number) = Count(promote(start, step)...)
countfrom(start::Number) = Count(start, oneunit(start))
countfrom() = Count(1, 1)
eltype(::Type{Count{S}}) where {S} = S
iterate(it::Count, state = it.start) = (state, state + it.step)
IteratorSize(::Type{<:Count}) = IsInfinite()

struct Take{I}
    xs::I
    n::Int
    Take(xs::I, n::Integer) where {I} = n < 0 ? throw(ArgumentError("Take length must be nonnegative")) : new{I}(xs, n)
end
take(xs, n::Integer) = Take(xs, Int(n))
take(xs::Take, n::Integer) = Take(xs.xs, min(Int(n), xs.n))
eltype(::Type{Take{I}}) where {I} = eltype(I)
IteratorEltype(::Type{Take{I}}) where {I} = IteratorEltype(I)
IteratorSize(::Type{Take{I}}) where {I} = take_size(IteratorSize(I))
take_size(::SizeUnknown) = SizeUnknown()
take_size(::Base.IteratorSize) = HasLength()
length(t::Take) = IteratorSize(t.xs) isa IsInfinite ? t.n : min(t.n, length(t.xs))
function iterate(it::Take, state = (it.n,))
    left = state[1]
    left == 0 && return nothing
    y = iterate(it.xs, tail(state)...)
    y === nothing && return nothing
    return y[1], (left - 1, y[2])
end

struct Drop{I}
    xs::I
    n::Int
    Drop(xs::I, n::Integer) where {I} = n < 0 ? throw(ArgumentError("Drop length must be nonnegative")) : new{I}(xs, n)
end
drop(xs, n::Integer) = Drop(xs, Int(n))
drop(xs::Take, n::Integer) = Take(drop(xs.xs, Int(n)), max(0, xs.n - Int(n)))
drop(xs::Drop, n::Integer) = Drop(xs.xs, Int(n) + xs.n)
eltype(::Type{Drop{I}}) where {I} = eltype(I)
IteratorEltype(::Type{Drop{I}}) where {I} = IteratorEltype(I)
IteratorSize(::Type{Drop{I}}) where {I} = drop_size(IteratorSize(I))
drop_size(::HasShape) = HasLength()
drop_size(s) = s
length(d::Drop) = max(0, length(d.xs) - d.n)
function iterate(it::Drop)
    y = iterate(it.xs)
    for i in 1:it.n
        y === nothing && return nothing
        y = iterate(it.xs, y[2])
    end
    return y
end
iterate(it::Drop, state) = iterate(it.xs, state)

struct TakeWhile{I, P <: Function}
    pred::P
    xs::I
end
takewhile(pred, xs) = TakeWhile(pred, xs)
function iterate(ibl::TakeWhile, s...)
    y = iterate(ibl.xs, s...)
    return y === nothing || !ibl.pred(y[1]) ? nothing : y
end
IteratorSize(::Type{<:TakeWhile}) = SizeUnknown()
eltype(::Type{TakeWhile{I, P}}) where {I, P} = eltype(I)
IteratorEltype(::Type{TakeWhile{I, P}}) where {I, P} = IteratorEltype(I)

struct DropWhile{I, P <: Function}
    pred::P
    xs::I
end
dropwhile(pred, itr) = DropWhile(pred, itr)
function iterate(ibl::DropWhile)
    y = iterate(ibl.xs)
    while y !== nothing && ibl.pred(y[1])
        y = iterate(ibl.xs, y[2])
    end
    return y
end
iterate(ibl::DropWhile, state) = iterate(ibl.xs, state)
IteratorSize(::Type{<:DropWhile}) = SizeUnknown()
eltype(::Type{DropWhile{I, P}}) where {I, P} = eltype(I)
IteratorEltype(::Type{DropWhile{I, P}}) where {I, P} = IteratorEltype(I)

struct Cycle{I}
    xs::I
end
cycle(xs) = Cycle(xs)
eltype(::Type{Cycle{I}}) where {I} = eltype(I)
IteratorEltype(::Type{Cycle{I}}) where {I} = IteratorEltype(I)
IteratorSize(::Type{Cycle{I}}) where {I} = IsInfinite()
iterate(it::Cycle) = iterate(it.xs)
function iterate(it::Cycle, state)
    y = iterate(it.xs, state)
    return y === nothing ? iterate(it) : y
end
reverse(it::Cycle) = Cycle(reverse(it.xs))

struct Repeated{O}
    x::O
end
repeated(x) = Repeated(x)
repeated(x, times::Integer) = take(repeated(x), times)
eltype(::Type{Repeated{O}}) where {O} = O
iterate(it::Repeated, state...) = (it.x, nothing)
IteratorSize(::Type{<:Repeated}) = IsInfinite()
reverse(it::Union{Repeated, Take{<:Repeated}}) = it

"All combinations, first iterator fastest."
struct ProductIterator{T <: Tuple}
    iterators::T
end
product(iters...) = ProductIterator(iters)
IteratorSize(::Type{ProductIterator{Tuple{}}}) = HasShape{0}()
IteratorSize(::Type{ProductIterator{T}}) where {T <: Tuple} =
    product_size(IteratorSize(Base.tuple_type_head(T)), IteratorSize(ProductIterator{Base.tuple_type_tail(T)}))
product_size(a, b) = SizeUnknown()
product_size(a::Union{HasLength, HasShape}, b::HasShape{M}) where {M} = HasShape{shape_dims(a) + M}()
product_size(::IsInfinite, b) = IsInfinite()
product_size(::IsInfinite, b::HasShape) = IsInfinite()
product_size(a::Union{HasLength, HasShape}, ::IsInfinite) = IsInfinite()
shape_dims(::HasLength) = 1
shape_dims(::HasShape{N}) where {N} = N
IteratorEltype(::Type{ProductIterator{Tuple{}}}) = HasEltype()
IteratorEltype(::Type{ProductIterator{T}}) where {T <: Tuple} =
    both_know(IteratorEltype(Base.tuple_type_head(T)), IteratorEltype(ProductIterator{Base.tuple_type_tail(T)}))
eltype(::Type{<:ProductIterator{I}}) where {I} = product_eltype(I)
product_eltype(::Type{Tuple{}}) = Tuple{}
product_eltype(::Type{I}) where {I <: Tuple} =
    Base.tuple_type_cons(eltype(Base.tuple_type_head(I)), product_eltype(Base.tuple_type_tail(I)))
size(p::ProductIterator) = shapes_together(size_or_length, p.iterators)
axes(p::ProductIterator) = shapes_together(axes_or_length, p.iterators)
ndims(p::ProductIterator) = length(axes(p))
length(p::ProductIterator) = prod(size(p))
shapes_together(f, ::Tuple{}) = ()
shapes_together(f, t::Tuple) = (f(t[1])..., shapes_together(f, tail(t))...)
size_or_length(itr) = IteratorSize(itr) isa HasShape ? size(itr) : (length(itr),)
axes_or_length(itr) = IteratorSize(itr) isa HasShape ? axes(itr) : (OneTo(length(itr)),)
iterate(::ProductIterator{Tuple{}}) = ((), true)
iterate(::ProductIterator{Tuple{}}, state) = nothing
function iterate(p::ProductIterator)
    ys = product_start(p.iterators)
    ys === nothing && return nothing
    return map(first_of, ys), ys
end
first_of(y) = y[1]
product_start(::Tuple{}) = ()
function product_start(t::Tuple)
    y = iterate(t[1])
    y === nothing && return nothing
    rest = product_start(tail(t))
    rest === nothing && return nothing
    return (y, rest...)
end
function iterate(p::ProductIterator, ys)
    next = product_next(p.iterators, ys)
    next === nothing && return nothing
    return map(first_of, next), next
end
product_next(::Tuple{}, ::Tuple{}) = nothing
function product_next(t::Tuple, ys::Tuple)
    y = iterate(t[1], ys[1][2])
    y === nothing || return (y, tail(ys)...)
    rest = product_next(tail(t), tail(ys))
    rest === nothing && return nothing
    y = iterate(t[1])
    y === nothing && return nothing
    return (y, rest...)
end
reverse(p::ProductIterator) = ProductIterator(map(reverse, p.iterators))

"The elements of the elements."
struct Flatten{I}
    it::I
end
flatten(itr) = Flatten(itr)
eltype(::Type{Flatten{I}}) where {I} = eltype(eltype(I))
eltype(::Type{Flatten{Tuple{}}}) = eltype(Tuple{})
IteratorEltype(::Type{Flatten{I}}) where {I} = flatten_knows(I, IteratorEltype(I))
IteratorEltype(::Type{Flatten{Tuple{}}}) = IteratorEltype(Tuple{})
flatten_knows(I, ::EltypeUnknown) = EltypeUnknown()
flatten_knows(I, ::HasEltype) = (T = eltype(I); isconcretetype(T) ? IteratorEltype(T) : EltypeUnknown())
IteratorSize(::Type{Flatten{I}}) where {I} = SizeUnknown()
IteratorSize(::Type{Flatten{Tuple{}}}) = HasLength()
length(f::Flatten) = sum(length, f.it)
length(f::Flatten{Tuple{}}) = 0
function iterate(f::Flatten, state = ())
    if state !== ()
        y = iterate(tail(state)...)
        y === nothing || return (y[1], (state[1], state[2], y[2]))
    end
    outer = state === () ? iterate(f.it) : iterate(f.it, state[1])
    while outer !== nothing
        inner = iterate(outer[1])
        inner === nothing || return (inner[1], (outer[2], outer[1], inner[2]))
        outer = iterate(f.it, outer[2])
    end
    return nothing
end
reverse(f::Flatten) = Flatten(reverse(itr) for itr in reverse(f.it))

struct PartitionIterator{T}
    c::T
    n::Int
end
partition(c, n::Integer) = n < 1 ? throw(ArgumentError("cannot create partitions of length $n")) : PartitionIterator(c, Int(n))
eltype(::Type{PartitionIterator{T}}) where {T} = Vector{eltype(T)}
eltype(::Type{PartitionIterator{T}}) where {T <: Vector} = SubArray{eltype(T), 1, T, Tuple{UnitRange{Int}}, true}
eltype(::Type{PartitionIterator{T}}) where {T <: OneTo} = UnitRange{eltype(T)}
eltype(::Type{PartitionIterator{T}}) where {T <: UnitRange} = T
IteratorEltype(::Type{<:PartitionIterator{T}}) where {T} = IteratorEltype(T)
IteratorSize(::Type{PartitionIterator{T}}) where {T} = IteratorSize(T) isa HasShape ? HasLength() : IteratorSize(T)
length(itr::PartitionIterator) = cld(length(itr.c), itr.n)
function iterate(itr::PartitionIterator{<:AbstractVector}, i = 1)
    i > length(itr.c) && return nothing
    r = min(i + itr.n - 1, length(itr.c))
    return view(itr.c, i:r), r + 1
end
function iterate(itr::PartitionIterator, state...)
    part = Vector{eltype(itr.c)}()
    y = iterate(itr.c, state...)
    while y !== nothing
        push!(part, y[1])
        length(part) == itr.n && return part, y[2]
        y = iterate(itr.c, y[2])
    end
    return isempty(part) ? nothing : (part, length(part))
end

# What every call of `iterate` returns for such a collection, if inference knows.
function step_type(::Type{T}) where {T}
    S = Core.Compiler.return_type(iterate, Tuple{T})
    Y = S isa Union ? (S.a === Nothing ? S.b : S.a) : S
    Y <: Tuple{Any, Any} && isconcretetype(Y) || return Any
    return Core.Compiler.return_type(iterate, Tuple{T, fieldtype(Y, 2)}) <: S ? S : Any
end

"An iterator that remembers how far it was read."
mutable struct Stateful{T, VS}
    itr::T
    nextvalstate::Union{VS, Nothing}
    taken::Int
    Stateful{<:Any, Any}(itr::T) where {T} = new{T, Any}(itr, iterate(itr), 0)
    function Stateful(itr::T) where {T}
        VS = step_type(T)
        return new{T, VS}(itr, iterate(itr)::VS, 0)
    end
end
reset!(s::Stateful, itr = s.itr) = (s.itr = itr; s.nextvalstate = iterate(itr); s.taken = 0; s)
isempty(s::Stateful) = s.nextvalstate === nothing
function popfirst!(s::Stateful)
    y = s.nextvalstate
    y === nothing && throw(Base.EOFError())
    s.nextvalstate = iterate(s.itr, y[2])
    s.taken += 1
    return y[1]
end
peek(s::Stateful, sentinel = nothing) = (y = s.nextvalstate; y === nothing ? sentinel : y[1])
iterate(s::Stateful, state = nothing) = isempty(s) ? nothing : (popfirst!(s), nothing)
eltype(::Type{Stateful{T, VS}} where {VS}) where {T} = eltype(T)
IteratorEltype(::Type{Stateful{T, VS}} where {VS}) where {T} = IteratorEltype(T)
IteratorSize(::Type{Stateful{T, VS}} where {VS}) where {T} = IteratorSize(T) isa IsInfinite ? IsInfinite() : SizeUnknown()
length(s::Stateful) = length(s.itr) - s.taken

end

using .Iterators: Flatten, Filter, product

"The one element of a collection that has just one."
function only(x)
    y = iterate(x)
    y === nothing && throw(ArgumentError("Collection is empty, must contain exactly 1 element"))
    iterate(x, y[2]) === nothing || throw(ArgumentError("Collection has multiple elements, must contain exactly 1 element"))
    return y[1]
end
