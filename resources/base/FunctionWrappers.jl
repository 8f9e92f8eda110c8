#=
The package FunctionWrappers: a function behind one signature. What is wrapped is compiled for the signature at once; the type of the
wrapper says nothing about it, so that code which takes the wrapper is compiled once for all functions. A C function pointer is not modelled:
a call is dispatched, with the arguments converted, and its result converted and known.
=#
module FunctionWrappers

export FunctionWrapper

struct FunctionWrapper{Ret,Args<:Tuple} <: Function
    obj::Any
    function FunctionWrapper{Ret,Args}(f) where {Ret,Args<:Tuple}
        precompile(f, (Args.parameters...,))
        return new{Ret,Args}(f)
    end
    FunctionWrapper{Ret,Args}(f::FunctionWrapper{Ret,Args}) where {Ret,Args<:Tuple} = f
end
Base.convert(::Type{T}, f) where {T<:FunctionWrapper} = T(f)
Base.convert(::Type{T}, f::T) where {T<:FunctionWrapper} = f

@inline result(::Type{Ret}, value) where {Ret} = convert(Ret, value)::Ret
@inline result(::Type{Nothing}, value) = nothing
@inline result(::Type{Any}, value) = value
@inline result(::Type{Union{}}, value) = value

function (w::FunctionWrapper{Ret,Args})(given...) where {Ret,Args}
    length(given) == length(Args.parameters) || throw(MethodError(w, given))
    return result(Ret, w.obj(convert(Args, given)...))
end

end
