#=
How arrays, dictionaries, sets and their iterators are shown: in one line by `show`, as a table under a summary by
`show` with `text/plain`. Element types are written only where the elements do not tell them (`:typeinfo` of the stream
says what is known already). With `:limit` what does not fit the screen is left out.
=#

# What the stream already says about elements
typeinfo_eltype(T::Type) = T <: Union{AbstractArray, AbstractSet, AbstractDict, Ref, KeySet, ValueIterator} ? eltype(T) : nothing
# Whether elements of this type tell their type when shown
function typeinfo_implicit(@nospecialize(T))
    (T === Float64 || T === Int || T === Char || T === String || T === Symbol || issingleton(T)) && return true
    isconcretetype(T) || return false
    T <: Array && return typeinfo_implicit(eltype(T))
    T <: Pair && return typeinfo_implicit(fieldtype(T, 1)) && typeinfo_implicit(fieldtype(T, 2))
    T <: AbstractDict && return typeinfo_implicit(keytype(T)) && typeinfo_implicit(valtype(T))
    if T <: Tuple
        for i in 1:fieldcount(T)
            typeinfo_implicit(fieldtype(T, i)) || return false
        end
        return true
    end
    return tells_its_type(T)
end
# For packages to add to: values that are printed as calls of their type.
tells_its_type(@nospecialize(T)) = false
issingleton(@nospecialize(T)) = T isa DataType && isdefined(T, :instance)
"What to write in front of the elements of `X`, and whether they tell their type themselves."
function typeinfo_prefix(io::IO, X)
    info = get(io, :typeinfo, Any)::Type
    known = X isa info ? typeinfo_eltype(info) : nothing
    T = eltype(X)
    if X isa AbstractDict
        T == known && return dict_name(X), false
        !isempty(X) && typeinfo_implicit(keytype(X)) && typeinfo_implicit(valtype(X)) && return dict_name(X), true
        return sprint(show, typeof(X)), false
    end
    T == known && return "", false
    !isempty(X) && typeinfo_implicit(T) && return "", true
    return sprint(show, T), false
end
dict_name(X) = X isa Dict ? "Dict" : X isa IdDict ? "IdDict" : string(parentmodule(typeof(X)), ".", nameof(typeof(X)))

# In one line
show(io::IO, X::AbstractVector) = show_vector(io, X)
show(io::IO, X::AbstractArray{<:Any, 0}) = (print(io, "fill("); show(io, X[]); print(io, ")"))
function show(io::IO, X::AbstractArray)
    prefix, implicit = typeinfo_prefix(io, X)
    isempty(X) && return print(io, "Array{", eltype(X), "}(undef,", join(size(X), ","), ")")
    io = IOContext(io, :SHOWN_SET => X)
    implicit || (io = IOContext(io, :typeinfo => eltype(X)))
    for (k, I) in enumerate(CartesianIndices(size(X)[3:end]))
        k > 1 && print(io, "\n\n")
        show_rows(io, ndims(X) == 2 ? X : X[:, :, Tuple(I)...], prefix)
    end
end
function show_rows(io::IO, X, prefix)
    print(io, prefix, "[")
    limited = get(io, :limit, false)::Bool
    rows, columns = shown_part(axes(X, 1), limited, displaysize(io)[1] ÷ 2), shown_part(axes(X, 2), limited, 20)
    for (r, i) in enumerate(rows)
        r > 1 && print(io, "; ")
        i === nothing && (print(io, "…"); continue)
        for (c, j) in enumerate(columns)
            c > 1 && print(io, " ")
            j === nothing ? print(io, "…") : isassigned(X, i, j) ? show(io, X[i, j]) : print(io, undef_ref_str)
        end
    end
    print(io, "]")
end
shown_part(r, limited, n) = limited && length(r) > n ? Any[r[1:n÷2]..., nothing, r[end-n÷2+1:end]...] : collect(Any, r)
isassigned(X::Array{<:Any, 2}, i::Int, j::Int) = isassigned(X, i + (j - 1) * size(X, 1))

function show_vector(io::IO, v, opn = '[', cls = ']')
    prefix, implicit = typeinfo_prefix(io, v)
    print(io, prefix)
    implicit || (io = IOContext(io, :typeinfo => eltype(v)))
    print(io, opn)
    if !show_circular(io, v)
        io = IOContext(io, :SHOWN_SET => v)
        n = length(v)
        limited = get(io, :limit, false)::Bool && n > 20
        for (k, i) in enumerate(eachindex(v))
            limited && 10 < k <= n - 10 && continue
            k > 1 && print(io, limited && k == n - 9 ? "  …  " : ", ")
            isassigned(v, i) ? show(io, v[i]) : print(io, undef_ref_str)
        end
    end
    print(io, cls)
end

show(io::IO, L::LogicalIndex) = show(io, L.mask)

# Summaries
dims2string(d) = isempty(d) ? "0-dimensional" : length(d) == 1 ? "$(d[1])-element" : join(map(string, d), "×")
summary(io::IO, a::AbstractArray) = (print(io, dims2string(size(a)), " "); showarg(io, a, true))
summary(io::IO, x) = print(io, typeof(x))
summary(x) = sprint(summary, x)
summary(io::IO, t::AbstractDict) = (showarg(io, t, true); print(io, " with ", length(t), length(t) == 1 ? " entry" : " entries"))
summary(io::IO, t::AbstractSet) = (showarg(io, t, true); print(io, " with ", length(t), length(t) == 1 ? " element" : " elements"))
summary(io::IO, t::KeySet) = (print(io, "Base.KeySet for a "); summary(io, t.dict))
summary(io::IO, t::ValueIterator) = (print(io, "Base.ValueIterator for a "); summary(io, t.dict))
showarg(io::IO, ::Type{T}, toplevel) where {T} = toplevel ? print(io, "Type{", T, "}") : print(io, "::Type{", T, "}")
showarg(io::IO, x, toplevel) = (toplevel || print(io, "::"); show(io, typeof(x)))
function showarg(io::IO, v::SubArray, toplevel)
    print(io, "view(")
    showarg(io, parent(v), false)
    for i in v.indices
        print(io, ", ")
        i isa Slice ? print(io, ':') : show(io, i)
    end
    print(io, ')')
    toplevel && print(io, " with eltype ", eltype(v))
end
function showarg(io::IO, r::ReshapedArray, toplevel)
    print(io, "reshape(")
    showarg(io, parent(r), false)
    for d in r.dims
        print(io, ", ", d)
    end
    print(io, ')')
    toplevel && print(io, " with eltype ", eltype(r))
end
function showarg(io::IO, r::Iterators.Pairs, toplevel)
    print(io, "pairs(")
    r.data isa NamedTuple ? print(io, "::NamedTuple") : showarg(io, r.data, false)
    print(io, ')')
end

# As a table
show(io::IO, ::MIME"text/plain", r::AbstractRange) = show(io, r)
show(io::IO, ::MIME"text/plain", r::LinRange) = (print(io, length(r), "-element ", typeof(r), ":\n "); join(io, r, ","))
function show(io::IO, ::MIME"text/plain", X::AbstractArray)
    isempty(X) && (get(io, :compact, false)::Bool || X isa Vector) && return show(io, X)
    summary(io, X)
    isempty(X) && return nothing
    print(io, ":")
    if get(io, :limit, false)::Bool && displaysize(io)[1] - 4 <= 0
        return print(io, " …")
    end
    println(io)
    haskey(io, :compact) || size(X, 2) <= 1 || (io = IOContext(io, :compact => true))
    io = IOContext(io, :typeinfo => eltype(X))
    show_circular(io, X) && return nothing
    print_array(IOContext(io, :SHOWN_SET => X), X)
end
print_array(io::IO, X::AbstractArray{<:Any, 0}) = isassigned(X) ? show(io, X[]) : print(io, undef_ref_str)
print_array(io::IO, X::AbstractVecOrMat) = print_matrix(io, X)
function print_array(io::IO, X::AbstractArray)
    for (k, I) in enumerate(CartesianIndices(size(X)[3:end]))
        k > 1 && print(io, "\n\n")
        print(io, "[:, :, ", join(Tuple(I), ", "), "] =\n")
        print_matrix(io, X[:, :, Tuple(I)...])
    end
end

const undef_ref_alignment = (3, 3)
"Length of `x` as shown, left and right of where it is aligned with others: the decimal point, the sign of an imaginary part, `//`, `=>`."
alignment(io::IO, x) = (0, textwidth(sprint(show, x, context = io, sizehint = 0)))
alignment(io::IO, x::Number) = (textwidth(sprint(show, x, context = io, sizehint = 0)), 0)
alignment(io::IO, x::Integer) = (textwidth(sprint(show, x, context = io, sizehint = 0)), 0)
function alignment(io::IO, x::Real)
    s = sprint(show, x, context = io, sizehint = 0)
    at = findfirst(c -> c in ('.', 'e', 'E', 'f', 'F'), s)
    at === nothing && return (textwidth(s), 0)
    return (at - 1, textwidth(s) - at + 1)
end
function alignment(io::IO, x::Complex)
    s = sprint(show, x, context = io, sizehint = 0)
    at = findfirst(" + ", s)
    at === nothing && (at = findfirst(" - ", s))
    at === nothing && return (textwidth(s), 0)
    return (first(at), textwidth(s) - first(at))
end
function alignment(io::IO, x::Rational)
    s = sprint(show, x, context = io, sizehint = 0)
    at = first(findfirst("//", s))
    return (at, textwidth(s) - at)
end
function alignment(io::IO, x::Pair)
    s = sprint(show, x, context = io, sizehint = 0)
    has_tight_type(x) || return (0, textwidth(s))
    left = sum(alignment(IOContext(io, :typeinfo => fieldtype(typeof(x), 1)), x.first)) + (get(io, :compact, false)::Bool ? 0 : 1)
    return (left, textwidth(s) - left)
end
alignment_at(io::IO, X, i, j) = isassigned(X, i, j) ? alignment(io, X[i, j]) : undef_ref_alignment
isassigned(X::Vector, i::Int, j::Int) = isassigned(X, i)

# Widths left and right for as many of the columns as fit.
function column_alignments(io::IO, X, rows, columns, room::Int, sep::Int)
    a = Tuple{Int, Int}[]
    total = 0
    for j in columns
        l = r = 0
        for i in rows
            i === nothing && continue
            left, right = alignment_at(io, X, i, j)
            l, r = max(l, left), max(r, right)
        end
        total += l + r + sep
        length(a) > 0 && total >= room && break
        push!(a, (l, r))
    end
    return a
end
function print_matrix_row(io::IO, X, A, i, columns, sep, last)
    for (k, j) in enumerate(columns)
        s = undef_ref_str
        if isassigned(X, i, j)
            x = X[i, j]
            s = sprint(show, MIME"text/plain"(), x, context = io, sizehint = 0)
            '\n' in s && (s = sprint(show, x, context = io, sizehint = 0))
        end
        l, r = alignment_at(io, X, i, j)
        print(io, " "^max(0, A[k][1] - l), s)
        j == last || print(io, " "^max(0, A[k][2] - r))
        k == length(columns) || print(io, sep)
    end
end
function print_matrix(io::IO, X::AbstractVecOrMat, pre = " ", sep = "  ")
    limited = get(io, :limit, false)::Bool
    height, width = limited ? displaysize(io) : (typemax(Int) >> 1, typemax(Int) >> 1)
    height, m, n = height - 4, size(X, 1), size(X, 2)
    rows = m <= height ? collect(Any, 1:m) : Any[1:height>>1..., nothing, m-((height-1)>>1)+1:m...]
    A = column_alignments(io, X, rows, 1:n, width - length(pre), length(sep))
    if length(A) == n
        for (k, i) in enumerate(rows)
            k > 1 && println(io)
            print(io, pre)
            i === nothing ? print_vdots(io, A, sep, 1, false) : print_matrix_row(io, X, A, i, 1:n, sep, n)
        end
        return nothing
    end
    dots = "  …  "
    half = (width - length(pre) - length(dots) + 1) >> 1
    R = reverse(column_alignments(io, X, rows, n:-1:1, half + 1, length(sep)))
    L = column_alignments(io, X, rows, 1:n, width - length(pre) - sum(map(sum, R)) - (length(R) - 1) * length(sep) - length(dots), length(sep))
    for (k, i) in enumerate(rows)
        k > 1 && println(io)
        print(io, pre)
        if i === nothing
            print_vdots(io, L, sep, 1, true)
            print(io, "  ⋱  ")
            print_vdots(io, R, sep, mod(length(R) - n + 1, 5), false)
        else
            print_matrix_row(io, X, L, i, 1:length(L), sep, 0)
            print(io, (k - 1) % 5 == 0 ? dots : " "^length(dots))
            print_matrix_row(io, X, R, i, n-length(R)+1:n, sep, n)
        end
    end
end
function print_vdots(io::IO, A, sep, at, pad_right)
    for (k, (l, r)) in enumerate(A)
        dots = k % 5 == at
        dots && print(io, " "^max(0, l - 1), "⋮")
        k == length(A) && !pad_right || print(io, " "^(dots ? l + r - max(1, l) : l + r))
        k == length(A) || print(io, sep)
    end
end

# Dictionaries and sets
function show(io::IO, t::AbstractDict{K, V}) where {K, V}
    isempty(t) && return print(io, typeof(t), "()")
    prefix, implicit = typeinfo_prefix(io, t)
    print(io, t isa Iterators.Pairs ? "Base.Iterators.Pairs" : prefix, "(")
    if !show_circular(io, t)
        recur = IOContext(io, :SHOWN_SET => t)
        implicit || (recur = IOContext(recur, :typeinfo => eltype(t)))
        n, limited = 0, get(io, :limit, false)::Bool
        for pair in t
            n += 1
            n > 1 && print(io, ",")
            limited && n > 10 && (print(io, "…"); break)
            show(recur, pair)
        end
    end
    print(io, ')')
end
function show(io::IO, ::MIME"text/plain", t::AbstractDict{K, V}) where {K, V}
    isempty(t) && return show(io, t)
    recur = IOContext(io, :SHOWN_SET => t)
    limited = get(io, :limit, false)::Bool
    haskey(io, :compact) || (recur = IOContext(recur, :compact => true))
    keys_io, values_io = IOContext(recur, :typeinfo => keytype(t)), IOContext(recur, :typeinfo => valtype(t))
    summary(io, t)
    print(io, ":")
    show_circular(io, t) && return nothing
    room = limited ? displaysize(io)[1] - 4 : typemax(Int)
    room < 2 && return print(io, " …")
    shown = limited && length(t) > room ? room - 1 : length(t)
    pairs = Tuple{String, String}[]
    for (k, v) in t
        length(pairs) >= shown && break
        push!(pairs, (sprint(show, k, context = keys_io, sizehint = 0), sprint(show, v, context = values_io, sizehint = 0)))
    end
    widest = 0
    for (k, v) in pairs
        widest = max(widest, textwidth(k))
    end
    widest = limited ? min(widest, div(displaysize(io)[2], 3)) : 0
    for (k, v) in pairs
        print(io, "\n  ", limited ? rpad(truncated(k, widest), widest) : k, " => ", limited ? truncated(v, displaysize(io)[2] - widest - 6) : v)
    end
    shown < length(t) && print(io, "\n  ", rpad("⋮", widest), " => ⋮")
    return nothing
end
truncated(s::String, width) = (s = first(split(s, '\n')); textwidth(s) <= width ? s : string(first(s, width - 1), "…"))
show(io::IO, v::KeySet) = show_vector(io, collect(v))
show(io::IO, v::ValueIterator) = show_vector(io, collect(v))
function show(io::IO, ::MIME"text/plain", t::Union{KeySet, ValueIterator})
    summary(io, t)
    isempty(t) && return nothing
    print(io, ". ", t isa KeySet ? "Keys" : "Values", ":")
    show_items(io, t)
end
function show_items(io::IO, t)
    limited = get(io, :limit, false)::Bool
    haskey(io, :compact) || (io = IOContext(io, :compact => true))
    io = IOContext(io, :typeinfo => eltype(t))
    for (k, x) in enumerate(t)
        limited && k > displaysize(io)[1] - 5 && k < length(t) && return print(io, "\n  ⋮ ")
        print(io, "\n  ")
        show(io, x)
    end
end
show(io::IO, s::AbstractSet) = show_set(io, s)
function show_set(io::IO, s)
    isempty(s) ? print(io, typeof(s), "()") : (print(io, nameof(typeof(s)), "("); show_vector(io, collect(s)); print(io, ')'))
end
function show(io::IO, ::MIME"text/plain", t::AbstractSet)
    isempty(t) && return show(io, t)
    summary(io, t)
    print(io, ":")
    show_circular(io, t) && return nothing
    show_items(IOContext(io, :SHOWN_SET => t), t)
end
show(io::IO, e::Iterators.Enumerate) = (print(io, "enumerate("); show(io, e.itr); print(io, ')'))
function show(io::IO, z::Iterators.Zip)
    print(io, "zip(")
    for (k, x) in enumerate(z.is)
        k > 1 && print(io, ", ")
        show(io, x)
    end
    print(io, ')')
end
function show(io::IO, g::Generator)
    show(io, typeof(g))
    print(io, "(")
    show(io, g.f)
    print(io, ", ")
    show(io, g.iter)
    print(io, ")")
end
