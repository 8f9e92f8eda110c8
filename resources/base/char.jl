#=
Char: the bytes of a character's UTF-8 encoding, left-justified in 32 bits, so that any four bytes of a string can be kept.
Conversion to a code point checks; comparison and arithmetic work on code points.
=#

(::Type{T})(x::Number) where {T <: AbstractChar} = T(UInt32(x))
(::Type{T})(x::AbstractChar) where {T <: Union{Number, AbstractChar}} = T(codepoint(x))
(::Type{T})(x::T) where {T <: AbstractChar} = x
AbstractChar(x::Number) = Char(x)

"`codepoint(c)`: the Unicode code point of a character, as an unsigned integer."
codepoint(c::Char) = UInt32(c)

struct InvalidCharError{T <: AbstractChar} <: Exception
    char::T
end
struct CodePointError{T <: Integer} <: Exception
    code::T
end
invalid_char(c::AbstractChar) = throw(InvalidCharError(c))
code_point_err(u::Integer) = throw(CodePointError(u))

ncodeunits(c::Char) = write(devnull, c)
ismalformed(c::AbstractChar) = false
isoverlong(c::AbstractChar) = false

# Whether the bytes are no encoding at all.
function ismalformed(c::Char)
    u = reinterpret(UInt32, c)
    l1 = leading_ones(u) << 3
    t0 = trailing_zeros(u) & 56
    (l1 == 8) | (l1 + t0 > 32) | (((u & 0x00c0c0c0) ⊻ 0x00808080) >> t0 != 0)
end
# Whether they are longer than needed.
function isoverlong(c::Char)
    u = reinterpret(UInt32, c)
    is_overlong_enc(u)
end
is_overlong_enc(u::UInt32) = (u >> 24 == 0xc0) | (u >> 24 == 0xc1) | (u >> 21 == 0x0704) | (u >> 20 == 0x0f08)

function UInt32(c::Char)
    u = reinterpret(UInt32, c)
    u < 0x80000000 && return u >> 24
    l1 = leading_ones(u)
    t0 = trailing_zeros(u) & 56
    (l1 == 1) | (8l1 + t0 > 32) | ((((u & 0x00c0c0c0) ⊻ 0x00808080) >> t0 != 0) | is_overlong_enc(u)) && invalid_char(c)
    u &= 0xffffffff >> l1
    u >>= t0
    ((u & 0x0000007f) >> 0) | ((u & 0x00007f00) >> 2) | ((u & 0x007f0000) >> 4) | ((u & 0x7f000000) >> 6)
end
# The code point that the bits would give, whether or not they are valid.
function decode_overlong(c::Char)
    u = reinterpret(UInt32, c)
    l1 = leading_ones(u)
    t0 = trailing_zeros(u) & 56
    u &= 0xffffffff >> l1
    u >>= t0
    ((u & 0x0000007f) >> 0) | ((u & 0x00007f00) >> 2) | ((u & 0x007f0000) >> 4) | ((u & 0x7f000000) >> 6)
end
function Char(u::UInt32)
    u < 0x80 && return reinterpret(Char, u << 24)
    u < 0x00200000 || code_point_err(u)
    c = ((u << 0) & 0x0000003f) | ((u << 2) & 0x00003f00) | ((u << 4) & 0x003f0000) | ((u << 6) & 0x3f000000)
    c = u < 0x00000800 ? (c << 16) | 0xc0800000 :
        u < 0x00010000 ? (c << 8) | 0xe0808000 : (c << 0) | 0xf0808080
    reinterpret(Char, c)
end
@noinline UInt32_Char_slow(c) = UInt32(c)
function (T::Union{Type{Int8}, Type{UInt8}})(c::Char)
    i = reinterpret(Int32, c)
    i >= 0 ? ((i >>> 24) % T) : T(UInt32(c))
end
function Char(b::Union{Int8, UInt8})
    0 <= b <= 0x7f ? reinterpret(Char, (b % UInt32) << 24) : Char(UInt32(b))
end

convert(::Type{AbstractChar}, x::Number) = Char(x)
convert(::Type{T}, x::Number) where {T <: AbstractChar} = T(x)
convert(::Type{T}, x::AbstractChar) where {T <: Number} = T(x)
convert(::Type{T}, c::AbstractChar) where {T <: AbstractChar} = T(c)
convert(::Type{T}, c::T) where {T <: AbstractChar} = c

rem(x::AbstractChar, ::Type{T}) where {T <: Number} = rem(codepoint(x), T)
typemax(::Type{Char}) = reinterpret(Char, typemax(UInt32))
typemin(::Type{Char}) = reinterpret(Char, typemin(UInt32))
typemax(x::Char) = typemax(Char)
typemin(x::Char) = typemin(Char)

size(c::AbstractChar) = ()
size(c::AbstractChar, d) = d < 1 ? throw(BoundsError()) : 1
ndims(c::AbstractChar) = 0
ndims(::Type{<:AbstractChar}) = 0
length(c::AbstractChar) = 1
IteratorSize(::Type{Char}) = HasShape{0}()
firstindex(c::AbstractChar) = 1
lastindex(c::AbstractChar) = 1
getindex(c::AbstractChar) = c
getindex(c::AbstractChar, i::Integer) = i == 1 ? c : throw(BoundsError())
getindex(c::AbstractChar, I::Integer...) = all(x -> x == 1, I) ? c : throw(BoundsError())
first(c::AbstractChar) = c
last(c::AbstractChar) = c
eltype(::Type{T}) where {T <: AbstractChar} = T
iterate(c::AbstractChar, done = false) = done ? nothing : (c, true)
isempty(c::AbstractChar) = false
in(x::AbstractChar, y::AbstractChar) = x == y

==(x::Char, y::Char) = reinterpret(UInt32, x) == reinterpret(UInt32, y)
isless(x::Char, y::Char) = reinterpret(UInt32, x) < reinterpret(UInt32, y)
hash(x::Char, h::UInt) = hash_uint64(((reinterpret(UInt32, x) + UInt64(0xd4d64234)) << 32) ⊻ UInt64(h))
# the same, for kinds of characters that others define
==(x::AbstractChar, y::AbstractChar) = Char(x) == Char(y)
isless(x::AbstractChar, y::AbstractChar) = isless(Char(x), Char(y))
hash(x::AbstractChar, h::UInt) = hash(Char(x), h)
widen(::Type{T}) where {T <: AbstractChar} = T

-(x::AbstractChar, y::AbstractChar) = Int(x) - Int(y)
-(x::T, y::Integer) where {T <: AbstractChar} = T(Int32(x) - Int32(y))
+(x::T, y::Integer) where {T <: AbstractChar} = T(Int32(x) + Int32(y))
+(x::Integer, y::AbstractChar) = y + x

print(io::IO, c::Char) = (write(io, c); nothing)
print(io::IO, c::AbstractChar) = print(io, Char(c))

const hex_chars = UInt8['0':'9'; 'a':'z']
function show_invalid(io::IO, c::Char)
    write(io, 0x27)
    u = reinterpret(UInt32, c)
    while true
        a = hex_chars[((u >> 28) & 0xf) + 1]
        b = hex_chars[((u >> 24) & 0xf) + 1]
        write(io, 0x5c, UInt8('x'), a, b)
        (u <<= 8) == 0 && break
    end
    write(io, 0x27)
end
show_invalid(io::IO, c::AbstractChar) = show_invalid(io, Char(c))

function show(io::IO, c::AbstractChar)
    if c <= '\\'
        b = c == '\0' ? 0x30 : c == '\a' ? 0x61 : c == '\b' ? 0x62 : c == '\t' ? 0x74 : c == '\n' ? 0x6e : c == '\v' ? 0x76 :
            c == '\f' ? 0x66 : c == '\r' ? 0x72 : c == '\e' ? 0x65 : c == '\'' ? 0x27 : c == '\\' ? 0x5c : 0xff
        if b != 0xff
            write(io, 0x27, 0x5c, b, 0x27)
            return
        end
    end
    if isoverlong(c) || ismalformed(c)
        show_invalid(io, c)
    elseif isprint(c)
        write(io, 0x27)
        print(io, c)
        write(io, 0x27)
    else
        u = codepoint(c)
        write(io, 0x27, 0x5c, u <= 0x7f ? 0x78 : u <= 0xffff ? 0x75 : 0x55)
        d = max(2, 8 - (leading_zeros(u) >> 2))
        while 0 < d
            write(io, hex_chars[((u >> ((d -= 1) << 2)) & 0xf) + 1])
        end
        write(io, 0x27)
    end
    return
end

# What the REPL says of a character.
function show(io::IO, ::MIME"text/plain", c::T) where {T <: AbstractChar}
    show(io, c)
    get(io, :compact, false) && return
    if !ismalformed(c)
        print(io, ": ")
        isoverlong(c) && (print(io, "[overlong] "))
        isascii(c) && print(io, "ASCII/")
        u = isoverlong(c) ? decode_overlong(c) : codepoint(c)
        h = uppercase(string(u, base = 16, pad = u <= 0xffff ? 4 : 6))
        print(io, isascii(c) ? "" : "", "Unicode U+", h, " (category ", category_abbrev(c), ": ", category_string(c), ")")
    else
        print(io, ": Malformed UTF-8 (category Ma: Malformed, bad data)")
    end
end
