#=
Where a character, a text or a match of a predicate stands in a string. Positions are code-unit indices; a text is found as
a range of them.
=#

const Chars = Union{AbstractChar, Tuple{Vararg{<:AbstractChar}}, AbstractVector{<:AbstractChar}, Set{<:AbstractChar}}

nothing_sentinel(i) = i == 0 ? nothing : i

findfirst(ch::AbstractChar, string::AbstractString) = findfirst(==(ch), string)
findlast(ch::AbstractChar, string::AbstractString) = findlast(==(ch), string)
findfirst(pattern::AbstractString, string::AbstractString) = findnext(pattern, string, firstindex(string))
findlast(pattern::AbstractString, string::AbstractString) = findprev(pattern, string, lastindex(string))

function findnext(testf::Function, s::AbstractString, i::Integer)
    i = Int(i)
    z = ncodeunits(s) + 1
    1 ≤ i ≤ z || throw(BoundsError(s, i))
    @inbounds i == z || isvalid(s, i) || string_index_err(s, i)
    e = lastindex(s)
    while i <= e
        testf(@inbounds s[i]) && return i
        i = @inbounds nextind(s, i)
    end
    return nothing
end
findfirst(testf::Function, s::AbstractString) = findnext(testf, s, firstindex(s))
findlast(testf::Function, s::AbstractString) = findprev(testf, s, lastindex(s))
function findprev(testf::Function, s::AbstractString, i::Integer)
    i = Int(i)
    z = ncodeunits(s) + 1
    0 ≤ i ≤ z || throw(BoundsError(s, i))
    i == z && return nothing
    @inbounds i == 0 || isvalid(s, i) || string_index_err(s, i)
    while i >= 1
        testf(s[i]) && return i
        i = @inbounds prevind(s, i)
    end
    return nothing
end
findnext(ch::AbstractChar, string::AbstractString, ind::Integer) = findnext(==(ch), string, ind)
findprev(ch::AbstractChar, string::AbstractString, ind::Integer) = findprev(==(ch), string, ind)

# The first byte index from `i` on at which the bytes of `t` stand; 0 if there is none.
_searchindex(s::Union{String, SubString{String}}, t::Union{String, SubString{String}}, i::Integer) =
    ccall(:bk_string_search, Int, (Any, Any, Int), String(s), String(t), i)
_searchindex(s::AbstractString, t::AbstractString, i::Integer) = _searchindex(String(s), String(t), i)
_rsearchindex(s::AbstractString, t::AbstractString, i::Integer) = ccall(:bk_string_rsearch, Int, (Any, Any, Int), String(s), String(t), i)

function findnext(t::AbstractString, s::AbstractString, i::Integer)
    z = ncodeunits(s) + 1
    1 <= i <= z || (i == z + 1 && isempty(t)) || throw(BoundsError(s, i))
    k = _searchindex(s, t, i)
    k == 0 && return nothing
    isempty(t) && return k:k - 1
    return k:k + lastindex(t) - 1
end
function findprev(t::AbstractString, s::AbstractString, i::Integer)
    isempty(t) && return (k = nextind(s, i); k:k - 1)
    k = _rsearchindex(s, t, i)
    k == 0 && return nothing
    return k:k + lastindex(t) - 1
end
findall(t::AbstractString, s::AbstractString; overlap::Bool = false) = begin
    found = UnitRange{Int}[]
    i, e = firstindex(s), lastindex(s)
    while true
        r = findnext(t, s, i)
        r === nothing && return found
        push!(found, r)
        j = overlap || isempty(r) ? first(r) : last(r)
        j > e && return found
        @inbounds i = nextind(s, j)
    end
end
count(t::AbstractString, s::AbstractString; overlap::Bool = false) = length(findall(t, s; overlap = overlap))
findall(c::AbstractChar, s::AbstractString) = findall(==(c), s)
function findall(testf::Function, s::AbstractString)
    found = Int[]
    for (i, c) in pairs(s)
        testf(c) && push!(found, i)
    end
    return found
end

"`occursin(needle, haystack)`: whether the text, character or pattern stands somewhere in the other."
occursin(needle::Union{AbstractString, AbstractChar}, haystack::AbstractString) =
    needle isa AbstractChar ? findfirst(needle, haystack) !== nothing : _searchindex(haystack, needle, firstindex(haystack)) != 0
occursin(haystack) = Fix2(occursin, haystack)
contains(haystack::AbstractString, needle) = occursin(needle, haystack)
contains(needle) = Fix2(contains, needle)
in(::AbstractString, ::AbstractString) = error("use occursin(x, y) for string containment")
