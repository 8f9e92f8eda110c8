#=
Hashes: equal values (`isequal`) have equal hashes whatever their type; `hash(x)` is `hash(x, zero(UInt))`, and a
collection hashes its elements in a chain. The mixing function is Thomas Wang's for 64 bits, as in Julia, so that
dictionaries have the same order.
=#

hash(x::Any) = hash(x, zero(UInt))
hash(w::WeakRef, h::UInt) = hash(w.value, h)
hash(@nospecialize(x), h::UInt) = hash_uint(3h - objectid(x))

function hash_64_64(n::UInt64)
    a::UInt64 = n
    a = ~a + a << 21
    a = a ⊻ a >> 24
    a = a + a << 3 + a << 8
    a = a ⊻ a >> 14
    a = a + a << 2 + a << 4
    a = a ⊻ a >> 28
    a = a + a << 31
    return a
end
hash_uint64(x::UInt64) = hash_64_64(x)
hash_uint(x::UInt) = hash_64_64(x)

hash(x::Symbol, h::UInt) = hash_uint(3h - objectid(x))
hash(x::QuoteNode, h::UInt) = hash(x.value, hash(QuoteNode, h))
hash(x::Expr, h::UInt) = hash(x.args, hash(x.head, h + 0x96d26dc6c5d4dc48))
objectid(@nospecialize(x)) = ccall(:jl_object_id, UInt, (Any,), x)
