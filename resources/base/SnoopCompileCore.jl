#=
The package SnoopCompileCore: runs an expression and keeps what inference did (`@snoop_inference`, `@snoopi_deep`) or what definitions
made invalid (`@snoop_invalidations`, `@snoopr`). Times are seconds of virtual time.
=#
module SnoopCompileCore

using Core: MethodInstance

export @snoop_inference, @snoopi_deep, @snoop_invalidations, @snoopr, exclusive, inclusive, InferenceTiming, InferenceTimingNode

"Where a call stands that needed inference: the caller (`nothing` at top level), function, file and line of its source."
struct CallPlace
    caller::Union{MethodInstance,Nothing}
    func::Symbol
    file::String
    line::Int
    inlined::Union{Nothing,Tuple{String,Int}}
end

"One frame of inference; `mi` is `nothing` for ROOT."
struct InferenceTiming
    mi::Union{MethodInstance,Nothing}
    isconst::Bool
    start::Float64
    inclusive_time::Float64
    exclusive_time::Float64
end

mutable struct InferenceTimingNode
    mi_timing::InferenceTiming
    start_time::Float64
    children::Vector{InferenceTimingNode}
    place::Union{Nothing,CallPlace}
    category::Symbol
    advice::String
    parent::Union{Nothing,InferenceTimingNode}
end

inclusive(t::InferenceTiming) = t.inclusive_time
exclusive(t::InferenceTiming) = t.exclusive_time
inclusive(node::InferenceTimingNode) = inclusive(node.mi_timing)
exclusive(node::InferenceTimingNode) = exclusive(node.mi_timing)
Core.MethodInstance(t::InferenceTiming) = t.mi
Core.MethodInstance(node::InferenceTimingNode) = node.mi_timing.mi

instance_text(::Nothing) = "Core.Compiler.Timings.ROOT()"
instance_text(mi::MethodInstance) = ccall(:bk_instance_text, Any, (Any,), mi)::String
function six(x::Float64)
    n = round(Int, x * 1_000_000)
    return string(div(n, 1_000_000), ".", lpad(string(rem(n, 1_000_000)), 6, '0'))
end
times(t::InferenceTiming) = string(six(exclusive(t)), "/", six(inclusive(t)), " on ", instance_text(t.mi))
Base.show(io::IO, t::InferenceTiming) = print(io, "InferenceTiming: ", times(t))
Base.show(io::IO, node::InferenceTimingNode) =
    print(io, "InferenceTimingNode: ", times(node.mi_timing), " with ", length(node.children), " direct children")

place_of(::Nothing) = nothing
place_of(row::Core.SimpleVector) = CallPlace(row[1], row[2], row[3], row[4], row[5] === nothing ? nothing : (row[5][1], row[5][2]))

function inference_tree(recorded::Core.SimpleVector)
    total, rows = recorded[1]::Float64, recorded[2]::Vector{Any}
    inferred = 0.0
    for row in rows
        row[3] == 0 && (inferred += row[5]::Float64)
    end
    root = InferenceTimingNode(InferenceTiming(nothing, false, 0.0, total, total - inferred), 0.0, InferenceTimingNode[], nothing, :none, "", nothing)
    nodes = InferenceTimingNode[]
    for row in rows
        above = row[3] == 0 ? root : nodes[row[3]::Int]
        timing = InferenceTiming(row[1], row[2], row[4], row[5], row[6])
        node = InferenceTimingNode(timing, row[4], InferenceTimingNode[], place_of(row[7]), row[8], row[9], above)
        push!(above.children, node)
        push!(nodes, node)
    end
    return root
end

"What definitions made invalid while an expression ran."
struct InvalidationLog
    trees::Vector{Any}
    instances::Vector{Any}
end
Base.length(log::InvalidationLog) = length(log.instances)
Base.isempty(log::InvalidationLog) = isempty(log.trees)
Base.show(io::IO, log::InvalidationLog) =
    print(io, length(log.trees), length(log.trees) == 1 ? " definition" : " definitions", " invalidated ", length(log.instances), length(log.instances) == 1 ? " instance" : " instances")
invalidation_log(recorded::Core.SimpleVector) = InvalidationLog(recorded[3], recorded[4])

# Calls of the recorder itself compile nothing, so that it does not see itself. The form has no scope of its own: definitions are global.
function recorded(cmd, finish)
    return quote
        ccall(:bk_snoop_begin, Any, ())
        $(Expr(:tryfinally, esc(cmd), :(ccall(:bk_snoop_end, Any, ()))))
        $finish(ccall(:bk_snoop_take, Any, ()))
    end
end
"`@snoop_inference expr`: runs it and returns the tree of all frames of inference below ROOT."
macro snoop_inference(cmd)
    return recorded(cmd, inference_tree)
end
macro snoopi_deep(cmd)
    return recorded(cmd, inference_tree)
end
"`@snoop_invalidations expr`: runs it and returns what it made invalid, for `invalidation_trees` and `uinvalidated`."
macro snoop_invalidations(cmd)
    return recorded(cmd, invalidation_log)
end
macro snoopr(cmd)
    return recorded(cmd, invalidation_log)
end

end
