# Identities of 128 bits, as packages have them.

struct UUID
    value::UInt128
end
UUID(u::UUID) = u
UUID(u::NTuple{2, UInt64}) = UUID((UInt128(u[1]) << 64) | UInt128(u[2]))
UUID(u::NTuple{4, UInt32}) = UUID((UInt128(u[1]) << 96) | (UInt128(u[2]) << 64) | (UInt128(u[3]) << 32) | UInt128(u[4]))
UUID(s::AbstractString) = (u = tryparse(UUID, s); u === nothing ? throw(ArgumentError("Malformed UUID string: $(repr(s))")) : u)
convert(::Type{NTuple{2, UInt64}}, uuid::UUID) = (UInt64((uuid.value >> 64) & 0xffffffffffffffff), UInt64(uuid.value & 0xffffffffffffffff))
UInt128(u::UUID) = u.value

function tryparse(::Type{UUID}, s::AbstractString)
    value = ccall(:bk_parse_uuid, Any, (Any,), String(s))::Union{UInt128, Nothing}
    return value === nothing ? nothing : UUID(value)
end
parse(::Type{UUID}, s::AbstractString) = UUID(s)

function string(u::UUID)
    digits = string(u.value, base = 16, pad = 32)
    return string(SubString(digits, 1, 8), "-", SubString(digits, 9, 12), "-", SubString(digits, 13, 16), "-", SubString(digits, 17, 20), "-", SubString(digits, 21, 32))
end
print(io::IO, u::UUID) = print(io, string(u))
show(io::IO, u::UUID) = print(io, "UUID(\"", u, "\")")
isless(a::UUID, b::UUID) = isless(a.value, b.value)
