# Arithmetic of whole arrays: sums and scalar multiples, which are elementwise. Products of matrices are in linalg.jl.

+(A::AbstractArray) = map(+, A)
-(A::AbstractArray) = map(-, A)
~(A::AbstractArray) = map(~, A)
conj(A::AbstractArray) = map(conj, A)
conj(x::AbstractArray{<:Real}) = x
conj!(A::AbstractArray) = map!(conj, A, A)
real(A::AbstractArray) = map(real, A)
real(x::AbstractArray{<:Real}) = x
imag(A::AbstractArray) = map(imag, A)
imag(x::AbstractArray{<:Real}) = zero(x)
+(A::AbstractArray, B::AbstractArray) = (promote_shape(A, B); broadcast(+, A, B))
-(A::AbstractArray, B::AbstractArray) = (promote_shape(A, B); broadcast(-, A, B))
+(A::Array, B::Array) = (promote_shape(A, B); broadcast(+, A, B))
-(A::Array, B::Array) = (promote_shape(A, B); broadcast(-, A, B))
+(A::Array, Bs::Array...) = (foreach(B -> promote_shape(A, B), Bs); broadcast(+, A, Bs...))
*(A::Number, B::AbstractArray) = broadcast(*, A, B)
*(A::AbstractArray, B::Number) = broadcast(*, A, B)
/(A::AbstractArray, B::Number) = broadcast(/, A, B)
\(A::Number, B::AbstractArray) = broadcast(/, B, A)
//(A::AbstractArray, b::Number) = broadcast(//, A, b)
div(A::AbstractArray, b::Number) = broadcast(div, A, b)

float(A::AbstractArray{<:AbstractFloat}) = A
float(A::AbstractArray) = map(float, A)
float(r::AbstractUnitRange) = range_step_length(float(first(r)), one(float(first(r))), length(r))
complex(A::AbstractArray) = map(complex, A)
big(A::AbstractArray) = map(big, A)
iszero(A::AbstractArray) = all(iszero, A)
isreal(A::AbstractArray) = all(isreal, A)
isinteger(A::AbstractArray) = all(isinteger, A)
clamp!(A::AbstractArray, low, high) = map!(x -> clamp(x, low, high), A, A)
isapprox(x::AbstractArray, y::AbstractArray; atol::Real = 0, rtol::Real = atol > 0 ? 0 : sqrt(eps(float(real(one(promote_eltype(x, y))))))) =
    size(x) == size(y) && (d = euclidean(x - y); isfinite(d) ? d <= max(atol, rtol * max(euclidean(x), euclidean(y))) : all(map((a, b) -> isapprox(a, b; atol = atol, rtol = rtol), x, y)))
euclidean(A) = sqrt(sum(abs2, A; init = zero(float(real(eltype(A))))))

# Running totals
accumulate(op, A; init = _InitialValue()) = accumulate_by(op, A, init)
function accumulate_by(op, A, init)
    y = iterate(A)
    y === nothing && return collect(A)
    v = BottomRF(op)(init, y[1])
    out = _array_for(typeof(v), A, IteratorSize(A))
    st = y[2]
    i = firstindex(out)
    out = accumulated!(out, v, i)
    while true
        y = iterate(A, st)
        y === nothing && return out
        v, st, i = op(v, y[1]), y[2], i + 1
        out = accumulated!(out, v, i)
    end
end
accumulated!(out::Vector{T}, v, i) where {T} = i > length(out) ? (v isa T ? push!(out, v) : push_widen(out, v)) :
    v isa T ? (out[i] = v; out) : setindex_widen_up_to(out, v, i)
accumulated!(out, v, i) = v isa eltype(out) ? (out[i] = v; out) : setindex_widen_up_to(out, v, i)
function accumulate!(op, B, A; init = _InitialValue())
    acc = init
    for (i, x) in zip(eachindex(B), A)
        acc = BottomRF(op)(acc, x)
        B[i] = acc
    end
    return B
end
cumsum(A::AbstractVector) = accumulate(add_sum, A)
cumsum(itr) = accumulate(add_sum, itr)
cumprod(A::AbstractVector) = accumulate(mul_prod, A)
cumprod(itr) = accumulate(mul_prod, itr)
cumsum!(B::AbstractVector, A) = accumulate!(add_sum, B, A)
cumprod!(B::AbstractVector, A) = accumulate!(mul_prod, B, A)
cumsum(A::AbstractArray; dims::Integer) = mapslices(v -> accumulate(add_sum, v), A, dims = dims)
cumprod(A::AbstractArray; dims::Integer) = mapslices(v -> accumulate(mul_prod, v), A, dims = dims)

"The element type that `f` of elements of these types has, as far as inference knows."
promote_op(f, S::Type...) = (@_inline_meta; Core.Compiler.return_type(f, Tuple{S...}))
