"Loops over arrays as operations on vectors of a fixed number of lanes."
module LoopVectorization

using Static, CPUSummary

export Vec, vload, vstore!, vspread, vmuladd, vnegmuladd, vsum, vmaximum
export axpy!, scale!, dotproduct, lincomb!, maxabs_index, mulsub!

include("vec.jl")
include("level1.jl")
include("level3.jl")

end
