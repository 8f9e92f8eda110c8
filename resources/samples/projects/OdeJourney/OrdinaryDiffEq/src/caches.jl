"What a step works with, made once."
struct RosenbrockCache{V,T,D,L}
    tableau::RosenbrockTableau{T}
    k::NTuple{8,V}
    du::V
    stage::V
    right::V
    residual::V
    dT::V
    J::Matrix{T}
    W::Matrix{T}
    dual_u::Vector{D}
    dual_du::Vector{D}
    linsolve::L
end

"As many directions at once as there are equations, up to eight."
directions(u) = min(length(u), 8)

function alg_cache(alg::Rodas5, u::Vector{T}) where {T}
    D = Dual{OrdinaryDiffEqTag,T,directions(u)}
    J = zeromatrix(u)
    return RosenbrockCache(tableau(alg, T), ntuple(_ -> zero(u), Val(8)), zero(u), zero(u), zero(u), zero(u), zero(u), J, copy(J),
        Vector{D}(undef, length(u)), Vector{D}(undef, length(u)), DefaultLinSolve())
end
