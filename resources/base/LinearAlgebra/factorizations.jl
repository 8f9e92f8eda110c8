#=
LU with partial pivoting (pivots chosen as LAPACK does), QR by reflections, Cholesky; with them solving, determinants and
inverses. A factorisation keeps its factors in one matrix, as LAPACK packs them.
=#

# LU with partial pivoting: A[p, :] == L * U
struct LU{T, S <: AbstractMatrix{T}} <: Factorization{T}
    factors::S
    ipiv::Vector{Int}
    info::Int
end
size(F::LU) = size(getfield(F, :factors))
lu_type(T::Type) = typeof(oneunit(T) / oneunit(T))
lu(A::AbstractMatrix{T}, pivot::Union{Val{false}, Val{true}} = Val(true); check::Bool = true) where {T} =
    lu!(copyto!(Matrix{lu_type(T)}(undef, size(A)), A), pivot; check = check)
function lu!(A::AbstractMatrix{T}, ::Val{Pivot} = Val(true); check::Bool = true) where {T, Pivot}
    m, n = size(A)
    ipiv, info = Vector{Int}(undef, min(m, n)), 0
    for k in 1:min(m, n)
        kp = k
        if Pivot
            amax = abs(A[k, k])
            for i in k+1:m
                a = abs(A[i, k])
                a > amax && ((kp, amax) = (i, a))
            end
        end
        ipiv[k] = kp
        if iszero(A[kp, k])
            info == 0 && (info = k)
            continue
        end
        if kp != k
            for j in 1:n
                A[k, j], A[kp, j] = A[kp, j], A[k, j]
            end
        end
        pivot = A[k, k]
        for i in k+1:m
            A[i, k] /= pivot
        end
        for j in k+1:n
            a = A[k, j]
            for i in k+1:m
                A[i, j] -= A[i, k] * a
            end
        end
    end
    check && info != 0 && throw(SingularException(info))
    return LU{T, typeof(A)}(A, ipiv, info)
end
lu(F::LU) = F
issuccess(F::LU) = getfield(F, :info) == 0
function permutation(ipiv, m)
    p = collect(1:m)
    for (k, kp) in enumerate(ipiv)
        p[k], p[kp] = p[kp], p[k]
    end
    return p
end
function getproperty(F::LU{T}, d::Symbol) where {T}
    A = getfield(F, :factors)
    m, n = size(A)
    if d === :L
        return T[i == j ? one(T) : i > j ? A[i, j] : zero(T) for i in 1:m, j in 1:min(m, n)]
    elseif d === :U
        return T[i <= j ? A[i, j] : zero(T) for i in 1:min(m, n), j in 1:n]
    elseif d === :p
        return permutation(getfield(F, :ipiv), m)
    elseif d === :P
        return Matrix{T}(I, m, m)[:, invperm(F.p)]
    end
    return getfield(F, d)
end
propertynames(F::LU, private::Bool = false) = (:L, :U, :p, :P, (private ? fieldnames(typeof(F)) : ())...)
iterate(F::LU) = (F.L, Val(:U))
iterate(F::LU, ::Val{:U}) = (F.U, Val(:p))
iterate(F::LU, ::Val{:p}) = (F.p, Val(:done))
iterate(F::LU, ::Val{:done}) = nothing
function show(io::IO, mime::MIME"text/plain", F::LU)
    issuccess(F) || return print(io, "Failed factorization of type ", typeof(F))
    summary(io, F)
    println(io, "\nL factor:")
    show(io, mime, F.L)
    println(io, "\nU factor:")
    show(io, mime, F.U)
end
function det(F::LU{T}) where {T}
    A, ipiv = getfield(F, :factors), getfield(F, :ipiv)
    n = checksquare(A)
    issuccess(F) || return zero(T)
    P, swaps = one(T), 0
    for i in 1:n
        P *= A[i, i]
        swaps += ipiv[i] != i
    end
    return isodd(swaps) ? -P : P
end
det(A::AbstractMatrix{T}) where {T} = istriu(A) || istril(A) ? convert(lu_type(T), prod(diag(A); init = one(T))) : det(lu(A; check = false))
det(A::AbstractTriangular) = isunit(A) ? one(eltype(A)) : prod(diag(A))
det(x::Number) = x
logdet(A::AbstractMatrix) = log(det(A))
function ldiv!(F::LU, B::AbstractVecOrMat)
    A = getfield(F, :factors)
    n = checksquare(A)
    n == size(B, 1) || throw(DimensionMismatch("LU factorization has size $(size(A)), but the right hand side has $(size(B, 1)) rows"))
    for (k, kp) in enumerate(getfield(F, :ipiv))
        k == kp && continue
        for j in axes(B, 2)
            B[k, j], B[kp, j] = B[kp, j], B[k, j]
        end
    end
    solve_triangular!(A, B, false, true)
    return solve_triangular!(A, B, true, false)
end
# Solves in place with the upper or lower triangle of `A`.
function solve_triangular!(A, B, upper::Bool, unit::Bool)
    n = size(A, 1)
    for j in axes(B, 2), k in 1:n
        i = upper ? n + 1 - k : k
        unit || (iszero(A[i, i]) && throw(SingularException(i)); B[i, j] = A[i, i] \ B[i, j])
        b = B[i, j]
        for r in (upper ? (1:i-1) : (i+1:n))
            B[r, j] -= A[r, i] * b
        end
    end
    return B
end
ldiv!(A::AbstractTriangular, B::AbstractVecOrMat) = solve_triangular!(A, B, isupper(A), isunit(A))
ldiv!(Y::AbstractVecOrMat, F, B::AbstractVecOrMat) = ldiv!(F, copyto!(Y, B))
solution_type(A, B) = lu_type(promote_type(eltype(A), eltype(B)))
copy_for(A, B::AbstractVector) = copyto!(Vector{solution_type(A, B)}(undef, length(B)), B)
copy_for(A, B::AbstractMatrix) = copyto!(Matrix{solution_type(A, B)}(undef, size(B)), B)
Base.eltype(::Type{<:Factorization{T}}) where {T} = T
\(F::LU, B::AbstractVecOrMat) = (issuccess(F) || throw(SingularException(getfield(F, :info))); ldiv!(F, copy_for(F, B)))
\(A::AbstractTriangular, B::AbstractVecOrMat) = ldiv!(A, copy_for(A, B))

"""
    A \\ B

Solves `A * X = B`: by substitution if `A` is triangular, by LU if it is square, else in the sense of least squares by QR.
"""
function \(A::AbstractMatrix, B::AbstractVecOrMat)
    m, n = size(A)
    m == size(B, 1) || throw(DimensionMismatch("left hand side has $m rows, but right hand side has length $(size(B, 1))"))
    m == n || return qr(A) \ B
    istril(A) && return (istriu(A) ? Diagonal(A) : LowerTriangular(A)) \ B
    istriu(A) && return UpperTriangular(A) \ B
    return lu(A) \ B
end
\(a::AbstractVector, B::AbstractVecOrMat) = reshape(a, length(a), 1) \ B
/(A::AbstractVecOrMat, B::AbstractVecOrMat) = copy(adjoint(adjoint(B) \ adjoint(A)))
function inv(A::AbstractMatrix{T}) where {T}
    n = checksquare(A)
    return lu(A) \ Matrix{lu_type(T)}(I, n, n)
end
inv(F::LU{T}) where {T} = F \ Matrix{T}(I, size(F)...)
inv(A::AbstractTriangular) = typeof(A).name.wrapper(A \ Matrix{eltype(A)}(I, size(A)...))
cond(A::AbstractMatrix, p::Real = 2) = opnorm(A, p) * opnorm(inv(A), p)

# QR by reflections
struct QR{T, S <: AbstractMatrix{T}} <: Factorization{T}
    factors::S
    τ::Vector{T}
end
size(F::QR) = size(getfield(F, :factors))
function qr(M::AbstractMatrix{T}) where {T}
    A = copyto!(Matrix{float(T)}(undef, size(M)), M)
    m, n = size(A)
    τ = zeros(eltype(A), min(m, n))
    for k in 1:min(m - 1, n)
        x = A[k:m, k]
        α = norm(x)
        α == 0 && continue
        β = -copysign(α, real(x[1]))
        τ[k] = (β - x[1]) / β
        A[k+1:m, k] ./= x[1] - β
        A[k, k] = β
        for j in k+1:n
            s = A[k, j]
            for i in k+1:m
                s += conj(A[i, k]) * A[i, j]
            end
            s *= τ[k]
            A[k, j] -= s
            for i in k+1:m
                A[i, j] -= A[i, k] * s
            end
        end
    end
    return QR{eltype(A), typeof(A)}(A, τ)
end
function apply_reflections!(F::QR, B, ks)
    A, τ = getfield(F, :factors), getfield(F, :τ)
    m = size(A, 1)
    for k in ks, j in axes(B, 2)
        s = B[k, j]
        for i in k+1:m
            s += conj(A[i, k]) * B[i, j]
        end
        s *= τ[k]
        B[k, j] -= s
        for i in k+1:m
            B[i, j] -= A[i, k] * s
        end
    end
    return B
end
function getproperty(F::QR{T}, d::Symbol) where {T}
    A = getfield(F, :factors)
    m, n = size(A)
    d === :R && return triu(A[1:min(m, n), :])
    d === :Q && return apply_reflections!(F, Matrix{T}(I, m, min(m, n)), length(getfield(F, :τ)):-1:1)
    return getfield(F, d)
end
iterate(F::QR) = (F.Q, Val(:R))
iterate(F::QR, ::Val{:R}) = (F.R, Val(:done))
iterate(F::QR, ::Val{:done}) = nothing
function \(F::QR, B::AbstractVecOrMat)
    m, n = size(F)
    m < n && (A = F.Q * F.R; return A' * ((A * A') \ B))
    Y = apply_reflections!(F, copy_for(F, B), 1:length(getfield(F, :τ)))
    X = B isa AbstractVector ? Y[1:n] : Y[1:n, :]
    return ldiv!(UpperTriangular(F.R), X)
end

# Cholesky: A == L * L'
struct Cholesky{T, S <: AbstractMatrix{T}} <: Factorization{T}
    factors::S
    uplo::Char
    info::Int
end
size(F::Cholesky) = size(getfield(F, :factors))
function cholesky(A::AbstractMatrix{T}, ::Val{false} = Val(false); check::Bool = true) where {T}
    n = checksquare(A)
    L, info = zeros(lu_type(T), n, n), 0
    for j in 1:n
        s = real(A[j, j])
        for k in 1:j-1
            s -= abs2(L[j, k])
        end
        if s <= 0
            info = j
            break
        end
        L[j, j] = sqrt(s)
        for i in j+1:n
            t = A[i, j]
            for k in 1:j-1
                t -= L[i, k] * conj(L[j, k])
            end
            L[i, j] = t / L[j, j]
        end
    end
    check && info != 0 && throw(PosDefException(info))
    return Cholesky{eltype(L), typeof(L)}(L, 'L', info)
end
getproperty(F::Cholesky, d::Symbol) = d === :L ? LowerTriangular(getfield(F, :factors)) :
    d === :U ? UpperTriangular(copy(getfield(F, :factors)')) : getfield(F, d)
issuccess(F::Cholesky) = getfield(F, :info) == 0
isposdef(A::AbstractMatrix) = ishermitian(A) && issuccess(cholesky(A; check = false))
\(F::Cholesky, B::AbstractVecOrMat) = F.U \ (F.L \ B)
det(F::Cholesky) = abs2(prod(diag(getfield(F, :factors))))
factorize(A::AbstractMatrix) = size(A, 1) == size(A, 2) ? lu(A) : qr(A)
pinv(A::AbstractMatrix) = size(A, 1) >= size(A, 2) ? (A' * A) \ Matrix(A') : Matrix(A') / (A * A')
function rank(A::AbstractMatrix; rtol = min(size(A)...) * eps(float(real(one(eltype(A))))))
    R = qr(A).R
    top = maximum(abs, R; init = 0.0)
    return count(k -> maximum(abs, R[k, :]) > rtol * top, axes(R, 1))
end
