"A function for all integers, compiled for none of them here."
module PkgA

export f

step(n::Integer) = iseven(n) ? n ÷ 2 : 3n + 1

function f(n::Integer)
    steps = 0
    while n != 1
        n = step(n)
        steps += 1
    end
    return steps
end

end
