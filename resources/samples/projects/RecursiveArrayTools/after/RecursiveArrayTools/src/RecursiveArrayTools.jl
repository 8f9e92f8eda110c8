"Arrays of arrays that look like one array."
module RecursiveArrayTools

using ArrayInterfaceCore
import GPUArraysCore, StaticArraysCore

export VectorOfArray, AbstractVectorOfArray, recursive_mean, recursivecopy

abstract type AbstractVectorOfArray{T,N} <: AbstractArray{T,N} end

struct VectorOfArray{T,N,A<:AbstractVector} <: AbstractVectorOfArray{T,N}
    u::A
end
VectorOfArray(u::AbstractVector{<:AbstractArray{T,N}}) where {T,N} = VectorOfArray{T,N + 1,typeof(u)}(u)

Base.size(v::VectorOfArray) = (size(v.u[1])..., length(v.u))
Base.getindex(v::VectorOfArray{T,2}, i::Int, j::Int) where {T} = v.u[j][i]
Base.length(v::VectorOfArray) = length(v.u) * length(v.u[1])

recursivecopy(a::AbstractArray{<:Number}) = copy(a)
recursivecopy(a::AbstractArray{<:AbstractArray}) = [recursivecopy(x) for x in a]
recursivecopy(v::VectorOfArray) = VectorOfArray(recursivecopy(v.u))

recursive_mean(a::AbstractArray{<:Number}) = sum(a) / length(a)
recursive_mean(v::VectorOfArray) = sum(recursive_mean, v.u) / length(v.u)

storage(v::VectorOfArray) = can_setindex(v.u[1]) && fast_scalar_indexing(v.u[1]) ? :elements : :whole

# The one method that needs to know what a GPU array is.
Base.convert(::Type{T}, v::AbstractVectorOfArray) where {T<:GPUArraysCore.AbstractGPUArray} = T(v)
# And the one that needs to know what a static array is.
recursivecopy(a::StaticArraysCore.StaticArray) = a

precompile(recursive_mean, (VectorOfArray{Float64,2,Vector{Vector{Float64}}},))
precompile(recursivecopy, (VectorOfArray{Float64,2,Vector{Vector{Float64}}},))
precompile(storage, (VectorOfArray{Float64,2,Vector{Vector{Float64}}},))

end
