# Closures, and functions that take them: one instance for each.
apply(f, x) = f(x)
twice(f) = x -> f(f(x))
compose(f, g) = x -> f(g(x))
function fold(f, start, list)
    value = start
    for x in list
        value = f(value, x)
    end
    return value
end
function calibrate_me()
    list = [1, 2, 3, 4, 5]
    sum = 0
    sum += apply(x -> x * 0 + 1, 0) + fold((a, b) -> a + b * 0, 0, list)
    sum += apply(x -> x * 1 + 1, 1) + fold((a, b) -> a + b * 1, 0, list)
    sum += apply(x -> x * 2 + 1, 2) + fold((a, b) -> a + b * 2, 0, list)
    sum += apply(x -> x * 3 + 1, 3) + fold((a, b) -> a + b * 3, 0, list)
    sum += apply(x -> x * 4 + 1, 4) + fold((a, b) -> a + b * 4, 0, list)
    sum += apply(x -> x * 5 + 1, 5) + fold((a, b) -> a + b * 5, 0, list)
    sum += apply(x -> x * 6 + 1, 6) + fold((a, b) -> a + b * 6, 0, list)
    sum += apply(x -> x * 7 + 1, 7) + fold((a, b) -> a + b * 7, 0, list)
    sum += apply(x -> x * 8 + 1, 8) + fold((a, b) -> a + b * 8, 0, list)
    sum += apply(x -> x * 9 + 1, 9) + fold((a, b) -> a + b * 9, 0, list)
    sum += apply(x -> x * 10 + 1, 10) + fold((a, b) -> a + b * 10, 0, list)
    sum += apply(x -> x * 11 + 1, 11) + fold((a, b) -> a + b * 11, 0, list)
    sum += apply(x -> x * 12 + 1, 12) + fold((a, b) -> a + b * 12, 0, list)
    sum += apply(x -> x * 13 + 1, 13) + fold((a, b) -> a + b * 13, 0, list)
    sum += apply(x -> x * 14 + 1, 14) + fold((a, b) -> a + b * 14, 0, list)
    sum += apply(x -> x * 15 + 1, 15) + fold((a, b) -> a + b * 15, 0, list)
    sum += apply(x -> x * 16 + 1, 16) + fold((a, b) -> a + b * 16, 0, list)
    sum += apply(x -> x * 17 + 1, 17) + fold((a, b) -> a + b * 17, 0, list)
    sum += apply(x -> x * 18 + 1, 18) + fold((a, b) -> a + b * 18, 0, list)
    sum += apply(x -> x * 19 + 1, 19) + fold((a, b) -> a + b * 19, 0, list)
    sum += apply(x -> x * 20 + 1, 20) + fold((a, b) -> a + b * 20, 0, list)
    sum += apply(x -> x * 21 + 1, 21) + fold((a, b) -> a + b * 21, 0, list)
    sum += apply(x -> x * 22 + 1, 22) + fold((a, b) -> a + b * 22, 0, list)
    sum += apply(x -> x * 23 + 1, 23) + fold((a, b) -> a + b * 23, 0, list)
    sum += apply(x -> x * 24 + 1, 24) + fold((a, b) -> a + b * 24, 0, list)
    sum += apply(x -> x * 25 + 1, 25) + fold((a, b) -> a + b * 25, 0, list)
    sum += apply(x -> x * 26 + 1, 26) + fold((a, b) -> a + b * 26, 0, list)
    sum += apply(x -> x * 27 + 1, 27) + fold((a, b) -> a + b * 27, 0, list)
    sum += apply(x -> x * 28 + 1, 28) + fold((a, b) -> a + b * 28, 0, list)
    sum += apply(x -> x * 29 + 1, 29) + fold((a, b) -> a + b * 29, 0, list)
    add3 = x -> x + 3
    return sum + twice(twice(add3))(1) + compose(twice(add3), x -> 2x)(5)
end
