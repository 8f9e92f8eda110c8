#=
The package Requires: code that runs as soon as another package is loaded. `@require X="uuid" code` stands in `__init__`; if `X` is there the code is
evaluated at once, else when it comes. The code is evaluated from source each time: no cache holds it.
=#
module Requires

using UUIDs

export @require

"What waits for a package, by its identity."
const _callbacks = Dict{Base.PkgId, Vector{Function}}()
callbacks(package::Base.PkgId) = get!(Vector{Function}, _callbacks, package)
loaded(package::Base.PkgId) = Base.root_module_exists(package)

"Runs what waits for a package that was just loaded."
function loadpkg(package::Base.PkgId)
    if haskey(_callbacks, package)
        waiting = pop!(_callbacks, package)
        for f in waiting
            Base.invokelatest(f)
        end
    end
    return nothing
end

function listenpkg(@nospecialize(f), package::Base.PkgId)
    loaded(package) ? f() : push!(callbacks(package), f)
    return nothing
end

"As if the code stood in this file: `include` begins beside it."
function withpath(@nospecialize(f), path)
    isempty(path) && return f()
    return ccall(:bk_with_source, Any, (Any, Any), path, f)
end

# An error in the code is told, not thrown: the package itself is loaded.
function err(@nospecialize(f), listener, modname, file, line)
    try
        f()
    catch exc
        @warn "Error requiring `$modname` from `$listener`" exception = exc _module = listener _file = file _line = line
    end
    return nothing
end

function parsepkg(ex)
    isa(ex, Expr) && ex.head === :(=) && isa(ex.args[1], Symbol) && isa(ex.args[2], String) ||
        error("Requires syntax is: `@require Pkg=\"uuid\"`")
    return ex.args[1], ex.args[2]
end

"`@require X=\"uuid\" code`: runs the code in this module once package `X` is loaded; within it `X` is known."
macro require(pkg, expr)
    name, uuid = parsepkg(pkg)
    id = Base.PkgId(UUID(uuid), string(name))
    source = string(__source__.file)
    line = __source__.line
    return quote
        if !isprecompiling()
            listenpkg($id) do
                withpath($source) do
                    err($__module__, $(string(name)), $source, $line) do
                        $(esc(:(eval($(Expr(:quote, Expr(:block, :(const $name = Base.loaded_modules[$id]), expr)))))))
                    end
                end
            end
        end
        nothing
    end
end

isprecompiling() = ccall(:jl_generating_output, Cint, ()) == 1

precompile(loadpkg, (Base.PkgId,))

function __init__()
    push!(Base.package_callbacks, loadpkg)
    return nothing
end

end
