#=
Files, to be read: what the host of the simulation shows of them. Writing one fails as on a file system that is read-only. Links,
permissions and temporary files are left out.
=#

"What is known of a file; `mode` is 0 if there is none."
struct StatStruct
    desc::String
    mode::UInt
    size::Int64
    mtime::Float64
    ctime::Float64
end
function stat(path::String)
    found = ccall(:bk_stat, Any, (Any,), path)
    found === nothing && return StatStruct(path, UInt(0), 0, 0.0, 0.0)
    isdirectory, bytes, seconds = found::Tuple{Bool, Int64, Float64}
    return StatStruct(path, isdirectory ? UInt(0o040755) : UInt(0o100644), bytes, seconds, seconds)
end
stat(path::AbstractString) = stat(String(path))
stat(path...) = stat(joinpath(path...))
lstat(path...) = stat(path...)

filemode(st::StatStruct) = st.mode
filesize(st::StatStruct) = st.size
mtime(st::StatStruct) = st.mtime
ctime(st::StatStruct) = st.ctime
ispath(st::StatStruct) = st.mode != 0
isfile(st::StatStruct) = st.mode & 0xf000 == 0x8000
isdir(st::StatStruct) = st.mode & 0xf000 == 0x4000
islink(st::StatStruct) = false
for f in (:filemode, :filesize, :mtime, :ctime, :ispath, :isfile, :isdir)
    @eval $f(path...) = $f(stat(path...))
end
islink(path...) = islink(lstat(path...))

function readdir(dir::AbstractString; join::Bool = false, sort::Bool = true)
    names = ccall(:bk_read_directory, Any, (Any,), String(dir))
    names === nothing && throw(SystemError(string("unable to read directory ", dir), 2))
    names = names::Vector{String}
    sort && sort!(names)
    return join ? String[joinpath(dir, name) for name in names] : names
end
readdir(; kw...) = readdir("."; kw...)

# reading

eof(s::IOStream) = s.content === nothing || eof(s.content::IOBuffer)
bytesavailable(s::IOStream) = s.content === nothing ? 0 : bytesavailable(s.content::IOBuffer)
read(s::IOStream, ::Type{UInt8}) = s.content === nothing ? throw(EOFError()) : read(s.content::IOBuffer, UInt8)
read(s::IOStream) = s.content === nothing ? UInt8[] : read(s.content::IOBuffer)
peek(s::IOStream) = peek(s.content::IOBuffer)
position(s::IOStream) = position(s.content::IOBuffer)
seek(s::IOStream, n::Integer) = (seek(s.content::IOBuffer, n); s)
seekstart(s::IOStream) = seek(s, 0)
seekend(s::IOStream) = (seekend(s.content::IOBuffer); s)
skip(s::IOStream, n::Integer) = (skip(s.content::IOBuffer, n); s)

_cannot_open(path, errno) = throw(SystemError(string("opening file ", repr(path)), errno))
function open(path::String; read::Union{Bool, Nothing} = nothing, write::Union{Bool, Nothing} = nothing,
              create::Union{Bool, Nothing} = nothing, truncate::Union{Bool, Nothing} = nothing, append::Union{Bool, Nothing} = nothing, lock::Bool = true)
    (write === true || create === true || truncate === true || append === true) && _cannot_open(path, 30)
    isdir(path) && _cannot_open(path, 21)
    text = ccall(:bk_read_file, Any, (Any,), path)
    text === nothing && _cannot_open(path, 2)
    file = IOStream(0, string("<file ", path, ">"), true)
    file.content = IOBuffer(text::String)
    return file
end
open(path::AbstractString; kw...) = open(String(path); kw...)
function open(path::AbstractString, mode::AbstractString; lock::Bool = true)
    mode == "r" && return open(path)
    mode in ("r+", "w", "w+", "a", "a+") && return open(path, write = true)
    throw(ArgumentError("invalid open mode: $mode"))
end
function open(f::Function, args...; kwargs...)
    io = open(args...; kwargs...)
    try
        f(io)
    finally
        close(io)
    end
end

read(path::AbstractString, args...) = open(io -> read(io, args...), path)
read(path::AbstractString, ::Type{T}) where {T} = open(io -> read(io, T), path)
write(path::AbstractString, a1, args...) = open(io -> write(io, a1, args...), path, "w")
readuntil(path::AbstractString, args...; kw...) = open(io -> readuntil(io, args...; kw...), path)
readline(path::AbstractString; keep::Bool = false) = open(io -> readline(io, keep = keep), path)
readlines(path::AbstractString; kw...) = open(io -> readlines(io; kw...), path)
countlines(path::AbstractString; eol::AbstractChar = '\n') = open(io -> countlines(io, eol = eol), path)
readchomp(x) = String(chomp(read(x, String)))
function eachline(path::AbstractString; keep::Bool = false)
    stream = open(path)
    return EachLine(stream, () -> close(stream), keep)
end
