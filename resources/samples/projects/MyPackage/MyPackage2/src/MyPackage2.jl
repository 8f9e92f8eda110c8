module MyPackage2

using MyPackage

export g

g(x, y) = f(x, y) + x

# f(::Float64, ::Int64) is nobody's so far: neither its method nor its types are this package's.
import SnoopPrecompile
SnoopPrecompile.@precompile_all_calls begin
    g(1.0, 1)
end

end
