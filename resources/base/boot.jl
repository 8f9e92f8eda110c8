#=
What module Core has beside the types, builtins and intrinsics that the runtime itself makes: constructors of those
types, the exceptions, checked conversions between the built-in integers, arrays from `undef`, and the macros that the
front end names (`@doc`, `@nospecialize`, `@int128_str`, ...). Evaluated in Core before Base exists, so nothing here may
use a loop over an iterator, `convert` of a value, or string interpolation. A struct that the runtime made already is declared again:
the declaration is equal, so it only adds the constructors. Tasks, pointers to memory and LLVM are left out.
=#

export
    Any, DataType, Vararg, NTuple, Tuple, Type, UnionAll, TypeVar, Union, Nothing, Cvoid,
    AbstractArray, DenseArray, NamedTuple, Function, Method, Module, Symbol, Array, UndefInitializer, undef, WeakRef,
    Number, Real, Integer, Bool, Ref, Ptr, AbstractFloat, Float16, Float32, Float64,
    Signed, Int, Int8, Int16, Int32, Int64, Int128, Unsigned, UInt, UInt8, UInt16, UInt32, UInt64, UInt128,
    AbstractChar, Char, AbstractString, String, IO,
    ErrorException, BoundsError, DivideError, DomainError, Exception, InterruptException, InexactError, OutOfMemoryError,
    ReadOnlyMemoryError, OverflowError, StackOverflowError, ConcurrencyViolationError, SegmentationFault, UndefRefError, UndefVarError, TypeError,
    ArgumentError, MethodError, AssertionError, LoadError, InitError, UndefKeywordError,
    Expr, QuoteNode, LineNumberNode, GlobalRef,
    fieldtype, getfield, setfield!, nfields, throw, tuple, ===, isdefined, eval, ifelse, typeof, isa, typeassert,
    applicable, invoke, nothing, Main, <:, @doc, @cmd, @int128_str, @uint128_str, @big_str

using .Intrinsics

const Int = Int64
const UInt = UInt64
const Cvoid = Nothing
const BuiltinInts = Union{Int8, Int16, Int32, Int64, Int128, UInt8, UInt16, UInt32, UInt64, UInt128, Bool}

# Signatures of methods are made with these two, so that they come first.
function Typeof end
ccall(:jl_toplevel_eval_in, Any, (Any, Any), Core, quote
    (f::typeof(Typeof))(x) = ($(_expr(:meta, :nospecialize, :x)); isa(x, Type) ? Type{x} : typeof(x))
end)
macro nospecialize(x)
    _expr(:meta, :nospecialize, x)
end
TypeVar(n::Symbol) = _typevar(n, Union{}, Any)
TypeVar(n::Symbol, @nospecialize(ub)) = _typevar(n, Union{}, ub)
TypeVar(n::Symbol, @nospecialize(lb), @nospecialize(ub)) = _typevar(n, lb, ub)
UnionAll(v::TypeVar, @nospecialize(t)) = ccall(:jl_type_unionall, Any, (Any, Any), v, t)

abstract type IO end

(::Type{Nothing})() = nothing

Expr(@nospecialize args...) = _expr(args...)

mutable struct WeakRef
    value::Any
    WeakRef() = new(nothing)
    WeakRef(@nospecialize(value)) = new(value)
end

macro _inline_meta()
    Expr(:meta, :inline)
end
macro _noinline_meta()
    Expr(:meta, :noinline)
end

const getproperty = getfield
const setproperty! = setfield!
convert(::Type{Any}, @nospecialize(x)) = x
convert(::Type{T}, x::T) where {T} = x
cconvert(::Type{T}, x) where {T} = convert(T, x)
unsafe_convert(::Type{T}, x::T) where {T} = x

eval(m::Module, @nospecialize(e)) = ccall(:jl_toplevel_eval_in, Any, (Any, Any), m, e)
eval(@nospecialize(e)) = eval(Core, e)
include(m::Module, path::String) = ccall(:bk_include, Any, (Any, Any), m, path)

mutable struct Box
    contents::Any
    Box(@nospecialize(x)) = new(x)
    Box() = new()
end

kwftype(@nospecialize(t)) = typeof(ccall(:jl_get_keyword_sorter, Any, (Any,), t))

struct ErrorException <: Exception
    msg::AbstractString
end

# Exceptions that carry nothing.
struct DivideError <: Exception end
struct OutOfMemoryError <: Exception end
struct ReadOnlyMemoryError <: Exception end
struct SegmentationFault <: Exception end
struct StackOverflowError <: Exception end
struct UndefRefError <: Exception end
struct ConcurrencyViolationError <: Exception
    msg::AbstractString
end
struct InterruptException <: Exception end

struct BoundsError <: Exception
    a::Any
    i::Any
    BoundsError() = new()
    BoundsError(@nospecialize(a)) = (@_noinline_meta; new(a))
    BoundsError(@nospecialize(a), i) = (@_noinline_meta; new(a, i))
end
struct DomainError <: Exception
    val
    msg::AbstractString
    DomainError(@nospecialize(val)) = (@_noinline_meta; new(val, ""))
    DomainError(@nospecialize(val), @nospecialize(msg)) = (@_noinline_meta; new(val, msg))
end
struct UndefVarError <: Exception
    var::Symbol
end
struct UndefKeywordError <: Exception
    var::Symbol
end
struct OverflowError <: Exception
    msg::AbstractString
end
struct ArgumentError <: Exception
    msg::AbstractString
end
struct AssertionError <: Exception
    msg::AbstractString
end
AssertionError() = AssertionError("")
struct InexactError <: Exception
    func::Symbol
    T
    val
    InexactError(f::Symbol, @nospecialize(T), @nospecialize(val)) = (@_noinline_meta; new(f, T, val))
end
struct TypeError <: Exception
    func::Symbol
    context::Union{AbstractString, Symbol}
    expected::Type
    got
end
TypeError(where, @nospecialize(expected::Type), @nospecialize(got)) = TypeError(Symbol(where), "", expected, got)
struct MethodError <: Exception
    f
    args
    world::UInt
    MethodError(@nospecialize(f), @nospecialize(args), world::UInt) = new(f, args, world)
end
const typemax_UInt = 0xffffffffffffffff
MethodError(@nospecialize(f), @nospecialize(args)) = MethodError(f, args, typemax_UInt)

abstract type WrappedException <: Exception end
struct LoadError <: WrappedException
    file::AbstractString
    line::Int
    error
end
struct InitError <: WrappedException
    mod::Symbol
    error
end

const NTuple{N, T} = Tuple{Vararg{T, N}}

String(s::String) = s
Symbol(s::Symbol) = s
Symbol(s::String) = ccall(:jl_symbol_n, Ref{Symbol}, (Any, Int), s, sizeof(s))


QuoteNode(@nospecialize(value)) = ccall(:bk_quotenode, Ref{QuoteNode}, (Any,), value)
LineNumberNode(line::Int) = ccall(:bk_linenumbernode, Ref{LineNumberNode}, (Int, Any), line, nothing)
LineNumberNode(line::Int, @nospecialize(file)) = ccall(:bk_linenumbernode, Ref{LineNumberNode}, (Int, Any), line, file)
GlobalRef(m::Module, s::Symbol) = ccall(:jl_module_globalref, Ref{GlobalRef}, (Any, Any), m, s)
Module(name::Symbol = :anonymous, std_imports::Bool = true) = ccall(:jl_f_new_module, Ref{Module}, (Any, Bool), name, std_imports)

# Arrays without values.
struct UndefInitializer end
const undef = UndefInitializer()
Array{T, 1}(::UndefInitializer, m::Int) where {T} = ccall(:jl_alloc_array_1d, Array{T, 1}, (Any, Int), Array{T, 1}, m)
Array{T, 2}(::UndefInitializer, m::Int, n::Int) where {T} =
    ccall(:jl_alloc_array_2d, Array{T, 2}, (Any, Int, Int), Array{T, 2}, m, n)
Array{T, 3}(::UndefInitializer, m::Int, n::Int, o::Int) where {T} =
    ccall(:jl_alloc_array_3d, Array{T, 3}, (Any, Int, Int, Int), Array{T, 3}, m, n, o)
Array{T, N}(::UndefInitializer, d::Vararg{Int, N}) where {T, N} = ccall(:jl_new_array, Array{T, N}, (Any, Any), Array{T, N}, d)
Array{T, 1}(::UndefInitializer, d::NTuple{1, Int}) where {T} = Array{T, 1}(undef, getfield(d, 1))
Array{T, 2}(::UndefInitializer, d::NTuple{2, Int}) where {T} = Array{T, 2}(undef, getfield(d, 1), getfield(d, 2))
Array{T, 3}(::UndefInitializer, d::NTuple{3, Int}) where {T} =
    Array{T, 3}(undef, getfield(d, 1), getfield(d, 2), getfield(d, 3))
Array{T, N}(::UndefInitializer, d::NTuple{N, Int}) where {T, N} = ccall(:jl_new_array, Array{T, N}, (Any, Any), Array{T, N}, d)
Array{T}(::UndefInitializer, m::Int) where {T} = Array{T, 1}(undef, m)
Array{T}(::UndefInitializer, m::Int, n::Int) where {T} = Array{T, 2}(undef, m, n)
Array{T}(::UndefInitializer, m::Int, n::Int, o::Int) where {T} = Array{T, 3}(undef, m, n, o)
Array{T}(::UndefInitializer, d::NTuple{N, Int}) where {T, N} = Array{T, N}(undef, d)
Array{T, 1}() where {T} = Array{T, 1}(undef, 0)

NamedTuple() = NamedTuple{(), Tuple{}}(())
NamedTuple{names}(args::Tuple) where {names} = NamedTuple{names, typeof(args)}(args)
eval(Core, _expr(:(=), :(NamedTuple{names, T}(args::T) where {names, T <: Tuple}), _expr(:splatnew, :(NamedTuple{names, T}), :args)))

# A number of the asked type is itself. The functions below are the checked conversions between built-in integers.
(::Type{T})(x::T) where {T <: Number} = x

function throw_inexacterror(f::Symbol, ::Type{T}, val) where {T}
    @_noinline_meta
    throw(InexactError(f, T, val))
end
is_top_bit_set(x) = eq_int(trunc_int(UInt8, lshr_int(x, sub_int(shl_int(sizeof(x), 3), 1))), 0x01)
is_top_bit_set(x::Union{Int8, UInt8}) = eq_int(lshr_int(x, 7), trunc_int(typeof(x), 1))
check_top_bit(::Type{To}, x) where {To} = (@_inline_meta; is_top_bit_set(x) && throw_inexacterror(:check_top_bit, To, x); x)
function checked_trunc_sint(::Type{To}, x::From) where {To, From}
    @_inline_meta
    y = trunc_int(To, x)
    back = sext_int(From, y)
    eq_int(x, back) || throw_inexacterror(:trunc, To, x)
    y
end
function checked_trunc_uint(::Type{To}, x::From) where {To, From}
    @_inline_meta
    y = trunc_int(To, x)
    back = zext_int(From, y)
    eq_int(x, back) || throw_inexacterror(:trunc, To, x)
    y
end

toInt8(x::Int8) = x
toInt8(x::Union{Int16, Int32, Int64, Int128}) = checked_trunc_sint(Int8, x)
toInt8(x::UInt8) = bitcast(Int8, check_top_bit(Int8, x))
toInt8(x::Union{UInt16, UInt32, UInt64, UInt128}) = checked_trunc_sint(Int8, check_top_bit(Int8, x))
toInt8(x::Bool) = and_int(bitcast(Int8, x), trunc_int(Int8, 1))
Int8(x::BuiltinInts) = toInt8(x)::Int8
toInt16(x::Int16) = x
toInt16(x::Union{Int32, Int64, Int128}) = checked_trunc_sint(Int16, x)
toInt16(x::Int8) = sext_int(Int16, x)
toInt16(x::UInt16) = bitcast(Int16, check_top_bit(Int16, x))
toInt16(x::Union{UInt32, UInt64, UInt128}) = checked_trunc_sint(Int16, check_top_bit(Int16, x))
toInt16(x::UInt8) = zext_int(Int16, x)
toInt16(x::Bool) = and_int(zext_int(Int16, x), trunc_int(Int16, 1))
Int16(x::BuiltinInts) = toInt16(x)::Int16
toInt32(x::Int32) = x
toInt32(x::Union{Int64, Int128}) = checked_trunc_sint(Int32, x)
toInt32(x::Union{Int8, Int16}) = sext_int(Int32, x)
toInt32(x::UInt32) = bitcast(Int32, check_top_bit(Int32, x))
toInt32(x::Union{UInt64, UInt128}) = checked_trunc_sint(Int32, check_top_bit(Int32, x))
toInt32(x::Union{UInt8, UInt16}) = zext_int(Int32, x)
toInt32(x::Bool) = and_int(zext_int(Int32, x), trunc_int(Int32, 1))
Int32(x::BuiltinInts) = toInt32(x)::Int32
toInt64(x::Int64) = x
toInt64(x::Int128) = checked_trunc_sint(Int64, x)
toInt64(x::Union{Int8, Int16, Int32}) = sext_int(Int64, x)
toInt64(x::UInt64) = bitcast(Int64, check_top_bit(Int64, x))
toInt64(x::UInt128) = checked_trunc_sint(Int64, check_top_bit(Int64, x))
toInt64(x::Union{UInt8, UInt16, UInt32}) = zext_int(Int64, x)
toInt64(x::Bool) = and_int(zext_int(Int64, x), bitcast(Int64, 1))
Int64(x::BuiltinInts) = toInt64(x)::Int64
toInt128(x::Int128) = x
toInt128(x::Union{Int8, Int16, Int32, Int64}) = sext_int(Int128, x)
toInt128(x::UInt128) = bitcast(Int128, check_top_bit(Int128, x))
toInt128(x::Union{UInt8, UInt16, UInt32, UInt64}) = zext_int(Int128, x)
toInt128(x::Bool) = and_int(zext_int(Int128, x), sext_int(Int128, 1))
Int128(x::BuiltinInts) = toInt128(x)::Int128
toUInt8(x::UInt8) = x
toUInt8(x::Union{Int16, Int32, Int64, Int128}) = checked_trunc_uint(UInt8, x)
toUInt8(x::Int8) = bitcast(UInt8, check_top_bit(UInt8, x))
toUInt8(x::Union{UInt16, UInt32, UInt64, UInt128}) = checked_trunc_uint(UInt8, x)
toUInt8(x::Bool) = and_int(bitcast(UInt8, x), trunc_int(UInt8, 1))
UInt8(x::BuiltinInts) = toUInt8(x)::UInt8
toUInt16(x::UInt16) = x
toUInt16(x::Union{Int32, Int64, Int128}) = checked_trunc_uint(UInt16, x)
toUInt16(x::Int8) = sext_int(UInt16, check_top_bit(UInt16, x))
toUInt16(x::Int16) = bitcast(UInt16, check_top_bit(UInt16, x))
toUInt16(x::Union{UInt32, UInt64, UInt128}) = checked_trunc_uint(UInt16, x)
toUInt16(x::UInt8) = zext_int(UInt16, x)
toUInt16(x::Bool) = and_int(zext_int(UInt16, x), trunc_int(UInt16, 1))
UInt16(x::BuiltinInts) = toUInt16(x)::UInt16
toUInt32(x::UInt32) = x
toUInt32(x::Union{Int64, Int128}) = checked_trunc_uint(UInt32, x)
toUInt32(x::Union{Int8, Int16}) = sext_int(UInt32, check_top_bit(UInt32, x))
toUInt32(x::Int32) = bitcast(UInt32, check_top_bit(UInt32, x))
toUInt32(x::Union{UInt64, UInt128}) = checked_trunc_uint(UInt32, x)
toUInt32(x::Union{UInt8, UInt16}) = zext_int(UInt32, x)
toUInt32(x::Bool) = and_int(zext_int(UInt32, x), trunc_int(UInt32, 1))
UInt32(x::BuiltinInts) = toUInt32(x)::UInt32
toUInt64(x::UInt64) = x
toUInt64(x::Int128) = checked_trunc_uint(UInt64, x)
toUInt64(x::Union{Int8, Int16, Int32}) = sext_int(UInt64, check_top_bit(UInt64, x))
toUInt64(x::Int64) = bitcast(UInt64, check_top_bit(UInt64, x))
toUInt64(x::UInt128) = checked_trunc_uint(UInt64, x)
toUInt64(x::Union{UInt8, UInt16, UInt32}) = zext_int(UInt64, x)
toUInt64(x::Bool) = and_int(zext_int(UInt64, x), bitcast(UInt64, 1))
UInt64(x::BuiltinInts) = toUInt64(x)::UInt64
toUInt128(x::UInt128) = x
toUInt128(x::Union{Int8, Int16, Int32, Int64}) = sext_int(UInt128, check_top_bit(UInt128, x))
toUInt128(x::Int128) = bitcast(UInt128, check_top_bit(UInt128, x))
toUInt128(x::Union{UInt8, UInt16, UInt32, UInt64}) = zext_int(UInt128, x)
toUInt128(x::Bool) = and_int(zext_int(UInt128, x), sext_int(UInt128, 1))
UInt128(x::BuiltinInts) = toUInt128(x)::UInt128

Signed(x::UInt8) = Int8(x)
Unsigned(x::Int8) = UInt8(x)
Signed(x::UInt16) = Int16(x)
Unsigned(x::Int16) = UInt16(x)
Signed(x::UInt32) = Int32(x)
Unsigned(x::Int32) = UInt32(x)
Signed(x::UInt64) = Int64(x)
Unsigned(x::Int64) = UInt64(x)
Signed(x::UInt128) = Int128(x)
Unsigned(x::Int128) = UInt128(x)
Signed(x::Union{Float32, Float64, Bool}) = Int(x)
Unsigned(x::Union{Float32, Float64, Bool}) = UInt(x)
Integer(x::Integer) = x
Integer(x::Union{Float32, Float64}) = Int(x)

# Macros that the front end puts in itself. Documentation is kept by Base once it is there.
macro __doc__(x)
    return Expr(:escape, Expr(:block, Expr(:meta, :doc), x))
end
atdoc = (source, mod, str, ex...) -> nfields(ex) === 0 ? nothing : Expr(:escape, getfield(ex, 1))
atdoc!(f) = global atdoc = f
macro doc(x...)
    return atdoc(__source__, __module__, x...)
end
macro cmd(s)
    return :(throw(ErrorException("commands are not supported")))
end
unescape(s::String) = s
macro int128_str(n)
    return :(ccall(:bk_parse_int128, Int128, (Any,), $n))
end
macro uint128_str(n)
    return :(ccall(:bk_parse_uint128, UInt128, (Any,), $n))
end
macro big_str(n)
    return Expr(:call, Expr(:., :Base, QuoteNode(:parse_big)), n)
end

# How a generated function makes its body: `gen` is called with static parameters and argument types.
mutable struct GeneratedFunctionStub
    gen
    argnames::Array{Any, 1}
    spnames::Union{Nothing, Array{Any, 1}}
    line::Int
    file::Symbol
    expand_early::Bool
end

# The nodes of lowered and typed code, under the name by which reflective code imports them.
baremodule IR
    using Core
    import Core: CodeInfo, MethodInstance, CodeInstance, SSAValue, SlotNumber, MethodTable, TypeName
    export CodeInfo, MethodInstance, CodeInstance, SSAValue, SlotNumber, MethodTable, TypeName
end

# The part of the compiler that programs may call. Inference knows `return_type` by name.
baremodule Compiler
    using Core
    return_type(Core.@nospecialize(f), Core.@nospecialize(t)) = ccall(:jl_return_type, Any, (Any, Any), f, t)
end

print(x::String) = ccall(:bk_write, Nothing, (Int, Any), 1, x)
