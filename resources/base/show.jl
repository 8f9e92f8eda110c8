#=
How values are shown: numbers, symbols, tuples, pairs, structs, functions, types and modules, and the plumbing of
`display` and MIME types. Arrays and dictionaries are shown by arrayshow.jl, expressions by showexpr.jl.
=#

# MIME types

MIME(s) = MIME{Symbol(s)}()
show(io::IO, ::MIME{mime}) where {mime} = print(io, "MIME type ", string(mime))
print(io::IO, ::MIME{mime}) where {mime} = print(io, mime)
istextmime(m::MIME) = startswith(string(m), "text/")
istextmime(m::AbstractString) = istextmime(MIME(m))
showable(::MIME{mime}, @nospecialize x) where {mime} = hasmethod(show, Tuple{IO, MIME{mime}, typeof(x)})
showable(m::AbstractString, @nospecialize x) = showable(MIME(m), x)
show(io::IO, ::MIME"text/plain", x) = show(io, x)
show(io::IO, m::AbstractString, x) = show(io, MIME(m), x)
repr(m::MIME, x; context = nothing) = sprint(show, m, x; context = context)
repr(m::AbstractString, x; context = nothing) = repr(MIME(m), x; context = context)

struct TextDisplay <: AbstractDisplay
    io::IO
end
display(d::TextDisplay, M::MIME"text/plain", @nospecialize x) = (show(d.io, M, x); println(d.io))
display(d::TextDisplay, @nospecialize x) = display(d, MIME"text/plain"(), x)
display(mime::AbstractString, @nospecialize x) = display(MIME(mime), x)
display(mime::MIME, @nospecialize x) = (show(stdout, mime, x); println(stdout))
display(@nospecialize x) = display(TextDisplay(stdout), x)
displayable(mime) = istextmime(mime)
redisplay(args...) = display(args...)

# any value

show(x) = show(stdout::IO, x)
show(io::IO, @nospecialize(x)) = show_default(io, x)
show_default(io::IO, @nospecialize(x)) = _show_default(io, inferencebarrier(x))
function _show_default(io::IO, @nospecialize(x))
    t = typeof(x)
    show(io, inferencebarrier(t))
    print(io, '(')
    nf = nfields(x)
    nb = sizeof(x)
    if nf != 0 || nb == 0
        if !show_circular(io, x)
            recur_io = IOContext(io, Pair{Symbol, Any}(:SHOWN_SET, x), Pair{Symbol, Any}(:typeinfo, Any))
            for i in 1:nf
                f = fieldname(t, i)
                if !isdefined(x, f)
                    print(io, undef_ref_str)
                else
                    show(recur_io, getfield(x, i))
                end
                if i < nf
                    print(io, ", ")
                end
            end
        end
    else
        print(io, "0x")
        bits = bitstring_hex(x)
        print(io, bits)
    end
    print(io, ')')
end
bitstring_hex(@nospecialize x) = ccall(:bk_bits_hex, Ref{String}, (Any,), x)
inferencebarrier(@nospecialize x) = ccall(:bk_barrier, Any, (Any,), x)
const undef_ref_str = "#undef"

function show_circular(io::IO, @nospecialize(x))
    d = 1
    for (k, v) in ioproperties(io)
        if k === :SHOWN_SET
            if v === x
                print(io, "#= circular reference @-$d =#")
                return true
            end
            d += 1
        end
    end
    return false
end
show_circular(io::IOContext, @nospecialize(x)) = invoke(show_circular, Tuple{IO, Any}, io, x)

show(io::IO, ::Nothing) = print(io, "nothing")
print(io::IO, ::Nothing) = print(io, "nothing")
show(io::IO, b::Bool) = print(io, get(io, :typeinfo, Any) === Bool ? (b ? "1" : "0") : (b ? "true" : "false"))
show(io::IO, n::Signed) = (write(io, string(n)); nothing)
show(io::IO, n::Unsigned) = print(io, "0x", string(n, pad = sizeof(n) << 1, base = 16))
print(io::IO, n::Unsigned) = print(io, string(n))
show(io::IO, v::Core.SimpleVector) = show_delim_array(io, v, "svec(", ',', ')', false)
show(io::IO, ::Missing) = print(io, "missing")
show(io::IO, ::UndefInitializer) = print(io, "UndefInitializer()")
show(io::IO, ::MIME"text/plain", u::UndefInitializer) = (show(io, u); print(io, ": array initializer with undefined values"))
show(io::IO, p::Ptr) = print(io, typeof(p), " @0x", string(UInt(p), base = 16, pad = 16))

# floats: the shortest digits that read back as the same value
function show(io::IO, x::T, forceuntyped::Bool = false, fromprint::Bool = false) where {T <: IEEEFloat}
    typed = !forceuntyped && !(get(io, :typeinfo, Any) === T)
    print(io, _float_text(x, get(io, :compact, false)::Bool, typed && !fromprint))
    return nothing
end
print(io::IO, x::Union{Float16, Float32}) = show(io, x, true, true)
print(io::IO, x::Float64) = (write(io, get(io, :compact, false)::Bool ? _float_text(x, true, false) : string(x)); nothing)
string(x::T) where {T <: IEEEFloat} = _float_text(x, false, false)
_float_text(x::Float64, compact::Bool, typed::Bool) = ccall(:bk_print_float64, Ref{String}, (Float64, Bool), x, compact)
_float_text(x::Float32, compact::Bool, typed::Bool) = ccall(:bk_print_float32, Ref{String}, (Float32, Bool, Bool), x, compact, typed)
_float_text(x::Float16, compact::Bool, typed::Bool) = ccall(:bk_print_float16, Ref{String}, (Float16, Bool, Bool), x, compact, typed)

# pairs and tuples

function show(io::IO, p::Pair)
    isdelimited(io, p) && return show_pair_typed(io, p)
    show_pair_parts(io, p)
end
isdelimited(io::IO, p::Pair) = !(get(io, :typeinfo, Any) === typeof(p) || has_tight_type(p))
has_tight_type(p::Pair) = typeof(p.first) == typeof(p).parameters[1] && typeof(p.second) == typeof(p).parameters[2]
show_pair_typed(io::IO, p::Pair) = show_default(IOContext(io, :typeinfo => Any), p)
function show_pair_parts(io::IO, p::Pair)
    types = gettypeinfos(io, p)
    for i = (1, 2)
        io_i = IOContext(io, :typeinfo => types[i])
        delimit = p[i] isa Pair
        delimit && print(io, '(')
        show(io_i, p[i])
        delimit && print(io, ')')
        i == 1 && print(io, get(io, :compact, false) ? "=>" : " => ")
    end
end
function gettypeinfos(io::IO, p::Pair)
    typeinfo = get(io, :typeinfo, Any)
    p isa typeinfo <: Pair ? fieldtype(typeinfo, 1) => fieldtype(typeinfo, 2) : Any => Any
end

function show_delim_array(io::IO, @nospecialize(itr), op, delim, cl, delim_one, i1 = 1, n = typemax(Int))
    print(io, op)
    if !show_circular(io, itr)
        recur_io = IOContext(io, :SHOWN_SET => itr)
        y = iterate(itr)
        first = true
        i0 = i1 - 1
        while i1 > 1 && y !== nothing
            y = iterate(itr, y[2])
            i1 -= 1
        end
        if y !== nothing
            typeinfo = get(io, :typeinfo, Any)
            while true
                x = y[1]
                y = iterate(itr, y[2])
                show(IOContext(recur_io, :typeinfo => itr isa typeinfo <: Tuple ? fieldtype(typeinfo, i1 + i0) : typeinfo), x)
                i1 += 1
                if y === nothing || i1 > n
                    delim_one && first && print(io, delim)
                    break
                end
                first = false
                print(io, delim)
                print(io, ' ')
            end
        end
    end
    print(io, cl)
end
show(io::IO, t::Tuple) = show_delim_array(io, t, '(', ',', ')', true)
function show(io::IO, t::NamedTuple)
    n = nfields(t)
    for i = 1:n
        # a field that only a default constructor could have left out
        isdefined(t, i) || return show_default(io, t)
    end
    if n == 0
        print(io, "NamedTuple()")
    else
        typeinfo = get(io, :typeinfo, Any)
        print(io, "(")
        for i = 1:n
            print(io, fieldname(typeof(t), i), " = ")
            show(IOContext(io, :typeinfo => t isa typeinfo <: NamedTuple ? fieldtype(typeinfo, i) : Any), getfield(t, i))
            if n == 1
                print(io, ",")
            elseif i < n
                print(io, ", ")
            end
        end
        print(io, ")")
    end
end

# symbols, functions and modules

function show(io::IO, sym::Symbol)
    if isidentifier_or_operator(sym)
        print(io, ':', sym)
    else
        print(io, "Symbol(", repr(string(sym)), ")")
    end
end
print(io::IO, s::Symbol) = (write(io, s); nothing)

show(io::IO, m::Module) = is_root_module(m) ? print(io, nameof(m)) : print_fullname(io, m)
is_root_module(m::Module) = parentmodule(m) === m || m === Main || m === Base || m === Core || parentmodule(m) === Base && false
function print_fullname(io::IO, m::Module)
    mp = parentmodule(m)
    if m === Main || m === Base || m === Core || mp === m
        print(io, nameof(m))
    else
        print_fullname(io, mp)
        print(io, '.', nameof(m))
    end
end

show(io::IO, f::Core.IntrinsicFunction) = print(io, "Core.Intrinsics.", ccall(:bk_intrinsic_name, Any, (Any,), f))
print(io::IO, f::Core.IntrinsicFunction) = show(io, f)
show(io::IO, f::Function) = show_function(io, f, get(io, :compact, false)::Bool)
print(io::IO, f::Function) = show_function(io, f, true)
function show_function(io::IO, f::Function, compact::Bool)
    mt = typeof(f).name.mt
    if !isdefined(mt, :module)
        show_default(io, f)
    elseif compact
        print(io, mt.name)
    elseif isdefined(mt.module, mt.name) && getfield(mt.module, mt.name) === f
        if is_exported_from_stdlib(mt.name, mt.module) || mt.module === Main
            print(io, mt.name)
        else
            print(io, mt.module, ".", mt.name)
        end
    else
        show_default(io, f)
    end
end
function show(io::IO, ::MIME"text/plain", f::Function)
    get(io, :compact, false) && return show(io, f)
    ft = typeof(f)
    mt = ft.name.mt
    if isa(f, Core.IntrinsicFunction)
        show(io, f)
        print(io, " (intrinsic function)")
    elseif isa(f, Core.Builtin)
        print(io, mt.name, " (built-in function)")
    else
        name = mt.name
        isself = isdefined(ft.name.module, name) && ft == typeof(getfield(ft.name.module, name))
        n = length(methods(f))
        m = n == 1 ? "method" : "methods"
        sname = string(name)
        ns = (isself || '#' in sname) ? sname : string("(::", ft, ")")
        what = startswith(ns, '@') ? "macro" : "generic function"
        print(io, ns, " (", what, " with $n $m)")
    end
end
# A name as it would be written: with `var"…"` if it is no identifier.
function show_sym(io::IO, sym::Symbol; allow_macroname = false)
    if isidentifier(sym) || isoperator(sym)
        print(io, sym)
    elseif allow_macroname && (sym_str = string(sym); startswith(sym_str, '@'))
        print(io, '@')
        show_sym(io, Symbol(sym_str[2:end]))
    else
        print(io, "var", repr(string(sym)))
    end
end
isidentifier(s::AbstractString) = ccall(:bk_is_identifier, Bool, (Any,), String(s))
isidentifier(s::Symbol) = isidentifier(string(s))
isoperator(s::Union{Symbol, AbstractString}) = ccall(:bk_is_operator, Bool, (Any,), String(s))
isidentifier_or_operator(s::Symbol) = isidentifier(s) || isoperator(s) && s !== Symbol("'")

is_exported_from_stdlib(name::Symbol, mod) =
    (mod === Base || mod === Core) && isexported(mod, name) || mod === Core && isexported(Base, name) || mod === Main
isexported(m::Module, s::Symbol) = ccall(:jl_module_exports_p, Cint, (Any, Any), m, s) != 0
isdeprecated(m::Module, s::Symbol) = false

# types

show(io::IO, ::Core.TypeofBottom) = print(io, "Union{}")
show(io::IO, ::MIME"text/plain", ::Core.TypeofBottom) = print(io, "Union{}")
function show(io::IO, @nospecialize(x::Type))
    if x isa DataType
        show_datatype(io, x)
        return
    elseif x isa Union
        print(io, "Union")
        show_delim_array(io, uniontypes(x), '{', ',', '}', false)
        return
    end
    x = x::UnionAll
    if is_type_alias_like(x)
        return show(io, unwrap_unionall(x).name)
    end
    show_where(io, x)
end
# `Array` for `Array{T,N} where N where T`: a name alone, if nothing is bound in it.
function is_type_alias_like(@nospecialize x)
    body = unwrap_unionall(x)
    return isa(body, DataType) && x === body.name.wrapper
end
function show_where(io::IO, x::UnionAll)
    if x.var.name === :_ || io_has_tvar_name(io, x.var.name, x)
        counter = 1
        while true
            newname = Symbol(x.var.name, counter)
            if !io_has_tvar_name(io, newname, x)
                newtv = TypeVar(newname, x.var.lb, x.var.ub)
                x = UnionAll(newtv, x{newtv})
                break
            end
            counter += 1
        end
    end
    show(IOContext(io, :unionall_env => x.var), x.body)
    print(io, " where ")
    show_bounded_var(io, x.var)
end
function io_has_tvar_name(io::IO, name::Symbol, @nospecialize(x))
    for (k, v) in ioproperties(io)
        k === :unionall_env && v isa TypeVar && v.name === name && has_typevar(x, v) && return true
    end
    return false
end
has_typevar(@nospecialize(t), v::TypeVar) = ccall(:jl_has_typevar, Cint, (Any, Any), t, v) != 0

show_delim_array(io::IO, v::Vector{Any}, op, delim, cl, delim_one, i1, n, tight::Bool) = begin
    print(io, op)
    for i in 1:length(v)
        i > 1 && print(io, delim)
        show(io, v[i])
    end
    print(io, cl)
end
uniontypes(@nospecialize(x)) = _uniontypes(x, Any[])
_uniontypes(@nospecialize(x), ts) = x isa Union ? (_uniontypes(x.a, ts); _uniontypes(x.b, ts)) : (x === Union{} || push!(ts, x); ts)

show_type_name(io::IO, tn::Core.TypeName) = begin
    if tn === UnionAll.name
        return print(io, "UnionAll")
    end
    globname = isdefined(tn, :mt) ? tn.mt.name : nothing
    globfunc = false
    if globname !== nothing
        globname_str = string(globname)
        if '#' ∉ globname_str && '@' ∉ globname_str && isdefined(tn, :module) &&
                isdefined(tn.module, globname) && isconcretetype(tn.wrapper) && isa(getfield(tn.module, globname), tn.wrapper)
            globfunc = true
        end
    end
    sym = (globfunc ? globname : tn.name)::Symbol
    if globfunc
        print(io, "typeof(")
    end
    if isdefined(tn, :module) && !(is_exported_from_stdlib(sym, tn.module) || isvisible(sym, tn.module, get(io, :module, Main)))
        show(io, tn.module)
        print(io, ".")
        if globfunc && !is_id_start_like(sym)
            print(io, ':')
        end
    end
    show_sym(io, sym)
    globfunc && print(io, ")")
    nothing
end
is_id_start_like(s::Symbol) = isidentifier(s)
show(io::IO, tn::Core.TypeName) = show_type_name(io, tn)
isvisible(sym::Symbol, parent::Module, from::Module) =
    isdefined(from, sym) && ccall(:bk_binding_owner, Any, (Any, Any), from, sym) === ccall(:bk_binding_owner, Any, (Any, Any), parent, sym)

function show_datatype(io::IO, @nospecialize(x::DataType))
    istuple = x.name === Tuple.name
    n = length(x.parameters)
    if istuple && n > 3 && all_same_parameter(x)
        print(io, "NTuple{", n, ',')
        show(io, x.parameters[1])
        print(io, '}')
    elseif x.name === Vararg_name && false
        nothing
    else
        show_type_name(io, x.name)
        if (n > 0 || istuple) && x !== Tuple
            print(io, '{')
            for i in 1:n
                i > 1 && print(io, ',')
                show_type_parameter(io, x.parameters[i])
            end
            print(io, '}')
        end
    end
end
show_type_parameter(io::IO, @nospecialize p) = p isa TypeVar || p isa Type ? show(io, p) : show(IOContext(io, :typeinfo => Any), p)
function all_same_parameter(@nospecialize(x::DataType))
    p = x.parameters
    for i in 2:length(p)
        p[i] === p[1] || return false
    end
    return true
end
const Vararg_name = unwrap_unionall(Vararg).name

function show(io::IO, tv::TypeVar)
    # a variable that a surrounding `where` names already is shown by name only
    for (k, v) in ioproperties(io)
        k === :unionall_env && v === tv && return show_sym(io, tv.name)
    end
    show_bounded_var(io, tv)
end
function show_bounded_var(io::IO, tv::TypeVar)
    function show_bound(io::IO, @nospecialize(b))
        parens = isa(b, UnionAll)
        parens && print(io, "(")
        show(io, b)
        parens && print(io, ")")
    end
    lb, ub = tv.lb, tv.ub
    if lb !== Bottom
        if ub === Any
            show_sym(io, tv.name)
            print(io, ">:")
            show_bound(io, lb)
        else
            show_bound(io, lb)
            print(io, "<:")
            show_sym(io, tv.name)
        end
    else
        show_sym(io, tv.name)
    end
    if ub !== Any
        print(io, "<:")
        show_bound(io, ub)
    end
    nothing
end

# the value of a variable, for people
macro show(exs...)
    blk = Expr(:block)
    for ex in exs
        push!(blk.args, :(println($(sprint(show_unquoted, ex) * " = "), repr(begin local value = $(esc(ex)) end))))
    end
    isempty(exs) || push!(blk.args, :value)
    return blk
end

"`dump(x; maxdepth = 8)`: every part of a value, with its type."
dump(arg; maxdepth = 8) = dump(IOContext(stdout, :limit => true), arg; maxdepth = maxdepth)
dump(io::IO, @nospecialize(x); maxdepth = 8) = (dump(io, x, maxdepth, ""); println(io))
function dump(io::IO, @nospecialize(x), n::Int, indent)
    if x isa String
        print(io, "String ")
        show(io, x)
    elseif x isa Symbol
        print(io, "Symbol ", x)
    elseif x isa Function
        print(io, x, " (function of type ", typeof(x), ")")
    elseif x isa DataType
        print(io, x)
        x === Any || print(io, " <: ", supertype(x))
        if n > 0 && !(x <: Tuple) && !isabstracttype(x)
            for i in 1:fieldcount(x)
                print(io, "\n", indent, "  ", fieldname(x, i), "::", fieldtype(x, i))
            end
        end
    elseif x isa UnionAll
        print(io, "UnionAll\n", indent, "  var: TypeVar\n", indent, "    name: Symbol ", x.var.name, "\n", indent, "    lb: ", x.var.lb, "\n", indent, "    ub: ")
        dump(io, x.var.ub, 0, "")
        print(io, "\n", indent, "  body: ")
        dump(io, x.body, n - 1, string(indent, "  "))
    elseif x isa Type
        print(io, x)
    elseif x isa AbstractArray
        x isa Array ? print(io, "Array{", eltype(x), "}(", size(x), ")") : print(io, typeof(x))
        if n > 0 && !isempty(x)
            if eltype(x) <: Number
                print(io, " ")
                show(IOContext(io, :limit => true), x)
            else
                for i in 1:min(length(x), 10)
                    print(io, "\n", indent, "  ", i, ": ")
                    isassigned(x, i) ? dump(io, x[i], n - 1, string(indent, "  ")) : print(io, undef_ref_str)
                end
            end
        end
    else
        T = typeof(x)
        nf = nfields(x)
        print(io, T)
        if nf == 0
            Core.sizeof(x) == 0 || (print(io, " "); show(io, x))
        elseif n > 0
            for i in 1:nf
                print(io, "\n", indent, "  ", x isa Tuple ? i : fieldname(T, i), ": ")
                isdefined(x, i) ? dump(io, getfield(x, i), n - 1, string(indent, "  ")) : print(io, undef_ref_str)
            end
        end
    end
    nothing
end

"`summary(x)`: its type; of an array also the size."
summary(io::IO, x) = print(io, typeof(x))
summary(x) = sprint(summary, x)
summary(io::IO, t::Tuple) = print(io, typeof(t))

function printstyled(io::IO, msg...; bold::Bool = false, color::Union{Int, Symbol} = :normal)
    print(io, msg...)
end
printstyled(msg...; bold::Bool = false, color::Union{Int, Symbol} = :normal) = printstyled(stdout, msg...; bold = bold, color = color)
