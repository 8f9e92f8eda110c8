"A solver in miniature, whose user decides by preferences how much of it is precompiled."
module OrdinaryDiffEq

import Preferences
import SnoopPrecompile

export ODEProblem, AutoSpecialize, FunctionWrapperSpecialize, NoSpecialize, FullSpecialize
export Tsit5, Vern7, Rosenbrock23, Rodas5, AutoTsit5, solve

include("problem.jl")
include("solvers.jl")
include("precompilation.jl")

end
