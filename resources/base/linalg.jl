# What Base itself knows of linear algebra: the names that the syntax `A'` and exports need. The rest is LinearAlgebra.jl.

"""
    adjoint(A)

The conjugate transpose, also written `A'`. Of a number its conjugate; of an array a lazy wrapper.
"""
function adjoint end
function transpose end
adjoint(x::Number) = conj(x)
transpose(x::Number) = x
const var"'" = adjoint
export var"'"
function kron end
