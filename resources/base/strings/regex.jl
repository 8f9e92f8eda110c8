#=
Regular expressions: `Regex`, `match`, `eachmatch` and what else takes a pattern (search, `replace`, `split`, `startswith`), with substitution
strings. Matching itself is a runtime function; patterns are those of PCRE as far as that translates them.
=#

const REGEX_DEFAULTS = 0x400a0002      # UTF, Unicode properties, as Julia compiles patterns
const REGEX_CASELESS, REGEX_DOTALL, REGEX_EXTENDED, REGEX_MULTILINE, REGEX_UCP = 0x00000008, 0x00000020, 0x00000080, 0x00000400, 0x00020000
const MATCH_ANCHORED, MATCH_NOT_EMPTY_AT_START, MATCH_TO_END = 1, 2, 4

abstract type AbstractPattern end
mutable struct Regex <: AbstractPattern
    pattern::String
    compile_options::UInt32
    match_options::UInt32
    function Regex(pattern::AbstractString, compile_options::Integer, match_options::Integer)
        re = new(String(pattern), UInt32(compile_options), UInt32(match_options))
        ccall(:bk_regex_check, Cvoid, (Any, Int), re.pattern, Int(re.compile_options))
        return re
    end
end
Regex(pattern::AbstractString) = Regex(pattern, REGEX_DEFAULTS, 0x40000000)
function Regex(pattern::AbstractString, flags::AbstractString)
    options = REGEX_DEFAULTS
    for f in flags
        if f == 'a'
            options &= ~REGEX_UCP
        else
            options |= f == 'i' ? REGEX_CASELESS : f == 'm' ? REGEX_MULTILINE : f == 's' ? REGEX_DOTALL : f == 'x' ? REGEX_EXTENDED :
                throw(ArgumentError("unknown regex flag: $f"))
        end
    end
    return Regex(pattern, options, 0x40000000)
end
Regex(re::Regex) = re

"`r\"a+\"i`: a pattern, compiled when the code is read."
macro r_str(pattern, flags...)
    Regex(pattern, flags...)
end

==(a::Regex, b::Regex) = a.pattern == b.pattern && a.compile_options == b.compile_options && a.match_options == b.match_options
hash(r::Regex, h::UInt) = hash(r.match_options, hash(r.compile_options, hash(r.pattern, h + 0x5ea1c9d6 % UInt)))
broadcastable(r::Regex) = Ref(r)
copy(r::Regex) = r
function show(io::IO, re::Regex)
    print(io, "r\"")
    escape_raw_string(io, re.pattern)
    print(io, '"')
    re.compile_options & REGEX_CASELESS == 0 || print(io, 'i')
    re.compile_options & REGEX_MULTILINE == 0 || print(io, 'm')
    re.compile_options & REGEX_DOTALL == 0 || print(io, 's')
    re.compile_options & REGEX_EXTENDED == 0 || print(io, 'x')
    re.compile_options & REGEX_UCP == 0 && print(io, 'a')
    nothing
end

struct RegexMatch
    match::SubString{String}
    captures::Vector{Union{Nothing, SubString{String}}}
    offset::Int
    offsets::Vector{Int}
    regex::Regex
end
group_name(re::Regex, i::Integer) = ccall(:bk_regex_group_name, Any, (Any, Int, Int), re.pattern, Int(re.compile_options), i)::String
function group_number(m::RegexMatch, name::AbstractString)
    for i in 1:length(m.captures)
        group_name(m.regex, i) == name && return i
    end
    return nothing
end
getindex(m::RegexMatch, i::Integer) = m.captures[i]
function getindex(m::RegexMatch, name::AbstractString)
    i = group_number(m, name)
    i === nothing && error("PCRE error: unknown substring")
    return m.captures[i]
end
getindex(m::RegexMatch, name::Symbol) = m[string(name)]
function show(io::IO, m::RegexMatch)
    print(io, "RegexMatch(")
    show(io, m.match)
    for i in 1:length(m.captures)
        name = group_name(m.regex, i)
        print(io, ", ", isempty(name) ? i : name, '=')
        show(io, m.captures[i])
    end
    print(io, ')')
end

# First and last byte of the match, then of the groups; nothing if there is none.
regex_exec(re::Regex, s::AbstractString, from::Integer, how::Integer = 0) =
    ccall(:bk_regex_exec, Any, (Any, Int, Any, Int, Int), re.pattern, Int(re.compile_options), String(s), Int(from), Int(how))::Union{Nothing, Vector{Any}}
byte_range(found::Vector{Any}, i::Int) = (found[2i + 1]::Int, found[2i + 2]::Int)
# From bytes to indices of characters.
function index_range(s, found::Vector{Any}, i::Int = 0)
    from, to = byte_range(found, i)
    return from:(to < from ? from - 1 : thisind(s, to))
end
within(s::String, r::UnitRange{Int}) = SubString(s, first(r), last(r))

function match_from(re::Regex, str::String, idx::Int, how::Int)
    found = regex_exec(re, str, idx, how)
    found === nothing && return nothing
    n = div(length(found), 2) - 1
    captures = Union{Nothing, SubString{String}}[byte_range(found, i)[1] == 0 ? nothing : within(str, index_range(str, found, i)) for i in 1:n]
    return RegexMatch(within(str, index_range(str, found)), captures, byte_range(found, 0)[1], Int[byte_range(found, i)[1] for i in 1:n], re)
end
match(re::Regex, str::Union{String, SubString{String}}, idx::Integer, how::Integer = 0) = match_from(re, String(str), Int(idx), Int(how))
match(re::Regex, str::AbstractString) = match(re, str, 1)
match(re::Regex, str::AbstractString, i::Integer) = throw(ArgumentError("regex matching is only available for the String type; use String(s) to convert"))

struct RegexMatchIterator
    regex::Regex
    string::String
    overlap::Bool
end
eltype(::Type{RegexMatchIterator}) = RegexMatch
IteratorSize(::Type{RegexMatchIterator}) = SizeUnknown()
function iterate(itr::RegexMatchIterator, (offset, wasempty) = (1, false))
    while true
        m = match(itr.regex, itr.string, offset, wasempty ? MATCH_ANCHORED | MATCH_NOT_EMPTY_AT_START : 0)
        if m === nothing
            wasempty && offset <= sizeof(itr.string) || return nothing
            offset, wasempty = nextind(itr.string, offset), false
        else
            next = !itr.overlap ? m.offset + ncodeunits(m.match) : isempty(m.match) ? m.offset : nextind(itr.string, m.offset)
            return (m, (next, isempty(m.match)))
        end
    end
end
"`eachmatch(r, s)`: all matches, one behind the other."
eachmatch(re::Regex, str::AbstractString; overlap = false) = RegexMatchIterator(re, String(str), overlap)

occursin(re::Regex, s::AbstractString; offset::Integer = 0) = regex_exec(re, s, offset + 1) !== nothing
startswith(s::AbstractString, re::Regex) = regex_exec(re, s, 1, MATCH_ANCHORED) !== nothing
endswith(s::AbstractString, re::Regex) = regex_exec(re, s, 1, MATCH_TO_END) !== nothing
function findnext(re::Regex, str::Union{String, SubString}, idx::Integer)
    idx > nextind(str, lastindex(str)) && throw(BoundsError())
    found = regex_exec(re, str, idx)
    return found === nothing ? nothing : index_range(str, found)
end
findnext(re::Regex, s::AbstractString, idx::Integer) = throw(ArgumentError("regex search is only available for the String type; use String(s) to convert"))
findfirst(re::Regex, s::AbstractString) = findnext(re, s, firstindex(s))
findall(re::Regex, s::AbstractString; overlap::Bool = false) =
    UnitRange{Int}[m.offset:(isempty(m.match) ? m.offset - 1 : m.offset + lastindex(m.match) - 1) for m in eachmatch(re, s; overlap = overlap)]
count(re::Regex, s::AbstractString; overlap::Bool = false) = length(findall(re, s; overlap = overlap))

# In a raw string only backslashes before a quote or the end are doubled.
function escape_raw_string(io::IO, s::AbstractString)
    backslashes = 0
    for c in s
        if c == '\\'
            backslashes += 1
        else
            c == '"' && print(io, '\\'^(backslashes + 1))
            backslashes = 0
        end
        print(io, c)
    end
    print(io, '\\'^backslashes)
end

# replacing

"`s\"\\1-\\g<name>\"`: a text with groups of a match in it."
struct SubstitutionString{T <: AbstractString} <: AbstractString
    string::T
end
macro s_str(string)
    SubstitutionString(string)
end
ncodeunits(s::SubstitutionString) = ncodeunits(s.string)
codeunit(s::SubstitutionString) = codeunit(s.string)
codeunit(s::SubstitutionString, i::Integer) = codeunit(s.string, i)
isvalid(s::SubstitutionString, i::Integer) = isvalid(s.string, i)
iterate(s::SubstitutionString, i::Integer...) = iterate(s.string, i...)
function show(io::IO, s::SubstitutionString)
    print(io, "s\"")
    escape_raw_string(io, s.string)
    print(io, '"')
end

bad_substitution(s) = error("Bad replacement string: ", s)
function substitute(io::IO, s::SubstitutionString, m::RegexMatch)
    text = s.string
    i, n = firstindex(text), lastindex(text)
    put(group) = group == "0" ? print(io, m.match) : (c = all(isdigit, group) ? m[parse(Int, group)] : m[group]; c === nothing || print(io, c))
    while i <= n
        c = text[i]
        i = nextind(text, i)
        if c != '\\'
            print(io, c)
            continue
        end
        i <= n || bad_substitution(text)
        c = text[i]
        if c == '\\'
            print(io, '\\')
            i = nextind(text, i)
        elseif isdigit(c)
            j = i
            while j <= n && isdigit(text[j])
                j = nextind(text, j)
            end
            put(text[i:prevind(text, j)])
            i = j
        elseif c == 'g' && i < n && text[i + 1] == '<'
            close = findnext('>', text, i)
            close === nothing && bad_substitution(text)
            put(text[i + 2:prevind(text, close)])
            i = nextind(text, close)
        else
            bad_substitution(text)
        end
    end
end
_replace(io, repl::SubstitutionString, str, r, re::Regex) =
    substitute(io, repl, match_from(re, String(str), first(r), MATCH_ANCHORED)::RegexMatch)
_replace(io, repl::SubstitutionString, str, r, pattern) = print(io, unescape_string(repl.string))
