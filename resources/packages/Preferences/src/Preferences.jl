#=
The package Preferences: settings of a package that its users keep in `LocalPreferences.toml` or `Project.toml`. What is read while a package is
compiled becomes something that its cache depends on. Reading and writing of the files is the session's host's.
=#
module Preferences

using Base: UUID

export load_preference, @load_preference, has_preference, @has_preference, set_preferences!, @set_preferences!, delete_preferences!, @delete_preferences!

"The identity of the package that a module is in. Throws `ArgumentError` if it is in none."
function get_uuid(m::Module)
    uuid = Base.PkgId(m).uuid
    uuid === nothing && throw(ArgumentError("Module $(m) does not correspond to a loaded package!"))
    return uuid
end
get_uuid(uuid::UUID) = uuid

# Only what is read while a package is compiled becomes part of its cache.
recorded(uuid::UUID, key::String) = Base.record_compiletime_preference(uuid, key)
within_precompilation() = Base.generating_output()

"`load_preference(package, key, default = nothing)`: the value of a preference, or the default."
function load_preference(uuid::UUID, key::String, default = nothing)
    within_precompilation() && recorded(uuid, key)
    return get(Base.get_preferences(uuid), key, default)
end
load_preference(m::Module, key::String, default = nothing) = load_preference(get_uuid(m), key, default)

"`has_preference(package, key)`: whether there is a value."
function has_preference(uuid::UUID, key::String)
    within_precompilation() && recorded(uuid, key)
    return get(Base.get_preferences(uuid), key, nothing) !== nothing
end
has_preference(m::Module, key::String) = has_preference(get_uuid(m), key)

macro load_preference(key, default = nothing)
    return :(load_preference($(esc(get_uuid(__module__))), $(esc(key)), $(esc(default))))
end
macro has_preference(key)
    return :(has_preference($(esc(get_uuid(__module__))), $(esc(key))))
end

# What becomes of a value on its way to the host: tables as `svec(:table, key, value, ...)`.
packed(value) = value
packed(value::AbstractString) = String(value)
packed(value::Symbol) = string(value)
packed(value::Integer) = isa(value, Bool) ? value : Int(value)
packed(value::AbstractFloat) = Float64(value)
packed(value::Union{AbstractVector, Tuple}) = Any[packed(part) for part in value]
packed(value::AbstractDict) = Core.svec(:table, Any[x for (key, part) in value for x in (string(key), packed(part))]...)

function write_preferences(uuid::UUID, pairs, force::Bool, exported::Bool)
    known = Base.get_preferences(uuid)
    for (key, value) in pairs
        force || get(known, key, nothing) === nothing || isequal(known[key], value) ||
            throw(ArgumentError("Cannot set preference '$(key)' to '$(value)' for $(uuid): preference already set to '$(known[key])'!"))
    end
    table = Core.svec(:table, Any[x for (key, value) in pairs for x in (key, value === missing ? nothing : packed(value))]...)
    index = findfirst(id -> id.uuid == uuid, collect(keys(Base.loaded_modules)))
    name = index === nothing ? "" : collect(keys(Base.loaded_modules))[index].name
    ccall(:bk_set_preferences, Cvoid, (Any, Any, Any, Any), string(uuid), name, table, exported)
    return nothing
end
"`set_preferences!(package, key => value...; force = false)`: writes them; `nothing` and `missing` take a preference away."
set_preferences!(uuid::UUID, pairs::Pair{String}...; export_prefs::Bool = false, force::Bool = false, kwargs...) =
    write_preferences(uuid, pairs, force, export_prefs)
set_preferences!(m::Module, pairs::Pair{String}...; kwargs...) = set_preferences!(get_uuid(m), pairs...; kwargs...)
macro set_preferences!(pairs...)
    return :(set_preferences!($(esc(get_uuid(__module__))), $(map(esc, pairs)...), force = true))
end

delete_preferences!(uuid::UUID, keys::String...; export_prefs::Bool = false, force::Bool = false, kwargs...) =
    write_preferences(uuid, map(key -> key => missing, keys), force, export_prefs)
delete_preferences!(m::Module, keys::String...; kwargs...) = delete_preferences!(get_uuid(m), keys...; kwargs...)
macro delete_preferences!(keys...)
    return :(delete_preferences!($(esc(get_uuid(__module__))), $(map(esc, keys)...), force = true))
end

end
