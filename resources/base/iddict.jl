#=
`IdDict`, whose keys are the same only if they are `===`. The runtime keeps the table: `jl_eqtable_get`, `_put` and
`_pop` work on an array of keys and values in turn. `IdSet` is a set of its keys.
=#

mutable struct IdDict{K, V} <: AbstractDict{K, V}
    ht::Vector{Any}
    count::Int
    ndel::Int
    IdDict{K, V}() where {K, V} = new(Vector{Any}(undef, 32), 0, 0)
    function IdDict{K, V}(itr) where {K, V}
        d = IdDict{K, V}()
        for (k, v) in itr
            d[k] = v
        end
        return d
    end
    IdDict{K, V}(d::IdDict{K, V}) where {K, V} = new(copy(d.ht), d.count, d.ndel)
end
IdDict{K, V}(pairs::Pair...) where {K, V} = IdDict{K, V}(pairs)
IdDict() = IdDict{Any, Any}()
IdDict(kv::Tuple{}) = IdDict()
IdDict(ps::Pair{K, V}...) where {K, V} = IdDict{K, V}(ps)
IdDict(ps::Pair...) = IdDict{Any, Any}(ps)
IdDict(kv) = IdDict{Any, Any}(kv)
empty(d::IdDict, ::Type{K}, ::Type{V}) where {K, V} = IdDict{K, V}()
copy(d::IdDict) = typeof(d)(d)
sizehint!(d::IdDict, newsz) = d

function setindex!(d::IdDict{K, V}, @nospecialize(val), @nospecialize(key)) where {K, V}
    isa(key, K) || valtype_mismatch(key, K)
    val = convert(V, val)
    added = RefValue{Int}(0)
    d.ht = ccall(:jl_eqtable_put, Vector{Any}, (Any, Any, Any, Any), d.ht, key, val, added)
    d.count += added[]
    return d
end
get(d::IdDict{K, V}, @nospecialize(key), @nospecialize(default)) where {K, V} =
    iddict_value(V, ccall(:jl_eqtable_get, Any, (Any, Any, Any), d.ht, key, secret_table_token), default)
iddict_value(::Type{V}, @nospecialize(found), @nospecialize(default)) where {V} = found === secret_table_token ? default : found::V
function get(default::Callable, d::IdDict{K, V}, @nospecialize(key)) where {K, V}
    v = get(d, key, secret_table_token)
    return v === secret_table_token ? default() : v::V
end
function getindex(d::IdDict{K, V}, @nospecialize(key)) where {K, V}
    v = get(d, key, secret_table_token)
    v === secret_table_token && throw(KeyError(key))
    return v::V
end
function get!(d::IdDict{K, V}, @nospecialize(key), @nospecialize(default)) where {K, V}
    v = get(d, key, secret_table_token)
    v === secret_table_token || return v::V
    d[key] = default
    return d[key]
end
haskey(d::IdDict, @nospecialize(key)) = get(d, key, secret_table_token) !== secret_table_token
in(@nospecialize(k), v::KeySet{<:Any, <:IdDict}) = haskey(v.dict, k)
function pop!(d::IdDict{K, V}, @nospecialize(key), @nospecialize(default)) where {K, V}
    found = RefValue{Int}(0)
    v = ccall(:jl_eqtable_pop, Any, (Any, Any, Any, Any), d.ht, key, default, found)
    d.count -= found[]
    d.ndel += found[]
    return v
end
function pop!(d::IdDict{K, V}, @nospecialize(key)) where {K, V}
    v = pop!(d, key, secret_table_token)
    v === secret_table_token && throw(KeyError(key))
    return v::V
end
delete!(d::IdDict, @nospecialize(key)) = (pop!(d, key, nothing); d)
function empty!(d::IdDict)
    d.ht = Vector{Any}(undef, 32)
    d.count = d.ndel = 0
    return d
end
function iterate(d::IdDict{K, V}, i = 0) where {K, V}
    i = ccall(:bk_eqtable_next, Int, (Any, Int), d.ht, i)
    i < 0 && return nothing
    return (Pair{K, V}(d.ht[i + 1]::K, d.ht[i + 2]::V), i + 2)
end
length(d::IdDict) = d.count

struct IdSet{T} <: AbstractSet{T}
    dict::IdDict{T, Nothing}
    IdSet{T}() where {T} = new(IdDict{T, Nothing}())
    IdSet{T}(s::IdSet{T}) where {T} = new(copy(s.dict))
end
IdSet{T}(itr) where {T} = union!(IdSet{T}(), itr)
IdSet() = IdSet{Any}()
copy(s::IdSet) = typeof(s)(s)
empty(s::IdSet{T}, ::Type{U} = T) where {T, U} = IdSet{U}()
isempty(s::IdSet) = isempty(s.dict)
length(s::IdSet) = length(s.dict)
in(@nospecialize(x), s::IdSet) = haskey(s.dict, x)
push!(s::IdSet, @nospecialize(x)) = (s.dict[x] = nothing; s)
delete!(s::IdSet, @nospecialize(x)) = (delete!(s.dict, x); s)
empty!(s::IdSet) = (empty!(s.dict); s)
iterate(s::IdSet, state...) = iterate(KeySet(s.dict), state...)
