"Arrays on a device: all the hard work."
module GPUArrays

export DeviceArray, AbstractGPUArray, isgpu

abstract type AbstractGPUArray{T,N} <: AbstractArray{T,N} end

isgpu(::AbstractArray) = false
isgpu(::AbstractGPUArray) = true

const scalar_allowed = Ref(true)
allowscalar(allow::Bool) = (scalar_allowed[] = allow)
assertscalar(what::AbstractString) = scalar_allowed[] || error(what, " goes through the array element by element")

"""An array whose memory stands in for that of a device."""
struct DeviceArray{T,N} <: AbstractGPUArray{T,N}
    memory::Vector{T}
    shape::NTuple{N,Int}
end
DeviceArray(a::AbstractArray{T,N}) where {T,N} = DeviceArray{T,N}(T[x for x in a], size(a))

Base.size(a::DeviceArray) = a.shape
Base.IndexStyle(::Type{<:DeviceArray}) = IndexLinear()
function Base.getindex(a::DeviceArray, i::Int)
    assertscalar("getindex")
    return a.memory[i]
end
function Base.setindex!(a::DeviceArray, x, i::Int)
    assertscalar("setindex!")
    a.memory[i] = x
    return a
end
Base.similar(a::DeviceArray, ::Type{T}, shape::Tuple{Vararg{Int,N}}) where {T,N} = DeviceArray{T,N}(Vector{T}(undef, prod(shape)), shape)
Base.collect(a::DeviceArray) = reshape(copy(a.memory), a.shape)

# One kernel for each operation, for arrays of each pair of element types and up to three dimensions.
const ELEMENTS = (Float32, Float64, Int32, Int64)
for op in (:+, :-), T in ELEMENTS, S in ELEMENTS, N in 1:3
    @eval Base.$op(a::DeviceArray{$T,$N}, b::DeviceArray{$S,$N}) = launch($op, a, b)
end
for op in (:abs, :exp, :sqrt), T in (Float32, Float64), N in 1:3
    @eval $(Symbol(:device_, op))(a::DeviceArray{$T,$N}) = launch($op, a)
end

function launch(op::F, a::DeviceArray{T,N}, b::DeviceArray{S,N}) where {F,T,S,N}
    a.shape == b.shape || throw(DimensionMismatch("arrays of different shapes"))
    return DeviceArray{promote_type(T, S),N}([op(x, y) for (x, y) in zip(a.memory, b.memory)], a.shape)
end
launch(op::F, a::DeviceArray{T,N}) where {F,T,N} = DeviceArray{T,N}(T[op(x) for x in a.memory], a.shape)

function mapreduce_device(f::F, op::O, a::DeviceArray, start) where {F,O}
    result = start
    for x in a.memory
        result = op(result, f(x))
    end
    return result
end
Base.sum(a::DeviceArray{T}) where {T} = mapreduce_device(identity, +, a, zero(T))

for T in (Float32, Float64), N in 1:3
    precompile(+, (DeviceArray{T,N}, DeviceArray{T,N}))
    precompile(-, (DeviceArray{T,N}, DeviceArray{T,N}))
    precompile(sum, (DeviceArray{T,N},))
end

end
