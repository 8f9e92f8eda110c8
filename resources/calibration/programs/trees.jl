# A recursive structure on the heap.
struct Leaf
    value::Int
end
struct Node
    left::Union{Leaf,Node}
    right::Union{Leaf,Node}
end
grow(depth::Int, value::Int) = depth == 0 ? Leaf(value) : Node(grow(depth - 1, 2value), grow(depth - 1, 2value + 1))
sum_of(leaf::Leaf) = leaf.value
sum_of(node::Node) = sum_of(node.left) + sum_of(node.right)
depth_of(leaf::Leaf) = 0
depth_of(node::Node) = 1 + max(depth_of(node.left), depth_of(node.right))
function calibrate_me()
    tree = grow(10, 1)
    return sum_of(tree) + depth_of(tree)
end
