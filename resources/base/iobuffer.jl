#=
A stream in memory. Position counts from 1: `ptr` is the next byte to read or write, `size` how many are there.
=#

mutable struct GenericIOBuffer{T <: AbstractVector{UInt8}} <: IO
    data::T
    readable::Bool
    writable::Bool
    seekable::Bool
    append::Bool
    size::Int
    maxsize::Int
    ptr::Int
    mark::Int

    function GenericIOBuffer{T}(data::T, readable::Bool, writable::Bool, seekable::Bool, append::Bool, maxsize::Integer) where {T <: AbstractVector{UInt8}}
        new(data, readable, writable, seekable, append, length(data), maxsize, 1, -1)
    end
end
const IOBuffer = GenericIOBuffer{Vector{UInt8}}

function GenericIOBuffer(data::T, readable::Bool, writable::Bool, seekable::Bool, append::Bool, maxsize::Integer) where {T <: AbstractVector{UInt8}}
    GenericIOBuffer{T}(data, readable, writable, seekable, append, maxsize)
end

StringVector(n::Integer) = Vector{UInt8}(undef, n)

"""
    IOBuffer([data]; read, write, append, truncate, maxsize, sizehint)

A stream over bytes in memory. Without `data` it is empty and can be read and written; `take!` gives its bytes and empties it.
"""
function IOBuffer(data::AbstractVector{UInt8};
                  read::Union{Bool, Nothing} = nothing, write::Union{Bool, Nothing} = nothing, append::Union{Bool, Nothing} = nothing,
                  truncate::Union{Bool, Nothing} = nothing, maxsize::Integer = typemax(Int), sizehint::Union{Integer, Nothing} = nothing)
    maxsize < 0 && throw(ArgumentError("negative maxsize"))
    writable = write === nothing ? (truncate === true || append === true) : write
    readable = read === nothing ? true : read
    buf = GenericIOBuffer(data, readable, writable, true, append === true, Int(maxsize))
    sizehint === nothing || sizehint!(buf.data, sizehint)
    if truncate === true
        buf.size = 0
    end
    return buf
end
function IOBuffer(; read::Bool = true, write::Bool = true, append::Union{Bool, Nothing} = nothing, truncate::Union{Bool, Nothing} = true,
                  maxsize::Integer = typemax(Int), sizehint::Union{Integer, Nothing} = nothing)
    size = sizehint !== nothing ? Int(sizehint) : maxsize != typemax(Int) ? Int(maxsize) : 32
    buf = GenericIOBuffer(StringVector(size), read, write, true, append === true, Int(maxsize))
    buf.size = 0
    return buf
end
IOBuffer(maxsize::Integer; read::Bool = true, write::Bool = true) = IOBuffer(read = read, write = write, truncate = true, maxsize = maxsize)
IOBuffer(str::String) = IOBuffer(unsafe_wrap(Vector{UInt8}, str))
IOBuffer(s::SubString{String}) = IOBuffer(String(s))
PipeBuffer(data::Vector{UInt8} = UInt8[]) = GenericIOBuffer(data, true, true, false, true, typemax(Int))

isreadable(io::GenericIOBuffer) = io.readable
iswritable(io::GenericIOBuffer) = io.writable
isopen(io::GenericIOBuffer) = io.readable || io.writable || bytesavailable(io) > 0
bytesavailable(io::GenericIOBuffer) = io.size - io.ptr + 1
position(io::GenericIOBuffer) = io.ptr - 1
eof(io::GenericIOBuffer) = (io.ptr - 1 == io.size)
filesize(io::GenericIOBuffer) = bytesavailable(io)
flush(io::GenericIOBuffer) = nothing
function skip(io::GenericIOBuffer, n::Integer)
    seekto = io.ptr + n
    n < 0 && return seek(io, seekto - 1)
    io.ptr = min(seekto, io.size + 1)
    return io
end
function seek(io::GenericIOBuffer, n::Integer)
    io.ptr = max(min(n + 1, io.size + 1), 1)
    return io
end
seekstart(io::GenericIOBuffer) = seek(io, 0)
seekend(io::GenericIOBuffer) = (io.ptr = io.size + 1; io)
mark(io::GenericIOBuffer) = (io.mark = position(io))
unmark(io::GenericIOBuffer) = (was = io.mark >= 0; io.mark = -1; was)
ismarked(io::GenericIOBuffer) = io.mark >= 0
function reset(io::GenericIOBuffer)
    io.mark < 0 && throw(ArgumentError("$(typeof(io)) not marked"))
    m = io.mark
    seek(io, m)
    io.mark = -1
    return m
end
function truncate(io::GenericIOBuffer, n::Integer)
    io.writable || throw(ArgumentError("truncate failed, IOBuffer is not writeable"))
    io.seekable || throw(ArgumentError("truncate failed, IOBuffer is not seekable"))
    n < 0 && throw(ArgumentError("truncate failed, n bytes must be ≥ 0, got $n"))
    n > length(io.data) && resize!(io.data, n)
    for i = io.size + 1:n
        io.data[i] = 0
    end
    io.size = n
    io.ptr = min(io.ptr, n + 1)
    return io
end
function close(io::GenericIOBuffer)
    io.readable = false
    io.writable = false
    io.size = 0
    io.ptr = 1
    return nothing
end

@noinline function ensureroom_slowpath(io::GenericIOBuffer, nshort::Int)
    io.writable || throw(ArgumentError("ensureroom failed, IOBuffer is not writeable"))
    return io
end
@inline ensureroom(io::GenericIOBuffer, nshort::Integer) = ensureroom(io, Int(nshort))
@inline function ensureroom(io::GenericIOBuffer, nshort::Int)
    io.writable || ensureroom_slowpath(io, nshort)
    n = min((nshort % Int) + (io.append ? io.size : io.ptr - 1), io.maxsize)
    l = length(io.data)
    if n > l
        # room for twice as much saves growing again soon
        resize!(io.data, min(max(n, 2l), io.maxsize))
    end
    return io
end

@inline function write(to::GenericIOBuffer, a::UInt8)
    ensureroom(to, UInt(1))
    ptr = to.append ? to.size + 1 : to.ptr
    if ptr > to.maxsize
        return 0
    else
        to.data[ptr] = a
    end
    to.size = max(to.size, ptr)
    to.append || (to.ptr += 1)
    return sizeof(UInt8)
end
function write(to::GenericIOBuffer, s::Union{String, SubString{String}})
    n = sizeof(s)
    ensureroom(to, n)
    ptr = to.append ? to.size + 1 : to.ptr
    n = min(n, length(to.data) - ptr + 1)
    _put_bytes!(to.data, ptr, s, n)
    to.size = max(to.size, ptr + n - 1)
    to.append || (to.ptr += n)
    return n
end
_put_bytes!(data::Vector{UInt8}, at::Int, s::String, n::Int) =
    ccall(:bk_string_copyto, Cvoid, (Any, Int, Any, Int, Int), data, at, s, 1, n)
_put_bytes!(data::Vector{UInt8}, at::Int, s::SubString{String}, n::Int) =
    ccall(:bk_string_copyto, Cvoid, (Any, Int, Any, Int, Int), data, at, s.string, s.offset + 1, n)
function write(to::GenericIOBuffer, from::GenericIOBuffer)
    n = bytesavailable(from)
    for i = 1:n
        write(to, read(from, UInt8))
    end
    return n
end

@inline function read(from::GenericIOBuffer, ::Type{UInt8})
    from.readable || throw(ArgumentError("read failed, IOBuffer is not readable"))
    ptr = from.ptr
    ptr > from.size && throw(EOFError())
    byte = from.data[ptr]
    from.ptr = ptr + 1
    return byte
end
peek(from::GenericIOBuffer) = (from.ptr > from.size && throw(EOFError()); from.data[from.ptr])
read(io::GenericIOBuffer) = read(io, bytesavailable(io))
function read(io::GenericIOBuffer, nb::Integer)
    n = min(Int(nb), bytesavailable(io))
    bytes = io.data[io.ptr:io.ptr + n - 1]
    io.ptr += n
    return bytes
end
function readbytes!(io::GenericIOBuffer, b::AbstractVector{UInt8}, nb = length(b))
    n = min(Int(nb), bytesavailable(io))
    n > length(b) && resize!(b, n)
    for i = 1:n
        b[i] = read(io, UInt8)
    end
    return n
end
readavailable(io::GenericIOBuffer) = read(io)

"`take!(io)`: the bytes that were written, which are no longer in the buffer then."
function take!(io::GenericIOBuffer)
    if io.seekable
        nbytes = io.size
        data = copyto!(StringVector(nbytes), 1, io.data, 1, nbytes)
    else
        nbytes = bytesavailable(io)
        data = read(io)
    end
    if io.writable
        io.ptr = 1
        io.size = 0
    end
    return data
end
function take!(io::IOBuffer)
    if io.seekable
        data = io.data
        if io.writable
            io.data = StringVector(0)
            resize!(data, io.size)
            io.size = 0
        else
            data = copy(data)
        end
        io.ptr = 1
    else
        data = read(io)
    end
    return data
end
function show(io::IO, b::GenericIOBuffer)
    print(io, "IOBuffer(data=UInt8[...], ",
          "readable=", b.readable, ", ",
          "writable=", b.writable, ", ",
          "seekable=", b.seekable, ", ",
          "append=", b.append, ", ",
          "size=", b.size, ", ",
          "maxsize=", b.maxsize == typemax(Int) ? "Inf" : b.maxsize, ", ",
          "ptr=", b.ptr, ", ",
          "mark=", b.mark, ")")
end
