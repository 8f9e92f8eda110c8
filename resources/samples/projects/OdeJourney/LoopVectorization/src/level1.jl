# Vectors with vectors. The lengths are those of the registers, then halves of them for what is left over.

@inline lanes(::Array{T}) where {T} = Val(known(register_lanes(T)))
@inline half(::Val{W}) where {W} = Val(W ÷ 2)

"y[oy+i] += a * x[ox+i] for i from 1 to n"
axpy!(y::Array{T}, oy::Int, a::T, x::Array{T}, ox::Int, n::Int) where {T} = axpy_from!(y, oy, a, x, ox, 1, n, lanes(y))
function axpy_from!(y, oy, a, x, ox, i, n, w::Val{W}) where {W}
    while i + W - 1 <= n
        vstore!(y, oy + i, vmuladd(vspread(w, a), vload(w, x, ox + i), vload(w, y, oy + i)))
        i += W
    end
    return W == 1 ? y : axpy_from!(y, oy, a, x, ox, i, n, half(w))
end

"x[o+i] *= a for i from 1 to n"
scale!(x::Array{T}, o::Int, a::T, n::Int) where {T} = scale_from!(x, o, a, 1, n, lanes(x))
function scale_from!(x, o, a, i, n, w::Val{W}) where {W}
    while i + W - 1 <= n
        vstore!(x, o + i, vspread(w, a) * vload(w, x, o + i))
        i += W
    end
    return W == 1 ? x : scale_from!(x, o, a, i, n, half(w))
end

"The sum of x[ox+i] * y[oy+i] for i from 1 to n."
dotproduct(x::Array{T}, ox::Int, y::Array{T}, oy::Int, n::Int) where {T} = dot_from(x, ox, y, oy, zero(T), 1, n, lanes(x))
function dot_from(x, ox, y, oy, sum, i, n, w::Val{W}) where {W}
    acc = vspread(w, zero(sum))
    while i + W - 1 <= n
        acc = vmuladd(vload(w, x, ox + i), vload(w, y, oy + i), acc)
        i += W
    end
    sum += vsum(acc)
    return W == 1 ? sum : dot_from(x, ox, y, oy, sum, i, n, half(w))
end

"The place from 1 to n where x[o+i] is largest in magnitude."
maxabs_index(x::Array{T}, o::Int, n::Int) where {T} = maxabs_from(x, o, -one(T), 1, 1, n, lanes(x))
function maxabs_from(x, o, best, at, i, n, w::Val{W}) where {W}
    while i + W - 1 <= n
        largest = vmaximum(abs(vload(w, x, o + i)))
        if largest > best
            best = largest
            at = i
            while abs(x[o+at]) != largest
                at += 1
            end
        end
        i += W
    end
    return W == 1 ? at : maxabs_from(x, o, best, at, i, n, half(w))
end

"out = base + the sum of coefficients[j] * terms[j]; in as many blocks as pay off."
function lincomb!(out::Array{T}, base::Array{T}, coefficients::NTuple{N,T}, terms::NTuple{N,Array{T}}) where {N,T}
    length(out) > 1000 * num_cores(T) && return lincomb_blocks!(out, base, coefficients, terms)
    return lincomb_from!(out, base, coefficients, terms, 1, length(out), lanes(out))
end
function lincomb_blocks!(out::Array{T}, base, coefficients, terms) where {T}
    blocks = known(num_cores(T))
    size = length(out) ÷ blocks
    for block in 1:blocks
        last = block == blocks ? length(out) : block * size
        lincomb_from!(out, base, coefficients, terms, (block - 1) * size + 1, last, lanes(out))
    end
    return out
end
function lincomb_from!(out, base, coefficients, terms, i, n, w::Val{W}) where {W}
    while i + W - 1 <= n
        vstore!(out, i, combined(w, vload(w, base, i), i, coefficients, terms))
        i += W
    end
    return W == 1 ? out : lincomb_from!(out, base, coefficients, terms, i, n, half(w))
end
@inline combined(w, v, i, ::Tuple{}, ::Tuple{}) = v
@inline combined(w, v, i, coefficients::Tuple, terms::Tuple) =
    combined(w, vmuladd(vspread(w, coefficients[1]), vload(w, terms[1], i), v), i, Base.tail(coefficients), Base.tail(terms))
