#=
Expressions as data, and the macros that need arrays to look into one. Symbols are made of strings here; `gensym`,
`macroexpand`, generated functions and `@static` too.
=#

Symbol(x::AbstractString) = Symbol(String(x))
Symbol(x...) = Symbol(string(x...))

gensym() = ccall(:jl_gensym, Ref{Symbol}, ())
gensym(s::String) = ccall(:jl_tagged_gensym, Ref{Symbol}, (Any,), s)
gensym(ss::String...) = map(gensym, ss)
gensym(s::Symbol) = gensym(string(s))
gensym(ss::Symbol...) = map(gensym, ss)

macro gensym(names...)
    blk = Expr(:block)
    for name in names
        push!(blk.args, :($(esc(name)) = gensym($(string(name)))))
    end
    push!(blk.args, :nothing)
    return blk
end

copy(e::Expr) = exarray_copy(e)
function exarray_copy(e::Expr)
    n = Expr(e.head)
    for arg in e.args
        push!(n.args, copy_exprs(arg))
    end
    return n
end
copy_exprs(@nospecialize(x)) = isa(x, Expr) ? exarray_copy(x) : x
==(x::Expr, y::Expr) = x.head === y.head && isequal(x.args, y.args)
==(x::QuoteNode, y::QuoteNode) = isequal(x.value, y.value)

"`macroexpand(m, x; recursive = true)`: the expression with its macro calls replaced by what they return in module `m`."
function macroexpand(m::Module, @nospecialize(x); recursive = true)
    if recursive
        ccall(:jl_macroexpand, Any, (Any, Any), x, m)
    else
        ccall(:jl_macroexpand1, Any, (Any, Any), x, m)
    end
end
macro macroexpand(code)
    return :(macroexpand($__module__, $(QuoteNode(code)), recursive = true))
end
macro macroexpand1(code)
    return :(macroexpand($__module__, $(QuoteNode(code)), recursive = false))
end

is_short_function_def(ex) = ex.head === :(=) && length(ex.args) == 2 && isexpr_call(ex.args[1])
function isexpr_call(@nospecialize(ex))
    isa(ex, Expr) || return false
    ex.head === :call && return true
    return (ex.head === :where || ex.head === :(::)) && isexpr_call(ex.args[1])
end
is_function_def(@nospecialize(ex)) = isa(ex, Expr) && (ex.head === :function || is_short_function_def(ex) || ex.head === :->)

# What begins a method's body can be found and put by these.
function pushmeta!(ex::Expr, sym::Symbol, args::Any...)
    tag = isempty(args) ? sym : Expr(sym, args...)
    found, metaex = findmeta(ex)
    found ? push!(metaex.args, tag) : pushfirst!(findbody!(ex).args, Expr(:meta, tag))
    return ex
end
function findbody!(ex::Expr)
    while ex.head === :macrocall || ex.head === :escape
        ex = ex.args[end]
    end
    is_function_def(ex) || ex.head === :block || error("cannot add a note to ", ex)
    ex.head === :block && return ex
    body = ex.args[2]
    isa(body, Expr) && body.head === :block || (body = ex.args[2] = Expr(:block, body))
    return body
end
function findmeta(ex::Expr)
    for arg in findbody!(ex).args
        isa(arg, Expr) && arg.head === :meta && return true, arg
    end
    return false, Expr(:block)
end

# `ex` without the nodes that only say where it stands.
remove_linenums!(@nospecialize ex) = ex
function remove_linenums!(ex::Expr)
    if ex.head === :block || ex.head === :quote
        filter!(x -> !(isa(x, LineNumberNode) || isa(x, Expr) && x.head === :line), ex.args)
    end
    for i in 1:length(ex.args)
        ex.head === :macrocall && i == 2 && continue
        remove_linenums!(ex.args[i])
    end
    return ex
end

"A definition whose body is computed, once for each combination of argument types, by the code given as its body."
macro generated(f)
    isa(f, Expr) || error("invalid syntax; @generated must be used with a function definition")
    if is_function_def(f)
        body = f.args[2]
        lno = isa(body, Expr) && body.head === :block && length(body.args) > 0 ? body.args[1] : LineNumberNode(0, :none)
        return Expr(:escape,
                    Expr(f.head, f.args[1],
                         Expr(:block,
                              lno,
                              Expr(:if, Expr(:generated),
                                   body,
                                   Expr(:block,
                                        Expr(:meta, :generated_only),
                                        Expr(:return, nothing))))))
    else
        error("invalid syntax; @generated must be used with a function definition")
    end
end

macro generated()
    return Expr(:generated)
end

"`@static if c … end`: the condition is evaluated when the macro is expanded, and only that branch remains."
macro static(ex)
    if isa(ex, Expr) && (ex.head === :if || ex.head === :elseif || ex.head === :&& || ex.head === :||)
        cond = Core.eval(__module__, ex.args[1])
        if xor(cond, ex.head === :||)
            return esc(ex.args[2])
        elseif length(ex.args) == 3
            branch = ex.args[3]
            if isa(branch, Expr) && branch.head === :elseif
                return esc(Expr(:macrocall, GlobalRef(Base, Symbol("@static")), __source__, Expr(:if, branch.args...)))
            end
            return esc(branch)
        elseif ex.head === :if || ex.head === :elseif
            return nothing
        else
            return esc(ex.args[1])
        end
    end
    throw(ArgumentError("invalid @static macro"))
end

macro polly(ex)
    return esc(ex)
end
macro fastmath(ex)
    return esc(ex)
end

"Names of another package's functions that give a warning: here `old` is defined as a call of `new`, quietly."
macro deprecate(old, new, ex = true)
    if isa(old, Symbol)
        return Expr(:toplevel, ex === true ? Expr(:export, esc(old)) : nothing, :($(esc(old))(args...) = $(esc(new))(args...)))
    end
    call = old
    while isa(call, Expr) && call.head === :where
        call = call.args[1]
    end
    return Expr(:toplevel, ex === true ? Expr(:export, esc(call.args[1])) : nothing, :($(esc(old)) = $(esc(new))))
end

macro __MODULE__()
    return __module__
end
macro __LINE__()
    return __source__.line
end
macro __FILE__()
    return string(something(__source__.file, "none"))
end
macro __DIR__()
    __source__.file === nothing && return nothing
    folder = dirname(String(__source__.file))
    return isempty(folder) ? pwd() : abspath(folder)
end

"`@NamedTuple{a::Int, b}`: the type of named tuples with these names and types."
macro NamedTuple(ex)
    isa(ex, Expr) && (ex.head === :braces || ex.head === :block) || throw(ArgumentError("@NamedTuple expects {...} or begin...end"))
    decls = filter(e -> !isa(e, LineNumberNode), ex.args)
    vars = Any[QuoteNode(isa(e, Symbol) ? e : e.args[1]) for e in decls]
    types = Any[esc(isa(e, Symbol) ? :Any : e.args[2]) for e in decls]
    return :(NamedTuple{($(vars...),), Tuple{$(types...)}})
end
