#=
Measuring (`@time` and its kin, in virtual seconds where the runtime counts so), and what programs expect to find:
versions, the environment, `exit`, submodules that are empty here.
=#

time() = ccall(:bk_time, Float64, ())
time_ns() = ccall(:jl_hrtime, UInt64, ())
sleep(seconds::Real) = nothing

cumulative_compile_time() = ccall(:bk_compile_ns, UInt64, ())
gc_bytes() = ccall(:bk_gc_bytes, Int64, ())

const _mem_units = ["byte", "KiB", "MiB", "GiB", "TiB", "PiB"]
const _cnt_units = ["", " k", " M", " G", " T", " P"]
function prettyprint_getunits(value, numunits, factor)
    (value == 0 || value == 1) && return (value, 1)
    unit = ceil(Int, log(value) / log(factor))
    unit = min(numunits, max(unit, 1))
    number = value / factor^(unit - 1)
    return number, unit
end
function padded_nonzero_print(value, str)
    value != 0 && println(rpad(string(str, ":"), 19), value)
end
function format_bytes(bytes)
    bytes, mb = prettyprint_getunits(bytes, length(_mem_units), Int64(1024))
    mb == 1 ? string(Int(bytes), " ", _mem_units[mb], bytes == 1 ? "" : "s") : string(fixed(bytes, 3), " ", _mem_units[mb])
end
# A float with as many digits after the point.
fixed(x, digits::Int) = ccall(:bk_print_fixed, Ref{String}, (Float64, Int), Float64(x), digits)

function time_print(elapsedtime, bytes = 0, gctime = 0, allocs = 0)
    timestr = fixed(elapsedtime / 1e9, 6)
    length(timestr) < 10 && print(" "^(10 - length(timestr)))
    print(timestr, " seconds")
    if bytes != 0 || allocs != 0
        allocs, ma = prettyprint_getunits(allocs, length(_cnt_units), Int64(1000))
        print(" (", ma == 1 ? string(Int(allocs), _cnt_units[ma], allocs == 1 ? " allocation: " : " allocations: ") :
              string(fixed(allocs, 2), _cnt_units[ma], " allocations: "), format_bytes(bytes))
        gctime > 0 && print(", ", fixed(100 * gctime / elapsedtime, 2), "% gc time")
        print(")")
    elseif gctime > 0
        print(", ", fixed(100 * gctime / elapsedtime, 2), "% gc time")
    end
    nothing
end

"`@time ex`: evaluates, prints how long it took and what it allocated, gives the value."
macro time(ex)
    return quote
        local bytes0 = gc_bytes()
        local elapsedtime = time_ns()
        local val = $(esc(ex))
        elapsedtime = time_ns() - elapsedtime
        local bytes = gc_bytes() - bytes0
        time_print(elapsedtime, bytes, 0, ccall(:bk_gc_allocations, Int64, (Int64,), bytes0))
        println()
        val
    end
end
macro timev(ex)
    return Expr(:macrocall, GlobalRef(Base, Symbol("@time")), __source__, esc(ex))
end
"`@elapsed ex`: the seconds that it took."
macro elapsed(ex)
    return quote
        local t0 = time_ns()
        $(esc(ex))
        (time_ns() - t0) / 1e9
    end
end
macro allocated(ex)
    return quote
        local bytes0 = gc_bytes()
        $(esc(ex))
        gc_bytes() - bytes0
    end
end
macro timed(ex)
    return quote
        local bytes0 = gc_bytes()
        local t0 = time_ns()
        local val = $(esc(ex))
        local t = time_ns() - t0
        (value = val, time = t / 1e9, bytes = gc_bytes() - bytes0, gctime = 0.0)
    end
end

# versions

struct VersionNumber
    major::UInt32
    minor::UInt32
    patch::UInt32
    prerelease::Tuple
    build::Tuple
end
VersionNumber(major::Integer, minor::Integer = 0, patch::Integer = 0, pre::Tuple = (), bld::Tuple = ()) =
    VersionNumber(UInt32(major), UInt32(minor), UInt32(patch), pre, bld)
function VersionNumber(s::AbstractString)
    t = startswith(s, "v") ? SubString(s, 2) : SubString(s, 1)
    dash = findfirst(isequal('-'), t)
    plus = findfirst(isequal('+'), t)
    stop = dash === nothing ? plus === nothing ? lastindex(t) : plus - 1 : dash - 1
    numbers = split(SubString(t, 1, stop), '.')
    1 <= length(numbers) <= 3 || throw(ArgumentError("invalid version string: $s"))
    n = Int[]
    for x in numbers
        k = tryparse(Int, x)
        k === nothing && throw(ArgumentError("invalid version string: $s"))
        push!(n, k)
    end
    pre = dash === nothing ? () : Tuple(_version_part(x) for x in split(SubString(t, dash + 1, plus === nothing ? lastindex(t) : plus - 1), '.'))
    # `1.2-` is below every version of 1.2
    dash !== nothing && pre == ("",) && (pre = ("",))
    bld = plus === nothing ? () : Tuple(_version_part(x) for x in split(SubString(t, plus + 1), '.'))
    return VersionNumber(n[1], length(n) > 1 ? n[2] : 0, length(n) > 2 ? n[3] : 0, pre, bld)
end
_version_part(x) = (n = tryparse(UInt64, x); n === nothing ? String(x) : n)
macro v_str(v)
    return VersionNumber(v)
end
function print(io::IO, v::VersionNumber)
    print(io, v.major, '.', v.minor, '.', v.patch)
    if !isempty(v.prerelease)
        print(io, '-')
        join(io, v.prerelease, '.')
    end
    if !isempty(v.build)
        print(io, '+')
        join(io, v.build, '.')
    end
end
show(io::IO, v::VersionNumber) = print(io, "v\"", string(v), "\"")
convert(::Type{VersionNumber}, v::AbstractString) = VersionNumber(v)
_version_less(a::Integer, b::Integer) = a < b
_version_less(a::Integer, b) = true
_version_less(a, b::Integer) = false
_version_less(a, b) = a < b
function _version_ident_cmp(A::Tuple, B::Tuple)
    for (a, b) in zip(A, B)
        a == b || return _version_less(a, b) ? -1 : 1
    end
    return cmp(length(A), length(B))
end
==(a::VersionNumber, b::VersionNumber) =
    a.major == b.major && a.minor == b.minor && a.patch == b.patch && a.prerelease == b.prerelease && a.build == b.build
function isless(a::VersionNumber, b::VersionNumber)
    (a.major, a.minor, a.patch) == (b.major, b.minor, b.patch) || return (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch)
    # a version before its release is less than the release
    isempty(a.prerelease) == isempty(b.prerelease) || return isempty(b.prerelease)
    c = _version_ident_cmp(a.prerelease, b.prerelease)
    c == 0 || return c < 0
    return _version_ident_cmp(a.build, b.build) < 0
end
hash(v::VersionNumber, h::UInt) = hash(v.build, hash(v.prerelease, hash(v.patch, hash(v.minor, hash(v.major, h + 0x8ff4ffdb75f9fede % UInt)))))
const VERSION = VersionNumber(ccall(:bk_version, Ref{String}, ()))

# surroundings

const ARGS = String[]
const PROGRAM_FILE = ""

"The variables of the process's environment, as the host of the simulation gives them."
struct EnvDict <: AbstractDict{String, String} end
const ENV = EnvDict()
_environment() = ccall(:bk_environment, Ref{Vector{String}}, ())
_variable(k::AbstractString) = ccall(:bk_environment_get, Any, (Any,), String(k))
getindex(::EnvDict, k::AbstractString) = (v = _variable(k); v === nothing ? throw(KeyError(k)) : v::String)
get(::EnvDict, k::AbstractString, default) = (v = _variable(k); v === nothing ? default : v::String)
get(f::Union{Type, Function}, ::EnvDict, k::AbstractString) = (v = _variable(k); v === nothing ? f() : v::String)
in(k::AbstractString, ::KeySet{String, EnvDict}) = _variable(k) !== nothing
haskey(::EnvDict, k::AbstractString) = _variable(k) !== nothing
setindex!(env::EnvDict, v, k::AbstractString) = (ccall(:bk_environment_set, Cvoid, (Any, Any), String(k), string(v)); env)
delete!(env::EnvDict, k::AbstractString) = (ccall(:bk_environment_set, Cvoid, (Any, Any), String(k), nothing); env)
pop!(env::EnvDict, k::AbstractString) = (v = env[k]; delete!(env, k); v)
pop!(env::EnvDict, k::AbstractString, default) = haskey(env, k) ? pop!(env, k) : default
# Name and value in turn.
function iterate(env::EnvDict, state = (_environment(), 1))
    flat, i = state
    i > length(flat) && return nothing
    return (flat[i] => flat[i + 1], (flat, i + 2))
end
length(::EnvDict) = length(_environment()) ÷ 2
function show(io::IO, env::EnvDict)
    for (k, v) in env
        println(io, k, "=", v)
    end
end
function withenv(f::Function, keyvals::Pair{T}...) where {T <: AbstractString}
    before = Dict{T, Any}()
    for (k, v) in keyvals
        before[k] = get(ENV, k, nothing)
        v === nothing ? delete!(ENV, k) : (ENV[k] = v)
    end
    try
        f()
    finally
        for (k, v) in before
            v === nothing ? delete!(ENV, k) : (ENV[k] = v)
        end
    end
end
withenv(f::Function) = f()
isinteractive() = false
exit(code = 0) = ccall(:jl_exit, Bottom, (Int32,), code)
atexit(f::Function) = nothing
"Nothing is ever collected here: `f` is registered and never called."
function finalizer(@nospecialize(f), @nospecialize(o))
    ismutable(o) || error("objects of type ", typeof(o), " cannot be finalized")
    ccall(:jl_gc_add_finalizer, Cvoid, (Any, Any), o, f)
    return o
end
gensym_counter() = 0
versioninfo(io::IO = stdout) = println(io, "Julia Version ", VERSION)

# enumerations

abstract type Enum{T <: Integer} end
basetype(::Type{<:Enum{T}}) where {T <: Integer} = T
(::Type{T})(x::Enum{T2}) where {T <: Integer, T2 <: Integer} = T(bitcast(T2, x))::T
cconvert(::Type{T}, x::Enum{T2}) where {T <: Integer, T2 <: Integer} = T(x)
isless(x::T, y::T) where {T <: Enum} = isless(Integer(x), Integer(y))
Integer(x::Enum{T}) where {T <: Integer} = bitcast(T, x)
Symbol(x::Enum) = namemap(typeof(x))[Integer(x)]::Symbol
print(io::IO, x::Enum) = print(io, Symbol(x))
function show(io::IO, x::Enum)
    sym, owner, from = Symbol(x), typeof(x).name.module, get(io, :module, Main)
    get(io, :compact, false) || from !== nothing && isvisible(sym, owner, from) || print(io, owner, '.')
    print(io, sym)
end
show_integer(x::Enum) = repr(Integer(x))
show(io::IO, ::MIME"text/plain", x::Enum) = print(io, x, "::", typeof(x), " = ", show_integer(x))
hash(x::Enum, h::UInt) = hash(Integer(x), hash(typeof(x), h))
typemin_enum(T) = first(instances(T))

"`@enum T a b = 3 c`: a primitive type with named values."
macro enum(T, syms...)
    basetype = Int32
    typename = T
    if isa(T, Expr) && T.head === :(::)
        typename = T.args[1]
        basetype = Core.eval(__module__, T.args[2])
    end
    if length(syms) == 1 && isa(syms[1], Expr) && syms[1].head === :block
        syms = (syms[1].args...,)
    end
    values = basetype[]
    names = Symbol[]
    next = zero(basetype)
    for s in syms
        s isa LineNumberNode && continue
        if isa(s, Expr) && s.head === :(=)
            next = convert(basetype, Core.eval(__module__, s.args[2]))
            s = s.args[1]
        end
        isa(s, Symbol) || throw(ArgumentError("invalid argument for Enum $typename: $s"))
        push!(names, s)
        push!(values, next)
        next += oneunit(next)
    end
    isempty(names) && throw(ArgumentError("no arguments given for Enum $typename"))
    map_ = Dict{basetype, Symbol}(values[i] => names[i] for i in 1:length(names))
    name_ = esc(typename)
    blk = quote
        primitive type $name_ <: Enum{$basetype} $(sizeof(basetype) * 8) end
        function $name_(x::Integer)
            haskey($map_, x) || throw(ArgumentError(string("invalid value for Enum ", $(QuoteNode(typename)), ": ", x)))
            return bitcast($name_, convert($basetype, x))
        end
        Base.namemap(::Type{$name_}) = $map_
        Base.typemin(x::Type{$name_}) = $name_($(minimum(values)))
        Base.typemax(x::Type{$name_}) = $name_($(maximum(values)))
        Base.instances(::Type{$name_}) = $(Expr(:tuple, Any[:($name_($v)) for v in values]...))
    end
    for i in 1:length(names)
        push!(blk.args, :(const $(esc(names[i])) = $name_($(values[i]))))
    end
    push!(blk.args, :nothing)
    blk.head = :toplevel
    return blk
end
function namemap end

"`Base.@kwdef struct T a = 1; b::Int end`: a struct with a constructor that takes the fields as keywords, some with defaults."
macro kwdef(definition)
    definition = macroexpand(__module__, definition)
    isa(definition, Expr) && definition.head === :struct || error("Invalid usage of @kwdef")
    name = definition.args[2]
    isa(name, Expr) && name.head === :<: && (name = name.args[1])
    keywords, fields = Any[], Any[]
    body = definition.args[3]
    for (at, line) in enumerate(body.args)
        attribute = isa(line, Expr) && (line.head === :const || line.head === :atomic) ? line.head : nothing
        attribute === nothing || (line = line.args[1])
        isassigned = isa(line, Expr) && line.head === :(=)
        field = isassigned ? line.args[1] : line
        isfield = isa(field, Symbol) || isa(field, Expr) && field.head === :(::)
        isfield || continue
        fieldname = isa(field, Symbol) ? field : field.args[1]
        push!(fields, fieldname)
        push!(keywords, isassigned ? Expr(:kw, fieldname, esc(line.args[2])) : fieldname)
        body.args[at] = attribute === nothing ? field : Expr(attribute, field)
    end
    isempty(fields) && return esc(definition)
    constructor(callee) = Expr(:call, callee, Expr(:parameters, keywords...))
    made(callee) = Expr(:call, callee, fields...)
    isa(name, Symbol) && return Expr(:block, esc(definition), Expr(:(=), constructor(esc(name)), made(esc(name))), nothing)
    plain, bounds = name.args[1], name.args[2:end]
    variables = map(bound -> isa(bound, Symbol) ? bound : bound.args[1], bounds)
    full = esc(Expr(:curly, plain, variables...))
    return Expr(:block, esc(definition),
        Expr(:(=), constructor(esc(plain)), made(esc(plain))),
        Expr(:(=), Expr(:where, constructor(full), map(esc, bounds)...), made(full)),
        nothing)
end

# modules that programs name

baremodule GC
using Core
gc(full = true) = nothing
enable(on) = true
macro preserve(args...)
    return Expr(:escape, Core.getfield(args, Core.nfields(args)))
end
end
baremodule Sys
using Core, ..Base
const WORD_SIZE = 64
const CPU_THREADS = 1
const MACHINE = "x86_64-linux-gnu"
iswindows() = false
isapple() = false
islinux() = true
isunix() = true
end
baremodule Threads
using Core, ..Base
nthreads() = 1
threadid() = 1
macro threads(ex)
    return Expr(:escape, ex)
end
end
baremodule Libc
using Core, ..Base
time() = Base.time()
# As the C library words the errors that are raised here.
strerror(e::Integer) = e == 2 ? "No such file or directory" : e == 17 ? "File exists" : e == 20 ? "Not a directory" : e == 21 ? "Is a directory" :
    e == 30 ? "Read-only file system" : Base.string("Unknown error ", e)
end
baremodule StackTraces
using Core, ..Base
end
baremodule Meta
using Core, ..Base
export quot, isexpr, parse
quot(ex) = Expr(:quote, ex)
isexpr(@nospecialize(ex), head::Symbol) = isa(ex, Expr) && ex.head === head
isexpr(@nospecialize(ex), heads) = isa(ex, Expr) && in(ex.head, heads)
isexpr(@nospecialize(ex), heads, n::Int) = isexpr(ex, heads) && Base.length(ex.args) == n
struct ParseError <: Exception
    msg::AbstractString
end
Base.showerror(io::IO, e::ParseError) = Base.print(io, "syntax: ", e.msg)
function parse(s::AbstractString; raise::Bool = true, depwarn::Bool = true)
    try
        return ccall(:bk_parse, Any, (Any,), Base.String(s))
    catch e
        raise || return Expr(:error, e.msg)
        throw(ParseError(Base.replace(e.msg, r"^syntax: " => "")))
    end
end
lower(m::Module, @nospecialize(x)) = ccall(:jl_expand, Any, (Any, Any), x, m)
show_sexpr(x) = Base.dump(x)
end
include("experimental.jl")

"`include_string(m, text)`: evaluates the text in a module, expression by expression; the value of the last."
include_string(m::Module, text::AbstractString, file::AbstractString = "string") =
    ccall(:bk_include_string, Any, (Any, Any, Any), m, String(text), String(file))
