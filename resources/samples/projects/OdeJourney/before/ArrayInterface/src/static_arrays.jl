# Evaluated in every session that has StaticArrays: no cache holds what is made here.

const SArray = StaticArrays.SArray

fast_scalar_indexing(::Type{<:StaticArrays.StaticArray}) = True()
can_setindex(::Type{<:StaticArrays.StaticArray}) = False()

# For each length by itself, as StaticArrays does.
for L in 1:24
    @eval begin
        restructure(::SArray{Tuple{$L},T,1,$L}, y) where {T} = SArray{Tuple{$L},T,1,$L}($(Expr(:tuple, (:(T(y[$i])) for i in 1:L)...)))
        zeromatrix(::SArray{Tuple{$L},T,1,$L}) where {T} = zeros(T, $L, $L)
        known_length(::Type{<:SArray{Tuple{$L}}}) = StaticInt{$L}()
    end
end
known_length(::Type) = nothing
