#=
The standard library LinearAlgebra: products of matrices, adjoints, triangular, diagonal and symmetric matrices, norms;
`LinearAlgebra/factorizations.jl` has what solves. Plain loops instead of BLAS and LAPACK, so that last digits may differ from
theirs. Left out: eigenvalues, singular values, sparse and banded matrices.
=#
module LinearAlgebra

import Base: *, \, /, +, -, ==, ^, adjoint, transpose, size, getindex, setindex!, length, axes, parent, inv, copy, similar, show, kron,
    iterate, getproperty, conj, one, zero, strides, IndexStyle, convert, isone, iszero, vec, propertynames, oneunit, map, isapprox
using Base: promote_op

export Adjoint, Transpose, Diagonal, Symmetric, Hermitian, UpperTriangular, LowerTriangular, UnitUpperTriangular,
    UnitLowerTriangular, UniformScaling, I, Factorization, LU, QR, Cholesky, SingularException, PosDefException,
    LAPACKException, adjoint, adjoint!, axpy!, axpby!, cholesky, cond, cross, det, diag, diagm, dot, factorize, isdiag, ishermitian,
    isposdef, issymmetric, issuccess, istril, istriu, kron, ldiv!, lmul!, logdet, lu, lu!, mul!, norm, normalize, normalize!, opnorm,
    pinv, qr, rank, rdiv!, rmul!, tr, transpose, transpose!, tril, tril!, triu, triu!, ×, ⋅

struct SingularException <: Exception
    info::Int
end
struct PosDefException <: Exception
    info::Int
end
struct LAPACKException <: Exception
    info::Int
end
abstract type Factorization{T} end
size(F::Factorization, d::Integer) = size(F)[d]

# Wrappers
struct Adjoint{T, S} <: AbstractMatrix{T}
    parent::S
end
struct Transpose{T, S} <: AbstractMatrix{T}
    parent::S
end
Adjoint(A) = Adjoint{promote_op(adjoint, eltype(A)), typeof(A)}(A)
Transpose(A) = Transpose{promote_op(transpose, eltype(A)), typeof(A)}(A)
const AdjOrTrans{T, S} = Union{Adjoint{T, S}, Transpose{T, S}}
const AdjOrTransAbsVec{T} = AdjOrTrans{T, <:AbstractVector}
adjoint(A::AbstractVecOrMat) = Adjoint(A)
transpose(A::AbstractVecOrMat) = Transpose(A)
adjoint(A::Adjoint) = A.parent
transpose(A::Transpose) = A.parent
adjoint(A::Transpose{<:Real}) = A.parent
transpose(A::Adjoint{<:Real}) = A.parent
parent(A::AdjOrTrans) = A.parent
size(v::AdjOrTransAbsVec) = (1, length(v.parent))
size(A::AdjOrTrans) = reverse(size(A.parent))
wrapperop(::Adjoint) = adjoint
wrapperop(::Transpose) = transpose
IndexStyle(::Type{<:AdjOrTrans}) = IndexCartesian()
IndexStyle(::Type{<:AdjOrTransAbsVec}) = IndexLinear()
getindex(v::AdjOrTransAbsVec, i::Int) = wrapperop(v)(v.parent[i])
getindex(A::AdjOrTrans, i::Int, j::Int) = wrapperop(A)(A.parent isa AbstractVector ? (checkbounds(A, i, j); A.parent[j]) : A.parent[j, i])
setindex!(v::AdjOrTransAbsVec, x, i::Int) = (v.parent[i] = wrapperop(v)(x); v)
setindex!(A::AdjOrTrans, x, i::Int, j::Int) = (A.parent isa AbstractVector ? (A.parent[j] = wrapperop(A)(x)) : (A.parent[j, i] = wrapperop(A)(x)); A)
similar(A::AdjOrTrans, ::Type{T}, dims::Dims{N}) where {T, N} = similar(A.parent, T, dims)
copy(A::AdjOrTrans) = wrapped_copy(A)
wrapped_copy(A) = [A[i, j] for i in axes(A, 1), j in axes(A, 2)]
vec(v::AdjOrTransAbsVec{<:Real}) = v.parent
function map(f, v::AdjOrTransAbsVec)
    op = wrapperop(v)
    return op(map(x -> op(f(op(x))), v.parent))
end
transpose!(B::AbstractMatrix, A::AbstractMatrix) = copyto!(B, permutedims(A))
adjoint!(B::AbstractMatrix, A::AbstractMatrix) = copyto!(B, copy(adjoint(A)))
Base.dataids(A::AdjOrTrans) = Base.dataids(A.parent)

abstract type AbstractTriangular{T, S <: AbstractMatrix} <: AbstractMatrix{T} end
for (name, upper, unit) in ((:UpperTriangular, true, false), (:LowerTriangular, false, false), (:UnitUpperTriangular, true, true), (:UnitLowerTriangular, false, true))
    @eval begin
        struct $name{T, S <: AbstractMatrix{T}} <: AbstractTriangular{T, S}
            data::S
        end
        $name(A::$name) = A
        getindex(A::$name{T}, i::Integer, j::Integer) where {T} =
            $unit && i == j ? oneunit(T) : $(upper ? :(i <= j) : :(i >= j)) ? A.data[i, j] : (checkbounds(A.data, i, j); zero(T))
        setindex!(A::$name, x, i::Integer, j::Integer) = $(upper ? :(i <= j) : :(i >= j)) ? (A.data[i, j] = x; A) :
            iszero(x) ? A : throw(ArgumentError($("cannot set index in the " * (upper ? "lower" : "upper") * " triangular part of an $name matrix to a nonzero value")))
        isupper(::$name) = $upper
        isunit(::$name) = $unit
    end
end
size(A::AbstractTriangular) = size(A.data)
parent(A::AbstractTriangular) = A.data
similar(A::AbstractTriangular, ::Type{T}, dims::Dims{N}) where {T, N} = similar(A.data, T, dims)
copy(A::T) where {T <: AbstractTriangular} = T(copy(A.data))

struct Diagonal{T, V <: AbstractVector{T}} <: AbstractMatrix{T}
    diag::V
end
Diagonal(A::AbstractMatrix) = Diagonal(diag(A))
size(D::Diagonal) = (length(D.diag), length(D.diag))
getindex(D::Diagonal{T}, i::Int, j::Int) where {T} = (checkbounds(D, i, j); i == j ? D.diag[i] : zero(T))
setindex!(D::Diagonal, x, i::Int, j::Int) = i == j ? (D.diag[i] = x; D) : iszero(x) ? D :
    throw(ArgumentError("cannot set off-diagonal entry ($i, $j) to a nonzero value ($x)"))
similar(D::Diagonal, ::Type{T}) where {T} = Diagonal(similar(D.diag, T))
similar(D::Diagonal, ::Type{T}, dims::Dims{N}) where {T, N} = zeros(T, dims)
copy(D::Diagonal) = Diagonal(copy(D.diag))
transpose(D::Diagonal{<:Number}) = D
adjoint(D::Diagonal{<:Number}) = Diagonal(conj(D.diag))
+(A::Diagonal, B::Diagonal) = Diagonal(A.diag + B.diag)
-(A::Diagonal, B::Diagonal) = Diagonal(A.diag - B.diag)
*(A::Diagonal, B::Diagonal) = Diagonal(A.diag .* B.diag)
*(A::Diagonal, x::AbstractVector) = A.diag .* x
*(A::Diagonal, B::AbstractMatrix) = A.diag .* B
*(A::AbstractMatrix, B::Diagonal) = A .* permutedims(B.diag)
*(x::Number, D::Diagonal) = Diagonal(x * D.diag)
*(D::Diagonal, x::Number) = Diagonal(D.diag * x)
/(D::Diagonal, x::Number) = Diagonal(D.diag / x)
\(D::Diagonal, b::AbstractVecOrMat) = (check_diagonal(D); D.diag .\ b)
inv(D::Diagonal) = (check_diagonal(D); Diagonal(map(inv, D.diag)))
det(D::Diagonal) = prod(D.diag)
function check_diagonal(D::Diagonal)
    i = findfirst(iszero, D.diag)
    i === nothing || throw(SingularException(i))
end

for (name, op) in ((:Symmetric, :transpose), (:Hermitian, :adjoint))
    @eval begin
        struct $name{T, S <: AbstractMatrix{T}} <: AbstractMatrix{T}
            data::S
            uplo::Char
        end
        function $name(A::AbstractMatrix, uplo::Symbol = :U)
            size(A, 1) == size(A, 2) || throw(DimensionMismatch("matrix is not square: dimensions are $(size(A))"))
            return $name{eltype(A), typeof(A)}(A, uplo === :U ? 'U' : 'L')
        end
        size(A::$name) = size(A.data)
        parent(A::$name) = A.data
        getindex(A::$name, i::Int, j::Int) = (A.uplo == 'U') == (i < j) || i == j ? A.data[i, j] : $op(A.data[j, i])
        similar(A::$name, ::Type{T}, dims::Dims{N}) where {T, N} = similar(A.data, T, dims)
        copy(A::$name) = $name{eltype(A), typeof(A.data)}(copy(A.data), A.uplo)
        $op(A::$name) = A
    end
end

"The identity times `λ`, of whatever size is needed."
struct UniformScaling{T <: Number}
    λ::T
end
const I = UniformScaling(true)
(J::UniformScaling)(n::Integer) = Diagonal(fill(J.λ, n))
getindex(J::UniformScaling, i::Integer, j::Integer) = i == j ? J.λ : zero(J.λ)
Base.eltype(::Type{UniformScaling{T}}) where {T} = T
Base.ndims(::UniformScaling) = 2
show(io::IO, J::UniformScaling) = (show(io, typeof(J)); print(io, "("); show(io, J.λ); print(io, ")"))
show(io::IO, ::MIME"text/plain", J::UniformScaling) = print(io, typeof(J), "\n", string(J.λ), "*I")
-(J::UniformScaling) = UniformScaling(-J.λ)
+(J::UniformScaling, K::UniformScaling) = UniformScaling(J.λ + K.λ)
-(J::UniformScaling, K::UniformScaling) = UniformScaling(J.λ - K.λ)
*(J::UniformScaling, K::UniformScaling) = UniformScaling(J.λ * K.λ)
*(x::Number, J::UniformScaling) = UniformScaling(x * J.λ)
*(J::UniformScaling, x::Number) = UniformScaling(J.λ * x)
*(A::AbstractVecOrMat, J::UniformScaling) = A * J.λ
*(J::UniformScaling, A::AbstractVecOrMat) = J.λ * A
/(A::AbstractMatrix, J::UniformScaling) = A / J.λ
\(J::UniformScaling, A::AbstractVecOrMat) = J.λ \ A
inv(J::UniformScaling) = UniformScaling(inv(J.λ))
adjoint(J::UniformScaling) = UniformScaling(conj(J.λ))
transpose(J::UniformScaling) = J
det(J::UniformScaling{T}) where {T} = isone(J.λ) ? one(T) : throw(ArgumentError("Determinant of UniformScaling is only well-defined when λ = 0 or 1."))
+(A::AbstractMatrix, J::UniformScaling) = plus_scaling(A, J.λ)
+(J::UniformScaling, A::AbstractMatrix) = plus_scaling(A, J.λ)
-(A::AbstractMatrix, J::UniformScaling) = plus_scaling(A, -J.λ)
-(J::UniformScaling, A::AbstractMatrix) = plus_scaling(-A, J.λ)
function plus_scaling(A, λ)
    n = checksquare(A)
    B = copyto!(Matrix{promote_type(eltype(A), typeof(λ))}(undef, n, n), A)
    for i in 1:n
        B[i, i] += λ
    end
    return B
end
==(A::AbstractMatrix, J::UniformScaling) = size(A, 1) == size(A, 2) && A == Matrix(J(size(A, 1)))
==(J::UniformScaling, A::AbstractMatrix) = A == J
isapprox(A::AbstractMatrix, J::UniformScaling; kws...) = isapprox(A, Matrix(J(size(A, 1))); kws...)
isapprox(J::UniformScaling, A::AbstractMatrix; kws...) = isapprox(A, J; kws...)
Base.Matrix{T}(J::UniformScaling, dims::Dims{2}) where {T} = T[J[i, j] for i in 1:dims[1], j in 1:dims[2]]
Base.Matrix{T}(J::UniformScaling, m::Integer, n::Integer) where {T} = Matrix{T}(J, (Int(m), Int(n)))
Base.Matrix(J::UniformScaling{T}, m::Integer, n::Integer) where {T} = Matrix{T}(J, (Int(m), Int(n)))

function checksquare(A)
    m, n = size(A)
    m == n || throw(DimensionMismatch("matrix is not square: dimensions are $(size(A))"))
    return m
end

# Products
matprod(x, y) = x * y + x * y
product_eltype(A, B) = promote_op(matprod, eltype(A), eltype(B))
function *(A::AbstractMatrix{T}, x::AbstractVector{S}) where {T, S}
    TS = promote_op(matprod, T, S)
    return mul!(similar(x, TS, size(A, 1)), A, x)
end
function *(A::AbstractMatrix, B::AbstractMatrix)
    TS = product_eltype(A, B)
    return mul!(similar(B, TS, (size(A, 1), size(B, 2))), A, B)
end
*(A::AbstractVector, B::AbstractMatrix) = reshape(A, length(A), 1) * B
*(A::AbstractMatrix, B::AbstractMatrix, C::AbstractMatrix...) = foldl(*, (A * B, C...))
*(u::AdjOrTransAbsVec, v::AbstractVector) = wrapped_dot(u, v)
*(u::AdjOrTransAbsVec, v::AdjOrTransAbsVec) = throw(DimensionMismatch("matrix A has dimensions $(size(u)), matrix B has dimensions $(size(v))"))
*(u::AbstractVector, v::AdjOrTransAbsVec) = broadcast(*, u, v)
*(u::AdjOrTransAbsVec, A::AbstractMatrix) = (op = wrapperop(u); op(op(A) * u.parent))
wrapped_dot(u::Adjoint, v) = dot(u.parent, v)
function wrapped_dot(u, v)
    length(u) == length(v) || throw(DimensionMismatch("dot product arguments have lengths $(length(u)) and $(length(v))"))
    s = zero(matprod(zero(eltype(u)), zero(eltype(v))))
    for i in 1:length(v)
        s += u[i] * v[i]
    end
    return s
end
"""
    mul!(C, A, B)

`A * B` written into `C`, which may share memory with neither.
"""
function mul!(y::AbstractVector, A::AbstractVecOrMat, x::AbstractVector)
    m, n = size(A, 1), size(A, 2)
    n == length(x) || throw(DimensionMismatch("matrix A has dimensions ($m,$n), vector B has length $(length(x))"))
    m == length(y) || throw(DimensionMismatch("result C has length $(length(y)), needs length $m"))
    fill!(y, zero(eltype(y)))
    for j in 1:n
        xj = x[j]
        for i in 1:m
            y[i] += A[i, j] * xj
        end
    end
    return y
end
function mul!(C::AbstractMatrix, A::AbstractVecOrMat, B::AbstractVecOrMat)
    m, k, n = size(A, 1), size(A, 2), size(B, 2)
    k == size(B, 1) || throw(DimensionMismatch("matrix A has dimensions ($m,$k), matrix B has dimensions ($(size(B, 1)),$n)"))
    (size(C, 1) == m && size(C, 2) == n) || throw(DimensionMismatch("result C has dimensions $(size(C)), needs ($m,$n)"))
    fill!(C, zero(eltype(C)))
    for j in 1:n, l in 1:k
        b = B[l, j]
        for i in 1:m
            C[i, j] += A[i, l] * b
        end
    end
    return C
end
mul!(C::AbstractArray, A, B, α::Number, β::Number) = copyto!(C, α * (A * B) + β * C)
rmul!(A::AbstractArray, s::Number) = map!(x -> x * s, A, A)
lmul!(s::Number, A::AbstractArray) = map!(x -> s * x, A, A)
rdiv!(A::AbstractArray, s::Number) = map!(x -> x / s, A, A)
ldiv!(s::Number, A::AbstractArray) = map!(x -> s \ x, A, A)
axpy!(a, x::AbstractArray, y::AbstractArray) = map!((xi, yi) -> a * xi + yi, y, x, y)
axpby!(a, x::AbstractArray, b, y::AbstractArray) = map!((xi, yi) -> a * xi + b * yi, y, x, y)
^(A::AbstractMatrix, p::Integer) = p < 0 ? Base.power_by_squaring(inv(A), -p) : Base.power_by_squaring(A, p)
one(A::AbstractMatrix{T}) where {T} = Matrix{T}(I, checksquare(A), checksquare(A))
function kron(A::AbstractVecOrMat, B::AbstractVecOrMat)
    m, p = size(A, 1), size(B, 1)
    R = [A[i, j] * B[k, l] for k in 1:p, i in 1:m, l in 1:size(B, 2), j in 1:size(A, 2)]
    return A isa AbstractVector && B isa AbstractVector ? vec(R) : reshape(R, m * p, :)
end

# Vectors
function dot(x::AbstractArray, y::AbstractArray)
    length(x) == length(y) || throw(DimensionMismatch("first array has length $(length(x)) which does not match the length of the second, $(length(y))."))
    isempty(x) && return dot(zero(eltype(x)), zero(eltype(y)))
    s = zero(dot(first(x), first(y)))
    for (a, b) in zip(x, y)
        s += dot(a, b)
    end
    return s
end
dot(x::Number, y::Number) = conj(x) * y
dot(x, A, y) = dot(x, A * y)
const ⋅ = dot
function cross(a::AbstractVector, b::AbstractVector)
    (length(a) == 3 && length(b) == 3) || throw(DimensionMismatch("cross product is only defined for vectors of length 3"))
    a1, a2, a3 = a
    b1, b2, b3 = b
    return [a2 * b3 - a3 * b2, a3 * b1 - a1 * b3, a1 * b2 - a2 * b1]
end
const × = cross
norm(x::Number, p::Real = 2) = p == 0 ? float(x == 0 ? 0 : 1) : float(abs(x))
function norm(itr, p::Real = 2)
    isempty(itr) && return float(norm(zero(eltype(itr))))
    p == 2 && return norm2(itr)
    p == 1 && return sum(x -> float(norm(x)), itr)
    p == Inf && return mapreduce(norm, max, itr)
    p == -Inf && return mapreduce(norm, min, itr)
    p == 0 && return float(count(!iszero, itr))
    return sum(x -> norm(x)^p, itr)^(1 / p)
end
# Scaled where squares would overflow or vanish.
function norm2(itr)
    largest = float(mapreduce(norm, max, itr))
    (iszero(largest) || isinf(largest) || isnan(largest)) && return largest
    s = sum(x -> abs2(norm(x)), itr)
    (isfinite(s) && s > floatmin(typeof(float(s)))) && return sqrt(float(s))
    return largest * sqrt(sum(x -> abs2(norm(x) / largest), itr))
end
normalize(v::AbstractArray, p::Real = 2) = v * inv(norm(v, p))
normalize!(v::AbstractArray, p::Real = 2) = rmul!(v, inv(norm(v, p)))
opnorm(A::AbstractMatrix, p::Real = 2) = p == 1 ? maximum(sum(abs, A; dims = 1)) : p == Inf ? maximum(sum(abs, A; dims = 2)) :
    p == 2 ? sqrt(largest_eigenvalue(A' * A)) : throw(ArgumentError("invalid p-norm p=$p. Valid: 1, 2, Inf"))
function largest_eigenvalue(S)
    v, λ = normalize(ones(size(S, 1)) .+ 0.1 * (1:size(S, 1))), 0.0
    for k in 1:1000
        w = S * v
        next = norm(w)
        next == 0 && return 0.0
        abs(next - λ) <= 4eps(next) && return next
        v, λ = w / next, next
    end
    return λ
end

# Parts and properties of matrices
diag(A::AbstractMatrix, k::Integer = 0) = [A[i + max(0, -k), i + max(0, k)] for i in 1:max(0, min(size(A, 1) - max(0, -k), size(A, 2) - max(0, k)))]
function diagm(ps::Pair{<:Integer, <:AbstractVector}...)
    n = maximum(p -> abs(p.first) + length(p.second), ps)
    A = zeros(promote_type(map(p -> eltype(p.second), ps)...), n, n)
    for (k, v) in ps, i in 1:length(v)
        A[i + max(0, -k), i + max(0, k)] += v[i]
    end
    return A
end
diagm(v::AbstractVector) = diagm(0 => v)
tr(A::AbstractMatrix) = (checksquare(A); sum(diag(A)))
triu!(A::AbstractMatrix, k::Integer = 0) = clear_where!((i, j) -> j - i < k, A)
tril!(A::AbstractMatrix, k::Integer = 0) = clear_where!((i, j) -> j - i > k, A)
function clear_where!(outside, A)
    for j in axes(A, 2), i in axes(A, 1)
        outside(i, j) && (A[i, j] = zero(eltype(A)))
    end
    return A
end
triu(A::AbstractMatrix, k::Integer = 0) = triu!(Matrix(A), k)
tril(A::AbstractMatrix, k::Integer = 0) = tril!(Matrix(A), k)
istriu(A::AbstractMatrix) = all(iszero(A[i, j]) for j in axes(A, 2) for i in j+1:size(A, 1))
istril(A::AbstractMatrix) = all(iszero(A[i, j]) for j in axes(A, 2) for i in 1:min(j - 1, size(A, 1)))
isdiag(A::AbstractMatrix) = istriu(A) && istril(A)
issymmetric(A::AbstractMatrix) = size(A, 1) == size(A, 2) && all(A[i, j] == transpose(A[j, i]) for j in axes(A, 2) for i in 1:j)
ishermitian(A::AbstractMatrix) = size(A, 1) == size(A, 2) && all(A[i, j] == adjoint(A[j, i]) for j in axes(A, 2) for i in 1:j)
issymmetric(A::Symmetric) = true
issymmetric(x::Number) = true

include("LinearAlgebra/factorizations.jl")

end
