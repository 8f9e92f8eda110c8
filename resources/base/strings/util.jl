#=
Taking strings apart and changing them: prefixes and suffixes, stripping, padding, splitting, replacing, bytes as hex.
=#

startswith(a::AbstractString, b::AbstractString) = startswith(String(a), String(b))
startswith(a::Union{String, SubString{String}}, b::Union{String, SubString{String}}) =
    ncodeunits(a) >= ncodeunits(b) && ccall(:bk_string_starts, Bool, (Any, Any), String(a), String(b)) && nextind(a, ncodeunits(b)) == ncodeunits(b) + 1
startswith(str::AbstractString, chars::Chars) = !isempty(str) && first(str)::AbstractChar in chars
startswith(s) = Base.Fix2(startswith, s)
endswith(a::AbstractString, b::AbstractString) = endswith(String(a), String(b))
function endswith(a::Union{String, SubString{String}}, b::Union{String, SubString{String}})
    astart = ncodeunits(a) - ncodeunits(b) + 1
    astart < 1 && return false
    return _searchindex(a, b, astart) == astart && thisind(a, astart) == astart || isempty(b)
end
endswith(str::AbstractString, chars::Chars) = !isempty(str) && last(str) in chars
endswith(s) = Base.Fix2(endswith, s)

chop(s::AbstractString; head::Integer = 0, tail::Integer = 1) = SubString(s, nextind(s, firstindex(s), head), prevind(s, lastindex(s), tail))
function chomp(s::AbstractString)
    i = lastindex(s)
    (i < 1 || s[i] != '\n') && (return SubString(s, 1, i))
    j = prevind(s, i)
    (j < 1 || s[j] != '\r') && (return SubString(s, 1, j))
    return SubString(s, 1, prevind(s, j))
end

function lstrip(f, s::AbstractString)
    e = lastindex(s)
    for (i, c) in pairs(s)
        !f(c) && return @inbounds SubString(s, i, e)
    end
    SubString(s, e + 1, e)
end
lstrip(s::AbstractString) = lstrip(isspace, s)
lstrip(s::AbstractString, chars::Chars) = lstrip(in(chars), s)
function rstrip(f, s::AbstractString)
    i = lastindex(s)
    while i >= 1
        f(s[i]) || return @inbounds SubString(s, 1, i)
        i = prevind(s, i)
    end
    SubString(s, 1, 0)
end
rstrip(s::AbstractString) = rstrip(isspace, s)
rstrip(s::AbstractString, chars::Chars) = rstrip(in(chars), s)
strip(s::AbstractString) = lstrip(rstrip(s))
strip(s::AbstractString, chars::Chars) = lstrip(rstrip(s, chars), chars)
strip(f, s::AbstractString) = lstrip(f, rstrip(f, s))

lpad(s, n::Integer, p::Union{AbstractChar, AbstractString} = ' ') = lpad(string(s), n, string(p))
function lpad(s::Union{AbstractChar, AbstractString}, n::Integer, p::Union{AbstractChar, AbstractString} = ' ')
    m = signed(n) - length(s)
    m ≤ 0 && return string(s)
    l = length(p)
    q, r = divrem(m, l)
    r == 0 ? string(p^q, s) : string(p^q, first(p, r), s)
end
rpad(s, n::Integer, p::Union{AbstractChar, AbstractString} = ' ') = rpad(string(s), n, string(p))
function rpad(s::Union{AbstractChar, AbstractString}, n::Integer, p::Union{AbstractChar, AbstractString} = ' ')
    m = signed(n) - length(s)
    m ≤ 0 && return string(s)
    l = length(p)
    q, r = divrem(m, l)
    r == 0 ? string(s, p^q) : string(s, p^q, first(p, r))
end

# split

split(str::T, splitter; limit::Integer = 0, keepempty::Bool = true) where {T <: AbstractString} =
    _split(str, splitter, limit, keepempty, T <: SubString ? T[] : SubString{T}[])
split(str::T, splitter::Union{Tuple{Vararg{<:AbstractChar}}, AbstractVector{<:AbstractChar}, Set{<:AbstractChar}};
      limit::Integer = 0, keepempty::Bool = true) where {T <: AbstractString} =
    _split(str, in(splitter), limit, keepempty, T <: SubString ? T[] : SubString{T}[])
split(str::T, splitter::AbstractChar; limit::Integer = 0, keepempty::Bool = true) where {T <: AbstractString} =
    _split(str, isequal(splitter), limit, keepempty, T <: SubString ? T[] : SubString{T}[])
split(str::AbstractString; limit::Integer = 0, keepempty::Bool = false) = split(str, isspace; limit = limit, keepempty = keepempty)

function _split(str::AbstractString, splitter::F, limit::Integer, keepempty::Bool, strs::Array) where {F}
    i = 1
    n = lastindex(str)
    r = findfirst(splitter, str)
    if r !== nothing
        j, k = first(r), nextind(str, last(r))
        while 0 < j <= n && length(strs) != limit - 1
            if i < k
                if keepempty || i < j
                    push!(strs, @inbounds SubString(str, i, prevind(str, j)))
                end
                i = k
            end
            (k <= j) && (k = nextind(str, j))
            r = findnext(splitter, str, k)
            r === nothing && break
            j, k = first(r), nextind(str, last(r))
        end
    end
    if keepempty || i <= ncodeunits(str)
        push!(strs, @inbounds SubString(str, i))
    end
    return strs
end
rsplit(str::T, splitter; limit::Integer = 0, keepempty::Bool = true) where {T <: AbstractString} =
    _rsplit(str, splitter isa AbstractChar ? isequal(splitter) : splitter isa AbstractString || splitter isa Function ? splitter : in(splitter),
            limit, keepempty, T <: SubString ? T[] : SubString{T}[])
rsplit(str::AbstractString; limit::Integer = 0, keepempty::Bool = false) = rsplit(str, isspace; limit = limit, keepempty = keepempty)
function _rsplit(str::AbstractString, splitter, limit::Integer, keepempty::Bool, strs::Array)
    n = lastindex(str)
    r = n == 0 ? nothing : findlast(splitter, str)
    j = r === nothing ? 0 : first(r)
    k = r === nothing ? 0 : last(r)
    while 0 <= j && k > 0 && length(strs) != limit - 1
        (keepempty || k < n) && pushfirst!(strs, SubString(str, nextind(str, k), n))
        n = prevind(str, j)
        n <= 0 && break
        r = findprev(splitter, str, n)
        r === nothing && break
        j, k = first(r), last(r)
    end
    (keepempty || n > 0) && pushfirst!(strs, SubString(str, 1, n))
    return strs
end

# replace

_replace(io, repl, str, r, pattern) = print(io, repl)
_replace(io, repl::Function, str, r, pattern) = print(io, repl(SubString(str, first(r), last(r))))
_replace(io, repl::Function, str, r, pattern::Function) = print(io, repl(str[first(r)]))

replace(str::String, pat_repl::Pair{<:AbstractChar}; count::Integer = typemax(Int)) =
    replace(str, isequal(first(pat_repl)) => last(pat_repl); count = count)
replace(str::String, pat_repl::Pair{<:Union{Tuple{Vararg{<:AbstractChar}}, AbstractVector{<:AbstractChar}, Set{<:AbstractChar}}};
        count::Integer = typemax(Int)) =
    replace(str, in(first(pat_repl)) => last(pat_repl), count = count)
function replace(str::String, pat_repl::Pair; count::Integer = typemax(Int))
    pattern, repl = pat_repl
    count == 0 && return str
    count < 0 && throw(DomainError(count, "`count` must be non-negative."))
    n = 1
    e = lastindex(str)
    i = a = firstindex(str)
    r = isempty(str) && pattern isa Function ? nothing : findnext(pattern, str, i)
    r === nothing && return str
    out = IOBuffer(sizehint = floor(Int, 1.2sizeof(str)))
    while r !== nothing
        j, k = first(r), last(r)
        if i == a || i <= k
            write(out, SubString(str, i, prevind(str, j)))
            _replace(out, repl, str, r, pattern)
        end
        if k < j
            i = j
            j > e && break
            k = nextind(str, j)
        else
            i = k = nextind(str, k)
        end
        k > e + (pattern isa AbstractString && isempty(pattern)) && break
        k > ncodeunits(str) && !(pattern isa AbstractString && isempty(pattern)) && break
        r = findnext(pattern, str, k)
        r === nothing || n == count && break
        n += 1
    end
    write(out, SubString(str, i))
    String(take!(out))
end
replace(s::AbstractString, pat_f::Pair; count = typemax(Int)) = replace(String(s), pat_f, count = count)

# bytes as hexadecimal digits

bytes2hex(itr) = join(string(b, base = 16, pad = 2) for b in itr)
function hex2bytes(s::AbstractString)
    isodd(ncodeunits(s)) && throw(ArgumentError("length of iterable must be even"))
    [UInt8(hexdigit_checked(s[2i - 1]) << 4 + hexdigit_checked(s[2i])) for i in 1:ncodeunits(s) >> 1]
end
hexdigit_checked(c) = isxdigit(c) ? hexdigit(c) : throw(ArgumentError("not an ASCII digit"))
ascii(x::AbstractString) = isascii(x) ? String(x) : throw(ArgumentError("invalid ASCII at index $(findfirst(!isascii, x)) in $(repr(String(x)))"))

basename(path::AbstractString) = (i = findlast(isequal('/'), path); i === nothing ? String(path) : String(SubString(path, nextind(path, i))))
dirname(path::AbstractString) = (i = findlast(isequal('/'), path); i === nothing ? "" : i == 1 ? "/" : String(SubString(path, 1, prevind(path, i))))
function joinpath(a::AbstractString, b::AbstractString)
    startswith(b, '/') && return String(b)
    isempty(a) && return String(b)
    return string(a, endswith(a, '/') ? "" : "/", b)
end
joinpath(a::AbstractString, b::AbstractString, c::AbstractString...) = joinpath(joinpath(a, b), c...)
joinpath(a::AbstractString) = String(a)
