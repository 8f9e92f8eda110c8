# `missing` spreads through comparison and arithmetic; what asks about it does not.
nonmissingtype(::Type{T}) where {T} = typesplit(T, Missing)
function nonmissingtype_checked(T::Type)
    R = nonmissingtype(T)
    R >: T && error("could not compute non-missing type")
    return R
end
for U in (:Nothing, :Missing)
    @eval begin
        promote_rule(T::Type{$U}, S::Type) = Union{S, $U}
    end
end
promote_rule(T::Type{Union{Nothing, Missing}}, S::Type) = Union{S, Nothing, Missing}
function promote_rule(T::Type{>:Union{Nothing, Missing}}, S::Type)
    R = nonnothingtype(T)
    R >: T && return Any
    T = R
    R = nonmissingtype(T)
    R >: T && return Any
    T = R
    R = promote_type(T, S)
    return Union{R, Nothing, Missing}
end
function promote_rule(T::Type{>:Missing}, S::Type)
    R = nonmissingtype(T)
    R >: T && return Any
    T = R
    R = promote_type(T, S)
    return Union{R, Missing}
end
function promote_rule(T::Type{>:Nothing}, S::Type)
    R = nonnothingtype(T)
    R >: T && return Any
    T = R
    R = promote_type(T, S)
    return Union{R, Nothing}
end
nonnothingtype(::Type{T}) where {T} = typesplit(T, Nothing)
function nonnothingtype_checked(T::Type)
    R = nonnothingtype(T)
    R >: T && error("could not compute non-nothing type")
    return R
end

convert(::Type{T}, x::T) where {T >: Missing} = x
convert(::Type{T}, x::T) where {T >: Nothing} = x
convert(::Type{T}, x::T) where {T >: Union{Missing, Nothing}} = x
convert(::Type{T}, x) where {T >: Missing} = convert(nonmissingtype_checked(T), x)
convert(::Type{T}, x) where {T >: Nothing} = convert(nonnothingtype_checked(T), x)
convert(::Type{T}, x) where {T >: Union{Missing, Nothing}} = convert(nonmissingtype_checked(nonnothingtype_checked(T)), x)

==(::Missing, ::Missing) = missing
==(::Missing, ::Any) = missing
==(::Any, ::Missing) = missing
==(::Missing, ::WeakRef) = missing
==(::WeakRef, ::Missing) = missing
isequal(::Missing, ::Missing) = true
isequal(::Missing, ::Any) = false
isequal(::Any, ::Missing) = false
<(::Missing, ::Missing) = missing
<(::Missing, ::Any) = missing
<(::Any, ::Missing) = missing
isless(::Missing, ::Missing) = false
isless(::Missing, ::Any) = false
isless(::Any, ::Missing) = true
isapprox(::Missing, ::Missing; kwargs...) = missing
isapprox(::Missing, ::Any; kwargs...) = missing
isapprox(::Any, ::Missing; kwargs...) = missing

for f in (:(!), :(~), :(+), :(-), :(*), :(&), :(|), :(xor), :(zero), :(one), :(oneunit), :(isfinite), :(isinf), :(isodd),
          :(isinteger), :(isreal), :(isnan), :(iszero), :(transpose), :(adjoint), :(float), :(conj), :(abs), :(abs2), :(iseven), :(ispow2),
          :(real), :(imag), :(sign), :(inv))
    @eval ($f)(::Missing) = missing
end
for f in (:(zero), :(one), :(oneunit))
    @eval function $(f)(::Type{Union{T, Missing}}) where {T}
        T === Any && throw(MethodError($f, (Any,)))
        $f(T)
    end
    @eval ($f)(::Type{Missing}) = missing
end
for f in (:(+), :(-), :(*), :(/), :(^), :(mod), :(rem))
    @eval begin
        ($f)(::Missing, ::Missing) = missing
        ($f)(::Missing, ::Number) = missing
        ($f)(::Number, ::Missing) = missing
    end
end
div(::Missing, ::Missing, r::RoundingMode) = missing
div(::Missing, ::Number, r::RoundingMode) = missing
div(::Number, ::Missing, r::RoundingMode) = missing
min(::Missing, ::Missing) = missing
min(::Missing, ::Any) = missing
min(::Any, ::Missing) = missing
max(::Missing, ::Missing) = missing
max(::Missing, ::Any) = missing
max(::Any, ::Missing) = missing
missing_conversion_msg(@nospecialize T) = "cannot convert a missing value to type $T: use Union{$T, Missing} instead"
for f in (:round, :floor, :ceil, :trunc)
    @eval begin
        ($f)(::Missing, r::RoundingMode = RoundNearest; sigdigits::Integer = 0, digits::Integer = 0, base::Integer = 0) = missing
        ($f)(::Type{>:Missing}, ::Missing) = missing
        ($f)(::Type{T}, ::Missing) where {T} = throw(MissingException(missing_conversion_msg(T)))
    end
end
(&)(a::Missing, b::Missing) = missing
(&)(a::Missing, b::Bool) = ifelse(b, missing, false)
(&)(a::Bool, b::Missing) = ifelse(a, missing, false)
(&)(::Missing, ::Integer) = missing
(&)(::Integer, ::Missing) = missing
(|)(a::Missing, b::Missing) = missing
(|)(a::Missing, b::Bool) = ifelse(b, true, missing)
(|)(a::Bool, b::Missing) = ifelse(a, true, missing)
(|)(::Missing, ::Integer) = missing
(|)(::Integer, ::Missing) = missing
xor(a::Missing, b::Missing) = missing
xor(a::Missing, b::Bool) = missing
xor(b::Bool, a::Missing) = missing
xor(::Missing, ::Integer) = missing
xor(::Integer, ::Missing) = missing
*(d::Missing, x::Union{AbstractString, AbstractChar}) = missing
*(d::Union{AbstractString, AbstractChar}, x::Missing) = missing
hash(::Missing, h::UInt) = hash(:missing, h)

"`coalesce(x...)`: the first value that is not `missing`."
function coalesce end
coalesce() = missing
coalesce(x::Missing, y...) = coalesce(y...)
coalesce(x::Any, y...) = x

"`skipmissing(itr)`: the elements that are not missing."
skipmissing(itr) = SkipMissing(itr)
struct SkipMissing{T}
    x::T
end
IteratorSize(::Type{<:SkipMissing}) = SizeUnknown()
IteratorEltype(::Type{SkipMissing{T}}) where {T} = IteratorEltype(T)
eltype(::Type{SkipMissing{T}}) where {T} = nonmissingtype(eltype(T))
function iterate(itr::SkipMissing, state...)
    y = iterate(itr.x, state...)
    y === nothing && return nothing
    item, state = y
    while ismissing(item)
        y = iterate(itr.x, state)
        y === nothing && return nothing
        item, state = y
    end
    item, state
end
keys(itr::SkipMissing) = Iterators.filter(i -> @inbounds(itr.x[i]) !== missing, keys(itr.x))
eachindex(itr::SkipMissing) = Iterators.filter(i -> @inbounds(itr.x[i]) !== missing, eachindex(itr.x))
@inline function getindex(itr::SkipMissing, I...)
    v = itr.x[I...]
    v === missing && throw(MissingException("the value at index $I is missing"))
    v
end
show(io::IO, s::SkipMissing) = (print(io, "skipmissing("); show(io, s.x); print(io, ')'))
