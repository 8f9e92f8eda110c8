"What is a GPU array? Only the question: packages that must know load this in no time."
module GPUArraysCore

export AbstractGPUArray, isgpu, allowscalar, assertscalar

abstract type AbstractGPUArray{T,N} <: AbstractArray{T,N} end

isgpu(::AbstractArray) = false
isgpu(::AbstractGPUArray) = true

const scalar_allowed = Ref(true)
allowscalar(allow::Bool) = (scalar_allowed[] = allow)
assertscalar(what::AbstractString) = scalar_allowed[] || error(what, " goes through the array element by element")

end
