#=
`Dict`: a hash table with open addressing and linear probing, of Julia 1.5's layout. `slots` says of each place whether
it is empty (0), filled (1) or was deleted (2). The number of places is a power of two, at most three quarters of them
in use. Pairs come out in the order of the places, so in Julia's order wherever the hashes are Julia's.
=#

mutable struct Dict{K, V} <: AbstractDict{K, V}
    slots::Array{UInt8, 1}
    keys::Array{K, 1}
    vals::Array{V, 1}
    ndel::Int
    count::Int
    age::UInt
    idxfloor::Int
    maxprobe::Int
    function Dict{K, V}() where {K, V}
        n = 16
        new(zeros(UInt8, n), Vector{K}(undef, n), Vector{V}(undef, n), 0, 0, 0, 1, 0)
    end
    Dict{K, V}(d::Dict{K, V}) where {K, V} =
        new(copy(d.slots), copy(d.keys), copy(d.vals), d.ndel, d.count, d.age, d.idxfloor, d.maxprobe)
    Dict{K, V}(slots, keys, vals, ndel, count, age, idxfloor, maxprobe) where {K, V} =
        new(slots, keys, vals, ndel, count, age, idxfloor, maxprobe)
end
function Dict{K, V}(kv) where {K, V}
    h = Dict{K, V}()
    for (k, v) in kv
        h[k] = v
    end
    return h
end
Dict{K, V}(p::Pair) where {K, V} = setindex!(Dict{K, V}(), p.second, p.first)
function Dict{K, V}(ps::Pair...) where {K, V}
    h = Dict{K, V}()
    sizehint!(h, length(ps))
    for p in ps
        h[p.first] = p.second
    end
    return h
end
Dict() = Dict{Any, Any}()
Dict(kv::Tuple{}) = Dict()
Dict(ps::Pair{K, V}...) where {K, V} = Dict{K, V}(ps)
Dict(ps::Pair...) = Dict(ps)
Dict(kv::AbstractDict{K, V}) where {K, V} = Dict{K, V}(kv)
function Dict(kv)
    try
        return dict_with_eltype(kv, eltype(kv))
    catch
        if !isiterable(typeof(kv)) || !all(x -> isa(x, Union{Tuple, Pair}), kv)
            throw(ArgumentError("Dict(kv): kv needs to be an iterator of tuples or pairs"))
        end
        rethrow()
    end
end
isiterable(::Type{T}) where {T} = hasmethod(iterate, Tuple{T})
dict_with_eltype(kv, ::Type{Tuple{K, V}}) where {K, V} = Dict{K, V}(kv)
dict_with_eltype(kv, ::Type{Pair{K, V}}) where {K, V} = Dict{K, V}(kv)
dict_with_eltype(kv, ::Type) = grow_to!(Dict{Union{}, Union{}}(), kv)
dict_with_eltype(kv::Generator, ::Type{Any}) = grow_to!(Dict{Union{}, Union{}}(), kv)
empty(a::AbstractDict, ::Type{K}, ::Type{V}) where {K, V} = Dict{K, V}()
copy(d::Dict) = typeof(d)(d)
const AnyDict = Dict{Any, Any}

hashindex(key, sz) = (((hash(key) % Int) & (sz - 1)) + 1)::Int
maxallowedprobe(sz) = max(16, sz >> 6)
isslotempty(h::Dict, i::Int) = h.slots[i] == 0x0
isslotfilled(h::Dict, i::Int) = h.slots[i] == 0x1
isslotmissing(h::Dict, i::Int) = h.slots[i] == 0x2

function rehash!(h::Dict{K, V}, newsz = length(h.keys)) where {K, V}
    olds, oldk, oldv = h.slots, h.keys, h.vals
    newsz = max(16, nextpow2(newsz))
    h.age += 1
    h.idxfloor = 1
    h.slots, h.keys, h.vals = zeros(UInt8, newsz), Vector{K}(undef, newsz), Vector{V}(undef, newsz)
    h.ndel, h.count, h.maxprobe = 0, 0, 0
    for i in 1:length(olds)
        olds[i] == 0x1 || continue
        k = oldk[i]
        start = index = hashindex(k, newsz)
        while h.slots[index] != 0
            index = (index & (newsz - 1)) + 1
        end
        h.maxprobe = max(h.maxprobe, (index - start) & (newsz - 1))
        h.slots[index] = 0x1
        h.keys[index], h.vals[index] = k, oldv[i]
        h.count += 1
    end
    return h
end
nextpow2(n::Integer) = n <= 1 ? 1 : 1 << (64 - leading_zeros(Int(n) - 1))

function sizehint!(d::Dict, newsz)
    oldsz = length(d.slots)
    newsz <= oldsz && return d
    return rehash!(d, max(newsz, (oldsz * 5) >> 2))
end
function empty!(h::Dict{K, V}) where {K, V}
    fill!(h.slots, 0x0)
    n = length(h.slots)
    empty!(h.keys)
    empty!(h.vals)
    resize!(h.keys, n)
    resize!(h.vals, n)
    h.ndel = h.count = 0
    h.age += 1
    h.idxfloor = 1
    return h
end

# Where the key is, or -1.
function ht_keyindex(h::Dict{K, V}, key) where {K, V}
    sz, probes = length(h.keys), 0
    index = hashindex(key, sz)
    while !isslotempty(h, index)
        if isslotfilled(h, index)
            k = h.keys[index]
            (key === k || isequal(key, k)) && return index
        end
        index = (index & (sz - 1)) + 1
        probes += 1
        probes > h.maxprobe && break
    end
    return -1
end
# Where the key is, or minus the place where it should go.
function ht_keyindex2!(h::Dict{K, V}, key) where {K, V}
    sz, probes, free = length(h.keys), 0, 0
    index = hashindex(key, sz)
    while true
        if isslotempty(h, index)
            return free < 0 ? free : -index
        elseif isslotmissing(h, index)
            free == 0 && (free = -index)
        else
            k = h.keys[index]
            (key === k || isequal(key, k)) && return index
        end
        index = (index & (sz - 1)) + 1
        probes += 1
        probes > h.maxprobe && break
    end
    free < 0 && return free
    # Beyond the longest probe so far a place may still be taken, as long as the probe does not become too long.
    while probes < maxallowedprobe(sz)
        if !isslotfilled(h, index)
            h.maxprobe = probes
            return -index
        end
        index = (index & (sz - 1)) + 1
        probes += 1
    end
    rehash!(h, h.count > 64000 ? sz * 2 : sz * 4)
    return ht_keyindex2!(h, key)
end
function _setindex!(h::Dict, v, key, index)
    isslotmissing(h, index) && (h.ndel -= 1)
    h.slots[index] = 0x1
    h.keys[index] = key
    h.vals[index] = v
    h.count += 1
    h.age += 1
    index < h.idxfloor && (h.idxfloor = index)
    sz = length(h.keys)
    if h.ndel >= ((3 * sz) >> 2) || h.count * 3 > sz * 2
        rehash!(h, h.count > 64000 ? h.count * 2 : h.count * 4)
    end
end
function setindex!(h::Dict{K, V}, v0, key0) where {K, V}
    key = convert(K, key0)
    isequal(key, key0) || valtype_mismatch(key0, K)
    return setindex!(h, v0, key)
end
function setindex!(h::Dict{K, V}, v0, key::K) where {K, V}
    v = convert(V, v0)
    index = ht_keyindex2!(h, key)
    if index > 0
        h.age += 1
        h.keys[index] = key
        h.vals[index] = v
    else
        _setindex!(h, v, key, -index)
    end
    return h
end

function getindex(h::Dict{K, V}, key) where {K, V}
    index = ht_keyindex(h, key)
    return index < 0 ? throw(KeyError(key)) : h.vals[index]::V
end
function get(h::Dict{K, V}, key, default) where {K, V}
    index = ht_keyindex(h, key)
    return index < 0 ? default : h.vals[index]::V
end
function get(default::Callable, h::Dict{K, V}, key) where {K, V}
    index = ht_keyindex(h, key)
    return index < 0 ? default() : h.vals[index]::V
end
get!(default::Callable, h::Dict{K, V}, key0) where {K, V} =
    (key = convert(K, key0); isequal(key, key0) || valtype_mismatch(key0, K); get!(default, h, key))
function get!(default::Callable, h::Dict{K, V}, key::K) where {K, V}
    index = ht_keyindex2!(h, key)
    index > 0 && return h.vals[index]
    age0 = h.age
    v = convert(V, default())
    h.age == age0 || (index = ht_keyindex2!(h, key))
    if index > 0
        h.vals[index] = v
    else
        _setindex!(h, v, key, -index)
    end
    return v
end
haskey(h::Dict, key) = ht_keyindex(h, key) >= 0
in(key, v::KeySet{<:Any, <:Dict}) = ht_keyindex(v.dict, key) >= 0
function getkey(h::Dict{K, V}, key, default) where {K, V}
    index = ht_keyindex(h, key)
    return index < 0 ? default : h.keys[index]::K
end
function _delete!(h::Dict{K, V}, index) where {K, V}
    h.slots[index] = 0x2
    isbitstype(K) || ccall(:jl_arrayunset, Cvoid, (Any, UInt), h.keys, index - 1)
    isbitstype(V) || ccall(:jl_arrayunset, Cvoid, (Any, UInt), h.vals, index - 1)
    h.ndel += 1
    h.count -= 1
    h.age += 1
    return h
end
function delete!(h::Dict, key)
    index = ht_keyindex(h, key)
    index > 0 && _delete!(h, index)
    return h
end
function pop!(h::Dict, key)
    index = ht_keyindex(h, key)
    return index > 0 ? _pop!(h, index) : throw(KeyError(key))
end
function pop!(h::Dict, key, default)
    index = ht_keyindex(h, key)
    return index > 0 ? _pop!(h, index) : default
end
function pop!(h::Dict)
    isempty(h) && throw(ArgumentError("dict must be non-empty"))
    index = skip_deleted_floor!(h)
    key = h.keys[index]
    return key => _pop!(h, index)
end
_pop!(h::Dict, index) = (val = h.vals[index]; _delete!(h, index); val)

# The next filled place from `i` on, or 0.
function skip_deleted(h::Dict, i)
    for j in i:length(h.slots)
        isslotfilled(h, j) && return j
    end
    return 0
end
function skip_deleted_floor!(h::Dict)
    index = skip_deleted(h, h.idxfloor)
    index != 0 && (h.idxfloor = index)
    return index
end
iterate(t::Dict) = dict_next(t, skip_deleted_floor!(t))
iterate(t::Dict, i) = dict_next(t, skip_deleted(t, i))
dict_next(t::Dict{K, V}, i) where {K, V} = i == 0 ? nothing : (Pair{K, V}(t.keys[i], t.vals[i]), i == typemax(Int) ? 0 : i + 1)
iterate(v::T) where {T <: Union{KeySet{<:Any, <:Dict}, ValueIterator{<:Dict}}} = dict_part(v, skip_deleted_floor!(v.dict))
iterate(v::T, i::Int) where {T <: Union{KeySet{<:Any, <:Dict}, ValueIterator{<:Dict}}} = dict_part(v, skip_deleted(v.dict, i))
dict_part(v::KeySet, i) = i == 0 ? nothing : (v.dict.keys[i], i + 1)
dict_part(v::ValueIterator, i) = i == 0 ? nothing : (v.dict.vals[i], i + 1)
isempty(t::Dict) = t.count == 0
length(t::Dict) = t.count
function filter!(f, h::Dict{K, V}) where {K, V}
    for i in 1:length(h.slots)
        isslotfilled(h, i) && !f(Pair{K, V}(h.keys[i], h.vals[i])) && _delete!(h, i)
    end
    return h
end
function map!(f, iter::ValueIterator{<:Dict})
    d = iter.dict
    for i in 1:length(d.slots)
        isslotfilled(d, i) && (d.vals[i] = f(d.vals[i]))
    end
    return iter
end
