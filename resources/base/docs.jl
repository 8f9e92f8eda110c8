#=
Docstrings. `Core.@doc` leaves the definition as it is and keeps the text under the name that was documented; `@doc f`
gives it back. Each module keeps the texts of what was documented in it, so that they are stored and loaded with it.
=#

baremodule Docs
using Core, ..Base
const META = Symbol("#docs")

has_texts(m::Module) = isdefined(m, META)
texts(m::Module) = getfield(m, META)::Base.Dict{Symbol, Any}
function document(m::Module, name::Symbol, @nospecialize(text))
    has_texts(m) || Core.eval(m, Expr(:const, Expr(:(=), META, Base.Dict{Symbol, Any}())))
    Base.setindex!(texts(m), text, name)
    return nothing
end

# The name that an expression defines, or nothing.
function defined_name(@nospecialize ex)
    while isa(ex, Expr)
        h = ex.head
        if h === :macrocall || h === :escape || h === :global || h === :local
            ex = ex.args[end]
        elseif h === :struct
            ex = ex.args[2]
        elseif h === :module
            return ex.args[2]
        elseif h === :.
            q = ex.args[2]
            ex = isa(q, QuoteNode) ? q.value : q
        elseif h === :block
            return nothing
        elseif isempty(ex.args)
            return nothing
        else
            ex = ex.args[1]
        end
    end
    return isa(ex, Symbol) ? ex : nothing
end

function docm(source::LineNumberNode, mod::Module, @nospecialize(ex))
    name = defined_name(ex)
    holder = isa(ex, Expr) && ex.head === :. ? Expr(:escape, ex.args[1]) : mod
    return :(Base.Docs.doc($holder, $(QuoteNode(name))))
end
function docm(source::LineNumberNode, mod::Module, @nospecialize(text), @nospecialize(def), define::Bool = true)
    name = defined_name(def)
    name === nothing || isa(text, AbstractString) && (document(mod, name, text))
    isa(def, Symbol) && return nothing
    return Expr(:escape, def)
end
function doc(mod, name)
    name === nothing && return nothing
    owner = isa(mod, Module) ? ccall(:bk_binding_owner, Any, (Any, Any), mod, name) : nothing
    for m in Core.svec(mod, owner, Base, Core)
        isa(m, Module) && has_texts(m) && Base.haskey(texts(m), name) && return texts(m)[name]
    end
    return Base.string("No documentation found for `", name, "`.")
end
end
Core.atdoc!(Docs.docm)
