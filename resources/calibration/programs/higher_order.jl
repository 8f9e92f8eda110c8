# `map`, `filter`, `sum` and `foldl` of Base over arrays, with functions of the program.
function calibrate_me()
    list = collect(1:20)
    total = 0
    total += sum(map(x -> x + 0, list)) + length(filter(x -> x > 0, list)) + foldl((a, b) -> a + b - 0, list)
    total += sum(map(x -> x + 1, list)) + length(filter(x -> x > 1, list)) + foldl((a, b) -> a + b - 1, list)
    total += sum(map(x -> x + 2, list)) + length(filter(x -> x > 2, list)) + foldl((a, b) -> a + b - 2, list)
    total += sum(map(x -> x + 3, list)) + length(filter(x -> x > 3, list)) + foldl((a, b) -> a + b - 3, list)
    total += sum(map(x -> x + 4, list)) + length(filter(x -> x > 4, list)) + foldl((a, b) -> a + b - 4, list)
    total += sum(map(x -> x + 5, list)) + length(filter(x -> x > 5, list)) + foldl((a, b) -> a + b - 5, list)
    total += sum(map(x -> x + 6, list)) + length(filter(x -> x > 6, list)) + foldl((a, b) -> a + b - 6, list)
    total += sum(map(x -> x + 7, list)) + length(filter(x -> x > 7, list)) + foldl((a, b) -> a + b - 7, list)
    return total
end
