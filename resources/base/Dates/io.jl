#=
Dates as text. A format is a row of fields, each a letter that stands so many times, and of text between them:
y m u U d e E H I M S s p. Where a letter stands several times a number is padded to as many digits.
=#

pad(n, width) = n < 0 ? string("-", lpad(string(-n), width, '0')) : lpad(string(n), width, '0')
show(io::IO, dt::Date) = print(io, get(io, :compact, false)::Bool ? string(dt) : string("Date(\"", string(dt), "\")"))
show(io::IO, ::MIME"text/plain", dt::Date) = print(io, string(dt))
string(dt::Date) = ((y, m, d) = yearmonthday(dt); string(pad(y, 4), "-", pad(m, 2), "-", pad(d, 2)))
print(io::IO, dt::TimeType) = print(io, string(dt))
function string(dt::DateTime)
    text = string(string(Date(dt)), "T", pad(hour(dt), 2), ":", pad(minute(dt), 2), ":", pad(second(dt), 2))
    ms = millisecond(dt)
    return ms == 0 ? text : string(text, ".", rstrip(pad(ms, 3), '0'))
end
show(io::IO, dt::DateTime) = print(io, get(io, :compact, false)::Bool ? string(dt) : string("DateTime(\"", string(dt), "\")"))
show(io::IO, ::MIME"text/plain", dt::DateTime) = print(io, string(dt))
function string(t::Time)
    text = string(pad(hour(t), 2), ":", pad(minute(t), 2), ":", pad(second(t), 2))
    ns = mod(value(t), 1000000000)
    ns == 0 && return text
    digits = ns % 1000000 == 0 ? pad(div(ns, 1000000), 3) : ns % 1000 == 0 ? pad(div(ns, 1000), 6) : pad(ns, 9)
    return string(text, ".", rstrip(digits, '0'))
end
function show(io::IO, t::Time)
    get(io, :compact, false)::Bool && return print(io, string(t))
    parts = [hour(t), minute(t), second(t), millisecond(t), microsecond(t), nanosecond(t)]
    n = something(findlast(!iszero, parts), 1)
    print(io, "Time(")
    join(io, parts[1:n], ", ")
    print(io, ")")
end
show(io::IO, ::MIME"text/plain", t::Time) = print(io, string(t))

struct FormatPart
    letter::Char
    width::Int
    text::String
end
"How dates are written: `dateformat\"y-m-d\"`."
struct DateFormat
    format::String
    parts::Vector{FormatPart}
end
const _LETTERS = ('y', 'Y', 'm', 'u', 'U', 'd', 'e', 'E', 'H', 'I', 'M', 'S', 's', 'p')
function DateFormat(format::AbstractString, locale = "english")
    parts = FormatPart[]
    text = ""
    i = firstindex(format)
    while i <= lastindex(format)
        c = format[i]
        j = nextind(format, i)
        if c == '\\' && j <= lastindex(format)
            text = string(text, format[j])
            i = nextind(format, j)
        elseif c in _LETTERS
            isempty(text) || push!(parts, FormatPart('\0', 0, text))
            text = ""
            n = 1
            while j <= lastindex(format) && format[j] == c
                n += 1
                j = nextind(format, j)
            end
            push!(parts, FormatPart(c, n, ""))
            i = j
        else
            text = string(text, c)
            i = j
        end
    end
    isempty(text) || push!(parts, FormatPart('\0', 0, text))
    return DateFormat(String(format), parts)
end
macro dateformat_str(text)
    return DateFormat(text)
end
show(io::IO, df::DateFormat) = print(io, "dateformat\"", df.format, "\"")
const ISODateTimeFormat = DateFormat("yyyy-mm-dd\\THH:MM:SS.s")
const ISODateFormat = DateFormat("yyyy-mm-dd")
const ISOTimeFormat = DateFormat("HH:MM:SS.s")
const RFC1123Format = DateFormat("e, dd u yyyy HH:MM:SS")
default_format(::Type{DateTime}) = ISODateTimeFormat
default_format(::Type{Date}) = ISODateFormat
default_format(::Type{Time}) = ISOTimeFormat

_hour(dt::Date) = 0
_hour(dt) = hour(dt)
function _field(dt, p::FormatPart)
    c, n = p.letter, p.width
    c == '\0' && return p.text
    # Of a year only the last digits, if fewer are wanted.
    c in ('y', 'Y') && return n == 2 ? pad(mod(year(dt), 100), 2) : pad(year(dt), n)
    c == 'm' && return pad(month(dt), n)
    c == 'u' && return monthabbr(dt)
    c == 'U' && return monthname(dt)
    c == 'd' && return pad(day(dt), n)
    c == 'e' && return dayabbr(dt)
    c == 'E' && return dayname(dt)
    c == 'H' && return pad(_hour(dt), n)
    c == 'I' && return pad(mod1(_hour(dt), 12), n)
    c == 'M' && return pad(isa(dt, Date) ? 0 : minute(dt), n)
    c == 'S' && return pad(isa(dt, Date) ? 0 : second(dt), n)
    c == 'p' && return _hour(dt) < 12 ? "AM" : "PM"
    digits = String(rstrip(pad(isa(dt, Date) ? 0 : millisecond(dt), 3), '0'))
    return isempty(digits) ? "0"^n : rpad(digits, n, '0')
end
format(dt::TimeType, df::DateFormat = default_format(typeof(dt))) = join([_field(dt, p) for p in df.parts])
format(io::IO, dt::TimeType, df::DateFormat) = print(io, format(dt, df))
format(dt::TimeType, f::AbstractString; locale = "english") = format(dt, DateFormat(f))

# reading

isdigit_at(s, i) = i <= ncodeunits(s) && 0x30 <= codeunit(s, i) <= 0x39
function _digits(s, i, least, most)
    n, j = Int64(0), i
    while isdigit_at(s, j) && j - i < most
        n = 10n + (codeunit(s, j) - 0x30)
        j += 1
    end
    return j - i < least ? nothing : (n, j)
end
function _word(s, i, names, short)
    for (k, name) in enumerate(names)
        name = short ? String(SubString(name, 1, 3)) : name
        n = ncodeunits(name)
        i + n - 1 <= ncodeunits(s) && lowercase(String(SubString(s, i, i + n - 1))) == lowercase(name) && return (k, i + n)
    end
    return nothing
end
# What was expected where a text does not fit; `part` is nothing at its end.
struct Misfit
    part::Union{FormatPart, Nothing}
    at::Int
end
function _message(m::Misfit)
    m.part === nothing && return "Found extra characters at the end of date time string"
    p = m.part::FormatPart
    directive = p.letter == '\0' ? string("Delim(", p.text, ")") : string("DatePart(", string(p.letter)^p.width, ")")
    return string("Unable to parse date time. Expected directive ", directive, " at char ", m.at)
end
# The fields that a text has, or where it does not fit.
function _read_fields(s::String, df::DateFormat)
    found = Dict{Char, Int64}()
    i = 1
    for (k, p) in enumerate(df.parts)
        i > ncodeunits(s) && break
        c = p.letter
        if c == '\0'
            startswith(SubString(s, i), p.text) || return Misfit(p, i)
            i += ncodeunits(p.text)
            continue
        end
        # A number ends where the width says, if another number follows at once.
        fixed = k < length(df.parts) && df.parts[k + 1].letter != '\0'
        if c == 'u' || c == 'U' || c == 'e' || c == 'E'
            read = _word(s, i, c in ('u', 'U') ? _MONTHS : _DAYS, c in ('u', 'e'))
            c in ('u', 'U') && (c = 'm')
        elseif c == 'p'
            half = i + 1 <= ncodeunits(s) ? uppercase(String(SubString(s, i, i + 1))) : ""
            read = half == "AM" ? (0, i + 2) : half == "PM" ? (1, i + 2) : nothing
        elseif c == 's'
            read = _digits(s, i, 1, fixed ? p.width : 3)
            read === nothing || (read = (read[1] * 10^(3 - min(3, read[2] - i)), read[2]))
        else
            negative = c == 'y' && i <= ncodeunits(s) && codeunit(s, i) == 0x2d
            read = _digits(s, negative ? i + 1 : i, 1, fixed ? p.width : c == 'y' || c == 'Y' ? 18 : 2)
            negative && read !== nothing && (read = (-read[1], read[2]))
        end
        read === nothing && return Misfit(p, i)
        found[c == 'Y' ? 'y' : c] = read[1]
        i = read[2]
    end
    return i <= ncodeunits(s) ? Misfit(nothing, i) : found
end
_get(f, c, default) = get(f, c, default)
function _hours(f)
    haskey(f, 'I') || return _get(f, 'H', 0)
    return mod(f['I'], 12) + 12 * _get(f, 'p', 0)
end
_build(::Type{Date}, f) = Date(_get(f, 'y', 1), _get(f, 'm', 1), _get(f, 'd', 1))
_build(::Type{DateTime}, f) = DateTime(_get(f, 'y', 1), _get(f, 'm', 1), _get(f, 'd', 1), _hours(f), _get(f, 'M', 0), _get(f, 'S', 0), _get(f, 's', 0))
_build(::Type{Time}, f) = Time(_hours(f), _get(f, 'M', 0), _get(f, 'S', 0), _get(f, 's', 0))
function parse(::Type{T}, s::AbstractString, df::DateFormat = default_format(T)) where {T <: TimeType}
    f = _read_fields(String(s), df)
    isa(f, Misfit) && throw(ArgumentError(_message(f)))
    return _build(T, f)
end
function tryparse(::Type{T}, s::AbstractString, df::DateFormat = default_format(T)) where {T <: TimeType}
    f = _read_fields(String(s), df)
    isa(f, Misfit) && return nothing
    try
        return _build(T, f)
    catch
        return nothing
    end
end
for T in (:Date, :DateTime, :Time)
    @eval $T(s::AbstractString, df::DateFormat = default_format($T)) = parse($T, s, df)
    @eval $T(s::AbstractString, f::AbstractString; locale = "english") = parse($T, s, DateFormat(f))
    @eval $T(dt::TimeType, f::AbstractString) = parse($T, format(dt, f), DateFormat(f))
end
