#=
What holds for every AbstractString: indices are those of code units, some of them begin a character. Comparison,
iteration over pairs of index and character, concatenation, searching for neighbours of an index.
=#

(::Type{T})(s::T) where {T <: AbstractString} = s
convert(::Type{T}, s::T) where {T <: AbstractString} = s
convert(::Type{T}, s::AbstractString) where {T <: AbstractString} = T(s)

ncodeunits(s::AbstractString) = throw(MethodError(ncodeunits, Tuple{typeof(s)}))
codeunit(s::AbstractString) = throw(MethodError(codeunit, Tuple{typeof(s)}))
codeunit(s::AbstractString, i::Integer) = throw(MethodError(codeunit, Tuple{typeof(s), typeof(i)}))
isvalid(s::AbstractString, i::Integer) = typeof(i) === Int ? throw(MethodError(isvalid, Tuple{typeof(s), Int})) : isvalid(s, Int(i))
iterate(s::AbstractString, i::Integer) = typeof(i) === Int ? throw(MethodError(iterate, Tuple{typeof(s), Int})) : iterate(s, Int(i))
iterate(s::AbstractString) = iterate(s, firstindex(s))

sizeof(s::AbstractString) = ncodeunits(s) * sizeof(codeunit(s))
firstindex(s::AbstractString) = 1
lastindex(s::AbstractString) = thisind(s, ncodeunits(s))
isempty(s::AbstractString) = iszero(ncodeunits(s))

function getindex(s::AbstractString, i::Integer)
    @boundscheck checkbounds(s, i)
    @inbounds return isvalid(s, i) ? (iterate(s, i)::NTuple{2, Any})[1] : string_index_err(s, i)
end
getindex(s::AbstractString, i::Colon) = s
getindex(s::AbstractString, i::Real) = getindex(s, Int(i))
getindex(s::AbstractString, r::UnitRange{<:Integer}) = SubString(s, first(r), last(r))
getindex(s::AbstractString, v::AbstractVector{<:Integer}) = sprint(io -> (for i in v; write(io, s[i]); end), sizehint = length(v))
getindex(s::AbstractString, v::AbstractVector{Bool}) = throw(ArgumentError("logical indexing not supported for strings"))
get(s::AbstractString, i::Integer, default) = checkbounds(Bool, s, i) ? (@inbounds return s[i]) : default

checkbounds(::Type{Bool}, s::AbstractString, i::Integer) = 1 <= i <= ncodeunits(s)
checkbounds(::Type{Bool}, s::AbstractString, r::AbstractRange{<:Integer}) = isempty(r) || (1 <= minimum(r) && maximum(r) <= ncodeunits(s))
checkbounds(::Type{Bool}, s::AbstractString, I::AbstractArray{<:Real}) = all(i -> checkbounds(Bool, s, i), I)
checkbounds(::Type{Bool}, s::AbstractString, I::AbstractArray{<:Integer}) = all(i -> checkbounds(Bool, s, i), I)
checkbounds(s::AbstractString, I::Union{Integer, AbstractArray}) = checkbounds(Bool, s, I) ? nothing : throw(BoundsError(s, I))
@noinline string_index_err(s::AbstractString, i::Integer) = throw(StringIndexError(s, Int(i)))

string(s::AbstractString) = s
Vector{UInt8}(s::AbstractString) = unsafe_wrap(Vector{UInt8}, String(s))
Array{UInt8}(s::AbstractString) = unsafe_wrap(Vector{UInt8}, String(s))
Vector{T}(s::AbstractString) where {T <: AbstractChar} = collect(T, s)
Symbol(s::AbstractString, rest...) = Symbol(string(s, rest...))
convert(::Type{T}, s::AbstractString) where {T <: AbstractChar} = throw(MethodError(convert, (T, s)))

@inline isvalid(::Type{T}, s::AbstractString) where {T <: AbstractString} = isvalid(T(s))

*(s1::Union{AbstractChar, AbstractString}, ss::Union{AbstractChar, AbstractString}...) = string(s1, ss...)
one(::Union{T, Type{T}}) where {T <: AbstractString} = convert(T, "")

length(s::AbstractString) = @inbounds return length(s, 1, ncodeunits(s)::Int)
function length(s::AbstractString, i::Int, j::Int)
    @boundscheck begin
        0 < i <= ncodeunits(s)::Int + 1 || throw(BoundsError(s, i))
        0 <= j < ncodeunits(s)::Int + 1 || throw(BoundsError(s, j))
    end
    n = 0
    for k = i:j
        @inbounds n += isvalid(s, k)
    end
    return n
end
length(s::AbstractString, i::Integer, j::Integer) = length(s, Int(i), Int(j))
@noinline function _thisind_continued(s, i, n)
    throw(BoundsError(s, i))
end

"`thisind(s, i)`: the index at which the character begins that has a part at `i`."
thisind(s::AbstractString, i::Integer) = thisind(s, Int(i))
function thisind(s::AbstractString, i::Int)
    z = ncodeunits(s)::Int + 1
    i == z && return i
    @boundscheck 0 <= i <= z || throw(BoundsError(s, i))
    @inbounds while 1 < i && !(isvalid(s, i)::Bool)
        i -= 1
    end
    return i
end

"`prevind(s, i, n = 1)`: the index where the `n`th character before `i` begins."
prevind(s::AbstractString, i::Integer, n::Integer) = prevind(s, Int(i), Int(n))
prevind(s::AbstractString, i::Integer) = prevind(s, Int(i))
prevind(s::AbstractString, i::Int) = prevind(s, i, 1)
function prevind(s::AbstractString, i::Int, n::Int)
    n < 0 && throw(ArgumentError("n cannot be negative: $n"))
    z = ncodeunits(s) + 1
    @boundscheck 0 < i <= z || throw(BoundsError(s, i))
    n == 0 && return thisind(s, i) == i ? i : string_index_err(s, i)
    while n > 0 && 1 < i
        @inbounds n -= isvalid(s, i -= 1)
    end
    return i - n
end

"`nextind(s, i, n = 1)`: the index where the `n`th character after `i` begins."
nextind(s::AbstractString, i::Integer, n::Integer) = nextind(s, Int(i), Int(n))
nextind(s::AbstractString, i::Integer) = nextind(s, Int(i))
nextind(s::AbstractString, i::Int) = nextind(s, i, 1)
function nextind(s::AbstractString, i::Int, n::Int)
    n < 0 && throw(ArgumentError("n cannot be negative: $n"))
    z = ncodeunits(s)
    @boundscheck 0 <= i <= z || throw(BoundsError(s, i))
    n == 0 && return thisind(s, i) == i ? i : string_index_err(s, i)
    while n > 0 && i < z
        @inbounds n -= isvalid(s, i += 1)
    end
    return i + n
end

# comparison

function cmp(a::AbstractString, b::AbstractString)
    a === b && return 0
    (iv1, iv2) = (iterate(a), iterate(b))
    while iv1 !== nothing && iv2 !== nothing
        (c, d) = (first(iv1)::AbstractChar, first(iv2)::AbstractChar)
        c != d && return ifelse(c < d, -1, 1)
        (iv1, iv2) = (iterate(a, last(iv1)), iterate(b, last(iv2)))
    end
    return iv1 === nothing ? (iv2 === nothing ? 0 : -1) : 1
end
==(a::AbstractString, b::AbstractString) = cmp(a, b) == 0
isless(a::AbstractString, b::AbstractString) = cmp(a, b) < 0
cmp(a::Symbol, b::Symbol) = a === b ? 0 : cmp(string(a), string(b))
isless(a::Symbol, b::Symbol) = cmp(a, b) < 0
hash(s::AbstractString, h::UInt) = hash(String(s), h)

isascii(c::Char) = reinterpret(UInt32, c) < 0x80000000
isascii(s::AbstractString) = all(isascii, s)
isascii(c::AbstractChar) = UInt32(c) < 0x80

# iteration

eltype(::Type{<:AbstractString}) = Char
IteratorSize(::Type{<:AbstractString}) = HasLength()
ndims(::Type{<:AbstractString}) = 1

# The indices at which characters begin.
struct EachStringIndex{T <: AbstractString}
    s::T
end
keys(s::AbstractString) = EachStringIndex(s)
length(e::EachStringIndex) = length(e.s)
first(::EachStringIndex) = 1
last(e::EachStringIndex) = lastindex(e.s)
iterate(e::EachStringIndex, state = firstindex(e.s)) = state > ncodeunits(e.s) ? nothing : (state, nextind(e.s, state))
eltype(::Type{<:EachStringIndex}) = Int
eachindex(s::AbstractString) = keys(s)
axes(s::AbstractString) = (eachindex(s),)

map(f, s::AbstractString) = _mapstring(f, s)
function _mapstring(f, s::AbstractString)
    out = IOBuffer()
    for c in s
        c′ = f(c)
        isa(c′, AbstractChar) || throw(ArgumentError("map(f, s::AbstractString) requires f to return AbstractChar; try map(f, collect(s)) or a comprehension instead"))
        write(out, c′::AbstractChar)
    end
    String(take!(out))
end
function filter(f, s::AbstractString)
    out = IOBuffer()
    for c in s
        f(c) && write(out, c)
    end
    String(take!(out))
end

first(s::AbstractString, n::Integer) = @inbounds s[1:min(end, nextind(s, 0, n))]
last(s::AbstractString, n::Integer) = @inbounds s[max(1, prevind(s, ncodeunits(s) + 1, n)):end]
first(s::AbstractString) = s[firstindex(s)]
last(s::AbstractString) = s[lastindex(s)]

"`reverseind(v, i)`: where the character at `i` of `reverse(v)` stands in `v`."
reverseind(s::AbstractString, i::Integer) = thisind(s, ncodeunits(s) - i + 1)

"`s^n`: the string repeated."
repeat(s::AbstractString, r::Integer) = repeat(String(s), r)
^(s::Union{AbstractString, AbstractChar}, r::Integer) = repeat(s, r)

# code units as a vector
struct CodeUnits{T, S <: AbstractString} <: DenseVector{T}
    s::S
    CodeUnits(s::S) where {S <: AbstractString} = new{codeunit(s), S}(s)
end
length(s::CodeUnits) = ncodeunits(s.s)
sizeof(s::CodeUnits{T}) where {T} = ncodeunits(s.s) * sizeof(T)
size(s::CodeUnits) = (length(s),)
getindex(s::CodeUnits, i::Int) = codeunit(s.s, i)
IndexStyle(::Type{<:CodeUnits}) = IndexLinear()
iterate(s::CodeUnits, i = 1) = (i % UInt) - 1 < length(s) ? (@inbounds s[i], i + 1) : nothing
codeunits(s::AbstractString) = CodeUnits(s)
