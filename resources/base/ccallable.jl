#=
`Base.@ccallable`: methods that C may call by their name. The return type stands behind the signature, or before the definition.
=#

_ccallable(rt::Type, sigt::Type) = ccall(:jl_extern_c, Cvoid, (Any, Any), rt, sigt)

"What stands behind `::` in an argument, or `Any`."
function ccallable_type(arg)
    isa(arg, Expr) && arg.head === :(::) && return esc(arg.args[length(arg.args)])
    return :Any
end

function expand_ccallable(rt, def)
    if isa(def, Expr) && (def.head === :(=) || def.head === :function)
        sig = def.args[1]
        if isa(sig, Expr) && sig.head === :(::)
            rt === nothing && (rt = sig.args[2])
            sig = sig.args[1]
        end
        rt === nothing && error("@ccallable requires a return type")
        if isa(sig, Expr) && sig.head === :call
            callee = sig.args[1]
            if isa(callee, Expr) && callee.head === :(::)
                callee = esc(callee.args[length(callee.args)])
            else
                callee = :(typeof($(esc(callee))))
            end
            tuple = Expr(:curly, :Tuple, callee)
            for i in 2:length(sig.args)
                push!(tuple.args, ccallable_type(sig.args[i]))
            end
            return Expr(:block, esc(def), :(_ccallable($(esc(rt)), $tuple)))
        end
    end
    error("expected method definition in @ccallable")
end

macro ccallable(def)
    return expand_ccallable(nothing, def)
end

macro ccallable(rt, def)
    return expand_ccallable(rt, def)
end
