"Needs `f(::Int)` of PkgA, and so does PkgB: neither knows of the other."
module PkgC

using PkgA

function total(upto)
    sum = 0
    for n in 1:upto
        sum += f(n)
    end
    return sum
end

precompile(total, (Int,))

end
