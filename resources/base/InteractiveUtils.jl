#=
The standard library InteractiveUtils: what the REPL brings. Base has all of it here already; the module gives it under its own name.
=#
module InteractiveUtils

import Base: @which, @functionloc, @code_lowered, @code_native, @code_typed, @code_warntype, code_native, code_warntype, subtypes, supertypes, versioninfo, varinfo

export @which, @functionloc, @code_lowered, @code_native, @code_typed, @code_warntype, code_native, code_warntype, methodswith, subtypes, supertypes, versioninfo, varinfo

"`methodswith(T, [module or function])`: methods that take an argument of type `T`."
methodswith(@nospecialize(t::Type), f::Function) = Method[m for m in methods(f) if takes(m, t)]
function methodswith(@nospecialize(t::Type), mod::Module)
    found = Method[]
    for name in names(mod)
        isdefined(mod, name) || continue
        f = getfield(mod, name)
        f isa Function && append!(found, methodswith(t, f))
    end
    return found
end
takes(m::Method, @nospecialize(t)) = any(p -> p === t || (p isa TypeVar && p.ub === t), Base.unwrap_unionall(m.sig).parameters[2:end])

end
