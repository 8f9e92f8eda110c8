"Arrays of arrays that look like one array: the solution of an equation is one."
module RecursiveArrayTools

using ArrayInterface
import GPUArrays, StaticArrays

export VectorOfArray, AbstractVectorOfArray, recursivecopy, recursivecopy!

abstract type AbstractVectorOfArray{T,N} end

struct VectorOfArray{T,N,A<:AbstractVector} <: AbstractVectorOfArray{T,N}
    u::A
end
VectorOfArray(u::AbstractVector{<:AbstractArray{T,N}}) where {T,N} = VectorOfArray{T,N + 1,typeof(u)}(u)

Base.length(v::VectorOfArray) = length(v.u)
Base.getindex(v::VectorOfArray, i::Int) = v.u[i]

recursivecopy(a::AbstractArray{<:Number}) = copy(a)
recursivecopy(a::AbstractArray{<:AbstractArray}) = [recursivecopy(x) for x in a]
recursivecopy!(to::Array{T}, from::Array{T}) where {T<:Number} = copyto!(to, from)

# The one method that needs to know what a GPU array is.
Base.convert(::Type{T}, v::AbstractVectorOfArray) where {T<:GPUArrays.AbstractGPUArray} = T(hcat(v.u...))
# And the one that needs to know what a static array is.
recursivecopy(a::StaticArrays.StaticArray) = a

end
