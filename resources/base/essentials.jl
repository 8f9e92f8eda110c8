#=
What everything else is written with: the framework of `convert`, property access, annotations for the compiler, small
queries of types, `Val`, `Missing`, simple vectors and calls in the newest world. The annotating macros are written with
builtins alone, because they are expanded before arrays can be used.
=#

import Core: @doc, @__doc__, @int128_str, @uint128_str, @big_str, @cmd, @_inline_meta, @_noinline_meta, UndefInitializer, typemax_UInt

const Callable = Union{Function, Type}
const Bottom = Union{}

abstract type AbstractSet{T} end
abstract type AbstractDict{K, V} end

# annotations

macro nospecialize(vars...)
    if nfields(vars) === 1
        var = getfield(vars, 1)
        # an argument with a default value
        isa(var, Expr) && getfield(var, :head) === :(=) && setfield!(var, :head, :kw)
        return Expr(:escape, Expr(:meta, :nospecialize, var))
    end
    return Expr(:escape, Expr(:meta, :nospecialize, vars...))
end
macro _pure_meta()
    return Expr(:meta, :pure)
end
macro _propagate_inbounds_meta()
    return Expr(:meta, :inline, :propagate_inbounds)
end

"`esc(ex)`: inside a macro, marks an expression that is to be resolved where the macro is called."
esc(@nospecialize(e)) = Expr(:escape, e)

# A method definition with `note` as first statement of its body; anything else becomes a block that begins with it.
function _annotated(@nospecialize(ex), note::Expr)
    if isa(ex, Expr)
        head = getfield(ex, :head)
        args = getfield(ex, :args)
        definition = head === :function || head === :-> || head === :macro
        if head === :(=)
            lhs = Core.arrayref(true, args, 1)
            while isa(lhs, Expr) && (getfield(lhs, :head) === :where || getfield(lhs, :head) === :(::))
                lhs = Core.arrayref(true, getfield(lhs, :args), 1)
            end
            definition = isa(lhs, Expr) && getfield(lhs, :head) === :call
        end
        if definition
            body = Core.arrayref(true, args, 2)
            # the line of the definition stays the first thing in it
            line = isa(body, Expr) && getfield(body, :head) === :block && !(Core.arraysize(getfield(body, :args), 1) === 0) ?
                Core.arrayref(true, getfield(body, :args), 1) : nothing
            Core.arrayset(true, args, isa(line, LineNumberNode) ? Expr(:block, line, note, body) : Expr(:block, note, body), 2)
            return ex
        elseif head === :macrocall || head === :block || head === :let || head === :do
            n = Core.arraysize(args, 1)
            n === 0 || Core.arrayset(true, args, _annotated(Core.arrayref(true, args, n), note), n)
            return ex
        end
    end
    return ex
end

macro inline(ex)
    return esc(_annotated(ex, Expr(:meta, :inline)))
end
macro noinline(ex)
    return esc(_annotated(ex, Expr(:meta, :noinline)))
end
macro pure(ex)
    return esc(_annotated(ex, Expr(:meta, :pure)))
end
macro propagate_inbounds(ex)
    return esc(_annotated(ex, Expr(:meta, :inline, :propagate_inbounds)))
end

macro specialize(vars...)
    return esc(Expr(:meta, :specialize, vars...))
end

macro boundscheck(blk)
    return Expr(:if, Expr(:boundscheck), esc(blk))
end
macro inbounds(blk)
    return Expr(:block,
        Expr(:inbounds, true),
        Expr(:local, Expr(:(=), :val, esc(blk))),
        Expr(:inbounds, :pop),
        :val)
end
macro simd(loop)
    return esc(loop)
end
macro label(name::Symbol)
    return esc(Expr(:symboliclabel, name))
end
macro goto(name::Symbol)
    return esc(Expr(:symbolicgoto, name))
end
macro isdefined(s::Symbol)
    return Expr(:escape, Expr(:isdefined, s))
end
macro eval(ex)
    return Expr(:escape, Expr(:call, GlobalRef(Core, :eval), __module__, Expr(:quote, ex)))
end
macro eval(mod, ex)
    return Expr(:escape, Expr(:call, GlobalRef(Core, :eval), mod, Expr(:quote, ex)))
end

# conversion

"""
    convert(T, x)

`x` as a value of type `T`. Called for assignments to typed fields and variables and for elements of arrays.
"""
function convert end
convert(::Type{Union{}}, x) = throw(MethodError(convert, (Union{}, x)))
convert(::Type{Any}, Core.@nospecialize(x)) = x
convert(::Type{T}, x::T) where {T} = x
convert(::Type{Type}, x::Type) = x

const AtLeast1 = Tuple{Any, Vararg{Any}}
_tuple_error(T::Type, x) = (@_noinline_meta; throw(MethodError(convert, (T, x))))
convert(::Type{Tuple{}}, ::Tuple{}) = ()
convert(::Type{Tuple{}}, x::AtLeast1) = _tuple_error(Tuple{}, x)
convert(::Type{T}, x::T) where {T <: AtLeast1} = x
convert(::Type{T}, x::AtLeast1) where {T <: AtLeast1} =
    (convert(tuple_type_head(T), x[1]), convert(tuple_type_tail(T), tail(x))...)
convert(::Type{Tuple{Vararg{V}}}, x::Tuple{Vararg{V}}) where {V} = x
convert(T::Type{Tuple{Vararg{V}}}, x::Tuple) where {V} = (convert(tuple_type_head(T), x[1]), convert(T, tail(x))...)

oftype(x, y) = convert(typeof(x), y)
unsigned(x::Int) = reinterpret(UInt, x)
signed(x::UInt) = reinterpret(Int, x)

cconvert(T::Type, x) = convert(T, x)
unsafe_convert(::Type{T}, x::T) where {T} = x

reinterpret(::Type{T}, x) where {T} = bitcast(T, x)
sizeof(x) = Core.sizeof(x)

# parts of types

function rename_unionall(@nospecialize(u))
    isa(u, UnionAll) || return u
    body = rename_unionall(u.body)
    var = TypeVar(u.var.name, u.var.lb, u.var.ub)
    return UnionAll(var, body{var})
end
function isvarargtype(@nospecialize(t))
    t = unwrap_unionall(t)
    return isa(t, DataType) && getfield(t, :name) === _vararg_name
end
function isvatuple(@nospecialize(t))
    t = unwrap_unionall(t)
    if isa(t, DataType)
        n = length(t.parameters)
        return n > 0 && isvarargtype(t.parameters[n])
    end
    return false
end
unwrapva(@nospecialize(t)) = (t2 = unwrap_unionall(t); isvarargtype(t2) ? rewrap_unionall(t2.parameters[1], t) : t)
unconstrain_vararg_length(@nospecialize(va)) = rewrap_unionall(Vararg{unwrap_unionall(va).parameters[1]}, va)
function unwrap_unionall(@nospecialize(a))
    while isa(a, UnionAll)
        a = a.body
    end
    return a
end
rewrap_unionall(@nospecialize(t), @nospecialize(u)) = isa(u, UnionAll) ? UnionAll(u.var, rewrap_unionall(t, u.body)) : t
const _vararg_name = getfield(unwrap_unionall(Vararg), :name)

typename(a) = error("typename does not apply to this type")
typename(a::DataType) = a.name
typename(a::UnionAll) = typename(a.body)
function typename(a::Union)
    ta = typename(a.a)
    tb = typename(a.b)
    ta === tb || error("typename does not apply to unions whose components have different typenames")
    return tb
end

tuple_type_head(T::Type) = (@_pure_meta; fieldtype(T::Type{<:Tuple}, 1))
function tuple_type_tail(T::Type)
    @_pure_meta
    if isa(T, UnionAll)
        return UnionAll(T.var, tuple_type_tail(T.body))
    elseif isa(T, Union)
        return Union{tuple_type_tail(T.a), tuple_type_tail(T.b)}
    end
    isa(T, DataType) && T.name === Tuple.name || throw(MethodError(tuple_type_tail, (T,)))
    isvatuple(T) && length(T.parameters) == 1 && return T
    return Tuple{argtail(T.parameters...)...}
end
tuple_type_cons(::Type, ::Type{Union{}}) = Union{}
tuple_type_cons(::Type{S}, ::Type{T}) where {T <: Tuple, S} = (@_pure_meta; Tuple{S, T.parameters...})
argtail(x, rest...) = rest

"`Val(c)`: the only instance of a type that has the value `c` as its parameter."
struct Val{x} end
Val(x) = (@_pure_meta; Val{x}())

# simple vectors

getindex(v::Core.SimpleVector, i::Int) = ccall(:bk_svec_ref, Any, (Any, Int), v, i)
getindex(v::Core.SimpleVector, I::AbstractArray) = Core.svec(Any[v[i] for i in I]...)
length(v::Core.SimpleVector) = ccall(:bk_svec_len, Int, (Any,), v)
firstindex(v::Core.SimpleVector) = 1
lastindex(v::Core.SimpleVector) = length(v)
iterate(v::Core.SimpleVector, i = 1) = (length(v) < i ? nothing : (v[i], i + 1))
eltype(::Type{Core.SimpleVector}) = Any
keys(v::Core.SimpleVector) = OneTo(length(v))
isempty(v::Core.SimpleVector) = (length(v) == 0)
axes(v::Core.SimpleVector) = (OneTo(length(v)),)
axes(v::Core.SimpleVector, d) = d <= 1 ? axes(v)[d] : OneTo(1)
function ==(v1::Core.SimpleVector, v2::Core.SimpleVector)
    length(v1) == length(v2) || return false
    for i in 1:length(v1)
        v1[i] == v2[i] || return false
    end
    return true
end
map(f, v::Core.SimpleVector) = Any[f(v[i]) for i in 1:length(v)]

isassigned(v::Core.SimpleVector, i::Int) = 1 <= i <= length(v)

struct Colon <: Function end
const (:) = Colon()

"""
    invokelatest(f, args...; kwargs...)

Calls `f` in the newest world, so that methods defined after the caller began to run are seen. Costs a dynamic call, and its result is `Any` to the compiler.
"""
function invokelatest(@nospecialize(f), @nospecialize args...; kwargs...)
    if isempty(kwargs)
        return Core._apply_latest(f, args)
    end
    inner() = f(args...; kwargs...)
    Core._apply_latest(inner)
end

isempty(itr) = iterate(itr) === nothing
values(itr) = itr

"The type of `missing`, a value that is not known."
struct Missing end
const missing = Missing()
ismissing(x) = x === missing

# Whether bounds are to be checked here: true unless the call was inlined into `@inbounds` code.
macro _boundscheck()
    return Expr(:boundscheck)
end

"The name of a format as a type, so that `show` methods can be chosen by it."
struct MIME{mime} end
macro MIME_str(s)
    :(MIME{$(Expr(:quote, Symbol(s)))})
end

# Gets methods in iterators.jl, for streams in iobuffer.jl.
function peek end
