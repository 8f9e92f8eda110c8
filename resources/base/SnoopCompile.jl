#=
The package SnoopCompile: what can be read out of recordings. Trees of inference as lists, stale instances, the calls that had to be
inferred at run time with advice, and trees of invalidations.
=#
module SnoopCompile

using SnoopCompileCore
using AbstractTrees
import AbstractTrees: children, printnode
import SnoopCompileCore: InferenceTiming, InferenceTimingNode, InvalidationLog, CallPlace, exclusive, inclusive, instance_text
using Core: MethodInstance

export @snoop_inference, @snoopi_deep, @snoop_invalidations, @snoopr, exclusive, inclusive, InferenceTiming, InferenceTimingNode
export flatten, accumulate_by_source, staleinstances, inference_triggers, suggest, callerinstance, callingframe
export invalidation_trees, uinvalidated, filtermod, countchildren, precompile_blockers, print_tree

# inference

children(node::InferenceTimingNode) = node.children
printnode(io::IO, node::InferenceTimingNode) = show(io, node)

"`flatten(tinf; tmin = 0.0, sortby = exclusive)`: all frames, sorted, ROOT among them; `sortby = nothing` keeps the order of inference."
function flatten(tinf::InferenceTimingNode; tmin = 0.0, sortby = exclusive)
    out = InferenceTiming[]
    flatten!(out, tinf, tmin)
    return sortby === nothing ? out : sort(out; by = sortby)
end
function flatten!(out, node, tmin)
    exclusive(node) >= tmin && push!(out, node.mi_timing)
    for child in node.children
        flatten!(out, child, tmin)
    end
    return nothing
end

"`accumulate_by_source(flattened)`: `(seconds, method)` for all frames of each method, least first."
function accumulate_by_source(flattened::Vector{InferenceTiming}; tmin = 0.0, by = exclusive)
    times = Float64[]
    places = Any[]
    for t in flattened
        at = t.mi === nothing ? :ROOT : t.mi.def
        i = findfirst(other -> other === at, places)
        if i === nothing
            push!(places, at)
            push!(times, by(t))
        else
            times[i] += by(t)
        end
    end
    found = Tuple{Float64,Any}[(times[i], places[i]) for i in 1:length(times) if times[i] >= tmin]
    return sort(found; by = first)
end

"`staleinstances(tinf)`: frames whose instance has code that no longer holds; not those below one."
staleinstances(root::InferenceTimingNode) = (out = InferenceTiming[]; stale!(out, root); out)
function stale!(out, node)
    if isstale(node.mi_timing.mi)
        push!(out, node.mi_timing)
        return nothing
    end
    for child in node.children
        stale!(out, child)
    end
    return nothing
end
isstale(::Nothing) = false
function isstale(mi::MethodInstance)
    isdefined(mi, :cache) || return false
    ci = mi.cache
    while true
        ci.max_world < typemax(UInt) && return true
        isdefined(ci, :next) || return false
        ci = ci.next
    end
end

"A call that was dispatched at run time and had to be inferred."
struct InferenceTrigger
    node::InferenceTimingNode
end
"`inference_triggers(tinf; exclude_toplevel = true)`: every fresh entry into inference."
function inference_triggers(tinf::InferenceTimingNode; exclude_toplevel::Bool = true)
    found = InferenceTrigger[]
    for node in tinf.children
        node.place === nothing && continue
        exclude_toplevel && node.place.caller === nothing && continue
        push!(found, InferenceTrigger(node))
    end
    return found
end
callerinstance(t::InferenceTrigger) = t.node.place.caller
callingframe(t::InferenceTrigger) = t.node.place
Core.MethodInstance(t::InferenceTrigger) = t.node.mi_timing.mi
function Base.show(io::IO, t::InferenceTrigger)
    place = t.node.place
    print(io, "Inference triggered to call ", instance_text(t.node.mi_timing.mi), " from ", place.func, " (", place.file, ":", place.line, ")")
    place.caller === nothing && return nothing
    print(io, place.inlined === nothing ? " with specialization " : " inlined into ", instance_text(place.caller))
    place.inlined === nothing || print(io, " (", place.inlined[1], ":", place.inlined[2], ")")
    return nothing
end

"What would help a trigger: a category as SnoopCompile names it, and a sentence."
struct Suggested
    trigger::InferenceTrigger
    categories::Vector{Symbol}
    advice::String
end
suggest(t::InferenceTrigger) = Suggested(t, Symbol[t.node.category], t.node.advice)
function Base.show(io::IO, s::Suggested)
    place = s.trigger.node.place
    print(io, place.file, ":", place.line, ": ", s.categories[1])
    isempty(s.advice) || print(io, ". ", s.advice)
    return nothing
end

# invalidation

mutable struct InstanceNode
    mi::MethodInstance
    depth::Int
    children::Vector{InstanceNode}
end
children(node::InstanceNode) = node.children
printnode(io::IO, node::InstanceNode) = print(io, node.mi)
countchildren(node::InstanceNode) = length(node.children) + sum(Int[countchildren(child) for child in node.children])
Base.show(io::IO, node::InstanceNode) = print(io, node.mi, " at depth ", node.depth, " with ", countchildren(node), " children")
node_of(row::Core.SimpleVector, depth::Int) = InstanceNode(row[1], depth, InstanceNode[node_of(child, depth + 1) for child in row[2]])

"What one definition (`:inserting`) or deletion (`:deleting`) made invalid."
struct MethodInvalidations
    method::Any
    reason::Symbol
    mt_backedges::Vector{Any}
    backedges::Vector{InstanceNode}
    mt_cache::Vector{MethodInstance}
end
countchildren(inv::MethodInvalidations) = sum(Int[countchildren(pair.second) + 1 for pair in inv.mt_backedges]) + sum(Int[countchildren(root) for root in inv.backedges])

function tree_of(row::Core.SimpleVector)
    reason, method, waiting, replaced, cached = row
    mt_backedges = Any[Pair{Any,Any}(root[1], InstanceNode(root[2], 0, InstanceNode[node_of(child, 1) for child in root[3]])) for root in waiting]
    backedges = InstanceNode[InstanceNode(root[2], 0, InstanceNode[node_of(child, 1) for child in root[3]]) for root in replaced]
    return MethodInvalidations(method, reason, mt_backedges, backedges, MethodInstance[mi for mi in cached])
end

"`invalidation_trees(invalidations)`: one tree for each definition that invalidated something, the largest last."
invalidation_trees(log::InvalidationLog) = MethodInvalidations[tree_of(row) for row in log.trees]
"`uinvalidated(invalidations)`: the instances that became invalid, each once."
uinvalidated(log::InvalidationLog) = MethodInstance[mi for mi in log.instances]
filtermod(mod::Module, trees::Vector{MethodInvalidations}) = filter(tree -> tree.method isa Method && tree.method.module === mod, trees)

function show_list(io::IO, n::Int, indent::Int, item)
    for i in 1:n
        print(io, lpad(string(i), ndigits(n)), ": ")
        item(i)
        i < n && print(io, "\n", " "^indent)
    end
    println(io)
end
function Base.show(io::IO, inv::MethodInvalidations)
    println(io, inv.reason, " ", inv.method, " invalidated:")
    if !isempty(inv.mt_backedges)
        print(io, "   mt_backedges: ")
        show_list(io, length(inv.mt_backedges), 17, i -> begin
            signature, node = inv.mt_backedges[i]
            print(io, "signature ", signature, " triggered ", node.mi, " (", countchildren(node), " children)")
        end)
    end
    if !isempty(inv.backedges)
        print(io, "   backedges: ")
        show_list(io, length(inv.backedges), 14, i -> begin
            node = inv.backedges[i]
            print(io, "superseding ", node.mi.def, " with ", node.mi, " (", countchildren(node), " children)")
        end)
    end
    isempty(inv.mt_cache) || println(io, "   ", length(inv.mt_cache), " mt_cache")
    return nothing
end

"`precompile_blockers(trees, tinf)`: for each instance in the trees that was inferred again, its caller's tree and the seconds it cost."
function precompile_blockers(trees::Vector{MethodInvalidations}, tinf::InferenceTimingNode; min_world_exclude = 0)
    found = Tuple{MethodInvalidations,Vector{Tuple{Float64,MethodInstance}}}[]
    timings = flatten(tinf; sortby = nothing)
    for tree in trees
        cost = Tuple{Float64,MethodInstance}[]
        for root in [Any[pair.second for pair in tree.mt_backedges]; tree.backedges]
            blocked!(cost, root, timings)
        end
        isempty(cost) || push!(found, (tree, cost))
    end
    return found
end
function blocked!(cost, node::InstanceNode, timings)
    seconds = 0.0
    for t in timings
        t.mi === node.mi && (seconds += inclusive(t))
    end
    seconds > 0 && push!(cost, (seconds, node.mi))
    for child in node.children
        blocked!(cost, child, timings)
    end
    return nothing
end

end
