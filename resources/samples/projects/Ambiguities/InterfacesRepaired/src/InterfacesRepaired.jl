"Two meanings, two names."
module InterfacesRepaired

export initialize!, initialize_cache!, Newton1, StepCache1, Decay

abstract type Solver end
abstract type Cache end
abstract type Model end

const COUNT = 12

for i in 1:COUNT
    @eval struct $(Symbol(:Newton, i)) <: Solver end
    @eval struct $(Symbol(:StepCache, i)) <: Cache end
end
struct Decay <: Model
    rate::Float64
end

for i in 1:COUNT
    @eval initialize!(solver::$(Symbol(:Newton, i)), integrator) = $i
    @eval initialize_cache!(integrator, cache::$(Symbol(:StepCache, i))) = -$i
end
initialize!(model::Decay, start::Float64) = start * model.rate

start(parts::Vector{Any}) = initialize!(parts[1], parts[2])
precompile(start, (Vector{Any},))

end
