"The answers for every kind of array there is."
module ArrayInterface

using GPUArrays, StaticArrays

export fast_scalar_indexing, can_setindex, restructure, zeromatrix

fast_scalar_indexing(x) = fast_scalar_indexing(typeof(x))
fast_scalar_indexing(::Type) = true

can_setindex(x) = can_setindex(typeof(x))
can_setindex(::Type) = true
can_setindex(::Type{<:AbstractRange}) = false

restructure(::Array{T}, y) where {T} = T[x for x in y]
zeromatrix(u::AbstractVector{T}) where {T} = zeros(T, length(u), length(u))

fast_scalar_indexing(::Type{<:GPUArrays.AbstractGPUArray}) = false
can_setindex(::Type{<:StaticArrays.StaticArray}) = false
restructure(::SVector{L,T}, y) where {L,T} = SVector{L,T}(ntuple(i -> T(y[i]), Val(L)))
restructure(::DeviceArray, y) = DeviceArray(collect(y))

end
