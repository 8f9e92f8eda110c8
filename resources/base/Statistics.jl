# The standard library Statistics: mean, median, variance, deviation, covariance, correlation, quantiles.
module Statistics

export mean, mean!, median, median!, middle, std, stdm, var, varm, cor, cov, quantile, quantile!

mean(itr) = mean(identity, itr)
function mean(f, itr)
    y = iterate(itr)
    y === nothing && return Base.mapreduce_empty_iter(f, Base.add_sum, itr, Base.IteratorEltype(itr)) / 0
    n, total = 1, f(y[1]) / 1
    y = iterate(itr, y[2])
    while y !== nothing
        total += f(y[1])
        n += 1
        y = iterate(itr, y[2])
    end
    return total / n
end
mean(A::AbstractArray; dims = :) = mean_dims(identity, A, dims)
mean(f, A::AbstractArray; dims = :) = mean_dims(f, A, dims)
mean_dims(f, A, ::Colon) = sum(f, A) / length(A)
mean_dims(f, A, dims) = sum(f, A; dims = dims) / prod(size(A, d) for d in dims)
mean(r::AbstractRange{<:Real}) = isempty(r) ? oftype((first(r) + last(r)) / 2, NaN) : (first(r) + last(r)) / 2
mean!(R::AbstractArray, A) = copyto!(R, mean(A; dims = Base.reduced_dims(R, A)))

"""
    var(itr; corrected = true, mean = nothing, dims = :)

The mean of squared distances from the mean; `corrected` divides by one less than the number of elements.
"""
var(itr; corrected::Bool = true, mean = nothing) = variance(collect(itr), corrected, mean)
var(A::AbstractArray; corrected::Bool = true, mean = nothing, dims = :) =
    dims isa Colon ? variance(A, corrected, mean) : mapslices(v -> variance(v, corrected, nothing), A; dims = dims)
function variance(A, corrected, m)
    center = m === nothing ? mean(A) : m
    return sum(x -> abs2(x - center), A; init = zero(abs2(zero(eltype(A)) / 1))) / (length(A) - corrected)
end
varm(A, m; corrected::Bool = true) = variance(collect(A), corrected, m)
std(itr; corrected::Bool = true, mean = nothing) = sqrt(var(itr; corrected = corrected, mean = mean))
std(A::AbstractArray; corrected::Bool = true, mean = nothing, dims = :) = sqrt.(var(A; corrected = corrected, mean = mean, dims = dims))
stdm(A, m; corrected::Bool = true) = sqrt(varm(A, m; corrected = corrected))

middle(x::Real) = (x + zero(x)) / 1
middle(x::Real, y::Real) = x / 2 + y / 2
middle(a::AbstractArray) = middle(extrema(a)...)
median(itr) = median!(collect(itr))
median(v::AbstractArray; dims = :) = dims isa Colon ? median!(collect(vec(v))) : mapslices(median!, v; dims = dims)
function median!(v::AbstractVector)
    isempty(v) && throw(ArgumentError("median of an empty array is undefined, $(repr(v))"))
    any(ismissing, v) && return missing
    any(x -> x != x, v) && return convert(eltype(v), NaN)
    sort!(v)
    n = length(v)
    return isodd(n) ? middle(v[(n + 1) ÷ 2]) : middle(v[n ÷ 2], v[n ÷ 2 + 1])
end

cov(x::AbstractVector; corrected::Bool = true) = variance(x, corrected, nothing)
function cov(x::AbstractVector, y::AbstractVector; corrected::Bool = true)
    length(x) == length(y) || throw(DimensionMismatch("x and y have different lengths"))
    mx, my = mean(x), mean(y)
    return sum((a - mx) * conj(b - my) for (a, b) in zip(x, y)) / (length(x) - corrected)
end
function cov(X::AbstractMatrix; dims::Int = 1, corrected::Bool = true)
    variables = dims == 1 ? collect(eachcol(X)) : collect(eachrow(X))
    return [cov(a, b; corrected = corrected) for a in variables, b in variables]
end
cor(x::AbstractVector) = 1.0
cor(x::AbstractVector, y::AbstractVector) = clamp(cov(x, y) / (std(x) * std(y)), -1.0, 1.0)
cor(X::AbstractMatrix) = (cols = collect(eachcol(X)); [a === b ? 1.0 : cor(a, b) for a in cols, b in cols])

quantile(v, p; sorted::Bool = false) = quantile!(collect(v), p; sorted = sorted)
quantile!(v::AbstractVector, p; sorted::Bool = false) = (sorted || sort!(v); p isa Real ? quantile_sorted(v, p) : map(q -> quantile_sorted(v, q), p))
function quantile_sorted(v, p::Real)
    0 <= p <= 1 || throw(ArgumentError("input probability out of [0,1] range"))
    isempty(v) && throw(ArgumentError("empty data vector"))
    at = (length(v) - 1) * p + 1
    k = clamp(floor(Int, at), 1, length(v))
    return k == length(v) ? v[k] / 1 : v[k] + (at - k) * (v[k + 1] - v[k])
end

end
