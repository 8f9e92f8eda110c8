module PackageThatPrints

println("building: a cache holds results, not the steps that led to them")

const BUILT_AT = VERSION

function __init__()
    println("loading: __init__ runs in every session")
end

end
