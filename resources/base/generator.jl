#=
`Generator`, what `f(x) for x in itr` makes, and the two traits by which `collect` decides how to fill an array:
whether the number of elements is known, and whether their type is.
=#

struct Generator{I, F}
    f::F
    iter::I
end
Generator(f, iter1, iter2, iters...) = Generator(args -> f(args...), zip(iter1, iter2, iters...))
Generator(::Type{T}, iter::I) where {T, I} = Generator{I, Type{T}}(T, iter)
Generator(::Type{T}, iter1, iter2, iters...) where {T} = Generator(args -> T(args...), zip(iter1, iter2, iters...))

function iterate(g::Generator, s...)
    @_inline_meta
    y = iterate(g.iter, s...)
    y === nothing && return nothing
    return (g.f(y[1]), y[2])
end
length(g::Generator) = length(g.iter)
size(g::Generator) = size(g.iter)
axes(g::Generator) = axes(g.iter)
ndims(g::Generator) = ndims(g.iter)
keys(g::Generator) = keys(g.iter)
last(g::Generator) = g.f(last(g.iter))

abstract type IteratorSize end
struct SizeUnknown <: IteratorSize end
struct HasLength <: IteratorSize end
struct HasShape{N} <: IteratorSize end
struct IsInfinite <: IteratorSize end

"""
    IteratorSize(itr)

What is known before iterating: `SizeUnknown()`, `HasLength()`, `HasShape{N}()` or `IsInfinite()`.
"""
IteratorSize(x) = IteratorSize(typeof(x))
IteratorSize(::Type) = HasLength()
IteratorSize(::Type{<:AbstractArray{<:Any, N}}) where {N} = HasShape{N}()
IteratorSize(::Type{Generator{I, F}}) where {I, F} = IteratorSize(I)
IteratorSize(::Type{Any}) = SizeUnknown()
IteratorSize(::Type{<:Tuple}) = HasLength()
IteratorSize(::Type{<:Number}) = HasShape{0}()
haslength(itr) = IteratorSize(itr) isa Union{HasShape, HasLength}

abstract type IteratorEltype end
struct EltypeUnknown <: IteratorEltype end
struct HasEltype <: IteratorEltype end

IteratorEltype(x) = IteratorEltype(typeof(x))
IteratorEltype(::Type) = HasEltype()
IteratorEltype(::Type{Generator{I, T}}) where {I, T} = EltypeUnknown()
IteratorEltype(::Type{Any}) = EltypeUnknown()
