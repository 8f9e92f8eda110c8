#=
Atomic access to fields (Julia 1.7): `@atomic x.f`, `@atomic x.f = v`, `@atomic x.f += v`, `@atomicswap`, `@atomicreplace`. There is one
thread here, so an ordering is only checked: a field that is declared atomic is written atomically and no other is.
=#

showerror(io::IO, e::ConcurrencyViolationError) = print(io, "ConcurrencyViolationError: ", e.msg)

getproperty(x, f::Symbol, order::Symbol) = (@_inline_meta; getfield(x, f, order))
setproperty!(x, f::Symbol, v, order::Symbol) = (@_inline_meta; setfield!(x, f, convert(fieldtype(typeof(x), f), v), order))
function modifyproperty!(x, f::Symbol, op, v, order::Symbol = :not_atomic)
    @_inline_meta
    old = getfield(x, f, order)
    new = op(old, v)::fieldtype(typeof(x), f)
    setfield!(x, f, new, order)
    return old => new
end
function swapproperty!(x, f::Symbol, v, order::Symbol = :not_atomic)
    @_inline_meta
    old = getfield(x, f, order)
    setfield!(x, f, convert(fieldtype(typeof(x), f), v), order)
    return old
end
function replaceproperty!(x, f::Symbol, expected, desired, success_order::Symbol = :not_atomic, fail_order::Symbol = success_order)
    @_inline_meta
    old = getfield(x, f, success_order)
    success = old === convert(fieldtype(typeof(x), f), expected)
    success && setfield!(x, f, convert(fieldtype(typeof(x), f), desired), success_order)
    return (old = old, success = success)
end

# What stands after `@atomic`, with its ordering: a plain symbol if it is given as `:order`.
function _atomic_order(ex)
    isa(ex, QuoteNode) && return ex
    isa(ex, Expr) && ex.head === :quote && length(ex.args) == 1 && return QuoteNode(ex.args[1])
    return esc(ex)
end
_atomic_field(ex) = isa(ex, Expr) && ex.head === :. && length(ex.args) == 2 ? (esc(ex.args[1]), esc(ex.args[2])) :
    error("@atomic expression missing field access: ", ex)
function _modify_atomic(order, place, op, value)
    object, name = _atomic_field(place)
    return :(modifyproperty!($object, $name, $op, $value, $order))
end
function _make_atomic(order, ex)
    if isa(ex, Expr)
        head = ex.head
        if head === :.
            object, name = _atomic_field(ex)
            return :(getproperty($object, $name, $order))
        elseif head === :call && length(ex.args) == 3
            return _modify_atomic(order, ex.args[2], esc(ex.args[1]), esc(ex.args[3]))
        elseif head === :(=)
            object, name = _atomic_field(ex.args[1])
            return :(setproperty!($object, $name, $(esc(ex.args[2])), $order))
        end
        text = string(head)
        if length(ex.args) == 2 && length(text) > 1 && text[end] == '='
            op = Symbol(text[1:prevind(text, lastindex(text))])
            return :($(_modify_atomic(order, ex.args[1], esc(op), esc(ex.args[2])))[2])
        end
    end
    error("could not parse @atomic expression ", ex)
end

"`@atomic x.f`, `@atomic x.f = v`, `@atomic x.f += v`, `@atomic f(x.f, v)`; before a field of a mutable struct it declares the field atomic."
macro atomic(ex)
    # A field with a default is for `@kwdef`.
    field = isa(ex, Expr) && ex.head === :(=) ? ex.args[1] : ex
    isfield = isa(field, Symbol) || isa(field, Expr) && field.head === :(::)
    return isfield ? esc(Expr(:atomic, ex)) : _make_atomic(QuoteNode(:sequentially_consistent), ex)
end
macro atomic(order, ex)
    return _make_atomic(_atomic_order(order), ex)
end
macro atomic(a1, op, a2)
    return _modify_atomic(QuoteNode(:sequentially_consistent), a1, esc(op), esc(a2))
end
macro atomic(order, a1, op, a2)
    return _modify_atomic(_atomic_order(order), a1, esc(op), esc(a2))
end

"`@atomicswap x.f = v`: puts a value in and gives the one that was there."
macro atomicswap(ex)
    return _make_atomicswap(QuoteNode(:sequentially_consistent), ex)
end
macro atomicswap(order, ex)
    return _make_atomicswap(_atomic_order(order), ex)
end
function _make_atomicswap(order, ex)
    isa(ex, Expr) && ex.head === :(=) || error("@atomicswap expression must be an assignment: ", ex)
    object, name = _atomic_field(ex.args[1])
    return :(swapproperty!($object, $name, $(esc(ex.args[2])), $order))
end

"`@atomicreplace x.f expected => desired`: `(old, success)`; puts the second in if the first is there."
macro atomicreplace(ex, old_new)
    order = QuoteNode(:sequentially_consistent)
    return _make_atomicreplace(order, order, ex, old_new)
end
macro atomicreplace(order, ex, old_new)
    return _make_atomicreplace(_atomic_order(order), _atomic_order(order), ex, old_new)
end
macro atomicreplace(success_order, fail_order, ex, old_new)
    return _make_atomicreplace(_atomic_order(success_order), _atomic_order(fail_order), ex, old_new)
end
function _make_atomicreplace(success_order, fail_order, ex, old_new)
    object, name = _atomic_field(ex)
    if isa(old_new, Expr) && old_new.head === :call && old_new.args[1] === :(=>)
        expected, desired = esc(old_new.args[2]), esc(old_new.args[3])
        return :(replaceproperty!($object, $name, $expected, $desired, $success_order, $fail_order))
    end
    pair = esc(old_new)
    return :(let pair = $pair::Pair
        replaceproperty!($object, $name, pair.first, pair.second, $success_order, $fail_order)
    end)
end
