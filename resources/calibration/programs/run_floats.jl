# Floating point in nested loops.
function escapes(x::Float64, y::Float64, most::Int)
    a = 0.0
    b = 0.0
    n = 0
    while n < most
        c = a * a - b * b + x
        b = 2.0 * a * b + y
        a = c
        a * a + b * b > 4.0 && return n
        n += 1
    end
    return n
end
function calibrate_me()
    sum = 0
    for i in 1:60, j in 1:60
        sum += escapes(-2.0 + i / 20.0, -1.5 + j / 20.0, 100)
    end
    return sum
end
