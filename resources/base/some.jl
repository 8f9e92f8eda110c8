# `Some(x)` tells a value, also `nothing`, from no value.
struct Some{T}
    value::T
end
Some(::Type{T}) where {T} = Some{Type{T}}(T)
promote_rule(::Type{Some{T}}, ::Type{Some{S}}) where {T, S <: T} = Some{T}
convert(::Type{Some{T}}, x::Some{T}) where {T} = x
convert(::Type{Some{T}}, x::Some) where {T} = Some{T}(convert(T, x.value))
function show(io::IO, x::Some)
    if get(io, :typeinfo, Any) == typeof(x)
        show(io, x.value)
    else
        print(io, "Some(")
        show(io, x.value)
        print(io, ')')
    end
end

notnothing(x::Any) = x
notnothing(::Nothing) = throw(ArgumentError("nothing passed to notnothing"))
isnothing(x) = x === nothing

"`something(x...)`: the first value that is not `nothing`, taken out of its `Some`."
function something end
something() = throw(ArgumentError("No value arguments present"))
something(x::Nothing, y...) = something(y...)
something(x::Some, y...) = x.value
something(x::Any, y...) = x
