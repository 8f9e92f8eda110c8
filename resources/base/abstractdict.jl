# What dictionaries have in common, whatever keeps their pairs: keys, values, merging, filtering, comparison.

struct KeyError <: Exception
    key
end

struct KeySet{K, T <: AbstractDict{K}} <: AbstractSet{K}
    dict::T
end
KeySet(dict::AbstractDict) = KeySet{keytype(dict), typeof(dict)}(dict)
struct ValueIterator{T <: AbstractDict}
    dict::T
end
length(v::Union{KeySet, ValueIterator}) = length(v.dict)
isempty(v::Union{KeySet, ValueIterator}) = isempty(v.dict)
eltype(::Type{KeySet{K, D}}) where {K, D} = K
eltype(::Type{ValueIterator{D}}) where {D} = valtype(D)
function iterate(v::Union{KeySet, ValueIterator}, state...)
    y = iterate(v.dict, state...)
    y === nothing && return nothing
    return (y[1][isa(v, KeySet) ? 1 : 2], y[2])
end
in(k, v::KeySet) = get(v.dict, k, secret_table_token) !== secret_table_token
const secret_table_token = :__c782dbf1cf4d6a2e5e3865d7e95634f2e09b5902__

haskey(d::AbstractDict, k) = in(k, keys(d))
keys(a::AbstractDict) = KeySet(a)
values(a::AbstractDict) = ValueIterator(a)
pairs(collection) = Generator(=>, keys(collection), values(collection))
pairs(a::AbstractDict) = a
eltype(::Type{<:AbstractDict{K, V}}) where {K, V} = Pair{K, V}
keytype(::Type{<:AbstractDict{K, V}}) where {K, V} = K
keytype(a::AbstractDict) = keytype(typeof(a))
valtype(::Type{<:AbstractDict{K, V}}) where {K, V} = V
valtype(a::AbstractDict) = valtype(typeof(a))
keytype(a::AbstractArray) = keytype(typeof(a))
keytype(::Type{<:AbstractArray{T, N}}) where {T, N} = CartesianIndex{N}
keytype(::Type{<:AbstractVector}) = Int
valtype(a::AbstractArray) = eltype(a)
in(p, a::AbstractDict) = error("AbstractDict collections only contain Pairs;\nEither look for e.g. A=>B instead, or use the `keys` or `values`\nfunction if you are looking for a key or value respectively.")
function in(p::Pair, a::AbstractDict, valcmp = ==)
    v = get(a, p.first, secret_table_token)
    return v !== secret_table_token && valcmp(v, p.second)
end
empty(a::AbstractDict) = empty(a, keytype(a), valtype(a))
empty(a::AbstractDict, ::Type{V}) where {V} = empty(a, keytype(a), V)
copy(a::AbstractDict) = merge!(empty(a), a)

function getindex(t::AbstractDict, key)
    v = get(t, key, secret_table_token)
    v === secret_table_token && throw(KeyError(key))
    return v
end
getindex(t::AbstractDict, k1, k2, ks...) = getindex(t, tuple(k1, k2, ks...))
setindex!(t::AbstractDict, v, k1, k2, ks...) = setindex!(t, v, tuple(k1, k2, ks...))
get!(t::AbstractDict, key, default) = get!(() -> default, t, key)
function get!(default::Callable, t::AbstractDict, key)
    haskey(t, key) || (t[key] = default())
    return t[key]
end
push!(t::AbstractDict, p::Pair) = setindex!(t, p.second, p.first)
push!(t::AbstractDict, p::Pair, q::Pair) = push!(push!(t, p), q)
push!(t::AbstractDict, p::Pair, q::Pair, r::Pair...) = push!(push!(push!(t, p), q), r...)
function merge!(d::AbstractDict, others::AbstractDict...)
    for other in others, (k, v) in other
        d[k] = v
    end
    return d
end
merge!(combine::Function, d::AbstractDict, others::AbstractDict...) = mergewith!(combine, d, others...)
function mergewith!(combine, d::AbstractDict, others::AbstractDict...)
    for other in others, (k, v) in other
        d[k] = haskey(d, k) ? combine(d[k], v) : v
    end
    return d
end
merge(d::AbstractDict, others::AbstractDict...) = merge!(typed_merge_dict(d, others...), others...)
merge(combine::Function, d::AbstractDict, others::AbstractDict...) = merge!(combine, typed_merge_dict(d, others...), others...)
mergewith(combine, d::AbstractDict, others::AbstractDict...) = mergewith!(combine, typed_merge_dict(d, others...), others...)
function typed_merge_dict(d, others...)
    K = promote_type(keytype(d), map(keytype, others)...)
    V = promote_type(valtype(d), map(valtype, others)...)
    return merge!(empty(d, K, V), d)
end
function filter!(f, d::AbstractDict)
    for k in [k for (k, v) in d if !f(Pair{keytype(d), valtype(d)}(k, v))]
        delete!(d, k)
    end
    return d
end
function filter(f, d::AbstractDict)
    kept = empty(d)
    for p in d
        f(p) && push!(kept, p)
    end
    return kept
end
function isequal(l::AbstractDict, r::AbstractDict)
    length(l) == length(r) || return false
    for p in l
        in(p, r, isequal) || return false
    end
    return true
end
function ==(l::AbstractDict, r::AbstractDict)
    length(l) == length(r) || return false
    anymissing = false
    for p in l
        eq = in(p, r)
        ismissing(eq) ? (anymissing = true) : eq || return false
    end
    return anymissing ? missing : true
end
function hash(a::AbstractDict, h::UInt)
    hv = 0x6d35bb51952d5539
    for (k, v) in a
        hv = xor(hv, hash(k, hash(v)))
    end
    return hash(hv, h)
end
function grow_to!(dest::AbstractDict, itr)
    y = iterate(itr)
    y === nothing && return dest
    (k, v), st = y
    dest2 = empty(dest, typeof(k), typeof(v))
    dest2[k] = v
    return grow_to!(dest2, itr, st)
end
# Fills a dictionary; pairs that do not fit go on in one with wider types.
function grow_to!(dest::AbstractDict{K, V}, itr, st) where {K, V}
    y = iterate(itr, st)
    while y !== nothing
        (k, v), st = y
        if isa(k, K) && isa(v, V)
            dest[k] = v
        else
            new = empty(dest, promote_typejoin(K, typeof(k)), promote_typejoin(V, typeof(v)))
            merge!(new, dest)
            new[k] = v
            return grow_to!(new, itr, st)
        end
        y = iterate(itr, st)
    end
    return dest
end
convert(::Type{T}, x::T) where {T <: AbstractDict} = x
function convert(::Type{T}, x::AbstractDict) where {T <: AbstractDict}
    h = T(x)
    length(h) == length(x) || error("key collision during dictionary conversion")
    return h
end
valtype_mismatch(k, ::Type{K}) where {K} = throw(ArgumentError("$(repr(k)) is not a valid key for type $K"))
