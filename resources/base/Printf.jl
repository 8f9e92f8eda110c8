#=
The standard library Printf: `@printf` and `@sprintf` with the conversions d i u x X o c s e E f F g G, flags, width and
precision. The format is read when the macro is expanded; digits of floats are those of the exact value.
=#
module Printf

export @printf, @sprintf

struct Spec
    flags::String
    width::Int
    precision::Int
    conversion::Char
end

"Parts of a format: texts and conversions in order. `-1` is no precision."
function parse_format(s::String)
    parts, text, i, n = Any[], "", 1, lastindex(s)
    while i <= n
        c = s[i]
        if c != '%'
            text = string(text, c)
            i = nextind(s, i)
            continue
        end
        i += 1
        i > n && throw(ArgumentError("invalid printf format string: $(repr(s))"))
        if s[i] == '%'
            text = string(text, '%')
            i += 1
            continue
        end
        flags, width, precision = "", 0, -1
        while i <= n && s[i] in "-+ #0"
            flags = string(flags, s[i])
            i += 1
        end
        while i <= n && isdigit(s[i])
            width = 10width + (s[i] - '0')
            i += 1
        end
        if i <= n && s[i] == '.'
            i, precision = i + 1, 0
            while i <= n && isdigit(s[i])
                precision = 10precision + (s[i] - '0')
                i += 1
            end
        end
        while i <= n && s[i] in "hlLqjzt"
            i += 1
        end
        (i <= n && s[i] in "diuxXocsSeEfFgGaAp") || throw(ArgumentError("invalid printf format string: $(repr(s))"))
        text == "" || push!(parts, text)
        text = ""
        push!(parts, Spec(flags, width, precision, s[i]))
        i += 1
    end
    text == "" || push!(parts, text)
    return parts
end

function format_one(spec::Spec, x)
    c = spec.conversion
    c in "diu" && return padded_number(spec, decimal(x), spec.precision < 0)
    c in "xXo" && return padded_number(spec, based(spec, Integer(x)), spec.precision < 0)
    c == 'c' && return padded(spec, string(Char(x)))
    c in "sS" && (s = string(x); return padded(spec, spec.precision >= 0 ? first(s, spec.precision) : s))
    c in "eEfFgG" && return padded_number(spec, c in "eE" ? exponential(spec, float(x)) : c in "fF" ? fixed(spec, float(x)) : general(spec, float(x)), isfinite(x))
    throw(ArgumentError("printf conversion %$c is not supported"))
end
padded(spec, s) = '-' in spec.flags ? rpad(s, spec.width) : lpad(s, spec.width)
# `s` is a number with its sign, if it has one.
function padded_number(spec, s, zeros_allowed)
    negative = startswith(s, "-")
    digits = negative ? s[2:end] : s
    spec.conversion in "diuxXo" && (digits = lpad(digits, max(0, spec.precision), '0'))
    sign = negative ? "-" : '+' in spec.flags ? "+" : ' ' in spec.flags ? " " : ""
    '0' in spec.flags && !('-' in spec.flags) && zeros_allowed && (digits = lpad(digits, spec.width - length(sign), '0'))
    return padded(spec, string(sign, digits))
end
decimal(x::Integer) = string(x)
decimal(x) = isinteger(x) ? string(Integer(x)) : string(x)
function based(spec, x)
    s = string(abs(x), base = spec.conversion == 'o' ? 8 : 16)
    spec.conversion == 'X' && (s = uppercase(s))
    '#' in spec.flags && (s = (spec.conversion == 'o' ? "0" : spec.conversion == 'X' ? "0X" : "0x") * s)
    return x < 0 ? "-" * s : s
end
notfinite(spec, x) = (s = isnan(x) ? "NaN" : x < 0 ? "-Inf" : "Inf"; s)

# `round(abs(x) * 10^k)` for the exact value of x, ties away from zero as in Julia 1.5, as decimal digits.
function scaled_digits(x, k::Int)
    m, e = exact_parts(Float64(x))
    n, d = big(m), big(1)
    e >= 0 ? (n <<= e) : (d <<= -e)
    k >= 0 ? (n *= big(10)^k) : (d *= big(10)^(-k))
    q, r = divrem(n, d)
    2r >= d && (q += 1)
    return string(q)
end
# abs(x) == m * 2^e
function exact_parts(x::Float64)
    u = reinterpret(UInt64, x)
    e, m = Int((u >> 52) & 0x7ff), Int(u & 0x000fffffffffffff)
    return e == 0 ? (m, -1074) : (m | (1 << 52), e - 1075)
end
function fixed(spec, x)
    isfinite(x) || return notfinite(spec, x)
    p = spec.precision < 0 ? 6 : spec.precision
    s = lpad(scaled_digits(x, p), p + 1, '0')
    point = p > 0 || '#' in spec.flags ? "." : ""
    return string(signbit(x) ? "-" : "", s[1:end-p], point, s[end-p+1:end])
end
# Digits before and after the point, and the exponent of ten, of x rounded to p + 1 digits.
function decimal_digits(x, p)
    x == 0 && return "0"^(p + 1), 0
    e = floor(Int, log10(abs(x)))
    s = scaled_digits(x, p - e)
    while length(s) != p + 1
        e += length(s) > p + 1 ? 1 : -1
        s = scaled_digits(x, p - e)
    end
    return s, e
end
function exponential(spec, x)
    isfinite(x) || return notfinite(spec, x)
    p = spec.precision < 0 ? 6 : spec.precision
    s, e = decimal_digits(x, p)
    point = p > 0 || '#' in spec.flags ? "." : ""
    mark = spec.conversion in "EG" ? "E" : "e"
    return string(signbit(x) ? "-" : "", s[1:1], point, s[2:end], mark, e < 0 ? "-" : "+", lpad(string(abs(e)), 2, '0'))
end
function general(spec, x)
    isfinite(x) || return notfinite(spec, x)
    p = spec.precision < 0 ? 6 : max(1, spec.precision)
    s, e = decimal_digits(x, p - 1)
    exponent = -4 > e || e >= p
    text = exponent ? exponential(Spec(spec.flags, 0, p - 1, spec.conversion), x) : fixed(Spec(spec.flags, 0, p - 1 - e, 'f'), x)
    ('#' in spec.flags || !('.' in text)) && return text
    exponent || return rstrip(rstrip(text, '0'), '.')
    mantissa, rest = split(text, spec.conversion == 'G' ? 'E' : 'e')
    return string(rstrip(rstrip(mantissa, '0'), '.'), spec.conversion == 'G' ? "E" : "e", rest)
end

function print_formatted(io::IO, parts, args...)
    k = 0
    for part in parts
        part isa String ? print(io, part) : print(io, format_one(part, args[k += 1]))
    end
    return nothing
end
function checked_parts(format, args)
    format isa String || throw(ArgumentError("the first argument must be a format string"))
    parts = parse_format(format)
    any(a -> a isa Expr && a.head === :..., args) || count(p -> p isa Spec, parts) == length(args) ||
        throw(ArgumentError("@printf: wrong number of arguments ($(length(args))) should be ($(count(p -> p isa Spec, parts)))"))
    return parts
end
macro printf(args...)
    args[1] isa String && return :(print_formatted(stdout, $(checked_parts(args[1], args[2:end])), $(map(esc, args[2:end])...)))
    return :(print_formatted($(esc(args[1])), $(checked_parts(args[2], args[3:end])), $(map(esc, args[3:end])...)))
end
macro sprintf(format, args...)
    return :(sprint(print_formatted, $(checked_parts(format, args)), $(map(esc, args)...)))
end

end
