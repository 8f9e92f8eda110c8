#=
Named tuples: their names are a parameter of the type, their values a tuple. `merge` and `structdiff` also work on what a
call's keywords were made into.
=#

@inline function (::Type{NamedTuple{names, T} where T <: Tuple})(nt::NamedTuple) where {names}
    NamedTuple{names}(map(n -> getfield(nt, n), names))
end
function NamedTuple{names, T}(itr) where {names, T <: Tuple}
    return NamedTuple{names, T}(T(itr))
end
function NamedTuple{names}(itr) where {names}
    return NamedTuple{names}(Tuple(itr))
end
NamedTuple(itr) = (; itr...)
NamedTuple{names, T}(nt::NamedTuple) where {names, T <: Tuple} = NamedTuple{names, T}(T(map(n -> getfield(nt, n), names)))

length(t::NamedTuple) = nfields(t)
iterate(t::NamedTuple, iter = 1) = iter > nfields(t) ? nothing : (getfield(t, iter), iter + 1)
firstindex(t::NamedTuple) = 1
lastindex(t::NamedTuple) = nfields(t)
getindex(t::NamedTuple, i::Int) = getfield(t, i)
getindex(t::NamedTuple, i::Symbol) = getfield(t, i)
indexed_iterate(t::NamedTuple, i::Int, state = 1) = (getfield(t, i), i + 1)
isempty(::NamedTuple{()}) = true
isempty(::NamedTuple) = false
empty(::NamedTuple) = NamedTuple()

convert(::Type{NamedTuple{names, T}}, nt::NamedTuple{names, T}) where {names, T <: Tuple} = nt
convert(::Type{NamedTuple{names}}, nt::NamedTuple{names}) where {names} = nt
function convert(::Type{NamedTuple{names, T}}, nt::NamedTuple{names}) where {names, T <: Tuple}
    NamedTuple{names, T}(T(nt))
end

eltype(::Type{NamedTuple{names, T}} where {names}) where {T} = eltype(T)
eltype(::Type{NamedTuple{names}}) where {names} = Any
tuple_type(::Type{NamedTuple{names, T}}) where {names, T} = T

==(a::NamedTuple{n}, b::NamedTuple{n}) where {n} = Tuple(a) == Tuple(b)
==(a::NamedTuple, b::NamedTuple) = false
isequal(a::NamedTuple{n}, b::NamedTuple{n}) where {n} = isequal(Tuple(a), Tuple(b))
isequal(a::NamedTuple, b::NamedTuple) = false
_nt_names(::NamedTuple{names}) where {names} = names
_nt_names(::Type{T}) where {names, T <: NamedTuple{names}} = names
hash(x::NamedTuple, h::UInt) = xor(objectid(_nt_names(x)), hash(Tuple(x), h))
isless(a::NamedTuple{n}, b::NamedTuple{n}) where {n} = isless(Tuple(a), Tuple(b))

same_names(::NamedTuple{names}...) where {names} = true
same_names(::NamedTuple...) = false
function map(f, nt::NamedTuple{names}, nts::NamedTuple...) where {names}
    same_names(nt, nts...) || throw(ArgumentError("Named tuple names do not match."))
    NamedTuple{names}(map(f, map(Tuple, (nt, nts...))...))
end

# The names of both, those of the second that are new at the end.
@pure function merge_names(an::Tuple{Vararg{Symbol}}, bn::Tuple{Vararg{Symbol}})
    @nospecialize an bn
    names = Symbol[an...]
    for n in bn
        sym_in(n, an) || push!(names, n)
    end
    (names...,)
end
@pure function merge_types(names::Tuple{Vararg{Symbol}}, a::Type{<:NamedTuple}, b::Type{<:NamedTuple})
    @nospecialize names a b
    bn = _nt_names(b)
    return Tuple{Any[fieldtype(sym_in(names[n], bn) ? b : a, names[n]) for n in 1:length(names)]...}
end
@pure function sym_in(x::Symbol, itr::Tuple{Vararg{Symbol}})
    @nospecialize itr
    for y in itr
        y === x && return true
    end
    return false
end

"`merge(a, b)`: a named tuple with the fields of both; where both have one, that of `b`."
function merge(a::NamedTuple{an}, b::NamedTuple{bn}) where {an, bn}
    if @generated
        names = merge_names(an, bn)
        types = merge_types(names, a, b)
        vals = Any[:(getfield($(sym_in(names[n], bn) ? :b : :a), $(QuoteNode(names[n])))) for n in 1:length(names)]
        :(NamedTuple{$names, $types}(($(vals...),)))
    else
        names = merge_names(an, bn)
        types = merge_types(names, typeof(a), typeof(b))
        NamedTuple{names, types}(map(n -> getfield(sym_in(n, bn) ? b : a, n), names))
    end
end
merge(a::NamedTuple{()}, b::NamedTuple) = b
merge(a::NamedTuple, b::NamedTuple{()}) = a
merge(a::NamedTuple{()}, b::NamedTuple{()}) = a
merge(a::NamedTuple, b::Iterators.Pairs{<:Any, <:Any, <:Any, <:NamedTuple}) = merge(a, b.data)
merge(a::NamedTuple, b::NamedTuple, cs::NamedTuple...) = merge(merge(a, b), cs...)
merge(a::NamedTuple) = a
function merge(a::NamedTuple, itr)
    names = Symbol[]
    vals = Any[]
    inds = IdDict{Symbol, Int}()
    for (k, v) in itr
        k = k::Symbol
        oldind = get(inds, k, 0)
        if oldind > 0
            vals[oldind] = v
        else
            push!(names, k)
            push!(vals, v)
            inds[k] = length(names)
        end
    end
    merge(a, NamedTuple{(names...,)}((vals...,)))
end

keys(nt::NamedTuple{names}) where {names} = names
values(nt::NamedTuple) = Tuple(nt)
Tuple(nt::NamedTuple) = (nt...,)
haskey(nt::NamedTuple, key::Union{Integer, Symbol}) = isdefined(nt, key)
get(nt::NamedTuple, key::Union{Integer, Symbol}, default) = haskey(nt, key) ? getfield(nt, key) : default
get(f::Callable, nt::NamedTuple, key::Union{Integer, Symbol}) = haskey(nt, key) ? getfield(nt, key) : f()
tail(t::NamedTuple{names}) where {names} = NamedTuple{tail(names)}(t)
first(t::NamedTuple) = t[1]
last(t::NamedTuple) = t[nfields(t)]
setindex(nt::NamedTuple, v, idx::Symbol) = merge(nt, NamedTuple{(idx,)}((v,)))

@pure function diff_names(an::Tuple{Vararg{Symbol}}, bn::Tuple{Vararg{Symbol}})
    @nospecialize an bn
    names = Symbol[]
    for n in an
        sym_in(n, bn) || push!(names, n)
    end
    (names...,)
end

# The fields of `a` whose names `b` has not: the keywords that are left over.
function structdiff(a::NamedTuple{an}, b::Union{NamedTuple{bn}, Type{NamedTuple{bn}}}) where {an, bn}
    if @generated
        names = diff_names(an, bn)
        types = Tuple{Any[fieldtype(a, n) for n in names]...}
        vals = Any[:(getfield(a, $(QuoteNode(n)))) for n in names]
        :(NamedTuple{$names, $types}(($(vals...),)))
    else
        names = diff_names(an, bn)
        types = Tuple{Any[fieldtype(typeof(a), n) for n in names]...}
        NamedTuple{names, types}(map(n -> getfield(a, n), names))
    end
end
structdiff(a::NamedTuple{an}, b::Union{NamedTuple{an}, Type{NamedTuple{an}}}) where {an} = (;)
