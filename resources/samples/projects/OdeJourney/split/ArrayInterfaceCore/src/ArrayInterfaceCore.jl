"What can be asked of an array. The answers for kinds of arrays are with those who have them."
module ArrayInterfaceCore

using GPUArraysCore, StaticArraysCore, Static

export fast_scalar_indexing, can_setindex, restructure, zeromatrix

fast_scalar_indexing(x) = fast_scalar_indexing(typeof(x))
fast_scalar_indexing(::Type) = True()
fast_scalar_indexing(::Type{<:AbstractGPUArray}) = False()

can_setindex(x) = can_setindex(typeof(x))
can_setindex(::Type) = True()
can_setindex(::Type{<:AbstractRange}) = False()
can_setindex(::Type{<:StaticArray}) = False()

restructure(::Array{T}, y) where {T} = T[x for x in y]
zeromatrix(u::AbstractVector{T}) where {T} = zeros(T, length(u), length(u))

end
