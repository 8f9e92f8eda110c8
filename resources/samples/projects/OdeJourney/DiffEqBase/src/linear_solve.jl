"Solves systems with one matrix after another: `refresh!` factorizes, a call solves."
mutable struct DefaultLinSolve
    factors
    pivots
end
DefaultLinSolve() = DefaultLinSolve(nothing, Int[])

function refresh!(linsolve::DefaultLinSolve, A)
    linsolve.factors = RecursiveFactorization.lu!(A, resize!(linsolve.pivots, size(A, 1)))
    return RecursiveFactorization.issuccess(linsolve.factors)
end
function (linsolve::DefaultLinSolve)(x, b)
    copyto!(x, b)
    RecursiveFactorization.ldiv!(linsolve.factors, x)
    return x
end
