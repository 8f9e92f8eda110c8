"Derivatives by numbers that carry them: a value, and its derivatives in N directions."
module ForwardDiff

export Dual, value, partials, seed!, unseed

struct Dual{Tag,V<:Real,N} <: Real
    value::V
    partials::NTuple{N,V}
end
value(d::Dual) = d.value
value(x::Real) = x
partials(d::Dual) = d.partials

@inline dual(::Type{Tag}, v::V, p::NTuple{N,V}) where {Tag,V,N} = Dual{Tag,V,N}(v, p)
@inline zeros_of(::Type{V}, ::Val{N}) where {V,N} = ntuple(_ -> zero(V), Val(N))

Dual{Tag,V,N}(x::Real) where {Tag,V,N} = Dual{Tag,V,N}(convert(V, x), zeros_of(V, Val(N)))
Base.convert(::Type{Dual{Tag,V,N}}, x::Real) where {Tag,V,N} = Dual{Tag,V,N}(x)
Base.convert(::Type{D}, x::D) where {D<:Dual} = x
Base.promote_rule(::Type{Dual{Tag,V,N}}, ::Type{T}) where {Tag,V,N,T<:Real} = Dual{Tag,promote_type(V, T),N}
Base.zero(::Type{D}) where {D<:Dual} = D(0)
Base.one(::Type{D}) where {D<:Dual} = D(1)

@inline Base.:+(a::Dual{T,V,N}, b::Dual{T,V,N}) where {T,V,N} = dual(T, a.value + b.value, map(+, a.partials, b.partials))
@inline Base.:-(a::Dual{T,V,N}, b::Dual{T,V,N}) where {T,V,N} = dual(T, a.value - b.value, map(-, a.partials, b.partials))
@inline Base.:-(a::Dual{T,V,N}) where {T,V,N} = dual(T, -a.value, map(-, a.partials))
@inline function Base.:*(a::Dual{T,V,N}, b::Dual{T,V,N}) where {T,V,N}
    x, y = a.value, b.value
    return dual(T, x * y, map((p, q) -> p * y + q * x, a.partials, b.partials))
end
@inline function Base.:/(a::Dual{T,V,N}, b::Dual{T,V,N}) where {T,V,N}
    q, y = a.value / b.value, b.value
    return dual(T, q, map((p, r) -> (p - q * r) / y, a.partials, b.partials))
end
# With a plain number on one side nothing has to be promoted.
@inline Base.:+(a::Dual{T,V,N}, x::V) where {T,V<:AbstractFloat,N} = dual(T, a.value + x, a.partials)
@inline Base.:+(x::V, a::Dual{T,V,N}) where {T,V<:AbstractFloat,N} = a + x
@inline Base.:-(a::Dual{T,V,N}, x::V) where {T,V<:AbstractFloat,N} = dual(T, a.value - x, a.partials)
@inline Base.:-(x::V, a::Dual{T,V,N}) where {T,V<:AbstractFloat,N} = dual(T, x - a.value, map(-, a.partials))
@inline Base.:*(a::Dual{T,V,N}, x::V) where {T,V<:AbstractFloat,N} = dual(T, a.value * x, map(p -> p * x, a.partials))
@inline Base.:*(x::V, a::Dual{T,V,N}) where {T,V<:AbstractFloat,N} = a * x
@inline Base.:/(a::Dual{T,V,N}, x::V) where {T,V<:AbstractFloat,N} = dual(T, a.value / x, map(p -> p / x, a.partials))

for (f, derivative) in ((:sqrt, :(inv(2 * y))), (:exp, :y), (:sin, :(cos(x))), (:cos, :(-sin(x))), (:abs, :(x < 0 ? -one(x) : one(x))))
    @eval @inline function Base.$f(a::Dual{T,V,N}) where {T,V,N}
        x = a.value
        y = $f(x)
        slope = $derivative
        return dual(T, y, map(p -> p * slope, a.partials))
    end
end
Base.:<(a::Dual, b::Dual) = a.value < b.value
Base.:(==)(a::Dual, b::Dual) = a.value == b.value

"`duals` become `x`, with a direction of their own for the entries from `from` on."
function seed!(duals::Vector{Dual{Tag,V,N}}, x::Vector{V}, from::Int) where {Tag,V,N}
    for i in eachindex(x)
        duals[i] = Dual{Tag,V,N}(x[i], ntuple(k -> i == from + k - 1 ? one(V) : zero(V), Val(N)))
    end
    return duals
end

end
