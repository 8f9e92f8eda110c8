#=
`Array`: making, reading, writing, growing and shrinking. Bounds are checked by the builtins `arrayref` and `arrayset`;
where an index is known to be right they are called with `false`.
=#

using Core: arraysize, arrayset, arrayref, const_arrayref

# What `[a, b, c]` and `T[a, b, c]` make.
vect() = Vector{Any}()
vect(X::T...) where {T} = T[X[i] for i in 1:length(X)]
function vect(X...)
    T = promote_typeof(X...)
    return T[X[i] for i in 1:length(X)]
end
getindex(::Type{T}) where {T} = Vector{T}()
getindex(::Type{T}, x) where {T} = (@_inline_meta; a = Vector{T}(undef, 1); a[1] = x; a)
getindex(::Type{T}, x, y) where {T} = (@_inline_meta; a = Vector{T}(undef, 2); a[1] = x; a[2] = y; a)
getindex(::Type{T}, x, y, z) where {T} = (@_inline_meta; a = Vector{T}(undef, 3); a[1] = x; a[2] = y; a[3] = z; a)
function getindex(::Type{T}, vals...) where {T}
    a = Vector{T}(undef, length(vals))
    for i = 1:length(vals)
        a[i] = vals[i]
    end
    return a
end
getindex(::Type{Any}) = Vector{Any}()
function getindex(::Type{Any}, @nospecialize vals...)
    a = Vector{Any}(undef, length(vals))
    for i = 1:length(vals)
        a[i] = vals[i]
    end
    return a
end

Array{T, N}(x::AbstractArray{S, N}) where {T, N, S} = copyto!(Array{T, N}(undef, size(x)), x)
Array{T}(x::AbstractArray{S, N}) where {T, N, S} = Array{T, N}(x)
Array(x::AbstractArray{T, N}) where {T, N} = Array{T, N}(x)
Vector(x::AbstractArray{T, 1}) where {T} = Array{T, 1}(x)
Matrix(x::AbstractArray{T, 2}) where {T} = Array{T, 2}(x)
Vector() = Vector{Any}()
Array{T}(::UndefInitializer, d::Integer...) where {T} = Array{T}(undef, map(Int, d))
Array{T}(::UndefInitializer, d::Tuple{Vararg{Integer}}) where {T} = Array{T}(undef, map(Int, d))
Array{T, N}(::UndefInitializer, d::Integer...) where {T, N} = Array{T, N}(undef, map(Int, d))
Array{T, N}(::UndefInitializer, d::Tuple{Vararg{Integer}}) where {T, N} = Array{T, N}(undef, map(Int, d))
Array{T}(::UndefInitializer, d::Tuple{Vararg{Union{Integer, OneTo}}}) where {T} = Array{T}(undef, map(dimlength, d))
Vector{T}(s::AbstractString) where {T <: AbstractChar} = copyto!(Vector{T}(undef, length(s)), s)
Vector(s::AbstractString) = Vector{Char}(s)
dimlength(i::Integer) = Int(i)
dimlength(i::AbstractUnitRange) = Int(length(i))
Array{T, N}(::Nothing, d...) where {T, N} = fill!(Array{T, N}(undef, d...), nothing)
Array{T}(::Nothing, d...) where {T} = fill!(Array{T}(undef, d...), nothing)
Array{T}(::Missing, d...) where {T} = fill!(Array{T}(undef, d...), missing)
Array{T, N}(::Missing, d...) where {T, N} = fill!(Array{T, N}(undef, d...), missing)

size(a::Array, d::Integer) = arraysize(a, convert(Int, d))
size(a::Vector) = (arraysize(a, 1),)
size(a::Matrix) = (arraysize(a, 1), arraysize(a, 2))
size(a::Array{<:Any, N}) where {N} = (@_inline_meta; ntuple(M -> size(a, M), Val(N))::Dims)
length(a::Array) = arraylen(a)
eltype(::Type{<:AbstractArray{E}}) where {E} = @isdefined(E) ? E : Any
eltype(::Type) = Any
eltype(::Type{Bottom}) = throw(ArgumentError("Union{} does not have elements"))
eltype(x) = eltype(typeof(x))
elsize(::Type{<:Array{T}}) where {T} = isbitstype(T) ? sizeof(T) : 8
sizeof(a::Array) = length(a) * elsize(typeof(a))
isassigned(a::Array, i::Int...) = 1 <= linear_of(a, i) <= length(a) && ccall(:jl_array_isassigned, Int32, (Any, UInt), a, linear_of(a, i) - 1) == 1
linear_of(a, i::Tuple{Int}) = i[1]
linear_of(a, i::Tuple{Vararg{Int}}) = checkbounds(Bool, a, i...) ? LinearIndices(a)[i...] : 0

@eval getindex(A::Array, i1::Int) = arrayref($(Expr(:boundscheck)), A, i1)
@eval getindex(A::Array, i1::Int, i2::Int, I::Int...) = (@_inline_meta; arrayref($(Expr(:boundscheck)), A, i1, i2, I...))
@eval setindex!(A::Array{T}, x, i1::Int) where {T} = arrayset($(Expr(:boundscheck)), A, convert(T, x)::T, i1)
@eval setindex!(A::Array{Any}, @nospecialize(x), i1::Int) = arrayset($(Expr(:boundscheck)), A, x, i1)
@eval setindex!(A::Array{T}, x, i1::Int, i2::Int, I::Int...) where {T} = (@_inline_meta; arrayset($(Expr(:boundscheck)), A, convert(T, x)::T, i1, i2, I...))
function getindex(A::Array, I::UnitRange{Int})
    checkbounds(A, I)
    n = length(I)
    X = similar(A, n)
    n > 0 && unsafe_copyto!(X, 1, A, first(I), n)
    return X
end
getindex(A::Array, c::Colon) = copyto!(similar(A, length(A)), A)
getindex(A::Array{S}, I::AbstractRange{Int}) where {S} = (checkbounds(A, I); S[arrayref(false, A, i) for i in I])
function setindex!(A::Array, X::AbstractArray, I::AbstractVector{Int})
    checkbounds(A, I)
    setindex_shape_check(X, length(I))
    X = unalias(A, X)
    k = 1
    for i in I
        A[i] = X[k]
        k += 1
    end
    return A
end
function setindex!(A::Array{T}, X::Array{T}, I::UnitRange{Int}) where {T}
    checkbounds(A, I)
    setindex_shape_check(X, length(I))
    length(I) > 0 && unsafe_copyto!(A, first(I), X, 1, length(I))
    return A
end
function setindex!(A::Array{T}, X::Array{T}, c::Colon) where {T}
    setindex_shape_check(X, length(A))
    length(A) > 0 && unsafe_copyto!(A, 1, X, 1, length(A))
    return A
end

iterate(A::Array, i = 1) = (@_inline_meta; (i % UInt) - 1 < length(A) ? (arrayref(false, A, i), i + 1) : nothing)

similar(a::Array{T, 1}) where {T} = Vector{T}(undef, size(a, 1))
similar(a::Array{T, 2}) where {T} = Matrix{T}(undef, size(a, 1), size(a, 2))
similar(a::Array{T, 1}, S::Type) where {T} = Vector{S}(undef, size(a, 1))
similar(a::Array{T, 2}, S::Type) where {T} = Matrix{S}(undef, size(a, 1), size(a, 2))
similar(a::Array{T}, m::Int) where {T} = Vector{T}(undef, m)
similar(a::Array, T::Type, dims::Dims{N}) where {N} = Array{T, N}(undef, dims)
similar(a::Array{T}, dims::Dims{N}) where {T, N} = Array{T, N}(undef, dims)

copy(a::T) where {T <: Array} = ccall(:jl_array_copy, Ref{T}, (Any,), a)
# Elements `si` to `si + n - 1` of `src`; the two may be the same array, and elements that are not set stay so.
function unsafe_copyto!(dest::Array, doffs, src::Array, soffs, n)
    backwards = dest === src && soffs < doffs
    for j in 0:n-1
        k = backwards ? n - 1 - j : j
        if isassigned(src, soffs + k)
            dest[doffs + k] = arrayref(false, src, soffs + k)
        end
    end
    return dest
end
unsafe_copyto!(dest::Array{T}, doffs, src::Array{T}, soffs, n) where {T} =
    (ccall(:bk_array_copyto, Nothing, (Any, Int, Any, Int, Int), dest, doffs, src, soffs, n); dest)
copyto!(dest::Array{T}, doffs::Integer, src::Array{T}, soffs::Integer, n::Integer) where {T} = copyto_part!(dest, doffs, src, soffs, n)
copyto!(dest::Array, doffs::Integer, src::Array, soffs::Integer, n::Integer) = copyto_part!(dest, doffs, src, soffs, n)
copyto!(dest::Array{T}, src::Array{T}) where {T} = copyto!(dest, 1, src, 1, length(src))
copyto!(dest::Array, src::Array) = copyto!(dest, 1, src, 1, length(src))
function copyto_part!(dest::Array, doffs::Integer, src::Array, soffs::Integer, n::Integer)
    n == 0 && return dest
    n > 0 || throw(ArgumentError("tried to copy n=$n elements, but n should be nonnegative"))
    (soffs < 1 || doffs < 1 || soffs + n - 1 > length(src) || doffs + n - 1 > length(dest)) && throw(BoundsError())
    return unsafe_copyto!(dest, Int(doffs), src, Int(soffs), Int(n))
end

fill(v, dims::DimOrInd...) = fill(v, dims)
fill(v, dims::NTuple{N, Union{Integer, OneTo}}) where {N} = fill!(Array{typeof(v), N}(undef, map(dimlength, dims)), v)
fill(v, dims::Tuple{}) = (a = Array{typeof(v), 0}(undef); fill!(a, v); a)
function fill!(a::Array{T}, x) where {T}
    xT = convert(T, x)
    for i in 1:length(a)
        arrayset(false, a, xT, i)
    end
    return a
end
function fill!(A::AbstractArray{T}, x) where {T}
    xT = convert(T, x)
    for I in eachindex(A)
        A[I] = xT
    end
    return A
end
zeros(dims::DimOrInd...) = zeros(dims)
zeros(::Type{T}, dims::DimOrInd...) where {T} = zeros(T, dims)
zeros(dims::Tuple{Vararg{DimOrInd}}) = zeros(Float64, dims)
zeros(::Type{T}, dims::NTuple{N, Union{Integer, OneTo}}) where {T, N} = fill!(Array{T, N}(undef, map(dimlength, dims)), zero(T))
zeros(::Type{T}, dims::Tuple{}) where {T} = fill!(Array{T, 0}(undef), zero(T))
ones(dims::DimOrInd...) = ones(dims)
ones(::Type{T}, dims::DimOrInd...) where {T} = ones(T, dims)
ones(dims::Tuple{Vararg{DimOrInd}}) = ones(Float64, dims)
ones(::Type{T}, dims::NTuple{N, Union{Integer, OneTo}}) where {T, N} = fill!(Array{T, N}(undef, map(dimlength, dims)), one(T))
ones(::Type{T}, dims::Tuple{}) where {T} = fill!(Array{T, 0}(undef), one(T))
zero(x::AbstractArray{T}) where {T} = fill!(similar(x), zero(T))

convert(::Type{T}, a::AbstractArray) where {T <: Array} = a isa T ? a : T(a)
convert(::Type{Union{}}, a::AbstractArray) = throw(MethodError(convert, (Union{}, a)))
promote_rule(a::Type{Array{T, n}}, b::Type{Array{S, n}}) where {T, n, S} = el_same(promote_type(T, S), a, b)
el_same(::Type{T}, a::Type{Array{T, n}}, b::Type{Array{T, n}}) where {T, n} = a
el_same(::Type{T}, a::Type{Array{T, n}}, b::Type{Array{S, n}}) where {T, S, n} = a
el_same(::Type{T}, a::Type{Array{S, n}}, b::Type{Array{T, n}}) where {T, S, n} = b
el_same(::Type, a, b) = promote_typejoin(a, b)

# Collecting iterators into arrays
collect(::Type{T}, itr) where {T} = collect_as(T, itr, IteratorSize(itr))
collect_as(::Type{T}, itr, isz::Union{HasLength, HasShape}) where {T} = copyto!(_array_for(T, itr, isz), itr)
function collect_as(::Type{T}, itr, isz::SizeUnknown) where {T}
    a = Vector{T}()
    for x in itr
        push!(a, x)
    end
    return a
end
collect(A::AbstractArray) = collect_indices(axes(A), A)
collect_indices(::Tuple{}, A) = copyto!(Array{eltype(A), 0}(undef), A)
collect_indices(inds::Tuple, A) = copyto!(Array{eltype(A)}(undef, map(dimlength, inds)), A)
# The element type of what is empty: what inference says about `first`. A macro, as callers rely on that inference themselves.
macro default_eltype(itr)
    itr = esc(itr)
    return :($itr isa Generator && $itr.f isa Type ? $itr.f : Core.Compiler.return_type(first, Tuple{typeof($itr)}))
end
default_eltype(itr) = @default_eltype(itr)
collect(itr) = _collect(1:1, itr, IteratorEltype(itr), IteratorSize(itr))
collect_similar(cont, itr) = _collect(cont, itr, IteratorEltype(itr), IteratorSize(itr))
_collect(cont, itr, ::HasEltype, isz::Union{HasLength, HasShape}) = copyto!(similar_for(cont, eltype(itr), itr, isz), itr)
function _collect(cont, itr, ::HasEltype, isz::SizeUnknown)
    a = similar_for(cont, eltype(itr), itr, isz)
    for x in itr
        push!(a, x)
    end
    return a
end
_collect(cont, itr, ::EltypeUnknown, isz::SizeUnknown) = grow_to!(similar_for(cont, @default_eltype(itr), itr, isz), itr)
function _collect(cont, itr, ::EltypeUnknown, isz::Union{HasLength, HasShape})
    y = iterate(itr)
    y === nothing && return similar_for(cont, @default_eltype(itr), itr, isz)
    v1, st = y
    return collect_to_with_first!(similar_for(cont, typeof(v1), itr, isz), v1, itr, st)
end

similar_for(c::AbstractArray, ::Type{T}, itr, ::SizeUnknown) where {T} = similar(c, T, 0)
similar_for(c::AbstractArray, ::Type{T}, itr, ::HasLength) where {T} = similar(c, T, Int(length(itr)::Integer))
similar_for(c::AbstractArray, ::Type{T}, itr, ::HasShape) where {T} = similar(c, T, axes(itr))
similar_for(c, ::Type{T}, itr, isz) where {T} = similar(c, T)
_array_for(::Type{T}, itr, ::HasLength) where {T} = Array{T, 1}(undef, Int(length(itr)::Integer))
_array_for(::Type{T}, itr, ::HasShape{N}) where {T, N} = similar(Array{T, N}, axes(itr))
_array_for(::Type{T}, itr, ::SizeUnknown) where {T} = Vector{T}()

function collect(itr::Generator)
    isz = IteratorSize(itr.iter)
    et = @default_eltype(itr)
    if isa(isz, SizeUnknown)
        return grow_to!(Vector{et}(), itr)
    end
    y = iterate(itr)
    y === nothing && return _array_for(et, itr.iter, isz)
    v1, st = y
    return collect_to_with_first!(_array_for(typeof(v1), itr.iter, isz), v1, itr, st)
end
function collect_to_with_first!(dest::AbstractArray, v1, itr, st)
    i1 = first(LinearIndices(dest))
    dest[i1] = v1
    return collect_to!(dest, itr, i1 + 1, st)
end
collect_to_with_first!(dest, v1, itr, st) = grow_to!(push!(dest, v1), itr, st)

# Fills `dest` from position `offs` on; the first element that does not fit moves everything to a wider array.
function collect_to!(dest::AbstractArray{T}, itr, offs, st) where {T}
    i = offs
    while true
        y = iterate(itr, st)
        y === nothing && break
        el, st = y
        if el isa T || typeof(el) === T
            dest[i] = el::T
            i += 1
        else
            new = setindex_widen_up_to(dest, el, i)
            return collect_to!(new, itr, i + 1, st)
        end
    end
    return dest
end
function setindex_widen_up_to(dest::AbstractArray{T}, el, i) where {T}
    new = similar(dest, promote_typejoin(T, typeof(el)))
    copyto!(new, firstindex(new), dest, firstindex(dest), i - firstindex(dest))
    new[i] = el
    return new
end
function grow_to!(dest, itr)
    y = iterate(itr)
    y === nothing && return dest
    dest2 = empty(dest, typeof(y[1]))
    push!(dest2, y[1])
    return grow_to!(dest2, itr, y[2])
end
function grow_to!(dest, itr, st)
    T = eltype(dest)
    y = iterate(itr, st)
    while y !== nothing
        el, st = y
        if el isa T || typeof(el) === T
            push!(dest, el::T)
        else
            new = push_widen(dest, el)
            return grow_to!(new, itr, st)
        end
        y = iterate(itr, st)
    end
    return dest
end
function push_widen(dest, el)
    new = sizehint!(empty(dest, promote_typejoin(eltype(dest), typeof(el))), length(dest))
    for x in dest
        push!(new, x)
    end
    push!(new, el)
    return new
end

# Growing and shrinking. These take the number of elements; the runtime keeps the storage.
_growbeg!(a::Vector, n::Integer) = ccall(:jl_array_grow_beg, Nothing, (Any, UInt), a, n)
_growend!(a::Vector, n::Integer) = ccall(:jl_array_grow_end, Nothing, (Any, UInt), a, n)
_growat!(a::Vector, i::Integer, n::Integer) = ccall(:jl_array_grow_at, Nothing, (Any, Int, UInt), a, i - 1, n)
_deletebeg!(a::Vector, n::Integer) = ccall(:jl_array_del_beg, Nothing, (Any, UInt), a, n)
_deleteend!(a::Vector, n::Integer) = ccall(:jl_array_del_end, Nothing, (Any, UInt), a, n)
_deleteat!(a::Vector, i::Integer, n::Integer) = ccall(:jl_array_del_at, Nothing, (Any, Int, UInt), a, i - 1, n)

function push!(a::Array{T, 1}, item) where {T}
    itemT = convert(T, item)
    _growend!(a, 1)
    arrayset(false, a, itemT, length(a))
    return a
end
function push!(a::Array{Any, 1}, @nospecialize item)
    _growend!(a, 1)
    arrayset(false, a, item, length(a))
    return a
end
function append!(a::Vector, items::AbstractVector)
    n, m = length(items), length(a)
    _growend!(a, n)
    copyto!(a, m + 1, items, firstindex(items), n)
    return a
end
append!(a::AbstractVector, iter) = append_by!(a, IteratorSize(iter), iter)
append!(a::AbstractVector, iter...) = foldl(append!, iter, init = a)
append_by!(a, ::Union{HasLength, HasShape}, iter) = append_each!(sizehint!(a, length(a) + Int(length(iter))), iter)
append_by!(a, ::IteratorSize, iter) = append_each!(a, iter)
function append_each!(a, iter)
    for item in iter
        push!(a, item)
    end
    return a
end
function prepend!(a::Vector, items::AbstractVector)
    n = length(items)
    items = a === items ? copy(items) : items
    _growbeg!(a, n)
    copyto!(a, 1, items, firstindex(items), n)
    return a
end
prepend!(a::Vector, iter) = prepend!(a, collect(iter))
resize_error() = throw(ArgumentError("new length must be ≥ 0"))
function resize!(a::Vector, nl::Integer)
    l = length(a)
    if nl > l
        _growend!(a, nl - l)
    elseif nl != l
        nl < 0 && resize_error()
        _deleteend!(a, l - nl)
    end
    return a
end
sizehint!(a::Vector, sz::Integer) = (ccall(:jl_array_sizehint, Nothing, (Any, UInt), a, sz); a)
empty!(a::Vector) = (_deleteend!(a, length(a)); a)
empty!(a::AbstractVector) = resize!(a, 0)
empty(a::AbstractVector{T}, ::Type{U} = T) where {T, U} = Vector{U}()
function pop!(a::Vector)
    isempty(a) && throw(ArgumentError("array must be non-empty"))
    item = a[end]
    _deleteend!(a, 1)
    return item
end
pop!(a::Vector, i::Integer) = popat!(a, i)
function popat!(a::Vector, i::Integer)
    x = a[i]
    _deleteat!(a, i, 1)
    return x
end
popat!(a::Vector, i::Integer, default) = 1 <= i <= length(a) ? popat!(a, i) : default
function pushfirst!(a::Array{T, 1}, item) where {T}
    item = convert(T, item)
    _growbeg!(a, 1)
    a[1] = item
    return a
end
function popfirst!(a::Vector)
    isempty(a) && throw(ArgumentError("array must be non-empty"))
    item = a[1]
    _deletebeg!(a, 1)
    return item
end
function insert!(a::Array{T, 1}, i::Integer, item) where {T}
    1 <= i <= length(a) + 1 || throw(BoundsError(a, i))
    itemT = convert(T, item)
    i == length(a) + 1 && return push!(a, itemT)
    _growat!(a, i, 1)
    a[i] = itemT
    return a
end
function deleteat!(a::Vector, i::Integer)
    1 <= i <= length(a) || throw(BoundsError(a, i))
    _deleteat!(a, i, 1)
    return a
end
function deleteat!(a::Vector, r::UnitRange{<:Integer})
    isempty(r) && return a
    (1 <= first(r) && last(r) <= length(a)) || throw(BoundsError(a, r))
    _deleteat!(a, first(r), length(r))
    return a
end
function deleteat!(a::Vector, inds)
    n, kept, previous = length(a), 0, 0
    doomed = iterate(inds)
    for i in 1:n
        if doomed !== nothing && doomed[1] == i
            previous = i
            doomed = iterate(inds, doomed[2])
            doomed === nothing || doomed[1] > previous || throw(ArgumentError("indices must be unique and sorted"))
        else
            kept += 1
            kept == i || (a[kept] = a[i])
        end
    end
    doomed === nothing || throw(BoundsError(a, doomed[1]))
    _deleteend!(a, n - kept)
    return a
end
deleteat!(a::Vector, inds::AbstractVector{Bool}) =
    (length(inds) == length(a) || throw(BoundsError(a, inds)); deleteat!(a, findall(inds)))
const splice_default = []
function splice!(a::Vector, i::Integer, ins = splice_default)
    v = a[i]
    splice_in!(a, i:i, ins)
    return v
end
function splice!(a::Vector, r::UnitRange{<:Integer}, ins = splice_default)
    v = a[r]
    splice_in!(a, r, ins)
    return v
end
function splice_in!(a::Vector, r, ins)
    new, f, old = collect(ins), first(r), length(r)
    n = length(new)
    if n < old
        _deleteat!(a, f + n, old - n)
    elseif f + old > length(a)
        _growend!(a, n - old)
    elseif n > old
        _growat!(a, f + old, n - old)
    end
    for k in 1:n
        a[f + k - 1] = new[k]
    end
    return a
end

function reverse(A::AbstractVector, s = firstindex(A), n = lastindex(A))
    B = similar(A)
    for i in eachindex(A)
        B[i] = s <= i <= n ? A[n - (i - s)] : A[i]
    end
    return B
end
reverse(A::AbstractArray; dims) = A[ntuple(d -> d == dims ? reverse(axes(A, d)) : axes(A, d), ndims(A))...]
function reverse!(v::AbstractVector, s = firstindex(v), n = lastindex(v))
    r = n
    for i in s:div(s + n - 1, 2)
        v[i], v[r] = v[r], v[i]
        r -= 1
    end
    return v
end
reverseind(a::AbstractVector, i::Integer) = length(a) + firstindex(a) - i

vcat() = Vector{Any}()
hcat() = Vector{Any}()
function vcat(arrays::Vector{T}...) where {T}
    n = 0
    for a in arrays
        n += length(a)
    end
    arr, at = Vector{T}(undef, n), 1
    for a in arrays
        unsafe_copyto!(arr, at, a, 1, length(a))
        at += length(a)
    end
    return arr
end
function hcat(V::Vector{T}...) where {T}
    height = length(V[1])
    for v in V
        length(v) == height || throw(DimensionMismatch("vectors must have same lengths"))
    end
    return T[V[j][i] for i in 1:height, j in 1:length(V)]
end

# Searching
"Position of an element that is looked for with a function or compared with a value; `nothing` if there is none."
function findnext(testf::Function, A, start)
    i, n = start, lastindex(A)
    while i <= n
        testf(A[i]) && return i
        i = nextind(A, i)
    end
    return nothing
end
findnext(A, start) = findnext(identity_bool, A, start)
identity_bool(x::Bool) = x
nextind(::AbstractArray, i::Integer) = Int(i) + 1
prevind(::AbstractArray, i::Integer) = Int(i) - 1
function findfirst(A)
    for (i, a) in pairs(A)
        a && return i
    end
    return nothing
end
function findfirst(testf::Function, A)
    for (i, a) in pairs(A)
        testf(a) && return i
    end
    return nothing
end
findfirst(testf::Function, A::AbstractVector) = findnext(testf, A, firstindex(A))
function findprev(testf::Function, A, start)
    i = start
    while i >= firstindex(A)
        testf(A[i]) && return i
        i = prevind(A, i)
    end
    return nothing
end
findprev(A, start) = findprev(identity_bool, A, start)
function findlast(testf::Function, A)
    for (i, a) in Iterators.reverse(pairs(A))
        testf(a) && return i
    end
    return nothing
end
findlast(testf::Function, A::Union{AbstractString, Tuple, AbstractVector}) = findprev(testf, A, lastindex(A))
findlast(A) = findlast(identity_bool, A)
findall(testf::Function, A) = collect(first(p) for p in pairs(A) if testf(last(p)))
findall(A) = collect(first(p) for p in pairs(A) if last(p))
function indexin(a, b::AbstractArray)
    at = Dict{eltype(b), eltype(keys(b))}()
    for (i, x) in pairs(b)
        haskey(at, x) || (at[x] = i)
    end
    return Union{eltype(keys(b)), Nothing}[get(at, x, nothing) for x in a]
end

function filter(f, a::Array{T, N}) where {T, N}
    b, j = Vector{T}(undef, length(a)), 1
    for ai in a
        b[j] = ai
        j = ifelse(f(ai), j + 1, j)
    end
    resize!(b, j - 1)
    sizehint!(b, length(b))
    return b
end
filter(f, As::AbstractArray) = As[map(f, As)::AbstractArray{Bool}]
function filter!(f, a::AbstractVector)
    j = firstindex(a)
    for i in eachindex(a)
        x = a[i]
        a[j] = x
        f(x)::Bool && (j += 1)
    end
    j > lastindex(a) && return a
    return resize!(a, j - firstindex(a))
end

# Sets given as vectors keep their order.
function union!(v::AbstractVector{T}, itrs...) where {T}
    seen = Set{T}(unique!(v))
    for itr in itrs, x in itr
        x in seen && continue
        push!(seen, x)
        push!(v, x)
    end
    return v
end
function intersect(v::AbstractVector, itrs...)
    T = promote_eltype(v, itrs...)
    sets = map(Set, itrs)
    return unique(T[x for x in v if all(s -> x in s, sets)])
end
setdiff(v::AbstractVector{T}, itrs...) where {T} = (sets = map(Set, itrs); unique(T[x for x in v if !any(s -> x in s, sets)]))
symdiff(v::AbstractVector, itr) = vcat(setdiff(v, itr), setdiff(collect(itr), v))
