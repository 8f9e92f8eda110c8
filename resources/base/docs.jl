#=
Docstrings. `Core.@doc` leaves the definition as it is and keeps the text under the name that was documented; `@doc f`
gives it back.
=#

baremodule Docs
using Core, ..Base
const texts = Base.Dict{Base.Tuple{Base.Module, Base.Symbol}, Base.Any}()

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

function docm(source::LineNumberNode, mod::Module, ex)
    name = defined_name(ex)
    return :(Base.Docs.doc($mod, $(QuoteNode(name))))
end
function docm(source::LineNumberNode, mod::Module, text, def, define::Bool = true)
    name = defined_name(def)
    name === nothing || isa(text, AbstractString) && (texts[(mod, name)] = text)
    isa(def, Symbol) && return nothing
    return Expr(:escape, def)
end
function doc(mod::Module, name)
    name === nothing && return nothing
    haskey(texts, (mod, name)) && return texts[(mod, name)]
    owner = ccall(:bk_binding_owner, Any, (Any, Any), mod, name)
    haskey(texts, (owner, name)) && return texts[(owner, name)]
    for m in (Base, Core)
        haskey(texts, (m, name)) && return texts[(m, name)]
    end
    return Base.string("No documentation found for `", name, "`.")
end
end
Core.atdoc!(Docs.docm)
