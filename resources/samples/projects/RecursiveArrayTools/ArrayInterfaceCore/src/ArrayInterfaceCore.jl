"Questions about arrays that generic code asks; packages of arrays answer them."
module ArrayInterfaceCore

export fast_scalar_indexing, can_setindex, restructure, zeromatrix

fast_scalar_indexing(x) = fast_scalar_indexing(typeof(x))
fast_scalar_indexing(::Type) = true

can_setindex(x) = can_setindex(typeof(x))
can_setindex(::Type) = true
can_setindex(::Type{<:AbstractRange}) = false

restructure(::Array{T}, y) where {T} = T[x for x in y]
zeromatrix(u::AbstractVector{T}) where {T} = zeros(T, length(u), length(u))

end
