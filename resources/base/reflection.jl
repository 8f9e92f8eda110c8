#=
Looking at modules, types, functions and the code that was made for them. Thin over the runtime: what a method table or
an inferred instance holds is the runtime's, here it gets names and defaults.
=#

# modules

"`nameof(m)`: the name of a module, type or function."
nameof(m::Module) = ccall(:jl_module_name, Ref{Symbol}, (Any,), m)
nameof(t::DataType) = t.name.name
nameof(t::UnionAll) = nameof(unwrap_unionall(t))::Symbol
function nameof(f::Function)
    t = typeof(f)
    return t.name.mt.name
end
"`parentmodule(x)`: the module in which a module, type, function or method was defined."
parentmodule(m::Module) = ccall(:jl_module_parent, Ref{Module}, (Any,), m)
parentmodule(t::DataType) = t.name.module
parentmodule(t::UnionAll) = parentmodule(unwrap_unionall(t))
parentmodule(f::Function) = parentmodule(typeof(f))
function parentmodule(@nospecialize(f), @nospecialize(types))
    m = methods(f, types)
    isempty(m) && error("no matching methods")
    return first(m).module
end
function moduleroot(m::Module)
    while true
        p = parentmodule(m)
        p === m && return m
        m = p
    end
end
function fullname(m::Module)
    mn = nameof(m)
    mp = parentmodule(m)
    (m === Main || m === Base || m === Core || mp === m) && return (mn,)
    return (fullname(mp)..., mn)
end
"`names(m; all = false, imported = false)`: the names that a module exports, or all."
names(m::Module; all::Bool = false, imported::Bool = false) = sort!(ccall(:jl_module_names, Array{Symbol, 1}, (Any, Bool, Bool), m, all, imported))
unsorted_names(m::Module; all::Bool = false, imported::Bool = false) = ccall(:jl_module_names, Array{Symbol, 1}, (Any, Bool, Bool), m, all, imported)
isconst(m::Module, s::Symbol) = ccall(:jl_is_const, Cint, (Any, Any), m, s) != 0
isbindingresolved(m::Module, s::Symbol) = ccall(:jl_binding_resolved_p, Cint, (Any, Any), m, s) != 0
binding_module(m::Module, s::Symbol) = ccall(:bk_binding_owner, Any, (Any, Any), m, s)
propertynames(m::Module) = names(m)

# fields

"`fieldname(T, i)`: the name of the `i`th field."
function fieldname(t::DataType, i::Integer)
    throw_not_def_field() = throw(ArgumentError("type does not have definite field names"))
    t.abstract && throw_not_def_field()
    names = _fieldnames(t)
    n_fields = length(names)::Int
    i > n_fields && throw(ArgumentError("Cannot access field $i since type $t only has $n_fields $(n_fields == 1 ? "field" : "fields")."))
    i < 1 && throw(ArgumentError("Field numbers must be positive integers. $i is invalid."))
    return names[i]::Symbol
end
fieldname(t::UnionAll, i::Integer) = fieldname(unwrap_unionall(t), i)
fieldname(t::Type{<:Tuple}, i::Integer) = i < 1 || i > fieldcount(t) ? throw(BoundsError(t, i)) : Int(i)
function _fieldnames(@nospecialize t)
    if t.name === NamedTuple_typename
        p = t.parameters[1]
        isa(p, Tuple) && return p
        throw(ArgumentError("type does not have definite field names"))
    end
    return t.name.names
end
const NamedTuple_typename = unwrap_unionall(NamedTuple).name
"`fieldnames(T)`: a tuple of the names of the fields."
fieldnames(t::DataType) = (fieldcount(t); t <: Tuple ? ntuple(i -> i, fieldcount(t)) : (_fieldnames(t)...,))
fieldnames(t::UnionAll) = fieldnames(unwrap_unionall(t))
fieldnames(t::Core.TypeofBottom) = throw(ArgumentError("The empty type does not have field names since it does not have instances."))
fieldnames(t::Type{<:Tuple}) = ntuple(identity, fieldcount(t))
function fieldindex(T::DataType, name::Symbol, err::Bool = true)
    names = _fieldnames(T)
    for i in 1:length(names)
        names[i] === name && return i
    end
    err && error("type $(nameof(T)) has no field $name")
    return 0
end
hasfield(T::Type, name::Symbol) = (@_pure_meta; fieldindex_of(T, name) > 0)
fieldindex_of(T::Type, name::Symbol) = fieldindex(unwrap_unionall(T), name, false)
fieldtypes(T::Type) = ntuple(i -> fieldtype(T, i), fieldcount(T))
fieldoffset(x::DataType, idx::Integer) = (@_pure_meta; Int(ccall(:jl_get_field_offset, Csize_t, (Any, Int), x, idx)))
"`fieldcount(T)`: how many fields an instance has."
function fieldcount(@nospecialize t)
    if t isa UnionAll || t isa Union
        t = argument_datatype(t)
        t === nothing && throw(ArgumentError("type does not have a definite number of fields"))
        t = t::DataType
    elseif t == Union{}
        throw(ArgumentError("The empty type does not have a well-defined number of fields since it does not have instances."))
    end
    t isa DataType || throw(TypeError(:fieldcount, DataType, t))
    if t.name === NamedTuple_typename
        names, types = t.parameters
        names isa Tuple && return length(names)
        types isa DataType && types <: Tuple && return fieldcount(types)
        throw(ArgumentError("type does not have a definite number of fields"))
    end
    if t.abstract || (t.name === Tuple.name && isvatuple(t))
        throw(ArgumentError("type does not have a definite number of fields"))
    end
    return isdefined(t, :types) ? length(t.types) : length(t.name.names)
end
argument_datatype(@nospecialize t) = (u = unwrap_unionall(t); u isa DataType ? u : nothing)
hasproperty(x, s::Symbol) = s in propertynames(x)
propertynames(x) = fieldnames(typeof(x))
propertynames(x, private) = propertynames(x)
datatype_alignment(dt::DataType) = Int(ccall(:bk_alignment, Int, (Any,), dt))
elsize(::Type{<:Array{T}}) where {T} = aligned_sizeof(T)
aligned_sizeof(T) = (@_pure_meta; isbitstype(T) ? Core.sizeof(T) : 8)

# kinds of types

isconcretetype(@nospecialize(t)) = (@_pure_meta; isa(t, DataType) && t.isconcretetype)
isabstracttype(@nospecialize(t)) = (@_pure_meta; t = unwrap_unionall(t); isa(t, DataType) && t.abstract)
isprimitivetype(@nospecialize(t)) = (@_pure_meta; t = unwrap_unionall(t); isa(t, DataType) && isconcretetype(t) && ccall(:bk_is_primitive, Bool, (Any,), t))
function isstructtype(@nospecialize(t))
    @_pure_meta
    t = unwrap_unionall(t)
    isa(t, DataType) || return false
    return !t.abstract && !ccall(:bk_is_primitive, Bool, (Any,), t)
end
isbitstype(@nospecialize(t)) = (@_pure_meta; isa(t, DataType) && t.isbitstype)
isbits(@nospecialize x) = (@_pure_meta; typeof(x).isbitstype)
isimmutable(@nospecialize(x)) = !typeof(x).mutable
ismutable(@nospecialize(x)) = typeof(x).mutable
isdispatchtuple(@nospecialize(t)) = (@_pure_meta; isa(t, DataType) && t.isdispatchtuple)
iskindtype(@nospecialize t) = (t === DataType || t === UnionAll || t === Union || t === typeof(Bottom))
isconcretedispatch(@nospecialize t) = isconcretetype(t) && !iskindtype(t)
issingletontype(@nospecialize(t)) = (@_pure_meta; isa(t, DataType) && isdefined(t, :instance))
typeintersect(@nospecialize(a), @nospecialize(b)) = (@_pure_meta; ccall(:jl_type_intersection, Any, (Any, Any), a, b))
instances(T::Type) = throw(MethodError(instances, (T,)))
"`subtypes(T)`: the types declared directly below `T`, by name."
subtypes(@nospecialize T) = ccall(:bk_subtypes, Any, (Any,), T)::Vector{Any}
supertypes(@nospecialize T) = T === Any ? (Any,) : (T, supertypes(supertype(T))...)
type_depth(@nospecialize(t)) = ccall(:bk_type_depth, Int, (Any,), t)

# methods

signature_type(@nospecialize(f), @nospecialize(args)) = begin
    ft = isa(f, Type) ? Type{f} : typeof(f)
    if isa(args, Type)
        u = unwrap_unionall(args)
        return rewrap_unionall(Tuple{ft, u.parameters...}, args)
    end
    return Tuple{ft, args...}
end
to_tuple_type(@nospecialize(t)) = (isa(t, Tuple) || isa(t, AbstractArray) || isa(t, Core.SimpleVector)) ? Tuple{t...} :
    isa(t, Type) && t <: Tuple ? t : error("argument tuple type must contain only types")

get_world_counter() = ccall(:jl_get_world_counter, UInt, ())

"The methods of a function, as `methods` gives them."
mutable struct MethodList
    ms::Array{Method, 1}
    mt::Core.MethodTable
end
length(m::MethodList) = length(m.ms)
isempty(m::MethodList) = isempty(m.ms)
iterate(m::MethodList, s...) = iterate(m.ms, s...)
eltype(::Type{MethodList}) = Method
getindex(m::MethodList, i::Integer) = m.ms[i]
firstindex(m::MethodList) = 1
lastindex(m::MethodList) = length(m.ms)
keys(m::MethodList) = keys(m.ms)

# Matches of a signature: vectors (intersection, static parameters, method).
_methods(@nospecialize(f), @nospecialize(t), lim::Int, world::UInt) = _methods_by_ftype(signature_type(f, t), lim, world)
_methods_by_ftype(@nospecialize(t), lim::Int, world::UInt) = ccall(:jl_matching_methods, Any, (Any, Int, Bool, UInt), t, lim, false, world)

"`methods(f, [types])`: the methods of `f`, those first that are more specific."
function methods(@nospecialize(f), @nospecialize(t))
    t = to_tuple_type(t)
    world = typemax(UInt)
    return MethodList(Method[m[3] for m in _methods(f, t, -1, world)], typeof(f).name.mt)
end
methods(@nospecialize(f)) = methods(f, Tuple{Vararg{Any}})
function methods_including_ambiguous(@nospecialize(f), @nospecialize(t))
    return methods(f, t)
end

"`which(f, types)`: the method that a call with arguments of these types runs."
function which(@nospecialize(f), @nospecialize(t))
    f isa Core.Builtin && throw(ArgumentError("argument is not a generic function"))
    t = to_tuple_type(t)
    return which(signature_type(f, t))
end
function which(@nospecialize(tt::Type))
    m = ccall(:jl_gf_invoke_lookup, Any, (Any, UInt), tt, typemax(UInt))
    m === nothing && error("no unique matching method found for the specified argument types")
    return m::Method
end
which(m::Module, s::Symbol) = binding_module(m, s)

"`hasmethod(f, types)`: whether a call with arguments of these types finds a method."
function hasmethod(@nospecialize(f), @nospecialize(t); world = typemax(UInt))
    t = to_tuple_type(t)
    t = signature_type(f, t)
    return ccall(:jl_has_method, Bool, (Any, UInt), t, world)
end
function hasmethod(@nospecialize(f), @nospecialize(t), kwnames::Tuple{Vararg{Symbol}}; world = typemax(UInt))
    hasmethod(f, t; world = world) || return false
    isempty(kwnames) && return true
    kws = kwarg_decl(which(f, t))
    for kw in kws
        endswith(string(kw), "...") && return true
    end
    return issubset(kwnames, kws)
end
kwarg_decl(m::Method, kwtype = nothing) = ccall(:bk_method_keywords, Any, (Any,), m)::Vector{Symbol}

"`Base.delete_method(m)`: calls no longer find this method."
delete_method(m::Method) = ccall(:jl_method_table_disable, Cvoid, (Any, Any), get_methodtable(m), m)
get_methodtable(m::Method) = ccall(:jl_method_table_for, Any, (Any,), m.sig)
isambiguous(m1::Method, m2::Method; ambiguous_bottom::Bool = false) = ccall(:bk_is_ambiguous, Bool, (Any, Any, Bool), m1, m2, ambiguous_bottom)
morespecific(@nospecialize(a), @nospecialize(b)) = ccall(:jl_type_morespecific, Cint, (Any, Any), a, b) != 0
function_name(f) = nameof(f)
functionloc(m::Method) = (string(m.file), Int(m.line))
functionloc(@nospecialize(f), @nospecialize(types)) = functionloc(which(f, types))
function functionloc(@nospecialize(f))
    mt = methods(f)
    isempty(mt) && error("function has no definitions")
    length(mt) == 1 || error("function has multiple methods; please specify a type signature")
    return functionloc(first(mt))
end

# code

"`code_lowered(f, types)`: the lowered code of the matching methods."
function code_lowered(@nospecialize(f), @nospecialize(t = Tuple); generated::Bool = true, debuginfo::Symbol = :default)
    return Core.CodeInfo[ccall(:bk_lowered_code, Any, (Any,), m[3]) for m in _methods(f, to_tuple_type(t), -1, get_world_counter())]
end
"Inferred code; it shows as the compiler prints it."
struct TypedCode
    text::String
end
show(io::IO, code::TypedCode) = print(io, code.text)
show(io::IO, code::Core.CodeInfo) = print(io, ccall(:bk_code_text, Ref{String}, (Any,), code))

"`code_typed(f, types; optimize = true)`: pairs of inferred code and return type."
function code_typed(@nospecialize(f), @nospecialize(types = Tuple); optimize::Bool = true, debuginfo::Symbol = :default, world::UInt = get_world_counter())
    found = ccall(:bk_code_typed, Any, (Any, Bool, UInt), signature_type(f, to_tuple_type(types)), optimize, world)::Vector{Any}
    return Any[TypedCode(code[1]) => code[2] for code in found]
end
"`Base.return_types(f, types)`: what the matching methods return, as inferred."
function return_types(@nospecialize(f), @nospecialize(types = Tuple))
    ccall(:jl_is_in_pure_context, Bool, ()) && error("code reflection cannot be used from generated functions")
    return ccall(:bk_return_types, Any, (Any, UInt), signature_type(f, to_tuple_type(types)), get_world_counter())::Vector{Any}
end
function code_warntype(io::IO, @nospecialize(f), @nospecialize(t); debuginfo::Symbol = :default, optimize::Bool = false)
    print(io, ccall(:bk_code_warntype, Any, (Any, Bool), signature_type(f, to_tuple_type(t)), optimize)::String)
end
code_warntype(@nospecialize(f), @nospecialize(t); kw...) = code_warntype(stdout, f, t; kw...)
"`code_native(f, types)`: what is run, which here is bytecode."
code_native(io::IO, @nospecialize(f), @nospecialize(t)) = print(io, ccall(:bk_code_native, Any, (Any,), signature_type(f, to_tuple_type(t)))::String)
code_native(@nospecialize(f), @nospecialize(t)) = code_native(stdout, f, t)

"`precompile(f, types)`: infers and generates code for this signature; whether that was possible."
function precompile(@nospecialize(f), args::Tuple)
    ccall(:jl_compile_hint, Int32, (Any,), signature_type(f, args)) != 0
end
precompile(@nospecialize(argt::Type)) = ccall(:jl_compile_hint, Int32, (Any,), argt) != 0

# macros that ask for the call they are given

function _typed_call(fcn, ex0)
    if isa(ex0, Expr)
        if ex0.head === :call
            if any(a -> isa(a, Expr) && (a.head === :parameters || a.head === :kw), ex0.args)
                error("calls with keyword arguments are not supported here")
            end
            return Expr(:call, fcn, esc(ex0.args[1]), :(typesof($(map(esc, ex0.args[2:end])...))))
        elseif ex0.head === :ref
            return Expr(:call, fcn, :getindex, :(typesof($(map(esc, ex0.args)...))))
        elseif ex0.head === :. && !isa(ex0.args[2], Expr)
            return Expr(:call, fcn, :getproperty, :(typesof($(map(esc, ex0.args)...))))
        elseif ex0.head === :macrocall
            return Expr(:call, fcn, esc(ex0.args[1]), :(Tuple{LineNumberNode, Module, $(map(a -> Core.Typeof(a), ex0.args[3:end])...)}))
        end
    end
    error("expression is not a function call")
end
typesof(args...) = Tuple{Any[Core.Typeof(a) for a in args]...}
_first(x) = x[1]
macro which(ex)
    isa(ex, Symbol) && return :(which($__module__, $(QuoteNode(ex))))
    return _typed_call(:which, ex)
end
macro functionloc(ex)
    return _typed_call(:functionloc, ex)
end
macro code_lowered(exs...)
    return Expr(:call, :_first, _typed_call(:code_lowered, exs[end]))
end
macro code_typed(exs...)
    call = _typed_call(:code_typed, exs[end])
    for ex in exs[1:end - 1]
        push!(call.args, Expr(:kw, ex.args[1], esc(ex.args[2])))
    end
    return Expr(:call, :_first, call)
end
macro code_native(exs...)
    return _typed_call(:code_native, exs[end])
end
macro code_warntype(exs...)
    return _typed_call(:code_warntype, exs[end])
end
