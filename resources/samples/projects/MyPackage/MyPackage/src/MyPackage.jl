module MyPackage

export f

# Not inlined, as a function of some size would not be: callers need an instance of it.
@noinline f(x, y) = x * y

import SnoopPrecompile
SnoopPrecompile.@precompile_all_calls begin
    f(1.0, 1.0)
    f(1, 1)
    f(Int32(1), 1)
    f(1.0, Int128(1))
end

end
