#=
The package Reexport: `@reexport using A` exports again what `A` exports. The block forms `@reexport begin ... end` and `@reexport module ... end`
are taken too.
=#
module Reexport

export @reexport

"`@reexport using A, B: x`: uses them, and exports what they export (`A`) or what is named (`x`)."
macro reexport(ex::Expr)
    return esc(reexport(__module__, ex))
end

function reexport(m::Module, ex::Expr)
    ex = macroexpand(m, ex)
    if ex.head === :block
        return Expr(:block, map(part -> isa(part, Expr) ? reexport(m, part) : part, ex.args)...)
    elseif ex.head === :module
        name = ex.args[2]
        return Expr(:toplevel, ex, :(using .$name), exporting(m, Any[Expr(:., :., name)]))
    elseif ex.head === :import || ex.head === :using
        head = ex.args[1]
        if isa(head, Expr) && head.head === :(:)
            names = map(renamed, head.args[2:end])
            return Expr(:toplevel, ex, Expr(:export, names...))
        end
        ex.head === :import && return Expr(:toplevel, ex, Expr(:export, map(renamed, ex.args)...))
        return Expr(:toplevel, ex, exporting(m, ex.args))
    end
    error("@reexport: syntax error")
end

# The name that a clause of an import gives.
renamed(clause::Expr) = clause.head === :as ? clause.args[2] : clause.args[end]
exporting(m::Module, paths) = Expr(:toplevel, map(path -> :($export_names($m, $(found(path)))), paths)...)
# A path such as `..A.B` as an expression that gives the module.
function found(path::Expr)
    names = filter(part -> part !== :., path.args)
    return foldl((above, name) -> Expr(:., above, QuoteNode(name)), names[2:end], init = names[1])
end
function export_names(m::Module, used::Module)
    exported = filter(name -> Base.isexported(used, name), names(used))
    Core.eval(m, Expr(:export, exported...))
    return nothing
end

end
