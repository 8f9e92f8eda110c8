#=
The package MethodAnalysis: which instances of methods the session has, and who calls them. An instance is what a method was
inferred for. Lists come in the order in which things were made, callers in the order in which they were inferred.
=#
module MethodAnalysis

using AbstractTrees
import AbstractTrees: children, printnode
using Core: MethodInstance

export call_type, methodinstance, methodinstances, worlds
export visit, visit_withmodule, visit_backedges, all_backedges, with_all_backedges, terminal_backedges, direct_backedges
export child_modules, methodinstances_owned_by, hasbox

typed(list) = MethodInstance[mi for mi in list]

"`methodinstance(f, types)`: the instance of `f` for just these argument types, or `nothing` if none was inferred."
methodinstance(@nospecialize(f), @nospecialize(types)) = methodinstance(Base.signature_type(f, Base.to_tuple_type(types)))
methodinstance(@nospecialize(signature::Type)) = ccall(:bk_method_instance, Any, (Any,), signature)

"`methodinstances(f)`, of a method, of a module, of a signature, of everything: all instances."
methodinstances() = typed(ccall(:bk_method_instances, Any, (Any,), nothing))
methodinstances(m::Method) = typed(ccall(:bk_method_instances, Any, (Any,), m))
methodinstances(@nospecialize(f)) = f isa Type && f <: Tuple ? methodinstances_of(f) : table_instances(table_of(f), f)
methodinstances(@nospecialize(f), @nospecialize(types)) = methodinstances_of(Base.signature_type(f, Base.to_tuple_type(types)))
methodinstances(mod::Module) = filter(mi -> mi.def isa Method && within(mi.def.module, mod), methodinstances())

table_of(@nospecialize(f)) = f isa Type ? Base.unwrap_unionall(f).name.mt : typeof(f).name.mt
table_of_signature(@nospecialize(sig)) = ccall(:jl_method_table_for, Any, (Any,), sig)
# All types share one table.
function table_instances(table, @nospecialize(f))
    list = typed(ccall(:bk_method_instances, Any, (Any,), table))
    f isa Type || return list
    return filter(mi -> Base.unwrap_unionall(mi.def.sig).parameters[1] == Type{f}, list)
end
methodinstances_of(@nospecialize(sig)) = filter(mi -> mi.specTypes <: sig, typed(ccall(:bk_method_instances, Any, (Any,), table_of_signature(sig))))

function within(m::Module, mod::Module)
    while m !== mod
        parent = parentmodule(m)
        parent === m && return false
        m = parent
    end
    return true
end

"`methodinstances_owned_by(mod)`: instances of the methods that a module defines."
methodinstances_owned_by(mod::Module) = methodinstances(mod)

"`call_type(Tuple{typeof(f), T...})`: the function and the tuple of the argument types."
call_type(@nospecialize(tt)) = (tt.parameters[1].instance, Tuple{tt.parameters[2:end]...})

"`direct_backedges(mi)`: the instances that were inferred knowing that they call this one."
direct_backedges(mi::MethodInstance) = typed(ccall(:bk_direct_backedges, Any, (Any,), mi))

"`all_backedges(mi)`: all that depends on it, directly or not, nearest first."
all_backedges(mi::MethodInstance) = typed(ccall(:bk_all_backedges, Any, (Any,), mi))

"`direct_backedges(f)`: pairs `instance => caller`, and `signature => caller` of those that wait for a method."
function direct_backedges(@nospecialize(f); skip::Bool = true)
    pairs = Any[]
    waiting = MethodInstance[]
    table = table_of(f)
    if isdefined(table, :backedges)
        list = table.backedges
        for i in 1:2:length(list)
            push!(pairs, Pair{Any,MethodInstance}(list[i], list[i + 1]))
            push!(waiting, list[i + 1])
        end
    end
    for mi in methodinstances(f), caller in direct_backedges(mi)
        skip && any(other -> other === caller, waiting) && continue
        push!(pairs, Pair{Any,MethodInstance}(mi, caller))
    end
    return pairs
end

"`visit_backedges(f, mi)`: calls `f` with the instance and its callers, outwards, as long as `f` returns true."
function visit_backedges(f, mi::MethodInstance)
    visited = Any[]
    pending = MethodInstance[mi]
    while !isempty(pending)
        at = popfirst!(pending)
        any(other -> other === at, visited) && continue
        push!(visited, at)
        f(at) === true && append!(pending, direct_backedges(at))
    end
    return nothing
end

"`terminal_backedges(mi)`: the callers at the ends of all chains."
terminal_backedges(mi::MethodInstance) = filter(caller -> isempty(direct_backedges(caller)), all_backedges(mi))
function with_all_backedges(instances)
    found = MethodInstance[]
    for mi in instances, one in [mi; all_backedges(mi)]
        any(other -> other === one, found) || push!(found, one)
    end
    return found
end

"`worlds(mi)`: the first and last world of each piece of code that the instance has."
function worlds(mi::MethodInstance)
    found = Tuple{UInt,UInt}[]
    isdefined(mi, :cache) || return found
    ci = mi.cache
    while true
        push!(found, (ci.min_world, ci.max_world))
        isdefined(ci, :next) || return found
        ci = ci.next
    end
end

"`visit(f, x)`: calls `f` with a module, function, method or instance and what is below it, as long as `f` returns true."
visit(f, mi::MethodInstance) = (f(mi); nothing)
function visit(f, m::Method)
    f(m) === true && foreach(mi -> visit(f, mi), methodinstances(m))
    return nothing
end
function visit(f, mod::Module)
    f(mod) === true || return nothing
    for name in Base.unsorted_names(mod; all = true)
        isdefined(mod, name) || continue
        value = getfield(mod, name)
        if value isa Module
            value !== mod && parentmodule(value) === mod && visit(f, value)
        elseif value isa Function && parentmodule(value) === mod
            visit(f, value)
        end
    end
    return nothing
end
function visit(f, @nospecialize(x))
    x isa Union{Function,Type} || return nothing
    f(x) === true && foreach(m -> visit(f, m), methods(x))
    return nothing
end
function visit_withmodule(f, mod::Module)
    visit(x -> f(x, mod), mod)
    return nothing
end
"`child_modules(mod)`: the module and all modules inside it."
function child_modules(mod::Module)
    found = Module[]
    visit(mod) do x
        x isa Module && push!(found, x)
        return x isa Module
    end
    return found
end

"`hasbox(mi)`: whether a captured variable sits in a `Core.Box`."
hasbox(mi::MethodInstance) = any(T -> T === Core.Box, Base.unwrap_unionall(mi.specTypes).parameters) ||
    occursin("Core.Box", sprint(show, first(code_typed_text(mi))))
code_typed_text(mi) = ccall(:bk_code_typed, Any, (Any, Bool, UInt), mi.specTypes, false, Base.get_world_counter())

# As a tree the callers of an instance.
children(mi::MethodInstance) = direct_backedges(mi)
printnode(io::IO, mi::MethodInstance) = print(io, mi)

end
