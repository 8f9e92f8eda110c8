"Numbers and truth values that are types, so that the compiler knows them."
module Static

export StaticInt, StaticBool, True, False, static, known

struct StaticInt{N} <: Integer end
StaticInt(N::Int) = StaticInt{N}()

abstract type StaticBool <: Integer end
struct True <: StaticBool end
struct False <: StaticBool end

static(n::Int) = StaticInt{n}()
static(b::Bool) = b ? True() : False()
known(::StaticInt{N}) where {N} = N
known(::True) = true
known(::False) = false
known(n::Int) = n
known(b::Bool) = b

Base.Int(::StaticInt{N}) where {N} = N
Base.convert(::Type{Int}, ::StaticInt{N}) where {N} = N
Base.promote_rule(::Type{<:StaticInt}, ::Type{Int}) = Int
Base.promote_rule(::Type{Int}, ::Type{<:StaticInt}) = Int
for op in (:+, :-, :*)
    @eval Base.$op(::StaticInt{M}, ::StaticInt{N}) where {M,N} = StaticInt{$op(M, N)}()
    @eval Base.$op(::StaticInt{M}, n::Int) where {M} = $op(M, n)
    @eval Base.$op(n::Int, ::StaticInt{M}) where {M} = $op(n, M)
end
Base.:(<=)(::StaticInt{M}, n::Int) where {M} = M <= n
Base.:(<=)(n::Int, ::StaticInt{M}) where {M} = n <= M
Base.:<(::StaticInt{M}, n::Int) where {M} = M < n
Base.:<(n::Int, ::StaticInt{M}) where {M} = n < M

# The negation of a type is a type. Until now every `!` of something unknown was known to be a Bool.
Base.:!(::True) = False()
Base.:!(::False) = True()

end
