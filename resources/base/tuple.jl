#=
Tuples: a fixed sequence of values of own types. Functions over them recurse over the first element and the rest, so that
inference sees every element's type; long ones (16 elements and more) go through an array.
=#

length(@nospecialize t::Tuple) = nfields(t)
firstindex(@nospecialize t::Tuple) = 1
lastindex(@nospecialize t::Tuple) = length(t)
size(@nospecialize(t::Tuple), d) = (d == 1) ? length(t) : throw(ArgumentError("invalid tuple dimension $d"))
axes(@nospecialize t::Tuple) = (OneTo(length(t)),)
getindex(@nospecialize(t::Tuple), i::Int) = getfield(t, i, @_boundscheck)
getindex(@nospecialize(t::Tuple), i::Real) = getfield(t, convert(Int, i), @_boundscheck)
getindex(t::Tuple, r::AbstractArray{<:Any, 1}) = ([t[ri] for ri in r]...,)
getindex(t::Tuple, b::AbstractArray{Bool, 1}) = length(b) == length(t) ? getindex(t, findall(b)) : throw(BoundsError(t, b))
getindex(t::Tuple, c::Colon) = t

# The tuple with another value at `i`.
setindex(x::Tuple, v, i::Integer) = (@_inline_meta; @boundscheck 1 <= i <= length(x) || throw(BoundsError(x, i)); _setindex(v, i, x...))
function _setindex(v, i::Integer, first, tail...)
    @_inline_meta
    return i == 1 ? (v, tail...) : (first, _setindex(v, i - 1, tail...)...)
end
_setindex(v, i::Integer) = ()

iterate(@nospecialize(t::Tuple), i::Int = 1) = 1 <= i <= length(t) ? (getfield(t, i), i + 1) : nothing
keys(@nospecialize t::Tuple) = OneTo(length(t))
prevind(@nospecialize(t::Tuple), i::Integer) = Int(i) - 1
nextind(@nospecialize(t::Tuple), i::Integer) = Int(i) + 1

function keys(t::Tuple, t2::Tuple...)
    @_inline_meta
    return OneTo(_maxlength(t, t2...))
end
_maxlength(t::Tuple) = length(t)
function _maxlength(t::Tuple, t2::Tuple, t3::Tuple...)
    @_inline_meta
    return max(length(t), _maxlength(t2, t3...))
end

# Destructuring `a, b = itr`: the element and the state for the next one.
function indexed_iterate end

# What `a, b... = x` leaves for `b`.
rest(t::Tuple) = t
rest(t::Tuple, i::Int) = ntuple(x -> getfield(t, x + i - 1), length(t) - i + 1)
rest(a::Array, i::Int = 1) = a[i:end]
rest(itr::AbstractString, state...) = SubString(itr, isempty(state) ? firstindex(itr) : state[1])
rest(itr, state...) = Iterators.rest(itr, state...)
indexed_iterate(t::Tuple, i::Int, state = 1) = (@_inline_meta; (getfield(t, i), i + 1))
indexed_iterate(a::Array, i::Int, state = 1) = (@_inline_meta; (a[i], i + 1))
function indexed_iterate(I, i)
    x = iterate(I)
    x === nothing && throw(BoundsError(I, i))
    x
end
function indexed_iterate(I, i, state)
    x = iterate(I, state)
    x === nothing && throw(BoundsError(I, i))
    x
end

# element types

eltype(::Type{Tuple{}}) = Bottom
function eltype(t::Type{<:Tuple{Vararg{E}}}) where {E}
    if @isdefined(E)
        return E
    else
        # a tuple type whose elements are not bounded by one variable
        return _compute_eltype(t)
    end
end
eltype(t::Type{<:Tuple}) = _compute_eltype(t)
function _compute_eltype(@nospecialize t)
    @_pure_meta
    t isa Union && return promote_typejoin(eltype(t.a), eltype(t.b))
    t´ = unwrap_unionall(t)
    r = Union{}
    i = 1
    n = length(t´.parameters)
    while i <= n
        ti = t´.parameters[i]
        r === Any && return r
        r = promote_typejoin(r, rewrap_unionall(unwrapva(ti), t))
        i = i + 1
    end
    return r
end

# What `map` and `tail` leave to recursion

const All16{T, N} = Tuple{T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, Vararg{T, N}}
const Any16{N} = All16{Any, N}

isempty(x::Tuple{}) = true
isempty(@nospecialize x::Tuple) = false

first(t::Tuple) = t[1]
first(::Tuple{}) = throw(ArgumentError("tuple must be non-empty"))
function front(t::Tuple)
    @_inline_meta
    _front(t...)
end
_front() = throw(ArgumentError("Cannot call front on an empty tuple."))
_front(v) = ()
function _front(v, t...)
    @_inline_meta
    (v, _front(t...)...)
end
"`Base.tail(t)`: the tuple without its first element."
tail(x::Tuple) = argtail(x...)
tail(::Tuple{}) = throw(ArgumentError("Cannot call tail on an empty tuple."))
# The part of the tuple after as many elements as `b` has.
function safe_tail(t::Tuple)
    tail(t)
end
safe_tail(t::Tuple{}) = ()

map(f, t::Tuple{}) = ()
map(f, t::Tuple{Any}) = (@_inline_meta; (f(t[1]),))
map(f, t::Tuple{Any, Any}) = (@_inline_meta; (f(t[1]), f(t[2])))
map(f, t::Tuple{Any, Any, Any}) = (@_inline_meta; (f(t[1]), f(t[2]), f(t[3])))
map(f, t::Tuple) = (@_inline_meta; (f(t[1]), map(f, tail(t))...))
function map(f, t::Any16)
    n = length(t)
    A = Vector{Any}(undef, n)
    for i = 1:n
        A[i] = f(t[i])
    end
    (A...,)
end
map(f, t::Tuple{}, s::Tuple{}) = ()
map(f, t::Tuple{Any}, s::Tuple{Any}) = (@_inline_meta; (f(t[1], s[1]),))
map(f, t::Tuple{Any, Any}, s::Tuple{Any, Any}) = (@_inline_meta; (f(t[1], s[1]), f(t[2], s[2])))
map(f, t::Tuple, s::Tuple) = (@_inline_meta; (f(t[1], s[1]), map(f, tail(t), tail(s))...))
function map(f, t::Any16, s::Any16)
    n = length(t)
    A = Vector{Any}(undef, n)
    for i = 1:n
        A[i] = f(t[i], s[i])
    end
    (A...,)
end
heads(ts::Tuple...) = map(t -> t[1], ts)
tails(ts::Tuple...) = map(tail, ts)
map(f, ::Tuple{}...) = ()
map(f, t1::Tuple, t2::Tuple, ts::Tuple...) = (@_inline_meta; (f(heads(t1, t2, ts...)...), map(f, tails(t1, t2, ts...)...)...))

# construction from what can be iterated

(::Type{T})(x::Tuple) where {T <: Tuple} = convert(T, x)
Tuple(x::Ref) = tuple(getindex(x))
Tuple(x::Array{T, 0}) where {T} = tuple(getindex(x))
(::Type{T})(itr) where {T <: Tuple} = _totuple(T, itr)
_totuple(::Type{Tuple{}}, itr, s...) = ()
function _totuple_err(@nospecialize T)
    @_noinline_meta
    throw(ArgumentError("too few elements for tuple type $T"))
end
function _totuple(T, itr, s...)
    @_inline_meta
    y = iterate(itr, s...)
    y === nothing && _totuple_err(T)
    return (convert(tuple_type_head(T), y[1]), _totuple(tuple_type_tail(T), itr, y[2])...)
end
_totuple(::Type{Tuple{Vararg{E}}}, itr, s...) where {E} = (collect(E, Iterators.rest(itr, s...))...,)
_totuple(::Type{Tuple}, itr, s...) = (collect(Iterators.rest(itr, s...))...,)
_totuple(::Type{Tuple}, itr::Array) = (itr...,)

# comparison

isequal(t1::Tuple, t2::Tuple) = (length(t1) == length(t2)) && _isequal(t1, t2)
_isequal(t1::Tuple{}, t2::Tuple{}) = true
_isequal(t1::Tuple{Any}, t2::Tuple{Any}) = isequal(t1[1], t2[1])
_isequal(t1::Tuple, t2::Tuple) = isequal(t1[1], t2[1]) && _isequal(tail(t1), tail(t2))
function _isequal(t1::Any16, t2::Any16)
    for i = 1:length(t1)
        isequal(t1[i], t2[i]) || return false
    end
    return true
end

==(t1::Tuple, t2::Tuple) = (length(t1) == length(t2)) && _eq(t1, t2)
_eq(t1::Tuple{}, t2::Tuple{}) = true
_eq(t1::Tuple{Any}, t2::Tuple{Any}) = t1[1] == t2[1]
function _eq(t1::Tuple, t2::Tuple)
    eq = t1[1] == t2[1]
    if eq === false
        return false
    elseif ismissing(eq)
        return _eq_missing(tail(t1), tail(t2))
    else
        return _eq(tail(t1), tail(t2))
    end
end
_eq_missing(t1::Tuple{}, t2::Tuple{}) = missing
function _eq_missing(t1::Tuple, t2::Tuple)
    eq = t1[1] == t2[1]
    return eq === false ? false : _eq_missing(tail(t1), tail(t2))
end
function _eq(t1::Any16, t2::Any16)
    anymissing = false
    for i = 1:length(t1)
        eq = (t1[i] == t2[i])
        if ismissing(eq)
            anymissing = true
        elseif !eq
            return false
        end
    end
    return anymissing ? missing : true
end

const tuplehash_seed = 0x77cfa1eef01bca90
hash(::Tuple{}, h::UInt) = h + tuplehash_seed
hash(t::Tuple, h::UInt) = hash(t[1], hash(tail(t), h))
function hash(t::Any16, h::UInt)
    out = h + tuplehash_seed
    for i = length(t):-1:1
        out = hash(t[i], out)
    end
    return out
end

<(::Tuple{}, ::Tuple{}) = false
<(::Tuple{}, ::Tuple) = true
<(::Tuple, ::Tuple{}) = false
function <(t1::Tuple, t2::Tuple)
    a, b = t1[1], t2[1]
    eq = (a == b)
    if ismissing(eq)
        return missing
    elseif !eq
        return a < b
    end
    return tail(t1) < tail(t2)
end
function <(t1::Any16, t2::Any16)
    n1, n2 = length(t1), length(t2)
    for i = 1:min(n1, n2)
        a, b = t1[i], t2[i]
        eq = (a == b)
        if ismissing(eq)
            return missing
        elseif !eq
            return a < b
        end
    end
    return n1 < n2
end
isless(::Tuple{}, ::Tuple{}) = false
isless(::Tuple{}, ::Tuple) = true
isless(::Tuple, ::Tuple{}) = false
isless(t1::Tuple, t2::Tuple) = isless(t1[1], t2[1]) || (isequal(t1[1], t2[1]) && isless(tail(t1), tail(t2)))
function isless(t1::Any16, t2::Any16)
    n1, n2 = length(t1), length(t2)
    for i = 1:min(n1, n2)
        a, b = t1[i], t2[i]
        isequal(a, b) || return isless(a, b)
    end
    return n1 < n2
end

# Base functions over all elements

reverse(t::Tuple) = revargs(t...)
revargs() = ()
revargs(x, r...) = (revargs(r...)..., x)

prod(x::Tuple{}) = 1
prod(x::Tuple{Any, Vararg{Any}}) = *(x...)
all(x::Tuple{}) = true
all(x::Tuple{Bool}) = x[1]
all(x::Tuple{Bool, Bool}) = x[1] & x[2]
all(x::Tuple{Bool, Bool, Bool}) = x[1] & x[2] & x[3]
any(x::Tuple{}) = false
any(x::Tuple{Bool}) = x[1]
any(x::Tuple{Bool, Bool}) = x[1] | x[2]
any(x::Tuple{Bool, Bool, Bool}) = x[1] | x[2] | x[3]

in(x::Any, ::Tuple{}) = false

# A function over the elements of a tuple, one after the other; `filter` and `cumsum` of tuples as in Julia.
filter(f, xs::Tuple) = afoldl((ys, x) -> f(x) ? (ys..., x) : ys, (), xs...)
filter(f, t::Any16) = Tuple(filter(f, collect(t)))
cumsum(x::Tuple) = (accumulate(+, [x...])...,)

empty(@nospecialize x::Tuple) = ()
