#=
Classes and case of characters. ASCII is decided here; for the rest the runtime knows Unicode's general categories.
=#

# Unicode's general category of a character: its number in the order of utf8proc.
const category_strings = (
    "Other, not assigned", "Letter, uppercase", "Letter, lowercase", "Letter, titlecase", "Letter, modifier", "Letter, other",
    "Mark, nonspacing", "Mark, spacing combining", "Mark, enclosing", "Number, decimal digit", "Number, letter", "Number, other",
    "Punctuation, connector", "Punctuation, dash", "Punctuation, open", "Punctuation, close", "Punctuation, initial quote",
    "Punctuation, final quote", "Punctuation, other", "Symbol, math", "Symbol, currency", "Symbol, modifier", "Symbol, other",
    "Separator, space", "Separator, line", "Separator, paragraph", "Other, control", "Other, format", "Other, surrogate",
    "Other, private use", "Invalid, too high", "Malformed, bad data")
const category_abbrevs = ("Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
    "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "In", "Ma")
category_code(c::AbstractChar) = !ismalformed(c) ? category_code(UInt32(c)) : Int32(31)
category_code(x::Integer) = x ≤ 0x10ffff ? ccall(:bk_unicode_category, Int32, (UInt32,), x) : Int32(30)
category_string(c) = category_strings[category_code(c) + 1]
category_abbrev(c) = category_abbrevs[category_code(c) + 1]

isassigned_char(c) = 0 < category_code(c) < 29
isdigit(c::AbstractChar) = (c >= '0') & (c <= '9')
isxdigit(c::AbstractChar) = '0' <= c <= '9' || 'a' <= c <= 'f' || 'A' <= c <= 'F'
isletter(c::AbstractChar) = isascii(c) ? 'a' <= c <= 'z' || 'A' <= c <= 'Z' : 1 <= category_code(c) <= 5
isnumeric(c::AbstractChar) = 9 <= category_code(c) <= 11
isuppercase(c::AbstractChar) = isascii(c) ? 'A' <= c <= 'Z' : (n = category_code(c); n == 1 || n == 3)
islowercase(c::AbstractChar) = isascii(c) ? 'a' <= c <= 'z' : category_code(c) == 2
isspace(c::AbstractChar) = c == ' ' || '\t' <= c <= '\r' || c == '\u85' || '\ua0' <= c && category_code(c) == 23
iscntrl(c::AbstractChar) = c <= '\x1f' || '\x7f' <= c <= '\u9f'
ispunct(c::AbstractChar) = 12 <= category_code(c) <= 18
isprint(c::AbstractChar) = isascii(c) ? ' ' <= c <= '~' : 1 <= category_code(c) <= 23

lowercase(c::T) where {T <: AbstractChar} = isascii(c) ? ('A' <= c <= 'Z' ? c + 0x20 : c) : T(ccall(:bk_unicode_lower, UInt32, (UInt32,), c))
uppercase(c::T) where {T <: AbstractChar} = isascii(c) ? ('a' <= c <= 'z' ? c - 0x20 : c) : T(ccall(:bk_unicode_upper, UInt32, (UInt32,), c))
titlecase(c::T) where {T <: AbstractChar} = isascii(c) ? ('a' <= c <= 'z' ? c - 0x20 : c) : T(ccall(:bk_unicode_title, UInt32, (UInt32,), c))
uppercase(s::AbstractString) = map(uppercase, s)
lowercase(s::AbstractString) = map(lowercase, s)
function titlecase(s::AbstractString; wordsep::Function = !isletter, strict::Bool = true)
    startword = true
    b = IOBuffer()
    for c in s
        if wordsep(c)
            print(b, c)
            startword = true
        else
            print(b, startword ? titlecase(c) : strict ? lowercase(c) : c)
            startword = false
        end
    end
    return String(take!(b))
end
function uppercasefirst(s::AbstractString)
    isempty(s) && return ""
    c = s[1]
    c′ = titlecase(c)
    c == c′ ? convert(String, s) : string(c′, SubString(s, nextind(s, 1)))
end
function lowercasefirst(s::AbstractString)
    isempty(s) && return ""
    c = s[1]
    c′ = lowercase(c)
    c == c′ ? convert(String, s) : string(c′, SubString(s, nextind(s, 1)))
end

"`textwidth(x)`: how many columns a terminal gives it."
textwidth(c::AbstractChar) = isascii(c) ? (c < ' ' || c == '\x7f' ? 0 : 1) : Int(ccall(:bk_char_width, Int32, (UInt32,), ismalformed(c) ? UInt32(0xfffd) : UInt32(c)))
textwidth(s::AbstractString) = mapreduce(textwidth, +, s; init = 0)
