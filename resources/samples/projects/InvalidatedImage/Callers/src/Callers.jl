"One function for all integers, one that calls it, and one that does not."
module Callers

f(::Integer) = 1
g(x) = f(x) + x
h(x) = x * x + x

function sumg(values)
    sum = 0
    for value in values
        sum += g(value)
    end
    return sum
end

function sumh(values)
    sum = 0
    for value in values
        sum += h(value)
    end
    return sum
end

precompile(sumg, (Vector{Int},))
precompile(sumh, (Vector{Int},))

end
