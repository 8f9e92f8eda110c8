"What is an array whose size is in its type? Only the types, none of the arithmetic."
module StaticArraysCore

export StaticArray, SArray, SVector, isstatic

abstract type StaticArray{S,T,N} <: AbstractArray{T,N} end

struct SArray{S,T,N,L} <: StaticArray{S,T,N}
    data::NTuple{L,T}
end
const SVector{L,T} = SArray{Tuple{L},T,1,L}

isstatic(::AbstractArray) = false
isstatic(::StaticArray) = true

end
