# Sets: `Set`, which keeps its elements as keys of a `Dict`, the operations of sets, and `unique`.

struct Set{T} <: AbstractSet{T}
    dict::Dict{T, Nothing}
    Set{T}() where {T} = new(Dict{T, Nothing}())
    Set{T}(s::Set{T}) where {T} = new(Dict{T, Nothing}(s.dict))
end
Set{T}(itr) where {T} = union!(Set{T}(), itr)
Set() = Set{Any}()
Set(itr) = _Set(itr, IteratorEltype(itr))
_Set(itr, ::HasEltype) = Set{eltype(itr)}(itr)
_Set(itr, ::EltypeUnknown) = (T = default_eltype(itr); isconcretetype(T) || T === Union{} ? grow_to!(Set{T}(), itr) : Set{Any}(itr))
eltype(::Type{<:AbstractSet{T}}) where {T} = T
empty(s::AbstractSet{T}, ::Type{U} = T) where {T, U} = Set{U}()
copy(s::Set) = typeof(s)(s)
copymutable(s::Set{T}) where {T} = Set{T}(s)
copymutable(s::AbstractSet{T}) where {T} = Set{T}(s)
isempty(s::Set) = isempty(s.dict)
length(s::Set) = length(s.dict)
in(x, s::Set) = haskey(s.dict, x)
push!(s::Set, x) = (s.dict[x] = nothing; s)
pop!(s::Set, x) = (pop!(s.dict, x); x)
pop!(s::Set, x, default) = x in s ? pop!(s, x) : default
function pop!(s::Set)
    isempty(s) && throw(ArgumentError("set must be non-empty"))
    return pop!(s.dict)[1]
end
delete!(s::Set, x) = (delete!(s.dict, x); s)
empty!(s::Set) = (empty!(s.dict); s)
sizehint!(s::Set, newsz) = (sizehint!(s.dict, newsz); s)
iterate(s::Set, i...) = iterate(KeySet(s.dict), i...)
filter!(f, s::Set) = set_filter!(f, s)
filter!(f, s::AbstractSet) = set_filter!(f, s)
function set_filter!(f, s)
    for x in collect(s)
        f(x) || delete!(s, x)
    end
    return s
end
filter(f, s::AbstractSet) = set_filter!(f, copymutable(s))
first(s::Set) = (y = iterate(s); y === nothing ? throw(ArgumentError("collection must be non-empty")) : y[1])

union(s, sets...) = union!(set_container(s, sets...), s, sets...)
union(s) = union!(set_container(s), s)
union(s::AbstractSet) = copy(s)
set_container(s::AbstractSet, sets...) = empty(s, promote_eltype(s, sets...))
set_container(s, sets...) = Vector{promote_eltype(s, sets...)}()
const ∪ = union
function union!(s::AbstractSet, sets...)
    for itr in sets, x in itr
        push!(s, x)
    end
    return s
end
intersect(s::AbstractSet, itrs...) = intersect!(copymutable(s), itrs...)
intersect(s) = union(s)
const ∩ = intersect
function intersect!(s::AbstractSet, itrs...)
    for itr in itrs
        other = itr isa AbstractSet ? itr : Set(itr)
        filter!(x -> x in other, s)
    end
    return s
end
setdiff(s::AbstractSet, itrs...) = setdiff!(copymutable(s), itrs...)
setdiff(s) = union(s)
function setdiff!(s::AbstractSet, itrs...)
    for itr in itrs, x in itr
        delete!(s, x)
    end
    return s
end
symdiff(s::AbstractSet, sets...) = symdiff!(copymutable(s), sets...)
function symdiff!(s::AbstractSet, itrs...)
    for itr in itrs, x in unique(itr)
        x in s ? delete!(s, x) : push!(s, x)
    end
    return s
end
==(l::AbstractSet, r::AbstractSet) = length(l) == length(r) && issubset(l, r)
isequal(l::AbstractSet, r::AbstractSet) = l == r
isless(l::AbstractSet, r::AbstractSet) = l < r
<(l::AbstractSet, r::AbstractSet) = length(l) < length(r) && issubset(l, r)
<=(l::AbstractSet, r::AbstractSet) = issubset(l, r)
function issubset(l, r)
    other = r isa AbstractSet || r isa AbstractRange || length(r) < 70 ? r : Set(r)
    for x in l
        x in other || return false
    end
    return true
end
const ⊆ = issubset
⊇(l, r) = r ⊆ l
⊈(l, r) = !(l ⊆ r)
⊉(l, r) = !(r ⊆ l)
⊊(l, r) = length(Set(l)) < length(Set(r)) && l ⊆ r
⊋(l, r) = r ⊊ l
issetequal(l, r) = issubset(l, r) && issubset(r, l)
issetequal(l::AbstractSet, r::AbstractSet) = l == r
isdisjoint(l, r) = !any(x -> x in r, l)
function hash(s::AbstractSet, h::UInt)
    hv = 0x852ada37cfe8e0ce
    for x in s
        hv = xor(hv, hash(x))
    end
    return hash(hv, h)
end
convert(::Type{T}, s::T) where {T <: AbstractSet} = s
convert(::Type{T}, s::AbstractSet) where {T <: AbstractSet} = T(s)
grow_to!(dest::AbstractSet, itr) = union!(dest, itr)

"""
    unique(itr)

The values of `itr` without those that are `isequal` to one before, in order.
"""
function unique(itr)
    if itr isa AbstractArray || IteratorEltype(itr) isa HasEltype
        T = eltype(itr)
        return unique_into!(Vector{T}(), Set{T}(), itr)
    end
    return unique(collect(itr))
end
function unique_into!(out, seen, itr)
    for x in itr
        x in seen && continue
        push!(seen, x)
        push!(out, x)
    end
    return out
end
unique(r::AbstractRange) = collect(r)
function unique(f, C)
    out, seen = Vector{eltype(C)}(), Set{Any}()
    for x in C
        y = f(x)
        y in seen && continue
        push!(seen, y)
        push!(out, x)
    end
    return out
end
unique!(A::AbstractVector) = (out = unique(A); copyto!(A, out); resize!(A, length(out)))
unique!(f, A::AbstractVector) = (out = unique(f, A); copyto!(A, out); resize!(A, length(out)))
allunique(C) = length(unique(C)) == length(C)
allunique(r::AbstractRange) = true
allunique(::AbstractSet) = true

# `replace` of elements
replace(A::AbstractArray, changes::Pair...) = [replaced(x, changes...) for x in A]
replace(f::Function, A::AbstractArray) = map(f, A)
replace!(A::AbstractArray, changes::Pair...) = map!(x -> replaced(x, changes...), A, A)
replaced(x) = x
replaced(x, p::Pair, rest::Pair...) = isequal(x, p.first) ? p.second : replaced(x, rest...)
