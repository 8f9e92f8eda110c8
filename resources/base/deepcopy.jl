# Copies of everything that a value refers to; what is referred to twice is copied once.
deepcopy(x) = deepcopy_internal(x, IdDict())::typeof(x)
deepcopy_internal(x::Union{Symbol, Core.MethodInstance, Method, GlobalRef, DataType, Union, UnionAll}, stackdict::IdDict) = x
deepcopy_internal(x::Tuple, stackdict::IdDict) = ntuple(i -> deepcopy_internal(x[i], stackdict), length(x))
deepcopy_internal(x::Module, stackdict::IdDict) = error("deepcopy of Modules not supported")
deepcopy_internal(x::String, stackdict::IdDict) = x
deepcopy_internal(x::Core.SimpleVector, stackdict::IdDict) = haskey(stackdict, x) ? stackdict[x] : Core.svec(Any[deepcopy_internal(x[i], stackdict) for i in 1:length(x)]...)
function deepcopy_internal(@nospecialize(x), stackdict::IdDict)
    T = typeof(x)::DataType
    isbitstype(T) && return x
    haskey(stackdict, x) && return stackdict[x]
    nf = nfields(x)
    nf == 0 && return x
    y = ccall(:jl_new_struct_uninit, Any, (Any,), T)
    T.mutable && (stackdict[x] = y)
    for i in 1:nf
        if isdefined(x, i)
            ccall(:jl_set_nth_field, Cvoid, (Any, Csize_t, Any), y, i - 1, deepcopy_internal(getfield(x, i), stackdict))
        end
    end
    return y
end
function deepcopy_internal(x::Array, stackdict::IdDict)
    haskey(stackdict, x) && return stackdict[x]
    isbitstype(eltype(x)) && return (stackdict[x] = copy(x))
    dest = similar(x)
    stackdict[x] = dest
    for i in 1:length(x)
        isassigned(x, i) && (dest[i] = deepcopy_internal(x[i], stackdict))
    end
    return dest
end
function deepcopy_internal(x::Union{Dict, IdDict}, stackdict::IdDict)
    haskey(stackdict, x) && return stackdict[x]
    dest = empty(x)
    stackdict[x] = dest
    for (k, v) in x
        dest[deepcopy_internal(k, stackdict)] = deepcopy_internal(v, stackdict)
    end
    dest
end
