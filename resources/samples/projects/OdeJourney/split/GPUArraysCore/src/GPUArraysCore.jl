"What an array on a device is. What one can do with it is in GPUArrays."
module GPUArraysCore

export AbstractGPUArray

abstract type AbstractGPUArray{T,N} <: AbstractArray{T,N} end

end
