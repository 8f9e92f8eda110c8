"The standard library UUIDs: identities by name or by chance. `uuid5` hashes with SHA-1."
module UUIDs

import Base: UUID

export UUID, uuid1, uuid4, uuid5, uuid_version

uuid_version(u::UUID) = Int((u.value >> 76) & 0xf)
_stamped(value::UInt128, version) = UUID((value & 0xffffffffffff0fff3fffffffffffffff) | (UInt128(version) << 76) | (UInt128(2) << 62))
_chance() = (UInt128(ccall(:bk_random_u64, UInt64, ())) << 64) | ccall(:bk_random_u64, UInt64, ())
uuid4(args...) = _stamped(_chance(), 4)
# The clock in steps of 100 ns since October 1582, then chance.
function uuid1(args...)
    t = UInt64(round(Base.time() * 1e7)) + 0x01b21dd213814000
    value = (UInt128(t & 0xffffffff) << 96) | (UInt128((t >> 32) & 0xffff) << 80) | (UInt128((t >> 48) & 0x0fff) << 64)
    return _stamped(value | (_chance() & 0x00003fff_010000000000) | (_chance() & 0x0000ffffffffffff), 1)
end

function sha1(data::Vector{UInt8})
    n = length(data)
    padded = copy(data)
    push!(padded, 0x80)
    while length(padded) % 64 != 56
        push!(padded, 0x00)
    end
    for shift in 56:-8:0
        push!(padded, ((UInt64(8n) >> shift) & 0xff) % UInt8)
    end
    h = UInt32[0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
    w = zeros(UInt32, 80)
    for start in 1:64:length(padded)
        for i in 1:16
            k = start + 4 * (i - 1)
            w[i] = (UInt32(padded[k]) << 24) | (UInt32(padded[k + 1]) << 16) | (UInt32(padded[k + 2]) << 8) | padded[k + 3]
        end
        for i in 17:80
            w[i] = bitrotate(w[i - 3] ⊻ w[i - 8] ⊻ w[i - 14] ⊻ w[i - 16], 1)
        end
        a, b, c, d, e = h[1], h[2], h[3], h[4], h[5]
        for i in 1:80
            f, k = i <= 20 ? ((b & c) | (~b & d), 0x5a827999) : i <= 40 ? (b ⊻ c ⊻ d, 0x6ed9eba1) :
                i <= 60 ? ((b & c) | (b & d) | (c & d), 0x8f1bbcdc) : (b ⊻ c ⊻ d, 0xca62c1d6)
            a, b, c, d, e = bitrotate(a, 5) + f + e + k + w[i], a, bitrotate(b, 30), c, d
        end
        h[1] += a; h[2] += b; h[3] += c; h[4] += d; h[5] += e
    end
    return h
end

"`uuid5(namespace, name)`: always the same for the same two."
function uuid5(ns::UUID, name::String)
    data = UInt8[(ns.value >> shift) % UInt8 for shift in 120:-8:0]
    append!(data, codeunits(name))
    h = sha1(data)
    value = (UInt128(h[1]) << 96) | (UInt128(h[2]) << 64) | (UInt128(h[3]) << 32) | UInt128(h[4])
    return _stamped(value, 5)
end
uuid5(ns::UUID, name::AbstractString) = uuid5(ns, String(name))

end
