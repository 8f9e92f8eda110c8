# An iterator of the program's own, consumed by Base.
struct Countdown
    from::Int
end
Base.iterate(c::Countdown, n = c.from) = n <= 0 ? nothing : (n, n - 1)
Base.length(c::Countdown) = c.from
Base.eltype(::Type{Countdown}) = Int
function by_hand(c)
    s = 0
    for n in c
        s += n * n
    end
    return s
end
function calibrate_me()
    c = Countdown(100)
    return by_hand(c) + sum(c) + length(collect(c)) + maximum(c) + count(n -> n > 50, c) + sum(n * 2 for n in c)
end
