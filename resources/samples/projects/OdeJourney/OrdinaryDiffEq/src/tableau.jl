# Rosenbrock methods in the form that needs no product with the Jacobian: for stage i
#   (1/(γh) - J) k[i] = f(u + ∑ a[i,j] k[j], t + c[i] h) + ∑ C[i,j]/h k[j] + h d[i] ∂f/∂t

struct Rodas5 <: AbstractODEAlgorithm end
order(::Rodas5) = 5

struct RosenbrockTableau{T}
    γ::T
    a::Matrix{T}
    C::Matrix{T}
    c::Vector{T}
    d::Vector{T}
end

"Rows of lower triangles, without the diagonal."
function triangle(::Type{T}, stages::Int, rows) where {T}
    A = zeros(T, stages, stages)
    for (i, row) in enumerate(rows), j in eachindex(row)
        A[i+1, j] = row[j]
    end
    return A
end

# Di Marzo, 1993: order 5, with an embedded method of order 4. The last stage is the estimate of the error.
function tableau(::Rodas5, ::Type{T}) where {T}
    last = [-14.09640773051259, 6.925207756232704, -41.47510893210728, 2.343771018586405, 24.13215229196062]
    a = triangle(T, 8, [
        [2.0],
        [3.040894194418781, 1.041747909077569],
        [2.576417536461461, 1.62208306077664, -0.9089668560264532],
        [2.760842080225597, 1.446624659844071, -0.3036980084553738, 0.2877498600325443],
        last, vcat(last, [1.0]), vcat(last, [1.0, 1.0]),
    ])
    C = triangle(T, 8, [
        [-10.31323885133993],
        [-21.04823117650003, -7.234992135176716],
        [32.22751541853323, -4.943732386540191, 19.44922031041879],
        [-20.69865579590063, -8.816374604402768, 1.260436877740897, -0.7495647613787146],
        [-46.22004352711257, -17.49534862857472, -289.6389582892057, 93.60855400400906, 318.3822534212147],
        [34.20013733472935, -14.1553540271769, 57.82335640988400, 25.83362985412365, 1.408950972071624, -6.551835421242162],
        [42.57076742291101, -13.80770672017997, 93.98938432427124, 18.77919633714503, -31.5835918722337, -6.685968952921985, -5.810979938412932],
    ])
    c = T[0.0, 0.38, 0.3878509998321533, 0.483971893787384, 0.457047700881958, 1.0, 1.0, 1.0]
    d = T[0.19, -0.1823079225333714636, -0.319231832186874912, 0.3449828624725343, -0.377417564392089818, 0.0, 0.0, 0.0]
    return RosenbrockTableau{T}(0.19, a, C, c, d)
end
