#=
The package AbstractTrees as far as it prints trees: whoever has children is a tree. Deeper than `maxdepth` an ellipsis stands.
=#
module AbstractTrees

export print_tree, children, printnode, Leaves, PreOrderDFS, PostOrderDFS, treesize, treeheight

"`children(node)`: what is directly below; nothing unless said otherwise."
children(@nospecialize(node)) = ()
children(node::AbstractArray) = node
children(node::Tuple) = node
children(node::Expr) = node.args
children(node::Pair) = (node.second,)
children(node::AbstractDict) = collect(node)

"`printnode(io, node)`: prints one node without what is below it."
printnode(io::IO, @nospecialize(node)) = show(IOContext(io, :compact => true), node)
printnode(io::IO, node::Expr) = print(io, "Expr(:", node.head, ")")
printnode(io::IO, node::Pair) = show(io, node.first)

"`print_tree([f, io], tree; maxdepth = 5)`: one node a line, with lines that show what is below what."
print_tree(@nospecialize(tree); kw...) = print_tree(stdout, tree; kw...)
print_tree(@nospecialize(tree), depth::Int; kw...) = print_tree(stdout, tree; maxdepth = depth, kw...)
print_tree(io::IO, @nospecialize(tree); kw...) = print_tree(printnode, io, tree; kw...)
function print_tree(f, io::IO, @nospecialize(tree); maxdepth::Int = 5, indicate_truncation::Bool = true)
    branch(f, io, tree, "", 0, maxdepth, indicate_truncation)
    return nothing
end

function branch(f, io::IO, @nospecialize(node), prefix::String, depth::Int, maxdepth::Int, truncation::Bool)
    lines = split(sprint(f, node), '\n')
    for i in 1:length(lines)
        i > 1 && print(io, prefix)
        println(io, lines[i])
    end
    below = children(node)
    n = length(below)
    n == 0 && return nothing
    if depth >= maxdepth
        truncation && print(io, prefix, "⋮\n", prefix, "\n")
        return nothing
    end
    i = 0
    for child in below
        i += 1
        print(io, prefix, i == n ? "└─ " : "├─ ")
        branch(f, io, child, string(prefix, i == n ? "   " : "│  "), depth + 1, maxdepth, truncation)
    end
    return nothing
end

function collect_order(@nospecialize(tree), before::Bool, after::Bool, leaves::Bool)
    found = Any[]
    walk(found, tree, before, after, leaves)
    return found
end
function walk(found::Vector{Any}, @nospecialize(node), before::Bool, after::Bool, leaves::Bool)
    below = children(node)
    before && push!(found, node)
    for child in below
        walk(found, child, before, after, leaves)
    end
    after && push!(found, node)
    leaves && length(below) == 0 && push!(found, node)
    return nothing
end
Leaves(@nospecialize(tree)) = collect_order(tree, false, false, true)
PreOrderDFS(@nospecialize(tree)) = collect_order(tree, true, false, false)
PostOrderDFS(@nospecialize(tree)) = collect_order(tree, false, true, false)
treesize(@nospecialize(tree)) = length(PreOrderDFS(tree))
treeheight(@nospecialize(tree)) = length(children(tree)) == 0 ? 0 : 1 + maximum(Int[treeheight(child) for child in children(tree)])

end
