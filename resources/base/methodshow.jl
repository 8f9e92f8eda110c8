#=
Methods and method instances as text: `f(x::Int64, y) in Main at file.jl:3`.
=#

# The name and the type that each argument of a method is declared with, as text; its type variables, file and line.
function arg_decl_parts(m::Method)
    tv = Any[]
    sig = m.sig
    io = IOBuffer()
    env = io
    while isa(sig, UnionAll)
        push!(tv, sig.var)
        env = IOContext(env, :unionall_env => sig.var)
        sig = sig.body
    end
    names = method_argnames(m)
    p = sig.parameters
    decls = Tuple{String, String}[]
    for i in 1:length(p)
        t = p[i]
        name = i <= length(names) ? string(names[i]) : ""
        (startswith(name, '#')) && (name = "")
        name == "_" && (name = "")
        text = sprint_in(env, isvarargtype(t) ? unwrap_unionall(t).parameters[1] : t)
        if isvarargtype(t)
            n = unwrap_unionall(t).parameters[2]
            if isa(n, TypeVar) && !(n in tv)
                push!(decls, (name, text == "Any" ? "..." : string(text, "...")))
            else
                push!(decls, (name, string("Vararg{", text, ",", sprint_in(env, n), "}")))
            end
        else
            push!(decls, (name, text == "Any" ? "" : text))
        end
    end
    return tv, decls, m.file, m.line
end
sprint_in(env, @nospecialize x) = (b = IOBuffer(); show(env isa IOContext ? IOContext(b, env.dict) : b, x); String(take!(b)))
method_argnames(m::Method) = ccall(:bk_method_argnames, Any, (Any,), m)::Vector{Symbol}

function show_method_params(io::IO, tv)
    isempty(tv) && return
    print(io, " where ")
    if length(tv) == 1
        show_bounded_var(io, tv[1])
    else
        print(io, "{")
        env = io
        for i in 1:length(tv)
            i > 1 && print(io, ", ")
            show_bounded_var(env, tv[i])
            env = IOContext(env, :unionall_env => tv[i])
        end
        print(io, "}")
    end
end

function show(io::IO, m::Method)
    tv, decls, file, line = arg_decl_parts(m)
    sig = unwrap_unionall(m.sig)
    show_method_callee(io, m, sig.parameters[1], decls)
    print(io, "(")
    for i in 2:length(decls)
        i > 2 && print(io, ", ")
        name, text = decls[i]
        if text == "..."
            print(io, name, "...")
        else
            print(io, name, isempty(text) ? (isempty(name) ? "::Any" : "") : string("::", text))
        end
    end
    kws = kwarg_decl(m)
    if !isempty(kws)
        print(io, "; ")
        join(io, kws, ", ")
    end
    print(io, ")")
    show_method_params(io, tv)
    print(io, " in ", m.module)
    line > 0 && print(io, " at ", file, ":", line)
    nothing
end
function show_method_callee(io::IO, m::Method, @nospecialize(ft), decls)
    if isa(ft, DataType) && ft <: Function && isempty(ft.parameters) && _isself(ft)
        show_sym(io, m.name, allow_macroname = true)
    elseif isa(ft, DataType) && ft.name === Type_typename && isa(ft.parameters[1], DataType)
        show(io, ft.parameters[1])
    else
        name, text = decls[1]
        print(io, "(", name == "" || name == "#self#" ? "" : name, "::", text, ")")
    end
end

function show(io::IO, ms::MethodList)
    n = length(ms)
    print(io, "# ", n, " method", n == 1 ? "" : "s", " for ")
    what = startswith(string(ms.mt.name), '@') ? "macro" : "generic function"
    print(io, what, " \"", ms.mt.name, "\":")
    i = 0
    for m in ms
        i += 1
        print(io, "\n[", i, "] ", m)
    end
    nothing
end
show(io::IO, ::MIME"text/plain", ms::MethodList) = show(io, ms)
show(io::IO, mt::Core.MethodTable) = print(io, "# methods of ", mt.name)

function show(io::IO, l::Core.MethodInstance)
    def = l.def
    if isa(def, Method)
        print(io, "MethodInstance for ")
        show_tuple_as_call(io, def.name, l.specTypes)
    else
        print(io, "Toplevel MethodInstance thunk")
    end
end
# `f(::Int64, ::Float64)` for a signature.
function show_tuple_as_call(io::IO, name::Symbol, @nospecialize(sig::Type))
    if sig === Tuple
        print(io, name, "(...)")
        return
    end
    tv = Any[]
    env_io = io
    while isa(sig, UnionAll)
        push!(tv, sig.var)
        env_io = IOContext(env_io, :unionall_env => sig.var)
        sig = sig.body
    end
    p = sig.parameters
    ft = p[1]
    uw = unwrap_unionall(ft)
    if isa(uw, DataType) && ft <: Function && isempty(uw.parameters) && _isself(uw)
        print(io, uw.name.mt.name)
    elseif isa(ft, DataType) && ft.name === Type_typename && !isa(ft.parameters[1], TypeVar)
        f = ft.parameters[1]
        isa(f, UnionAll) ? print(env_io, "(", f, ")") : print(env_io, f)
    elseif isa(uw, DataType) && ft <: Function && startswith(string(uw.name.name), "#")
        print(io, "(::")
        show(env_io, ft)
        print(io, ")")
    else
        print(env_io, "(::", ft, ")")
    end
    print(io, "(")
    for i in 2:length(p)
        i > 2 && print(io, ", ")
        print(io, "::")
        if isvarargtype(p[i])
            show(env_io, unwrap_unionall(p[i]).parameters[1])
            print(io, "...")
        else
            show(env_io, p[i])
        end
    end
    print(io, ")")
    show_method_params(io, tv)
    nothing
end
