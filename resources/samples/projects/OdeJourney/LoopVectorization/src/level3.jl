# Matrices with matrices: blocks that fit into registers, W rows by C columns, and what is left at the edges.

@inline at(a::Matrix, i::Int, j::Int) = i + (j - 1) * size(a, 1)

"A[i, j] -= the sum over k of A[i, k] * A[k, j], for rows i and columns j and inner k: three blocks of one matrix."
function mulsub!(A::Matrix{T}, rows::UnitRange{Int}, columns::UnitRange{Int}, inner::UnitRange{Int}) where {T}
    w = lanes(A)
    j = first(columns)
    while j + 7 <= last(columns)
        mulsub_rows!(A, rows, j, inner, w, Val(8))
        j += 8
    end
    while j + 3 <= last(columns)
        mulsub_rows!(A, rows, j, inner, w, Val(4))
        j += 4
    end
    while j + 1 <= last(columns)
        mulsub_rows!(A, rows, j, inner, w, Val(2))
        j += 2
    end
    while j <= last(columns)
        mulsub_rows!(A, rows, j, inner, w, Val(1))
        j += 1
    end
    return A
end

mulsub_rows!(A, rows, j, inner, w, c) = mulsub_from!(A, first(rows), last(rows), j, inner, w, c)
function mulsub_from!(A, i, stop, j, inner, w::Val{W}, c::Val{C}) where {W,C}
    while i + W - 1 <= stop
        block!(A, i, j, inner, w, c)
        i += W
    end
    return W == 1 ? A : mulsub_from!(A, i, stop, j, inner, half(w), c)
end

"A block in registers: loaded, all inner products taken off, stored."
function block!(A, i, j, inner, w::Val{W}, c::Val{C}) where {W,C}
    block = ntuple(q -> vload(w, A, at(A, i, j + q - 1)), c)
    for k in inner
        left = vload(w, A, at(A, i, k))
        block = ntuple(q -> vnegmuladd(left, vspread(w, A[k, j+q-1]), block[q]), c)
    end
    return store_block!(A, i, j, block)
end
@inline store_block!(A, i, j, ::Tuple{}) = nothing
@inline function store_block!(A, i, j, block::Tuple)
    vstore!(A, at(A, i, j), block[1])
    return store_block!(A, i, j + 1, Base.tail(block))
end
