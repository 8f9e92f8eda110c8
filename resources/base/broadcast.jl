#=
Module `Broadcast`: what `f.(x, y .+ 1)` means. Lowering makes nested `broadcasted` calls, a lazy tree, and one
`materialize` around them. A style, joined from those of all arguments, decides what the result is: a tuple, a scalar or an
array. The element type is what inference proves; if it proves nothing concrete, the result is widened as values come.
=#
function broadcasted end
function broadcasted_kwsyntax end
function materialize end
function materialize! end
function broadcast end
function broadcast! end

baremodule Broadcast

import ..Base: axes, size, length, ndims, eltype, getindex, iterate, eachindex, show, similar, copy, copyto!, IndexStyle,
    broadcasted, broadcasted_kwsyntax, materialize, materialize!, broadcast, broadcast!, keys, convert, identity, ==
using ..Base
using ..Base: Ref, tail, OneTo, promote_typejoin, unalias, range_shifted, range_scaled,
    @_inline_meta, Dims

eval(x) = Core.eval(Broadcast, x)
export broadcast, broadcast!, BroadcastStyle, broadcast_axes, broadcastable, @__dot__

"""
    BroadcastStyle(T)

How a value of type `T` takes part in broadcasting. Two styles are joined by `BroadcastStyle(s1, s2)`.
"""
abstract type BroadcastStyle end
struct Unknown <: BroadcastStyle end
struct Style{T} <: BroadcastStyle end
abstract type AbstractArrayStyle{N} <: BroadcastStyle end
struct ArrayStyle{A <: AbstractArray} <: AbstractArrayStyle{Any} end
struct DefaultArrayStyle{N} <: AbstractArrayStyle{N} end
struct ArrayConflict <: AbstractArrayStyle{Any} end
DefaultArrayStyle(::Val{N}) where {N} = DefaultArrayStyle{N}()
DefaultArrayStyle{M}(::Val{N}) where {N, M} = DefaultArrayStyle{N}()
ArrayStyle{A}(::Val) where {A} = ArrayStyle{A}()
ArrayConflict(::Val) = ArrayConflict()
const DefaultVectorStyle = DefaultArrayStyle{1}
const DefaultMatrixStyle = DefaultArrayStyle{2}

BroadcastStyle(::Type) = Unknown()
BroadcastStyle(::Type{<:Tuple}) = Style{Tuple}()
BroadcastStyle(::Type{<:AbstractArray{T, N}}) where {T, N} = DefaultArrayStyle{N}()
BroadcastStyle(::Type{T}) where {T} = DefaultArrayStyle{ndims(T)}()
BroadcastStyle(::Type{Union{}}) = Unknown()
BroadcastStyle(::BroadcastStyle, ::BroadcastStyle) = Unknown()
BroadcastStyle(::Unknown, ::Unknown) = Unknown()
BroadcastStyle(::S, ::Unknown) where {S <: BroadcastStyle} = S()
BroadcastStyle(::Style{Tuple}, ::AbstractArrayStyle{0}) = Style{Tuple}()
BroadcastStyle(::AbstractArrayStyle{0}, ::Style{Tuple}) = Style{Tuple}()
BroadcastStyle(a::AbstractArrayStyle, ::Style{Tuple}) = a
BroadcastStyle(::A, ::A) where {A <: ArrayStyle} = A()
BroadcastStyle(::ArrayStyle, ::ArrayStyle) = Unknown()
BroadcastStyle(::A, ::A) where {A <: AbstractArrayStyle} = A()
function BroadcastStyle(a::A, b::B) where {A <: AbstractArrayStyle{M}, B <: AbstractArrayStyle{N}} where {M, N}
    A.name === B.name && return A(Val(max(M, N)))
    return ArrayConflict()
end
BroadcastStyle(::ArrayConflict, ::ArrayConflict) = ArrayConflict()
BroadcastStyle(::ArrayConflict, ::AbstractArrayStyle) = ArrayConflict()
BroadcastStyle(a::AbstractArrayStyle, ::DefaultArrayStyle) = a
BroadcastStyle(a::AbstractArrayStyle{Any}, ::DefaultArrayStyle) = a
BroadcastStyle(a::AbstractArrayStyle{N}, ::DefaultArrayStyle{N}) where {N} = a
BroadcastStyle(a::AbstractArrayStyle{M}, ::DefaultArrayStyle{N}) where {M, N} = typeof(a)(Val(max(M, N)))
BroadcastStyle(a::DefaultArrayStyle{M}, ::DefaultArrayStyle{N}) where {M, N} = DefaultArrayStyle(Val(max(M, N)))
BroadcastStyle(a::DefaultArrayStyle{N}, ::DefaultArrayStyle{N}) where {N} = a

"A call that waits: `f` of `args`, elementwise."
struct Broadcasted{Style <: Union{Nothing, BroadcastStyle}, Axes, F, Args <: Tuple}
    f::F
    args::Args
    axes::Axes
end
Broadcasted(f::F, args::Args, axes = nothing) where {F, Args <: Tuple} = Broadcasted{typeof(combine_styles(args...))}(f, args, axes)
Broadcasted{Style}(f::F, args::Args, axes = nothing) where {Style, F, Args} =
    Broadcasted{Style, typeof(axes), Core.Typeof(f), Args}(f, args, axes)
convert(::Type{Broadcasted{NewStyle}}, bc::Broadcasted{Style, Axes, F, Args}) where {NewStyle, Style, Axes, F, Args} =
    Broadcasted{NewStyle, Axes, F, Args}(bc.f, bc.args, bc.axes)
show(io::IO, bc::Broadcasted) = (print(io, "Base.Broadcast.Broadcasted("); show(io, bc.f); print(io, ", "); show(io, bc.args); print(io, ")"))

# Arguments
broadcastable(x::Union{Symbol, AbstractString, Function, UndefInitializer, Nothing, RoundingMode, Missing, Val, Pair}) = Ref(x)
broadcastable(::Type{T}) where {T} = Ref{Type{T}}(T)
broadcastable(x::Union{AbstractArray, Number, Ref, Tuple, Broadcasted}) = x
broadcastable(x) = collect(x)
broadcastable(::Union{AbstractDict, NamedTuple}) = throw(ArgumentError("broadcasting over dictionaries and `NamedTuple`s is reserved"))

"""
    broadcasted(f, args...)

The lazy call that `f.(args...)` is lowered to.
"""
broadcasted(f, args...) = (@_inline_meta; args2 = map(broadcastable, args); broadcasted(combine_styles(args2...), f, args2...))
broadcasted(f, arg1, args...) =
    (@_inline_meta; a = broadcastable(arg1); rest = map(broadcastable, args); broadcasted(combine_styles(a, rest...), f, a, rest...))
broadcasted(f, arg1, arg2, args...) = (@_inline_meta; a = broadcastable(arg1); b = broadcastable(arg2);
    rest = map(broadcastable, args); broadcasted(combine_styles(a, b, rest...), f, a, b, rest...))
broadcasted(style::S, f, args...) where {S <: BroadcastStyle} = (@_inline_meta; Broadcasted{S}(f, args))
broadcasted_kwsyntax(f, args...; kwargs...) =
    isempty(kwargs) ? broadcasted(f, args...) : broadcasted((xs...) -> f(xs...; kwargs...), args...)

combine_styles() = DefaultArrayStyle{0}()
combine_styles(c) = (@_inline_meta; result_style(style_of(c)))
combine_styles(c1, c2) = (@_inline_meta; result_style(style_of(c1), style_of(c2)))
combine_styles(c1, c2, cs...) = (@_inline_meta; result_style(style_of(c1), combine_styles(c2, cs...)))
style_of(c) = BroadcastStyle(typeof(c))
style_of(bc::Broadcasted{Style}) where {Style} = Style()
style_of(bc::Broadcasted{Nothing}) = throw(ArgumentError("a Broadcasted without style has no style to combine"))
result_style(s::BroadcastStyle) = s
result_style(s1::S, s2::S) where {S <: BroadcastStyle} = S()
result_style(s1, s2) = (@_inline_meta; result_join(s1, s2, BroadcastStyle(s1, s2), BroadcastStyle(s2, s1)))
result_join(::Any, ::Any, ::Unknown, ::Unknown) = Unknown()
result_join(::Any, ::Any, ::Unknown, s::BroadcastStyle) = s
result_join(::Any, ::Any, s::BroadcastStyle, ::Unknown) = s
result_join(::Any, ::Any, ::S, ::S) where {S <: BroadcastStyle} = S()
result_join(::AbstractArrayStyle, ::AbstractArrayStyle, ::Unknown, ::Unknown) = ArrayConflict()
result_join(s1, s2, r1, r2) = error("conflicting broadcast rules defined: $s1 and $s2 give $r1 and $r2")

# Shapes
broadcast_axes(A) = axes(A)
axes(bc::Broadcasted) = axes_of(bc, bc.axes)
axes_of(::Broadcasted, axes::Tuple) = axes
axes_of(bc::Broadcasted, ::Nothing) = combine_axes(bc.args...)
axes_of(bc::Broadcasted{<:AbstractArrayStyle{0}}, ::Nothing) = ()
axes(bc::Broadcasted, d::Integer) = d <= length(axes(bc)) ? axes(bc)[d] : OneTo(1)
size(bc::Broadcasted) = map(length, axes(bc))
length(bc::Broadcasted) = prod(size(bc))
ndims(bc::Broadcasted) = length(axes(bc))
ndims(::Type{<:Broadcasted{<:Any, <:NTuple{N, Any}}}) where {N} = N
keys(bc::Broadcasted) = eachindex(bc)
eachindex(bc::Broadcasted) = index_range(axes(bc))
index_range(t::Tuple{Any}) = t[1]
index_range(t::Tuple) = CartesianIndices(t)
Base.IteratorSize(::Type{<:Broadcasted{<:Any, <:NTuple{N, Base.OneTo}}}) where {N} = Base.HasShape{N}()
Base.IteratorEltype(::Type{<:Broadcasted}) = Base.EltypeUnknown()
function iterate(bc::Broadcasted, s = (eachindex(bc),))
    y = iterate(s...)
    y === nothing && return nothing
    return bc[y[1]], (s[1], y[2])
end
combine_axes(A, B...) = (@_inline_meta; broadcast_shape(axes(A), combine_axes(B...)))
combine_axes(A, B) = (@_inline_meta; broadcast_shape(axes(A), axes(B)))
combine_axes(A) = axes(A)
broadcast_shape(shape::Tuple) = shape
broadcast_shape(s1::Tuple, s2::Tuple, rest::Tuple...) = (@_inline_meta; broadcast_shape(join_shapes(s1, s2), rest...))
join_shapes(::Tuple{}, ::Tuple{}) = ()
join_shapes(::Tuple{}, s::Tuple) = (s[1], join_shapes((), tail(s))...)
join_shapes(s::Tuple, ::Tuple{}) = (s[1], join_shapes(tail(s), ())...)
join_shapes(s1::Tuple, s2::Tuple) = (@_inline_meta; (join_axis(s1[1], s2[1]), join_shapes(tail(s1), tail(s2))...))
function join_axis(a, b)
    length(b) == 1 && return a
    (length(a) == 1 || length(a) == length(b)) && return b
    throw(DimensionMismatch("arrays could not be broadcast to a common size; got a dimension with lengths $(length(a)) and $(length(b))"))
end
check_broadcast_axes(shp, args...) = foreach(A -> check_shape(shp, axes(A)), args)
check_shape(::Tuple{}, ::Tuple{}) = nothing
check_shape(shp, ::Tuple{}) = nothing
check_shape(::Tuple{}, ashp::Tuple) = all(r -> length(r) == 1, ashp) || throw_extra(ashp)
function check_shape(shp, ashp)
    length(ashp[1]) == 1 || length(shp[1]) == length(ashp[1]) || throw(DimensionMismatch("array could not be broadcast to match destination"))
    return check_shape(tail(shp), tail(ashp))
end
throw_extra(ashp) = throw(DimensionMismatch("cannot broadcast array to have fewer dimensions"))

instantiate(x) = x
instantiate(bc::Broadcasted{<:AbstractArrayStyle{0}}) = bc
function instantiate(bc::Broadcasted{Style}) where {Style}
    @_inline_meta
    if bc.axes isa Nothing
        ax = combine_axes(bc.args...)
    else
        ax = bc.axes
        check_broadcast_axes(ax, bc.args...)
    end
    return Broadcasted{Style}(bc.f, bc.args, ax)
end
instantiate(bc::Broadcasted{Style{Tuple}}) = (check_broadcast_axes(axes(bc), bc.args...); bc)

# Elements. An argument with one element along a dimension gives that element everywhere.
getindex(bc::Broadcasted, I::Union{Integer, CartesianIndex}) = (@_inline_meta; _broadcast_getindex(bc, I))
getindex(bc::Broadcasted, i1::Integer, i2::Integer, I::Integer...) = bc[CartesianIndex(i1, i2, I...)]
getindex(bc::Broadcasted) = bc[CartesianIndex(())]
_broadcast_getindex(bc::Broadcasted, I) = (@_inline_meta; _broadcast_getindex_evalf(bc.f, get_args(bc.args, I)...))
_broadcast_getindex(A::Union{Ref, AbstractArray{<:Any, 0}, Number}, I) = A[]
_broadcast_getindex(::Ref{Type{T}}, I) where {T} = T
_broadcast_getindex(A::Tuple{Any}, I) = A[1]
_broadcast_getindex(A::Tuple, I) = A[first_index(I)]
_broadcast_getindex(A::AbstractArray, I) = (@_inline_meta; A[extruded(axes(A), I)])
_broadcast_getindex(A::AbstractVector, I::Integer) = (@_inline_meta; length(A) == 1 ? A[1] : A[I])
_broadcast_getindex(A, I) = A[I]
first_index(i::Integer) = i
first_index(I::CartesianIndex) = I[1]
extruded(ax::Tuple, i::Integer) = length(ax[1]) == 1 ? 1 : i
extruded(ax::Tuple, I::CartesianIndex) = CartesianIndex(extruded_tuple(ax, I.I))
extruded_tuple(ax::Tuple{}, I::Tuple{}) = ()
extruded_tuple(ax::Tuple{}, I::Tuple) = ()
extruded_tuple(ax::Tuple, I::Tuple{}) = (1, extruded_tuple(tail(ax), ())...)
extruded_tuple(ax::Tuple, I::Tuple) = (@_inline_meta; (ifelse(length(ax[1]) == 1, 1, I[1]), extruded_tuple(tail(ax), tail(I))...))
get_args(args::Tuple{}, I) = ()
get_args(args::Tuple{Any}, I) = (@_inline_meta; (_broadcast_getindex(args[1], I),))
get_args(args::Tuple, I) = (@_inline_meta; (_broadcast_getindex(args[1], I), get_args(tail(args), I)...))
_broadcast_getindex_evalf(f::F, args::Vararg{Any, N}) where {F, N} = (@_inline_meta; f(args...))

# The type that inference gives the elements
eltypes(::Tuple{}) = Tuple{}
eltypes(t::Tuple{Any}) = Tuple{_broadcast_getindex_eltype(t[1])}
eltypes(t::Tuple{Any, Any}) = Tuple{_broadcast_getindex_eltype(t[1]), _broadcast_getindex_eltype(t[2])}
eltypes(t::Tuple) = Tuple{map(_broadcast_getindex_eltype, t)...}
_broadcast_getindex_eltype(A) = eltype(A)
_broadcast_getindex_eltype(bc::Broadcasted) = Core.Compiler.return_type(bc.f, eltypes(bc.args))
combine_eltypes(f, args::Tuple) = (@_inline_meta; Core.Compiler.return_type(f, eltypes(args)))

# Results
broadcast(f::F, As...) where {F} = materialize(broadcasted(f, As...))
broadcast(f::F, x::Number...) where {F} = f(x...)
broadcast!(f::F, dest, As...) where {F} = (materialize!(dest, broadcasted(f, As...)); dest)
materialize(bc::Broadcasted) = (@_inline_meta; copy(instantiate(bc)))
materialize(x) = x
materialize!(dest, x) = (@_inline_meta; materialize!(dest, instantiate(Broadcasted(identity, (x,), axes(dest)))))
materialize!(dest, bc::Broadcasted{Style}) where {Style} = (@_inline_meta; materialize!(combine_styles(dest, bc), dest, bc))
materialize!(::BroadcastStyle, dest, bc::Broadcasted{Style}) where {Style} =
    (@_inline_meta; copyto!(dest, instantiate(Broadcasted{Style}(bc.f, bc.args, axes(dest)))))

copy(bc::Broadcasted{<:AbstractArrayStyle{0}}) = bc[CartesianIndex()]
copy(bc::Broadcasted{<:Union{Nothing, Unknown}}) = throw(ArgumentError("broadcasting requires an assigned BroadcastStyle"))
copy(bc::Broadcasted{Style{Tuple}}) = (n = length(axes(bc)[1]); ntuple(k -> _broadcast_getindex(bc, k), Val(tuple_length(bc))))
tuple_length(bc::Broadcasted) = tuple_length_args(bc.args)
tuple_length_args(::Tuple{}) = 1
tuple_length_args(args::Tuple) = longer(tuple_length_arg(args[1]), tuple_length_args(tail(args)))
tuple_length_arg(t::Tuple) = length(t)
tuple_length_arg(bc::Broadcasted) = tuple_length(bc)
tuple_length_arg(x) = 1
longer(a, b) = a == 1 ? b : a
function copy(bc::Broadcasted{Style}) where {Style}
    ElType = combine_eltypes(bc.f, bc.args)
    if Base.isconcretetype(ElType)
        return copyto!(similar(bc, ElType), bc)
    end
    # No concrete type is known: begin with that of the first element.
    inds = eachindex(bc)
    y = iterate(inds)
    y === nothing && return similar(bc, ElType)
    I, state = y
    val = bc[I]
    dest = similar(bc, typeof(val))
    dest[I] = val
    return copyto_nonleaf!(dest, bc, inds, state)
end
function copyto_nonleaf!(dest, bc::Broadcasted, iter, state)
    T = eltype(dest)
    while true
        y = iterate(iter, state)
        y === nothing && break
        I, state = y
        val = bc[I]
        if val isa T || typeof(val) === T
            dest[I] = val
        else
            wider = similar(bc, promote_typejoin(T, typeof(val)))
            for J in iter
                J == I && break
                wider[J] = dest[J]
            end
            wider[I] = val
            return copyto_nonleaf!(wider, bc, iter, state)
        end
    end
    return dest
end
similar(bc::Broadcasted, ::Type{T}) where {T} = similar(bc, T, axes(bc))
similar(::Broadcasted{DefaultArrayStyle{N}}, ::Type{T}, dims) where {N, T} = similar(Array{T, length(dims)}, dims)
similar(::Broadcasted{DefaultArrayStyle{N}}, ::Type{Bool}, dims) where {N} = similar(BitArray, dims)
similar(::Broadcasted{ArrayConflict}, ::Type{T}, dims) where {T} = similar(Array{T, length(dims)}, dims)
similar(::Broadcasted{ArrayConflict}, ::Type{Bool}, dims) = similar(BitArray, dims)

copyto!(dest::AbstractArray, bc::Broadcasted) = (@_inline_meta; copyto!(dest, convert(Broadcasted{Nothing}, bc)))
copyto!(dest::AbstractArray, bc::Broadcasted{<:AbstractArrayStyle{0}}) =
    bc.f === identity && bc.args isa Tuple{Any} && !(bc.args[1] isa Broadcasted) ? fill_all!(dest, _broadcast_getindex(bc.args[1], CartesianIndex())) :
    copyto!(dest, convert(Broadcasted{Nothing}, bc))
function fill_all!(dest, x)
    for I in eachindex(dest)
        dest[I] = x
    end
    return dest
end
function copyto!(dest::AbstractArray, bc::Broadcasted{Nothing})
    @_inline_meta
    axes(dest) == axes(bc) || throw(DimensionMismatch("array could not be broadcast to match destination"))
    safe = unaliased(dest, bc)
    for I in eachindex(safe)
        dest[I] = safe[I]
    end
    return dest
end
# Arguments that share memory with the destination are copied, except the destination itself.
unaliased(dest, bc::Broadcasted{Style}) where {Style} = Broadcasted{Style}(bc.f, unaliased_args(dest, bc.args), bc.axes)
unaliased(dest, x) = x
unaliased(dest, x::AbstractArray) = dest === x ? x : unalias(dest, x)
unaliased_args(dest, ::Tuple{}) = ()
unaliased_args(dest, args::Tuple) = (@_inline_meta; (unaliased(dest, args[1]), unaliased_args(dest, tail(args))...))

# Ranges stay ranges under what keeps their steps equal.
const VectorStyle = DefaultArrayStyle{1}
broadcasted(::VectorStyle, ::typeof(+), r::AbstractRange) = r
broadcasted(::VectorStyle, ::typeof(-), r::OrdinalRange) = -r
broadcasted(::VectorStyle, ::typeof(-), r::StepRangeLen) = -r
broadcasted(::VectorStyle, ::typeof(-), r::LinRange) = -r
broadcasted(::VectorStyle, ::typeof(+), x::Real, r::AbstractUnitRange) = range_shifted(r, x)
broadcasted(::VectorStyle, ::typeof(+), r::AbstractUnitRange, x::Real) = range_shifted(r, x)
broadcasted(::VectorStyle, ::typeof(+), r::AbstractRange, x::Number) = range_shifted(r, x)
broadcasted(::VectorStyle, ::typeof(+), x::Number, r::AbstractRange) = range_shifted(r, x)
broadcasted(::VectorStyle, ::typeof(-), r::AbstractUnitRange, x::Number) = range_shifted(r, -x)
broadcasted(::VectorStyle, ::typeof(-), r::AbstractRange, x::Number) = range_shifted(r, -x)
broadcasted(::VectorStyle, ::typeof(-), x::Number, r::AbstractRange) = range_shifted(-r, x)
broadcasted(::VectorStyle, ::typeof(*), x::Number, r::AbstractRange) = range_scaled(*, r, x)
broadcasted(::VectorStyle, ::typeof(*), r::AbstractRange, x::Number) = range_scaled(*, r, x)
broadcasted(::VectorStyle, ::typeof(/), r::AbstractRange, x::Number) = range_scaled(/, r, x)
broadcasted(::VectorStyle, ::typeof(\), x::Number, r::AbstractRange) = range_scaled(/, r, x)
broadcasted(::VectorStyle, ::typeof(+), r::AbstractRange, s::AbstractRange) = r + s
broadcasted(::VectorStyle, ::typeof(-), r::AbstractRange, s::AbstractRange) = r - s

# `@.`
dot_everywhere(x) = x
function dot_everywhere(ex::Expr)
    head, args = ex.head, Any[dot_everywhere(a) for a in ex.args]
    if head === :call && takes_dot(ex.args[1])
        return Expr(:., args[1], Expr(:tuple, args[2:end]...))
    elseif head === :comparison
        return Expr(head, Any[iseven(i) ? dotted_comparison(a) : a for (i, a) in enumerate(args)]...)
    elseif head === :$
        return ex.args[1]
    elseif head === :let || head === :for
        # What the loop or the block is over keeps its plain assignments.
        return Expr(head, undotted(args[1]), args[2])
    elseif head === :function || head === :macro || head === :(=) && ex.args[1] isa Expr && ex.args[1].head === :call
        return Expr(head, ex.args[1], args[2])
    elseif head === :&& || head === :||
        error("Using `&&` and `||` is disallowed in `@.` expressions.\nUse `&` or `|` for elementwise logical operations.")
    elseif head === :(<:) || head === :(>:)
        return Expr(:call, Symbol(".", head), args...)
    elseif string(head)[end] == '=' && string(head)[1] != '.'
        return Expr(Symbol(".", head), args...)
    end
    return Expr(head, args...)
end
takes_dot(f) = true
takes_dot(f::Symbol) = f === :.. || !(Base.isoperator(f) && string(f)[1] == '.')
takes_dot(f::Expr) = f.head !== :$
dotted_comparison(op) = op
dotted_comparison(op::Symbol) = Base.isoperator(op) && takes_dot(op) ? Symbol(".", op) : op
undotted(x) = x
undotted(x::Expr) = x.head === :.= ? Expr(:(=), x.args...) : x.head === :block ? Expr(:block, Any[undotted(a) for a in x.args]...) : x
macro __dot__(x)
    return Base.esc(dot_everywhere(x))
end

end

using .Broadcast: @__dot__
