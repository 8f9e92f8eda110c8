"LU factorization with pivots in Julia alone: halves of the columns, down to panels that fit into the cache."
module RecursiveFactorization

using LoopVectorization, TriangularSolve, CPUSummary, Static

export LU, lu!, ldiv!, issuccess

struct LU{T}
    factors::Matrix{T}
    pivots::Vector{Int}
    info::Int
end
issuccess(F::LU) = F.info == 0

"A becomes its factors. `info` is the first column without a pivot, 0 if there is none."
function lu!(A::Matrix{T}, pivots::Vector{Int} = collect(1:size(A, 1))) where {T}
    n = size(A, 1)
    info = n > 2000 ? tiles!(A, pivots, n) : recurse!(A, pivots, 1, n, 0)
    return LU{T}(A, pivots, info)
end

"Left half, then the right one with what the left half has to do with it."
function recurse!(A, pivots, from, to, info)
    to - from < known(panel_width()) && return panel!(A, pivots, from, to, info)
    n = size(A, 1)
    middle = (from + to) ÷ 2
    info = recurse!(A, pivots, from, middle, info)
    swap_rows!(A, pivots, from:middle, middle+1:to)
    solve_block!(A, from:middle, middle+1:to)
    mulsub!(A, middle+1:n, middle+1:to, from:middle)
    info = recurse!(A, pivots, middle + 1, to, info)
    swap_rows!(A, pivots, middle+1:to, from:middle)
    return info
end

"Many columns: panels one after the other."
function tiles!(A, pivots, n)
    width, info = 8 * known(panel_width()), 0
    for from in 1:width:n
        to = min(from + width - 1, n)
        info = recurse!(A, pivots, from, to, info)
        swap_rows!(A, pivots, from:to, 1:from-1)
        swap_rows!(A, pivots, from:to, to+1:n)
        solve_block!(A, from:to, to+1:n)
        mulsub!(A, to+1:n, to+1:n, from:to)
    end
    return info
end

function panel!(A::Matrix{T}, pivots, from, to, info) where {T}
    n = size(A, 1)
    for k in from:to
        o = (k - 1) * n
        pivot = k - 1 + maxabs_index(A, o + k - 1, n - k + 1)
        pivots[k] = pivot
        if iszero(A[pivot, k])
            info == 0 && (info = k)
            continue
        end
        pivot == k || swap!(A, k, pivot, from:to)
        scale!(A, o + k, inv(A[k, k]), n - k)
        for j in k+1:to
            axpy!(A, (j - 1) * n + k, -A[k, j], A, o + k, n - k)
        end
    end
    return info
end

function swap!(A, i, j, columns)
    for k in columns
        A[i, k], A[j, k] = A[j, k], A[i, k]
    end
    return nothing
end
function swap_rows!(A, pivots, rows, columns)
    for i in rows
        pivots[i] == i || swap!(A, i, pivots[i], columns)
    end
    return nothing
end

"b becomes A \\ b."
function ldiv!(F::LU{T}, b::Vector{T}) where {T}
    for i in eachindex(F.pivots)
        p = F.pivots[i]
        p == i || ((b[i], b[p]) = (b[p], b[i]))
    end
    solve_unit_lower!(F.factors, b)
    return solve_upper!(F.factors, b)
end

end
