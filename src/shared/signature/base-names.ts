/**
 * The types and functions that Base and Core export: tools print these without a module, and names of packages that are in use alike. Of the names
 * of Julia 1.5, as `names` lists them, and what later versions added.
 */

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}

/** Types, and aliases of types. */
export const BASE_TYPES = words(`
AbstractArray AbstractChannel AbstractChar AbstractDict AbstractDisplay AbstractFloat AbstractIrrational AbstractLock
AbstractMatrix AbstractRange AbstractSet AbstractSlices AbstractString AbstractUnitRange AbstractVecOrMat AbstractVector Any
ArgumentError Array AssertionError AtomicError AtomicMemory AtomicMemoryRef BigFloat BigInt BitArray BitMatrix BitSet
BitVector Bool BoundsError CanonicalIndexError CapturedException CartesianIndex CartesianIndices Cchar Cdouble Cfloat
Channel Char Cint Cintmax_t Clong Clonglong Cmd Colon ColumnSlices Complex ComplexF16 ComplexF32 ComplexF64 ComposedFunction
CompositeException ConcurrencyViolationError Condition Cptrdiff_t Cshort Csize_t Cssize_t Cstring Cuchar Cuint Cuintmax_t
Culong Culonglong Cushort Cvoid Cwchar_t Cwstring DataType DenseArray DenseMatrix DenseVecOrMat DenseVector Dict
DimensionMismatch Dims DivideError DomainError EOFError Enum ErrorException Exception ExceptionStack ExponentialBackOff Expr
FieldError Fix Float16 Float32 Float64 Function GenericMemory GenericMemoryRef GlobalRef HTML IO IOBuffer IOContext IOStream
IdDict IndexCartesian IndexLinear IndexStyle InexactError InitError Int Int128 Int16 Int32 Int64 Int8 Integer
InterruptException InvalidStateException Irrational KeyError LazyString LinRange LineNumberNode LinearIndices LoadError
Lockable MIME Matrix Memory MemoryRef Method MethodError Missing MissingException Module NTuple NamedTuple Nothing Number
OncePerProcess OncePerTask OncePerThread OpaqueClosure OrdinalRange OutOfMemoryError OverflowError Pair PartialQuickSort
PermutedDimsArray Pipe ProcessFailedException Ptr QuoteNode Rational RawFD ReadOnlyMemoryError Real ReentrantLock Ref Regex
RegexMatch Returns RoundingMode RowSlices ScopedValue SegmentationFault Set Signed Slices Some StackOverflowError StepRange
StepRangeLen StridedArray StridedMatrix StridedVecOrMat StridedVector String StringIndexError SubArray SubString
SubstitutionString Symbol SystemError Task TaskFailedException Text TextDisplay Timer Tuple Type TypeError TypeVar UInt
UInt128 UInt16 UInt32 UInt64 UInt8 UndefInitializer UndefKeywordError UndefRefError UndefVarError Union UnionAll UnitRange
Unsigned Val Vararg VecElement VecOrMat Vector VersionNumber WeakKeyDict WeakRef
`)

const BASE_FUNCTIONS = words(`
PipeBuffer __precompile__ abs abs2 abspath accumulate accumulate! acos acosd acosh acot acotd acoth acsc acscd acsch adjoint
all all! allequal allunique angle any any! append! applicable argmax argmin ascii asec asecd asech asin asind asinh asyncmap
asyncmap! atan atand atanh atexit atreplinit axes backtrace basename big bind binomial bitreverse bitrotate bitstring
broadcast broadcast! bswap bytes2hex bytesavailable cat catch_backtrace cbrt cd ceil cglobal checkbounds checkindex chmod
chomp chop chown circcopy! circshift circshift! cis clamp clamp! cld close cmp coalesce code_lowered code_typed codepoint
codeunit codeunits collect complex conj conj! contains convert copy copy! copyline copysign copyto! copyuntil cos cosc cosd
cosh cospi cot cotd coth count count! count_ones count_zeros countlines cp csc cscd csch ctime cumprod cumprod! cumsum
cumsum! current_exceptions current_task deepcopy deg2rad delete! deleteat! denominator detach diff digits digits! dirname
disable_sigint display displayable displaysize div divrem download dropdims dump eachcol eachindex eachline eachmatch
eachrow eachslice eltype empty empty! endswith enumerate eof eps error esc escape_string eval evalfile evalpoly exit exp
exp10 exp2 expanduser expm1 exponent extrema factorial falses fd fdio fetch fieldcount fieldname fieldnames fieldoffset
fieldtype fieldtypes filemode filesize fill fill! filter filter! finalize finalizer findall findfirst findlast findmax
findmax! findmin findmin! findnext findprev first firstindex fld fld1 fldmod fldmod1 flipsign float floatmax floatmin floor
flush fma foldl foldr foreach frexp fullname functionloc gcd gcdx gensym get get! get_zero_subnormals getfield getglobal
gethostname getindex getkey getpid getproperty gperm hasfield hash haskey hasmethod hasproperty hcat hex2bytes hex2bytes!
homedir htol hton hvcat hypot identity ifelse ignorestatus imag in include_dependency include_string indexin insert!
insertdims instances intersect intersect! inv invmod invoke invperm invpermute! isa isabspath isabstracttype isapprox
isascii isassigned isbits isbitstype isblockdev ischardev iscntrl isconcretetype isconst isdefined isdigit isdir isdirpath
isdisjoint isdispatchtuple isempty isequal iseven isfifo isfile isfinite isimmutable isinf isinteger isinteractive isless
isletter islink islocked islowercase ismarked ismissing ismount ismutable ismutabletype isnan isnothing isnumeric isodd
isone isopen ispath isperm ispow2 isprimitivetype isprint ispunct isqrt isreadable isreadonly isready isreal issetequal
issetgid issetuid issocket issorted isspace issticky isstructtype issubnormal issubset istaskdone istaskfailed istaskstarted
istextmime isunordered isuppercase isvalid iswritable isxdigit iszero iterate join joinpath keepat keys keytype kill kron
last lastindex lcm ldexp leading_ones leading_zeros length lock log log10 log1p log2 logrange lowercase lowercasefirst lpad
lstat lstrip ltoh macroexpand map map! mapfoldl mapfoldr mapreduce mapslices mark match max maximum maximum! maxintfloat
memoryindex memoryref merge merge! mergewith mergewith! methods min minimum minimum! minmax mkdir mkpath mktemp mktempdir
mod mod1 mod2pi modf modifyfield modifyproperty mtime muladd mv nameof names ncodeunits ndigits ndims nextfloat nextind
nextpow nextprod nfields nonmissingtype normpath notify ntoh ntuple numerator objectid occursin oftype one ones oneunit only
open operm pairs parent parentindices parentmodule parse partialsort partialsort! partialsortperm partialsortperm! pathof
peek permute! permutedims permutedims! pipeline pkgdir pointer pointer_from_objref pop! popat popat! popdisplay popfirst!
position powermod precision precompile prepend! prevfloat prevind prevpow print println printstyled process_exited
process_running prod prod! promote promote_rule promote_shape promote_type propertynames push! pushdisplay pushfirst! put!
pwd rad2deg rand randn range rationalize read read! readavailable readbytes! readchomp readdir readline readlines readlink
readuntil real realpath redirect_stderr redirect_stdin redirect_stdio redirect_stdout redisplay reduce reenable_sigint reim
reinterpret relpath rem rem2pi repeat replace replace! replacefield replaceproperty repr reset reshape resize! rethrow retry
reverse reverse! reverseind rm rot180 rotl90 rotr90 round rounding rpad rsplit rstrip run schedule searchsorted
searchsortedfirst searchsortedlast sec secd sech seek seekend seekstart selectdim set_zero_subnormals setdiff setdiff!
setenv setfield! setglobal setindex! setprecision setproperty! setrounding show showable showerror sign signbit signed
significand similar sin sinc sincos sincosd sind sinh sinpi size sizehint! sizeof skip skipchars skipmissing sleep something
sort sort! sortperm sortperm! sortslices splice! split splitdir splitdrive splitext splitpath sprint sqrt stack stacktrace
startswith stat step stride strides string strip success sum sum! summary supertype swapfield swapproperty symdiff symdiff!
symlink systemerror take! takestring tan tand tanh task_local_storage tempdir tempname textwidth thisind throw time time_ns
timedwait titlecase to_indices touch trailing_ones trailing_zeros transcode transpose trues trunc truncate trylock tryparse
tuple typeassert typeintersect typejoin typemax typemin typeof unescape_string union union! unique unique! unlock unmark
unsafe_copyto! unsafe_load unsafe_pointer_to_objref unsafe_read unsafe_store! unsafe_string unsafe_trunc unsafe_wrap
unsafe_write unsigned uperm uppercase uppercasefirst valtype values vcat vec view wait waitall waitany walkdir which widemul
widen withenv write xor yield yieldto zero zeros zip
`)

const OPERATOR = /^[^\p{L}\p{N}_#@"]+$/u

/** Whether a function that is printed without its module is probably one of Base: an operator, or a name that Base exports. */
export function isBaseFunction(name: string): boolean {
  return OPERATOR.test(name) || BASE_FUNCTIONS.has(name) || BASE_TYPES.has(name)
}
