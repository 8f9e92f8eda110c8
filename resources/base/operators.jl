#=
Operators that are defined by others: equality and order in general, arithmetic of more than two, shifts by negative
counts, membership, composition. `==` falls back to `===`, `isequal` to `==`, `<` to `isless`.
=#

(>:)(@nospecialize(a), @nospecialize(b)) = (b <: a)

supertype(T::DataType) = T.super
supertype(T::UnionAll) = UnionAll(T.var, supertype(T.body))

==(x, y) = x === y
isequal(x, y) = x == y
isequal(x::AbstractFloat, y::AbstractFloat) = (isnan(x) & isnan(y)) | (signbit(x) == signbit(y)) & (x == y)
isequal(x::Real, y::AbstractFloat) = (isnan(x) & isnan(y)) | (signbit(x) == signbit(y)) & (x == y)
isequal(x::AbstractFloat, y::Real) = (isnan(x) & isnan(y)) | (signbit(x) == signbit(y)) & (x == y)

isless(x::AbstractFloat, y::AbstractFloat) = (!isnan(x) & (isnan(y) | signless(x, y))) | (x < y)
isless(x::Real, y::AbstractFloat) = (!isnan(x) & (isnan(y) | signless(x, y))) | (x < y)
isless(x::AbstractFloat, y::Real) = (!isnan(x) & (isnan(y) | signless(x, y))) | (x < y)
signless(x, y) = signbit(x) & !signbit(y)

==(T::Type, S::Type) = (@_pure_meta; ccall(:jl_types_equal, Cint, (Any, Any), T, S) != 0)
==(T::TypeVar, S::Type) = false
==(T::Type, S::TypeVar) = false

!=(x, y) = !(x == y)
const ≠ = !=
const ≡ = ===
!==(@nospecialize(x), @nospecialize(y)) = !(x === y)
const ≢ = !==

<(x, y) = isless(x, y)
>(x, y) = y < x
<=(x, y) = (x < y) | (x == y)
const ≤ = <=
>=(x, y) = (y <= x)
const ≥ = >=

isless(x::Real, y::Real) = x < y
lexcmp(x, y) = cmp(x, y)

"`isequal(x)`, `==(x)`, `<(x)`: the comparison with its second argument fixed."
isequal(x) = Fix2(isequal, x)
==(x) = Fix2(==, x)
!=(x) = Fix2(!=, x)
>=(x) = Fix2(>=, x)
<=(x) = Fix2(<=, x)
>(x) = Fix2(>, x)
<(x) = Fix2(<, x)

cmp(x, y) = isless(x, y) ? -1 : ifelse(isless(y, x), 1, 0)
cmp(x::Integer, y::Integer) = ifelse(isless(x, y), -1, ifelse(isless(y, x), 1, 0))
cmp(<, x, y) = (x < y) ? -1 : ifelse(y < x, 1, 0)

max(x, y) = ifelse(isless(y, x), x, y)
min(x, y) = ifelse(isless(y, x), y, x)
minmax(x, y) = isless(y, x) ? (y, x) : (x, y)

clamp(x::X, lo::L, hi::H) where {X, L, H} =
    ifelse(x > hi, convert(promote_type(X, L, H), hi),
           ifelse(x < lo, convert(promote_type(X, L, H), lo), convert(promote_type(X, L, H), x)))

"`identity(x) = x`."
identity(x) = x

+(x::Number) = x
*(x::Number) = x
(&)(x::Integer) = x
(|)(x::Integer) = x
xor(x::Integer) = x
const ⊻ = xor

# Operations of several operands go from the left; after the first 16 steps in a loop.
afoldl(op, a) = a
afoldl(op, a, b) = op(a, b)
afoldl(op, a, b, c...) = afoldl(op, op(a, b), c...)
function afoldl(op, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, qs...)
    y = op(op(op(op(op(op(op(op(op(op(op(op(op(op(op(a, b), c), d), e), f), g), h), i), j), k), l), m), n), o), p)
    for x in qs
        y = op(y, x)
    end
    y
end
for op in (:+, :*, :&, :|, :xor, :min, :max)
    @eval ($op)(a, b, c, xs...) = afoldl($op, ($op)(($op)(a, b), c), xs...)
end
max(a) = a
min(a) = a

function kron end
function \ end
\(x, y) = adjoint(adjoint(y) / adjoint(x))
\(x::Number, y::Number) = y / x
function adjoint end
function transpose end

# An unsigned count is what int.jl shifts by.
function <<(x::Integer, c::Integer)
    @_inline_meta
    typemin(Int) <= c <= typemax(Int) && return x << (c % Int)
    (x >= 0 || c >= 0) && return zero(x) << 0
    oftype(x, -1)
end
function <<(x::Integer, c::Unsigned)
    @_inline_meta
    if c isa UInt
        throw(MethodError(<<, (x, c)))
    end
    c <= typemax(UInt) ? x << (c % UInt) : zero(x) << UInt(0)
end
<<(x::Integer, c::Int) = c >= 0 ? x << unsigned(c) : x >> unsigned(-c)
function >>(x::Integer, c::Integer)
    @_inline_meta
    typemin(Int) <= c <= typemax(Int) && return x >> (c % Int)
    (x >= 0 || c < 0) && return zero(x) >> 0
    oftype(x, -1)
end
>>(x::Integer, c::Unsigned) = c <= typemax(UInt) ? x >> (c % UInt) : zero(x) >> 0
>>(x::Integer, c::Int) = c >= 0 ? x >> unsigned(c) : x << unsigned(-c)
function >>>(x::Integer, c::Integer)
    @_inline_meta
    typemin(Int) <= c <= typemax(Int) ? x >>> (c % Int) : zero(x) >>> 0
end
>>>(x::Integer, c::Unsigned) = c <= typemax(UInt) ? x >>> (c % UInt) : zero(x) >>> 0
>>>(x::Integer, c::Int) = c >= 0 ? x >>> unsigned(c) : x << unsigned(-c)

# The division families: `div` truncates, `fld` goes down, `cld` up.
const % = rem
const ÷ = div
function mod1 end
function fld1 end
function fldmod1 end

# Integers of two types take the common one; the bits are kept.
for op in (:+, :-, :*, :&, :|, :xor)
    @eval function $op(a::Integer, b::Integer)
        T = promote_typeof(a, b)
        aT, bT = a % T, b % T
        not_sametype((a, b), (aT, bT))
        return $op(aT, bT)
    end
end

# functions of functions

"`f ∘ g`: the function that applies `g`, then `f`."
function ∘ end
∘(f) = f
∘(f, g) = (x...) -> f(g(x...))
∘(f, g, h...) = ∘(f ∘ g, h...)

"`!f`: the function that says the opposite of `f`."
!(f::Function) = (x...) -> !f(x...)

# The function `f` with its first or second argument fixed.
struct Fix1{F, T} <: Function
    f::F
    x::T
    Fix1(f::F, x::T) where {F, T} = new{F, T}(f, x)
    Fix1(f::Type{F}, x::T) where {F, T} = new{Type{F}, T}(f, x)
end
(f::Fix1)(y) = f.f(f.x, y)
struct Fix2{F, T} <: Function
    f::F
    x::T
    Fix2(f::F, x::T) where {F, T} = new{F, T}(f, x)
    Fix2(f::Type{F}, x::T) where {F, T} = new{Type{F}, T}(f, x)
end
(f::Fix2)(y) = f.f(y, f.x)

"`x |> f`: `f(x)`."
|>(x, f) = f(x)

# membership

in(x) = Fix2(in, x)
function in(x, itr)
    anymissing = false
    for y in itr
        v = (y == x)
        if ismissing(v)
            anymissing = true
        elseif v
            return true
        end
    end
    return anymissing ? missing : false
end
const ∈ = in
∋(itr, x) = ∈(x, itr)
∋(x) = Fix2(∋, x)
∉(x, itr) = !∈(x, itr)
∉(itr) = Fix2(∉, itr)
∌(itr, x) = !∋(itr, x)
∌(x) = Fix2(∌, x)
