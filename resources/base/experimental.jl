#=
Base.Experimental: declarations that only some versions have. `@max_methods` says how many methods a call may match before
inference gives up on it, for the code of a module or for the calls of one function; a version that lacks it does not know the name.
=#
baremodule Experimental
using Core, ..Base

if ccall(:bk_max_methods_of, Bool, (Any,), Experimental)
    "`@max_methods n`: for all calls in this module and those within it."
    macro max_methods(n::Int)
        1 <= n <= 4 || error("We must have that `1 <= max_methods <= 4`, but `max_methods = ", n, "`.")
        return Expr(:meta, :max_methods, n)
    end
end

if ccall(:bk_max_methods_of, Bool, (Any,), nothing)
    "`@max_methods n function f end`: for all calls of a new function."
    macro max_methods(n::Int, fdef::Expr)
        1 <= n <= 255 || error("We must have that `1 <= max_methods <= 255`, but `max_methods = ", n, "`.")
        fdef.head === :function && length(fdef.args) == 1 || error("Second argument must be a function forward declaration")
        return :(ccall(:bk_set_max_methods, Cvoid, (Any, Int), $(esc(fdef)), $n))
    end
end

end
