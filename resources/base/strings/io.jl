#=
Printing to streams and into strings: `print` is for people, `show` (show.jl) for programmers; `string` is `print` into memory.
=#

"`print(io, xs...)`: the values one after the other, as text."
function print(io::IO, x)
    show(io, x)
    return nothing
end
function print(io::IO, xs...)
    for x in xs
        print(io, x)
    end
    return nothing
end
println(io::IO, xs...) = print(io, xs..., "\n")

print(io::IO, s::AbstractString) = for c in s; print(io, c); end
write(io::IO, s::AbstractString) = (len = 0; for c in s; len += Int(write(io, c))::Int; end; len)
show(io::IO, s::AbstractString) = print_quoted(io, s)
write(io::IO, s::Union{String, SubString{String}}) = (n = 0; for b in codeunits(s); n += write(io, b); end; n)
print(io::IO, s::Union{String, SubString{String}}) = (write(io, s); nothing)

"`sprint(f, args...)`: the text that `f(io, args...)` writes."
function sprint(f::Function, args...; context = nothing, sizehint::Integer = 0)
    s = IOBuffer(sizehint = sizehint)
    if context !== nothing
        f(IOContext(s, context), args...)
    else
        f(s, args...)
    end
    String(resize!(s.data, s.size))
end

tostr_sizehint(x) = 8
tostr_sizehint(x::AbstractString) = lastindex(x)
tostr_sizehint(x::Union{String, SubString{String}}) = sizeof(x)
tostr_sizehint(x::Float64) = 20
tostr_sizehint(x::Float32) = 12

function print_to_string(xs...)
    if isempty(xs)
        return ""
    end
    siz::Int = 0
    for x in xs
        siz += tostr_sizehint(x)
    end
    s = IOBuffer(sizehint = siz)
    for x in xs
        print(s, x)
    end
    String(resize!(s.data, s.size))
end
function string_with_env(env, xs...)
    s = IOBuffer()
    env_io = IOContext(s, env)
    for x in xs
        print(env_io, x)
    end
    String(resize!(s.data, s.size))
end

"`string(xs...)`: a string of the values' texts."
string(xs...) = print_to_string(xs...)
string() = ""

"`repr(x)`: the text that `show` gives."
repr(x; context = nothing) = sprint(show, x; context = context)

# Quotes, and escapes of what cannot be seen.
print_quoted(io, s::AbstractString) = (print(io, '"'); escape_string(io, s, ('\"', '$')); print(io, '"'))
need_full_hex(c::Union{Nothing, AbstractChar}) = c !== nothing && isxdigit(c)
escape_nul(c::Union{Nothing, AbstractChar}) = c !== nothing && '0' <= c <= '7' ? "\\x00" : "\\0"

function escape_string(io::IO, s::AbstractString, esc = "")
    n = ncodeunits(s)
    i = 1
    y = iterate(s)
    while y !== nothing
        c, i = y
        y = iterate(s, i)
        next = y === nothing ? nothing : y[1]
        if c in esc
            print(io, '\\', c)
        elseif isascii(c)
            c == '\0' ? print(io, escape_nul(next)) :
            c == '\e' ? print(io, "\\e") :
            c == '\\' ? print(io, "\\\\") :
            '\a' <= c <= '\r' ? print(io, '\\', "abtnvfr"[Int(c) - 6]) :
            isprint(c) ? print(io, c) :
            print(io, "\\x", string(UInt32(c), base = 16, pad = 2))
        elseif !isoverlong(c) && !ismalformed(c)
            isprint(c) ? print(io, c) :
            c <= '\x7f' ? print(io, "\\x", string(UInt32(c), base = 16, pad = 2)) :
            c <= '\uffff' ? print(io, "\\u", string(UInt32(c), base = 16, pad = need_full_hex(next) ? 4 : 2)) :
            print(io, "\\U", string(UInt32(c), base = 16, pad = need_full_hex(next) ? 8 : 4))
        else
            u = bswap(reinterpret(UInt32, c))
            while true
                print(io, "\\x", string(u % UInt8, base = 16, pad = 2))
                (u >>= 8) == 0 && break
            end
        end
    end
end
escape_string(s::AbstractString, esc = ('\"',)) = sprint(escape_string, s, esc, sizehint = lastindex(s))

function unescape_string(io::IO, s::AbstractString)
    chars = collect(s)
    i = 1
    n = length(chars)
    while i <= n
        c = chars[i]
        i += 1
        if c == '\\' && i <= n
            c = chars[i]
            i += 1
            if c == 'x' || c == 'u' || c == 'U'
                m = c == 'x' ? 2 : c == 'u' ? 4 : 8
                v = 0
                k = 0
                while k < m && i <= n && isxdigit(chars[i])
                    v = v << 4 + hexdigit(chars[i])
                    k += 1
                    i += 1
                end
                k == 0 && throw(ArgumentError("invalid $(m == 2 ? "hex (\\x)" : "unicode (\\u)") escape sequence used in $(repr(s))"))
                if m == 2
                    write(io, UInt8(v))
                else
                    print(io, Char(v))
                end
            elseif '0' <= c <= '7'
                v = c - '0'
                k = 1
                while k < 3 && i <= n && '0' <= chars[i] <= '7'
                    v = v << 3 + (chars[i] - '0')
                    k += 1
                    i += 1
                end
                v > 255 && throw(ArgumentError("octal escape sequence out of range"))
                write(io, UInt8(v))
            else
                print(io, c == 'a' ? '\a' : c == 'b' ? '\b' : c == 't' ? '\t' : c == 'n' ? '\n' : c == 'v' ? '\v' : c == 'f' ? '\f' :
                          c == 'r' ? '\r' : c == 'e' ? '\e' : c)
            end
        else
            print(io, c)
        end
    end
end
unescape_string(s::AbstractString) = sprint(unescape_string, s, sizehint = lastindex(s))
hexdigit(c::AbstractChar) = '0' <= c <= '9' ? c - '0' : 'a' <= c <= 'f' ? c - 'a' + 10 : 'A' <= c <= 'F' ? c - 'A' + 10 : -1

"`join(strings, delim, last)`: the texts with `delim` between them, `last` before the last one."
function join(io::IO, strings, delim, last)
    first = true
    local prev
    for str in strings
        if @isdefined prev
            first ? (first = false) : print(io, delim)
            print(io, prev)
        end
        prev = str
    end
    if @isdefined prev
        first || print(io, last)
        print(io, prev)
    end
    nothing
end
function join(io::IO, strings, delim = "")
    first = true
    for str in strings
        first ? (first = false) : print(io, delim)
        print(io, str)
    end
end
join(strings) = sprint(join, strings)
join(strings, delim) = sprint(join, strings, delim)
join(strings, delim, last) = sprint(join, strings, delim, last)

macro raw_str(s)
    return s
end
macro b_str(s)
    v = codeunits(unescape_string(s))
    return QuoteNode(v)
end
