module BackedgeDemo

export SCDType

struct SCDType end

precompile(push!, (Vector{SCDType}, SCDType))

end # module
