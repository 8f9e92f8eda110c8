# A matrix type of the program's own, with generic loops over it.
struct Grid{T}
    rows::Int
    cells::Vector{T}
end
Base.getindex(g::Grid, i::Int, j::Int) = g.cells[(j - 1) * g.rows + i]
function put!(g::Grid, value, i::Int, j::Int)
    g.cells[(j - 1) * g.rows + i] = value
    return g
end
function product(a::Grid{T}, b::Grid{T}) where {T}
    n = a.rows
    c = Grid{T}(n, Vector{T}(undef, n * n))
    for j in 1:n, i in 1:n
        s = zero(T)
        for k in 1:n
            s += a[i, k] * b[k, j]
        end
        put!(c, s, i, j)
    end
    return c
end
function filled(one, n)
    g = Grid(n, typeof(one)[])
    for i in 1:n * n
        push!(g.cells, one * (i % 5))
    end
    return g
end
calibrate_me() = product(filled(1, 24), filled(2, 24))[3, 4] + product(filled(1.5, 24), filled(2.5, 24))[5, 6]
