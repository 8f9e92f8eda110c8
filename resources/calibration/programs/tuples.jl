# Recursion over tuples, each length a type of its own.
struct Tag
    n::Int
end
number(t::Tag) = t.n
number(n::Int) = n
number(x::Float64) = 3
add_all(::Tuple{}) = 0
add_all(t::Tuple) = number(t[1]) + add_all(Base.tail(t))
flip(::Tuple{}) = ()
flip(t::Tuple) = (flip(Base.tail(t))..., t[1])
const start = Ref(1)
function calibrate_me()
    a = (Tag(start[]), 2, Tag(3), 4.0, Tag(5))
    b = (Tag(6), 7.0)
    return add_all(a) + add_all(b) + add_all(flip(a)) + add_all((a..., b...)) + length(flip(b))
end
