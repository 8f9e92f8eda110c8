# Reading and writing arrays: a sieve.
function sieve(n::Int)
    marks = Vector{Bool}(undef, n)
    for i in 1:n
        marks[i] = true
    end
    count = 0
    for i in 2:n
        if marks[i]
            count += 1
            j = i * i
            while j <= n
                marks[j] = false
                j += i
            end
        end
    end
    return count
end
calibrate_me() = sieve(150_000)
