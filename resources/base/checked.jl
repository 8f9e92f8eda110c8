# Arithmetic that throws instead of wrapping around.
throw_overflowerr_negation(x) = (@_noinline_meta;
    throw(OverflowError("checked arithmetic: cannot compute -x for x = $x::$(typeof(x))")))
throw_overflowerr_binaryop(op, x, y) = (@_noinline_meta; throw(OverflowError("$x $op $y overflowed for type $(typeof(x))")))

baremodule Checked

using Core, ..Base
import Core.Intrinsics: checked_sadd_int, checked_ssub_int, checked_smul_int, checked_uadd_int, checked_usub_int, checked_umul_int
import ..Base: BitSigned, BitUnsigned, BitInteger, no_op_err, throw_overflowerr_binaryop, throw_overflowerr_negation, @_inline_meta

export checked_neg, checked_abs, checked_add, checked_sub, checked_mul, checked_div, checked_rem, checked_fld, checked_mod,
    checked_cld, add_with_overflow, sub_with_overflow, mul_with_overflow

for (name, op) in ((:checked_add, "+"), (:checked_sub, "-"), (:checked_mul, "*"))
    @eval $name(x::T, y::T) where {T <: Integer} = no_op_err($(QuoteNode(name)), T)
    @eval $name(x::Integer, y::Integer) = $name(promote(x, y)...)
end
checked_neg(x::T) where {T <: Integer} = checked_sub(T(0), x)
checked_abs(x::Integer) = (r = ifelse(x < 0, -x, x); r < 0 ? throw(OverflowError("checked arithmetic: cannot compute |x| for x = $x::$(typeof(x))")) : r)
checked_abs(x::Unsigned) = x
checked_abs(x::Bool) = x

add_with_overflow(x::T, y::T) where {T <: BitSigned} = checked_sadd_int(x, y)
add_with_overflow(x::T, y::T) where {T <: BitUnsigned} = checked_uadd_int(x, y)
add_with_overflow(x::Bool, y::Bool) = (x + y, false)
sub_with_overflow(x::T, y::T) where {T <: BitSigned} = checked_ssub_int(x, y)
sub_with_overflow(x::T, y::T) where {T <: BitUnsigned} = checked_usub_int(x, y)
sub_with_overflow(x::Bool, y::Bool) = (x - y, false)
mul_with_overflow(x::T, y::T) where {T <: BitSigned} = checked_smul_int(x, y)
mul_with_overflow(x::T, y::T) where {T <: BitUnsigned} = checked_umul_int(x, y)
mul_with_overflow(x::Bool, y::Bool) = (x * y, false)

function checked_add(x::T, y::T) where {T <: BitInteger}
    @_inline_meta
    z, b = add_with_overflow(x, y)
    b && throw_overflowerr_binaryop(:+, x, y)
    z
end
function checked_sub(x::T, y::T) where {T <: BitInteger}
    @_inline_meta
    z, b = sub_with_overflow(x, y)
    b && throw_overflowerr_binaryop(:-, x, y)
    z
end
function checked_mul(x::T, y::T) where {T <: BitInteger}
    @_inline_meta
    z, b = mul_with_overflow(x, y)
    b && throw_overflowerr_binaryop(:*, x, y)
    z
end
function checked_neg(x::T) where {T <: BitSigned}
    y = -x
    (x < 0) & (y < 0) && throw_overflowerr_negation(x)
    y
end
checked_add(x) = x
checked_mul(x) = x
checked_add(x1, x2, x3, xs...) = checked_add(checked_add(x1, x2), x3, xs...)
checked_mul(x1, x2, x3, xs...) = checked_mul(checked_mul(x1, x2), x3, xs...)
checked_div(x::T, y::T) where {T <: Integer} = div(x, y)
checked_rem(x::T, y::T) where {T <: Integer} = rem(x, y)
checked_fld(x::T, y::T) where {T <: Integer} = fld(x, y)
checked_mod(x::T, y::T) where {T <: Integer} = mod(x, y)
checked_cld(x::T, y::T) where {T <: Integer} = cld(x, y)

end

using .Checked: checked_neg, checked_abs, checked_add, checked_sub, checked_mul, checked_div, checked_rem, checked_fld,
    checked_mod, checked_cld, add_with_overflow, sub_with_overflow, mul_with_overflow
