#=
The skeleton of module Base: what is loaded, in which order. A file may use in signatures and macros only what files
above it define; inside bodies it may call anything. `top` in lowered code means this module. Rooms follow Julia's own
order, so that methods exist in a similar order too.
=#
baremodule Base

using Core.Intrinsics, Core.IR
ccall(:jl_set_istopmod, Cvoid, (Any, Bool), Base, true)

import Core: @_inline_meta

# properties

getproperty(x::Module, f::Symbol) = (@_inline_meta; getfield(x, f))
getproperty(x::Type, f::Symbol) = (@_inline_meta; getfield(x, f))
setproperty!(x::Module, f::Symbol, v) = error("cannot assign variables in other modules")
setproperty!(x::Type, f::Symbol, v) = error("setfield! fields of Types should not be changed")
getproperty(x::Tuple, f::Int) = (@_inline_meta; getfield(x, f))
setproperty!(x::Tuple, f::Int, v) = setfield!(x, f, v)
getproperty(x, f::Symbol) = (@_inline_meta; getfield(x, f))
setproperty!(x, f::Symbol, v) = setfield!(x, f, convert(fieldtype(typeof(x), f), v))

eval(x) = Core.eval(Base, x)
eval(m::Module, x) = Core.eval(m, x)
include(path::String) = Core.include(Base, path)
include(m::Module, path::String) = Core.include(m, path)

include("exports.jl")

# the language
include("essentials.jl")
include("ctypes.jl")
include("aliases.jl")
include("generator.jl")
include("reflection.jl")
include("promotion.jl")
include("tuple.jl")
include("expr.jl")
include("pair.jl")
include("traits.jl")
include("range.jl")
include("error.jl")

# numbers
include("bool.jl")
include("number.jl")
include("int.jl")
include("operators.jl")
include("refvalue.jl")
include("checked.jl")

# arrays
include("indices.jl")
include("array.jl")
include("abstractarray.jl")
include("subarray.jl")
include("ntuple.jl")
include("abstractdict.jl")
include("iterators.jl")
include("namedtuple.jl")

# numbers again
include("hashing.jl")
include("rounding.jl")
include("div.jl")
include("float.jl")
include("floatrange.jl")
include("complex.jl")
include("rational.jl")
include("arraymath.jl")

# collections
include("reduce.jl")
include("dict.jl")
include("iddict.jl")
include("set.jl")

# text
include("char.jl")
include("strings/basic.jl")
include("strings/string.jl")
include("strings/substring.jl")
include("multidimensional.jl")
include("bitarray.jl")
include("broadcast.jl")
include("missing.jl")
include("io.jl")
include("iobuffer.jl")
include("intfuncs.jl")
include("strings/search.jl")
include("strings/unicode.jl")
include("strings/util.jl")
include("strings/io.jl")
include("strings/regex.jl")
include("show.jl")
include("showexpr.jl")
include("arrayshow.jl")
include("methodshow.jl")

# mathematics
include("math.jl")
include("irrationals.jl")
include("reducedim.jl")
include("some.jl")
include("sort.jl")
include("gmp.jl")
include("parse.jl")
include("deepcopy.jl")
include("errorshow.jl")
include("docs.jl")
include("atomics.jl")
include("util.jl")
include("ccallable.jl")
include("paths.jl")
include("filesystem.jl")
include("uuid.jl")
include("loading.jl")
include("workloads.jl")
include("logging.jl")
include("random.jl")
include("linalg.jl")

end
