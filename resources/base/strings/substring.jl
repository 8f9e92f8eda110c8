#=
A part of a string that shares its bytes: offset and size in code units.
=#

struct SubString{T <: AbstractString} <: AbstractString
    string::T
    offset::Int
    ncodeunits::Int

    function SubString{T}(s::T, i::Int, j::Int) where {T <: AbstractString}
        i ≤ j || return new(s, i - 1, 0)
        @boundscheck begin
            checkbounds(s, i:j)
            @inbounds isvalid(s, i) || string_index_err(s, i)
            @inbounds isvalid(s, j) || string_index_err(s, j)
        end
        return new(s, i - 1, nextind(s, j) - i)
    end
end
SubString(s::T, i::Int, j::Int) where {T <: AbstractString} = SubString{T}(s, i, j)
SubString(s::AbstractString, i::Integer, j::Integer = lastindex(s)) = SubString(s, Int(i), Int(j))
SubString(s::AbstractString, r::UnitRange{<:Integer}) = SubString(s, first(r), last(r))
@inline function SubString(s::SubString, i::Int, j::Int)
    @boundscheck i ≤ j && checkbounds(s, i:j)
    SubString(s.string, s.offset + i, s.offset + j)
end
SubString(s::AbstractString) = SubString(s, 1, lastindex(s))
SubString{T}(s::T) where {T <: AbstractString} = SubString{T}(s, 1, lastindex(s))

convert(::Type{SubString{S}}, s::AbstractString) where {S <: AbstractString} = SubString(convert(S, s))
convert(::Type{T}, s::T) where {T <: SubString} = s
String(s::SubString{String}) = ccall(:bk_string_slice, Ref{String}, (Any, Int, Int), s.string, s.offset + 1, s.ncodeunits)

ncodeunits(s::SubString) = s.ncodeunits
codeunit(s::SubString) = codeunit(s.string)
length(s::SubString) = length(s.string, s.offset + 1, s.offset + s.ncodeunits)
function codeunit(s::SubString, i::Integer)
    @boundscheck checkbounds(s, i)
    @inbounds return codeunit(s.string, s.offset + i)
end
function iterate(s::SubString, i::Integer = firstindex(s))
    i == ncodeunits(s) + 1 && return nothing
    @boundscheck checkbounds(s, i)
    y = iterate(s.string, s.offset + i)
    y === nothing && return nothing
    c, i = y
    return c, i - s.offset
end
function getindex(s::SubString, i::Integer)
    @boundscheck checkbounds(s, i)
    @inbounds return getindex(s.string, s.offset + i)
end
function isvalid(s::SubString, i::Integer)
    ib = true
    @boundscheck ib = checkbounds(Bool, s, i)
    @inbounds return ib && isvalid(s.string, s.offset + i)
end
thisind(s::SubString{String}, i::Int) = _thisind_str(s, i)
nextind(s::SubString{String}, i::Int) = _nextind_str(s, i)
==(a::Union{String, SubString{String}}, b::Union{String, SubString{String}}) = String(a) === String(b)
cmp(a::SubString{String}, b::SubString{String}) = cmp(String(a), String(b))
hash(s::SubString{String}, h::UInt) = hash(String(s), h)
getindex(s::AbstractString, r::UnitRange{<:Integer}) = SubString(s, r)
getindex(s::SubString{String}, r::UnitRange{Int}) = (@boundscheck checkbounds(s, r); SubString(s, first(r), last(r)))
parent(s::SubString) = s.string
parentindices(s::SubString) = (s.offset + 1:s.offset + s.ncodeunits,)
copy(s::SubString) = SubString(s, 1, lastindex(s))

string(a::SubString{String}) = String(a)
string(a::Union{Char, String, SubString{String}}...) = _string_n(map(_as_string, a)...)
_as_string(a::String) = a
_as_string(a::Union{Char, SubString{String}}) = String(a)
reverse(s::Union{String, SubString{String}})::String = ccall(:bk_string_reverse, Ref{String}, (Any,), String(s))
