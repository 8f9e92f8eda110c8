"Needs `f(::Int)` of PkgA, and so does PkgC: neither knows of the other."
module PkgB

using PkgA

function longest(upto)
    most = 0
    for n in 1:upto
        most = max(most, f(n))
    end
    return most
end

precompile(longest, (Int,))

end
