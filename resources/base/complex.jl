#=
Complex numbers: two parts of one real type. Multiplication and division are written out; elementary functions go by
modulus and argument.
=#

struct Complex{T <: Real} <: Number
    re::T
    im::T
end
Complex(x::Real, y::Real) = Complex(promote(x, y)...)
Complex(x::Real) = Complex(x, zero(x))
Complex(z::Complex) = z
Complex{T}(x::Real) where {T <: Real} = Complex{T}(x, 0)
Complex{T}(z::Complex) where {T <: Real} = Complex{T}(real(z), imag(z))
(::Type{T})(z::Complex) where {T <: Real} = isreal(z) ? T(real(z))::T : throw(InexactError(nameof(T), T, z))
"The imaginary unit."
const im = Complex(false, true)
const ComplexF64 = Complex{Float64}
const ComplexF32 = Complex{Float32}
const ComplexF16 = Complex{Float16}

promote_rule(::Type{Complex{T}}, ::Type{S}) where {T <: Real, S <: Real} = Complex{promote_type(T, S)}
promote_rule(::Type{Complex{T}}, ::Type{Complex{S}}) where {T <: Real, S <: Real} = Complex{promote_type(T, S)}
widen(::Type{Complex{T}}) where {T} = Complex{widen(T)}
float(::Type{Complex{T}}) where {T} = Complex{float(T)}
real(z::Complex) = z.re
imag(z::Complex) = z.im
real(x::Real) = x
imag(x::Real) = zero(x)
reim(z) = (real(z), imag(z))
real(T::Type{<:Real}) = T
real(::Type{Complex{T}}) where {T <: Real} = T
complex(z::Complex) = z
complex(x::Real) = Complex(x)
complex(x::Real, y::Real) = Complex(x, y)
complex(::Type{T}) where {T <: Real} = Complex{T}
complex(::Type{Complex{T}}) where {T <: Real} = Complex{T}
isreal(x::Real) = true
isreal(z::Complex) = iszero(imag(z))
isinteger(z::Complex) = isreal(z) & isinteger(real(z))
isfinite(z::Complex) = isfinite(real(z)) & isfinite(imag(z))
isnan(z::Complex) = isnan(real(z)) | isnan(imag(z))
isinf(z::Complex) = isinf(real(z)) | isinf(imag(z))
iszero(z::Complex) = iszero(real(z)) & iszero(imag(z))
isone(z::Complex) = isone(real(z)) & iszero(imag(z))
flipsign(x::Complex, y::Real) = ifelse(signbit(y), -x, x)

function show(io::IO, z::Complex)
    r, i = reim(z)
    compact = get(io, :compact, false)
    show(io, r)
    if signbit(i) && !isnan(i)
        print(io, compact ? "-" : " - ")
        if isa(i, Signed) && !isa(i, BigInt) && i == typemin(typeof(i))
            show(io, -widen(i))
        else
            show(io, -i)
        end
    else
        print(io, compact ? "+" : " + ")
        show(io, i)
    end
    if !(isa(i, Integer) && !isa(i, Bool) || isa(i, AbstractFloat) && isfinite(i))
        print(io, "*")
    end
    print(io, "im")
end
show(io::IO, z::Complex{Bool}) = print(io, z == im ? "im" : "Complex($(z.re),$(z.im))")

==(z::Complex, w::Complex) = (real(z) == real(w)) & (imag(z) == imag(w))
==(z::Complex, x::Real) = isreal(z) && real(z) == x
==(x::Real, z::Complex) = isreal(z) && real(z) == x
isequal(z::Complex, w::Complex) = isequal(real(z), real(w)) & isequal(imag(z), imag(w))
isequal(z::Complex, w::Real) = isequal(real(z), w) & isequal(imag(z), zero(w))
isequal(z::Real, w::Complex) = isequal(z, real(w)) & isequal(zero(z), imag(w))
const h_imag = 0x32a7a07f3e7cd1f9
const hash_0_imag = hash(0, h_imag)
function hash(z::Complex, h::UInt)
    hash(real(z), h ⊻ hash(imag(z), h_imag) ⊻ hash_0_imag)
end

conj(z::Complex) = Complex(real(z), -imag(z))
abs(z::Complex) = hypot(real(z), imag(z))
abs2(z::Complex) = real(z) * real(z) + imag(z) * imag(z)
inv(z::Complex) = conj(z) / abs2(z)
inv(z::Complex{<:Integer}) = inv(float(z))
sign(z::Complex) = iszero(z) ? float(z) : z / abs(z)
float(z::Complex{<:AbstractFloat}) = z
float(z::Complex) = Complex(float(real(z)), float(imag(z)))
AbstractFloat(z::Complex) = float(z)
big(::Type{<:Complex{T}}) where {T <: Real} = Complex{big(T)}
big(z::Complex{T}) where {T <: Real} = Complex{big(T)}(z)

-(z::Complex) = Complex(-real(z), -imag(z))
+(z::Complex, w::Complex) = Complex(real(z) + real(w), imag(z) + imag(w))
-(z::Complex, w::Complex) = Complex(real(z) - real(w), imag(z) - imag(w))
*(z::Complex, w::Complex) = Complex(real(z) * real(w) - imag(z) * imag(w), real(z) * imag(w) + imag(z) * real(w))
muladd(z::Complex, w::Complex, x::Complex) =
    Complex(muladd(real(z), real(w), real(x)) - imag(z) * imag(w), muladd(real(z), imag(w), muladd(imag(z), real(w), imag(x))))

# A Bool part is exact zero or one: products with it must not make NaN.
+(x::Bool, z::Complex{Bool}) = Complex(x + real(z), imag(z))
+(z::Complex{Bool}, x::Bool) = Complex(real(z) + x, imag(z))
-(x::Bool, z::Complex{Bool}) = Complex(x - real(z), -imag(z))
-(z::Complex{Bool}, x::Bool) = Complex(real(z) - x, Int(imag(z)))
*(x::Bool, z::Complex{Bool}) = Complex(x * real(z), x * imag(z))
*(z::Complex{Bool}, x::Bool) = Complex(real(z) * x, imag(z) * x)
+(x::Bool, z::Complex) = Complex(x + real(z), imag(z))
+(z::Complex, x::Bool) = Complex(real(z) + x, imag(z))
-(x::Bool, z::Complex) = Complex(x - real(z), -imag(z))
-(z::Complex, x::Bool) = Complex(real(z) - x, imag(z))
*(x::Bool, z::Complex) = Complex(x * real(z), x * imag(z))
*(z::Complex, x::Bool) = Complex(real(z) * x, imag(z) * x)
+(x::Real, z::Complex{Bool}) = Complex(x + real(z), imag(z))
+(z::Complex{Bool}, x::Real) = Complex(real(z) + x, imag(z))
-(x::Real, z::Complex{Bool}) = (re = x - real(z); Complex(re, -oftype(re, imag(z))))
-(z::Complex{Bool}, x::Real) = Complex(real(z) - x, imag(z))
*(x::Real, z::Complex{Bool}) = Complex(x * real(z), x * imag(z))
*(z::Complex{Bool}, x::Real) = Complex(real(z) * x, imag(z) * x)

+(x::Real, z::Complex) = Complex(x + real(z), imag(z))
+(z::Complex, x::Real) = Complex(x + real(z), imag(z))
-(x::Real, z::Complex) = Complex(x - real(z), -imag(z))
-(z::Complex, x::Real) = Complex(real(z) - x, imag(z))
*(x::Real, z::Complex) = Complex(x * real(z), x * imag(z))
*(z::Complex, x::Real) = Complex(x * real(z), x * imag(z))
/(a::R, z::S) where {R <: Real, S <: Complex} = (T = promote_type(R, S); a * inv(T(z)))
/(z::Complex, x::Real) = Complex(real(z) / x, imag(z) / x)
function /(a::Complex{T}, b::Complex{T}) where {T <: Real}
    are, aim = reim(a)
    bre, bim = reim(b)
    # the larger part is divided by, so that nothing overflows in between
    if abs(bre) <= abs(bim)
        isinf(bre) && isinf(bim) && (bre = sign(bre); bim = sign(bim))
        r = bre / bim
        den = bim + r * bre
        Complex((are * r + aim) / den, (aim * r - are) / den)
    else
        r = bim / bre
        den = bre + r * bim
        Complex((are + aim * r) / den, (aim - are * r) / den)
    end
end
rem(z::Complex, x::Real) = Complex(rem(real(z), x), rem(imag(z), x))

angle(z::Complex) = atan(imag(z), real(z))
cis(theta::Real) = Complex(cos(theta), sin(theta))
cis(z::Complex) = exp(-imag(z)) * cis(real(z))
exp(z::Complex) = (r = exp(real(z)); iszero(imag(z)) ? Complex(r, float(imag(z))) : Complex(r * cos(imag(z)), r * sin(imag(z))))
log(z::Complex) = Complex(log(abs(z)), angle(z))
function sqrt(z::Complex)
    z = float(z)
    x, y = reim(z)
    iszero(x) && iszero(y) && return Complex(zero(x), y)
    r = sqrt((abs(x) + abs(z)) / 2)
    x >= 0 ? Complex(r, y / 2r) : Complex(abs(y) / 2r, copysign(r, y))
end
sqrt(z::Complex{<:Integer}) = sqrt(float(z))
sin(z::Complex) = Complex(sin(real(z)) * cosh(imag(z)), cos(real(z)) * sinh(imag(z)))
cos(z::Complex) = Complex(cos(real(z)) * cosh(imag(z)), -sin(real(z)) * sinh(imag(z)))
tan(z::Complex) = sin(z) / cos(z)
sinh(z::Complex) = Complex(sinh(real(z)) * cos(imag(z)), cosh(real(z)) * sin(imag(z)))
cosh(z::Complex) = Complex(cosh(real(z)) * cos(imag(z)), sinh(real(z)) * sin(imag(z)))
tanh(z::Complex) = sinh(z) / cosh(z)
^(z::Complex, n::Bool) = n ? z : one(z)
^(z::Complex, n::Integer) = n >= 0 ? power_by_squaring(z, n) : power_by_squaring(inv(z), -n)
^(z::Complex{<:AbstractFloat}, n::Integer) = n >= 0 ? power_by_squaring(z, n) : power_by_squaring(inv(z), -n)
^(z::Complex{<:Integer}, n::Integer) = n >= 0 ? power_by_squaring(z, n) : power_by_squaring(inv(float(z)), -n)
^(z::Complex{T}, p::Complex{T}) where {T <: Real} = iszero(z) ? (iszero(p) ? one(z) : zero(z)) : exp(p * log(z))
^(z::Complex, p::Real) = isinteger(p) ? z^Integer(p) : exp(p * log(z))
round(z::Complex, rr::RoundingMode = RoundNearest, ri::RoundingMode = rr; kwargs...) = Complex(round(real(z), rr; kwargs...), round(imag(z), ri; kwargs...))
