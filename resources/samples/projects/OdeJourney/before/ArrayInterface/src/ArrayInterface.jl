"What can be asked of an array, with the answers for every kind of array that there is."
module ArrayInterface

using Requires, Static

export fast_scalar_indexing, can_setindex, restructure, zeromatrix

fast_scalar_indexing(x) = fast_scalar_indexing(typeof(x))
fast_scalar_indexing(::Type) = True()

can_setindex(x) = can_setindex(typeof(x))
can_setindex(::Type) = True()
can_setindex(::Type{<:AbstractRange}) = False()

restructure(::Array{T}, y) where {T} = T[x for x in y]
zeromatrix(u::AbstractVector{T}) where {T} = zeros(T, length(u), length(u))

function __init__()
    @require StaticArrays = "90137ffa-7385-5640-81b9-e52037218182" include("static_arrays.jl")
    @require GPUArrays = "0c68f7d7-f131-5f86-a1c3-88cf8149b2d7" include("gpu_arrays.jl")
    return nothing
end

end
