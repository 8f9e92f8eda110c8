#=
Where text goes: the abstract functions of streams, `IOStream` (the process's own output, written by the runtime, and files),
`devnull`, and `IOContext`, a stream with properties. Values are written as their bytes, lowest byte first. Locks and
sockets are left out: a program here runs alone and is given its input.
=#

abstract type AbstractPipe <: IO end

struct DevNull <: IO end
const devnull = DevNull()
isreadable(::DevNull) = false
iswritable(::DevNull) = true
isopen(::DevNull) = true
read(::DevNull, ::Type{UInt8}) = throw(EOFError())
write(::DevNull, ::UInt8) = 1
write(::DevNull, s::Union{String, SubString{String}}) = sizeof(s)
close(::DevNull) = nothing
flush(::DevNull) = nothing
eof(::DevNull) = true
print(::DevNull, s::Union{String, SubString{String}}) = nothing

"A stream by the number of its file descriptor: 1 is the program's output, 2 its errors, 0 its input. Of a file that is read the content is known from the start."
mutable struct IOStream <: IO
    handle::Int
    name::AbstractString
    isopen::Bool
    content::Any
    IOStream(handle::Int, name::AbstractString, isopen::Bool) = new(handle, name, isopen, nothing)
end
const stdin = IOStream(0, "<stdin>", true)
stdout = IOStream(1, "<stdout>", true)
stderr = IOStream(2, "<stderr>", true)
fd(s::IOStream) = s.handle
isopen(s::IOStream) = s.isopen
close(s::IOStream) = (s.isopen = false; nothing)
flush(s::IOStream) = nothing
iswritable(s::IOStream) = s.handle > 0
isreadable(s::IOStream) = s.handle == 0
write(s::IOStream, b::UInt8) = ccall(:bk_write_byte, Int, (Int, UInt8), s.handle, b)
write(s::IOStream, x::String) = ccall(:bk_write, Int, (Int, Any), s.handle, x)
write(s::IOStream, x::SubString{String}) = write(s, String(x))
show(io::IO, s::IOStream) = print(io, "IOStream(", s.name, ")")

"Sends what is printed to `stdout` to another stream; gives that stream."
redirect_stdout(io::IO) = (global stdout = io; io)
redirect_stderr(io::IO) = (global stderr = io; io)
function redirect_stdout(f::Function, io::IO)
    before = stdout
    redirect_stdout(io)
    try
        f()
    finally
        redirect_stdout(before)
    end
end

print(xs...) = print(stdout::IO, xs...)
println(xs...) = println(stdout::IO, xs...)
println(io::IO) = print(io, '\n')

lock(::IO) = nothing
unlock(::IO) = nothing
reseteof(x::IO) = nothing
isopen(x::IO) = true
flush(io::IO) = nothing
iswritable(io::IO) = isopen(io)
isreadable(io::IO) = isopen(io)

# write

write(s::IO, x::UInt8) = error(typeof(s), " does not support byte I/O")
write(io::IO, x) = throw(MethodError(write, (io, x)))
function write(io::IO, x1, xs...)
    written::Int = write(io, x1)
    for x in xs
        written += write(io, x)
    end
    return written
end
write(s::IO, x::Int8) = write(s, reinterpret(UInt8, x))
write(s::IO, x::Bool) = write(s, UInt8(x))
function write(s::IO, x::Union{Int16, UInt16, Int32, UInt32, Int64, UInt64, Int128, UInt128})
    u = unsigned(x)
    for i = 1:sizeof(x)
        write(s, u % UInt8)
        u >>= 8
    end
    return sizeof(x)
end
write(s::IO, x::Union{Float16, Float32, Float64}) = write(s, reinterpret(Unsigned, x))
write(s::IO, x::Ref{T}) where {T} = write(s, x[])
function write(s::IO, A::AbstractArray)
    nb = 0
    for a in A
        nb += write(s, a)
    end
    return nb
end
function write(s::IO, a::Array)
    nb = 0
    for b in a
        nb += write(s, b)
    end
    return nb
end
function write(io::IO, c::Char)
    u = bswap(reinterpret(UInt32, c))
    n = 1
    while true
        write(io, u % UInt8)
        (u >>= 8) == 0 && return n
        n += 1
    end
end
write(::DevNull, c::Char) = (u = reinterpret(UInt32, c); 4 - min(trailing_zeros(u) >> 3, 3))
write(io::IO, s::Symbol) = write(io, String(s))
write(to::IO, from::IO) = write(to, read(from))
write(s::IO, z::Complex) = write(s, real(z), imag(z))
write(s::IO, z::Rational) = write(s, numerator(z), denominator(z))

# read

read(s::IO, ::Type{UInt8}) = error(typeof(s), " does not support byte I/O")
read(s::IO, ::Type{Int8}) = reinterpret(Int8, read(s, UInt8))
read(s::IO, ::Type{Bool}) = (read(s, UInt8) != 0)
function read(s::IO, T::Union{Type{Int16}, Type{UInt16}, Type{Int32}, Type{UInt32}, Type{Int64}, Type{UInt64}, Type{Int128}, Type{UInt128}})
    u = zero(unsigned(T))
    for i = 0:sizeof(T) - 1
        u |= (read(s, UInt8) % typeof(u)) << (8i)
    end
    return reinterpret(T, u)
end
read(s::IO, ::Type{Float64}) = reinterpret(Float64, read(s, UInt64))
read(s::IO, ::Type{Float32}) = reinterpret(Float32, read(s, UInt32))
read(s::IO, ::Type{Float16}) = reinterpret(Float16, read(s, UInt16))
function read(io::IO, ::Type{Char})
    b0 = read(io, UInt8)::UInt8
    l = 8(4 - leading_ones(b0))
    c = UInt32(b0) << 24
    if l < 24
        s = 16
        while s ≥ l && !eof(io)
            b = read(io, UInt8)::UInt8
            if b & 0xc0 != 0x80
                skip(io, -1)
                break
            end
            c |= UInt32(b) << s
            s -= 8
        end
    end
    return reinterpret(Char, c)
end
function read(s::IO, nb::Integer = typemax(Int))
    b = UInt8[]
    while length(b) < nb && !eof(s)
        push!(b, read(s, UInt8))
    end
    return b
end
read(s::IO, ::Type{String}) = String(read(s))
read(s::IO, T::Type) = error("The IO stream does not support reading objects of type $T.")
function readuntil(s::IO, delim::UInt8; keep::Bool = false)
    out = UInt8[]
    while !eof(s)
        c = read(s, UInt8)
        if c == delim
            keep && push!(out, c)
            break
        end
        push!(out, c)
    end
    return out
end
readuntil(s::IO, delim::AbstractChar; keep::Bool = false) = readuntil(s, string(delim), keep = keep)
function readuntil(s::IO, delim::AbstractString; keep::Bool = false)
    out = IOBuffer()
    while !eof(s)
        write(out, read(s, UInt8))
        n = sizeof(delim)
        if out.size >= n && String(out.data[out.size - n + 1:out.size]) == delim
            text = String(take!(out))
            return keep ? text : String(SubString(text, 1, prevind(text, ncodeunits(text) + 1 - n)))
        end
    end
    return String(take!(out))
end
function readline(s::IO = stdin; keep::Bool = false)
    line = readuntil(s, 0x0a, keep = true)
    i = length(line)
    if !keep && i > 0 && line[i] == 0x0a
        i -= 1
        i > 0 && line[i] == 0x0d && (i -= 1)
        resize!(line, i)
    end
    return String(line)
end
struct EachLine{IOT <: IO}
    stream::IOT
    ondone::Function
    keep::Bool
end
eachline(stream::IO = stdin; keep::Bool = false) = EachLine(stream, () -> nothing, keep)
function iterate(itr::EachLine, state = nothing)
    eof(itr.stream) && return (itr.ondone(); nothing)
    (readline(itr.stream, keep = itr.keep), nothing)
end
eltype(::Type{<:EachLine}) = String
IteratorSize(::Type{<:EachLine}) = SizeUnknown()
readlines(s::IO = stdin; kw...) = collect(eachline(s; kw...))
function countlines(io::IO; eol::AbstractChar = '\n')
    n = 0
    last = 0x0a
    while !eof(io)
        last = read(io, UInt8)
        last == UInt8(eol) && (n += 1)
    end
    return last == UInt8(eol) ? n : n + 1
end
function skipchars(predicate, io::IO; linecomment = nothing)
    while !eof(io)
        c = read(io, Char)
        if c === linecomment
            readline(io)
        elseif !predicate(c)
            skip(io, -ncodeunits(c))
            break
        end
    end
    return io
end

# properties of a stream

abstract type AbstractDisplay end
struct ImmutableDict{K, V} <: AbstractDict{K, V}
    parent::ImmutableDict{K, V}
    key::K
    value::V
    ImmutableDict{K, V}() where {K, V} = new()
    ImmutableDict{K, V}(key, value) where {K, V} = new(ImmutableDict{K, V}(), key, value)
    ImmutableDict{K, V}(parent::ImmutableDict, key, value) where {K, V} = new(parent, key, value)
end
ImmutableDict(KV::Pair{K, V}) where {K, V} = ImmutableDict{K, V}(KV[1], KV[2])
ImmutableDict(t::ImmutableDict{K, V}, KV::Pair) where {K, V} = ImmutableDict{K, V}(t, KV[1], KV[2])
function in(key_value::Pair, dict::ImmutableDict, valcmp = (==))
    key, value = key_value
    while isdefined(dict, :parent)
        isequal(dict.key, key) && return valcmp(value, dict.value)
        dict = dict.parent
    end
    return false
end
function haskey(dict::ImmutableDict, key)
    while isdefined(dict, :parent)
        isequal(dict.key, key) && return true
        dict = dict.parent
    end
    return false
end
function getindex(dict::ImmutableDict, key)
    while isdefined(dict, :parent)
        isequal(dict.key, key) && return dict.value
        dict = dict.parent
    end
    throw(KeyError(key))
end
function get(dict::ImmutableDict, key, default)
    while isdefined(dict, :parent)
        isequal(dict.key, key) && return dict.value
        dict = dict.parent
    end
    return default
end
function iterate(d::ImmutableDict{K, V}, t = d) where {K, V}
    !isdefined(t, :parent) && return nothing
    (Pair{K, V}(t.key, t.value), t.parent)
end
length(t::ImmutableDict) = count(x -> true, t)
isempty(t::ImmutableDict) = !isdefined(t, :parent)
empty(::ImmutableDict, ::Type{K}, ::Type{V}) where {K, V} = ImmutableDict{K, V}()

"A stream with properties (`:compact => true`, `:limit`, `:module`, `:typeinfo` …) that `show` methods look up with `get`."
struct IOContext{IO_t <: IO} <: AbstractPipe
    io::IO_t
    dict::ImmutableDict{Symbol, Any}
    function IOContext{IO_t}(io::IO_t, dict::ImmutableDict{Symbol, Any}) where {IO_t <: IO}
        io isa IOContext && throw(ArgumentError("an IOContext cannot be made of another"))
        return new(io, dict)
    end
end
IOContext(io::IOContext, dict::ImmutableDict) = typeof(io)(io.io, dict)
IOContext(io::IO, dict::ImmutableDict) = IOContext{typeof(io)}(io, dict)
IOContext(io::IO) = IOContext(io, ImmutableDict{Symbol, Any}())
IOContext(io::IOContext) = io
IOContext(io::IO, KV::Pair) = IOContext(io, ImmutableDict{Symbol, Any}(ioproperties(io), KV[1], KV[2]))
IOContext(io::IO, context::IO) = IOContext(io, ioproperties(context))
function IOContext(io::IO, KV::Pair, KVs::Pair...)
    d = ImmutableDict{Symbol, Any}(ioproperties(io), KV[1], KV[2])
    for kv in KVs
        d = ImmutableDict{Symbol, Any}(d, kv[1], kv[2])
    end
    return IOContext(io, d)
end
ioproperties(io::IO) = ImmutableDict{Symbol, Any}()
ioproperties(io::IOContext) = io.dict
unwrapcontext(io::IO) = io, get(io, :unused, ImmutableDict{Symbol, Any}())
unwrapcontext(io::IOContext) = io.io, io.dict
pipe_reader(io::IOContext) = io.io
pipe_writer(io::IOContext) = io.io

in(key_value::Pair, io::IOContext) = in(key_value, io.dict, ===)
in(key_value::Pair, io::IO) = false
haskey(io::IOContext, key) = haskey(io.dict, key)
haskey(io::IO, key) = false
getindex(io::IOContext, key) = getindex(io.dict, key)
getindex(io::IO, key) = throw(KeyError(key))
get(io::IOContext, key, default) = get(io.dict, key, default)
get(io::IO, key, default) = default
keys(io::IOContext) = keys(io.dict)
keys(io::IO) = keys(ImmutableDict{Symbol, Any}())
show(io::IO, ctx::IOContext) = (print(io, "IOContext("); show(io, ctx.io); print(io, ")"))

write(io::AbstractPipe, byte::UInt8) = write(pipe_writer(io)::IO, byte)
write(io::IOContext, s::Union{String, SubString{String}}) = write(io.io, s)
read(io::AbstractPipe, byte::Type{UInt8}) = read(pipe_reader(io)::IO, byte)
flush(io::AbstractPipe) = flush(pipe_writer(io)::IO)
close(io::AbstractPipe) = close(pipe_writer(io)::IO)
isopen(io::AbstractPipe) = isopen(pipe_writer(io)::IO)
isreadable(io::AbstractPipe) = isreadable(pipe_reader(io)::IO)
iswritable(io::AbstractPipe) = iswritable(pipe_writer(io)::IO)
eof(io::AbstractPipe) = eof(pipe_reader(io)::IO)
position(io::AbstractPipe) = position(pipe_reader(io)::IO)
take!(io::IOContext) = take!(io.io)
displaysize(io::IOContext) = get(io, :displaysize, displaysize(io.io))
displaysize(io::IO) = displaysize()
displaysize() = (24, 80)
