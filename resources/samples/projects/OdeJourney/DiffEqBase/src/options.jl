# What may be said besides problem and algorithm.

mutable struct Options
    abstol
    reltol
    dtmax
    maxiters
    save_everystep
end

function options_of(kwargs)
    options = Options(1.0e-9, 1.0e-7, Inf, 100_000, true)
    for (name, value) in pairs(kwargs)
        hasfield(Options, name) || throw(ArgumentError("there is no option $name"))
        setproperty!(options, name, value)
    end
    return options
end
