#=
String: immutable bytes, as a rule UTF-8. The bytes are the runtime's; characters are put together and taken apart here.
=#

String(s::CodeUnits{UInt8, String}) = s.s
String(s::AbstractString) = print_to_string(s)
String(s::Symbol) = ccall(:jl_symbol_name, Ref{String}, (Any,), s)
String(v::Vector{UInt8}) = ccall(:jl_array_to_string, Ref{String}, (Any,), v)
String(v::AbstractVector{UInt8}) = String(copyto!(Vector{UInt8}(undef, length(v)), v))
String(chars::AbstractVector{<:AbstractChar}) = sprint(io -> (for c in chars; write(io, c); end))
unsafe_wrap(::Type{Vector{UInt8}}, s::String) = ccall(:jl_string_to_array, Ref{Vector{UInt8}}, (Any,), s)
unsafe_string(s::String) = s
Vector{UInt8}(s::CodeUnits{UInt8, String}) = copyto!(Vector{UInt8}(undef, length(s)), s)
Vector{UInt8}(s::String) = copy(unsafe_wrap(Vector{UInt8}, s))

sizeof(s::String) = Core.sizeof(s)
ncodeunits(s::String) = Core.sizeof(s)
codeunit(s::String) = UInt8
@inline function codeunit(s::String, i::Integer)
    @boundscheck checkbounds(s, i)
    return ccall(:bk_string_byte, UInt8, (Any, Int), s, i)
end

function cmp(a::String, b::String)
    c = ccall(:bk_string_cmp, Int, (Any, Any), a, b)
    return c
end
==(a::String, b::String) = a === b
typemin(::Type{String}) = ""
typemin(::String) = typemin(String)

const memhash_seed = UInt === UInt64 ? 0x71e729fd56419c81 : 0x56419c81
function hash(s::String, h::UInt)
    h += memhash_seed
    return ccall(:bk_hash_bytes, UInt, (Any, UInt32), s, h % UInt32) + h
end

# indices

is_valid_continuation(c) = c & 0xc0 == 0x80

thisind(s::String, i::Int) = _thisind_str(s, i)
@inline function _thisind_str(s, i::Int)
    i == 0 && return 0
    n = ncodeunits(s)
    i == n + 1 && return i
    @boundscheck 1 <= i <= n || throw(BoundsError(s, i))
    @inbounds b = codeunit(s, i)
    (b & 0xc0 == 0x80) & (i - 1 > 0) || return i
    @inbounds b = codeunit(s, i - 1)
    0b11000000 <= b <= 0b11110111 && return i - 1
    (b & 0xc0 == 0x80) & (i - 2 > 0) || return i
    @inbounds b = codeunit(s, i - 2)
    0b11100000 <= b <= 0b11110111 && return i - 2
    (b & 0xc0 == 0x80) & (i - 3 > 0) || return i
    @inbounds b = codeunit(s, i - 3)
    0b11110000 <= b <= 0b11110111 && return i - 3
    return i
end

nextind(s::String, i::Int) = _nextind_str(s, i)
@inline function _nextind_str(s, i::Int)
    i == 0 && return 1
    n = ncodeunits(s)
    @boundscheck 1 <= i <= n || throw(BoundsError(s, i))
    @inbounds l = codeunit(s, i)
    (l < 0x80) | (0xf8 <= l) && return i + 1
    if l < 0xc0
        i′ = @inbounds thisind(s, i)
        return i′ < i ? @inbounds(nextind(s, i′)) : i + 1
    end
    # the first byte of more: as many continuations follow as it announces, unless they are missing
    (i += 1) <= n || return i
    @inbounds b = codeunit(s, i)
    b & 0xc0 != 0x80 && return i
    ((i += 1) > n) | (l < 0xe0) && return i
    @inbounds b = codeunit(s, i)
    b & 0xc0 != 0x80 && return i
    ((i += 1) > n) | (l < 0xf0) && return i
    @inbounds b = codeunit(s, i)
    ifelse(b & 0xc0 != 0x80, i, i + 1)
end

# iteration

@inline function iterate(s::String, i::Int = firstindex(s))
    (i % UInt) - 1 < ncodeunits(s) || return nothing
    b = @inbounds codeunit(s, i)
    u = UInt32(b) << 24
    (0x80 <= b <= 0xf7) || return reinterpret(Char, u), i + 1
    return iterate_continued(s, i, u)
end
function iterate_continued(s::String, i::Int, u::UInt32)
    u < 0xc0000000 && (i += 1; @goto ret)
    n = ncodeunits(s)
    (i += 1) > n && @goto ret
    @inbounds b = codeunit(s, i)
    b & 0xc0 == 0x80 || @goto ret
    u |= UInt32(b) << 16
    ((i += 1) > n) | (u < 0xe0000000) && @goto ret
    @inbounds b = codeunit(s, i)
    b & 0xc0 == 0x80 || @goto ret
    u |= UInt32(b) << 8
    ((i += 1) > n) | (u < 0xf0000000) && @goto ret
    @inbounds b = codeunit(s, i)
    b & 0xc0 == 0x80 || @goto ret
    u |= UInt32(b)
    i += 1
    @label ret
    return reinterpret(Char, u), i
end

function getindex(s::String, i::Int)
    @boundscheck checkbounds(s, i)
    b = @inbounds codeunit(s, i)
    u = UInt32(b) << 24
    (0x80 <= b <= 0xf7) || return reinterpret(Char, u)
    return getindex_continued(s, i, u)
end
function getindex_continued(s::String, i::Int, u::UInt32)
    if u < 0xc0000000
        # in the middle of a character, or a stray byte
        @inbounds isvalid(s, i) && return reinterpret(Char, u)
        string_index_err(s, i)
    end
    return first(iterate_continued(s, i, u))
end

getindex(s::String, r::UnitRange{<:Integer}) = s[Int(first(r)):Int(last(r))]
@inline function getindex(s::String, r::UnitRange{Int})
    isempty(r) && return ""
    i, j = first(r), last(r)
    @boundscheck begin
        checkbounds(s, r)
        @inbounds isvalid(s, i) || string_index_err(s, i)
        @inbounds isvalid(s, j) || string_index_err(s, j)
    end
    j = nextind(s, j) - 1
    return ccall(:bk_string_slice, Ref{String}, (Any, Int, Int), s, i, j - i + 1)
end

length(s::String) = length_continued(s, 1, ncodeunits(s), ncodeunits(s))
function length(s::String, i::Int, j::Int)
    @boundscheck begin
        0 < i <= ncodeunits(s) + 1 || throw(BoundsError(s, i))
        0 <= j < ncodeunits(s) + 1 || throw(BoundsError(s, j))
    end
    j < i && return 0
    @inbounds i, k = thisind(s, i), i
    c = j - i + (i == k)
    length_continued(s, i, j, c)
end
function length_continued(s::String, i::Int, n::Int, c::Int)
    return ccall(:bk_string_length, Int, (Any, Int, Int), s, i, n)
end

isvalid(s::String, i::Int) = checkbounds(Bool, s, i) && thisind(s, i) == i
isvalid(::Type{String}, s::String) = ccall(:bk_string_isvalid, Bool, (Any,), s)
isvalid(s::String) = ccall(:bk_string_isvalid, Bool, (Any,), s)
isvalid(c::AbstractChar) = !ismalformed(c) & !isoverlong(c) & ((c ≤ '\ud7ff') | ('\ue000' ≤ c) & (c ≤ '\U10ffff'))
isvalid(::Type{<:AbstractChar}, c::AbstractChar) = isvalid(c)
isascii(s::String) = ccall(:bk_string_isascii, Bool, (Any,), s)

# concatenation

"`repeat(c, r)` and `c^r`: the character `r` times."
function repeat(c::AbstractChar, r::Integer)
    return repeat(string(c), r)
end
function repeat(s::String, r::Integer)
    r < 0 && throw(ArgumentError("can't repeat a string $r times"))
    r == 0 && return ""
    r == 1 && return s
    return ccall(:bk_string_repeat, Ref{String}, (Any, Int), s, r)
end

string(a::String) = a
string(a::String, b::String) = ccall(:bk_string_cat, Ref{String}, (Any, Any), a, b)
string(a::String, b::String, c::String) = string(string(a, b), c)
string(a::String...) = _string_n(a...)
_string_n() = ""
_string_n(a::String) = a
function _string_n(a::String...)
    s = ""
    for x in a
        s = ccall(:bk_string_cat, Ref{String}, (Any, Any), s, x)
    end
    return s
end
string(a::Char) = ccall(:bk_string_of_char, Ref{String}, (UInt32,), reinterpret(UInt32, a))
String(c::Char) = string(c)

filter(f, s::String) = _filter_string(f, s)
function _filter_string(f, s)
    out = IOBuffer()
    for c in s
        f(c) && write(out, c)
    end
    return String(take!(out))
end
reverse(s::AbstractString) = reverse(String(s))
copy(s::String) = s
