"Solvers of stiff ordinary differential equations."
module OrdinaryDiffEq

using SciMLBase, DiffEqBase, ArrayInterface, ForwardDiff, Static
import DiffEqBase: __solve, refresh!
import LoopVectorization: axpy!, lincomb!
import RecursiveArrayTools: VectorOfArray, recursivecopy, recursivecopy!
import SnoopPrecompile

export Rodas5, solve, ODEProblem, FullSpecialize, NoSpecialize, AutoSpecialize

include("tableau.jl")
include("caches.jl")
include("derivatives.jl")
include("integrator.jl")
include("stages.jl")
include("controller.jl")
include("solve.jl")

end
