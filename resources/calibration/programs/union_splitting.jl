# Calls with union arguments, which inference splits.
struct Small
    n::Int
end
struct Large
    n::Int
    m::Float64
end
struct Empty end
size_of(a::Small) = a.n
size_of(a::Large) = a.n + 1
size_of(::Empty) = 0
pick(i) = i % 3 == 0 ? Small(i) : i % 3 == 1 ? Large(i, 1.0) : Empty()
join_sizes(a::Small, b::Small) = a.n * b.n
join_sizes(a::Small, b::Large) = a.n + b.n
join_sizes(a::Large, b::Small) = a.n - b.n
join_sizes(a, b) = size_of(a) + size_of(b)
maybe(i) = i > 10 ? i : nothing
plus(a::Int, b::Int) = a + b
plus(a, b) = 1
function calibrate_me()
    sum = 0
    for i in 1:300
        a = pick(i)
        b = pick(i + 1)
        sum += join_sizes(a, b) + size_of(a)
        sum += plus(maybe(i), maybe(i - 5))
    end
    return sum
end
