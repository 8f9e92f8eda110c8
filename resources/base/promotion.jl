#=
Common types of several values: `promote_type` asks `promote_rule` in both orders, `promote` converts, and arithmetic of
different `Number`s goes through it. `typejoin` is the nearest common supertype that Julia gives to what has no rule.
=#

"""
    typejoin(T, S)

The closest common ancestor of types `T` and `S` in the tree of types, keeping parameters on which they agree.
"""
typejoin() = (@_pure_meta; Bottom)
typejoin(@nospecialize(t)) = (@_pure_meta; t)
typejoin(@nospecialize(t), ts...) = (@_pure_meta; typejoin(t, typejoin(ts...)))
function typejoin(@nospecialize(a), @nospecialize(b))
    @_pure_meta
    return ccall(:bk_typejoin, Any, (Any, Any), a, b)
end

# As `typejoin`, but `Nothing` and `Missing` stay members of a small union.
function promote_typejoin(@nospecialize(a), @nospecialize(b))
    c = typejoin(_promote_typesubtract(a), _promote_typesubtract(b))
    return Union{a, b, c}::Type
end
_promote_typesubtract(@nospecialize(a)) =
    a === Any ? a :
    a >: Union{Nothing, Missing} ? typesplit(a, Union{Nothing, Missing}) :
    a >: Nothing ? typesplit(a, Nothing) :
    a >: Missing ? typesplit(a, Missing) : a

# `a` without what is in `b`.
function typesplit(@nospecialize(a), @nospecialize(b))
    @_pure_meta
    a <: b && return Bottom
    if isa(a, Union)
        return Union{typesplit(a.a, b), typesplit(a.b, b)}
    end
    return a
end

"""
    promote_type(T, S, ...)

The type to which values of all these types can be converted with little loss: what `promote_rule` says, or their `typejoin`.
"""
function promote_type end
promote_type() = Bottom
promote_type(T) = T
promote_type(T, S, U, V...) = (@_inline_meta; promote_type(T, promote_type(S, U, V...)))
promote_type(::Type{Bottom}, ::Type{Bottom}) = Bottom
promote_type(::Type{T}, ::Type{T}) where {T} = T
promote_type(::Type{T}, ::Type{Bottom}) where {T} = T
promote_type(::Type{Bottom}, ::Type{T}) where {T} = T
function promote_type(::Type{T}, ::Type{S}) where {T, S}
    @_inline_meta
    return promote_result(T, S, promote_rule(T, S), promote_rule(S, T))
end

"""
    promote_rule(T, S)

The common type of `T` and `S` if a method was defined for this order; `Union{}` says that there is none.
"""
function promote_rule end
promote_rule(::Type{<:Any}, ::Type{<:Any}) = Bottom

promote_result(::Type{<:Any}, ::Type{<:Any}, ::Type{T}, ::Type{S}) where {T, S} = (@_inline_meta; promote_type(T, S))
promote_result(::Type{T}, ::Type{S}, ::Type{Bottom}, ::Type{Bottom}) where {T, S} = (@_inline_meta; typejoin(T, S))

"`promote(xs...)`: the values, converted to one type."
function promote end
function _promote(x::T, y::S) where {T, S}
    @_inline_meta
    R = promote_type(T, S)
    return (convert(R, x), convert(R, y))
end
promote_typeof(x) = typeof(x)
promote_typeof(x, xs...) = (@_inline_meta; promote_type(typeof(x), promote_typeof(xs...)))
function _promote(x, y, z)
    @_inline_meta
    R = promote_typeof(x, y, z)
    return (convert(R, x), convert(R, y), convert(R, z))
end
function _promote(x, y, zs...)
    @_inline_meta
    R = promote_typeof(x, y, zs...)
    return (convert(R, x), convert(R, y), convert(Tuple{Vararg{R}}, zs)...)
end
promote() = ()
promote(x) = (x,)
function promote(x, y)
    @_inline_meta
    px, py = _promote(x, y)
    not_sametype((x, y), (px, py))
    px, py
end
function promote(x, y, z)
    @_inline_meta
    px, py, pz = _promote(x, y, z)
    not_sametype((x, y, z), (px, py, pz))
    px, py, pz
end
function promote(x, y, zs...)
    @_inline_meta
    ps = _promote(x, y, zs...)
    not_sametype((x, y, zs...), ps)
    ps
end
promote(x::T, y::T, zs::T...) where {T} = (x, y, zs...)

# Promotion that changes nothing would promote for ever.
not_sametype(x::T, y::T) where {T} = sametype_error(x)
not_sametype(x, y) = nothing
function sametype_error(input)
    @_noinline_meta
    error("promotion of types ", join(map(x -> string(typeof(x)), input), ", ", " and "), " failed to change any arguments")
end

+(x::Number, y::Number) = +(promote(x, y)...)
*(x::Number, y::Number) = *(promote(x, y)...)
-(x::Number, y::Number) = -(promote(x, y)...)
/(x::Number, y::Number) = /(promote(x, y)...)
^(x::Number, y::Number) = ^(promote(x, y)...)

fma(x::Number, y::Number, z::Number) = fma(promote(x, y, z)...)
muladd(x::Number, y::Number, z::Number) = muladd(promote(x, y, z)...)

==(x::Number, y::Number) = (==)(promote(x, y)...)
<(x::Real, y::Real) = (<)(promote(x, y)...)
<=(x::Real, y::Real) = (<=)(promote(x, y)...)

rem(x::Real, y::Real) = rem(promote(x, y)...)
mod(x::Real, y::Real) = mod(promote(x, y)...)
mod1(x::Real, y::Real) = mod1(promote(x, y)...)
fld1(x::Real, y::Real) = fld1(promote(x, y)...)

max(x::Real, y::Real) = max(promote(x, y)...)
min(x::Real, y::Real) = min(promote(x, y)...)
minmax(x::Real, y::Real) = minmax(promote(x, y)...)

if isdefined(Core, :Compiler)
    const return_type = Core.Compiler.return_type
end
"The type that `op` gives for values of these types, as far as inference knows."
promote_op(::Any...) = Any
function promote_op(f, ::Type{S}) where {S}
    T = _return_type(f, Tuple{_default_type(S)})
    _isleaftype(S) && return _isleaftype(T) ? T : Any
    return typejoin(S, T)
end
function promote_op(f, ::Type{R}, ::Type{S}) where {R, S}
    T = _return_type(f, Tuple{_default_type(R), _default_type(S)})
    _isleaftype(R) && _isleaftype(S) && return _isleaftype(T) ? T : Any
    return typejoin(R, S, T)
end
_return_type(@nospecialize(f), @nospecialize(t)) = Core.Compiler.return_type(f, t)
_default_type(T::Type) = T
_isleaftype(@nospecialize(T)) = isdispatchtuple(Tuple{T}) || T === Bottom

# A method for one type that only promotes would call itself: these end the search with an error that says what is missing.
no_op_err(name, T) = error(name, " not defined for ", T)
+(x::T, y::T) where {T <: Number} = no_op_err("+", T)
*(x::T, y::T) where {T <: Number} = no_op_err("*", T)
-(x::T, y::T) where {T <: Number} = no_op_err("-", T)
/(x::T, y::T) where {T <: Number} = no_op_err("/", T)
^(x::T, y::T) where {T <: Number} = no_op_err("^", T)
fma(x::T, y::T, z::T) where {T <: Number} = no_op_err("fma", T)
fma(x::T, y::T, z::T) where {T <: Integer} = x * y + z
muladd(x::T, y::T, z::T) where {T <: Number} = x * y + z
(&)(x::T, y::T) where {T <: Integer} = no_op_err("&", T)
(|)(x::T, y::T) where {T <: Integer} = no_op_err("|", T)
xor(x::T, y::T) where {T <: Integer} = no_op_err("xor", T)
==(x::T, y::T) where {T <: Number} = x === y
<(x::T, y::T) where {T <: Real} = no_op_err("<", T)
<=(x::T, y::T) where {T <: Real} = no_op_err("<=", T)
rem(x::T, y::T) where {T <: Real} = no_op_err("rem", T)
mod(x::T, y::T) where {T <: Real} = no_op_err("mod", T)
min(x::Real) = x
max(x::Real) = x
minmax(x::Real) = (x, x)
max(x::T, y::T) where {T <: Real} = ifelse(y < x, x, y)
min(x::T, y::T) where {T <: Real} = ifelse(y < x, y, x)
minmax(x::T, y::T) where {T <: Real} = y < x ? (y, x) : (x, y)

flipsign(x::T, y::T) where {T <: Signed} = no_op_err("flipsign", T)
