# Dictionaries with keys of the program's own type.
struct Key
    n::Int
end
Base.hash(key::Key, seed::UInt) = hash(key.n, seed)
Base.:(==)(a::Key, b::Key) = a.n == b.n
function calibrate_me()
    counts = Dict{Key,Int}()
    for i in 1:2000
        key = Key(i % 97)
        counts[key] = get(counts, key, 0) + 1
    end
    sum = 0
    for (key, count) in counts
        sum += key.n * count
    end
    return haskey(counts, Key(200)) ? -1 : sum
end
