"Systems of equations with triangular matrices, for one right side or a block of them."
module TriangularSolve

using LoopVectorization

export solve_unit_lower!, solve_upper!, solve_block!

"b becomes L \\ b; L is what stands below the diagonal of A, with ones on it."
function solve_unit_lower!(A::Matrix{T}, b::Vector{T}) where {T}
    n = length(b)
    for k in 1:n-1
        axpy!(b, k, -b[k], A, k + (k - 1) * size(A, 1), n - k)
    end
    return b
end

"b becomes U \\ b; U is what stands on and above the diagonal of A."
function solve_upper!(A::Matrix{T}, b::Vector{T}) where {T}
    for k in length(b):-1:1
        b[k] /= A[k, k]
        axpy!(b, 0, -b[k], A, (k - 1) * size(A, 1), k - 1)
    end
    return b
end

"Columns of A become L \\ them; L is the unit lower triangle of the rows. As many columns at once as registers hold."
function solve_block!(A::Matrix{T}, rows::UnitRange{Int}, columns::UnitRange{Int}) where {T}
    return solve_columns!(A, rows, first(columns), last(columns), Val(8))
end
function solve_columns!(A, rows, j, stop, c::Val{C}) where {C}
    while j + C - 1 <= stop
        solve_columns_at!(A, rows, j, c)
        j += C
    end
    return C == 1 ? A : solve_columns!(A, rows, j, stop, Val(C ÷ 2))
end
function solve_columns_at!(A, rows, j, c)
    m = size(A, 1)
    for k in rows
        factors = ntuple(q -> -A[k, j+q-1], c)
        axpy_columns!(A, k, j, factors, k + (k - 1) * m, last(rows) - k)
    end
    return nothing
end
@inline axpy_columns!(A, k, j, ::Tuple{}, from, n) = nothing
@inline function axpy_columns!(A, k, j, factors::Tuple, from, n)
    axpy!(A, k + (j - 1) * size(A, 1), factors[1], A, from, n)
    return axpy_columns!(A, k, j + 1, Base.tail(factors), from, n)
end

end
