#=
The standard library Random. The generator is xoshiro256++ with a state made from the seed by splitmix64: the same seed
gives the same numbers everywhere, but not those of Julia's own MersenneTwister. Without a seed a program always begins with
seed 0, so that a run can be repeated.
=#
module Random

import Base: rand, randn, rand!, randn!, copy, ==, show, getindex

export AbstractRNG, MersenneTwister, RandomDevice, Xoshiro, bitrand, rand!, randn!, randcycle, randexp, randperm, randperm!,
    randstring, randsubseq, shuffle, shuffle!, default_rng

abstract type AbstractRNG end

mutable struct Xoshiro <: AbstractRNG
    s0::UInt64
    s1::UInt64
    s2::UInt64
    s3::UInt64
end
Xoshiro(seed::Integer = 0) = seed!(Xoshiro(0, 0, 0, 0), seed)
"`MersenneTwister(seed)` under its name in Julia 1.5; the numbers are those of `Xoshiro`."
mutable struct MersenneTwister <: AbstractRNG
    seed::Any
    state::Xoshiro
    MersenneTwister(seed = 0) = new(seed, Xoshiro(seed_number(seed)))
end
struct RandomDevice <: AbstractRNG end
show(io::IO, r::MersenneTwister) = (print(io, "MersenneTwister("); show(io, r.seed); print(io, ")"))
copy(r::Xoshiro) = Xoshiro(r.s0, r.s1, r.s2, r.s3)
copy(r::MersenneTwister) = (c = MersenneTwister(r.seed); c.state = copy(r.state); c)
==(a::Xoshiro, b::Xoshiro) = (a.s0, a.s1, a.s2, a.s3) == (b.s0, b.s1, b.s2, b.s3)

seed_number(seed::Integer) = seed % UInt64
seed_number(seed) = hash(seed)
function seed!(r::Xoshiro, seed::Integer = 0)
    z = seed_number(seed)
    r.s0, z = splitmix(z)
    r.s1, z = splitmix(z)
    r.s2, z = splitmix(z)
    r.s3, z = splitmix(z)
    return r
end
function splitmix(z::UInt64)
    z += 0x9e3779b97f4a7c15
    x = (z ⊻ (z >> 30)) * 0xbf58476d1ce4e5b9
    x = (x ⊻ (x >> 27)) * 0x94d049bb133111eb
    return x ⊻ (x >> 31), z
end
seed!(r::MersenneTwister, seed = 0) = (r.seed = seed; seed!(r.state, seed_number(seed)); r)
const GLOBAL_RNG = MersenneTwister(0)
default_rng() = GLOBAL_RNG
seed!(seed = 0) = seed!(GLOBAL_RNG, seed)

rotated(x::UInt64, k) = (x << k) | (x >> (64 - k))
function next64(r::Xoshiro)
    result = rotated(r.s0 + r.s3, 23) + r.s0
    t = r.s1 << 17
    r.s2 = r.s2 ⊻ r.s0
    r.s3 = r.s3 ⊻ r.s1
    r.s1 = r.s1 ⊻ r.s2
    r.s0 = r.s0 ⊻ r.s3
    r.s2 = r.s2 ⊻ t
    r.s3 = rotated(r.s3, 45)
    return result
end
next64(r::MersenneTwister) = next64(r.state)
next64(::RandomDevice) = ccall(:bk_random_u64, UInt64, ())

# One value
rand() = rand(GLOBAL_RNG, Float64)
rand(r::AbstractRNG) = rand(r, Float64)
rand(X) = rand(GLOBAL_RNG, X)
rand(::Type{T}) where {T} = rand(GLOBAL_RNG, T)
rand(r::AbstractRNG, ::Type{Float64}) = Float64(next64(r) >> 11) * 1.1102230246251565e-16
rand(r::AbstractRNG, ::Type{Float32}) = Float32(next64(r) >> 40) * 5.9604645f-8
rand(r::AbstractRNG, ::Type{Float16}) = Float16(Float32(next64(r) >> 53) * 0.00048828125f0)
rand(r::AbstractRNG, ::Type{Bool}) = next64(r) >> 63 == 1
rand(r::AbstractRNG, ::Type{T}) where {T <: Union{Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64}} = next64(r) % T
rand(r::AbstractRNG, ::Type{T}) where {T <: Union{Int128, UInt128}} = ((UInt128(next64(r)) << 64) | next64(r)) % T
rand(r::AbstractRNG, ::Type{Complex{T}}) where {T} = complex(rand(r, T), rand(r, T))
rand(r::AbstractRNG, ::Type{Char}) = Char(rand(r, 0x20:0x7e))
# Below `n`, every number as likely: draws that would favour small ones are thrown away.
function below(r::AbstractRNG, n::UInt64)
    n == 0 && return next64(r)
    limit = -n % n
    while true
        x = next64(r)
        x >= limit && return x % n
    end
end
rand(r::AbstractRNG, range::AbstractUnitRange{T}) where {T <: Union{Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64, Bool}} =
    isempty(range) ? throw(ArgumentError("range must be non-empty")) :
    T <: Bool ? rand(r, Bool) : (first(range) + below(r, (last(range) - first(range)) % UInt64 + 1) % T) % T
rand(r::AbstractRNG, A::AbstractArray) = isempty(A) ? throw(ArgumentError("collection must be non-empty")) : A[rand(r, 1:length(A))]
rand(r::AbstractRNG, t::Tuple) = t[rand(r, 1:length(t))]
rand(r::AbstractRNG, s::AbstractString) = rand(r, collect(s))
rand(r::AbstractRNG, s::Union{AbstractSet, AbstractDict}) = isempty(s) ? throw(ArgumentError("collection must be non-empty")) :
    first(Iterators.drop(s, rand(r, 0:length(s)-1)))

# What a program draws from: it defines `rand(rng, d::Random.SamplerTrivial{Die})` or `rand(rng, ::Random.SamplerType{Die})`.
abstract type Sampler{E} end
struct SamplerTrivial{T, E} <: Sampler{E}
    self::T
end
struct SamplerType{T} <: Sampler{T} end
SamplerTrivial(x::T) where {T} = SamplerTrivial{T, eltype(T)}(x)
getindex(s::SamplerTrivial) = s.self
rand(r::AbstractRNG, X) = rand(r, SamplerTrivial(X))
rand(r::AbstractRNG, ::Type{X}) where {X} = rand(r, SamplerType{X}())
rand(::AbstractRNG, ::Sampler) = throw(ArgumentError("Sampler for this object is not defined"))

# Arrays
rand(d::Integer, ds::Integer...) = rand(GLOBAL_RNG, Float64, d, ds...)
rand(r::AbstractRNG, d::Integer, ds::Integer...) = rand(r, Float64, d, ds...)
rand(dims::Dims) = rand(GLOBAL_RNG, Float64, dims)
rand(r::AbstractRNG, dims::Dims) = rand(r, Float64, dims)
rand(X, d::Integer, ds::Integer...) = rand(GLOBAL_RNG, X, d, ds...)
rand(X, dims::Dims) = rand(GLOBAL_RNG, X, dims)
rand(::Type{X}, d::Integer, ds::Integer...) where {X} = rand(GLOBAL_RNG, X, d, ds...)
rand(::Type{X}, dims::Dims) where {X} = rand(GLOBAL_RNG, X, dims)
rand(r::AbstractRNG, X, d::Integer, ds::Integer...) = rand(r, X, (Int(d), map(Int, ds)...))
rand(r::AbstractRNG, X, dims::Dims) = rand!(r, Array{eltype(X)}(undef, dims), X)
rand(r::AbstractRNG, ::Type{X}, d::Integer, ds::Integer...) where {X} = rand(r, X, (Int(d), map(Int, ds)...))
rand(r::AbstractRNG, ::Type{X}, dims::Dims) where {X} = rand!(r, Array{X}(undef, dims), X)
rand!(A::AbstractArray{T}, X = T) where {T} = rand!(GLOBAL_RNG, A, X)
function rand!(r::AbstractRNG, A::AbstractArray{T}, X = T) where {T}
    for i in eachindex(A)
        A[i] = rand(r, X)
    end
    return A
end

# Normal numbers by the polar method, one for each pair of draws
randn() = randn(GLOBAL_RNG)
randn(::Type{T}) where {T} = randn(GLOBAL_RNG, T)
function randn(r::AbstractRNG, ::Type{T} = Float64) where {T <: AbstractFloat}
    while true
        u, v = 2rand(r) - 1, 2rand(r) - 1
        s = u * u + v * v
        0 < s < 1 && return T(u * sqrt(-2log(s) / s))
    end
end
randn(r::AbstractRNG, ::Type{Complex{T}}) where {T} = complex(randn(r, T), randn(r, T)) / sqrt(T(2))
randn(d::Integer, ds::Integer...) = randn(GLOBAL_RNG, Float64, d, ds...)
randn(dims::Dims) = randn!(Array{Float64}(undef, dims))
randn(::Type{T}, d::Integer, ds::Integer...) where {T} = randn(GLOBAL_RNG, T, d, ds...)
randn(r::AbstractRNG, d::Integer, ds::Integer...) = randn(r, Float64, d, ds...)
randn(r::AbstractRNG, ::Type{T}, d::Integer, ds::Integer...) where {T} = randn!(r, Array{T}(undef, Int(d), map(Int, ds)...))
randn!(A::AbstractArray) = randn!(GLOBAL_RNG, A)
function randn!(r::AbstractRNG, A::AbstractArray{T}) where {T}
    for i in eachindex(A)
        A[i] = randn(r, T)
    end
    return A
end
randexp(r::AbstractRNG = GLOBAL_RNG) = -log(1 - rand(r))
randexp(n::Integer) = [randexp() for i in 1:n]

# Orders
function shuffle!(r::AbstractRNG, a::AbstractArray)
    for i in length(a):-1:2
        j = rand(r, 1:i)
        a[i], a[j] = a[j], a[i]
    end
    return a
end
shuffle!(a::AbstractArray) = shuffle!(GLOBAL_RNG, a)
shuffle(r::AbstractRNG, a::AbstractArray) = shuffle!(r, Base.copymutable(a))
shuffle(a::AbstractArray) = shuffle(GLOBAL_RNG, a)
randperm(r::AbstractRNG, n::Integer) = shuffle!(r, collect(1:n))
randperm(n::Integer) = randperm(GLOBAL_RNG, n)
randperm!(a::AbstractArray{<:Integer}) = shuffle!(copyto!(a, 1:length(a)))
function randcycle(n::Integer)
    a = collect(1:n)
    for i in n:-1:2
        j = rand(1:i-1)
        a[i], a[j] = a[j], a[i]
    end
    return a
end
randsubseq(A::AbstractArray, p::Real) = [x for x in A if rand() < p]
const letters_and_digits = collect("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
randstring(r::AbstractRNG, chars = letters_and_digits, n::Integer = 8) = join(rand(r, collect(chars), n))
randstring(r::AbstractRNG, n::Integer) = randstring(r, letters_and_digits, n)
randstring(chars = letters_and_digits, n::Integer = 8) = randstring(GLOBAL_RNG, chars, n)
randstring(n::Integer) = randstring(GLOBAL_RNG, letters_and_digits, n)
bitrand(dims::Integer...) = BitArray(rand(Bool, dims...))

end
