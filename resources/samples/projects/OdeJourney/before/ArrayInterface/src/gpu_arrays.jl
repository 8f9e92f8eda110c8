# Evaluated in every session that has GPUArrays.

fast_scalar_indexing(::Type{<:GPUArrays.AbstractGPUArray}) = False()

for T in (Float32, Float64, Int32, Int64), N in 1:3
    @eval begin
        restructure(::GPUArrays.DeviceArray{$T,$N}, y) = GPUArrays.DeviceArray(reshape(collect($T, y), size(y)))
        zeromatrix(u::GPUArrays.DeviceArray{$T,$N}) = GPUArrays.DeviceArray(zeros($T, length(u), length(u)))
    end
end
