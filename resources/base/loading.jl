#=
Packages as Base knows them: identities, which are loaded, what is told when one is, where they are, their preferences. Finding and
loading them is the host's business.
=#

struct PkgId
    uuid::Union{UUID, Nothing}
    name::String
    PkgId(u::UUID, name::AbstractString) = new(u.value == 0 ? nothing : u, name)
    PkgId(::Nothing, name::AbstractString) = new(nothing, name)
end
PkgId(name::AbstractString) = PkgId(nothing, name)
function PkgId(m::Module, name::String = String(nameof(moduleroot(m))))
    uuid = ccall(:bk_module_uuid, Any, (Any,), moduleroot(m))
    return uuid === nothing ? PkgId(name) : PkgId(UUID(uuid::String), name)
end
==(a::PkgId, b::PkgId) = a.uuid == b.uuid && a.name == b.name
# Packages that differ have different names but for a few: the uuid would only make each lookup dearer.
hash(pkg::PkgId, h::UInt) = hash(pkg.name, h + 0xc9f248583a0ca36c)
function show(io::IO, pkg::PkgId)
    print(io, pkg.name)
    pkg.uuid === nothing ? print(io, " [top-level]") : print(io, " [", pkg.uuid, "]")
end
isless(a::PkgId, b::PkgId) = isless((string(a.uuid), a.name), (string(b.uuid), b.name))

function moduleroot(m::Module)
    while true
        above = parentmodule(m)
        above === m && return m
        m = above
    end
end

const loaded_modules = Dict{PkgId, Module}()
const module_keys = IdDict{Module, PkgId}()
const loaded_modules_order = Module[]
"Functions that are called with the identity of each package that was loaded."
const package_callbacks = Any[]

function register_root_module(key::PkgId, m::Module)
    loaded_modules[key] = m
    module_keys[m] = key
    push!(loaded_modules_order, m)
    return nothing
end
register_root_module(m::Module) = register_root_module(PkgId(m), m)
root_module_exists(key::PkgId) = haskey(loaded_modules, key)
root_module(key::PkgId) = loaded_modules[key]
root_module_key(m::Module) = module_keys[m]
loaded_modules_array() = copy(loaded_modules_order)
is_root_module(m::Module) = haskey(module_keys, m)
function run_package_callbacks(key::PkgId)
    for callback in package_callbacks
        invokelatest(callback, key)
    end
    return nothing
end

function require(into::Module, name::Symbol)
    m = ccall(:bk_require, Any, (Any, Any), into, name)
    return m::Module
end
function require(key::PkgId)
    root_module_exists(key) && return root_module(key)
    return require(Main, Symbol(key.name))
end

pathof(m::Module) = ccall(:bk_path_of_module, Any, (Any,), moduleroot(m))::Union{Nothing, String}
function pkgdir(m::Module)
    path = pathof(m)
    return path === nothing ? nothing : dirname(dirname(path))
end
pkgdir(m::Module, part::String, parts::String...) = (folder = pkgdir(m); folder === nothing ? nothing : joinpath(folder, part, parts...))

"`include_dependency(path)`: what is compiled from here on depends on a file that is not included; a relative path begins beside the including file."
function include_dependency(path::AbstractString; track_content::Bool = false)
    ccall(:bk_include_dependency, Cvoid, (Any, Bool), String(path), track_content)
    return nothing
end

const LOAD_PATH = String["@", "@v#.#", "@stdlib"]
const DEPOT_PATH = String[]
load_path() = copy(LOAD_PATH)
# Every session begins with it: nothing is to be looked up.
__init__() = ccall(:bk_init_paths, Cvoid, (Any, Any), DEPOT_PATH, LOAD_PATH)

# preferences: tables by the identity of their package

get_preferences(uuid::Union{UUID, Nothing} = nothing) =
    _from_toml(ccall(:bk_preferences, Any, (Any,), uuid === nothing ? nothing : string(uuid)))::Dict{String, Any}
_from_toml(@nospecialize x) = x
function _from_toml(x::Core.SimpleVector)
    table = Dict{String, Any}()
    for i in 2:2:length(x)
        table[x[i]] = _from_toml(x[i + 1])
    end
    return table
end
# Of one type, if the elements are.
function _from_toml(x::Vector{Any})
    parts = map(_from_toml, x)
    return isempty(parts) ? Union{}[] : collect(typejoin(map(typeof, parts)...), parts)
end
function record_compiletime_preference(uuid::UUID, key::String)
    ccall(:bk_record_preference, Cvoid, (Any, Any), string(uuid), key)
    return nothing
end

"Whether this process makes a cache or an image."
generating_output() = ccall(:jl_generating_output, Cint, ()) != 0

"A file says that it is not to be precompiled, in a process that does just that."
struct PrecompilableError <: Exception end
show(io::IO, ::PrecompilableError) = print(io, "Declaring __precompile__(false) is not allowed in files that are being precompiled.")
function __precompile__(isprecompilable::Bool = true)
    !isprecompilable && generating_output() && throw(PrecompilableError())
    return nothing
end
