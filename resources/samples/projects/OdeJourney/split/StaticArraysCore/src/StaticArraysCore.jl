"What a static array is. What one can do with it is in StaticArrays."
module StaticArraysCore

export StaticArray, SArray, SVector

abstract type StaticArray{S,T,N} <: AbstractArray{T,N} end

struct SArray{S,T,N,L} <: StaticArray{S,T,N}
    data::NTuple{L,T}
end
const SVector{L,T} = SArray{Tuple{L},T,1,L}

end
