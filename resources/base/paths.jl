#=
Paths: taking them apart, putting them together, where a relative one begins. Only `/` divides, as on Linux. The signatures are
Julia's: the methods for `String` do the work, those for other strings convert first.
=#

isabspath(path::String) = startswith(path, '/')
isabspath(path::AbstractString) = isabspath(String(path))

# Ends like a directory: in `/`, `.` or `..`.
function isdirpath(path::String)
    isempty(path) && return true
    name = _last_part(path)
    return isempty(name) || name == "." || name == ".."
end
isdirpath(path::AbstractString) = isdirpath(String(path))

function _last_slash(path::String)
    i = ncodeunits(path)
    while i > 0 && codeunit(path, i) != 0x2f
        i -= 1
    end
    return i
end
_last_part(path::String) = String(SubString(path, nextind(path, _last_slash(path))))

splitdrive(path::AbstractString) = ("", String(path))
homedir() = get(ENV, "HOME", "/")
tempdir() = get(ENV, "TMPDIR", "/tmp")
pwd() = ccall(:bk_working_directory, Ref{String}, ())

function splitdir(path::String)
    last = _last_slash(path)
    last == 0 && return ("", path)
    first = last
    while first > 0 && codeunit(path, first) == 0x2f
        first -= 1
    end
    folder = first == 0 ? "/" : String(SubString(path, 1, thisind(path, first)))
    return (folder, String(SubString(path, last + 1)))
end
splitdir(path::AbstractString) = splitdir(String(path))
dirname(path::AbstractString) = splitdir(path)[1]
basename(path::AbstractString) = splitdir(path)[2]

function splitext(path::String)
    slash = _last_slash(path)
    i = ncodeunits(path)
    while i > slash && codeunit(path, i) != 0x2e
        i -= 1
    end
    # The dot that a name begins with makes no extension.
    i > slash + 1 || return (path, "")
    return (String(SubString(path, 1, prevind(path, i))), String(SubString(path, i)))
end
splitext(path::AbstractString) = splitext(String(path))

function splitpath(path::String)
    parts = String[]
    startswith(path, '/') && push!(parts, "/")
    for part in split(path, '/')
        isempty(part) || push!(parts, String(part))
    end
    isempty(path) && push!(parts, "")
    return parts
end
splitpath(path::AbstractString) = splitpath(String(path))

joinpath(a::AbstractString) = a
function joinpath(a::String, b::String)
    isabspath(b) && return b
    isempty(a) && return b
    return endswith(a, '/') ? string(a, b) : string(a, "/", b)
end
joinpath(a::AbstractString, b::AbstractString) = joinpath(String(a), String(b))
joinpath(a::AbstractString, b::AbstractString, c::AbstractString...) = joinpath(joinpath(a, b), c...)

function normpath(path::String)
    isabs = isabspath(path)
    parts = String[]
    for part in split(path, '/')
        if isempty(part) || part == "."
            continue
        elseif part == ".." && !isempty(parts) && parts[end] != ".."
            pop!(parts)
        elseif part != ".." || !isabs
            push!(parts, String(part))
        end
    end
    isempty(parts) && return isabs ? "/" : "."
    text = join(parts, '/')
    isabs && (text = string("/", text))
    return isdirpath(path) && !isdirpath(text) ? string(text, "/") : text
end
normpath(a::AbstractString) = normpath(String(a))
normpath(a::AbstractString, b::AbstractString...) = normpath(joinpath(a, b...))
abspath(a::String) = normpath(isabspath(a) ? a : joinpath(pwd(), a))
abspath(a::AbstractString) = abspath(String(a))
abspath(a::AbstractString, b::AbstractString...) = abspath(joinpath(a, b...))
# There are no links.
function realpath(path::AbstractString)
    ispath(path) || throw(SystemError(string("realpath: ", path), 2))
    text = abspath(path)
    return length(text) > 1 && endswith(text, '/') ? String(chop(text)) : text
end

function relpath(path::String, start::String = ".")
    isempty(path) && throw(ArgumentError("`path` must be specified"))
    isempty(start) && throw(ArgumentError("`start` must be specified"))
    path == start && return "."
    to = String[String(p) for p in split(abspath(path), '/') if !isempty(p)]
    from = String[String(p) for p in split(abspath(start), '/') if !isempty(p)]
    n = 0
    while n < min(length(to), length(from)) && to[n + 1] == from[n + 1]
        n += 1
    end
    parts = vcat(fill("..", length(from) - n), to[n + 1:end])
    return isempty(parts) ? "." : join(parts, '/')
end
relpath(path::AbstractString, startpath::AbstractString = ".") = relpath(String(path), String(startpath))

function expanduser(path::AbstractString)
    path == "~" && return homedir()
    startswith(path, "~/") && return string(homedir(), SubString(path, 2))
    startswith(path, '~') && throw(ArgumentError("~user tilde expansion not yet implemented"))
    return path
end
