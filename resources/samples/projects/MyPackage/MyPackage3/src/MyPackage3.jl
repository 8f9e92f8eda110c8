module MyPackage3

using MyPackage

export h

h(x, y) = f(x, y) - x

# f(::Float64, ::Int64) is nobody's so far: neither its method nor its types are this package's.
import SnoopPrecompile
SnoopPrecompile.@precompile_all_calls begin
    h(1.0, 1)
end

end
