"What all solvers of differential equations need: `solve`, norms and errors, and the solution of linear systems."
module DiffEqBase

using SciMLBase, ArrayInterface, Static
import FunctionWrappers, LoopVectorization, RecursiveFactorization
import ForwardDiff: Dual, value

export solve, norm_of, residuals!, DefaultLinSolve, OrdinaryDiffEqTag

include("options.jl")
include("specialization.jl")
include("errors.jl")
include("linear_solve.jl")

"`solve(problem, algorithm; options...)`"
solve(prob::ODEProblem, alg::AbstractODEAlgorithm; kwargs...) = __solve(with_function(prob), alg, options_of(kwargs))

"What a package with solvers adds methods to."
function __solve end

end
